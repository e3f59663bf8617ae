"""The grader as a process beside nbgrader's: submissions come in as lines of JSON, and results leave in that order.

`python -m grader.course.service SEED TRUSTED` grades everything in one run of the suites, with one warm server.
"""

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from grader.submission import Submission

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 1200.0  # for one submission: some minutes at the worst, if every call of it runs into its limit


class ServiceFailed(RuntimeError):
    """The grader beside nbgrader has ended, or cannot begin."""


def _request(submission: Submission) -> str:
    return json.dumps([submission.student, submission.sources, sorted(submission.notebooks)])


class Service:
    """The parent's end: keeps one process, and may be handed work before its result is asked for."""

    def __init__(self, seed: int, trusted: bool):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader.course.service", str(seed), str(int(trusted))],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.waiting: deque[str] = deque()
        self.results: dict[str, dict[str, Any]] = {}
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        atexit.register(self.close)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def hand_over(self, submission: Submission) -> None:
        """Let work begin on a submission whose result will be asked for."""
        request = _request(submission)
        if request in self.waiting or request in self.results:
            return
        assert self.process.stdin
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
        except OSError:
            raise ServiceFailed("the grader has ended") from None
        self.waiting.append(request)

    def result(self, submission: Submission) -> dict[str, Any]:
        """What came of a submission. Raises ServiceFailed."""
        request = _request(submission)
        self.hand_over(submission)
        while request not in self.results:
            try:
                line = self.lines.get(timeout=SECONDS)
            except queue.Empty:
                line = ""
            if not line:
                self.close()
                raise ServiceFailed("the grader has ended")
            self.results[self.waiting.popleft()] = json.loads(line)
        found = self.results.pop(request)
        if "refused" in found:
            raise ServiceFailed(found["refused"])
        return found

    def close(self) -> None:
        """End the process."""
        atexit.unregister(self.close)
        self.process.kill()
        self.process.wait()


def _submissions(lines: Iterable[str]) -> Iterator[Submission]:
    for line in lines:
        student, sources, notebooks = json.loads(line)
        yield Submission(student, sources, notebooks=frozenset(notebooks))


def _as_data(report: Any) -> dict[str, Any]:
    from grader.messages import with_belief

    functions = {
        result.function: {
            "score": result.score,
            "max_score": result.max_score,
            "outcome": result.outcome,
            "message": with_belief(result.message, result.diagnosis),
        }
        for result in report.functions
    }
    return {"functions": functions, "network": report.network.message, "isolation": report.isolation}


def main() -> None:
    requests, out = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing else may write between the lines
    from grader.grading import grade_all
    from grader.sealed import PROCESS, isolation

    def send(data: dict[str, Any]) -> None:
        out.write(json.dumps(data) + "\n")
        out.flush()

    seed, trusted = int(sys.argv[1]), bool(int(sys.argv[2]))
    level, reason = isolation()
    if level == PROCESS and not trusted:
        for _ in requests:
            send(
                {"refused": f"this machine cannot seal work ({reason}); to grade work that you trust: c.Grade.trusted"}
            )
        return
    grade_all(_submissions(requests), lambda report: send(_as_data(report)), seed, isolation=level)


if __name__ == "__main__":
    main()
