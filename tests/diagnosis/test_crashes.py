"""An exception is explained from the line in which it arose, under the call that raised it, and leads nowhere wrong."""

import re

import numpy as np
import pytest

from grader.checks import messages
from grader.checks.answer import CRASHED, Answer, Call, Error, LearnerFailed, WrongAnswer
from grader.checks.compare import compare
from grader.diagnosis import diagnose
from grader.diagnosis.crashes import explain_error
from grader.learning.progress import folded
from grader.steps import bank, reference
from grader.steps.placing import with_function
from grader.worker import observe
from tests.diagnosis.test_diagnosis import asking
from tests.kits import finished_kit, run_pytest

LOOP = """
def backward(params, cache, activations, d_output):
    grads = []
    d_a = d_output
    for i in reversed(range(len(params))):
        W, b = params[i]
        {unpack} = cache[i]
        delta = d_a * ACTIVATIONS[activations[i]][1](z)
        grads.insert(0, ({product}, delta.sum(axis=0)))
        d_a = delta @ W.T
    return grads
"""
COLUMNS = """
def forward(params, X, activations):
    a, cache = X, []
    for (W, b), name in zip(params, activations):
        z = {product} + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache
"""
WITHOUT_ZIP = """
def forward(params, X, activations):
    a, cache = X, []
    for (W, b), activation in params, activations:
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[activation][0](z)
    return a, cache
"""
SIGMOID_IN_LOOP = """
def sigmoid(z):
    result = []
    for value in z:
        if value >= 0:
            result.append(1 / (1 + np.exp(-value)))
        else:
            result.append(np.exp(value) / (1 + np.exp(value)))
    return np.array(result)
"""
WEIGHTS = "def init_params(layer_sizes, rng):\n    n, m = layer_sizes[:2]\n    return [({W}, {b})]\n"

