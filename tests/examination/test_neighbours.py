"""Right functions beside a wrong one: who may be asked, at which points, how often, and what hostile questions cost."""

import textwrap
import time

import numpy as np
import pytest

from grader import curriculum
from grader.checks.answer import CRASHED, PASSED, TIMED_OUT, LearnerFailed
from grader.examination import neighbours
from grader.examination.examiner import Examination
from tests.made_submissions import grade_functions, points, step_of, with_functions

WRONG = {
    "sigmoid": "def sigmoid(z):\n    return z * 0.5",
    "tanh": "def tanh(z):\n    return z * 0.5",
    "relu": "def relu(z):\n    return z * 0.5",
    "mse": "def mse(y_hat, y):\n    return float(np.sum(y_hat * y))",
    "cross_entropy": "def cross_entropy(logits, labels):\n    return 1.0",
    "binary_cross_entropy": "def binary_cross_entropy(y_hat, y):\n    return 1.0",
}


def function(head, body):
    return f"def {head}:\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}"


def slope(name, body):
    return name, function(f"{name}_derivative(z)", f"z = np.asarray(z, float)\nf = {name}\n{textwrap.dedent(body)}")


def gradient(name, arguments, body, second="y"):
    body = f"""
x = np.asarray({arguments}, float)
g = np.zeros(x.shape)
for i in np.ndindex(x.shape):
    e = np.zeros(x.shape)
    e[i] = 1.0
{textwrap.indent(textwrap.dedent(body).strip(), "    ")}
return g
"""
    return name, function(f"{name}_gradient({arguments}, {second})", body)


STENCIL = """
from math import factorial
n = 8
w = [(-1.0) ** (k + 1) * factorial(n) ** 2 / (k * factorial(n - k) * factorial(n + k)) for k in range(1, n + 1)]
"""
BY_DIFFERENCES = {
    "central": slope("sigmoid", "return (f(z + 1e-5) - f(z - 1e-5)) / 2e-5"),
    "one by one": slope(
        "tanh", "return np.array([(f(v + 1e-5) - f(v - 1e-5)) / 2e-5 for v in z.flat]).reshape(z.shape)"
    ),
    "by a complex step": slope("tanh", "return np.imag(f(z + 1e-20j)) / 1e-20"),
    "by complex numbers in a list": slope("tanh", "return np.imag(f(list(z.ravel() + 1e-20j))).reshape(z.shape)/1e-20"),
    "among given points": slope(
        "sigmoid",
        """
        a = f(np.concatenate([z.ravel()] * 9 + [z.ravel() + 1e-5, z.ravel() - 1e-5]))
        return ((a[9 * z.size : 10 * z.size] - a[10 * z.size :]) / 2e-5).reshape(z.shape)
        """,
    ),
    "behind a thousand given points": slope(
        "relu",
        """
        a = f(np.concatenate([np.resize(z, 1000), z.ravel() + 1e-6, z.ravel() - 1e-6]))[1000:]
        return ((a[: z.size] - a[z.size :]) / 2e-6).reshape(z.shape)
        """,
    ),
    "far away": slope(
        "sigmoid", STENCIL + "return sum(v * (f(z + 0.11 * k) - f(z - 0.11 * k)) for k, v in enumerate(w, 1)) / 0.11"
    ),
    "out of a table": slope(
        "tanh",
        "g = np.linspace(-50, 50, 20001)\n"
        "return np.interp(z, (g[1:] + g[:-1]) / 2, np.diff(f(g)) / np.diff(g))",
    ),
    "out of a table of its own pieces": slope(
        "tanh",
        "g = np.linspace(-50, 50, 20001)\nt = np.concatenate([f(part) for part in np.array_split(g, 99)])\n"
        "return np.interp(z, (g[1:] + g[:-1]) / 2, np.diff(t) / np.diff(g))",
    ),
    "of a loss": gradient("mse", "y_hat", "g[i] = (mse(x + 1e-4 * e, y) - mse(x - 1e-4 * e, y)) / 2e-4"),
    "of a loss by wide steps": gradient("mse", "y_hat", "g[i] = (mse(x + 16 * e, y) - mse(x - 16 * e, y)) / 32"),
    "of a loss in the targets": gradient("mse", "y_hat", "g[i] = (mse(x, y - e) - mse(x, y + e)) / 2"),
    "of a loss with places changed": gradient("mse", "y_hat", "g[i] = (mse(y, x + e) - mse(y, x - e)) / 2"),
    "of a loss in lists": gradient(
        "mse", "y_hat", "g[i] = (mse((x + e).tolist(), y.tolist()) - mse((x - e).tolist(), y.tolist())) / 2"
    ),
    "of a loss with one sample more": gradient(
        "mse", "y_hat", "n = np.vstack\ng[i] = (mse(n([x + e, x]), n([y, y])) - mse(n([x - e, x]), n([y, y]))) * 1.0"
    ),
    "of logits": gradient(
        "cross_entropy", "logits",
        STENCIL + "c = cross_entropy\n"
        "d = [c(x + 0.11 * k * e, labels) - c(x - 0.11 * k * e, labels) for k in range(1, 9)]\n"
        "g[i] = np.dot(w, d) / 0.11",
        second="labels",
    ),
    "of probabilities": gradient(
        "binary_cross_entropy", "y_hat",
        "c = binary_cross_entropy\ng[i] = (c(x + 1e-6 * e, y) - c(x - 1e-6 * e, y)) / 2e-6",
    ),
}  # fmt: skip


