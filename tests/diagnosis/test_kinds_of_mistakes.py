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


TRAIN = """
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch}: loss {losses[-1]:.6f}")
        THEN
        grads = backward(params, cache, NAMES, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses
"""
GRADIENT_OF_LABELS = """
def cross_entropy_gradient(logits, labels):
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("no such class")
"""


def train(then="pass", names="activations"):
    return TRAIN.replace("THEN", then).replace("NAMES", names)


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
        GRADIENT_OF_LABELS
        + """
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
        train(names="activations[::-1]"),
        "backward gets the list of activations in the other direction",
        "in common",
    ),
}

CASES |= {
    "None is assigned, and returned": (
        "backward",
        """
def backward(params, cache, activations, d_output):
    found, message = [], d_output
    for (W, b), (a_prev, z), name in list(zip(params, cache, activations))[::-1]:
        delta = message * ACTIVATIONS[name][1](z)
        found += [(a_prev.T @ delta, delta.sum(axis=0))]
        message = delta @ W.T
    found = found.reverse()
    return found
""",
        "`found = found.reverse()` puts None",
        "without handing",
    ),
    "a return within the loop": (
        "minibatches",
        """
def minibatches(X, y, batch_size, rng):
    order, batches = rng.permutation(len(y)), []
    for k in range(0, len(y), batch_size):
        batches += [(X[order[k : k + batch_size]], y[order[k : k + batch_size]])]
        return batches
""",
        "`return` stands within the `for` loop",
        "Where does a batch end",
    ),
    "is not, where != is meant": (
        "mse_gradient",
        """
def mse_gradient(y_hat, y):
    if y_hat.shape is not y.shape:
        raise ValueError("two shapes")
    return 2 * (y_hat - y) / y.size
""",
        "one and the same object",
        "mean",
    ),
    "a slice from the end": (
        "train_validation_split",
        """
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    kept = round(len(X) * validation_fraction)
    a, b = order[:-kept], order[-kept:]
    return X[a], y[a], X[b], y[b]
""",
        "Where kept is 0, [-kept:] takes everything",
        "Shuffle the numbers",
    ),
    "square weights are not transposed": (
        "backward",
        backward().replace(
            "delta @ params[i][0].T",
            "delta @ (params[i][0] if params[i][0].shape[0] == len(params[i][1]) else params[i][0].T)",
        ),
        "wrong only where a layer after the first has as many units as inputs",
        "On its way down",
    ),
    "the names of other layers": (
        "backward",
        backward(slope="ACTIVATIONS[activations[-i]][1](z)"),
        "wrong only where layers have different activations",
        "which weights",
    ),
    "an axis of a layer with one unit": (
        "backward",
        backward(dW="(cache[i][0].T @ delta).squeeze()"),
        "an axis of length 1 is gone",
        "Walk from",
    ),
    "biases as a column": (
        "forward",
        """
def forward(params, X, activations):
    a, cache = X, []
    for (W, b), name in zip(params, activations):
        column = b[:, None]
        z = a @ W + column
        cache.append((z, a))
        a = ACTIVATIONS[name][0](z)
    return a, cache
""",
        "is a column, with a row for each",
        "What does each axis count",
    ),
    "whole numbers cut the nudge off": (
        "numerical_gradient",
        """
def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up, down = np.array(x), np.array(x)
        up[i], down[i] = x[i] + h, x[i] - h
        slopes[i] = (f(up) - f(down)) / (h + h)
    return slopes
""",
        "right for floats, wrong for integers",
        "h as it is given",
    ),
    "the step over the number of inputs": (
        "gradient_step",
        """
def gradient_step(params, grads, learning_rate):
    pairs = zip(params, grads)
    return [(W - learning_rate * dW / W.shape[0], b - learning_rate * db / W.shape[0]) for (W, b), (dW, db) in pairs]
