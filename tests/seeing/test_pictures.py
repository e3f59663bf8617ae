"""`see`: a picture of every step, from right functions and from all kinds of wrong ones, and never a traceback."""

import re
import warnings

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot

from grader import curriculum
from grader.release import manifest
from grader.seeing import card, cards, pictures, ways
from grader.seeing.functions import Functions, NotSeen
from tests.kits import ROOT, copy_of_kit, finished_kit, grader, python
from tests.made_submissions import stubs
from tests.made_work import MadeWork, Odd, constant, crashing, leaving, unwritten

matplotlib.use("Agg")
STEPS = curriculum.steps()
WRONG = {
    "unwritten": unwritten,
    "crashing": crashing,
    "leaving": leaving,
    "None": constant(None),
    "zero": constant(0.0),
    "nan": constant(float("nan")),
    "huge": constant(1e308),
    "text": constant("text"),
    "an empty list": constant([]),
    "an empty array": constant(np.zeros((0, 3))),
    "a pair": constant((1.0, 2.0)),
    "no data": constant(Odd()),
    "its argument": lambda *arguments: arguments[0],
    "nan like its argument": lambda *arguments: np.full(np.shape(arguments[0]) if len(arguments) < 3 else 3, np.nan),
}
FEW = ("unwritten", "crashing", "leaving", "nan")
MANY = [name for name in WRONG if name not in FEW]


@pytest.fixture(autouse=True)
def closed():
    yield
    pyplot.close("all")


def drawn(step, file, seconds=5, **replaced):
    """The picture, written to a small file."""
    sheet = pictures.draw(step, Functions(MadeWork(**replaced), seconds))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet.figure.savefig(file, dpi=30)
    return sheet


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_right_functions_are_drawn(step, tmp_path):
    sheet = drawn(step, tmp_path / "p.png")
    assert sheet.problems == []
    assert all(ax.lines or ax.images or ax.collections or ax.patches for ax in sheet.figure.axes)


@pytest.mark.parametrize("wrong", [*FEW, *(pytest.param(name, marks=pytest.mark.slow) for name in MANY)])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_of_wrong_functions_the_picture_says_why(step, wrong, tmp_path):
    """All functions of a step are wrong in the same way."""
    sheet = drawn(step, tmp_path / "p.png", **{function.name: WRONG[wrong] for function in step.functions})
    assert (tmp_path / "p.png").stat().st_size > 1000
    assert sheet.problems or wrong == "its argument", "what can be drawn is drawn, also where it is wrong"
    names = "|".join(curriculum.functions())
    for said in sheet.problems:
        assert said.isascii() and "Traceback" not in said and len(said) < 400
        assert re.search(rf"\b({names})\b", said) or said.startswith("there is"), said


class Asked(Functions):
    """Knows which functions were asked."""

    def ask(self, name, *arguments, seconds=0):
        self.__dict__.setdefault("names", {})[name] = True
        return super().ask(name, *arguments, seconds=seconds)


@pytest.mark.slow
@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_one_wrong_function_spoils_no_picture(step, wrong, tmp_path):
    """Each in its turn, those of earlier steps included."""
    asked = Asked(MadeWork())
    pictures.draw(step, asked)
    assert len(asked.names) >= len(step.functions) - 2
    for name in asked.names:
        drawn(step, tmp_path / "p.png", **{name: WRONG[wrong]})
        pyplot.close("all")


def test_a_function_without_an_end_is_stopped_and_its_line_is_said(tmp_path):
    def endless(z):
        while True:
            z = z + 0

    sheet = drawn(STEPS[0], tmp_path / "p.png", seconds=0.3, relu=endless)
    (said,) = sheet.problems
    assert said.startswith("relu did not end within the time allowed.")


