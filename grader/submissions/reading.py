"""A submission out of notebooks: their cells as step modules, each with the right imports of the steps before it.

Bytes only: nothing is run here, and nothing parsed as Python. Which statements of a cell belong to a module is decided
where they run (`grader/worker/cells.py`), and by the names they define: it does not matter in which cell they stand, or
what became of a cell's metadata.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial
from pathlib import PurePosixPath

from grader import curriculum
from grader.submissions import defining, lenient, literate
from grader.submissions.lenient import RawCell
from grader.submissions.submission import Submission
from grader.submissions.tracks import Track, tracks

OURS = ("check-", "given-")  # how the ids of cells begin that hold nothing of the learner's


@lru_cache(4096)
def _defined_in(source: str) -> tuple[str, ...]:
    found = re.findall(r"^(?:async )?def (\w+)|^(\w+) *(?::[^=\n]*)?=(?!=)", source, re.MULTILINE)
    return tuple(name for pair in found for name in pair if name in curriculum.functions())


def defined_in(cell: RawCell) -> tuple[str, ...]:
    """The functions of the curriculum that a cell defines, as far as can be seen without reading it as Python."""
    return _defined_in(cell.source) if cell.kind == "code" else ()


@cache
def _around(step: curriculum.Step) -> dict[str, object]:
    """What stands around the learner's cells in a step: the imports, stubs for what is missing, and the given code."""
    earlier = [other for other in curriculum.steps() if other.number < step.number]
    lines = literate.imports([*earlier, step])
    lines += [f"from exercises.{other.module} import {', '.join(literate.names(other))}" for other in earlier]
    for function in step.functions:
        lines += [
            f"def {function.name}(*_, **__):",
            f"    raise NotImplementedError('write {function.name} in its cell')",
        ]
    return {
        "before": "\n".join(lines),
        "after": literate.given(step),
        "functions": [function.name for function in step.functions],
        "protected": sorted({name for other in earlier for name in literate.names(other)}),
    }


def _names(cells: list[RawCell]) -> list[str]:
    """What to call each cell in a message: by its function, or by its place in the notebook."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        functions = defined_in(cell)
        name = f"cell {functions[0]}" if functions else f"cell number {number}"
        names.append(name if name not in names else f"{name} (number {number})")
    return names


def modules(cells: list[RawCell], steps: Iterable[curriculum.Step]) -> dict[str, str]:
    """The source of each step's module, as a worker runs it."""
    named = zip(_names(cells), cells, strict=True)
    learners = [
        (name, cell.source)
        for name, cell in named
        if cell.kind == "code" and cell.source.strip() and not cell.grade_id.startswith(OURS)
    ]
    return {step.module: json.dumps({"cells": learners, **_around(step)}) for step in steps}


def _is_of(track: Track, cells: list[RawCell]) -> bool:
    functions = {function.name for function in track.functions}
    return any(cell.grade_id in functions or functions & set(defined_in(cell)) for cell in cells)


def _writes(step: curriculum.Step, cells: list[RawCell]) -> bool:
    """Whether something of a step is written in a notebook."""
    code = "\n".join(c.source for c in cells if c.kind == "code" and not c.grade_id.startswith(OURS))
    return defining.grade_of(code, step.module) == defining.WRITTEN


def _dealt(track: Track, cells: Mapping[str, list[RawCell]], found: list[str]) -> dict[str, list[curriculum.Step]]:
    """The steps of a track by the notebook that each is taken from: the first in which something of it is written."""
    writers = {step: [name for name in found if _writes(step, cells[name])] for step in track.steps}
    main = next((names[0] for names in writers.values() if names), found[0])
    dealt: dict[str, list[curriculum.Step]] = {main: []}
    for step, names in writers.items():
        dealt.setdefault(names[0] if names and main not in names else main, []).append(step)
    return dealt


def of_cells(student: str, cells: Mapping[str, list[RawCell]], problems: Iterable[str] = ()) -> Submission:
    """A submission from the cells of notebooks, by the names of their files."""
    sources: dict[str, str] = {}
    remarks = list(problems)
    for track in tracks():
        file = f"{track.name}.ipynb"
        order = sorted(cells, key=lambda name: (name.count("/"), PurePosixPath(name).name != file, name))
        found = [name for name in order if _is_of(track, cells[name])]
        dealt = _dealt(track, cells, found) if found else {}
        for name, steps in dealt.items():
            sources |= modules(cells[name], steps)
            numbers = f"step {', '.join(str(step.number) for step in steps)} of " if len(dealt) > 1 else ""
            if numbers or PurePosixPath(name).name != file:
                remarks.append(f"{name} was taken for {numbers}{file}")
        remarks += [f"ignored: {name}, which looks like another {file}" for name in found if name not in dealt]
    known = {name for name in cells if any(_is_of(track, cells[name]) for track in tracks())}
    remarks += [f"ignored: {name}, which holds no function of the curriculum" for name in cells if name not in known]
    return Submission(student, sources, {}, tuple(remarks), tuple(sources))


def of_files(student: str, notebooks: Iterable[tuple[str, Callable[[], bytes]]]) -> Submission:
    """A submission from notebooks, by the names of their files. Nothing in them can make this fail.

    They are read one after the other, and of each only the cells are kept: they may be large.
    """
    cells: dict[str, list[RawCell]] = {}
    problems: list[str] = []
    for name, read in notebooks:
        try:
            cells[name], remarks = lenient.cells_of(read())
        except ValueError as error:
            problems.append(f"{name} {error}")
            continue
        problems += [f"{name} {remark}" for remark in remarks]
    return of_cells(student, cells, problems)


def submission_of(student: str, notebooks: Mapping[str, bytes]) -> Submission:
    """The same from notebooks that are all there."""
    return of_files(student, ((name, partial(bytes, data)) for name, data in notebooks.items()))