# The function, its source, what must be said, what must not be.
CASES = [
    ("relu", "def relu(z):\n    return max(0, z)\n", ["max(0, z) is Python's max"], ["`if`", "z > 0"]),
    ("relu", "def relu(z):\n    return z if z > 0 else 0 * z\n", ["`if` wants one yes or no", "z > 0"], ["max"]),
    ("relu", "def relu(z):\n    return (z > 0 and z) + 0 * z\n", ["`and` wants one yes or no"], ["`if`", "max"]),
    ("relu", "def relu(z):\n    while z < 0:\n        z = 0 * z\n    return z\n", ["`while` wants"], ["`if`"]),
    ("relu", "def relu(z):\n    return np.max(0, z)\n", ["taken for an axis", "np.maximum"], ["scalar index."]),
    ("sigmoid", SIGMOID_IN_LOOP, ["value has the shape (3,)", "more than one axis"], ["per cent", "approximated"]),
    (
        "gradient_step",
        "def gradient_step(params, grads, learning_rate):\n    return params - learning_rate * grads\n",
        ["lists of pairs", "Walk through the pairs"],
        ["make it one", "np.array"],
    ),
    (
        "gradient_step",
        "def gradient_step(params, grads, learning_rate):\n    return np.array(params) - np.array(grads)\n",
        ["lists of pairs", "Walk through the pairs"],
        ["A list can hold"],
    ),
    ("forward", WITHOUT_ZIP, ["not enough values", "zip(params, activations)"], ["only 1 came"]),
    (
        "init_params",
        WEIGHTS.format(W="rng.randn(n, m)", b="np.zeros(m)"),
        ["rng is a numpy Generator", "older np.random", "rng.normal("],
        ["spelt"],
    ),
    ("init_params", WEIGHTS.format(W="rng.rand(n, m)", b="np.zeros(m)"), ["rng.random(shape)"], ["spelt"]),
    ("init_params", WEIGHTS.format(W="rng.randint(n, m)", b="np.zeros(m)"), ["rng.integers("], ["spelt"]),
    ("init_params", WEIGHTS.format(W="rng.random_sample((n, m))", b="np.zeros(m)"), ["rng.random(shape)"], ["spelt"]),
    ("init_params", WEIGHTS.format(W="rng.nomal(n, m)", b="np.zeros(m)"), ["Is normal meant?"], ["older"]),
    (
        "init_params",
        WEIGHTS.format(W="rng.normal(0, 1, (n, m))", b="np.zeros(1, m)"),
        ["shape as one argument", "np.zeros(1, m)", "dtype"],
        [],
    ),
    (
        "backward",
        LOOP.format(unpack="z, a_prev", product="a_prev.T @ delta"),
        ["(a_prev, z), in this order", "changed places", "on a 3-2 network"],
        ["What does each axis count"],
    ),
    (
        "backward",
        LOOP.format(unpack="a_prev, z", product="delta @ a_prev.T"),
        ["samples in columns", "each row is a sample", "a_prev.T @ delta"],
        ["changed places"],
    ),
    ("forward", COLUMNS.format(product="np.dot(W, a)"), ["samples in columns", "a @ W"], []),
    ("forward", COLUMNS.format(product="W.T @ a"), ["samples in columns", "a @ W."], ["a @ W.T"]),
    (
        "backward",
        LOOP.format(unpack="a_prev, z", product="a_prev * delta"),
        ["a_prev (4, 3)", "delta (4, 2)"],
        ["columns", "changed places"],
    ),
    (
        "forward",
        COLUMNS.format(product="a @ W").replace("ACTIVATIONS[name][0](z)", "name(z)"),
        ["name is the name of a function", "ACTIVATIONS"],
        ["operator missing"],
    ),
    (
        "forward",
        COLUMNS.format(product="a @ W").replace("ACTIVATIONS[name][0](z)", "ACTIVATIONS[name](z)"),
        ["pair, (function, derivative)"],
        ["operator"],
    ),
    (
        "forward",
        "def forward(params, X, activations):\n    W = params['W1']\n    return X @ W, []\n",
        ["params is a list of pairs", "no keys"],
        [],
    ),
    (
        "gradient_step",
        "def gradient_step(params, grads, learning_rate):\n    for i, (W, b) in params:\n        W -= grads[i][0]\n",
        ["enumerate"],
        ["zip"],
    ),
    (
        "forward",
        "def forward(params, X, activations):\n    for i in len(params):\n        X = X @ params[i][0]\n",
        ["range(len(params))"],
        [],
    ),
    (
        "forward",
        "def forward(params, X, activations):\n    store = {}\n    return store['Z1'] @ X, []\n",
        ["The dictionary store has no entry 'Z1'", "(it is empty)"],
        [],
    ),
    (
        "forward",
        "def forward(params, X, activations):\n    W, b = params\n    return X @ W + b, []\n",
        ["params is a list with one pair for each layer", "params[i]"],
        [],
    ),
    (
        "forward",
        "def forward(params, X, activations):\n    cache = []\n    cache = cache.append((X, X))\n"
        "    cache = cache.append((X, X))\n    return X, cache\n",
        ["append changes a list and returns nothing"],
        [],
    ),
    (
        "predict",
        "def predict(params, X, activations):\n    out = forward(params, X, activations)\n    return out.astype(int)\n",
        ["out is a tuple of two things"],
        ["array is meant"],
    ),
    (
        "binary_cross_entropy",
        "def binary_cross_entropy(y_hat, y):\n    return -np.mean(y * y_hat.log())\n",
        ["np.log(y_hat)", "no .log()"],
        [],
    ),
    (
        "sigmoid",
        "import math\n\n\ndef sigmoid(z):\n    return 1 / (1 + math.exp(-z))\n",
        ["math.exp takes one number"],
        [],
    ),
    (
        "softmax",
        "def softmax(logits):\n    p = np.exp(logits)\n    return p / np.sum(p, axis=1)\n",
        ["a number for each of the", "keepdims=True"],
        ["What does each axis count"],
    ),
    (
        "gradient_step",
        "def gradient_step(params, grads, learning_rate):\n    params[0][0] = params[0][0] - grads[0][0]\n",
        ["part of a tuple"],
        [],
    ),
    (
        "standardize",
        "def standardize(train, other):\n    train = train.astype(int)\n    train /= 2.5\n    return train, other\n",
        ["train holds integers"],
        ["array of integers cannot"],
    ),
    (
        "forward",
        "def forward(params, X, activations):\n    for i in params:\n        W, b = params[i]\n",
        ["i is a tuple here", "range(len(...))"],
        [],
    ),
    (
        "forward",
        "def forward(params, X, activations):\n    for W, b in params:\n        z = X @ W + b\n    return z, []\n",
        ["X (6, 3) goes into the first layer only"],
        ["z ("],
    ),
    (
        "forward",
        "def forward(params, X, activations):\n    cache = []\n    cache.append(X, X)\n    return X, cache\n",
        ["append takes one thing, and 2 are given"],
        [],
    ),
    (
        "cross_entropy",
        "def cross_entropy(logits, labels):\n    return -np.mean(np.log(softmax(logits)) * labels)\n",
        ["labels (5,)"],
        ["column", "keepdims"],
    ),
    (
        "train",
        "def train(params, X, y, activations, learning_rate, epochs, print_every=0):\n    for e in range(epochs):\n"
        "        if e % print_every == 0:\n            print(e)\n    return params, []\n",
        ["print_every is 0 here, as it may be"],
        ["never change"],
    ),
    ("mse", "def mse(y_hat, y):\n    return np.sum(y_hat - y) / y.size()\n", ["y.size is no function"], ["operator"]),
    (
        "init_params",
        WEIGHTS.format(W="rng.standard_normal(n, m)", b="np.zeros(m)"),
        ["rng.standard_normal takes the shape as one argument"],
        [],
    ),
    ("sigmoid", "def sigmoid(z):\n    return 1 / (1 + exp(-z))\n", ["np.exp"], ["spelt"]),
    ("tanh", "def tanh(z):\n    return tanh(z)\n", ["inside of tanh itself"], []),
    ("tanh", "def tanh(z):\n    n = 2\n    return n(np.tanh(z)) / n\n", ["n is an int here", "operator missing"], []),
    (
        "backward",
        LOOP.format(unpack="a_prev, z", product="a_prev.T @ delta").replace("= d_output", "= np.matrix(d_output)"),
        ["np.matrix", "* is the matrix product"],
        ["What does each axis count"],
    ),
]


