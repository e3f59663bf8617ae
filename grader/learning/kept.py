"""Copies of step modules as they were when they were last right, in `exercises/.progress/`.

They are for the day on which something is written over the work of a learner: a new kit, copied by hand.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from grader.checks.answer import PASSED
from grader.curriculum import Step, steps
from grader.curriculum.files import is_fresh
from grader.learning.history import History

FOLDER = ".progress"


def keep(folder: Path, history: History, ran: set[str]) -> None:
    """Copy the modules of these functions in which all is right that was ever right. If it fails, nothing is said."""
    for step in steps():
        pasts = [history.of(function) for function in step.functions]
        if not ran & {function.name for function in step.functions} or not any(past.passed for past in pasts):
            continue
        if any(past.passed and past.outcome != PASSED for past in pasts):
            continue
        source, copy = folder / f"{step.module}.py", folder / FOLDER / f"{step.module}.py"
        with suppress(OSError, UnicodeDecodeError):
            if not is_fresh(copy, source.read_bytes().replace(b"\r\n", b"\n").decode("utf-8")):
                copy.parent.mkdir(exist_ok=True)
                shutil.copyfile(source, copy)


def forget(folder: Path, step: Step) -> None:
    """Forget the copy of a step: its learner begins anew, and wants to."""
    with suppress(OSError):
        (folder / FOLDER / f"{step.module}.py").unlink(missing_ok=True)


def lost(folder: Path) -> list[Step]:
    """Steps that are empty, though a copy says that something in them was right."""
    return [step for step in steps() if (folder / FOLDER / f"{step.module}.py").exists() and _is_empty(folder, step)]


def _is_empty(folder: Path, step: Step) -> bool:
    try:
        text = (folder / f"{step.module}.py").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return all(f'NotImplementedError("write {function.name} in ' in text for function in step.functions)
