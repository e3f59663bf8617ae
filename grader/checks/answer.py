"""What came of asking a learner's function: an answer, or the way in which it failed."""

import contextlib
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

PASSED, NOT_ATTEMPTED, WRONG = "passed", "not attempted", "wrong"
CRASHED, TIMED_OUT, GRADER_ERROR = "crashed", "timed out", "grader error"
MOST = 50  # parts of anything that is told about a call
MAX_TEXT = 20_000
OUTCOMES = (PASSED, NOT_ATTEMPTED, WRONG, CRASHED, TIMED_OUT, GRADER_ERROR)  # from best to worst


class NotUnderstood(ValueError):
    """A worker said something that no honest worker says."""


@contextlib.contextmanager
def _understanding() -> Iterator[None]:
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise NotUnderstood(type(error).__name__) from None


def _text(value: Any, longest: int = 200) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value[:longest]


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**40:
        raise TypeError("no number of anything")
    return value


def _some(items: Iterable[Any]) -> Iterator[Any]:
    return itertools.islice(items, MOST)


@dataclass(frozen=True)
class Answer:
    """What a call returned, and what else it did."""

    value: Any
    changed: tuple[tuple[int, ...], ...] = ()
    same_as: int | None = None
    printed: str = ""
    warnings: tuple[str, ...] = ()
    global_random: bool = False

    @classmethod
    def from_message(cls, message: dict) -> "Answer":
        """From what `observe` says of a call. Raises NotUnderstood where the message is no such thing."""
        with _understanding():
            return cls(
                message["value"],
                tuple(tuple(_whole(i) for i in path) for path in message["changed"][:MOST]),
                None if message["same_as"] is None else _whole(message["same_as"]),
                _text(message["printed"], MAX_TEXT),
                tuple(_text(text) for text in message["warnings"][:MOST]),
                bool(message["global_random"]),
            )


@dataclass(frozen=True)
class Error:
    """An exception in a learner's code, as far as it may be told.

    shapes and kinds: of the variables in its line, the shapes of arrays and what the others are ("list of 3 pairs").
    """

    type: str
    message: str
    bases: tuple[str, ...] = ()
    file: str | None = None
    line: int | None = None
    function: str | None = None
    text: str = ""
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_message(cls, message: dict) -> "Error":
        """From what `explain` says of an exception. Raises NotUnderstood where the message is no such thing."""
        with _understanding():
            line, file, function = message["line"], message["file"], message["function"]
            return cls(
                _text(message["type"], 100),
                _text(message["message"], 400),
                tuple(_text(base, 100) for base in message["bases"][:MOST]),
                None if file is None else _text(file, 100),
                line if type(line) is int else None,
                None if function is None else _text(function, 100),
                _text(message["text"], 200),
                {_text(name, 100): tuple(map(_whole, shape[:32])) for name, shape in _some(message["shapes"].items())},
                {_text(name, 100): _text(kind, 100) for name, kind in _some(message.get("kinds", {}).items())},
            )


class LearnerFailed(Exception):
    """The learner's function gave no answer. `outcome` is "crashed", "timed out" or "not attempted"."""

    def __init__(self, outcome: str, detail: str, error: Error | None = None):
        super().__init__(detail)
        self.outcome, self.detail, self.error = outcome, detail, error

    @property
    def said(self) -> str:
        """What happened, in one line."""
        return self.detail.partition("\n")[0]

    @property
    def shown(self) -> str:
        """The lines below it: where it happened, and why."""
        return self.detail.partition("\n")[2]


@dataclass(frozen=True)
class Call:
    """One question to the learner: the function's name, the arguments (ours, untouched) and the answer."""

    function: str
    arguments: tuple
    answer: Answer


class WrongAnswer(AssertionError):
    """The learner's function answered, and the answer is not right."""

    def __init__(self, said: str, call: Call | None = None, expected: Any = None, difference: Any = None):
        super().__init__(said)
        self.said, self.call, self.expected, self.difference = said, call, expected, difference


@dataclass(frozen=True)
class Diagnosis:
    """What a mistake is believed to be, as data.

    id: an entry of the bank, "needs ..." or "pattern: ...". said: the sentence that names the mistake. ask: what helps
    further, a question or a remark. table: lines of evidence. short: the mistake in a line of a table. known: whether
    the bank has it; `short` then completes "a function that ...", and `ask` begins a line of its own. call: what it is
    about, where that is not the call that failed: another call and what came of it, or the line of the def. place: file
    and line of the learner's where it went wrong ("step2_network.py:80"), where they are known. of_values: whether none
    of the calls that it rests on ended in an exception, so that it explains none.
    """

    id: str
    said: str
    ask: str = ""
    table: tuple[str, ...] = ()
    short: str = ""
    known: bool = False
    call: str = ""
    place: str = ""
    of_values: bool = False

    @property
    def message(self) -> str:
        """All of it, as a learner reads it: the table, and below it what is said and asked."""
        below = ("\n" if self.known else " ").join(part for part in (self.said, self.ask) if part)
        return "\n".join((*self.table, below))

    def as_data(self) -> dict[str, Any]:
        """What a report holds of it: the whole message, and its parts."""
        parts: dict[str, Any] = {"said": self.said, "ask": self.ask, "table": list(self.table), "short": self.short}
        parts |= {"call": self.call, "place": self.place}
        return {"id": self.id, "message": self.message, "known": self.known, **parts}
