"""The pages in a real browser: nothing to complain of, nothing sticks out, everything is there on paper.

The pictures stay in the folder that the variable PICTURES names, for people to look at.
"""

import os
from pathlib import Path

import pytest

from grader.classroom import pages
from tests.browser import WIDTHS, Browser, executable
from tests.made_reports import HOSTILE_NAMES, believed, report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not executable(), reason="NO BROWSER: install chromium, or name one in BROWSER_FOR_TESTS"),
]
MISTAKES = {
    "backward": ("wrong", "backward(params, cache, ...)\n  returned  [1.0]", believed("backward-no-derivatives")),
    "mse": ("crashed", "mse raised ValueError in step3_loss.py, line 3: " + "<b>long</b>" * 40),
    "train": ("timed out", "train did not finish"),
    "predict": ("not attempted", "predict is not written yet"),
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with Browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


def a_class():
    for number in range(40):
        yield report(
            f"student{number:02d}", ["ignored: notes.txt"], number % 2, **dict([[*MISTAKES.items()][number % 4]])
        )
    for name in HOSTILE_NAMES.values():
        yield report(name, [name], False, **MISTAKES)


PAGES = {
    "right": lambda: pages.feedback(report("anna")),
    "wrong": lambda: pages.feedback(report("ben", ["ignored: notes.txt"], False, **MISTAKES)),
    "long": lambda: pages.feedback(report("x" * 300, ["y" * 300], False, mse=("crashed", "z" * 2000))),
    "class": lambda: pages.class_page(a_class(), pages.About("A class", 7, "sealed", ("2 entries were ignored",))),
    "empty": lambda: pages.class_page([], pages.About("A class")),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_complete_and_fits(browser, tmp_path, name, width):
    folder = Path(os.environ.get("PICTURES", tmp_path))
    path = folder / f"{name}.html"
    path.write_text(PAGES[name](), encoding="utf-8")
    complaints = browser.open(path, width)
    assert complaints == []
    scroll_width, window, sticking_out = browser.evaluate(WIDTHS)
    assert (scroll_width, sticking_out) == (window, [])
    assert window == width
    for grey in (False, True):
        picture = folder / f"{name}-{width}{'-grey' * grey}.png"
        browser.screenshot(picture, grey)
        assert picture.stat().st_size > 5000


def test_complaints_are_seen(browser, tmp_path):
    """The test of the test: a script that fails, a picture from elsewhere, a table that is too wide."""
    page = tmp_path / "bad.html"
    page.write_text("<img src='file:///nowhere.png'><script>no()</script><p style='width: 2000px'>x", encoding="utf-8")
    kinds = {method for method, _ in browser.open(page, 390)}
    assert {"Runtime.exceptionThrown", "Network.requestWillBeSent"} <= kinds
    assert browser.evaluate(WIDTHS)[2] != []


def test_messages_are_open_on_paper(browser, tmp_path):
    path = tmp_path / "print.html"
    path.write_text(PAGES["wrong"](), encoding="utf-8")
    shown = "document.querySelector('details pre').checkVisibility({contentVisibilityAuto: true})"
    heights = {}
    for media in ("screen", "print"):
        assert browser.open(path, 800, media) == []
        heights[media] = browser.evaluate("document.querySelector('details').getBoundingClientRect().height")
        assert browser.evaluate(shown) == (media == "print")
    assert heights["print"] > heights["screen"]
