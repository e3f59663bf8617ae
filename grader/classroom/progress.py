"""What is seen while a class is graded: a bar or a line for each student, and at the end whom to look at."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from grader import curriculum
from grader.checks.answer import CRASHED, GRADER_ERROR, TIMED_OUT
from grader.classroom.batch import Result
from grader.classroom.names import on_screen, shown
from grader.examination.cleaning import one_line
from grader.examination.summary import scored
from grader.submissions.telling import Told, is_harmless

LISTED = 12  # of those to look at
LONGEST = 40  # of a name


def remark(report: dict[str, Any]) -> str:
    """Why a teacher should look at this report, in a few words; "" for most."""
    outcomes = [function["outcome"] for function in report["functions"]]
    if GRADER_ERROR in outcomes:
        return "the grader failed"
    for problem in report["problems"]:
        if "no step module" in problem:
            return "no step module"
        if not is_harmless(problem):
            return problem
    for module, about in report["modules"].items():
        if about["trouble"] == "syntax error":
            return f"syntax error in step {curriculum.find_step(module).number}"
    return "odd name" if report["student"][:1] in "=+-@" else ""


def status(report: dict[str, Any]) -> str:
    """A student's line while the class is graded: "lena.m: 41 (3 timed out)"."""
    outcomes = [function["outcome"] for function in report["functions"]]
    troubles = [f"{outcomes.count(o)} {o}" for o in (TIMED_OUT, CRASHED, GRADER_ERROR) if o in outcomes]
    return f"{_name(report)}: {scored(report)}" + (f" ({', '.join(troubles)})" if troubles else "")


def _name(report: dict[str, Any]) -> str:
    name = one_line(report["student"])
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 3]}..."


@contextmanager
def ticker(total: int) -> Iterator[Callable[[dict[str, Any]], None]]:
    """What to call with each report: a bar with an estimate on a terminal, a line for each student elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda report: print(shown(status(report), sys.stderr.encoding), file=sys.stderr, flush=True)
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
            last[:] = [*last[-1:], shown(status(report), console.encoding)]
            done = progress.tasks[0].completed + 1
            rate = f"{done / (time.monotonic() - started):.1f}/s"
            progress.update(bar, advance=1, rate=rate, last="   ".join(last))

        yield tick


@dataclass
class Tally:
    """What is said at the end: counted as the reports come, so that they need not be kept."""

    graded: int = 0
    kept: int = 0
    partly: int = 0
    unrun: int = 0
    errors: int = 0
    look: list[str] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    def add(self, result: Result, steps: int) -> None:
        """Count a result. steps: how many there are."""
        report = result.report
        self.graded += 1
        self.kept += result.kept
        self.partly += result.ran and len(result.steps) < steps
        self.unrun += not result.kept and not result.ran
        self.errors += any(function["outcome"] == GRADER_ERROR for function in report["functions"])
        self.told.add(_name(report), report["problems"])
        if why := remark(report):
            self.look.append(on_screen(f"{_name(report)} ({why[:60]})"))

    def lines(self) -> Iterator[str]:
        counts = (self.kept, "as they were"), (self.partly, "in part"), (self.unrun, "without running any code")
        again = [f"{count} of them {how}" for count, how in counts if count]
        errors = f"{self.errors} grader error{'s' * (self.errors != 1)}"
        yield f"done: {', '.join([f'{self.graded} graded', *again, errors])}"
        if self.look:
            more = f", and {len(self.look) - LISTED} more" if len(self.look) > LISTED else ""
            yield f"to look at: {', '.join(sorted(self.look)[:LISTED])}{more}"
        yield from self.told.lines(on_screen)
