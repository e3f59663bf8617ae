"""What can be seen of a function of one number: its two sides, its value at 0, its range, one number for many."""

import itertools
from collections.abc import Callable

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.observations import Finding, Observation, alike_numbers
from grader.diagnosis.relations import constant_factor, names_of_factor


def of_entries(seen: list[Observation]) -> Finding | None:
    """What holds of the entries one by one: they influence one another, or one side of 0 is wrong."""
    points: dict[float, list[float]] = {}
    right: dict[float, float] = {}
    for z, got, due in _pairs_of(seen):
        points.setdefault(z, []).append(got)
        right[z] = due
    together = [(z, got) for z, got in points.items() if len(got) > 1 and np.ptp(got) > 1e-6]
    if together and not any(s.difference and s.has("integers") and not _others_wrong(seen) for s in seen):
        z, answers = together[0]
        return Finding(
            f"For z = {z:g} you give {answers[0]:.4g} in one array and {answers[1]:.4g} in another.",
            "Each entry should depend on its own z alone: does something look at the whole array?",
        )
    return _one_side(points, right)


def _others_wrong(seen: list[Observation]) -> bool:
    return any(s.wrong for s in seen if s.has("ordinary") and not s.has("integers"))


def _one_side(points: dict[float, list[float]], due: dict[float, float]) -> Finding | None:
    wrong = {z for z, got in points.items() if abs(got[0] - due[z]) > 1e-5 and z}
    right = {z for z in points if z} - wrong
    if not wrong or not right:
        return None
    if all(z < 0 for z in wrong) and all(z > 0 for z in right):
        z = max(wrong)
        return Finding(
            f"Right for every z above 0, wrong for every z below: at {z:g} it gives {points[z][0]:.4g}.",
            "What is due there?",
        )
    if all(z > 0 for z in wrong) and all(z < 0 for z in right):
        z = min(wrong)
        return Finding(
            f"Right for every z below 0, wrong for every z above: at {z:g} it gives {points[z][0]:.4g}.",
            "What is due there?",
        )
    if min(map(abs, wrong)) > max(map(abs, right)):
        return Finding(
            f"Right between -{max(map(abs, right)):g} and {max(map(abs, right)):g}, wrong further out: is "
            "something cut off there?"
        )
    return None


_PROPERTIES: dict[str, tuple[float, float, float, str]] = {  # lowest, highest, value at 0, and what that looks like
    "sigmoid": (0, 1, 0.5, "a curve that rises from 0 to 1"),
    "tanh": (-1, 1, 0, "a curve that rises from -1 to 1"),
    "sigmoid_derivative": (0, 0.25, 0.25, "a hill that is highest at 0 and flat on both sides"),
    "tanh_derivative": (0, 1, 1, "a hill that is highest at 0 and flat on both sides"),
    "relu": (0, np.inf, 0, "flat on the left, and z itself on the right"),
    "relu_derivative": (0, 1, 0, "a step from 0 to 1"),
}


def _pairs_of(seen: list[Observation]) -> list[tuple[float, float, float]]:
    """(z, answer, right answer) of every ordinary number asked about."""
    found = []
    for s in seen:
        value, due = as_numbers(s.value), as_numbers(s.expected)
        if s.has("ordinary") and value is not None and due is not None and value.shape == due.shape:
            z = np.ravel(s.question.arguments()[0]).astype(float)
            found += list(zip(z.tolist(), value.astype(float).ravel().tolist(), due.ravel().tolist(), strict=True))
    return found


def of_exchange(seen: list[Observation]) -> Finding | None:
    """Each answer is 1 less the right one, or nearly the right one."""
    points = _pairs_of(seen)
    if len(points) < 8 or not any(s.wrong for s in seen if s.has("ordinary")):
        return None
    _, got, due = (np.array(column) for column in zip(*points, strict=True))
    if np.allclose(got, 1 - due) and set(due.tolist()) <= {0.0, 1.0}:
        return Finding("There is 1 where 0 is due, and 0 where 1 is due: is a condition the wrong way round?")
    off = np.abs(got - due)
    if any(s.failure for s in seen) or not (off <= 0.02 * np.abs(due)).all():
        return None
    if (off > 1e-4 * np.abs(due)).any():
        return Finding("Off by two per cent at most, but not exact.", "Is something approximated or rounded?")
    return None


