"""A class: the submissions in one folder, or in one zip, as course systems hand them out. Bytes only, as in `intake`.

An entry is a folder, a zip, or loose step modules or notebooks that share the beginning of their names (Canvas writes
`doejane_1234_5678_step3_loss.py`). What cannot be read is a submission with nothing in it and a remark: a student who
handed something in is never missing from the list.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from grader import curriculum
from grader.submissions import intake
from grader.submissions.intake import BROKEN_ZIP, MAX_ZIP_BYTES, Found, gather, members, read_bytes, unzip
from grader.submissions.submission import Submission
from grader.submissions.tracks import NAMES as TRACKS

OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zipx")
HIDDEN = (".", "__")
AGAIN = r"(?: ?\(\d+\)|-\d+)?"  # what browsers and course systems add to the name of a file that is there already


class UnreadableClass(ValueError):
    """There is nothing at that path that could be a class."""


@dataclass(frozen=True)
class Entry:
    """One student's work, not read yet."""

    student: str
    files: Callable[[], list[Found]]  # raises ValueError where there is nothing to read

    def read(self) -> Submission:
        """The submission; an empty one with a remark where it cannot be read."""
        try:
            return gather(self.student, self.files())
        except ValueError as error:
            return Submission(self.student, {}, problems=(f"{self.student} {error}",))
        except Exception as error:  # whatever it is made of, it must not stop the class
            return Submission(self.student, {}, problems=(f"{self.student} cannot be read ({type(error).__name__})",))


@dataclass(frozen=True)
class Class:
    """The entries in the order of their names, and the names of what was left out."""

    entries: tuple[Entry, ...]
    ignored: tuple[str, ...]


def beginning_of(name: str) -> str | None:
    """What a loose module or notebook has before its name: "doejane_12_34" for "doejane_12_34_step3_loss-1.py"."""
    modules = "|".join(step.module for step in curriculum.steps())
    files = rf"(?:{modules}){AGAIN}\.py|(?:{'|'.join(TRACKS)}){AGAIN}\.ipynb"
    if found := re.fullmatch(rf"(.+?)[_\- ](?:{files})", name):
        return found[1]
    if name.endswith(".ipynb") and PurePosixPath(name).stem not in TRACKS:
        return PurePosixPath(name).stem
    return None


def owner_of(beginning: str) -> str:
    """What all files of a student begin with: Canvas adds a number for each file to name and number of the student."""
    return re.sub(r"^(.+_\d+)_\d+$", r"\1", beginning)


def _refuse(why: str) -> list[Found]:
    raise ValueError(why)


def _unzipped(file: Found) -> list[Found]:
    return unzip(file.read(MAX_ZIP_BYTES))


def _entries(top: dict[str, Found], folders: dict[str, Callable[[], list[Found]]]) -> Class:
    """A class from what lies at its top: loose files by name, and folders by name."""
    found: dict[str, Callable[[], list[Found]]] = dict(folders)
    loose: dict[str, list[tuple[str, Found]]] = {}
    ignored = []
    for name, file in top.items():
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
        if name.startswith(HIDDEN):
            continue
        if suffix == ".zip":
            student = stem if stem not in found else name
            found[student] = partial(_unzipped, file)
        elif suffix in OTHER_ARCHIVES:
            found[stem if stem not in found else name] = partial(_refuse, f"is a {suffix} archive: send a zip")
        elif beginning := beginning_of(name):
            loose.setdefault(owner_of(beginning), []).append((beginning, file))
        else:
            ignored.append(name)
    for owned in loose.values():
        student = min(beginning for beginning, _ in owned)
        files = [file for _, file in owned]
        found[student if student not in found else f"{student} (loose files)"] = partial(list, files)
    return Class(tuple(Entry(name, found[name]) for name in sorted(found)), tuple(sorted(ignored)))


def _in_folder(folder: Path, leave_out: Path | None) -> Class:
    top: dict[str, Found] = {}
    folders: dict[str, Callable[[], list[Found]]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            folders[path.name] = partial(_refuse, "is a link, which is not followed")
        elif path.is_dir():
            if not path.name.startswith(HIDDEN) and not (leave_out and path.resolve() == leave_out.resolve()):
                folders[path.name] = partial(_files, path)
        else:
            top[path.name] = Found(PurePosixPath(path.name), partial(read_bytes, path))
    return _entries(top, folders)


def _files(folder: Path) -> list[Found]:
    return intake.folder_files(folder)


def _without_wrapping(files: list[Found]) -> list[Found]:
    """The files without the one folder that lies around all of them, unless that folder is a student's."""
    if len({file.path.parts[0] for file in files}) != 1 or any(len(file.path.parts) == 1 for file in files):
        return files
    inner = [Found(PurePosixPath(*file.path.parts[1:]), file.read) for file in files]
    of_one = any(_is_plain_module(file.path.name) and len(file.path.parts) == 1 for file in inner)
    return files if of_one or {file.path.parts[0] for file in inner} == {"exercises"} else inner


def _is_plain_module(name: str) -> bool:
    return intake.module_of(name) == PurePosixPath(name).stem


def _in_zip(path: Path) -> Class:
    try:
        files = members(zipfile.ZipFile(path))
    except BROKEN_ZIP as error:
        raise UnreadableClass(f"{path} is no zip that can be read ({type(error).__name__})") from None
    files = _without_wrapping(files)
    top: dict[str, Found] = {}
    below: dict[str, list[Found]] = {}
    for file in files:
        name, *rest = file.path.parts
        if rest:
            below.setdefault(name, []).append(Found(PurePosixPath(*rest), file.read))
        else:
            top[name] = file
    return _entries(top, {name: partial(list, files) for name, files in below.items()})


def read_class(path: Path, leave_out: Path | None = None) -> Class:
    """The class in a folder, or in a zip of everybody's work. Raises UnreadableClass in one line.

    leave_out: a folder in it that is no submission, such as the one for the reports.
    """
    if path.is_dir():
        found = _in_folder(path, leave_out)
    elif path.is_file() and path.suffix.lower() == ".zip":
        found = _in_zip(path)
    else:
        what = "is no folder of submissions and no zip of them" if path.exists() else "is not there"
        raise UnreadableClass(f"{path} {what}")
    if any(_is_plain_module(name) for name in found.ignored):
        raise UnreadableClass(f"{path} looks like one submission: try python -m grader check --submission {path}")
    if not found.entries:
        raise UnreadableClass(f"there are no submissions in {path}: no folders, no zips, no step modules")
    return found


def chosen(entries: tuple[Entry, ...], patterns: list[str]) -> Iterator[Entry]:
    """The entries whose student matches one of these names or patterns; all where there are none."""
    from fnmatch import fnmatchcase

    for entry in entries:
        if not patterns or any(entry.student == name or fnmatchcase(entry.student, name) for name in patterns):
            yield entry
