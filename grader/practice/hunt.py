"""The bug hunt: a step module with one mistake of the bank in it, for learners to find and mend.

The folder remembers in `.hunt` which mistake it was. That file is no secret: it only keeps eyes off the answer.
Every function raises ValueError, in one line that a learner can read, where something is not as it should be.
"""

import ast
import base64
import json
import random
import re
import secrets
import shlex
import textwrap
from dataclasses import asdict, dataclass
from pathlib import Path

from grader import curriculum
from grader.checks import messages
from grader.checks.answer import GRADER_ERROR, PASSED, LearnerFailed
from grader.curriculum import files, stubs
from grader.diagnosis.knowledge import questions
from grader.examination import grading, sandbox, suites
from grader.examination.examiner import Examination
from grader.examination.report import FunctionResult
from grader.steps import bank, reference
from grader.steps.entry import Misconception
from grader.steps.placing import with_function
from grader.submissions.intake import read, read_bytes
from grader.submissions.submission import Submission

FOLDER = Path("hunt")
NOTE = "Remembers which mistake was planted. No secret; reading it spoils your own hunt, and nothing else."


@dataclass
class Hunt:
    """What a folder remembers of its hunt. `planted` is the id of an entry of the bank, in base64."""

    module: str
    planted: str
    tries: int = 0
    caught: bool = False

    def entry(self) -> Misconception:
        """The planted mistake."""
        id = base64.b64decode(self.planted).decode()
        found = [entry for entry in bank.misconceptions() if entry.id == id and module_of(entry) == self.module]
        if not found:
            raise ValueError(id)
        return found[0]

    def save(self, folder: Path) -> None:
        files.write_whole(folder / ".hunt", json.dumps({"note": NOTE} | asdict(self), indent=2) + "\n")


def module_of(entry: Misconception) -> str:
    return curriculum.functions()[entry.function].step.module


def command(folder: Path, *words: str) -> str:
    """A hunt command as people type it for this folder."""
    where = [] if folder == FOLDER else ["--dir", shlex.quote(str(folder))]
    return " ".join(["python -m grader hunt", *words, *where])


def _remembered(folder: Path) -> Hunt | None:
    """The hunt of a folder, or None where there is none."""
    if not (folder / ".hunt").exists():
        return None
    try:
        data = json.loads(read_bytes(folder / ".hunt"))
        hunt = Hunt(str(data["module"]), str(data["planted"]), int(data["tries"]), data["caught"] is True)
        hunt.entry()
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{folder / '.hunt'} cannot be understood any more; start a hunt in another folder") from None
    return hunt


def _guards(function: ast.FunctionDef, lines: list[str]) -> list[str]:
    """The lines of `if ...: raise ...` in a function."""
    return [
        line
        for node in function.body
        if isinstance(node, ast.If) and len(node.body) == 1 and isinstance(node.body[0], ast.Raise)
        for line in lines[node.lineno - 1 : node.end_lineno]
    ]


def _refuses(entry: Misconception) -> bool:
    """Whether exceptions are asked for in the entry's step, so that guards belong to what is graded."""
    functions = curriculum.functions()[entry.function].step.functions
    return any(question.is_refused for function in functions for question in questions(function.name))


