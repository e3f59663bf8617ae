"""What the hidden suites say of right work, of no work, and of answers that are no answers."""

from itertools import zip_longest

import pytest

from grader import curriculum
from grader.checks.answer import Diagnosis
from grader.classroom.progress import remark
from grader.examination import terminal
from grader.examination.report import CheckResult, FunctionResult, Network, Report
from grader.steps import reference
from grader.steps.bank import misconceptions, variants
from grader.submissions.submission import Submission
from tests.made_submissions import (
    COURSE,
    FUNCTIONS,
    MODULES,
    failed_checks,
    grade_functions,
    grade_many,
    outcomes,
    points,
    step_of,
    stubs,
    with_functions,
    worth,
)
from tests.solutions_in_loops import LOOPS

# A step module ends with this, and each function named in WRONG gives its right answer changed by `change`.
SPOILED = """

def _each(value, change):
    if isinstance(value, list):
        return [_each(part, change) for part in value]
    if isinstance(value, tuple):
        return tuple(_each(part, change) for part in value)
    return change(np.asarray(value))


def _spoiled(function, change):
    return lambda *arguments: change(function(*arguments), *arguments)


globals().update({name: _spoiled(globals()[name], change) for name, change in {changes}.items()})
"""
NO_ANSWERS = {
    "None": "lambda value, *arguments: None",
    "None in place of each array": "lambda value, *arguments: _each(value, lambda array: None)",
    "zeros": "lambda value, *arguments: _each(value, np.zeros_like)",
    "ones": "lambda value, *arguments: _each(value, np.ones_like)",
    "its own argument": "lambda value, *arguments: arguments[0]",
    "an empty array": "lambda value, *arguments: np.array([])",
    "empty arrays": "lambda value, *arguments: _each(value, lambda array: np.empty((0, *array.shape[1:])))",
    "NaN": "lambda value, *arguments: _each(value, lambda array: np.full(array.shape, np.nan))",
    "an axis too many in front": "lambda value, *arguments: _each(value, lambda array: array[None])",
    "an axis too many behind": "lambda value, *arguments: _each(value, lambda array: array[..., None])",
}


def spoiled(changes):
    """The reference, in which functions spoil their right answers: by name, how."""
    sources = reference.sources()
    for module in MODULES:
        here = (f"{name!r}: {change}" for name, change in changes.items() if step_of(name).module == module)
        sources[module] += SPOILED.replace("{changes}", f"{{{', '.join(here)}}}")
    return Submission("spoiled", sources)


TURNS = [pytest.param(turn, marks=pytest.mark.slow if turn > 0 else ()) for turn in range(len(NO_ANSWERS))]


def expect_points(report, nothing_for):
    """No points for some functions, all points for the others."""
    expected = {name: 0.0 if name in nothing_for else 1.0 for name in FUNCTIONS}
    assert points(report) == expected, "\n".join(failed_checks(report))


def test_the_reference_gets_all_points_with_any_seed():
    for seed in (0, 20261120, 2**31 - 1):
        (report,) = grade_many([Submission("reference", reference.sources())], seed)
        assert failed_checks(report) == []
        assert (report.score, report.max_score, report.passed) == (worth(*COURSE), worth(*COURSE), True)


def test_the_points_are_those_of_the_curriculum():
    (report,) = grade_many([Submission("reference", reference.sources())])
    points = {name: function.points for name, function in curriculum.functions().items()}
    assert {result.function: result.max_score for result in report.functions} == points
    assert min(points.values()) > 0


def test_every_function_has_a_core_check_and_every_name_of_a_check_is_one_of_its_function():
    (report,) = grade_many([Submission("reference", reference.sources())])
    assert [result.function for result in report.functions] == list(FUNCTIONS)
    for result in report.functions:
        names = [check.name for check in result.checks]
        assert any(check.core for check in result.checks), f"{result.function} has no core check"
        assert len(set(names)) == len(names), f"{result.function} has two checks of one name"


def test_stubs_get_nothing_and_are_called_not_attempted():
    (report,) = grade_many([Submission("stubs", stubs())], network=True)
    assert report.score == 0
    assert outcomes(report) == dict.fromkeys(FUNCTIONS, "not attempted")
    assert report.network.outcome == "not complete"


def test_an_empty_submission_gets_nothing_and_is_called_not_attempted():
    (report,) = grade_many([Submission("empty", {})], network=True)
    assert report.score == 0
    assert outcomes(report) == dict.fromkeys(FUNCTIONS, "not attempted")
    assert report.network.outcome == "not complete"


@pytest.mark.parametrize("turn", TURNS)
def test_an_answer_that_is_none_gets_nothing_and_costs_nothing_elsewhere(turn):
    """Every other function is spoiled, then the ones between them, so that each has right and wrong neighbours.

    In each turn another kind of answer comes from each function; in all turns together, every kind from every function.
    """
    kinds = list(NO_ANSWERS.values())
    changes = {name: kinds[(number + 3 * turn) % len(kinds)] for number, name in enumerate(FUNCTIONS)}
    halves = [dict(list(changes.items())[first::2]) for first in (0, 1)]
    for half, report in zip(halves, grade_many([spoiled(half) for half in halves]), strict=True):
        expect_points(report, nothing_for=half)


