"""The way of a student: what is selected, what is next, what is remembered, and what a broken module costs."""

import json
import re
import sys

import pytest

from grader import curriculum
from grader.learning import history, kept, layout
from grader.learning.local_runner import Work
from grader.learning.progress import Progress
from grader.steps import reference
from grader.steps.placing import with_function
from tests.kits import ROOT, copy_of_kit, finished_kit, python, run_pytest
from tests.made_submissions import FUNCTIONS, step_of, stubs

SELECTED = """
import sys
import pytest

class Chosen:
    def pytest_collection_finish(self, session):
        self.items = session.items

names, folder = sys.argv[2:], sys.argv[1:2]
for name in names:
    chosen = Chosen()
    pytest.main([*folder, "-k", name, "--collect-only", "-qq"], plugins=[chosen])
    marks = [item.get_closest_marker("checks").args[0] for item in chosen.items]
    print("SELECTED", name, len(marks), " ".join(sorted(set(marks))), sep="|")
"""


def selected(folder, *arguments):
    """What each -k selects, in one process: {name: (how many checks, of which functions)}."""
    run = python(folder, "-P", "-c", SELECTED, *arguments)
    found = [line.split("|")[1:] for line in run.stdout.splitlines() if line.startswith("SELECTED")]
    return {name: (int(count), set(functions.split())) for name, count, functions in found}


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    return finished_kit(tmp_path_factory.mktemp("way") / "kit")


def test_each_command_that_is_printed_selects_the_checks_of_its_function(kit):
    names = [*FUNCTIONS, "step3", "3"]
    found = selected(kit, "exercises", *names)
    assert list(found) == names
    for name in FUNCTIONS:
        text = (ROOT / "exercises" / f"test_{step_of(name).module}.py").read_text()
        written = len(re.findall(rf'^@checks\("{name}"[,)]', text, re.MULTILINE))
        assert found[name] == (written, {name})
    assert found["step3"] == found["3"] == (found["mse"][0] + found["mse_gradient"][0], {"mse", "mse_gradient"})


def test_other_expressions_stay_those_of_pytest(kit):
    found = selected(kit, "exercises", "xor", "mse or relu", "far_out")
    assert found["xor"] == (1, {"train"})
    assert found["far_out"][1] == {"sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative"}


def test_inside_the_folder_the_command_is_one_that_works_there(tmp_path):
    kit = copy_of_kit(tmp_path / "kit", stubs())
    run = run_pytest(kit / "exercises")
    command = re.search(r"check it with +pytest (.*)$", run.stdout, re.MULTILINE)[1]
    assert command == "-k sigmoid"
    assert re.search(r"next: write sigmoid +step1_activations\.py:\d+$", run.stdout, re.MULTILINE), run.stdout
    again = run_pytest(kit / "exercises", *command.split())
    assert "5 to do" in again.stdout
    said = python(kit / "exercises", "-m", "grader", "hint", "sigmoid", PYTHONPATH=str(kit)).stdout
    assert "try it:       pytest -k sigmoid\n" in said


def progress(folder, outcomes, past=None):
    """The summary of a run in which these functions have these outcomes, over what was remembered before."""
    before = history.History()
    before.note(past or {}, history.now())
    found = Progress(Work(folder), before)
    found.expect(list(outcomes))
    found.outcomes = {name: [outcome] for name, outcome in outcomes.items()}
    return found


def passed(*steps):
    return {f.name: "passed" for step in curriculum.steps() if step.number in steps for f in step.functions}


@pytest.fixture
def folder(tmp_path):
    """A folder `exercises` with the reference in it, for which nothing is run."""
    made = tmp_path / "exercises"
    made.mkdir()
    for module, text in reference.sources().items():
        (made / f"{module}.py").write_text(text)
    return made


def next_of(lines):
    return next(line for line in lines if line.startswith("next:")).split()[1:-1]


def test_next_is_the_first_that_is_not_right_whatever_was_selected(folder):
    lines = progress(folder, {"gradient_step": "passed"}, passed(1, 2, 3, 4, 5)).summary()
    assert next_of(lines) == ["check", "train"]
    lines = progress(folder, {"gradient_step": "passed"}, passed(1, 2, 3, 4, 5) | {"train": "not attempted"}).summary()
    assert next_of(lines) == ["write", "train"]
    lines = progress(folder, {"mse": "wrong"}, passed(1, 2) | {"tanh": "crashed"}).summary()
    assert next_of(lines) == ["look", "at", "tanh"]
    assert lines[-1].split() == ["check", "it", "with", "pytest", "exercises", "-k", "tanh"]


