"""`python -m grader grade`: everybody has a report, whatever happens, and what is done is not done again."""

import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import unicodedata

import pytest

from grader.classroom import batch, grading_process, out_folder, regrading
from grader.classroom.grading_process import Job, JobFailed, Settings
from grader.classroom.out_folder import folder_names
from grader.examination import sandbox
from grader.steps import reference
from grader.submissions import class_folder
from grader.submissions.class_folder import read_class
from grader.submissions.submission import Submission
from tests.kits import ROOT, hand_in, interruptible, python
from tests.made_submissions import COURSE, stubs, with_functions, worth

TRUST = () if sandbox.isolation().level != sandbox.PROCESS else ("--trust-submissions",)
ZEROS = "def mse(y_hat, y):\n    return 0.0\n"
WHOLE, LOSS = worth(*COURSE), worth("mse", "mse_gradient")
DUE = {"ada": WHOLE, "bob": WHOLE - worth("mse"), "cem": 0, "dee": 0}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    zeros = with_functions({"mse": ZEROS}).sources
    return hand_in(tmp_path_factory.mktemp("class"), ada=reference.sources(), bob=zeros, cem=stubs(), dee={})


def grade(folder, out, *options):
    return python(ROOT, "-m", "grader", "grade", str(folder), "--out", str(out), *TRUST, *options)


def rows(out):
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def graded(handed_in, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "graded"
    run = grade(handed_in, out, "--seed", "5", "--steps", "1-6")
    assert run.returncode == 0, run.stderr
    return out, run


def test_everybody_has_a_report_and_a_row(graded):
    out, _ = graded
    scores = {student: float(row["score"]) for student, row in rows(out).items()}
    assert scores == DUE
    assert rows(out)["bob"]["mse"] == "0"
    for student in scores:
        report = json.loads((out / student / "report.json").read_text())
        assert (report["student"], report["seed"], report["score"]) == (student, 5, scores[student])
        assert report["isolation"] == sandbox.isolation().level
        assert (out / student / "feedback.html").read_text().startswith("<!DOCTYPE html>")
    assert {path.name for path in out.iterdir()} >= {"class.html", "canvas.csv", "moodle.csv"}


def test_it_says_what_it_does_and_whom_to_look_at(graded):
    _, run = graded
    assert f"{sandbox.isolation().level}, seed 5" in run.stdout.splitlines()[0]
    assert "done: 4 graded, 0 grader errors" in run.stdout
    assert "to look at: dee (no step module)" in run.stdout
    assert sorted(run.stderr.split("\n")[:4]) == [f"{student}: {score:g}" for student, score in DUE.items()]


def test_scores_equal_those_of_check(handed_in, graded, tmp_path):
    out, _ = graded
    path = tmp_path / "report.json"
    python(ROOT, "-m", "grader", "check", "--submission", str(handed_in / "bob"), "--json", str(path), "--seed", "5")
    checked, in_class = json.loads(path.read_text()), json.loads((out / "bob" / "report.json").read_text())
    core = [function for function in checked["functions"] if function["step"] <= 6]
    assert (core, checked["score"]) == (in_class["functions"], in_class["score"])


def test_only_what_has_changed_is_graded_again(handed_in, tmp_path):
    folder = hand_in(tmp_path / "class", ada=reference.sources(), bob=stubs())
    out = tmp_path / "out"
    options = ("--seed", "5", "--steps", "3")
    grade(folder, out, *options)
    before = {path: path.stat().st_mtime_ns for path in out.glob("*/report.json")}
    again = grade(folder, out, "--steps", "3")
    assert "2 graded, 2 of them as they were" in again.stdout and "seed 5" in again.stdout
    assert {path: path.stat().st_mtime_ns for path in out.glob("*/report.json")} == before
    hand_in(folder, bob=with_functions({"mse": ZEROS}).sources, cem=reference.sources())
    third = grade(folder, out, "--steps", "3")
    assert "3 graded, 1 of them as they were" in third.stdout
    due = {"ada": LOSS, "bob": worth("mse_gradient"), "cem": LOSS}
    assert {student: float(row["score"]) for student, row in rows(out).items()} == due
    assert "done: 3 graded, 0 grader errors" in grade(folder, out, "--steps", "3", "--seed", "6").stdout


def test_only_some_students_and_only_some_steps(handed_in, tmp_path):
    run = grade(handed_in, tmp_path, "--only", "a*", "--only", "bob", "--steps", "3-4")
    assert "2 submissions, 2 steps" in run.stdout and "2 of the class have no report yet" in run.stdout
    asked = LOSS + worth("numerical_gradient", "relative_error")
    assert {student: float(row["max_score"]) for student, row in rows(tmp_path).items()} == {"ada": asked, "bob": asked}


def test_a_roster_and_what_was_taken_are_said_at_the_end(tmp_path):
    folder = hand_in(
        tmp_path / "class",
        ada={"Step3_Loss": reference.source("step3_loss")},
        bob={"FINAL": ZEROS + "np.loadtxt('x')\n"},
    )
    (folder / "bob" / "report.pdf").write_bytes(b"%PDF")
    (folder / "notes.txt").write_text("x")
    (tmp_path / "ids.txt").write_text("ADA\ncem\n")
    run = grade(folder, tmp_path / "out", "--steps", "3", "--seed", "5", "--roster", str(tmp_path / "ids.txt"))
    assert run.returncode == 0, run.stderr
    assert {student: row["score"] for student, row in rows(tmp_path / "out").items()} == {
        "ada": "10",
        "bob": "0",
        "cem": "0",
    }
    assert rows(tmp_path / "out")["cem"]["problems"] == "cem handed in nothing"
    for line in (
        "to look at: cem (cem handed in nothing)",
        "taken under another name, or out of several: ada (Step3_Loss.py was taken for step3_loss.py), bob (FINAL.py",
        "ignored in what was handed in: bob (report.pdf)",
        "could not be run while grading, without harm to the rest: bob (step3_loss.py: line 3 (np.loadtxt('x')",
        "all of this is in the column problems of grades.csv",
        "ignored beside the submissions: notes.txt (no submission)",
        "ids.txt: 2 on the list, 1 of them handed in nothing (cem)",
        "not on the list of ids.txt: 1 (bob)",
    ):
        assert f"\n{line}" in run.stdout, f"{line}\n\n{run.stdout}"
    again = grade(folder, tmp_path / "out", "--steps", "3", "--only", "ADA")
    assert "1 submission, 1 step" in again.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--roster", "nowhere.csv"), "nowhere.csv cannot be opened"),
        (("--only", "nobody"), "nobody in .* is called nobody"),
        (("--steps", "12"), "no step '12'; there are 1 \\("),
        (("--isolation", "none"), "no level of isolation 'none'"),
        (("--isolation", "process"), "add --trust-submissions") if not TRUST else (("--steps", "0"), "no step"),
        (("--dask", "tcp://127.0.0.1:9"), "no Dask scheduler answers|--dask needs Dask"),
    ],
)
def test_bad_input_is_said_in_one_line(handed_in, tmp_path, options, said):
    run = grade(handed_in, tmp_path / "out", *options)
    assert run.returncode == 2
    assert re.search(said, run.stderr) and run.stderr.count("\n") == 1, run.stderr


