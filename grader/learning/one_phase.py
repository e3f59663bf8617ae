"""A visible check run as one call, where pytest has three phases: those take longer than most of the checks.

Only hooks and names that pytest documents are used. What needs more than the fixture `learner` runs as pytest has it.
"""

import contextlib
import io
from collections.abc import Callable
from typing import Any

import pytest

FIXTURES = {"learner", "request"}  # pytest itself asks for `request` where a check has parameters
INTERACTIVE = ("usepdb", "trace", "setupshow", "setuponly", "setupplan")


def fits(item: pytest.Item) -> bool:
    """Whether a check needs nothing but the learner's functions and its own parameters."""
    if not isinstance(item, pytest.Function) or any(item.config.getoption(name, False) for name in INTERACTIVE):
        return False
    return item.get_closest_marker("checks") is not None and set(item.fixturenames) <= FIXTURES | set(_parameters(item))


def _parameters(item: pytest.Function) -> dict[str, Any]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def run(item: pytest.Function, learner: Any, fails: Callable[[BaseException], None]) -> None:
    """Run the check and report what came of it. fails: is told of an exception while the check's time is counted."""

    def call() -> None:
        given = {"learner": learner} if "learner" in item.fixturenames else {}
        try:
            item.obj(**given, **_parameters(item))
        except BaseException as error:
            fails(error)
            raise

    hooks = item.ihook
    hooks.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    with _kept(item):
        info = pytest.CallInfo.from_call(call, when="call", reraise=(pytest.exit.Exception, KeyboardInterrupt))
    hooks.pytest_runtest_logreport(report=hooks.pytest_runtest_makereport(item=item, call=info))
    hooks.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


@contextlib.contextmanager
def _kept(item: pytest.Function) -> Any:
    """Keeps what is printed for the report, as pytest does without -s."""
    if item.config.getoption("capture") == "no":
        yield
        return
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield
    for key, text in (("stdout", out.getvalue()), ("stderr", err.getvalue())):
        if text:
            item.add_report_section("call", key, text)