def test_the_network_so_far_is_the_whole_of_it(folder):
    lines = progress(folder, {"relu": "passed"}, {"sigmoid": "passed"}).summary()
    assert " 1 activations      [###       ] 2/6" in lines
    assert sum("[" in line for line in lines) == 6
    assert sum("[" in line for line in progress(folder, {"softmax": "wrong"}).summary()) == 7


def test_a_finale_is_announced_when_its_step_is_done(folder):
    see = {6: "python -m exercises.step6_training", 9: "python -m exercises.step9_sgd"}

    def announced(found):
        text = "\n".join(found.summary())
        return [number for number, command in see.items() if command in text]

    before = passed(1, 2, 3, 4, 5) | {"gradient_step": "passed", "train": "passed"}
    assert announced(progress(folder, {"predict": "passed"}, before)) == [6]
    assert announced(progress(folder, {"predict": "wrong"}, before)) == []
    assert announced(progress(folder, {"predict": "passed"}, {"train": "passed"})) == []
    assert announced(progress(folder, {"softmax": "passed"}, passed(1, 2, 3, 4, 5, 6))) == []
    whole = passed(1, 2, 3, 4, 5, 6, 7, 8) | {"momentum_step": "passed"}
    assert announced(progress(folder, {"fit": "passed"}, whole)) == [9]
    assert announced(progress(folder, passed(*range(1, 10)))) == [6, 9]


def test_a_step_that_has_become_right_is_said_to_be(folder):
    lines = progress(folder, {"mse": "passed"}, {"mse_gradient": "passed"}).summary()
    begin = lines.index("step 3 is right. You can now say how wrong a network is, and which way is worse.")
    assert lines[begin + 1].split("  ")[-1].strip() == "python -m grader predict 3"
    assert lines[begin + 2].split("  ")[-1].strip() == "python -m grader see 3"
    assert "is right." not in "\n".join(progress(folder, {"mse": "passed"}, passed(3)).summary())
    assert "steps 3, 4 are right." in progress(folder, passed(3, 4)).summary()


def test_long_names_keep_their_distance(folder):
    right = {f.name: "passed" for f in list(curriculum.functions().values())}
    lines = progress(folder, right | {"binary_cross_entropy_gradient": "wrong"}).summary()
    assert re.search(r"binary_cross_entropy_gradient  +exercises/step7_classification.py:\d+$", lines[-2])
    assert lines[-1].index("pytest") == lines[-2].index("exercises/")


BROKEN = reference.source("step2_network").replace("def forward(", "def forward((")


def test_a_broken_module_is_one_message_and_no_try(tmp_path):
    step6 = with_function(
        reference.source("step6_training"),
        "predict",
        'def predict(params, X, activations):\n    raise NotImplementedError("write predict in exercises/step6.py")',
    )
    beyond = {step.module: stubs()[step.module] for step in curriculum.steps() if step.bonus}
    kit = finished_kit(tmp_path / "kit", step2_network=BROKEN, step6_training=step6, **beyond)
    line = BROKEN[: BROKEN.index("def forward((")].count("\n") + 1
    run = run_pytest(kit, "exercises")
    assert run.returncode == 1
    assert len(re.findall(r"^_{3,} .* _{3,}$", run.stdout, re.MULTILINE)) == 1
    assert "_ step 2 cannot be imported _" in run.stdout
    assert run.stdout.count("step2_network.py cannot be read by Python") == 1
    assert f"step 2 cannot be imported: line {line} of step2_network.py (so steps 6, 9 could not be run)" in run.stdout
    assert re.search(rf"next: mend step2_network.py +exercises/step2_network.py:{line}$", run.stdout, re.MULTILINE)
    assert re.search(r"^ 6 training +predict +exercises", run.stdout, re.MULTILINE), run.stdout
    remembered = history.load(kit / "exercises").functions
    assert not {"init_params", "forward", "gradient_step", "train"} & set(remembered)
    assert (remembered["predict"].tries, remembered["fit"].tries) == (0, 0)
    said = python(kit, "-m", "grader", "progress").stdout
    assert "in all: 11 of 16 functions right" in said
    alone = run_pytest(kit, "exercises", "-k", "train")
    assert alone.stdout.count("step2_network.py cannot be read by Python") == 1
    assert "next: mend step2_network.py" in alone.stdout


