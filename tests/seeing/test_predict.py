"""`predict`: three questions on a step, and what is said to a guess."""

import os
import subprocess
import sys

import pytest

from grader import curriculum
from grader.seeing import guessing
from grader.seeing.functions import Functions
from grader.seeing.guessing import NUMBER, QUESTIONS, SHAPE, SIGN, ask, told
from tests.kits import copy_of_kit, finished_kit, grader
from tests.made_submissions import stubs
from tests.made_work import MadeWork, constant, crashing, leaving, unwritten

RIGHT = {  # by hand
    "step1_activations": ("(3, 4)", "-", "0.25"),
    "step2_network": ("5, 2", "minus", "8"),
    "step3_loss": ("(6 2)", "+", "5"),
    "step4_gradient_check": ("2x3", "negative", "6"),
    "step5_backprop": ("3,5", "-", "15"),
    "step6_training": ("7, 1", "+", "1/2"),
    "step7_classification": ("5, 3", "-", "0,25"),
    "step8_data": ("4, 6", "-", "3"),
    "step9_sgd": ("4, 3", "+", "0.3"),
}
STEPS = curriculum.steps()


def asked(step, functions, guesses):
    waiting = iter(guesses)
    return "\n".join(ask(step, functions, lambda _: next(waiting)))


def test_every_step_asks_for_a_shape_a_sign_and_a_number():
    assert set(QUESTIONS) == {step.module for step in STEPS}
    for module, questions in QUESTIONS.items():
        assert [question.kind for question in questions] == [SHAPE, SIGN, NUMBER]
        functions = [function.name for function in curriculum.find_step(module).functions]
        assert all(question.function in functions for question in questions)
        assert all(question.text.isascii() for question in questions)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_right_guesses_are_right_and_others_are_not(step):
    functions = Functions(MadeWork())
    said = asked(step, functions, RIGHT[step.module])
    assert said.count("Yes: your ") == 3, said
    assert max(map(len, said.splitlines())) <= 100
    said = asked(step, functions, ("9, 9, 9", "0", "-77"))
    assert said.count("Where does the") == 3 and "Yes" not in said, said


def test_no_guess_and_no_answer_to_the_question():
    question = QUESTIONS["step3_loss"][2]
    functions = Functions(MadeWork())
    assert told(question, functions, "") == "Your mse gives 5."
    assert told(question, functions, "five") == "'five' is not a number. Your mse gives 5."
    for guess in ("nan", "1/0", "__import__('os')"):
        assert "is not a number" in told(question, functions, guess)
    assert "is not +, - or 0" in told(QUESTIONS["step3_loss"][1], functions, "up")
    assert "is not a shape" in told(QUESTIONS["step3_loss"][0], functions, "()")


@pytest.mark.parametrize(
    "wrong", [unwritten, crashing, leaving, constant(None), constant("text"), constant([]), constant(1.5)]
)
@pytest.mark.parametrize("name", sorted({question.function for three in QUESTIONS.values() for question in three}))
def test_from_wrong_functions_comes_a_sentence(name, wrong):
    functions = Functions(MadeWork(**{name: wrong}))
    for question in QUESTIONS[curriculum.functions()[name].step.module]:
        said = told(question, functions, "1")
        assert "Yes" not in said or question.function != name
        assert said.isascii() and len(said) < 300


def test_a_wrong_function_is_not_made_a_judge():
    functions = Functions(MadeWork(mse=lambda y_hat, y: float(((y_hat - y) ** 2).sum())))
    said = told(QUESTIONS["step3_loss"][2], functions, "5")
    assert said == "Your mse gives 10, but it is not right yet:  pytest exercises -k mse"


def test_the_end_of_the_input_ends_the_questions():
    def read(_):
        raise EOFError

    lines = list(ask(STEPS[0], Functions(MadeWork()), read))
    assert lines[-1] == "good bye" and sum("?" in line for line in lines) == 1


def test_a_step_without_questions_is_said():
    with pytest.raises(ValueError, match=r"there are no questions on step 10 \(leaky\)"):
        list(ask(curriculum.Step(10, "step10_leaky", "leaky", "", True, ()), Functions(MadeWork()), input))


# The command


def test_without_a_terminal_it_ends_at_once(tmp_path):
    kit = copy_of_kit(tmp_path / "kit", stubs())
    run = grader(kit, "predict", "3")
    assert (run.returncode, run.stdout.count("\n"), run.stderr) == (0, 1, "")
    run = grader(kit, "predict", "33")
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_it_asks(tmp_path):
    import pty

    kit = finished_kit(tmp_path / "kit")
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "grader", "predict", "loss"], cwd=kit, stdin=theirs, stdout=subprocess.PIPE, text=True
    )
    os.write(ours, b"6, 2\n-\n5\n")
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0
    assert "Yes: your mse_gradient gives (6, 2)." in said
    assert "You said -. Your mse_gradient gives +." in said
    assert "Yes: your mse gives 5." in said
    assert guessing.HOW[SIGN] in said
