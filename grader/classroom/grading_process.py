"""A process that grades submissions one after the other, and what starts it and talks to it.

`python -m grader.classroom.grading_process` reads JSON lines: first the settings, then a submission each; for each it
writes a line with the report, and the record of it that is kept. The code of a learner never runs in it, only in the
workers that it asks.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.examination.examiner import CALL_SECONDS, STEP_SECONDS
from grader.examination.grading import Task
from grader.examination.worker_client import ONE_THREAD
from grader.submissions.submission import Submission

ROOT = Path(__file__).resolve().parent.parent.parent
SPARE_SECONDS = 300.0  # beyond what the steps may use up, for the network, the words and a slow machine


class JobFailed(RuntimeError):
    """The process that grades has ended or does not answer: no fault of a learner's."""


@dataclass(frozen=True)
class Settings:
    """What a report depends on beside the submission. steps: their numbers."""

    seed: int
    steps: tuple[int, ...]
    isolation: str
    seconds: float = CALL_SECONDS


def _path() -> str:
    """Where the process finds modules beside the installed ones: in the kit, and never in the folder one stands in."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = [path for path in given if path and os.path.realpath(path) != os.path.realpath(os.curdir)]
    return os.pathsep.join([str(ROOT), *map(os.path.abspath, kept)])


class Job:
    """A process that grades with these settings; started when there is something to do."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.process: subprocess.Popen[str] | None = None

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "grader.classroom.grading_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
            env=os.environ | ONE_THREAD | {"PYTHONPATH": _path()},
            cwd=ROOT,
            start_new_session=True,  # an interrupt from the keyboard is for us, who end it
        )
        self.process = process
        self._write(asdict(self.settings))
        return process

    def _write(self, message: dict[str, Any]) -> None:
        assert self.process and self.process.stdin
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def grade(self, work: Submission | Task) -> dict[str, Any]:
        """{"report", "record"} for a submission, or a part of it. Raises JobFailed, and the next call starts anew."""
        task = work if isinstance(work, Task) else Task(work)
        process = self.process or self._start()
        assert process.stdout
        limit = threading.Timer(STEP_SECONDS * len(self.settings.steps) + SPARE_SECONDS, process.kill)
        limit.start()
        try:
            self._write(asdict(task))
            answer = process.stdout.readline()
        except OSError as error:
            answer = f"({error})"
        finally:
            limit.cancel()
        try:
            found = json.loads(answer)
        except ValueError:
            self.close()
            raise JobFailed(f"the process that grades has ended, with code {process.returncode}") from None
        if "failed" in found:
            self.close()
            raise JobFailed(found["failed"])
        return found

    def close(self) -> None:
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None


class _Desk:
    """The process's own end: submissions as they come in, reports as they are made."""

    def __init__(self) -> None:
        self.lines = os.fdopen(os.dup(0), encoding="ascii")
        self.out = os.fdopen(os.dup(1), "w", encoding="ascii")
        with open(os.devnull, "r+b") as null:  # nothing that is printed gets between the lines
            os.dup2(null.fileno(), 0)
            os.dup2(null.fileno(), 1)
        self.incoming: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.lines:
            self.incoming.put(json.loads(line))
        os._exit(0)  # who has started us is done, or dead

    def tasks(self) -> Iterator[Task]:
        while True:
            told = self.incoming.get()
            found = told["submission"]
            remarks, notebooks = tuple(found["problems"]), tuple(found["notebooks"])
            work = Submission(found["student"], found["sources"], found["unreadable"], remarks, notebooks)
            steps = None if told["steps"] is None else tuple(told["steps"])
            yield Task(work, steps, told["network"], tuple(told["right"]))

    def answer(self, message: dict[str, Any]) -> None:
        self.out.write(json.dumps(message) + "\n")
        self.out.flush()


def main() -> None:
    from grader.examination import grading
    from grader.examination.report import Report

    desk = _Desk()
    settings = desk.incoming.get()
    steps = [step for step in curriculum.steps() if step.number in settings["steps"]]

    def done(report: Report) -> None:
        desk.answer({"report": report.as_data(), "record": report.as_record()})

    try:
        everything = (desk.tasks(), done, settings["seed"], steps, settings["seconds"])
        grading.grade_all(*everything, isolation=settings["isolation"])
    except Exception as error:
        desk.answer({"failed": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
