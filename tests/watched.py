"""`python -m grader watch` in a process of its own, driven through pipes."""

import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.kits import interruptible

SECONDS = 120  # for one answer: machines may be busy


class Watched:
    """A kit that is being watched. Use as a context manager."""

    def __init__(self, kit: Path, *arguments: str):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "watch", *arguments],
            cwd=kit,
            env={k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | {"PYTHONIOENCODING": "ascii"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
            preexec_fn=interruptible if os.name == "posix" else None,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, text: str, seconds: float = SECONDS) -> str:
        """What is shown up to the line that holds this text."""
        shown, end = [], time.monotonic() + seconds
        while True:
            try:
                shown.append(self.lines.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"{text!r} was not shown, but this:\n{''.join(shown)}") from None
            if text in shown[-1]:
                return "".join(shown)

    def page(self) -> str:
        """The next page, whole."""
        return self.until("q ends")

    def quiet(self, seconds: float) -> bool:
        """Whether nothing is shown for so long."""
        time.sleep(seconds)
        return self.lines.empty()

    def press(self, key: str) -> None:
        self.process.stdin.write(f"{key}\n")
        self.process.stdin.flush()
