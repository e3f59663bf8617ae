"""Mistakes that are known by name: whose answers on the probes are the learner's answers."""

import importlib
import types
from functools import cache
from typing import Any

from grader import bank, curriculum
from grader.answer import CRASHED, Answer, Error, LearnerFailed
from grader.bank.entry import Misconception
from grader.checks import copied
from grader.diagnosis import dealing, starts
from grader.diagnosis.observing import Ask, Seen, alike, look
from grader.probes import Probe
from grader.worker import wire
from grader.worker.observe import explain, observe


@cache
def _neighbours(module: str) -> dict[str, Any]:
    return vars(importlib.import_module(f"solutions.{module}"))


def ask_entry(entry: Misconception) -> Ask:
    """A way to call an entry of the bank as if it stood in its step module."""
    namespace = dict(_neighbours(curriculum.functions()[entry.function].step.module))
    plain = entry.call
    function = types.FunctionType(plain.__code__, namespace, plain.__name__, plain.__defaults__, plain.__closure__)
    namespace[entry.function] = function

    def ask(name: str, arguments: tuple) -> Answer:
        try:
            return Answer.from_message(observe(function, copied(arguments), wire.plain))
        except Exception as error:
            told = Error.from_message(
                explain(error, lambda filename: filename == plain.__code__.co_filename, lambda *_: "")
            )
            raise LearnerFailed(CRASHED, "", told) from None

    return ask


class _Known:
    """The answers of one entry on the probes of its function, found when they are asked for."""

    def __init__(self, entry: Misconception):
        self.entry = entry
        self.ask = ask_entry(entry)
        self.seen: list[Seen] = []
        self.features: starts.Features | None = None
        self.dealt: tuple | None = None

    def _look(self, i: int, probe: Probe) -> Seen:
        if i == len(self.seen):
            self.seen.append(look(probe, self.ask))
        return self.seen[i]

    def _ready(self, learner: list[Seen]) -> None:
        for i, theirs in enumerate(learner):
            self._look(i, theirs.probe)

    def does_as(self, learner: list[Seen], dealt: tuple | None) -> bool:
        """The same answers; where chance decides, answers that have the same properties."""
        asked = ((i, theirs) for i, theirs in enumerate(learner) if theirs.probe.expected is not None)
        if not all(alike(theirs, self._look(i, theirs.probe)) for i, theirs in asked):
            return False
        if dealt is not None and self.dealt is None:
            self._ready(learner)
            self.dealt = dealing.features(self.seen)
        return dealt == self.dealt

    def begins_as(self, learner: list[Seen]) -> bool:
        """The same for starting weights, which are known by their properties."""
        if starts.structure(self._look(0, learner[0].probe)) != starts.structure(learner[0]):
            return False
        self._ready(learner)
        if self.features is None:
            self.features = starts.features(self.seen)
        return self.features.alike(starts.features(learner))


@cache
def _all_known(function: str) -> tuple[_Known, ...]:
    return tuple(_Known(entry) for entry in bank.misconceptions(function))


def find(function: str, learner: list[Seen], without: frozenset[str] = frozenset()) -> Misconception | None:
    """The entry of the bank that does what the learner's function does, on every probe.

    without: ids of entries to leave out, in order to see what is said of a mistake that nobody catalogued.
    """
    chance = any(s.probe.expected is None for s in learner) and function != "init_params"
    dealt = dealing.features(learner) if chance else None
    for known in _all_known(function):
        if known.entry.id in without:
            continue
        if known.begins_as(learner) if function == "init_params" else known.does_as(learner, dealt):
            return known.entry
    return None
