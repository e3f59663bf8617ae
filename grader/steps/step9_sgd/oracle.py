"""Right answers of step 9: momentum, and trainings whose batches are known."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.compare import bias
from grader.steps.shared.numeric import Params, gradients, outputs
from grader.steps.shared.remember import remembered
from grader.steps.step7_classification.oracle import accuracy, classes_loss, softmax
from grader.steps.step8_data.oracle import one_hot


def momentum_step(params: Params, grads: Any, velocity: Any, rate: float, momentum: float) -> tuple[list, list]:
    moved, speeds = [], []
    for pair, slopes, before in zip(params, grads, velocity, strict=True):
        W, b = (momentum * np.asarray(v) - rate * np.asarray(g) for v, g in zip(before, slopes, strict=True))
        speeds.append((np.asarray(W), bias(b)))
        moved.append((np.asarray(pair[0] + W), bias(pair[1] + b)))
    return moved, speeds


@dataclass(frozen=True)
class Problem:
    """What fit is asked: a start, samples to learn from, samples to be judged by, and how to go down."""

    params: list
    X: np.ndarray
    labels: np.ndarray
    X_val: np.ndarray
    labels_val: np.ndarray
    activations: list[str]
    rate: float
    momentum: float = 0.0

    def loss(self, params: Params, rows: Sequence[int] | None = None) -> float:
        """The cross-entropy of these training samples, or of all."""
        chosen = slice(None) if rows is None else list(rows)
        return classes_loss(outputs(params, self.X[chosen], self.activations), self.labels[chosen])

    def validation(self, params: Params) -> tuple[float, float]:
        """Loss and accuracy on the validation data."""
        logits = outputs(params, self.X_val, self.activations)
        return classes_loss(logits, self.labels_val), accuracy(logits.tolist(), self.labels_val)

    def slopes(self, params: Params, rows: Sequence[int]) -> list[tuple]:
        """The gradients of the loss of some samples."""
        if self.activations == ["identity"]:  # one layer: dW is X transposed times what softmax gives too much
            X, labels = self.X[list(rows)], self.labels[list(rows)]
            surplus = softmax(outputs(params, X, ["identity"]).tolist()) - one_hot(labels, params[0][0].shape[1])
            return [(X.T @ surplus / len(X), bias(surplus.sum(axis=0) / len(X)))]
        return gradients(params, lambda moved: self.loss(moved, rows))


@dataclass(frozen=True)
class Epoch:
    """The state after an epoch. met: the loss of each batch before and after its step, and of all data at both ends."""

    params: Params
    velocity: list
    met: tuple[float, ...]
    validation_loss: float
    accuracy: float

    @property
    def before(self) -> float:
        return self.met[0]

    @property
    def after(self) -> float:
        return self.met[-1]


def start(problem: Problem) -> Epoch:
    """The state before the first epoch."""
    params: Params = [(np.asarray(W, float), bias(b)) for W, b in problem.params]
    velocity: Params = [(np.zeros(W.shape), bias(np.zeros(np.shape(b)))) for W, b in params]
    return Epoch(params, velocity, (problem.loss(params),), *problem.validation(params))


@remembered
def one_epoch(problem: Problem, state: Epoch, batches: Sequence[Sequence[int]]) -> Epoch:
    """What an epoch makes of a state, with these samples in its batches."""
    params, velocity, met = state.params, state.velocity, [problem.loss(state.params)]
    for rows in batches:
        met.append(problem.loss(params, rows))
        grads = problem.slopes(params, rows)
        params, velocity = momentum_step(params, grads, velocity, problem.rate, problem.momentum)
        met.append(problem.loss(params, rows))
    return Epoch(params, velocity, (*met, problem.loss(params)), *problem.validation(params))


def full_batch(problem: Problem, epochs: int) -> list[Epoch]:
    """The state after each epoch, where one batch holds all samples."""
    states = [start(problem)]
    for _ in range(epochs):
        states.append(one_epoch(problem, states[-1], [range(len(problem.X))]))
    return states[1:]


def ways_to_deal(n: int, size: int) -> Iterator[list[list[int]]]:
    """Every way to deal n samples into two batches, the first of this size; the order within a batch does not count."""
    for first in itertools.combinations(range(n), size):
        yield [list(first), [row for row in range(n) if row not in first]]


def epochs_until(losses: Sequence[float], patience: int) -> int:
    """After how many epochs it stops: when so many in a row have brought nothing below the best before them."""
    for end in range(1, len(losses) + 1):
        best = min(range(end), key=losses.__getitem__)
        if end - 1 - best >= patience:
            return end
    return len(losses)


def best_epoch(losses: Sequence[float]) -> int:
    """The index of the first of the lowest losses."""
    return min(range(len(losses)), key=losses.__getitem__)
