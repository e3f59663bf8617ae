"""Kinds of mistakes that nobody has written into the bank: what must be said of them, and what must not."""

import pytest

from tests.diagnosis.test_said_of_the_code import fit
from tests.diagnosis.test_true_words import words
from tests.made_submissions import grade_functions, step_of

BACKWARD = """
def backward(params, cache, activations, d_output):
    grads = [None] * len(params)
    delta = d_output * ACTIVATIONS[activations[-1]][1](cache[-1][1])
    for i in reversed(range(len(params))):
        grads[i] = (DW, DB)
        if i:
            below, z = cache[i - 1]
            delta = delta @ params[i][0].T * SLOPE
    return grads
"""


def backward(dW="cache[i][0].T @ delta", db="delta.sum(axis=0)", slope="ACTIVATIONS[activations[i - 1]][1](z)"):
    return BACKWARD.replace("DW", dW).replace("DB", db).replace("SLOPE", slope)


# The function, its code, what must be said, and what must not.
CASES = {
    "the slope of hidden layers at what comes out": (
        "backward",
        backward(slope="ACTIVATIONS[activations[i - 1]][1](cache[i][0])"),
        "below the last layer, the slope is taken at what comes out of a layer",
        "in every layer",
    ),
    "the slope of hidden layers is always the sigmoid's": (
        "backward",
        backward(slope="ACTIVATIONS['sigmoid'][1](z)"),
        "below the last layer, the slope of the sigmoid is used",
        "in every layer",
    ),
    "a wrong dW beside a wrong db": (
        "backward",
        backward(dW="cache[i][0].T @ delta / len(delta)", db="delta[-1]"),
        "dW",
        "in common",
    ),
    "something unknown below the last layer": (
        "backward",
        backward(slope="np.cos(z)"),
        "which slope is it multiplied with",
        "in common",
    ),
    "layers of one width share an array": (
        "forward",
        """
def forward(params, X, activations):
    rooms, cache, a = {}, [], np.asarray(X, float)
    for (W, b), name in zip(params, activations):
        z = rooms.setdefault(W.shape[1], np.empty((len(X), W.shape[1])))
        z[:] = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z) + 0.0
    return a, cache
""",
        "in the cache layer 1 holds the z of layer",
        "in this order",
    ),
    "weights that are cut off": (
        "init_params",
        """
def init_params(layer_sizes, rng):
    params = []
    for a, b in zip(layer_sizes, layer_sizes[1:]):
        W = rng.normal(size=(a, b)) / np.sqrt(a)
        params.append((np.minimum(np.maximum(W, -0.9 / np.sqrt(a)), 0.9 / np.sqrt(a)), np.zeros(b)))
    return params
""",
        "are exactly equal: they are cut off there",
        "gaps",
    ),
    "a shape in the place of the mean": (
        "init_params",
        """
def init_params(layer_sizes, rng):
    sizes = zip(layer_sizes[:-1], layer_sizes[1:])
    return [(rng.normal((a, b), 0.0, a ** -0.5), np.zeros(b)) for a, b in sizes]
""",
        "takes the mean, the standard deviation and the shape, in this order",
        "gaps",
    ),
    "a third of the slope": (
        "tanh_derivative",
        "def tanh_derivative(z):\n    return (1 - tanh(z) ** 2) / 3\n",
        "1/3 of",
        "At z = 0",
    ),
    "divided beside the labels only": (
        "cross_entropy_gradient",
        """
def cross_entropy_gradient(logits, labels):
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("no such class")
    p = softmax(logits)
    rows = np.arange(len(labels))
    own = (p[rows, labels] - 1) / len(labels)
    p[rows, labels] = own
    return p
""",
        "and in the other columns it is not: there each entry is too large",
        "rise or fall",
    ),
    "divided by n - 1": (
        "standardize",
        """
def standardize(train, other):
    m, s = train.mean(axis=0), train.std(axis=0, ddof=1)
    s = np.where(s == 0, 1.0, s) * 1.0
    return [(train - m) / s, (other - m) / s]
""",
        "n - 1",
        "0.8",
    ),
    "classes counted among those that occur": (
        "one_hot",
        """
def one_hot(labels, n_classes):
    known = sorted(set(labels.tolist()))
    table = np.zeros((len(labels), n_classes))
    for row, label in enumerate(labels.tolist()):
        table[row, known.index(label)] = 1.0
    return table
""",
        "among the classes that occur",
        "first label",
    ),
    "the last column of X and y together is taken for y": (
        "minibatches",
        """
def minibatches(X, y, batch_size, rng):
    both = np.c_[X, y][rng.permutation(len(X))]
    for i in range(0, len(both), batch_size):
        part = both[i : i + batch_size]
        yield part[:, :-1], part[:, -1]
""",
        "are the two joined, and cut in another place?",
        "one row per sample",
    ),
    "no epoch is ever the best": (
        "fit",
        fit(before="best, lowest = None, 0.5"),
        "None comes back in place of the params",
        "epochs are due",
    ),
    "backward gets the activations the other way round": (
        "train",
        """
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch}: loss {losses[-1]:.6f}")
        grads = backward(params, cache, activations[::-1], mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses
""",
        "backward gets the list of activations in the other direction",
        "in common",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_kind_of_mistake_is_named(case):
    function, code, must, must_not = CASES[case]
    said = " ".join(words(function, code).split())
    assert must in said
    assert must_not not in said


def test_what_a_hidden_check_has_seen_says_in_which_part():
    """A training that ends as soon as nothing changes gives fewer losses than epochs."""
    early = """
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch}: loss {losses[-1]:.6f}")
        if losses[-1] == 0.0:
            break
        params = gradient_step(params, backward(params, cache, activations, mse_gradient(y_hat, y)), learning_rate)
    return params, losses
"""
    (report,) = grade_functions({"train": early}, steps=[step_of("train")], diagnosis=True)
    (result,) = [result for result in report.functions if result.function == "train"]
    assert "In losses: The shape is (1,), and (5,) is due." in result.message
    assert result.hint.startswith("forward, loss, gradient of the loss")
