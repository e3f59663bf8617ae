"""`pytest grader` runs the hidden suites on `exercises/`, or on the submission named with --submission."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import curriculum
from grader.checks import Learner, pytest_support
from grader.checks.answer import GRADER_ERROR, PASSED
from grader.examination import terminal
from grader.examination.examiner import Examination
from grader.examination.grading import Sheet, new_seed
from grader.examination.network import try_network
from grader.examination.report import Network
from grader.examination.sandbox import level_for, workers
from grader.examination.suites import check_of
from grader.submissions import intake
from grader.submissions.submission import Submission

SHEET = pytest.StashKey[Sheet]()
NETWORK = pytest.StashKey[Network]()
LEVEL = pytest.StashKey[str]()
WORK = pytest.StashKey[Submission]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("grader")
    group.addoption("--submission", type=Path, default=None, help="folder with step modules (default: exercises)")
    group.addoption("--seed", type=int, default=None, help="seed of the hidden inputs (default: a new one)")
    group.addoption("--trust-submissions", action="store_true", help="run work also where it cannot be sealed")


def pytest_configure(config: pytest.Config) -> None:
    if (config.getoption("--seed") or 0) < 0:
        raise pytest.UsageError("--seed takes a number that is not negative")
    if path := config.getoption("--submission"):
        try:
            config.stash[WORK] = intake.read(path)
        except intake.UnreadableSubmission as error:
            raise pytest.UsageError(str(error)) from None
    try:
        config.stash[LEVEL] = level_for(path or curriculum.EXERCISES, config.getoption("--trust-submissions"))
    except ValueError as error:
        pytest.exit(f"grader: {error}", returncode=2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    pytest_support.in_order(items)


@pytest.fixture(scope="session")
def sheet(request: pytest.FixtureRequest) -> Iterator[Sheet]:
    """What is found in one run of `pytest grader`."""
    seed = request.config.getoption("--seed")
    work = request.config.stash.get(WORK, None) or intake.read(curriculum.EXERCISES)
    with (
        workers(request.config.stash[LEVEL]) as new_worker,
        Examination(work, new_seed() if seed is None else seed, new_worker=new_worker) as examination,
    ):
        request.config.stash[SHEET] = sheet = Sheet(examination)
        examination.neighbours.judged = sheet.outcome_of
        yield request.config.stash[SHEET]
        request.config.stash[NETWORK] = try_network(work, examination.seed, new_worker=new_worker)


@pytest.fixture
def learner(sheet: Sheet) -> Learner:
    """The learner's functions, by name."""
    return Learner(sheet.examination.ask, sheet.examination.clock)


@pytest.fixture
def rng(request: pytest.FixtureRequest, sheet: Sheet) -> np.random.Generator:
    """Hidden random numbers, which the seed of the report gives again."""
    return sheet.rng(request.node.name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Any:
    sheet = item.config.stash.get(SHEET, None)
    if sheet is None or call.when == "teardown" or (call.when == "setup" and not call.excinfo):
        return (yield)
    error = call.excinfo.value if call.excinfo else None
    message = sheet.record(check_of(item), error)
    outcome = pytest_support.outcome_of(error)
    if outcome not in (PASSED, GRADER_ERROR):
        item.repr_failure = lambda *_: message  # type: ignore[method-assign]  # in place of a traceback
    report = yield
    report.user_properties.append(("outcome", outcome))
    return report


def pytest_report_teststatus(report: pytest.TestReport) -> Any:
    return pytest_support.category(report)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    sheet, network = config.stash.get(SHEET, None), config.stash.get(NETWORK, None)
    if sheet and network:
        steps = tuple(step for step in curriculum.steps() if any(f.name in sheet.checks for f in step.functions))
        terminalreporter.section("points", sep="-")
        report = sheet.report(network, steps, config.stash[LEVEL])
        terminalreporter.write_line(terminal.table(report, explain=False))