def found_in(function: str, source: str):
    """What is said of a mistake that the bank does not know."""
    unknown = frozenset(entry.id for entry in bank.misconceptions(function))
    return diagnose(function, asking(source, function), without=unknown, source=source)


@pytest.mark.parametrize(("function", "source", "must", "must_not"), CASES)
def test_a_crash_is_explained_from_its_line(function, source, must, must_not):
    found = found_in(function, source)
    assert found and found.id == "pattern: crash", found
    told = messages.with_belief("another call", found)
    assert "another call" not in told
    assert f"{function}(" in told
    assert re.search(r"\sraised\s", told)
    flat = re.sub(r"\s+", " ", f"{found.call}\n{found.message}")
    assert all(words in flat for words in must), flat
    assert not any(words in found.message for words in must_not), flat
    assert found.message.isascii()
    assert len(told.splitlines()) <= messages.LINES


def test_a_none_that_is_compared():
    error = Error(
        "TypeError",
        "'>=' not supported between instances of 'int' and 'NoneType'",
        ("TypeError", "Exception"),
        function="fit",
        text="if bad >= patience:",
        kinds={"bad": "int", "patience": "NoneType"},
    )
    assert "patience is None here, as it may be" in str(explain_error(error))
    assert "a int" not in str(explain_error(error))


