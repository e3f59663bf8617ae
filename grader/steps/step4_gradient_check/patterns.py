"""Difference quotients, and measures of how far two arrays are apart, that people write in place of the right ones."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.observations import Finding, Observation, Pattern
from grader.diagnosis.other_ways import OtherWays, Scope, Way, few_at_once
from grader.steps.shared.numeric import central_differences


def _differences() -> Iterator[Way]:
    def entry_by_entry(rule: Callable) -> Callable:
        def gradient(f: Callable, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
            result = np.zeros(x.shape)
            for index in np.ndindex(*x.shape):
                up, down = x.astype(float), x.astype(float)
                up[index] += h
                down[index] -= h
                result[index] = rule(f(up), f(down), f(x), h)
            return result

        return gradient

    rules: list[tuple[str, Callable]] = [
        ("the one-sided difference (f(x + h) - f(x)) / h", lambda u, d, m, h: (u - m) / h),
        ("the one-sided difference (f(x) - f(x - h)) / h", lambda u, d, m, h: (m - d) / h),
        ("(f(x + h) - f(x)) / (2 h)", lambda u, d, m, h: (u - m) / (2 * h)),
        ("(f(x + h) - f(x - h)) / h", lambda u, d, m, h: (u - d) / h),
        ("(f(x + h) - f(x - h)) / 2, without h", lambda u, d, m, h: (u - d) / 2),
        ("(f(x + h) - f(x - h)) / 2 * h", lambda u, d, m, h: (u - d) / 2 * h),
        ("f(x + h) - f(x - h), not divided", lambda u, d, m, h: u - d),
        ("(f(x + h) - f(x - h)) / h ** 2", lambda u, d, m, h: (u - d) / h**2),
        ("(f(x - h) - f(x + h)) / (2 h)", lambda u, d, m, h: (d - u) / (2 * h)),
        ("(f(x + h) + f(x - h)) / (2 h)", lambda u, d, m, h: (u + d) / (2 * h)),
        ("(f(x + h) - 2 f(x) + f(x - h)) / h ** 2, the second derivative", lambda u, d, m, h: (u - 2 * m + d) / h**2),
        ("abs(f(x + h) - f(x - h)) / (2 h)", lambda u, d, m, h: abs(u - d) / (2 * h)),
        ("f(x + h) - f(x - h) / (2 h), with a bracket missing", lambda u, d, m, h: u - d / (2 * h)),
        ("f(x + h)", lambda u, d, m, h: u),
        ("f(x)", lambda u, d, m, h: m),
    ]
    for words, rule in rules:
        yield words, entry_by_entry(rule)
    for step in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1.0, 0.5, 0.01):
        yield (
            f"a central difference with a step of {step:g}, whatever h is",
            lambda f, x, h=0, s=step: entry_by_entry(lambda u, d, m, _: (u - d) / (2 * s))(f, x, s),
        )
        yield (
            f"(f(x + s) - f(x - s)) / (2 h) with a step s of {step:g}",
            lambda f, x, h=1e-5, s=step: entry_by_entry(lambda u, d, m, _: (u - d) / (2 * h))(f, x, s),
        )
        yield (
            f"(f(x + s) - f(x)) / s with a step s of {step:g}, whatever h is",
            lambda f, x, h=0, s=step: entry_by_entry(lambda u, d, m, _: (u - m) / s)(f, x, s),
        )
    yield "the slope when all entries move together", lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h) + 0 * x
    yield "one number: the slope when all entries move together", lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h)
    yield (
        "a central difference with a step of h / 2 divided by 2 h",
        lambda f, x, h=1e-5: central_differences(f, x, h / 2) / 2,
    )
    yield "a central difference with a step of 2 h", lambda f, x, h=1e-5: central_differences(f, x, 2 * h)
    yield "a central difference with a step of h / 2", lambda f, x, h=1e-5: central_differences(f, x, h / 2)
    yield "a central difference with a step of h * x", lambda f, x, h=1e-5: _relative_step(f, x, h)
    for words, sides in (("both points", (1, -1)), ("x + h", (1, 0)), ("x - h", (0, -1))):
        yield (
            f"the differences when the entries of {words} are not put back before the next one is moved",
            lambda f, x, h=1e-5, s=sides: _piled_up(f, x, h, *s),
        )


def _relative_step(f: Callable, x: np.ndarray, h: float) -> np.ndarray:
    result = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        up, down = x.astype(float), x.astype(float)
        up[index] *= 1 + h
        down[index] *= 1 - h
        result[index] = (f(up) - f(down)) / (2 * h)
    return result


def _piled_up(f: Callable, x: np.ndarray, h: float, up: int, down: int) -> np.ndarray:
    """The entries that were moved before stay moved on one side or both. up, down: 1 and -1 for the sides that do."""
    result, above, below = np.zeros(x.shape), x.astype(float), x.astype(float)
    for index in np.ndindex(*x.shape):
        plus, minus = (above if up else x.astype(float)), (below if down else x.astype(float))
        plus[index] += h
        minus[index] -= h
        result[index] = (f(plus) - f(minus)) / (2 * h)
    return result


def _another_difference(words: str) -> Finding:
    piled = "To learn how f depends on one entry: which entries must stay as they are while that one is moved?"
    apart = "How far apart are the two points at which f is asked, and what lies in the middle?"
    return Finding(f"What you return equals {words}.", piled if "put back" in words else apart)


def _of_vectors(words: str) -> Finding:
    return Finding(f"For a vector, what you return equals {words}.", "And for a table: does each entry move alone?")


def of_step(seen: list[Observation]) -> Finding | None:
    """What h does to the answer: nothing, where the slopes are those of another step than the h that is given."""
    given = [s for s in seen if s.has("h")]
    if not given or not all(s.wrong and s.answer for s in given):
        return None
    for s in given:
        f, x, h = s.question.arguments()
        value = as_numbers(s.value)
        limit = central_differences(f, x, 1e-5)
        if value is None or value.shape != limit.shape or not np.allclose(value, limit, rtol=2e-3, atol=2e-3):
            return None
        if np.allclose(central_differences(f, x, h), limit, rtol=2e-3, atol=2e-3):
            return None
    also = " And with no h given the last digits are off: which step, and which kind of number, is used?"
    also = also if _noisy(seen) else ""
    return Finding(
        f"With h = {h:g} you return the slopes that belong to a step close to 0, so changing h changes nothing.{also}",
        "Which value has h on the line where the entry is moved?",
    )


def _noisy(seen: list[Observation]) -> bool:
    """Whether with the default step the slopes are off, and not by what a one-sided difference is off."""
    rest = [s for s in seen if not s.has("h")]
    if not rest or not all(s.difference and s.difference.kind == "values" for s in rest):
        return False
    for s in rest:
        f, x = s.question.arguments()
        steps = 1e-3 * np.eye(x.size).reshape(x.size, *x.shape)
        curvature = [f(x + step) - 2 * f(x) + f(x - step) for step in steps]
        off = np.ravel(np.asarray(s.value, float) - s.expected)
        if abs(np.corrcoef(off, curvature)[0, 1]) > 0.999:
            return False
    return True


def _relative_errors() -> Iterator[Way]:
    tops: list[Way] = [
        ("abs(a - b)", lambda a, b: np.abs(a - b)),
        ("(a - b)", lambda a, b: a - b),
        ("(a - b) ** 2", lambda a, b: (a - b) ** 2),
        ("abs(a + b)", lambda a, b: np.abs(a + b)),
        ("abs(abs(a) - abs(b))", lambda a, b: np.abs(np.abs(a) - np.abs(b))),
        ("(b - a)", lambda a, b: b - a),
    ]
    bottoms: list[Way] = [
        ("(abs(a) + abs(b))", lambda a, b: np.abs(a) + np.abs(b)),
        ("abs(a)", lambda a, b: np.abs(a)),
        ("abs(b)", lambda a, b: np.abs(b)),
        ("the larger of abs(a) and abs(b)", lambda a, b: np.maximum(np.abs(a), np.abs(b))),
        ("the smaller of abs(a) and abs(b)", lambda a, b: np.minimum(np.abs(a), np.abs(b))),
        ("abs(a + b)", lambda a, b: np.abs(a + b)),
        ("(a + b)", lambda a, b: a + b),
        ("a", lambda a, b: a),
        ("b", lambda a, b: b),
        ("1", lambda a, b: np.ones_like(a)),
        ("half of (abs(a) + abs(b))", lambda a, b: (np.abs(a) + np.abs(b)) / 2),
        ("(abs(a) + abs(b)) ** 2", lambda a, b: (np.abs(a) + np.abs(b)) ** 2),
        ("sqrt(a ** 2 + b ** 2)", lambda a, b: np.sqrt(a**2 + b**2)),
        ("(a ** 2 + b ** 2)", lambda a, b: a**2 + b**2),
        ("abs(a * b)", lambda a, b: np.abs(a * b)),
    ]
    floors: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
        ("", lambda d: np.maximum(d, 1e-8)),
        (", without the floor of 1e-8", lambda d: d),
        (", with 1e-8 added", lambda d: d + 1e-8),
        (", with another floor, or none", lambda d: np.maximum(d, 1e-12)),
        (", with a floor of 1", lambda d: np.maximum(d, 1.0)),
    ]
    ends: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
        ("the largest", np.max),
        ("the smallest", np.min),
        ("the mean", np.mean),
        ("the sum", np.sum),
        ("the median", np.median),
        ("the first", lambda r: r.flat[0]),
        ("the last", lambda r: r.flat[-1]),
        ("every entry (no single number)", lambda r: r),
        ("the size of the mean", lambda r: np.abs(np.mean(r))),
        ("the largest size", lambda r: np.max(np.abs(r))),
        ("the norm", lambda r: np.sqrt(np.sum(r**2))),
        ("the largest per column", lambda r: np.max(r, axis=0)),
        ("the largest per row", lambda r: np.max(r, axis=-1)),
    ]
    for (t, top), (b, bottom), (f, floor), (e, end) in few_at_once(tops, bottoms, floors, ends):
        yield f"{e} of {t} / {b}{f}", lambda x, y, t=top, b=bottom, f=floor, e=end: e(t(x, y) / f(b(x, y)))
    parts: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
        ("the largest", np.max),
        ("the sum", np.sum),
        ("the mean", np.mean),
        ("the norm", lambda r: np.sqrt(np.sum(r**2))),
    ]
    for (t, top), (b, bottom), (f, floor), (e, end) in itertools.product(tops[:3], bottoms, floors, parts):
        yield (
            f"{e} of {t} divided by {e} of {b}{f}",
            lambda x, y, t=top, b=bottom, f=floor, e=end: e(t(x, y)) / f(e(b(x, y))),
        )
    yield (
        "the norm of a - b divided by the sum of the two norms",
        lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)),
    )
    yield (
        "the largest abs(a - b) divided by the sum of the largest sizes",
        lambda a, b: np.max(np.abs(a - b)) / (np.max(np.abs(a)) + np.max(np.abs(b))),
    )


def _another_error(words: str) -> Finding:
    return Finding(f"What you return equals {words}.", "Compare that with the definition, part by part.")


PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "numerical_gradient": (
        OtherWays("of_numerical_gradient", _differences, _another_difference),
        OtherWays("of_numerical_gradient", _differences, _another_difference, Scope(wrong=True)),
        OtherWays("of_numerical_gradient", _differences, _of_vectors, Scope(without=frozenset({"table"}))),
        of_step,
    ),
    "relative_error": (
        OtherWays("of_relative_error", _relative_errors, _another_error),
        OtherWays("of_relative_error", _relative_errors, _another_error, Scope(without=frozenset({"both zero"}))),
    ),
}
