"""Names of files: which step module is meant, whose a file is, and what nobody means to hand in."""

from pathlib import PurePosixPath

import pytest

from grader import curriculum
from grader.submissions import accidents, defining
from grader.submissions.grouping import beginning_of
from grader.submissions.naming import is_old, is_test, module_of, near_module
from grader.submissions.systems import canvas_id, moodle_id, name_of, parse, row_for
from tests.made_submissions import reference, stubs

NEAR = [
    *("Step3_Loss.py", "step3-loss.py", "step3 loss.py", "step3loss.py", "STEP3_LOSS.PY", "step_3_loss.py"),
    *("step03_loss.py", "step3_loss copy.py", "step3_loss - Copy (2).py", "Copy of Step3_loss.py", "step3_loss_v2.py"),
    *("step3_loss_final_FINAL.py", "step3_loss.py.txt", "step3_loss.txt", "step3_loss.py.py", "step3_loss.py (1)"),
    *("step3_los.py", "setp3_loss.py", "step3_losss.py", "step3_lose.py", "step3_loss"),
]
NOT_NEAR = [
    *("step2_loss.py", "step3_network.py", "step13_loss.py", "loss.py", "step3.py", "test_step3_loss.py"),
    *("step3_loss_test.py", "conftest.py", "step3_loss.py.bak", "notes.txt", "x" * 5_000, ""),
]


@pytest.mark.parametrize("name", NEAR)
def test_a_name_that_is_near_enough_means_the_module(name):
    assert near_module(name) == "step3_loss"


@pytest.mark.parametrize("name", NOT_NEAR)
def test_another_name_does_not(name):
    assert near_module(name) is None


def test_every_module_is_near_to_itself_alone():
    for step in curriculum.steps():
        assert near_module(f"{step.module}.py") == module_of(f"{step.module}.py") == step.module


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("ada_step3_loss.py", "ada"),
        ("ada - Step3-Loss copy.py", "ada"),
        ("doejane_12_34_step3_loss-1.py", "doejane_12_34"),
        ("step3_loss_ada.py", "ada"),
        ("step3_loss_ada lovelace (1).py", "ada lovelace"),
        ("step3_loss_final.py", None),
        ("Step3_Loss.py", None),
        ("notes.py", None),
    ],
)
def test_whose_a_loose_file_is(name, owner):
    assert beginning_of(name) == owner


@pytest.mark.parametrize("name", ["backup", "old version", "my-archive", "step3_loss_old", "x.history", "step3.py~"])
def test_old_places_are_known_by_their_names(name):
    assert is_old(name) and not is_old("gold") and not is_old("exercises")


@pytest.mark.parametrize("name", ["test_step3_loss.py", "tests.py", "a test.py", "step3-test.py", "conftest.py"])
def test_checks_are_known_by_their_names(name):
    assert is_test(name) and not is_test("latest.py") and not is_test("step3_loss.py")


WORK = ["a/step3_loss.py", "env/step3_loss.py", "lib/step3_loss.py", "grader/step3_loss.py", ".history/step3_loss.py"]
ACCIDENTS = [
    *(".venv/lib/x.py", "a/node_modules/x.js", "a/venv/bin/x", "a/venv/Lib/y.py", "b/site-packages/x.py", ".git/x"),
    *("__MACOSX/._x.py", "x/.ipynb_checkpoints/y.ipynb", "__pycache__/x.pyc", "kit/grader/worker/wire.py"),
    *("kit/solutions/step3_loss.py", "kit/exercises/test_x.py", "kit/exercises/experiments/runs.py"),
]


def test_what_programs_and_the_kit_have_made_is_passed_over():
    paths = [PurePosixPath(name) for name in [*WORK, *ACCIDENTS, "a/venv/pyvenv.cfg", "kit/exercises/step3_loss.py"]]
    kept, said = accidents.sorted_out(paths)
    assert [str(paths[number]) for number in kept] == [*WORK, "kit/exercises/step3_loss.py"]
    assert said == ["a/node_modules/", "a/venv/", "b/site-packages/"]


def test_an_environment_around_the_work_takes_nothing_of_it_away():
    paths = [PurePosixPath(name) for name in ("pyvenv.cfg", "lib/x.py", "bin/y", "exercises/step3_loss.py", "step2.py")]
    kept, _ = accidents.sorted_out(paths)
    assert [str(paths[number]) for number in kept] == ["exercises/step3_loss.py", "step2.py"]


@pytest.mark.parametrize("step", curriculum.steps(), ids=lambda step: step.module)
def test_a_stub_is_told_from_written_work(step):
    assert defining.grade_of(stubs()[step.module], step.module) == defining.UNTOUCHED
    assert defining.grade_of(reference.source(step.module), step.module) == defining.WRITTEN
    assert defining.steps_written(reference.source(step.module)) == [step]
    assert defining.grade_of("x = 1\n", step.module) == defining.OTHER


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("    pass\n", False),
        ("    ...\n", False),
        ('    """Says."""\n    # to do\n\n    raise NotImplementedError\n', False),
        ("    raise NotImplementedError(\n        'write it (soon)'\n    )\n", False),
        ("    return None\n", False),
        ("    return 0.0\n", True),
        ("    raise ValueError\n", True),
        ('    """Says."""\n    return np.mean(y)\n', True),
    ],
)
def test_what_counts_as_written(body, written):
    text = f"def mse(y_hat, y) -> float:\n{body}\n\nclass Other:\n    x = 1\n"
    assert defining.functions_in(text) == {"mse": written}


SYSTEMS = {
    "doejane_LATE_12345_67890_step1_activations-2.py": ("Canvas", "12345", "step1_activations.py", (67890, 2), True),
    "anon_a1b2c_67890_work.zip": ("Canvas", "", "work.zip", (67890, 0), False),
    "team1_7_67890_work.zip": ("Canvas", "7", "work.zip", (67890, 0), False),
    "Jane Doe_77_assignsubmission_file_my work.zip": ("Moodle", "77", "my work.zip", (), False),
    "Jane_Doe_77_assignsubmission_file": ("Moodle", "77", "", (), False),
    "A, 1_jd_attempt_2026-11-20-10-11-12_x_y.py": ("Blackboard", "jd", "x_y.py", ("2026-11-20", "10:11:12"), False),
    "1-2 - Jo-Ann Doe - Nov 20, 2026 1011 PM": ("Brightspace", "1", "", ("2026-11-20T22:11:00",), False),
    "1-2 - J D - 2 December, 2026 9:05 - a - b.py": ("Brightspace", "1", "a - b.py", ("2026-12-02T09:05:00",), False),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_names_of_course_systems_are_understood(name):
    found = parse(name)
    assert found
    assert (found.system, found.id, found.rest, found.order, found.late) == SYSTEMS[name]


@pytest.mark.parametrize("name", ["ada", "group_7", "team_1_2026_ada", "submission_123456", "1-2 - J D - soon", ""])
def test_other_names_are_nobodys(name):
    assert parse(name) is None


@pytest.mark.parametrize(
    ("name", "ids"), [("Doe, Jane", {"Canvas": "12"}), ("Jane Doe", {"Moodle": "12"}), ("Jane Doe", {})]
)
def test_who_handed_in_nothing_is_called_as_the_system_would(name, ids):
    row = row_for(name, ids)
    assert (canvas_id(row), moodle_id(row)) == (ids.get("Canvas", ""), ids.get("Moodle", ""))
    assert name_of(row) in (name, "doejane")
