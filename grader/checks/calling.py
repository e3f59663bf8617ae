"""The one way to ask: a call of a learner's function becomes an answer, or a failure, wherever the function runs.

Workers, the visible checks, notebooks and the bank all go through here, so that the same function gets the same answer
everywhere. A worker sends `reply(...)` over the pipe; in this process `call` does both ends at once.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from grader.checks.answer import NOT_ATTEMPTED, Answer, Error, LearnerFailed, NotUnderstood
from grader.checks.compare import as_numbers
from grader.checks.failures import failure_of
from grader.worker import wire
from grader.worker.observe import explain, observe


class Code(NamedTuple):
    """The learner's own text: whether a file is theirs, and a line of it."""

    is_learners: Callable[[str], bool]
    line_of: Callable[[str, int], str]


def answer_callback(function: Callable[..., Any], arguments: tuple) -> dict[str, Any]:
    """What a function of ours replies to a learner's code that calls it: {"value"}, or {"error"} in words."""
    try:
        if not all(isinstance(part, (np.ndarray, np.generic)) or as_numbers(part) is not None for part in arguments):
            raise TypeError("f takes an array of numbers")
        return {"value": function(*arguments)}
    except Exception as error:  # the function is ours, what it was called with is not
        return {"error": str(error)[:300]}


def _handed_over(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of ours as a learner's code in a worker gets it: it copies, and every error is a ValueError."""

    def f(*arguments: Any) -> Any:
        reply = answer_callback(function, wire.plain(arguments))
        if "error" in reply:
            raise ValueError(reply["error"])
        return reply["value"]

    return f


def copied(value: Any) -> Any:
    """Arguments for a learner's function: arrays copied, lists rebuilt, functions wrapped, generators as they are."""
    if isinstance(value, (list, tuple)):
        return type(value)(copied(item) for item in value)
    if isinstance(value, np.ndarray):
        return value.copy()
    return _handed_over(value) if callable(value) else value


def error_of(error: BaseException, code: Code) -> Error:
    """An exception as far as it may be told."""
    return Error.from_message(explain(error, *code))


def observed(function: Callable[..., Any], name: str, arguments: tuple, code: Code, echo: bool = False) -> Answer:
    """The answer of a function in this process. Its exceptions pass, so that a debugger can stop where they arose.

    echo: whether what it prints is to be seen. Raises LearnerFailed where what came back cannot be looked at.
    """
    try:
        return Answer.from_message(observe(function, copied(arguments), wire.plain, echo))
    except wire.WireError as error:
        raise failure_of(error_of(error, code), name) from None


def call(function: Callable[..., Any], name: str, arguments: tuple, code: Code) -> Answer:
    """The answer of a function in this process. Raises LearnerFailed where none comes."""
    try:
        return observed(function, name, arguments, code)
    except LearnerFailed:
        raise
    except Exception as error:
        raise failure_of(error_of(error, code), name) from None


def understood(reply: dict[str, Any], name: str, arguments: tuple, module: str) -> Answer:
    """The answer in a worker's reply to a call. Raises LearnerFailed, and NotUnderstood where it is no such reply."""
    if "answer" in reply:
        answer = Answer.from_message(reply["answer"])
        if not all(path and 0 <= path[0] < len(arguments) for path in answer.changed):
            raise NotUnderstood("a changed argument that was never sent")
        return answer
    if "missing" in reply:
        raise LearnerFailed(NOT_ATTEMPTED, f"{module}.py has no function {name}")
    if "error" not in reply:
        raise NotUnderstood("neither an answer nor an error")
    raise failure_of(Error.from_message(reply["error"]), name)
