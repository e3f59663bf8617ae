"""Answers made to hurt, given to the grader's end of a worker, to every hidden check and to the diagnosis.

python -m tests.fuzz_answers              20,000 of them; some minutes
python -m tests.fuzz_answers 300 --seed 7

No process is started: the frames come out of a list. Whatever is in them, the grader finds an answer or a failure of
the learner's; it never fails itself, and stays small. Exits 1 where that is not so.
"""

import argparse
import itertools
import json
import random
import re
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from grader import curriculum
from grader.checks import Learner
from grader.checks.answer import LearnerFailed, WrongAnswer
from grader.diagnosis import diagnose
from grader.diagnosis.budget import OutOfTime
from grader.examination import suites
from grader.examination.examiner import put
from grader.examination.worker_client import Worker, WorkerFailed
from grader.worker import wire
from tests.reading import right_answer

MOST_MEMORY = 1_000  # MB, of the whole process
DIAGNOSED = 25  # one answer of so many is looked at for its mistake as well
LARGE = wire.Limits(20_000_000, 20_000_000, 200_000, 3_000_000, 10**9)  # of the one who sends: beyond what is taken in
TEXTS = ["", "x" * 20_000, "x" * 20_001, "\x1b]0;x\x07", "<script>", "=1+1", "\u202e", "{0.__class__}", "%s%n", "nan"]
NUMBERS = [0, -1, 1, True, False, 2**40, 2**62, -(2**62), 0.1, -0.0, 1e308, 5e-324, None]
DTYPES = [*sorted(wire.DTYPES), "O", "<f16", ">f8", "<U4", "<M8[s]", "V8", "", "float64", "|O8", "<f8,<f8"]
NODES = [{"handle": ["function", 0, None]}, {"scalar": ["<f8", [2]]}, {"matrix": ["<f8", []]}, {"tuple": 5}, 2**70]
NODES += [{"dict": [[1]]}, {"float": "x" * 999}, {"stream": []}, {"opaque": [1]}, {"a": 1, "b": 2}, {"array": []}]
NAMES = ["value", "changed", "same_as", "printed", "warnings", "global_random"]
PARTS = ["type", "message", "bases", "file", "line", "function", "text", "shapes", "kinds"]


def array(rng: random.Random) -> np.ndarray:
    """An array of a shape and a kind that somebody may be surprised by."""
    shape = rng.choice([(), (0,), (1,), (3,), (5, 1), (1, 4), (0, 9), (2, 0, 2), (1,) * 9, (4, 3), (99, 3), (500_000,)])
    if rng.random() < 0.02:
        shape = rng.choice([(500_000, 1), (1, 500_000), (707, 707), (1,) * 32])
    found = np.full(shape, rng.choice([0.0, 0.5, 1.0, np.nan, np.inf, -np.inf, 1e300, 1e-320, 3.0]))
    if found.size and rng.random() < 0.5:
        found = found + np.random.default_rng(rng.randrange(2**32)).normal(size=shape)
    with np.errstate(all="ignore"):
        return found.astype(rng.choice(["f2", "f4", "f8", "c8", "c16", "i1", "i8", "u1", "u8", "?"]))


def value(rng: random.Random, depth: int = 0) -> Any:
    """Anything at all that may be packed into a frame."""
    kind = rng.randrange(9 if depth > 3 else 14)
    if kind < 3:
        return array(rng)
    if kind < 5:
        return rng.choice(NUMBERS)
    if kind == 5:
        return rng.choice(TEXTS)
    if kind == 6:
        return wire.Opaque(rng.choice(TEXTS))
    if kind == 7:
        return rng.choice([float("nan"), float("inf"), np.float32(0.1), np.int8(3), np.True_, np.complex64(1j)])
    if kind == 8:
        return np.asmatrix(np.ones((2, 2)))
    if kind == 9:
        return wire.Stream([value(rng, depth + 1) for _ in range(rng.choice((0, 1, 3)))], rng.choice(TEXTS))
    if kind == 10:
        return {rng.choice(["train_loss", "dW", "", "x" * 300]): value(rng, depth + 1) for _ in range(3)}
    if kind == 11:
        return [rng.choice(NUMBERS[:9])] * rng.choice((1, 30, 19_000, 25_000))
    many = [value(rng, depth + 1) for _ in range(rng.choice((0, 1, 2, 5)))]
    return tuple(many) if kind == 12 else many


