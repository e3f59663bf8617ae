"""Whether a construct that a sentence names stands in the learner's own code: an `if`, a return in a loop, a call.

A construct is written as a name of `_STRUCTURES`, as an operator ("//"), or as a name that the code uses: "heaviside",
"np.random.permutation" (the dots from the right), "max()" for a call of that plain name. "a|b" asks for one of several;
a "!" in front asks that none is there.
"""

import ast
import builtins
import keyword
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

from grader import curriculum
from grader.diagnosis.source import parsed

Code = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef  # a class where the function builds on one
Node = TypeVar("Node", bound=ast.AST)
_LOOPS = (ast.For, ast.While)
_WORDS = {*keyword.kwlist, *dir(builtins)}  # of Python itself
_OPERATORS: dict[str, type[ast.operator]] = {
    "/": ast.Div,
    "//": ast.FloorDiv,
    "^": ast.BitXor,
    "@": ast.MatMult,
    "%": ast.Mod,
}


def _nodes(code: list[Code], *kinds: type[Node]) -> Iterator[Node]:
    return (node for function in code for node in ast.walk(function) if isinstance(node, kinds))


def own_nodes(function: Code, *kinds: type[Node]) -> Iterator[Node]:
    """Nodes of a function, without those of functions that are defined in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(node, kinds):
            yield node
        waiting += ast.iter_child_nodes(node)


def parameters_of(function: Code) -> set[str]:
    if isinstance(function, ast.ClassDef):
        return set()
    given = function.args
    return {argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)}


def _asks_if(code: list[Code]) -> bool:
    return any(_nodes(code, ast.If, ast.IfExp, ast.While))


def _loops(code: list[Code]) -> bool:
    return any(_nodes(code, *_LOOPS, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp))


def _returns_nothing(code: list[Code]) -> bool:
    """No path of the function hands a value back."""
    return not any(
        isinstance(node, (ast.Yield, ast.YieldFrom)) or getattr(node, "value", None) is not None
        for node in own_nodes(code[0], ast.Return, ast.Yield, ast.YieldFrom)
    )


def _returns_in_a_loop(code: list[Code]) -> bool:
    return any(
        isinstance(node, ast.Return)
        for loop in own_nodes(code[0], ast.For, ast.While)
        if isinstance(loop, _LOOPS)
        for part in loop.body
        for node in ast.walk(part)
    )


def _makes_a_list_in_a_loop(code: list[Code]) -> bool:
    """A name gets an empty list or dict within a loop."""
    for loop in _nodes(code, *_LOOPS):
        for node in ast.walk(loop):
            if isinstance(node, ast.Assign):
                made = node.value
                if isinstance(made, (ast.List, ast.Dict)) and not getattr(made, "elts", getattr(made, "keys", [])):
                    return True
                if isinstance(made, ast.Call) and getattr(made.func, "id", "") in ("list", "dict") and not made.args:
                    return True
    return False


def _leaves_an_inner_loop(code: list[Code]) -> bool:
    loops = (loop for outer in _nodes(code, *_LOOPS) for loop in ast.walk(outer) if loop is not outer)
    return any(isinstance(node, ast.Break) for loop in loops if isinstance(loop, _LOOPS) for node in ast.walk(loop))


def _names_a_parameter_again(code: list[Code]) -> bool:
    """`plus = x`: a second name for what the caller handed in."""
    return any(
        isinstance(value, ast.Name) and value.id in parameters_of(code[0])
        for node in own_nodes(code[0], ast.Assign)
        for value in ([node.value, *node.value.elts] if isinstance(node.value, ast.Tuple) else [node.value])
    )


def _assigns_to_a_parameter(code: list[Code]) -> bool:
    return any(
        isinstance(node.ctx, ast.Store) and node.id in parameters_of(code[0]) for node in own_nodes(code[0], ast.Name)
    )


def _takes_first_rows(code: list[Code]) -> bool:
    """`X[:n]`, `X[0:n]`: a slice that begins at the first row, whatever the round of the loop is."""
    return any(
        (node.lower is None or (isinstance(node.lower, ast.Constant) and node.lower.value == 0))
        and node.upper is not None
        for node in _nodes(code, ast.Slice)
    )


def _takes_whole_axis(code: list[Code]) -> bool:
    """A bare colon within an index: `table[:, labels]`."""
    return any(node.lower is None and node.upper is None for node in _nodes(code, ast.Slice))


def _changes_in_place(code: list[Code]) -> bool:
    """`W -= dW`, `W[...] = new`: what happens to an array itself. A sum that was begun with a number does not count."""
    numbers = set()
    for node in _nodes(code, ast.Assign):
        for target in node.targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value] * len(names)
            pairs = zip(names, values, strict=False)
            numbers |= {name.id for name, value in pairs if isinstance(name, ast.Name) and isinstance(value, _NUMBERS)}
    if any(not (isinstance(n.target, ast.Name) and n.target.id in numbers) for n in _nodes(code, ast.AugAssign)):
        return True
    stored = [node.slice for node in _nodes(code, ast.Subscript) if isinstance(node.ctx, ast.Store)]
    whole = [part for index in stored for part in (index.elts if isinstance(index, ast.Tuple) else [index])]
    return any(isinstance(part, ast.Slice) or (isinstance(part, ast.Constant) and part.value is ...) for part in whole)


_NUMBERS = (ast.Constant, ast.UnaryOp)


def _index_plus(code: list[Code]) -> bool:
    return any(
        isinstance(part, ast.BinOp) and isinstance(part.op, ast.Add)
        for node in _nodes(code, ast.Subscript)
        for part in ast.walk(node.slice)
    )


def _gives_out(code: list[Code]) -> bool:
    """A call with out=...: an array in which the result is to stand."""
    return any(keyword.arg == "out" for call in _nodes(code, ast.Call) for keyword in call.keywords)


_STRUCTURES: dict[str, Callable[[list[Code]], bool]] = {
    "if": _asks_if,
    "loop": _loops,
    "break in inner loop": _leaves_an_inner_loop,
    "no return": _returns_nothing,
    "return in loop": _returns_in_a_loop,
    "list made in loop": _makes_a_list_in_a_loop,
    "second name": _names_a_parameter_again,
    "new value for a parameter": _assigns_to_a_parameter,
    "first rows": _takes_first_rows,
    "colon": _takes_whole_axis,
    "index plus": _index_plus,
    "in place": _changes_in_place,
    "out=": _gives_out,
}


def _dotted(node: ast.AST) -> str:
    """`np.random.permutation` as it is written; "" for what is no chain of names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return ""


