"""Which function a check is about, and its part of the points."""

import sys
from collections.abc import Callable, Iterable
from typing import Any


def checks(function: str, share: float = 1, core: bool = False) -> Callable[[Any], Any]:
    """Mark a test as a check of a function of the curriculum.

    share: its part of the function's points, relative to the other checks of the function.
    core: whether no check of the function earns anything while this one fails. Every function has such a check, so
        that good manners (an unchanged argument, a right shape) earn nothing for wrong values.
    A check knows its function without pytest too, as `check.checked`: beside a notebook there may be none.
    """

    def mark(check: Any) -> Any:
        check.checked = function
        pytest = sys.modules.get("pytest")  # there where pytest reads the check, and not beside a notebook
        return pytest.mark.checks(function, share=share, core=core)(check) if pytest else check

    return mark


def for_each(names: Iterable[str], share: float = 1, core: bool = False) -> Callable[[Any], Any]:
    """Parametrize a test over functions; each instance is a check of its own function."""
    import pytest

    marks = [(name, pytest.mark.checks(name, share=share, core=core)) for name in names]
    return pytest.mark.parametrize("name", [pytest.param(name, marks=mark, id=name) for name, mark in marks])
