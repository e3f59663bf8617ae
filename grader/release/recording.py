"""What the student's copy knows without the oracle and without the bank: questions, right answers and wrong ones."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.diagnosis import dealing, entries
from grader.diagnosis.observing import Seen
from grader.learning import measured, slopes
from grader.packing import as_text, packed
from grader.probe import Network, Probe
from grader.probes import probes
from grader.worker import wire

Replay = Callable[[tuple[int, ...]], float]
DIGITS = 9  # of a loss after epochs that were dealt in one way or another: told apart at 1e-6


def _losses(probe: Probe) -> list[tuple[list[int], float]]:
    """The losses that a learner's are compared with, each with the way to deal that leads to it."""
    assert probe.replay
    ways = dealing.replayed(len(dealing.ways_of(probe)), probe.arguments()[8])
    return [(list(dealt), round(probe.replay(dealt), DIGITS)) for dealt in ways]


def _network(network: Network) -> tuple:
    return network.params, network.X, network.y, network.activations, network.d_output


def recorded_probes(function: str) -> str:
    """The public questions of a function as text."""
    told: list[dict[str, Any]] = []
    replays: list[Replay] = []
    generators: list[np.random.Generator] = []  # by the number of the probe that brought it; kept, so that each is one
    for number, probe in enumerate(probes()[function]):
        arguments = probe.arguments()
        own = [part for part in arguments if isinstance(part, np.random.Generator)]
        shared = next((i for i, generator in enumerate(generators) if own and generator is own[0]), None)
        generators.append(own[0] if own else np.random.default_rng(number))
        if probe.replay and probe.replay not in replays:
            replays.append(probe.replay)
        told.append(
            {
                "about": probe.about,
                "arguments": packed(arguments),
                "shared": shared,
                "expected": packed(probe.expected()) if probe.expected else None,
                "network": packed(_network(probe.network())) if probe.network else None,
                "settle": probe.settle.__name__ if probe.settle else None,
                "known": packed(probe.known()),
                "replay": replays.index(probe.replay) if probe.replay else None,
            }
        )
    losses = [_losses(next(p for p in probes()[function] if p.replay is replay)) for replay in replays]
    return packed({"probes": told, "replays": losses})


def _frame(seen: Seen) -> np.ndarray:
    """What came of one probe. The lines of code where an exception arose are left behind."""
    if seen.failure:
        error = seen.failure.error
        assert error
        told: dict[str, Any] = {"error": (error.type, error.message, error.bases)}
    else:
        assert seen.answer
        told = {
            "value": seen.value,
            "changed": seen.answer.changed,
            "printed": seen.answer.printed if seen.probe.function == "train" else "",
            "global_random": seen.answer.global_random,
        }
    return np.frombuffer(wire.encode(told), np.uint8)


def _recorded(known: entries.Known, asked: list[Probe]) -> dict[str, Any]:
    begins = known.function == "init_params"
    chance = not begins and any(probe.expected is None for probe in asked)
    told = {
        "id": known.id,
        "did": known.did,
        "hint": known.hint,
        "structure": known.structure if begins else "",
        "features": (known.features.exact, known.features.measured) if begins else ((), ()),
        "dealt": known.dealt if chance else None,
    }
    if wire.plain(told) != told:
        raise ValueError(f"what is known of {known.id} cannot be recorded")
    return told | {"seen": [_frame(known.seen(i)) if probe.expected else None for i, probe in enumerate(asked)]}


def recorded_mistakes(function: str) -> str:
    """The mistakes that are known in a function, with their answers, as text."""
    asked = probes()[function]
    return as_text(wire.encode([_recorded(known, asked) for known in entries.of(function)]))


def recorded_slopes() -> str:
    """The measured slopes of the activations, where they are compared with a learner's, as text."""
    places = (slopes.POINTS, np.array(slopes.TOLD))
    return packed({name: {str(z.size): measured.slope(name, z) for z in places} for name in slopes.SLOPES})
