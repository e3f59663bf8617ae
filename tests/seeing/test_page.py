"""The playground in real browsers: every control, points of one's own, functions that go wrong, a digit drawn by hand.

The pictures stay in the folder that the variable PICTURES names, for people to look at.
"""

import json
import os
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from grader.steps import reference
from tests.browser import REQUEST, WIDTHS
from tests.firefox import BOTH
from tests.idx_files import contents, write
from tests.kits import finished_kit
from tests.playing import SLOW, Playground, with_body, write_module

pytestmark = pytest.mark.slow
CSV = "x;y;kind\n0,1;0;a\n1;1,2;a\n0;1;b\n1,1;0;b\n0,5;2;c\n0,6;2,1;c\n"


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    kit = finished_kit(tmp_path_factory.mktemp("kit") / "kit")
    write(kit / "mnist", contents())
    return kit


@pytest.fixture(scope="module")
def playground(kit):
    with Playground(kit) as running:
        yield running


@pytest.fixture(scope="module", params=BOTH)
def browser(request, tmp_path_factory):
    with request.param(tmp_path_factory.mktemp("profile")) as running:
        yield running


class Page:
    """The page as somebody uses it."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address

    def open(self, setting="", width=1280):
        self.browser.visit("about:blank", width)
        self.browser.visit(self.address + setting, width)
        self.wait(
            "document.querySelector('#loss').textContent !== '-' || document.querySelector('#problem').textContent"
        )

    def wait(self, expression):
        return self.browser.wait_for(expression)

    def text(self, selector):
        return self.browser.evaluate(f"document.querySelector({json.dumps(selector)})?.textContent ?? ''")

    def click(self, selector):
        self.browser.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def choose(self, selector, value):
        """Choose in a field, as somebody does who changes it."""
        name = json.dumps(selector)
        self.browser.evaluate(f"document.querySelector({name}).value = {json.dumps(value)}")
        self.browser.evaluate(f"document.querySelector({name}).dispatchEvent(new Event('change', {{bubbles: true}}))")

    def pause(self):
        self.click("#play")
        self.wait("document.querySelector('#play').textContent === 'Play'")

    @property
    def epochs(self):
        return int(self.text("#epochs"))

    @property
    def loss(self):
        return float(self.text("#loss"))

    @property
    def setting(self):
        address = urlsplit(self.browser.evaluate("location.href"))
        return {name: values[0] for name, values in parse_qs(address.fragment, keep_blank_values=True).items()}

    def problem(self):
        return self.wait("document.querySelector('#problem').textContent")


@pytest.fixture
def page(browser, playground):
    """The page with its usual setting. Afterwards: nothing but the learner's machine was asked, nothing complained."""
    page = Page(browser, playground.address)
    page.open()
    yield page
    asked = {said for kind, said in browser.complaints() if kind == REQUEST}
    assert [said for kind, said in browser.complaints() if kind != REQUEST] == []
    assert [said for said in asked if not said.startswith((playground.address, "data:"))] == []


def test_play_pause_one_epoch_and_new_weights(page):
    page.click("#play")
    assert page.text("#play") == "Pause"
    page.wait("Number(document.querySelector('#epochs').textContent) > 20")
    page.pause()
    page.wait("document.querySelector('#said').textContent.startsWith('After')")
    epochs, loss = page.epochs, page.loss
    assert page.loss < 0.25
    page.click("#step")
    page.wait(f"Number(document.querySelector('#epochs').textContent) === {epochs + 1}")
    assert page.loss < loss
    page.click("#anew")
    page.wait("document.querySelector('#epochs').textContent === '0'")
    assert page.setting["seed"] == "1" and page.loss > 0.2


def test_xor_has_no_points_that_were_never_learned_from(page):
    assert (page.text("#loss-later"), page.text("#right-of"), page.text("#right")) == ("-", "training", "50 %")
    assert "validation" not in page.text("#legend")
    page.choose("[name=noise]", "0.2")
    page.wait("document.querySelector('#right-of').textContent === 'validation'")
    assert "Small: validation." in page.text("#legend")


