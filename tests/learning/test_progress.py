"""`progress`: what is done and since when, in the terminal and as a picture."""

import os
import re
import time
import xml.etree.ElementTree as ElementTree

import pytest

from grader import curriculum
from grader.learning import history, overview, picture
from grader.steps import reference
from tests.browser import Browser, executable
from tests.kits import copy_of_kit, grader, run_pytest
from tests.made_submissions import stubs

TIME = "2026-11-0{}T20:00:00+01:00"
FUNCTIONS = curriculum.functions()


@pytest.fixture
def past():
    """Steps 1 to 3 right but for tanh; mse, right once, is wrong again; backward begun."""
    found = history.History()
    for day, step in enumerate(curriculum.steps()[:3], start=1):
        for function in step.functions:
            found.note({function.name: "wrong" if function.name in ("tanh", "relu") else "passed"}, TIME.format(day))
    found.note({"relu": "passed"}, TIME.format(4))
    found.note({"mse": "wrong", "backward": "timed out", "train": "not attempted"}, TIME.format(5))
    found.hint_shown(FUNCTIONS["backward"], 2)
    return found


def shown(past, folder, plain=False):
    text = "\n".join(overview.page(past, folder, plain))
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 100
    return text


def test_the_page_shows_steps_and_when_each_function_was_first_right(past, tmp_path):
    text = shown(past, tmp_path)
    for line in (
        r" 1 activations      \[########  \] 5/6",
        r"      relu +first right 2026-11-04 20:00, try 2",
        r"      tanh +is wrong, try 1",
        r" 2 network          \[##########\] 2/2   finished 2026-11-02 20:00",
        r"      mse +is wrong now, first right 2026-11-03 20:00, at the first try",
        r"      backward +does not end, try 1, 2 hints",
        r" 6 training         \[          \] 0/3 .*",
        r"in all: 8 of 16 functions right",
        r"next: tanh .*python -m grader hint tanh\)",
    ):
        assert re.search(rf"^{line}$", text, re.MULTILINE), f"{line}\n{text}"
    assert "classification" not in text
    assert "gradient_step" not in text, "steps that are not begun have one line"


def test_the_page_in_sentences_has_no_bars(past, tmp_path):
    text = shown(past, tmp_path, plain=True)
    assert "step 2, network: 2 of 2 functions right, finished 2026-11-02 20:00" in text
    assert "tanh: is wrong, try 1" in text
    assert not re.search(r"[\[\]#|]|--|  +\w+:", text)


def test_steps_beyond_the_course_are_shown_once_begun(past, tmp_path):
    past.note({"softmax": "wrong"}, TIME.format(6))
    assert "7 classification" in shown(past, tmp_path)
    assert "8 data" not in shown(past, tmp_path)
    assert "in all: 8 of 16 functions right, and 0 of 12 beyond" in shown(past, tmp_path), "totals do not jump"


def test_a_module_saved_after_its_last_run_is_named(past, tmp_path):
    for module in ("step1_activations", "step3_loss", "step4_gradient_check"):
        (tmp_path / f"{module}.py").write_text("")
        os.utime(tmp_path / f"{module}.py", (0, 0))
    assert "changed since" not in shown(past, tmp_path)
    os.utime(tmp_path / "step3_loss.py", (time.time() + 10**9, time.time() + 10**9))
    assert "changed since the checks last ran: step3_loss.py." in shown(past, tmp_path)


def test_the_command_from_the_first_run_to_the_picture(tmp_path):
    kit = copy_of_kit(tmp_path / "kit", stubs() | {"step3_loss": reference.source("step3_loss")})
    assert "Nothing has been run so far" in grader(kit, "progress").stdout
    run_pytest(kit, "exercises")
    run = grader(kit, "progress", "--html", "p.html")
    assert (run.returncode, run.stderr) == (0, "")
    assert re.search(r"^ 3 loss +\[#{10}\] 2/2   finished \d{4}-\d\d-\d\d \d\d:\d\d$", run.stdout, re.MULTILINE)
    assert "changed since" not in run.stdout
    assert run.stdout.endswith("picture: p.html\n")
    assert "2<small> of 16 functions" in (kit / "p.html").read_text(encoding="utf-8")
    run = grader(kit, "progress", "--html", "no such folder/p.html")
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1


def test_the_picture_has_a_unit_for_each_function_and_lights_what_is_right(past):
    page = picture.document(past)
    svg = ElementTree.fromstring(re.search(r"<svg.*</svg>", page, re.DOTALL)[0])
    kinds = [circle.get("class").split()[1:] for circle in svg.iter("circle")]
    assert (len(kinds), kinds.count(["lit"]), kinds.count(["begun"])) == (16, 8, 3)
    assert len([path for path in svg.iter("path") if path.get("class") == "tick"]) == 8, "not by colour alone"
    assert "8 of its units are lit" in svg.get("aria-label")
    assert "relu is right, first right 2026-11-04 20:00" in [title.text for title in svg.iter("title")]
    assert not re.search(r"https?:|<script|<link|<img|@import|url\(", page)


@pytest.mark.skipif(not executable(), reason="no Chromium here")
@pytest.mark.parametrize("width", [360, 1000])
def test_a_browser_shows_the_picture_without_complaint(past, tmp_path, width):
    file = tmp_path / "p.html"
    file.write_text(picture.document(past), encoding="utf-8")
    with Browser(tmp_path / "profile") as browser:
        assert browser.open(file, width) == []
        assert browser.evaluate("document.documentElement.scrollWidth") <= width
