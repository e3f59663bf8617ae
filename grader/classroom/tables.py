"""The grades of a class as CSV: for people with a spreadsheet, and as Canvas and Moodle take them in.

Every text cell is clean and on one line, and a spreadsheet takes none of them for a formula. What Canvas and Moodle ask
for is read off their importers: `lib/gradebook_importer.rb` and `lib/content_zipper.rb` of canvas-lms, and
`mod/assign/feedback/offline/importgradeslib.php` and `mod/assign/locallib.php` of moodle.
"""

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any

from grader import curriculum
from grader.classroom import names
from grader.classroom.csv_files import Form
from grader.classroom.groups import Member
from grader.examination.cleaning import one_line
from grader.examination.report import points
from grader.examination.summary import first_words

ASSIGNMENT = "Neural network by hand"
FORMULA = re.compile(r"(^|[;,|])( ?)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")  # also behind what may separate cells
Report = dict[str, Any]  # the data of a report.json


def safe(text: str) -> str:
    """A text as a cell: an apostrophe in front keeps a spreadsheet from computing it.

    >>> safe("=1+1"), safe(" @SUM(A1)"), safe("jane-doe"), safe("a;=1+1")
    ("'=1+1", "'@SUM(A1)", 'jane-doe', "a;'=1+1")
    """
    return FORMULA.sub(r"\1'\2", one_line(text))


def safe_rows(rows: Iterable[Sequence[str]]) -> Iterable[list[str]]:
    """The same rows with cells that no spreadsheet computes."""
    return ([safe(cell) for cell in row] for row in rows)


def _whose(report: Report) -> Member:
    """Who a row is of: the submission's student, or one of its group."""
    return report.get("row") or Member(report["student"])


def _id_of(report: Report, system: str) -> str:
    """The id that a course system has for the student of a row: from a file of groups, else from its own names."""
    who = _whose(report)
    told = names.told_by(who.student)
    return who.id or (told.id if told.system == system else "")


def _number(value: float) -> str:
    return points(float(value))


def grades(reports: Iterable[Report], form: Form | None = None, extra: Sequence[str] = ()) -> str:
    """`grades.csv`: a row per student, a column per function, the network's outcome, remarks on the submission.

    A function that was not asked about (`--steps`) has an empty cell. extra: further columns at the end, out of group,
    late, penalty and final.
    """
    functions = list(curriculum.functions())
    header = ["student", "score", "max_score", "bonus", "max_bonus", *functions, "network", "problems", *extra]
    rows = (_grades_row(report, functions) + [_extra(report, name) for name in extra] for report in reports)
    return (form or Form()).text(_with_header(header, rows))


def _with_header(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    yield header
    yield from rows


def _grades_row(report: Report, functions: list[str]) -> list[str]:
    scores = {result["function"]: _number(result["score"]) for result in report["functions"]}
    totals = [_number(report[name]) for name in ("score", "max_score", "bonus", "max_bonus")]
    troubles = (about["said"] for about in report["modules"].values() if about["trouble"] != "unreadable")
    told = "; ".join([*report["problems"], *troubles])  # of what is unreadable, the problems tell
    problems = safe(told) if told else ""
    row = [safe(_whose(report).student), *totals, *(scores.get(name, "") for name in functions)]
    return [*row, safe(report["network"]["outcome"]), problems]


def _extra(report: Report, column: str) -> str:
    value = report.get("group", "") if column == "group" else report.get("late", {}).get(column)
    if value is None or value == "":
        return ""
    return safe(value) if isinstance(value, str) else _number(value)


def counts(report: Report) -> float:
    """The points that a course system is to have: with bonus points, and without what is taken off for lateness."""
    return report.get("late", {}).get("final", report["score"] + report["bonus"])


def canvas(reports: Iterable[Report], assignment: str = ASSIGNMENT) -> str:
    """The grades for Canvas: Grades, Import.

    Canvas wants the columns Student, ID, (SIS User ID, SIS Login ID,) Section in this order, then one per assignment,
    which is found by its exact title or by "title (id)" and offered as a new one otherwise. It knows a student by ID,
    else by name. ID is filled in where the submission has the name that Canvas itself gives to a download
    (`doejane_12345_67890_file`); in other rows put it in from an export of the gradebook. Canvas shows every change
    before it makes it.
    """
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", safe(assignment)]
    return Form().text(_with_header(header, _canvas_rows(reports)))


def _canvas_rows(reports: Iterable[Report]) -> Iterable[list[str]]:
    for number, report in enumerate(reports):
        if number == 0:
            yield ["    Points Possible", "", "", "", "", _number(report["max_score"])]
        name = safe(_whose(report).student).replace(
            "Points Possible", "Points possible"
        )  # Canvas takes it for that row
        yield [name, _id_of(report, "Canvas"), "", "", "", _number(counts(report))]


def moodle(reports: Iterable[Report]) -> str:
    """The grades for Moodle: the assignment, Upload grading worksheet.

    Moodle needs the columns Identifier ("Participant 123456"), Grade and Last modified (grade), by their names in the
    language of the site, and takes feedback from Feedback comments, as HTML. Identifier is filled in where the
    submission has the name that Moodle itself gives to a download (`Jane Doe_123456_assignsubmission_file`); Moodle
    skips the others, and grades above the assignment's maximum. Where it has a grade already, tick "Allow updating
    records that have been modified more recently in Moodle than in the spreadsheet".
    """
    header = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    return Form().text(_with_header(header, map(_moodle_row, reports)))


def _moodle_row(report: Report) -> list[str]:
    number, told = _id_of(report, "Moodle"), names.told_by(_whose(report).student)
    name = safe(told.person if told.system == "Moodle" else _whose(report).student)
    scored = [_number(counts(report)), _number(report["max_score"]), "-"]
    return [
        f"Participant {number}" if number else "",
        name,
        *scored,
        safe(html.escape(first_words(report), quote=False)),
    ]
