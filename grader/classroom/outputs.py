"""What is written about a class, from the reports that are there: tables, pages, and what goes back to students."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.checks.answer import Diagnosis
from grader.classroom import batch, changes, feedback_zip, late, pages, tables, unnamed
from grader.classroom.anonymous import Nameless
from grader.classroom.csv_files import FORMS, Form, form
from grader.classroom.groups import Group, Shared
from grader.classroom.groups import read as read_groups
from grader.curriculum.files import write_whole
from grader.submissions.class_folder import Entry

WITH_NAMES = ("canvas.csv", "moodle.csv", "feedback.zip", "similar.csv", "similar.html", "changes.csv", "changes.html")
Data = dict[str, Any]


def name_of(entry: Entry) -> str:
    """The name of a submission as it was handed in."""
    return entry.of.student if isinstance(entry, Nameless) and entry.of else entry.student


@dataclass(frozen=True)
class Plan:
    """What is asked for beyond grading."""

    title: str = "Neural network by hand"
    form: Form = FORMS["plain"]
    groups: tuple[Group, ...] = ()
    lateness: late.Lateness | None = None
    similar: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of grades.csv that nobody has who asks for nothing."""
        by_rule = ("penalty", "final") if self.lateness and self.lateness.rule else ()
        return (*(("group",) if self.groups else ()), *(("late", *by_rule) if self.lateness else ()))

    def finish(self, entry: Entry, report: Data) -> Data:
        """A report with what is no matter of grading."""
        if isinstance(entry, Nameless):
            report = entry.hidden(report)
        return report | {"late": self.lateness.of(name_of(entry), report)} if self.lateness else report


def plan(
    title: str,
    csv: str,
    groups: Path | None,
    dates: Path | None,
    due: str,
    timezone: str,
    late_penalty: str,
    similar: bool,
) -> Plan:
    """The plan that was asked for on the command line. Raises ValueError in one line."""
    if similar and not importlib.util.find_spec("copydetect"):
        raise ValueError("--similar needs copydetect: pip install -e '.[similar]'")
    where = late.zone(timezone)
    if dates and not due:
        raise ValueError("--dates tells when work came, and --due when it was due: add --due")
    lateness = None
    if due or late_penalty:
        lateness = late.Lateness(
            late.moment(due, where, "date", end_of_day=True) if due else None,
            late.read_dates(dates, where) if dates else None,
            where,
            late.rule(late_penalty) if late_penalty else None,
        )
    return Plan(title, form(csv), tuple(read_groups(groups)) if groups else (), lateness, similar)


def named(out: Path) -> dict[str, Diagnosis]:
    """What a teacher says of groups of wrong answers (`python -m grader name`)."""
    return unnamed.diagnoses(out)


def write(found: batch.Batch, plan: Plan, notes: list[str]) -> list[str]:
    """Write all of it. Returns the remarks for the teacher."""
    nameless = any(isinstance(entry, Nameless) for entry in found.entries)
    shared = Shared(list(plan.groups))
    shared.look_at(found.reports())
    count = sum(1 for _ in found.reports())
    notes = [*notes, *shared.notes(), *_about_late(found, plan)]
    if nameless:
        for name in WITH_NAMES:
            (found.out / name).unlink(missing_ok=True)
        told = "names stand in key.csv alone; canvas.csv, moodle.csv and feedback.zip need the same command without"
        notes.append(f"{told} --anonymous, which runs nobody's code again")
    _tables(found, plan, shared, nameless)
    if runs := changes.by_run(found.histories()):
        write_whole(found.out / "changes.csv", plan.form.text(tables.safe_rows(changes.csv_rows(runs))))
        write_whole(found.out / "changes.html", pages.changes_page(runs, plan.title))
        if found.when == runs[0][0]:
            notes.append(f"{len(runs[0][1])} of them have another score than before: changes.html")
    if plan.similar:
        from grader.classroom import similar

        notes += similar.write(found, plan.title, plan.form)
    about = pages.About(plan.title, found.settings.seed, found.settings.isolation, tuple(notes))
    groups = unnamed.groups(found)
    write_whole(found.out / "class.html", pages.class_page(found.reports(), about, groups))
    if count < len(found.entries):
        notes.append(f"{len(found.entries) - count} of the class have no report yet")
    return notes


def _tables(found: batch.Batch, plan: Plan, shared: Shared, nameless: bool) -> None:
    def rows() -> Iterator[Data]:
        return shared.rows(found.reports()) if plan.groups else found.reports()

    write_whole(found.out / "grades.csv", tables.grades(rows(), plan.form, plan.columns))
    if not nameless:
        write_whole(found.out / "canvas.csv", tables.canvas(rows(), plan.title))
        write_whole(found.out / "moodle.csv", tables.moodle(rows()))
        feedback_zip.write(found.out / "feedback.zip", rows(), found.out)


def _about_late(found: batch.Batch, plan: Plan) -> Iterator[str]:
    if not plan.lateness:
        return
    told = [report.get("late", {}) for report in found.reports()]
    came = [one for one in told if one.get("late") not in (None, "", "unknown")]
    due = f" (due {plan.lateness.due.isoformat(sep=' ', timespec='minutes')})" if plan.lateness.due else ""
    yield f"{len(came)} came late{due}"
    if unknown := sum(one.get("late") == "unknown" for one in told):
        yield f"nobody knows when {unknown} of them came: no date in the name; --dates FILE tells"
    if uncounted := sum("penalty" in one and one["penalty"] is None for one in came):
        who = "1 is late by the name" if uncounted == 1 else f"{uncounted} are late by their names"
        yield f"{who}, nobody knows how much, and nothing is taken off: --dates FILE tells"
