"""Hands modules to a worker, and understands what it says of the lines at their top that it passed over.

A module that does not come to an end, or ends its worker, is loaded once more with care in another one: without the
lines that may not end. Nothing of what a worker says is trusted: not its types, and not its length.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.answer import CRASHED, TIMED_OUT, Error, LearnerFailed, NotUnderstood
from grader.checks.failures import said_of_import
from grader.examination.worker_client import Worker, WorkerFailed
from grader.submissions.submission import Submission

MAX_LINES = 20  # that are taken in
NAMED = 3  # lines in one remark
LONGEST = 60  # characters of a line in a remark


@dataclass(frozen=True)
class PassedOver:
    """A line at the top of a module that could not be run. error: what it raised, None where it was not tried."""

    file: str
    line: int
    text: str
    error: Error | None = None


def learners_module(submission: Submission, module: str) -> dict[str, Any]:
    """A learner's module as the worker takes it."""
    source = np.frombuffer(submission.sources[module].encode("utf-8", "replace"), dtype=np.uint8)
    ending = "ipynb" if module in submission.notebooks else "py"
    return {"name": module, "source": source, "filename": f"{module}.{ending}"}


class Unfinished(LearnerFailed):
    """A module did not come to an end, or ended its worker."""


def load(
    worker: Worker, modules: list[dict], run: list[str], seconds: float, careful: bool = False
) -> list[PassedOver]:
    """Hand modules to a worker and run them. Raises LearnerFailed; Unfinished where it may help to be careful."""
    try:
        reply = worker.request({"do": "load", "modules": modules, "run": run, "careful": careful}, seconds)
    except WorkerFailed as failed:
        said = f"{run[-1]}.py cannot be imported: {failed.detail}"
        raise Unfinished(TIMED_OUT if failed.kind == "timed out" else CRASHED, said) from None
    if "error" not in reply:
        return _understood(reply.get("passed_over"), {module["filename"] for module in modules})
    try:
        error = Error.from_message(reply["error"])
    except NotUnderstood:
        raise LearnerFailed(CRASHED, f"{run[-1]}.py cannot be imported") from None
    raise LearnerFailed(CRASHED, said_of_import(error, run[-1]), error)


def _understood(told: Any, files: set[str]) -> list[PassedOver]:
    found = []
    for one in told[:MAX_LINES] if type(told) is list else []:
        try:
            file, line, text, error = one["file"], one["line"], one["text"], one["error"]
            if file in files and type(line) is int and 0 < line < 1_000_000 and type(text) is str:
                error = None if error is None else Error.from_message(error)
                found.append(PassedOver(file, line, text[:LONGEST], error))
        except (LookupError, TypeError, ValueError):  # what is no such line is not told
            continue
    return found


def load_with_care(
    new_worker: Callable[[], Worker],
    modules: list[dict],
    run: list[str],
    seconds: float,
    careful: bool = False,
    first: LearnerFailed | None = None,
) -> tuple[Worker, list[PassedOver], LearnerFailed | None]:
    """A worker in which the modules are loaded, careful from the start or where that is needed. Raises LearnerFailed.

    first: why a try that was not careful has failed already. Returns: the worker; the lines that were passed over; why
    it had to be careful, or None.
    """
    if not careful and not first:
        worker = new_worker()
        try:
            return worker, load(worker, modules, run, seconds), None
        except Unfinished as failed:
            first = failed
    worker = new_worker()
    try:
        return worker, load(worker, modules, run, seconds, careful=True), first
    except LearnerFailed as failed:
        raise first or failed from None


def remark(lines: Iterable[PassedOver], why: LearnerFailed | None) -> str:
    """What to say of the lines of a module that were passed over; "" where there are none."""
    found = list(lines)
    if not found:
        return ""
    named = [f"{one.line} ({one.text}{f': {one.error.type}' if one.error else ''})" for one in found[:NAMED]]
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    word = f"line{'s' * (len(found) > 1)} {', '.join(named)}{more}"
    if why:
        ends = "does not come to an end" if why.outcome == TIMED_OUT else "ends the program"
        return f"{found[0].file}: it {ends} while it is read, so {word} {_was(found)} passed over while grading"
    return f"{found[0].file}: {word} could not be run while grading and {_was(found)} passed over"


def _was(found: list[PassedOver]) -> str:
    return "were" if len(found) > 1 else "was"


def blamed(lines: list[PassedOver], why: LearnerFailed | None, module: str) -> LearnerFailed | None:
    """What to say of a function that is not there, in a module of which lines were passed over."""
    error = next((one.error for one in lines if one.error), None)
    if why or error is None:
        return why
    return LearnerFailed(CRASHED, said_of_import(error, module), error)
