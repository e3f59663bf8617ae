"""A diagnosis takes no longer than it may, whatever it is made of, and the report says so."""

import time

import numpy as np
import pytest

from grader import curriculum
from grader.checks.answer import Answer
from grader.diagnosis import budget, diagnose
from grader.examination import grading
from grader.submissions.submission import Submission
from grader.worker import wire
from grader.worker.wire import Stream

LONG = {
    "a list": [0.5] * (wire.ANSWER.items - 1),
    "an array": np.arange(float(wire.ANSWER.entries)),
    "pairs": [(np.ones((1, 1)), np.ones(1))] * (wire.ANSWER.items // 4),
    "batches": Stream([(np.ones((1, 2)), np.ones(1))] * (wire.ANSWER.items // 4)),
    "a history": ([], dict.fromkeys(("train_loss", "validation_loss", "validation_accuracy"), [0.5] * 6000)),
}


@pytest.mark.parametrize(
    ("function", "long"),
    [
        ("sigmoid", "a list"),
        ("sigmoid", "an array"),
        pytest.param("init_params", "a list", marks=pytest.mark.slow),
        ("backward", "pairs"),
        ("minibatches", "batches"),
        ("fit", "a history"),
    ],
)
def test_the_longest_answers_are_looked_through_in_time(function, long):
    wire.plain(LONG[long])  # a worker could send it
    assert diagnose(function, lambda *_: Answer(LONG[long]))


def test_a_learner_who_waits_in_every_call_uses_up_the_time(monkeypatch):
    monkeypatch.setattr(budget, "SECONDS", 0.2)

    def ask(name, arguments):
        time.sleep(0.15)
        return Answer(arguments[0])

    with pytest.raises(budget.OutOfTime, match=r"more than 0\.2 seconds"):
        diagnose("sigmoid", ask)


def test_work_of_the_kit_counts_and_what_is_done_once_for_everybody_does_not():
    with budget.of(0.1) as limit:
        with budget.paused():
            _work(0.2)
        limit.look()
        _work(0.2)
        with pytest.raises(budget.OutOfTime):
            budget.look()
    budget.look()  # nothing is being diagnosed any more


def _work(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_the_report_says_that_a_mistake_was_not_looked_for_to_the_end(monkeypatch):
    monkeypatch.setattr(budget, "SECONDS", 0.0)
    work = Submission("ada", {"step3_loss": "def mse(y_hat, y):\n    return 7.0\n"})
    report = grading.grade(work, 1, [curriculum.find_step("3")], network=False)
    assert report.problems == ("the mistake in mse is not named: to look for it takes more than 0 seconds",)
    assert report.functions[0].outcome == "wrong"
    assert report.functions[0].diagnosis is None
