"""The grades as CSV: what the reports say, and nothing that a spreadsheet would compute."""

import csv
import io
import unicodedata

import pytest

from grader import curriculum
from grader.classroom import tables
from tests.made_reports import HOSTILE_NAMES, found, report
from tests.made_submissions import COURSE, worth

FUNCTIONS = list(curriculum.functions())
WHOLE = f"{worth(*COURSE):g}"
SIGNS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def assert_harmless(text):
    """No formula in any way a spreadsheet might cut the line, and no character that commands."""
    for line in csv.reader(io.StringIO(text, newline="")):
        for cell in line:
            for part in cell.replace("|", ";").replace(",", ";").split(";"):
                assert not part.strip().startswith(tuple(SIGNS)) or part.strip() == "-", repr(cell)
            assert not [c for c in cell if unicodedata.category(c) in ("Cc", "Cs") or "\u202a" <= c <= "\u202e"]
    text.encode("utf-8")


def test_grades_are_those_of_the_reports():
    reports = [
        report("anna"),
        report("ben", ["ignored: notes.txt"], False, mse=("wrong", "no"), train=("crashed", "!")),
    ]
    anna, ben = rows(tables.grades(reports))
    assert (anna["student"], anna["score"], anna["max_score"], anna["network"]) == ("anna", WHOLE, WHOLE, "learns")
    left = worth(*COURSE) - worth("mse", "train")
    assert (ben["score"], ben["mse"], ben["train"]) == (f"{left:g}", "0", "0")
    assert ben["sigmoid"] == f"{worth('sigmoid'):g}"
    assert (ben["network"], ben["problems"], ben["bonus"]) == ("does not learn", "ignored: notes.txt", "0")
    assert [name for name in anna if name in FUNCTIONS] == FUNCTIONS


def test_a_function_that_was_not_asked_about_has_an_empty_cell():
    part = report("anna")
    part["functions"] = part["functions"][:6]
    (anna,) = rows(tables.grades([part]))
    assert (anna["tanh"], anna["forward"]) == (f"{worth('tanh'):g}", "")


@pytest.mark.parametrize("table", [tables.grades, tables.canvas, tables.moodle])
@pytest.mark.parametrize("name", HOSTILE_NAMES.values(), ids=HOSTILE_NAMES)
def test_no_name_becomes_a_formula_or_commands_anything(table, name):
    said = f"{name} cannot be read"
    text = table([report(name, [said], mse=("crashed", said), sigmoid=("wrong", said, found(name, id="x")))])
    assert_harmless(text)


def test_names_remain_recognisable():
    names = ["=1+1", "jane-doe", "\u05d3\u05d5\u05d3", "\U0001f469\u200d\U0001f52c", "x" * 300, 'a, "b"', "s1188"]
    cells = [row["student"] for row in rows(tables.grades(map(report, names)))]
    assert cells == ["'=1+1", *names[1:]]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("doejane_12345_67890_step1_activations", "12345"),
        ("doejane_LATE_12345_67890_work", "12345"),
        ("m\u00fcllerj\u00f6rg_77_456789_a_b_c", "77"),
        ("doejane_12345_67890", "12345"),
        ("doejane", ""),
        ("group_7", ""),
        ("anon_a1b2c_67890_work", ""),
        ("step1_2_3_x", ""),
    ],
)
def test_canvas_is_given_an_id_where_the_name_is_one_that_canvas_made(name, id):
    points_possible, row = rows(tables.canvas([report(name)], "Network (99)"))
    assert (row["ID"], row["Network (99)"]) == (id, WHOLE)
    assert (points_possible["Student"].strip(), points_possible["Network (99)"]) == ("Points Possible", WHOLE)


def test_canvas_gets_its_columns_in_its_order():
    header = tables.canvas([report()]).splitlines()[0]
    assert header == "Student,ID,SIS User ID,SIS Login ID,Section,Neural network by hand"


def test_no_student_is_taken_for_the_row_with_the_points():
    _, row = rows(tables.canvas([report("Points Possible")]))
    assert "Points Possible" not in row["Student"]


def test_moodle_gets_a_participant_where_the_name_is_one_that_moodle_made():
    jane, other = rows(tables.moodle([report("Jane Doe_123456_assignsubmission_file"), report("Jane Doe")]))
    assert (jane["Identifier"], jane["Full name"], jane["Grade"]) == ("Participant 123456", "Jane Doe", WHOLE)
    assert other["Identifier"] == ""
    assert {"Last modified (grade)", "Maximum Grade"} < set(jane)


def test_moodle_shows_feedback_as_html_and_gets_it_escaped():
    (row,) = rows(tables.moodle([report("x", mse=("crashed", "<img src=x onerror=alert(1)> & co"))]))
    assert "&lt;img" in row["Feedback comments"]
    assert "<" not in row["Feedback comments"]


def test_why_a_step_could_not_be_run_stands_among_the_problems():
    said = "step3_loss.py cannot be read by Python: invalid syntax, line 4"
    modules = {"step3_loss": {"trouble": "syntax error", "said": said, "line": 4}}
    unreadable = {"step1_activations": {"trouble": "unreadable", "said": "the file is no text", "line": None}}
    (row,) = rows(tables.grades([report("ada", ["ignored: notes.txt"], modules=modules | unreadable)]))
    assert row["problems"] == f"ignored: notes.txt; {said}"
