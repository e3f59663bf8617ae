"""Takes submissions in as they come from learners and course systems: folders, zips, modules, notebooks. Bytes only.

Nothing is extracted, followed or run. A folder or a zip may hold its modules inside one wrapping folder, or inside an
`exercises` folder; what lies nearest to the top counts. Only regular files under caps are read, by name.
"""

import io
import itertools
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from grader import curriculum
from grader.submissions.submission import Submission, decode_source

MAX_BYTES = 1_000_000  # of one file
MAX_ZIP_BYTES = 50_000_000
MAX_NOTEBOOKS = 6  # of one submission that are looked at
CENTRAL_HEADER = b"PK\1\2"  # one for each member of a zip
MAX_MEMBERS = 5_000
MAX_FILES = 20_000  # in a folder and those in it
MAX_CANDIDATES = 5  # files that are tried for one module
MAX_SHOWN = 100  # characters of a file's name that are told
MAX_NAME = 255  # characters that a file's name has at most; a zip may claim more
MAX_DEPTH = 3  # folders above a module
BROKEN_ZIP = (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError, struct.error)
UNSAID = (".", "__", "test_", "conftest", "figures", "experiments")  # how names begin that are not worth a remark
OF_A_COPY = {
    "grader",
    "datasets",
    "README.md",
    "LICENSE",
    "pyproject.toml",
}  # in a copy, beside exercises


class UnreadableSubmission(ValueError):
    """There is nothing at that path that could be a submission."""


@dataclass(frozen=True)
class Found:
    """A file of a submission: where it lies in it, and how to get at its bytes, up to a limit (or ValueError)."""

    path: PurePosixPath
    read: Callable[[int], bytes]


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of a sensible size; ValueError for links, pipes, devices and the like."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise ValueError(f"cannot be opened ({error.strerror})") from None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("is no regular file")
        if status.st_nlink > 1 and status.st_uid != path.parent.stat().st_uid:
            raise ValueError("is a link to somebody else's file")
        if status.st_size > limit:
            raise ValueError(f"is larger than {limit:,} bytes")
        return file.read(status.st_size)


def folder_files(root: Path) -> list[Found]:
    """The files of a folder and of the folders in it, without following links, and not without an end.

    Raises ValueError where the folder is closed.
    """
    return list(itertools.islice(_walk(root, root, 0), MAX_FILES))


def _walk(root: Path, folder: Path, depth: int) -> Iterator[Found]:
    """Files before folders, so that no folder full of others' work takes the place of a module."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise ValueError(f"the folder {folder.name} cannot be read ({error.strerror})") from None
    folders = []
    for entry in entries[:MAX_MEMBERS]:
        path = Path(entry.path)
        if not entry.is_dir(follow_symlinks=False):
            yield Found(PurePosixPath(path.relative_to(root).as_posix()), partial(read_bytes, path))
        elif not entry.name.startswith((".", "__")):
            folders.append(path)
    for path in folders if depth < MAX_DEPTH else ():
        yield from _walk(root, path, depth + 1)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of one member: unpacked in memory, and never more than the limit, whatever its header says."""
    kind = info.external_attr >> 16
    if kind and not stat.S_ISREG(kind) and stat.S_IFMT(kind):
        raise ValueError("is no regular file")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # the others unpack without a limit
        raise ValueError("is packed in an unusual way: make a plain zip")
    if info.flag_bits & 1:
        raise ValueError("is encrypted")
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except (*BROKEN_ZIP, zlib.error, RuntimeError) as error:
        raise ValueError(f"cannot be unpacked ({type(error).__name__})") from None
    if len(data) > limit:
        raise ValueError(f"is larger than {limit:,} bytes")
    return data


def members(archive: zipfile.ZipFile) -> list[Found]:
    """The files in an archive that is open, but for those that no learner made."""
    found = []
    for info in archive.infolist():
        path = PurePosixPath(info.filename.replace("\\", "/"))
        hidden = any(part.startswith(("__MACOSX", ".")) for part in path.parts)
        if not info.is_dir() and not hidden and path.parts:
            found.append(Found(path, partial(_member, archive, info)))
    return found


def unzip(data: bytes) -> list[Found]:
    """The members of a submission's zip. Raises ValueError for what is no zip, or one that holds too much."""
    if data.count(CENTRAL_HEADER) > MAX_MEMBERS:
        raise ValueError(f"holds more than {MAX_MEMBERS:,} files")
    try:
        found = members(zipfile.ZipFile(io.BytesIO(data)))
    except BROKEN_ZIP as error:
        raise ValueError(f"is no zip that can be read ({type(error).__name__})") from None
    return [file for file in found if len(file.path.parts) <= MAX_DEPTH + 1]


def module_of(name: str) -> str | None:
    """The step module that a file name stands for, also with what course systems and browsers add to it.

    "step3_loss.py", "step3_loss (1).py", "step3_loss-2.py" and "doejane_123_456_step3_loss.py" are all step3_loss.
    """
    if len(name) > MAX_NAME:
        return None
    for step in curriculum.steps():
        if re.fullmatch(rf"(?:.*[_\- ])?{step.module}(?: ?\(\d+\)|-\d+)?\.py", name):
            return step.module
    return None


