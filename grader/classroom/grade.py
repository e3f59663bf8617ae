"""`python -m grader grade`: a class into a folder of reports, with progress, and a word on whom to look at."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.checks.answer import CRASHED, GRADER_ERROR, TIMED_OUT
from grader.checks.messages import ascii_only
from grader.classroom import batch, pages, tables
from grader.classroom.grading_process import Settings
from grader.curriculum.files import write_whole
from grader.examination import grading, sandbox
from grader.examination.cleaning import one_line
from grader.examination.summary import scored
from grader.submissions.class_folder import Class, Entry, chosen, read_class

LISTED = 12  # of those to look at


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    submissions: Path
    out: Path
    jobs: int
    seed: int | None = None
    only: list[str] = field(default_factory=list)
    steps: list[curriculum.Step] = field(default_factory=list)
    isolation: str | None = None
    trust: bool = False
    dask: str | None = None
    title: str = "Neural network by hand"


def remark(report: dict[str, Any]) -> str:
    """Why a teacher should look at this report, in a few words; "" for most."""
    outcomes = [function["outcome"] for function in report["functions"]]
    if GRADER_ERROR in outcomes:
        return "the grader failed"
    for problem in report["problems"]:
        if "no step module" in problem:
            return "no step module"
        if not problem.startswith("ignored:") and "was taken for" not in problem:
            return problem
    for function in report["functions"]:
        if function["outcome"] == CRASHED and any("cannot be read by Py" in c["message"] for c in function["checks"]):
            return f"syntax error in step {function['step']}"
    return "odd name" if report["student"][:1] in "=+-@" else ""


def status(report: dict[str, Any]) -> str:
    """A student's line while the class is graded: "lena.m: 41 (3 timed out)"."""
    outcomes = [function["outcome"] for function in report["functions"]]
    troubles = [f"{outcomes.count(o)} {o}" for o in (TIMED_OUT, CRASHED, GRADER_ERROR) if o in outcomes]
    return f"{_name(report)}: {scored(report)}" + (f" ({', '.join(troubles)})" if troubles else "")


def _name(report: dict[str, Any]) -> str:
    name = ascii_only(one_line(report["student"]))
    return name if len(name) <= 40 else name[:37] + "..."


@contextmanager
def _ticker(total: int) -> Iterator[Callable[[dict[str, Any]], None]]:
    """What to call with each report: a bar with an estimate on a terminal, a line for each student elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda report: print(status(report), file=sys.stderr, flush=True)
        return
    started = time.monotonic()
    columns = (
        BarColumn(30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("left  | {task.fields[last]}", markup=False),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=total, rate="", last="")
        last: list[str] = []

        def tick(report: dict[str, Any]) -> None:
            last[:] = [*last[-1:], status(report)]
            done = progress.tasks[0].completed + 1
            rate = f"{done / (time.monotonic() - started):.1f}/s"
            progress.update(bar, advance=1, rate=rate, last="   ".join(last))

        yield tick


@contextmanager
def _graders(options: Options, settings: Settings) -> Iterator[tuple[batch.Grade, int, str]]:
    """What grades a submission, how many at a time, and in words."""
    if options.dask:
        from grader.classroom import cluster

        with cluster.connected(options.dask, settings) as (grade, slots):
            yield grade, slots, f"{slots} slots of the cluster"
        return
    jobs = batch.Jobs(settings)
    try:
        yield jobs.grade, options.jobs, f"{options.jobs} job{'s' * (options.jobs > 1)}"
    finally:
        jobs.close()


def write_class(found: batch.Batch, title: str, notes: tuple[str, ...]) -> int:
    """Write what is about the whole class, from the reports that are there. Returns how many there are."""
    about = pages.About(title, found.settings.seed, found.settings.isolation, notes)
    write_whole(found.out / "grades.csv", tables.grades(found.reports()))
    write_whole(found.out / "canvas.csv", tables.canvas(found.reports(), title))
    write_whole(found.out / "moodle.csv", tables.moodle(found.reports()))
    write_whole(found.out / "class.html", pages.class_page(found.reports(), about))
    return sum(1 for _ in found.reports())


@dataclass
class Tally:
    """What is said at the end: counted as the reports come, so that they need not be kept."""

    graded: int = 0
    kept: int = 0
    errors: int = 0
    look: list[str] = field(default_factory=list)

    def add(self, report: dict[str, Any], kept: bool) -> None:
        self.graded += 1
        self.kept += kept
        self.errors += any(function["outcome"] == GRADER_ERROR for function in report["functions"])
        if why := remark(report):
            self.look.append(f"{_name(report)} ({ascii_only(why)[:60]})")

    def lines(self) -> Iterator[str]:
        again = f", {self.kept} of them as they were" if self.kept else ""
        yield f"done: {self.graded} graded{again}, {self.errors} grader error{'s' * (self.errors != 1)}"
        if self.look:
            more = f", and {len(self.look) - LISTED} more" if len(self.look) > LISTED else ""
            yield f"to look at: {', '.join(sorted(self.look)[:LISTED])}{more}"


def grade_class(options: Options, say: Callable[[str], None]) -> int:
    """Grade a class, and say how it went. Returns the exit code. Raises ValueError for bad input, in one line."""
    if options.out.resolve() == options.submissions.resolve():
        raise ValueError("--out must be another folder than that of the submissions")
    classroom = read_class(options.submissions, leave_out=options.out)
    entries = list(chosen(classroom.entries, options.only))
    if not entries:
        raise ValueError(f"nobody in {options.submissions} is called {' or '.join(options.only)}")
    level = sandbox.chosen_level(options.isolation, options.trust)
    steps = tuple(step.number for step in options.steps or curriculum.steps())
    with batch.locked(options.out):
        seed = batch.seed_for(options.out, options.seed, grading.new_seed)
        settings = Settings(seed, steps, level)
        found = batch.Batch(classroom.entries, options.out, settings)
        with _graders(options, settings) as (grade, slots, by):
            counted = f"{len(entries)} submission{'s' * (len(entries) > 1)}, {len(steps)} step{'s' * (len(steps) > 1)}"
            say(f"{counted}, {by}, {level}, seed {seed}")
            return _run(found, classroom, entries, grade, slots, options, say)


def _run(
    found: batch.Batch,
    classroom: Class,
    entries: list[Entry],
    grade: batch.Grade,
    slots: int,
    options: Options,
    say: Callable[[str], None],
) -> int:
    tally = Tally()
    try:
        with _ticker(len(entries)) as tick:
            for result in found.run(entries, grade, slots):
                tally.add(result.report, result.kept)
                tick(result.report)
    except KeyboardInterrupt:
        say(f"interrupted: {tally.graded} of {len(entries)} are graded; the same command goes on from here")
        return 130
    for line in tally.lines():
        say(line)
    notes = tuple(_notes(classroom))
    there = write_class(found, options.title, notes)
    for note in notes:
        say(ascii_only(note))
    if there < len(classroom.entries):
        say(f"{len(classroom.entries) - there} of the class have no report yet")
    say(f"{options.out / 'grades.csv'}   {options.out / 'class.html'}")
    return 0


def _notes(classroom: Class) -> Iterator[str]:
    if names := [one_line(name) for name in classroom.ignored[:LISTED]]:
        more = ", ..." if len(classroom.ignored) > LISTED else ""
        yield f"ignored beside the submissions: {', '.join(names)}{more}"


def default_jobs() -> int:
    """As many as there are processors for this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
