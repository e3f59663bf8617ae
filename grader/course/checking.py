"""Whether a course is whole: its configuration, its source notebooks, and that nothing leaks into what is released.

The source may have been edited: other points, other texts, further questions. What must hold then still is looked at.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.examination import verify
from grader.submissions.tracks import Track, tracks

SUITES = Path(__file__).resolve().parent.parent / "steps"
HIDDEN = "HIDDEN TESTS"
EVERYDAY = 4  # as few spaces has a name that may well stand in a text by chance
SECONDS = 600  # for one of nbgrader's commands


def _notebook(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _marked(notebook: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for cell in notebook["cells"]:
        if marks := cell["metadata"].get("nbgrader"):
            yield cell, marks


def _points(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else "no"


def about_ids(notebook: dict[str, Any]) -> Iterator[str]:
    """Cells of one name, and cells whose id is not their name."""
    names = [marks.get("grade_id", "") for _, marks in _marked(notebook)]
    yield from sorted({f"there are two cells {name}" for name in names if names.count(name) > 1})
    for cell, marks in _marked(notebook):
        if cell.get("id") != marks.get("grade_id"):
            yield f"the cell {marks.get('grade_id')} has the id {cell.get('id')}: make them equal"


def about_points(notebook: dict[str, Any], track: Track) -> Iterator[str]:
    """Functions without a cell or a check, and points that are not those of the curriculum."""
    marks = {found.get("grade_id"): (cell, found) for cell, found in _marked(notebook)}
    for function in track.functions:
        if function.name not in marks:
            yield f"there is no cell {function.name}"
        if f"check-{function.name}" not in marks:
            yield f"there is no cell check-{function.name}"
            continue
        cell, found = marks[f"check-{function.name}"]
        if found.get("points") != function.points:
            there = _points(found.get("points"))
            yield f"check-{function.name} gives {there} points, and the curriculum {_points(function.points)}"
        inside = re.search(r'^score\("\w+", ([\d.]+),', "".join(cell["source"]), re.MULTILINE)
        if inside and float(inside[1]) != found.get("points"):
            yield f"check-{function.name}: its metadata and its hidden part give different points"
    checked = sum(found["points"] for name, (_, found) in marks.items() if str(name).startswith("check-"))
    due = sum(function.points for function in track.functions)
    if checked != due:
        yield f"the checks give {_points(checked)} points together, and the curriculum {_points(due)}"


def about_metadata(path: Path) -> Iterator[str]:
    """What nbformat, and nbgrader's own validation of metadata, have to say."""
    import nbformat
    from jsonschema import ValidationError
    from nbgrader.nbgraderformat import MetadataValidator

    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)
    except (ValidationError, nbformat.ValidationError) as error:
        yield f"nbgrader does not accept the metadata: {str(error).splitlines()[0]}"


def _checks_in(folder: Path) -> set[str]:
    bodies = (ast.parse(file.read_text(encoding="utf-8")).body for file in folder.rglob("test_step*.py"))
    functions = [node.name for body in bodies for node in body if isinstance(node, ast.FunctionDef)]
    return {name for name in functions if name.startswith("test_")}


@cache
def hidden_names() -> frozenset[str]:
    """The names of the hidden checks, as they stand in the suites and, where that is no everyday phrase, in reports."""
    names = _checks_in(SUITES) - _checks_in(curriculum.EXERCISES)
    spoken = {name.removeprefix("test_").replace("_", " ") for name in names}
    return frozenset(names) | {name for name in spoken if name.count(" ") >= EVERYDAY}


def leaks_in(text: str) -> Iterator[str]:
    """What stands in a text and should not reach students: lines of a solution, hidden checks, and their names."""
    lines = {re.sub(r"\s+", "", line.split("  #")[0]) for line in text.replace("\\n", "\n").splitlines()}
    for line in sorted(verify.solution_lines() & lines):
        yield f"a line of a solution: {line}"
    for name in sorted(hidden_names()):
        if name in text and re.search(rf"\b{re.escape(name)}\b", text):
            yield f"the name of a hidden check: {name}"
    if HIDDEN in text:
        yield "a hidden test"
    if re.search(r"\b(?:import|from) (?:solutions|grader)\b", text):
        yield "an import of the kit"


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def about_leaks(folder: Path) -> Iterator[str]:
    """What a released folder gives away, file by file."""
    for name, text in _texts(folder):
        yield from (f"{name} holds {leak}" for leak in leaks_in(text))


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run one of nbgrader's commands. Returns what it said where it failed, and "" where not."""
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "nbgrader", *arguments],
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    said = (done.stdout + done.stderr).strip()
    return said if done.returncode or "failed" in done.stdout else ""


def about_release(course: Path, track: Track) -> Iterator[str]:
    """Release the track in a copy of the course, run nbgrader's validation on it, and look for leaks."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "course"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(course / "source", copy / "source", ignore=ignored)
        shutil.copy(course / "nbgrader_config.py", copy)
        if said := nbgrader(copy, "generate_assignment", track.name):
            yield f"nbgrader generate_assignment fails: {said.splitlines()[-1]}"
            return
        yield from about_leaks(copy / "release" / track.name)
        for line in nbgrader(copy / "source" / track.name, "validate", f"{track.name}.ipynb").splitlines()[:1]:
            yield f"nbgrader validate, on the source with its solutions: {line}"


def _about(course: Path, track: Track) -> list[str]:
    path = course / "source" / track.name / f"{track.name}.ipynb"
    if not path.is_file():
        return [f"there is no {path.relative_to(course)}"]
    try:
        notebook = _notebook(path)
        found = [*about_metadata(path), *about_ids(notebook), *about_points(notebook, track)]
    except (ValueError, KeyError, TypeError) as error:
        return [f"{path.relative_to(course)} is no notebook ({error})"]
    return found or list(about_release(course, track))


def problems(course: Path, say: Callable[[str], None]) -> list[str]:
    """Everything that is wrong with a course; `say` is told as it is found. Raises ValueError where there is none."""
    config = course / "nbgrader_config.py"
    if not config.is_file():
        raise ValueError(f"there is no course in {course}: nbgrader_config.py is missing")
    found = []
    if "grader.course.preprocessors." not in config.read_text(encoding="utf-8"):
        say("note  nbgrader_config.py does not name the kit's grader: work is graded in the kernel")
    for track in tracks():
        here = _about(course, track)
        say(f"{'FAIL' if here else 'ok  '}  {track.name}")
        for problem in here:
            say(f"      {problem}")
        found += here
    return found
