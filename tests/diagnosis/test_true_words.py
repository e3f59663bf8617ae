"""Every sentence about a learner's code is true of that code: what must be said of it, and what must not."""

import textwrap

import numpy as np
import pytest

from grader.checks.answer import Diagnosis
from grader.diagnosis import bank_match, constructs, diagnose, knowledge, parts
from grader.diagnosis.observations import look_at_all
from grader.diagnosis.relations import relate
from grader.steps import bank
from grader.steps.bank_answers import ask_entry
from grader.steps.shared.networks import NETWORKS
from tests.diagnosis.test_diagnosis import asking


def told(function: str, code: str, known: bool = True) -> Diagnosis | None:
    """What is said of a function in a module of its own. known: whether the bank may speak."""
    source = f"import numpy as np\nfrom itertools import pairwise\n\n{textwrap.dedent(code)}"
    without = frozenset[str]() if known else frozenset(entry.id for entry in bank.misconceptions(function))
    return diagnose(function, asking(source, function), without=without, source=source)


def words(function: str, code: str) -> str:
    found = told(function, code)
    return found.message if found else ""


LOOP_WITH_IF = """
def sigmoid(z):
    result = []
    for value in z:
        if value >= 0:
            result.append(1 / (1 + np.exp(-value)))
        else:
            result.append(np.exp(value) / (1 + np.exp(value)))
    return np.array(result)
"""
SHUFFLES_X_ALONE = """
def minibatches(X, y, batch_size, rng):
    X = X[rng.permutation(len(X))]
    for start in range(0, len(X), batch_size):
        yield X[start:start + batch_size], y[start:start + batch_size]
"""
COLUMNS_EXCHANGED = """
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    n = round(len(X) * validation_fraction)
    X = X[:, ::-1]
    return X[order[n:]], y[order[n:]], X[order[:n]], y[order[:n]]
"""
LABELS_FIRST = """
def cross_entropy(labels, logits):
    if np.any(labels < 0) or np.any(labels >= logits.shape[-1]):
        raise ValueError("bad label")
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return float(-np.mean(log_p[np.arange(len(labels)), labels]))
"""
LOG_OF_ZERO = """
def cross_entropy(logits, labels):
    if np.any(labels < 0) or np.any(labels >= logits.shape[1]):
        raise ValueError("bad label")
    return float(-np.mean(np.log(softmax(logits)[np.arange(len(labels)), labels])))
"""
FIRST_OUTPUT_ONLY = """
def predict(params, X, activations):
    return (forward(params, X, activations)[0][:, 0] >= 0.5).astype(int)
"""
ONE_EPOCH = """
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        return gradient_step(params, grads, learning_rate), losses
"""
RELU_OF_FIRST = "def relu(z):\n    for value in np.ravel(z):\n        return max(value, 0.0)\n"
MISSES_FIRST = """
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in list(np.ndindex(x.shape))[1:]:
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
"""
RELU_MAX = "def relu(z):\n    return max(0, z)\n"
RELU_IF = "def relu(z):\n    if z > 0:\n        return z\n    return 0\n"
RELU_MAX_OF_COLUMNS = "def relu(z):\n    return np.max(z, 0)\n"
RELU_WHILE = "def relu(z):\n    return z and np.maximum(z, 0)\n"
FLATTENED_COPY = """
def numerical_gradient(f, x, h=1e-5):
    flat = x.flatten()
    grad = np.zeros(flat.shape)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        plus = f(x)
        flat[i] = old - h
        minus = f(x)
        flat[i] = old
        grad[i] = (plus - minus) / (2 * h)
    return grad.reshape(x.shape)
"""
TWO_NAMES = """
def numerical_gradient(f, x, h=1e-5):
    x = x.copy()
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x
        down = x
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
"""
TINY_STEP = """
def numerical_gradient(f, x, h=1e-5):
    h = 1e-12
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[i] += h
        minus[i] -= h
        grad[i] = (f(plus) - f(minus)) / (2 * h)
    return grad
"""
BATCHES_DRAWN_ANEW = """
def minibatches(X, y, batch_size, rng):
    n = len(X)
    for _ in range(int(np.ceil(n / batch_size))):
        idx = rng.choice(n, min(batch_size, n), replace=False)
        yield X[idx], y[idx]
"""
BATCHES_HAND_SHUFFLED = """
def minibatches(X, y, batch_size, rng):
    X, y = X.copy(), y.copy()
    for i in range(len(X) - 1, 0, -1):
        j = rng.integers(0, i + 1)
        X[i], X[j] = X[j], X[i]
        if y.ndim == 1:
            y[i], y[j] = y[j], y[i]
        else:
            y[[i, j]] = y[[j, i]]
    for k in range(0, len(X), batch_size):
        yield X[k:k + batch_size], y[k:k + batch_size]
"""
SHUFFLE_OF_NUMPY = """
def minibatches(X, y, batch_size, rng):
    idx = np.arange(len(X))
    np.random.shuffle(idx)
    for k in range(0, len(X), batch_size):
        yield X[idx[k:k + batch_size]], y[idx[k:k + batch_size]]
"""
BCE_SIGN = """
def binary_cross_entropy_gradient(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return (y / p - (1 - y) / (1 - p)) / y.size
"""
BCE_EPSILON = """
def binary_cross_entropy(y_hat, y):
    epsilon = 1e-5
    return -np.mean(y * np.log(y_hat + epsilon) + (1 - y) * np.log(1 - y_hat + epsilon))
"""
MSE_TWO_SLIPS = """
def mse(AL, Y):
    m = Y.shape[1]
    cost = (1 / (2 * m)) * np.sum(np.square(AL - Y))
    return np.squeeze(cost)
"""
FIT_ON_TRAINING = """
def fit(params, X_train, y_train, X_val, y_val, activations, learning_rate, batch_size, epochs, rng,
        momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best_params, best_loss, bad = params, np.inf, 0
    for epoch in range(epochs):
        total = 0.0
        for X_batch, y_batch in minibatches(X_train, y_train, batch_size, rng):
            logits, cache = forward(params, X_batch, activations)
            total += cross_entropy(logits, y_batch) * len(y_batch)
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, y_batch))
            params, velocity = momentum_step(params, grads, velocity, learning_rate, momentum)
        val_logits, _ = forward(params, X_val, activations)
        val_loss = cross_entropy(val_logits, y_val)
        history["train_loss"].append(total / len(y_train))
        history["validation_loss"].append(val_loss)
        history["validation_accuracy"].append(accuracy(forward(params, X_train, activations)[0], y_train))
        if val_loss < best_loss:
            best_loss, best_params, bad = val_loss, params, 0
        else:
            bad += 1
            if patience is not None and bad >= patience:
                break
    return best_params, history
"""
BACKWARD = """
def backward(params, cache, activations, d_output):
    grads = [None] * len(params)
    d_a = d_output
    for i in reversed(range(len(params))):
        W, b = params[i]
        a_prev, z = cache[i]
        delta = d_a * ACTIVATIONS[activations[i]][1](z)
        grads[i] = (a_prev.T @ delta, delta.sum(axis=0))
        d_a = delta @ W.T
    return grads
"""


