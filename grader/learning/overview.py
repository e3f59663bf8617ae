"""`progress`: the steps as a page in the terminal, with the day on which each function was first right."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED, PASSED
from grader.curriculum import Function, Step
from grader.learning.bars import counted, step_line
from grader.learning.history import History, changed_since
from grader.learning.running import WORDS

NOTHING = "Nothing has been run so far. Begin with:  pytest exercises"


def day(time: str) -> str:
    """A remembered time as people read it; "" stays ""."""
    return datetime.fromisoformat(time).strftime("%Y-%m-%d %H:%M") if time else ""


def shown_steps(history: History) -> list[Step]:
    """The steps of the course, and of those beyond it the ones that are begun."""
    return [s for s in curriculum.steps() if not s.bonus or any(history.of(f).begun for f in s.functions)]


def right(history: History, steps: list[Step]) -> int:
    return sum(history.is_right(function) for step in steps for function in step.functions)


def _functions(steps: list[Step]) -> int:
    return sum(len(step.functions) for step in steps)


def told(history: History, function: Function, plain: bool) -> str:
    """A function in a line: whether it is right, since when, after how many tries and hints."""
    past = history.of(function)
    parts = [WORDS[past.outcome]]
    if past.passed:
        parts = [f"first right {day(past.passed)}"]
        if past.outcome != PASSED:
            parts.insert(0, f"{WORDS[past.outcome]} now")
    if past.tries and (past.passed or past.outcome != NOT_ATTEMPTED):
        parts.append("at the first try" if past.tries == 1 and past.passed else f"try {past.tries}")
    if past.hints:
        parts.append(counted(past.hints, "hint"))
    text = ", ".join(parts)
    return f"{function.name}: {text}" if plain else f"      {function.name:<30}{text}"


def page(history: History, folder: Path, plain: bool = False) -> Iterator[str]:
    """The page, line by line."""
    if not history.functions:
        yield NOTHING
        return
    steps = shown_steps(history)
    for step in steps:
        done = sum(history.is_right(function) for function in step.functions)
        line = step_line(step, done, len(step.functions), plain)
        finished = history.finished(step) if done == len(step.functions) else ""
        yield f"{line}{', finished ' if plain else '   finished '}{day(finished)}" if finished else line
        if any(history.of(function).begun or history.of(function).hints for function in step.functions):
            yield from (told(history, function, plain) for function in step.functions)
    yield ""
    course, beyond = ([step for step in curriculum.steps() if step.bonus == bonus] for bonus in (False, True))
    said = f"in all: {right(history, course)} of {counted(_functions(course), 'function')} right"
    begun = f", and {right(history, beyond)} of {_functions(beyond)} beyond"
    yield said + (begun if any(step.bonus for step in steps) else "")
    if changed := changed_since(history, folder):
        yield f"changed since the checks last ran: {', '.join(changed)}. Run them:  pytest exercises"
    todo = [function for step in steps for function in step.functions if not history.is_right(function)]
    yield f"next: {todo[0].name}   (stuck?  python -m grader hint {todo[0].name})" if todo else "every one of them"
