"""Grading beside nbgrader: the kit's own processes grade, and can start on work before nbgrader asks for the result."""

import atexit
import json
import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from typing import Any

from grader import curriculum
from grader.classroom.batch import Jobs
from grader.classroom.grading_process import JobFailed, Settings
from grader.examination.sandbox import PROCESS, isolation
from grader.submissions.submission import Submission

# While one waits for an answer of somebody's work, the other goes on; nbgrader itself needs a processor.
AT_ONCE = 2 if (os.cpu_count() or 1) > 2 else 1
Report = dict[str, Any]  # the data of a report.json


class CannotGrade(RuntimeError):
    """No work can be graded here, as things are set."""


class Grader:
    """A few processes that grade, and the submissions that have been handed over to them."""

    def __init__(self, settings: Settings):
        self.jobs = Jobs(settings)
        self.pool = ThreadPoolExecutor(AT_ONCE)
        self.begun: dict[str, Future[Report]] = {}
        atexit.register(self.jobs.close)

    def hand_over(self, submission: Submission) -> str:
        """Let work begin on a submission. Returns the name under which its report will be found."""
        name = json.dumps(asdict(submission))
        if name not in self.begun:
            self.begun[name] = self.pool.submit(self._grade, submission)
        return name

    def _grade(self, submission: Submission) -> Report:
        try:
            return self.jobs.grade(submission)["report"]
        except JobFailed:
            return self.jobs.grade(submission)["report"]  # in a process that starts anew

    def report(self, submission: Submission, following: Iterable[Submission] = ()) -> Report:
        """The report on a submission; work on the following ones may begin. Raises JobFailed."""
        name = self.hand_over(submission)
        for later in following:
            self.hand_over(later)
        return self.begun.pop(name).result()


@cache
def grader(seed: int, trusted: bool, steps: tuple[int, ...]) -> Grader:
    """The one grader of this process with these settings. Raises CannotGrade where work would run unsealed."""
    level, reason = isolation()
    if level == PROCESS and not trusted:
        raise CannotGrade(f"work cannot be sealed here ({reason}): set c.Grade.trusted to grade work that you trust")
    return Grader(Settings(seed, steps, level))


def steps_of(submission: Submission) -> tuple[int, ...]:
    """The numbers of the steps that a submission is about."""
    return tuple(step.number for step in curriculum.steps() if step.module in submission.sources)