def test_a_line_that_holds_nothing_of_the_cause_gets_no_name_of_a_variable():
    error = Error("TypeError", "can't multiply sequence by non-int of type 'float'", ("TypeError",))
    assert "Walk" not in str(explain_error(error))
    assert explain_error(Error("RuntimeError", "", ("RuntimeError",))) is None


@pytest.mark.parametrize("text", ["", "else:", "x = (", "\0", "(" * 190, "f(", "'" * 7])
def test_any_line_can_be_looked_at(text):
    for message in (
        "The truth value of an array with more than one element is ambiguous.",
        "'str' object is not callable",
    ):
        assert explain_error(Error("TypeError", message, ("TypeError",), text=text))


def test_what_is_sent_of_variables_is_short_and_holds_no_value():
    secret = [(np.ones((2, 2)), np.ones(2))] * 3

    def function(params, name, n, other):
        return params * (name + n)

    try:
        function(secret, "tanh", 0.25, None)
    except TypeError as error:
        told = observe.explain(error, lambda file: file == __file__, lambda *_: "return params * (name + n)")
    assert told["kinds"] == {"params": "list of 3 pairs", "name": "str", "n": "float"}


def test_two_numbers_that_differ_are_told_apart():
    question = (np.array([3.0, -2.0]),)
    returned, due = np.array([3.00004, -2.0]), np.array([3.0, -2.0])
    call = Call("relu", question, Answer(returned))
    text = messages.wrong(WrongAnswer("", call, due, compare(returned, due)))
    lines = [line.split(maxsplit=1)[1] for line in text.splitlines() if "returned" in line or "expected" in line]
    assert lines == ["[3.00004, -2.0]", "[3.0, -2.0]"]


def test_an_entry_that_does_not_stand_on_the_screen_is_named():
    returned, due = np.ones(100), np.ones(100)
    returned[70] = 1.0001
    text = messages.wrong(WrongAnswer("", Call("relu", (due,), Answer(returned)), due, compare(returned, due)))
    assert "entry [70] is 1.0001, and 1.0 is due" in text


def test_the_same_crash_is_told_twice_and_the_others_are_counted():
    class Report:
        location = ("file", 1, "step 2: forward")

        def __init__(self, longrepr):
            self.longrepr = longrepr

    again = "The same again: forward raised ValueError in step2_network.py, line 3: no"
    other = again.replace("line 3", "line 4")
    reports = [Report(text) for text in ("the first", again, again, other, again)]
    shown, hidden = folded(reports)
    assert [report.longrepr for report in shown] == ["the first", f"{again}\nand 2 more checks end the same way", other]
    assert len(hidden) == 2


def test_pytest_exercises_shows_the_crash_that_it_explains(tmp_path):
    source = with_function(reference.source("step2_network"), "forward", WITHOUT_ZIP.strip() + "\n")
    line = next(i for i, text in enumerate(source.splitlines(), 1) if "in params, activations:" in text)
    run = run_pytest(finished_kit(tmp_path / "kit", step2_network=source), "exercises", "-k", "forward")
    first = re.split(r"(?m)^_{3,} .+ _{3,}$", run.stdout)[1]
    assert f"raised ValueError in line {line}:" in first
    assert "not enough values to unpack" in first
    assert "zip(params, activations)" in " ".join(first.split())
    assert f"exercises/step2_network.py:{line}" in first
    for again in re.findall(r"The same again: (.*(?:\n    .*)*)", run.stdout):
        kind, number = re.search(r"raised (\w+) in step2_network\.py, line\s+(\d+)", again).groups()
        shown = rf"raised {kind} in (?:step2_network\.py, )?line {number}"
        assert len(re.findall(shown, run.stdout.partition(again)[0])) >= 1, again


def test_a_crash_is_shown_where_no_belief_is():
    failure = LearnerFailed(CRASHED, "relu raised RuntimeError in step1_activations.py, line 3")
    assert messages.message_of(failure) == failure.detail
