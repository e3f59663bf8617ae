"""Public questions, the same for every learner: a few inputs per function that show almost every mistake.

A check that fails on hidden numbers shows a failing probe in their place, and a mistake is named by what the function
answers here. The inputs are chosen so that wrong answers differ: every axis has its own length (and once all are equal,
for what shapes would betray), biases are not zero, activations are mixed, rates are not 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import pairwise
from typing import Any

import numpy as np

from grader import curriculum, oracle, probe, settling
from grader.landscape import Landscape
from grader.probe import DEEP, TENFOLD, Probe


@dataclass(frozen=True)
class Network(probe.Network):
    """A small network, with what its forward pass leaves behind."""

    @cached_property
    def cache(self) -> list:
        return oracle.forward(self.params, self.X, self.activations)[1]


def network(sizes: list[int], activations: list[str], samples: int, rng: np.random.Generator) -> Network:
    """A random network with nonzero biases and no pre-activation near relu's kink."""
    while True:
        params = [
            (rng.normal(0, 1.0, (n_in, n_out)) / n_in**0.5, rng.normal(0, 0.5, n_out))
            for n_in, n_out in pairwise(sizes)
        ]
        X = rng.normal(0, 1, (samples, sizes[0]))
        zs = [z for _, z in oracle.forward(params, X, activations)[1]]
        if min(np.min(np.abs(z)) for z in zs) > 1e-3 and _alive(zs, activations):
            break
    y = rng.uniform(0, 1, (samples, sizes[-1]))
    return Network(params, X, y, activations, rng.normal(0, 1, y.shape))


def _alive(zs: list[np.ndarray], activations: list[str]) -> bool:
    """Whether every relu layer passes something on, and not everything: dead units would hide mistakes."""
    relus = [z for z, name in zip(zs, activations, strict=True) if name == "relu"]
    return all((z > 0).any() and (z.size < 3 or (z < 0).any()) for z in relus)


def rounded(value: Any) -> Any:
    """Arrays with two decimals, so that a probe can be read and typed in."""
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
    n = deep()
    return Network(n.params, n.X[:1], n.y[:1], n.activations, n.d_output[:1])


def whole_numbers() -> Network:
    n = deep()
    X = np.array([[1, 0, -2], [0, 1, 3], [2, -1, 0], [1, 1, -1]])
    return Network(n.params, X, n.y[:4], n.activations, n.d_output[:4])


def tenfold() -> Network:
    n = deep()
    return Network(n.params, n.X, n.y, n.activations, 10 * n.d_output)


NETWORKS: list[tuple[str, Callable[[], Network]]] = [
    ("one identity layer, 3-2, 4 samples", linear),
    ("one tanh layer, 3-2, 4 samples", single),
    (DEEP, deep),
    (DEEP.replace("6 samples", "1 sample"), one_row),
    ("a 4-4-4-4 network (tanh, relu, identity), 4 samples", square),
]

Z = [
    ("a few numbers", np.array([-2.0, 0.5, 3.0])),
    ("two rows", np.array([[-1.5, -0.3, 0.2], [0.7, 1.2, 7.0]])),
    ("integers", np.array([-3, -1, 1, 2, 3])),
    ("an exact 0", np.array([-1.5, 0.0, 2.0])),
    ("negative numbers only", np.array([-3.0, -1.3, -0.4])),
    ("numbers far to the left", np.array([-20.0, -14.0, -9.0])),
    ("numbers far to the right", np.array([9.0, 14.0, 20.0])),
    ("very large numbers", np.array([-10000.0, -800.0, 800.0, 10000.0])),
    ("very large positive numbers", np.array([800.0, 10000.0])),
]


def _activation_probes(name: str) -> list[Probe]:
    def probe(about: str, z: np.ndarray) -> Probe:
        settle = settling.slope_at_zero if (name, about) == ("relu_derivative", "an exact 0") else None
        return Probe(name, about, lambda: (z.copy(),), lambda: oracle.elementwise(name, z), settle=settle)

    return [probe(about, z) for about, z in Z]


def backward_arguments(n: Network) -> tuple:
    """What backward is called with."""
    return n.params, n.cache, n.activations, n.d_output


def _network_probe(function: str, about: str, make: Callable[[], Network]) -> Probe:
    def arguments() -> tuple:
        n = make()
        return backward_arguments(n) if function == "backward" else (n.params, n.X, n.activations)

    def expected() -> Any:
        n = make()
        if function == "backward":
            return oracle.backward(n.params, n.X, n.activations, n.d_output)
        right = oracle.forward if function == "forward" else oracle.predict
        return right(n.params, n.X, n.activations)

    return Probe(function, about, arguments, cache(expected), make)


