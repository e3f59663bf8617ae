"""Everything that is secret, one folder for each step: right answers, public questions, hidden checks, known mistakes.

Doors for the rest of the house: this module answers what `grader/diagnosis/knowledge.py` asks; `bank` has the wrong and
the right implementations, `reference` the solutions as they are sent to workers. A step's folder may hold `oracle.py`,
`questions.py`, `patterns.py`, `mistakes.py`, `variants.py` and the hidden suite; only the suite must be there.
"""

import importlib
import importlib.util
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from grader import curriculum
from grader.checks.question import Question
from grader.diagnosis.observations import Pattern


class Patterns(NamedTuple):
    """What can be said of a single function: before the general patterns, and when nothing else holds."""

    first: tuple[Pattern, ...] = ()
    last: tuple[tuple[str, Pattern], ...] = ()


@cache
def part(step: curriculum.Step, name: str) -> Any:
    """A module in the folder of a step, or None where it has none of this name."""
    folder = f"{__package__}.{step.module}"
    there = importlib.util.find_spec(folder) and importlib.util.find_spec(f"{folder}.{name}")
    return importlib.import_module(f"{folder}.{name}") if there else None


def _part_of(function: str, name: str) -> Any:
    return part(curriculum.functions()[function].step, name)


@cache
def questions(function: str) -> list[Question]:
    """The public questions about a function, the most telling first; none where its step has none yet."""
    found = _part_of(function, "questions")
    return found.QUESTIONS[function]() if found and function in found.QUESTIONS else []


@cache
def patterns(function: str) -> Patterns:
    """The patterns of a function."""
    found = _part_of(function, "patterns")
    return (
        Patterns(found.PATTERNS.get(function, ()), getattr(found, "LAST", {}).get(function, ()))
        if found
        else Patterns()
    )


def mistakes(function: str) -> tuple[Any, ...]:
    """Every mistake in a function that the bank knows, in the order of the bank."""
    from grader.steps import bank_answers

    return bank_answers.of(function)


def slope(function: str, z: np.ndarray) -> np.ndarray:
    """What the derivative of an activation should give at these points, measured by central differences."""
    from grader.steps.shared.numeric import H
    from grader.steps.step1_activations.oracle import elementwise

    name = function.removesuffix("_derivative")
    return (elementwise(name, z + H) - elementwise(name, z - H)) / (2 * H)
