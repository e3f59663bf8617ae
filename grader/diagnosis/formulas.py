"""Formulas that people write in place of the right one, tried on the learner's numbers: "your values equal z * (1 - z)"."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from grader import oracle
from grader.compare import as_numbers
from grader.diagnosis.observing import Seen, alike_numbers

Formula = tuple[str, Callable[..., np.ndarray]]
ORDINARY = ("a few numbers", "two rows", "an exact 0", "negative numbers only", "integers")


def _match(seen: list[Seen], formulas: Iterator[Formula]) -> str | None:
    """The first formula which gives the learner's values on all these probes."""
    answered = [
        (s.probe.arguments(), np.asarray(as_numbers(s.value), dtype=float))
        for s in seen
        if as_numbers(s.value) is not None
    ]
    if not answered or len(answered) < len(seen):
        return None
    with np.errstate(all="ignore"):
        for words, formula in formulas:
            try:
                if all(
                    alike_numbers(values, np.asarray(formula(*arguments), dtype=float))
                    for arguments, values in answered
                ):
                    return words
            except (ValueError, ZeroDivisionError, FloatingPointError, IndexError):
                continue
    return None


def _sig(z: np.ndarray) -> np.ndarray:
    return 0.5 + 0.5 * np.tanh(0.5 * z)


_BASE: list[Formula] = [
    ("z", lambda z: z + 0.0),
    ("sigmoid(z)", _sig),
    ("tanh(z)", np.tanh),
    ("relu(z)", lambda z: np.maximum(z, 0.0)),
    ("(z > 0)", lambda z: (z > 0) * 1.0),
    ("the slope of the sigmoid", lambda z: _sig(z) * _sig(-z)),
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
    ("round(sigmoid(z))", lambda z: np.round(_sig(z))),
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
    ("sigmoid(z)", _sig),
    ("1 - sigmoid(z)", lambda z: 1 - _sig(z)),
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
        yield f"(sigmoid(z) > {cut})", lambda z, c=cut: (_sig(z) > c) * 1.0
    yield "e^z - e^-z / e^z + e^-z without brackets", lambda z: np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)
    yield "cosh(z) / sinh(z)", lambda z: np.cosh(z) / np.sinh(z)
    yield "a straight line through the middle: z / 4 + 1 / 2, cut off", lambda z: np.clip(z / 4 + 0.5, 0, 1)
    yield "a straight line through the middle: 0.2 * z + 0.5, cut off", lambda z: np.clip(0.2 * z + 0.5, 0, 1)
    yield "z cut off at -1 and 1", lambda z: np.clip(z, -1.0, 1.0)


def of_activation(seen: list[Seen]) -> str | None:
    """A formula in z that gives the learner's values on ordinary numbers."""
    ordinary = [s for s in seen if s.probe.about in ORDINARY]
    if not any(s.wrong for s in ordinary):
        return None
    ordinary = [s for s in ordinary if s.answer and not (s.difference and s.difference.kind == "finite")]
    words = _match(ordinary, _elementwise()) if len(ordinary) >= 3 else None
    return f"Your values equal {words}. Is that the function which is asked for?" if words else None


def of_entries(seen: list[Seen]) -> str | None:
    """What holds of the entries one by one: they influence one another, or one side of 0 is wrong."""
    points: dict[float, list[float]] = {}
    for s in seen:
        value, due = as_numbers(s.value), as_numbers(s.expected)
        if s.probe.about not in ORDINARY or value is None or due is None or value.shape != due.shape:
            continue
        for z, got in zip(np.ravel(s.probe.arguments()[0]), value.astype(float).ravel(), strict=True):
            points.setdefault(float(z), []).append(float(got))
    together = [(z, got) for z, got in points.items() if len(got) > 1 and np.ptp(got) > 1e-6]
    if together and not any(s.difference and "integers" in s.probe.about and not _others_wrong(seen) for s in seen):
        z, got = together[0]
        return (
            f"For z = {z:g} you give {got[0]:.4g} in one array and {got[1]:.4g} in another. "
            "Each entry should depend on its own z alone: does something look at the whole array?"
        )
    return _one_side(seen, points)


def _others_wrong(seen: list[Seen]) -> bool:
    return any(s.wrong for s in seen if s.probe.about in ORDINARY[:-1])


def _one_side(seen: list[Seen], points: dict[float, list[float]]) -> str | None:
    name = seen[0].probe.function
    wrong = {z for z, got in points.items() if abs(got[0] - float(oracle.elementwise(name, z))) > 1e-5 and z}
    right = {z for z in points if z} - wrong
    if not wrong or not right:
        return None
    if all(z < 0 for z in wrong) and all(z > 0 for z in right):
        z = max(wrong)
        return f"Right for every z above 0, wrong for every z below: at {z:g} it gives {points[z][0]:.4g}. What is due there?"
    if all(z > 0 for z in wrong) and all(z < 0 for z in right):
        z = min(wrong)
        return f"Right for every z below 0, wrong for every z above: at {z:g} it gives {points[z][0]:.4g}. What is due there?"
    if min(map(abs, wrong)) > max(map(abs, right)):
        return f"Right between -{max(map(abs, right)):g} and {max(map(abs, right)):g}, wrong further out: is something cut off there?"
    return None


