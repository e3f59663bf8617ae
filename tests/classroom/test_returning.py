"""What goes back to course systems, read by their own rules as their sources have them, and not by what wrote it.

Canvas: `infer_comment_context_from_filename` in app/models/abstract_assignment.rb, and lib/gradebook_importer.rb.
Moodle: `is_valid_filename_for_import` in mod/assign/feedback/file/importziplib.php, and importgradeslib.php.
Gradescope: https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

import csv
import io
import re
import zipfile

import pytest

from grader.classroom import feedback_zip, gradescope, groups, tables
from tests.made_reports import HOSTILE_NAMES, report

CANVAS = ("doejane_12345_67890", "roerichard_LATE_12346_67891_work")
MOODLE = ("Jane Doe_123456_assignsubmission_file", "Ren\u00e9 Roe_123457_assignsubmission_file")


def canvas_files(names):
    """The student and the attachment that Canvas finds in each name; None where it ignores the file."""
    found = {}
    for full in names:
        name = full.rsplit("/", 1)[-1]
        parts = [part for part in name.split("_") if part != "LATE"]
        numbers = [part for part in parts if re.fullmatch(r"\d+", part)][:2]
        ignored = len(numbers) < 2 or parts[-1].startswith("link") or name.startswith("._")
        found[full] = None if ignored else tuple(numbers)
    return found


def moodle_files(names, participants):
    """The participant and the file that Moodle finds in each path; nothing where it passes over it."""
    found = {}
    for full in names:
        if full.endswith("/") or full.rsplit("/", 1)[-1].startswith((".", "~")):
            continue
        parts = full.split("/")
        while parts:
            info = parts.pop(0).split("_", 4)
            if len(info) < 4 or not info[1].isdigit() or int(info[1]) not in participants:
                continue
            if (info[2], info[3]) in (("assignsubmission", "file"), ("assignfeedback", "file")):
                found[full] = (int(info[1]), "/".join([*info[4:], *parts]))
                break
    return found


def canvas_grades(text):
    """The grades that Canvas takes out of a CSV, by the id or else the name of the student, and the points possible."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = rows.pop(0)
    assert header[:2] == ["Student", "ID"] and "Section" in header
    first = header.index("Section") + 1  # what stands behind is one assignment a column
    possible, grades = None, {}
    for row in rows:
        if re.match(r"\s*Points Possible", row[0]):
            possible = float(row[first])
        else:
            grades[row[1] or row[0]] = float(row[first])
    return header[first], possible, grades


