"""The learner's side of the checks: runs their functions here, where a debugger can follow, and reports progress.

`exercises/conftest.py` makes a small pytest plugin of this. Hidden checks never run this way.
"""

import importlib
import linecache
import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.checks import copied, messages, pytest_support
from grader.checks.answer import (
    CRASHED,
    NOT_ATTEMPTED,
    OUTCOMES,
    PASSED,
    TIMED_OUT,
    WRONG,
    Answer,
    Error,
    LearnerFailed,
    WrongAnswer,
)
from grader.checks.failures import TookTooLong, failure_of, said_of
from grader.learning.bars import step_line
from grader.worker import wire
from grader.worker.observe import explain, observe

SECONDS = 5
LEARNS = "step6_training"


def see_it_learn() -> str:
    """What to do when all is right; a student's copy may end before there is a network to see."""
    there = any(step.module == LEARNS for step in curriculum.steps())
    return f"all right. See it learn:  python -m exercises.{LEARNS}" if there else "all right."


class Work:
    """The learner's modules in a folder `exercises`, called in this process."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.broken: dict[str, LearnerFailed] = {}  # by module
        self.stopped: dict[str, LearnerFailed] = {}  # by function

    def is_learners(self, filename: str) -> bool:
        path = Path(filename)
        return path.parent == self.folder and not path.name.startswith(("test_", "conftest"))

    def _module(self, name: str) -> Any:
        if name in self.broken:
            raise self.broken[name]
        if not (self.folder / f"{name}.py").exists():
            self.broken[name] = LearnerFailed(NOT_ATTEMPTED, f"there is no {name}.py in {self.folder.name}")
            raise self.broken[name]
        try:
            return importlib.import_module(f"{self.folder.name}.{name}")
        except (Exception, SystemExit) as error:
            told = self.explain(error)
            said = said_of(told, f"importing {name}.py")
            self.broken[name] = LearnerFailed(CRASHED, said, told)
            raise self.broken[name] from error
        except BaseException as error:
            if is_timeout(error):
                self.broken[name] = LearnerFailed(TIMED_OUT, self.where_it_was(error, f"importing {name}.py"))
            raise

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
        function = self.function(name)
        try:
            return Answer.from_message(observe(function, copied(arguments), wire.plain, echo=echo))
        except wire.WireError as error:
            told = self.explain(error)
            raise LearnerFailed(CRASHED, said_of(told, name), told) from None

    def ask_safely(self, name: str, arguments: tuple) -> Answer:
        """The same, with exceptions told as failures."""
        try:
            return self.ask(name, arguments, echo=False)
        except LearnerFailed:
            raise
        except Exception as error:
            raise failure_of(self.explain(error), name) from None

    def explain(self, error: BaseException) -> Error:
        return Error.from_message(explain(error, self.is_learners, linecache.getline))

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
            self.stopped[function] = LearnerFailed(TIMED_OUT, self.where_it_was(error, function))
            return self.stopped[function]
        told = self.explain(error)
        return failure_of(told, function) if told.line else error

    def place(self, function: curriculum.Function) -> str:
        """File and line of a function, as editors make a link of it."""
        file = self.folder / f"{function.step.module}.py"
        shown = f"{self.folder.name}/{file.name}"
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return shown
        found = re.search(rf"^(async )?def {function.name}\b", text, re.MULTILINE)
        return (
            f"{shown}:{text[: found.start()].count(chr(10)) + 1}"
            if found
            else f"{shown} (no def {function.name} in it)"
        )


def is_timeout(error: BaseException) -> bool:
    return isinstance(error, TookTooLong) or (type(error).__name__ == "Failed" and "pytest-timeout" in str(error))


class Progress:
    """What the visible checks found, function by function."""

    def __init__(self, work: Work):
        self.work = work
        self.course = False  # whether a step of the course itself is run
        self.outcomes: dict[str, list[str]] = {}
        self.beliefs: dict[str, Any] = {}
        self.messages: dict[str, str] = {}  # the first of each function
        self.expected: Counter[str] = Counter()  # how many checks each function has

    def expect(self, functions: Iterable[str]) -> None:
        """Note the function of every check that there is, those included that are not to run this time."""
        self.expected.update(functions)

    def consider(self, function: str, error: BaseException) -> None:
        """Look, once per function, for what the mistake may be; runs while the check's time is still counted."""
        if function in self.beliefs or not isinstance(error, Exception) or is_timeout(error):
            return
        if isinstance(error, (NotImplementedError, LearnerFailed)):
            return
        self.beliefs[function] = None
        from grader.diagnosis import believed

        self.beliefs[function] = believed(function, self.work.ask_safely)

    def record(self, function: str, error: BaseException | None) -> tuple[str, str]:
        """Note how a check ended. Returns the outcome and the message for it."""
        outcome = pytest_support.outcome_of(error)
        first = outcome not in self.outcomes.setdefault(function, [])
        self.outcomes[function].append(outcome)
        if error is None:
            return outcome, ""
        message = self._message(function, outcome, error, first)
        self.messages.setdefault(function, message)
        return outcome, message

    def _message(self, function: str, outcome: str, error: BaseException, first: bool) -> str:
        entry = curriculum.functions()[function]
        place = self.work.place(entry)
        if outcome == NOT_ATTEMPTED:
            return f"{messages.ascii_only(str(error))}: {place}"
        if not first and outcome in (TIMED_OUT, CRASHED):
            return messages.clip("The same again: " + str(error).splitlines()[0])
        if not first:
            return pytest_support.message_of(error)
        hint = entry.hints[0] if outcome == WRONG else ""
        return f"{pytest_support.message_of(error, self.beliefs.get(function), hint)}\n\n{place}"

    def choose(self, functions: set[str]) -> None:
        """Note which functions are to be checked."""
        self.course = any(not curriculum.functions()[name].step.bonus for name in functions)

    def is_beyond(self, function: str) -> bool:
        """Whether a function may stay unwritten: bonus, and not asked for by itself."""
        return self.course and curriculum.functions()[function].step.bonus

    def passed(self, function: str) -> bool:
        return set(self.outcomes[function]) == {"passed"}

    def results(self) -> dict[str, str]:
        """What came of each function: the worst of its checks, and "passed" only if none was left out."""
        worst = {name: max(outcomes, key=OUTCOMES.index) for name, outcomes in self.outcomes.items()}
        return {
            name: outcome
            for name, outcome in worst.items()
            if outcome != PASSED or 0 < self.expected[name] <= len(self.outcomes[name])
        }

    def told(self) -> dict[str, dict[str, str]]:
        """The same with the first message of each function, and what its mistake is believed to be."""
        beliefs = {name: belief.message for name, belief in self.beliefs.items() if belief}
        return {
            name: {"outcome": outcome, "message": self.messages.get(name, ""), "belief": beliefs.get(name, "")}
            for name, outcome in self.results().items()
        }

    def summary(self, plain: bool = False) -> list[str]:
        """Progress per step, those beyond the course apart, and what to do next."""
        lines: list[str] = []
        todo, beyond = [], False
        for step in curriculum.steps():
            run = [function for function in step.functions if function.name in self.outcomes]
            if not run:
                continue
            if step.bonus and lines and not beyond:
                lines += ["", "beyond, for bonus points"]
            beyond = step.bonus
            done = sum(self.passed(function.name) for function in run)
            lines.append(step_line(step, done, len(run), plain))
            todo += [function for function in run if not self.passed(function.name)]
        return lines + self._next(todo)

    def _next(self, todo: list[curriculum.Function]) -> list[str]:
        functions = curriculum.functions()
        if not todo:
            later = list(functions.values())
            later = later[max(later.index(f) for f in later if f.name in self.outcomes) + 1 :]
            if later:
                return ["", f"all right. Go on with {later[0].name}".ljust(34) + "  " + self.work.place(later[0])]
            return ["", see_it_learn()]
        function, last = todo[0], [f for f in functions.values() if not f.step.bonus][-1]
        wrong = set(self.outcomes[function.name]) - {NOT_ATTEMPTED, "passed"}
        lines = [""]
        if function.step.bonus and last.name in self.outcomes:
            lines += [see_it_learn(), ""]
        lines.append(f"next: {'look at' if wrong else 'write'} {function.name}".ljust(34) + self.work.place(function))
        return [*lines, "      check it with".ljust(34) + f"pytest exercises -k {function.name}"]

    def unwritten(self) -> list[str]:
        """A line for each function that is still to do; of bonus steps a number, while the course is not done."""
        todo = [f for f in curriculum.functions().values() if NOT_ATTEMPTED in self.outcomes.get(f.name, ())]
        course = any(not f.step.bonus for f in todo)
        named = [f for f in todo if not (course and f.step.bonus)]
        width = max([22, *(len(f.name) for f in named)])
        lines = [f"{f.step.number:2d} {f.step.title:<16} {f.name:<{width}} {self.work.place(f)}" for f in named]
        for step in curriculum.steps():
            count = sum(f.step is step for f in todo)
            if course and step.bonus and count:
                lines.append(f"{step.number:2d} {step.title:<16} {count} functions, for bonus points")
        return lines
