"""Public questions, the same for every learner, with the right answers: as they were recorded in the whole kit."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from grader import settling
from grader.packing import unpacked
from grader.probe import Network, Probe

FOLDER = Path(__file__).with_name("recorded")


def _arguments(text: str, number: int, shared: int | None, made: dict[int, Any]) -> Callable[[], tuple]:
    """A way to build arguments afresh; a generator that goes on from an earlier question is that of `shared`."""

    def arguments() -> tuple:
        parts = list(unpacked(text))
        for i, part in enumerate(parts):
            if isinstance(part, np.random.Generator):
                parts[i] = made[number] = part if shared is None else made.setdefault(shared, part)
        return tuple(parts)

    return arguments


def _replay(losses: list[tuple[list[int], float]]) -> Callable[[tuple[int, ...]], float]:
    return {tuple(dealt): loss for dealt, loss in losses}.__getitem__


def _probe(function: str, number: int, told: dict, replays: list, made: dict[int, Any]) -> Probe:
    def given(name: str) -> Callable[[], Any] | None:
        return None if told[name] is None else cache(lambda: unpacked(told[name]))

    network = given("network")
    return Probe(
        function,
        told["about"],
        _arguments(told["arguments"], number, told["shared"], made),
        given("expected"),
        network and cache(lambda: Network(*network())),
        told["settle"] and getattr(settling, told["settle"]),
        given("known") or tuple,
        None if told["replay"] is None else _replay(replays[told["replay"]]),
    )


class _Recorded(dict[str, list[Probe]]):
    def __missing__(self, function: str) -> list[Probe]:
        told = unpacked((FOLDER / f"{function}.probes").read_text(encoding="ascii"))
        made: dict[int, Any] = {}
        self[function] = [_probe(function, i, probe, told["replays"], made) for i, probe in enumerate(told["probes"])]
        return self[function]


@cache
def probes() -> dict[str, list[Probe]]:
    """The probes of every function, read when they are asked for."""
    return _Recorded()
