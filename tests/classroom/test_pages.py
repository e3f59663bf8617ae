"""The pages: what the reports say, and no HTML but the templates' own."""

import json
import re
import statistics
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from grader.classroom import pages, similar, unnamed
from grader.examination import grading, network
from grader.examination.cleaning import clean, clean_all, one_line
from grader.steps import reference
from grader.steps.bank import misconceptions
from grader.submissions.submission import Submission
from tests import made_reports
from tests.made_reports import HOSTILE_NAMES, believed, found, report
from tests.made_submissions import COURSE, step_of, with_functions, worth
from tests.made_submissions import FUNCTIONS as ALL

ABOUT = pages.About("A class", 7, "sealed")
FUNCTIONS = list(COURSE)
WHOLE = f"{worth(*COURSE):g}"
VOID = {"meta", "link", "path", "rect", "circle", "line", "br"}
TAGS = VOID | {
    "html",
    "head",
    "title",
    "style",
    "body",
    "main",
    "header",
    "footer",
    "h1",
    "h2",
    "h3",
    "p",
    "small",
    "span",
}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "code", "pre", "details", "summary", "ul", "li", "div"}
TAGS |= {"figure", "figcaption", "svg", "desc", "g", "text", "a", "section", "strong"}
ATTRIBUTES = {
    "lang",
    "charset",
    "name",
    "content",
    "rel",
    "href",
    "class",
    "id",
    "colspan",
    "scope",
    "role",
    "tabindex",
}
ATTRIBUTES |= {"viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d", "fill"}
ATTRIBUTES |= {"stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "shape-rendering", "text-anchor"}
ATTRIBUTES |= {"transform", "aria-labelledby", "aria-hidden", "preserveaspectratio", "vector-effect"}
HREF = re.compile(r"data:,|#\w+|[\w.~%-]+/feedback\.html")


class Page(HTMLParser):
    """A page taken apart; complains of every tag, attribute and address that the templates do not use."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.links, self.ids, self.labels = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))
        assert set(self.labels) <= set(self.ids)

    def handle_starttag(self, tag, attributes):
        assert tag in TAGS, tag
        for name, value in attributes:
            assert name in ATTRIBUTES, name
            assert name != "href" or HREF.fullmatch(value), value
            self.ids += [value] if name == "id" else []
            self.labels += value.split() if name == "aria-labelledby" else []
        self.links += [value for name, value in attributes if name == "href" and tag == "a"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


def assert_harmless(text):
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    assert not [c for c in text if "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"]
    return Page(text)


def hostile(name):
    """A report with a text of a student's everywhere where one can stand."""
    thought = found(name, name, (name,), id=name)
    made = report(name, [name, f"ignored: {name}"], False, mse=("crashed", name), sigmoid=("wrong", name, thought))
    made["functions"][2]["checks"].append({"name": name, "outcome": "wrong", "message": name, "said": name})
    made["modules"]["step3_loss"] = {"trouble": "import", "said": name, "line": None}
    made["network"] |= {"message": name, "said": name}
    made["network"]["final_losses"] = []
    return made


@pytest.mark.parametrize("name", HOSTILE_NAMES.values(), ids=HOSTILE_NAMES)
def test_no_text_of_a_student_becomes_live(name):
    for made in (hostile(name), clean_all(hostile(name))):
        page = assert_harmless(pages.feedback(made))
        assert " ".join(clean(name).split()) in page.words
        notes = pages.About(name, None, name, (name,))
        assert_harmless(pages.class_page([made | {"folder": name}, made], notes))


@pytest.mark.parametrize("folder", ["a b", "=1+1", "50%25", "javascript:x", "#?", "\u00e9\u05d3", "caf\udce9", "<i>"])
def test_links_lead_to_the_folder_and_nowhere_else(folder):
    page = Page(pages.class_page([report("somebody") | {"folder": folder}], ABOUT))
    (link,) = set(page.links)
    assert unquote(link, errors="surrogateescape") == f"{folder}/feedback.html"


@pytest.mark.parametrize("folder", ["..", ".", "", "../../etc", "a/b"])
def test_no_link_leads_out_of_the_class(folder):
    assert Page(pages.class_page([report("somebody") | {"folder": folder}], ABOUT)).links == []


def test_feedback_says_what_the_report_says():
    made = report(
        "anna",
        ["ignored: notes.txt"],
        False,
        backward=("wrong", "call\n  returned  1", believed("backward-no-derivatives")),
    )
    page = Page(pages.feedback(made))
    left, due = f"{worth(*COURSE) - worth('backward'):g} of {WHOLE} points", f"{worth('backward'):g} points"
    assert page.words.startswith(f"anna: {left} Feedback for anna {left} 15 of 16 functions are right")
    assert f"begin with backward (step 5, {due}): its answers are those of a function that never uses" in page.words
    for result in made["functions"][: len(FUNCTIONS)]:
        said = f"{result['function']} {result['outcome']} {result['score']} of {result['max_score']}"
        assert said in page.words
    assert "1 of 2 checks did not pass" in page.words
    assert "call returned 1" in page.words
    assert "ignored: notes.txt" in page.words
    assert "--seed 7" in page.words and "isolation: sealed" in page.words


def test_the_plots_show_the_learners_own_numbers():
    page = Page(pages.feedback(report()))
    assert "0.25 before the first step, 0.00051 in the last epoch" in page.words
    assert "(0, 0): 0.00, (0, 1): 1.00, (1, 0): 1.00, (1, 1): 0.00" in page.words


def test_a_network_without_plots_has_none():
    for missing in ({"curve": [], "boundary": []}, None):
        made = report()
        made["network"] = {
            "outcome": "not complete",
            "starts": 0,
            "learned": 0,
            "final_losses": [],
            "message": "no file",
            "said": "no file",
        }
        made["network"] |= missing or {}
        assert "<svg" not in pages.feedback(made)


@pytest.mark.parametrize("losses", [[0.25] * 5, [1e11, 1e12], [0, 0], [-3, 2], [1e-300, 2e-300], list(range(100))])
def test_any_curve_can_be_drawn(losses):
    made = report()
    made["network"]["curve"] = list(enumerate(losses))
    path = re.search(r'<path d="(M[^"]*)" fill="none" stroke="#24507f"', pages.feedback(made))[1]
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path)]
    assert len(numbers) == 2 * len(losses)
    assert all(0 <= n <= 360 for n in numbers)


