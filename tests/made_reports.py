"""Reports for tests of what is made from them: data as in `report.json`, without anything being graded."""

import math

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED, PASSED, WRONG, Diagnosis
from grader.examination.network import AXIS
from grader.examination.report import points
from grader.steps.bank import misconceptions

HOSTILE_NAMES = {
    "formula": "=1+1",
    "formula after a space": "  =HYPERLINK(0)",
    "formula behind a separator": "jane;=1+1",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "tab": "\t=1+1",
    "full width": "\uff1d1+1",
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "template": "{{ 7 * 7 }}{% raw %}",
    "folders": "../..",
    "javascript": "javascript:alert(1)",
    "lines": "one\ntwo\r\nthree",
    "bell and colour": "be\x07ll\x1b[31m\x9b0m",
    "override": "\u202egpj.exe\u2066",
    "surrogate": "lone\ud800one",
    "byte of a file name": "caf\udce9",
    "nothing": "\u202e",
    "emoji": "\U0001f600 \U0001f469\u200d\U0001f52c",
    "right to left": "\u05d3\u05d5\u05d3",
    "long": "x" * 300,
}


def network(learns=True):
    """A network as in `report.json`, with a curve and a boundary."""
    said = "learns XOR" if learns else "the loss on XOR ends at 0.25"
    rows = [[round(abs(x1 - x2) if 0 <= x1 <= 1 else 0.3, 3) for x1 in AXIS] for x2 in AXIS]
    return {
        "outcome": "learns" if learns else "does not learn",
        "starts": 5,
        "learned": 5 if learns else 0,
        "final_losses": [0.001] * 5,
        "message": said,
        "said": said,
        "details": "",
        "curve": [[epoch, 0.25 * math.exp(-epoch / 80)] for epoch in range(0, 500, 5)],
        "boundary": rows,
    }


def result(function, outcome=PASSED, message="", diagnosis=None):
    """One function: all points or none."""
    score = function.points if outcome == PASSED else 0
    checks = [{"name": "first of two", "outcome": PASSED, "message": "", "said": ""}]
    said = "" if outcome == WRONG else message
    checks.append({"name": "second of two", "outcome": outcome, "message": message, "said": said})
    return {
        "step": function.step.number,
        "function": function.name,
        "score": score,
        "max_score": function.points,
        "outcome": outcome,
        "diagnosis": diagnosis,
        "checks": checks,
    }


def believed(id):
    """The diagnosis of an entry of the bank."""
    entry = next(entry for entry in misconceptions() if entry.id == id)
    said = f"Your answers are those of a function that {entry.did}."
    return Diagnosis(id, said, entry.hint, short=entry.did, known=True).as_data()


def found(said, ask="", table=(), id="pattern: relation"):
    """The diagnosis of a pattern."""
    return Diagnosis(id, said, ask, table, short=said.rstrip(".")).as_data()


def report(student="somebody", problems=(), learns=True, beyond=False, modules=None, **changed):
    """A report in which everything is right but the functions in `changed`: (outcome, message, diagnosis).

    beyond: whether bonus steps are attempted as well. modules: what is wrong with those that could not be run.
    """
    bonus = {step.number for step in curriculum.steps() if step.bonus}
    untouched = (
        {} if beyond else {f.name: (NOT_ATTEMPTED, "-") for s in curriculum.steps() if s.bonus for f in s.functions}
    )
    results = [result(f, *(untouched | changed).get(f.name, ())) for f in curriculum.functions().values()]
    score = round(sum(r["score"] for r in results if r["step"] not in bonus), 2)
    assert float(points(score)) == score
    return {
        "student": student,
        "seed": 7,
        "isolation": "sealed",
        "score": score,
        "max_score": sum(f.points for s in curriculum.steps() if not s.bonus for f in s.functions),
        "bonus": round(sum(r["score"] for r in results if r["step"] in bonus), 2),
        "max_bonus": sum(r["max_score"] for r in results if r["step"] in bonus),
        "functions": results,
        "network": network(learns),
        "modules": modules or {},
        "problems": list(problems),
    }
