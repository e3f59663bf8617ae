"""Functions of one number that people write in place of the right one: "your values equal z * (1 - z)"."""

import itertools
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.observations import Finding, Observation, Pattern, alike_numbers
from grader.steps.shared.formulas import Formula, match
from grader.steps.shared.wrong_ways import sigmoid
from grader.steps.step1_activations import oracle

_BASE: list[Formula] = [
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


def _elementwise() -> Iterator[Formula]:
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


def of_activation(seen: list[Observation]) -> Finding | None:
    """A formula in z that gives the learner's values on ordinary numbers."""
    ordinary = [s for s in seen if s.has("ordinary")]
    if not any(s.wrong for s in ordinary):
        return None
    ordinary = [s for s in ordinary if s.answer and not (s.difference and s.difference.kind == "finite")]
    words = match(ordinary, _elementwise()) if len(ordinary) >= 3 else None
    return Finding(f"Your values equal {words}.", "Is that the function which is asked for?") if words else None


def of_entries(seen: list[Observation]) -> Finding | None:
    """What holds of the entries one by one: they influence one another, or one side of 0 is wrong."""
    points: dict[float, list[float]] = {}
    for s in seen:
        value, due = as_numbers(s.value), as_numbers(s.expected)
        if not s.has("ordinary") or value is None or due is None or value.shape != due.shape:
            continue
        for z, got in zip(np.ravel(s.question.arguments()[0]), value.astype(float).ravel(), strict=True):
            points.setdefault(float(z), []).append(float(got))
    together = [(z, got) for z, got in points.items() if len(got) > 1 and np.ptp(got) > 1e-6]
    if together and not any(s.difference and s.has("integers") and not _others_wrong(seen) for s in seen):
        z, got = together[0]
        return Finding(
            f"For z = {z:g} you give {got[0]:.4g} in one array and {got[1]:.4g} in another.",
            "Each entry should depend on its own z alone: does something look at the whole array?",
        )
    return _one_side(seen, points)


def _others_wrong(seen: list[Observation]) -> bool:
    return any(s.wrong for s in seen if s.has("ordinary") and not s.has("integers"))


def _one_side(seen: list[Observation], points: dict[float, list[float]]) -> Finding | None:
    name = seen[0].question.function
    wrong = {z for z, got in points.items() if abs(got[0] - float(oracle.elementwise(name, z))) > 1e-5 and z}
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
    """Each answer is the right one turned round, or nearly the right one."""
    points = _pairs_of(seen)
    if len(points) < 8 or not any(s.wrong for s in seen if s.has("ordinary")):
        return None
    z, got, due = (np.array(column) for column in zip(*points, strict=True))
    name = seen[0].question.function
    if np.allclose(got, 1 - due) and set(due.tolist()) <= {0.0, 1.0}:
        return Finding("There is 1 where 0 is due, and 0 where 1 is due: is a condition the wrong way round?")
    if np.allclose(got[z != 0], oracle.elementwise(name, -z)[z != 0]) and not np.allclose(got, due):
        return Finding(
            f"These are the values of {name} at -z, mirrored.", "Is a minus lost, or are two branches exchanged?"
        )
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
        for what, change in ((f"{name}(z)", partial(oracle.elementwise, name)), ("z", lambda z: z)):
            made = [np.asarray(winner(change(z), axis=axis)) for z in given]
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


def of_curve(seen: list[Observation]) -> Finding | None:
    """What can be seen of the curve where no formula is found: its value at 0, its two sides, its range."""
    name = seen[0].question.function
    low, high, middle, picture = _PROPERTIES[name]
    points = {z: got for z, got, _ in _pairs_of(seen)}
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


PATTERNS: dict[str, tuple[Pattern, ...]] = dict.fromkeys(
    oracle.NUMBERS, (of_winner, of_tables, of_activation, of_entries, of_exchange)
)
LAST = dict.fromkeys(oracle.NUMBERS, (("curve", of_curve),))
