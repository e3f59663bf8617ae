"""What a check is written with: `@checks` says which function it is about, `expect_...` judges an answer.

The visible checks in `exercises/` and the hidden suites in `grader/suites/` use the same few words.
"""

from collections.abc import Iterable

import pytest

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


def checks(function: str, share: float = 1, core: bool = False) -> pytest.MarkDecorator:
    """Mark a test as a check of a function of the curriculum.

    share: its part of the function's points, relative to the other checks of the function.
    core: whether no check of the function earns anything while this one fails. Every function has such a check, so
        that good manners (an unchanged argument, a right shape) earn nothing for wrong values.
    """
    return pytest.mark.checks(function, share=share, core=core)


def for_each(names: Iterable[str], share: float = 1, core: bool = False) -> pytest.MarkDecorator:
    """Parametrize a test over functions; each instance is a check of its own function."""
    cases = [pytest.param(name, marks=checks(name, share, core), id=name) for name in names]
    return pytest.mark.parametrize("name", cases)


__all__ = [
    "Learner",
    "checks",
    "copied",
    "expect",
    "expect_arguments_unchanged",
    "expect_close",
    "expect_refused",
    "fail",
    "for_each",
    "numbers",
]
