"""What the student's copy knows without the oracle and without the bank: questions, right answers and wrong ones."""

import io
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numpy as np

from grader.checks import stored
from grader.checks.question import Network, Question
from grader.curriculum import Function, explained_as
from grader.diagnosis import knowledge, sampling
from grader.diagnosis.knowledge import KnownMistake
from grader.diagnosis.observations import Observation, Pattern
from grader.diagnosis.other_ways import OtherWays
from grader.learning import slopes
from grader.worker import wire

Replay = Callable[[tuple[int, ...]], float]
DIGITS = 9  # of a loss after epochs that were dealt in one way or another: told apart at 1e-6
STAMP = (2020, 1, 1, 0, 0, 0)  # of every part, so that the same kit makes the same file
PLACE = "diagnosis/recorded.zip"  # of the file in the grader of a student's copy
TRAVELLING = "grader.diagnosis."  # how the modules begin whose patterns students have


def _losses(question: Question) -> list[tuple[list[int], float]]:
    """The losses that a learner's are compared with, each with the way to deal that leads to it."""
    assert question.replay
    ways = sampling.replayed(len(sampling.ways_of(question)), question.arguments()[8])
    return [(list(dealt), round(question.replay(dealt), DIGITS)) for dealt in ways]


def _network(network: Network) -> tuple:
    return network.params, network.X, network.y, network.activations, network.d_output


def _frame(value: Any) -> np.ndarray:
    """A value that is read apart from the others."""
    return np.frombuffer(stored.to_bytes(value), np.uint8)


@cache
def recorded_questions(function: str) -> dict[str, Any]:
    """The public questions of a function."""
    told: list[dict[str, Any]] = []
    replays: list[Replay] = []
    generators: list[np.random.Generator] = []  # by the number of the question that brought it; each is kept apart
    asked = knowledge.questions(function)
    for number, question in enumerate(asked):
        arguments = question.arguments()
        own = [part for part in arguments if isinstance(part, np.random.Generator)]
        shared = next((i for i, generator in enumerate(generators) if own and generator is own[0]), None)
        generators.append(own[0] if own else np.random.default_rng(number))
        if question.replay and question.replay not in replays:
            replays.append(question.replay)
        told.append(
            {
                "label": question.label,
                "arguments": _frame(arguments),
                "shared": shared,
                "expected": _frame(question.expected()) if question.expected else None,
                "network": _frame(_network(question.network())) if question.network else None,
                "canonical": question.canonical.__name__ if question.canonical else None,
                "known": _frame(question.known()),
                "replay": replays.index(question.replay) if question.replay else None,
                "tags": sorted(question.tags),
            }
        )
    losses = [_losses(next(q for q in asked if q.replay is replay)) for replay in replays]
    return {"questions": told, "replays": losses}


def _answered(seen: Observation) -> np.ndarray:
    """What came of one question. The lines of code where an exception arose are left behind."""
    if seen.failure:
        error = seen.failure.error
        assert error
        told: dict[str, Any] = {"error": (error.type, error.message, error.bases)}
    else:
        assert seen.answer
        told = {
            "value": seen.value,
            "changed": seen.answer.changed,
            "printed": seen.answer.printed if seen.has("printed") else "",
            "global_random": seen.answer.global_random,
        }
    return np.frombuffer(wire.encode(told, limits=wire.KEPT), np.uint8)


def _recorded(known: KnownMistake, function: str, asked: list[Question]) -> dict[str, Any]:
    begins = bool(asked) and "initial weights" in asked[0].tags
    chance = not begins and any(question.expected is None for question in asked)
    told = {
        "id": known.id,
        "did": known.did,
        "hint": known.hint,
        "construct": known.construct,
        "numbers": known.numbers,
        "numbers_hint": known.numbers_hint,
        "structure": known.structure if begins else "",
        "features": (known.features.exact, known.features.measured) if begins else ((), ()),
        "dealt": known.dealt if chance else None,
    }
    if wire.plain(told) != told:
        raise ValueError(f"what is known of {known.id} cannot be recorded")
    answers = [_answered(known.observation(i)) if question.expected else None for i, question in enumerate(asked)]
    return told | {"observations": answers}


@cache
def recorded_mistakes(function: str) -> list[dict[str, Any]]:
    """The mistakes that are known in a function, with their answers."""
    asked = knowledge.questions(function)
    return [_recorded(known, function, asked) for known in knowledge.mistakes(function)]


def _lines(texts: Iterable[str]) -> np.ndarray:
    """Many texts; a single one of their length could not be kept."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _recorded_ways(ways: OtherWays, function: str) -> dict[str, Any] | None:
    recorded = ways.recorded(knowledge.questions(function))
    if not recorded.told:
        return None
    return {
        "name": recorded.name,
        "scope": {
            key: sorted(value) if isinstance(value, frozenset) else value for key, value in vars(recorded.scope).items()
        },
        "numbers": recorded.numbers,
        "outcomes": recorded.outcomes,
        "said": _lines(finding.said for finding in recorded.told),
        "ask": _lines(finding.ask for finding in recorded.told),
    }


@cache
def recorded_patterns(function: str) -> dict[str, list[Any]]:
    """The patterns of a function that students have: module and name, or what comes out of other ways to compute."""

    def told(pattern: Pattern) -> Any:
        if isinstance(pattern, OtherWays):
            return _recorded_ways(pattern, function)
        module = pattern.__module__
        return (module.removeprefix(TRAVELLING), pattern.__name__) if module.startswith(TRAVELLING) else None

    patterns = knowledge.patterns(function)
    return {
        "first": [part for pattern in patterns.first if (part := told(pattern))],
        "last": [(name, part) for name, pattern in patterns.last if (part := told(pattern))],
    }


def recorded_slopes() -> dict[str, dict[str, np.ndarray]]:
    """The measured slopes of the activations, where they are compared with a learner's."""
    places = (slopes.POINTS, np.array(slopes.TOLD))
    return {name: {str(z.size): knowledge.slope(name, z) for z in places} for name in explained_as("slope")}


def recorded(functions: Iterable[Function]) -> bytes:
    """The file that stands in for everything secret about these functions."""
    chosen = list(functions)
    parts: dict[str, Any] = {"slopes": recorded_slopes()}
    for function in chosen:
        parts[f"{function.name}.patterns"] = recorded_patterns(function.name)
        parts[f"{function.name}.questions"] = recorded_questions(function.name)
        parts[f"{function.name}.mistakes"] = recorded_mistakes(function.name)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, value in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, stored.to_bytes(value))
    return file.getvalue()
