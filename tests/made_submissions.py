"""Submissions made for a test: the reference with some functions, or whole modules, replaced."""

import textwrap
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any
from unittest import mock

from grader import curriculum
from grader.curriculum.stubs import make_stub
from grader.examination import grading
from grader.examination.report import Report
from grader.examination.sandbox import isolation_level
from grader.steps import reference
from grader.steps.placing import with_function
from grader.submissions.submission import Submission

FUNCTIONS = tuple(curriculum.functions())
COURSE = tuple(name for name, function in curriculum.functions().items() if not function.step.bonus)
BONUS = tuple(name for name in FUNCTIONS if name not in COURSE)
MODULES = tuple(step.module for step in curriculum.steps())
SECONDS = 30  # for one call: far more than any right answer takes, so that a busy machine fails nobody


def step_of(function: str) -> curriculum.Step:
    return curriculum.functions()[function].step


def worth(*functions: str) -> float:
    """The points of these functions together, as the curriculum has them today: an instructor may change them."""
    return sum(curriculum.functions()[name].points for name in functions)


def stubs() -> dict[str, str]:
    """The sources of an untouched kit."""
    return {
        module: make_stub((reference.SOLUTIONS / f"{module}.py").read_text(encoding="utf-8"), module)
        for module in MODULES
    }


def with_functions(functions: dict[str, str], student: str = "somebody") -> Submission:
    """The reference with these functions in place of its own; each source is that of a whole `def`."""
    sources = reference.sources()
    for name, source in functions.items():
        module = step_of(name).module
        sources[module] = with_function(sources[module], name, textwrap.dedent(source).strip("\n"))
    return Submission(student, sources)


def with_modules(modules: dict[str, str | None], student: str = "somebody") -> Submission:
    """The reference with these modules in place of its own; None leaves a module out."""
    sources = reference.sources() | modules
    return Submission(student, {name: text for name, text in sources.items() if text is not None})


def grade_many(
    submissions: Iterable[Submission],
    seed: int = 1,
    steps: Iterable[curriculum.Step] = (),
    seconds: float = SECONDS,
    network: bool = False,
    diagnosis: bool = False,
    level: str = "",
) -> list[Report]:
    """The reports on many submissions, from one run of the hidden suites.

    network: whether to try the learner's own network. diagnosis: whether to look for what the mistakes may be.
    level: of isolation; the best one if it is not given, since sealed workers start faster.
    """
    reports: list[Report] = []
    with nullcontext() if diagnosis else mock.patch.object(grading, "diagnose", return_value=None):
        grading.grade_all(submissions, reports.append, seed, steps, seconds, network, level or isolation_level())
    return reports


def grade_functions(*changes: dict[str, str], **settings: Any) -> list[Report]:
    """A report for each set of replaced functions."""
    return grade_many([with_functions(change) for change in changes], **settings)


def points(report: Report) -> dict[str, float]:
    """What part of its points each function was given, 0 to 1."""
    return {result.function: result.score / result.max_score for result in report.functions}


def outcomes(report: Report) -> dict[str, str]:
    return {result.function: result.outcome for result in report.functions}


def failed_checks(report: Report) -> list[str]:
    """The checks that did not pass, with their messages: what a test prints when it should have been none."""
    return [
        f"{result.function}: {check.name}: {check.outcome}: {check.message}"
        for result in report.functions
        for check in result.checks
        if check.outcome != "passed"
    ]
