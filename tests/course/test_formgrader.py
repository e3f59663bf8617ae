"""Late work, several processes at once, and formgrader in a real browser, with what an instructor does in it.

The page of the course says how, and what it shows is what is tried here. The pictures stay in the folder that the
variable PICTURES names, for people to look at.
"""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.writing import PAGE
from tests import courses
from tests.browser import Browser, executable
from tests.courses import cell, filled, hand_in, nbgrader, of_kind, released
from tests.jupyter import serving, wait_for
from tests.made_submissions import COURSE, step_of, worth

MISSING = [name for name in ("nbgrader", "jupyterlab") if not importlib.util.find_spec(name)]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"NOT INSTALLED: {', '.join(MISSING)}"),
]
LATE = PAGE.read_text(encoding="utf-8").split("## Late work\n")[1]
PLUGIN, TURNED_ON = re.findall(r"^```python\n(.*?)^```", LATE, re.MULTILINE | re.DOTALL)
DUE, AGAIN = re.findall(r"^nbgrader .*$", LATE, re.MULTILINE)
CORE = worth(*COURSE)
WRITTEN = "why-a-hidden-layer"
CAME = {"ada": "2026-12-11 17:00:00 UTC", "ben": "2026-12-12 17:00:01 UTC", "dee": "2026-12-14 18:00:00 +0000"}
SCORES = {
    "ada": CORE,
    "ben": CORE - worth("sigmoid_derivative"),
    "cem": 0,
    "dee": worth(*(name for name in COURSE if step_of(name).number <= 3)),
    "eve": 0,
    "fay": CORE,
}
PENALTIES = dict.fromkeys(SCORES, 0) | {"ben": 20, "dee": 40}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course, graded by a process for each student, all at once. Gives it with what the processes have said."""
    course = courses.made(tmp_path_factory.mktemp("course") / "mycourse")
    kinds = {"ada": "perfect", "ben": "one mistake", "cem": "untouched", "dee": "half done"}
    for student, kind in kinds.items():
        hand_in(course, student, of_kind(released(course), kind))
    hand_in(course, "eve", b"\x80\x81 no notebook")
    answered = filled(released(course))
    cell(answered, WRITTEN)["source"] = "No line parts the corners of a square by its diagonals."
    hand_in(course, "fay", answered)
    for student, when in CAME.items():
        (course / "submitted" / student / "core" / "timestamp.txt").write_text(when)
    nbgrader(course, *shlex.split(DUE)[1:])
    command = [sys.executable, "-m", "nbgrader", "autograde", "core"]
    started = [
        subprocess.Popen([*command, f"--student={student}"], cwd=course, stderr=subprocess.PIPE, text=True)
        for student in SCORES
    ]
    said = [process.communicate(timeout=courses.SECONDS)[1] for process in started]
    assert [process.returncode for process in started] == [0] * len(SCORES), said
    return course, said


def test_several_processes_at_once_lose_nobody(graded):
    course, said = graded
    assert courses.scores(course) == SCORES
    assert not [log for log in said if "ERROR" in log or "locked" in log]


@pytest.fixture(scope="module")
def late(graded):
    """The course graded again with what lateness costs, as the page has it."""
    course = graded[0].with_name("late")
    shutil.copytree(graded[0], course)
    (course / "late_work.py").write_text(PLUGIN)
    config = course / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\n{TURNED_ON}")
    nbgrader(course, *shlex.split(AGAIN)[1:])
    return course


def test_late_penalties_are_in_the_table_and_on_the_pages(late):
    assert courses.scores(late) == {student: score - PENALTIES[student] for student, score in SCORES.items()}
    nbgrader(late, "generate_feedback", "core")
    said = {path.parts[-3]: path.read_text(encoding="utf-8") for path in late.glob("feedback/*/core/core.html")}
    penalties = {
        student: re.findall(r"Late submission penalty \(Score: -([\d.]+)\)", said[student]) for student in said
    }
    assert penalties == {student: [f"{cost:.1f}"] if cost else [] for student, cost in PENALTIES.items()}


ROWS = """[...document.querySelectorAll("#main-table tr")].map(row => [
    row.querySelector(".name-shown[href]")?.textContent, row.querySelector("td.score")?.textContent,
    !!row.querySelector(".needs-manual-grade .glyphicon"), row.querySelector("a[href]")?.href])"""
POINTS = """Object.fromEntries([...document.querySelectorAll("input.score")].map(
    field => [field.id, field.value || field.placeholder]))"""
GIVE = f"""(() => {{ const field = document.getElementById("{WRITTEN}");
    field.value = "4"; field.dispatchEvent(new Event("change", {{bubbles: true}})); }})()"""


@pytest.mark.skipif(not executable(), reason="NO BROWSER: install chromium, or name one in BROWSER_FOR_TESTS")
def test_an_instructor_grades_what_is_written_in_formgrader(late, tmp_path):
    pictures = Path(os.environ.get("PICTURES", tmp_path))
    with serving(late, tmp_path) as address, Browser(tmp_path / "profile") as browser:
        browser.visit(f"{address}/formgrader/gradebook/core/core", 1280)
        wait_for(
            lambda: len(browser.evaluate(ROWS) or []) == len(SCORES) and all(browser.evaluate(ROWS)[0]) is not None
        )
        rows = {name: (shown, needs, link) for name, shown, needs, link in browser.evaluate(ROWS)}
        browser.screenshot(pictures / "formgrader-list.png")
        assert {name: float(shown.split(" / ")[0]) for name, (shown, _, _) in rows.items()} == SCORES
        assert [name for name, (_, needs, _) in rows.items() if needs] == ["fay"]
        browser.visit(rows["fay"][2], 1280)
        wait_for(lambda: len(browser.evaluate(POINTS) or {}) > len(COURSE))
        wait_for(lambda: browser.evaluate(POINTS)["check-backward"] == f"{worth('backward'):g}")
        browser.ask("Runtime.evaluate", expression=GIVE)
        wait_for(lambda: browser.evaluate(POINTS)[WRITTEN] == "4" and courses.scores(late)["fay"] == CORE + 4)
        browser.screenshot(pictures / "formgrader-submission.png")
        browser.visit(rows["ben"][2], 1280)
        wait_for(lambda: browser.evaluate(POINTS).get("check-sigmoid_derivative") == "0")
        text = browser.evaluate("document.body.innerText")
    assert "sigmoid_derivative: wrong" in text and "What is your slope at z = 3?" in text
    nbgrader(late, "autograde", "core", "--force", "--student=fay")
    assert courses.scores(late)["fay"] == CORE + 4
