"""How texts stand on a screen: its width, messages folded to it, columns, and the title of a check."""

import os
import re
import shlex
import shutil
import textwrap
from pathlib import Path

from grader.curriculum import Function

WIDEST, NARROWEST = 100, 60


def width() -> int:
    """The width to fold texts to: that of the terminal, from 60 to 100 columns."""
    return min(WIDEST, max(NARROWEST, shutil.get_terminal_size((WIDEST, 24)).columns))


def fitted(text: str, columns: int | None = None) -> str:
    """A message folded to the screen: prose anew, lines that are set in by themselves.

    >>> print(fitted("returned 1.0\\n\\nIs the mean taken\\nover all of them?", 60))
    returned 1.0
    <BLANKLINE>
    Is the mean taken
    over all of them?
    """
    columns = columns or width()
    return "\n\n".join(_folded(block, columns) for block in text.split("\n\n"))


def _folded(block: str, columns: int) -> str:
    lines = block.split("\n")
    if max(map(len, lines)) <= columns:
        return block
    prose = not any(line.startswith(" ") for line in lines)
    if prose:
        lines = [" ".join(lines)]
    folded = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + (0 if prose else 4))
        folded += textwrap.wrap(
            line, columns, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
        ) or [""]
    return "\n".join(folded)


def columns(*rows: tuple[str, str]) -> list[str]:
    """Pairs under each other, with at least two spaces between their halves.

    >>> columns(("next: write mse", "here"))
    ['next: write mse                   here']
    """
    first = max([34 if width() >= 80 else 0, *(len(left) + 2 for left, _ in rows)])
    return [left.ljust(first) + right for left, right in rows]


def path_from(standing: Path, path: Path) -> str:
    """A path as it is written in the folder `standing`."""
    try:
        return os.path.relpath(path, standing).replace(os.sep, "/")
    except ValueError:  # another drive of Windows
        return str(path)


def check_command(function: str, folder: Path, standing: Path) -> str:
    """What runs the checks of a function, where it is typed in the folder `standing`.

    >>> check_command("relu", Path("/kit/exercises"), Path("/kit"))
    'pytest exercises -k relu'
    >>> check_command("relu", Path("/kit/exercises"), Path("/kit/exercises"))
    'pytest -k relu'
    """
    place = path_from(standing, folder)
    return f"pytest -k {function}" if place == "." else f"pytest {shlex.quote(place)} -k {function}"


def title(test: str, function: Function) -> str:
    """The name of a check as the sentence that it is, with its step.

    >>> from grader.curriculum import functions
    >>> title("test_sigmoid_is_one_half_at_zero", functions()["sigmoid"])
    'step 1: sigmoid is one half at zero'
    >>> title("test_split_is_decided_by_rng", functions()["train_validation_split"])
    'step 8: train_validation_split: split is decided by rng'
    """
    name, _, case = test.removeprefix("test_").partition("[")
    rest = name.removeprefix(function.name)
    own = rest != name and rest[:1] in ("", "_")
    told = f"{function.name}{rest.replace('_', ' ')}" if own else f"{function.name}: {name.replace('_', ' ')}"
    told += f" ({case.rstrip(']')})" if case else ""
    room = max(NARROWEST, shutil.get_terminal_size().columns) - 8  # pytest puts a rule on either side of it
    return textwrap.shorten(re.sub(r"\s+", " ", f"step {function.step.number}: {told}"), room, placeholder=" ...")
