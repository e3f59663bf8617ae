"""Who is in a class, from a list of the course system: so that those who handed in nothing have a row as well.

Understood are Canvas's export of the gradebook, Moodle's grading worksheet and list of participants, the lists of
Blackboard, Brightspace and Gradescope, and a plain list with one id or name on each line.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from grader.submissions.class_folder import Class, Entry, refuse
from grader.submissions.found import read_bytes
from grader.submissions.naming import plain_text
from grader.submissions.systems import row_for, run_together

MAX_BYTES = 20_000_000
MAX_PEOPLE = 50_000
LISTED = 12  # names in one note
NOTHING = "handed in nothing"
NAMES = ("student", "full name", "name", "student name", "learner")
FIRST = ("first name", "firstname", "given name", "vorname", "prenom", "nombre", "voornaam", "nome")
LAST = ("last name", "lastname", "surname", "family name", "nachname", "nom", "apellido(s)", "apellidos", "achternaam")
IDS = {  # of which system, or what kind, each column's ids are
    "id": "number",
    "identifier": "Moodle",
    "orgdefinedid": "OrgDefinedId",
    "sis user id": "SIS",
    "sis login id": "login",
    "username": "login",
    "user name": "login",
    "login": "login",
    "email": "email",
    "email address": "email",
    "e-mail": "email",
    "sid": "sid",
    "id number": "number",
    "student id": "number",
}
NO_TEXT = (b"PK\3\4", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")  # how workbooks and other documents begin
NOBODY = re.compile(r"points possible|manual posting|student, test|test student", re.I)


class UnreadableRoster(ValueError):
    """There is no list of people at that path; the message says why in one line."""


@dataclass(frozen=True)
class Listed:
    """Somebody on the list. ids: by the system or the kind that they are of."""

    name: str
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def row(self) -> str:
        """What to call them where there is no submission to name them."""
        return row_for(self.name or next(iter(self.ids.values())), self.ids)


def _text(data: bytes) -> str:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _header(cells: Sequence[str]) -> list[str]:
    """The names of columns as one compares them: without accents."""
    bare = unicodedata.normalize("NFKD", "\n".join(cells)).encode("ascii", "ignore").decode()
    return [cell.strip().casefold() for cell in bare.split("\n")]


def _row(cells: dict[str, str]) -> Listed | None:
    name = next((cells[column] for column in NAMES if cells.get(column)), "")
    first, last = (next((cells[c] for c in columns if cells.get(c)), "") for columns in (FIRST, LAST))
    name = name or f"{first} {last}".strip()
    ids = {kind: cells[column].removeprefix("#") for column, kind in reversed(IDS.items()) if cells.get(column)}
    if "student" in cells and "id" in cells:
        ids["Canvas"] = ids.pop("number", "")
    if "Moodle" in ids:
        ids["Moodle"] = re.sub(r"^\D+", "", ids["Moodle"])  # "Participant 123456", in any language
    ids = {kind: text for kind, text in ids.items() if text}
    if not (name or ids) or NOBODY.match(name):
        return None
    return Listed(name, ids)


def people(text: str, name: str) -> list[Listed]:
    """Everybody on a list. Raises UnreadableRoster."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    delimiter = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(map(str.strip, row))]
    if not rows:
        raise UnreadableRoster(f"{name} is empty")
    header = _header(rows[0])
    if {*NAMES, *FIRST, *LAST, *IDS} & set(header):
        made = (_row({h: c.strip() for h, c in zip(header, cells, strict=False)}) for cells in rows[1:MAX_PEOPLE])
        return [one for one in made if one]
    lines = [f"{delimiter} ".join(cell.strip() for cell in row) for row in rows[:MAX_PEOPLE]]
    if len(header) > 1 and not all(re.fullmatch(r"[^\d,]+, [^\d,]+", line) for line in lines):  # Doe, Jane
        columns = ", ".join(cell.strip() for cell in rows[0][:6])
        raise UnreadableRoster(f"{name} has no column of names or ids that is known; its columns are: {columns}")
    return [Listed(line, {"any": line}) for line in lines]


def read(path: Path) -> list[Listed]:
    """Everybody on the list in a file. Raises UnreadableRoster."""
    try:
        data = read_bytes(path, MAX_BYTES)
        if data.startswith(NO_TEXT):
            raise UnreadableRoster(f"{path} is no text, but a workbook or the like: save it as CSV")
        found = people(_text(data), path.name)
    except (ValueError, csv.Error) as error:
        if isinstance(error, UnreadableRoster):
            raise
        raise UnreadableRoster(f"{path} {error}") from None
    if not found:
        raise UnreadableRoster(f"there is nobody on the list in {path.name}")
    return found


