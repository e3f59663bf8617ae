"""Damaged submissions: each gets a report. Answers made to hurt: none breaks the grader."""

import re
import subprocess
import sys

import pytest

from tests.fuzz import fuzz
from tests.sealing import ISOLATION, KIT  # skips where nothing can be sealed

assert ISOLATION.level


@pytest.mark.parametrize("count", [15, pytest.param(2000, marks=pytest.mark.slow)])
def test_every_damaged_submission_has_a_report(tmp_path, count):
    wrong, outcomes = fuzz(tmp_path, count, seed=count)
    assert wrong == []
    assert outcomes.keys() >= {"passed", "wrong", "crashed", "not attempted"}  # damage of every degree


@pytest.mark.parametrize("count", [300, pytest.param(20_000, marks=pytest.mark.slow)])
def test_no_answer_breaks_the_grader(count):
    """In a process of its own, whose memory is its own as well."""
    command = [sys.executable, "-m", "tests.fuzz_answers", str(count)]
    done = subprocess.run(command, cwd=KIT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert int(re.search(r"^answers: (.*)", done.stdout, re.MULTILINE)[1].replace(",", "")) >= count
    for what in ("checks not passed", "checks passed", "ends of the worker", "failures of the learner's", "taken in"):
        assert f"\n{what}: " in f"\n{done.stdout}"  # answers of every degree
