"""What a function does on its public questions, and whether two functions do the same."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.answer import Answer, Error, LearnerFailed
from grader.checks.compare import Bias, Difference, as_numbers, compare, tolerance
from grader.checks.question import Question
from grader.worker.wire import Opaque, Stream

MOST_TOLD = 100  # lines that are read of what is printed, and losses that are looked for in them
Ask = Callable[[str, tuple], Answer]


@dataclass(frozen=True)
class Observation:
    """What came of one question: an answer or a failure, and how it differs from what is due."""

    question: Question
    answer: Answer | None = None
    failure: LearnerFailed | None = None
    difference: Difference | None = None

    @property
    def wrong(self) -> bool:
        """Whether something about the value is wrong; a changed argument is another matter."""
        return self.failure is not None or self.difference is not None

    @property
    def value(self) -> Any:
        return self.question.canonical_form(self.answer.value) if self.answer else None

    def has(self, *tags: str) -> bool:
        """Whether the question has any of these tags."""
        return not self.question.tags.isdisjoint(tags)

    @property
    def axes(self) -> int:
        """How many axes the first array among the arguments has."""
        arrays = [value for value in self.question.arguments() if isinstance(value, np.ndarray)]
        return arrays[0].ndim if arrays else 0

    @property
    def expected(self) -> Any:
        return self.question.expected() if self.question.expected else None


@dataclass(frozen=True)
class Finding:
    """What a pattern has found.

    said: the sentence that names it. ask: what helps further, a question or a remark. table: lines of evidence above.
    call: the question that it is about and what came of it, where no other call shows it; it is told in place of the
    check's own. short: the mistake in a line of a table, where that is not `said`.
    """

    said: str
    ask: str = ""
    table: tuple[str, ...] = ()
    call: Observation | None = None
    short: str = ""


Pattern = Callable[[list[Observation]], Finding | None]  # what can be said of the answers; None where it does not hold


def wrong_kind_of_class(question: Question, value: Any) -> Difference | None:
    """Classes must be integers: the one place where the kind of number matters."""
    array = as_numbers(value)
    if "whole" in question.tags and array is not None and array.dtype.kind not in "iu":
        kinds = {"b": "True and False", "f": "floats"}
        return Difference("dtype", (), f"{kinds[array.dtype.kind]} came back where the integers 0 and 1 are due", value)
    return None


def look(question: Question, ask: Ask) -> Observation:
    """Put one question to a function."""
    try:
        answer = question.ask(ask)
    except LearnerFailed as failure:
        return Observation(question, failure=failure)
    if question.expected is None:
        return Observation(question, answer)
    value = question.canonical_form(answer.value)
    return Observation(
        question,
        answer,
        difference=compare(value, question.expected()) or wrong_kind_of_class(question, value),
    )


def look_at_all(questions: Iterable[Question], ask: Ask) -> list[Observation]:
    """Put every question to a function; stops where it no longer answers at all."""
    found = []
    for question in questions:
        seen = look(question, ask)
        found.append(seen)
        if seen.failure and (seen.failure.error is None or seen.failure.outcome != "crashed"):
            break
    return found


def alike_values(a: Any, b: Any) -> bool:
    """Whether two values are the same for a reader: structure, shapes, and numbers within the tolerance."""
    if type(a) in (list, tuple) and type(b) in (list, tuple) and _holds_parts(a) and _holds_parts(b):
        return alike_parts(a, b)
    if isinstance(a, (Opaque, Stream)) or isinstance(b, (Opaque, Stream)):
        if isinstance(a, Opaque) or isinstance(b, Opaque):
            return type(a) is type(b) and a.type_name == b.type_name
        return isinstance(a, Stream) and isinstance(b, Stream) and alike_parts(a, b)
    if isinstance(a, dict) or isinstance(b, dict):
        return (
            isinstance(a, dict) and isinstance(b, dict) and list(a) == list(b) and alike_parts(a.values(), b.values())
        )
    if isinstance(a, str) or a is None or isinstance(b, str) or b is None:
        return type(a) is type(b) and a == b
    if isinstance(a, np.matrix) != isinstance(b, np.matrix):
        return False
    x, y = as_numbers(a), as_numbers(b)
    if x is not None and y is not None:
        return alike_numbers(x, y, isinstance(a, Bias) or isinstance(b, Bias))
    if x is not None or y is not None or not isinstance(a, (list, tuple)) or not isinstance(b, (list, tuple)):
        return False
    return alike_parts(a, b)


def _holds_parts(value: Any) -> bool:
    return bool(value) and isinstance(value[0], (list, tuple, np.ndarray))


def alike_parts(a: Iterable, b: Iterable) -> bool:
    first, second = list(a), list(b)
    return len(first) == len(second) and all(alike_values(p, q) for p, q in zip(first, second, strict=True))


def alike_numbers(x: np.ndarray, y: np.ndarray, is_bias: bool = False) -> bool:
    """Equal shapes and equal numbers; a nan equals a nan, and True equals 1."""
    if is_bias and x.ndim != y.ndim:
        x, y = x.reshape(-1), y.reshape(-1)
    if x.shape != y.shape:
        return False
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    finite = np.isfinite(x) & np.isfinite(y)
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.abs(x - y) <= tolerance(x, y[finite])
    return bool((np.where(finite, close, (x == y) | (np.isnan(x) & np.isnan(y)))).all())


def told(answer: Answer) -> list[tuple[int, ...]]:
    """What train printed, whatever the format: for each line its first whole number and the losses it may tell."""
    parts = answer.value if isinstance(answer.value, (list, tuple)) and len(answer.value) == 2 else (None, None)
    losses = as_numbers(parts[1])
    lines = []
    known = [] if losses is None or losses.ndim != 1 or losses.size > MOST_TOLD else losses.tolist()
    for line in answer.printed.splitlines()[:MOST_TOLD]:
        line = line[:200]
        numbers = [float(text) for text in re.findall(r"\d+\.\d+(?:e[+-]?\d+)?", line)]
        whole = re.search(r"(?<![\d.])\d+(?![\d.])", line)
        near = [i for i, loss in enumerate(known) if any(abs(n - loss) <= 0.006 * abs(loss) for n in numbers)]
        lines.append((int(whole.group()) if whole else -1, *near))
    return lines


# What some versions of NumPy and Python say in other words than others.
OTHER_WORDS = {
    r"only (?:length-1|size-1|0-dimensional) arrays": "only arrays of one entry",
    r"\bwere given": "was given",
}


def what_was_raised(error: Error) -> tuple[str, str]:
    """The type and the message, without numbers; of a NameError the type alone, as names are the learner's own."""
    if "NameError" in error.bases:
        return error.type, ""
    message = error.message
    for pattern, words in OTHER_WORDS.items():
        message = re.sub(pattern, words, message)
    return error.type, re.sub(r"\d+", "#", message)


def alike(a: Observation, b: Observation) -> bool:
    """Whether two functions did the same on one question."""
    if a.failure or b.failure:
        if not (a.failure and b.failure and a.failure.error and b.failure.error):
            return False
        return what_was_raised(a.failure.error) == what_was_raised(b.failure.error)
    assert a.answer and b.answer
    if {path[0] for path in a.answer.changed} != {path[0] for path in b.answer.changed}:
        return False
    if a.answer.global_random != b.answer.global_random or not alike_values(a.value, b.value):
        return False
    if a.has("whole") and kind_of_number(a.value) != kind_of_number(b.value):
        return False
    return not a.has("printed") or told(a.answer) == told(b.answer)


def kind_of_number(value: Any) -> str:
    array = as_numbers(value)
    return "none" if array is None else {"u": "i"}.get(array.dtype.kind, array.dtype.kind)