@pytest.mark.parametrize("value", [0, 0.5, 1, -1e12, 1e12])
def test_any_boundary_can_be_drawn(value):
    made = report()
    made["network"]["boundary"] = [[value] * len(network.AXIS)] * len(network.AXIS)
    made["network"]["boundary"][3] = [0.5, *[1 - value] * (len(network.AXIS) - 1)]
    Page(pages.feedback(made))


def a_class():
    """Twelve students: 4 share one mistake, 3 another, 2 a third; 1 handed in nothing, 1 hangs, 1 cannot be read."""
    for letter, function, count in (("a", "backward", 4), ("b", "mse", 3), ("c", "sigmoid_derivative", 2)):
        for i in range(count):
            yield report(f"{letter}{i}", **{function: ("wrong", "no", believed(misconceptions(function)[0].id))})
    yield report("empty", **dict.fromkeys(FUNCTIONS, ("not attempted", "-")))
    yield report("hangs", **dict.fromkeys(FUNCTIONS[3:], ("timed out", "it did not finish")))
    said = "step5_backprop.py cannot be read by Python: invalid syntax, line 1"
    trouble = {"step5_backprop": {"trouble": "syntax error", "said": said, "line": 1}}
    yield report("broken", modules=trouble, backward=("crashed", said))


def test_the_class_page_opens_with_misconceptions_and_who_is_stuck():
    page = Page(pages.class_page(a_class(), ABOUT))
    said = page.words
    backward, mse, slope = (misconceptions(f)[0] for f in ("backward", "mse", "sigmoid_derivative"))
    for count, entry in ((4, backward), (3, mse), (2, slope)):
        assert (
            f"{count} of 12 students {entry.function} {entry.did} What makes it look right: {entry.seems_right}" in said
        )
    assert said.index(backward.did) < said.index(mse.did) < said.index(slope.did) < said.index("Who is stuck")
    few = f"hangs ({worth(*FUNCTIONS[:3]):g})"
    assert "2 of 12 have less than half of the points" in said
    assert "empty (0): nothing attempted" in said
    assert said.index("Who is stuck") < said.index(few) < said.index("Distribution of scores")
    left = f"{worth(*COURSE) - worth('backward'):g}"
    assert f"broken step5_backprop.py cannot be read or imported {left}" in said


def test_the_class_page_counts_right():
    page = Page(pages.class_page(a_class(), ABOUT))
    scores = [made["score"] for made in a_class()]
    assert page.words.count(f"12 students, median {statistics.median(scores):g} of {WHOLE} points") == 1
    tenths = Counter(min(int(10 * score / worth(*COURSE)), 9) for score in scores)
    assert ", ".join(f"{10 * tenth} to {10 * tenth + 10} %: {tenths[tenth]}" for tenth in range(10)) in page.words
    assert "function right passed not attempted wrong crashed timed out backward step 5 42 % 5 1 4 1 1" in page.words
    assert page.words.index("backward step") < page.words.index("sigmoid step")
    for made in a_class():
        right = sum(result["outcome"] == "passed" for result in made["functions"])
        assert f"{made['student']} {made['score']:g} {right} of 16 learns" in page.words
        assert f"{made['student']}/feedback.html" in page.links