def backward_with(old: str, new: str) -> str:
    assert BACKWARD.count(old) == 1
    return BACKWARD.replace(old, new)


BARE_RETURN = backward_with(
    "        d_a = delta @ W.T\n", "        if i == 0:\n            return\n        d_a = delta @ W.T\n"
)
RELU_OVERWRITES = backward_with(
    "        delta = d_a * ACTIVATIONS[activations[i]][1](z)\n",
    "        delta = d_a * ACTIVATIONS[activations[i]][1](z)\n"
    "        if activations[i] == 'relu':\n            delta = np.where(z > 0, 1.0, 0.0)\n",
)
OWN_SLOPE_MISSING = backward_with(
    "grads[i] = (a_prev.T @ delta, delta.sum(axis=0))",
    "own = d_a if i == len(params) - 1 else delta; grads[i] = (a_prev.T @ own, own.sum(axis=0))",
)
OWN_SLOPE_ODD = OWN_SLOPE_MISSING.replace("own = d_a if", "own = d_a * 0.7 * z if")
LAST_HIDDEN_SLOPE_MISSING = backward_with(
    "delta = d_a * ACTIVATIONS[activations[i]][1](z)",
    "delta = d_a if i == len(params) - 2 else d_a * ACTIVATIONS[activations[i]][1](z)",
)
CACHE_EXCHANGED = backward_with("a_prev, z = cache[i]", "z, a_prev = cache[i]")
COLUMNS = (
    BACKWARD.replace("a_prev.T @ delta, delta.sum(axis=0)", "delta @ a_prev.T, np.sum(delta, axis=1, keepdims=True)")
).replace("delta @ W.T", "W.T @ delta")
FORWARD_COLUMNS = """
def forward(params, X, activations):
    A = X.T
    cache = []
    for (W, b), name in zip(params, activations):
        Z = W.T @ A + b.reshape(-1, 1)
        cache.append((A, Z))
        A = ACTIVATIONS[name][0](Z)
    return A, cache
"""
FORWARD_ODD_CACHE = """
def forward(params, X, activations):
    a, cache = X, []
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, 3 * z + 1))
        a = ACTIVATIONS[name][0](z)
    return a, cache
"""
OWN_PARAMS = """
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    params = init_params([X.shape[1], 8, y.shape[1]], np.random.default_rng(0))
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses
"""
LOSSES_STAY = """
def train(params, X, y, activations, learning_rate, epochs, print_every=0, losses=[]):
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        if print_every and epoch % print_every == 0:
            print(epoch, losses[-1])
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, list(losses)
"""
SCIKIT_ORDER = """
def train_validation_split(X, y, validation_fraction, rng):
    idx = rng.permutation(len(X))
    n_val = int(len(X) * validation_fraction)
    val, tr = idx[:n_val], idx[n_val:]
    return X[tr], X[val], y[tr], y[val]
"""
TWO_SLIPS_OF_INIT = """
def init_params(layer_sizes, rng):
    params = []
    for n_in, n_out in pairwise(layer_sizes):
        params.append((rng.normal(0, np.sqrt(n_in), (n_in, n_out)), np.zeros(n_in)))
    return params
"""
TAN_OF_SINE_AND_COSINE = "def tanh(z):\n    return np.sin(z) / np.cos(z)\n"


