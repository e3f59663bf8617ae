"""Public questions, the same for every learner: a few inputs per function that show almost every mistake.

A check that fails on hidden numbers shows a failing probe in their place, and a mistake is named by what the function answers here.
The inputs are chosen so that wrong answers differ: every axis has its own length, biases are not zero, activations are mixed,
rates are not 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from grader import oracle


@dataclass(frozen=True)
class Probe:
    """One call. `arguments` builds fresh arguments, `expected` gives the right answer (None where answers are random)."""

    function: str
    about: str
    arguments: Callable[[], tuple]
    expected: Callable[[], Any] | None = None


@dataclass(frozen=True)
class Network:
    """A small network with its input, its targets and what comes out of it."""

    params: list
    X: np.ndarray
    y: np.ndarray
    activations: list[str]
    d_output: np.ndarray

    @property
    def cache(self) -> list:
        return oracle.forward(self.params, self.X, self.activations)[1]


def network(sizes: list[int], activations: list[str], samples: int, rng: np.random.Generator) -> Network:
    """A random network with nonzero biases and no pre-activation near relu's kink."""
    while True:
        pairs = list(zip(sizes, sizes[1:], strict=False))
        params = [(rng.normal(0, 1.0, (n_in, n_out)) / n_in**0.5, rng.normal(0, 0.5, n_out)) for n_in, n_out in pairs]
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
def deep() -> Network:
    """The network that shows most mistakes: 3-5-4-2, relu, tanh, sigmoid, six samples, nonzero biases."""
    made = network([3, 5, 4, 2], ["relu", "tanh", "sigmoid"], 6, np.random.default_rng(8))
    return Network(rounded(made.params), rounded(made.X), rounded(made.y), made.activations, rounded(made.d_output))


@cache
def single(name: str) -> Network:
    """One layer, 3-2, four samples."""
    made = network([3, 2], [name], 4, np.random.default_rng(3))
    return Network(rounded(made.params), rounded(made.X), rounded(made.y), [name], rounded(made.d_output))


Z = [
    ("a few numbers", np.array([-2.0, 0.5, 3.0])),
    ("two rows", np.array([[-1.5, -0.3, 0.2], [0.7, 1.2, 4.0]])),
    ("integers", np.array([-3, -1, 2, 3])),
    ("numbers far to the left", np.array([-20.0, -14.0, -9.0])),
    ("numbers far to the right", np.array([9.0, 14.0, 20.0])),
    ("very large numbers", np.array([-10000.0, -1000.0, 1000.0, 10000.0])),
    ("an exact 0", np.array([-1.0, 0.0, 1.0])),
]


def _activation_probes(name: str) -> list[Probe]:
    return [
        Probe(name, about, lambda z=z: (z.copy(),), lambda z=z: oracle.elementwise(name, z))
        for about, z in Z
        if not (about == "an exact 0" and name == "relu_derivative")
    ]


def _network_probes(function: str, about: str, net: Callable[[], Network]) -> Probe:
    def arguments() -> tuple:
        n = net()
        return (n.params, n.X, n.activations) if function != "backward" else backward_arguments(n)

    def expected() -> Any:
        n = net()
        if function == "forward":
            return oracle.forward(n.params, n.X, n.activations)
        if function == "predict":
            return oracle.predict(n.params, n.X, n.activations)
        return oracle.backward(n.params, n.X, n.activations, n.d_output)

    return Probe(function, about, arguments, expected)


def backward_arguments(n: Network) -> tuple:
    return n.params, n.cache, n.activations, n.d_output


def _one_row(n: Network) -> Network:
    return Network(n.params, n.X[:1], n.y[:1], n.activations, n.d_output[:1])


def _networks(function: str) -> list[Probe]:
    deep_one = "a 3-5-4-2 network (relu, tanh, sigmoid), 6 samples"
    return [
        _network_probes(function, "one identity layer, 3-2, 4 samples", lambda: single("identity")),
        _network_probes(function, "one tanh layer, 3-2, 4 samples", lambda: single("tanh")),
        _network_probes(function, deep_one, deep),
        _network_probes(function, deep_one.replace("6 samples", "1 sample"), lambda: _one_row(deep())),
    ]


Y_HAT = np.array([[0.5, 2.0], [-1.0, 0.0], [3.0, 1.0]])
Y = np.array([[1.0, 0.0], [-2.0, 0.5], [1.0, 1.5]])
PAIRS = [
    ("3 samples, 2 outputs", Y_HAT, Y),
    ("4 samples, 1 output", np.array([[0.2], [0.9], [0.6], [0.1]]), np.array([[0.0], [1.0], [1.0], [0.0]])),
    ("1 sample, 3 outputs", np.array([[0.4, -0.2, 0.7]]), np.array([[1.0, 0.5, 0.0]])),
    ("integers", np.array([[2, 0], [1, 5], [3, 3]]), np.array([[0, 1], [1, 2], [4, 3]])),
]


def _pair_probes(function: str) -> list[Probe]:
    right = getattr(oracle, function)
    return [
        Probe(function, about, lambda a=a, b=b: (a.copy(), b.copy()), lambda a=a, b=b: right(a, b))
        for about, a, b in PAIRS
    ]


