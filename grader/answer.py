"""What came of asking a learner's function: an answer, or the way in which it failed."""

from dataclasses import dataclass, field
from typing import Any

PASSED, NOT_ATTEMPTED, WRONG = "passed", "not attempted", "wrong"
CRASHED, TIMED_OUT, GRADER_ERROR = "crashed", "timed out", "grader error"
OUTCOMES = (PASSED, NOT_ATTEMPTED, WRONG, CRASHED, TIMED_OUT, GRADER_ERROR)  # from best to worst


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
        """From what `observe` says of a call; TypeError or KeyError where the message is no such thing."""
        return cls(
            message["value"],
            tuple(tuple(int(i) for i in path) for path in message["changed"]),
            message["same_as"] if isinstance(message["same_as"], int) else None,
            str(message["printed"]),
            tuple(str(text) for text in message["warnings"]),
            bool(message["global_random"]),
        )


@dataclass(frozen=True)
class Error:
    """An exception in a learner's code, as far as it may be told."""

    type: str
    message: str
    bases: tuple[str, ...] = ()
    file: str | None = None
    line: int | None = None
    function: str | None = None
    text: str = ""
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def from_message(cls, message: dict) -> "Error":
        line, file, function = message["line"], message["file"], message["function"]
        return cls(
            str(message["type"]),
            str(message["message"]),
            tuple(str(base) for base in message["bases"]),
            None if file is None else str(file),
            line if isinstance(line, int) else None,
            None if function is None else str(function),
            str(message["text"]),
            {str(name): tuple(int(n) for n in shape) for name, shape in message["shapes"].items()},
        )


class LearnerFailed(Exception):
    """The learner's function gave no answer. `outcome` is "crashed", "timed out" or "not attempted"."""

    def __init__(self, outcome: str, detail: str, error: Error | None = None):
        super().__init__(detail)
        self.outcome, self.detail, self.error = outcome, detail, error


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
