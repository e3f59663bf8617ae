"""How late work came, and what that costs: by the names of course systems or a file of dates, and a rule.

A score stays what the checks gave. What is taken off, and what is left, stand beside it.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.classroom import names
from grader.classroom.csv_files import read_table
from grader.examination.cleaning import one_line
from grader.examination.report import points
from grader.submissions.naming import plain_text
from grader.submissions.systems import in_words

OF_STUDENTS = ("student", "submission", "name", "id", "identifier", "full name")  # names of columns
OF_DATES = ("date", "handed in", "submitted", "last modified (submission)")
PARTICIPANT = re.compile(r"^(?:participant[e]?|teilnehmer\S*|deelnemer|partecipante) (?=\d+$)")  # Moodle's identifier
UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
NUMBER = r"\d+(?:\.\d+)?"
RULE = re.compile(
    rf"(?P<amount>{NUMBER}) ?(?P<percent>%)?(?: ?points?)?(?: ?(?:/|per) ?(?P<unit>hour|day|week))?"
    rf"(?:,? (?:at most|max) (?P<most>{NUMBER}) ?(?P<most_percent>%)?(?: ?points?)?)?"
    rf"(?:,? after (?P<free>\d+) ?min(?:utes)?)?",
    re.IGNORECASE,
)
EXAMPLE = "10%/day, 2 points/day, 10%, 10%/day at most 50%, or 10%/day after 15 min"
Data = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """What lateness costs: an amount for each unit that has begun, or once; in points or in % of all points."""

    amount: float
    percent: bool
    unit: timedelta | None = None
    most: float | None = None
    most_percent: bool = False
    free: timedelta = timedelta()

    def penalty(self, late: timedelta | None, max_score: float) -> float | None:
        """The points to take off. late: None where it came late, and nobody knows how much; so may be the answer."""
        if late is None:
            return None if self.unit else self._points(self.amount, self.percent, max_score)
        if late <= self.free:
            return 0.0
        units = math.ceil(late / self.unit) if self.unit else 1
        found = units * self._points(self.amount, self.percent, max_score)
        if self.most is not None:
            found = min(found, self._points(self.most, self.most_percent, max_score))
        return round(found, 2)

    @staticmethod
    def _points(amount: float, percent: bool, max_score: float) -> float:
        return round(amount * max_score / 100 if percent else amount, 2)


def rule(text: str) -> Rule:
    """The rule that a person means by "10%/day". Raises ValueError with examples."""
    found = RULE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"no rule for late work: {text!r}; there are {EXAMPLE}")
    return Rule(
        float(found["amount"]),
        bool(found["percent"]),
        UNITS[found["unit"].lower()] if found["unit"] else None,
        float(found["most"]) if found["most"] else None,
        bool(found["most_percent"]),
        timedelta(minutes=int(found["free"] or 0)),
    )


def zone(name: str) -> tzinfo | None:
    """The time zone of this name, such as Europe/Vienna; None (that of this machine) for "". Raises ValueError."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone {name!r}; one is Europe/Vienna, another UTC") from None


def moment(text: str, where: tzinfo | None, what: str = "date", end_of_day: bool = False) -> datetime:
    """A moment from ISO 8601: 2026-12-11T18:00+01:00; without an offset, in this zone. Raises ValueError.

    end_of_day: whether a day alone means its end, else its beginning.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        said = f"no {what} {text!r}; write 2026-12-11T18:00, or 2026-12-11T18:00+01:00"
        raise ValueError(said) from None
    if end_of_day and not re.search("[T :]", text.strip()):
        found = datetime.combine(found.date() + timedelta(days=1), time())
    return in_zone(found, where)


def in_zone(found: datetime, where: tzinfo | None) -> datetime:
    """A moment with a zone: its own, else this one, else that of the machine."""
    if found.tzinfo is not None:
        return found
    return found.astimezone() if where is None else found.replace(tzinfo=where)


def words(late: timedelta) -> str:
    """A time in words, to the minute, rounded up.

    >>> words(timedelta(days=1, hours=2, seconds=1)), words(timedelta(minutes=5))
    ('1 d 2 h 1 min', '5 min')
    """
    minutes = math.ceil(late / timedelta(minutes=1))
    parts = (minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min")
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


@dataclass(frozen=True)
class Lateness:
    """Tells of each submission how late it was. dates: of those who stand in a file, by what they may be called."""

    due: datetime | None = None
    dates: Mapping[str, datetime] | None = None
    where: tzinfo | None = None
    rule: Rule | None = None

    def handed_in(self, student: str) -> datetime | None:
        """When a submission was handed in: by the file of dates, else by its name."""
        for name in names.called(student):
            if self.dates and name in self.dates:
                return self.dates[name]
        told = names.told_by(student)
        return in_zone(told.handed_in, self.where) if told.handed_in else None

    def of(self, student: str, report: Data) -> Data:
        """What a report is to say of it: "handed_in", "late" in words ("" for on time), "penalty", "final"."""
        when, is_late, by = self.handed_in(student), names.told_by(student).late, None
        if when and self.due:
            is_late = when.astimezone(UTC) > self.due.astimezone(UTC)  # not on the clock on the wall, which may jump
            by = when.astimezone(UTC) - self.due.astimezone(UTC) if is_late else None
        unknown = not when and not is_late and self.due is not None
        late = words(by) if by else "yes" if is_late else "unknown" if unknown else ""
        found = {"handed_in": when.isoformat(sep=" ", timespec="minutes") if when else "", "late": late}
        if self.rule:
            found |= self._costs(report, is_late, by)
        return found

    def _costs(self, report: Data, is_late: bool, by: timedelta | None) -> Data:
        assert self.rule
        total = report["score"] + report["bonus"]
        penalty = self.rule.penalty(by, report["max_score"] or report["max_bonus"]) if is_late else 0.0
        taken = min(penalty or 0.0, total)
        return {"penalty": penalty, "final": round(total - taken, 2)}


def said(late: Data, report: Data) -> str:
    """A sentence for the student's page; "" where the work was on time."""
    if late["late"] in ("", "unknown"):
        return ""
    by = "late" if late["late"] == "yes" else f"{late['late']} late"
    if "penalty" not in late:
        return f"Handed in {by}."
    if late["penalty"] is None:
        return f"Handed in {by}; what that costs could not be counted."
    total = points(report["score"] + report["bonus"])
    return (
        f"Handed in {by}: {points(late['penalty'])} points are taken off {total}, and {points(late['final'])} are left."
    )


def read_dates(path: Path, where: tzinfo | None) -> dict[str, datetime]:
    """The dates in a CSV file of student and date, by what students may be called; of several, the last one.

    Moodle's grading worksheet is such a file. Whoever has no date there is not in what is returned.
    Raises ValueError.
    """
    found: dict[str, datetime] = {}
    for student, text in read_table(path, OF_STUDENTS, OF_DATES, needed=1):
        if text.strip("- ") == "":  # who handed in nothing
            continue
        name = PARTICIPANT.sub("", plain_text(one_line(student)))
        told = in_words(text)
        when = in_zone(told, where) if told else moment(text, where, f"date for {student} in {path}:")
        found[name] = max(when, found.get(name, when), key=lambda one: one.astimezone(UTC))
    return found