""",
        "the number of rows of W",
        "not every",
    ),
    "another epoch is the best, and it waits too long": (
        "fit",
        fit()
        .replace("loss < lowest", "history['validation_accuracy'][-1] > lowest")
        .replace("params, loss, 0", "params, history['validation_accuracy'][-1], 0")
        .replace("params, np.inf, 0", "params, -1, 0")
        .replace("waited >= patience", "waited > patience"),
        "the validation accuracy decides which epoch is the best, and it ends one epoch after patience is used up",
        "are due",
    ),
    "measured before the steps of the epoch": (
        "fit",
        fit()
        .replace(
            "        logits, _ = forward(params, X_val, activations)\n        loss = cross_entropy(logits, y_val)\n", ""
        )
        .replace(
            "        total = 0.0",
            "        total, kept = 0.0, params\n        told, _ = forward(params, X_val, activations)\n"
            "        loss = cross_entropy(told, y_val)",
        )
        .replace("accuracy(logits, y_val)", "accuracy(told, y_val)")
        .replace("best, lowest, waited = params, loss", "best, lowest, waited = kept, loss"),
        "one epoch behind",
        "Which steps",
    ),
    "a crash at a length that depends on the labels": (
        "cross_entropy_gradient",
        GRADIENT_OF_LABELS
        + """
    known = np.unique(labels)
    due = np.eye(len(known))[labels]
    return (softmax(logits) - due) / len(labels)
""",
        "np.eye(len(known)) has 2 entries along axis 0 here",
        "the last one is one less",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_kind_of_mistake_is_named(case):
    function, code, must, must_not = CASES[case]
    said = " ".join(words(function, code).split())
    assert must in said
    assert must_not not in said


def test_a_question_of_a_rare_kind_is_asked_where_all_others_are_right():
    """A training that ends as soon as nothing changes gives fewer losses than epochs."""
    early = train(then="if losses[-1] == 0.0: break")
    (report,) = grade_functions({"train": early}, steps=[step_of("train")], diagnosis=True)
    (result,) = [result for result in report.functions if result.function == "train"]
    assert "the shape is (1,), and (5,) is due" in result.message
    assert result.diagnosis and "5 epochs should give as many losses, and 1 come" in result.diagnosis.message


LENT = """
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW *= momentum
        vW -= learning_rate * dW
        vb *= momentum
        vb -= learning_rate * db
        new.append((W + vW, b + vb))
    return new
"""


def test_what_comes_back_has_another_form_and_an_argument_is_changed():
    said = " ".join(words("momentum_step", LENT).split())
    assert "velocity is changed by the call, and what comes back has another form than is due" in said
    assert "which of the values are still wrong" not in said


def test_a_hint_speaks_of_no_name_that_is_not_there():
    forward = """
def forward(params, X, activations):
    cache, data = [], X
    for (W, b), name in zip(params, activations):
        z = data @ W + b
        data = ACTIVATIONS[name][0](z)
        cache.append((data, z))
    return data, cache
"""
    assert "output where its input belongs" in words("forward", forward)
    assert "`a`" not in words("forward", forward)
    assert "`a`" in words("forward", forward.replace("data", "a"))


def test_what_is_said_of_values_does_not_stand_below_an_exception():
    """Of a crash that no public question brings, the crash is explained: the values are another matter."""
    both = """
def softmax(logits):
    result = np.zeros_like(logits)
    for k in range(logits.shape[1]):
        result[:, k] = np.exp(logits[:, k] - logits.max(axis=1))
    return result / result.sum(axis=1, keepdims=True)
"""
    (report,) = grade_functions({"softmax": both}, steps=[step_of("softmax")], diagnosis=True)
    (result,) = [result for result in report.functions if result.function == "softmax"]
    (vector,) = [check for check in result.checks if "IndexError" in check.message or "tuple index" in check.message][
        :1
    ]
    assert "logits has one axis here" in " ".join(vector.message.split())