PAIRS = [
    (
        "4 samples, 3 outputs",
        np.array([[0.5, 2.0, 1.0], [-1.0, 0.0, 2.5], [3.0, 1.0, -0.5], [0.2, -1.5, 0.8]]),
        np.array([[1.0, 0.0, 1.5], [-2.0, 0.5, 1.0], [1.0, 1.5, 0.5], [-0.6, 0.7, -1.0]]),
    ),
    (
        "5 samples, 1 output",
        np.array([[0.2], [0.9], [0.6], [0.1], [0.75]]),
        np.array([[0], [1], [1], [0], [1]]),
    ),
    ("1 sample, 3 outputs", np.array([[0.4, -0.2, 0.7]]), np.array([[1.0, 0.5, 0.0]])),
    ("integers", np.array([[2, 0], [1, 5], [3, 3]]), np.array([[0, 1], [1, 2], [4, 3]])),
]


def _pair_probes(function: str) -> list[Probe]:
    right = getattr(oracle, function)
    return [
        Probe(function, about, lambda a=a, b=b: (a.copy(), b.copy()), lambda a=a, b=b: right(a, b))  # type: ignore[misc]
        for about, a, b in PAIRS
    ]


def _gradient_probe(about: str, x: np.ndarray, *h: float) -> Probe:
    f = Landscape.of_shape(x.shape)
    right = cache(lambda: oracle.central_differences(f, x, *h))
    return Probe("numerical_gradient", about, lambda: (f, x.copy(), *h), right)


def _error_probe(about: str, a: list, b: list) -> Probe:
    def arguments() -> tuple:
        return np.array(a), np.array(b)

    return Probe("relative_error", about, arguments, lambda: oracle.relative_error(a, b))


def probe_grads(n: Network) -> list:
    """Gradients for a step, some of them above 1."""
    rng = np.random.default_rng(5)
    return [(np.round(rng.normal(size=W.shape), 2), np.round(rng.normal(size=b.shape), 2)) for W, b in n.params]


def _step_probe(about: str, make: Callable[[], Network], rate: float) -> Probe:
    def arguments() -> tuple:
        return make().params, probe_grads(make()), rate

    return Probe("gradient_step", about, arguments, lambda: oracle.gradient_step(*arguments()), make)


def _train_probe(about: str, make: Callable[[], Network], rate: float, epochs: int, print_every: int = 0) -> Probe:
    def arguments() -> tuple:
        n = make()
        return n.params, n.X, n.y, n.activations, rate, epochs, print_every

    return Probe("train", about, arguments, cache(lambda: oracle.train(*arguments()[:-1])), make)


def _xor() -> Network:
    n = fixed((2, 5, 1), ("tanh", "sigmoid"), 4, 2)
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return Network(n.params, X, np.array([[0.0], [1.0], [1.0], [0.0]]), n.activations, n.d_output)


def _rising() -> Network:
    n = fixed((2, 2), ("identity",), 5, 6)
    return Network(n.params, n.X + 1, n.y, n.activations, n.d_output)


def _answers_itself() -> Network:
    X = np.array([[0.2, 0.9], [0.5, 0.6], [1.7, -0.4], [0.49, 0.1], [2.6, 0.5], [1.0, -2.3]])
    return Network([(np.eye(2), np.zeros(2))], X, np.zeros((6, 2)), ["identity"], np.zeros((6, 2)))


class _SharedGenerator:
    """Two probes in a row that use one generator: the first makes it, the second goes on with it."""

    def __init__(self) -> None:
        self.generator = np.random.default_rng(5)

    def fresh(self) -> np.random.Generator:
        self.generator = np.random.default_rng(5)
        return self.generator


def _init_probes() -> list[Probe]:
    shared = _SharedGenerator()

    def probe(about: str, sizes: list[int], rng: Callable[[], np.random.Generator]) -> Probe:
        return Probe("init_params", about, lambda: (list(sizes), rng()))

    return [
        probe("sizes 3-5-4-2", [3, 5, 4, 2], lambda: np.random.default_rng(0)),
        probe("sizes 30-40-30, seed 1", [30, 40, 30], lambda: np.random.default_rng(1)),
        probe("sizes 30-40-30, seed 1 again", [30, 40, 30], lambda: np.random.default_rng(1)),
        probe("sizes 30-40-30, seed 2", [30, 40, 30], lambda: np.random.default_rng(2)),
        probe("sizes 30-40-30, a generator", [30, 40, 30], shared.fresh),
        probe("sizes 30-40-30, the same generator again", [30, 40, 30], lambda: shared.generator),
        probe("sizes 30-30-30", [30, 30, 30], lambda: np.random.default_rng(3)),
        probe("sizes 10-400-10", [10, 400, 10], lambda: np.random.default_rng(4)),
        probe("sizes 100-100", [100, 100], lambda: np.random.default_rng(4)),
    ]


