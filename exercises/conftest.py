"""Makes `pytest exercises` speak to learners; the checks themselves are in the files test_step*.py."""

import gc
import json
import re
import signal
from functools import partial
from pathlib import Path

import pytest

from grader import curriculum
from grader.checks import Learner, failures, pytest_support
from grader.learning import history, kept, layout, local_runner, one_phase, progress

gc.disable()  # nothing to collect before the checks run: to look costs a ninth of a run
FOLDER = Path(__file__).parent
PROGRESS = pytest.StashKey[progress.Progress]()


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
    work = local_runner.Work(FOLDER, config.invocation_params.dir)
    config.stash[PROGRESS] = progress.Progress(work, history.load(FOLDER))


@pytest.hookimpl(tryfirst=True)  # before -k and --lf take some away
def pytest_collection_modifyitems(config, items):
    pytest_support.in_order(items)
    checks = [item.get_closest_marker("checks") for item in items]
    if not any("::" in argument for argument in config.args):
        config.stash[PROGRESS].expect(mark.args[0] for mark in checks if mark)
    if asked := functions_of(config.option.keyword):
        config.option.keyword = ""  # else pytest takes every name that holds this one
        wanted = [mark is not None and mark.args[0] in asked for mark in checks]
        config.hook.pytest_deselected(items=[item for item, kept in zip(items, wanted, strict=True) if not kept])
        items[:] = [item for item, kept in zip(items, wanted, strict=True) if kept]
    for item in items:
        if item.get_closest_marker("checks") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(local_runner.SECONDS))


def functions_of(keyword):
    """The functions that -k means: one by its whole name, or those of a step; none where it is an expression."""
    if keyword in curriculum.functions():
        return {keyword}
    if re.fullmatch(r"\d+|step\w+", keyword):
        return {
            f.name for s in curriculum.steps() if keyword in (str(s.number), f"step{s.number}") for f in s.functions
        }
    return set()


def pytest_collection_finish(session):
    gc.freeze()
    gc.enable()
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


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    found = item.config.stash[PROGRESS]
    if not one_phase.fits(item) or found.work.stops_to_debug:
        return None
    one_phase.run(item, Learner(found.work.ask), partial(found.consider, item.get_closest_marker("checks").args[0]))
    return True


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
    found = item.config.stash[PROGRESS]
    function = mark.args[0]
    error = found.work.failure(call.excinfo.value, function) if call.excinfo else None
    outcome, message = found.record(function, error)
    if outcome not in ("passed", "grader error"):
        item.repr_failure = lambda *_: layout.fitted(message)
    report = yield
    report.user_properties.append(("outcome", outcome))
    if outcome == "not attempted" and found.is_beyond(function):
        report.outcome, report.longrepr = "skipped", (item.location[0], item.location[1], message)
    elif report.failed:
        report.location = (*report.location[:2], title_of(item.name, function, error))
    return report


def title_of(check, function, error):
    """The head above a message: what the check says, or which module has to be mended first."""
    if isinstance(error, local_runner.Broken):
        return f"step {curriculum.find_step(error.module).number} cannot be imported"
    return layout.title(check, curriculum.functions()[function])


def pytest_report_teststatus(report):
    if report.when == "call" and dict(report.user_properties).get("outcome") == progress.NOT_RUN:
        return (progress.NOT_RUN, "/", "NOT RUN")  # still a failure, but one that has been told already
    return pytest_support.category(report)


def pytest_sessionfinish(session):
    found = session.config.stash[PROGRESS]
    results = found.results()
    past = history.note_run(FOLDER, results)
    kept.keep(FOLDER, past, set(results))
    if file := session.config.getoption("--outcomes", None):
        file.write_text(json.dumps(found.told()), encoding="utf-8")


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around pytest's own list of failures
def pytest_terminal_summary(terminalreporter, config):
    failed = terminalreporter.stats.get("failed", [])
    failed[:], hidden = progress.folded(failed)
    result = yield
    failed += hidden  # they count
    found = config.stash[PROGRESS]
    if not found.outcomes and not found.blocked:
        return result
    terminalreporter.ensure_newline()
    if todo := found.unwritten():
        terminalreporter.section("to do", sep="-")
        terminalreporter.write_line("\n".join(todo))
    if lost := kept.lost(FOLDER):
        terminalreporter.section("empty, and once right", sep="-")
        for step in lost:
            file, copy = (found.work.shown(FOLDER / place / f"{step.module}.py") for place in ("", kept.FOLDER))
            terminalreporter.write_line(f"{file} is as it was handed out. Your last right version: {copy}")
        terminalreporter.write_line("Copy it back, or begin anew (python -m grader reset N).")
    terminalreporter.section("your network so far", sep="-")
    terminalreporter.write_line("\n".join(found.summary(config.getoption("--plain", False))))
    return result
