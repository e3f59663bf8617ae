"""Grades a class into a folder of reports: in parallel, and so that it can be broken off at any moment.

A student's report is written in this order: the page, the data, and last what is kept of it (`regrading.py`), each file
whole or not at all. What is kept says for every step what it was made from: the submission, the seed, the level of
isolation, and the part of the grader that judges this step. Only a step for which that has changed is graded again.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, NamedTuple

from grader.checks.answer import Diagnosis
from grader.classroom import changes, pages, regrading
from grader.classroom.grading_process import Job, JobFailed, Settings
from grader.classroom.out_folder import folder_names
from grader.classroom.regrading import Kept, Wanted
from grader.curriculum.files import write_whole
from grader.examination.cleaning import one_line
from grader.examination.grading import Task
from grader.submissions.class_folder import Entry
from grader.submissions.submission import Submission

TRIES = 2

Data = dict[str, Any]
Grade = Callable[[Submission | Task], Data]


def _as_it_is(entry: Entry, report: Data) -> Data:
    return report


class Result(NamedTuple):
    """What became of one student: the report's data, where it lies, whether all of it was there already.

    ran: whether any code of the student's ran now. steps: those that were graded now.
    """

    student: str
    folder: Path
    report: Data
    kept: bool
    ran: bool = False
    steps: tuple[int, ...] = ()


def _has_grader_error(report: Data) -> bool:
    return any(function["outcome"] == "grader error" for function in report["functions"])


class Jobs:
    """Grades in processes of this machine, one for each thread that asks."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self._local = threading.local()
        self._all: list[Job] = []

    def grade(self, work: Submission | Task) -> Data:
        if not hasattr(self._local, "job"):
            self._local.job = Job(self.settings)
            self._all.append(self._local.job)
        return self._local.job.grade(work)

    def close(self) -> None:
        for job in self._all:
            job.close()


class Batch:
    """One grading of a class into a folder.

    named: what a teacher says of groups of wrong answers (`unnamed.py`). finish: adds to a report what is no matter of
    grading, such as how late it came. when: the run that changes are noted under.
    """

    def __init__(
        self,
        entries: tuple[Entry, ...],
        out: Path,
        settings: Settings,
        named: Mapping[str, Diagnosis] | None = None,
        finish: Callable[[Entry, Data], Data] = _as_it_is,
        when: str = "",
    ):
        self.entries, self.out, self.settings, self.finish, self.when = entries, out, settings, finish, when
        self.named = named or {}
        self.folders = folder_names([entry.student for entry in entries])

    def folder(self, entry: Entry) -> Path:
        return self.out / self.folders[entry.student]

    def graded(self, entry: Entry) -> Data | None:
        """The report that lies there for a student, whatever it was made with."""
        try:
            text = (self.folder(entry) / "report.json").read_text(encoding="utf-8")
            found = json.loads(text)
            return found if found["student"] == one_line(entry.student) else None  # else the folder was another's
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _there(self, entry: Entry, kept: Kept, shown: str) -> Data | None:
        """The report of a student where nothing is to be written."""
        page = (self.folder(entry) / "feedback.html").is_file()
        return self.graded(entry) if kept.current and kept.shown == shown and page else None

    def _report(self, entry: Entry, submission: Submission, kept: Kept, why: str = "") -> Data:
        made = regrading.report(kept, submission, self.settings, self.named, why)
        return self.finish(entry, made.as_data())

    def one(self, entry: Entry, grade: Grade) -> Result:
        """Grade what has changed of one student, and write the report where it is another now."""
        submission, folder = entry.read(), self.folder(entry)
        due, student = regrading.wanted(submission, self.settings), one_line(entry.student)
        kept = regrading.read(folder) or Kept(student)
        if kept.student != student:  # the folder was another's
            kept = Kept(student)
        before, made_from = dict(kept.functions), dict(kept.made_from)
        steps, network = kept.to_do(due)
        why = self._examine(submission, kept, due, steps, network, grade) if steps or network else ""
        if not why and not network and kept.to_do(due)[1]:  # by what was found, it is trained more often, or less
            network, why = True, self._examine(submission, kept, due, (), True, grade)
        report = self._report(entry, submission, kept, why)
        shown = regrading.shown(report)
        if not steps and not network and (there := self._there(entry, kept, shown)):
            return Result(entry.student, folder, there, True)
        scores = changes.scores_of(report)
        if not _has_grader_error(report):
            sources = {n: changes.Source(made_from.get(n), kept.made_from.get(n)) for n in due.steps}
            sides = (kept.scores, before), (scores, kept.functions)
            if kept.scores and (found := changes.between(self.when, *sides, sources)):
                kept.history = [*kept.history, found][-changes.MOST_KEPT :]
            kept.scores = kept.scores | scores
        kept.shown = shown
        self._write(folder, report, kept)
        return Result(entry.student, folder, report, False, bool(steps or network), steps)

    def _examine(
        self, submission: Submission, kept: Kept, due: Wanted, steps: tuple[int, ...], network: bool, grade: Grade
    ) -> str:
        """Grade some steps, and take in what is found. Returns why the grader failed, if it did."""
        why = ""
        for _ in range(TRIES):
            try:
                right = kept.right(due.steps.keys() - set(steps))
                found = grade(Task(submission, steps, network, right))
            except JobFailed as error:
                why = str(error)
                continue
            kept.take(found["record"], due, steps, network)
            if not _has_grader_error(found["report"]):
                return ""
            why = ""
        if why:
            kept.take(regrading.failed_record(self.settings), due, steps, False)
        return why

    def _write(self, folder: Path, report: Data, kept: Kept) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        regrading.set_aside(folder)
        write_whole(folder / "feedback.html", pages.feedback(report))
        write_whole(folder / "report.json", json.dumps(report, indent=2, allow_nan=False) + "\n")
        regrading.write(folder, kept)

    def run(self, entries: list[Entry], grade: Grade, jobs: int) -> Iterator[Result]:
        """Grade these students, `jobs` at a time, and give the results as they come."""
        waiting = iter(entries)
        with ThreadPoolExecutor(jobs) as threads:
            running: set[Future[Result]] = set()
            try:
                for entry in waiting:
                    running.add(threads.submit(self.one, entry, grade))
                    if len(running) >= 2 * jobs:
                        done, running = wait(running, return_when=FIRST_COMPLETED)
                        yield from (future.result() for future in done)
                while running:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            finally:
                for future in running:
                    future.cancel()

    def reports(self) -> Iterator[dict[str, Any]]:
        """The report of every student of the class who has one, in order.

        With the name of the "folder" that it is in, and of the "submission" as it was handed in.
        """
        for entry in self.entries:
            if report := self.graded(entry):
                yield report | {"folder": self.folders[entry.student], "submission": entry.student}

    def histories(self) -> Iterator[tuple[str, list[Data]]]:
        """For every student of whom something is kept, what has changed in the scores."""
        for entry in self.entries:
            kept = regrading.read(self.folder(entry))
            if kept and kept.student == one_line(entry.student):
                yield kept.student, kept.history
