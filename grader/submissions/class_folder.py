"""A class: the submissions in one folder, or in one zip, as course systems hand them out. Bytes only, as in `intake`.

An entry is everything of one student: a folder, a zip, loose files with the same beginning (Canvas writes
`doejane_1234_5678_step3_loss.py`), or several of these (`grouping` says whose each thing is). What cannot be read is a
submission with nothing in it and a remark: a student who handed something in is never missing from the list.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from grader.submissions import archives, defining, exports, grouping, intake, systems
from grader.submissions.archives import BROKEN_ZIP
from grader.submissions.found import MAX_BYTES, Found, on_disk
from grader.submissions.grouping import FOLDER, LOOSE, ZIP, Files, Person, Thing, beginning_of, found_of
from grader.submissions.intake import OTHER_ARCHIVES, gather
from grader.submissions.naming import is_code, is_plain, is_test, near_module, plain_text
from grader.submissions.submission import Submission, decode_source

HIDDEN = (".", "__")
NO_NAME = "nobody's name is on it"


class UnreadableClass(ValueError):
    """There is nothing at that path that could be a class."""


@dataclass(frozen=True)
class Entry:
    """One student's work, not read yet. name, ids: how the course system, or a roster, knows the student."""

    student: str
    files: Callable[[], list[Found]]  # raises ValueError where there is nothing to read
    name: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)

    def read(self) -> Submission:
        """The submission; an empty one with a remark where it cannot be read."""
        try:
            return gather(self.student, self.files())
        except ValueError as error:
            return Submission(self.student, {}, problems=(f"{self.student} {error}",))
        except Exception as error:  # whatever it is made of, it must not stop the class
            return Submission(self.student, {}, problems=(f"{self.student} cannot be read ({type(error).__name__})",))

    def is_called(self, name: str) -> bool:
        """Whether somebody means this student by a name, an id of the course system, or a pattern."""
        from fnmatch import fnmatchcase

        wanted = plain_text(name)
        own = {plain_text(text) for text in (self.student, self.name, *self.ids.values()) if text}
        return any(wanted == text or fnmatchcase(text, wanted) for text in own)


