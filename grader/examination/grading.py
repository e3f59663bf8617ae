"""Runs the hidden suites on submissions and makes reports of what they find."""

import contextlib
import secrets
import zlib
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader import curriculum
from grader.checks import Learner, messages, pytest_support
from grader.checks.answer import CRASHED, OUTCOMES, PASSED, WRONG, LearnerFailed, WrongAnswer
from grader.diagnosis import Diagnosis, definition, diagnose, of_crash
from grader.diagnosis.budget import OutOfTime
from grader.diagnosis.knowledge import questions
from grader.diagnosis.source import text_with
from grader.examination import alike, suites
from grader.examination.examiner import CALL_SECONDS, Examination
from grader.examination.neighbours import Reference
from grader.examination.network import STARTS, STARTS_OF_RIGHT_ONES, USED, try_network
from grader.examination.report import CheckResult, FunctionResult, Network, Report
from grader.examination.sandbox import PROCESS, workers
from grader.examination.suites import Check
from grader.examination.worker_client import Worker
from grader.submissions.submission import Submission

MOST_FAILURES = 3  # of one function that are told in the learner's own words, each once


@dataclass(frozen=True)
class Task:
    """A submission of which only a part is examined: these steps, by their numbers; all where `steps` is None.

    network: whether the learner's own network is tried as well. right: functions that are known to be right already.
    """

    submission: Submission
    steps: tuple[int, ...] | None = None
    network: bool = True
    right: tuple[str, ...] = ()


