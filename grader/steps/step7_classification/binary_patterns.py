"""Binary cross-entropies and their gradients that people write in place of the right ones, and where they clip."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.other_ways import OtherWays, Scope, Way
from grader.diagnosis.patterns.classes import in_the_middle

IN_THE_MIDDLE = Scope(without=frozenset({"ends"}))


def bracketed(formula: str, around: str) -> str:
    """The formula in brackets, where it has an operator and more than itself is printed."""
    operators = (" + ", " - ", " * ", " / ")
    whole = around == "{}" or not (formula.startswith("-") or any(operator in formula for operator in operators))
    return formula if whole else f"({formula})"


_RIGHT_ONES: list[Way] = [
    ("y * log(y_hat)", lambda p, y: y * np.log(p)),
    ("(1 - y) * log(1 - y_hat)", lambda p, y: (1 - y) * np.log(1 - p)),
    ("y * log(y_hat) + (1 - y) * log(1 - y_hat)", lambda p, y: y * np.log(p) + (1 - y) * np.log(1 - p)),
    ("y * log(y_hat) - (1 - y) * log(1 - y_hat)", lambda p, y: y * np.log(p) - (1 - y) * np.log(1 - p)),
    ("(1 - y) * log(y_hat) + y * log(1 - y_hat)", lambda p, y: (1 - y) * np.log(p) + y * np.log(1 - p)),
    ("y_hat * log(y_hat) + (1 - y_hat) * log(1 - y_hat)", lambda p, y: p * np.log(p) + (1 - p) * np.log(1 - p)),
    ("y * log(y_hat) + (1 - y) * (1 - log(y_hat))", lambda p, y: y * np.log(p) + (1 - y) * (1 - np.log(p))),
    ("y * log(y_hat) + (1 - y) * log(1 + y_hat)", lambda p, y: y * np.log(p) + (1 - y) * np.log(1 + p)),
    ("log(y_hat)", lambda p, y: np.log(p)),
    *(
        (
            f"y_hat * log(y) + (1 - y_hat) * log(1 - y) with y clipped at {e:g}",
            lambda p, y, e=e: p * np.log(np.clip(y, e, 1 - e)) + (1 - p) * np.log(1 - np.clip(y, e, 1 - e)),
        )
        for e in (1e-12, 1e-15, 1e-9, 1e-8, 1e-7)
    ),
    ("the squared difference", lambda p, y: (p - y) ** 2),
    ("the size of the difference", lambda p, y: np.abs(p - y)),
    (
        "the cross-entropy of sigmoid(y_hat)",
        lambda p, y: -y * np.log1p(np.exp(-p)) - (1 - y) * np.log1p(np.exp(p)),
    ),
]
_LOSS_ENDS: list[tuple[str, Callable]] = [
    ("minus the mean of {}", lambda e: -e.mean()),
    ("the mean of {}", np.mean),
    ("minus the sum of {}", lambda e: -e.sum()),
    ("the sum of {}", np.sum),
    ("minus the sum of {}, divided by the number of samples", lambda e: -e.sum() / len(e)),
    ("minus half the mean of {}", lambda e: -e.mean() / 2),
    ("minus {}, entry by entry", lambda e: -e),
    ("minus the mean of {} over the samples", lambda e: -e.mean(axis=0)),
    ("minus the mean of {} over the outputs", lambda e: -e.mean(axis=-1)),
    ("minus the mean of {}, with logarithms to the base 2", lambda e: -e.mean() / np.log(2)),
    ("minus the mean of {}, with logarithms to the base 10", lambda e: -e.mean() / np.log(10)),
    ("minus the median of {}", lambda e: -np.median(e)),
    ("minus {} of the first entry, over the number of entries", lambda e: -e.flat[0] / e.size),
]


def _losses() -> Iterator[Way]:
    for (how, end), (name, entries) in itertools.product(_LOSS_ENDS, _RIGHT_ONES):
        yield how.format(bracketed(name, how)), lambda p, y, a=end, b=entries: a(b(p, y))


def _another_loss(words: str) -> Finding:
    return Finding(f"What you return equals {words}.", _WHOLE if _RIGHT_ONES[2][0] in words else _TERMS)


of_binary_cross_entropy = OtherWays("of_binary_cross_entropy", _losses, _another_loss, IN_THE_MIDDLE)
_WHOLE = "What is done to the whole of it: a sign, a factor, a divisor, another logarithm?"
_TERMS = "Compare it with the formula, term by term."


def of_epsilon(seen: list[Observation]) -> Finding | None:
    """A small number that is added to what the logarithms are taken of."""
    sides: list[tuple[str, float, float]] = [("both logarithms", 1, 1), ("log(y_hat)", 1, 0), ("log(1 - y_hat)", 0, 1)]
    for (where, first, second), size in itertools.product(sides, (10.0**-k for k in range(1, 17))):
        with np.errstate(all="ignore"):
            made = [
                (s, np.mean(-y * np.log(p + first * size) - (1 - y) * np.log(1 - p + second * size)))
                for s in seen
                for p, y in [s.question.arguments()]
            ]
        values = [(as_numbers(s.value), loss) for s, loss in made]
        close = [v is not None and v.size == 1 and np.allclose(v, loss, rtol=1e-9, atol=1e-12) for v, loss in values]
        middle = [np.asarray(as_numbers(s.value)) - s.expected for s in in_the_middle(seen)] if all(close) else []
        if any(np.abs(off).max() > 1e-12 for off in middle):  # what clips only is right in the middle
            return Finding(
                f"What you return is the loss with {size:g} added inside {where}.",
                "What does that do to answers far from 0 and 1? Clipping y_hat at 1e-12 leaves them as they are.",
            )
    return None


_SLOPES: list[Way] = [
    ("(1 - y) / (1 - y_hat) - y / y_hat", lambda p, y: (1 - y) / (1 - p) - y / p),
    ("(1 - y) / (1 - y_hat) + y / y_hat", lambda p, y: (1 - y) / (1 - p) + y / p),
    ("(1 - y) / y_hat - y / (1 - y_hat)", lambda p, y: (1 - y) / p - y / (1 - p)),
    ("-y / y_hat", lambda p, y: -y / p),
    ("(1 - y) / (1 - y_hat)", lambda p, y: (1 - y) / (1 - p)),
    ("y_hat - y", lambda p, y: p - y),
    ("(y_hat - y) * y_hat * (1 - y_hat)", lambda p, y: (p - y) * p * (1 - p)),
    ("(y_hat - y) / y_hat", lambda p, y: (p - y) / p),
    ("(y_hat - y) / (1 - y_hat)", lambda p, y: (p - y) / (1 - p)),
    ("(y_hat - y) / y_hat * (1 - y_hat)", lambda p, y: (p - y) / p * (1 - p)),
    ("(1 - y) / (1 - y_hat) ** 2 - y / y_hat ** 2", lambda p, y: (1 - y) / (1 - p) ** 2 - y / p**2),
    ("the loss of each entry", lambda p, y: -y * np.log(p) - (1 - y) * np.log(1 - p)),
    ("y / y_hat", lambda p, y: y / p),
]
_SLOPE_ENDS: list[tuple[str, Callable]] = [
    ("{}, divided by the number of entries", lambda e: e / e.size),
    ("minus {}, divided by the number of entries", lambda e: -e / e.size),
    ("{}", lambda e: e),
    ("minus {}", lambda e: -e),
    ("{}, divided by the number of samples", lambda e: e / len(e)),
    ("{}, divided by the number of outputs", lambda e: e / e.shape[-1]),
    ("{}, divided by the number of entries twice", lambda e: e / e.size**2),
    ("{}, doubled, divided by the number of entries", lambda e: 2 * e / e.size),
    ("the size of {}, divided by the number of entries", lambda e: np.abs(e) / e.size),
    ("the mean of {}", np.mean),
    ("the mean of {} over the samples", lambda e: e.mean(axis=0)),
]


def _slopes() -> Iterator[Way]:
    for (how, end), (name, entries) in itertools.product(_SLOPE_ENDS, _SLOPES):
        yield how.format(bracketed(name, how)), lambda p, y, a=end, b=entries: a(b(p, y))


def _another_slope(words: str) -> Finding:
    ask = _WHOLE if _SLOPES[0][0] in words else "Compare it with the derivative, term by term."
    return Finding(f"What you return equals {words}.", ask)


of_binary_gradient = OtherWays("of_binary_gradient", _slopes, _another_slope, IN_THE_MIDDLE)