def _shown(found: Found) -> str:
    """The name of a file, for a remark."""
    name = str(found.path)
    return name if len(name) <= MAX_SHOWN else f"...{name[3 - MAX_SHOWN :]}"


def _plain(found: Found) -> bool:
    return found.path.stem == module_of(found.path.name)


def gather(student: str, files: list[Found], problems: tuple[str, ...] = ()) -> Submission:
    """A submission from files: each module from the plainest name nearest to the top; the rest is ignored.

    Where there is no module, but one zip, as course systems wrap them, the zip is opened.
    """
    zips = [file for file in files if file.path.suffix.lower() == ".zip"]
    if len(zips) == 1 and not any(module_of(file.path.name) for file in files):
        try:
            inside = unzip(zips[0].read(MAX_ZIP_BYTES))
        except ValueError as error:
            return Submission(student, {}, problems=(*problems, f"{_shown(zips[0])} {error}"))
        return _modules(student, inside + [file for file in files if file is not zips[0]], problems)
    return _modules(student, files, problems)


def _modules(student: str, files: list[Found], problems: tuple[str, ...]) -> Submission:
    sources: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    tried: Counter[str] = Counter()
    remarks, ignored = list(problems), []
    for found in sorted(files, key=lambda f: (len(f.path.parts), not _plain(f), str(f.path))):
        name = found.path.name
        module = module_of(name)
        if module is None or module in sources or tried[module] >= MAX_CANDIDATES:
            if not _goes_without_saying(found.path):
                ignored.append(_shown(found))
            continue
        tried[module] += 1
        try:
            sources[module] = decode_source(found.read(MAX_BYTES))
        except ValueError as error:
            remarks.append(f"{_shown(found)} {error}")
            unreadable.setdefault(module, f"the file {error}")
            continue
        if not _plain(found):
            remarks.append(f"{_shown(found)} was taken for {module}.py")
    notebooks = [file for file in files if is_notebook(file.path)]
    if notebooks:
        ignored = [path for path in ignored if not is_notebook(PurePosixPath(path))]
        work = _from_notebooks(student, notebooks)
        made = {module: text for module, text in work.sources.items() if module not in sources}
        return Submission(
            student,
            sources | made,
            {module: why for module, why in unreadable.items() if module not in made and module not in sources},
            (*remarks, *work.problems, *_ignored(ignored)),
            tuple(made),
        )
    remarks += _ignored(ignored)
    if not sources and not unreadable:
        remarks.append("there is no step module in it")
    unreadable = {module: why for module, why in unreadable.items() if module not in sources}
    return Submission(student, sources, unreadable, tuple(remarks))


def _goes_without_saying(path: PurePosixPath) -> bool:
    """Whether nobody needs to be told that a file was ignored."""
    return any(part.startswith(UNSAID) or part in OF_A_COPY for part in path.parts) or ".bak" in path.name


def _ignored(names: list[str]) -> list[str]:
    return [f"ignored: {', '.join(names[:8])}{', ...' if len(names) > 8 else ''}"] if names else []


def is_notebook(path: PurePosixPath) -> bool:
    """Whether a file is a notebook that a learner made; Jupyter keeps copies of its own in hidden folders."""
    return path.suffix.lower() == ".ipynb" and not any(part.startswith(UNSAID) for part in path.parts)


def _from_notebooks(student: str, files: list[Found]) -> Submission:
    from grader.submissions import lenient, reading

    nearest = sorted(files, key=lambda file: (len(file.path.parts), str(file.path)))
    notebooks, problems = {}, _ignored([_shown(file) for file in nearest[MAX_NOTEBOOKS:]])
    left = lenient.MAX_BYTES  # for all of them together
    for file in nearest[:MAX_NOTEBOOKS]:
        try:
            notebooks[_shown(file)] = file.read(left)
            left -= len(notebooks[_shown(file)])
        except ValueError as error:
            whole = left == lenient.MAX_BYTES or "larger" not in str(error)
            said = str(error) if whole else f"is too much: all notebooks together may have {lenient.MAX_BYTES:,} bytes"
            problems.append(f"{_shown(file)} {said}")
    work = reading.submission_of(student, notebooks)
    return Submission(student, work.sources, {}, (*problems, *work.problems), work.notebooks)


def read(path: Path) -> Submission:
    """The submission in a folder, a zip, a step module or a notebook. Raises UnreadableSubmission in one line."""
    student = path.resolve().name if path.is_dir() else path.stem
    try:
        if path.is_dir():
            return gather(student, folder_files(path))
        if path.suffix.lower() == ".zip" and path.is_file():
            return gather(student, unzip(read_bytes(path, MAX_ZIP_BYTES)))
    except ValueError as error:
        raise UnreadableSubmission(f"{path}: {error}") from None
    if path.is_file() and (module_of(path.name) or is_notebook(PurePosixPath(path.name))):
        return gather(student, [Found(PurePosixPath(path.name), partial(read_bytes, path))])
    if path.exists():
        raise UnreadableSubmission(
            f"{path} is no folder, no zip, no notebook, and no step module such as step1_activations.py"
        )
    raise UnreadableSubmission(f"there is nothing at {path}")
