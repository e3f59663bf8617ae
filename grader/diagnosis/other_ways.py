"""Other ways to compute an answer, tried until one of them gives the learner's values.

In the whole kit the ways are computed. A student's copy has one number for each way and public question, from which
nothing can be read but whether a learner's values are the same.
"""

import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from grader.checks import stored
from grader.checks.compare import Bias, Stream, as_numbers, tolerance
from grader.checks.question import Question
from grader.diagnosis.observations import Finding, Observation, alike_values

Way = tuple[str, Callable[..., Any]]  # words for it, and the answer that it leads to
IMPOSSIBLE = (ValueError, IndexError, ZeroDivisionError, FloatingPointError)  # this way cannot be gone there


def few_at_once(*tables: Sequence[Any], most: int = 3) -> Iterator[tuple]:
    """One entry of each table, the first of which is the right one; at most so many of them are wrong at once."""
    for chosen in itertools.product(*map(enumerate, tables)):
        if sum(place > 0 for place, _ in chosen) <= most:
            yield tuple(entry for _, entry in chosen)


class Case(NamedTuple):
    """One question on which ways are compared. number: its place among all questions; value: what is compared."""

    number: int
    question: Question
    value: Any
    wrong: bool


@dataclass(frozen=True)
class Scope:
    """On which questions, and on which part of the answers, ways are compared.

    only, without: tags that a question must have one of, and must not have.
    wrong: only those that are answered wrongly.
    answered: questions without an answer are passed over; otherwise ways are compared only where all have one.
    finite: the same for answers that are infinite or nan where they must not be.
    part: of an answer of two parts, the one that is compared.
    column: of an answer that is a list of pairs, the part of each pair that is compared.
    other: how the other of the two parts must be: "right" everywhere, or "wrong" somewhere; "" where that is all one.
    least: how many questions there must be.
    varied: the answers are not all one and the same number, which many ways lead to.
    """

    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    wrong: bool = False
    answered: bool = False
    finite: bool = False
    part: int | None = None
    column: int | None = None
    other: str = ""
    least: int = 1
    varied: bool = False

    def covers(self, question: Question) -> bool:
        """Whether a question belongs to them, by its tags."""
        chosen = not self.only or not self.only.isdisjoint(question.tags)
        return (
            chosen and not question.is_rare and self.without.isdisjoint(question.tags) and question.expected is not None
        )

    @property
    def is_whole(self) -> bool:
        """Whether whole answers are compared."""
        return self.part is None and self.column is None

    def of(self, value: Any) -> Any:
        """The part that is compared; None where it is not there."""
        if self.column is not None:
            pairs = isinstance(value, list) and all(isinstance(p, (list, tuple)) and len(p) == 2 for p in value)
            return [pair[self.column] for pair in value] if pairs else None
        if self.part is None:
            return value
        return value[self.part] if isinstance(value, (list, tuple)) and len(value) == 2 else None

    def _other(self, seen: list[Observation]) -> str:
        assert self.part is not None
        rest = replace(self, part=1 - self.part)
        right = all(alike_values(rest.of(s.value), rest.of(s.expected)) for s in seen if s.answer and s.expected)
        return "right" if right else "wrong"

    def cases(self, seen: list[Observation]) -> list[Case]:
        """What is compared, the wrong ones first: they rule out most ways. None where nothing is wrong."""
        found = []
        for number, s in enumerate(seen):
            if not self.covers(s.question):
                continue
            value = self.of(s.value) if s.answer else None
            if value is None or (self.finite and s.difference and s.difference.kind == "finite"):
                if self.answered:
                    continue
                return []
            wrong = s.wrong if self.is_whole else not alike_values(value, self.of(s.expected))
            found.append(Case(number, s.question, value, wrong))
        if self.other and self.other != self._other(seen):
            return []
        if self.wrong:
            found = [case for case in found if case.wrong]
        if len(found) < self.least or not any(case.wrong for case in found):
            return []
        numbers = [as_numbers(case.value) for case in found] if self.varied else []
        if len({number.item() for number in numbers if number is not None and number.size == 1}) == 1:
            return []
        return sorted(found, key=lambda case: (not case.wrong, _size(case.value)))