class Curve:
    """f(x) = sum(weights * x**3 + x): a function of an array to be differentiated, which looks at the shape it is given."""

    def __init__(self, weights: np.ndarray):
        self.weights = weights

    def __call__(self, x: Any) -> float:
        if np.shape(x) != self.weights.shape:
            raise ValueError(f"f takes an array of shape {self.weights.shape}, and was called with shape {np.shape(x)}")
        return np.sum(self.weights * np.asarray(x) ** 3 + x)


def _gradient_probe(about: str, x: np.ndarray, *h: float) -> Probe:
    weights = np.linspace(1, 2, x.size).reshape(x.shape)
    return Probe(
        "numerical_gradient",
        about,
        lambda: (Curve(weights), x.copy(), *h),
        lambda: oracle.central_differences(Curve(weights), x, *h),
    )


def _error_probe(about: str, a: list, b: list) -> Probe:
    arrays = np.array(a), np.array(b)
    return Probe(
        "relative_error", about, lambda: (arrays[0].copy(), arrays[1].copy()), lambda: oracle.relative_error(*arrays)
    )


def _step_probe(about: str, n: Callable[[], Network], rate: float) -> Probe:
    def grads() -> list:
        rng = np.random.default_rng(5)
        return [(np.round(rng.normal(size=W.shape), 2), np.round(rng.normal(size=b.shape), 2)) for W, b in n().params]

    return Probe(
        "gradient_step",
        about,
        lambda: (n().params, grads(), rate),
        lambda: oracle.gradient_step(n().params, grads(), rate),
    )


def _train_probe(about: str, n: Callable[[], Network], rate: float, epochs: int, print_every: int = 0) -> Probe:
    def arguments() -> tuple:
        return n().params, n().X, n().y, n().activations, rate, epochs, print_every

    return Probe("train", about, arguments, cache(lambda: oracle.train(*arguments()[:-1])))


@cache
def small() -> Network:
    """A 2-3-2 network for training: tanh, sigmoid, five samples."""
    made = network([2, 3, 2], ["tanh", "sigmoid"], 5, np.random.default_rng(11))
    return Network(rounded(made.params), rounded(made.X), rounded(made.y), made.activations, rounded(made.d_output))


HALF = Network(
    [(np.array([[1.0], [-0.5]]), np.array([0.25]))],
    np.array([[0.25, 0.0], [0.0, 0.0], [0.5, 0.5], [1.0, 1.5]]),
    np.zeros((4, 1)),
    ["identity"],
    np.zeros((4, 1)),
)


@cache
def probes() -> dict[str, list[Probe]]:
    """The probes of every function, the most telling examples first."""
    found = {name: _activation_probes(name) for name in list(oracle.NUMBERS)[1:]}
    found["init_params"] = [
        Probe("init_params", f"sizes {sizes}, seed {seed}", lambda s=sizes, r=seed: (list(s), np.random.default_rng(r)))
        for sizes, seed in [([2, 4, 4, 1], 0), ([2, 4, 4, 1], 0), ([2, 4, 4, 1], 1), ([300, 200, 3], 0)]
    ]
    found["forward"] = _networks("forward")
    found["mse"] = _pair_probes("mse")
    found["mse_gradient"] = _pair_probes("mse_gradient")
    found["numerical_gradient"] = [
        _gradient_probe("f(x) = sum(w * x**3 + x), three numbers", np.array([0.5, -1.0, 2.0]), 1e-5),
        _gradient_probe("a matrix of shape (2, 3)", np.array([[0.5, -1.0, 2.0], [1.5, 0.0, -0.5]]), 1e-5),
        _gradient_probe("a step h of 0.5", np.array([0.5, -1.0, 2.0]), 0.5),
    ]
    found["relative_error"] = [
        _error_probe("three numbers", [1.0, -2.0, 3.0], [1.1, -2.0, 2.0]),
        _error_probe("opposite signs", [1.0, -2.0], [1.0, 2.0]),
        _error_probe("a matrix", [[1.0, 4.0, 0.5], [-3.0, 2.0, 1.0]], [[1.5, 4.0, 0.5], [-3.0, 2.5, 1.0]]),
        _error_probe("equal arrays with a 0", [0.0, 1.0], [0.0, 1.0]),
        _error_probe("tiny numbers", [2e-9, 1.0], [1e-9, 1.0]),
    ]
    found["backward"] = _networks("backward")
    found["gradient_step"] = [
        _step_probe("a 3-5-4-2 network, rate 0.1", deep, 0.1),
        _step_probe("one layer, rate 0.5", lambda: single("tanh"), 0.5),
    ]
    found["train"] = [
        _train_probe("4 epochs of a 2-3-2 network, rate 1.5", small, 1.5, 4),
        _train_probe("1 epoch of a 2-3-2 network, rate 1.5", small, 1.5, 1),
        _train_probe("3 epochs of a 3-5-4-2 network, rate 0.5", deep, 0.5, 3),
        _train_probe("5 epochs, print_every=2", small, 1.5, 5, 2),
    ]
    found["predict"] = [
        _network_probes("predict", "a 3-5-4-2 network (relu, tanh, sigmoid), 6 samples", deep),
        _network_probes("predict", "outputs of 0.5, 0.25, 0.5 and 0.5", lambda: HALF),
    ]
    return found
