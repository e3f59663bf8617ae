"""Losses and gradients of losses that people write in place of the right ones, tried on the learner's numbers."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from grader.diagnosis.observations import Finding, Pattern
from grader.diagnosis.other_ways import OtherWays, Scope, Way

_ERRORS: list[Way] = [
    ("the difference", lambda d: d),
    ("the size of the difference", np.abs),
    ("the squared difference", lambda d: d**2),
    ("the cubed difference", lambda d: d**3),
    ("the fourth power of the difference", lambda d: d**4),
    ("the root of the size of the difference", lambda d: np.sqrt(np.abs(d))),
    ("the sign of the difference", np.sign),
]
_REDUCTIONS: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
    ("{0}, entry by entry", lambda e: e),
    ("the sum of {0} over everything", np.sum),
    ("the mean of {0} over everything", np.mean),
    ("half the mean of {0}", lambda e: np.mean(e) / 2),
    ("half the sum of {0}", lambda e: np.sum(e) / 2),
    ("the sum of {0}, divided by the number of samples", lambda e: np.sum(e) / e.shape[0]),
    ("the sum of {0}, divided by the number of outputs", lambda e: np.sum(e) / e.shape[1]),
    ("the sum of {0}, divided by twice the number of samples", lambda e: np.sum(e) / e.shape[0] / 2),
    ("the sum of {0}, divided by twice the number of outputs (columns)", lambda e: np.sum(e) / e.shape[1] / 2),
    ("the sum of {0}, divided by the number of samples less one", lambda e: np.sum(e) / (e.shape[0] - 1)),
    ("the sum of {0}, divided by twice the number of entries, squared", lambda e: np.sum(e) / e.size**2 / 2),
    ("the sum of {0}, divided by the number of entries less one", lambda e: np.sum(e) / (e.size - 1)),
    ("the mean of {0} over the samples", lambda e: e.mean(axis=0)),
    ("the mean of {0} over the outputs", lambda e: e.mean(axis=1)),
    ("the sum of {0} over the samples", lambda e: e.sum(axis=0)),
    ("the sum of {0} over the outputs", lambda e: e.sum(axis=1)),
    ("the mean of {0} over the samples (with the axis kept)", lambda e: e.mean(axis=0, keepdims=True)),
    ("the mean of {0} over the outputs (with the axis kept)", lambda e: e.mean(axis=1, keepdims=True)),
    ("the largest of {0}", np.max),
    ("the smallest of {0}", np.min),
    ("the median of {0}", np.median),
    ("the root of the mean of {0}", lambda e: np.sqrt(np.mean(e))),
    ("the root of the sum of {0}", lambda e: np.sqrt(np.sum(e))),
    ("the square of the mean of {0}", lambda e: np.mean(e) ** 2),
    ("the square of the sum of {0}", lambda e: np.sum(e) ** 2),
    ("the variance of {0}", np.var),
    ("the mean of {0} in the first column", lambda e: np.mean(e[:, 0])),
    ("the mean of {0} in the last column", lambda e: np.mean(e[:, -1])),
    ("the mean of {0} in the first row", lambda e: np.mean(e[0])),
    ("the mean of {0} in the last row", lambda e: np.mean(e[-1])),
    ("{0} of the first entry", lambda e: e.flat[0]),
    ("{0} of the last entry", lambda e: e.flat[-1]),
    ("{0} of the first entry, divided by the number of entries", lambda e: e.flat[0] / e.size),
    ("{0} of the last entry, divided by the number of entries", lambda e: e.flat[-1] / e.size),
    ("the root of the sum of {0}, divided by the number of entries", lambda e: np.sqrt(np.sum(e)) / e.size),
]


def _losses() -> Iterator[Way]:
    for (name, error), (pattern, reduce) in itertools.product(_ERRORS, _REDUCTIONS):
        yield pattern.format(name), lambda p, t, error=error, reduce=reduce: reduce(error(np.asarray(p, float) - t))
        yield (
            "minus " + pattern.format(name),
            lambda p, t, error=error, reduce=reduce: -reduce(error(np.asarray(p, float) - t)),
        )
    for digits in range(4):
        yield (
            f"the right loss, rounded to {digits} decimals",
            lambda p, t, d=digits: np.round(np.mean((np.asarray(p, float) - t) ** 2), d),
        )
    yield "the right loss, cut to a whole number", lambda p, t: np.trunc(np.mean((np.asarray(p, float) - t) ** 2))
    for pattern, reduce in _REDUCTIONS[:6]:
        yield (
            pattern.format("(y_hat - y ** 2)"),
            lambda p, t, reduce=reduce: reduce(np.asarray(p, float) - np.asarray(t, float) ** 2),
        )
        yield pattern.format("twice the difference"), lambda p, t, reduce=reduce: reduce(2 * (np.asarray(p, float) - t))
        yield (
            pattern.format("the squared difference of the rounded predictions"),
            lambda p, t, reduce=reduce: reduce((np.round(p) - t) ** 2.0),
        )
        yield (
            pattern.format("the squared sum y_hat + y"),
            lambda p, t, reduce=reduce: reduce((np.asarray(p, float) + t) ** 2),
        )
        yield (
            pattern.format("the difference of the squares"),
            lambda p, t, reduce=reduce: reduce(np.asarray(p, float) ** 2 - np.asarray(t, float) ** 2),
        )
        yield pattern.format("the squared targets"), lambda p, t, reduce=reduce: reduce(np.asarray(t, float) ** 2)
        yield pattern.format("the squared predictions"), lambda p, t, reduce=reduce: reduce(np.asarray(p, float) ** 2)
        yield pattern.format("y_hat * y"), lambda p, t, reduce=reduce: reduce(np.asarray(p, float) * t)
        yield (
            pattern.format("the squared difference relative to the target"),
            lambda p, t, reduce=reduce: reduce((np.asarray(p, float) - t) ** 2 / np.asarray(t, float) ** 2),
        )
        for power in (1, 2):
            yield (
                pattern.format(f"the difference of every prediction with every target, to the power {power}"),
                lambda p, t, reduce=reduce, k=power: reduce((np.ravel(p)[:, None] - np.ravel(t)[None, :]) ** k),
            )


def _another_loss(words: str) -> Finding:
    return Finding(f"What you return equals {words}.", "Is that what mse asks for?")


def _another_loss_where_wrong(words: str) -> Finding:
    return Finding(f"Where it is wrong, what you return equals {words}.")


def _gradients() -> Iterator[Way]:
    scales: list[Way] = [
        ("", lambda e: 1.0),
        ("2 times ", lambda e: 2.0),
        ("half of ", lambda e: 0.5),
        ("minus ", lambda e: -1.0),
        ("minus 2 times ", lambda e: -2.0),
    ]
    divisors: list[Way] = [
        ("", lambda e: 1.0),
        (", divided by the number of samples", lambda e: e.shape[0]),
        (", divided by the number of outputs", lambda e: e.shape[1]),
        (", divided by the number of entries", lambda e: e.size),
        (", divided by the number of samples plus outputs", lambda e: sum(e.shape)),
        (", divided by the number of entries twice", lambda e: e.size**2),
        (", divided by the number of entries less one", lambda e: e.size - 1),
        (", divided by twice the number of outputs", lambda e: 2 * e.shape[1]),
        (", divided by the root of the mean squared difference", lambda e: np.sqrt(np.mean(e**2))),
        (", divided by its norm", lambda e: np.sqrt(np.sum(e**2))),
    ]
    reductions = [_REDUCTIONS[i] for i in (0, 1, 2, 12, 13, 14, 15, 16, 17)]
    for (s, scale), (name, error), (d, divisor), (pattern, reduce) in itertools.product(
        scales, _ERRORS, divisors, reductions
    ):
        yield (
            s + pattern.format(name).replace(", entry by entry", "") + d,
            lambda p, t, a=scale, b=error, c=divisor, r=reduce: (
                a(p) * r(b(np.asarray(p, float) - t)) / c(np.asarray(p, float) - t)
            ),
        )
        if pattern.startswith("{0}"):
            yield (
                s + "y_hat * " + name + d,
                lambda p, t, a=scale, b=error, c=divisor: (
                    a(p) * p * b(np.asarray(p, float) - t) / c(np.asarray(p, float) - t)
                ),
            )


def _another_gradient(words: str) -> Finding:
    ask = "Compare it with the derivative of the loss, divisor and factor."
    return Finding(f"What you return equals {words}.", ask)


PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "mse": (
        OtherWays("of_loss", _losses, _another_loss),
        OtherWays("of_loss", _losses, _another_loss_where_wrong, Scope(wrong=True, least=2)),
    ),
    "mse_gradient": (OtherWays("of_loss_gradient", _gradients, _another_gradient),),
}
