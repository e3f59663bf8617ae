"""What `watch` shows after a run: the function to look at first, its message, progress, and what to do next."""

from collections.abc import Collection
from datetime import datetime

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED
from grader.curriculum import Function, Step
from grader.learning.bars import counted, step_line
from grader.learning.layout import columns, fitted
from grader.learning.progress import told_of
from grader.learning.running import Results
from grader.learning.screen import GREEN, RED, YELLOW, paint

WIDTH = 88
LINE = "-" * WIDTH


def first_to_do(results: Results, steps: Collection[Step]) -> Function | None:
    """The first function of these steps that is not right, in the order of the curriculum."""
    functions = (f for step in curriculum.steps() if step in steps for f in step.functions if f.name in results)
    return next((f for f in functions if not results[f.name].is_right), None)


def begun(results: Results) -> list[Step]:
    """The steps of the course, and of those beyond it the ones in which something is written."""
    return [
        step
        for step in curriculum.steps()
        if not step.bonus or any(results[f.name].outcome != NOT_ATTEMPTED for f in step.functions if f.name in results)
    ]


def page(results: Results, steps: Collection[Step], lost: Collection[str] = (), plain: bool = False) -> str:
    """The whole screen.

    steps: those that were just run, none for all. lost: functions that were right before, and are not any more.
    """
    steps = steps or curriculum.steps()
    current = first_to_do(results, steps)
    lines = [_head(results, steps, current, plain), *([] if plain else [LINE])]
    if current and results[current.name].outcome != NOT_ATTEMPTED:
        lines += [fitted(results[current.name].message), ""]
    lines += [paint(f"{name} was right before this save, and is not any more.", YELLOW, plain) for name in lost]
    lines += [*progress_lines(results, steps, plain), ""]
    if current is None and len(steps) == 1:
        (step,) = steps
        said, ways = told_of(step)
        lines += [*fitted(said).split("\n"), *columns(*ways), ""] if said else []
    return "\n".join([*lines, *next_lines(results, current)])


def _head(results: Results, steps: Collection[Step], current: Function | None, plain: bool) -> str:
    if current:
        result = results[current.name]
        said = f"step {current.step.number}, {current.step.title}: {current.name} {result.told}"
        colour = YELLOW if result.outcome == NOT_ATTEMPTED else RED
    else:
        names = ", ".join(f"{step.number} ({step.title})" for step in steps)
        said, colour = f"step{'' if len(steps) == 1 else 's'} {names}: all right", GREEN
        if len(steps) == len(curriculum.steps()):
            said = "all right, every step of it"
    clock = datetime.now().strftime("%H:%M:%S")
    return f"{clock}  {said}" if plain else f"{paint(f'{said:<{WIDTH - 8}}', colour)}{clock}"


def progress_lines(results: Results, steps: Collection[Step], plain: bool) -> list[str]:
    """A line for each step; in sentences only those that were run, and the sum."""
    lines, done, total = [], 0, 0
    for step in curriculum.steps():
        run = [results[f.name] for f in step.functions if f.name in results]
        right = sum(result.is_right for result in run)
        if not run or (step not in begun(results) and len(steps) > 1):
            continue
        done, total = done + right, total + len(run)
        if not plain or step in steps:
            lines.append(step_line(step, right, len(run), plain))
    return [*lines, f"in all: {done} of {counted(total, 'function')} right"] if plain else lines


def following(results: Results, steps: Collection[Step]) -> Function | None:
    """The function to look at: of the steps that were just run, or else the first of all that is not right."""
    return first_to_do(results, steps or curriculum.steps()) or first_to_do(results, curriculum.steps())


def next_lines(results: Results, current: Function | None) -> list[str]:
    """What to do next, where, and what helps."""
    if (function := current or first_to_do(results, curriculum.steps())) is None:
        finales = [
            (f"see how {step.finale}:", f"python -m exercises.{step.module}")
            for step in curriculum.steps()
            if step.finale
        ]
        return columns(*finales) or ["all right"]
    place = results[function.name].place
    what = "write" if results[function.name].outcome == NOT_ATTEMPTED else "look at"
    stuck = f"stuck?  python -m grader hint {function.name}"
    head = f"next:   {what} {function.name}"
    return [f"{head:<45} {place}" if len(head) < 45 else f"{head}  {place}", stuck] if place else [head, stuck]
