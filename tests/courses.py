"""Courses made for a test, nbgrader's commands on them, and notebooks as students hand them in."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.submissions import literate

SEED = 5
SECONDS = 600  # for one command
RULER = "# -----"
KINDS = ("perfect", "untouched", "one mistake", "half done")
Notebook = dict[str, Any]


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; it must end well."""
    scripts = str(Path(sys.executable).parent)
    path = scripts + os.pathsep + os.environ["PATH"]  # nbgrader looks for its own helpers there
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    done = subprocess.run(
        command,
        cwd=folder,
        env=inherited | {"PATH": path} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done


def nbgrader(course: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One of nbgrader's commands in a course."""
    return run(course, sys.executable, "-m", "nbgrader", *arguments, **environment)


def made(folder: Path, stock: bool = False) -> Path:
    """A course with its assignment generated. stock: without our part of the configuration."""
    run(folder.parent, sys.executable, "-m", "grader", "course", str(folder), "--seed", str(SEED))
    if stock:
        config = folder / "nbgrader_config.py"
        before, _, after = config.read_text(encoding="utf-8").split(RULER)
        config.write_text(before + after.lstrip("-"), encoding="utf-8")
    nbgrader(folder, "generate_assignment", "core")
    return folder


def released(course: Path) -> Notebook:
    return json.loads((course / "release" / "core" / "core.ipynb").read_text(encoding="utf-8"))


def cell(notebook: Notebook, name: str) -> dict[str, Any]:
    """The cell of this id."""
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def reference(function: str) -> str:
    """The cell of a function with its solution."""
    step = curriculum.functions()[function].step
    return next(found.text for found in literate.cells(step) if found.function == function)


def filled(notebook: Notebook, change: Callable[[str], str | None] = reference) -> Notebook:
    """The notebook with what `change` writes for each function; None leaves the stub."""
    for name in curriculum.functions():
        if (text := change(name)) is not None and any(found["id"] == name for found in notebook["cells"]):
            cell(notebook, name)["source"] = text
    return notebook


def of_kind(notebook: Notebook, kind: str) -> Notebook:
    """A student's notebook of one of the usual kinds."""
    if kind == "untouched":
        return notebook
    if kind == "half done":
        return filled(notebook, lambda name: reference(name) if curriculum.functions()[name].step.number < 4 else None)
    filled(notebook)
    if kind == "one mistake":
        cell(notebook, "sigmoid_derivative")["source"] = "def sigmoid_derivative(z):\n    return z * (1 - z)\n"
    return notebook


def hand_in(course: Path, student: str, data: bytes | Notebook, name: str = "core.ipynb") -> Path:
    """Put a notebook where nbgrader's collect would put it."""
    path = course / "submitted" / student / "core" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


def submit(course: Path, student: str, kind: str) -> Path:
    return hand_in(course, student, of_kind(released(course), kind))


def scores(course: Path, assignment: str = "core") -> dict[str, float]:
    """What nbgrader's gradebook says about an assignment, by student."""
    nbgrader(course, "export")
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == assignment]
    return {row["student_id"]: float(row["score"]) for row in rows}
