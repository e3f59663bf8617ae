"""The mistakes that the whole kit knows, in words, with their answers on the probes as they were recorded there."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from grader.answer import CRASHED, Answer, Error, LearnerFailed
from grader.diagnosis import starts
from grader.diagnosis.observing import Seen
from grader.packing import as_bytes
from grader.probes import probes
from grader.worker import wire

FOLDER = Path(__file__).parent.parent / "recorded"


def _decoded(frame: bytes) -> Any:
    header, _ = wire.lengths(frame[: wire.LENGTHS.size])
    start = wire.LENGTHS.size
    return wire.decode(frame[start : start + header], frame[start + header :])


class Known:
    """A mistake that is known by name. It is told in words, `did` and `hint`, and compared by what it answers."""

    def __init__(self, function: str, told: dict):
        self.id, self.did, self.hint = told["id"], told["did"], told["hint"]
        self.structure: str = told["structure"]
        self.features = starts.Features(*told["features"])
        self.dealt: tuple | None = told["dealt"]
        self._function = function
        self._frames: list[np.ndarray | None] = told["seen"]
        self._seen: dict[int, Seen] = {}

    def seen(self, i: int) -> Seen:
        """What came of the probe of this number."""
        if i not in self._seen:
            frame = self._frames[i]
            assert frame is not None
            self._seen[i] = self._told(i, _decoded(frame.tobytes()))
        return self._seen[i]

    def _told(self, i: int, told: dict) -> Seen:
        probe = probes()[self._function][i]
        if "error" in told:
            return Seen(probe, failure=LearnerFailed(CRASHED, "", Error(*told["error"])))
        return Seen(probe, Answer(told["value"], told["changed"], None, told["printed"], (), told["global_random"]))


@cache
def of(function: str) -> tuple[Known, ...]:
    """Every known mistake in a function, in the order in which they are looked through."""
    frames = as_bytes((FOLDER / f"{function}.mistakes").read_text(encoding="ascii"))
    return tuple(Known(function, told) for told in _decoded(frames))