def disguised(entry: Misconception) -> str:
    """The reference of the entry's step with the mistake in it, as an honest module: no prose and no markers.

    One thing is wrong, and no more: the bank leaves out the guard that the docstring promises (`if ...: raise`), so the
    reference's own is put before the mistake. Where it does not fit there, the promise is taken out.
    """
    text = reference.source(module_of(entry))
    lines = text.splitlines()
    honest = next(
        node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == entry.function
    )
    docstring = lines[honest.body[0].lineno - 1 : honest.body[0].end_lineno]
    wrong = entry.source.splitlines()
    definition = ast.parse(entry.source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    start = definition.body[0].lineno - 1
    guards = [] if _refuses(entry) else _guards(honest, lines)
    if guards and ast.dump(definition.args) != ast.dump(honest.args):
        guards, docstring = [], [line for line in docstring if not line.lstrip().startswith("Raises:")]
    text = with_function(text, entry.function, "\n".join([*wrong[:start], *docstring, *guards, *wrong[start:]]))
    text = re.sub(rf"^(#.*|.*({stubs.BEGIN}|{stubs.END}).*)\n", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{4,}", "\n\n\n", text).strip() + "\n"


def answers_everything(entry: Misconception) -> bool:
    """Whether the mistake answers every public question, so that it takes more than one run to see it."""
    work = Submission("hunt", {module_of(entry): disguised(entry)})
    with Examination(work, seed=0) as examination:
        try:
            for question in questions(entry.function):
                question.ask(examination.ask)
        except LearnerFailed:
            return False
    return True


def choose(step: str | None, seed: int) -> Misconception:
    """A mistake for a hunt, the same for the same seed."""
    chance = random.Random(seed)
    chosen = chance.choice(curriculum.steps())
    chosen = curriculum.find_step(step) if step else chosen
    functions = chance.sample(chosen.functions, len(chosen.functions))
    for entries in map(bank.misconceptions, (function.name for function in functions)):
        for entry in chance.sample(entries, len(entries)):
            if answers_everything(entry):
                return entry
    raise ValueError(f"there is no mistake to hunt in step {chosen.number} ({chosen.title})")


def start(folder: Path = FOLDER, step: str | None = None, seed: int | None = None) -> str:
    """Write a module with one mistake into a folder, and say what to do with it.

    A module that a finished hunt left in the folder is kept as a copy (`.bak`); nothing else is touched.
    """
    old = _remembered(folder)
    if old and not old.caught and (folder / f"{old.module}.py").exists():
        raise ValueError(
            f"the hunt in {folder} is still open: {command(folder, '--check')}, or take another folder with --dir"
        )
    seed = secrets.randbelow(10_000) if seed is None else seed
    entry = choose(step, seed)
    module, target = module_of(entry), folder / f"{module_of(entry)}.py"
    if target.exists() and not (old and old.module == module):
        raise ValueError(f"{target} is there already, and stays as it is; take another folder with --dir")
    kept = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if old and (last := folder / f"{old.module}.py").exists():
            kept = f"Your last catch is kept as {files.copy_aside(last)}.\n"
            last.unlink()
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(
                f"# One function in here is wrong. Find it, mend it, and see:\n#     {command(folder, '--check')}\n\n"
            )
            file.write(disguised(entry))
        Hunt(module, base64.b64encode(entry.id.encode()).decode()).save(folder)
    except OSError as error:
        raise ValueError(f"cannot write to {folder} ({error.strerror})") from None
    number = curriculum.find_step(module).number
    return f"""{kept}One function in {target} is wrong. It runs, and it looks honest. Find it, and mend it.
The other functions of this step are right in it: hunt in steps that you have finished.

when you have it:   {command(folder, "--check")}
for a friend:       {command(FOLDER, str(number), "--seed", str(seed))}"""


def check(folder: Path = FOLDER, seed: int | None = None, trust: bool = False) -> tuple[bool, str]:
    """Judge a hunt by the hidden checks. Returns whether it is over, and what to tell: where it is, or what it was.

    It runs sealed. Where that is not possible, the hunt in the kit's own folder runs as it is, and another one only
    with `trust`. Raises GraderFailed if the checks cannot be run.
    """
    if (hunt := _remembered(folder)) is None:
        raise ValueError(f"there is no hunt in {folder}; start one: {command(folder)}")
    path = folder / f"{hunt.module}.py"
    work = read(path)
    if hunt.module not in work.sources:
        raise ValueError(f"{folder / ' '.join(work.problems)}")
    own = folder.resolve() == (stubs.ROOT / FOLDER).resolve()
    wrong = _wrong(work, hunt, seed, sandbox.chosen_level(None, trust or own))
    hunt.tries += not hunt.caught
    hunt.caught = hunt.caught or not wrong
    hunt.save(folder)
    if wrong:
        return False, _not_yet(wrong, hunt, path)
    return True, _explanation(hunt, folder)


def _wrong(work: Submission, hunt: Hunt, seed: int | None, level: str) -> list[FunctionResult]:
    step = curriculum.find_step(hunt.module)
    report = grading.grade(work, seed, [step], network=False, isolation=level)
    if failed := [result for result in report.functions if result.outcome == GRADER_ERROR]:
        raise suites.GraderFailed(f"{failed[0].message} (seed {report.seed})")
    return [result for result in report.functions if result.outcome != PASSED]


def _not_yet(wrong: list[FunctionResult], hunt: Hunt, path: Path) -> str:
    names = " and ".join(result.function for result in wrong)
    lines = [f"Not yet (try {hunt.tries}). In {path}, {names} {'is' if len(wrong) == 1 else 'are'} still wrong."]
    for message in dict.fromkeys(result.message for result in wrong):
        lines += ["", message]
    return "\n".join(lines)


def _explanation(hunt: Hunt, folder: Path) -> str:
    entry = hunt.entry()
    told = [("what it did", entry.did), ("why it seems right", entry.seems_right), ("a hint for others", entry.hint)]
    tries = "at the first try" if hunt.tries == 1 else f"at try {hunt.tries}"
    lines = [f"Caught, {tries}: every check of step {curriculum.find_step(hunt.module).number} passes.", ""]
    lines += [f"The mistake was in {entry.function}."]
    for head, text in told:
        paragraph = messages.ascii_only(messages.sentence(text))
        lines += textwrap.wrap(paragraph, 96, initial_indent=f"  {head:<20}", subsequent_indent=" " * 22)
    return "\n".join([*lines, "", f"next hunt:   {command(folder)}"])
