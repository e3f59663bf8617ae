"""hint, reset and solution, as a learner types them."""

import re

import pytest

from grader import curriculum
from grader.curriculum import starters
from grader.learning import hints, history
from grader.steps import reference
from grader.steps.placing import with_function
from tests.kits import copy_of_kit, finished_kit, grader, python
from tests.made_submissions import FUNCTIONS, stubs

WRONG_MSE = with_function(
    reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return float(np.sum((y_hat - y) ** 2))"
)


def words(text):
    return " ".join(text.split())


@pytest.fixture
def kit(tmp_path):
    return copy_of_kit(tmp_path / "kit", stubs())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_hints_go_from_a_question_to_a_statement(name):
    texts = curriculum.functions()[name].hints
    assert len(texts) == len(hints.SUBJECTS)
    assert "?" in texts[0]
    assert not texts[-1].endswith("?")
    for level in (1, 2, 3):
        said = hints.hint(curriculum.functions()[name], level)
        assert texts[level - 1] in words(said)
        assert said.isascii()
        assert all(len(line) <= 100 for line in said.splitlines())


def test_each_call_gives_the_next_hint_and_the_last_is_asked_for(kit):
    texts = curriculum.functions()["sigmoid"].hints
    for level in (1, 2):
        run = grader(kit, "hint", "sigmoid")
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.startswith(f"sigmoid, hint {level} of 3")
        assert texts[level - 1] in words(run.stdout)
    for answers in ("", "n\n"):
        run = grader(kit, "hint", "sigmoid", answers=answers)
        assert run.returncode == 1
        assert texts[2] not in words(run.stdout)
    assert "--yes" in grader(kit, "hint", "sigmoid").stdout
    assert texts[2] in words(grader(kit, "hint", "sigmoid", answers="y\n").stdout)
    assert texts[2] in words(grader(kit, "hint", "sigmoid").stdout), "what was shown once is shown again"
    assert history.load(kit / "exercises").functions["sigmoid"].hints == 3


def test_a_level_can_be_named_and_yes_answers(kit):
    texts = curriculum.functions()["relu"].hints
    assert texts[1] in words(grader(kit, "hint", "relu", "--level", "2").stdout)
    assert texts[2] in words(grader(kit, "hint", "relu", "--yes").stdout)
    assert texts[0] in words(grader(kit, "hint", "relu", "--level", "1").stdout)
    assert grader(kit, "hint", "relu", "--level", "4").returncode == 2


@pytest.mark.parametrize(("typed", "said"), [("sigmod", "did you mean sigmoid?"), ("xyzzy", "there are sigmoid, ")])
def test_an_unknown_function_is_told_in_one_line(kit, typed, said):
    run = grader(kit, "hint", typed)
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.splitlines()) == 1
    assert f"no function '{typed}'; {said}" in run.stderr


def test_names_are_understood_as_people_type_them():
    assert hints.find_function("Sigmoid()").name == "sigmoid"


def test_a_known_mistake_is_named_before_the_hint_and_right_work_is_called_right(tmp_path):
    kit = finished_kit(tmp_path / "kit", step3_loss=WRONG_MSE)
    said = grader(kit, "hint", "mse").stdout
    assert said.startswith("mse is wrong at the moment.\n")
    assert said.index("does not take their mean") < said.index("mse, hint 1 of 3")
    assert grader(kit, "hint", "mse_gradient").stdout.startswith("mse_gradient is right")


def test_what_the_checks_say_is_shown_whole(tmp_path):
    strange = with_function(
        reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return float(np.sum(y_hat) + 7.123)"
    )
    said = grader(finished_kit(tmp_path / "kit", step3_loss=strange), "hint", "mse").stdout
    head = said[: said.index("mse, hint 1 of 3")]
    assert head.index("  mse(array(") < head.index("    returned  ") < head.index("    expected  ")
    assert "exercises/step3_loss.py:" in head


def test_a_hint_comes_also_where_the_checks_cannot_run(kit):
    (kit / "exercises" / "test_step3_loss.py").write_text("this is no Python")
    run = grader(kit, "hint", "mse")
    assert run.returncode == 0
    assert run.stdout.startswith("mse, hint 1 of 3")


