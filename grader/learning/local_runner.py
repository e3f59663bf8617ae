"""The learner's side of the checks: runs their functions here, where a debugger can follow.

`exercises/conftest.py` makes a small pytest plugin of this and of `progress`. Hidden checks never run this way.
"""

import importlib
import linecache
import re
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.checks.answer import CRASHED, NOT_ATTEMPTED, TIMED_OUT, Answer, Error, LearnerFailed, WrongAnswer
from grader.checks.calling import Code, error_of, observed
from grader.checks.failures import TookTooLong, failure_of, is_call_itself, said_of_import
from grader.checks.messages import ascii_only
from grader.learning import layout

SECONDS = 5


class Broken(LearnerFailed):
    """A module cannot be imported. module: the one to mend, which another one may import; line: where in it."""

    def __init__(self, outcome: str, detail: str, module: str, line: int | None = None, error: Error | None = None):
        super().__init__(outcome, detail, error)
        self.module, self.line = module, line


class Work:
    """The learner's modules in a folder `exercises`, called in this process.

    standing: the folder from which files and commands are named; the folder of the kit, if it is not given.
    """

    def __init__(self, folder: Path, standing: Path | None = None):
        self.folder, self.standing = folder, standing or folder.parent
        self.modules: dict[str, Any] = {}
        self.broken: dict[str, LearnerFailed] = {}  # by module
        self.stopped: dict[str, LearnerFailed] = {}  # by function
        self._known: dict[str, bool] = {}  # whether a file is the learner's
        self._texts: dict[str, str] = {}  # by module, as it was when it was first asked for
        self.code = Code(self.is_learners, linecache.getline)

    def is_learners(self, filename: str) -> bool:
        if filename not in self._known:
            path = Path(filename)
            self._known[filename] = path.parent == self.folder and not path.name.startswith(("test_", "conftest"))
        return self._known[filename]

    def _module(self, name: str) -> Any:
        if name in self.modules:
            return self.modules[name]
        if name in self.broken:
            raise self.broken[name]
        if not (self.folder / f"{name}.py").exists():
            self.broken[name] = LearnerFailed(NOT_ATTEMPTED, f"there is no {name}.py in {self.folder.name}")
            raise self.broken[name]
        try:
            self.modules[name] = importlib.import_module(f"{self.folder.name}.{name}")
            return self.modules[name]
        except (Exception, SystemExit) as error:
            self.broken[name] = self._broken(name, error)
            raise self.broken[name] from error
        except BaseException as error:
            if is_timeout(error):
                self.broken[name] = Broken(TIMED_OUT, self.where_it_was(error, f"importing {name}.py"), name)
            raise

    def _broken(self, name: str, error: BaseException) -> LearnerFailed:
        """Why a module cannot be imported: its own fault, or that of another step that it imports."""
        told = self.explain(error)
        if isinstance(error, SyntaxError) and self.is_learners(error.filename or ""):
            told = replace(
                told, file=Path(str(error.filename)).name, line=error.lineno, text=(error.text or "").strip()
            )
        stem = Path(told.file or "").stem
        module = stem if any(step.module == stem for step in curriculum.steps()) else name
        if module not in self.broken:
            said = said_of_import(told, module) + about_missing(error)
            self.broken[module] = Broken(CRASHED, said, module, told.line, told)
        return self.broken[module]

    def function(self, name: str) -> Callable[..., Any]:
        """The learner's function itself. Raises LearnerFailed where there is none."""
        module = curriculum.functions()[name].step.module
        function = getattr(self._module(module), name, None)
        if not callable(function):
            raise LearnerFailed(NOT_ATTEMPTED, f"there is no function {name} in {module}.py any more")
        return function

    def ask(self, name: str, arguments: tuple, echo: bool = True) -> Answer:
        """Call the learner's function; its exceptions pass, so that a debugger can stop where they arose."""
        if name in self.stopped:
            raise self.stopped[name]
        return observed(self.function(name), name, arguments, self.code, echo)

    def ask_safely(self, name: str, arguments: tuple) -> Answer:
        """The same, with exceptions told as failures."""
        try:
            return self.ask(name, arguments, echo=False)
        except LearnerFailed:
            raise
        except (Exception, SystemExit) as error:
            raise failure_of(self.explain(error), name) from None

    def explain(self, error: BaseException) -> Error:
        return error_of(error, self.code)

    def where_it_was(self, error: BaseException, doing: str) -> str:
        """What to tell of a call that was stopped: the line that it was at."""
        frames = [f for f in traceback.extract_tb(error.__traceback__) if self.is_learners(f.filename)]
        at = (
            f"\nIt was at line {frames[-1].lineno} of {Path(frames[-1].filename).name}:  {frames[-1].line}"
            if frames
            else ""
        )
        return f"{doing} did not end within the time allowed. Is there a loop that never ends?{at}"

    def failure(self, error: BaseException, function: str) -> BaseException:
        """An exception in a check, as what it says about the learner's function."""
        if isinstance(error, (WrongAnswer, LearnerFailed)):
            return error
        if is_timeout(error):
            if broken := self.broken.get(curriculum.functions()[function].step.module):
                return broken
            self.stopped[function] = LearnerFailed(TIMED_OUT, self.where_it_was(error, function))
            return self.stopped[function]
        told = self.explain(error)
        if not told.line and not is_call_itself(error):
            return error
        return failure_of(told, function)

    def text(self, step: curriculum.Step) -> str:
        """What stands in the module of a step; "" where it cannot be read."""
        if step.module not in self._texts:
            try:
                found = (self.folder / f"{step.module}.py").read_text(encoding="utf-8", errors="replace")
            except OSError:
                found = ""
            self._texts[step.module] = found
        return self._texts[step.module]

    def source(self, function: str) -> str:
        """The text of the module in which a function stands; "" where it cannot be read."""
        return self.text(curriculum.functions()[function].step)

    @cached_property
    def stops_to_debug(self) -> bool:
        """Whether a line of the learner's calls a debugger, which needs pytest's own care of input and output."""
        return any(re.search(r"\b(breakpoint|set_trace)\(", self.text(step)) for step in curriculum.steps())

    def is_stub(self, function: curriculum.Function) -> bool:
        """Whether a function is as it was handed out, by its text alone: perhaps it cannot be run."""
        return f'NotImplementedError("write {function.name} in ' in self.text(function.step)

    def shown(self, path: Path) -> str:
        """A path as it is written where the learner stands."""
        return ascii_only(layout.path_from(self.standing, path))

    def command(self, function: str) -> str:
        """What runs the checks of a function, typed where the learner stands."""
        return layout.check_command(function, self.folder, self.standing)

    def place(self, function: curriculum.Function) -> str:
        """File and line of a function, as editors make a link of it."""
        shown, text = self.shown(self.folder / f"{function.step.module}.py"), self.text(function.step)
        if not text:
            return shown
        found = re.search(rf"^(async )?def {function.name}\b", text, re.MULTILINE)
        return (
            f"{shown}:{text[: found.start()].count(chr(10)) + 1}"
            if found
            else f"{shown} (no def {function.name} in it)"
        )


def about_missing(error: BaseException) -> str:
    """What to say, in a line of its own, where a module is imported that is not there."""
    if not isinstance(error, ModuleNotFoundError) or not error.name or error.name.startswith("exercises"):
        return ""
    if any(step.module == error.name for step in curriculum.steps()):
        return f"\nWrite it with its folder:  from exercises.{error.name} import ..."
    return "\nCan you do without it? NumPy is enough for every step."


def is_timeout(error: BaseException) -> bool:
    return isinstance(error, TookTooLong) or (type(error).__name__ == "Failed" and "pytest-timeout" in str(error))
