"""The page that one shows around: what the learner's own network has learned, in one file without scripts."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from grader.learning import history, picture
from grader.seeing import milestones
from grader.seeing.functions import Functions
from tests.firefox import BOTH
from tests.kits import copy_of_kit, finished_kit, grader
from tests.made_submissions import stubs
from tests.made_work import MadeWork, constant, leaving, unwritten


@pytest.fixture(scope="module")
def page():
    return picture.document(history.History(), Functions(MadeWork()))


def pictures(text):
    """The PNGs in a page."""
    return [
        Image.open(io.BytesIO(base64.b64decode(data))) for data in re.findall(r"data:image/png;base64,([^\")]+)", text)
    ]


def test_it_is_one_file_without_scripts_and_names(page):
    assert not re.search(r"<script|<link|@import|\son\w+=", page)
    loaded = re.findall(r"(?:src=\"|href=\"|url\()([^\")]*)", page)
    assert len(loaded) == 1 + milestones.SHOWN and all(link.startswith("data:image/png;base64,") for link in loaded)
    assert len(page) < 300_000
    assert "<title>A neural network, written by hand</title>" in page


def test_the_film_goes_from_knowing_nothing_to_xor(page):
    film = next(made for made in pictures(page) if made.width == milestones.PIXELS)
    assert film.height == milestones.PIXELS * len(milestones.EPOCHS)
    colours = np.asarray(film.convert("L"), dtype=float)
    first, last = colours[: milestones.PIXELS], colours[-milestones.PIXELS :]
    near, far = round(0.4 / 1.8 * milestones.PIXELS), round(1.4 / 1.8 * milestones.PIXELS)
    for plane, learned in ((first, False), (last, True)):
        ones, zeros = (plane[near, near], plane[far, far]), (plane[far, near], plane[near, far])
        assert (min(ones) - max(zeros) > 100) == learned
    assert "This network has learned XOR." in page


def test_digits_are_there_with_what_they_were_taken_for(page):
    assert re.search(r"3[3-5]\d of 359 digits that it had never seen are right", page)
    assert re.search(r"<figcaption>\d, read as \d</figcaption>", page)


def test_a_network_that_does_not_learn_is_told_as_it_is():
    wrong = MadeWork(train=lambda params, X, y, activations, rate, epochs, *_: (params, [0.25] * epochs))
    text = "".join(milestones.sections(Functions(wrong)))
    assert re.search(r"This network has [0-3] of 4 right so far\. Its loss fell from 0\.250 to 0\.250", text)


@pytest.mark.parametrize("wrong", [unwritten, leaving, constant(float("nan"))])
@pytest.mark.parametrize("name", ["init_params", "forward", "train", "predict", "fit"])
def test_what_is_not_there_yet_is_left_out(name, wrong):
    text = picture.document(history.History(), Functions(MadeWork(**{name: wrong}), seconds=2))
    assert ("<h2>XOR</h2>" in text) == (name == "fit")
    assert ("<h2>Handwritten digits</h2>" in text) == (name in ("train", "predict"))


def test_the_command_from_an_untouched_kit_and_with_a_name(tmp_path):
    run = grader(copy_of_kit(tmp_path / "stubs", stubs()), "progress", "--html", "p.html")
    assert (run.returncode, run.stderr) == (0, "")
    assert "<h2>XOR</h2>" not in (tmp_path / "stubs" / "p.html").read_text(encoding="utf-8")
    run = grader(finished_kit(tmp_path / "kit"), "progress", "--html", "p.html", "--name", "Ada <b>")
    assert (run.returncode, run.stderr) == (0, "")
    text = (tmp_path / "kit" / "p.html").read_text(encoding="utf-8")
    assert "<h1>Ada &lt;b&gt;: a neural network, written by hand</h1>" in text
    assert "<h2>Handwritten digits</h2>" in text


@pytest.mark.slow
@pytest.mark.parametrize("kind", BOTH)
def test_a_browser_plays_the_film_once_and_stops_at_the_end(page, tmp_path, kind):
    file = tmp_path / "p.html"
    file.write_text(page, encoding="utf-8")
    place = "getComputedStyle(document.querySelector('.film')).backgroundPositionY"
    with kind(tmp_path / "profile") as browser:
        complaints = browser.open(file, 390)
        assert [said for _, said in complaints if not said.startswith("data:")] == []
        assert browser.evaluate("document.documentElement.scrollWidth") <= 390
        browser.wait_for(f"{place} !== '100%' && {place} !== '0%'")
        browser.wait_for(f"{place} === '100%'")
