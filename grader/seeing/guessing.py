"""`predict`: three small questions at the end of a step, a shape, a sign and a number. Guess first, then see.

The answer is what the learner's own function gives. There are no points.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.compare import as_numbers, kind_of
from grader.checks.messages import number as shown
from grader.checks.messages import wrapped
from grader.curriculum import Step
from grader.seeing.functions import Functions, NotSeen
from grader.seeing.functions import number as single

SHAPE, SIGN, NUMBER = "shape", "sign", "number"
HOW = {SHAPE: "a shape, such as 3, 4", SIGN: "+, - or 0", NUMBER: "a number"}
WORDS = {"+": "+", "-": "-", "0": "0", "plus": "+", "minus": "-", "positive": "+", "negative": "-", "zero": "0"}
NEAR = 0.02  # a guess this near, relatively, is as good as the number


@dataclass(frozen=True)
class Question:
    """One question. function: of the learner's, which `answer` asks; what comes back holds the answer."""

    kind: str
    text: str
    function: str
    answer: Callable[[Functions], Any]


def _one(W: float, b: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[W]]), np.array([b])


def _network(functions: Functions, samples: int) -> tuple[Any, Any, Any]:
    """A 3-5-2 network with what comes out of it: params, y_hat, cache."""
    params = functions.ask("init_params", [3, 5, 2], np.random.default_rng(0))
    y_hat, cache = functions.ask("forward", params, np.ones((samples, 3)), ["tanh", "identity"])
    return params, y_hat, cache


def _backward(functions: Functions) -> Any:
    params, _, cache = _network(functions, 4)
    return functions.ask("backward", params, cache, ["tanh", "identity"], np.ones((4, 2)))[0][0]


def _chain(functions: Functions, d_output: float) -> Any:
    """The gradient of the first of two layers of one unit each, at x = 3."""
    params = [_one(2.0), _one(5.0)]
    cache = [(np.array([[3.0]]), np.array([[6.0]])), (np.array([[6.0]]), np.array([[30.0]]))]
    return functions.ask("backward", params, cache, ["identity", "identity"], np.array([[d_output]]))[0][0]


def _moved(functions: Functions, velocity: float, grad: float) -> Any:
    """The new velocity of a single weight."""
    told = functions.ask("momentum_step", [_one(1.0)], [_one(grad)], [_one(velocity)], 0.1, 0.5)
    return told[1][0][0]


