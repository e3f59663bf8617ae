"""Mistakes that are changes of a plain form: what a change makes, what is an error, and that the forms are right."""

import importlib

import pytest

from grader import curriculum
from grader.diagnosis.observations import look
from grader.steps import bank, questions
from grader.steps.bank_answers import ask_entry
from grader.steps.entry import Plain, Variant

WORDS = {"did": "does it otherwise", "seems_right": "habit", "hint": "What is asked for?"}
LOOP = """\
def total(rows):
    found = 0.0
    for row in rows:
        found = found + sum(row)
    return found
"""
TOTAL = Plain("total", "nowhere", LOOP)


def plain_forms() -> list[Plain]:
    """Every plain form of the bank."""
    bank.misconceptions()
    modules = [importlib.import_module(f"grader.steps.{step.module}.mistakes") for step in curriculum.steps()]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Plain)]


def made(*changes: tuple[str, str]) -> str:
    return TOTAL.mistake("a-mistake", changes=changes, **WORDS).source


def test_a_change_makes_the_function_it_says():
    entry = TOTAL.mistake("total-starts-at-one", change=("found = 0.0", "found = 1.0"), **WORDS)
    assert entry.source == LOOP.replace("0.0", "1.0")
    assert (entry.id, entry.function, entry.module) == ("total-starts-at-one", "total", "nowhere")
    assert (entry.did, entry.seems_right, entry.hint) == tuple(WORDS.values())


def test_several_changes_are_made_one_after_the_other():
    assert "start = 5\n" in made(("found = 0.0", "start = 0.0"), ("start = 0.0", "start = 5"))


def test_lines_are_put_where_the_old_text_stands():
    text = """
    if len(row):
        found = found + sum(row)
    """
    assert "    for row in rows:\n        if len(row):\n            found = found + sum(row)\n    return" in made(
        ("found = found + sum(row)", text)
    )


def test_old_lines_are_found_whatever_their_margin():
    old = """
    for row in rows:
        found = found + sum(row)
    """
    short = "def total(rows):\n    found = 0.0\n    found = sum(rows)\n    return found\n"
    assert made((old, "found = sum(rows)")) == short


def test_a_line_may_move_to_another_depth():
    assert made(("    return found", "        return found")).endswith("\n        return found\n")


def test_a_line_of_which_nothing_is_left_goes():
    assert made(("return found", "")) == LOOP.replace("    return found\n", "")
    assert made((" + sum(row)", "")) == LOOP.replace(" + sum(row)", "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("found = 2.0", "found = 1.0")], "occurs 0 times"),
        ([("row", "line")], "occurs 4 times"),
        ([("found = 0.0", "found = 1.0"), ("0.0", "2.0")], "occurs 0 times"),
        ([("return found", "return sum(rows)"), ("sum(row", "max(row")], "occurs 2 times"),
        ([("", "found = 1.0")], "occurs"),
        ([("found = 0.0", "found = 0.0")], "nothing is changed"),
        ([], "nothing is changed"),
    ],
)
def test_a_change_that_does_not_apply_once_is_an_error_that_names_the_mistake(changes, words):
    with pytest.raises(ValueError, match=f"^total-goes-wrong: .*{words}"):
        TOTAL.mistake("total-goes-wrong", changes=changes, **WORDS)


@pytest.mark.parametrize("form", plain_forms(), ids=lambda form: form.function)
def test_a_plain_form_is_right(form):
    ask = ask_entry(Variant("plain", form.function, form.module, form.source, unusual="nothing"))
    wrong = [
        question.label
        for question in questions(form.function)
        if not question.is_refused and not question.is_rare and look(question, ask).wrong
    ]
    assert not wrong
