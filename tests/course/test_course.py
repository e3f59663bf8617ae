"""A course as far as it goes without nbgrader: the notebooks, what travels with them, and reading what comes back."""

import json
import re
import subprocess
import sys

import pytest

from grader import checks, curriculum
from grader.checks import stored
from grader.course import hidden, manifest, notebook, writing
from grader.examination import grading
from grader.steps import reference
from grader.submissions import intake, lenient, literate, reading
from grader.submissions.tracks import tracks
from tests.courses import reference as solution
from tests.made_submissions import COURSE, grade_many, outcomes, points, step_of, worth

CORE = tracks()[0]


def as_notebook(*cells, **changed):
    """A core notebook: the reference, with these functions changed (None: left away), and cells put behind."""
    found = []
    for step in CORE.steps:
        for cell in literate.cells(step):
            text = changed.get(cell.function, cell.text) if cell.function else cell.text
            if text is not None:
                kind = "markdown" if cell.markdown else "code"
                found.append({"cell_type": kind, "source": text, "metadata": {}, "id": cell.function or "x"})
    return {"cells": found + [{"cell_type": "code", "source": text, "metadata": {}} for text in cells]}


def submission(made):
    return reading.submission_of("ada", {"core.ipynb": json.dumps(made).encode()})


def graded_all(submissions):
    return grade_many(submissions, steps=CORE.steps)


def graded(made):
    return graded_all([submission(made)])[0]


def lost(report):
    """The functions that did not get all their points."""
    return {name: part for name, part in points(report).items() if part < 1}


@pytest.mark.parametrize("step", curriculum.steps(), ids=lambda step: step.module)
def test_cells_are_those_that_jupytext_sees(step):
    jupytext = pytest.importorskip("jupytext")
    text = (reference.SOLUTIONS / f"{step.module}.py").read_text(encoding="utf-8")
    seen = [(c.cell_type == "markdown", c.source) for c in jupytext.reads(text, fmt="py:percent").cells]
    ours = [(cell.markdown, cell.text) for cell in literate.cells(step)]
    assert ours == seen[len(seen) - len(ours) :]  # but for the docstring of the module


@pytest.mark.parametrize("track", tracks(), ids=lambda track: track.name)
class TestNotebook:
    def test_every_function_has_a_cell_and_a_check_with_its_points(self, track):
        cells = {cell["id"]: cell["metadata"].get("nbgrader", {}) for cell in notebook.planned(track, 1)}
        for function in track.functions:
            assert cells[function.name]["solution"] and not cells[function.name]["grade"]
            assert cells[f"check-{function.name}"]["points"] == function.points

    def test_ids_are_names_and_unique(self, track):
        cells = notebook.planned(track, 1)
        ids = [cell["id"] for cell in cells]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name) for name in ids)
        assert all(c["metadata"]["nbgrader"]["grade_id"] == c["id"] for c in cells if c["metadata"])

    def test_every_code_cell_is_python(self, track):
        for cell in notebook.planned(track, 1):
            if cell["kind"] == "code":
                compile(cell["text"], cell["id"], "exec")

    def test_nothing_in_it_is_about_files_and_terminals(self, track):
        for cell in notebook.planned(track, 1):
            shown = cell["text"].split("### BEGIN HIDDEN TESTS")[0]
            assert not re.search(r"pytest|python -m (?!datasets)|exercises|solutions", shown), cell["id"]

    def test_what_travels_with_it_imports_nothing_of_the_kit(self, track):
        for name, data in manifest.files(track).items():
            if name.endswith(".py"):
                imported = re.search(r"^\s*(from|import) (grader|exercises|solutions)\b", data.decode(), re.MULTILINE)
                assert not imported, name


def test_two_questions_are_answered_in_words():
    marks = [cell["metadata"].get("nbgrader", {}) for cell in notebook.planned(CORE, 1)]
    assert sum(bool(mark.get("grade") and mark.get("solution")) for mark in marks) >= 2


def test_a_check_knows_its_function_without_pytest(monkeypatch):
    monkeypatch.delitem(sys.modules, "pytest")

    @checks.checks("sigmoid")
    def check(learner):
        return learner

    assert check.checked == "sigmoid" and check(5) == 5


def test_what_is_packed_comes_back():
    for function in ("backward", "numerical_gradient", "train", "predict"):
        questions = stored.from_text(hidden.questions(function, 1))
        assert stored.to_text(questions) == hidden.questions(function, 1)
        assert len(questions) >= 2


