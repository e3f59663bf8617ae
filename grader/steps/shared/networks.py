"""Networks to ask about: the same for every learner, or random for hidden checks.

The inputs are chosen so that wrong answers differ: every axis has its own length (and once all are equal, for what
shapes would betray), biases are not zero, activations are mixed, rates are not 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import pairwise
from typing import Any

import numpy as np

from grader.checks import question
from grader.checks.question import DEEP, Question
from grader.steps.step2_network.oracle import forward


@dataclass(frozen=True)
class Network(question.Network):
    """A small network, with what its forward pass leaves behind."""

    @cached_property
    def cache(self) -> list:
        return forward(self.params, self.X, self.activations)[1]


def network(sizes: list[int], activations: list[str], samples: int, rng: np.random.Generator) -> Network:
    """A random network with nonzero biases and no pre-activation near relu's kink."""
    while True:
        params = [
            (rng.normal(0, 1.0, (n_in, n_out)) / n_in**0.5, rng.normal(0, 0.5, n_out))
            for n_in, n_out in pairwise(sizes)
        ]
        X = rng.normal(0, 1, (samples, sizes[0]))
        zs = [z for _, z in forward(params, X, activations)[1]]
        if min(np.min(np.abs(z)) for z in zs) > 1e-3 and _alive(zs, activations):
            break
    y = rng.uniform(0, 1, (samples, sizes[-1]))
    return Network(params, X, y, activations, rng.normal(0, 1, y.shape))


def _alive(zs: list[np.ndarray], activations: list[str]) -> bool:
    """Whether every relu layer passes something on, and not everything: dead units would hide mistakes."""
    relus = [z for z, name in zip(zs, activations, strict=True) if name == "relu"]
    return all((z > 0).any() and (z.size < 3 or (z < 0).any()) for z in relus)


def rounded(value: Any) -> Any:
    """Arrays with two decimals, so that a question can be read and typed in."""
    if isinstance(value, (list, tuple)):
        return type(value)(rounded(part) for part in value)
    return np.round(value, 2)


@cache
def fixed(sizes: tuple[int, ...], activations: tuple[str, ...], samples: int, seed: int, message: float = 1) -> Network:
    """A network that is the same in every run, with two decimals."""
    made = network(list(sizes), list(activations), samples, np.random.default_rng(seed))
    message_from_above = message * rounded(made.d_output)
    return Network(rounded(made.params), rounded(made.X), rounded(made.y), list(activations), message_from_above)


def deep() -> Network:
    """The network that shows most mistakes: 3-5-4-2, relu, tanh, sigmoid, six samples, nonzero biases."""
    return fixed((3, 5, 4, 2), ("relu", "tanh", "sigmoid"), 6, 8)


def square() -> Network:
    """Four units everywhere and four samples: mistakes that would stumble over the shapes go through."""
    return fixed((4, 4, 4, 4), ("tanh", "relu", "identity"), 4, 5, 3.0)


def linear() -> Network:
    """One identity layer, 3-2, four samples."""
    return fixed((3, 2), ("identity",), 4, 3)


def single() -> Network:
    """One tanh layer, 3-2, four samples."""
    return fixed((3, 2), ("tanh",), 4, 3)


def one_row() -> Network:
    """The deep network with the one of its samples in which every layer is awake."""
    n = deep()
    return Network(n.params, n.X[3:4], n.y[3:4], n.activations, n.d_output[3:4])


def whole_numbers() -> Network:
    n = deep()
    X = np.array([[1, 0, -2], [0, 1, 3], [2, -1, 0], [1, 1, -1]])
    return Network(n.params, X, n.y[:4], n.activations, n.d_output[:4])


def tenfold() -> Network:
    n = deep()
    return Network(n.params, n.X, n.y, n.activations, 10 * n.d_output)


NETWORKS: list[tuple[str, Callable[[], Network], tuple[str, ...]]] = [
    ("one identity layer, 3-2, 4 samples", linear, ()),
    ("one tanh layer, 3-2, 4 samples", single, ()),
    (DEEP, deep, ("deep",)),
    (DEEP.replace("6 samples", "1 sample"), one_row, ("one sample",)),
    ("a 4-4-4-4 network (tanh, relu, identity), 4 samples", square, ()),
    ("one sigmoid layer, 3-2, 4 samples", partial(fixed, (3, 2), ("sigmoid",), 4, 3), ()),
    ("one relu layer, 3-2, 4 samples", partial(fixed, (3, 2), ("relu",), 4, 3), ()),
    # A claim about single samples, or about the last layer, is tried on more than one network.
    ("a 2-4-3 network (relu, tanh), 1 sample", partial(fixed, (2, 4, 3), ("relu", "tanh"), 1, 6), ("one sample",)),
    (
        "a 3-4-3 network (sigmoid, relu), 1 sample",
        partial(fixed, (3, 4, 3), ("sigmoid", "relu"), 1, 1),
        ("one sample",),
    ),
    # Axes of length 1, and layers whose activations have one name.
    ("one tanh layer, 2-1, 3 samples", partial(fixed, (2, 1), ("tanh",), 3, 3), ()),
    ("a 2-1-1 network (sigmoid, sigmoid), 3 samples", partial(fixed, (2, 1, 1), ("sigmoid", "sigmoid"), 3, 2), ()),
    ("a 3-2-2 network (tanh, tanh), 2 samples", partial(fixed, (3, 2, 2), ("tanh", "tanh"), 2, 9), ()),
]


def backward_arguments(n: Network) -> tuple:
    """What backward is called with."""
    return n.params, n.cache, n.activations, n.d_output


def forward_arguments(n: Network) -> tuple:
    """What forward and predict are called with."""
    return n.params, n.X, n.activations


def network_question(
    function: str,
    label: str,
    make: Callable[[], Network],
    right: Callable[[Network], Any],
    arguments: Callable[[Network], tuple] = forward_arguments,
) -> Question:
    """A question about a network. make: the network; right: the answer that is due for it."""
    return Question(function, label, lambda: arguments(make()), cache(lambda: right(make())), make)


def question_grads(n: Network) -> list:
    """Gradients for a step, some of them above 1."""
    rng = np.random.default_rng(5)
    return [(np.round(rng.normal(size=W.shape), 2), np.round(rng.normal(size=b.shape), 2)) for W, b in n.params]


def xor() -> Network:
    n = fixed((2, 5, 1), ("tanh", "sigmoid"), 4, 2)
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return Network(n.params, X, np.array([[0.0], [1.0], [1.0], [0.0]]), n.activations, n.d_output)


class SharedGenerator:
    """Two questions in a row that use one generator: the first makes it, the second goes on with it."""

    def __init__(self) -> None:
        self.generator = np.random.default_rng(5)

    def fresh(self) -> np.random.Generator:
        self.generator = np.random.default_rng(5)
        return self.generator

    def same(self) -> np.random.Generator:
        return self.generator
