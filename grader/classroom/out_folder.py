"""The folder for the reports of a class: what lies in it, names for the students' folders, its lock, its seed."""

import contextlib
import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.curriculum.files import write_whole

STATE, LOCK = ".grading.json", ".lock"
TABLES = ("grades.csv", "canvas.csv", "moodle.csv", "class.html")
RESERVED = {
    *TABLES,
    "feedback.zip",
    "changes.csv",
    "changes.html",
    "similar.csv",
    "similar.html",
    "key.csv",
    "named.toml",
}
MAX_NAME = 100  # bytes
FOR_OTHERS = re.compile(r"\.|(con|prn|aux|nul|com\d|lpt\d)(\.|$)|.*\.part$", re.I)  # hidden, devices, half-written


class UnusableFolder(ValueError):
    """Reports cannot be written to this folder."""


def folder_names(students: list[str]) -> dict[str, str]:
    """A folder name for each student: their own where any system can have it, else a cleaned one with a number."""
    names: dict[str, str] = {}
    taken = {_alike(name) for name in RESERVED}
    for student in students:
        plain = re.sub(r"[^\w.@+=, ()'&-]", "_", student).strip(" .")
        name = plain.encode()[:MAX_NAME].decode(errors="ignore")
        digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
        length = 8 if name != student or FOR_OTHERS.match(name) else 0
        while (found := f"{name}-{digest[:length]}".lstrip(".") if length else name) and _alike(found) in taken:
            length += 8  # somebody else is called as this one would be
        taken.add(_alike(found))
        names[student] = found
    return names


def _alike(name: str) -> str:
    """What names have in common that some system takes for one."""
    return unicodedata.normalize("NFKC", name).casefold()


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold a folder, so that two runs do not write to it at once. Raises UnusableFolder."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = open(out / LOCK, "a")  # noqa: SIM115
    except OSError as error:
        raise UnusableFolder(f"reports cannot be written to {out} ({error.strerror})") from None
    with lock:
        if os.name == "posix":
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise UnusableFolder(f"another run is writing to {out}") from None
        yield


@dataclass(frozen=True)
class Run:
    """One run of the command. when: its beginning; a run that goes on after a break has that of the first part."""

    seed: int
    when: str


def begin(out: Path, seed: int | None, new: Callable[[], int]) -> Run:
    """Begin a run, or go on with one that was broken off.

    The seed is the one asked for, else that of the grading which lies there, else a new one. It is kept.
    """
    state = _state(out)
    if not state and any((out / name).exists() for name in TABLES):
        raise UnusableFolder(f"{out} holds grades that this command has not written: choose another folder")
    if seed is None:
        seed = state.get("seed", None)
    seed = new() if seed is None else seed
    when = state.get("begun") or datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    _write(out, {"seed": seed, "begun": when})
    return Run(seed, when)


def finish(out: Path, run: Run) -> None:
    """Note that everything of a run is written."""
    _write(out, {"seed": run.seed})


def _state(out: Path) -> dict:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads((out / STATE).read_text(encoding="utf-8"))
        begun = found.get("begun")
        return {"seed": int(found["seed"]), "begun": begun if isinstance(begun, str) else None}
    return {"seed": None} if (out / STATE).exists() else {}


def _write(out: Path, state: dict) -> None:
    write_whole(out / STATE, json.dumps(state) + "\n")