def graded(name, derivative, source, wrong=None):
    """What part of the points of a derivative its source gets, where its function is wrong; and what is said."""
    (report,) = grade_functions({name: wrong or WRONG[name], derivative: source}, steps=[step_of(name)])
    (result,) = (result for result in report.functions if result.function == derivative)
    return points(report)[derivative], result.message


@pytest.mark.parametrize("how", BY_DIFFERENCES)
def test_differences_of_a_reference_earn_nothing(how):
    name, source = BY_DIFFERENCES[how]
    derivative = f"{name}_{'gradient' if 'gradient' in source.splitlines()[0] else 'derivative'}"
    share, said = graded(name, derivative, source)
    assert share == 0
    assert f"{derivative} asks it at other points than the given ones" in " ".join(said.split())


FORMULAS = {
    "of the value": slope("sigmoid", "return f(z) * (1 - f(z))"),
    "of a value cut off": slope("sigmoid", "s = f(np.clip(z, -400, 400))\nreturn s * (1 - s)"),
    "of the other side": slope("sigmoid", "return f(z) * f(-z)"),
    "one by one": slope("tanh", "return np.array([1 - f(v) ** 2 for v in z.ravel()[::-1]])[::-1].reshape(z.shape)"),
    "by rows": slope("tanh", "return np.array([1 - f(row) ** 2 for row in z]) if z.ndim > 1 else 1 - f(z) ** 2"),
}


@pytest.mark.parametrize("how", FORMULAS)
def test_a_formula_may_ask_the_reference_at_the_given_points(how):
    name, source = FORMULAS[how]
    share, said = graded(name, f"{name}_derivative", source)
    assert share == 1, said


def test_a_gradient_that_looks_at_its_loss_loses_nothing():
    source = "def mse_gradient(y_hat, y):\n    assert mse(y_hat, y) >= 0\n    return 2 * (y_hat - y) / y_hat.size"
    assert graded("mse", "mse_gradient", source)[0] == 1


def test_a_derivative_gets_nothing_of_a_function_that_is_not_written():
    name, source = FORMULAS["of the value"]
    share, said = graded(name, "sigmoid_derivative", source, "def sigmoid(z):\n    raise NotImplementedError")
    assert share == 0
    assert "Write sigmoid first." in " ".join(said.split())


def test_differences_of_ones_own_right_function_are_ones_own():
    """The words of the course do not forbid them, and nothing of the reference is in them."""
    _, source = BY_DIFFERENCES["of a loss by wide steps"]
    (report,) = grade_functions({"mse_gradient": source}, steps=[step_of("mse")])
    assert points(report) == {"mse": 1, "mse_gradient": 1}


def asked(name, body, judged=PASSED, seconds=5.0, arguments=None):
    """One call of a function with this body, everything before it judged so: the outcome, what is said, the seconds."""
    head = f"{name}({', '.join(curriculum.functions()[name].arguments)})"
    source = function(head, f"import exercises.step1_activations as earlier\nask = earlier._ask\n{body}")
    with Examination(with_functions({name: source}), 1, seconds) as examination:
        examination.neighbours.judged = lambda _: judged
        started = time.monotonic()
        try:
            value = examination.ask(name, arguments or (np.ones((2, 1)), np.zeros((2, 1)))).value
        except LearnerFailed as failed:
            return failed.outcome, failed.detail, time.monotonic() - started
        return PASSED, value, time.monotonic() - started


