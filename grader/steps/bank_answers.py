"""The mistakes that the bank knows, with their answers on the questions, which are found when they are asked for."""

import importlib
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

from grader import curriculum
from grader.checks.calling import Code, call
from grader.diagnosis import initial_weights, sampling
from grader.diagnosis.observations import Ask, Observation, look
from grader.steps import bank, questions
from grader.steps.entry import Entry, Misconception


@cache
def _neighbours(module: str) -> dict[str, Any]:
    return vars(importlib.import_module(f"solutions.{module}"))


def ask_entry(entry: Entry) -> Ask:
    """A way to call an entry of the bank as if it stood in its step module."""
    place = f"<{entry.id}>"
    code = Code(lambda file: file == place, lambda *_: "")

    @cache
    def made() -> Callable[..., Any]:
        namespace = dict(_neighbours(curriculum.functions()[entry.function].step.module))
        exec(compile(entry.source, place, "exec"), namespace)
        return namespace[entry.function]

    return lambda name, arguments: call(made(), name, arguments, code)


class Known:
    """A mistake that is known by name. It is told in words, `did` and `hint`, and compared by what it answers."""

    def __init__(self, entry: Misconception):
        self.id, self.did, self.hint = entry.id, entry.did, entry.hint
        self.construct, self.numbers, self.numbers_hint = entry.construct, entry.numbers, entry.numbers_hint
        self.function = entry.function
        self._questions = questions(entry.function)
        self._ask = ask_entry(entry)
        self._seen: list[Observation] = []

    def observation(self, number: int) -> Observation:
        """What comes of the question of this number; they are put in their order."""
        while number >= len(self._seen):
            self._seen.append(look(self._questions[len(self._seen)], self._ask))
        return self._seen[number]

    def _all(self) -> list[Observation]:
        return [self.observation(i) for i in range(len(self._questions))]

    @property
    def structure(self) -> str:
        """Of starting weights: containers and shapes."""
        return initial_weights.structure(self.observation(0))

    @cached_property
    def features(self) -> initial_weights.Features:
        """Of starting weights: their properties."""
        return initial_weights.features(self._all())

    @cached_property
    def dealt(self) -> tuple:
        """Where chance deals samples: in which way it is done."""
        return sampling.features(self._all())


def raises(entry: Misconception) -> bool:
    """Whether an entry answers the first public question with an exception."""
    known = next(known for known in of(entry.function) if known.id == entry.id)
    return known.observation(0).failure is not None


@cache
def of(function: str) -> tuple[Known, ...]:
    """Every known mistake in a function, in the order of the bank."""
    return tuple(Known(entry) for entry in bank.misconceptions(function))