def deep(rng: random.Random) -> Any:
    found: Any = value(rng, 4)
    for _ in range(rng.choice((9, 11, 12, 13, 40))):
        found = [found] * rng.choice((1, 1, 2))
    return found


def bent(right: Any, rng: random.Random) -> Any:
    """The right answer, of which one part is something else."""
    if isinstance(right, (list, tuple)) and right and rng.random() < 0.8:
        parts = list(right)
        at = rng.randrange(len(parts))
        parts[at] = bent(parts[at], rng)
        if rng.random() < 0.2:
            parts = parts * rng.choice((0, 2, 50))
        return rng.choice((list, tuple, wire.Stream))(parts)
    if isinstance(right, dict) and right:
        return right | {rng.choice(list(right)): value(rng, 2)}
    if isinstance(right, np.ndarray) and rng.random() < 0.7:
        with np.errstate(all="ignore"):
            ways = [right.tolist(), right.T, right.ravel(), right[None], right.astype("f4"), right + 0j, right * np.nan]
            ways += [right[:0], right.astype("i8"), np.repeat(right, 2, axis=0) if right.ndim else right]
        return rng.choice(ways)
    return value(rng, 2)


def answer(right: Any, rng: random.Random) -> dict[str, Any]:
    """What a worker says of a call that came back, some of it odd."""
    chosen = rng.choice((lambda: bent(right, rng), lambda: bent(right, rng), lambda: value(rng), lambda: deep(rng)))()
    told = {"value": right if rng.random() < 0.3 else chosen, "changed": [], "same_as": None, "printed": ""}
    told |= {"warnings": [], "global_random": False}
    if rng.random() < 0.06:
        told[rng.choice(NAMES)] = value(rng, 2)
    if rng.random() < 0.2:
        told["changed"] = rng.choice([[[0]], [[0, 0]], [[0, 1, 2, 3]], [[0, 2**39]], [[]], [[0]] * 9_000])
    if rng.random() < 0.2:
        told["printed"] = rng.choice(
            ["7" * 9_000, "\n" * 9_000, "epoch 1 loss 0.5\n" * 999, "1e999 " * 99, "x" * 20_000]
        )
    return {"answer": told}


def error(rng: random.Random) -> dict[str, Any]:
    told: dict[str, Any] = dict.fromkeys(PARTS, "x") | {"bases": ["ValueError"], "line": 3, "shapes": {}, "kinds": {}}
    for _ in range(rng.choice((0, 1, 3))):
        told[rng.choice(PARTS)] = rng.choice(
            (lambda: value(rng, 2), lambda: rng.choice(TEXTS), lambda: {"z": [1, 2]})
        )()
    return {"error": rng.choice([told, told, told, value(rng, 2)])}


def packed(message: dict[str, Any], rng: random.Random) -> bytes:
    """One frame; some are longer than any may be, some damaged, some claim what is not in them."""
    try:
        frame = wire.encode(message, limits=LARGE)
    except (wire.WireError, ValueError, RecursionError):
        frame = wire.encode({"id": message["id"], "answer": None})
    damage = rng.random()
    if damage < 0.9:
        return frame
    if damage < 0.92:
        return frame[: rng.randrange(len(frame))]
    if damage < 0.94:
        spoilt = bytearray(frame[:100_000])
        for _ in range(rng.choice((1, 5, 50))):
            spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
        return bytes(spoilt)
    if damage < 0.95:
        return struct.pack(
            "<IQ", rng.choice((0, 2, 10**6, 2**32 - 1)), rng.choice((0, 8, 10**9, 2**63))
        ) + rng.randbytes(64)
    node: Any = {
        "array": [rng.choice(DTYPES), rng.choice([[2**39], [0, 2**40], [-1], [3], "x", [[1]], [1e9], [True], [1] * 40])]
    }
    if damage < 0.98:
        node = rng.choice(NODES)
    head = json.dumps(
        {"dict": [["id", message["id"]], ["answer", {"dict": [[name, node] for name in NAMES]}]]}
    ).encode()
    body = rng.randbytes(24)
    return struct.pack("<IQ", len(head), len(body)) + head + body