def moodle_grades(text, participants):
    """The grades that Moodle takes out of a grading worksheet."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(rows.fieldnames)
    found = {}
    for row in rows:
        number = re.fullmatch(r"Participant (\d+)", row["Identifier"])
        if number and int(number[1]) in participants:
            found[int(number[1])] = float(row["Grade"])
    return found


@pytest.fixture
def returned(tmp_path):
    """Writes the pages of these students, and gives the zip that was made of them."""

    def write(reports):
        for one in reports:
            folder = tmp_path / one["folder"]
            folder.mkdir(exist_ok=True)
            (folder / "feedback.html").write_text(f"<p>{one['folder']}</p>")
            (folder / "report.json").write_text("{}")
        feedback_zip.write(tmp_path / "feedback.zip", reports, tmp_path)
        return zipfile.ZipFile(tmp_path / "feedback.zip")

    return write


def of(student, folder, **more):
    return report(student) | {"folder": folder, "submission": student} | more


def test_canvas_finds_the_student_and_the_file_of_every_page(returned):
    archive = returned([of(name, f"f{i}") for i, name in enumerate(CANVAS)])
    found = canvas_files(archive.namelist())
    assert sorted(found.values()) == [("12345", "67890"), ("12346", "67891")]
    assert all("/" not in name and name.endswith(".html") for name in found)


def test_moodle_finds_the_participant_of_every_page(returned):
    archive = returned([of(name, f"f{i}") for i, name in enumerate(MOODLE)])
    assert moodle_files(archive.namelist(), {123456, 123457}) == {
        f"{MOODLE[0]}/feedback.html": (123456, "feedback.html"),
        f"{MOODLE[1]}/feedback.html": (123457, "feedback.html"),
    }


def test_there_are_pages_and_nothing_else_in_it(returned):
    archive = returned([of("ada", "ada"), of(CANVAS[0], "b"), of(MOODLE[0], "c")])
    assert all(name.endswith("feedback.html") for name in archive.namelist()) and len(archive.namelist()) == 3
    assert archive.read("ada/feedback.html") == b"<p>ada</p>"


def test_the_same_pages_make_the_same_zip(returned, tmp_path):
    reports = [of("ada", "ada"), of("bob", "bob")]
    returned(reports)
    first = (tmp_path / "feedback.zip").read_bytes()
    returned(reports)
    assert (tmp_path / "feedback.zip").read_bytes() == first


@pytest.mark.parametrize("name", [*HOSTILE_NAMES.values(), "..", "a/../../b", "C:\\x", "nul\0l"])
def test_no_name_leads_out_of_the_zip(returned, name):
    (place,) = returned([of(name, "harmless")]).namelist()
    assert not place.startswith(("/", "\\")) and ".." not in place.split("/") and "\\" not in place
    assert place.count("/") <= 1 and place.isprintable()


def test_every_student_of_a_group_gets_the_page_of_the_group(returned):
    members = [groups.Member("Jane Doe", "123456"), groups.Member("Ada", ""), groups.Member(CANVAS[0])]
    archive = returned([of("team1", "team1", row=member, group="team1") for member in members])
    assert moodle_files(archive.namelist(), {123456}) == {
        "Jane Doe_123456_assignsubmission_file/feedback.html": (123456, "feedback.html")
    }
    assert canvas_files(archive.namelist())[f"{CANVAS[0]}_feedback.html"] == ("12345", "67890")
    assert {archive.read(name) for name in archive.namelist()} == {b"<p>team1</p>"}


def test_canvas_reads_the_grades():
    reports = [report(CANVAS[0]), report(CANVAS[1], mse=("wrong", "no")), report("ada", beyond=True)]
    title, possible, grades = canvas_grades(tables.canvas(reports, "Network (99)"))
    assert (title, possible) == ("Network (99)", 100)
    assert grades == {"12345": 100, "12346": 95, "ada": 150}


def test_moodle_reads_the_grades():
    reports = [report(MOODLE[0]), report(MOODLE[1], mse=("wrong", "no")), report("ada")]
    assert moodle_grades(tables.moodle(reports), {123456, 123457}) == {123456: 100, 123457: 95}


def test_what_lateness_leaves_is_what_course_systems_get():
    late = {"late": {"late": "1 d", "penalty": 10.0, "final": 90.0}}
    assert canvas_grades(tables.canvas([report(CANVAS[0]) | late]))[2] == {"12345": 90}
    assert moodle_grades(tables.moodle([report(MOODLE[0]) | late]), {123456}) == {123456: 90}


def test_every_student_of_a_group_has_a_row_in_both():
    rows = [
        report("team1") | {"row": groups.Member("Jane Doe", "123456"), "group": "team1"},
        report("team1") | {"row": groups.Member("Ada", "7"), "group": "team1"},
    ]
    assert canvas_grades(tables.canvas(rows))[2] == {"123456": 100, "7": 100}
    assert moodle_grades(tables.moodle(rows), {123456, 7}) == {123456: 100, 7: 100}


def gradescope_problems(results):
    """What the specification of results.json does not allow, or leaves without a score."""
    if "score" not in results and not all("score" in test for test in results["tests"]):
        yield "neither a score nor scores of all tests"
    known = {"score", "execution_time", "output", "output_format", "test_output_format", "test_name_format"}
    known |= {"visibility", "stdout_visibility", "extra_data", "tests", "leaderboard"}
    yield from (f"an unknown key {key}" for key in set(results) - known)
    formats, sights = {"text", "html", "simple_format", "md", "ansi"}, {"hidden", "after_due_date", "after_published"}
    of_tests = {"score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags"}
    of_tests |= {"visibility", "extra_data"}
    for one in [results, *results["tests"]]:
        if one.get("output_format", "text") not in formats or not isinstance(one.get("output", ""), str):
            yield "an output in no format"
        if one.get("visibility", "visible") not in sights | {"visible"}:
            yield f"a visibility {one['visibility']}"
    for test in results["tests"]:
        yield from (f"a test with an unknown key {key}" for key in set(test) - of_tests)
        if test.get("status") not in (None, "passed", "failed"):
            yield f"a status {test['status']}"


def test_gradescope_reads_the_results():
    results = gradescope.results(report("ada", beyond=True, mse=("wrong", "no"), train=("crashed", "!")))
    assert list(gradescope_problems(results)) == []
    assert results["score"] == 150 - 5 - 10
    assert sum(test["score"] for test in results["tests"]) == results["score"]
    assert list(gradescope_problems(gradescope.failed())) == []
