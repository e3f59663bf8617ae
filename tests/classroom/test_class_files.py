"""Files that teachers make and read: tables in any form, groups, and names on every terminal."""

import csv
import io

import pytest

from grader.classroom import csv_files, groups, names, tables
from tests.made_reports import report


def test_a_plain_table_is_what_it_was():
    reports = [report("anna"), report("ben", ["ignored: a, b"])]
    assert tables.grades(reports) == tables.grades(reports, csv_files.form("plain"), ())
    assert tables.grades(reports).startswith("student,score,max_score,bonus,max_bonus,sigmoid,")


def test_a_table_for_excel_has_a_mark_semicolons_and_decimal_commas():
    part = report("ann;a")
    part["score"] = 97.5
    text = tables.grades([part], csv_files.form("excel"))
    assert text.startswith("\ufeffstudent;score;")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert (row["student"], row["score"], row["max_score"]) == ("ann;a", "97,5", "100")
    with pytest.raises(ValueError, match="no form of CSV 'odt'; there are plain and excel"):
        csv_files.form("odt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_are_read_as_a_spreadsheet_saves_them(tmp_path, encoding, separator):
    path = tmp_path / "groups.csv"
    rows = [("Group", "Student"), ("team 1", "Ren\u00e9"), ("", ""), ("team 1", " Ada ")]
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    (group,) = groups.read(path)
    assert (group.name, [member.student for member in group.members]) == ("team 1", ["Ren\u00e9", "Ada"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfenot utf-16!", "UTF"),
        (b"group,student\nteam1\n", "row 2 does not have both submission and student"),
        (b"a,b\nt1,ada\nt2,ADA\n", "ADA is in two groups"),
        (b"", "has no groups in it"),
        (b"group,who\n", "has no column 'student'"),
        (b'a,"b\n', "is no CSV"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_line(tmp_path, text, said):
    path = tmp_path / "groups.csv"
    path.write_bytes(text)
    with pytest.raises(ValueError, match=rf"^[^\n]*(?:{said})[^\n]*$"):
        groups.read(path)


def shared(rows, reports):
    found = groups.Shared([groups.Group(name, [groups.Member(*m) for m in members]) for name, members in rows.items()])
    found.look_at(reports)
    return [(row["row"].student, row["score"], row["group"]) for row in found.rows(reports)], list(found.notes())


def test_each_of_a_group_has_a_row_with_the_result_of_the_group():
    teams = {"team1": [("ada",), ("bob",)], "team2": [("eve",)]}
    reports = [report("team1", mse=("wrong", "no")), report("zoe"), report("TEAM2")]
    rows, notes = shared(teams, reports)
    assert rows == [("ada", 95, "team1"), ("bob", 95, "team1"), ("zoe", 100, ""), ("eve", 100, "team2")]
    assert notes == []


def test_a_group_is_found_by_any_of_its_students_and_their_ids():
    teams = {"A": [("Jane Doe", "12345"), ("bob",)], "B": [("Ann Roe",)], "C": [("nobody",)]}
    reports = [report("doejane_12345_67890"), report("Ann Roe_77_assignsubmission_file")]
    rows, notes = shared(teams, reports)
    assert [row[0] for row in rows] == ["Jane Doe", "bob", "Ann Roe"]
    assert notes == ["nothing was handed in by the group C"]


def test_of_a_group_that_has_handed_in_twice_the_better_counts_and_it_is_said():
    rows, notes = shared({"A": [("ada",), ("bob",)]}, [report("ada", mse=("wrong", "")), report("bob")])
    assert rows == [("ada", 100, "A"), ("bob", 100, "A")]
    assert notes == ["the group A has handed in 2 times (ada, bob): bob counts"]


@pytest.mark.parametrize(
    ("encoding", "seen"),
    [
        ("utf-8", "\u738b\u4f1f \u0645\u0631\u064a\u0645"),
        ("gbk", "\u738b\u4f1f \\u0645\\u0631\\u064a\\u0645"),
        ("ascii", "\\u738b\\u4f1f \\u0645\\u0631\\u064a\\u0645"),
        (None, "\\u738b\\u4f1f \\u0645\\u0631\\u064a\\u0645"),
        ("no such encoding", "\\u738b\\u4f1f \\u0645\\u0631\\u064a\\u0645"),
    ],
)
def test_names_of_all_scripts_are_shown_where_a_terminal_can(encoding, seen):
    assert names.shown("\u738b\u4f1f \u0645\u0631\u064a\u0645", encoding) == seen


@pytest.mark.parametrize(
    "header",
    ["name,canvas_user_id,user_id,group_name", "Student Name,ID,Email,Group Name", "member,participant,x,team"],
)
def test_groups_are_read_as_course_systems_export_them(tmp_path, header):
    path = tmp_path / "groups.csv"
    path.write_text(f"{header}\nAnn Lee,11,s1,Team 1\nBob Roe,12,s2,Team 1\nann lee,11,s1,Team 1\n")
    (group,) = groups.read(path)
    assert group == groups.Group("Team 1", [groups.Member("Ann Lee", "11"), groups.Member("Bob Roe", "12")])


def test_a_row_is_named_by_its_number_in_the_file(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text("group,student\n\nteam1,ada\n,,\nteam1,\n")
    with pytest.raises(ValueError, match="row 5 does not have both submission and student"):
        groups.read(path)
