"""The process with the learner's functions, as the server has it: started, asked, stopped, started anew."""

import json
import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grader.seeing.functions import SECONDS
from grader.seeing.play import worker

GRACE = 2.0  # seconds in which a process can say by itself that a call takes too long
START = 60.0  # seconds in which a new process must be there
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM")}
LEARNING = 3600.0  # seconds for learning to read; the page can stop it any time


class Studio:
    """Asks a worker for a page, one thing at a time.

    folder: where the step files are, which may be saved any time. mnist: where the files of MNIST are, "" if nowhere.
    """

    def __init__(self, make: worker.MakeWork, folder: Path, mnist: str = "", seconds: float = SECONDS):
        self.make, self.folder, self.mnist, self.seconds = make, folder, mnist, seconds
        self.lock, self.stopping = threading.Lock(), threading.Event()
        self.process: Any = None
        self.pipe: Any = None
        self.setting = ""  # the last one that was asked for
        self.page = ""  # the one that is in charge
        self.seen: dict[str, int] = {}

    def ask(self, asked: dict[str, Any]) -> bytes:
        """The answer to what a page asks, as JSON. A page that sets something is in charge from then on."""
        if asked["do"] == "stop":
            self.stopping.set()
            return _told(stopped=True)
        with self.lock:
            page = str(asked.get("page", ""))
            if asked.get("do") == "set":
                self.page, self.setting = page, str(asked.get("setting", ""))
            elif page != self.page:
                return _told(problem="another page of yours has the network now. Reload this one to have it back.")
            changed = self._changed() if self.process else []
            if changed:
                self.stop()
                again = json.loads(self._ask({"do": "set", "setting": self.setting, "anew": True}))
                return _told(**again, saved=changed)
            return self._ask(asked)

    def _ask(self, asked: dict[str, Any]) -> bytes:
        limit = LEARNING if asked["do"] == "learn" else self.seconds
        self.stopping.clear()
        try:
            if self.process is None:
                self._start()
            self.pipe.send_bytes(json.dumps(asked | {"seconds": limit, "mnist": self.mnist}).encode())
            if self._answers_within(limit + GRACE):
                return self.pipe.recv_bytes()
            said = "stopped" if self.stopping.is_set() else f"a call did not end within {limit:g} s, and was stopped"
        except (EOFError, OSError):
            self.process.join(1)
            said = f"the process with your functions has ended by itself (exit code {self.process.exitcode})"
        self.stop()
        return _told(problem=said)

    def _answers_within(self, limit: float) -> bool:
        while limit > 0 and not self.stopping.is_set():
            if self.pipe.poll(min(0.2, limit)):
                return True
            limit -= 0.2
        return False

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # a new interpreter, which imports the files as they are now
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=worker.serve, args=(self.make, theirs), daemon=True)
        self.seen = self._stamps()
        with _environment(
            ONE_THREAD
        ):  # small products are no quicker in several threads, and much slower beside others
            self.process.start()
        theirs.close()
        if not self._answers_within(START):
            raise EOFError
        self.pipe.recv_bytes()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self.process:
            self.process.kill()
            self.process.join()
            self.pipe.close()
        self.process = self.pipe = None

    def _stamps(self) -> dict[str, int]:
        return {file.name: file.stat().st_mtime_ns for file in sorted(self.folder.glob("step*.py"))}

    def _changed(self) -> list[str]:
        """The step files that were saved since the process was started."""
        now = self._stamps()
        return sorted(name for name in now.keys() | self.seen.keys() if now.get(name) != self.seen.get(name))


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """Variables of the environment, for a process that is started meanwhile; as they were afterwards."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _told(**said: Any) -> bytes:
    return json.dumps(said).encode()
