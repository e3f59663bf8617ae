"""Runs the hidden suites on submissions and makes reports of what they find."""

import contextlib
import os
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from _pytest.runner import runtestprotocol

from grader import curriculum
from grader.checks import messages, pytest_support
from grader.checks.answer import CRASHED, GRADER_ERROR, WRONG, LearnerFailed, WrongAnswer
from grader.diagnosis import Diagnosis, diagnose
from grader.diagnosis.budget import OutOfTime
from grader.diagnosis.knowledge import questions
from grader.examination.examiner import CALL_SECONDS, Examination
from grader.examination.network import try_network
from grader.examination.report import CheckResult, FunctionResult, Network, Report
from grader.examination.sandbox import PROCESS, workers
from grader.examination.worker_client import Worker
from grader.submissions.submission import Submission

SUITES = Path(__file__).parent.parent / "steps"


class GraderFailed(RuntimeError):
    """The suites could not be run at all."""


class Sheet:
    """The results of one submission while it is examined."""

    def __init__(self, examination: Examination):
        self.examination = examination
        self.checks: dict[str, list[CheckResult]] = {}
        self.examples: dict[str, str] = {}
        self.diagnoses: dict[str, Diagnosis | None] = {}
        self.problems: list[str] = []

    def rng(self, check: str) -> np.random.Generator:
        """The random numbers of a check: the same for the same seed, different from check to check."""
        return np.random.default_rng([self.examination.seed, zlib.crc32(check.encode())])

    def record(self, item: pytest.Item, error: BaseException | None) -> str:
        """Note how a check ended. Returns the message for the learner."""
        mark = pytest_support.mark_of(item)
        function = mark.args[0]
        message = self._message(item, function, error) if error else ""
        result = CheckResult(
            item.name.removeprefix("test_").replace("_", " "),
            pytest_support.outcome_of(error),
            message,
            mark.kwargs.get("share", 1),
            mark.kwargs.get("core", False),
        )
        self.checks.setdefault(function, []).append(result)
        return message

    def _diagnose(self, function: str) -> None:
        """Look, once per function, for what the mistake may be. A failure in here costs nothing but the words."""
        if function in self.diagnoses:
            return
        self.diagnoses[function] = None
        try:
            self.diagnoses[function] = diagnose(function, self.examination.ask)
        except OutOfTime as error:
            self.problems.append(f"the mistake in {function} is not named: to look for it takes {error}")
        except Exception as error:
            self.problems.append(f"the mistake in {function} could not be named ({type(error).__name__} in the grader)")

    def _message(self, item: pytest.Item, function: str, error: BaseException) -> str:
        outcome = pytest_support.outcome_of(error)
        if outcome == GRADER_ERROR:
            return f"the check itself failed: {type(error).__name__}"
        if outcome in (WRONG, CRASHED):
            self._diagnose(function)
        if outcome != WRONG:
            return pytest_support.message_of(error)
        assert isinstance(error, WrongAnswer)
        tried = "Hidden check: " + " ".join((getattr(item, "function", item).__doc__ or "").split())
        if function not in self.examples:
            self.examples[function] = self._visible_example(function)
            if self.examples[function]:
                return messages.clip(f"{tried}\nA public example that fails as well:\n{self.examples[function]}")
        said = messages.sentence(error.said)
        if not self.examples[function]:
            random = all(question.expected is None for question in questions(function))
            public = "" if random else "The public examples come out right; this does not.\n"
            return messages.clip(f"{tried}\n{public}{said}")
        return messages.clip(f"{tried}\n{said}")

    def _visible_example(self, function: str) -> str:
        """The first public question that the learner's function gets wrong, as call, returned and expected."""
        for question in questions(function):
            if question.expected is None:
                continue
            try:
                if found := messages.example(question, question.ask(self.examination.ask)):
                    return found
            except LearnerFailed as failed:
                return f"on {question.label}: {failed.detail}"
        return ""

    def report(self, network: Network, steps: tuple[curriculum.Step, ...], isolation: str = PROCESS) -> Report:
        functions = tuple(
            FunctionResult(
                step.number,
                function.name,
                function.points,
                tuple(self.checks.get(function.name, ())),
                self.diagnoses.get(function.name),
            )
            for step in steps
            for function in step.functions
        )
        submission = self.examination.submission
        return Report(
            submission.student,
            self.examination.seed,
            isolation,
            functions,
            network,
            (*submission.problems, *self.problems),
        )


SHEET = pytest.StashKey[Sheet]()


class Grading:
    """A pytest plugin which runs the collected suites once for each submission."""

    def __init__(
        self,
        submissions: Iterable[Submission],
        seed: int,
        done: Callable[[Report], None],
        seconds: float,
        network: bool,
        isolation: str,
    ):
        self.submissions, self.seed, self.done, self.seconds, self.network = submissions, seed, done, seconds, network
        self.isolation = isolation
        self.failure = ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failure = str(report.longrepr)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        steps = tuple(step for step in curriculum.steps() if any(step.module in item.nodeid for item in session.items))
        with workers(self.isolation) as new_worker:
            for submission in self.submissions:
                self.done(self._grade(session, steps, submission, new_worker))
        return True

    def _grade(
        self,
        session: pytest.Session,
        steps: tuple[curriculum.Step, ...],
        submission: Submission,
        new_worker: Callable[[], Worker],
    ) -> Report:
        with Examination(submission, self.seed, self.seconds, new_worker) as examination:
            sheet = session.config.stash[SHEET] = Sheet(examination)
            for item in session.items:
                item._initrequest()  # type: ignore[attr-defined]
                runtestprotocol(item, nextitem=None, log=False)
        network = try_network(submission, self.seed, self.seconds, new_worker) if self.network else Network("not tried")
        return sheet.report(network, steps, self.isolation)


@contextlib.contextmanager
def _without(*names: str) -> Iterator[None]:
    """The environment without some of its variables, for a while."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ |= kept


def new_seed() -> int:
    """A seed for hidden inputs that nobody can know beforehand."""
    return secrets.randbelow(2**31)


def grade_all(
    submissions: Iterable[Submission],
    done: Callable[[Report], None],
    seed: int,
    steps: Iterable[curriculum.Step] = (),
    seconds: float = CALL_SECONDS,
    network: bool = True,
    isolation: str = PROCESS,
) -> None:
    """Grade submissions one after the other; `done` is called with each report.

    steps: only these; all of them when empty. isolation: the level at which their code runs, as `sealed.isolation`
    says. Raises GraderFailed if the suites cannot be run.
    """
    modules = [step.module for step in steps] or [step.module for step in curriculum.steps()]
    files = [str(SUITES / module / f"test_{module}.py") for module in modules]
    plugin = Grading(submissions, seed, done, seconds, network, isolation)
    options = [
        "-p",
        "no:terminal",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:timeout",
        "-p",
        "no:warnings",
        "-p",
        "no:logging",
    ]
    root = str(Path(__file__).parent.parent.parent)
    arguments = [*options, "-c", str(Path(root) / "pyproject.toml"), "--rootdir", root, *files]
    with _without("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):  # somebody's habits must not choose the checks
        code = pytest.main(arguments, plugins=[plugin])
    if plugin.failure or code != pytest.ExitCode.OK:
        raise GraderFailed(plugin.failure or f"the suites ended with {code!s}")


def grade(
    submission: Submission, seed: int | None = None, steps: Iterable[curriculum.Step] = (), **settings: Any
) -> Report:
    """The report on one submission."""
    reports: list[Report] = []
    grade_all([submission], reports.append, new_seed() if seed is None else seed, steps, **settings)
    return reports[0]
