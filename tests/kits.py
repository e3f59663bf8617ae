"""Copies of the kit to try commands on, and commands run as a learner would type them."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from grader.steps import reference

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300  # for one command


def copy_of_kit(folder: Path, sources: dict[str, str] | None = None) -> Path:
    """A kit of its own in a new folder, with these step modules in `exercises`. Returns the folder."""
    for name in ("exercises", "grader", "solutions", "datasets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("figures", "*.bak*", ".progress*"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for module, source in (sources or {}).items():
        (folder / "exercises" / f"{module}.py").write_text(source, encoding="utf-8")
    shutil.rmtree(folder / "exercises" / "__pycache__", ignore_errors=True)
    return folder


def finished_kit(folder: Path, **replaced: str) -> Path:
    """A kit in which everything is written, but for these modules."""
    return copy_of_kit(folder, reference.sources() | replaced)


def hand_in(folder: Path, **students: dict[str, str]) -> Path:
    """A class in a folder: each student's step modules."""
    for student, sources in students.items():
        (folder / student).mkdir(parents=True, exist_ok=True)
        for module, text in sources.items():
            (folder / student / f"{module}.py").write_text(text, encoding="utf-8")
    return folder


def interruptible() -> None:
    """For a new process: let Ctrl-C interrupt it, also where these tests run in the background and ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def python(folder: Path, *arguments: str, answers: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, on a console that can show nothing but ASCII. answers: what is typed there."""
    unwanted = ("PYTEST_", "PYTHON", "COLUMNS", "COV_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=inherited | {"PYTHONIOENCODING": "ascii:strict"} | environment,
        input=answers,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert run.stdout.isascii()
    return run


def grader(folder: Path, *arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
    """`python -m grader ...`"""
    return python(folder, "-m", "grader", *arguments, answers=answers)


def run_pytest(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`pytest ...`; -P because the command, unlike `python -m`, does not put the folder on the path."""
    return python(folder, "-P", "-m", "pytest", *arguments, **environment)