def _words(name: str) -> tuple[str, ...]:
    """The words of a name, in no order: "Doe, Jane" is "jane doe"."""
    return tuple(sorted(re.findall(r"[^\W_]+", plain_text(name))))


def _keys(one: Listed) -> set[tuple[str, object]]:
    ids: set[tuple[str, object]] = {("id", plain_text(id)) for id in one.ids.values()}
    if not one.name:
        return ids
    return ids | {("name", _words(one.name)), ("together", run_together(plain_text(one.name)))}


def _keys_of(entry: Entry) -> set[tuple[str, object]]:
    ids = {("id", plain_text(id)) for id in (*entry.ids.values(), entry.student)}
    stem = PurePosixPath(entry.student).name
    names = {text for text in (entry.name, stem) if text}
    return ids | {("name", _words(name)) for name in names} | {("together", plain_text(name)) for name in names}


def _contradicts(one: Listed, entry: Entry) -> bool:
    """Whether one system knows the two by different ids."""
    return any(plain_text(one.ids[kind]) != plain_text(id) for kind, id in entry.ids.items() if kind in one.ids)


@dataclass
class _Matching:
    """Who on the list each entry is, by the names of the entries; who is left; names that more than one has."""

    found: dict[str, Listed]
    left: dict[int, Listed]
    shared: set[tuple[str, ...]]

    def by(self, kinds: tuple[str, ...], entries: Iterable[Entry]) -> None:
        """Find those whom ids, or names, say."""
        places: dict[tuple[str, object], list[int]] = {}
        for number, one in self.left.items():
            for key in _keys(one):
                if key[0] in kinds:
                    places.setdefault(key, []).append(number)
        for entry in entries:
            numbers = sorted({number for key in _keys_of(entry) for number in places.get(key, ())})
            fitting = [n for n in numbers if n in self.left and not _contradicts(self.left[n], entry)]
            if entry.student in self.found or not fitting:
                continue
            one = self.left.pop(fitting[0])
            if len(fitting) > 1 and "id" not in kinds:  # nobody knows which of them it is, so no id is theirs
                self.shared.add(_words(one.name))
                one = replace(one, ids={})
            self.found[entry.student] = one


def _matched(listed: list[Listed], entries: Sequence[Entry]) -> tuple[dict[str, Listed], list[Listed]]:
    """Who on the list each entry is, by the names of the entries; and who is left. An id counts before a name."""
    matching = _Matching({}, dict(enumerate(listed)), set())
    matching.by(("id",), entries)
    matching.by(("name", "together"), entries)
    missing = [replace(one, ids={}) if _words(one.name) in matching.shared else one for one in matching.left.values()]
    return matching.found, missing


def with_roster(found: Class, path: Path) -> Class:
    """The class with an entry for everybody on the list. Raises UnreadableRoster.

    Those who handed in nothing have an empty submission that says so; who is not on the list is said, and stays.
    """
    listed = read(path)
    matched, missing = _matched(listed, found.entries)
    entries = [_known(entry, matched[entry.student]) if entry.student in matched else entry for entry in found.entries]
    rows = {entry.student for entry in entries}
    for one in missing:
        row, number = one.row, 2
        while row in rows:
            row, number = f"{one.row} ({number})", number + 1
        rows.add(row)
        entries.append(Entry(row, partial(refuse, _why(one, found.ignored)), one.name, one.ids))
    strangers = [entry.student for entry in found.entries if entry.student not in matched]
    notes = (*found.notes, *_notes(path.name, [one.row for one in missing], strangers, len(listed)))
    return replace(found, entries=tuple(sorted(entries, key=lambda entry: entry.student)), notes=notes)


def _known(entry: Entry, one: Listed) -> Entry:
    listed = {"name": one.name} if one.name not in ("", entry.name) else {}
    return replace(entry, name=entry.name or one.name, ids={**listed, **one.ids, **entry.ids})


def _why(one: Listed, ignored: Iterable[str]) -> str:
    """Why somebody has no points: nothing is there, or a file of which nothing can be made."""
    theirs = (name for name in ignored if _keys(one) & _keys_of(Entry(PurePosixPath(name).stem, list)))
    name = next(theirs, "")
    return f"handed in {name}, of which nothing can be used" if name else NOTHING


def _notes(name: str, missing: list[str], strangers: list[str], count: int) -> Iterable[str]:
    yield f"{name}: {count} on the list, {len(missing)} of them {NOTHING}{_named(missing)}"
    if strangers:
        yield f"not on the list of {name}: {len(strangers)}{_named(strangers)}"


def _named(names: list[str]) -> str:
    more = ", ..." if len(names) > LISTED else ""
    return f" ({', '.join(names[:LISTED])}{more})" if names else ""