def test_grades_of_somebody_else_are_not_overwritten(handed_in, tmp_path):
    (tmp_path / "grades.csv").write_text("mine")
    run = grade(handed_in, tmp_path)
    assert run.returncode == 2 and "holds grades that this command has not written" in run.stderr
    assert (tmp_path / "grades.csv").read_text() == "mine"


def test_the_folder_of_the_submissions_is_no_place_for_reports(handed_in):
    run = grade(handed_in, handed_in)
    assert run.returncode == 2 and "--out must be another folder" in run.stderr


def test_a_folder_that_cannot_be_locked_is_said_in_a_line(tmp_path, monkeypatch):
    def no_locks(*_):
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(out_folder.FileLock, "_acquire", no_locks)
    with pytest.raises(out_folder.UnusableFolder, match="no file can be locked there"), out_folder.locked(tmp_path):
        pass


def test_a_folder_is_free_again_when_a_run_ends_in_any_way(tmp_path):
    with pytest.raises(KeyboardInterrupt), out_folder.locked(tmp_path):
        raise KeyboardInterrupt
    with out_folder.locked(tmp_path):
        pass


def test_two_runs_do_not_write_to_one_folder(handed_in, tmp_path):
    with out_folder.locked(tmp_path):
        run = grade(handed_in, tmp_path)
    assert run.returncode == 2 and "another run is writing" in run.stderr


def start(folder, out, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "grader", "grade", str(folder), "--out", str(out), *TRUST, *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=interruptible if os.name == "posix" else None,
    )


