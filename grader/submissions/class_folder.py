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
from grader.submissions import wrapping as around
from grader.submissions.archives import BROKEN_ZIP
from grader.submissions.found import MAX_BYTES, Found, on_disk
from grader.submissions.grouping import FOLDER, LOOSE, ZIP, Files, Person, Thing, beginning_of, found_of
from grader.submissions.intake import OTHER_ARCHIVES, gather
from grader.submissions.naming import is_code, is_plain, is_test, near_module, plain_text
from grader.submissions.submission import Submission, decode_source
from grader.submissions.wrapping import handed, is_hidden

OF_A_MAC = "._"
OF_PROGRAMS = (".git", ".venv", ".vscode", ".idea", ".ipynb_checkpoints", "__")
HIDDEN = "its name begins with a dot"
REPORTS = "reports of an earlier grading"
STATE = ".grading.json"  # lies in a folder of reports
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
    """What lies at the top of a class: loose files by name, folders by name; why folders were passed over."""

    files: dict[str, Found] = field(default_factory=dict)
    folders: dict[str, Files] = field(default_factory=dict)
    passed_over: dict[str, str] = field(default_factory=dict)
    wrapping: str = ""  # the folder that lay around everybody's

    def free(self, name: str) -> str:
        """A name that nothing has yet: two names may be the same as text."""
        found, number = name, 2
        while found in self.files or found in self.folders:
            found, number = f"{name} [{number}]", number + 1  # not "(2)", which is the same person's
        return found


def refuse(why: str) -> list[Found]:
    """Stands for files that are not there: says why."""
    raise ValueError(why)


def _things(top: _Top, reasons: dict[str, str]) -> Iterator[Thing]:
    """What belongs to somebody; why the rest does not."""
    reasons |= top.passed_over
    for name, files in top.folders.items():
        yield Thing(name, FOLDER, files, handed(name))
    for name, file in top.files.items():
        suffix, by = PurePosixPath(name).suffix.casefold(), handed(name)
        if is_hidden(name):
            if near_module(name) and not name.startswith(OF_A_MAC):
                reasons[name] = HIDDEN
            continue
        if suffix == ".zip":
            yield Thing(name, ZIP, partial(list, [file]), by)
        elif suffix in OTHER_ARCHIVES:
            yield Thing(name, ZIP, partial(refuse, f"is a {suffix} archive: send a zip"), by)
        elif by:
            of_an_attempt = by.about and by.system == "Blackboard"  # the others are what a student has typed
            yield Thing(name, LOOSE, partial(list, [] if of_an_attempt else [file]), by)
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
    notes = (f"the folder {top.wrapping} was taken for that of the class",) if top.wrapping else ()
    return Class(ordered, tuple(sorted(reasons)), reasons, notes)


def _in_folder(folder: Path, leave_out: Path | None, wrapping: str = "") -> Class:
    top = _Top(wrapping=wrapping)
    for path in sorted(folder.iterdir()):
        name = top.free(_as_text(path.name))
        if path.is_symlink():
            top.folders[name] = partial(refuse, "is a link, which is not followed")
        elif not path.is_dir():
            top.files[name] = on_disk(path, PurePosixPath(name))
        elif leave_out and path.resolve() == leave_out.resolve():
            continue
        elif is_hidden(name):
            if not name.startswith(OF_PROGRAMS) and _holds_a_step(path):
                top.passed_over[name] = HIDDEN
        elif (path / STATE).is_file():
            top.passed_over[name] = REPORTS
        else:
            top.folders[name] = partial(_files_in, path)
    if len(top.folders) == 1 and all(map(is_hidden, top.files)):
        inner = next((path for path in folder.iterdir() if _as_text(path.name) in top.folders), folder)
        if not inner.is_symlink() and around.is_a_class(inner):
            return _in_folder(inner, leave_out, inner.name)
    if not top.folders and len(visible := [name for name in top.files if not is_hidden(name)]) == 1:
        (name,) = visible
        if name.casefold().endswith(".zip") and around.is_a_zipped_class(folder / name):
            return _in_zip(folder / name)
    return _class_of(top)


def _holds_a_step(folder: Path) -> bool:
    try:
        return any(is_plain(file.path.name) for file in _files_in(folder))
    except ValueError:
        return False


def _as_text(name: str) -> str:
    """The name of a file as text, also where it is none in UTF-8: then it comes from an older system.

    >>> _as_text("Ren\\udce9") == "Ren\u00e9", _as_text("ada")
    (True, 'ada')
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("latin-1")
    return name


def _files_in(folder: Path) -> list[Found]:
    return intake.folder_files(folder)


def _in_zip(path: Path) -> Class:
    try:
        files = archives.members(zipfile.ZipFile(path), folders=True)
    except BROKEN_ZIP as error:
        raise UnreadableClass(f"{path} is no zip that can be read ({type(error).__name__})") from None
    top = _Top()
    below: dict[str, list[Found]] = {}
    for file in around.without_wrapping(files):
        if len(file.path.parts) > 1:
            below.setdefault(file.path.parts[0], []).append(around.below(file))
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
