"""`check("sigmoid")` in a notebook: the visible checks, with the messages of `pytest exercises`.

This folder travels with the notebooks. It holds checks, numbers and words, and nothing to be edited.
"""

import contextlib
import importlib
import linecache
import os
import sys
import types
from typing import Any

from grader import curriculum
from grader.checks import messages
from grader.checks.answer import CRASHED, NOT_ATTEMPTED, TIMED_OUT, WRONG, Answer, Error, LearnerFailed
from grader.checks.assertions import Learner
from grader.checks.calling import Code, error_of, observed
from grader.checks.failures import TookTooLong, failure_of, interrupt_after
from grader.diagnosis import believed, definition
from grader.diagnosis.source import text_with

SECONDS = 5.0


class Notebook:
    """The learner's functions, as they stand in the notebook at this moment."""

    def __init__(self, namespace: dict[str, Any]):
        self.namespace = namespace
        self.stopped: dict[str, LearnerFailed] = {}

    def _cells(self) -> dict[str, str]:
        """The files that IPython keeps cells in, and what to call them."""
        names: dict[str, str] = {}
        given = list(self.namespace.items())
        inner = [item for _, value in given if isinstance(value, type) for item in list(vars(value).items())]
        for name, value in (*given, *inner):
            if isinstance(value, types.FunctionType) and value.__globals__ is self.namespace:
                file = value.__code__.co_filename
                if name in curriculum.functions() or file not in names:
                    names[file] = f"cell {name}"
        return names

    def _code(self) -> Code:
        cells = self._cells()
        return Code(lambda file: file in cells, linecache.getline)

    def _told(self, error: BaseException) -> Error:
        found, cells = error_of(error, self._code()), self._cells()
        for file, name in cells.items():
            if found.file and os.path.basename(file) == found.file:
                return Error(**{**vars(found), "file": name})
        return found

    def sources(self) -> list[str]:
        """The cells in which functions stand, as text."""
        return ["".join(linecache.getlines(file)) for file in self._cells()]

    def ask(self, name: str, arguments: tuple) -> Answer:
        """Call a function of the learner's. Raises LearnerFailed where no answer comes."""
        if name in self.stopped:
            raise self.stopped[name]
        function = self.namespace.get(name)
        if not callable(function):
            raise LearnerFailed(NOT_ATTEMPTED, f"there is no {name} yet: run the cell in which it stands")
        cancel = interrupt_after(SECONDS, lambda: False)
        try:
            return observed(function, name, arguments, self._code())
        except TookTooLong:
            said = f"{name} did not end within {SECONDS:g} seconds. Is there a loop that never ends?"
            self.stopped[name] = LearnerFailed(TIMED_OUT, said)
            raise self.stopped[name] from None
        except LearnerFailed:
            raise
        except Exception as error:
            raise failure_of(self._told(error), name) from None
        finally:
            cancel()

    def failures(self, name: str, scored: bool = False) -> list[BaseException | None]:
        """What each visible check of a function says: None where it passes. scored: only those that have points."""
        found: list[BaseException | None] = []
        for check in _checks_of(name):
            if scored and not check.share:
                continue
            try:
                check(Learner(self.ask))
            except Exception as error:
                found.append(error)
            else:
                found.append(None)
        return found


def _checks_of(name: str) -> list[Any]:
    """The visible checks of a function, in their order."""
    module = importlib.import_module(f"{__package__}.{curriculum.functions()[name].step.module}")
    return [check for check in vars(module).values() if getattr(check, "checked", None) == name]


def verdict(name: str, notebook: Notebook) -> str:
    """What to tell about a function."""
    failures = notebook.failures(name)
    wrong = [error for error in failures if error]
    if not wrong:
        return f"{name}: all {len(failures)} checks pass."
    outcome = messages.outcome_of(wrong[0])
    if outcome == NOT_ATTEMPTED:
        if definition.is_missing(wrong[0]) and (found := definition.missing(name, notebook.sources())):
            return messages.with_belief("", found)
        return f"{name} is to do. Write it in its cell, run that cell, and then this one again."
    text = text_with(name, notebook.sources())
    belief = believed(name, notebook.ask, text) if outcome in (WRONG, CRASHED) else None
    hint = curriculum.functions()[name].way if outcome == WRONG else ""
    count = f"{name}: {failures.count(None)} of {len(failures)} checks pass. The first that does not:"
    return f"{count}\n\n{messages.message_of(wrong[0], belief, hint)}"


def check(name: str) -> None:
    """Run the visible checks of a function of yours, say what they find, and draw the function where that helps."""
    if name not in curriculum.functions():
        print(f"there is no function {name!r} to check; there are {', '.join(curriculum.functions())}")
        return
    notebook = Notebook(sys._getframe(1).f_globals)
    with contextlib.redirect_stderr(sys.stdout):  # what goes to stderr would cost points where nbgrader sees it
        said = verdict(name, notebook)
    print(said)
    if "NBGRADER_EXECUTION" not in os.environ:
        importlib.import_module(f"{__package__}.drawing").show(name, notebook.ask)


def earlier(path: str) -> None:
    """Fetch the functions that you have written in an earlier notebook."""
    fetch = importlib.import_module(f"{__package__}.fetching").fetch
    print(fetch(path, sys._getframe(1).f_globals))


__all__ = ["Notebook", "check", "earlier", "verdict"]
