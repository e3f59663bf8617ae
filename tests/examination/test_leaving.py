"""How much of a student's own text comes back, where: counted, from work that says as much as it can."""

import json
import random
import re
from pathlib import Path

import pytest

from grader import curriculum
from grader.classroom import gradescope, pages
from grader.examination import grading, terminal
from grader.examination.summary import message_of
from grader.submissions.submission import Submission

PAGE = Path(__file__).resolve().parent.parent.parent / "grader" / "docs" / "isolation.md"
LETTERS = "qwzjkx"  # of which no word of the grader's is made
OF_A_FUNCTION, OF_A_HAND_IN, OF_A_PAGE = 700, 20_000, 100_000  # characters
TALKING = """
import os, warnings
LETTERS = bytes({letters!r}[number % 6] for number in range(256))
def words(length): return os.urandom(length).translate(LETTERS).decode()
def talk(*_, **__):
    print(words(9000))
    warnings.warn(words(9000))
    kind = type(words(9000), (Exception,), {{}})
    raise kind(words(9000))  # {comment}
"""


def talking(step):
    """A step that raises and prints other words in every call, in as many as it likes."""
    comment = "".join(random.Random(step.number).choice(LETTERS) for _ in range(900))
    functions = [f"def {function.name}(*_): talk()\n" for function in step.functions]
    return TALKING.format(letters=LETTERS.encode(), comment=comment) + "".join(functions)


def own_text(text):
    """How many characters of the student's are in a text; what is said twice counts once."""
    return sum(map(len, set(re.findall(rf"[{LETTERS}]{{12,}}", text.replace("\\n", "").replace("\n", "")))))


@pytest.fixture(scope="module")
def report():
    return grading.grade(
        Submission("somebody", {step.module: talking(step) for step in curriculum.steps()}), 1, network=False
    )


def test_a_student_reads_one_message_for_each_function(report):
    data = report.as_data()
    messages = [own_text(message_of(result)) for result in data["functions"]]
    assert min(messages) > 0 and max(messages) <= OF_A_FUNCTION
    tests = gradescope.results(data)["tests"]
    assert max(own_text(test["output"]) for test in tests) <= OF_A_FUNCTION
    for shown in (json.dumps(gradescope.results(data)), terminal.table(report)):
        assert 0 < own_text(shown) <= OF_A_HAND_IN


def test_the_page_and_the_report_have_three_of_each_function(report):
    data = report.as_data()
    for shown in (pages.feedback(data), json.dumps(data)):
        assert OF_A_HAND_IN < own_text(shown) <= OF_A_PAGE
    for result in data["functions"]:
        said = [check["said"] for check in result["checks"]]
        assert len({words for words in said if own_text(words)}) == grading.MOST_FAILURES
        assert any("fails here too, in other words" in words for words in said)


def test_the_page_on_isolation_has_these_numbers():
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"at most {OF_A_FUNCTION} characters of a student's own text for each function" in page
    assert f"{OF_A_HAND_IN:,} for a hand-in" in page and f"{OF_A_PAGE:,}" in page
