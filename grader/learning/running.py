"""The visible checks of some steps, run in a process of their own: a learner's module is new each time."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.checks.answer import CRASHED, GRADER_ERROR, NOT_ATTEMPTED, PASSED, TIMED_OUT, WRONG
from grader.curriculum import EXERCISES, Step

WORDS = {  # for outcomes, to be read behind the name of the function
    PASSED: "is right",
    WRONG: "is wrong",
    CRASHED: "crashes",
    TIMED_OUT: "does not end",
    NOT_ATTEMPTED: "is not written yet",
    GRADER_ERROR: "could not be checked",
}


class RunFailed(Exception):
    """The checks themselves could not be run; the message is the last line that pytest said."""


@dataclass(frozen=True)
class Result:
    """What came of a function: its outcome, the first message of its checks, and what its mistake seems to be.

    place: where the function stands, if it is not right.
    """

    outcome: str
    message: str = ""
    belief: str = ""
    place: str = ""

    @property
    def is_right(self) -> bool:
        return self.outcome == PASSED

    @property
    def told(self) -> str:
        """The outcome in words, to be read behind the name of the function."""
        return WORDS[self.outcome]


Results = dict[str, Result]


class Run:
    """A run under way. `wait` gives its results, `stop` ends it."""

    def __init__(self, steps: Sequence[Step], folder: Path = EXERCISES):
        handle, name = tempfile.mkstemp(suffix=".json", prefix="outcomes-")
        os.close(handle)
        self.file = Path(name)
        plugins = ["-p", "no:cacheprovider", "-p", "timeout", "--outcomes", name]
        tests = [f"{folder.name}/test_{step.module}.py" for step in steps]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", *plugins, *(tests or [folder.name])],
            cwd=folder.parent,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=os.name == "posix",  # Ctrl-C in the terminal is for the one who watches
        )

    def wait(self) -> Results:
        """Results by function, in the order of the curriculum. Raises RunFailed."""
        said, _ = self.process.communicate()
        try:
            data = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise RunFailed((said.strip() or "pytest ended without a word").splitlines()[-1]) from None
        finally:
            with suppress(OSError):
                self.file.unlink()
        return {name: Result(**entry) for name, entry in data.items()}

    def stop(self) -> None:
        """End it, and whatever it started."""
        if self.process.poll() is None:
            with suppress(OSError):
                if os.name == "posix":
                    os.killpg(self.process.pid, signal.SIGKILL)
                else:
                    self.process.kill()


def _environment() -> dict[str, str]:
    """That of this process, without what would make pytest slower, or speak differently."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONIOENCODING": "utf-8", "MPLBACKEND": "Agg"}


def run(steps: Iterable[Step], folder: Path = EXERCISES) -> Results:
    """Run the visible checks of some steps, or of all where none is named. Raises RunFailed."""
    under_way = Run(list(steps), folder)
    try:
        return under_way.wait()
    except KeyboardInterrupt:
        under_way.stop()
        raise
