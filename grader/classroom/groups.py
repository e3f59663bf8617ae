"""Groups: one submission, several students, and a row for each of them.

The file has a row for each student: which submission, or which group, and who. A group's submission has the name of the
group, or of one of its students. Where several of a group have handed in, the one with the best result counts for all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.classroom import names
from grader.classroom.csv_files import read_table
from grader.examination.cleaning import one_line
from grader.submissions.naming import plain_text

OF_GROUPS = ("submission", "group", "team", "group name", "team name")  # names of columns
OF_STUDENTS = ("student", "name", "member", "student name", "full name")
OF_IDS = ("id", "canvas user id", "participant")
Data = dict[str, Any]  # a report


@dataclass(frozen=True)
class Member:
    """A student of a group. id: the one of the course system, or ""."""

    student: str
    id: str = ""

    @property
    def names(self) -> set[str]:
        return names.called(self.student) | ({plain_text(self.id)} if self.id else set())


@dataclass
class Group:
    """Some students who hand in together."""

    name: str
    members: list[Member] = field(default_factory=list)

    def handed_in(self, student: str) -> bool:
        """Whether the submission of this name is theirs."""
        called = names.called(student)
        return plain_text(one_line(self.name)) in called or any(called & member.names for member in self.members)


def read(path: Path) -> list[Group]:
    """The groups in a CSV file of submission (or group) and student, and perhaps an id. Raises ValueError."""
    found: dict[str, Group] = {}
    of: dict[str, str] = {}
    for name, student, identity in read_table(path, OF_GROUPS, OF_STUDENTS, OF_IDS):
        key = plain_text(one_line(name))
        group = found.setdefault(key, Group(name))
        if of.setdefault(plain_text(one_line(student)), key) != key:
            raise ValueError(f"{path}: {student} is in two groups")
        if all(plain_text(one_line(member.student)) != plain_text(one_line(student)) for member in group.members):
            group.members.append(Member(student, identity))
    if not found:
        raise ValueError(f"{path} has no groups in it")
    return list(found.values())


class Shared:
    """Which report counts for which group, and what is to be said of it."""

    def __init__(self, groups: list[Group]):
        self.groups = groups
        self._best: dict[str, tuple[float, str]] = {}  # by group: the best total, and whose submission has it
        self._several: dict[str, list[str]] = {}

    def _group_of(self, student: str) -> Group | None:
        return next((group for group in self.groups if group.handed_in(student)), None)

    def look_at(self, reports: Iterable[Data]) -> None:
        """Find the report that counts for each group."""
        for report in reports:
            if group := self._group_of(report["student"]):
                total = report["score"] + report["bonus"]
                self._several.setdefault(group.name, []).append(report["student"])
                if group.name not in self._best or total > self._best[group.name][0]:
                    self._best[group.name] = (total, report["student"])

    def rows(self, reports: Iterable[Data]) -> Iterator[Data]:
        """A report for each student: the group's, with the student as its "row" (name and id)."""
        for report in reports:
            group = self._group_of(report["student"])
            if not group:
                yield report | {"row": Member(report["student"]), "group": ""}
            elif self._best[group.name][1] == report["student"]:
                for member in group.members:
                    yield report | {"row": member, "group": group.name}

    def notes(self) -> Iterator[str]:
        """Remarks for the teacher."""
        for group in self.groups:
            students = self._several.get(group.name, [])
            if not students:
                yield f"nothing was handed in by the group {one_line(group.name)}"
            elif len(students) > 1:
                best = one_line(self._best[group.name][1])
                others = ", ".join(one_line(student) for student in students)
                yield f"the group {one_line(group.name)} has handed in {len(students)} times ({others}): {best} counts"
