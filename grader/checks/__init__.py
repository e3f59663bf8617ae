"""How a function is called, judged and told about. What a check is written with can be imported from here.

`@checks` says which function a check is about, `expect_...` judge an answer; the visible checks in `exercises/` and the
hidden suites use the same few words. Beside them: `answer` (what came of a call), `question` (a public call with its
right answer), `compare` (the one comparator), `messages` (what a learner reads), `failures` (calls without an
answer), `calling` (the one way to ask).
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.checks.assertions import (
        Learner,
        expect,
        expect_arguments_unchanged,
        expect_close,
        expect_refused,
        fail,
        numbers,
    )
    from grader.checks.calling import copied
    from grader.checks.marks import checks, for_each

_ELSEWHERE = {"checks": "marks", "for_each": "marks", "copied": "calling"}  # the others are assertions

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


def __getattr__(name: str) -> Any:
    """The words of a check, imported when they are used: who only reads outcomes does not wait for NumPy."""
    if name not in __all__:
        raise AttributeError(name)
    module = importlib.import_module(f"{__name__}.{_ELSEWHERE.get(name, 'assertions')}")
    return getattr(module, name)
