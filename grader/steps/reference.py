"""The reference as code that can be sent to a worker: earlier steps, and earlier functions of a step."""

import ast
import marshal
from functools import cache

import numpy as np

from grader import curriculum
from grader.curriculum.stubs import SOLUTIONS


def source(module: str) -> str:
    """The reference of a step as a learner would have it, with its imports from `exercises`."""
    text = (SOLUTIONS / f"{module}.py").read_text(encoding="utf-8")
    return text.replace("from solutions.", "from exercises.").replace("import solutions.", "import exercises.")


def sources() -> dict[str, str]:
    """The reference of every step, by module name."""
    return {step.module: source(step.module) for step in curriculum.steps()}


@cache
def code(module: str, names: tuple[str, ...] | None = None) -> np.ndarray:
    """The compiled reference, without text and docstrings, as bytes in an array.

    names: only these functions (and the imports); None for the whole module.
    """
    tree = ast.parse(source(module))
    if names is not None:
        tree.body = [
            node
            for node in tree.body
            if isinstance(node, (ast.Import, ast.ImportFrom))
            or (isinstance(node, ast.FunctionDef) and node.name in names)
        ]
    return np.frombuffer(marshal.dumps(compile(tree, f"<{module}>", "exec", optimize=2)), dtype=np.uint8)
