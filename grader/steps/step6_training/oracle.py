"""Right answers of step 6: gradient descent with numerical gradients."""

import numpy as np

from grader.checks.compare import bias
from grader.steps.shared.numeric import Params, gradients, outputs
from grader.steps.shared.remember import remembered


def gradient_step(params: Params, grads: list[tuple], learning_rate: float) -> list[tuple]:
    return [
        (np.asarray(W - learning_rate * dW), bias(b - learning_rate * np.asarray(db)))
        for (W, b), (dW, db) in zip(params, grads, strict=True)
    ]


@remembered
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
