"""A class in which much goes wrong, through the command line: nobody is lost, no name told, no score wrong."""

import re

import pytest

from grader.classroom import anonymous
from tests.classroom.test_a_class import SINE, grade, groups_in, rows
from tests.made_class import LOSS, NOTHING, below
from tests.made_submissions import with_functions
from tests.submissions.test_wrapping import lay_out

WRONG = with_functions({"mse": SINE}).sources["step3_loss"]
OPTIONS = ("--steps", "3", "--seed", "5")
SIGNED = SINE.replace("    return", '    """By Jane Doe, jane.doe@uni.org."""\n    return')
BROKEN = f"{LOSS}\nraise RuntimeError('bo was here, and Bo Lim')\n"
CLASS = (
    {
        "doejane_11_111_step3_loss.py": "x",  # a number that is no file's of Canvas
        "doejane_11_11111_step3_loss.py": NOTHING,
        "doejane_LATE_11_11112_step3_loss-1.py": WRONG.replace(SINE, SIGNED),
        ".hidden/step3_loss.py": LOSS,
    }
    | below("bo", {"step3_loss.py": BROKEN})
    | below("earlier", {".grading.json": "{}", "feedback.html": "x"})
)
ROSTER = 'Student,ID,SIS Login ID,Section\n"Doe, Jane",11,jd77,A\n"Lim, Bo",12,bo,A\n'


@pytest.fixture(scope="module")
def unlucky(tmp_path_factory):
    place = tmp_path_factory.mktemp("unlucky")
    folder = lay_out(place / "download" / "hw", CLASS).parent
    (place / "roster.csv").write_text(ROSTER)
    return folder, place


def test_a_second_attempt_that_is_late_is_late_and_nobody_is_lost(unlucky):
    folder, place = unlucky
    run = grade(folder, place / "out", *OPTIONS, "--due", "2026-12-11", "--late-penalty", "10%")
    assert run.returncode == 0, run.stderr
    found = {student: (row["score"], row["late"], row["final"]) for student, row in rows(place / "out").items()}
    assert found == {
        "doejane_LATE_11_11112": ("5", "yes", "4"),
        "doejane_11_111": ("0", "unknown", "0"),
        "bo": ("10", "unknown", "10"),
    }
    assert "the folder hw was taken for that of the class" in run.stdout
    assert ".hidden (its name begins with a dot)" in run.stdout
    assert "earlier (reports of an earlier grading)" in run.stdout


def test_no_name_is_told_that_a_list_of_the_class_or_canvas_knows(unlucky):
    folder, place = unlucky
    out = place / "nameless"
    run = grade(folder, out, *OPTIONS, "--anonymous", "--roster", str(place / "roster.csv"))
    assert run.returncode == 0, run.stderr
    kept = [path for path in out.rglob("*") if path.is_file() and path.name not in (anonymous.KEY, ".graded")]
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in kept}
    told = re.compile(r"jane|\bdoe\b|doejane|jd77|\bbo\b|lim\b", re.I)
    assert {path.name: told.findall(text) for path, text in texts.items() if told.search(text)} == {}
    assert not told.search(run.stdout + run.stderr)
    assert "was here" in texts[out / "grades.csv"]


def test_a_group_is_named_in_capitals_and_its_file_may_have_a_mark_of_order(unlucky):
    from grader.classroom import unnamed

    out = unlucky[1] / "out"
    ((_, _, group),) = [found for found in groups_in(out)[0] if found[1] == "mse"]
    assert unnamed.name(out, group.upper(), "You take a sine.", "") == 1
    path = out / unnamed.FILE
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert unnamed.read(out) == {group: {"said": "You take a sine."}}
