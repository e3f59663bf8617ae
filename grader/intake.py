"""Takes submissions in as they come from learners and course systems: a folder, a zip, a single module. Bytes only.

Nothing is extracted, followed or run. A folder or a zip may hold its modules inside one wrapping folder, or inside an
`exercises` folder; what lies nearest to the top counts. Only regular files under caps are read, by name.
"""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader import curriculum
from grader.submission import Submission, decode_source

MAX_BYTES = 1_000_000  # of one file
MAX_ZIP_BYTES = 50_000_000
MAX_MEMBERS = 5_000
MAX_DEPTH = 3  # folders above a module
UNSAID = (".", "__", "test_", "conftest", "figures")  # how names begin that are not worth a remark


class UnreadableSubmission(ValueError):
    """There is nothing at that path that could be a submission."""


@dataclass(frozen=True)
class Found:
    """A file of a submission: where it lies in it, and how to get at its bytes (or ValueError)."""

    path: PurePosixPath
    read: Callable[[], bytes]


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
        if status.st_size > limit:
            raise ValueError(f"is larger than {limit:,} bytes")
        return file.read(limit + 1)


def _folder(root: Path, folder: Path, depth: int = 0) -> Iterator[Found]:
    """The files below a folder, without following links."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise ValueError(f"the folder {folder.name} cannot be read ({error.strerror})") from None
    for entry in entries[:MAX_MEMBERS]:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if depth < MAX_DEPTH and not entry.name.startswith((".", "__")):
                yield from _folder(root, path, depth + 1)
        else:
            yield Found(PurePosixPath(path.relative_to(root).as_posix()), lambda path=path: read_bytes(path))  # type: ignore[misc]


def _member(archive: Path, info: zipfile.ZipInfo) -> bytes:
    """The bytes of one member: unpacked in memory, and never more than the cap, whatever its header says."""
    kind = info.external_attr >> 16
    if kind and not stat.S_ISREG(kind) and stat.S_IFMT(kind):
        raise ValueError("is no regular file")
    if info.flag_bits & 1:
        raise ValueError("is encrypted")
    try:
        with zipfile.ZipFile(archive) as opened, opened.open(info) as file:
            data = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ValueError(f"cannot be unpacked ({type(error).__name__})") from None
    if len(data) > MAX_BYTES:
        raise ValueError(f"is larger than {MAX_BYTES:,} bytes")
    return data


def _zip(archive: Path) -> list[Found]:
    """The members of a zip. Raises ValueError for what is no zip, or too large a one."""
    try:
        if not stat.S_ISREG(archive.lstat().st_mode) or archive.lstat().st_size > MAX_ZIP_BYTES:
            raise ValueError(f"is no regular file of at most {MAX_ZIP_BYTES:,} bytes")
        with zipfile.ZipFile(archive) as opened:
            infos = opened.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, UnicodeDecodeError, EOFError) as error:
        raise ValueError(f"is no zip that can be read ({type(error).__name__})") from None
    if len(infos) > MAX_MEMBERS:
        raise ValueError(f"holds more than {MAX_MEMBERS:,} files")
    found = []
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        hidden = any(part.startswith(("__MACOSX", ".")) for part in path.parts)
        if not info.is_dir() and not hidden and len(path.parts) <= MAX_DEPTH + 1:
            found.append(Found(path, lambda info=info: _member(archive, info)))  # type: ignore[misc]
    return found


def module_of(name: str) -> str | None:
    """The step module that a file name stands for, also with what course systems and browsers add to it.

    "step3_loss.py", "step3_loss (1).py", "step3_loss-2.py" and "doejane_123_456_step3_loss.py" are all step3_loss.
    """
    for step in curriculum.steps():
        if re.fullmatch(rf"(?:.*[_\- ])?{step.module}(?: ?\(\d+\)|-\d+)?\.py", name):
            return step.module
    return None


def _plain(found: Found) -> bool:
    return found.path.stem == module_of(found.path.name)


def gather(student: str, files: list[Found], problems: tuple[str, ...] = ()) -> Submission:
    """A submission from files: each module from the plainest name nearest to the top; the rest is ignored."""
    sources: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    remarks, ignored = list(problems), []
    for found in sorted(files, key=lambda f: (len(f.path.parts), not _plain(f), str(f.path))):
        name = found.path.name
        module = module_of(name)
        if module is None or module in sources:
            if not any(part.startswith(UNSAID) for part in found.path.parts) and ".bak" not in name:
                ignored.append(str(found.path))
            continue
        try:
            sources[module] = decode_source(found.read())
        except ValueError as error:
            remarks.append(f"{found.path} {error}")
            unreadable.setdefault(module, f"the file {error}")
            continue
        if not _plain(found):
            remarks.append(f"{found.path} was taken for {module}.py")
    if ignored:
        remarks.append(f"ignored: {', '.join(ignored[:8])}{', ...' if len(ignored) > 8 else ''}")
    if not sources and not unreadable:
        remarks.append("there is no step module in it")
    unreadable = {module: why for module, why in unreadable.items() if module not in sources}
    return Submission(student, sources, unreadable, tuple(remarks))


def read(path: Path) -> Submission:
    """The submission in a folder, a zip or a single step module. Raises UnreadableSubmission in one line."""
    student = path.resolve().name if path.is_dir() else path.stem
    try:
        if path.is_dir():
            return gather(student, list(_folder(path, path)))
        if path.suffix.lower() == ".zip" and path.is_file():
            return gather(student, _zip(path))
    except ValueError as error:
        raise UnreadableSubmission(f"{path}: {error}") from None
    if path.is_file() and module_of(path.name):
        return gather(student, [Found(PurePosixPath(path.name), lambda: read_bytes(path))])
    if path.exists():
        raise UnreadableSubmission(f"{path} is no folder, no zip, and no step module such as step1_activations.py")
    raise UnreadableSubmission(f"there is nothing at {path}")