def test_a_wrong_slope_is_drawn_as_it_is(tmp_path):
    right = drawn(STEPS[0], tmp_path / "right.png")
    wrong = drawn(STEPS[0], tmp_path / "wrong.png", tanh_derivative=lambda z: -np.ones_like(z))
    assert wrong.problems == []
    slopes = [
        [np.diff(line.get_ydata())[0] / np.diff(line.get_xdata())[0] for line in sheet.figure.axes[2].lines[3::2]]
        for sheet in (right, wrong)
    ]
    assert slopes[1] == pytest.approx([-1, -1, -1])
    assert all(slope > 0 for slope in slopes[0])


def test_every_picture_has_a_card_and_a_command():
    assert set(pictures.PICTURES) == set(cards.NOW) == {step.module for step in STEPS}
    for step in STEPS:
        assert len(card(step)) <= 100 and card(step).isascii()
        commands = [command for _, command in ways(step)]
        assert commands[:2] == [f"python -m grader predict {step.number}", f"python -m grader see {step.number}"]


def test_the_playground_and_the_pad_are_named_when_there_is_something_to_see():
    named = [step.number for step in STEPS if "python -m grader play" in dict(ways(step)).values()]
    assert named == [2, 6, 9]
    assert dict(ways(STEPS[8]))["draw a digit for it to read:"] == "python -m grader play"


def test_a_step_without_a_picture_has_no_card():
    step = curriculum.Step(10, "step10_leaky", "leaky", "", True, ())
    assert (card(step), ways(step)) == ("", [])
    with pytest.raises(NotSeen, match=r"there is no picture of step 10 \(leaky\)"):
        pictures.draw(step, Functions(MadeWork()))


# The command


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    half = {"step3_loss": "def mse(y_hat, y):\n    return 0.0\n"}
    return finished_kit(tmp_path_factory.mktemp("kit") / "kit", **half)


def test_the_command_draws_and_shows_the_card(kit):
    run = grader(kit, "see", "1")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0] == card(STEPS[0])
    assert "picture           exercises/figures/step1.png" in run.stdout
    assert (kit / "exercises" / "figures" / "step1.png").read_bytes().startswith(b"\x89PNG")


def test_the_command_says_what_is_missing_and_draws_the_rest(kit, tmp_path):
    run = grader(kit, "see", "loss", "--save", str(tmp_path / "loss.svg"))
    assert (run.returncode, run.stderr) == (1, "")
    assert "there is no function mse_gradient in step3_loss.py any more" in run.stdout
    assert "not right yet: mse, mse_gradient\ncheck it with     pytest exercises -k mse\n" in run.stdout
    assert "<svg" in (tmp_path / "loss.svg").read_text(encoding="utf-8")


def test_a_file_that_stands_there_is_kept(kit, tmp_path):
    (tmp_path / "mine.png").write_text("mine")
    run = grader(kit, "see", "1", "--save", str(tmp_path / "mine.png"))
    assert run.returncode == 0
    (kept,) = tmp_path.glob("mine.png.bak*")
    assert kept.read_text() == "mine" and kept.name in run.stdout


@pytest.mark.parametrize("arguments", [["12"], ["1", "--save", "nowhere/p.png"], ["1", "--save", "p.exe"]])
def test_bad_input_is_one_line(kit, arguments):
    run = grader(kit, "see", *arguments)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1), run.stderr


def test_an_untouched_kit_says_what_to_write(tmp_path):
    run = grader(copy_of_kit(tmp_path / "kit", stubs()), "see", "6")
    assert run.returncode == 1
    assert "init_params is not written yet" in run.stdout
    assert "pytest exercises -k gradient_step" in run.stdout


# Its place in the house


def test_a_card_costs_no_import_of_numpy():
    """`pytest exercises` asks for it."""
    run = python(ROOT, "-c", "import sys, grader.seeing; print({'numpy', 'matplotlib'} & set(sys.modules))")
    assert run.stdout == "set()\n", run.stderr


def test_the_student_s_copy_has_all_of_it():
    there = {f"grader/{name}" for name, _ in manifest.folder_files("seeing")}
    room = ROOT / "grader" / "seeing"
    files = {p.relative_to(ROOT).as_posix() for p in room.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert "seeing" in manifest.FOLDERS
    assert there == files
