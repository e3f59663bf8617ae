"""Takes submissions in as they come from learners and course systems: folders, zips, modules, notebooks. Bytes only.

Nothing is extracted, followed or run. Which file is taken for which step is decided in `choosing`, what is passed over
in `accidents`, and how zips are read in `archives`. Only regular files under caps are read, by name.
"""

import contextlib
import itertools
import json
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from grader import curriculum
from grader.submissions import accidents, archives, choosing, defining
from grader.submissions.accidents import UNSAID, goes_without_saying
from grader.submissions.archives import MAX_DEPTH, MAX_MEMBERS
from grader.submissions.choosing import MAX_CANDIDATES, Choice
from grader.submissions.found import MAX_BYTES, Found, on_disk, read_bytes
from grader.submissions.naming import is_code, module_of, near_module
from grader.submissions.submission import Submission

__all__ = [
    "MAX_BYTES",
    "MAX_CANDIDATES",
    "MAX_MEMBERS",
    "Found",
    "UnreadableSubmission",
    "folder_files",
    "gather",
    "read",
]
__all__ += ["read_bytes"]

MAX_NOTEBOOKS = 6  # of one submission that are looked at
MAX_FILES = 20_000  # in a folder and those in it
MAX_UNUSABLE = 50  # files of one folder that are no code, no notebook and no zip
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zipx")
MAX_LISTED = 8  # names in one remark
MAX_HEAD = 50_000  # characters at the beginning of a module in which its imports stand
MAX_BESIDE = 40  # files that are no step, and may be needed by one


class UnreadableSubmission(ValueError):
    """There is nothing at that path that could be a submission."""


def folder_files(root: Path) -> list[Found]:
    """The files of a folder and of the folders in it, without following links, and not without an end.

    Raises ValueError where the folder is closed.
    """
    return list(itertools.islice(_walk(root), MAX_FILES))


def _walk(root: Path) -> Iterator[Found]:
    """What lies nearest to the top first, so that no folder full of others' work takes the place of a module."""
    waiting = deque([(root, 0)])
    while waiting:
        folder, depth = waiting.popleft()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            raise ValueError(f"the folder {folder.name} cannot be read ({error.strerror})") from None
        names = {entry.name for entry in entries}
        files = [entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)]
        usable = [name for name in files if _is_usable(name)]
        for name in usable + [name for name in files if not _is_usable(name)][:MAX_UNUSABLE]:
            yield on_disk(folder / name, PurePosixPath((folder / name).relative_to(root).as_posix()))
        for name in [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]:
            if accidents.skips_folder(name, names):
                inside = folder / name / accidents.ANYTHING
                yield on_disk(inside, PurePosixPath(inside.relative_to(root).as_posix()))
            elif depth < MAX_DEPTH:
                waiting.append((folder / name, depth + 1))


def _is_usable(name: str) -> bool:
    return is_code(name) or name.casefold().endswith((".ipynb", ".zip"))


def gather(student: str, files: list[Found], problems: tuple[str, ...] = (), exact: bool = False) -> Submission:
    """A submission from files: each module from the best of them; what is left out is said.

    exact: take nothing but what has the name of a step module.
    """
    with contextlib.ExitStack() as opened:
        unpacked, broken, over = archives.unpacked(files, opened)
        kept, more = archives.sorted_out(unpacked)
        choice = choosing.choose(kept, exact)
        notebooks = [file for file in choice.ignored if is_notebook(file.path)]
        work = _from_notebooks(student, notebooks)
    made = {module: text for module, text in work.sources.items() if _is_better(text, module, choice)}
    sources = choice.sources | made
    unreadable = {module: why for module, why in choice.unreadable.items() if module not in made}
    remarks = [*problems, *choice.remarks, *work.problems, *_needed(choice)]
    remarks += [f"{file.shown} {why}" if not sources else f"ignored: {file.shown}, which {why}" for file, why in broken]
    if not sources and not unreadable and not notebooks and not broken:
        remarks.append("there is no step module in it")
    left = [file for file in choice.ignored if not is_notebook(file.path) and not goes_without_saying(file.path)]
    remarks += _left_out(left, list(dict.fromkeys(over + more)), bool(sources))
    return Submission(student, sources, unreadable, tuple(remarks), tuple(made))


