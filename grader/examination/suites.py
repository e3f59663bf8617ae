"""The hidden suites: collected once by pytest, and run for each submission as the plain functions that they are.

`pytest grader` runs the same suites as pytest does; a class runs the same functions without a protocol around each.
"""

import contextlib
import inspect
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader import curriculum
from grader.checks import pytest_support

STEPS = Path(__file__).parent.parent / "steps"
ROOT = Path(__file__).parent.parent.parent
WITHOUT = ("terminal", "cacheprovider", "timeout", "warnings", "logging")  # plugins that a grading has no use for
PROVIDED = ("learner", "rng")  # what is made anew for each submission


class GraderFailed(RuntimeError):
    """The suites could not be run at all."""


@dataclass(frozen=True)
class Check:
    """One check of one function, with its case.

    name: as pytest names it, from which its random numbers follow. about: the category that a learner is told.
    """

    name: str
    function: str
    share: float
    core: bool
    about: str
    run: Callable[..., None]
    case: dict[str, Any]
    wanted: frozenset[str]  # of what is provided

    def __call__(self, **provided: Any) -> None:
        """Run the check with what is provided: `learner`, and `rng` where it takes one."""
        self.run(**self.case, **{name: value for name, value in provided.items() if name in self.wanted})


def check_of(item: pytest.Item) -> Check:
    """A check as data, from the test that pytest has collected."""
    mark = pytest_support.mark_of(item)
    function: Any = getattr(item, "function", item)
    case = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    about = " ".join((function.__doc__ or "").split())
    shares = mark.kwargs
    wanted = frozenset(inspect.signature(function).parameters)
    share, core = shares.get("share", 1), shares.get("core", False)
    return Check(item.name, mark.args[0], share, core, about, function, case, wanted)


class _Collector:
    """A plugin that keeps what pytest collects."""

    def __init__(self) -> None:
        self.checks: list[Check] = []
        self.failure = ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failure = str(report.longrepr)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.checks = [check_of(item) for item in session.items]


@contextlib.contextmanager
def _without(*names: str) -> Iterator[None]:
    """The environment without some of its variables, for a while."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ |= kept


def collect(steps: Iterable[curriculum.Step]) -> list[Check]:
    """The hidden checks of these steps, in the order of the curriculum. Raises GraderFailed if they cannot be had."""
    files = [str(STEPS / step.module / f"test_{step.module}.py") for step in steps]
    options = [part for name in WITHOUT for part in ("-p", f"no:{name}")]
    arguments = ["--collect-only", *options, "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), *files]
    found = _Collector()
    with _without("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):  # somebody's habits must not choose the checks
        code = pytest.main(arguments, plugins=[found])
    if found.failure or code != pytest.ExitCode.OK:
        raise GraderFailed(found.failure or f"the suites ended with {code!s}")
    return found.checks
