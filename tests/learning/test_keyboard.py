"""The keys of `watch`: each does what its line of help says, and what takes something away asks first."""

import pytest

from grader import curriculum
from grader.learning import history, keyboard
from grader.learning.keyboard import KEYS, Keyboard, editor
from grader.learning.running import Result
from tests.kits import copy_of_kit
from tests.made_submissions import stubs
from tests.watched import Watched


class Pressed(Keyboard):
    """A keyboard that notes what is said, and which commands would run."""

    def __init__(self, folder):
        self.said, self.ran = [], []
        super().__init__(folder, self.said.append)
        self.run_all = lambda: self.ran.append(["all"])

    def _run(self, command):
        self.ran.append(command[2:])

    def after(self, keys):
        self.said.clear()
        for key in keys:
            self.press(key)
        return "\n".join(self.said)


def results(right_up_to, wrong=()):
    """Every function of the first steps right, the rest to do, and some wrong."""
    found = {}
    for function in curriculum.functions().values():
        outcome = "passed" if function.step.number <= right_up_to else "not attempted"
        outcome = "wrong" if function.name in wrong else outcome
        found[function.name] = Result(outcome, place="" if outcome == "passed" else "exercises/it.py:7")
    return found


@pytest.fixture
def pressed(tmp_path):
    folder = tmp_path / "exercises"
    folder.mkdir()
    found = Pressed(folder)
    found.saw(results(2, wrong=("mse_gradient",)) | {"mse": Result("passed")}, (curriculum.find_step("loss"),))
    return found


def test_every_key_has_a_line_of_help(pressed):
    said = pressed.after("?")
    assert [line[0] for line in said.split("\n") if line] == list(KEYS)
    assert said.isascii()
    assert max(map(len, said.splitlines())) <= 80


def test_the_next_hint_each_time_and_the_last_is_asked_for(pressed):
    texts = curriculum.functions()["mse_gradient"].hints
    for text in texts[:2]:
        assert text.split(".")[0] in " ".join(pressed.after("h").split())
    assert "y or n" in pressed.after("h")
    assert pressed.after("n") == "left as it is"
    assert texts[2].split(".")[0] in " ".join(pressed.after("hy").split())
    assert history.load(pressed.folder).functions["mse_gradient"].hints == 3


def test_commands_are_about_the_function_on_the_screen(pressed, monkeypatch):
    monkeypatch.setattr(keyboard, "sees", lambda: True)
    pressed.after("esa")
    assert pressed.ran == [["grader", "explain", "mse_gradient"], ["grader", "see", "3"], ["all"]]
    monkeypatch.setattr(keyboard, "sees", lambda: False)
    assert "no pictures" in pressed.after("s")


def test_see_draws_the_step_that_was_just_saved_also_where_it_is_right(pressed):
    pressed.saw(results(3), (curriculum.find_step("loss"),))
    pressed.after("s")
    assert pressed.ran == [["grader", "see", "3"]]


def test_see_draws_the_last_step_where_all_is_right(pressed):
    pressed.saw(results(9), ())
    pressed.after("s")
    assert pressed.ran == [["grader", "see", "9"]]


def test_what_gives_no_gradient_is_not_explained(pressed):
    pressed.saw(results(1), ())
    assert "init_params gives no gradient" in pressed.after("e")
    assert pressed.ran == []


def test_reset_asks_and_anything_but_yes_leaves_all_as_it_is(pressed):
    assert "Begin step 3 (loss) again? Your file is copied first.  y or n" in pressed.after("r")
    pressed.after("n")
    pressed.after("rx")
    assert pressed.ran == []
    pressed.after("ry")
    assert pressed.ran == [["grader", "reset", "3", "--yes"]]


def test_next_and_list(pressed):
    assert "next:   look at mse_gradient" in pressed.after("n")
    assert " 3 loss             [#####     ] 1/2" in pressed.after("l")


def test_a_finale_is_offered_once_when_its_step_is_done(pressed):
    pressed.saw(results(6, wrong=("predict",)), ())
    assert pressed.said == []
    pressed.saw(results(6), ())
    assert "step 6 is right. See how it learns XOR?  y or n" in pressed.said[-1]
    pressed.after("y")
    assert pressed.ran == [["exercises.step6_training"]]
    pressed.said.clear()
    pressed.saw(results(6), ())
    assert pressed.said == []


def test_a_finale_that_was_there_before_is_not_offered(tmp_path):
    found = Pressed(tmp_path)
    found.saw(results(9), ())
    assert found.said == []
    assert "every function is right" in found.after("h")


@pytest.mark.parametrize(
    ("visual", "command"),
    [
        ("code", ["code", "-g", "/kit/exercises/it.py:7"]),
        ("gedit --wait", ["gedit", "--wait", "/kit/exercises/it.py"]),
        ("vim", None),
        ("/usr/bin/nano -w", None),
        ("'", None),
    ],
)
def test_an_editor_is_opened_unless_it_needs_this_terminal(tmp_path, monkeypatch, visual, command):
    monkeypatch.setenv("VISUAL", visual)
    found = editor(tmp_path, "exercises/it.py:7")
    assert (found and [word.replace(tmp_path.as_posix(), "/kit") for word in found]) == command


def test_without_an_editor_the_place_is_said(pressed, monkeypatch):
    monkeypatch.setenv("VISUAL", "vim")
    assert "open exercises/it.py:7" in pressed.after("o")


def test_keys_are_heard_while_watching(tmp_path):
    kit = copy_of_kit(tmp_path / "kit", stubs())
    with Watched(kit) as watched:
        assert "no terminal here" in watched.until("no terminal here")
        watched.page()
        watched.press("?")
        watched.until("q  quit")
        watched.press("n")
        watched.until("next:   write sigmoid")
        watched.press("q")
        assert watched.process.wait(60) == 0
