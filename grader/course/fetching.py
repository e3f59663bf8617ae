"""The learner's own functions out of an earlier notebook, for one that builds on them. Travels with the notebooks."""

import json
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.worker.cells import run_cell


def fetch(path: str, namespace: dict[str, Any]) -> str:
    """Define what the code cells of a notebook define. Returns what to tell about it."""
    try:
        cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{path} cannot be read ({type(error).__name__}): put your notebook there, or change the path."
    functions = set(curriculum.functions())
    for number, cell in enumerate(cells, start=1):
        if cell.get("cell_type") == "code":
            run_cell(namespace, f"{Path(path).name}, cell {number}", "".join(cell.get("source", "")), functions, set())
    found = [name for name in curriculum.functions() if name in namespace]
    return f"{len(found)} functions fetched from {path}: {', '.join(found)}"
