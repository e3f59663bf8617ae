"""The literate source of a step, cell by cell."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from grader import curriculum
from grader.curriculum import stubs

MARKER = re.compile(r"^# %%(?P<markdown> \[markdown\])?\s*$", re.MULTILINE)
RUN = 'if __name__ == "__main__":'  # how the cell begins that runs a step as a script


@dataclass(frozen=True)
class Cell:
    """A cell of the source. function: the one that a learner writes in it, or ""."""

    text: str
    markdown: bool = False
    function: str = ""


def _uncommented(text: str) -> str:
    return "\n".join(re.sub(r"^# ?", "", line) for line in text.splitlines())


def _cell(text: str, markdown: bool) -> Cell:
    text = text.strip("\n")
    if markdown:
        return Cell(_uncommented(text), markdown=True)
    written = stubs.BEGIN in text and re.search(r"^def (\w+)", text, re.MULTILINE)
    return Cell(text, function=written[1] if written else "")


def cells_of(source: str) -> list[Cell]:
    """The cells of a text in the percent format; what stands before the first marker (a docstring) is none."""
    found = list(MARKER.finditer(source))
    ends = [match.start() for match in found[1:]] + [len(source)]
    cells = [_cell(source[m.end() : end], bool(m["markdown"])) for m, end in zip(found, ends, strict=True)]
    return [cell for cell in cells if cell.text]


@cache
def cells(step: curriculum.Step) -> tuple[Cell, ...]:
    """The cells of a step."""
    return tuple(cells_of((stubs.SOLUTIONS / f"{step.module}.py").read_text(encoding="utf-8")))


def stub(cell: Cell) -> str:
    """The text of a solution cell as learners get it."""
    return stubs.make_stub(cell.text, "", place="this cell").rstrip("\n")


def _nodes(steps: Iterable[curriculum.Step]) -> list[tuple[Cell, ast.stmt]]:
    found = [(cell, node) for step in steps for cell in cells(step) if not cell.markdown for node in _body(cell)]
    return [(cell, node) for cell, node in found if not cell.text.startswith(RUN)]


def _body(cell: Cell) -> list[ast.stmt]:
    return ast.parse(cell.text).body


def _is_from_the_kit(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "solutions"


def imports(steps: Iterable[curriculum.Step]) -> list[str]:
    """The import statements of the steps, without those of earlier steps."""
    found = [node for _, node in _nodes(steps) if isinstance(node, (ast.Import, ast.ImportFrom))]
    return list(dict.fromkeys(ast.unparse(node) for node in found if not _is_from_the_kit(node)))


def names(step: curriculum.Step) -> list[str]:
    """What a step defines: its functions and its tables."""
    found: list[str] = []
    for _, node in _nodes([step]):
        if isinstance(node, ast.FunctionDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign):
            found += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return found


def given(step: curriculum.Step) -> str:
    """The code of a step that is not the learner's: tables and finished functions, without imports."""
    keep = [n for cell, n in _nodes([step]) if not cell.function and not isinstance(n, (ast.Import, ast.ImportFrom))]
    return "\n\n".join(ast.unparse(node) for node in keep)
