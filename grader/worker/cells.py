"""Runs a notebook's cells as one step module: it keeps definitions, and leaves out what only tries something.

A notebook is a place to try things: a cell may print, plot, fail, or hold no Python at all. So every statement runs by
itself, and what fails costs nobody anything but what it would have defined. A cell that Python cannot read costs the
functions that it defines; a call of one of them says where the cell goes wrong.
"""

import ast
import re
import types
from collections.abc import Callable, Iterator
from typing import Any

SAFE = {"np", "numpy", "math", "functools", "itertools", "operator", "float", "int", "bool", "str"}
SAFE |= {"list", "tuple", "dict", "set", "len", "range", "zip", "min", "max", "sum", "abs", "sorted", "type"}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
BLOCKS = (ast.If, ast.Try, ast.For, ast.With)
PYTHON_MAGICS = ("time", "timeit", "capture", "prun")


def without_magics(text: str) -> str:
    """The cell with what only IPython understands turned into empty lines; all other lines keep their numbers."""
    first = text.lstrip().split(maxsplit=1)[:1]
    if first and first[0].startswith("%%") and first[0][2:] not in PYTHON_MAGICS:
        return ""
    lines = text.split("\n")
    return "\n".join("" if re.match(r"\s*[%!?]|.*\?\s*$", line) else line for line in lines)


def parsed(text: str, filename: str) -> ast.Module:
    """The cell as Python, magics left away where they are in the way. Raises SyntaxError."""
    try:
        return ast.parse(text, filename)
    except SyntaxError as error:
        try:
            return ast.parse(without_magics(text), filename)
        except SyntaxError:
            raise error from None


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the statement runs: not what stands inside functions."""
    yield node
    if not isinstance(node, (*DEFINITIONS, ast.Lambda)):
        for child in ast.iter_child_nodes(node):
            yield from walk(child)


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def is_harmless(statement: ast.stmt) -> bool:
    """Whether it calls nothing but NumPy and the like, so that it ends, and soon."""
    nodes = list(walk(statement))
    return not any(isinstance(node, ast.While) for node in nodes) and all(
        _root(node.func) in SAFE for node in nodes if isinstance(node, ast.Call)
    )


def targets(statement: ast.stmt) -> set[str]:
    return {node.id for node in walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _is_stub(statement: ast.stmt) -> bool:
    """A function of which nothing is written: a docstring, and `raise NotImplementedError`."""
    if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    body = statement.body if ast.get_docstring(statement, clean=False) is None else statement.body[1:]
    if len(body) != 1 or not isinstance(body[0], ast.Raise) or body[0].exc is None:
        return False
    return _root(body[0].exc) == "NotImplementedError"


def keeps(statement: ast.stmt, functions: set[str], protected: set[str]) -> bool:
    """Whether a statement of a cell belongs to the module.

    functions: those of the step, which may be made in any way. protected: what comes from earlier steps, and stays.
    """
    if isinstance(statement, DEFINITIONS):
        return statement.name not in protected and not _is_stub(statement)
    if isinstance(statement, IMPORTS):
        return not protected & {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    if isinstance(statement, (*ASSIGNMENTS, *BLOCKS)):
        made = targets(statement)
        return not made & protected and (bool(made & functions) or is_harmless(statement))
    return False


def _unreadable(error: SyntaxError) -> Callable[..., Any]:
    def function(*_: Any, **__: Any) -> Any:
        raise SyntaxError(error.msg, (error.filename, error.lineno, error.offset, error.text))

    return function


def run_cell(namespace: dict[str, Any], filename: str, text: str, functions: set[str], protected: set[str]) -> None:
    """Run what a cell defines in a namespace; see `keeps`. Nothing in the cell can make this fail."""
    try:
        statements = parsed(text, filename).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as raised:
        error = raised if isinstance(raised, SyntaxError) else SyntaxError(str(raised), (filename, None, None, None))
        for name in re.findall(r"^(?:async )?def (\w+)", text, re.MULTILINE):
            if name in functions:
                namespace[name] = _unreadable(error)
        return
    for statement in statements:
        if not keeps(statement, functions, protected):
            continue
        try:
            exec(compile(ast.Module([statement], []), filename, "exec"), namespace)
        except BaseException:  # a cell that fails leaves the others alone, as in a notebook
            continue


def run(module: types.ModuleType, filename: str, notebook: dict[str, Any]) -> None:
    """Fill a module from a notebook.

    notebook: "before" and "after", the given code around the learner's; "cells", pairs of a file name and a text;
        "functions", the names that the learner writes in this step; "protected", names that cells do not define anew.
    """
    namespace = module.__dict__
    exec(compile(notebook["before"], filename, "exec"), namespace)
    for cell_name, text in notebook["cells"]:
        run_cell(namespace, cell_name, text, set(notebook["functions"]), set(notebook["protected"]))
    exec(compile(notebook["after"], filename, "exec"), namespace)
