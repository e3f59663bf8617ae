"""Right answers for steps 7 to 9 by slow and obvious ways: numbers through `math`, gradients by differences."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.compare import bias
from grader.oracle import Params, central_differences, gradients, outputs

SMALLEST = 1e-12  # no probability counts as less


def softmax_of_row(row: list[float]) -> list[float]:
    powers = [math.exp(z - max(row)) for z in row]
    return [power / math.fsum(powers) for power in powers]


def softmax(logits: Any) -> np.ndarray:
    return np.array([softmax_of_row([float(z) for z in row]) for row in logits])


def loss_of_row(row: list[float], label: int) -> float:
    return math.log(math.fsum(math.exp(z - max(row)) for z in row)) + max(row) - row[label]


def cross_entropy(logits: Any, labels: Any) -> float:
    losses = [loss_of_row([float(z) for z in row], int(k)) for row, k in zip(logits, labels, strict=True)]
    return math.fsum(losses) / len(losses)


def cross_entropy_gradient(logits: Any, labels: Any) -> np.ndarray:
    """Row by row, since a logit acts on the loss of its own sample alone."""
    rows = [
        central_differences(lambda moved, k=int(label): loss_of_row(moved.tolist(), k), row)  # type: ignore[misc]
        for row, label in zip(logits, labels, strict=True)
    ]
    return np.array(rows) / len(rows)


def loss_of_answer(p: float, target: float) -> float:
    right, wrong = max(p, SMALLEST), max(1 - p, SMALLEST)
    return -target * math.log(right) - (1 - target) * math.log(wrong)


def binary_cross_entropy(y_hat: Any, y: Any) -> float:
    pairs = list(zip(np.ravel(y_hat).tolist(), np.ravel(y).tolist(), strict=True))
    return math.fsum(loss_of_answer(p, t) for p, t in pairs) / len(pairs)


def binary_cross_entropy_gradient(y_hat: Any, y: Any) -> np.ndarray:
    """For answers that are not at 0 or 1."""
    pairs = list(zip(np.ravel(y_hat).tolist(), np.ravel(y).tolist(), strict=True))
    h = 1e-6
    slopes = [(loss_of_answer(p + h, t) - loss_of_answer(p - h, t)) / (2 * h) for p, t in pairs]
    return np.array(slopes).reshape(np.shape(y_hat)) / len(pairs)


def accuracy(logits: Any, labels: Any) -> float:
    right = [max(range(len(row)), key=row.__getitem__) == int(k) for row, k in zip(logits, labels, strict=True)]
    return sum(right) / len(right)


def one_hot(labels: Any, n_classes: int) -> np.ndarray:
    return np.array([[1.0 if column == int(label) else 0.0 for column in range(n_classes)] for label in labels])


def standardize(train: Any, other: Any) -> tuple[np.ndarray, np.ndarray]:
    """Column by column; a constant one is divided by 1."""
    columns = []
    for column, beside in zip(np.transpose(train).tolist(), np.transpose(other).tolist(), strict=True):
        mean = math.fsum(column) / len(column)
        deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / len(column)) or 1.0
        columns.append([[(x - mean) / deviation for x in part] for part in (column, beside)])
    return np.array([first for first, _ in columns]).T, np.array([second for _, second in columns]).T


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


def classes_loss(logits: np.ndarray, labels: np.ndarray) -> float:
    picked = [row[int(label)] for row, label in zip(logits, labels, strict=True)]
    return float(np.mean(np.logaddexp.reduce(logits, axis=1) - picked))


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
