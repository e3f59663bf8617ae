"""A network that reads digits, trained by the learner's own `fit`, in one call."""

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

import datasets
from grader.seeing.functions import Functions, NotSeen, Params, layers, numbers, pair

ACTIVATIONS = ["relu", "identity"]
SECONDS = 120  # for fit
LISTS = ("train_loss", "validation_loss", "validation_accuracy")


@dataclass(frozen=True)
class Digits:
    """Digits to learn from and to be judged by: pictures (n, side * side) from 0 to 1, and labels (n,).

    scaled: whether a network is shown them as the learner's `standardize` makes them.
    """

    seen: np.ndarray
    y_train: np.ndarray
    unseen: np.ndarray
    y_val: np.ndarray
    scaled: bool

    @property
    def side(self) -> int:
        return round(self.seen.shape[1] ** 0.5)

    def inputs(self, functions: Functions, pictures: np.ndarray) -> np.ndarray:
        """Pictures as the network is shown them."""
        if not self.scaled:
            return pictures
        _, other = pair(functions.ask("standardize", self.seen, pictures), "standardize", "train, other")
        return numbers(other, pictures.shape, "standardize")


@dataclass(frozen=True)
class Reader:
    """A network that was trained on digits. losses: one number for each epoch. sure: (n, 10), of the unseen ones."""

    digits: Digits
    params: Params
    losses: dict[str, np.ndarray]
    sure: np.ndarray

    @property
    def guesses(self) -> np.ndarray:
        return np.argmax(self.sure, axis=1)

    @property
    def right(self) -> int:
        return int(np.sum(self.guesses == self.digits.y_val))

    def examples(self, count: int) -> np.ndarray:
        """Numbers of digits to show: first some that are read, then as many misread ones, where there are so many."""
        wrong = np.flatnonzero(self.guesses != self.digits.y_val)[: count // 2]
        right = np.flatnonzero(self.guesses == self.digits.y_val)
        turn = [np.sum(self.digits.y_val[right[:i]] == self.digits.y_val[number]) for i, number in enumerate(right)]
        by_digit = right[np.lexsort((self.digits.y_val[right], turn))]  # 0 to 9, and 0 to 9 again
        return np.concatenate([by_digit[: count - len(wrong)], wrong])

    def read(self, functions: Functions, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What it makes of a picture (side * side,): ten probabilities, and what each hidden unit answers."""
        return _read(functions, self.params, self.digits.inputs(functions, picture.reshape(1, -1)))


def _read(functions: Functions, params: Params, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    logits, cache = pair(functions.ask("forward", params, X, ACTIVATIONS), "forward", "y_hat, cache")
    sure = numbers(functions.ask("softmax", logits), (len(X), 10), "softmax")
    if not isinstance(cache, (list, tuple)) or len(cache) != len(params):
        raise NotSeen("forward gave a cache that has no pair (a_prev, z) for each layer")
    hidden = pair(cache[-1], "forward, in the cache,", "a_prev, z")[0]
    return sure, numbers(hidden, (len(X), len(params[0][1])), "forward, as a_prev,")


def small_digits(functions: Functions, rng: np.random.Generator) -> Digits:
    """Those that come with the kit, parted by the learner's own function. Raises NotSeen."""
    X, y = datasets.digits()
    told = functions.ask("train_validation_split", X, y, 0.2, rng)
    if not isinstance(told, (tuple, list)) or len(told) != 4:
        raise NotSeen("train_validation_split gave no four arrays (X_train, y_train, X_val, y_val)")
    parts = []
    for part, wide in zip(told, (64, 0, 64, 0), strict=True):
        rows = len(part) if isinstance(part, (np.ndarray, list)) else 0
        parts.append(numbers(part, (rows, wide) if wide else (rows,), "train_validation_split"))
    if not len(parts[0]) or not len(parts[2]) or len(parts[0]) != len(parts[1]) or len(parts[2]) != len(parts[3]):
        raise NotSeen("train_validation_split gave parts without samples, or without a label for each")
    return Digits(parts[0], parts[1].astype(np.int64), parts[2], parts[3].astype(np.int64), scaled=True)


def mnist(folder: str | os.PathLike[str]) -> Digits:
    """MNIST from its four files. Raises OSError and ValueError."""
    return Digits(*datasets.mnist(folder), scaled=False)


def learn(functions: Functions, digits: Digits, rng: np.random.Generator, epochs: int) -> Reader:
    """Train a network with one hidden layer. Raises NotSeen."""
    small = digits.side == 8
    sizes = [digits.seen.shape[1], 32 if small else 128, 10]
    rate, batch, momentum, patience = (0.02, 32, 0.9, 5) if small else (0.1, 64, 0.0, 3)
    kind = digits.seen.dtype
    drawn = layers(functions.ask("init_params", sizes, rng), sizes, "init_params")
    params = [(W.astype(kind), b.astype(kind)) for W, b in drawn]
    X_train, X_val = digits.inputs(functions, digits.seen), digits.inputs(functions, digits.unseen)
    data = (X_train, digits.y_train, X_val, digits.y_val)
    told = functions.ask(
        "fit", params, *data, ACTIVATIONS, rate, batch, epochs, rng, momentum, patience, seconds=SECONDS
    )
    trained, history = pair(told, "fit", "params, history")
    best = layers(trained, sizes, "fit")
    return Reader(digits, best, _losses(history), _read(functions, best, X_val)[0])


def _losses(history: Any) -> dict[str, np.ndarray]:
    if not isinstance(history, dict) or not set(LISTS) <= set(history):
        raise NotSeen(f"fit gave a history without {', '.join(LISTS)}")
    epochs = len(history[LISTS[0]]) if isinstance(history[LISTS[0]], (list, tuple, np.ndarray)) else 0
    return {name: numbers(history[name], (epochs,), f"fit, as {name},") for name in LISTS}
