"""How a check asks a learner's function, and how it judges the answer: `learner.sigmoid(z)`, and `expect_...`."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import numpy as np

from grader.checks import compare
from grader.checks.answer import CRASHED, Answer, Call, LearnerFailed, WrongAnswer

_learner: ContextVar["Learner"] = ContextVar("learner")


class Learner:
    """The learner's functions under their own names: `learner.sigmoid(z)` asks, and returns what came back.

    The arguments are copied on the way, so that a function which changes them cannot spoil the check. clock: seconds
    that the process has computed in which the functions run, as far as that is known.
    """

    def __init__(self, ask: Callable[[str, tuple], Answer], clock: Callable[[], float] = time.perf_counter):
        self._ask = ask
        self.clock = clock
        self.calls: list[Call] = []
        _learner.set(self)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: self.call(name, arguments).answer.value

    def call(self, name: str, arguments: tuple) -> Call:
        """Ask, and return the whole answer: the value, the arguments changed, what was printed."""
        call = Call(name, arguments, self._ask(name, arguments))
        self.calls.append(call)
        return call


def _call_that_returned(value: Any) -> Call | None:
    calls = _learner.get().calls
    return next((call for call in reversed(calls) if call.answer.value is value), calls[-1] if calls else None)


def fail(said: str, value: Any = None, expected: Any = None, difference: compare.Difference | None = None) -> None:
    """The check fails: `said` is the sentence that a learner reads."""
    __tracebackhide__ = True
    raise WrongAnswer(said, _call_that_returned(value), expected, difference)


def expect_close(value: Any, expected: Any) -> None:
    """The value has the right kind, exactly the right shape, and the right numbers."""
    __tracebackhide__ = True
    if difference := compare.compare(value, expected):
        fail(difference.said, value, expected, difference)


def expect(condition: Any, said: str, value: Any = None) -> None:
    """A property holds; `said` is what to tell where it does not."""
    __tracebackhide__ = True
    if not condition:
        fail(said, value)


def expect_arguments_unchanged(call: Call, names: tuple[str, ...]) -> None:
    """The function left its arguments as they were."""
    if call.answer.changed:
        changed = sorted({names[path[0]] for path in call.answer.changed})
        which, them = ("arguments", "them") if len(changed) > 1 else ("argument", "it")
        said = f"{call.function} changed its {which} {' and '.join(changed)}. The caller still needs {them} as before."
        raise WrongAnswer(said, call)


def expect_refused(learner: Learner, function: str, arguments: tuple, why: str) -> None:
    """The function raises a ValueError when it is asked this; `why` is what to tell where it does not."""
    __tracebackhide__ = True
    try:
        call = learner.call(function, arguments)
    except LearnerFailed as failed:
        if failed.outcome != CRASHED or failed.error is None:
            raise
        raised = failed.error.bases
    except NotImplementedError:
        raise
    except Exception as error:  # in this process, where exceptions pass
        raised = tuple(kind.__name__ for kind in type(error).__mro__)
    else:
        value = call.answer.value
        kind = getattr(value, "type_name", type(value).__name__)
        came = f"{kind} came back like an answer: raise it" if kind.endswith("Error") else "an answer came back"
        raise WrongAnswer(f"{why}: {compare.REFUSED} is due, and {came}", call)
    if "ValueError" not in raised:
        kind = f"{'an' if raised[0][0] in 'AEIOU' else 'a'} {raised[0]}"
        raise WrongAnswer(f"{why}: {compare.REFUSED} is due, and it is {kind} that is raised")


def numbers(value: Any, shape: tuple[int, ...], what: str) -> np.ndarray:
    """The value as an array of finite numbers of exactly this shape; the check fails where it is none."""
    array = compare.as_numbers(value)
    if array is None:
        inside = isinstance(value, (list, tuple)) and "holds something else than numbers"
        fail(f"{what} {inside or f'is {compare.kind_of(value)}, where an array of numbers is due'}", value)
    assert array is not None
    expect(array.shape == shape, f"{what} has the shape {array.shape}, and {shape} is due", value)
    expect(np.isfinite(array).all(), f"{what} holds values that are not finite", value)
    return array