@pytest.mark.parametrize(
    ("function", "code", "said", "never"),
    [
        ("sigmoid", LOOP_WITH_IF, ["more than one axis", "whole row"], ["per cent", "approximated"]),
        ("relu", RELU_MAX, ["Python's max"], ["`if"]),
        ("relu", RELU_IF, ["`z > 0` is a whole array"], ["max"]),
        ("relu", RELU_WHILE, ["`and` wants one yes or no"], ["`if", "Python's max"]),
        ("relu", RELU_MAX_OF_COLUMNS, ["the largest number of each column", "one number for many"], ["wrong shape"]),
        ("tanh", TAN_OF_SINE_AND_COSINE, ["the tangent of an angle"], ["np.tan"]),
        (
            "numerical_gradient",
            FLATTENED_COPY,
            ["every slope is 0", "never saw the nudge"],
            ["b = a", "two more names"],
        ),
        ("numerical_gradient", TWO_NAMES, ["two more names", "b = a"], []),
        ("numerical_gradient", TINY_STEP, ["changing h changes nothing", "last digits are off"], []),
        ("minibatches", BATCHES_DRAWN_ANEW, ["more than once", "never"], ["first rows", "loop's variable"]),
        ("minibatches", BATCHES_HAND_SHUFFLED, ["Some rows of X come twice", "every label comes once"], ["same order"]),
        ("minibatches", SHUFFLE_OF_NUMPY, ["draws from np.random", "not from the rng"], ["permutation"]),
        (
            "binary_cross_entropy_gradient",
            BCE_SIGN,
            ["sign"],
            ["minus (1 - y) / (1 - y_hat) - y / y_hat", "term by term"],
        ),
        ("binary_cross_entropy", BCE_EPSILON, ["1e-05 added inside both logarithms"], []),
        ("mse", MSE_TWO_SLIPS, ["divided by twice the number of outputs (columns)"], []),
        ("fit", FIT_ON_TRAINING, ["accuracy on training samples"], ["last batch"]),
        ("backward", BARE_RETURN, ["without handing a value back"], ["last line"]),
        ("backward", RELU_OVERWRITES, ["in relu layers the slope stands alone"], ["single sample"]),
        ("backward", OWN_SLOPE_MISSING, ["missing in its own dW and db"], []),
        ("backward", OWN_SLOPE_ODD, ["Every layer but the last is right"], ["slope that is used for"]),
        ("backward", LAST_HIDDEN_SLOPE_MISSING, ["the slope of the last hidden layer is missing"], []),
        ("backward", CACHE_EXCHANGED, ["the two have changed places"], ["do not fit together"]),
        ("backward", COLUMNS, ["samples in columns", "each row is a sample"], ["matrix product"]),
        ("forward", FORWARD_COLUMNS, ["the samples stand in columns"], ["y_hat is what comes out when y_hat"]),
        (
            "forward",
            FORWARD_ODD_CACHE,
            ["y_hat is right, and the cache is not", "a_prev right", "z wrong"],
            ["it holds"],
        ),
        ("train", OWN_PARAMS, ["another network was trained"], ["None of the parts"]),
        ("train", LOSSES_STAY, ["losses=[] is made once", "an earlier call"], []),
        ("train_validation_split", SCIKIT_ORDER, ["X_train, X_val, y_train, y_val"], ["its own label"]),
        ("init_params", TWO_SLIPS_OF_INIT, ["For layer_sizes [3, 5, 4, 2], b of layer 1"], []),
    ],
)
def test_what_is_said_and_what_is_not(function, code, said, never):
    message = words(function, code)
    assert all(part in message for part in said) and not any(part in message for part in never), message


