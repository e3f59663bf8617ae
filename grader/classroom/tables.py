"""The grades of a class as CSV: for people with a spreadsheet, and as Canvas and Moodle take them in.

Every text cell is clean and on one line, and a spreadsheet takes none of them for a formula. What Canvas and Moodle ask
for is read off their importers: `lib/gradebook_importer.rb` and `lib/content_zipper.rb` of canvas-lms, and
`mod/assign/feedback/offline/importgradeslib.php` and `mod/assign/locallib.php` of moodle.
"""

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from grader import curriculum
from grader.examination.cleaning import one_line
from grader.examination.report import points
from grader.examination.summary import first_words

ASSIGNMENT = "Neural network by hand"
FORMULA = re.compile(r"(^|[;,|])( ?)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")  # also behind what may separate cells
CANVAS_NAME = re.compile(r"[^\W\d_]+_(?:LATE_)?(\d+)_\d{4,}(?:_.*)?")  # doejane_LATE_12345_67890_step1_activations
MOODLE_NAME = re.compile(r"(.+)_(\d+)_assignsubmission_[^\W_]+_?")  # Jane Doe_123456_assignsubmission_file
Report = dict[str, Any]  # the data of a report.json


def safe(text: str) -> str:
    """A text as a cell: an apostrophe in front keeps a spreadsheet from computing it.

    >>> safe("=1+1"), safe(" @SUM(A1)"), safe("jane-doe"), safe("a;=1+1")
    ("'=1+1", "'@SUM(A1)", 'jane-doe', "a;'=1+1")
    """
    return FORMULA.sub(r"\1'\2", one_line(text))


def canvas_id(student: str) -> str:
    """The Canvas user id in the name of a file from Canvas's "Download Submissions"; "" for any other name."""
    found = CANVAS_NAME.fullmatch(student)
    return found[1] if found else ""


def moodle_id(student: str) -> str:
    """The participant's number in the name of a folder from Moodle's "Download all submissions"; "" for others."""
    found = MOODLE_NAME.fullmatch(student)
    return found[2] if found else ""


def _written(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _number(value: float) -> str:
    return points(float(value))


def grades(reports: Iterable[Report]) -> str:
    """`grades.csv`: a row per student, a column per function, the network's outcome, remarks on the submission.

    A function that was not asked about (`--steps`) has an empty cell.
    """
    functions = list(curriculum.functions())
    header = ["student", "score", "max_score", "bonus", "max_bonus", *functions, "network", "problems"]
    return _written(_with_header(header, (_grades_row(report, functions) for report in reports)))


def _with_header(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    yield header
    yield from rows


def _grades_row(report: Report, functions: list[str]) -> list[str]:
    scores = {result["function"]: _number(result["score"]) for result in report["functions"]}
    totals = [_number(report[name]) for name in ("score", "max_score", "bonus", "max_bonus")]
    problems = safe("; ".join(report["problems"])) if report["problems"] else ""
    row = [safe(report["student"]), *totals, *(scores.get(name, "") for name in functions)]
    return [*row, safe(report["network"]["outcome"]), problems]


def canvas(reports: Iterable[Report], assignment: str = ASSIGNMENT) -> str:
    """The grades for Canvas: Grades, Import.

    Canvas wants the columns Student, ID, (SIS User ID, SIS Login ID,) Section in this order, then one per assignment,
    which is found by its exact title or by "title (id)" and offered as a new one otherwise. It knows a student by ID,
    else by name. ID is filled in where the submission has the name that Canvas itself gives to a download
    (`doejane_12345_67890_file`); in other rows put it in from an export of the gradebook. Canvas shows every change
    before it makes it.
    """
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", safe(assignment)]
    return _written(_with_header(header, _canvas_rows(reports)))


def _canvas_rows(reports: Iterable[Report]) -> Iterable[list[str]]:
    for number, report in enumerate(reports):
        if number == 0:
            yield ["    Points Possible", "", "", "", "", _number(report["max_score"])]
        name = safe(report["student"]).replace("Points Possible", "Points possible")  # which Canvas takes for that row
        yield [name, canvas_id(report["student"]), "", "", "", _number(report["score"] + report["bonus"])]


def moodle(reports: Iterable[Report]) -> str:
    """The grades for Moodle: the assignment, Upload grading worksheet.

    Moodle needs the columns Identifier ("Participant 123456"), Grade and Last modified (grade), by their names in the
    language of the site, and takes feedback from Feedback comments, as HTML. Identifier is filled in where the
    submission has the name that Moodle itself gives to a download (`Jane Doe_123456_assignsubmission_file`); Moodle
    skips the others, and grades above the assignment's maximum. Where it has a grade already, tick "Allow updating
    records that have been modified more recently in Moodle than in the spreadsheet".
    """
    header = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    return _written(_with_header(header, map(_moodle_row, reports)))


def _moodle_row(report: Report) -> list[str]:
    number, found = moodle_id(report["student"]), MOODLE_NAME.fullmatch(report["student"])
    name = safe(found[1] if found else report["student"])
    scored = [_number(report["score"] + report["bonus"]), _number(report["max_score"]), "-"]
    return [
        f"Participant {number}" if number else "",
        name,
        *scored,
        safe(html.escape(first_words(report), quote=False)),
    ]