def finished(out):
    return len(list(out.glob(f"*/{regrading.MARK}")))


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_is_gone_on_with(tmp_path, number):
    folder = hand_in(tmp_path / "class", **{f"s{i}": with_functions({"mse": ZEROS}).sources for i in range(8)})
    steps = ("--steps", "1-6")
    out, whole = tmp_path / "out", tmp_path / "whole"
    (out).mkdir()
    (out / out_folder.STATE).write_text('{"seed": 5}')
    process = start(folder, out, *steps)
    deadline = time.monotonic() + 120
    while finished(out) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    process.wait(60)
    done = finished(out)
    assert 2 <= done < 8
    for path in out.glob("*/report.json"):
        json.loads(path.read_text())
    run = grade(folder, out, *steps)
    assert run.returncode == 0 and f"8 graded, {done} of them as they were" in run.stdout
    grade(folder, whole, "--seed", "5", *steps)
    assert (out / "grades.csv").read_bytes() == (whole / "grades.csv").read_bytes()


SETTINGS = Settings(1, (3,), sandbox.isolation().level)


def test_a_job_that_dies_is_started_anew():
    found = Job(SETTINGS)
    try:
        assert found.grade(Submission("ada", reference.sources()))["report"]["score"] == LOSS
        found.process.kill()
        with pytest.raises(JobFailed, match="has ended"):
            found.grade(Submission("ada", reference.sources()))
        assert found.grade(Submission("ada", reference.sources()))["report"]["score"] == LOSS
    finally:
        found.close()


def test_a_job_whose_suites_cannot_run_says_so():
    found = Job(Settings(1, (3,), "no such level"))
    with pytest.raises(JobFailed):
        found.grade(Submission("ada", reference.sources()))
    found.close()


def test_where_the_grader_fails_there_is_a_report_that_is_tried_again(tmp_path, handed_in, monkeypatch):
    def fails(submission):
        raise JobFailed("no luck")

    entries = batch_of(handed_in, tmp_path)
    found = batch.Batch(entries, tmp_path, SETTINGS)
    (result,) = found.run(list(entries[:1]), fails, 1)
    assert {function["outcome"] for function in result.report["functions"]} == {"grader error"}
    assert "the grader failed: no luck" in result.report["problems"]
    assert not (result.folder / regrading.MARK).exists()


def batch_of(folder, out):
    return read_class(folder, leave_out=out).entries


def test_folder_names_are_distinct_and_harmless():
    students = [
        "ada",
        "ADA",
        "grades.csv",
        "..",
        "a/b",
        "x" * 300,
        "new\nline",
        "=1+1",
        ".graded",
        "caf\u00e9",
        "ada ",
        "\udcff",
        "\U00020000" * 90,
        "con",
        "grades.csv.part",
        "caf\u0065\u0301",
        "x|y",
        f"x_y-{hashlib.sha256(b'x|y').hexdigest()[:8]}",
    ]
    names = folder_names(students)
    assert names["ada"] == "ada" and names["caf\u00e9"] == "caf\u00e9"
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in names.values()}) == len(students)
    assert not {"con", "grades.csv.part"} & set(names.values())
    assert max(len(name.encode()) for name in names.values()) < 200
    for name in names.values():
        assert 0 < len(name) <= 120 and name.isprintable() and "/" not in name and not name.startswith(".")


def test_a_report_in_the_folder_of_another_is_not_taken_for_ones_own(tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "report.json").write_text('{"student": "bob"}')
    entry = class_folder.Entry("ada", list)
    found = batch.Batch((entry,), tmp_path, SETTINGS)
    assert found.graded(entry) is None
    (tmp_path / "ada" / "report.json").write_text('{"student": "ada"}')
    assert found.graded(entry) == {"student": "ada"}


def test_a_submission_that_breaks_the_reader_does_not_stop_the_class():
    def files():
        raise RecursionError

    found = class_folder.Entry("ada", files).read()
    assert (found.sources, found.problems) == ({}, ("ada cannot be read (RecursionError)",))


def test_what_a_result_is_made_from_changes_with_everything_that_runs():
    work = Submission("ada", {"step3_loss": "x = 1"})
    made_from = [
        regrading.wanted(work, SETTINGS),
        regrading.wanted(work, Settings(2, (3,), SETTINGS.isolation)),
        regrading.wanted(work, Settings(1, (3, 4), SETTINGS.isolation)),
        regrading.wanted(work, Settings(1, (3,), "other")),
        regrading.wanted(Submission("ada", {"step3_loss": "x = 2"}), SETTINGS),
        regrading.wanted(Submission("ada", work.sources, notebooks=("step3_loss",)), SETTINGS),
    ]
    assert all(one != other for i, one in enumerate(made_from) for other in made_from[:i])
    assert regrading.wanted(Submission("bob", work.sources), SETTINGS) == made_from[0]
    assert grading_process.SPARE_SECONDS > 0
