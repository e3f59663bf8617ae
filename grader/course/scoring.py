"""The points of a function inside the kernel, for nbgrader as it comes. Travels with the notebooks; holds no check.

The hidden cell brings questions and answers as numbers. What a learner's code prints or warns of does not matter here.
"""

import contextlib
import io
import warnings
from typing import Any

from grader.checks.answer import LearnerFailed
from grader.checks.compare import REFUSED, compare
from grader.checks.stored import from_text
from grader.course.notebook_check import Notebook


def _is_right(notebook: Notebook, name: str, arguments: tuple, expected: Any) -> bool:
    try:
        value = notebook.ask(name, arguments).value
    except LearnerFailed as failed:
        refused = failed.error is not None and "ValueError" in failed.error.bases
        return isinstance(expected, str) and expected == REFUSED and refused
    return compare(value, expected) is None


def score(name: str, points: float, namespace: dict[str, Any], questions: str) -> float:
    """The points that a function earns, as a plain float: nothing while it is wrong on ordinary input."""
    notebook = Notebook(namespace)
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        hidden = [_is_right(notebook, name, arguments, expected) for arguments, expected in from_text(questions)]
        visible = [failure is None for failure in notebook.failures(name, scored=True)]
    if not all(hidden[:1] or visible):
        return 0.0
    passed = hidden + visible
    return round(float(points) * sum(passed) / len(passed), 2)
