"""What the visible checks found, function by function, and what it adds up to with what is remembered."""

import textwrap
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import grader
from grader import curriculum
from grader.checks import messages, pytest_support
from grader.checks.answer import (
    CRASHED,
    NOT_ATTEMPTED,
    OUTCOMES,
    PASSED,
    TIMED_OUT,
    WRONG,
    LearnerFailed,
)
from grader.checks.calling import error_of
from grader.checks.compare import REFUSED
from grader.curriculum import Function, Step
from grader.learning import layout
from grader.learning.bars import step_line
from grader.learning.history import History, changed_since
from grader.learning.local_runner import Broken, Work, is_timeout

AGAIN = "The same again: "
DEFINITION = "definition"  # the id of what is said of a def that does not fit
NOT_RUN = "not run"  # of a check whose module cannot be imported, when that has been said once


def sees() -> bool:
    """Whether this kit has the command `see`."""
    return (Path(str(grader.__file__)).parent / "seeing").is_dir()


def told_of(step: Step) -> tuple[str, list[tuple[str, str]]]:
    """What to say of a step that is finished, and what there is to see then, with the command for each."""
    if not sees():
        return "", []
    from grader import seeing

    return seeing.card(step), seeing.ways(step)


def same_crash(error: BaseException) -> tuple:
    """What two crashes must share to be the same: the exception, and the learner's line."""
    told = error.error if isinstance(error, LearnerFailed) else None
    return (told.type, told.file, told.line) if told else (type(error).__name__, None, None)


def folded(reports: list[Any]) -> tuple[list[Any], list[Any]]:
    """Reports to show, and those that would say the same a third time; the second says how many they are."""
    shown: list[Any] = []
    same: dict[str, list[Any]] = {}
    for report in reports:
        text = report.longrepr if isinstance(report.longrepr, str) else ""
        group = same.setdefault(text, []) if text.startswith(AGAIN) else []
        group.append(report)
        if len(group) == 1:
            shown.append(report)
    for first, *others in same.values():
        if others:
            more = "1 more check ends" if len(others) == 1 else f"{len(others)} more checks end"
            first.longrepr += f"\nand {more} the same way"
    return shown, [report for _, *others in same.values() for report in others]


