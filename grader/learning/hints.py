"""Three hints for each function, one at a time: from a question to nearly the answer."""

import textwrap
from difflib import get_close_matches
from pathlib import Path

from grader.checks.answer import NOT_ATTEMPTED
from grader.curriculum import EXERCISES, Function, functions
from grader.learning.layout import check_command, fitted, width
from grader.learning.running import Result

WIDTH = 96
SUBJECTS = ("a question", "a way", "nearly the answer")


def find_function(name: str) -> Function:
    """The function of this name. Raises ValueError, in one line, with the nearest name."""
    known = functions()
    if name in known:
        return known[name]
    plain = name.lower().removesuffix("()")
    if plain in known:
        return known[plain]
    near = get_close_matches(plain, known, 1, cutoff=0.5)
    advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    raise ValueError(f"no function {name!r}; {advice}")


def level_to_show(function: Function, shown: int, wanted: int | None) -> int:
    """The level that was asked for, or else the one after those that were shown."""
    return wanted or min(shown + 1, len(function.hints))


def hint(function: Function, level: int) -> str:
    """A hint with its head: which function, which level."""
    most = len(function.hints)
    subject = f" ({SUBJECTS[level - 1]})" if most == len(SUBJECTS) else ""
    return f"{function.name}, hint {level} of {most}{subject}\n\n{folded(function.hints[level - 1])}"


def after(function: Function, level: int) -> str:
    """What to do when the hint has been read."""
    try_it = f"try it:       {check_command(function.name, EXERCISES, Path.cwd())}"
    if level < len(function.hints):
        return f"{try_it}\nnext hint:    python -m grader hint {function.name}"
    return f"{try_it}\nall hints:    python -m grader hint {function.name} --level 1 (or 2)"


def state(function: Function, result: Result | None) -> str:
    """What the checks say of the function now, in a few lines; "" where it is not written yet."""
    if result is None or result.outcome == NOT_ATTEMPTED:
        return ""
    if result.is_right:
        return f"{function.name} is right: all of its checks pass."
    return (
        f"{function.name} {result.told} at the moment.\n\n{textwrap.indent(fitted(result.message, width() - 2), '  ')}"
    )


def folded(text: str) -> str:
    return textwrap.fill(text, min(WIDTH, width()), break_on_hyphens=False)
