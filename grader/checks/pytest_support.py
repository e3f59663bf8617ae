"""What checks tell pytest: an unwritten function is "to do", and a failure has a message without a traceback."""

import pytest

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED
from grader.checks.messages import message_of, outcome_of


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


def category(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """The status of a to-do: a category of its own, still a failure; what is beyond the course may stay undone."""
    if report.when == "call" and dict(report.user_properties).get("outcome") == NOT_ATTEMPTED:
        return ("beyond", "-", "BEYOND") if report.skipped else ("to do", "-", "TO DO")
    return None


__all__ = ["category", "in_order", "mark_of", "message_of", "outcome_of"]
