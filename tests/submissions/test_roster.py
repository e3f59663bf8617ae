"""Rosters: lists of several systems, matched by id before name; who is missing has a row, and nobody has two."""

import pytest

from grader.submissions import roster
from grader.submissions.class_folder import Class, Entry, read_class
from grader.submissions.systems import canvas_id, moodle_id
from tests.made_class import LOSS

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Loss (9)\r\n"
    ",,,,,Manual Posting\r\n"
    "    Points Possible,,,,,10\r\n"
    '"Doe, Jane",11,S11,jdoe,A,\r\n'
    '"Roe, Max",12,S12,mroe,A,\r\n'
    '"Student, Test",13,,t,A,\r\n'
)
MOODLE = "Identifier;Full name;Email address\nTeilnehmer/in 21;Zo\u00eb Lim;z@x\nTeilnehmer/in 22;Al Ito;a@x\n"
PARTICIPANTS = "First name\tSurname\tID number\nZo\u00eb\tLim\t7\nAl\tIto\t8\n"
BRIGHTSPACE = "OrgDefinedId,Username,Last Name,First Name\n#31,#zlim,Lim,Zo\u00eb\n#32,#aito,Ito,Al\n"


def in_class(*students, ignored=()):
    return Class(tuple(Entry(student, list, *more) for student, *more in students), tuple(ignored))


def applied(tmp_path, found, text, encoding="utf-8"):
    (tmp_path / "list.csv").write_bytes(text.encode(encoding))
    return roster.with_roster(found, tmp_path / "list.csv")


def added(after, before):
    return [entry.student for entry in after.entries if entry.student not in {e.student for e in before.entries}]


def test_canvas_knows_by_id_and_its_own_rows_are_nobody(tmp_path):
    found = in_class(("doejane_11_22222", "doejane", {"Canvas": "11"}))
    after = applied(tmp_path, found, CANVAS)
    assert added(after, found) == ["roemax_12_0000_nothing"]
    assert canvas_id("roemax_12_0000_nothing") == "12"
    assert after.entries[-1].read().problems == ("roemax_12_0000_nothing handed in nothing",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_moodle_knows_by_number_in_any_language(tmp_path, encoding):
    found = in_class(("Somebody_21_assignsubmission_file", "Somebody", {"Moodle": "21"}))
    after = applied(tmp_path, found, MOODLE, encoding)
    assert added(after, found) == ["Al Ito_22_assignsubmission_nothing"]
    assert moodle_id("Al Ito_22_assignsubmission_nothing") == "22"


@pytest.mark.parametrize("text", [PARTICIPANTS, BRIGHTSPACE, "Zo\u00eb Lim\nAl Ito\n", "Lim, Zo\u00eb\nIto, Al\n"])
@pytest.mark.parametrize("row", ["zo\u00eb-LIM", "Lim, Zo\u00eb", "Zoe\u0308 Lim", "limzo\u00eb"])
def test_names_are_matched_in_any_order_and_case(tmp_path, text, row):
    found = in_class((row, row))
    assert len(applied(tmp_path, found, text).entries) == 2
    assert len(applied(tmp_path, found, text).notes) == 1


def test_ids_are_matched_without_regard_to_case(tmp_path):
    found = in_class(("ADA",), ("bob",), ("eve",))
    after = applied(tmp_path, found, "ada\nBob\nCem\n")
    assert added(after, found) == ["Cem"]
    assert after.notes == (
        "list.csv: 3 on the list, 1 of them handed in nothing (Cem)",
        "not on the list of list.csv: 1 (eve)",
    )


def test_one_name_and_another_id_is_another_person(tmp_path):
    found = in_class(("doejane_99_22222", "doejane", {"Canvas": "99"}))
    after = applied(tmp_path, found, CANVAS)
    assert added(after, found) == ["doejane_11_0000_nothing", "roemax_12_0000_nothing"]
    assert "not on the list of list.csv: 1 (doejane_99_22222)" in after.notes


def test_two_of_one_name_are_two_and_no_id_is_guessed(tmp_path):
    twice = "First name,Last name,Student ID\nAl,Ito,1\nAl,Ito,2\n"
    found = in_class(("Al Ito_5_assignsubmission_file", "Al Ito"), ("Al Ito_6_assignsubmission_file", "Al Ito"))
    after = applied(tmp_path, found, twice)
    assert added(after, found) == [] and len(after.notes) == 1
    assert not after.entries[0].ids
    one = in_class(("Al Ito_5_assignsubmission_file", "Al Ito"))
    assert added(applied(tmp_path, one, twice), one) == ["Al Ito"]


def test_who_is_missing_and_has_a_file_that_was_ignored_reads_so(tmp_path):
    found = in_class(("bob",), ignored=("ada.pdf",))
    (entry,) = [e for e in applied(tmp_path, found, "ada\nbob\n").entries if e.student == "ada"]
    assert entry.read().problems == ("ada handed in ada.pdf, of which nothing can be used",)


def test_a_name_that_is_a_row_already_gets_a_number(tmp_path):
    found = in_class(("Ann", "Ann", {"Moodle": "1"}))
    after = applied(tmp_path, found, "Identifier,Full name\nParticipant 2,Ann\n")
    assert len(after.entries) == 2
    found = in_class(("x", "x", {"number": "1"}))
    assert added(applied(tmp_path, found, "name,id\nx,2\n"), found) == ["x (2)"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "no column of names or ids that is known; its columns are: a, b"),
        ("Student,ID\n", "there is nobody on the list"),
    ],
)
def test_what_is_no_list_is_said_in_one_line(tmp_path, text, said):
    with pytest.raises(roster.UnreadableRoster, match=f"^[^\n]*{said}[^\n]*$"):
        applied(tmp_path, in_class(("ada",)), text)


def test_a_list_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(roster.UnreadableRoster, match=r"nowhere.csv cannot be opened[^\n]*$"):
        roster.with_roster(in_class(("ada",)), tmp_path / "nowhere.csv")


def test_the_class_itself_is_as_it_was(tmp_path):
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "step3_loss.py").write_text(LOSS, encoding="utf-8")
    after = applied(tmp_path, read_class(tmp_path / "class"), "ada\n")
    assert after.entries[0].read().sources == {"step3_loss": LOSS}


@pytest.mark.parametrize("data", [b"PK\3\4 a workbook", b"\xd0\xcf\x11\xe0 an old one", b"%PDF-1.7"])
def test_a_workbook_is_no_list(tmp_path, data):
    (tmp_path / "list.xlsx").write_bytes(data)
    with pytest.raises(roster.UnreadableRoster, match=r"list\.xlsx is no text, but a workbook .*: save it as CSV$"):
        roster.read(tmp_path / "list.xlsx")


def test_whoever_is_known_by_a_login_can_be_called_by_the_name_on_the_list(tmp_path):
    after = applied(tmp_path, in_class(("jdoe", "jdoe")), CANVAS)
    entry = next(entry for entry in after.entries if entry.student == "jdoe")
    assert entry.is_called("doe, JANE") and entry.is_called("11") and not entry.is_called("Roe, Max")
