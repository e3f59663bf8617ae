"""nbgrader's own commands on a course: usual, damaged and hostile notebooks, equal scores, and nothing that leaks."""

import io
import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from grader import curriculum
from grader.course import checking, collecting, preprocessors
from grader.steps import bank
from grader.submissions.tracks import tracks
from tests import courses
from tests.courses import cell, filled, hand_in, nbgrader, of_kind, reference, released
from tests.made_submissions import BONUS, COURSE, step_of, worth

pytest.importorskip("nbgrader", reason="nbgrader is not installed: pip install -e '.[course]'")

CORE = worth(*COURSE)
HALF = worth(*(name for name in COURSE if step_of(name).number <= 3))
WITHOUT_RELU, WITHOUT_BACKWARD = CORE - worth("relu"), CORE - worth("backward")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with its assignment generated; each test has its own copy."""
    return courses.made(tmp_path_factory.mktemp("course") / "mycourse")


@pytest.fixture
def mine(course, tmp_path):
    shutil.copytree(course, tmp_path / "mycourse")
    return tmp_path / "mycourse"


def autograde(course, *arguments):
    nbgrader(course, "autograde", "core", *arguments)
    return courses.scores(course)


def pages(course):
    """Every page of feedback, by student."""
    return {path.parent.parent.name: path.read_text(encoding="utf-8") for path in course.glob("feedback/*/core/*.html")}


def leaks_but_their_own(page):
    """What a page of somebody gives away who has written lines of the solution themselves."""
    found = [leak for leak in checking.leaks_in(page) if not leak.startswith("a line of a solution")]
    return found + [word for word in ("Traceback (most", "grader/course", "site-packages") if word in page]


def test_usual_work_is_graded_and_named_in_the_feedback(mine):
    for kind in courses.KINDS:
        hand_in(mine, kind.replace(" ", "-"), of_kind(released(mine), kind))
    hand_in(mine, "unreadable", b"\x80\x81 no notebook")
    assert autograde(mine) == {
        "perfect": CORE,
        "untouched": 0,
        "one-mistake": CORE - 4,
        "half-done": HALF,
        "unreadable": 0,
    }
    nbgrader(mine, "generate_feedback", "core")
    found = pages(mine)
    assert "treats z as if it were the activated value already" in found["one-mistake"]
    assert "nothing of it could be graded" in found["unreadable"]
    assert "learns XOR" in found["perfect"]
    assert list(checking.leaks_in(found["untouched"])) == list(checking.leaks_in(found["unreadable"])) == []
    for page in found.values():
        assert leaks_but_their_own(page) == []


@pytest.mark.slow
def test_a_new_course_is_whole(mine):
    done = courses.run(mine, sys.executable, "-m", "grader", "course", "--check", ".")
    assert "the course is whole" in done.stdout


def test_what_is_broken_in_a_course_is_said(course, tmp_path):
    assert list(checking.about_leaks(course / "release" / "core")) == []
    path = course / "source" / "core" / "core.ipynb"
    assert list(checking.about_metadata(path)) == []
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell(notebook, "check-mse")["metadata"]["nbgrader"]["points"] = worth("mse") + 2
    cell(notebook, "check-relu")["metadata"]["nbgrader"]["grade_id"] = "check-tanh"
    found = [*checking.about_ids(notebook), *checking.about_points(notebook, tracks()[0])]
    assert f"check-mse gives {worth('mse') + 2:g} points, and the curriculum {worth('mse'):g}" in found
    assert "check-mse: its metadata and its hidden part give different points" in found
    assert "there are two cells check-tanh" in found
    assert "there is no cell check-relu" in found
    with pytest.raises(ValueError, match="no course in"):
        checking.problems(tmp_path, found.append)


def test_leaks_are_seen(mine):
    release = mine / "release" / "core"
    (release / "check" / "notes.txt").write_text("s = sigmoid(z)\n    return s * (1.0 - s)\ntest_values_of_a_matrix\n")
    found = " ".join(checking.about_leaks(release))
    assert "returns*(1.0-s)" in found and "test_values_of_a_matrix" in found


def in_order(notebook, release):
    return preprocessors.in_order(json.dumps(notebook).encode(), release)


def test_a_notebook_in_order_is_left_as_it_is(course):
    cells, problems = in_order(filled(released(course)), released(course))
    assert problems == []
    assert [c.id for c in cells] == [c["id"] for c in released(course)["cells"]]


def stripped(notebook):
    for found in notebook["cells"]:
        found["metadata"] = {}


def renamed(notebook):
    for number, found in enumerate(notebook["cells"]):
        found["id"] = f"n{number}"
        if "nbgrader" in found["metadata"]:
            found["metadata"]["nbgrader"]["grade_id"] = f"n{number}"


def doubled(notebook):
    notebook["cells"] += json.loads(json.dumps(notebook["cells"]))


def without_ids(notebook):
    for found in notebook["cells"]:
        found.pop("id")
        found["metadata"] = {}


@pytest.mark.parametrize("damage", [stripped, renamed, doubled, without_ids])
def test_every_cell_of_the_release_is_there_once_with_its_metadata(course, damage):
    release = released(course)
    notebook = filled(released(course))
    cell(notebook, "why-a-hidden-layer")["source"] = "Because of the bend."
    damage(notebook)
    cells, problems = in_order(notebook, release)
    marked = {c.id: c for c in cells if c.metadata}
    for due in release["cells"]:
        if marks := due["metadata"].get("nbgrader"):
            assert marked[due["id"]].metadata["nbgrader"] == marks
    assert len({c.id for c in cells}) == len(cells)
    assert marked["sigmoid"].source == reference("sigmoid")
    assert marked["why-a-hidden-layer"].source == "Because of the bend."
    assert problems


# Each takes a finished notebook and does something to it. The score is what honest work in it is worth.
def cut(notebook):
    data = json.dumps(notebook).encode()
    return data[: data.index(b"# Step 4") - 60]


def with_cells(*texts, place=4):
    def change(notebook):
        made = [{"cell_type": "code", "source": t, "metadata": {}, "outputs": [], "execution_count": 1} for t in texts]
        notebook["cells"][place:place] = made

    return change


def instead(name, text):
    def change(notebook):
        cell(notebook, name)["source"] = text

    return change


def without(*names):
    def change(notebook):
        notebook["cells"] = [c for c in notebook["cells"] if c["id"] not in names]

    return change


def tagged(notebook):
    for found in notebook["cells"]:
        found["metadata"]["tags"] = ["skip-execution"]


def forged(notebook):
    for found in notebook["cells"]:
        if found["id"].startswith("check-"):
            data = {"text/plain": "25.0"}
            found["outputs"] = [{"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}]
    cell(notebook, "backward")["source"] = "def backward(*_):\n    return 25.0\n"


def richer(notebook):
    cell(notebook, "check-backward")["metadata"]["nbgrader"]["points"] = 1000
    cell(notebook, "backward")["source"] = "def backward(*_):\n    return None\n"


def noisy(notebook):
    cell(notebook, "check-relu")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}]


def odd(notebook):
    notebook["cells"][3:3] = [None, 7, {"cell_type": "code"}, {"cell_type": "moon"}]
    cell_of = next(c for c in notebook["cells"] if isinstance(c, dict) and c.get("id") == "relu")
    cell_of["metadata"] = ["no", "metadata"]
    cell_of["outputs"] = "none"


def swapped(notebook):
    one, two = cell(notebook, "sigmoid"), cell(notebook, "relu")
    one["source"], two["source"] = two["source"], one["source"]


def merged(notebook):
    cell(notebook, "sigmoid")["source"] += "\n\n" + cell(notebook, "relu")["source"]
    without("relu")(notebook)


def attached(notebook):
    bad = [5, None, "x", {}, {"x.png": 5}, {"x.png": {"image/png": 7}}, {"x.png": {"image/png": ["a", 1]}}]
    text = {"cell_type": "markdown", "source": "![a](attachment:x.png)", "metadata": {}, "id": "note-of-the-grader"}
    notebook["cells"][2:2] = [text | {"attachments": attachments} for attachments in bad]
    notebook["metadata"] = {"kernelspec": 5, "language_info": ["x"], "grader": {"problems": 7}, "widgets": {"x": 1}}
    notebook["nbformat"] = notebook["nbformat_minor"] = "4"


def halved(notebook):
    """Halves of characters, which JSON can hold and no file can."""
    cell(notebook, "why-a-hidden-layer")["source"] = "half \ud800"
    notebook["cells"][2:2] = [
        {"cell_type": "code", "source": "'\udfff'", "metadata": {"\ud800": 1}, "outputs": [5, {}]}
    ]


KILL = "import os\nos._exit(0)"
SPIN = "def relu(z):\n    while True:\n        pass"
PEEK = """def relu(z):
    import sqlite3, gc, sys
    try:
        sqlite3.connect("../../../gradebook.db").execute("update grade set auto_score = 99")
    except Exception:
        pass
    return [value for frame in sys._current_frames().values() for value in frame.f_locals.values()]"""
HOSTILE = {
    "exits": (with_cells(KILL, "exit()", "import sys; sys.exit()"), CORE),
    "exits-in-a-function": (instead("relu", "def relu(z):\n    import os\n    os._exit(0)"), WITHOUT_RELU),
    "loops-at-import": (with_cells("while True:\n    pass"), CORE),
    "loops-in-a-function": (instead("relu", SPIN), WITHOUT_RELU),
    "skips-execution": (tagged, CORE),
    "edits-the-checks": (instead("check-sigmoid", "1 / 0\n4.0"), CORE),
    "deletes-the-checks": (without("check-sigmoid", "check-backward", "check-predict"), CORE),
    "forges-outputs": (forged, WITHOUT_BACKWARD),
    "forges-points": (richer, WITHOUT_BACKWARD),
    "opens-the-gradebook": (instead("relu", PEEK), WITHOUT_RELU),
    "doubled": (doubled, CORE),
    "renamed": (renamed, CORE),
    "stripped": (stripped, CORE),
    "without-ids": (without_ids, CORE),
    "swapped": (swapped, CORE),
    "merged": (merged, CORE),
    "truncated": (cut, HALF),
    "utf-16": (lambda notebook: json.dumps(notebook).encode("utf-16"), CORE),
    "latin-1": (lambda notebook: json.dumps(notebook).encode().replace(b"at most 1", b"h\xf6chstens 1"), CORE),
    "empty-file": (lambda notebook: b"", 0),
    "no-json": (lambda notebook: b"<html>please log in</html>", 0),
    "deep-json": (lambda notebook: b'{"cells": ' + b"[" * 100_000, 0),
    "50-mb-of-output": (noisy, CORE),
    "extra-cells": (
        with_cells("%matplotlib inline", "!ls", "print(sigmoid(3))", "this is (no Python", "x = 1 / 0"),
        CORE,
    ),
    "odd-cells": (odd, CORE),
    "odd-attachments": (attached, CORE),
    "halves-of-characters": (halved, CORE),
    "syntax-error": (instead("relu", "def relu(z):\n    retrun z"), WITHOUT_RELU),
    "deletes-a-function": (without("relu"), WITHOUT_RELU),
    "deletes-everything": (lambda notebook: notebook.update(cells=[]), 0),
    "prints-for-ever": (instead("relu", "def relu(z):\n    while True:\n        print('x' * 1000)"), WITHOUT_RELU),
    "fills-memory": (instead("relu", "def relu(z):\n    return np.ones(10**12)"), WITHOUT_RELU),
}


@pytest.mark.slow
def test_hostile_and_damaged_notebooks_gain_and_lose_nothing(mine, tmp_path):
    for name, (change, _) in HOSTILE.items():
        notebook = filled(released(mine))
        made = change(notebook)
        hand_in(mine, name, made if isinstance(made, bytes) else notebook)
    hand_in(mine, "zz-honest", filled(released(mine)))
    found = autograde(mine)
    assert found == {name: due for name, (_, due) in HOSTILE.items()} | {"zz-honest": CORE}
    nbgrader(mine, "generate_feedback", "core")
    for name, page in pages(mine).items():
        assert leaks_but_their_own(page) == [], name
    out = tmp_path / "graded"
    grade = [sys.executable, "-m", "grader", "grade", "submitted", "--out", str(out), "--seed", str(courses.SEED)]
    courses.run(mine, *grade)
    reports = {path.parent.name: json.loads(path.read_text()) for path in out.glob("*/report.json")}
    assert {name: report["score"] for name, report in reports.items()} == found


def every(entries, count):
    """So many of the core's entries, spread over all of them."""
    core = [entry for entry in entries if not curriculum.functions()[entry.function].step.bonus]
    return [core[len(core) * number // count] for number in range(count)]


@pytest.mark.slow
def test_scores_equal_those_of_the_same_code_in_files(mine, tmp_path):
    entries = every(bank.misconceptions(), 30) + every(bank.variants(), 30)
    for entry in entries:
        text = entry.source
        hand_in(
            mine, entry.id, filled(released(mine), lambda n, e=entry, t=text: t if n == e.function else reference(n))
        )
        folder = tmp_path / "files" / entry.id
        folder.mkdir(parents=True)
        for module, source in bank.sources_with(entry).items():
            (folder / f"{module}.py").write_text(source, encoding="utf-8")
    found = autograde(mine)
    out, seed = str(tmp_path / "graded"), str(courses.SEED)
    grade = [sys.executable, "-m", "grader", "grade", "files", "--out", out, "--seed", seed, "--steps", "1-6"]
    courses.run(tmp_path, *grade)
    graded = {path.parent.name: json.loads(path.read_text()) for path in Path(out).glob("*/report.json")}
    assert found == {name: report["score"] for name, report in graded.items()}
    assert len(found) == 60 and all(found[entry.id] == CORE for entry in entries[30:])
    nbgrader(mine, "generate_feedback", "core")
    named = [entry for entry in entries[:30] if entry.did.split("`")[0][:40] in pages(mine)[entry.id]]
    assert len(named) >= 24  # the others are told by the numbers alone, or by an entry that no input tells from them


@pytest.mark.slow
def test_nbgrader_as_it_comes_grades_in_the_kernel(tmp_path):
    stock = courses.made(tmp_path / "mycourse", stock=True)
    for kind in courses.KINDS:
        hand_in(stock, kind.replace(" ", "-"), of_kind(released(stock), kind))
    warns = filled(released(stock))
    cell(warns, "sigmoid")["source"] = """def sigmoid(z):
    import sys
    print("a word on stderr", file=sys.stderr)
    return 1 / (1 + np.exp(-z))"""
    hand_in(stock, "warns", warns)
    part = filled(released(stock))
    cell(part, "predict")["source"] = """def predict(params, X, activations):
    y = forward(params, X, activations)[0]
    X *= 1.5
    return (y >= 0.5).astype(int)"""
    hand_in(stock, "partial", part)
    found = autograde(stock)
    assert found["perfect"] == CORE and found["warns"] == CORE and found["untouched"] == 0
    assert found["half-done"] == HALF and found["one-mistake"] < CORE
    assert CORE - worth("predict") < found["partial"] < CORE
    graded = json.loads((stock / "autograded" / "partial" / "core" / "core.ipynb").read_text())
    results = [out for out in cell(graded, "check-predict")["outputs"] if out["output_type"] == "execute_result"]
    assert re.fullmatch(r"\d+\.\d+", "".join(results[0]["data"]["text/plain"]))


@pytest.mark.slow
def test_beyond_is_graded_both_ways(mine, tmp_path):
    stock = courses.made(tmp_path / "stock", stock=True)
    for folder in (mine, stock):
        nbgrader(folder, "generate_assignment", "beyond")
        path = folder / "release" / "beyond" / "beyond.ipynb"
        notebook = filled(json.loads(path.read_text(encoding="utf-8")))
        there = folder / "submitted" / "perfect" / "beyond" / "beyond.ipynb"
        there.parent.mkdir(parents=True)
        there.write_text(json.dumps(notebook), encoding="utf-8")
        hand_in(folder, "perfect", filled(released(folder)))
        nbgrader(folder, "autograde", "core")
        nbgrader(folder, "autograde", "beyond")
        assert courses.scores(folder, "beyond") == {"perfect": worth(*BONUS)}
        assert courses.scores(folder) == {"perfect": CORE}


def zipped(**files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"my work/{name}.ipynb", json.dumps(content))
    return data.getvalue()


def lay(course, path, content):
    path = course / "submitted" / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


@pytest.mark.slow
def test_notebooks_that_lie_elsewhere_reach_the_gradebook_and_no_warning_is_without_a_reason(mine):
    whole, untouched = filled(released(mine)), released(mine)
    hand_in(mine, "plain", whole)
    hand_in(mine, "untouched", untouched)
    lay(mine, "below/core/week 3/core.ipynb", whole)
    lay(mine, "capital/Core/Core.ipynb", whole)
    lay(mine, "capital/Core/timestamp.txt", b"2026-12-11 18:00:00 UTC")
    lay(mine, "packed/core/work.zip", zipped(core=whole))
    lay(mine, "beside/core.zip", zipped(other=untouched | {"cells": []}, core=whole))
    changed = filled(released(mine))
    cell(changed, "check-relu")["source"] += "\nprint('mine')"
    hand_in(mine, "changed", changed)
    done = nbgrader(mine, "autograde", "core")
    found = courses.scores(mine)
    everybody = ("plain", "below", "capital", "packed", "beside", "changed")
    assert found == dict.fromkeys(everybody, CORE) | {"untouched": 0}
    warnings = [line for line in done.stderr.splitlines() if "WARNING" in line]
    assert len([line for line in warnings if "has changed" in line]) == 1, warnings
    assert "check-relu" in next(line for line in warnings if "has changed" in line)
    assert "below: the notebook was found in core/week 3/core.ipynb, and copied to core/" in done.stderr
    assert (mine / "submitted" / "capital" / "core" / "timestamp.txt").is_file()
    assert (mine / "submitted" / "capital" / "Core" / "Core.ipynb").is_file()


def test_a_notebook_where_it_should_be_is_left_alone(tmp_path):
    place = tmp_path / "ada" / "core"
    (place / "old").mkdir(parents=True)
    (place / "core (1).ipynb").write_text("mine")
    (place / "old" / "core.ipynb").write_text("older")
    said = []
    collecting.bring(tmp_path, "core", said.append)
    assert said == [] and sorted(path.name for path in place.iterdir()) == ["core (1).ipynb", "old"]


@pytest.mark.slow
def test_a_renamed_notebook_and_one_graded_again(mine):
    hand_in(mine, "ada", filled(released(mine)), "core (1).ipynb")
    assert autograde(mine) == {"ada": CORE}
    source = mine / "nbgrader_config.py"
    source.write_text(source.read_text().replace(f"c.Grade.seed = {courses.SEED}", "c.Grade.seed = 77"))
    assert autograde(mine, "--force") == {"ada": CORE}
