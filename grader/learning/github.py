"""`python -m grader.learning.github`: the visible checks in a workflow of GitHub, with the points that they stand for.

A function earns its points when all of its visible checks pass; hidden checks know more. The table goes to the summary
page of the run. A learner's code runs in the same job and can write there, too: nothing of it is a grade.
Exits 1 when something that is written is not right, so that the run turns red, and 0 when all of it is.
"""

import os
import sys

import pytest

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED, OUTCOMES, PASSED
from grader.checks.pytest_support import mark_of

RAN = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
Outcomes = dict[str, str]  # of each function that was checked, that of its worst check


class Tally:
    """A plugin for pytest that notes what came of every function."""

    def __init__(self) -> None:
        self.functions: dict[str, str] = {}  # of each check
        self.outcomes: Outcomes = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        checks = [item for item in session.items if item.get_closest_marker("checks")]
        self.functions = {item.nodeid: mark_of(item).args[0] for item in checks}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name, outcome = self.functions.get(report.nodeid), dict(report.user_properties).get("outcome")
        if name and outcome in OUTCOMES:
            worst = max(self.outcomes.get(name, PASSED), str(outcome), key=OUTCOMES.index)
            self.outcomes[name] = worst


def points(name: str, outcomes: Outcomes) -> float:
    return curriculum.functions()[name].points if outcomes.get(name) == PASSED else 0


def _total() -> float:
    """The points of the course; those of bonus steps come on top."""
    return sum(step.points for step in curriculum.steps() if not step.bonus)


def table(outcomes: Outcomes) -> str:
    """The points as a table in Markdown."""
    lines = ["| step | function | visible checks | points |", "| --- | --- | --- | --- |"]
    for name, function in curriculum.functions().items():
        earned = f"{points(name, outcomes):g} / {function.points:g}" + (" (bonus)" if function.step.bonus else "")
        step = f"{function.step.number} {function.step.title}"
        lines.append(f"| {step} | `{name}` | {outcomes.get(name, NOT_ATTEMPTED)} | {earned} |")
    earned = f"{sum(points(name, outcomes) for name in outcomes):g} of {_total():g} points"
    return "\n".join([*lines, "", f"{earned} by the visible checks.", ""])


def _summarize(text: str) -> None:
    """Add to the summary page of the run, where there is one."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)


def main() -> int:
    """Run the checks, tell the points. Returns the exit code."""
    tally = Tally()
    code = pytest.main([str(curriculum.EXERCISES), *sys.argv[1:]], plugins=[tally])
    if code not in RAN:
        return int(code)
    text = table(tally.outcomes)
    print(f"\n{text}")
    _summarize(text)
    return int(any(outcome not in (PASSED, NOT_ATTEMPTED) for outcome in tally.outcomes.values()))


if __name__ == "__main__":
    sys.exit(main())