def _size(value: Any) -> int:
    return sum(map(_size, value)) if isinstance(value, (list, tuple)) else getattr(value, "size", 1)


def _say(words: str) -> Finding:
    return Finding(f"What you return equals {words}.")


def _arguments(question: Question) -> tuple:
    return question.arguments()


@dataclass(frozen=True)
class OtherWays:
    """A pattern: the learner's values are those of another way to compute them.

    name: of the pattern. ways: all of them. say: what is told of the one that fits. given: what a way is called with.
    """

    name: str
    ways: Callable[[], Iterable[Way]]
    say: Callable[[str], Finding] = _say
    scope: Scope = field(default_factory=Scope)
    given: Callable[[Question], tuple] = _arguments

    @property
    def __name__(self) -> str:
        return self.name

    def __call__(self, seen: list[Observation]) -> Finding | None:
        cases = [(self.given(case.question), case) for case in self.scope.cases(seen)]
        if not cases:
            return None
        given, first = cases[0]
        with np.errstate(all="ignore"):
            unlike = _unlike(first.value) if self.scope.column is None else lambda other: False
            for words, compute in self.ways():
                try:
                    if unlike(compute(*given)):
                        continue
                    if all(alike_values(case.value, self.made(compute, given, case.question)) for given, case in cases):
                        return self.say(words)
                except IMPOSSIBLE:
                    continue
        return None

    def made(self, compute: Callable[..., Any], given: tuple, question: Question) -> Any:
        """What comes out of a way, as answers are compared."""
        if self.scope.part is not None:
            return compute(*given)
        return self.scope.of(question.canonical_form(compute(*given)))

    def recorded(self, questions: list[Question]) -> "RecordedWays":
        """What came out of the ways on these questions, each outcome once, without those that are right everywhere."""
        numbers = [i for i, question in enumerate(questions) if self.scope.covers(question)]
        table = np.stack([_column(self, questions[i]) for i in numbers], axis=1)
        expected = [question.expected() for i in numbers if (question := questions[i]).expected]
        known = {np.array([_told(self.scope.of(value)) for value in expected], np.float32).tobytes()}
        kept, told = [], []
        for outcomes, (words, _) in zip(table, self.ways(), strict=True):
            if outcomes.tobytes() not in known and not np.isnan(outcomes).all():
                known.add(outcomes.tobytes())
                kept.append(outcomes)
                told.append(self.say(words))
        return RecordedWays(self.name, self.scope, numbers, np.array(kept).reshape(len(told), len(numbers)), told)


# Several functions, and several patterns of one, have the same ways and arguments.
_COLUMNS: dict[tuple, np.ndarray] = {}


def _column(pattern: OtherWays, question: Question) -> np.ndarray:
    """What comes out of each way on one question."""
    key = (
        pattern.ways,
        pattern.scope.part,
        pattern.scope.column,
        question.canonical,
        stored.to_bytes(question.arguments()),
    )
    if key not in _COLUMNS:
        given = pattern.given(question)
        with np.errstate(all="ignore"):
            found = [_what_comes_out(pattern, compute, given, question) for _, compute in pattern.ways()]
        _COLUMNS[key] = np.array(found, np.float32) + 0.0  # no zero with a sign
    return _COLUMNS[key]


def _what_comes_out(pattern: OtherWays, compute: Callable[..., Any], given: tuple, question: Question) -> float:
    try:
        return _told(pattern.made(compute, given, question))
    except IMPOSSIBLE:
        return float("nan")


