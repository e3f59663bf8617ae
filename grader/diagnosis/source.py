"""A learner's source, read as text: which functions stand in it, and where. Nothing of it is run."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 300_000  # characters that are read
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Found:
    """A def somewhere in a module. inside: the class or function around it, "" where there is none."""

    definition: Definition
    inside: str = ""
    of_class: bool = False
    inside_line: int = 0

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def line(self) -> int:
        return self.definition.lineno


@lru_cache(maxsize=16)
def parsed(source: str) -> ast.Module | None:
    """The module as a tree, or None where Python cannot read it. Lines of IPython's own are left away."""
    if not source or len(source) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python says of a "\d" in a learner's text is nothing for our screen
        for text in (source, re.sub(r"(?m)^[ \t]*[%!?].*$", "", source)):
            try:
                return ast.parse(text)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    return None


def text_with(function: str, texts: list[str]) -> str:
    """The module itself, or of the cells of a notebook the last one that defines the function; "" where none does."""
    if len(texts) == 1:
        return texts[0]
    pattern = re.compile(rf"^(?:async )?def {function}\b", re.MULTILINE)
    return next((text for text in reversed(texts) if pattern.search(text)), "")


def _blocks(statement: ast.stmt) -> list[ast.stmt]:
    """The statements of an `if`, `for`, `with` or `try` of the module, which belong to the module too."""
    if isinstance(statement, (*DEFINITIONS, ast.ClassDef)):
        return []
    inner = [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.stmt)]
    handlers = getattr(statement, "handlers", [])
    return inner + [child for handler in handlers for child in handler.body]


def _bound(statement: ast.stmt) -> set[str]:
    """Names that a statement of the module gives a value to, other than by a def."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete)):
        nodes = ast.walk(statement)
        return {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    return {statement.name} if isinstance(statement, ast.ClassDef) else set()


def own_def(function: str, source: str) -> Definition | None:
    """The def that a call of this name reaches: the last one of the module.

    None where that is not certain: there is none, it is decorated, stands under a condition, or the name gets another
    value.
    """
    tree = parsed(source)
    if tree is None:
        return None
    found = [s for s in tree.body if isinstance(s, DEFINITIONS) and s.name == function]
    others = [s for s in tree.body if function in _bound(s)]
    hidden = [s for t in tree.body for s in _blocks(t) if function in _bound(s) or getattr(s, "name", "") == function]
    if not found or found[-1].decorator_list or others or hidden:
        return None
    return found[-1]


def module_defs(source: str) -> list[Found]:
    """The functions of the module itself."""
    tree = parsed(source)
    return [Found(s) for s in tree.body if isinstance(s, DEFINITIONS)] if tree else []


def inner_defs(source: str) -> Iterator[Found]:
    """The functions that stand inside of a class, of a function, or of an `if`."""
    tree = parsed(source)
    for outer in tree.body if tree else ():
        if isinstance(outer, ast.ClassDef):
            inside = f"class {outer.name}"
        else:
            inside = outer.name if isinstance(outer, DEFINITIONS) else f"`{_head(outer)}`"
        for node in ast.walk(outer):
            if isinstance(node, DEFINITIONS) and node is not outer:
                yield Found(node, inside, isinstance(outer, ast.ClassDef), outer.lineno)


def _head(statement: ast.stmt) -> str:
    """The first line of a statement that has a body."""
    if isinstance(statement, ast.If):
        return f"if {ast.unparse(statement.test)[:40]}:"
    return type(statement).__name__.lower()