def test_reset_keeps_the_work_and_says_where(kit):
    path = kit / "exercises" / "step3_loss.py"
    path.write_bytes(b"mine\r\n")
    for answers in ("", "n\n"):
        assert grader(kit, "reset", "3", answers=answers).returncode == 1
        assert path.read_bytes() == b"mine\r\n"
    run = grader(kit, "reset", "loss", answers="y\n")
    assert run.returncode == 0
    assert path.read_bytes() == stubs()["step3_loss"].encode()
    kept = re.search(r"your work is kept in (.+)", run.stdout)[1]
    assert (kit / kept).read_bytes() == b"mine\r\n"
    path.write_bytes(b"mine again")
    assert "step3_loss.py.bak2" in grader(kit, "reset", "3", "--yes").stdout
    run = grader(kit, "reset", "3")
    assert (run.returncode, "nothing to reset" in run.stdout) == (0, True)


def test_reset_writes_a_module_that_is_gone_and_asks_nobody(kit):
    path = kit / "exercises" / "step3_loss.py"
    path.unlink()
    assert grader(kit, "reset", "step3_loss").returncode == 0
    assert path.read_bytes() == stubs()["step3_loss"].encode()


def test_reset_tells_an_unknown_step_in_one_line(kit):
    run = grader(kit, "reset", "12")
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1


def test_pristine_copies_are_taken_where_there_are_some(tmp_path, monkeypatch):
    monkeypatch.setattr(starters, "FOLDER", tmp_path / "fresh")
    step = curriculum.find_step("loss")
    assert starters.stub(step) == stubs()["step3_loss"]
    (tmp_path / "fresh").mkdir()
    (tmp_path / "fresh" / "step3_loss.py").write_text("as handed out\n")
    assert starters.stub(step) == "as handed out\n"


LEARNERS = """
import sys
import grader.learning.cli as cli
from grader.learning import bars, explaining, gradients, heatmap, hints, history, keys, overview, picture, running
from grader.learning import keyboard, kept, layout, progress, screen, slopes, upgrading, verdict, watching
from grader.curriculum import starters
print([name for name in sys.modules if name.startswith(("grader.steps", "solutions"))])
"""


def test_the_commands_for_learners_load_nothing_that_a_student_does_not_have(kit):
    assert python(kit, "-c", LEARNERS).stdout.strip() == "[]"


def test_the_commands_for_learners_stand_by_themselves(kit):
    (kit / "grader" / "cli.py").unlink()
    run = grader(kit, "--help")
    assert run.returncode == 0
    assert "  hint " in run.stdout
    assert "  grade " not in run.stdout
    assert grader(kit, "hint", "mse").returncode == 0


def test_the_solution_is_refused_kindly_until_the_step_is_passed(tmp_path):
    kit = finished_kit(tmp_path / "kit", step3_loss=WRONG_MSE)
    run = grader(kit, "solution", "3")
    assert run.returncode == 1
    assert re.search(r"^  mse +is wrong$", run.stdout, re.MULTILINE), run.stdout
    assert "mse_gradient" not in run.stdout
    assert "np.mean" not in run.stdout
    assert "hint mse" in run.stdout
    for answers in ("", "n\n"):
        run = grader(kit, "solution", "3", "--anyway", answers=answers)
        assert (run.returncode, "np.mean" in run.stdout) == (1, False)
    run = grader(kit, "solution", "3", "--anyway", answers="y\n")
    assert run.returncode == 0
    assert "+    return float(np.mean((y_hat - y) ** 2))" in run.stdout.splitlines()


def test_the_solution_of_a_passed_step_is_a_diff_function_by_function(tmp_path):
    mse = with_function(
        reference.source("step3_loss"),
        "mse",
        "def mse(y_hat, y):\n    if y_hat.shape != y.shape:\n        raise ValueError('shapes')\n"
        "    return ((y_hat - y) ** 2).mean()  # \u00fc",
    )
    kit = finished_kit(tmp_path / "kit", step3_loss=mse)
    run = grader(kit, "solution", "loss")
    assert (run.returncode, run.stderr) == (0, "")
    lines = run.stdout.splitlines()
    assert lines[0] == "--- exercises/step3_loss.py: mse, yours"
    assert "-    return ((y_hat - y) ** 2).mean()  # ?" in lines
    assert "+    return float(np.mean((y_hat - y) ** 2))" in lines
    assert "mse_gradient: yours is the reference, letter for letter" in lines
    assert "SOLUTION" not in run.stdout
    assert "\x1b" not in run.stdout


def test_the_solution_of_what_cannot_be_read_is_shown_whole(kit):
    (kit / "exercises" / "step3_loss.py").write_text("def mse(y_hat, y:\n")
    run = grader(kit, "solution", "3", "--anyway", "--yes")
    assert run.returncode == 0
    assert "+def mse(y_hat, y):" in run.stdout.splitlines()
