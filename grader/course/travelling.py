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

from grader import curriculum, oracle
from grader.course.tracks import Track
from grader.reference import SOLUTIONS
from grader.release import recording
from grader.release import travelling as release

GRADER = Path(__file__).resolve().parent.parent
FILES = {
    "answer.py": "answer.py",
    "asking.py": "asking.py",
    "compare.py": "compare.py",
    "curriculum.py": "curriculum.py",
    "curriculum.toml": "curriculum.toml",
    "failing.py": "failing.py",
    "landscape.py": "landscape.py",
    "messages.py": "messages.py",
    "packing.py": "packing.py",
    "worker/__init__.py": "worker/__init__.py",
    "worker/cells.py": "worker/cells.py",
    "worker/observe.py": "worker/observe.py",
    "worker/wire.py": "worker/wire.py",
    "probe.py": "probe.py",
    "settling.py": "settling.py",
    "course/drawing.py": "drawing.py",
    "course/fetching.py": "fetching.py",
    "course/incell.py": "__init__.py",
    "course/marking.py": "marking.py",
    "course/scoring.py": "scoring.py",
}
FILES |= {name: name for name in release.AS_IT_IS if name.startswith("diagnosis/")}
FILES |= {f"release/inside/{name}": place for name, place in release.IN_PLACE.items() if "learning" not in place}
PACKAGE = "check"
IMPORT = re.compile(r"^(\s*(?:from|import) )grader(?:\.course\.incell|\.course)?(?=[. ])", re.MULTILINE)
MARKING = f"from {PACKAGE}.marking import"


def rewritten(source: str) -> str:
    """A file of the kit with its imports from the package in which it travels."""
    return IMPORT.sub(rf"\g<1>{PACKAGE}", source).replace(f"from {PACKAGE}.checks import", MARKING)


def _curves(track: Track) -> dict[str, dict[str, list[float]]]:
    z = np.round(np.linspace(-6, 6, 121), 2)
    names = [function.name for function in track.functions if function.name in oracle.NUMBERS]
    return {name: {"z": z.tolist(), "values": np.round(oracle.elementwise(name, z), 6).tolist()} for name in names}


@cache
def _recorded(function: str) -> dict[str, str]:
    """What the kit knows of mistakes in a function, as numbers and words."""
    found = {"probes": recording.recorded_probes(function), "mistakes": recording.recorded_mistakes(function)}
    return {f"recorded/{function}.{kind}": text for kind, text in found.items()}


def files(track: Track) -> dict[str, str]:
    """The files of the package, by name."""
    found = {name: rewritten((GRADER / path).read_text(encoding="utf-8")) for path, name in FILES.items()}
    for step in curriculum.steps():
        if step.number <= track.steps[-1].number:
            visible = curriculum.EXERCISES / f"test_{step.module}.py"
            found[f"{step.module}.py"] = rewritten(visible.read_text(encoding="utf-8"))
            for function in step.functions:
                found |= _recorded(function.name)
    return found | {"curves.json": json.dumps(_curves(track))}


def write(folder: Path, track: Track) -> None:
    """Write what travels with a track's notebook beside it: the package, and the data sets where a step uses them."""
    package = folder / PACKAGE
    for name, text in files(track).items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, encoding="utf-8", newline="\n")
    sources = [(SOLUTIONS / f"{step.module}.py").read_text(encoding="utf-8") for step in track.steps]
    if any(re.search(r"^\s*(?:from|import) datasets\b", source, re.MULTILINE) for source in sources):
        ignored = shutil.ignore_patterns("__pycache__", "*.part")
        shutil.copytree(GRADER.parent / "datasets", folder / "datasets", ignore=ignored)
