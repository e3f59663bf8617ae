"""A learner's functions as pictures ask them: a value comes back, or one sentence that says why there is none."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED, TIMED_OUT, Answer, Error, LearnerFailed
from grader.checks.compare import as_numbers, kind_of
from grader.checks.failures import TookTooLong, failure_of, interrupt_after
from grader.checks.messages import ascii_only

SECONDS = 5  # for one call, as the visible checks allow it

Params = list[tuple[np.ndarray, np.ndarray]]


class NotSeen(Exception):
    """There is nothing to draw; the message says why, in words for the learner."""


class Work(Protocol):
    """The learner's modules, imported in this process."""

    def ask_safely(self, name: str, arguments: tuple) -> Answer:
        """Call a function with copies of the arguments. Raises LearnerFailed."""

    def function(self, name: str) -> Callable[..., Any]:
        """A function itself. Raises LearnerFailed where there is none."""

    def explain(self, error: BaseException) -> Error:
        """An exception, with the learner's own line."""

    def where_it_was(self, error: BaseException, doing: str) -> str:
        """What to tell of a call that was stopped."""


class Functions:
    """A learner's functions. `ask` calls one, on copies of the arguments, and stops it when its time is over."""

    def __init__(self, work: Work, seconds: float = SECONDS):
        self.work, self.seconds = work, seconds

    def ask(self, name: str, *arguments: Any, seconds: float = 0) -> Any:
        """What a function returns; an iterator as a list. Raises NotSeen."""
        try:
            return self._answer(name, arguments, seconds or self.seconds).value
        except LearnerFailed as failed:
            raise NotSeen(ascii_only(failed.detail)) from None

    def is_right(self, name: str) -> bool:
        """Whether a function answers its public questions rightly."""
        from grader import diagnosis

        try:
            return diagnosis.is_right(name, lambda asked, arguments: self._answer(asked, arguments, self.seconds))
        except LearnerFailed:
            return False

    def is_written(self, name: str) -> bool:
        """Whether there is more in a function than the stub that was handed out; it is not called."""
        if name not in curriculum.functions():
            return False  # a kit of the first steps
        try:
            code = getattr(self.work.function(name), "__code__", None)
        except LearnerFailed:
            return False
        return code is None or code.co_names != (NotImplementedError.__name__,)

    def _answer(self, name: str, arguments: tuple, seconds: float) -> Answer:
        if name not in curriculum.functions():
            raise LearnerFailed(NOT_ATTEMPTED, f"there is no {name} in this kit")
        cancel = interrupt_after(seconds, lambda: False)
        try:
            return self.work.ask_safely(name, arguments)
        except TookTooLong as error:
            raise LearnerFailed(TIMED_OUT, self.work.where_it_was(error, name)) from None
        finally:
            cancel()


class Direct(Functions):
    """The same without copies and without a limit of time, for long loops."""

    def __init__(self, work: Work):
        super().__init__(work)
        self.found: dict[str, Callable[..., Any]] = {}

    def ask(self, name: str, *arguments: Any, seconds: float = 0) -> Any:
        try:
            if name not in curriculum.functions():
                raise NotSeen(f"there is no {name} in this kit")
            if name not in self.found:
                self.found[name] = self.work.function(name)
            value = self.found[name](*arguments)
            return list(value) if isinstance(value, Iterator) else value
        except LearnerFailed as failed:
            raise NotSeen(ascii_only(failed.detail)) from None
        except NotSeen:
            raise
        except Exception as error:
            raise NotSeen(ascii_only(failure_of(self.work.explain(error), name).detail)) from None


# What comes back is looked at before it is drawn.


def numbers(value: Any, shape: tuple[int, ...], function: str) -> np.ndarray:
    """The value as floats of exactly this shape, at least one of them finite. Raises NotSeen."""
    array = as_numbers(value)
    if array is None:
        raise NotSeen(f"{function} gave {kind_of(value)}, where an array of numbers is due")
    if array.shape != shape:
        raise NotSeen(f"{function} gave an array of shape {array.shape}, where {shape} is due")
    array = array.astype(float)
    if array.size and not np.isfinite(array).any():
        raise NotSeen(f"{function} gave {array.flat[0]} everywhere, and no number that can be drawn")
    return array


def number(value: Any, function: str) -> float:
    """The value as one finite float. Raises NotSeen."""
    array = as_numbers(value)
    if array is None or array.size != 1:
        what = kind_of(value) if array is None else f"an array of shape {array.shape}"
        raise NotSeen(f"{function} gave {what}, where a single number is due")
    found = float(array.reshape(-1)[0])
    if not np.isfinite(found):
        raise NotSeen(f"{function} gave {found}, where a finite number is due")
    return found


def pair(value: Any, function: str, names: str) -> tuple[Any, Any]:
    """The two values that a function returns. Raises NotSeen."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise NotSeen(f"{function} gave {kind_of(value)}, where the pair ({names}) is due")
    return value[0], value[1]


def layers(value: Any, sizes: list[int], function: str, names: str = "W, b") -> Params:
    """The value as params, or grads, of a network with these layers; b may be (1, n) as well. Raises NotSeen."""
    if not isinstance(value, (list, tuple)):
        raise NotSeen(f"{function} gave {kind_of(value)}, where a list with a pair for each layer is due")
    if len(value) != len(sizes) - 1:
        raise NotSeen(f"{function} gave a list of {len(value)} for a network of {len(sizes) - 1} layers")
    found = []
    for layer, (item, (n_in, n_out)) in enumerate(zip(value, pairwise(sizes), strict=True), start=1):
        parts = pair(item, f"{function}, in layer {layer},", names)
        said = [f"{function}, {name} of layer {layer}," for name in names.split(", ")]
        flat = (1, n_out) if getattr(parts[1], "ndim", 1) == 2 else (n_out,)
        found.append((numbers(parts[0], (n_in, n_out), said[0]), numbers(parts[1], flat, said[1])))
    return found
