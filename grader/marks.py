"""What visible and hidden checks tell pytest: an unwritten function is "to do", a message is no traceback."""

from typing import TYPE_CHECKING

import pytest

from grader import curriculum, messages
from grader.answer import GRADER_ERROR, NOT_ATTEMPTED, PASSED, WRONG, LearnerFailed, WrongAnswer

if TYPE_CHECKING:
    from grader.diagnosis import Diagnosis


def mark_of(item: pytest.Item) -> pytest.Mark:
    """The `checks` mark of a test; the check is broken where there is none."""
    mark = item.get_closest_marker("checks")
    if mark is None:
        raise pytest.UsageError(f"{item.nodeid} does not say which function it checks: @checks(...)")
    return mark


def in_order(items: list[pytest.Item]) -> None:
    """Sort checks into the order of the curriculum, function by function; other tests come last."""
    order = list(curriculum.functions())

    def place(item: pytest.Item) -> int:
        mark = item.get_closest_marker("checks")
        return order.index(mark.args[0]) if mark and mark.args[0] in order else len(order)

    items.sort(key=place)


def outcome_of(error: BaseException | None) -> str:
    """What an exception in a check says about the learner's function."""
    if error is None:
        return PASSED
    if isinstance(error, WrongAnswer):
        return WRONG
    if isinstance(error, LearnerFailed):
        return error.outcome
    return GRADER_ERROR


def message_of(error: BaseException, belief: "Diagnosis | None" = None, hint: str = "") -> str:
    """What the learner reads about it."""
    if isinstance(error, WrongAnswer):
        return messages.wrong(error, belief, hint)
    if isinstance(error, LearnerFailed) and belief:
        return messages.with_belief(error.detail, belief)
    return (
        messages.failed(error)
        if isinstance(error, LearnerFailed)
        else f"the check itself failed: {type(error).__name__}"
    )


def category(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """The status of a to-do: a category of its own, still a failure; what is beyond the course may stay undone."""
    if report.when == "call" and dict(report.user_properties).get("outcome") == NOT_ATTEMPTED:
        return ("beyond", "-", "BEYOND") if report.skipped else ("to do", "-", "TO DO")
    return None
