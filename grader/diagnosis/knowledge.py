"""The one door to what is secret: public questions with their right answers, known mistakes, patterns, slopes.

The parts of the kit that students have ask here. In the whole kit `grader/steps` answers; in a student's copy, and
beside a notebook, it is what was recorded of it (`recorded.py`).
"""

import importlib
import importlib.util
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np

from grader.checks.question import Question
from grader.diagnosis.initial_weights import Features
from grader.diagnosis.observations import Observation, Pattern

KIT = __package__.rpartition(".")[0]  # "grader", or "check" beside a notebook
ANSWERING = (f"{KIT}.steps", f"{KIT}.diagnosis.recorded")  # the first that is there


class KnownMistake(Protocol):
    """A mistake that is known by name: told in words, `did` and `hint`, and compared by what it answers.

    construct: what these words name in the code. numbers, numbers_hint: what is said where the code has no such thing.
    """

    id: str
    did: str
    hint: str
    construct: str
    numbers: str
    numbers_hint: str

    def observation(self, number: int) -> Observation:
        """What comes of the public question of this number."""

    @property
    def structure(self) -> str:
        """Of initial weights: containers and shapes."""

    @property
    def features(self) -> Features:
        """Of initial weights: their properties."""

    @property
    def dealt(self) -> tuple | None:
        """Where chance deals samples: in which way it is done."""


class Patterns(Protocol):
    """What can be said of a single function. first: before the general patterns; last: when nothing else holds."""

    first: tuple[Pattern, ...]
    last: tuple[tuple[str, Pattern], ...]


@cache
def _answering() -> Any:
    found = next(name for name in ANSWERING if importlib.util.find_spec(name))
    return importlib.import_module(found)


def questions(function: str) -> list[Question]:
    """The public questions about a function, the most telling first; none where it has none yet."""
    return _answering().questions(function)


def mistakes(function: str) -> Sequence[KnownMistake]:
    """Every known mistake in a function, in the order in which they are looked through."""
    return _answering().mistakes(function)


def patterns(function: str) -> Patterns:
    """The patterns of a function, and of no other."""
    return _answering().patterns(function)


def slope(function: str, z: np.ndarray) -> np.ndarray:
    """What the derivative of an activation should give at these points, measured by central differences."""
    return _answering().slope(function, z)
