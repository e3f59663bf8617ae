"""`hand-in`: the zip holds what was worked on, says what is to do, and nothing that was there is lost."""

import zipfile

import pytest

from grader.steps import reference
from grader.submissions import intake
from tests.kits import copy_of_kit, grader, run_pytest
from tests.made_submissions import stubs

LOSS = reference.source("step3_loss")
HALF = stubs()["step3_loss"].replace(
    'raise NotImplementedError("write mse in exercises/step3_loss.py")', "return np.sum((y_hat - y) ** 2)"
)


@pytest.fixture
def kit(tmp_path):
    return copy_of_kit(tmp_path / "network", stubs())


def write(kit, **sources):
    for module, text in sources.items():
        (kit / "exercises" / f"{module}.py").write_text(text, encoding="utf-8")


def test_the_zip_holds_what_was_worked_on_and_is_a_submission(kit):
    write(kit, step3_loss=LOSS, step1_activations=stubs()["step1_activations"] + "\n# tried\n")
    run = grader(kit, "hand-in")
    assert run.returncode == 0, run.stderr
    assert zipfile.ZipFile(kit / "network.zip").namelist() == ["step1_activations.py", "step3_loss.py"]
    found = intake.read(kit / "network.zip")
    assert found.sources["step3_loss"] == LOSS and not found.problems
    assert "network.zip is ready" in run.stdout
    assert "not in it, as it was handed out: steps 2, 4, 5, 6, 7, 8, 9\n" in run.stdout


def test_it_says_what_is_right_to_do_and_not_checked(kit):
    write(kit, step3_loss=HALF)
    assert "0 of 2 functions right; not checked yet: mse; to do: mse_gradient" in grader(kit, "hand-in").stdout
    run_pytest(kit, "exercises", "-k", "step3")
    run = grader(kit, "hand-in")
    assert "0 of 2 functions right; mse is wrong; to do: mse_gradient" in run.stdout


def test_a_zip_that_is_there_is_copied_aside_unless_it_holds_the_same(kit):
    (kit / "jane.zip").write_bytes(b"precious")
    write(kit, step3_loss=HALF)
    run = grader(kit, "hand-in", "--name", "jane")
    assert (kit / "jane.zip.bak").read_bytes() == b"precious" and "kept as jane.zip.bak" in run.stdout
    first = (kit / "jane.zip").read_bytes()
    assert "kept" not in grader(kit, "hand-in", "--name", "jane.zip").stdout
    assert (kit / "jane.zip").read_bytes() == first and not (kit / "jane.zip.bak2").exists()
    write(kit, step3_loss=LOSS)
    grader(kit, "hand-in", "--name", "jane")
    assert (kit / "jane.zip.bak2").read_bytes() == first


def test_nothing_worked_on_is_nothing_to_hand_in(kit):
    run = grader(kit, "hand-in")
    assert run.returncode == 1 and "there is nothing to hand in" in run.stdout
    assert not list(kit.glob("*.zip*"))


@pytest.mark.parametrize("name", ["../jane", "a/b", ".", "a:b", "jane\\doe"])
def test_what_is_no_name_is_said_in_one_line(kit, name):
    write(kit, step3_loss=HALF)
    run = grader(kit, "hand-in", "--name", name)
    assert run.returncode == 2 and "is no name for a zip" in run.stderr and run.stderr.count("\n") == 1


def test_it_warns_of_what_would_cost_points(kit):
    (kit / "exercises" / "helpers.py").write_text("def half(x):\n    return x / 2\n")
    write(kit, step3_loss=f"from exercises.helpers import half\n{HALF}", step1_activations="def sigmoid(z:\n")
    run = grader(kit, "hand-in")
    assert "step1_activations.py cannot be read by Python, line 1" in run.stdout
    assert "step3_loss.py imports helpers.py, which is not handed in" in run.stdout
