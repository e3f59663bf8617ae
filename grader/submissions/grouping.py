"""Whose each thing in a class is: folders, zips and loose files become persons, each with all that is theirs."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from grader import curriculum
from grader.submissions.found import Found
from grader.submissions.naming import AGAIN, near_module
from grader.submissions.systems import Handed
from grader.submissions.tracks import NAMES as TRACKS

FOLDER, ZIP, LOOSE = "folder", "zip", "loose file"
ONCE_MORE = re.compile(r"(?: ?\(\d+\)| - copy| copy|[_\- ]v\d+)$", re.I)  # "ada (1)" beside "ada"
OF_A_STEP = re.compile(r"(.+?)[_\- ]+step[_\- ]?\d+[^\W\d]*$", re.I)  # "ada_step3", "ada_step3_loss"
SAID_OF_A_FILE = {"copy", "final", "new", "old", "fixed", "last", "latest", "v", "version", "done", "solution"}
Files = Callable[[], list[Found]]


@dataclass(frozen=True)
class Thing:
    """A folder, a zip or a loose file at the top of a class. whose: what a person's name says of it, if anything."""

    name: str
    kind: str
    files: Files
    handed: Handed | None = None
    whose: str = ""

    @property
    def row(self) -> str:
        """What the student would be called, had they handed in nothing else."""
        if self.kind == LOOSE:
            return self.handed.beginning if self.handed else self.whose
        return PurePosixPath(self.name).stem if self.kind == ZIP else self.name

    @property
    def own_name(self) -> str:
        """What the student called a file, "" where that is not known."""
        if self.handed:
            return self.handed.rest.replace("/", "_")
        begins = self.kind == LOOSE and self.name.startswith(self.whose)
        return re.sub(r"^[_\- ]+", "", self.name[len(self.whose) :]) if begins and near_module(self.name) else ""

    @property
    def order(self) -> tuple[str | int, ...]:
        return self.handed.order if self.handed else ()


@dataclass
class Person:
    """A student, and what is theirs: the things, the latest attempt first.

    ids: numbers and names by which course systems know them, by their kind.
    """

    row: str
    things: list[Thing]
    name: str = ""
    ids: dict[str, str] = field(default_factory=dict)


def beginning_of(name: str) -> str | None:
    """What a loose module or notebook has before its name: "doejane_12_34" for "doejane_12_34_step3_loss-1.py"."""
    modules = "|".join(step.module for step in curriculum.steps())
    files = rf"(?:{modules}){AGAIN}\.py|(?:{'|'.join(TRACKS)}){AGAIN}\.ipynb"
    if found := re.fullmatch(rf"(.+?)[_\- ](?:{files})", name):
        return found[1]
    if name.endswith(".ipynb") and PurePosixPath(name).stem not in TRACKS:
        return PurePosixPath(name).stem
    return _nearly(name) or _behind(name, modules)


def _nearly(name: str) -> str | None:
    """The same where the module's name is only nearly there: "ada" for "ada_Step3-Loss copy.py"."""
    for at in [match.start() for match in re.finditer(r"[_\- ]+", name)][-12:][::-1]:
        if at and near_module(name[at:].lstrip("_- ")):
            return name[:at].rstrip("_- ") or None
    return None


def _behind(name: str, modules: str) -> str | None:
    """Whose a module is when that stands behind its name: "ada" for "step3_loss_ada.py"."""
    found = re.fullmatch(rf"(?:{modules})[_\- ]+([^\W\d].*?){AGAIN}\.py", name, re.I)
    words = re.findall(r"[^\W\d_]+", found[1].casefold()) if found else []
    return found[1] if found and not SAID_OF_A_FILE.issuperset(words) else None


def owner_of(beginning: str) -> str:
    """What all files of a student begin with: Canvas adds a number for each file to name and number of the student."""
    return re.sub(r"^(.+_\d+)_\d+$", r"\1", beginning)


def persons(things: Iterable[Thing]) -> list[Person]:
    """Everybody of whom there is something, each once."""
    groups: dict[str, list[Thing]] = {}
    for thing in things:
        groups.setdefault(_key(thing), []).append(thing)
    groups = _parted(_joined(groups))
    return [_person(group) for group in groups.values()]


