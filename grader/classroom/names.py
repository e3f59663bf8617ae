"""What the name of a submission tells of when it came and whose it is; and names of all scripts on a terminal."""

import sys
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from grader.examination.cleaning import one_line
from grader.submissions import systems
from grader.submissions.naming import plain_text


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
    """What the name of a submission tells, as course systems make them (see `submissions/systems.py`)."""
    if not (found := systems.parse(student)):
        return Told()
    when = None
    if found.system in ("Blackboard", "Brightspace"):  # where attempts are in the order of their dates
        when = datetime.fromisoformat(" ".join(map(str, found.order)))
    return Told(found.system, found.name or found.id, found.id, when, found.late)


def called(student: str) -> set[str]:
    """Everything that somebody may call a submission by, without regard to case."""
    told = told_by(student)
    return {plain_text(one_line(name)) for name in (student, told.person, told.id) if name}


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
