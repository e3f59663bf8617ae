"""Mistakes in which something else was once said than what the code does: what must be said, and what must not."""

import pytest

from tests.diagnosis.test_true_words import words
from tests.made_submissions import grade_functions, step_of

FIT = """
def fit(params, X_train, y_train, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    BEFORE
    for epoch in range(epochs):
        total = 0.0
        for xb, yb in BATCHES:
            logits, cache = forward(params, xb, activations)
            total += cross_entropy(logits, yb) * len(yb)
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits, _ = forward(params, X_val, activations)
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(total / len(X_train))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
            if patience is not None and waited >= patience:
                break
    return RETURNED, history
"""
BATCHES = "minibatches(X_train, y_train, size, rng)"


def fit(before="pass", batches=BATCHES, returned="best"):
    return FIT.replace("BEFORE", before).replace("BATCHES", batches).replace("RETURNED", returned)


# The function, its code, what must be said, and what must not.
CASES = {
    "the last epoch comes back": ("fit", fit(returned="params"), "the params of the last epoch", "in place"),
    "one generator for all epochs": (
        "fit",
        fit(before=f"batches = {BATCHES}", batches="batches"),
        "After the first epoch nothing changes any more",
        "params are right",
    ),
    "the loop ends before the first layer": (
        "backward",
        """
def backward(params, cache, activations, d_output):
    grads, message = [], d_output
    for layer in range(len(params) - 1, 0, -1):
        a_prev, z = cache[layer]
        delta = message * ACTIVATIONS[activations[layer]][1](z)
        grads.insert(0, (a_prev.T @ delta, delta.mean(axis=0)))
        message = delta @ params[layer][0].T
    return grads
""",
        "the first one is missing",
        "last",
    ),
    "a softmax at the end": (
        "forward",
        """
def forward(params, X, activations):
    a, cache = X, []
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    if name == "identity" and a.shape[1] > 1:
        e = np.exp(a - a.max(axis=1, keepdims=True))
        a = e / e.sum(axis=1, keepdims=True)
    return a, cache
""",
        "identity",
        "slope",
    ),
    "new pairs in the caller's list": (
        "gradient_step",
        """
def gradient_step(params, grads, learning_rate):
    for layer, ((W, b), (dW, db)) in enumerate(zip(params, grads)):
        params[layer] = (W - learning_rate * dW, b - learning_rate * db)
    return params
""",
        "a new list of new pairs is due",
        "changes the arrays",
    ),
    "X and y shuffled apart, in place": (
        "minibatches",
        """
def minibatches(X, y, batch_size, rng):
    rng.shuffle(X)
    rng.shuffle(y)
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]
""",
        "X and y are no longer what they were",
        "What you return is right",
    ),
    "no default": (
        "train",
        """
def train(params, X, y, activations, learning_rate, epochs, print_every):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {losses[-1]:.4f}")
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses
""",
        "print_every=0",
        "order",
    ),
    "nudges that pile up": (
        "numerical_gradient",
        """
def numerical_gradient(f, x, h=1e-5):
    up, down, slopes = x.copy(), x.copy(), np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up[index] += h
        down[index] -= h
        slopes[index] = (f(up) - f(down)) / (2 * h)
    return slopes
""",
        "not put back before the next one is moved",
        "one-sided",
    ),
    "the last product alone": (  # nothing in common with what is due, in any part
        "forward",
        """
def forward(params, X, activations):
    a, cache = X, []
    for (W, b), name in zip(params, activations):
        z = np.zeros((len(a), W.shape[1]))
        for sample, unit, entry in np.ndindex(len(a), W.shape[1], len(W)):
            z[sample, unit] = a[sample, entry] * W[entry, unit]
        cache.append((a, z + b))
        a = ACTIVATIONS[name][0](z + b)
    return a, cache
""",
        "y_hat and the cache are not right",
        "y_hat is right",
    ),
    "no share at all": (
        "accuracy",
        """
def accuracy(logits, labels):
    right = sum(1 for guess, label in zip(logits.argmax(axis=0), labels) if guess == label)
    return float(right // len(labels))
""",
        "0 everywhere",
        "largest in size",
    ),
    "a list in the def": (
        "init_params",
        """
def init_params(layer_sizes, rng, layers=[]):
    for n_in, n_out in zip(layer_sizes, layer_sizes[1:]):
        layers.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return layers
""",
        "layers=[] is made once, with the line of the def",
        "more than layers",
    ),
    "an object that remembers": (
        "momentum_step",
        """
class Ball:
    def __init__(self):
        self.v = None

    def roll(self, params, grads, rate, part):
        self.v = self.v or [(0 * dW, 0 * db) for dW, db in grads]
        self.v = [(part * a - rate * dW, part * b - rate * db) for (a, b), (dW, db) in zip(self.v, grads)]
        return [(W + a, b + c) for (W, b), (a, c) in zip(params, self.v)]


ball = Ball()


def momentum_step(params, grads, velocity, learning_rate, momentum):
    return ball.roll(params, grads, learning_rate, momentum), ball.v
""",
        "ball is made once, outside of momentum_step",
        "only for a network",
    ),
    "one list for all layers": (
        "forward",
        """
def forward(params, X, activations):
    cache, a = [[None, None]] * len(params), X
    for layer, ((W, b), name) in enumerate(zip(params, activations)):
        cache[layer][0], cache[layer][1] = a, a @ W + b
        a = ACTIVATIONS[name][0](cache[layer][1])
    return a, cache
""",
        "all entries of the cache are the same, that of the last layer",
        "in this order",
    ),
    "biases as a row of the weights": (
        "forward",
        """
def forward(params, X, activations):
    cache, a = [], X
    for (W, b), name in zip(params, activations):
        wide = np.column_stack([a, np.ones(len(a))])
        z = wide @ np.vstack([W, b])
        cache.append((wide, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache
""",
        "a column of ones more than is due",
        "in this order",
    ),
    "z overwritten after it was stored": (
        "forward",
        """
def forward(params, X, activations):
    cache, a = [], X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        z[:] = ACTIVATIONS[name][0](z)
        a = z
    return a, cache
""",
        "changes z in place, and the cache holds the same array",
        "stores the activated value",
    ),
    "axes that a squeeze takes away": (
        "forward",
        """
def forward(params, X, activations):
    cache, a = [], X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a.squeeze(), cache
""",
        "an axis of length 1 is gone",
        "wrong for a single one",
    ),
    "a reshape for a transpose": (
        "backward",
        """
def backward(params, cache, activations, d_output):
    grads, message = [], d_output
    for (W, _), (a_prev, z), name in reversed(list(zip(params, cache, activations))):
        delta = message * ACTIVATIONS[name][1](z)
        grads.insert(0, (a_prev.T @ delta, delta.sum(axis=0)))
        message = delta @ W.reshape(W.shape[1], W.shape[0])
    return grads
""",
        "it is to be transposed",
        "Look at the step",
    ),
    "the None of a method": (
        "backward",
        """
def backward(params, cache, activations, d_output):
    grads, message = [], d_output
    for (W, _), (a_prev, z), name in reversed(list(zip(params, cache, activations))):
        delta = message * ACTIVATIONS[name][1](z)
        grads.append((a_prev.T @ delta, delta.sum(axis=0)))
        message = delta @ W.T
    return grads.reverse()
""",
        "`return grads.reverse()` returns None",
        "carries a value",
    ),
    "an axis that a vector has not": (
        "relu_derivative",
        """
def relu_derivative(z):
    slope = np.zeros(z.shape)
    for row in range(z.shape[0]):
        for column in range(z.shape[1]):
            slope[row, column] = float(z[row, column] > 0)
    return slope
""",
        "z has one axis here, its shape is (3,), and z.shape[1] asks for the length of another",
        "layers",
    ),
    "bits turned round": (
        "binary_cross_entropy",
        """
def binary_cross_entropy(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + ~y * np.log(1 - p))
""",
        "turns the bits of whole numbers round",
        "no array of numbers",
    ),
    "a step of its own to one side": (
        "numerical_gradient",
        """
def numerical_gradient(f, x, h=1e-5):
    slopes, start = np.zeros(x.shape), f(x)
    for place in np.ndindex(x.shape):
        moved = x.astype(float)
        moved[place] += 1e-4
        slopes[place] = (f(moved) - start) / 1e-4
    return slopes
""",
        "(f(x + s) - f(x)) / s with a step s of 0.0001",
        "noise",
    ),
    "overflow on one side": (
        "tanh",
        "def tanh(z):\n    return (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))",
        "For very large negative numbers nan",
        "For very large numbers",
    ),
    "one list for the gradients of all layers": (
        "backward",
        """
def backward(params, cache, activations, d_output):
    grads, message = [[None, None]] * len(params), d_output
    for layer in range(len(params) - 1, -1, -1):
        a_prev, z = cache[layer]
        delta = message * ACTIVATIONS[activations[layer]][1](z)
        grads[layer][:] = a_prev.T @ delta, delta.sum(axis=0)
        message = delta @ params[layer][0].T
    return grads
""",
        "All pairs that come back are the same",
        "handed from one layer",
    ),
    "the others suffer for one column": (
        "standardize",
        """
def standardize(train, other):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    if (deviation == 0).any():
        deviation = np.ones_like(deviation)
    return (train - mean) / deviation, (other - mean) / deviation
""",
        "the columns beside it do not",
        "ordinary columns",
    ),
    "one array for all batches": (
        "minibatches",
        """
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    rows, labels = np.zeros((batch_size, *X.shape[1:])), np.zeros((batch_size, *y.shape[1:]), y.dtype)
    for begin in range(0, len(X), batch_size):
        part = order[begin : begin + batch_size]
        for i, row in enumerate(part):
            rows[i], labels[i] = X[row], y[row]
        yield rows[: len(part)], labels[: len(part)]
""",
        "each batch is overwritten by the next one",
        "from all samples",
    ),
    "a shape that only one factor has": (
        "backward",
        """
def backward(params, cache, activations, d_output):
    grads, delta = [], d_output * ACTIVATIONS[activations[-1]][1](cache[-1][1])
    for layer in range(len(params) - 1, -1, -1):
        a_prev, z = cache[layer]
        grads.insert(0, (a_prev.T @ delta, delta.sum(axis=0)))
        delta = delta @ params[layer][0].T * ACTIVATIONS[activations[layer - 1]][1](cache[layer - 1][1])
    return grads
""",
        "Two shapes do not fit together",
        "delta (",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_is_so(case):
    function, code, must, must_not = CASES[case]
    said = " ".join(words(function, code).split())
    assert must in said
    assert must_not not in said


def test_a_name_that_the_file_itself_does_not_know():
    """The table that is given in the file ends in a NameError while the file is read."""
    camel = "def reluDerivative(z):\n    return np.where(z > 0, 1.0, 0.0)"
    (report,) = grade_functions({"relu_derivative": camel}, steps=[step_of("relu_derivative")], diagnosis=True)
    (result,) = [result for result in report.functions if result.function == "relu_derivative"]
    assert result.diagnosis
    assert "relu_derivative is missing. reluDerivative in line" in result.diagnosis.message
