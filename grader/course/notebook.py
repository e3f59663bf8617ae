"""The source notebook of a track: the literate steps cell by cell, with a check below each function."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.course import hidden
from grader.submissions import literate
from grader.submissions.literate import Cell
from grader.submissions.tracks import Track

LONG = 15  # lines of given code that are folded away, since nobody has to read them
QUESTIONS = Path(__file__).with_name("questions.toml")
ANSWER = "YOUR ANSWER HERE"  # what nbgrader puts in place of a written answer

WELCOME = """\
# {title}

You write a neural network yourself, in NumPy, function by function. Every function has a cell with its explanation
above it, and a check below it.

1. Read the text, and write the function in place of the line `raise NotImplementedError(...)`.
2. Run the cell (Shift+Enter), and then the check below it. It tells you what was called, what came back, and
   what was expected.
3. Go on when the check passes. Later steps build on earlier ones.

Add cells of your own wherever you want to try something. After a restart of the kernel, run all cells from the top
(Run > Run All Cells)."""

# What the literate sources say to those who work with files, and what a notebook says in its place.
WORDING = [
    (
        r"Write one function, run its check, and go on: `pytest exercises -k \w+` looks at the first\.",
        "Write one function, run the check below it, and go on.",
    ),
    (r"Run this cell, or in a terminal: `python -m exercises\.\w+`", "Run the last cell of this step."),
    (r"`python -m exercises\.\w+ (--\w+) (\w+)`", r'`main(["\1", "\2"])` in a cell of your own'),
    (r"pytest exercises -k '[^']*'", "the checks above"),
    (r"pytest exercises -k (\w+)", r"check('\1')"),
]


def worded(text: str) -> str:
    """A text of the literate source as it stands in a notebook."""
    for pattern, replacement in WORDING:
        text = re.sub(pattern, replacement, text)
    return text


def _marked(kind: str, text: str, grade_id: str, **marks: Any) -> dict[str, Any]:
    data = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    metadata = {"nbgrader": data | {"grade_id": grade_id} | marks}
    return {"kind": kind, "text": text, "id": grade_id, "metadata": metadata}


def _plain(text: str, cell_id: str) -> dict[str, Any]:
    return {"kind": "markdown", "text": text, "id": cell_id, "metadata": {}}


def _check(function: curriculum.Function, seed: int) -> dict[str, Any]:
    text = f"""\
check("{function.name}")
### BEGIN HIDDEN TESTS
from check.scoring import score

score("{function.name}", {function.points}, globals(), {hidden.questions(function.name, seed)!r})
### END HIDDEN TESTS"""
    return _marked("code", text, f"check-{function.name}", grade=True, locked=True, points=function.points)


def _given(text: str) -> str:
    """Given code as it stands in a notebook: without imports of earlier steps, which are there already."""
    if text.startswith(literate.RUN):
        body = "\n".join(line.removeprefix("    ") for line in text.splitlines()[1:])
        text = body.replace("sys.exit(", "print(")
    return re.sub(r"^(?:from|import) solutions\..*\n?", "", worded(text), flags=re.MULTILINE).strip("\n")


def _step(step: curriculum.Step, seed: int) -> Iterator[dict[str, Any]]:
    for number, cell in enumerate(literate.cells(step), start=1):
        if cell.markdown:
            yield _plain(worded(cell.text), f"text-{step.module}-{number}")
        elif cell.function:
            yield _marked("code", cell.text, cell.function, solution=True)
            yield _check(curriculum.functions()[cell.function], seed)
        elif text := _given(cell.text):
            given = _marked("code", text, f"given-{step.module}-{number}", locked=True)
            if text.count("\n") >= LONG:
                given["metadata"]["jupyter"] = {"source_hidden": True}  # three dots, which a click unfolds
            yield given


def written_questions(track: Track) -> list[dict[str, Any]]:
    """The questions for humans, in their order."""
    modules = [step.module for step in track.steps]
    questions = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    return [question for question in questions if question["after"] in modules]


def _question(question: dict[str, Any]) -> Iterator[dict[str, Any]]:
    text = f"## {question['title']}\n\n*Graded by a human: {question['points']} points.*\n\n{question['text'].strip()}"
    yield _marked("markdown", text, f"given-{question['id']}", locked=True)
    model = f"(for graders)\n\n{question['model'].strip()}"
    yield _marked("markdown", model, question["id"], grade=True, solution=True, points=question["points"])


def _earlier(track: Track) -> Iterator[dict[str, Any]]:
    """What a track needs of those before it: the learner's own functions, read from that notebook."""
    if track.steps[0].number > 1:
        yield _plain(
            "## What you have already\n\nThis notebook goes on where `core.ipynb` ended. The next cell "
            "fetches your functions from there. (Save that notebook first.)",
            f"text-earlier-{track.name}",
        )
        yield _marked("code", 'earlier("../core/core.ipynb")', f"given-earlier-{track.name}", locked=True)


def planned(track: Track, seed: int) -> list[dict[str, Any]]:
    """The cells of a track's source notebook: "kind", "text", "id", "metadata"."""
    imported = "from check import check" if track.steps[0].number == 1 else "from check import check, earlier"
    cells = [
        _plain(WELCOME.format(title=track.title), f"text-welcome-{track.name}"),
        _marked("code", imported, f"given-start-{track.name}", locked=True),
        *_earlier(track),
    ]
    questions = written_questions(track)
    for step in track.steps:
        cells += _step(step, seed)
        for question in questions:
            if question["after"] == step.module:
                cells += _question(question)
    return cells


def build(track: Track, seed: int) -> Any:
    """The source notebook, as nbformat has it."""
    from nbformat import v4

    make = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}
    cells = [make[c["kind"]](c["text"], id=c["id"], metadata=c["metadata"]) for c in planned(track, seed)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return v4.new_notebook(cells=cells, metadata=metadata)


__all__ = ["ANSWER", "Cell", "build", "planned", "worded", "written_questions"]