_PROPERTIES: dict[str, tuple[float, float, float, str]] = {  # lowest, highest, value at 0, and what that looks like
    "sigmoid": (0, 1, 0.5, "a curve that rises from 0 to 1"),
    "tanh": (-1, 1, 0, "a curve that rises from -1 to 1"),
    "sigmoid_derivative": (0, 0.25, 0.25, "a hill that is highest at 0 and flat on both sides"),
    "tanh_derivative": (0, 1, 1, "a hill that is highest at 0 and flat on both sides"),
    "relu": (0, np.inf, 0, "flat on the left, and z itself on the right"),
    "relu_derivative": (0, 1, 0, "a step from 0 to 1"),
}


def of_curve(seen: list[Seen]) -> str | None:
    """What can be seen of the curve where no formula is found: its range, its value at 0, its sides."""
    low, high, middle, picture = _PROPERTIES[seen[0].probe.function]
    for s in seen:
        value = as_numbers(s.value)
        if s.probe.about not in ORDINARY or value is None or not s.wrong or value.shape != np.shape(s.expected):
            continue
        z = np.ravel(s.probe.arguments()[0])
        got = value.astype(float).ravel()
        for at, y in zip(z, got, strict=True):
            if y < low - 1e-6 or y > high + 1e-6:
                reach = f"between {low:g} and {high:g}" if np.isfinite(high) else f"at {low:g} or above"
                return f"At z = {at:g} it gives {y:.4g}, but {seen[0].probe.function} stays {reach}: {picture}."
        if 0 in z and abs(got[list(z).index(0)] - middle) > 1e-6 and seen[0].probe.function != "relu_derivative":
            return f"At z = 0 it gives {got[list(z).index(0)]:.4g}, where {middle:g} is due. Work your formula out for z = 0 by hand."
    return None


def of_predict(seen: list[Seen]) -> str | None:
    """Another rule that turns outputs into classes."""
    runs = []
    for s in seen:
        array = as_numbers(s.value)
        if array is None or s.probe.network is None:
            return None
        n = s.probe.network()
        runs.append((array, oracle.outputs(n.params, n.X, n.activations), np.asarray(s.expected), n))
    kinds = {array.dtype.kind for array, *_ in runs}
    values_right = all(
        array.shape == due.shape and np.array_equal(array.astype(float), due) for array, _, due, _ in runs
    )
    if values_right and kinds <= {"b", "f"}:
        name = "True and False" if kinds == {"b"} else "floats"
        return f"The decisions are right, but they are {name}. What is due are the integers 0 and 1: which function converts an array?"
    if any(array.shape != due.shape for array, _, due, _ in runs):
        return None
    rules: list[tuple[str, Callable]] = [
        ("the outputs themselves, without a decision", lambda out, n: out),
        ("the other way round: 1 below one half, and 0 above", lambda out, n: out < 0.5),
        ("1 only above one half: at exactly 0.5 it is 0", lambda out, n: out > 0.5),
        ("the outputs rounded (0.5 becomes 0, and large outputs become more than 1)", lambda out, n: np.round(out)),
        ("the outputs cut to whole numbers", lambda out, n: np.trunc(out)),
        ("the outputs rounded up", lambda out, n: np.ceil(out)),
        ("the outputs plus one half, cut to whole numbers", lambda out, n: np.floor(out + 0.5)),
        ("those of a threshold at 0", lambda out, n: out > 0),
        ("those of a threshold at 0", lambda out, n: out >= 0),
        ("those of a threshold at 1", lambda out, n: out >= 1),
        ("-1 and 1, where 0 and 1 are due", lambda out, n: np.where(out >= 0.5, 1, -1)),
        ("1 and 2, where 0 and 1 are due", lambda out, n: np.where(out >= 0.5, 2, 1)),
        ("1 for the largest output of each sample", lambda out, n: out == out.max(axis=1, keepdims=True)),
        ("those of a threshold at the mean of all outputs", lambda out, n: out >= out.mean()),
        ("those of a threshold at the mean of each output", lambda out, n: out >= out.mean(axis=0)),
        ("those of a threshold at the median of all outputs", lambda out, n: out >= np.median(out)),
        ("those of the last z, where the output is due", lambda out, n: n.cache[-1][1] >= 0.5),
        ("those of one more sigmoid over the output", lambda out, n: _sig(out) >= 0.5),
        ("those of a sigmoid as last activation, whatever the list says", lambda out, n: n.cache[-1][1] >= 0),
        ("the outputs stretched to the range from 0 to 1 first", lambda out, n: (out - out.min()) / np.ptp(out) >= 0.5),
        ("the same answer, 0, for everything", lambda out, n: 0 * out),
        ("the same answer, 1, for everything", lambda out, n: 0 * out + 1),
    ]
    for words, rule in rules:
        if all(
            array.shape == out.shape and np.allclose(array.astype(float), rule(out, n)) for array, out, _, n in runs
        ):
            return f"The answers are {words}."
    return _threshold(runs)