class Sheet:
    """The results of one submission while it is examined."""

    def __init__(self, examination: Examination):
        self.examination = examination
        self.checks: dict[str, list[CheckResult]] = {}
        self.examples: dict[str, str] = {}
        self.diagnoses: dict[str, Diagnosis | None] = {}
        self.unnamed: dict[str, str] = {}
        self.remarks: dict[str, str] = {}
        self.failures: dict[str, list[str]] = {}

    def outcome_of(self, function: str) -> str | None:
        """The outcome of a function so far: the worst of its checks; None where none has been run."""
        return max((check.outcome for check in self.checks.get(function, ())), key=OUTCOMES.index, default=None)

    def rng(self, check: str) -> np.random.Generator:
        """The random numbers of a check: the same for the same seed, different from check to check."""
        return np.random.default_rng([self.examination.seed, zlib.crc32(check.encode())])

    def run(self, check: Check) -> None:
        """Run a check, and note how it ended."""
        try:
            check(learner=Learner(self.examination.ask, self.examination.clock), rng=self.rng(check.name))
        except Exception as error:
            self.record(check, error)
        else:
            self.record(check, None)

    def record(self, check: Check, error: BaseException | None) -> str:
        """Note how a check ended. Returns the message for the learner."""
        result = CheckResult(
            check.name.removeprefix("test_").replace("_", " "),
            pytest_support.outcome_of(error),
            **(self._told(check, error) if error else {}),
            share=check.share,
            core=check.core,
        )
        self.checks.setdefault(check.function, []).append(result)
        return result.message

    def _diagnose(self, function: str, missing: bool = False, error: BaseException | None = None) -> None:
        """Look, once per function, for what the mistake may be. A failure in here costs nothing but the words.

        missing: whether there is no function of this name, and what to look for is what stands in its place.
        error: how the check ended.
        """
        if function in self.diagnoses:
            return
        self.diagnoses[function] = None
        try:
            texts = self.examination.texts(function)
            source = text_with(function, texts)
            found = (
                definition.missing(function, texts)
                if missing
                else diagnose(function, self.examination.ask, source=source)
            )
            crash = error.error if isinstance(error, LearnerFailed) else None
            self.diagnoses[function] = found or (of_crash(crash) if crash else None)
        except OutOfTime as error:
            self.remarks[function] = f"the mistake in {function} is not named: to look for it takes {error}"
        except Exception as error:
            told = f"the mistake in {function} could not be named ({type(error).__name__} in the grader)"
            self.remarks[function] = told

    def group(self) -> None:
        """Find, for what is wrong and has no diagnosis, the group of those who are wrong in the same way."""
        for function, checks in self.checks.items():
            failed = [check.name for check in checks if check.outcome in (WRONG, CRASHED)]
            module = curriculum.functions()[function].step.module
            if failed and not self.diagnoses.get(function) and not self.examination.troubles([module]):
                with contextlib.suppress(Exception):  # a group that is missing costs nobody anything
                    self.unnamed[function] = alike.group(function, self.examination.ask, failed)

    def _told(self, check: Check, error: BaseException) -> dict[str, str]:
        """What a check that did not pass tells: the texts of a CheckResult."""
        function, outcome = check.function, pytest_support.outcome_of(error)
        if outcome in (WRONG, CRASHED):
            self._diagnose(function, error=error)
        elif definition.is_missing(error):
            self._diagnose(function, missing=True)
        if not isinstance(error, WrongAnswer):
            said = (
                self._detail(function, error) if isinstance(error, LearnerFailed) else pytest_support.message_of(error)
            )
            return {"said": self._briefly(function, said)}
        tried = f"Hidden check: {check.about}"
        if function not in self.examples:
            self.examples[function] = self._visible_example(function)
            if example := self.examples[function]:
                return {"tried": tried, "public": f"A public example that fails as well:\n{example}"}
        told = {"tried": tried, "said": messages.seen_in(error)}
        unexplained = not self.examples[function] and not self.diagnoses.get(function)
        if unexplained and any(question.expected for question in questions(function)):
            told["public"] = "There is no public example of it."
        return told

    def _detail(self, function: str, failure: LearnerFailed) -> str:
        """How a call failed, and what the exception means where what is believed does not explain it."""
        belief = self.diagnoses.get(function)
        told = of_crash(failure.error) if failure.error and belief and belief.of_values else None
        return messages.with_belief(failure.detail, told) if told else failure.detail

    def _briefly(self, function: str, said: str) -> str:
        """How a call failed. A function that has something else to say in every call is not repeated for ever."""
        told = self.failures.setdefault(function, [])
        if said not in told and len(told) == MOST_FAILURES:
            return f"{function} fails here too, in other words than above"
        told += [said] if said not in told else []
        return said

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

    def all_right(self, functions: Iterable[str], right: Container[str] = ()) -> bool:
        """Whether every check of these functions has been run, and has passed. right: functions that need no look."""
        return all(name in right or self.outcome_of(name) == PASSED for name in functions)

    def report(self, network: Network, steps: tuple[curriculum.Step, ...], isolation: str = PROCESS) -> Report:
        functions = tuple(
            FunctionResult(
                step.number,
                function.name,
                function.points,
                tuple(self.checks.get(function.name, ())),
                self.diagnoses.get(function.name),
                self.unnamed.get(function.name, ""),
                self.remarks.get(function.name, ""),
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
            (*submission.problems, *self.remarks.values()),
            self.examination.troubles(step.module for step in steps),
            dict(self.examination.remarks),
        )


def examine(
    task: Task,
    checks: Iterable[Check],
    steps: tuple[curriculum.Step, ...],
    seed: int,
    seconds: float,
    network: bool,
    isolation: str,
    new_worker: Callable[[], Worker],
    right: Reference,
) -> Report:
    """The report on one submission, or on a part of it, by these checks."""
    steps = tuple(step for step in steps if task.steps is None or step.number in task.steps)
    functions = {function.name for step in steps for function in step.functions}
    with Examination(task.submission, seed, seconds, new_worker, right) as examination:
        sheet = Sheet(examination)
        examination.neighbours.judged = sheet.outcome_of
        for check in checks:
            if check.function in functions:
                sheet.run(check)
        sheet.group()
        found = Network("not tried")
        if network and task.network:
            starts = STARTS_OF_RIGHT_ONES if sheet.all_right(USED, task.right) else STARTS
            found = try_network(task.submission, seed, seconds, examination.spare_worker, starts)
    return sheet.report(found, steps, isolation)


def new_seed() -> int:
    """A seed for hidden inputs that nobody can know beforehand."""
    return secrets.randbelow(2**31)


def grade_all(
    submissions: Iterable[Submission | Task],
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
    chosen = tuple(steps) or curriculum.steps()
    checks = suites.collect(chosen)
    with workers(isolation) as new_worker, contextlib.closing(Reference(new_worker)) as right:
        for work in submissions:
            task = work if isinstance(work, Task) else Task(work)
            done(examine(task, checks, chosen, seed, seconds, network, isolation, new_worker, right))


def grade(
    submission: Submission, seed: int | None = None, steps: Iterable[curriculum.Step] = (), **settings: Any
) -> Report:
    """The report on one submission."""
    reports: list[Report] = []
    grade_all([submission], reports.append, new_seed() if seed is None else seed, steps, **settings)
    return reports[0]
