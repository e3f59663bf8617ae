"""How long a diagnosis may take: the learner's calls by the clock, and the kit's own work by the processor.

Who is busy beside it takes nothing away, so that the same work gets the same words on any machine.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

SECONDS = 10.0  # an honest function takes a tenth of a second; one that waits in every call, a few


class OutOfTime(RuntimeError):
    """The time for a diagnosis is used up."""


class Budget:
    """Some seconds to be used up."""

    def __init__(self, seconds: float):
        self.seconds, self.asked = seconds, 0.0
        self.started = time.thread_time()

    def look(self) -> None:
        """Raises OutOfTime where nothing is left."""
        if self.asked + time.thread_time() - self.started > self.seconds:
            raise OutOfTime(f"more than {self.seconds:g} seconds")

    def limited(self, ask: Callable[[str, tuple], Any]) -> Callable[[str, tuple], Any]:
        """The same `ask`, which raises OutOfTime when nothing is left."""

        def counted(name: str, arguments: tuple) -> Any:
            self.look()
            started, own = time.monotonic(), time.thread_time()
            try:
                return ask(name, arguments)
            finally:
                self.asked += time.monotonic() - started
                self.started += time.thread_time() - own  # which the clock has counted

        return counted


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def of(seconds: float) -> Iterator[Budget]:
    """A budget that `look` looks at, for as long as the context lasts."""
    budget = Budget(seconds)
    token = _budget.set(budget)
    try:
        yield budget
    finally:
        _budget.reset(token)


@contextmanager
def paused() -> Iterator[None]:
    """What is done meanwhile is done once for everybody, and takes nothing away."""
    budget, own = _budget.get(), time.thread_time()
    yield
    if budget:
        budget.started += time.thread_time() - own


def look() -> None:
    """Raises OutOfTime where a diagnosis is being made and its time is used up."""
    if budget := _budget.get():
        budget.look()