@pytest.mark.parametrize(
    ("function", "code", "said", "never"),
    [
        ("minibatches", SHUFFLES_X_ALONE, ["X is shuffled, and y is in its old order"], []),
        ("train_validation_split", COLUMNS_EXCHANGED, ["do not stand in X"], ["come twice"]),
        ("cross_entropy", LABELS_FIRST, ["takes (logits, labels). Yours takes (labels, logits)"], ["may pass"]),
        ("cross_entropy", LOG_OF_ZERO, ["infinite", "a log of 0"], ["overflows on the way"]),
        ("predict", FIRST_OUTPUT_ONLY, ["wrong shape"], ["sum of the right values"]),
        ("train", ONE_EPOCH, ["`return` stands within the `for` loop"], ["starts again from the first parameters"]),
        ("relu", RELU_OF_FIRST, ["ends in the loop's first round"], ["smallest"]),
        ("numerical_gradient", MISSES_FIRST, ["first entry"], ["cut off"]),
    ],
)
def test_a_pattern_alone_tells_no_coincidence(function, code, said, never):
    found = told(function, code, known=False)
    assert found and all(part in found.message for part in said), found
    assert not any(part in found.message for part in never), found


def test_a_formula_is_printed_with_the_brackets_that_it_needs():
    found = told("binary_cross_entropy_gradient", BCE_SIGN, known=False)
    assert found and "minus ((1 - y) / (1 - y_hat) - y / y_hat), divided by" in found.message
    assert "term by term" not in found.message


def test_an_entry_speaks_of_its_construct_only_where_the_code_has_it():
    entry = next(e for e in bank.misconceptions("relu") if e.id == "relu-if-on-array")
    seen = look_at_all(knowledge.questions("relu"), ask_entry(entry))
    others = frozenset(e.id for e in bank.misconceptions("relu") if e.id != entry.id)
    for source, did in ((RELU_IF, entry.did), (RELU_MAX, entry.numbers), ("", entry.numbers), ("def (", entry.numbers)):
        found = bank_match.find("relu", seen, others, source)
        assert found and found.did == did, source


def test_of_two_entries_that_answer_alike_the_source_chooses():
    found = [told("relu", code) for code in (RELU_IF, RELU_MAX)]
    assert [diagnosis and diagnosis.id for diagnosis in found] == ["relu-if-on-array", "relu-builtin-max"]


def test_every_entry_has_the_construct_that_it_names():
    named = [entry for entry in bank.misconceptions() if entry.construct]
    assert len(named) >= 60
    without = [e.id for e in named if constructs.stands_in(e.construct, e.function, e.source) is not True]
    assert not without


def test_what_is_said_of_the_numbers_names_no_place_in_the_code():
    for entry in bank.misconceptions():
        if entry.numbers:
            assert not any(word in entry.numbers for word in ("loop", "`if", "line", "np.")), entry.id


CODE = """
import numpy as np

def helper(a):
    return np.random.shuffle(a)

def f(x, y):
    b = x
    for row in x[:3]:
        y = []
        if row:
            return
    return helper(b) // 2 + max(y)

def g(x):
    x[0] = x[:, 1] @ x
"""


