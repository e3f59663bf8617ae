"""`watch`: what is saved is checked, however an editor saves it, and the screen says what to do."""

import os
import re
import signal
import time

import pytest

from grader import curriculum
from grader.learning import verdict
from grader.learning.running import Result, RunFailed, run
from grader.steps import reference
from grader.steps.placing import with_function
from tests.kits import copy_of_kit, finished_kit, grader
from tests.made_submissions import stubs
from tests.watched import Watched

RIGHT = reference.source("step3_loss")
WRONG = with_function(RIGHT, "mse", "def mse(y_hat, y):\n    return float(np.sum((y_hat - y) ** 2))")
ENDLESS = with_function(RIGHT, "mse", "def mse(y_hat, y):\n    while True:\n        pass")


@pytest.fixture
def kit(tmp_path):
    return copy_of_kit(tmp_path / "kit", stubs() | {"step1_activations": reference.source("step1_activations")})


def in_place(path, text):
    path.write_text(text, encoding="utf-8")


def by_renaming(path, text):
    """As vim does: a swap file, the old one moved away, the new one moved to its place."""
    path.with_name(f".{path.name}.swp").write_bytes(b"\0swap")
    backup, new = path.with_name(f"{path.name}~"), path.with_name("4913")
    path.rename(backup)
    new.write_text(text, encoding="utf-8")
    new.rename(path)
    backup.unlink()


def twice(path, text):
    """As some do: emptied first, and then written in two parts."""
    path.write_text("", encoding="utf-8")
    time.sleep(0.02)
    path.write_text(text[:200], encoding="utf-8")
    time.sleep(0.02)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("save", [in_place, by_renaming, twice])
def test_every_way_of_saving_is_seen(kit, save):
    path = kit / "exercises" / "step3_loss.py"
    with Watched(kit) as watched:
        page = watched.page()
        assert "step 2, network: init_params is not written yet" in page
        save(path, WRONG)
        page = watched.until("step 3, loss: mse is wrong") + watched.page()
        assert "does not take their mean" in page
        assert re.search(r"^ 3 loss +\[#####     \] 1/2$", page, re.MULTILINE), page
        assert re.search(r"^next:   look at mse +exercises/step3_loss\.py:\d+$", page, re.MULTILINE), page
        save(path, RIGHT)
        page = watched.until("step 3 (loss): all right") + watched.page()
        assert "next:   write init_params" in page
        watched.press("q")
        watched.until("grader progress")
        assert watched.process.wait(60) == 0


def test_other_files_are_nobodys_business(kit):
    with Watched(kit) as watched:
        watched.page()
        for name in (".step3_loss.py.swp", "step3_loss.py.bak", "notes.py", "#step3_loss.py#"):
            (kit / "exercises" / name).write_text("noise")
        assert watched.quiet(1.5)


def test_a_save_during_a_run_begins_it_anew(kit):
    path = kit / "exercises" / "step3_loss.py"
    with Watched(kit) as watched:
        watched.page()
        path.write_text(ENDLESS)
        time.sleep(1)
        path.write_text(RIGHT)
        page = watched.page()
        assert "step 3 (loss): all right" in page
        assert "did not end" not in page


def test_what_was_right_and_is_no_more_is_said(tmp_path):
    kit = finished_kit(tmp_path / "kit")
    with Watched(kit, "--plain") as watched:
        watched.until("all right, every step of it")
        watched.until("in all: ")
        (kit / "exercises" / "step3_loss.py").write_text(WRONG)
        page = watched.until("in all: ")
        assert "mse was right before this save, and is not any more." in page
        assert "step 3, loss: 1 of 2 functions right" in page
        assert "[#" not in page
        (kit / "exercises" / "step3_loss.py").write_text(RIGHT)
        watched.until("step 3 (loss): all right")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_it_quietly(kit):
    with Watched(kit) as watched:
        watched.page()
        watched.process.send_signal(signal.SIGINT)
        said = watched.until("grader progress")
        assert "Traceback" not in said
        assert watched.process.wait(60) == 0


def test_once_shows_the_screen_and_tells_by_its_exit_code(kit, tmp_path):
    shown = grader(kit, "watch", "--once")
    assert (shown.returncode, shown.stderr) == (1, "")
    assert "init_params is not written yet" in shown.stdout
    assert "\x1b" not in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 100
    course = {step.module: reference.source(step.module) for step in curriculum.steps() if not step.bonus}
    assert grader(copy_of_kit(tmp_path / "done", stubs() | course), "watch", "--once").returncode == 0


def test_checks_that_cannot_run_are_told_in_one_line(kit):
    (kit / "exercises" / "conftest.py").write_text("this is no Python")
    shown = grader(kit, "watch", "--once")
    assert shown.returncode == 2
    assert len(shown.stderr.splitlines()) == 1
    with pytest.raises(RunFailed):
        run([], kit / "exercises")


def test_the_page_says_all_without_bars():
    results = {f.name: Result("passed") for f in curriculum.functions().values()}
    place = "exercises/step1_activations.py:90"
    results["relu"] = Result("crashed", "relu raised TypeError", place=place)
    step = curriculum.steps()[0]
    page = verdict.page(results, [step], plain=True)
    assert "step 1, activations: relu crashes" in page
    assert "relu raised TypeError" in page
    assert "step 1, activations: 5 of 6 functions right" in page
    assert "in all: 27 of 28 functions right" in page
    assert re.search(rf"look at relu +{re.escape(place)}\n", page)
    assert not re.search(r"[\[\]#|]|---", page)
