"""How course systems name what they hand out: whose it is, which attempt, and what the student called it.

The patterns are those of Canvas (`lib/content_zipper.rb`), Moodle (`mod/assign`, with and without folders), Blackboard
and Brightspace. Everything else that is in a class has a name that a person gave it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

FILE_ID = r"\d{5,}|(?!(?:19|20)\d\d_)\d{4}"  # a number that is no year
CANVAS = re.compile(
    rf"(?:(?P<name>[^\W_]*[^\W\d_][^\W_]*)_(?P<late>LATE_)?(?P<id>\d+)|(?P<hidden>(?:LATE_)?anon_[^\W_]+))"
    rf"_(?P<file>{FILE_ID})(?:_(?P<rest>.*))?",
    re.S,
)  # doejane_LATE_12345_67890_step1_activations.py
CANVAS_TEXT = re.compile(r"(?P<name>[^\W_]*[^\W\d_][^\W_]*)_(?P<late>LATE_)?(?P<id>\d+)_(?P<rest>(?:text|link)\.html)")
MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>[^\W_]+)(?:_(?P<rest>.*))?", re.S)
BLACKBOARD = re.compile(
    r"(?P<work>.+)_(?P<id>[^_]+)_attempt_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<rest>.+)|(?P<about>\.txt))?",
    re.S,
)
BRIGHTSPACE = re.compile(
    r"(?P<id>\d+)-(?P<folder>\d+) ?- ?(?P<name>.+?) - (?P<when>[^-]*\b\d{4}\b[^-]*?)(?: - (?P<rest>.+))?", re.S
)  # 12345-67890 - Jane Doe - Nov 20, 2026 1011 AM
MADE_LATER = re.compile(r"-(\d+)(\.[^.]*|)$")  # what Canvas puts behind a name that was handed in before
LONGEST = 1_000  # characters of a name that a course system has made
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME = re.compile(r"\b(\d{1,2}):?(\d\d)(?::\d\d)?\s*(AM|PM)?\s*$", re.I)


@dataclass(frozen=True)
class Handed:
    """What the name of a file or folder says.

    person: the same for everything of one student. name: of the student, as the system writes it. rest: what the
    student called the file, "" for a folder. beginning: the part of the name that says whose it is. order: grows from
    attempt to attempt. attempt: that attempt in words, "" where the name has none. about: whether the system made
    the file, of typed text or of an attempt.
    """

    system: str
    person: str
    id: str
    name: str
    beginning: str
    rest: str = ""
    order: tuple[str | int, ...] = ()
    attempt: str = ""
    about: bool = False
    late: bool = False


def parse(name: str) -> Handed | None:
    """What a course system says by the name of a file or of a folder; None where no system named it."""
    if len(name) > LONGEST:  # which the expressions would take long for
        return None
    for understand in (_moodle, _blackboard, _brightspace, _canvas):
        if found := understand(name):
            return found
    return None


def _canvas(name: str) -> Handed | None:
    found = CANVAS.fullmatch(name)
    if found:
        rest = found["rest"] or ""
        again = MADE_LATER.search(rest)
        original = rest[: again.start()] + again[2] if again else rest
        number = found["id"] or ""
        who = f"{found['name']}_{number}" if number else found["hidden"].removeprefix("LATE_")
        late = bool(found["late"]) or name.startswith("LATE_")
        order = (int(found["file"][:18]), int(again[1][:9]) if again else 0)
        begins = name[: found.end("file")]
        return Handed("Canvas", f"Canvas {who}", number, found["name"] or "", begins, original, order, late=late)
    if found := CANVAS_TEXT.fullmatch(name):
        who, begins = f"{found['name']}_{found['id']}", name[: found.end("id")]
        late = bool(found["late"])
        return Handed(
            "Canvas", f"Canvas {who}", found["id"], found["name"], begins, found["rest"], about=True, late=late
        )
    return None


def _moodle(name: str) -> Handed | None:
    if not (found := MOODLE.fullmatch(name)):
        return None
    begins, typed = name[: found.end("kind")], found["kind"] != "file"
    return Handed(
        "Moodle", f"Moodle {found['id']}", found["id"], found["name"], begins, found["rest"] or "", about=typed
    )


def _blackboard(name: str) -> Handed | None:
    if not (found := BLACKBOARD.fullmatch(name)):
        return None
    day, time = found["when"][:10], found["when"][11:].replace("-", ":")
    person, begins = f"Blackboard {found['work']}_{found['id']}", name[: found.end("when")]
    whose = ("Blackboard", person, found["id"], "", begins, found["rest"] or "")
    return Handed(*whose, (day, time), f"that of {day} {time}", bool(found["about"]))


def _brightspace(name: str) -> Handed | None:
    found = BRIGHTSPACE.fullmatch(name)
    if not found or not (when := in_words(found["when"])):
        return None
    person, begins = f"Brightspace {found['id']} {found['name']}", name[: found.end("when")]
    whose = ("Brightspace", person, found["id"], found["name"], begins, found["rest"] or "")
    return Handed(*whose, (when.isoformat(),), f"that of {when:%Y-%m-%d %H:%M}")


def in_words(text: str) -> datetime | None:
    """A date as Brightspace and Moodle write it: "Nov 20, 2026 1011 AM", "Friday, 20 November 2026, 10:11 PM"."""
    time = TIME.search(text)
    date = text[: time.start()] if time else text
    year, day = re.search(r"\b(20\d\d)\b", date), re.search(r"\b(\d{1,2})\b", date)
    words = [word[:3].casefold() for word in re.findall(r"[^\W\d_]{3,}", date)]
    month = next((MONTHS.index(word) + 1 for word in words if word in MONTHS), 0)
    if not (time and year and day and month):
        return None
    hour = int(time[1]) % 12 + 12 * (time[3].upper() == "PM") if time[3] else int(time[1])
    try:
        return datetime(int(year[1]), month, int(day[1]), hour, int(time[2]))
    except ValueError:
        return None


def row_for(name: str, ids: Mapping[str, str]) -> str:
    """What to call somebody who handed in nothing: as the system would have named it, so that the id is not lost.

    >>> row_for("Doe, Jane", {"Canvas": "12345"}), row_for("Jane Doe", {"Moodle": "77"}), row_for("Jane Doe", {})
    ('doejane_12345_0000_nothing', 'Jane Doe_77_assignsubmission_nothing', 'Jane Doe')
    """
    if (id := ids.get("Canvas", "")).isdigit() and (word := run_together(name)):
        return f"{word}_{id}_0000_nothing"
    if (id := ids.get("Moodle", "")).isdigit():
        return f"{name}_{id}_assignsubmission_nothing"
    return name


def run_together(name: str) -> str:
    """A name as Canvas puts it in front of a file: "doejane" for "Doe, Jane", and for "Jane Doe"."""
    parts = name.split(",", 1) if "," in name else name.rsplit(" ", 1)[::-1]
    return "".join(re.findall(r"[^\W\d_]+", " ".join(parts))).lower()


def canvas_id(student: str) -> str:
    """The Canvas user id in the name of a submission; "" where Canvas has not named it.

    >>> canvas_id("doejane_LATE_12345_67890_work"), canvas_id("group_7")
    ('12345', '')
    """
    return _id_of(student, "Canvas")


def moodle_id(student: str) -> str:
    """The participant's number in the name of a submission; "" where Moodle has not named it.

    >>> moodle_id("Jane Doe_123456_assignsubmission_file"), moodle_id("Jane Doe")
    ('123456', '')
    """
    return _id_of(student, "Moodle")


def _id_of(student: str, system: str) -> str:
    handed = parse(student)
    return handed.id if handed and handed.system == system else ""


def name_of(student: str) -> str:
    """The name of a student without what a course system adds to it."""
    handed = parse(student)
    return (handed and handed.name) or student