LOGITS, LABELS = np.zeros((5, 3)), np.array([0, 2, 1, 1, 0])
QUESTIONS: dict[str, tuple[Question, Question, Question]] = {
    "step1_activations": (
        Question(SHAPE, "z has the shape (3, 4). Which shape has sigmoid(z)?", "sigmoid",
                 lambda f: f.ask("sigmoid", np.zeros((3, 4)))),
        Question(SIGN, "Which sign has tanh at z = -2?", "tanh", lambda f: f.ask("tanh", np.array([-2.0]))),
        Question(NUMBER, "How steep is sigmoid where it is steepest, at z = 0?", "sigmoid_derivative",
                 lambda f: f.ask("sigmoid_derivative", np.array([0.0]))),
    ),
    "step2_network": (
        Question(SHAPE, "init_params([3, 5, 2], rng): which shape has W of the second layer?", "init_params",
                 lambda f: f.ask("init_params", [3, 5, 2], np.random.default_rng(0))[1][0]),
        Question(SIGN, "One unit without a bend: W is -2, b is 1, x is 3. Which sign has y_hat?", "forward",
                 lambda f: f.ask("forward", [_one(-2.0, 1.0)], np.array([[3.0]]), ["identity"])[0]),
        Question(NUMBER, "A 3-5-2 network runs on four samples. How many numbers does y_hat hold?", "forward",
                 lambda f: np.size(_network(f, 4)[1])),
    ),
    "step3_loss": (
        Question(SHAPE, "y_hat and y have the shape (6, 2). Which shape has mse_gradient(y_hat, y)?", "mse_gradient",
                 lambda f: f.ask("mse_gradient", np.ones((6, 2)), np.zeros((6, 2)))),
        Question(SIGN, "The network says 0.9, and 0.2 is due. Which sign has the gradient?", "mse_gradient",
                 lambda f: f.ask("mse_gradient", np.array([[0.9]]), np.array([[0.2]]))),
        Question(NUMBER, "Two answers are 1 and 3, and both should be 0. What is mse?", "mse",
                 lambda f: f.ask("mse", np.array([[1.0], [3.0]]), np.zeros((2, 1)))),
    ),
    "step4_gradient_check": (
        Question(SHAPE, "f takes an array x of shape (2, 3). Which shape has numerical_gradient(f, x)?",
                 "numerical_gradient",
                 lambda f: f.ask("numerical_gradient", lambda x: float(np.sum(x)), np.zeros((2, 3)))),
        Question(SIGN, "Which sign has the slope of cos at x = 1?", "numerical_gradient",
                 lambda f: f.ask("numerical_gradient", lambda x: float(np.cos(x[0])), np.array([1.0]))),
        Question(NUMBER, "What is the slope of x * x at x = 3?", "numerical_gradient",
                 lambda f: f.ask("numerical_gradient", lambda x: float(x[0] ** 2), np.array([3.0]))),
    ),
    "step5_backprop": (
        Question(SHAPE, "A 3-5-2 network saw four samples. Which shape has dW of the first layer?", "backward",
                 _backward),
        Question(SIGN, "y_hat = 5 * (2 * x) at x = 3, and d_output is -1. Which sign has dW of the first layer?",
                 "backward", lambda f: _chain(f, -1.0)),
        Question(NUMBER, "The same with d_output = 1. What is dW of the first layer, whose weight is the 2?",
                 "backward", lambda f: _chain(f, 1.0)),
    ),
    "step6_training": (
        Question(SHAPE, "X has the shape (7, 2), the network one output. Which shape has predict(params, X, ...)?",
                 "predict",
                 lambda f: f.ask("predict", [(np.ones((2, 1)), np.zeros(1))], np.ones((7, 2)), ["sigmoid"])),
        Question(SIGN, "A weight of 0 has the gradient -2. Which sign has the weight after one gradient_step?",
                 "gradient_step", lambda f: f.ask("gradient_step", [_one(0.0)], [_one(-2.0)], 0.1)[0][0]),
        Question(NUMBER, "A weight of 1 has the gradient 2, the learning rate is 0.25. What is the weight afterwards?",
                 "gradient_step", lambda f: f.ask("gradient_step", [_one(1.0)], [_one(2.0)], 0.25)[0][0]),
    ),
    "step7_classification": (
        Question(SHAPE, "Five samples, three classes. Which shape has cross_entropy_gradient(logits, labels)?",
                 "cross_entropy_gradient", lambda f: f.ask("cross_entropy_gradient", LOGITS, LABELS)),
        Question(SIGN, "Which sign has that gradient in the column of the right class?", "cross_entropy_gradient",
                 lambda f: f.ask("cross_entropy_gradient", np.zeros((1, 3)), np.array([1]))[0, 1]),
        Question(NUMBER, "Four logits are equal. What does softmax give for each?", "softmax",
                 lambda f: f.ask("softmax", np.array([[7.0, 7.0, 7.0, 7.0]]))[0, 0]),
    ),
    "step8_data": (
        Question(SHAPE, "Four labels, six classes. Which shape has one_hot(labels, 6)?", "one_hot",
                 lambda f: f.ask("one_hot", np.array([0, 5, 2, 2]), 6)),
        Question(SIGN, "train holds 1 and 3, other holds 0. Which sign has other after standardize?", "standardize",
                 lambda f: f.ask("standardize", np.array([[1.0], [3.0]]), np.array([[0.0]]))[1]),
        Question(NUMBER, "Ten samples, batches of 4. How many batches do minibatches yield?", "minibatches",
                 lambda f: len(f.ask("minibatches", np.ones((10, 2)), np.zeros(10), 4, np.random.default_rng(0)))),
    ),
    "step9_sgd": (
        Question(SHAPE, "W has the shape (4, 3). Which shape has its velocity after momentum_step?", "momentum_step",
                 lambda f: f.ask("momentum_step", *[[(np.ones((4, 3)), np.ones(3))]] * 3, 0.1, 0.5)[1][0][0]),
        Question(SIGN, "The velocity is 1, the gradient is 2, the rate 0.1, the momentum 0.5. Which sign has the new "
                 "velocity?", "momentum_step", lambda f: _moved(f, 1.0, 2.0)),
        Question(NUMBER, "And which number is it?", "momentum_step", lambda f: _moved(f, 1.0, 2.0)),
    ),
}  # fmt: skip


