"""What is remembered from run to run, and that nothing about it can break a run."""

import json
import re

import pytest

from grader.curriculum import find_step, functions
from grader.learning import history
from grader.steps import reference
from grader.steps.placing import with_function
from tests.kits import copy_of_kit, finished_kit, run_pytest
from tests.made_submissions import stubs

SIGMOID = functions()["sigmoid"]
EARLY, LATE = "2026-01-02T10:00:00+01:00", "2026-01-02T09:30:00+00:00"  # the later has the earlier clock


def remembered(kit):
    return json.loads((kit / "exercises" / history.NAME).read_text())["functions"]


def test_first_times_stay_and_outcomes_move_on():
    past = history.History()
    for outcome, time in (("not attempted", "1"), ("wrong", "2"), ("crashed", "3"), ("passed", "4"), ("wrong", "5")):
        past.note({"sigmoid": outcome}, time)
    assert past.of(SIGMOID) == history.Past(outcome="wrong", begun="2", passed="4", seen="5", tries=3)
    assert not past.is_right(SIGMOID)


def test_a_step_is_finished_when_its_last_function_is():
    past, step = history.History(), find_step("loss")
    past.note({"mse": "passed"}, EARLY)
    assert past.finished(step) == ""
    past.note({"mse_gradient": "passed"}, LATE)
    assert past.finished(step) == LATE


def test_hints_are_counted_up_only():
    past = history.History()
    past.hint_shown(SIGMOID, 2)
    past.hint_shown(SIGMOID, 1)
    assert past.of(SIGMOID).hints == 2


def test_what_is_saved_is_loaded(tmp_path):
    past = history.History()
    past.note({"sigmoid": "passed", "relu": "timed out"}, history.now())
    assert history.save(tmp_path, past)
    assert history.load(tmp_path) == past
    assert [path.name for path in tmp_path.iterdir()] == [history.NAME]


DAMAGED = {
    "no JSON": "{",
    "another version": '{"version": 99, "functions": {}}',
    "a list": "[]",
    "a strange field": '{"version": 1, "functions": {"relu": {"colour": "red"}}}',
    "no outcome": '{"version": 1, "functions": {"relu": {"outcome": "great"}}}',
    "no time": '{"version": 1, "functions": {"relu": {"passed": "yesterday"}}}',
    "no number": '{"version": 1, "functions": {"relu": {"hints": "two"}}}',
    "no text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_kept_aside_and_begun_anew(tmp_path, content):
    content = content if isinstance(content, bytes) else content.encode()
    (tmp_path / history.NAME).write_bytes(content)
    assert history.load(tmp_path) == history.History()
    assert (tmp_path / f"{history.NAME}.damaged").read_bytes() == content
    history.note_run(tmp_path, {"relu": "passed"})
    assert history.load(tmp_path).functions["relu"].outcome == "passed"


def test_where_nothing_can_be_written_nothing_happens(tmp_path):
    assert not history.save(tmp_path / "no such folder", history.History())
    (tmp_path / history.NAME).mkdir()  # as good as a file that is locked
    assert not history.save(tmp_path, history.History())
    assert [path.name for path in tmp_path.iterdir()] == [history.NAME]


def test_a_run_is_remembered_and_a_part_of_the_checks_is_not_all_of_them(tmp_path):
    mse = with_function(reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return 0.0")
    kit = copy_of_kit(tmp_path / "kit", stubs() | {"step3_loss": mse})
    name = "exercises/test_step3_loss.py"
    test = re.search(r"def (test_mse_gradient\w+)", (kit / name).read_text())[1]
    run_pytest(kit, f"{name}::{test}")
    assert not (kit / "exercises" / history.NAME).exists()
    run_pytest(kit, name, "-x")
    assert {function: past["outcome"] for function, past in remembered(kit).items()} == {"mse": "wrong"}
    run_pytest(kit, name)
    past = remembered(kit)
    assert (past["mse"]["passed"], past["mse"]["tries"]) == ("", 2)
    assert past["mse_gradient"]["outcome"] == "passed"
    run_pytest(kit, "exercises", "--collect-only")
    assert remembered(kit) == past


def test_a_file_that_cannot_be_written_breaks_no_run(tmp_path):
    kit = finished_kit(tmp_path / "kit")
    (kit / "exercises" / history.NAME).mkdir()
    run = run_pytest(kit, "exercises/test_step3_loss.py")
    assert (run.returncode, run.stderr) == (0, "")


def test_outcomes_are_written_for_other_programs_and_progress_is_told_in_sentences(tmp_path):
    mse = with_function(reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return 0.0")
    kit = finished_kit(tmp_path / "kit", step3_loss=mse)
    run = run_pytest(kit, "exercises/test_step3_loss.py", "--plain", "--outcomes", "o.json")
    assert "step 3, loss: 1 of 2 functions right" in run.stdout
    assert "[#" not in run.stdout
    told = json.loads((kit / "o.json").read_text())
    assert told["mse_gradient"] == {"outcome": "passed", "message": "", "belief": "", "place": ""}
    assert told["mse"]["outcome"] == "wrong"
    assert told["mse"]["message"].startswith("mse(array(")
    assert told["mse"]["belief"] in told["mse"]["message"]
    run = run_pytest(kit, "exercises", "--outcomes", "no such folder/o.json")
    assert run.returncode == 4
    assert "there is no folder no such folder" in run.stderr
