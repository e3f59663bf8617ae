"""The mistakes that the bank knows, with their answers on the probes, which are found when they are asked for."""

import importlib
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

from grader import bank, curriculum
from grader.answer import CRASHED, Answer, Error, LearnerFailed
from grader.bank.entry import Entry, Misconception
from grader.checks import copied
from grader.diagnosis import dealing, starts
from grader.diagnosis.observing import Ask, Seen, look
from grader.probes import probes
from grader.worker import wire
from grader.worker.observe import explain, observe


@cache
def _neighbours(module: str) -> dict[str, Any]:
    return vars(importlib.import_module(f"solutions.{module}"))


def ask_entry(entry: Entry) -> Ask:
    """A way to call an entry of the bank as if it stood in its step module."""
    place = f"<{entry.id}>"

    @cache
    def made() -> Callable[..., Any]:
        namespace = dict(_neighbours(curriculum.functions()[entry.function].step.module))
        exec(compile(entry.source, place, "exec"), namespace)
        return namespace[entry.function]

    def ask(name: str, arguments: tuple) -> Answer:
        function = made()
        try:
            return Answer.from_message(observe(function, copied(arguments), wire.plain))
        except Exception as error:
            told = Error.from_message(explain(error, lambda filename: filename == place, lambda *_: ""))
            raise LearnerFailed(CRASHED, "", told) from None

    return ask


class Known:
    """A mistake that is known by name. It is told in words, `did` and `hint`, and compared by what it answers."""

    def __init__(self, entry: Misconception):
        self.id, self.did, self.hint = entry.id, entry.did, entry.hint
        self.function = entry.function
        self._probes = probes()[entry.function]
        self._ask = ask_entry(entry)
        self._seen: list[Seen] = []

    def seen(self, i: int) -> Seen:
        """What comes of the probe of this number; they are put in their order."""
        while i >= len(self._seen):
            self._seen.append(look(self._probes[len(self._seen)], self._ask))
        return self._seen[i]

    def _all(self) -> list[Seen]:
        return [self.seen(i) for i in range(len(self._probes))]

    @property
    def structure(self) -> str:
        """Of starting weights: containers and shapes."""
        return starts.structure(self.seen(0))

    @cached_property
    def features(self) -> starts.Features:
        """Of starting weights: their properties."""
        return starts.features(self._all())

    @cached_property
    def dealt(self) -> tuple:
        """Where chance deals samples: in which way it is done."""
        return dealing.features(self._all())


@cache
def of(function: str) -> tuple[Known, ...]:
    """Every known mistake in a function, in the order of the bank."""
    return tuple(Known(entry) for entry in bank.misconceptions(function))
