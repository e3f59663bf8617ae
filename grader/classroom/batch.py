"""Grades a class into a folder of reports: in parallel, and so that it can be broken off at any moment.

A student's report is written in this order: the page, the data, and last the mark that it is done, each file whole or
not at all. The mark holds a fingerprint of everything that the report depends on: the submission, the seed, the
steps, the level of isolation, and the grader itself. A student whose mark is right is not graded again.
"""

import contextlib
import hashlib
import json
import os
import platform
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from grader import curriculum
from grader.classroom import pages
from grader.classroom.grading_process import Job, JobFailed, Settings
from grader.curriculum.files import write_whole
from grader.examination.cleaning import one_line
from grader.examination.report import FunctionResult, Network, Report
from grader.submissions.class_folder import Entry
from grader.submissions.submission import Submission

KIT = Path(__file__).parent.parent
MARK, STATE, LOCK = ".graded", ".grading.json", ".lock"
RESERVED = {"grades.csv", "canvas.csv", "moodle.csv", "class.html"}
MAX_NAME = 100  # bytes
FOR_OTHERS = re.compile(r"\.|(con|prn|aux|nul|com\d|lpt\d)(\.|$)|.*\.part$", re.I)  # hidden, devices, half-written
TRIES = 2

Grade = Callable[[Submission], dict[str, Any]]


class UnusableFolder(ValueError):
    """Reports cannot be written to this folder."""


class Result(NamedTuple):
    """What became of one student: the report's data, where it lies, and whether it was there already."""

    student: str
    folder: Path
    report: dict[str, Any]
    kept: bool


@cache
def grader_fingerprint() -> str:
    """Changes with every change of the grader, its data, the reference, Python or NumPy."""
    digest = hashlib.sha256(f"{platform.python_version()} {np.__version__}".encode())
    for folder in (KIT, KIT.parent / "solutions"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".toml", ".html", ".css"):
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def fingerprint(submission: Submission, settings: Settings) -> str:
    """Changes with everything that the report on this submission depends on."""
    everything = [grader_fingerprint(), asdict(submission), asdict(settings)]
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()


def folder_names(students: list[str]) -> dict[str, str]:
    """A folder name for each student: their own where any system can have it, else a cleaned one with a number."""
    names: dict[str, str] = {}
    taken = {_alike(name) for name in RESERVED}
    for student in students:
        plain = re.sub(r"[^\w.@+=, ()'&-]", "_", student).strip(" .")
        name = plain.encode()[:MAX_NAME].decode(errors="ignore")
        digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
        length = 8 if name != student or FOR_OTHERS.match(name) else 0
        while (found := f"{name}-{digest[:length]}".lstrip(".") if length else name) and _alike(found) in taken:
            length += 8  # somebody else is called as this one would be
        taken.add(_alike(found))
        names[student] = found
    return names


def _alike(name: str) -> str:
    """What names have in common that some system takes for one."""
    return unicodedata.normalize("NFKC", name).casefold()


def failed_report(submission: Submission, settings: Settings, why: str) -> dict[str, Any]:
    """The report where the grader could give none: no function has a check, and the reason is said."""
    functions = tuple(
        FunctionResult(step.number, function.name, function.points, ())
        for step in curriculum.steps()
        if step.number in settings.steps
        for function in step.functions
    )
    problems = (*submission.problems, f"the grader failed: {why}")
    report = Report(submission.student, settings.seed, settings.isolation, functions, Network("not tried"), problems)
    return report.as_data()


def _has_grader_error(report: dict[str, Any]) -> bool:
    return any(function["outcome"] == "grader error" for function in report["functions"])


class Jobs:
    """Grades in processes of this machine, one for each thread that asks."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self._local = threading.local()
        self._all: list[Job] = []

    def grade(self, submission: Submission) -> dict[str, Any]:
        if not hasattr(self._local, "job"):
            self._local.job = Job(self.settings)
            self._all.append(self._local.job)
        return self._local.job.grade(submission)

    def close(self) -> None:
        for job in self._all:
            job.close()


class Batch:
    """One grading of a class into a folder. Use as a context manager: it holds the folder's lock."""

    def __init__(self, entries: tuple[Entry, ...], out: Path, settings: Settings):
        self.entries, self.out, self.settings = entries, out, settings
        self.folders = folder_names([entry.student for entry in entries])

    def graded(self, entry: Entry) -> dict[str, Any] | None:
        """The report that lies there for a student, whatever it was made with."""
        try:
            text = (self.out / self.folders[entry.student] / "report.json").read_text(encoding="utf-8")
            found = json.loads(text)
            return found if found["student"] == one_line(entry.student) else None  # else the folder was another's
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _kept(self, entry: Entry, folder: Path, mark: str) -> dict[str, Any] | None:
        try:
            if (folder / MARK).read_text(encoding="ascii") == mark and (folder / "feedback.html").is_file():
                return self.graded(entry)
        except (OSError, ValueError):
            pass
        return None

    def one(self, entry: Entry, grade: Grade) -> Result:
        """Grade one student, unless that was done already, and write the report."""
        submission = entry.read()
        folder = self.out / self.folders[entry.student]
        mark = fingerprint(submission, self.settings)
        if kept := self._kept(entry, folder, mark):
            return Result(entry.student, folder, kept, True)
        found: dict[str, Any] = {}
        for _ in range(TRIES):
            try:
                found = grade(submission)
            except JobFailed as error:
                report = failed_report(submission, self.settings, str(error))
                found = {"report": report, "feedback": pages.feedback(report)}
            if not _has_grader_error(found["report"]):
                break
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).unlink(missing_ok=True)
        write_whole(folder / "feedback.html", found["feedback"])
        write_whole(folder / "report.json", json.dumps(found["report"], indent=2, allow_nan=False) + "\n")
        if not _has_grader_error(found["report"]):
            write_whole(folder / MARK, mark)
        return Result(entry.student, folder, found["report"], False)

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
        """The report of every student of the class who has one, in order, with the name of the "folder" it is in."""
        for entry in self.entries:
            if report := self.graded(entry):
                yield report | {"folder": self.folders[entry.student]}


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold a folder, so that two runs do not write to it at once. Raises UnusableFolder."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = open(out / LOCK, "a")  # noqa: SIM115
    except OSError as error:
        raise UnusableFolder(f"reports cannot be written to {out} ({error.strerror})") from None
    with lock:
        if os.name == "posix":
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UnusableFolder(f"another run is writing to {out}") from None
        yield


def seed_for(out: Path, seed: int | None, new: Callable[[], int]) -> int:
    """The seed of a class: the one asked for, else that of the grading which lies there, else a new one. It is kept."""
    state = out / STATE
    if state.exists():
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            seed = int(json.loads(state.read_text(encoding="utf-8"))["seed"]) if seed is None else seed
    elif any((out / name).exists() for name in RESERVED):
        raise UnusableFolder(f"{out} holds grades that this command has not written: choose another folder")
    seed = new() if seed is None else seed
    write_whole(state, json.dumps({"seed": seed}) + "\n")
    return seed