_WINNERS: list[tuple[str, Callable[..., np.ndarray]]] = [
    ("largest", np.max),
    ("smallest", np.min),
    ("sum", np.sum),
    ("mean", np.mean),
]
_FIRST_AND_LAST: list[tuple[str, Callable[..., np.ndarray]]] = [
    ("first", lambda values, axis: values.flat[0]),
    ("last", lambda values, axis: values.flat[-1]),
]


def of_winner(seen: list[Observation]) -> Finding | None:
    """One number for many: the largest of all, or that of each column, where every entry needs its own."""
    name = seen[0].question.function
    answered = [s for s in seen if s.has("ordinary") and s.answer]
    values = [value for s in answered if (value := as_numbers(s.value)) is not None]
    if len(answered) < 3 or len(values) < len(answered):
        return None
    given = [np.asarray(s.question.arguments()[0], float) for s in answered]
    if all(value.shape == z.shape for value, z in zip(values, given, strict=True)):
        return None
    axes = (("of all entries", None), ("of each column (and of a vector as a whole)", 0), ("of each row", -1))
    for (words, winner), (where, axis) in (
        *itertools.product(_FIRST_AND_LAST, axes[:1]),
        *itertools.product(_WINNERS, axes),
    ):
        for what, arrays in ((f"{name}(z)", [np.asarray(s.expected, float) for s in answered]), ("z", given)):
            made = [np.asarray(winner(array, axis=axis)) for array in arrays]
            if all(alike_numbers(np.asarray(v, float), m) for v, m in zip(values, made, strict=True)):
                of = f" {where}" if words in ("sum", "mean") else f" number {where}"
                ask = " Which function compares entry by entry?" if words in ("largest", "smallest") else ""
                return Finding(
                    f"What comes back is the {words}{of}, taken from {what}: one number for many.",
                    f"Every entry needs an answer of its own.{ask}",
                )
    return None


def of_tables(seen: list[Observation]) -> Finding | None:
    """Right for a row of numbers, and a crash for a table: something takes a row for a number."""
    tables = [s for s in seen if s.axes == 2]
    rest = [s for s in seen if s.axes < 2]
    if not tables or any(s.wrong for s in rest) or not all(s.failure and s.failure.error for s in tables):
        return None
    error = tables[0].failure.error  # type: ignore[union-attr]
    return Finding(
        f"Every row of numbers comes out right, and a table with two axes ends in a {error.type}.",  # type: ignore[union-attr]
        "Walk over a table, element by element: is an element a number there, or a whole row?",
    )


def _a_multiple(name: str, points: list[tuple[float, float, float]]) -> Finding | None:
    """Everywhere the same number of times what is due."""
    _, got, due = (np.array(column) for column in zip(*points, strict=True)) if points else ((), (), ())
    if len(points) < 8 or not np.any(due):
        return None
    factor = constant_factor(np.asarray(got), np.asarray(due))
    if factor is None:
        return None
    ask = "Which inner derivative, or which factor of the formula, is that?" if "derivative" in name else ""
    return Finding(f"At every z, what comes back is {names_of_factor(factor, {})[0]}.", ask)


def of_curve(seen: list[Observation]) -> Finding | None:
    """What can be seen of the curve where no formula is found: its value at 0, its two sides, its range."""
    name = seen[0].question.function
    low, high, middle, picture = _PROPERTIES[name]
    points = {z: got for z, got, _ in _pairs_of(seen)}
    if found := _a_multiple(name, _pairs_of(seen)):
        return found
    if 0 in points and abs(points[0] - middle) > 1e-6 and name != "relu_derivative":
        at = points[0]
        return Finding(
            f"At z = 0 it gives {at:.4g}, where {middle:g} is due.",
            "Work your formula out for z = 0, as Python reads it.",
        )
    mirrored = [z for z in points if z > 0 and -z in points and abs(points[z] - points[-z]) > 1e-6]
    if name in ("sigmoid_derivative", "tanh_derivative") and mirrored:
        z = mirrored[0]
        return Finding(
            f"At {z:g} it gives {points[z]:.4g}, at {-z:g} {points[-z]:.4g}: the slope is the same on both sides."
        )
    for z, got in points.items():
        if got < low - 1e-6 or got > high + 1e-6:
            reach = f"between {low:g} and {high:g}" if np.isfinite(high) else f"at {low:g} or above"
            return Finding(f"At z = {z:g} it gives {got:.4g}, but {name} stays {reach}: {picture}.")
    return None
