"""The learner's functions called on what a grading asks them, with nothing judged: what no grader can go below."""

import contextlib
import os
import sys
import time
import warnings
from typing import Any, ClassVar
from unittest import mock

import numpy as np

from grader.checks.calling import copied
from grader.examination import grading
from grader.submissions.submission import Submission
from tests.benchmarks.unsealed import Direct

Replay = list[tuple[str, Any]]


class Recording(Direct):
    """Notes all modules that are loaded and all calls, with the function and what it is given."""

    replay: ClassVar[Replay] = []

    def load(self, message: dict) -> dict:
        for module in message["modules"]:
            if module["name"] in message["run"]:
                self.replay.append(("run", (module["source"].tobytes().decode(), module["filename"])))
        return super().load(message)

    def call(self, message: dict) -> dict:
        function = getattr(sys.modules[f"exercises.{message['module']}"], message["function"])
        self.replay.append(("call", (function, copied(message["arguments"]))))
        return super().call(message)


def recorded(submission: Submission, seed: int, steps: list) -> Replay:
    """What a grading of this submission runs and calls."""
    Recording.replay = []
    with mock.patch.object(grading, "workers", lambda level: contextlib.nullcontext(Recording)):
        grading.grade_all([submission], lambda report: None, seed, steps, isolation="one process")
    return Recording.replay


def seconds(replay: Replay) -> float:
    """How long it takes to compile each module once and to make all calls again, whatever they raise."""
    again = [(kind, what if kind == "run" else (what[0], copied(what[1]))) for kind, what in replay]
    sources = {what for kind, what in again if kind == "run"}
    calls = [what for kind, what in again if kind == "call"]
    with warnings.catch_warnings(), np.errstate(all="ignore"), open(os.devnull, "w") as null:
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(null):
            started = time.perf_counter()
            for text, filename in sources:
                compile(text, filename, "exec")
            for function, arguments in calls:
                with contextlib.suppress(Exception):
                    function(*arguments)
            return time.perf_counter() - started
