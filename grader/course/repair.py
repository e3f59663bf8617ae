"""Puts a submitted notebook in order for nbgrader: every cell of the release is there once, with its metadata.

A cell is known by what nbgrader calls it, by its id, by the function it defines, by its text, or by its neighbour. What
is missing comes back as it was released, what stands there twice counts once, and all of it is told.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from grader import curriculum
from grader.submissions.lenient import RawCell
from grader.submissions.reading import OURS, defined_in

STUB = re.compile(r"^[ \t]+raise NotImplementedError\b", re.MULTILINE)


@dataclass(frozen=True)
class Released:
    """A cell of the released notebook that nbgrader knows."""

    grade_id: str
    kind: str
    source: str
    metadata: dict[str, Any]
    follows: str = ""  # the text of the cell above it

    @property
    def is_function(self) -> bool:
        return self.grade_id in curriculum.functions()


@dataclass
class Cell:
    """A cell of the notebook in order. metadata: what nbgrader needs of it, or nothing."""

    kind: str
    source: str
    id: str
    metadata: dict[str, Any] = field(default_factory=dict)
    attachments: dict[str, Any] = field(default_factory=dict)


def released(notebook: dict[str, Any]) -> list[Released]:
    """The cells that nbgrader knows in a released notebook (as JSON)."""
    found, above = [], ""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if grade_id := cell["metadata"].get("nbgrader", {}).get("grade_id"):
            found.append(Released(grade_id, cell["cell_type"], source, cell["metadata"], above))
        above = source
    return found


def _likeness(cell: RawCell, above: str, wanted: Released) -> tuple[bool, ...]:
    """How sure it is that a submitted cell is the wanted one, the surest sign first; all False: it is not."""
    called, same_id = cell.grade_id == wanted.grade_id, cell.id == wanted.grade_id
    if cell.kind != wanted.kind:
        return (False,)
    if wanted.is_function:
        defines = wanted.grade_id in defined_in(cell)
        return defines and not STUB.search(cell.source), called, same_id, defines
    if wanted.grade_id.startswith(OURS):
        return called, same_id, cell.source == wanted.source
    neighbour = above == wanted.follows
    touched = cell.source != wanted.source and (called or same_id or neighbour)
    return touched, called, same_id, neighbour


def _find(cells: list[RawCell], wanted: Released, taken: dict[int, Released]) -> int | None:
    """Where the wanted cell is among the submitted ones; of equally good ones, the last."""
    best: tuple[tuple[bool, ...], int] | None = None
    for number, cell in enumerate(cells):
        likeness = _likeness(cell, cells[number - 1].source if number else "", wanted)
        if number not in taken and any(likeness) and (best is None or (likeness, number) > best):
            best = likeness, number
    return best[1] if best else None


def _new_ids(cells: list[RawCell], taken: dict[int, Released], reserved: set[str]) -> list[str]:
    """An id for every cell: that of the release, else its own where it is fit and free, else a new one."""
    used, ids = set(reserved), []
    for number, cell in enumerate(cells):
        name = taken[number].grade_id if number in taken else cell.id
        if number not in taken and (name in used or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name)):
            name = next(f"extra-{n}" for n in range(number, 10**9) if f"extra-{n}" not in used)
        used.add(name)
        ids.append(name)
    return ids


def _insert(cells: list[Cell], wanted: Sequence[Released], position: int) -> None:
    """Put a missing cell back, behind the one that it follows in the release."""
    missing = wanted[position]
    before = {earlier.grade_id for earlier in wanted[:position]}
    places = [number for number, cell in enumerate(cells) if cell.id in before]
    cell = Cell(missing.kind, missing.source, missing.grade_id, deepcopy(missing.metadata))
    cells.insert(places[-1] + 1 if places else 0, cell)


def repaired(submitted: list[RawCell], wanted: Sequence[Released]) -> tuple[list[Cell], list[str]]:
    """The cells in order, and remarks on what was out of order."""
    taken: dict[int, Released] = {}
    missing: list[int] = []
    for position, one in enumerate(wanted):
        number = _find(submitted, one, taken)
        if number is None:
            missing.append(position)
        else:
            taken[number] = one
    problems = []
    for number, one in sorted(taken.items()):
        if submitted[number].grade_id != one.grade_id:
            problems.append(f"the cell {one.grade_id} had lost its name, and was known by what it holds")
    counts = [cell.grade_id for cell in submitted]
    for one in wanted:
        if counts.count(one.grade_id) > 1:
            problems.append(f"the cell {one.grade_id} stands there {counts.count(one.grade_id)} times")
    ids = _new_ids(submitted, taken, {one.grade_id for one in wanted})
    cells = [
        Cell(cell.kind, cell.source, name, deepcopy(taken[n].metadata) if n in taken else {}, cell.attachments)
        for n, (cell, name) in enumerate(zip(submitted, ids, strict=True))
    ]
    for position in missing:
        _insert(cells, wanted, position)
        problems.append(f"the cell {wanted[position].grade_id} was missing, and was put back as it was released")
    return cells, problems