class Replayed:
    """Pipes out of which frames come that were made before; then the worker is gone, or says no more."""

    def __init__(self, right: Any, rng: random.Random):
        self.right, self.rng, self.frames = right, rng, b""

    def write(self, data: bytes, deadline: float) -> None:
        request = wire.decode_frame(data, lambda handle: handle, wire.REQUEST)
        if "do" in request:
            self.frames = b"".join(self._script(request["id"]))

    def _script(self, call_id: str) -> Iterator[bytes]:
        rng = self.rng
        if rng.random() < 0.15:
            for _ in range(rng.choice((1, 3, 50))):
                number, given = (
                    rng.choice((0, 0, 0, 1, -1, "x", [])),
                    rng.choice((value(rng, 2), [value(rng, 2)], (array(rng),))),
                )
                yield packed({"id": call_id, "callback": number, "arguments": given}, rng)
        if rng.random() < 0.03:
            yield wire.as_question(wire.encode({"ask": "sigmoid", "arguments": [value(rng, 3)]}, limits=LARGE))
        message = answer(self.right, rng) if rng.random() < 0.8 else error(rng) if rng.random() < 0.8 else {}
        yield packed(message | {"id": call_id if rng.random() < 0.97 else rng.choice(["", None, "0" * 16])}, rng)

    def read(self, count: int, deadline: float) -> bytes:
        if len(self.frames) < count:
            raise self.rng.choice((EOFError, TimeoutError))
        data, self.frames = self.frames[:count], self.frames[count:]
        return data

    def close(self) -> None: ...


class Played(Worker):
    """A worker without a process."""

    def __init__(self, right: Any, rng: random.Random):
        self.pipes, self.alive = Replayed(right, rng), True  # type: ignore[assignment]
        self.process = SimpleNamespace(wait=lambda timeout: rng.choice((0, 3, -9, -99)))  # type: ignore[assignment]
        self.neighbours = None
        self._numbers, self._functions, self._generators = itertools.count(), {}, []

    def close(self) -> None:
        self.alive = False


class Fuzz:
    """Asks and judges until there were so many answers."""

    def __init__(self, seed: int):
        self.rng, self.numbers = random.Random(seed), np.random.default_rng(seed)
        self.came: Counter[str] = Counter()
        self.failures: list[str] = []
        self.slowest, self.where = 0.0, ""

    def ask(self, name: str, arguments: tuple) -> Any:
        function = curriculum.functions()[name]
        try:
            right = right_answer(name, arguments)
        except Exception:  # where an exception is due
            right = None
        self.came["answers"] += 1
        try:
            found = put(Played(right, self.rng), function, arguments, 60.0)
        except LearnerFailed:
            self.came["failures of the learner's"] += 1
            raise
        except WorkerFailed as failed:
            self.came["ends of the worker"] += 1
            raise LearnerFailed("crashed", failed.detail) from None
        self.came["taken in"] += 1
        return found

    def judge(self, check: suites.Check) -> None:
        started, about = time.process_time(), check.name
        try:
            check(learner=Learner(self.ask, time.process_time), rng=self.numbers)
            self.came["checks passed"] += 1
        except (LearnerFailed, WrongAnswer):
            self.came["checks not passed"] += 1
        except Exception as broken:
            self.failures.append(f"{check.name}: {type(broken).__name__}: {str(broken)[:200]}")
        if self.rng.randrange(DIAGNOSED) == 0:
            self.came["diagnoses"] += 1
            about = f"the diagnosis of {check.function}"
            try:
                self.came["mistakes named"] += bool(diagnose(check.function, self.ask))
            except OutOfTime:
                self.came["diagnoses given up"] += 1
            except Exception as broken:
                self.failures.append(f"{about}: {type(broken).__name__}: {str(broken)[:200]}")
        if (taken := time.process_time() - started) > self.slowest:
            self.slowest, self.where = taken, about

    def run(self, count: int) -> None:
        checks = suites.collect(curriculum.steps())
        while self.came["answers"] < count:
            for check in self.rng.sample(checks, len(checks)):
                self.judge(check)
                if self.came["answers"] >= count:
                    return


def megabytes() -> int:
    """The most that this process has had in memory (Linux)."""
    found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) >> 10 if found else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    fuzz, started = Fuzz(chosen.seed), time.monotonic()
    fuzz.run(chosen.count)
    for what, count in sorted(fuzz.came.items()):
        print(f"{what}: {count:,}")
    print(f"slowest: {fuzz.slowest:.1f} s ({fuzz.where}); {time.monotonic() - started:.0f} s in all; {megabytes()} MB")
    for line in sorted(set(fuzz.failures)):
        print(f"the grader failed: {line}")
    sys.exit(bool(fuzz.failures) or megabytes() > MOST_MEMORY)


if __name__ == "__main__":
    main()
