"""What the visible checks find in a notebook, where there is no pytest: the words of `grader/checks.py`."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from grader.asking import (
    Learner,
    copied,
    expect,
    expect_arguments_unchanged,
    expect_close,
    expect_refused,
    fail,
    numbers,
)

Check = Callable[[Learner], None]


def checks(function: str, share: float = 1, core: bool = False) -> Callable[[Check], Check]:
    """Mark a check of a function."""

    def mark(check: Check) -> Check:
        check.function = function  # type: ignore[attr-defined]
        return check

    return mark


def checks_of(module: ModuleType, function: str) -> Iterator[Check]:
    """The checks of a function, in their order."""
    found: list[Any] = list(vars(module).values())
    yield from (check for check in found if getattr(check, "function", None) == function)


__all__ = [
    "Learner",
    "checks",
    "checks_of",
    "copied",
    "expect",
    "expect_arguments_unchanged",
    "expect_close",
    "expect_refused",
    "fail",
    "numbers",
]
