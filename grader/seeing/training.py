"""A network in training, step by step, on the learner's own functions; for pictures and for the page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.seeing.functions import Functions, NotSeen, Params, layers, number, numbers, pair


@dataclass(frozen=True)
class Loss:
    """A loss by the names of the learner's functions, and the activation of the output layer that goes with it."""

    value: str
    gradient: str
    output: str
    classes: bool = False


LOSSES = {
    "mse": Loss("mse", "mse_gradient", "sigmoid"),
    "binary": Loss("binary_cross_entropy", "binary_cross_entropy_gradient", "sigmoid"),
    "classes": Loss("cross_entropy", "cross_entropy_gradient", "identity", classes=True),
}


@dataclass
class Training:
    """A network, its data and how it is trained.

    sizes: units of every layer, inputs first. hidden: an activation for each hidden layer. batch: samples in a step, 0
    for all. For classes y is integers (n,), otherwise a column (n, 1). Every method raises NotSeen.
    """

    functions: Functions
    sizes: list[int]
    hidden: list[str]
    loss: Loss
    rate: float
    batch: int = 0
    momentum: float = 0.0
    seed: int = 0
    params: Params = field(init=False)
    rng: np.random.Generator = field(init=False)
    velocity: Any = field(init=False)

    def __post_init__(self) -> None:
        self.activations = [*self.hidden, self.loss.output]
        self.begin()

    def begin(self) -> None:
        """New weights, drawn from the seed."""
        self.rng = np.random.default_rng(self.seed)
        drawn = self.functions.ask("init_params", self.sizes, self.rng)
        self.params = layers(drawn, self.sizes, "init_params")
        self.velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in self.params]

    def forward(self, X: np.ndarray) -> tuple[Any, Any]:
        """What comes out of the network, and the cache."""
        return pair(self.functions.ask("forward", self.params, X, self.activations), "forward", "y_hat, cache")

    def epoch(self, X: np.ndarray, y: np.ndarray) -> Iterator[None]:
        """One pass over the data; it pauses after each step."""
        for X_batch, y_batch in self.batches(X, y):
            y_hat, cache = self.forward(X_batch)
            slope = self.functions.ask(self.loss.gradient, y_hat, y_batch)
            grads = self.functions.ask("backward", self.params, cache, self.activations, slope)
            self._expect_to_fit(grads)
            self.walk(grads)
            yield

    def _expect_to_fit(self, grads: Any) -> None:
        """Raises NotSeen where the gradients are none of these params; what they hold is not looked at."""
        try:
            shapes = [(np.shape(dW), np.shape(db)) for dW, db in grads]
        except (TypeError, ValueError):
            shapes = []
        if shapes != [(np.shape(W), np.shape(b)) for W, b in self.params]:
            layers(grads, self.sizes, "backward", "dW, db")

    def batches(self, X: np.ndarray, y: np.ndarray) -> list[tuple[Any, Any]]:
        """The data of each step of an epoch."""
        if not self.batch:
            return [(X, y)]
        dealt = self.functions.ask("minibatches", X, y, self.batch, self.rng)
        if not isinstance(dealt, list):
            raise NotSeen("minibatches yields no batches")
        return [pair(item, "minibatches, for a batch,", "X_batch, y_batch") for item in dealt]

    def walk(self, grads: Any) -> None:
        """One step downhill."""
        if not self.momentum:
            self.params = self.functions.ask("gradient_step", self.params, grads, self.rate)
            return
        told = self.functions.ask("momentum_step", self.params, grads, self.velocity, self.rate, self.momentum)
        self.params, self.velocity = pair(told, "momentum_step", "params, velocity")

    def check(self) -> None:
        """Raises NotSeen where the params are not those of this network any more."""
        name = "momentum_step" if self.momentum else "gradient_step"
        layers(self.params, self.sizes, name)

    def loss_on(self, X: np.ndarray, y: np.ndarray) -> float:
        """The loss; it may be no finite number."""
        value = self.functions.ask(self.loss.value, self.forward(X)[0], y)
        try:
            return float(value)
        except (TypeError, ValueError):
            return number(value, self.loss.value)

    def units(self, X: np.ndarray) -> list[np.ndarray]:
        """What every unit of every layer answers, (n, units) for each layer: probabilities at the output."""
        y_hat, cache = self.forward(X)
        if not isinstance(cache, (list, tuple)) or len(cache) != len(self.sizes) - 1:
            raise NotSeen("forward gave a cache that has no pair (a_prev, z) for each layer")
        inputs = [pair(entry, "forward, in the cache,", "a_prev, z")[0] for entry in cache[1:]]
        told = [numbers(a, (len(X), n), "forward, as a_prev,") for a, n in zip(inputs, self.sizes[1:], strict=False)]
        return [*told, self._answers(y_hat, len(X))]

    def answers(self, X: np.ndarray) -> np.ndarray:
        """What the network answers, (n, outputs): probabilities for classes."""
        return self._answers(self.forward(X)[0], len(X))

    def _answers(self, y_hat: Any, n: int) -> np.ndarray:
        name = "softmax" if self.loss.classes else "forward"
        return numbers(self.functions.ask("softmax", y_hat) if self.loss.classes else y_hat, (n, self.sizes[-1]), name)

    def right(self, X: np.ndarray, y: np.ndarray) -> float:
        """The part of the samples that are answered rightly, by the learner's `accuracy` or `predict`."""
        if self.loss.classes:
            return number(self.functions.ask("accuracy", self.forward(X)[0], y), "accuracy")
        decided = self.functions.ask("predict", self.params, X, self.activations)
        return float(np.mean(numbers(decided, y.shape, "predict") == y))
