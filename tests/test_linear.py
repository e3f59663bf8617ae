"""Whatever a student hands in, reading it takes time in proportion to its length, and never the square of that.

Times are compared with one another, as a ratio, and only where there is enough of it to be compared.
"""

import ast
import contextlib
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.checks import failures, messages
from grader.checks.answer import Answer, Error
from grader.classroom import names, out_folder, tables
from grader.course import repair
from grader.diagnosis import crashes, definition, observations
from grader.examination import cleaning
from grader.submissions import choosing, defining, grouping, lenient, naming, reading, systems
from grader.submissions.lenient import RawCell
from grader.submissions.submission import decode_source
from grader.worker import cells

GRADER = Path(__file__).resolve().parent.parent / "grader"

WORTH = 0.02  # seconds; what takes less is no trouble
TIMES = 10  # as long is each text as the one before
SLACK = 4  # times what a linear function would take; a square takes ten times that


def seconds(do: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    do(text)
    return time.process_time() - started


def grows(do: Callable[[str], object], make: Callable[[int], str], longest: int) -> bool:
    """Whether the time grows faster than the text, up to this length."""
    short, before = "", 0.0
    for length in (longest // TIMES**2, longest // TIMES, longest):
        text = make(length)
        taken = seconds(do, text)
        if short and taken > max(WORTH, SLACK * TIMES * before):  # or others were busy: once more
            taken, before = seconds(do, text), max(seconds(do, short) for _ in range(3))
            if taken > max(WORTH, SLACK * TIMES * before):
                return True
        short, before = text, taken
    return False


PARTS = [
    "\n", "\n    ", " ", "\t\r\n", "a", "1", "1.", "_", "_1", "-1", " 1", "(", " (", "()", "(line 1", " (line 1", "?",
    "? ", ". ", "...", "'", '"', '\\"', "#", "def f", "def sigmoid\n", "x = ", "x: ", "x:y", "=", "=;", ";", ", ", "[",
    "{", "[]", "e", "1e", "\u0660", "\u2028", "\ud800", "\U0001f600", "step1_activations", "step", "step1.py ",
    "def sigmoi(): 0\n", "f(", "[0]", "- ", "1 + ", "not ",
    "raise ", "%%", "!", "# coding: ", "<b>", "**", "_assignsubmission_", "_1_assignsubmission_a", "core-1", ": ",
    "import ", "\0", "/", ".part",
]  # fmt: skip


def texts(parts: list[str]) -> dict[str, Callable[[int], str]]:
    """Texts of a length that consist of one part, with an end that fits into nothing."""
    return {repr(part): lambda n, part=part: part * (n // len(part)) + "!x\n" for part in parts}


# every expression of the grader's

HOW = {"search", "match", "fullmatch", "findall", "finditer", "split", "sub"}
OWN = {"release", "curriculum", "learning", "practice"}  # rooms that read the kit's own text, and the user's own work
OURS = (
    "mistakes",
    "variants",
    "verify",
    "checking",
    "manifest",
    "writing",
    "notebook",
    "literate",
)  # the same: modules
SHORT = {
    "systems",
    "naming",
    "grouping",
    *(path.stem for path in (GRADER / "diagnosis").glob("crash*")),
}  # names, exceptions
BOUNDED = {  # squares, of texts that are short by the time they come here: the tests below look through the doors
    r"\d+\.\d+(?:e[+-]?\d+)?",  # lines of 200 characters
    r"\d+\.\d*(?:e[+-]?\d+)?|\d+e-\d+",  # lines of 200 characters
}


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, list[ast.expr]]]:
    """Calls of the form name.method(arguments)."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, node.func.attr, node.args


def expressions() -> dict[str, set[str]]:
    """The regular expressions that stand in the grader's modules, each with the ways in which it is used."""
    found: dict[str, set[str]] = {}
    for path in sorted(GRADER.rglob("*.py")):
        if path.relative_to(GRADER).parts[0] in OWN or path.stem in OURS or path.stem in SHORT:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, how, arguments in _calls(tree):
            if name == "re" and how in HOW and isinstance(arguments[0], ast.Constant):
                found.setdefault(arguments[0].value, set()).add(how)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            for name, how, arguments in _calls(node.value):
                if (name, how) == ("re", "compile") and isinstance(arguments[0], ast.Constant):
                    ways = {how for name, how, _ in _calls(tree) if name == node.targets[0].id and how in HOW}
                    found.setdefault(arguments[0].value, set()).update(ways)
    return found


def use(how: str, pattern: str) -> Callable[[str], object]:
    """An expression used in one of these ways."""
    compiled = re.compile(pattern, re.MULTILINE)
    if how == "finditer":
        return compiled.findall
    return (lambda text: compiled.sub("", text)) if how == "sub" else getattr(compiled, how)


def begin_of(pattern: str) -> str:
    """The letters with which an expression begins."""
    return re.match(r"(?:\\.|[^\\\[(.^$|*+?{])*", pattern)[0].replace("\\", "")


EXPRESSIONS = sorted(expressions().keys() - BOUNDED)


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("pattern", EXPRESSIONS)
def test_no_expression_takes_the_square_of_the_length(pattern, every):
    """In every run its own beginning, and a part of the texts, which is not the same for all expressions."""
    own = [part for part in (begin_of(pattern), begin_of(pattern.lstrip("^ ("))) if part]
    ways = expressions()[pattern]
    assert ways
    slow = [
        (how, name)
        for name, make in texts(PARTS[EXPRESSIONS.index(pattern) % every :: every] + own).items()
        for how in ways
        if grows(use(how, pattern), make, 30_000)
    ]
    assert slow == []


def test_there_are_expressions_to_look_at_and_a_square_is_found():
    assert len(expressions()) > 20
    assert grows(re.compile(r"^\s+raise\b", re.MULTILINE).findall, lambda n: "\n" * n, 20_000)


# the doors through which a student's text comes

STEP = "step1_activations"
WANTED = [repair.Released("sigmoid", "code", "def sigmoid(z):\n    raise NotImplementedError", {"nbgrader": {}})]


def error_of(text: str) -> Error:
    told = dict.fromkeys(("type", "message", "file", "function", "text"), text)
    return Error.from_message(told | {"bases": [text, "SyntaxError"], "line": 1, "shapes": {text: [1]}})


def answer_of(text: str) -> Answer:
    told = {"value": ([], [0.5] * 50), "changed": [], "same_as": None, "global_random": False}
    return Answer.from_message(told | {"printed": text, "warnings": [text]})


DOORS: dict[str, Callable[[str], object]] = {
    "a module": lambda text: decode_source(text.encode("utf-8", "replace").replace(b"\0", b"")),
    "the name of a file": lambda text: [use(text) for use in (naming.module_of, naming.near_module, naming.is_old)],
    "the ending of a file": lambda text: [naming.is_code(text), choosing._version(text, STEP)],
    "the name of a loose file": lambda text: [grouping.beginning_of(text + ".py"), grouping.owner_of(text)],
    "the name of a submission": lambda text: [systems.parse(text), systems.run_together(text)],
    "the number of a student": lambda text: [systems.moodle_id(text), systems.canvas_id(text)],
    "the name of a student": lambda text: [out_folder.folder_names([text]), names.called(text), names.on_screen(text)],
    "a name in a table": tables.safe,
    "which functions are in a module": lambda text: [defining.functions_in(text), defining.grade_of(text, STEP)],
    "what a cell defines": lambda text: reading._defined_in.__wrapped__(text),
    "a cell in a worker": lambda text: cells.run_cell({}, "cell", text, {"sigmoid"}, set()),
    "a cell with magics": cells.without_magics,
    "a cell to be put in order": lambda text: repair.repaired([RawCell("code", "def sigmoid():" + text)], WANTED),
    "the text of a cell": lambda text: lenient.cells_of(json.dumps({"cells": [text, {"source": text}]}).encode()),
    "an error": lambda text: failures.failure_of(error_of(text), "sigmoid"),
    "an error at the top": lambda text: failures.said_of_import(error_of(text), STEP),
    "an error explained": lambda text: crashes.explain_error(error_of(text)),
    "an error without numbers": lambda text: observations.what_was_raised(error_of(text)),
    "a def": lambda text: [definition.missing("sigmoid", [text]), definition.does_not_fit("sigmoid", text)],
    "what is printed": lambda text: observations.told(answer_of(text)),
    "a message": lambda text: [messages.clip(text), messages.sentence(text[:2000])],
    "a clean text": cleaning.one_line,
}


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("door", DOORS)
def test_every_door_takes_half_a_million_characters_in_its_stride(door, every):
    """In every run a part of the texts for each door, and not the same for all of them."""
    chosen = list(texts(PARTS).items())[list(DOORS).index(door) % every :: every]
    slow = [name for name, make in chosen if grows(_suffered(DOORS[door]), make, 500_000)]
    assert slow == []


def _suffered(door: Callable[[str], object]) -> Callable[[str], object]:
    """The same; that a text is refused, in words, is none of this test's business."""

    def do(text: str) -> None:
        with contextlib.suppress(ValueError, lenient.UnreadableNotebook):
            door(text)

    return do


@pytest.mark.parametrize("make", [lambda n: "[" * n, lambda n: '{"cells": [' + "{}\n," * (n // 4), lambda n: '"' * n])
def test_a_damaged_notebook_takes_its_length_as_well(make):
    assert not grows(_suffered(lambda text: lenient.cells_of(text.encode())), make, 500_000)