def test_who_has_few_points_is_stuck_also_with_work_that_runs():
    made = report("anna", **dict.fromkeys(FUNCTIONS[5:], ("wrong", "no")))
    said = Page(pages.class_page([made, report("ben")], ABOUT)).words
    anna = f"anna ({worth(*FUNCTIONS[:5]):g})"
    assert f"1 of 2 has less than half of the points. The lowest scores: {anna}: 5 of 16 functions right" in said
    assert f"ben ({WHOLE})" not in said


def test_bonus_steps_count_where_somebody_has_tried_them():
    begun = f"For bonus points there are the steps 7 ({step_of('softmax').title})"
    core = Page(pages.feedback(report("anna"))).words
    assert "All 16 functions are right" in core and begun in core
    beyond = Page(pages.feedback(report("anna", beyond=True, softmax=("wrong", "no")))).words
    bonus = worth(*set(ALL) - set(COURSE))
    assert (
        f"{WHOLE} of {WHOLE} points, {bonus - worth('softmax'):g}" in beyond
        and "27 of 28 functions are right" in beyond
    )
    said = Page(pages.class_page([report("anna"), report("ben", beyond=True)], ABOUT)).words
    assert f"median {WHOLE} of {WHOLE}" in said
    assert f"ben {WHOLE} + {bonus:g} 28 of 28" in said and f"anna {WHOLE} 16 of 16" in said
    assert "softmax step 7 100 % 1" in said


def test_a_mistake_that_no_bank_knows_counts_by_its_words():
    first = found("Your dW is twice the gradient.", "Where?", ("  layer 1  2.0 times",))
    other = found("Your dW is half the gradient.")
    made = [report(n, backward=("wrong", "", d)) for n, d in (("a", first), ("b", first), ("c", other))]
    said = Page(pages.class_page(made, ABOUT)).words
    assert "2 of 3 students backward Your dW is twice the gradient Ask them: Where?" in said
    assert "1 of 3 students backward Your dW is half the gradient" in said


def test_a_failure_of_the_grader_is_said_first():
    made = report("anna", train=("grader error", "the check itself failed"))
    said = Page(pages.class_page([made], ABOUT)).words
    assert said.index("The grader itself failed on 1 of them") < said.index("The most common misconceptions")
    assert "no fault of yours: please tell your teacher" in Page(pages.feedback(made)).words


def test_an_empty_class_has_a_page():
    assert "nothing has been graded yet" in Page(pages.class_page([], ABOUT)).words


@pytest.mark.parametrize("name", HOSTILE_NAMES.values(), ids=HOSTILE_NAMES)
def test_no_text_becomes_live_on_the_other_pages(name):
    change = {
        "student": name,
        "from": 5,
        "to": 2.5,
        "functions": [{"function": "mse", "from": "", "to": "", "why": name}],
    }
    assert " ".join(clean(name).split()) in assert_harmless(pages.changes_page([(name, [change])], name)).words
    pair = similar.Pair((name, "ada"), 0.9, (("step3_loss", 1.0),), (name, name))
    found = similar.Found([pair], 0.6, 0.1, 2, [name])
    for with_code in (True, False):
        page = assert_harmless(pages.similar_page(found, name, {name: name, "ada": "ada"}, with_code))
        assert "and no proof of anything" in page.words and "ada/feedback.html" in page.links
        assert ("as the two have it" in page.words) == with_code
    group = unnamed.Group("mse-00000000", "mse", [{"student": name, "folder": name, "submission": name}], name, name)
    assert "group mse-00000000" in assert_harmless(pages.class_page([report(name)], ABOUT, [group])).words


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ({"late": ""}, ""),
        ({"late": "unknown"}, ""),
        ({"late": "1 d 2 h"}, "Handed in 1 d 2 h late."),
        ({"late": "yes", "penalty": None, "final": 100}, "Handed in late; what that costs could not be counted."),
        ({"late": "5 min", "penalty": 10, "final": 90}, "5 min late: 10 points are taken off 100, and 90 are left."),
    ],
)
def test_a_page_says_how_late_the_work_came(late, said):
    words = Page(pages.feedback(report() | {"late": late})).words
    assert said in words and ("Handed in" in words) == bool(said)
    listed = Page(pages.class_page([report() | {"late": late}], ABOUT)).words
    assert (f"(late: {late['late']})" in listed) == bool(late["late"])


def test_a_thousand_reports_are_not_kept():
    alive = []

    def one_by_one():
        for number in range(1000):
            made = report(f"s{number}")
            alive[:] = [*alive[-1:], made]
            made["functions"][0]["marker"] = Marker()
            yield made

    class Marker:
        count = most = 0

        def __init__(self):
            Marker.count += 1
            Marker.most = max(Marker.most, Marker.count)

        def __del__(self):
            Marker.count -= 1

    Page(pages.class_page(one_by_one(), ABOUT))
    assert Marker.most < 10


