"""The grader's end of sealed workers: children of a warm server that can compute and answer, and nothing else.

A `SealedWorker` speaks as a `Worker` does, and starts in milliseconds. `isolation` says what this machine can do.
"""

import contextlib
import itertools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import numpy as np

from grader.curriculum import EXERCISES
from grader.examination.worker_client import ONE_THREAD, START_SECONDS, Worker, WorkerFailed, _PolledPipes
from grader.worker import wire

SERVER = Path(__file__).parent.parent / "worker" / "server.py"
SEALED_WITH_LANDLOCK, SEALED, PROCESS = LEVELS = "sealed+landlock", "sealed", "process"
SERVER_SECONDS = 30.0  # for the server to answer, or for a child that has been killed to be gone
ATTEMPTS = """
import os, socket, subprocess
import numpy as np
def attempt(number):
    [lambda: open("/etc/passwd"), lambda: os.listdir("/"), lambda: os.fork(), lambda: socket.socket(),
     lambda: os.kill(os.getppid(), 0), lambda: subprocess.run(["true"])][number]()
def product(a):
    return a @ a
"""


class SealBroken(RuntimeError):
    """The grader cannot seal a process; no fault of a learner's."""


class Isolation(NamedTuple):
    """How well work is isolated here: "sealed+landlock", "sealed" or "process"; and why no better, or ""."""

    level: str
    reason: str = ""


class Child:
    """A child of the server, seen as `subprocess.Popen` lets one see a process. It is killed by its pidfd."""

    def __init__(self, warm: "Warm", pid: int, pidfd: int, stdin: int, stdout: int):
        self.warm, self.pid, self.pidfd = warm, pid, pidfd
        self.stdin, self.stdout = os.fdopen(stdin, "wb", 0), os.fdopen(stdout, "rb", 0)
        self.returncode: int | None = None

    def kill(self) -> None:
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def wait(self, timeout: float) -> int:
        """The exit code, or minus the signal. Raises subprocess.TimeoutExpired while the child lives."""
        if self.returncode is None:
            poll = select.poll()
            poll.register(self.pidfd, select.POLLIN)
            if not poll.poll(timeout * 1000):
                raise subprocess.TimeoutExpired("sealed worker", timeout)
            self.returncode = -signal.SIGKILL  # what it is if the server has ended
            os.close(self.pidfd)
            self.returncode = self.warm.reap(self.pid)
        return self.returncode

    def poll(self) -> int | None:
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None


class SealedWorker(Worker):
    """A sealed child of a warm server, with the interface of `Worker`. Raises SealBroken if the seal is not whole."""

    def __init__(self, child: Child, level: str):
        self.process = child  # type: ignore[assignment]  # what is asked of a Popen here, a child answers as well
        self.pipes = _PolledPipes(child)  # type: ignore[arg-type]
        self.level, self.alive, self._started = level, True, False
        self.neighbours = None
        self._numbers, self._functions, self._generators = itertools.count(), {}, []

    def close(self) -> None:
        """Kill the child; it can have started nothing that outlives it."""
        if not self.alive:
            return
        self.alive = False
        self.process.kill()
        self.pipes.close()
        with contextlib.suppress(subprocess.TimeoutExpired, SealBroken):  # a server that is gone, with its children
            self.process.wait(timeout=SERVER_SECONDS)

    def _welcome(self) -> None:
        """Read which level the child has reached; before that no request is sent."""
        try:
            message = self._receive(time.monotonic() + START_SECONDS)
        except (TimeoutError, EOFError, OSError, wire.WireError) as error:
            self.close()
            raise SealBroken(f"a worker ended before it was sealed ({type(error).__name__})") from None
        if message.get("level") != self.level:
            self.close()
            raise SealBroken(f"a worker could not be sealed: {message.get('failed', 'there is no Landlock here')}")

    def request(self, message: dict, seconds: float) -> dict:
        if not self._started:
            self._started = True
            self._welcome()
        return super().request(message, seconds)


