"""What a result depends on, as hashes: of the files that a step is judged with, of points, of the pages.

A file counts for a step when the step's own folder, or what runs it, imports it, however far away. Points count for
nothing here: they are applied to results that are kept.
"""

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from grader import curriculum

KIT = Path(__file__).parent.parent
ROOT = KIT.parent
ROOMS = ("grader", "solutions", "datasets")
IMPORT = re.compile(r"^[ \t]*(?:from (\w[\w.]*) import (\([^)]*\)|[^\n]*)|import (\w[^\n#]*))", re.MULTILINE)
SUFFIXES = (".py", ".toml", ".html", ".css", ".npz", ".txt")
LEFT_OUT = {"__pycache__"}
JUDGES = ("examination/grading.py", "conftest.py", "steps/bank_answers.py")  # what runs a step's checks


def _of(paths: Iterable[Path], *more: object) -> str:
    digest = hashlib.sha256(json.dumps(more, sort_keys=True).encode())
    for path in sorted(set(paths)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + _hash_of(path))
    return digest.hexdigest()


@cache
def _hash_of(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _all(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and not LEFT_OUT & set(path.parts):
            yield path


def _modules(name: str) -> Iterator[Path]:
    """The files that are run where a module of this name is imported: the packages around it, and itself."""
    parts = name.split(".")
    if parts[0] in ROOMS:
        for count in range(1, len(parts) + 1):
            place = ROOT.joinpath(*parts[:count])
            yield from (path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file())


@cache
def _imported(path: Path) -> frozenset[Path]:
    found: set[Path] = set()
    for module, names, plain in IMPORT.findall(path.read_text(encoding="utf-8")):
        for name in re.findall(r"\w+", names) if module else ():
            found.update(_modules(f"{module}.{name}"))
        for name in [module] if module else re.findall(r"\w[\w.]*", plain):
            found.update(_modules(name))
    return frozenset(found)


def closure(paths: Iterable[Path]) -> set[Path]:
    """These files of the kit, and every file of it that they import, at the top or later."""
    found: set[Path] = set()
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path) if path.suffix == ".py" else ()
    return found


def files_of(step: curriculum.Step) -> set[Path]:
    """Every file that has a say in what a step's checks find."""
    own = list(_all(KIT / "steps" / step.module))
    solutions = [
        ROOT / "solutions" / f"{other.module}.py" for other in curriculum.steps() if other.number <= step.number
    ]
    found = closure([*own, *solutions, *(KIT / name for name in JUDGES), *_all(KIT / "worker")])
    if any(path.is_relative_to(ROOT / "datasets") for path in found):
        found.update(_all(ROOT / "datasets"))
    return found


def _base() -> list[str]:
    return [platform.python_version(), np.__version__]


@cache
def of_step(step: curriculum.Step) -> str:
    """Changes with whatever a step is judged by: its folder, its solution and those before, the machinery."""
    contract = [[_contract(f) for f in other.functions] for other in curriculum.steps()]
    hints = [function.hints for function in step.functions]
    return _of(files_of(step), _base(), [s.module for s in curriculum.steps()], contract, hints)


def _contract(function: curriculum.Function) -> dict[str, Any]:
    """All that the curriculum says of a function, without its points and hints."""
    data = asdict(function)
    return {key: value for key, value in data.items() if key not in ("points", "hints")}


@cache
def of_network() -> str:
    """Changes with whatever the training of a learner's own network depends on."""
    modules = [step.module for step in curriculum.steps()]
    return _of(closure([KIT / "examination" / "network.py", *_all(KIT / "worker")]), _base(), modules)


@cache
def of_pages() -> str:
    """Changes with the form and the words of the pages."""
    return _of([*closure(_all(KIT / "classroom" / "pages"))], [step.title for step in curriculum.steps()])


@cache
def of_everything() -> str:
    """Changes with every change of the grader, its data, the reference, Python or NumPy."""
    return _of([*_all(KIT), *_all(ROOT / "solutions")], _base())
