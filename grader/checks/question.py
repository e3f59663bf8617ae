"""What a public question is: one call of one function, with its right answer, on a network or on plain arrays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.checks.answer import Answer, LearnerFailed
from grader.checks.compare import REFUSED

DEEP = "a 3-5-4-2 network (relu, tanh, sigmoid), 6 samples"
TENFOLD = "the same 3-5-4-2 network with ten times the d_output"

# The tags that general patterns look for; a step may have more for patterns of its own.
TAGS = {
    "integers": "whole numbers stand among the arguments",
    "very large": "numbers far beyond what exp can take",
    "both signs": "of the very large ones: positive and negative numbers in one array",
    "left tail": "numbers where the curve is flat, on the left",
    "right tail": "numbers where the curve is flat, on the right",
    "zero": "an exact 0",
    "both zero": "two entries that are both 0",
    "negative": "negative numbers only",
    "tiny": "an entry next to nothing",
    "one sample": "a single sample",
    "one output": "a single output",
    "deep": "the network that shows most mistakes",
    "tenfold": "the deep network with ten times the message",
    "layered": "what comes back has parts layer by layer",
    "h": "h is given, and is not the default",
    "beyond": "outputs below 0, above 1, or at exactly one half",
    "prints": "something is to be printed",
    "printed": "what is printed counts",
    "whole": "whole numbers are due",
    "initial weights": "weights to begin with, which are known by their properties",
    "split": "chance deals samples into two parts",
    "batches": "chance deals samples into batches",
    "training": "chance deals samples in each epoch of a training",
    "table": "an array of two axes is asked about, where others have one",
    "rare": "of a rare kind: asked only where all others are answered rightly, and no known mistake is compared on it",
}


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
    tags: what the question shows, for patterns that look for questions of one kind; see TAGS.
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

    @property
    def is_rare(self) -> bool:
        """Whether it is asked only where all others are answered rightly; known mistakes are not compared on it."""
        return "rare" in self.tags

    def tagged(self, *tags: str) -> "Question":
        """The same question with more tags."""
        return replace(self, tags=self.tags | frozenset(tags))

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
