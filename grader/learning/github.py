"""`python -m grader.learning.github`: the visible checks in a workflow of GitHub, with the points that they stand for.

A function earns its points when all of its visible checks pass; hidden checks know more. The table goes to the summary
page of the run. The output `result` is what classroom-resources/autograding-grading-reporter takes from a grader.
Exits 0 when the checks have been run, whatever they say: the reporter turns the run red.
"""

import base64
import json
import os
import sys
from typing import Any

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


def result(outcomes: Outcomes) -> dict[str, Any]:
    """The points as GitHub Classroom takes them. A bonus function that is not written is no failure."""
    tests = []
    for name, function in curriculum.functions().items():
        outcome = outcomes.get(name, NOT_ATTEMPTED)
        if outcome == NOT_ATTEMPTED and function.step.bonus:
            continue
        status = "pass" if outcome == PASSED else "fail"
        message = None if outcome == PASSED else outcome
        tests.append({"name": name, "status": status, "score": points(name, outcomes), "message": message})
    status = "pass" if all(test["status"] == "pass" for test in tests) else "fail"
    return {"version": 1, "status": status, "max_score": _total(), "tests": tests}


def table(outcomes: Outcomes) -> str:
    """The points as a table in Markdown."""
    lines = ["| step | function | visible checks | points |", "| --- | --- | --- | --- |"]
    for name, function in curriculum.functions().items():
        earned = f"{points(name, outcomes):g} / {function.points:g}" + (" (bonus)" if function.step.bonus else "")
        step = f"{function.step.number} {function.step.title}"
        lines.append(f"| {step} | `{name}` | {outcomes.get(name, NOT_ATTEMPTED)} | {earned} |")
    earned = f"{sum(points(name, outcomes) for name in outcomes):g} of {_total():g} points"
    return "\n".join([*lines, "", f"{earned} by the visible checks.", ""])


def _append(variable: str, text: str) -> None:
    """Add to a file that GitHub names, where there is one."""
    if path := os.environ.get(variable):
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
    _append("GITHUB_STEP_SUMMARY", text)
    encoded = base64.b64encode(json.dumps(result(tally.outcomes)).encode()).decode()
    _append("GITHUB_OUTPUT", f"result={encoded}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