def test_the_command_is_copied_or_the_page_says_that_it_is_not(page):
    page.browser.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    page.click("#copy")
    page.wait("document.querySelector('#copied').textContent.match(/^Copied|^The browser does not allow it/)")


CHANGES = {
    "data": ("[name=data]", "moons", "moons"),
    "noise": ("[name=noise]", "0.2", "0.2"),
    "loss": ("[name=loss]", "classes", "classes"),
    "rate": ("[name=rate]", "0.03", "0.03"),
    "batch": ("[name=batch]", "4", "4"),
    "momentum": ("[name=momentum]", "0.9", "0.9"),
    "seed": ("[name=seed]", "12", "12"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_control_changes_the_address_and_the_network_learns_on(page, name):
    selector, value, told = CHANGES[name]
    page.choose(selector, value)
    page.wait(f"location.hash.includes('{name}={told}')")
    page.click("#step")
    page.wait("document.querySelector('#epochs').textContent === '1'")
    assert page.text("#problem") == ""
    assert page.setting[name] == told


def test_standardizing_and_layers(page):
    page.click("[name=scaled]")
    page.wait("location.hash.includes('scaled=1')")
    page.click("#add")
    page.wait("location.hash.includes('hidden=8tanh,4tanh')")
    assert len(page.browser.evaluate("[...document.querySelectorAll('.layer')].map(e => e.children.length)")) == 4
    page.choose("#hidden li:nth-child(2) select", "relu")
    page.choose("#hidden li:nth-child(1) input", "3")
    page.wait("location.hash.includes('hidden=3tanh,4relu')")
    page.click("#hidden li:nth-child(1) button")
    page.wait("location.hash.includes('hidden=4relu')")
    page.click("#step")
    page.wait("document.querySelector('#epochs').textContent === '1'")
    assert page.browser.evaluate("document.querySelectorAll('.diagram line').length") == 2 * 4 + 4


def test_a_link_opened_again_is_the_same_network(page, playground):
    page.open("#data=moons&noise=0.1&hidden=6relu,3tanh&loss=classes&rate=0.3&batch=16&momentum=0.5&scaled=1&seed=9")
    page.click("#step")
    page.wait("document.querySelector('#epochs').textContent === '1'")
    address, loss = page.browser.evaluate("location.href"), page.text("#loss")
    command = page.text("#command")
    page.browser.visit("about:blank", 1280)
    page.browser.visit(address, 1280)
    page.wait("document.querySelector('#loss').textContent !== '-'")
    assert page.setting["hidden"] == "6relu,3tanh" and page.setting["scaled"] == "1"
    page.click("#step")
    page.wait("document.querySelector('#epochs').textContent === '1'")
    assert page.text("#loss") == loss
    assert command.startswith('python -m grader play "data=moons&noise=0.1&') and "scaled=1" in command


def test_points_of_one_s_own_in_three_classes(page):
    page.browser.evaluate(f"document.querySelector('#csv').value = {json.dumps(CSV)}")
    page.click("#use")
    assert "your points have 3 classes: choose the loss for classes" in page.problem()
    page.choose("[name=loss]", "classes")
    page.wait("document.querySelector('#problem').textContent === ''")
    assert "a: white circle, b: black square, c: white triangle" in page.text("#legend")
    page.choose("#speed", "0")
    page.click("#play")
    page.wait("Number(document.querySelector('#loss').textContent) < 0.3")
    page.pause()
    assert page.setting["data"] == "own" and page.setting["csv"] == CSV
    page.open("#" + urlsplit(page.browser.evaluate("location.href")).fragment)
    assert page.text("#problem") == "" and "c: white triangle" in page.text("#legend")


def test_the_example_and_a_file_fill_the_field(page, tmp_path):
    page.click("#example")
    assert page.browser.evaluate("document.querySelector('#csv').value").count("blue") == 4
    (tmp_path / "mine.csv").write_text("1,2,x\n3,4,y\n")
    page.browser.choose_file("#file", tmp_path / "mine.csv")
    page.wait("document.querySelector('#csv').value === '1,2,x\\n3,4,y\\n'")


def test_points_that_are_wrong_are_said(page):
    page.browser.evaluate("document.querySelector('#csv').value = '1,2,a\\n1,no,b'")
    page.click("#use")
    assert page.problem() == "line 2 of your points: 'no' is no number"


# Functions that go wrong


@pytest.fixture
def mended(kit):
    yield
    write_module(kit, "step5_backprop", reference.source("step5_backprop"))
    write_module(kit, "step2_network", reference.source("step2_network"))


def test_an_exception_is_said_and_playing_goes_on_when_it_is_mended(page, kit, mended):
    write_module(kit, "step5_backprop", with_body("step5_backprop", "backward", "    return [][3]\n"))
    page.click("#play")
    page.wait("document.querySelector('#problem').textContent.startsWith('backward raised')")
    assert "in step5_backprop.py, line" in page.text("#problem") and "return [][3]" in page.text("#problem")
    page.wait("document.querySelector('#play').textContent === 'Play'")
    write_module(kit, "step5_backprop", reference.source("step5_backprop"))
    page.click("#play")
    page.wait("Number(document.querySelector('#epochs').textContent) > 3")
    page.pause()
    assert page.text("#problem") == ""


def test_a_wrong_backward_is_seen_to_go_wrong(page, kit, mended):
    source = reference.source("step5_backprop")
    uphill = source.replace("return grads[::-1]", "return [(-W, -b) for W, b in grads[::-1]]")
    assert uphill != source
    before = page.loss
    write_module(kit, "step5_backprop", uphill)
    page.click("#step")
    page.wait("document.querySelector('#saved').textContent.startsWith('Saved: step5_backprop.py')")
    page.choose("#speed", "0")
    page.click("#play")
    page.wait("Number(document.querySelector('#epochs').textContent) > 300")
    page.pause()
    assert page.loss > before + 0.05


def test_with_loops_in_forward_the_page_answers_at_once(page, kit, mended):
    write_module(kit, "step2_network", with_body("step2_network", "forward", SLOW))
    page.open("#data=spirals&hidden=8tanh,8tanh&rate=2")
    page.click("#play")
    page.wait("Number(document.querySelector('#epochs').textContent) > 2")
    took = page.browser.evaluate(
        """new Promise(async (done) => {
            const waits = [];
            for (let i = 0; i < 20; i++) {
                const before = performance.now();
                await new Promise((next) => setTimeout(next, 10));
                waits.push(performance.now() - before - 10);
            }
            done(Math.max(...waits));
        })""",
        wait=True,
    )
    page.pause()
    assert took < 500, "the page itself was blocked while the learner's loops ran"


# A digit


def test_a_digit_drawn_by_hand_is_read(page):
    page.click("#learn")
    page.wait("document.querySelector('#learned').textContent.includes('digits that it had never seen are right')")
    page.browser.evaluate("document.querySelector('#pad').scrollIntoView({block: 'center'})")
    left, top = page.browser.evaluate(
        "(() => { const b = document.querySelector('#pad').getBoundingClientRect(); return [b.left, b.top]; })()"
    )
    page.browser.drag(*[(left + 128, top + 30 + 10 * i) for i in range(20)])
    page.wait("document.querySelector('#answer').textContent.startsWith('It reads')")
    page.wait("document.querySelector('#answer').textContent.startsWith('It reads 1')")
    assert len(page.browser.evaluate("[...document.querySelectorAll('#sure tr')].map(e => e.textContent)")) == 10
    assert page.browser.evaluate("document.querySelectorAll('#saw canvas').length") == 12
    save(page.browser, "pad-1280")
    page.click("#clear")
    assert page.text("#answer") == "Draw a digit."


def test_a_digit_can_be_drawn_with_the_keyboard(page):
    page.click("#learn")
    page.wait("!document.querySelector('#pad-area').hidden")
    page.browser.evaluate("document.querySelector('#pad').focus()")
    page.browser.press(" ", " ")
    for _ in range(16):
        page.browser.press("ArrowDown")
    page.browser.press(" ", kind="keyUp")
    page.wait("document.querySelector('#answer').textContent.startsWith('It reads 1')")
    mark = "(() => { const s = document.querySelector('#pen'); return [s.hidden, s.style.top]; })()"
    assert page.browser.evaluate(mark) == [False, f"{100 * (60 + 16 * 8) / 256}%"]
    page.browser.press("Delete")
    assert page.text("#answer") == "Draw a digit." and page.text("#sure tbody") == ""


def test_an_answer_to_a_drawing_that_was_cleared_is_not_shown(page):
    page.click("#learn")
    page.wait("!document.querySelector('#pad-area').hidden")
    told = page.browser.evaluate(
        """new Promise((done) => {
            const pad = document.querySelector('#pad');
            const press = (key) => pad.dispatchEvent(new KeyboardEvent('keydown', { key }));
            for (const key of [' ', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) press(key);
            requestAnimationFrame(() => requestAnimationFrame(() => {
                press('Delete');
                setTimeout(() => done(document.querySelector('#answer').textContent), 1500);
            }));
        })""",
        wait=True,
    )
    assert told == "Draw a digit."


def test_mnist_is_there_where_its_files_are(page):
    page.choose("#digits", "mnist")
    page.click("#learn")
    page.wait("document.querySelector('#learned').textContent.includes('of 3 digits')")


# How it looks, and how it is told


def save(browser, name):
    folder = Path(os.environ.get("PICTURES", "."))
    if "PICTURES" in os.environ:
        for grey in (False, True):
            kind = type(browser).__name__.lower().replace("browser", "chromium")
            browser.screenshot(folder / f"{kind}-{name}{'-grey' * grey}.png", grey)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "setting", ["", "#data=spirals&hidden=16tanh,16tanh,16relu,16tanh", f"#data=own&loss=classes&csv={quote(CSV)}"]
)
def test_nothing_sticks_out(page, width, setting):
    page.open(setting, width)
    page.click("#learn")
    page.wait("!document.querySelector('#pad-area').hidden")
    page.browser.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    scroll_width, window, sticking_out = page.browser.evaluate(WIDTHS)
    assert (scroll_width, sticking_out) == (window, [])
    save(page.browser, f"play-{len(setting)}-{width}")


def test_everything_has_a_name_and_signs_do_not_hang_on_colour(page):
    nameless = """[...document.querySelectorAll('button, input, select, textarea, canvas')].filter(e =>
        e.checkVisibility() && !e.labels?.length && !e.getAttribute('aria-label')
        && !e.closest('[aria-label]:not(section)') && !(e.tagName === 'BUTTON' && e.textContent.trim()))
        .map(e => e.outerHTML)"""
    assert page.browser.evaluate(nameless) == []
    dashes = """[...new Set([...document.querySelectorAll('.diagram line')]
        .map(e => e.getAttribute('class') + getComputedStyle(e).strokeDasharray))].sort()"""
    assert page.browser.evaluate(dashes) == ["negative5px, 4px", "positivenone"]
    page.browser.evaluate("document.querySelector('.layer:nth-of-type(2) button').focus()")
    assert page.text("#unit").startswith("layer 1, unit 1; bias 0.00; weights from input x1: ")
    page.browser.evaluate("document.querySelector('#weights').open = true")
    page.wait("document.querySelectorAll('#weights tr').length === 10")


def test_everything_is_reached_with_the_tab_key(page):
    wanted = page.browser.evaluate(
        "[...document.querySelectorAll('button, input, select, textarea, summary')]"
        ".filter(e => e.checkVisibility() && !e.disabled).length"
    )
    page.browser.evaluate("document.activeElement.blur()")
    seen = set()
    for _ in range(wanted + 5):
        page.browser.press("Tab")
        seen.add(page.browser.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(seen) >= wanted


def test_when_the_program_has_ended_the_page_says_so(kit, browser):
    with Playground(kit) as running:
        page = Page(browser, running.address)
        page.open()
    page.click("#step")
    assert page.problem().startswith("The program in the terminal has ended. Start it again")
