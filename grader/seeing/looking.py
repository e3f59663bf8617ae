"""`see`: the picture of a step, written to a file or shown in a window, and what to say beside it."""

from collections.abc import Iterator
from pathlib import Path

from grader.checks.messages import wrapped
from grader.curriculum import Step, files
from grader.seeing import card, pictures
from grader.seeing.functions import Functions, NotSeen
from grader.seeing.pictures.sheet import Sheet


def draw(step: Step, functions: Functions, window: bool) -> Sheet:
    """The picture of a step. Raises ValueError where there is none of it."""
    import matplotlib

    if not window:
        matplotlib.use("Agg")
    try:
        return pictures.draw(step, functions)
    except NotSeen as error:
        raise ValueError(str(error)) from None


def place(step: Step, folder: Path, chosen: Path | None) -> tuple[Path, Path | None]:
    """The file to write, and where a copy of what stood there went. Raises ValueError and OSError."""
    if chosen is None:
        return folder / "figures" / f"step{step.number}.png", None
    if not chosen.parent.is_dir():
        raise ValueError(f"there is no folder {chosen.parent}")
    return chosen, files.copy_aside(chosen) if chosen.exists() else None


def page(step: Step, functions: Functions, sheet: Sheet) -> Iterator[str]:
    """What to say: the card of a step that is right, or what is missing."""
    for problem in sheet.problems:
        for line in problem.splitlines():
            yield from wrapped(line)
        yield ""
    todo = [function.name for function in step.functions if not functions.is_right(function.name)]
    if not todo:
        yield from wrapped(card(step))
    else:
        yield f"not right yet: {', '.join(todo)}"
        yield f"check it with     pytest exercises -k {todo[0]}"
