"""What the name of a submission tells: who it is of, by which id, and when it was handed in.

Course systems put this into the names of what they hand out:

    Canvas        doejane_LATE_12345_67890_step1_activations       12345 is the student, 67890 the file
    Moodle        Jane Doe_123456_assignsubmission_file
    Blackboard    Network by hand_jdoe_attempt_2026-12-11-17-30-05_work
    Brightspace   12345-67890 - Jane Doe - Dec 11, 2026 530 PM
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from functools import cache

from grader.examination.cleaning import one_line
from grader.submissions.class_folder import Entry

CANVAS = re.compile(r"(?P<name>[^\W\d_]+)_(?P<late>LATE_)?(?P<id>\d+)_\d{4,}(?:_.*)?")
MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_\w+")
BLACKBOARD = re.compile(r".+?_(?P<id>[^_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_.*)?")
BRIGHTSPACE = re.compile(r"(?P<id>\d+)-\d+ - (?P<name>.+?) - (?P<when>[^-]*\d{4},? \d{3,4} [AP]M)(?: - .*)?")
BRIGHTSPACE_DATES = ("%b %d, %Y %I%M %p", "%B %d, %Y %I%M %p", "%d %B, %Y %I%M %p", "%d %b, %Y %I%M %p")


@dataclass(frozen=True)
class Told:
    """What a name tells; "" and None where it does not. person: a name or a login. handed_in: without a time zone."""

    system: str = ""
    person: str = ""
    id: str = ""
    handed_in: datetime | None = None
    late: bool = False


@cache
def told_by(student: str) -> Told:
    """What the name of a submission tells."""
    if found := MOODLE.fullmatch(student):
        return Told("moodle", found["name"], found["id"])
    if found := BLACKBOARD.fullmatch(student):
        return Told("blackboard", found["id"], found["id"], _moment(found["when"], "%Y-%m-%d-%H-%M-%S"))
    if found := BRIGHTSPACE.fullmatch(student):
        hour = re.sub(r"(?<= )(\d)(?=\d\d [AP]M$)", r"0\1", found["when"])
        return Told("brightspace", found["name"], found["id"], _moment(hour, *BRIGHTSPACE_DATES))
    if found := CANVAS.fullmatch(student):
        return Told("canvas", found["name"], found["id"], None, bool(found["late"]))
    return Told()


def _moment(text: str, *forms: str) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def called(student: str) -> set[str]:
    """Everything that somebody may call a submission by, without regard to case."""
    told = told_by(student)
    return {one_line(name).casefold() for name in (student, told.person, told.id) if name}


def chosen(entries: Iterable[Entry], patterns: Sequence[str]) -> Iterator[Entry]:
    """The entries that one of these names, ids or patterns means; all where there are none."""
    wanted = [one_line(pattern).casefold() for pattern in patterns]
    for entry in entries:
        names = called(entry.student)
        if not wanted or any(pattern in names or any(fnmatchcase(n, pattern) for n in names) for pattern in wanted):
            yield entry


def shown(text: str, encoding: str | None) -> str:
    """A text as a terminal can show it: characters that its encoding has not are written as Python writes them.

    >>> shown("\u738b\u4f1f", "utf-8") == "\u738b\u4f1f", shown("\u738b\u4f1f a", "ascii")
    (True, '\\\\u738b\\\\u4f1f a')
    """
    try:
        return text.encode(encoding or "ascii", "backslashreplace").decode(encoding or "ascii")
    except LookupError:
        return text.encode("ascii", "backslashreplace").decode("ascii")


def on_screen(text: str) -> str:
    """A clean text on one line, as standard output can show it."""
    return shown(one_line(text), getattr(sys.stdout, "encoding", None))
