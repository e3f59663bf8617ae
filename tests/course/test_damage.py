"""Damaged and hostile notebooks cost at most the cell that is damaged, and nobody's words are drawn on a page."""

import json
import random
import re
from copy import deepcopy

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed: pip install -e '.[course]'")

import nbformat
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from grader.course import notebook, preprocessors, repair
from grader.submissions import lenient
from grader.submissions.tracks import tracks

PICTURE = {"image/png": "aGVsbG8="}
TEXT = {"cell_type": "markdown", "metadata": {}, "id": "mine"}


@pytest.fixture(scope="module")
def release():
    made = notebook.build(tracks()[0], 1)
    return json.loads(nbformat.writes(made))


def written(data, release):
    """The notebook as nbgrader would write it, with the grader's note in front."""
    cells, problems = preprocessors.in_order(data, release)
    made = nbformat.v4.new_notebook(cells=[preprocessors._node(cell) for cell in cells], metadata=release["metadata"])
    report = {"network": {"message": "learns"}}
    made.cells.insert(0, nbformat.v4.new_markdown_cell(preprocessors._note(problems, report), id=repair.NOTE))
    nbformat.validate(made)
    assert len({cell.id for cell in made.cells}) == len(made.cells)
    return nbformat.writes(made).encode("utf-8")


@pytest.mark.parametrize(
    ("attachments", "kept"),
    [
        ({"x.png": PICTURE}, {"x.png": PICTURE}),
        ({"x.png": {"image/png": ["aGVs", "bG8="]}}, {"x.png": PICTURE}),
        ({"x.png": PICTURE, "y.png": 5}, {"x.png": PICTURE}),
        ({"x.png": 5}, {}),
        ({"x.png": {"image/png": 5}}, {}),
        ({"x.png": {}}, {}),
        ({"x.png": {"\ud800": "\ud800"}}, {}),
        ([PICTURE], {}),
        ("x.png", {}),
        ({f"{number}.png": PICTURE for number in range(500)}, {f"{number}.png": PICTURE for number in range(20)}),
        ({"x.png": {"image/png": "x" * 10_000_001}, "y.png": PICTURE}, {"y.png": PICTURE}),
    ],
)
def test_attachments_are_pictures_or_left_away(release, attachments, kept):
    data = json.dumps({"cells": [TEXT | {"source": "![x](attachment:x.png)", "attachments": attachments}]}).encode()
    (cell,), problems = lenient.cells_of(data)
    assert (cell.attachments, problems) == (kept, [])
    assert "![x](attachment:x.png)" in written(data, release).decode()


def test_a_cell_called_as_the_note_is_called_otherwise(release):
    data = json.dumps({"cells": [TEXT | {"source": "mine", "id": repair.NOTE}]}).encode()
    made = json.loads(written(data, release))
    assert [cell["id"] for cell in made["cells"]].count(repair.NOTE) == 1
    assert any("".join(cell["source"]) == "mine" for cell in made["cells"])


ODD = [None, True, 5, -1.5, "", "x", "\ud800", [], {}, [[]], {"": None}, {"x": {"y": [1]}}, ["a", 5], "9" * 30]
NAMES = [
    "attachments",
    "metadata",
    "outputs",
    "execution_count",
    "id",
    "source",
    "cell_type",
    "nbgrader",
    "tags",
    "input",
]


def damaged(cell, rng):
    """A cell of which some parts are something else."""
    for _ in range(rng.choice((1, 2, 4))):
        place = rng.choice([cell, *(part for part in (cell.get("metadata"),) if isinstance(part, dict))])
        place[rng.choice(NAMES)] = deepcopy(rng.choice(ODD))
    return rng.choice((cell, cell, cell, deepcopy(rng.choice(ODD))))


@pytest.mark.parametrize("seed", range(60))
def test_odd_parts_cost_at_most_their_cell(release, seed):
    """What nbgrader writes is a notebook, and every cell that was left alone is in it as it was."""
    rng = random.Random(seed)
    work = json.loads(json.dumps(release))
    alone = [cell for cell in work["cells"] if rng.random() < 0.7]
    whole = [json.loads(json.dumps(cell)) for cell in alone]
    work["cells"] = [cell if cell in alone else damaged(cell, rng) for cell in work["cells"]]
    for name in ("metadata", "nbformat", "nbformat_minor"):
        if rng.random() < 0.5:
            work[name] = rng.choice(ODD)
    found = {cell["id"]: cell for cell in json.loads(written(json.dumps(work).encode(), release))["cells"]}
    for cell in whole:
        if cell["metadata"].get("nbgrader"):
            assert found[cell["id"]]["source"] == cell["source"] or "".join(found[cell["id"]]["source"]) == "".join(
                cell["source"]
            )


HOSTILE = (
    "**bold** <b>x</b> ![a](http://x/y.png) [link](http://z) <script>x</script> http://auto.link $x$ $$y$$ ```\n# x"
)
WORDS = [
    HOSTILE,
    "[a][b]\n\n[b]: http://x",
    "<http://auto.example> <a@b.example>",
    "&lt;b&gt; &#60;script&#62;x&#60;/script&#62;",
    "~~~\n# x\n~~~\n````\n<b>x</b>",
    "a\n===\n\nb\n---\n\n| a | b |\n| - | - |\n| 1 | 2 |",
    "\u2028# x\r# y\x0b# z\x85# w",
    r"$$\href{javascript:alert(1)}{x}$$ \(x\) \[y\]",
    "<details open ontoggle=alert(1)> <!-- x --> <![CDATA[x]]>",
    "`" * 99 + "<b>x</b>" + "\\`" * 9,
    "[^1]\n\n[^1]: x\n\n- [ ] y\n1. z\n> q",
]


@pytest.mark.parametrize("words", WORDS)
def test_words_in_the_note_are_shown_and_never_drawn(words):
    report = {"network": {"message": words}}
    page = markdown2html_mistune(preprocessors._note([words, "``` ~~~ \n\n    x"], report))
    quiet = markdown2html_mistune(preprocessors._note(["a"], {"network": {"message": "b"}}))
    tags = re.findall(r"<[a-z0-9]+", page.lower())
    assert tags == re.findall(r"<[a-z0-9]+", quiet.lower()), page
    assert words != HOSTILE or "**bold**" in page