@pytest.mark.parametrize(
    ("construct", "function", "there"),
    [
        ("if", "f", True),
        ("if", "g", False),
        ("loop", "f", True),
        ("no return", "f", False),
        ("no return", "g", True),
        ("return in loop", "f", True),
        ("list made in loop", "f", True),
        ("second name", "f", True),
        ("second name", "g", False),
        ("new value for a parameter", "f", True),
        ("new value for a parameter", "g", False),
        ("first rows", "f", True),
        ("first rows", "g", False),
        ("colon", "g", True),
        ("random.shuffle", "f", True),
        ("np.random.shuffle", "f", True),
        ("np.random.permutation", "f", False),
        ("permutation|shuffle", "f", True),
        ("!permutation", "f", True),
        ("!shuffle", "f", False),
        ("max()", "f", True),
        ("max()", "g", False),
        ("//", "f", True),
        ("@", "g", True),
        ("@", "f", False),
        ("if", "missing", None),
    ],
)
def test_constructs(construct, function, there):
    assert constructs.stands_in(construct, function, CODE) is there


@pytest.mark.parametrize("source", ["", "def f(:", "f = 3"])
def test_of_code_that_is_not_known_nothing_is_claimed(source):
    assert constructs.stands_in("if", "f", source) is None


def test_single_samples_are_asked_about_with_every_layer_awake():
    single = [make() for _, make, tags in NETWORKS if "one sample" in tags]
    assert len(single) >= 3
    for network in single:
        for (_, z), name in zip(network.cache, network.activations, strict=True):
            assert name != "relu" or (z > 0).any()


def test_the_first_and_the_last_layer_are_asked_about_with_every_activation():
    names = {"identity", "sigmoid", "relu", "tanh"}
    for function in ("forward", "backward"):
        networks = [q.network().activations for q in knowledge.questions(function) if q.network]
        assert {layers[0] for layers in networks if len(layers) == 1} == names
        assert {layers[-1] for layers in networks} == names


def test_losses_are_asked_about_with_three_single_samples():
    for function in ("mse", "mse_gradient", "softmax", "cross_entropy", "binary_cross_entropy"):
        assert sum("one sample" in q.tags for q in knowledge.questions(function)) >= 3, function


def test_a_factor_that_comes_once_per_layer_is_told_as_that():
    found = told("backward", backward_with("        delta = d_a", "        delta = 0.3 * d_a"), known=False)
    assert found and "From each layer to the one before it, the gradients get 0.3 times as large" in found.message


def test_a_shared_factor_is_named_by_what_it_equals_on_every_question():
    found = told("backward", backward_with("delta.sum(axis=0)", "delta.mean(axis=0) * 2"))
    assert (
        found and "dW is right everywhere, and db is not" in found.message and "number of layers" not in found.message
    )


def test_layers_of_different_networks_are_not_mixed_up():
    code = """
    def gradient_step(params, grads, learning_rate):
        rate = learning_rate / len(params)
        return [(W - rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]
    """
    message = words("gradient_step", code)
    assert "Every b is right, and not every W is" in message and "some" not in message.lower()


def test_an_epsilon_before_the_logarithm_is_told():
    code = """
    def cross_entropy(logits, labels):
        if np.any(labels < 0) or np.any(labels >= logits.shape[1]):
            raise ValueError("a label is no class")
        return float(-np.mean(np.log(softmax(logits)[np.arange(len(labels)), labels] + 1e-5)))
    """
    assert "1e-05 added to every probability" in words("cross_entropy", code)


def test_parts_are_told_one_by_one():
    code = BACKWARD.replace("delta.sum(axis=0))", "delta.sum(axis=0) * (1 + 0.1 * i * b))")
    found = parts.about_parts(
        look_at_all(knowledge.questions("backward"), asking(f"import numpy as np\n{code}", "backward"))
    )
    assert (
        found and found.said == "Every dW of layer 2 and layer 3 is right, and every db of layer 2 and layer 3 is not."
    )
    assert found.table == (
        "  on a 3-5-4-2 network (relu, tanh, sigmoid), 6 samples",
        "  layer 1   right",
        "  layer 2   dW right           db wrong",
        "  layer 3   dW right           db wrong",
    )


@pytest.mark.parametrize(
    ("factor", "words"),
    [(100.0, "per cent"), (1 / np.log(2), "base 2"), (1 / np.log(10), "base 10")],
)
def test_a_factor_that_has_a_name_is_told_by_it(factor, words):
    due = np.array([1.0, 2.0, 5.0])
    assert words in relate(factor * due, due).said
