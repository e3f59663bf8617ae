"""What a public question is: one call of one function, with its right answer, on a network or on plain arrays."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.answer import Answer, LearnerFailed
from grader.checks.compare import REFUSED

DEEP = "a 3-5-4-2 network (relu, tanh, sigmoid), 6 samples"
TENFOLD = "the same 3-5-4-2 network with ten times the d_output"


@dataclass(frozen=True)
class Network:
    """A small network with its input, its targets and a message from above."""

    params: list
    X: np.ndarray
    y: np.ndarray
    activations: list[str]
    d_output: np.ndarray


def _nothing() -> tuple:
    return ()


@dataclass(frozen=True)
class Question:
    """One call.

    label: what it is, in words that complete "on ...". arguments: builds them afresh. expected: the right answer (None
    where answers are random, REFUSED where a ValueError is due). network: what the call is about, where it is about a
    network. canonical: makes all right answers the same, where more than one is right; `known` are
    its further arguments.
    replay: the validation loss after epochs in which the samples were dealt in these ways, where chance deals them.
    tags: what the question shows, for patterns that look for questions of one kind.
    """

    function: str
    label: str
    arguments: Callable[[], tuple]
    expected: Callable[[], Any] | None = None
    network: Callable[[], Any] | None = None
    canonical: Callable[..., Any] | None = None
    known: Callable[[], tuple] = _nothing
    replay: Callable[[tuple[int, ...]], float] | None = None
    tags: frozenset[str] = frozenset()

    def canonical_form(self, value: Any) -> Any:
        """The value with every right answer made the same."""
        return self.canonical(value, *self.known()) if self.canonical else value

    def ask(self, ask: Callable[[str, tuple], Answer]) -> Answer:
        """The answer of a function; a ValueError counts as one where it is due. Raises LearnerFailed."""
        try:
            return ask(self.function, self.arguments())
        except LearnerFailed as failed:
            if failed.error is None or "ValueError" not in failed.error.bases or not self.is_refused:
                raise
            return Answer(REFUSED)

    @property
    def is_refused(self) -> bool:
        return self.expected is not None and isinstance(self.expected(), str)
