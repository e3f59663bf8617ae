"""One sentence about a report: what stands out, and what to do first. From the data of `report.json` alone."""

import textwrap
from typing import Any

from grader import curriculum
from grader.checks.answer import CRASHED, GRADER_ERROR, NOT_ATTEMPTED, PASSED, TIMED_OUT
from grader.examination.report import points

LONGEST = 160  # of what is repeated of a message, in characters
Report = dict[str, Any]  # the data of a report.json
Result = dict[str, Any]  # one of its functions


def counted(report: Report) -> list[Result]:
    """The functions that a report is about: without bonus steps of which nothing is attempted, beside the course."""
    results = report["functions"]
    bonus = {step.number for step in curriculum.steps() if step.bonus}
    touched = {result["step"] for result in results if result["outcome"] != NOT_ATTEMPTED}
    course = [result for result in results if result["step"] not in bonus]
    return [result for result in results if result["step"] not in bonus - touched] if course else results


def scored(report: Report) -> str:
    """The points, with bonus points behind them where there are any: "75", "100 + 12.5"."""
    return points(report["score"]) + (f" + {points(report['bonus'])}" if report["bonus"] else "")


def first_words(report: Report) -> str:
    """What a student should read first."""
    results = counted(report)
    failed = [result["function"] for result in results if result["outcome"] == GRADER_ERROR]
    if failed:
        return f"The grader itself failed on {_listed(failed)}, which is no fault of yours: please tell your teacher."
    if all(result["outcome"] == NOT_ATTEMPTED and not result["diagnosis"] for result in results):
        return _nothing_yet(report)
    right = sum(result["outcome"] == PASSED for result in results)
    if right == len(results):
        ends = ", and your own network learns XOR: well done." if report["network"]["outcome"] == "learns" else "."
        return f"All {len(results)} functions are right{ends}" if right > 1 else f"This function is right{ends}"
    so_far = f"{right} of {len(results)} functions are right" if right else "No function is right yet"
    tried = [r for r in results if r["outcome"] != PASSED and (r["outcome"] != NOT_ATTEMPTED or r["diagnosis"])]
    if not tried:
        following = next(result for result in results if result["outcome"] == NOT_ATTEMPTED)
        return f"{so_far}, which is all that you have written: go on with {_place(following)}."
    first = min(tried, key=lambda result: result["score"] > 0)  # what earns nothing comes before what lacks a part
    return f"{so_far}; begin with {_place(first)}: {_why(first)}"


def _nothing_yet(report: Report) -> str:
    first = report["functions"][0]["function"] if report["functions"] else next(iter(curriculum.functions()))
    module = curriculum.functions()[first].step.module
    if any("no step module" in problem for problem in report["problems"]):
        return f"No step module was found in what you handed in: is {module}.py in it, under this name?"
    return f"No function is written yet: begin with {first} in {module}.py."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _place(result: Result) -> str:
    return f"{result['function']} (step {result['step']}, {points(result['max_score'])} points)"


def _why(result: Result) -> str:
    if result["outcome"] == TIMED_OUT:
        return "it does not come to an end."
    if diagnosis := result["diagnosis"]:
        known = f"its answers are those of a function that {diagnosis['short']}."
        return known if diagnosis["known"] else diagnosis["said"]
    if result["outcome"] == CRASHED and (said := worst(result)["said"]):
        return f"{textwrap.shorten(said, LONGEST, placeholder='...').rstrip('.')}."
    return "its answers are not all right yet."


def worst(result: Result) -> dict[str, str]:
    """The first of the checks that came out worst."""
    return next(check for check in result["checks"] if check["outcome"] == result["outcome"])


def message_of(result: Result) -> str:
    """What is told about the worst check of a function; "" where none ran."""
    return worst(result)["message"] if result["checks"] else ""


def lines_of(diagnosis: dict[str, Any]) -> list[str]:
    """A diagnosis in lines: the sentence that names the mistake, the evidence, what else there is to say."""
    call = diagnosis.get("call", "").splitlines()
    return [part for part in (diagnosis["said"], *call, *diagnosis["table"], diagnosis["ask"]) if part]