def _is_better(made: str, module: str, choice: Choice) -> bool:
    """Whether what a notebook makes of a module counts: where no file does, or a file with nothing written in it."""
    if module not in choice.sources:
        return True
    written = "\n".join(source for _, source in json.loads(made)["cells"])
    untouched = choice.grades[module] == defining.UNTOUCHED
    return untouched and defining.grade_of(written, module) == defining.WRITTEN


def _needed(choice: Choice) -> Iterator[str]:
    """What to say of files that a step imports, and that are none."""
    for file in choice.ignored[:MAX_BESIDE]:
        name = file.path.stem
        own = file.path.suffix == ".py" and name.isidentifier() and not near_module(file.path.name)
        if not own or name in (*sys.stdlib_module_names, "numpy"):
            continue
        imports = re.compile(rf"^[ \t]*(?:from|import)[ \t]+(?:exercises)?\.?{name}\b", re.M)
        for module in [module for module, text in choice.sources.items() if imports.search(text, 0, MAX_HEAD)]:
            yield f"{module}.py imports {name}, and only the steps are graded: put what it needs into {module}.py"


def _left_out(files: list[Found], over: list[str], something: bool) -> Iterator[str]:
    """What to say of the files that were not taken. something: whether any was."""
    unsaid = []
    for number, file in enumerate(files):
        suffix = file.path.suffix.casefold()
        if something or number >= MAX_LISTED or is_code(file.path.name):
            unsaid.append(file.shown)
        elif suffix in OTHER_ARCHIVES:
            yield f"{file.shown} is a {suffix} archive: send a zip"
        elif module := near_module(file.path.with_suffix("").name):
            yield f"{file.shown} is no Python file: hand in {module}.py itself"
        else:
            unsaid.append(file.shown)
    yield from _ignored(unsaid + over)


def _ignored(names: list[str]) -> list[str]:
    return [f"ignored: {', '.join(names[:MAX_LISTED])}{', ...' if len(names) > MAX_LISTED else ''}"] if names else []


def is_notebook(path: PurePosixPath) -> bool:
    """Whether a file is a notebook that a learner made; Jupyter keeps copies of its own in hidden folders."""
    return path.suffix.lower() == ".ipynb" and not any(part.startswith(UNSAID) for part in path.parts)


def _within(most: int) -> Callable[[Found], bytes]:
    """What reads files that have so many bytes all together. It raises ValueError."""
    left = most

    def read(file: Found) -> bytes:
        nonlocal left
        try:
            data = file.read(left)
        except ValueError as error:
            if left == most or "larger" not in str(error):
                raise
            raise ValueError(f"is too much: all notebooks together may have {most:,} bytes") from None
        left -= len(data)
        return data

    return read


def _from_notebooks(student: str, files: list[Found]) -> Submission:
    if not files:
        return Submission(student, {})
    from grader.submissions import lenient, reading

    nearest = sorted(files, key=lambda file: (len(file.path.parts), str(file.path)))
    nearest.sort(key=lambda file: file.order, reverse=True)
    problems = _ignored([file.shown for file in nearest[MAX_NOTEBOOKS:]])

    read_within = _within(lenient.MAX_BYTES)
    reads = ((file.shown, partial(read_within, file)) for file in nearest[:MAX_NOTEBOOKS])
    work = reading.of_files(student, reads)
    return Submission(student, work.sources, {}, (*problems, *work.problems), work.notebooks)


def read(path: Path) -> Submission:
    """The submission in a folder, a zip, a step module or a notebook. Raises UnreadableSubmission in one line.

    In the folder `exercises` of this kit, nothing but what has the name of a step module is taken.
    """
    if not path.exists():
        raise UnreadableSubmission(f"there is nothing at {path}")
    student = path.resolve().name if path.is_dir() else path.stem
    try:
        if path.is_dir():
            exact = path.resolve() == curriculum.EXERCISES.resolve()
            return gather(student, folder_files(path), exact=exact)
        if _is_usable(path.name):
            work = gather(student, [on_disk(path, PurePosixPath(path.name))])
            nothing = not work.sources and not work.unreadable
            if nothing and path.suffix.casefold() == ".zip" and work.problems[0].startswith(f"{path.name} "):
                raise ValueError(work.problems[0].removeprefix(f"{path.name} "))
            if not nothing or not is_code(path.name) or module_of(path.name):
                return work
    except ValueError as error:
        raise UnreadableSubmission(f"{path}: {error}") from None
    raise UnreadableSubmission(
        f"{path} is no folder, no zip, no notebook, and no step module such as step1_activations.py"
    )
