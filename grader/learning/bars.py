"""How far a step is: a bar for those who see it, a sentence for those who have the screen read to them."""

from grader.curriculum import Step

BAR = 10


def counted(count: int, word: str) -> str:
    """The number with its word: "1 function", "3 functions"."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def step_line(step: Step, done: int, total: int, plain: bool = False) -> str:
    """One line on a step, of which so many functions are right.

    >>> from grader.curriculum import find_step
    >>> step_line(find_step("loss"), 1, 2)
    ' 3 loss             [#####     ] 1/2'
    >>> step_line(find_step("loss"), 1, 2, plain=True)
    'step 3, loss: 1 of 2 functions right'
    """
    finale = f"   then {step.finale}" if step.finale else ""
    if plain:
        return f"step {step.number}, {step.title}: {done} of {counted(total, 'function')} right"
    bar = "#" * (BAR * done // total)
    return f"{step.number:2d} {step.title:<16} [{bar:<{BAR}}] {done}/{total}{finale}"