def _threshold(runs: list) -> str | None:
    if any(not np.isin(array, (0, 1)).all() for array, *_ in runs):
        return "Among the answers are other numbers than 0 and 1."
    ones = np.concatenate([out[array.astype(bool)].ravel() for array, out, _, _ in runs])
    zeros = np.concatenate([out[~array.astype(bool)].ravel() for array, out, _, _ in runs])
    if ones.size and zeros.size and ones.min() > zeros.max():
        return f"The answers are those of a threshold between {zeros.max():.3g} and {ones.min():.3g}. Which one is due?"
    return "A larger output sometimes gets the answer 0 while a smaller one gets 1. Is it really the output that is compared?"


_ERRORS: list[Formula] = [
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


def _losses() -> Iterator[Formula]:
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
            pattern.format("y_hat - y ** 2"),
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


def of_loss(seen: list[Seen]) -> str | None:
    """A loss of another kind that gives the learner's numbers."""
    if words := _match(seen, _losses()):
        return f"What you return equals {words}. Is that what mse asks for?"
    wrong = [s for s in seen if s.wrong]
    words = _match(wrong, _losses()) if len(wrong) > 1 else None
    return f"Where it is wrong, what you return equals {words}." if words else None


def _gradients() -> Iterator[Formula]:
    scales: list[Formula] = [
        ("", lambda e: 1.0),
        ("2 times ", lambda e: 2.0),
        ("half of ", lambda e: 0.5),
        ("minus ", lambda e: -1.0),
        ("minus 2 times ", lambda e: -2.0),
    ]
    divisors: list[Formula] = [
        ("", lambda e: 1.0),
        (", divided by the number of samples", lambda e: e.shape[0]),
        (", divided by the number of outputs", lambda e: e.shape[1]),
        (", divided by the number of entries", lambda e: e.size),
        (", divided by the number of samples plus outputs", lambda e: sum(e.shape)),
        (", divided by the number of entries twice", lambda e: e.size**2),
        (", divided by the root of the mean squared difference", lambda e: np.sqrt(np.mean(e**2))),
        (", divided by its norm", lambda e: np.sqrt(np.sum(e**2))),
    ]
    reductions = [_REDUCTIONS[i] for i in (0, 1, 2, 9, 10, 11, 12, 13, 14)]
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


def of_loss_gradient(seen: list[Seen]) -> str | None:
    """A gradient of another loss, or another divisor."""
    words = _match(seen, _gradients())
    if words:
        return f"What you return equals {words}. Compare it with the derivative of the loss, divisor and factor."
    return None


def _differences() -> Iterator[Formula]:
    def entry_by_entry(rule: Callable) -> Callable:
        def gradient(f: Callable, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
            result = np.zeros(x.shape)
            for index in np.ndindex(*x.shape):
                up, down = x.copy(), x.copy()
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
    yield "the slope when all entries move together", lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h) + 0 * x
    yield "one number: the slope when all entries move together", lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h)
    yield (
        "a central difference with a step of h / 2 divided by 2 h",
        lambda f, x, h=1e-5: oracle.central_differences(f, x, h / 2) / 2,
    )
    yield "a central difference with a step of 2 h", lambda f, x, h=1e-5: oracle.central_differences(f, x, 2 * h)
    yield "a central difference with a step of h / 2", lambda f, x, h=1e-5: oracle.central_differences(f, x, h / 2)
    yield "a central difference with a step of h * x", lambda f, x, h=1e-5: _relative_step(f, x, h)


def _relative_step(f: Callable, x: np.ndarray, h: float) -> np.ndarray:
    result = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[index] *= 1 + h
        down[index] *= 1 - h
        result[index] = (f(up) - f(down)) / (2 * h)
    return result


def of_numerical_gradient(seen: list[Seen]) -> str | None:
    """Another difference quotient."""
    for chosen in (seen, [s for s in seen if s.wrong]):
        if words := _match(chosen, _differences()):
            return f"What you return equals {words}. How far apart are the two points at which f is asked, and what lies in the middle?"
    return None


def _relative_errors() -> Iterator[Formula]:
    tops: list[Formula] = [
        ("abs(a - b)", lambda a, b: np.abs(a - b)),
        ("(a - b)", lambda a, b: a - b),
        ("(a - b) ** 2", lambda a, b: (a - b) ** 2),
        ("abs(a + b)", lambda a, b: np.abs(a + b)),
        ("abs(abs(a) - abs(b))", lambda a, b: np.abs(np.abs(a) - np.abs(b))),
        ("(b - a)", lambda a, b: b - a),
    ]
    bottoms: list[Formula] = [
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
        (", with another floor", lambda d: np.maximum(d, 1e-12)),
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
    for (t, top), (b, bottom), (f, floor), (e, end) in itertools.product(tops, bottoms, floors, ends):
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


def of_relative_error(seen: list[Seen]) -> str | None:
    """Another measure of how far two arrays are apart."""
    formulas = list(_relative_errors())
    for chosen in (seen, [s for s in seen if s.probe.about != "equal arrays with a 0"]):
        if words := _match(chosen, iter(formulas)):
            return f"What you return equals {words}. Compare that with the definition, part by part."
    return None