@pytest.mark.parametrize(
    "name", ["mse_gradient", "backward", "train", "fit", "nothing", 5, None, ["sigmoid"], "__class__"]
)
def test_only_what_comes_before_a_function_may_be_asked(name):
    outcome, said, _ = asked("mse_gradient", f"return ask({name!r}, (y_hat, y))", judged="wrong")
    assert outcome == CRASHED
    assert "ValueError" in said or "KeyError" in said or "TypeError" in said


HARD = {
    "sizes of a giant": "ask('init_params', ([10**6, 10**6], np.random.default_rng(1)))",
    "a state that is none": "import wire\nask('init_params', ([2, 2], wire.Handle('generator', 0, {'state': 'x'})))",
    "a function": "ask('forward', (print, y, []))",
    "deep lists": "x = []\nfor _ in range(99): x = [x]\nask('sigmoid', (x,))",
    "a text": "ask('sigmoid', ('{0.__class__}',))",
    "objects": "ask('sigmoid', (object(),))",
    "many arguments": "ask('sigmoid', tuple(range(9000)))",
    "no arguments": "ask('sigmoid', ())",
    "too much": "ask('sigmoid', (np.zeros(10**7),))",
    "much that is not finite": "ask('sigmoid', (np.full(400_000, np.nan),))",
    "an integer beyond": "ask('sigmoid', (2**62,))",
}


@pytest.mark.parametrize("about", HARD)
def test_hard_questions_cost_nobody_the_next_answer(about):
    body = f"for _ in range(3):\n    try:\n{textwrap.indent(HARD[about], ' ' * 8)}\n    except Exception: pass\n"
    outcome, value, _ = asked("mse_gradient", f"{body}return ask('sigmoid', (np.zeros((2, 1)),))", judged="wrong")
    assert (outcome, np.ravel(value).tolist()) == (PASSED, [0.5, 0.5])


def test_questions_without_end_end_at_the_deadline(monkeypatch):
    monkeypatch.setattr(neighbours, "PATIENCE", 1.0)
    outcome, _, taken = asked("mse_gradient", "while True: ask('sigmoid', (y,))", judged="wrong", seconds=1.0)
    assert outcome == TIMED_OUT
    assert taken < 30


def test_a_question_that_takes_for_ever_ends_with_the_patience(monkeypatch):
    """Written ahead, too: frames that lie ready buy no time."""
    monkeypatch.setattr(neighbours, "PATIENCE", 1.0)
    ask = "ask('train', ([(np.ones((1, 1)), np.ones(1))], np.ones((1, 1)), np.ones((1, 1)), ['tanh'], 0.1, 10**9))"
    outcome, _, taken = asked(
        "predict", f"while True:\n    try: {ask}\n    except ValueError: pass", "wrong", 1.0,
        arguments=([(np.ones((1, 1)), np.ones(1))], np.ones((1, 1)), ["tanh"]),
    )  # fmt: skip
    assert outcome == TIMED_OUT
    assert taken < 30


def test_questions_written_ahead_are_no_answers():
    """A frame that asks, and nobody who reads what is answered: the pipes fill up, and the deadline comes."""
    body = """
    import os, questions, wire
    frame = wire.as_question(questions.asked('sigmoid', (np.zeros(10_000),)))
    while True: os.write(earlier._ask.__self__.writing, frame)
    """
    outcome, _, taken = asked("mse_gradient", textwrap.dedent(body), judged="wrong", seconds=1.0)
    assert outcome in (TIMED_OUT, CRASHED)
    assert taken < 60


ROWS = """
    rows = []
    for row in np.atleast_2d(logits):
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return rows if np.ndim(logits) == 2 else rows[0]
"""


def test_a_right_function_that_returns_rows_in_a_list_costs_no_other():
    """They are right for a reader, and no array for a function that builds on them: that one asks the reference."""
    (report,) = grade_functions({"softmax": f"def softmax(logits):{ROWS}"}, steps=[step_of("softmax")])
    assert points(report)["cross_entropy_gradient"] == 1
