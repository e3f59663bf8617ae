"""How one array of numbers relates to the one that is due: a factor, a sign, a transpose, an axis summed away ..."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grader.checks.compare import tolerance
from grader.diagnosis.observations import alike_numbers

Sizes = Mapping[str, float]  # quantities of a question that a factor may equal: {"the number of samples": 6, ...}


@dataclass(frozen=True)
class Relation:
    """`kind` names it for programs, `said` completes "it is ..."; `factor` is set where the values differ by one."""

    kind: str
    said: str
    factor: float | None = None


RIGHT = Relation("right", "right")
FEW = 2  # different numbers, among which anything may be alike
KNOWN_FACTORS = [
    (100.0, "100 times what it should be, as in per cent"),
    (float(1 / np.log(2)), "1.443 times what it should be, which is 1 / log(2), as with logarithms to the base 2"),
    (float(1 / np.log(10)), "0.4343 times what it should be, which is 1 / log(10), as with logarithms to the base 10"),
]


def close(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and alike_numbers(a, b)


def constant_factor(actual: np.ndarray, expected: np.ndarray) -> float | None:
    """c where actual = c * expected with one c, not 0 and not 1; None where there is no such number."""
    if actual.shape != expected.shape or actual.size == 0 or not np.isfinite(actual).all():
        return None
    norm = float(np.sum(expected * expected))
    if norm < 1e-20 or np.count_nonzero(np.abs(expected) > 1e-9) < min(2, expected.size):
        return None
    c = float(np.sum(actual * expected)) / norm
    if abs(c) < 1e-6 or abs(c - 1) < 1e-4 or not close(actual, c * expected):
        return None
    return c


def names_of_factor(c: float, sizes: Sizes) -> list[str]:
    """What a factor equals, in words that may hold on other inputs too: "too large by the number of samples"."""
    minus, c = ("of the wrong sign, and " if c < 0 else ""), abs(c)
    if abs(c - 1) < 1e-4:
        return ["right but for the sign: it is the right value times -1"]
    found = [f"{minus}{words}" for value, words in KNOWN_FACTORS if abs(c - value) < 1e-4 * value]
    for base, words in ((1.0, ""), (2.0, "twice "), (0.5, "half of ")):
        for name, size in sizes.items():
            if size not in (0, 1) and abs(c / base - size) < 1e-4 * size:
                found.append(f"{minus}too large by a factor: {words}{name}")
            if size not in (0, 1) and abs(c / base * size - 1) < 1e-4:
                found.append(
                    f"{minus}too small: divided by {name}" + {1.0: "", 2.0: ", and doubled", 0.5: ", and halved"}[base]
                )
    for name, size in sizes.items():
        if size > 1 and (words := _one_less(c, size)):
            found.append(f"{minus}{words.format(name)}")
    if c < 1 and abs(1 / c - round(1 / c)) < 1e-4:
        found.append(f"{minus}1/{round(1 / c)} of what it should be")
    return [*found, f"{minus}{c:.4g} times what it should be"]


def name_for_all(names: list[list[str]]) -> str:
    """The first of the names of a factor that it has everywhere; "" where there is none. names: of each place."""
    return next((name for name in names[0] if all(name in others for others in names)), "") if names else ""


def _one_less(c: float, size: float) -> str:
    """The words for a factor that comes from a division by n - 1, where n is due, or the other way round."""
    off = size / (size - 1)
    table = {off: "n / (n - 1)", 1 / off: "(n - 1) / n", off**0.5: "sqrt(n / (n - 1))", off**-0.5: "sqrt((n - 1) / n)"}
    found = next((words for value, words in table.items() if abs(c - value) < 1e-6 * value), "")
    return found and f"{found} times what it should be, with {{}} for n, as where n - 1 stands for n"


def _reduced(actual: np.ndarray, expected: np.ndarray) -> Relation | None:
    """An axis summed or averaged away, or kept where it should be gone."""
    if expected.ndim and len(np.unique(expected)) <= FEW:
        return None  # sums of zeros and ones are alike by chance
    for axis in range(expected.ndim):
        for name, reduce in (("sum", np.sum), ("mean", np.mean)):
            for keep in (False, True):
                made = np.asarray(reduce(expected, axis=axis, keepdims=keep))
                if close(actual, made):
                    return Relation("reduced", f"the {name} of the right values over axis {axis}: one axis is missing")
                if name == "mean" and made.size > 1 and (c := constant_factor(actual, made)):
                    return Relation(
                        "reduced", f"{c:.4g} times the mean of the right values over axis {axis}: one axis is missing"
                    )
    for name, value in (("sum", np.sum(expected)), ("mean", np.mean(expected))):
        if expected.ndim and actual.size == 1 and abs(float(actual.ravel()[0]) - value) <= tolerance(actual, expected):
            return Relation("reduced", f"one number, the {name} of all the right values")
    for axis in range(actual.ndim):
        for name, reduce in (("sum", np.sum), ("mean", np.mean)):
            if close(np.asarray(reduce(actual, axis=axis)), expected):
                return Relation("unreduced", f"still spread over axis {axis}: its {name} over that axis would be right")
    for name, value in (("sum", np.sum(actual)), ("mean", np.mean(actual))):
        if expected.ndim == 0 and actual.size > 1 and abs(float(value - expected)) <= tolerance(actual, expected):
            return Relation("unreduced", f"not one number yet: the {name} of all its entries would be right")
    return None


def _shape_relation(actual: np.ndarray, expected: np.ndarray) -> Relation:
    shapes = f"{actual.shape} in place of {expected.shape}"
    if actual.ndim == 2 and close(actual.T, expected):
        return Relation("transposed", f"transposed: {shapes}")
    if actual.size == expected.size and close(actual.reshape(expected.shape), expected):
        return Relation("reshaped", f"right in its numbers, but its shape is {shapes}")
    if actual.size and (found := _reduced(actual, expected)):
        return found
    if actual.ndim == 2 and expected.shape == actual.T.shape:
        return Relation("shape", f"of the shape {shapes}, rows and columns exchanged")
    if expected.ndim and 1 in expected.shape and actual.shape == (expected.size, expected.size):
        return Relation("broadcast", f"a whole table of shape {shapes}: (n,) and (n, 1) were combined")
    if actual.size == expected.size:
        return Relation("shape", f"of the wrong shape, {shapes}")
    came, due = (f"{n} number{'s' * (n != 1)}" for n in (actual.size, expected.size))
    return Relation("shape", f"of the wrong shape, {shapes}: {came} in place of {due}")


def _rounded(actual: np.ndarray, expected: np.ndarray) -> Relation | None:
    if np.array_equal(actual, np.round(expected)) and np.array_equal(actual, np.trunc(expected)):
        return Relation("cut", "made of whole numbers only, with nothing behind the point")
    for digits in range(5):
        if np.array_equal(actual, np.round(expected, digits)):
            return Relation("rounded", f"rounded to {digits} decimals" if digits else "rounded to whole numbers")
    if np.array_equal(actual, np.trunc(expected)):
        return Relation("cut", "cut to whole numbers")
    return None


def _clipped(actual: np.ndarray, expected: np.ndarray) -> Relation | None:
    low, high = float(actual.min()), float(actual.max())
    same = np.isclose(actual, expected, rtol=1e-5, atol=1e-9)
    if 0 < same.sum() < same.size - 1 and low < high and close(actual, np.clip(expected, low, high)):
        ends = [
            f"{end:.4g}"
            for end, cut in ((low, (expected < low - 1e-9).any()), (high, (expected > high + 1e-9).any()))
            if cut
        ]
        return Relation("clipped", f"cut off at {' and '.join(ends)}: right in between, not beyond")
    return None


def _partly(actual: np.ndarray, expected: np.ndarray) -> Relation | None:
    """Rows, columns or entries at one end that are right while the others are not."""
    if actual.ndim not in (1, 2) or actual.size < 3:
        return None
    good = np.abs(actual - expected) <= tolerance(actual, expected)
    for axis, name in ((1, "row"), (0, "column")) if actual.ndim == 2 else ((1, "entry"),):
        lines = good.all(axis=axis) if actual.ndim == 2 else good
        n = int(lines.sum())
        if lines.size < 2 or n in (0, lines.size):
            continue
        zero = " (the rest is 0)" if not actual[~good].any() else ""
        if n == 1 and (lines[0] or lines[-1]):
            return Relation("partly", f"right in the {'first' if lines[0] else 'last'} {name} only{zero}")
        if n == lines.size - 1 and not (lines[0] and lines[-1]):
            return Relation("partly", f"right but for the {'first' if not lines[0] else 'last'} {name}{zero}")
    return None


def relate(actual: np.ndarray, expected: np.ndarray, sizes: Sizes | None = None) -> Relation:
    """The most telling relation between two arrays; of kind "unknown" where none is found."""
    expected = np.asarray(expected, dtype=float)
    if actual.shape == (1, *expected.shape) and expected.ndim == 1:
        actual = actual.reshape(expected.shape)
    if actual.shape != expected.shape:
        return _shape_relation(actual, expected)
    if not np.isfinite(actual).all():
        return Relation("not finite", f"{'nan' if np.isnan(actual).any() else 'infinite'} in places")
    actual = actual.astype(float)
    if close(actual, expected):
        return RIGHT
    if actual.size == 1 and (found := _rounded(actual, expected)) and float(actual.ravel()[0]) % 1:
        return found
    if (c := constant_factor(actual, expected)) is not None:
        return Relation("factor", names_of_factor(c, sizes or {})[0], c)
    if not actual.any():
        return Relation("zero", "0 everywhere")
    if actual.size > 1 and np.ptp(actual) < 1e-12:
        return Relation("constant", f"the same number everywhere, {float(actual.flat[0]):.4g}")
    if close(np.abs(actual), np.abs(expected)):
        return Relation("signs", "right but for the signs of some entries")
    if actual.ndim == 2 and actual.shape[0] == actual.shape[1] and close(actual.T, expected):
        return Relation("transposed", "transposed")
    if actual.ndim and len(actual) > 1 and close(actual[::-1], expected):
        return Relation("reversed", "in reverse order")
    if found := _rounded(actual, expected) or _clipped(actual, expected) or _partly(actual, expected):
        return found
    offset = actual - expected
    if actual.size > 2 and np.ptp(offset) <= tolerance(actual, expected):
        return Relation(
            "offset", f"{abs(float(offset.flat[0])):.4g} too {'large' if offset.flat[0] > 0 else 'small'} everywhere"
        )
    if actual.size > 2 and close(np.sort(actual, axis=None), np.sort(expected, axis=None)):
        return Relation("permuted", "made of the right numbers in the wrong order")
    return Relation("unknown", "not right")
