"""What is remembered from run to run: what came of each function, when it was first right, and which hints were shown.

It lies in `exercises/.progress.json`, is written whole or not at all, and is never worth a failed run: a file that is
damaged is kept aside, and one that cannot be written is left as it is.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.checks.answer import NOT_ATTEMPTED, OUTCOMES, PASSED
from grader.curriculum import Function, Step, steps

NAME = ".progress.json"
VERSION = 1


@dataclass
class Past:
    """One function so far. Times are local ones with their offset, "" where there is none.

    outcome: that of the last run. tries: runs with something written in it, up to the first that was right.
    """

    outcome: str = NOT_ATTEMPTED
    begun: str = ""
    passed: str = ""
    seen: str = ""
    tries: int = 0
    hints: int = 0


@dataclass
class History:
    """Every function that has been run, by name."""

    functions: dict[str, Past] = field(default_factory=dict)

    def of(self, function: Function) -> Past:
        return self.functions.get(function.name, Past())

    def is_right(self, function: Function) -> bool:
        return self.of(function).outcome == PASSED

    def finished(self, step: Step) -> str:
        """When the last function of a step was first right; "" before that."""
        times = [self.of(function).passed for function in step.functions]
        return max(times, key=_moment) if all(times) else ""

    def hint_shown(self, function: Function, level: int) -> None:
        """Remember the highest level of hint that was shown."""
        past = self.functions.setdefault(function.name, Past())
        past.hints = max(past.hints, level)

    def note(self, outcomes: dict[str, str], now: str) -> None:
        """Add what came of a run."""
        for name, outcome in outcomes.items():
            past = self.functions.setdefault(name, Past())
            past.outcome, past.seen = outcome, now
            if outcome == NOT_ATTEMPTED:
                continue
            past.begun = past.begun or now
            past.tries += not past.passed
            if outcome == PASSED:
                past.passed = past.passed or now


def now() -> str:
    """The local time with its offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _moment(time: str) -> datetime:
    return datetime.fromisoformat(time)


def _past(data: dict[str, Any]) -> Past:
    past = Past(**data)
    for time in filter(None, (past.begun, past.passed, past.seen)):
        if _moment(time).tzinfo is None:
            raise ValueError(time)
    if past.outcome not in OUTCOMES or type(past.tries) is not int or type(past.hints) is not int:
        raise ValueError(past.outcome)
    return past


def load(folder: Path) -> History:
    """What is remembered in a folder; nothing where there is no file. A damaged file is renamed, and begun anew."""
    file = folder / NAME
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise ValueError(data["version"])
        return History({str(name): _past(entry) for name, entry in data["functions"].items()})
    except OSError:
        return History()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        with suppress(OSError):
            file.replace(file.with_name(f"{NAME}.damaged"))
        return History()


def save(folder: Path, history: History) -> bool:
    """Write it, whole or not at all. Returns whether that was possible."""
    data = {"version": VERSION, "functions": {name: asdict(past) for name, past in history.functions.items()}}
    partial = folder / f"{NAME}.{os.getpid()}"
    try:
        partial.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        partial.replace(folder / NAME)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        return False
    return True


def note_run(folder: Path, outcomes: dict[str, str]) -> History:
    """Remember what came of a run of the visible checks. Returns all that is remembered now."""
    history = load(folder)
    if outcomes:
        history.note(outcomes, now())
        save(folder, history)
    return history


def changed_since(history: History, folder: Path) -> list[str]:
    """Modules that were saved after their checks last ran."""
    found = []
    for step in steps():
        times = [_moment(history.of(function).seen) for function in step.functions if history.of(function).seen]
        file = folder / f"{step.module}.py"
        if times and file.exists() and file.stat().st_mtime > max(times).timestamp() + 1:
            found.append(file.name)
    return found