@dataclass(frozen=True)
class Class:
    """The entries in the order of their names, what was left out, and what else there is to say.

    reasons: why, for what was left out.
    """

    entries: tuple[Entry, ...]
    ignored: tuple[str, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass
class _Top:
    """What lies at the top of a class: loose files by name, folders by name."""

    files: dict[str, Found] = field(default_factory=dict)
    folders: dict[str, Files] = field(default_factory=dict)


def refuse(why: str) -> list[Found]:
    """Stands for files that are not there: says why."""
    raise ValueError(why)


def _things(top: _Top, reasons: dict[str, str]) -> Iterator[Thing]:
    """What belongs to somebody; why the rest does not."""
    for name, files in top.folders.items():
        yield Thing(name, FOLDER, files, _handed(name))
    for name, file in top.files.items():
        suffix, handed = PurePosixPath(name).suffix.casefold(), _handed(name)
        if name.startswith(HIDDEN):
            continue
        if suffix == ".zip":
            yield Thing(name, ZIP, partial(list, [file]), handed)
        elif suffix in OTHER_ARCHIVES:
            yield Thing(name, ZIP, partial(refuse, f"is a {suffix} archive: send a zip"), handed)
        elif handed:
            of_an_attempt = handed.about and handed.system == "Blackboard"  # the others are what a student has typed
            yield Thing(name, LOOSE, partial(list, [] if of_an_attempt else [file]), handed)
        elif is_test(name):
            reasons[name] = "a file of checks"
        elif beginning := beginning_of(name):
            yield Thing(name, LOOSE, partial(list, [file]), whose=beginning)
        elif is_plain(name) or near_module(name):
            reasons[name] = NO_NAME
        elif is_code(name) and _defines_something(file):
            yield Thing(name, LOOSE, partial(list, [file]), whose=PurePosixPath(name).stem)
        else:
            reasons[name] = "no submission"


def _handed(name: str) -> systems.Handed | None:
    """What a course system says by a name. Canvas names no folders, but a zip of its may have been unpacked."""
    handed = systems.parse(name)
    return handed if handed and (handed.system != "Canvas" or handed.rest) else None


def _defines_something(file: Found) -> bool:
    try:
        return bool(defining.functions_in(decode_source(file.read(MAX_BYTES))))
    except ValueError:
        return False


def _entry(person: Person) -> Entry:
    return Entry(person.row, partial(_files_of, person), person.name, person.ids)


def _files_of(person: Person) -> list[Found]:
    """All that is a person's. Raises ValueError where none of it can be had."""
    found: list[Found] = []
    wrong: list[str] = []
    alone = len(person.things) == 1
    names = [thing.own_name for thing in person.things if thing.own_name]
    plain = len(set(names)) == len(names)
    for thing in person.things:
        try:
            found += [found_of(thing, file, alone, plain) for file in thing.files()]
        except ValueError as error:
            wrong.append(str(error) if alone else f"{thing.name} {error}")
            found.append(Found(PurePosixPath(thing.name), partial(_again, str(error))))
    if wrong and len(wrong) == len(person.things):
        raise ValueError("; ".join(wrong))
    return found


def _again(why: str, _: int) -> bytes:
    raise ValueError(why)


def _with_submitters(top: _Top) -> Iterator[Person]:
    """The persons of a Gradescope export, whose folders are taken out of the class."""
    exported = exports.read(top.files.pop(exports.METADATA).read(exports.MAX_BYTES))
    found: dict[str, Person] = {}
    for submission in sorted(exported.values(), key=lambda one: one.created):
        files = top.folders.pop(submission.folder, partial(refuse, f"has no folder {submission.folder} in the export"))
        for who in submission.submitters or (exports.Submitter(submission.folder, "", ""),):
            key = who.email or who.sid or who.name or submission.folder
            name, known = who.name or who.email or key, {"sid": who.sid, "email": who.email}
            whose = ("Gradescope", key, key, name, submission.folder, "")
            handed = systems.Handed(*whose, (submission.created,), f"that of {submission.created[:16]}")
            row = name if name == submission.folder else f"{name} ({submission.folder})"
            thing = Thing(submission.folder, FOLDER, files, handed)
            earlier = found[key].things if key in found else []
            found[key] = Person(row, [thing, *earlier], name, {kind: id for kind, id in known.items() if id})
    yield from found.values()


def _class_of(top: _Top) -> Class:
    reasons: dict[str, str] = {}
    persons = list(_with_submitters(top)) if exports.METADATA in top.files else []
    persons += grouping.persons(_things(top, reasons))
    entries: dict[str, Entry] = {}
    for person in persons:
        while person.row in entries:  # a folder and a zip of one name are two students
            others = (thing.name for thing in person.things if thing.name not in entries)
            person.row = next(others, f"{person.row} ({person.things[0].kind}s)")
        entries[person.row] = _entry(person)
    ordered = tuple(entries[row] for row in sorted(entries))
    return Class(ordered, tuple(sorted(reasons)), reasons)


def _in_folder(folder: Path, leave_out: Path | None) -> Class:
    top = _Top()
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            top.folders[path.name] = partial(refuse, "is a link, which is not followed")
        elif path.is_dir():
            if not path.name.startswith(HIDDEN) and not (leave_out and path.resolve() == leave_out.resolve()):
                top.folders[path.name] = partial(_files_in, path)
        else:
            top.files[path.name] = on_disk(path, PurePosixPath(path.name))
    if len(top.folders) == 1 and all(name.startswith(HIDDEN) for name in top.files):
        (inner,) = (folder / name for name in top.folders)
        if inner.is_dir() and not inner.is_symlink() and _is_a_class(inner):
            return _in_folder(inner, leave_out)
    if not top.folders and len(visible := [name for name in top.files if not name.startswith(HIDDEN)]) == 1:
        (name,) = visible
        if name.casefold().endswith(".zip") and _is_a_zipped_class(folder / name):
            return _in_zip(folder / name)
    return _class_of(top)


def _is_a_zipped_class(path: Path) -> bool:
    """Whether the only zip in a folder is a download of everybody's work, and not one student's."""
    try:
        with zipfile.ZipFile(path) as archive:
            tops = {name.partition("/")[0] for name in archive.namelist()}
    except BROKEN_ZIP:
        return False
    return exports.METADATA in tops or sum(_handed(name) is not None for name in tops) > 1


def _is_a_class(folder: Path) -> bool:
    """Whether a course system has named what lies in a folder: then it lies around a class, and is no student's."""
    try:
        return any(path.name == exports.METADATA or _handed(path.name) for path in folder.iterdir())
    except OSError:
        return False


def _files_in(folder: Path) -> list[Found]:
    return intake.folder_files(folder)


def _without_wrapping(files: list[Found]) -> list[Found]:
    """The files without the one folder that lies around all of them, unless that folder is a student's."""
    if len({file.path.parts[0] for file in files}) != 1 or any(len(file.path.parts) == 1 for file in files):
        return files
    inner = [_below(file) for file in files if file.path.parts[1:] != (archives.FOLDER,)]
    of_one = any(is_plain(file.path.name) and len(file.path.parts) == 1 for file in inner)
    return files if of_one or {file.path.parts[0] for file in inner} == {"exercises"} else inner


def _below(file: Found) -> Found:
    return Found(PurePosixPath(*file.path.parts[1:]), file.read, file.stream)


def _in_zip(path: Path) -> Class:
    try:
        files = archives.members(zipfile.ZipFile(path), folders=True)
    except BROKEN_ZIP as error:
        raise UnreadableClass(f"{path} is no zip that can be read ({type(error).__name__})") from None
    top = _Top()
    below: dict[str, list[Found]] = {}
    for file in _without_wrapping([file for file in files if not file.path.parts[0].startswith(HIDDEN)]):
        if len(file.path.parts) > 1:
            below.setdefault(file.path.parts[0], []).append(_below(file))
        else:
            top.files[file.path.name] = file
    top.folders = {name: partial(list, files) for name, files in below.items()}
    return _class_of(top)


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
    rows = {entry.student for entry in found.entries}
    nobodys = sum(why == NO_NAME for why in found.reasons.values())
    if nobodys >= max(1, len(rows)) or {"exercises", "grader"} <= rows:
        raise UnreadableClass(f"{path} looks like one submission: try python -m grader check --submission {path}")
    if not found.entries:
        raise UnreadableClass(f"there are no submissions in {path}: no folders, no zips, no step modules")
    return found


def chosen(entries: tuple[Entry, ...], patterns: list[str]) -> Iterator[Entry]:
    """The entries whose student matches one of these names, ids or patterns; all where there are none."""
    for entry in entries:
        if not patterns or any(entry.is_called(name) for name in patterns):
            yield entry
