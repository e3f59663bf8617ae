"""What a student's copy knows without the right answers in code: questions, mistakes and slopes, read from one file."""

import importlib
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from grader.checks import canonical, stored
from grader.checks.answer import CRASHED, Answer, Error, LearnerFailed
from grader.checks.question import Network, Question
from grader.diagnosis.initial_weights import Features
from grader.diagnosis.observations import Finding, Observation, Pattern
from grader.diagnosis.other_ways import RecordedWays, Scope
from grader.worker import wire

FILE = Path(__file__).with_name("recorded.zip")


class Patterns(NamedTuple):
    """What can be said of a single function; of the patterns, those that students have."""

    first: tuple[Pattern, ...] = ()
    last: tuple[tuple[str, Pattern], ...] = ()


@cache
def _read(name: str) -> Any:
    with zipfile.ZipFile(FILE) as archive:
        return stored.from_bytes(archive.read(name))


@cache
def _names() -> frozenset[str]:
    with zipfile.ZipFile(FILE) as archive:
        return frozenset(archive.namelist())


def _arguments(frame: bytes, number: int, shared: int | None, made: dict[int, Any]) -> Callable[[], tuple]:
    """A way to build arguments afresh; a generator that goes on from an earlier question is that of `shared`."""

    def arguments() -> tuple:
        parts = list(stored.from_bytes(frame))
        for i, part in enumerate(parts):
            if isinstance(part, np.random.Generator):
                parts[i] = made[number] = part if shared is None else made.setdefault(shared, part)
        return tuple(parts)

    return arguments


def _replay(losses: list[tuple[list[int], float]]) -> Callable[[tuple[int, ...]], float]:
    return {tuple(dealt): loss for dealt, loss in losses}.__getitem__


def _question(function: str, number: int, told: dict, replays: list, made: dict[int, Any]) -> Question:
    def given(name: str) -> Callable[[], Any] | None:
        return None if told[name] is None else cache(lambda: stored.from_bytes(told[name].tobytes()))

    network = given("network")
    return Question(
        function,
        told["label"],
        _arguments(told["arguments"].tobytes(), number, told["shared"], made),
        given("expected"),
        network and cache(lambda: Network(*network())),
        told["canonical"] and getattr(canonical, told["canonical"]),
        given("known") or tuple,
        None if told["replay"] is None else _replay(replays[told["replay"]]),
        frozenset(told["tags"]),
    )


@cache
def questions(function: str) -> list[Question]:
    """The public questions about a function."""
    if f"{function}.questions" not in _names():
        return []
    told = _read(f"{function}.questions")
    made: dict[int, Any] = {}
    return [_question(function, i, question, told["replays"], made) for i, question in enumerate(told["questions"])]


class Known:
    """A mistake that is known by name (see `knowledge.KnownMistake`), with its answers as they were recorded."""

    def __init__(self, function: str, told: dict):
        self.id, self.did, self.hint = told["id"], told["did"], told["hint"]
        self.construct, self.numbers, self.numbers_hint = told["construct"], told["numbers"], told["numbers_hint"]
        self.structure: str = told["structure"]
        self.features = Features(*told["features"])
        self.dealt: tuple | None = told["dealt"]
        self._function = function
        self._frames: list[np.ndarray | None] = told["observations"]
        self._made: dict[int, Observation] = {}

    def observation(self, number: int) -> Observation:
        """What came of the question of this number."""
        if number not in self._made:
            frame = self._frames[number]
            assert frame is not None
            self._made[number] = self._told(number, wire.decode_frame(frame.tobytes(), limits=wire.KEPT))
        return self._made[number]

    def _told(self, number: int, told: dict) -> Observation:
        question = questions(self._function)[number]
        if "error" in told:
            return Observation(question, failure=LearnerFailed(CRASHED, "", Error(*told["error"])))
        answer = Answer(told["value"], told["changed"], None, told["printed"], (), told["global_random"])
        return Observation(question, answer)


@cache
def mistakes(function: str) -> tuple[Known, ...]:
    """Every known mistake in a function, in the order in which they are looked through."""
    name = f"{function}.mistakes"
    return tuple(Known(function, told) for told in _read(name)) if name in _names() else ()


def _ways(told: dict) -> RecordedWays:
    scope: dict[str, Any] = {
        key: frozenset(value) if isinstance(value, list) else value for key, value in told["scope"].items()
    }
    said, ask = (told[key].tobytes().decode().split("\n") for key in ("said", "ask"))
    found = [Finding(*words) for words in zip(said, ask, strict=True)]
    return RecordedWays(told["name"], Scope(**scope), told["numbers"], told["outcomes"], found)


def _pattern(told: Any) -> Pattern:
    if isinstance(told, dict):
        return _ways(told)
    module, name = told
    return getattr(importlib.import_module(f"{__package__}.{module}"), name)


@cache
def patterns(function: str) -> Patterns:
    """The patterns of a function that lie in this package."""
    name = f"{function}.patterns"
    if name not in _names():
        return Patterns()
    told = _read(name)
    return Patterns(tuple(map(_pattern, told["first"])), tuple((name, _pattern(part)) for name, part in told["last"]))


def slope(function: str, z: np.ndarray) -> np.ndarray:
    """What a derivative should give at these points, of which there is one set of each size."""
    return _read("slopes")[function][str(z.size)]