def test_a_full_folder_is_refused(tmp_path):
    pytest.importorskip("nbformat")
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(ValueError, match="not empty"):
        writing.write_course(tmp_path, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_reference_in_a_notebook_gets_everything():
    report = graded(as_notebook())
    assert report.score == worth(*COURSE) and not report.problems


def test_stubs_in_a_notebook_get_nothing():
    empty = {f.name: literate.stub(literate.Cell(solution(f.name))) for f in CORE.functions}
    report = graded(as_notebook(**empty))
    assert report.score == 0
    assert {outcomes(report)[f.name] for f in CORE.functions} == {"not attempted"}


HARMLESS = {
    "exit": "import os, sys\nos._exit(0)\nsys.exit(1)\nexit()\nraise SystemExit",
    "endless loop at the top": "while True:\n    pass",
    "endless call at the top": "def spin():\n    while True: pass\nspin()\nx = spin()",
    "no Python at all": "this is no Python (((",
    "magics": "%matplotlib inline\n!pip install numpy\n%timeit 1\n?print",
    "a cell of another language": "%%bash\nrm -rf /",
    "an error at the top": "1 / 0\nundefined\nassert False",
    "the finale once more": "main()",
    "many prints": "for i in range(10**9):\n    print(i)",
    "the table of activations emptied": "ACTIVATIONS = {}",
}


def with_cell(text):
    """The reference with a cell more, at its end and between its first functions."""
    made = as_notebook(text)
    made["cells"].insert(8, made["cells"][-1])
    return made


@pytest.fixture(scope="module")
def of_harmless():
    return dict(zip(HARMLESS, graded_all([submission(with_cell(text)) for text in HARMLESS.values()]), strict=True))


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_tries_something_costs_nothing(of_harmless, name):
    assert lost(of_harmless[name]) == {}


def test_a_helper_from_another_cell_is_there_wherever_it_stands():
    before, behind = "def _half(x):\n    return x / 2\nTWO = 2.0", "def _times(x, y):\n    return x * y"
    made = as_notebook(
        behind,
        mse_gradient="def mse_gradient(y_hat, y):\n    return _half(_times(4.0, y_hat - y)) / y.size",
        relu="relu = lambda z: np.maximum(TWO - 2, z)",
    )
    made["cells"].insert(1, {"cell_type": "code", "source": before})
    assert lost(graded(made)) == {}


def test_functions_of_earlier_steps_may_be_called_by_name():
    text = "def predict(params, X, activations):\n    (W, b), *_ = params\n    y = forward(params, X, activations)[0]\n"
    text += "    assert sigmoid(0.0) == 0.5 and mse(y, y) == 0 and list(pairwise([1, 2]))\n"
    assert lost(graded(as_notebook(predict=text + "    return (y >= 0.5).astype(int)"))) == {}


def test_a_cell_that_python_cannot_read_costs_its_function_and_is_named():
    report = graded(as_notebook(sigmoid="def sigmoid(z):\n    x = 3\n    retrun x\n"))
    assert lost(report) == {"sigmoid": 0}
    message = next(result.message for result in report.functions if result.function == "sigmoid")
    assert "in cell sigmoid, line 3" in message and "retrun x" in message


def test_an_exception_is_placed_in_its_cell():
    report = graded(as_notebook(relu="# mine\n\ndef relu(z):\n    return np.maximum(z, zz)\n"))
    message = next(result.message for result in report.functions if result.function == "relu")
    assert "in cell relu, line 4" in message


def test_one_wrong_function_costs_itself_alone():
    report = graded(as_notebook(sigmoid="def sigmoid(z):\n    return np.tanh(z)\n"))
    assert lost(report) == {"sigmoid": 0}


def test_the_last_of_two_versions_counts():
    made = as_notebook("def relu(z):\n    return z\n")
    assert set(lost(graded(made))) == {"relu"}


def test_a_long_module_is_read_to_its_end():
    sources = reference.sources()
    sources["step3_loss"] = "# a long comment\n" * 3000 + sources["step3_loss"]
    from grader.submissions.submission import Submission

    step = curriculum.find_step("3")
    assert grading.grade(Submission("ada", sources), 1, [step], network=False).passed  # type: ignore[arg-type]


DAMAGED = {
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "latin-1 in a comment": lambda data: data.replace(b"at most 1, so", b"h\xf6chstens 1, so"),
    "truncated behind step 3": lambda data: data[: data.index(b"# Step 4") - 30],
    "sources as lists": lambda data: json.dumps(
        {"cells": [c | {"source": c["source"].splitlines(True)} for c in json.loads(data)["cells"]]}
    ).encode(),
    "format 3": lambda data: json.dumps(
        {"worksheets": [{"cells": [c | {"input": c.pop("source")} for c in json.loads(data)["cells"]]}]}
    ).encode(),
    "odd cells": lambda data: data.replace(b'{"cells": [', b'{"cells": [null, 3, [], {"cell_type": 5}, '),
}


@pytest.fixture(scope="module")
def of_damaged():
    data = json.dumps(as_notebook(), ensure_ascii=False).encode()
    work = [reading.submission_of("ada", {"core.ipynb": damage(data)}) for damage in DAMAGED.values()]
    return dict(zip(DAMAGED, graded_all(work), strict=True))


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_notebooks_are_read_as_far_as_it_is_certain(of_damaged, name):
    left = [function for function in COURSE if step_of(function).number <= 3 or "truncated" not in name]
    assert of_damaged[name].score == worth(*left)
    told = name in ("latin-1 in a comment", "truncated behind step 3", "odd cells")
    assert bool(of_damaged[name].problems) == told


@pytest.mark.parametrize(
    "data",
    [b"", b"nonsense", b"{}", b"[1]", b'{"cells": 3}', b"[" * 200_000, b'{"cells": [' * 100_000, b"\xff\xfe\x00"],
)
def test_what_is_no_notebook_is_said_to_be_none(data):
    found = reading.submission_of("ada", {"core.ipynb": data})
    assert found.sources == {} and "core.ipynb is no notebook" in found.problems[0]


def test_a_notebook_that_is_too_large_is_not_read():
    with pytest.raises(lenient.UnreadableNotebook, match="larger than"):
        lenient.cells_of(b" " * (lenient.MAX_BYTES + 1))


def test_notebooks_are_taken_in_wherever_modules_are(tmp_path):
    data = json.dumps(as_notebook()).encode()
    for place in ("ada/core.ipynb", "bob/work/core (1).ipynb", "eve/.ipynb_checkpoints/core.ipynb"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(data)
    assert intake.read(tmp_path / "ada").problems == ()
    assert set(intake.read(tmp_path / "ada").sources) == {step.module for step in CORE.steps}
    assert intake.read(tmp_path / "bob").problems == ("work/core (1).ipynb was taken for core.ipynb",)
    assert intake.read(tmp_path / "eve").sources == {}
    assert set(intake.read(tmp_path / "ada" / "core.ipynb").sources) == {step.module for step in CORE.steps}


def test_a_module_beside_a_notebook_counts_for_its_step(tmp_path):
    (tmp_path / "core.ipynb").write_text(json.dumps(as_notebook()))
    (tmp_path / "step3_loss.py").write_text("mine = 1\n")
    found = intake.read(tmp_path)
    assert found.sources["step3_loss"] == "mine = 1\n" and "step3_loss" not in found.notebooks


IN_A_NOTEBOOK = """
import sys
sys.path[:] = [path for path in sys.path if path != {kit!r}]
sys.path.insert(0, {folder!r})
import numpy as np
from check import check
check("sigmoid")
def sigmoid(z):
    return 1 / 1 + np.exp(-z)
check("sigmoid")
check("sigmoid_derivative")
def sigmoid_derivative(z):
    return 0 * z
check("sigmoid_derivative")
def sigmoid(z):
    print("to stderr", file=sys.stderr)
    return 1 / (1 + np.exp(-z))
check("sigmoid")
def relu(z):
    return np.maximum(0, zz)
check("relu")
check("nonsense")
print("kit" if {{"grader", "pytest", "solutions"}} & set(sys.modules) else "alone")
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What `check` says in a notebook of somebody who has neither the kit nor pytest."""
    folder = tmp_path_factory.mktemp("release")
    manifest.write(folder, CORE)
    kit = str(reference.SOLUTIONS.parent)
    script = IN_A_NOTEBOOK.format(kit=kit, folder=str(folder))
    run = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0 and run.stderr == "", run.stderr
    assert run.stdout.isascii()
    return run.stdout


@pytest.mark.parametrize(
    "words",
    [
        "sigmoid is to do.",
        "sigmoid(array([-1.099, 0.0, 1.099]))\n  returned  [4.0, 2.0, 1.333]\n  expected  [0.25, 0.5, 0.75]",
        "a function that returns 1 + exp(-z), and not 1 divided by it.",
        "sigmoid (step 1) is not right yet, and sigmoid_derivative builds on it. Mend sigmoid first.",
        "sigmoid: all 5 checks pass.",
        "raised NameError in cell relu, line 20:\n  name 'zz' is not defined",
        "there is no function 'nonsense' to check",
        "alone",
    ],
)
def test_check_in_a_notebook_says(said, words):
    assert words in said


IN_THE_KERNEL = """
import re
import sys
sys.path.insert(0, {folder!r})
from check.scoring import score
from grader import curriculum
from grader.steps import bank
from grader.course import hidden
questions = {{name: hidden.questions(name, 5) for name in curriculum.functions()}}
for entry in (*bank.variants()[::{every}], *bank.misconceptions()[:: 8 * {every}]):
    space = {{"__name__": "notebook"}}
    for module, source in bank.sources_with(entry).items():
        exec(compile(re.sub(r"^from exercises.*$", "", source, flags=re.MULTILINE), module, "exec"), space)
    found = score(entry.function, 3, space, questions[entry.function])
    assert type(found) is float and 0 <= found <= 3, (entry.id, found)
    print(type(entry).__name__, entry.id, found)
"""


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_in_the_kernel_right_work_in_any_dress_gets_everything_and_mistakes_do_not(tmp_path, every):
    """For nbgrader as it comes, whose hidden cells ask fewer questions."""
    manifest.write(tmp_path, tracks()[-1])
    script = IN_THE_KERNEL.format(folder=str(tmp_path), every=every)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0 and run.stderr == "", run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    assert [line for line in lines if line[0] == "Variant" and line[2] != "3.0"] == []
    wrong = [line for line in lines if line[0] == "Misconception"]
    assert len(wrong) > 80 // every and sum(line[2] == "3.0" for line in wrong) <= len(wrong) // 20
