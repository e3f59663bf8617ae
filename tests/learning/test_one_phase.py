"""Visible checks run in one phase: they report, keep what is printed and let a debugger in as pytest has it."""

import re
import subprocess
import sys

import pytest

from grader.steps import reference
from tests.kits import finished_kit, run_pytest

WRONG = "    print('hello from relu')\n    return np.minimum(np.maximum(0.0, z), 100.0)"
RIGHT = "    return np.maximum(0.0, z)"


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A finished kit in which relu prints, and is wrong for what is above 100."""
    source = reference.source("step1_activations")
    assert source.count(RIGHT) == 1
    return finished_kit(tmp_path_factory.mktemp("kit") / "k", step1_activations=source.replace(RIGHT, WRONG))


def outcomes(text):
    return re.findall(r"::test_(\w+) (\w+)", text)


def test_the_outcomes_are_those_of_three_phases(kit):
    """--setup-show is one of the options with which pytest's own way is taken."""
    plain = run_pytest(kit, "exercises", "-v", "-k", "relu")
    shown = run_pytest(kit, "exercises", "-v", "-k", "relu", "--setup-show")
    assert "SETUP" in shown.stdout and "SETUP" not in plain.stdout
    assert len(outcomes(plain.stdout)) == 5
    assert {o for _, o in outcomes(plain.stdout)} == {"PASSED", "FAILED"}
    assert plain.stdout.count("PASSED") == shown.stdout.count("PASSED")


def test_what_is_printed_stands_below_a_failure_and_nowhere_else(kit):
    text = run_pytest(kit, "exercises", "-k", "relu").stdout
    failures = len(re.findall(r"Captured stdout call", text))
    assert failures == 1 and text.count("hello from relu") == 1
    assert run_pytest(kit, "exercises", "-k", "relu", "-s").stdout.count("hello from relu") == 5


def test_the_first_failure_can_be_the_last(kit):
    assert "stopping after 1 failures" in run_pytest(kit, "exercises", "-x", "-k", "relu").stdout


@pytest.mark.parametrize("line", ["breakpoint()", "import pdb; pdb.set_trace()"])
def test_a_breakpoint_stops_where_it_stands(kit, line, tmp_path):
    source = reference.source("step1_activations").replace(RIGHT, f"    {line}\n{RIGHT}")
    folder = finished_kit(tmp_path / "k", step1_activations=source)
    command = [sys.executable, "-m", "pytest", "exercises", "-q", "-k", "relu", "-x"]
    run = subprocess.run(command, cwd=folder, input="p 6 * 7\nq\n", capture_output=True, text=True, timeout=120)
    assert "(Pdb)" in run.stdout and "42" in run.stdout
