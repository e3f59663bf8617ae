"""A learner's gradient beside the numerical one, entry by entry: which differ, and by what factor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.answer import Answer
from grader.checks.compare import as_numbers, compare, kind_of, tolerance
from grader.checks.messages import number

if TYPE_CHECKING:
    from grader.checks.question import Question
    from grader.diagnosis.observations import Ask

LISTED = 6  # entries that are told one by one
SAME = 1e-3  # factors closer than this, relatively, are one factor


class CannotExplain(ValueError):
    """There is no picture of this; the message says why, in one line."""


@dataclass(frozen=True)
class Part:
    """One array of a gradient: what it is called, what came back, what is due, and names for its axes.

    yours: None where what came back has no entries to compare; problem says why then.
    """

    name: str
    yours: np.ndarray | None
    due: np.ndarray
    problem: str = ""
    axes: tuple[str, str] = ("row", "column")

    @property
    def wrong(self) -> np.ndarray:
        """Which entries disagree; all of them where nothing can be compared."""
        if self.yours is None:
            return np.ones(self.due.shape, dtype=bool)
        with np.errstate(invalid="ignore"):
            return ~(np.abs(self.yours - self.due) <= tolerance(self.yours, self.due))

    @property
    def disagreement(self) -> np.ndarray:
        """How far the entries are apart, from 0 (right) to 1 (no likeness): |a - b| / (|a| + |b|)."""
        if self.yours is None:
            return np.ones(self.due.shape)
        a, b = np.nan_to_num(self.yours, nan=np.inf), self.due
        with np.errstate(invalid="ignore", divide="ignore"):
            apart = np.nan_to_num(np.abs(a - b) / (np.abs(a) + np.abs(b)), nan=1.0)
        return np.where(self.wrong, np.clip(apart, 0.02, 1.0), 0.0)

    def factor(self, index: tuple[int, ...]) -> float | None:
        """Yours divided by what is due; None where 0 is due, or where there is nothing to divide."""
        if self.yours is None or not np.isfinite(self.yours[index]):
            return None
        zero = tolerance(self.due, self.due)
        return None if abs(self.due[index]) <= zero else float(self.yours[index] / self.due[index])

    def sign(self, index: tuple[int, ...]) -> str:
        """An entry in a few letters: "ok", a factor, or what else there is to say."""
        if not self.wrong[index]:
            return "ok"
        factor = self.factor(index)
        if factor is not None:
            return f"x {factor_text(factor)}"
        value = None if self.yours is None else self.yours[index]
        return "" if value is None else "0 due" if np.isfinite(value) else str(value)


def factor_text(value: float) -> str:
    """A factor with two or three digits; what is next to nothing is 0."""
    size = abs(value)
    if size < 0.1:
        return f"{value:.1g}" if size >= 1e-6 else "0"
    return f"{value:.3g}" if size < 10 else f"{value:.0f}" if size < 10_000 else f"{value:.0e}".replace("e+0", "e")


@dataclass(frozen=True)
class Layer:
    """What belongs together in one picture: the parts of a layer, or the one array of another gradient."""

    title: str
    parts: tuple[Part, ...]

    @property
    def is_right(self) -> bool:
        return not any(part.wrong.any() or part.problem for part in self.parts)


@dataclass(frozen=True)
class Comparison:
    """All of a gradient, on one example."""

    function: str
    about: str
    layers: tuple[Layer, ...]


def _part(name: str, value: Any, due: np.ndarray, axes: tuple[str, str]) -> Part:
    due, array = np.asarray(due, dtype=float), as_numbers(value)
    if array is None:
        return Part(name, None, due, f"{kind_of(value)} came back", axes)
    if array.shape != due.shape and array.shape != (1, *due.shape):
        return Part(name, None, due, f"its shape is {array.shape}, and {due.shape} is due", axes)
    return Part(name, array.reshape(due.shape), due, "", axes)


def _layers(question: "Question", answer: Answer) -> tuple[Layer, ...]:
    value: Any = answer.value
    expected: Any = question.expected() if question.expected else None
    if question.function != "backward":
        return (Layer(question.function, (_part(question.function, value, expected, ("row", "column")),)),)
    due: list[tuple] = expected
    pairs = isinstance(value, (list, tuple)) and all(isinstance(p, (list, tuple)) and len(p) == 2 for p in value)
    if not pairs or len(value) != len(due):
        difference = compare(value, due)
        said = difference.said if difference and pairs else "a list of pairs (dW, db) is due, one for each layer"
        raise CannotExplain(f"backward: {said}")
    assert question.network is not None
    names = question.network().activations
    return tuple(
        Layer(
            f"layer {number} ({name})",
            (
                _part("dW", yours[0], right[0], ("input", "unit")),
                _part("db", yours[1], right[1], ("unit", "unit")),
            ),
        )
        for number, (name, yours, right) in enumerate(zip(names, value, due, strict=True), start=1)
    )


def compare_gradient(function: str, ask: "Ask") -> Comparison | None:
    """The gradient on the public example that shows most, among those where it is wrong; None where all are right.

    ask: calls the learner's function. Raises CannotExplain, and LearnerFailed where a call fails.
    """
    from grader.diagnosis.knowledge import questions

    candidates = [question for question in questions(function) if question.expected and not question.is_refused]
    candidates.sort(key=lambda question: "deep" not in question.tags)
    for question in candidates:
        layers = _layers(question, ask(function, question.arguments()))
        if not all(layer.is_right for layer in layers):
            return Comparison(function, question.label, layers)
    return None


def said(part: Part) -> str:
    """A part in one sentence: how many entries disagree, and whether one factor explains them."""
    if part.problem:
        return f"{part.name}: {part.problem}"
    wrong = np.argwhere(part.wrong)
    if not len(wrong):
        return f"{part.name}: right in all of {part.due.size} entries" if part.due.size > 1 else f"{part.name}: right"
    factors = [part.factor(tuple(index)) for index in wrong]
    count = f"{part.name}: {len(wrong)} of {part.due.size} entries differ"
    known = [factor for factor in factors if factor is not None]
    if len(known) < len(factors):
        return f"{count}, {len(factors) - len(known)} of them by no factor (0 due, inf or nan)"
    low, high = min(known), max(known)
    if high - low <= SAME * max(abs(low), abs(high)):
        return f"{count}, all by the factor {factor_text(low)}"
    return f"{count}, by factors from {factor_text(low)} to {factor_text(high)}"


def entries(part: Part) -> Iterator[str]:
    """The entries that disagree, in sentences, the first few of them."""
    if part.yours is None:
        return
    wrong = [tuple(int(i) for i in index) for index in np.argwhere(part.wrong)]
    for index in wrong[:LISTED]:
        axes = part.axes[-part.due.ndim :] if part.due.ndim else ()
        where = ", ".join(f"{axis} {i + 1}" for axis, i in zip(axes, index, strict=True))
        factor = part.factor(index)
        times = f", {factor_text(factor)} times as much" if factor is not None else ""
        yield f"{where}: yours {number(part.yours[index])}, numerical {number(part.due[index])}{times}"
    if len(wrong) > LISTED:
        yield f"and {len(wrong) - LISTED} more"


def _head(part: Part) -> str:
    return " " * 10 + "".join(f"{f'{part.axes[1]} {j + 1}':>10}" for j in range(part.due.shape[-1]))


def _rows(part: Part) -> Iterator[str]:
    """The entries as lines of factors."""
    for i in range(len(part.due) if part.due.ndim == 2 else 1):
        cells = [part.sign((i, j) if part.due.ndim == 2 else (j,)) for j in range(part.due.shape[-1])]
        name = f"{part.axes[0]} {i + 1}" if part.due.ndim == 2 else "db" if part.name == "db" else ""
        yield f"{name:<10}" + "".join(f"{cell:>10}" for cell in cells)


def table(layer: Layer) -> Iterator[str]:
    """The factors of a layer as a table in ASCII; nothing where all is right."""
    parts = [part for part in layer.parts if part.yours is not None and part.due.ndim]
    if parts and any(part.wrong.any() for part in parts):
        yield _head(parts[0])
        for part in parts:
            yield from _rows(part)


def page(comparison: Comparison, plain: bool = False) -> Iterator[str]:
    """The comparison in words, and in tables of factors where those are wanted."""
    yield f"{comparison.function} on {comparison.about}"
    if not plain:
        yield "each entry: yours divided by the numerical gradient (ok: they agree)"
    for layer in comparison.layers:
        many = len(layer.parts) > 1
        yield ""
        if many:
            yield layer.title
        for part in layer.parts:
            yield f"  {said(part)}" if many else said(part)
            if plain:
                yield from (f"  {line}" for line in entries(part))
        if not plain:
            yield from (f"  {line}" for line in table(layer))