def _uses(name: str, code: list[Code]) -> bool:
    if name.endswith("()"):
        return any(isinstance(node, ast.Call) and _dotted(node.func) == name[:-2] for node in _nodes(code, ast.Call))
    return any(
        _dotted(node) == name or _dotted(node).endswith(f".{name}") for node in _nodes(code, ast.Name, ast.Attribute)
    )


@lru_cache(maxsize=64)
def _read(source: str, function: str) -> tuple[Code, ...]:
    """The function, and the other functions of the file that it names; empty where it cannot be found."""
    tree = parsed(source)
    others = curriculum.functions().keys() - {function}  # each has a mistake of its own, if any
    found = {
        part.name: part for part in (tree.body if tree else ()) if isinstance(part, Code) and part.name not in others
    }
    if isinstance(found.get(function), (ast.ClassDef, type(None))):
        return ()
    reached = [found.pop(function)]
    for current in reached:  # it grows while it is read
        names = {node.id for node in ast.walk(current) if isinstance(node, ast.Name)}
        reached += [found.pop(name) for name in sorted(found.keys() & names)]
    return tuple(reached)


def _stands_in(construct: str, code: list[Code]) -> bool:
    if construct in _STRUCTURES:
        return _STRUCTURES[construct](code)
    if construct in _OPERATORS:
        kind = _OPERATORS[construct]
        return any(isinstance(node.op, kind) for node in _nodes(code, ast.BinOp)) or any(
            isinstance(node.op, kind) for node in _nodes(code, ast.AugAssign)
        )
    return _uses(construct, code)


def stands_in(construct: str, function: str, source: str) -> bool | None:
    """Whether the code of a function has a construct; None where the code is not known or cannot be read.

    source: the text of the module. What the function calls in the same file counts as its code.
    """
    code = list(_read(source, function)) if source.strip() else []
    if not code:
        return None
    wanted = construct.removeprefix("!")
    return any(_stands_in(part, code) for part in wanted.split("|")) != construct.startswith("!")


def has_names_of(words: str, function: str, source: str) -> bool:
    """Whether every plain variable that stands in `backticks` is one of the code's; so too where no code is known."""
    code = list(_read(source, function)) if source.strip() else []
    named = set(re.findall(r"`([A-Za-z_]\w*)`", words))
    if not code or not named:
        return True
    known = {node.id for node in _nodes(code, ast.Name)} | {node.arg for node in _nodes(code, ast.arg)}
    return named <= known | _WORDS