def test_the_outcomes_for_watch_have_the_trouble_in_place_of_an_answer(tmp_path):
    kit = finished_kit(tmp_path / "kit", step2_network=BROKEN)
    run_pytest(kit, "exercises/test_step2_network.py", "--outcomes", "out.json")
    told = json.loads((kit / "out.json").read_text())
    assert {name: entry["outcome"] for name, entry in told.items()} == {"init_params": "crashed", "forward": "crashed"}
    assert "cannot be read by Python" in told["forward"]["message"]


def test_a_sigmoid_that_returns_a_list_is_named_where_it_hurts(tmp_path):
    source = with_function(
        reference.source("step1_activations"),
        "sigmoid",
        "def sigmoid(z):\n    return (1 / (1 + np.exp(-np.clip(z, -500, 500)))).tolist()",
    )
    source = with_function(
        source, "sigmoid_derivative", "def sigmoid_derivative(z):\n    s = sigmoid(z)\n    return s * (1 - s)"
    )
    run = run_pytest(finished_kit(tmp_path / "kit", step1_activations=source), "exercises", "-k", "sigmoid_derivative")
    assert "Your sigmoid returns a list" in run.stdout


def test_the_last_right_version_is_kept_and_its_loss_is_noticed(tmp_path):
    kit = copy_of_kit(tmp_path / "kit", stubs() | {"step3_loss": reference.source("step3_loss")})
    copy = kit / "exercises" / kept.FOLDER / "step3_loss.py"
    run_pytest(kit, "exercises", "-k", "step3")
    assert copy.read_text() == reference.source("step3_loss")
    broken = with_function(reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return 0.0")
    (kit / "exercises" / "step3_loss.py").write_text(broken)
    assert "Your last right version" not in run_pytest(kit, "exercises", "-k", "step3").stdout
    assert copy.read_text() == reference.source("step3_loss")
    (kit / "exercises" / "step3_loss.py").write_text(stubs()["step3_loss"])
    for _ in range(2):
        said = run_pytest(kit, "exercises", "-k", "sigmoid").stdout
        assert "Your last right version: exercises/.progress/step3_loss.py" in said
    (kit / "exercises" / "step3_loss.py").write_text(copy.read_text())
    assert "Your last right version" not in run_pytest(kit, "exercises", "-k", "step3").stdout
    assert python(kit, "-m", "grader", "reset", "3", "--yes").returncode == 0
    assert "Your last right version" not in run_pytest(kit, "exercises", "-k", "step3").stdout


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_texts_follow_the_width_of_the_terminal(columns):
    call = "mse(" + ", ".join(["array([1.0, 2.0])"] * 8) + ")\n  returned  1.0\n  expected  2.0"
    prose = "Your answers are those of a function that adds up where a mean is due, or so it seems.\nIs it so?"
    text = layout.fitted(f"{call}\n\n{prose}\n\nexercises/step3_loss.py:44", columns)
    assert max(map(len, text.splitlines())) <= columns
    assert "\n  returned  1.0\n  expected  2.0\n\nYour answers" in text
    assert text.endswith("\n\nexercises/step3_loss.py:44")


def test_messages_are_narrow_where_the_terminal_is(tmp_path):
    wrong = with_function(
        reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return float(np.sum((y_hat - y) ** 2))"
    )
    kit = finished_kit(tmp_path / "kit", step3_loss=wrong)
    run = run_pytest(kit, "exercises", "-k", "mse", COLUMNS="60")
    assert max(map(len, run.stdout.partition("FAILURES")[2].splitlines()[:-1])) <= 60, run.stdout
    assert "step 3: mse is the mean over all entries" in run.stdout


def test_a_file_in_the_way_of_numpy_is_named(tmp_path):
    kit = copy_of_kit(tmp_path / "kit", stubs())
    (kit / "numpy.py").write_text("x = 1\n")
    run = run_pytest(kit, "exercises")
    assert run.returncode != 0
    said = run.stdout + run.stderr
    assert "numpy.py stands in the way of NumPy" in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_two_copies_are_told_apart(tmp_path):
    mine, other = (copy_of_kit(tmp_path / name, stubs()) for name in ("mine", "other"))
    run = python(mine / "exercises", "-m", "grader", "progress", PYTHONPATH=str(other))
    assert f"this is the kit in {other}, and you are in the one in {mine}" in run.stderr
    assert python(mine, "-m", "grader", "progress").stderr == ""
