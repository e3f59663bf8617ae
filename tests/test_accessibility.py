"""What people read in a terminal: help with an example, sentences for screen readers, nothing that needs a colour."""

import os
import re
import shlex
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from grader import curriculum
from grader.cli import app
from grader.learning import screen
from tests.kits import copy_of_kit, grader, run_pytest
from tests.made_submissions import COURSE, step_of, stubs, with_functions, worth
from tests.watched import SECONDS

COMMANDS = sorted(typer.main.get_command(app).commands)


def help_of(*command):
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="python -m grader", env={"COLUMNS": "100"})
    assert result.exit_code == 0
    assert result.stdout.isascii()
    return result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_first_what_for_and_last_how(command):
    lines = [line.strip() for line in help_of(command).splitlines() if line.strip()]
    assert re.fullmatch(r"[A-Z].{10,70}\.", lines[1]), lines[1]
    assert lines[-1].startswith(f"Example:  python -m grader {command}"), lines[-1]
    options = re.findall(r"^  --[\w-]+.*?(?=\n  --|\n\n|\Z)", help_of(command), re.MULTILINE | re.DOTALL)
    assert options
    assert all(re.search(r"[a-z].*\.", option) for option in options), options


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_the_help_is_understood(command):
    """The command line that it shows has only options and arguments that there are."""
    words = shlex.split(re.search(r"Example: +python -m grader (.+)", help_of(command))[1])
    context = typer.main.get_command(app).make_context("grader", words, resilient_parsing=True)
    name, found, rest = typer.main.get_command(app).resolve_command(context, words)
    assert name == command
    found.make_context(name, rest, resilient_parsing=False)


def test_the_list_of_commands_says_what_each_is_for_without_being_cut():
    listed = help_of().split("Commands:")[1]
    assert sorted(line.split()[0] for line in listed.splitlines() if line.strip()) == COMMANDS
    assert "..." not in listed


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A wrong mse, a backward that crashes, all else right but for the bonus steps."""
    broken = {
        "mse": "def mse(y_hat, y):\n    return 0.0",
        "backward": "def backward(params, cache, activations, d_output):\n    return params[99]",
    }
    course = {step.module for step in curriculum.steps() if not step.bonus}
    sources = {name: text for name, text in with_functions(broken).sources.items() if name in course}
    return copy_of_kit(tmp_path_factory.mktemp("plain") / "kit", stubs() | sources)


BARS = re.compile(r"\[#|# *\]|----|  \|  |\x1b")


@pytest.mark.parametrize("command", ["watch --once", "progress", "explain mse_gradient", "check 3", "check"])
def test_plain_output_is_sentences(kit, command):
    run_pytest(kit, "exercises")
    run = grader(kit, *command.split(), "--plain")
    assert not BARS.search(run.stdout), run.stdout
    assert all(re.search(r"[a-z]", line) for line in run.stdout.splitlines() if line.strip())


def test_check_in_sentences_says_what_the_table_says(kit):
    plain, table = (grader(kit, "check", "--seed", "1", *extra).stdout for extra in (["--plain"], []))
    loss, classes, whole = step_of("mse"), step_of("softmax"), f"{worth(*COURSE):g}"
    assert re.search(rf"^step 3, {loss.title}$", plain, re.MULTILINE)
    assert re.search(rf"^mse: wrong, 0 of {worth('mse'):g} points", plain, re.MULTILINE)
    assert re.search(rf"^backward: crashed, 0 of {worth('backward'):g} points", plain, re.MULTILINE)
    total = re.search(rf"^total +([\d.]+) / {whole}$", table, re.MULTILINE)[1]
    assert re.search(rf"^total: {re.escape(total)} of {whole} points$", plain, re.MULTILINE)
    nothing = f"step 7, {classes.title}: not attempted, 0 of {classes.points:g} points"
    assert re.search(rf"^{nothing}$", plain, re.MULTILINE)
    assert re.search(r"^step 3: mse$", plain, re.MULTILINE)
    for line in table.splitlines():
        if line.startswith("  returned"):
            assert line in plain


def test_colour_is_for_terminals_and_never_against_no_color(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert screen.paint("text", screen.RED) == "text", "the output of a test is no terminal"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert screen.paint("text", screen.RED) == "\x1b[31mtext\x1b[0m"
    assert screen.paint("text", screen.RED, plain=True) == "text"
    for name, value in (("TERM", "dumb"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
        assert screen.paint("text", screen.RED) == "text"


@pytest.mark.skipif(os.name == "nt", reason="a terminal of POSIX")
@pytest.mark.parametrize("no_color", [False, True])
def test_watch_on_a_terminal_draws_in_colour_and_ends_with_a_single_key(kit, no_color):
    import pty
    import select
    import termios

    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "watch"],
        cwd=kit,
        env=environment | ({"NO_COLOR": "1"} if no_color else {}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    shown = b""
    try:
        while b"q ends" not in shown:
            assert select.select([ours], [], [], SECONDS)[0], shown
            shown += os.read(ours, 65536)
        os.write(ours, b"q")
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()
        after = termios.tcgetattr(theirs)
        os.close(ours)
        os.close(theirs)
    assert after == before, "the terminal is left as it was"
    assert (b"\x1b[31m" in shown) != no_color
    assert b"\x1b[2J" in shown
    assert b"mse is wrong" in shown