class Warm:
    """A warm server, started on entry and ended on exit. One of its own for every process that grades."""

    def __init__(self, level: str = SEALED_WITH_LANDLOCK):
        self.level = level
        self.lock = threading.Lock()

    def __enter__(self) -> "Warm":
        kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.server = subprocess.Popen(
                [sys.executable, "-I", "-B", "-X", "utf8", str(SERVER)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=kept | ONE_THREAD,
                cwd="/",
                start_new_session=True,
            )
        try:
            self._answer(START_SECONDS)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the server, and with it every child."""
        self.control.close()
        self.server.kill()
        self.server.wait()

    def _answer(self, seconds: float = SERVER_SECONDS) -> dict[str, Any]:
        self.control.settimeout(seconds)
        try:
            data, descriptors, _, _ = socket.recv_fds(self.control, 4096, 1)
        except OSError as error:
            raise SealBroken(f"the server of sealed workers does not answer ({error})") from None
        if not data:
            raise SealBroken("the server of sealed workers has ended")
        answer = json.loads(data)
        if "failed" in answer:
            raise SealBroken(answer["failed"])
        return answer | {"descriptors": descriptors}

    def _ask(self, request: dict, descriptors: tuple[int, ...] = ()) -> dict[str, Any]:
        with self.lock:
            try:
                socket.send_fds(self.control, [json.dumps(request).encode()], descriptors)
            except OSError as error:
                raise SealBroken(f"the server of sealed workers is gone ({error})") from None
            return self._answer()

    def worker(self) -> SealedWorker:
        """A fresh worker that holds nothing yet."""
        (reading, stdin), (stdout, writing) = os.pipe(), os.pipe()
        try:
            started = self._ask({"do": "start", "level": self.level}, (reading, writing))
        except BaseException:
            os.close(stdin)
            os.close(stdout)
            raise
        finally:
            os.close(reading)
            os.close(writing)
        return SealedWorker(Child(self, started["pid"], started["descriptors"][0], stdin, stdout), self.level)

    def reap(self, pid: int) -> int:
        """The exit code of a child that is dead."""
        return self._ask({"do": "reap", "pid": pid})["code"]


def _prove(level: str) -> None:
    """Seal a worker, and see that it computes and that what must fail fails. Raises SealBroken."""
    with Warm(level) as warm, warm.worker() as worker:
        try:
            module = {"name": "attempts", "source": ATTEMPTS, "code": None, "filename": "attempts.py"}
            worker.request({"do": "load", "modules": [module], "run": ["attempts"]}, SERVER_SECONDS)
            call: dict[str, Any] = {"do": "call", "module": "attempts"}
            for number in range(6):
                reply = worker.request(call | {"function": "attempt", "arguments": (number,)}, SERVER_SECONDS)
                if "PermissionError" not in reply.get("error", {}).get("bases", ()):
                    raise SealBroken(f"a sealed worker could do what it must not (attempt {number})")
            square = np.eye(3)
            reply = worker.request(call | {"function": "product", "arguments": (square,)}, SERVER_SECONDS)
            if not np.array_equal(reply.get("answer", {}).get("value"), square):
                raise SealBroken("a sealed worker cannot compute")
        except WorkerFailed as failed:
            raise SealBroken(f"a sealed worker does not work: {failed.detail}") from None
        worker.close()
        if worker.process.returncode != -signal.SIGKILL:
            raise SealBroken("a sealed worker could not be killed")


@cache
def isolation() -> Isolation:
    """The best level that this machine really gives: it is tried, once."""
    if sys.platform != "linux":
        return Isolation(PROCESS, "sealing needs Linux")
    reason = ""
    for level in (SEALED_WITH_LANDLOCK, SEALED):
        try:
            _prove(level)
        except (SealBroken, OSError) as error:
            reason = reason or str(error)
        else:
            return Isolation(level, reason)
    return Isolation(PROCESS, reason)


def isolation_level() -> str:
    """The level alone, as reports carry it."""
    return isolation().level


def chosen_level(level: str | None, trust: bool) -> str:
    """The level at which work will run: the one asked for, or the best. trust: whether it may run unsealed.

    Raises ValueError where that cannot be had, or where nobody said that the work is trusted.
    """
    if level in (None, *LEVELS[:2]):
        here = isolation()
        chosen = max(level or LEVELS[0], here.level, key=LEVELS.index)
        why = f"work cannot be sealed here ({here.reason})"
    elif level == PROCESS:
        chosen, why = level, "at the level process nothing is sealed"
    else:
        raise ValueError(f"no level of isolation {level!r}; there are sealed+landlock, sealed and process")
    if level not in (None, chosen):
        raise ValueError(f"the level {level} cannot be had here ({isolation().reason})")
    if chosen == PROCESS and not trust:
        raise ValueError(
            f"{why}: what is handed in could read and write whatever this account can. "
            "If you trust all of it, add --trust-submissions"
        )
    return chosen


def level_for(path: Path, trust: bool) -> str:
    """The level at which the work at a path runs: the user's own, in exercises/, as it is; all other work sealed.

    Raises ValueError where that cannot be sealed, and nobody said that it is trusted.
    """
    return PROCESS if path.resolve().is_relative_to(EXERCISES.resolve()) else chosen_level(None, trust)


class Ahead:
    """Starts workers one ahead: the next is made ready while the last one works. Use `close` at the end."""

    def __init__(self, start: Callable[[], Worker]):
        self.start = start
        self._next: Worker | None = None

    def __call__(self) -> Worker:
        worker = self._next or self.start()
        self._next = None
        self._next = self.start()
        return worker

    def close(self) -> None:
        if self._next:
            self._next.close()


@contextlib.contextmanager
def workers(level: str) -> Iterator[Callable[[], Worker]]:
    """What starts workers at this level, for as long as the context lasts."""
    if level == PROCESS:
        with contextlib.closing(Ahead(Worker)) as ahead:
            yield ahead
    else:
        with Warm(level) as warm, contextlib.closing(Ahead(warm.worker)) as ahead:
            yield ahead