def test_a_missing_axis_of_length_one_is_a_wrong_shape():
    squeeze = "lambda value, *arguments: _each(value, np.squeeze)"
    concerned = {"sigmoid", "relu_derivative", "forward", "mse_gradient", "numerical_gradient", "train", "predict"}
    (report,) = grade_many([spoiled(dict.fromkeys(concerned, squeeze))])
    assert {name for name, part in points(report).items() if part < 1} == concerned


def test_one_wrong_function_costs_points_in_that_function_only():
    """The first mistake of the bank for every function, one in each step at a time."""
    rows = [
        [misconceptions(function.name)[0] for function in row if function]
        for row in zip_longest(*(step.functions for step in curriculum.steps()))
    ]
    assert {entry.function for row in rows for entry in row} == set(FUNCTIONS)
    reports = grade_functions(*({entry.function: entry.source for entry in row} for row in rows))
    for row, report in zip(rows, reports, strict=True):
        lost = {name for name, part in points(report).items() if part < 1}
        assert lost == {entry.function for entry in row}, [entry.id for entry in row]


def test_all_functions_wrong_at_once_get_nothing_each():
    """A function that is wrong is not excused by wrong ones before it."""
    (report,) = grade_many([spoiled(dict.fromkeys(FUNCTIONS, NO_ANSWERS["zeros"]))])
    expect_points(report, nothing_for=FUNCTIONS)


@pytest.mark.parametrize("slope", [0, 0.5, 1])
def test_any_slope_of_relu_at_zero_passes(slope):
    source = f"def relu_derivative(z):\n    return np.where(z > 0, 1.0, np.where(z < 0, 0.0, {slope}))"
    (report,) = grade_functions({"relu_derivative": source})
    assert failed_checks(report) == []


@pytest.mark.parametrize("slope", ["-0.1", "1.1", "np.nan"])
def test_other_slopes_of_relu_at_zero_do_not(slope):
    source = f"def relu_derivative(z):\n    return np.where(z > 0, 1.0, np.where(z < 0, 0.0, {slope}))"
    report = grade_many([with_functions({"relu_derivative": source})], steps=[step_of("relu_derivative")])[0]
    assert [line.split(":")[1].strip() for line in failed_checks(report)] == ["slope of relu at zero is a subgradient"]


def test_a_solution_in_plain_loops_gets_all_points_and_learns():
    assert set(LOOPS) == set(FUNCTIONS)
    (report,) = grade_many([with_functions(LOOPS)], network=True)
    assert failed_checks(report) == []
    assert report.network.outcome == "learns"


@pytest.mark.parametrize("step", curriculum.steps(), ids=lambda step: step.module)
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_right_implementations_in_unusual_dress_get_all_points(step, every):
    """The right implementations of the bank; those of different functions share a submission."""
    remaining = [list(variants(function.name)) for function in step.functions]
    assert all(remaining)
    together = [[entry for entry in row if entry] for row in zip_longest(*remaining)]
    together = together[::every]
    submissions = [with_functions({entry.function: entry.source for entry in row}) for row in together]
    flunked = [
        f"{[entry.id for entry in row]}: {failed_checks(report)}"
        for row, report in zip(together, grade_many(submissions, steps=[step]), strict=True)
        if not report.passed
    ]
    assert flunked == []


def test_the_same_seed_gives_the_same_report_and_another_seed_other_inputs():
    def messages(seed):
        """What is told of an answer that is wrong in a way that shows the hidden input."""
        source = "def relative_error(a, b):\n    raise ValueError(float(np.sum(a)))"
        (report,) = grade_many([with_functions({"relative_error": source})], seed, [step_of("relative_error")])
        return [check.message for result in report.functions for check in result.checks]

    assert messages(5) == messages(5)
    assert messages(5) != messages(6)


def test_a_module_that_cannot_be_run_is_told_as_data():
    sources = reference.sources() | {"step3_loss": "x = 1\ndef mse(:\n", "step5_backprop": "import os\n1 / 0\n"}
    del sources["step6_training"]
    work = Submission("somebody", sources, {"step6_training": "the file is no text"})
    (report,) = grade_many([work])
    data = report.as_data()
    assert list(data["modules"]) == ["step3_loss", "step5_backprop", "step6_training"]
    syntax, importing, unreadable = data["modules"].values()
    assert (syntax["trouble"], syntax["line"]) == ("syntax error", 2)
    assert (importing["trouble"], importing["line"]) == ("import", 2)
    assert "ZeroDivisionError" in importing["said"] and "\n" not in importing["said"]
    assert (unreadable["trouble"], unreadable["line"], unreadable["said"]) == (
        "unreadable",
        None,
        "the file is no text",
    )
    assert remark(data) == "syntax error in step 3"
    del data["modules"]["step3_loss"]
    assert remark(data) == ""


def test_where_no_mistake_is_named_the_hint_stands_everywhere():
    strange = FunctionResult(3, "mse", 5, (CheckResult("is a mean", "wrong", "no", core=True),))
    hint = curriculum.functions()["mse"].way
    assert strange.as_data()["hint"] == hint
    named = FunctionResult(3, "mse", 5, strange.checks, Diagnosis("x", "said"))
    right = FunctionResult(3, "mse", 5, (CheckResult("is a mean", "passed", core=True),))
    assert "hint" not in named.as_data() | right.as_data()
    shown = terminal.table(Report("ada", 1, "process", (strange,), Network("not tried"), ()))
    assert hint in " ".join(shown.split())
