"""Right answers by slow and obvious ways, which share no line with the reference or with a learner.

Activations go number by number through `math`; every gradient is a central difference of the value it belongs to.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.compare import bias

Params = list[tuple[np.ndarray, np.ndarray]]
H = 1e-5


def sigmoid_of_number(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


NUMBERS: dict[str, Callable[[float], float]] = {
    "identity": lambda z: z,
    "sigmoid": sigmoid_of_number,
    "sigmoid_derivative": lambda z: sigmoid_of_number(z) * sigmoid_of_number(-z),
    "relu": lambda z: z if z > 0 else 0.0,
    "relu_derivative": lambda z: 1.0 if z > 0 else 0.0,
    "tanh": math.tanh,
    "tanh_derivative": lambda z: 0.0 if abs(z) > 300 else 1 / math.cosh(z) ** 2,
}


def elementwise(name: str, z: Any) -> np.ndarray:
    """The named function of every entry of `z`, one by one."""
    z = np.asarray(z, dtype=float)
    return np.array([NUMBERS[name](float(entry)) for entry in z.flat]).reshape(z.shape)


_FAST: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 0.5 + 0.5 * np.tanh(0.5 * z),
    "relu": lambda z: (z + np.abs(z)) / 2,
    "tanh": np.tanh,
}


def outputs(params: Params, X: np.ndarray, activations: list[str]) -> np.ndarray:
    """What the network gives, one layer after the other."""
    a = np.asarray(X, dtype=float)
    for (W, b), name in zip(params, activations, strict=True):
        a = _FAST[name](a @ W + b)
    return a


def forward(params: Params, X: np.ndarray, activations: list[str]) -> tuple[np.ndarray, list]:
    """The output and the cache, sample by sample and unit by unit."""
    a, cache = np.asarray(X, dtype=float), []
    for (W, b), name in zip(params, activations, strict=True):
        n_in, n_out = W.shape
        rows = [[b[j] + sum(row[i] * W[i, j] for i in range(n_in)) for j in range(n_out)] for row in a]
        z = np.array(rows).reshape(len(a), n_out)
        cache.append((a, z))
        a = elementwise(name, z)
    return a, cache


def mse(y_hat: Any, y: Any) -> float:
    pairs = list(zip(np.ravel(y_hat).tolist(), np.ravel(y).tolist(), strict=True))
    return sum((p - t) ** 2 for p, t in pairs) / len(pairs)


def central_differences(f: Callable[[np.ndarray], float], x: Any, h: float = H) -> np.ndarray:
    """The gradient of `f` at `x`, entry by entry."""
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        gradient[index] = (f(up) - f(down)) / (2 * h)
    return gradient


def mse_gradient(y_hat: Any, y: Any) -> np.ndarray:
    return central_differences(lambda moved: mse(moved, y), y_hat, h=1e-3)  # exact: mse is a parabola


def gradients(params: Params, loss: Callable[[Params], float]) -> list[tuple]:
    """Central differences of `loss` in every weight and bias, in the structure of `params`."""

    def with_part(layer: int, part: int, array: np.ndarray) -> Params:
        changed = list(params)
        changed[layer] = (array, params[layer][1]) if part == 0 else (params[layer][0], array)
        return changed

    def gradient(layer: int, part: int) -> np.ndarray:
        return central_differences(lambda array: loss(with_part(layer, part, array)), params[layer][part])

    return [(gradient(i, 0), bias(gradient(i, 1))) for i in range(len(params))]


def backward(params: Params, X: np.ndarray, activations: list[str], d_output: np.ndarray) -> list[tuple]:
    """The gradients of a loss whose gradient in the output is `d_output`: of sum(d_output * output)."""
    return gradients(params, lambda moved: float(np.sum(d_output * outputs(moved, X, activations))))


def gradient_step(params: Params, grads: list[tuple], learning_rate: float) -> list[tuple]:
    return [
        (np.asarray(W - learning_rate * dW), bias(b - learning_rate * np.asarray(db)))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


def train(
    params: Params, X: np.ndarray, y: np.ndarray, activations: list[str], learning_rate: float, epochs: int
) -> tuple[list[tuple], list[float]]:
    """Full-batch gradient descent on the mean squared error, with numerical gradients."""

    def loss(candidate: Params) -> float:
        return float(np.mean((outputs(candidate, X, activations) - y) ** 2))

    losses = []
    current: list[tuple] = [(W, bias(b)) for W, b in params]
    for _ in range(epochs):
        losses.append(loss(current))
        current = gradient_step(current, gradients(current, loss), learning_rate)
    return current, losses


def predict(params: Params, X: np.ndarray, activations: list[str]) -> np.ndarray:
    return (outputs(params, X, activations) >= 0.5).astype(int)


def relative_error(a: Any, b: Any) -> float:
    pairs = zip(np.ravel(a).tolist(), np.ravel(b).tolist(), strict=True)
    return max(abs(p - q) / max(1e-8, abs(p) + abs(q)) for p, q in pairs)
