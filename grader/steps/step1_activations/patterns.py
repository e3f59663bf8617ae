"""Functions of one number that people write in place of the right one: "your values equal z * (1 - z)"."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from grader.diagnosis.observations import Finding, Pattern
from grader.diagnosis.other_ways import OtherWays, Scope, Way
from grader.diagnosis.patterns import curves
from grader.steps.shared.wrong_ways import sigmoid
from grader.steps.step1_activations import oracle

_BASE: list[Way] = [
    ("z", lambda z: z + 0.0),
    ("sigmoid(z)", sigmoid),
    ("tanh(z)", np.tanh),
    ("relu(z)", lambda z: np.maximum(z, 0.0)),
    ("(z > 0)", lambda z: (z > 0) * 1.0),
    ("the slope of the sigmoid", lambda z: sigmoid(z) * sigmoid(-z)),
    ("the slope of tanh", lambda z: 1 / np.cosh(z) ** 2),
    ("exp(z)", np.exp),
    ("exp(-z)", lambda z: np.exp(-z)),
    ("abs(z)", np.abs),
    ("sign(z)", np.sign),
    ("cosh(z)", np.cosh),
    ("sinh(z)", np.sinh),
    ("sin(z)", np.sin),
    ("cos(z)", np.cos),
    ("tan(z)", np.tan),
    ("arctan(z)", np.arctan),
    ("log(1 + exp(z))", lambda z: np.log1p(np.exp(z))),
    ("10 ** -z", lambda z: 10.0**-z),
    ("2 ** -z", lambda z: 2.0**-z),
    ("round(sigmoid(z))", lambda z: np.round(sigmoid(z))),
    ("sum of exp(z)", lambda z: np.sum(np.exp(z)) + 0 * z),
    ("z ** 2", lambda z: z**2.0),
    ("(z < 0)", lambda z: (z < 0) * 1.0),
    ("(z >= 0)", lambda z: (z >= 0) * 1.0),
    ("min(z, 0)", lambda z: np.minimum(z, 0.0)),
    ("max(z)", lambda z: np.max(z) + 0 * z),
]
_SMOOTH = ("sigmoid(z)", "tanh(z)", "relu(z)", "the slope of the sigmoid", "the slope of tanh", "exp(z)")
_UNARY: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
    ("{0}", lambda u: u),
    ("-{0}", lambda u: -u),
    ("1 - {0}", lambda u: 1 - u),
    ("1 + {0}", lambda u: 1 + u),
    ("({0}) ** 2", lambda u: u**2),
    ("1 - ({0}) ** 2", lambda u: 1 - u**2),
    ("1 + ({0}) ** 2", lambda u: 1 + u**2),
    ("-({0}) ** 2", lambda u: -(u**2)),
    ("(1 - {0}) ** 2", lambda u: (1 - u) ** 2),
    ("({0}) * (1 - {0})", lambda u: u * (1 - u)),
    ("({0}) * (1 + {0})", lambda u: u * (1 + u)),
    ("({0}) * ({0} - 1)", lambda u: u * (u - 1)),
    ("1 / ({0})", lambda u: 1 / u),
    ("1 / (1 + {0})", lambda u: 1 / (1 + u)),
    ("1 / 1 + {0}", lambda u: 1 + u),
    ("1 / (1 - {0})", lambda u: 1 / (1 - u)),
    ("({0}) / (1 + {0})", lambda u: u / (1 + u)),
    ("({0}) / (1 + {0}) ** 2", lambda u: u / (1 + u) ** 2),
    ("1 / (1 + {0}) ** 2", lambda u: 1 / (1 + u) ** 2),
    ("1 / ({0}) ** 2", lambda u: 1 / u**2),
    ("sqrt(abs({0}))", lambda u: np.sqrt(np.abs(u))),
    ("exp({0})", np.exp),
    ("log({0})", np.log),
]
_ARGUMENTS: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
    ("-z", lambda z: -z),
    ("2 * z", lambda z: 2.0 * z),
    ("z / 2", lambda z: z / 2),
    ("abs(z)", np.abs),
    ("-abs(z)", lambda z: -np.abs(z)),
    ("z - 1", lambda z: z - 1.0),
    ("z + 1", lambda z: z + 1.0),
    ("z - 0.5", lambda z: z - 0.5),
    ("z ** 2", lambda z: z**2.0),
    ("z - max(z)", lambda z: z - np.max(z)),
    ("sigmoid(z)", sigmoid),
    ("1 - sigmoid(z)", lambda z: 1 - sigmoid(z)),
    ("tanh(z)", np.tanh),
    ("relu(z)", lambda z: np.maximum(z, 0.0)),
    ("exp(z)", np.exp),
    ("round(z)", np.round),
]


def _elementwise() -> Iterator[Way]:
    base = dict(_BASE)
    yield "0", lambda z: 0.0 * z
    yield "1", lambda z: 0.0 * z + 1
    for name, u in _BASE:
        for pattern, bend in _UNARY:
            yield pattern.format(name), lambda z, u=u, bend=bend: bend(u(z))
    for name in _SMOOTH:
        for argument, change in _ARGUMENTS:
            shown = name.replace("(z)", f"({argument})") if "(z)" in name else f"{name} at {argument}"
            for pattern, bend in _UNARY[:7]:
                yield pattern.format(shown), lambda z, u=base[name], c=change, bend=bend: bend(u(c(z)))
    for (a, u), (b, v) in itertools.permutations(_BASE[:13], 2):
        yield f"{a} * {b}", lambda z, u=u, v=v: u(z) * v(z)
        yield f"{a} * (1 - {b})", lambda z, u=u, v=v: u(z) * (1 - v(z))
        yield f"{a} + {b}", lambda z, u=u, v=v: u(z) + v(z)
        yield f"{a} - {b}", lambda z, u=u, v=v: u(z) - v(z)
        yield f"{a} / {b}", lambda z, u=u, v=v: u(z) / v(z)
        yield f"{a} / (1 + {b})", lambda z, u=u, v=v: u(z) / (1 + v(z))
        yield f"{a} / sum({b})", lambda z, u=u, v=v: u(z) / np.sum(v(z))
    for slope in (0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 0.5):
        yield f"z above 0, and {slope} * z below", lambda z, s=slope: np.where(z > 0, z, s * z)
        yield f"1 above 0, and {slope} below", lambda z, s=slope: np.where(z > 0, 1.0, s)
    yield "exp(z) - 1 below 0, and z above", lambda z: np.where(z > 0, z, np.expm1(z))
    for high in (1.0, 2.0, 3.0, 5.0, 6.0):
        yield f"z cut off at 0 and {high}", lambda z, h=high: np.clip(z, 0, h)
    for cut in (0.1, 0.25, 0.5, 1.0):
        yield f"(z > {cut})", lambda z, c=cut: (z > c) * 1.0
        yield f"z where z > {cut}, and 0 elsewhere", lambda z, c=cut: np.where(z > c, z, 0.0)
        yield f"(sigmoid(z) > {cut})", lambda z, c=cut: (sigmoid(z) > c) * 1.0
    yield "e^z - e^-z / e^z + e^-z without brackets", lambda z: np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)
    yield "cosh(z) / sinh(z)", lambda z: np.cosh(z) / np.sinh(z)
    yield "a straight line through the middle: z / 4 + 1 / 2, cut off", lambda z: np.clip(z / 4 + 0.5, 0, 1)
    yield "a straight line through the middle: 0.2 * z + 0.5, cut off", lambda z: np.clip(0.2 * z + 0.5, 0, 1)
    yield "z cut off at -1 and 1", lambda z: np.clip(z, -1.0, 1.0)


def _another_function(words: str) -> Finding:
    return Finding(f"Your values equal {words}.", "Is that the function which is asked for?")


ORDINARY = Scope(only=frozenset({"ordinary"}), answered=True, finite=True, least=3)
_OF_ACTIVATION = OtherWays("of_activation", _elementwise, _another_function, ORDINARY)
NOT_ZERO = replace(ORDINARY, without=frozenset({"zero"}))


def _mirrored(name: str) -> OtherWays:
    def say(words: str) -> Finding:
        return Finding(f"These are the values of {words}.", "Is a minus lost, or are two branches exchanged?")

    def ways() -> Iterator[Way]:
        yield f"{name} at -z, mirrored", lambda z: oracle.elementwise(name, -z)

    return OtherWays("of_mirror", ways, say, NOT_ZERO)


PATTERNS: dict[str, tuple[Pattern, ...]] = {
    name: (
        curves.of_winner,
        curves.of_tables,
        _OF_ACTIVATION,
        curves.of_entries,
        _mirrored(name),
        curves.of_exchange,
    )
    for name in oracle.NUMBERS
}
LAST = dict.fromkeys(oracle.NUMBERS, (("curve", curves.of_curve),))
