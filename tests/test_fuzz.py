"""Damaged submissions: each gets a report."""

import pytest

from tests.fuzz import fuzz
from tests.sealing import ISOLATION  # skips where nothing can be sealed

assert ISOLATION.level


@pytest.mark.parametrize("count", [40, pytest.param(2000, marks=pytest.mark.slow)])
def test_every_damaged_submission_has_a_report(tmp_path, count):
    wrong, outcomes = fuzz(tmp_path, count, seed=count)
    assert wrong == []
    assert outcomes.keys() >= {"passed", "wrong", "crashed", "not attempted"}  # damage of every degree
