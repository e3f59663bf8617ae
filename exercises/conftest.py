"""Makes `pytest exercises` speak to learners; the checks themselves are in the files test_step*.py."""

import json
import signal
from pathlib import Path

import pytest

from grader import curriculum
from grader.checks import Learner, failures, pytest_support
from grader.learning import history, local_runner

PROGRESS = pytest.StashKey[local_runner.Progress]()


def pytest_addoption(parser):
    group = parser.getgroup("network by hand")
    group.addoption("--plain", action="store_true", help="progress in sentences, for screen readers")
    group.addoption("--outcomes", metavar="FILE", type=Path, help="write what came of each function, as JSON")


def pytest_configure(config):
    if not config.pluginmanager.hasplugin("timeout"):
        raise pytest.UsageError("pytest-timeout is missing here: activate the kit's environment first (see the README)")
    if config.option.reportchars == "fE":  # pytest's default list of failures would push the next step off the screen
        config.option.reportchars = ""
    if (file := config.getoption("--outcomes", None)) and not file.parent.is_dir():
        raise pytest.UsageError(f"there is no folder {file.parent}")
    config.stash[PROGRESS] = local_runner.Progress(local_runner.Work(Path(__file__).parent))


@pytest.hookimpl(tryfirst=True)  # before -k and --lf take some away
def pytest_collection_modifyitems(config, items):
    pytest_support.in_order(items)
    if not any("::" in argument for argument in config.args):
        checks = [item.get_closest_marker("checks") for item in items]
        config.stash[PROGRESS].expect(mark.args[0] for mark in checks if mark)
    for item in items:
        if item.get_closest_marker("checks") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(local_runner.SECONDS))


def pytest_collection_finish(session):
    found = [item.get_closest_marker("checks") for item in session.items]
    session.config.stash[PROGRESS].choose({mark.args[0] for mark in found if mark})


@pytest.hookimpl(optionalhook=True)
def pytest_timeout_set_timer(item, settings):
    if hasattr(signal, "SIGALRM"):
        return None  # pytest-timeout's own way, which stops everything
    from pytest_timeout import is_debugging

    item.cancel_timeout = failures.interrupt_after(settings.timeout, is_debugging)
    return True


@pytest.fixture
def learner(request):
    """Your own functions, by name: learner.sigmoid(z) is sigmoid(z) of step1_activations.py."""
    return Learner(request.config.stash[PROGRESS].work.ask)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    try:
        return (yield)
    except BaseException as error:
        if mark := item.get_closest_marker("checks"):
            item.config.stash[PROGRESS].consider(mark.args[0], error)
        raise


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    mark = item.get_closest_marker("checks")
    if mark is None or call.when == "teardown" or (call.when == "setup" and not call.excinfo):
        return (yield)
    progress = item.config.stash[PROGRESS]
    function = mark.args[0]
    error = progress.work.failure(call.excinfo.value, function) if call.excinfo else None
    outcome, message = progress.record(function, error)
    if outcome not in ("passed", "grader error"):
        item.repr_failure = lambda *_: message
    report = yield
    report.user_properties.append(("outcome", outcome))
    if outcome == "not attempted" and progress.is_beyond(function):
        report.outcome, report.longrepr = "skipped", (item.location[0], item.location[1], message)
    elif report.failed:
        step = curriculum.functions()[function].step.number
        report.location = (*report.location[:2], f"step {step}: {function}")
    return report


def pytest_report_teststatus(report):
    return pytest_support.category(report)


def pytest_sessionfinish(session):
    progress = session.config.stash[PROGRESS]
    history.note_run(progress.work.folder, progress.results())
    if file := session.config.getoption("--outcomes", None):
        file.write_text(json.dumps(progress.told()), encoding="utf-8")


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around pytest's own list of failures
def pytest_terminal_summary(terminalreporter, config):
    failed = terminalreporter.stats.get("failed", [])
    failed[:], hidden = local_runner.folded(failed)
    result = yield
    failed += hidden  # they count
    progress = config.stash[PROGRESS]
    if not progress.outcomes:
        return result
    if todo := progress.unwritten():
        terminalreporter.section("to do", sep="-")
        terminalreporter.write_line("\n".join(todo))
    terminalreporter.section("your network so far", sep="-")
    terminalreporter.write_line("\n".join(progress.summary(config.getoption("--plain", False))))
    return result