def _unlike(value: Any) -> Callable[[Any], bool]:
    """Whether a value differs from this one, as far as that can be seen at once."""
    mine = as_numbers(value)
    if mine is None or isinstance(value, Bias):
        return lambda other: False
    near, mine = tolerance(mine, mine), np.asarray(mine, float)

    def unlike(other: Any) -> bool:
        numbers = np.asarray(other, float)
        return numbers.shape != mine.shape or bool((np.abs(numbers - mine) > near).any())

    return unlike


@dataclass(frozen=True, eq=False)
class RecordedWays:
    """The same pattern where the ways themselves are not known.

    numbers: the questions, by their places. outcomes: for each way what comes out on each of them, (ways, questions).
    told: what is said of each way.
    """

    name: str
    scope: Scope
    numbers: list[int]
    outcomes: np.ndarray
    told: list[Finding]

    @property
    def __name__(self) -> str:
        return self.name

    def __call__(self, seen: list[Observation]) -> Finding | None:
        cases = self.scope.cases(seen)
        exactly = np.full(len(self.told), bool(cases))
        nearly = exactly.copy()
        for case in cases:
            numbers, weights = _flat(case.value)
            near = np.concatenate([*_near(case.value), [0.0]])
            outcome = _outcome(numbers, weights)
            off = np.abs(self.outcomes[:, self.numbers.index(case.number)].astype(float) - outcome)
            exactly &= off <= ROUNDED * (1 + abs(outcome))
            nearly &= off <= ROUNDED * (1 + abs(outcome)) + float(weights @ near)
        return next((self.told[i] for i in (*np.flatnonzero(exactly), *np.flatnonzero(nearly))), None)


ROUNDED = 2e-7  # what single precision takes from an outcome
LARGEST = 1e37
ONE = np.ones(1)
NAN, INFINITE = 0.7234, 987.6  # what stands for them


def _told(value: Any) -> float:
    return float(np.float32(_outcome(*_flat(value))))


def _outcome(numbers: np.ndarray, weights: np.ndarray) -> float:
    return min(max(float(weights @ numbers), -LARGEST), LARGEST)


def _flat(value: Any) -> tuple[np.ndarray, np.ndarray]:
    """All numbers in a value, and the weights with which they are added up.

    The weights depend on structure and shapes, so that values in another form add up to something else.
    """
    numbers: list[np.ndarray] = []
    form = _form(value, numbers)
    return np.concatenate([*numbers, ONE]), _weights(form, sum(map(len, numbers)))


def _near(value: Any) -> list[np.ndarray]:
    """How far each of the numbers in a value may be off."""
    array = None if isinstance(value, np.matrix) else as_numbers(value)
    if array is not None:
        return [np.full(array.size, tolerance(array, _finite(array)))]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [near for part in parts for near in _near(part)]


@cache
def _weights(form: str, numbers: int) -> np.ndarray:
    start = zlib.crc32(form.encode()) / 2**32
    return 1 + (start + 0.6180339887498949 * np.arange(1, numbers + 2)) % 1


def _finite(array: np.ndarray) -> np.ndarray:
    """The entries of an array in a row, with other numbers for those that are not finite."""
    flat = array.astype(float).ravel()
    return flat if np.isfinite(flat).all() else np.nan_to_num(flat, nan=NAN, posinf=INFINITE, neginf=-INFINITE)


def _form(value: Any, numbers: list[np.ndarray]) -> str:
    usual = type(value) is np.ndarray and value.dtype == float  # as it is nearly always
    array = value if usual else None if isinstance(value, np.matrix) else as_numbers(value)
    if array is not None:
        numbers.append(_finite(array))
        return str((array.size,) if isinstance(value, Bias) else array.shape)
    if isinstance(value, dict):
        return str(list(value)) + _form(list(value.values()), numbers)
    if isinstance(value, (list, tuple)):
        kind = type(value).__name__ if isinstance(value, Stream) else ""
        return f"{kind}[{','.join([_form(part, numbers) for part in value])}]"
    return type(value).__name__ + (value if isinstance(value, str) else "")