def _key(thing: Thing) -> str:
    if thing.handed:
        return thing.handed.person
    return f"{thing.kind} {owner_of(thing.whose) if thing.kind == LOOSE else thing.name}"


def _parted(groups: dict[str, list[Thing]]) -> dict[str, list[Thing]]:
    """What only looks like Canvas's is parted: in Canvas few files of a student have one name, and nobody is alone."""
    found: dict[str, list[Thing]] = {}
    alone = sum(group[0].handed is not None and group[0].handed.system == "Canvas" for group in groups.values()) == 1
    for key, group in groups.items():
        names = Counter((t.handed.rest, t.order[1:]) for t in group if t.handed and t.handed.system == "Canvas")
        if max(names.values(), default=0) < (2 if alone else 3):
            found[key] = group
            continue
        for thing in group:
            found.setdefault(f"{key} {thing.handed.beginning if thing.handed else ''}", []).append(thing)
    return found


def _joined(groups: dict[str, list[Thing]]) -> dict[str, list[Thing]]:
    """What one person has sent twice, or in parts, is joined: "ada (1).zip" to "ada.zip", "ada_step1.zip" to others."""
    stems = {key: PurePosixPath(group[0].name).stem for key, group in groups.items() if _is_plain(group[0], ZIP)}
    stems |= {key: group[0].name for key, group in groups.items() if _is_plain(group[0], FOLDER)}
    by_stem = {(groups[key][0].kind, stem): key for key, stem in stems.items()}
    for key, stem in stems.items():
        kind = groups[key][0].kind
        first = by_stem.get((kind, ONCE_MORE.sub("", stem)), key)
        if first != key and key in groups and first in groups:
            again = re.findall(r"\d+", stem[len(stems[first]) :])
            order = (int(again[-1][:9]) if again else 1,)
            groups[first] += [_made_later(thing, order) for thing in groups.pop(key)]
    parts: dict[str, list[str]] = {}
    for key, stem in stems.items():
        if key in groups and groups[key][0].kind == ZIP and (of_step := OF_A_STEP.fullmatch(stem)):
            parts.setdefault(of_step[1], []).append(key)
    for owner, keys in parts.items():
        whole = by_stem.get((ZIP, owner))
        if len(keys) > 1 or whole:
            together = [thing for key in keys for thing in groups.pop(key)]
            groups.setdefault(whole or f"parts {owner}", []).extend(replace(thing, whose=owner) for thing in together)
    return groups


def _is_plain(thing: Thing, kind: str) -> bool:
    return thing.kind == kind and thing.handed is None


def _made_later(thing: Thing, order: tuple[int, ...]) -> Thing:
    files = thing.files
    return replace(thing, files=lambda: [replace(file, order=order) for file in files()])


def _person(group: list[Thing]) -> Person:
    work = [thing for thing in group if not (thing.handed and thing.handed.about)] or group
    latest = max(work, key=lambda thing: thing.order)
    handed = latest.handed
    if len(work) == 1:
        row = latest.row
    elif handed is None:
        row = latest.whose if latest.kind == ZIP and latest.whose else min(thing.row for thing in work)
    elif handed.system == "Canvas":  # every file has a number of its own there, and the last attempt may be late
        row = min(t.handed.beginning for t in work if t.handed and t.handed.late == handed.late)
    else:
        row = latest.row if latest.kind == FOLDER else handed.beginning
    if handed is None:
        return Person(row, group, row)
    ids = {handed.system: handed.id} if handed.id else {}
    return Person(row, sorted(group, key=lambda thing: thing.order, reverse=True), handed.name, ids)


def found_of(thing: Thing, file: Found, alone: bool, plain: bool) -> Found:
    """A file of a thing as a file of the person: under its own name, and with the attempt that it belongs to.

    alone: whether the thing is all there is. plain: whether no two loose files have one name of their own.
    """
    own, handed = thing.own_name, thing.handed
    if thing.kind != FOLDER and own:
        file = replace(file, path=PurePosixPath(own), label="" if plain else thing.name)
    elif not alone:
        file = replace(file, label=thing.name if thing.kind == ZIP else f"{thing.name}/{file.shown}")
    return replace(file, order=handed.order, attempt=handed.attempt) if handed else file
