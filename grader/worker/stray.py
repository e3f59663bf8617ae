"""Runs a learner's module so that a line at its top which cannot run here costs nothing but itself.

Every statement at the top runs by itself, in order, in one namespace: as Python would run the module, but for one that
raises. It is passed over, and what it would have defined raises the same when it is used. A module that did not come to
an end is run again with care: then only what defines something is run, as in notebooks.
"""

import __future__

import ast
import types
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NoReturn

import cells

FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
Tell = Callable[[ast.stmt, BaseException | None], None]


class NotRun(RuntimeError):
    """A line was passed over, since the module does not come to an end with all of them."""


class StandIn:
    """Stands for what a line that failed would have defined: to use it raises what that line has raised."""

    def __init__(self, error: BaseException):
        self.__dict__.update(_error=error, _trace=error.__traceback__)

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        raise self._error.with_traceback(self._trace)  # which would grow from use to use

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._fail()

    __call__ = __getitem__ = __setitem__ = __iter__ = __len__ = __bool__ = __float__ = __int__ = __index__ = _fail
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = _fail
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = __lt__ = __gt__ = __le__ = __ge__ = __array__ = _fail


def _names(statement: ast.stmt) -> Iterator[str]:
    """What a statement would define."""
    if isinstance(statement, cells.DEFINITIONS):
        yield statement.name
    elif isinstance(statement, cells.IMPORTS):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in statement.names)
    else:
        yield from cells.targets(statement)


def _is_idle(statement: ast.stmt) -> bool:
    """Whether nothing is lost when a statement is left out: text, `pass`, and what runs only as a program."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.If) and not statement.orelse:
        return ast.unparse(statement.test).replace('"', "'") in ("__name__ == '__main__'", "'__main__' == __name__")
    return isinstance(statement, ast.Pass)


def _ends_soon(statement: ast.stmt) -> bool:
    """Whether a statement defines something, and comes to an end for certain."""
    if isinstance(statement, (*cells.DEFINITIONS, *cells.IMPORTS)):
        return True
    loops = (node for node in cells.walk(statement) if isinstance(node, ast.For))
    endless = any(isinstance(part, ast.Call) for loop in loops for part in ast.walk(loop.iter))
    return cells.is_harmless(statement) and not endless


@cache
def compiled(filename: str, source: str) -> list[tuple[ast.stmt, types.CodeType]] | types.CodeType:
    """The statements at the top of a module, each with its code; the module's code where it is too deep for that.

    What does nothing is left out. Kept, since a module runs again beside each step after its own.
    """
    whole = compile(source, filename, "exec", dont_inherit=True)
    flags = whole.co_flags & FUTURE
    try:
        statements = ast.parse(source, filename).body
        kept = [statement for number, statement in enumerate(statements) if not number or not _is_idle(statement)]
        return [(each, compile(ast.Module([each], []), filename, "exec", flags, True)) for each in kept]
    except (RecursionError, MemoryError):
        return whole


def run(namespace: dict[str, Any], filename: str, source: str, careful: bool, tell: Tell) -> None:
    """Run a module. Raises what compiling it raises; what its statements raise is told, and passed over.

    careful: leave out what may not end. tell: gets each statement that was passed over, and why.
    """
    program = compiled(filename, source)
    if isinstance(program, types.CodeType):
        exec(program, namespace)
        return
    for number, (statement, code) in enumerate(program):
        error: BaseException = NotRun(f"line {statement.lineno} was passed over, since {filename} does not end with it")
        if careful and number and not _ends_soon(statement):
            tell(statement, None)
        else:
            try:
                exec(code, namespace)
                continue
            except BaseException as raised:  # whatever it is, even the end of the program: the rest is worth having
                error = raised
            tell(statement, error)
        for name in _names(statement):
            namespace.setdefault(name, StandIn(error))