class Progress:
    """The outcomes of one run, their messages, and the summary below them."""

    def __init__(self, work: Work, past: History | None = None):
        self.work, self.past = work, past or History()
        self.course = False  # whether a step of the course itself is run
        self.outcomes: dict[str, list[str]] = {}
        self.beliefs: dict[str, Any] = {}
        self.told_beliefs: set[str] = set()
        self.crashes: dict[str, Counter[tuple]] = {}  # of each function: how many checks ended in the same line
        self.messages: dict[str, str] = {}  # the first of each function
        self.expected: Counter[str] = Counter()  # how many checks each function has
        self.blocked: dict[str, Broken] = {}  # functions that could not be called
        self.said: set[str] = set()  # modules of which it is told why they cannot be imported

    def expect(self, functions: Iterable[str]) -> None:
        """Note the function of every check that there is, those included that are not to run this time."""
        self.expected.update(functions)

    def consider(self, function: str, error: BaseException) -> None:
        """Look, once per function, for what the mistake may be; runs while the check's time is still counted."""
        if function in self.beliefs or isinstance(error, NotImplementedError):
            return
        if not isinstance(error, Exception) or is_timeout(error):
            return
        from grader.diagnosis import believed, definition

        if definition.is_missing(error):
            self.beliefs[function] = definition.missing(function, [self.work.source(function)])
        if isinstance(error, LearnerFailed):
            return
        self.beliefs[function] = None
        belief = believed(function, self.work.ask_safely, self.work.source(function))
        if belief is None and pytest_support.outcome_of(error) == CRASHED:
            belief = self._of_crash(error)
        self.beliefs[function] = belief

    def _of_crash(self, error: BaseException) -> Any:
        """What an exception means, whatever else may be wrong."""
        from grader.diagnosis import of_crash

        return of_crash(error_of(error, self.work.code))

    def record(self, function: str, error: BaseException | None) -> tuple[str, str]:
        """Note how a check ended. Returns the outcome and the message for it."""
        if isinstance(error, Broken):
            return self._block(function, error)
        outcome = pytest_support.outcome_of(error)
        self.outcomes.setdefault(function, []).append(outcome)
        if error is None:
            return outcome, ""
        message = self._message(function, outcome, error)
        self.messages.setdefault(function, message)
        return outcome, message

    def _block(self, function: str, broken: Broken) -> tuple[str, str]:
        """Note a check whose module cannot be imported: told once for the module to mend, and no try at all."""
        entry = curriculum.functions()[function]
        self.blocked[function] = broken
        unwritten = self.work.is_stub(entry)
        if broken.module not in self.said and (broken.module == entry.step.module or not unwritten):
            self.said.add(broken.module)
            return broken.outcome, self._trouble(broken)
        if unwritten:
            self.outcomes.setdefault(function, []).append(NOT_ATTEMPTED)
            return NOT_ATTEMPTED, f"{function} is not written yet: {self.work.place(entry)}"
        return NOT_RUN, ""

    def _place_of(self, broken: Broken) -> str:
        file = self.work.shown(self.work.folder / f"{broken.module}.py")
        return f"{file}:{broken.line}" if broken.line else file

    def _trouble(self, broken: Broken) -> str:
        return f"{messages.message_of(broken)}\n\n{self._place_of(broken)}"

    def _message(self, function: str, outcome: str, error: BaseException) -> str:
        """What to tell of a check: what the mistake may be is told once, and of the same crash only that it is one."""
        entry = curriculum.functions()[function]
        belief = None if function in self.told_beliefs else self.beliefs.get(function)
        if outcome == NOT_ATTEMPTED and not belief:
            return f"{messages.ascii_only(str(error))}: {self.work.place(entry)}"
        if self._is_again(function, outcome, error, belief):
            return messages.clip(AGAIN + (str(error).splitlines() or [""])[0])
        if belief and belief.of_values and outcome == CRASHED:  # it is told where a value is wrong
            belief = self._of_crash(error)
            return f"{pytest_support.message_of(error, belief)}\n\n{self._place(entry, error, belief)}"
        first = function not in self.told_beliefs and outcome not in self.outcomes[function][:-1]
        if belief:
            self.told_beliefs.add(function)
        hint = entry.way if outcome == WRONG and first and REFUSED not in str(error) else ""  # about values
        return f"{pytest_support.message_of(error, belief, hint)}\n\n{self._place(entry, error, belief)}"

    def _is_again(self, function: str, outcome: str, error: BaseException, belief: Any) -> bool:
        """Whether the same has been told of the function: the same exception at the same line, or another timeout."""
        if outcome not in (TIMED_OUT, CRASHED, NOT_ATTEMPTED):
            return False
        key = same_crash(error)
        seen = self.crashes.setdefault(function, Counter())
        seen[key] += 1
        if belief and belief.call:
            if belief.id != DEFINITION and belief.place != f"{key[1]}:{key[2]}":
                seen[key] = 0  # another call is told in its place, so that this one has not been seen
            return False
        return seen[key] > 1

    def _place(self, function: Function, error: BaseException, belief: Any) -> str:
        """The learner's line where it went wrong, where one is known; else where the function stands."""
        told = error.error if isinstance(error, LearnerFailed) and not belief else None
        place = belief.place if belief else f"{told.file}:{told.line}" if told and told.file and told.line else ""
        file, _, line = place.partition(":")
        if file and (self.work.folder / file).exists():
            return f"{self.work.shown(self.work.folder / file)}:{line}"
        return self.work.place(function)

    def choose(self, functions: set[str]) -> None:
        """Note which functions are to be checked."""
        self.course = any(not curriculum.functions()[name].step.bonus for name in functions)

    def is_beyond(self, function: str) -> bool:
        """Whether a function may stay unwritten: bonus, and not asked for by itself."""
        return self.course and curriculum.functions()[function].step.bonus

    def results(self) -> dict[str, str]:
        """What came of each function: the worst of its checks, and "passed" only if none was left out."""
        worst = {name: max(outcomes, key=OUTCOMES.index) for name, outcomes in self.outcomes.items()}
        return {
            name: outcome
            for name, outcome in worst.items()
            if outcome != PASSED or 0 < self.expected[name] <= len(self.outcomes[name])
        }

    def told(self) -> dict[str, dict[str, str]]:
        """The same with the first message of each function, its place, and what its mistake is believed to be.

        Here, functions that could not be called have the outcome and the message of the module to mend.
        """
        beliefs = {name: belief.message for name, belief in self.beliefs.items() if belief}
        places = {name: self.work.place(curriculum.functions()[name]) for name in self.messages}
        told = {"message": self.messages, "belief": beliefs, "place": places}
        found = {
            name: {"outcome": outcome, **{what: texts.get(name, "") for what, texts in told.items()}}
            for name, outcome in self.results().items()
        }
        for name, broken in self.blocked.items():
            trouble = {"outcome": broken.outcome, "message": self._trouble(broken), "place": self._place_of(broken)}
            found.setdefault(name, {**trouble, "belief": ""})
        return found

    def known(self) -> dict[str, str]:
        """The last outcome of each function that was ever run: of this run, or else as it is remembered."""
        found = {name: past.outcome for name, past in self.past.functions.items()} | self.results()
        for name, broken in self.blocked.items():
            if curriculum.functions()[name].step.module == broken.module and name not in self.outcomes:
                found[name] = broken.outcome
        return found

    def _ran(self, step: Step) -> bool:
        return any(function.name in self.outcomes or function.name in self.blocked for function in step.functions)

    def summary(self, plain: bool = False) -> list[str]:
        """Progress of the whole network, the steps beyond the course apart, and what to do next."""
        lines: list[str] = []
        known, beyond = self.known(), False
        for step in curriculum.steps():
            if step.bonus and not self._ran(step) and not any(self.past.of(f).begun for f in step.functions):
                continue
            if step.bonus and lines and not beyond:
                lines += ["", "beyond, for bonus points"]
            beyond = step.bonus
            done = sum(known.get(function.name) == PASSED for function in step.functions)
            lines.append(step_line(step, done, len(step.functions), plain))
        return [*lines, *self._troubles(), *self._changed(), *self._next(known)]

    def _troubles(self) -> list[str]:
        """A line for each module that cannot be imported, and the steps that were not checked because of it."""
        lines = []
        for broken in dict.fromkeys(self.blocked.values()):
            step = curriculum.find_step(broken.module)
            line = f": line {broken.line} of {broken.module}.py" if broken.line else f", see {broken.module}.py"
            blocked = [curriculum.functions()[name].step for name, found in self.blocked.items() if found is broken]
            others = [str(other.number) for other in dict.fromkeys(blocked) if other is not step]
            because = f" (so {'step' if len(others) == 1 else 'steps'} {', '.join(others)} could not be run)"
            lines += ["", f"step {step.number} cannot be imported{line}{because if others else ''}"]
        return lines

    def _changed(self) -> list[str]:
        """Modules that this run left out, and that were saved after their checks last ran."""
        ran = {step.module for step in curriculum.steps() if self._ran(step)}
        changed = [name for name in changed_since(self.past, self.work.folder) if name.removesuffix(".py") not in ran]
        return ["", f"changed since the checks last ran: {', '.join(changed)}"] if changed else []

    def _finished(self, known: dict[str, str]) -> list[str]:
        """Lines on steps that are right since this run, and how to see the network that they make."""
        new: list[Step] = []
        finales: list[tuple[str, str]] = []
        whole = True
        for step in curriculum.steps():
            right = all(known.get(function.name) == PASSED for function in step.functions)
            whole = whole and right
            if right and self._ran(step):
                if not all(self.past.is_right(function) for function in step.functions):
                    new.append(step)
                if step.finale and whole:
                    finales.append((f"see how {step.finale}:", f"python -m {self.work.folder.name}.{step.module}"))
        if not new:
            return ["", *layout.columns(*finales)] if finales else []
        said, ways = told_of(new[-1])
        if len(new) > 1 or not said:
            numbers = ", ".join(str(step.number) for step in new)
            said = f"steps {numbers} are right." if len(new) > 1 else f"step {numbers} is right."
        return ["", *layout.fitted(said).split("\n"), *layout.columns(*ways[:2], *finales, *ways[2:])]

    def _next(self, known: dict[str, str]) -> list[str]:
        lines = self._finished(known)
        todo = [function for function in curriculum.functions().values() if known.get(function.name) != PASSED]
        if not todo:
            return [*lines, "", "all right."]
        wrong = [f for f in todo if known.get(f.name, NOT_ATTEMPTED) != NOT_ATTEMPTED]
        unknown = [f for f in todo if self._verb(f, known) == "check"]  # perhaps they are right
        function = wrong[0] if wrong and todo[0] in unknown else todo[0]
        broken = next((found for found in self.blocked.values() if found.module == function.step.module), None)
        if broken:
            what, place = f"mend {broken.module}.py", self._place_of(broken)
        else:
            what, place = f"{self._verb(function, known)} {function.name}", self.work.place(function)
        check = ("      check it with", self.work.command(function.name))
        return [*lines, "", *layout.columns((f"next: {what}", place), check)]

    def _verb(self, function: Function, known: dict[str, str]) -> str:
        if function.name not in known:  # never run
            return "write" if self.work.is_stub(function) or not self.work.text(function.step) else "check"
        return "write" if known[function.name] == NOT_ATTEMPTED else "look at"

    def unwritten(self) -> list[str]:
        """A line for each function that is still to do; of bonus steps a number, while the course is not done."""
        todo = [f for f in curriculum.functions().values() if NOT_ATTEMPTED in self.outcomes.get(f.name, ())]
        course = any(not f.step.bonus for f in todo)
        named = [f for f in todo if not (course and f.step.bonus)]
        width = max([22, *(len(f.name) for f in named)])
        titles = 16 if layout.width() >= 80 else 0
        lines = []
        for f in named:
            lines.append(f"{f.step.number:2d} {f.step.title[:titles]:<{titles}} {f.name:<{width}} {self.work.place(f)}")
            if belief := self.beliefs.get(f.name):  # something stands in its place
                lines += [f"     {line}" for line in textwrap.wrap(messages.ascii_only(belief.message), 90)]
        for step in curriculum.steps():
            count = sum(f.step is step for f in todo)
            if course and step.bonus and count:
                lines.append(f"{step.number:2d} {step.title:<16} {count} functions, for bonus points")
        return lines
