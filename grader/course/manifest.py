"""What goes with the notebooks to the students: the package `check`, made of the kit's own files.

It holds the visible checks, the comparator and the messages, as the kit has them; the curves, and what is known of
mistakes, travel as numbers and words. It needs NumPy, and matplotlib where it draws; it holds no solution, no hidden
check, and no name of one.
"""

import json
import re
import shutil
from functools import cache
from pathlib import Path

import numpy as np

from grader import curriculum
from grader.curriculum.stubs import SOLUTIONS
from grader.release import manifest as release
from grader.release import recording
from grader.steps.step1_activations.oracle import NUMBERS, elementwise
from grader.submissions.tracks import Track

GRADER = Path(__file__).resolve().parent.parent
FOLDERS = ("curriculum", "checks", "diagnosis", "worker")  # of the grader, as they are
OWN = {  # modules of this package, and the names under which they travel
    "notebook_check.py": "__init__.py",
    "drawing.py": "drawing.py",
    "fetching.py": "fetching.py",
    "scoring.py": "scoring.py",
}
PACKAGE = "check"
IMPORT = re.compile(r"^(\s*(?:from|import) )grader(?:\.course\.notebook_check|\.course)?(?=[. ])", re.MULTILINE)


def rewritten(source: str) -> str:
    """A file of the kit with its imports from the package in which it travels."""
    return IMPORT.sub(rf"\g<1>{PACKAGE}", source)


def _curves(track: Track) -> dict[str, dict[str, list[float]]]:
    z = np.round(np.linspace(-6, 6, 121), 2)
    names = [function.name for function in track.functions if function.name in NUMBERS]
    return {name: {"z": z.tolist(), "values": np.round(elementwise(name, z), 6).tolist()} for name in names}


@cache
def _recorded(last: int) -> bytes:
    """What the kit knows of the functions up to this step, as numbers and words."""
    steps = [step for step in curriculum.steps() if step.number <= last]
    return recording.recorded(function for step in steps for function in step.functions)


def files(track: Track) -> dict[str, bytes]:
    """The files of the package, by name."""
    found = {name: text for folder in FOLDERS for name, text in release.folder_files(folder)}
    found |= {name: (GRADER / "course" / path).read_text(encoding="utf-8") for path, name in OWN.items()}
    for step in curriculum.steps():
        if step.number <= track.steps[-1].number:
            visible = curriculum.EXERCISES / f"test_{step.module}.py"
            found[f"{step.module}.py"] = visible.read_text(encoding="utf-8")
    found = {name: rewritten(text) for name, text in found.items()}
    found["curriculum/curriculum.toml"] = curriculum.FILE.read_text(encoding="utf-8")
    found["curves.json"] = json.dumps(_curves(track))
    packed = {name: text.encode() for name, text in found.items()}
    return packed | {recording.PLACE: _recorded(track.steps[-1].number)}


def write(folder: Path, track: Track) -> None:
    """Write what travels with a track's notebook beside it: the package, and the data sets where a step uses them."""
    package = folder / PACKAGE
    for name, data in files(track).items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(data)
    sources = [(SOLUTIONS / f"{step.module}.py").read_text(encoding="utf-8") for step in track.steps]
    if any(re.search(r"^\s*(?:from|import) datasets\b", source, re.MULTILINE) for source in sources):
        ignored = shutil.ignore_patterns("__pycache__", "*.part")
        shutil.copytree(GRADER.parent / "datasets", folder / "datasets", ignore=ignored)
