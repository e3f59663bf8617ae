"""The reference, and what stands in its place where a learner's code runs: functions that ask for their answers."""

import ast
import marshal
from functools import cache

import numpy as np

from grader import curriculum
from grader.curriculum.stubs import SOLUTIONS, make_stub


def source(module: str) -> str:
    """The reference of a step as a learner would have it, with its imports from `exercises`."""
    text = (SOLUTIONS / f"{module}.py").read_text(encoding="utf-8")
    return text.replace("from solutions.", "from exercises.").replace("import solutions.", "import exercises.")


def sources() -> dict[str, str]:
    """The reference of every step, by module name."""
    return {step.module: source(step.module) for step in curriculum.steps()}


@cache
def code(module: str) -> np.ndarray:
    """The compiled reference of a step, as bytes in an array: for a process of the grader's own, and for no other."""
    compiled = compile(source(module), f"<{module}>", "exec", optimize=2)
    return np.frombuffer(marshal.dumps(compiled), dtype=np.uint8)


def _asking(definition: ast.FunctionDef) -> ast.FunctionDef:
    """The function with one line in place of what it does: it asks."""
    arguments = ", ".join(argument.arg for argument in definition.args.args)
    definition.body = ast.parse(f"return _ask({definition.name!r}, ({arguments},))").body
    return definition


@cache
def asking(module: str, names: tuple[str, ...] | None = None) -> str:
    """A step without anything secret: its imports, its given code, and functions that ask in place of the others.

    names: only these functions, and not the other ones that learners write; None for all of them.
    """
    written = {function.name for function in curriculum.find_step(module).functions}
    kept: list[ast.stmt] = []
    for node in ast.parse(make_stub(source(module), module)).body:
        if isinstance(node, ast.FunctionDef) and node.name in written:
            kept += [_asking(node)] if names is None or node.name in names else []
        elif not isinstance(node, (ast.Expr, ast.If)):  # text, and what runs as a program
            kept.append(node)
    return ast.unparse(ast.Module(kept, []))


@cache
def asking_functions(module: str, names: tuple[str, ...]) -> str:
    """These functions alone, each of which asks."""
    tree = ast.parse(asking(module, names))
    return ast.unparse(ast.Module([node for node in tree.body if getattr(node, "name", "") in names], []))