def ask(step: Step, functions: Functions, read: Callable[[str], str]) -> Iterator[str]:
    """Lines to show, while `read` asks for each guess; an empty guess goes on without one. Raises ValueError.

    read: shows a text, and returns what was typed; EOFError ends the questions.
    """
    if step.module not in QUESTIONS:
        raise ValueError(f"there are no questions on step {step.number} ({step.title})")
    yield f"step {step.number}, {step.title}: three questions, no points. Enter goes on without a guess."
    for number, question in enumerate(QUESTIONS[step.module], start=1):
        yield ""
        yield from wrapped(f"{number}. {question.text}")
        try:
            guess = read(f"   ({HOW[question.kind]})  ")
        except EOFError:
            yield "good bye"
            return
        yield from wrapped(f"   {told(question, functions, guess)}")


def told(question: Question, functions: Functions, guess: str) -> str:
    """What to say to a guess."""
    try:
        answer = _answer(question, functions)
    except NotSeen as error:
        return f"{error}".splitlines()[0]
    said = f"{question.function} gives {answer}"
    if not functions.is_right(question.function):
        return f"Your {said}, but it is not right yet:  pytest exercises -k {question.function}"
    if not guess.strip():
        return f"Your {said}."
    understood = _understood(question.kind, guess)
    if understood is None:
        return f"{guess.strip()[:30]!a} is not {HOW[question.kind]}. Your {said}."
    if _agrees(question.kind, understood, answer):
        return f"Yes: your {said}."
    return f"You said {understood}. Your {said}. Where does the difference come from?"


def _answer(question: Question, functions: Functions) -> str:
    """What the learner's function gives, as a guess is written. Raises NotSeen."""
    try:
        value = question.answer(functions)
    except (TypeError, IndexError, KeyError, ValueError):
        raise NotSeen(f"{question.function} gives something else than the text of the step says") from None
    if question.kind == SHAPE:
        array = as_numbers(value)
        if array is None:
            raise NotSeen(f"{question.function} gives {kind_of(value)}, which has no shape")
        return str(array.shape)
    found = single(value, question.function)
    return ("+" if found > 0 else "-" if found < 0 else "0") if question.kind == SIGN else _number(found)


def _understood(kind: str, guess: str) -> str | None:
    """A guess in the form of the answers; None where it is none."""
    text = guess.strip().lower()
    if kind == SIGN:
        return WORDS.get(text)
    if kind == SHAPE:
        numbers = re.findall(r"\d+", text)
        return str(tuple(map(int, numbers))) if numbers and re.fullmatch(r"[\d\s,()x]*", text) else None
    try:
        value = _fraction(text)
    except ValueError:
        return None
    return _number(value) if math.isfinite(value) else None


def _number(value: float) -> str:
    """A number as one writes it: 8, where it is whole."""
    return shown(value).removesuffix(".0")


def _fraction(text: str) -> float:
    """A number as people type it: 0.25, 0,25 or 1/4. Raises ValueError."""
    top, slash, bottom = text.replace(",", ".").partition("/")
    divisor = float(bottom) if slash else 1.0
    if not divisor:
        raise ValueError(text)
    return float(top) / divisor


def _agrees(kind: str, guess: str, answer: str) -> bool:
    if kind == NUMBER:
        return math.isclose(float(guess), float(answer), rel_tol=NEAR, abs_tol=1e-6)
    return guess == answer