def test_cleaning_keeps_what_people_write_and_nothing_else():
    for kept in ("caf\u00e9", "\u05d3\u05d5\u05d3", "\U0001f469\u200d\U0001f52c", "a\nb", "\u4e2d\u6587"):
        assert clean(kept) == kept
    for number in (
        *range(0x20),
        *range(0x7F, 0xA0),
        0x202E,
        0x2066,
        0x200F,
        0x2028,
        0xD800,
        0xDFFF,
        0xFEFF,
        0xFFFF,
        0xE0041,
    ):
        if chr(number) not in "\n\r\t":
            assert clean(f"a{chr(number)}b") == "ab", hex(number)
    assert (clean("a\r\nb\rc\td"), one_line("a\n\n b"), one_line("\x00")) == ("a\nb\nc    d", "a b", "(no name)")


def test_a_report_is_clean_data_from_the_start():
    shout = "def mse(y_hat, y):\n    raise ValueError('\\x1b[31m\\u202e<b>\\ud800')"
    work = with_functions({"mse": shout}, "anna\x1b[2J\u202e\n<b>")
    data = grading.grade(work, 1).as_data()
    assert data["student"] == "anna[2J <b>"
    text = json.dumps(data, ensure_ascii=False)
    assert not [c for c in text.replace("\n", "") if unicodedata.category(c) in ("Cc", "Cs") or c == "\u202e"]
    assert_harmless(pages.feedback(data))


def test_the_network_brings_a_curve_and_a_boundary_that_are_its_own():
    data = grading.grade(Submission("somebody", reference.sources()), 1).as_data()["network"]
    epochs, losses = zip(*data["curve"], strict=True)
    assert (epochs[0], epochs[-1], len(epochs)) == (0, network.EPOCHS - 1, network.CURVE_POINTS)
    assert losses[0] > 0.1 > 0.01 > losses[-1]
    assert losses[-1] == pytest.approx(data["final_losses"][0], rel=1e-4)
    rows = data["boundary"]
    low, high = 6, 18  # where x is 0 and 1
    assert (network.AXIS[low], network.AXIS[high]) == (0, 1)
    assert [round(rows[i][j]) for i in (low, high) for j in (low, high)] == [0, 1, 1, 0]


FORGED = {
    "not a number": "np.full((len(X), 1), np.nan)",
    "of the wrong shape": "np.zeros(len(X))",
    "huge": "np.full((len(X), 1), 1e300)",
    "a string": "'<script>'",
    "nothing": "None",
}


@pytest.mark.parametrize("answer", FORGED.values(), ids=FORGED)
def test_numbers_that_cannot_be_drawn_are_left_out(answer):
    sources = reference.sources()
    sources["step2_network"] += f"""
_forward = forward
def forward(params, X, activations):
    y_hat, cache = _forward(params, X, activations)
    return ({answer}, cache) if len(X) > 100 else (y_hat, cache)
"""
    sources["step6_training"] += """
_train = train
def train(*arguments):
    params, losses = _train(*arguments)
    return params, [*losses[:-1], float("inf")]
"""
    found = network.try_network(Submission("somebody", sources), 1)
    assert (found.outcome, found.learned) == ("learns", network.STARTS)
    assert (found.curve, found.boundary) == ((), ())


@pytest.mark.parametrize(
    ("starts", "finals", "said"), [(1, [], "It learns XOR."), (3, [0.1], "from 3 of 3 random starts.")]
)
def test_a_network_that_learns_is_said_to_learn_whatever_its_losses_are(starts, finals, said):
    data = report("anna") | {
        "network": made_reports.network() | {"starts": starts, "learned": starts, "final_losses": finals}
    }
    text = pages.feedback(data)
    assert said in text and "cannot learn" not in text


def test_a_page_begins_with_what_to_mend_and_folds_what_is_right():
    data = report("anna")
    wrong, right = data["functions"][0], data["functions"][1:]
    for result in right:
        result |= {"outcome": "passed", "score": result["max_score"], "diagnosis": None, "checks": []}
    wrong |= {"outcome": "wrong", "score": 0, "diagnosis": None, "hint": "What is due at zero?"}
    text = pages.feedback(data)
    mend, fold = text.index("What to mend"), text.index("What is right")
    assert mend < text.index(f"<code>{wrong['function']}</code>") < text.index("What is due at zero?") < fold
    assert (
        fold
        < text.index("<details>", fold)
        < text.index(f"<code>{right[0]['function']}</code>")
        < text.index("</details>", fold)
    )
    wrong |= {"outcome": "passed", "hint": ""}
    text = pages.feedback(data)
    assert "What to mend" not in text
    assert "<details>" not in text
