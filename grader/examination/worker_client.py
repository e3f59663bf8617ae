"""The grader's end of a worker: starts the process, sends requests, and never waits longer than it said.

The worker runs the learner's code (`grader/worker/`). Nothing that comes back is trusted: it is decoded as plain data
under caps, carries the id of the call it answers, and arrives before a deadline, or the worker is killed.
"""

import contextlib
import itertools
import os
import queue
import secrets
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import numpy as np

from grader.checks.calling import answer_callback
from grader.worker import wire

WORKER = Path(__file__).parent.parent / "worker"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB_MAXIMUM", "BLIS")}
KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
START_SECONDS = 60.0
MAX_QUESTIONS = 200_000  # for one request: whoever trains asks some thousand times
MAX_CALLBACKS = 10_000  # for one request: a gradient by differences calls twice for every entry


class WorkerFailed(Exception):
    """The worker is gone. `kind` is "timed out" (killed at the deadline) or "died" (or broke the protocol)."""

    def __init__(self, kind: str, detail: str):
        super().__init__(detail)
        self.kind, self.detail = kind, detail


def _left(deadline: float) -> float:
    """The seconds that are left; TimeoutError where there are none, whatever may lie ready."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


class _PolledPipes:
    """Reads and writes with a deadline, where pipes can be waited for (POSIX)."""

    def __init__(self, process: subprocess.Popen):
        assert process.stdin and process.stdout
        self.files = process.stdin, process.stdout
        self.writing, self.reading = (file.fileno() for file in self.files)
        self.buffer = bytearray()
        os.set_blocking(self.writing, False)
        os.set_blocking(self.reading, False)

        self.something, self.room = select.poll(), select.poll()
        self.something.register(self.reading, select.POLLIN)
        self.room.register(self.writing, select.POLLOUT)

    @staticmethod
    def _wait(poll: Any, deadline: float) -> None:
        if not poll.poll(_left(deadline) * 1000):
            raise TimeoutError

    def write(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self.writing, view[: 1 << 16]) :]
            except BlockingIOError:
                self._wait(self.room, deadline)

    def read(self, count: int, deadline: float) -> bytes:
        _left(deadline)
        while len(self.buffer) < count:
            self._wait(self.something, deadline)
            part = os.read(self.reading, 1 << 16)
            if not part:
                raise EOFError
            self.buffer += part
        return _taken(self.buffer, count)

    def close(self) -> None:
        for file in self.files:
            file.close()


def _taken(buffer: bytearray, count: int) -> bytes:
    """The first bytes of a buffer, which are in it no longer."""
    data = bytes(buffer[:count])
    del buffer[:count]
    return data


class _ThreadedPipes:
    """The same by two threads that block, where pipes cannot be waited for (Windows)."""

    def __init__(self, process: subprocess.Popen):
        assert process.stdin and process.stdout
        self.outgoing: queue.Queue[bytes] = queue.Queue()
        self.written: queue.Queue[bool] = queue.Queue()
        self.incoming: queue.Queue[bytes] = queue.Queue(maxsize=64)  # so that nobody fills the memory by writing ahead
        self.buffer = bytearray()
        threading.Thread(target=self._write, args=(process.stdin,), daemon=True).start()
        self.reader = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self.reader.start()

    def _write(self, pipe: IO[bytes]) -> None:
        while True:
            data = self.outgoing.get()
            try:
                pipe.write(data)
                pipe.flush()
            except (OSError, ValueError):
                self.written.put(False)
                return
            self.written.put(True)

    def _read(self, pipe: IO[bytes]) -> None:
        try:
            while part := os.read(pipe.fileno(), 1 << 20):
                self.incoming.put(part)
        except (OSError, ValueError):
            pass
        self.incoming.put(b"")

    def write(self, data: bytes, deadline: float) -> None:
        self.outgoing.put(data)
        try:
            if not self.written.get(timeout=_left(deadline)):
                raise BrokenPipeError
        except queue.Empty:
            raise TimeoutError from None

    def read(self, count: int, deadline: float) -> bytes:
        _left(deadline)
        while len(self.buffer) < count:
            try:
                part = self.incoming.get(timeout=_left(deadline))
            except queue.Empty:
                raise TimeoutError from None
            if not part:
                raise EOFError
            self.buffer += part
        return _taken(self.buffer, count)

    def close(self) -> None:
        """Let the thread that reads come to its end; the process is gone, but it may have left the pipe to another."""
        until = time.monotonic() + 1
        while self.reader.is_alive() and time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                self.incoming.get(timeout=0.05)


@dataclass
class Deadline:
    """When a request is to be answered; it may be put off by what others take meanwhile."""

    time: float
    questions: int = 0


class Neighbours(Protocol):
    """Who answers questions about earlier functions."""

    def answer(self, frame: bytes, clock: Deadline) -> bytes:
        """The frame that answers a frame. Raises TimeoutError."""


class Worker:
    """A fresh process, ready to be handed modules and calls. Use as a context manager, or call `close`."""

    def __init__(self, pipes: type[_PolledPipes] | type[_ThreadedPipes] | None = None):
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | ONE_THREAD
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=os.name == "posix",
            bufsize=0,
        )
        chosen = pipes or (_PolledPipes if hasattr(select, "poll") else _ThreadedPipes)
        self.pipes = chosen(self.process)
        self.alive = True
        self._closed = False
        self.neighbours: Neighbours | None = None
        self._numbers = itertools.count()
        self._functions: dict[int, Callable[..., Any]] = {}  # that may be called back, by their numbers
        self._generators: list[np.random.Generator] = []

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, and what it may have started in its process group."""
        if self._closed:
            return  # its number may be another process's by now
        self._closed, self.alive = True, False
        if os.name == "posix":
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                self.process.kill()
        else:
            self.process.kill()
        self.process.wait()
        self.pipes.close()

    def seconds(self) -> float:
        """Seconds that the process has computed, which waiting and a busy machine do not add to (Linux)."""
        try:
            nanoseconds, *_ = Path(f"/proc/{self.process.pid}/schedstat").read_text(encoding="ascii").split()
            return int(nanoseconds) / 1e9
        except (OSError, ValueError):
            return time.perf_counter()

    def _handle(self, value: Any) -> wire.Handle | None:
        if isinstance(value, np.random.Generator):
            number = next((i for i, known in enumerate(self._generators) if known is value), len(self._generators))
            if number == len(self._generators):
                self._generators.append(value)
            return wire.Handle("generator", number, value.bit_generator.state)
        if callable(value):
            number = next(self._numbers)
            self._functions[number] = value
            return wire.Handle("function", number)
        return None

    def _send(self, message: dict, deadline: float) -> None:
        self.pipes.write(wire.encode(message, self._handle, wire.REQUEST), deadline)

    def _receive(self, deadline: float) -> dict:
        header, payload = wire.lengths(self.pipes.read(wire.LENGTHS.size, deadline))
        return wire.decode(self.pipes.read(header, deadline), self.pipes.read(payload, deadline))

    def _receive_answer(self, clock: Deadline) -> dict:
        """The next frame that is no question. Questions are passed on; how long others take for them is not counted."""
        while wire.is_question(prefix := self.pipes.read(wire.LENGTHS.size, clock.time)):
            clock.questions += 1
            if self.neighbours is None or clock.questions > MAX_QUESTIONS:
                raise wire.WireError("a question that nobody answers")
            header, payload = wire.lengths_of_question(prefix)
            frame = prefix + self.pipes.read(header + payload, clock.time)
            answer = self.neighbours.answer(frame, clock)
            self.pipes.write(answer, clock.time)
        header, payload = wire.lengths(prefix)
        return wire.decode(self.pipes.read(header, clock.time), self.pipes.read(payload, clock.time))

    def pass_on(self, frame: bytes, deadline: float) -> bytes:
        """Put a question as it came, and return the answer as it comes."""
        self.pipes.write(frame, deadline)
        prefix = self.pipes.read(wire.LENGTHS.size, deadline)
        header, payload = wire.lengths(prefix)
        return prefix + self.pipes.read(header + payload, deadline)

    def _answer_callback(self, message: dict, deadline: float) -> None:
        function = self._functions.get(message["callback"])
        reply = {"error": "this function may be called only while the call runs to which it was given"}
        if function:
            reply = answer_callback(function, tuple(message["arguments"]))
        self._send(reply, deadline)

    def request(self, message: dict, seconds: float) -> dict:
        """Send a request and return the answer to it. Raises WorkerFailed, and the worker is gone then."""
        clock = Deadline(time.monotonic() + seconds)
        call_id = secrets.token_hex(8)
        self._functions = {}  # those of the last request may not be called any more
        try:
            self._send(message | {"id": call_id}, clock.time)
            answered = 0
            while True:
                reply = self._receive_answer(clock)
                if not isinstance(reply, dict) or reply.get("id") != call_id:
                    raise wire.WireError("an answer to a call that was never made")
                if "callback" not in reply:
                    return reply
                if answered == MAX_CALLBACKS:
                    self.close()
                    said = f"it called a function that it was given more than {MAX_CALLBACKS:,} times"
                    raise WorkerFailed("timed out", said)
                self._answer_callback(reply, clock.time)
                answered += 1
        except TimeoutError:
            self.close()
            raise WorkerFailed("timed out", f"no answer within {seconds:g} seconds") from None
        except (EOFError, OSError):
            raise WorkerFailed("died", self._cause_of_death()) from None
        except (wire.WireError, KeyError, TypeError) as error:
            self.close()
            raise WorkerFailed("died", f"it sent something unreadable ({error})") from None

    def _cause_of_death(self) -> str:
        try:
            code = self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            code = None
        self.close()
        if code is None:
            return "it closed its connection to the grader"
        if code < 0:
            try:
                return f"the process was killed by {signal.Signals(-code).name}"
            except ValueError:
                return f"the process was killed by signal {-code}"
        return f"the process ended by itself (exit code {code})"