@cache
def probes() -> dict[str, list[Probe]]:
    """The probes of every function, the most telling examples first."""
    found = {name: _activation_probes(name) for name in list(oracle.NUMBERS)[1:]}
    found["init_params"] = _init_probes()
    found["forward"] = [_network_probe("forward", about, make) for about, make in NETWORKS]
    found["forward"].append(_network_probe("forward", "a 3-5-4-2 network with an X of integers", whole_numbers))
    found["mse"] = _pair_probes("mse")
    found["mse_gradient"] = _pair_probes("mse_gradient")
    found["numerical_gradient"] = [
        _gradient_probe("three numbers, h = 0.1", np.array([0.5, -1.2, 1.7]), 0.1),
        _gradient_probe(
            "a matrix of shape (2, 3), h = 0.1", np.array([[0.31, -0.82, 1.27], [-0.44, 0.93, -1.61]]), 0.1
        ),
        _gradient_probe("four numbers and no h", np.array([0.5, -1.2, 1.7, 0.3])),
        _gradient_probe("a matrix of shape (2, 3) and no h", np.array([[0.31, -0.82, 1.27], [-0.44, 0.93, -1.61]])),
    ]
    found["relative_error"] = [
        _error_probe("five numbers", [1.0, -2.0, 3.0, -0.5, 2.0], [1.1, -2.3, 2.5, 0.2, 2.0]),
        _error_probe("a matrix", [[1, -2, 0.03], [40, -5, 0.6]], [[1.2, -2.5, 0.031], [43, -4, 0.5]]),
        _error_probe("three numbers, the last the worst", [1.0, -2.0, 0.5], [1.5, -1.6, 0.6]),
        _error_probe("equal arrays with a 0", [0.0, 1.0], [0.0, 1.0]),
        _error_probe("a tiny entry", [3e-9, 1.0, -2.0], [-1e-9, 1.0, -2.0]),
    ]
    found["backward"] = [_network_probe("backward", about, make) for about, make in NETWORKS]
    for name in ("sigmoid", "relu"):
        one = partial(fixed, (3, 2), (name,), 4, 3)
        found["backward"].append(_network_probe("backward", f"one {name} layer, 3-2, 4 samples", one))
    found["backward"].append(_network_probe("backward", TENFOLD, tenfold))
    found["gradient_step"] = [
        _step_probe("a 3-5-4-2 network, rate 0.1", deep, 0.1),
        _step_probe("a 4-4-4-4 network, rate 0.3", square, 0.3),
        _step_probe("one layer, rate 0.5", single, 0.5),
    ]
    small = fixed((2, 3, 2), ("tanh", "sigmoid"), 5, 11)
    three_layers = fixed((2, 3, 2, 2), ("tanh", "relu", "sigmoid"), 5, 4)
    found["train"] = [
        _train_probe("4 epochs of a 2-3-2 network, rate 1.5", lambda: small, 1.5, 4),
        _train_probe("1 epoch of a 2-3-2 network, rate 1.5", lambda: small, 1.5, 1),
        _train_probe("6 epochs of a 2-3-2-2 network, rate 1.5, print_every 3", lambda: three_layers, 1.5, 6, 3),
        _train_probe("6 epochs of one identity layer, rate 0.9: the loss rises", _rising, 0.9, 6),
        _train_probe("8 epochs of a 2-5-1 network on XOR, rate 2", _xor, 2.0, 8),
    ]
    found["predict"] = [
        _network_probe("predict", "a 3-5-4-2 network (relu, tanh, sigmoid), 6 samples", deep),
        _network_probe("predict", "one identity layer that gives back X", _answers_itself),
        _network_probe("predict", "a 2-5-1 network, 4 samples", _xor),
    ]
    from grader import probes_beyond  # it builds on this module

    without: dict[str, list[Probe]] = {name: [] for name in curriculum.functions()}  # a new function may have none yet
    return without | found | probes_beyond.probes()
