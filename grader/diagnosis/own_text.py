"""Mistakes that a learner's text shows by itself: what is kept from call to call, a None, a loop that ends at once.

They are named where something is wrong, and each sentence is about a line that stands in the text.
"""

import ast
from collections.abc import Iterator

from grader.checks.answer import Diagnosis
from grader.diagnosis import source
from grader.diagnosis.constructs import own_nodes, parameters_of
from grader.diagnosis.crash_line import written
from grader.diagnosis.observations import Observation
from grader.diagnosis.source import Definition

GIVING_NONE = {  # methods that change something in place, and what they do
    "reverse": "turns the list round in place",
    "append": "adds to the list in place",
    "extend": "adds to the list in place",
    "insert": "adds to the list in place",
    "sort": "sorts in place",
    "update": "changes the dictionary in place",
    "shuffle": "shuffles its argument in place",
    "fill": "fills the array in place",
}
GROWING = {"append", "extend", "insert", "update", "setdefault", "add", "pop"}


def gives_none(function: str, text: str, seen: list[Observation]) -> Diagnosis | None:
    """`return x.reverse()`, or `x = x.reverse()` and then `return x`: the None of a method that works in place."""
    definition = source.own_def(function, text)
    if definition is None or not any(s.answer and s.answer.value is None for s in seen):
        return None
    returned = [node.value for node in own_nodes(definition, ast.Return) if node.value]
    names = {value.id for value in returned if isinstance(value, ast.Name)}
    assigned = [
        (node.value, node)
        for node in own_nodes(definition, ast.Assign)
        if any(isinstance(target, ast.Name) and target.id in names for target in node.targets)
    ]
    for value, statement in [*((value, ast.Return(value)) for value in returned), *assigned]:
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in GIVING_NONE:
            name, does = value.func.attr, GIVING_NONE[value.func.attr]
            returns = "returns" if isinstance(statement, ast.Return) else "puts"
            said = f"`{written(statement)}` {returns} None: {name} {does}, and gives nothing back."
            return _told("pattern: none", said, f"Write {written(value)} on a line of its own.")
    return None


def ends_at_once(function: str, text: str) -> Diagnosis | None:
    """A return that stands in a loop under no condition: the first round is the last."""
    definition = source.own_def(function, text)
    loops: Iterator[ast.For | ast.While] = own_nodes(definition, ast.For, ast.While) if definition else iter(())
    for loop in loops:
        if any(isinstance(statement, ast.Return) for statement in loop.body) and not _may_go_on(loop):
            head = "for" if isinstance(loop, ast.For) else "while"
            said = f"`return` stands within the `{head}` loop, so that the function ends in the loop's first round."
            return _told("pattern: return in loop", said, "How far is that line to be indented?")
    return None


def _may_go_on(loop: ast.For | ast.While) -> bool:
    return any(isinstance(node, ast.Continue) for node in ast.walk(loop))


def compares_objects(function: str, text: str) -> Diagnosis | None:
    """`a.shape is not b.shape`: it asks for one and the same object, and equal ones may be two."""
    definition = source.own_def(function, text)
    for node in own_nodes(definition, ast.Compare) if definition else ():
        sides = [node.left, *node.comparators]
        if not all(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops) or any(map(_is_single, sides)):
            continue
        word, sign = ("is", "==") if isinstance(node.ops[0], ast.Is) else ("is not", "!=")
        said = (
            f"`{written(node)}` asks whether both are one and the same object, and two equal ones may be two objects."
        )
        return _told("pattern: is", said, f"What compares values is {sign}, where `{word}` stands.")
    return None


def _is_single(node: ast.expr) -> bool:
    """None, True, False, ... of which there is one each; and types."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type"
    named = isinstance(node, ast.Name) and (node.id[:1].isupper() or node.id in ("int", "float", "bool", "str"))
    return called or named or (isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool)))


def counts_from_the_end(function: str, text: str) -> Diagnosis | None:
    """`[-n:]`, which is everything where n is 0. It is said where nothing else is known."""
    definition = source.own_def(function, text)
    for node in own_nodes(definition, ast.Slice) if definition else ():
        for end in (node.lower, node.upper):
            if isinstance(end, ast.UnaryOp) and isinstance(end.op, ast.USub) and isinstance(end.operand, ast.Name):
                name, what = end.operand.id, "everything" if end is node.lower else "nothing"
                said = f"Where {name} is 0, [{written(node)}] takes {what}, as -0 is 0."
                return _told("pattern: from the end", said, "A slice that counts from the front has no such case.")
    return None


def keeps(function: str, text: str) -> Diagnosis | None:
    """A default that grows from call to call, or something outside of the function that it changes."""
    definition = source.own_def(function, text)
    if definition is None:
        return None
    changed = set(_changed(definition))
    for name, default in _defaults(definition):
        if name in changed and _can_grow(default):
            said = (
                f"{name}={written(default)} is made once, with the line of the def, and not in each call: what an "
                "earlier call put into it is still there."
            )
            return _told("pattern: kept", said, "Let the default be None, and make a new one where it is None.")
    own = {name for name, _ in _named(definition)} | parameters_of(definition)
    outside = {name for name, value in _module_names(text) if _can_grow(value) or isinstance(value, ast.Call)}
    shared = [name for name in sorted(changed | _globals(definition)) if name in outside | _globals(definition)]
    for name in shared:
        if name in _globals(definition) or name not in own:
            said = f"{name} stands outside of {function}, which changes it: what an earlier call left is still there."
            return _told("pattern: kept", said, "Does each call get everything that it needs as an argument?")
    for name in sorted(_called_on(definition) & set(_instances(text)) - own):
        said = f"{name} is made once, outside of {function}, and keeps what earlier calls have left in it."
        return _told("pattern: kept", said, "Does each call get everything that it needs as an argument?")
    return None


def _called_on(definition: Definition) -> set[str]:
    """Names on which the function calls a method."""
    calls = (node for node in own_nodes(definition, ast.AST) if isinstance(node, ast.Call))
    return {_root(call.func.value) for call in calls if isinstance(call.func, ast.Attribute)}


def _instances(text: str) -> Iterator[str]:
    """Names of the module that are objects of a class of its own, whose methods change them."""
    tree = source.parsed(text)
    classes = {node.name: node for node in (tree.body if tree else ()) if isinstance(node, ast.ClassDef)}
    for name, value in _module_names(text):
        made = classes.get(value.func.id) if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else None
        methods = [m for m in made.body if isinstance(m, ast.FunctionDef) and m.name != "__init__"] if made else []
        if any(changed == "self" for method in methods for changed in _changed(method)):
            yield name


def _told(id: str, said: str, ask: str) -> Diagnosis:
    return Diagnosis(id, said, ask, short=said.rstrip("."))


def _defaults(definition: Definition) -> Iterator[tuple[str, ast.expr]]:
    arguments = definition.args
    placed = [*arguments.posonlyargs, *arguments.args]
    with_default = placed[len(placed) - len(arguments.defaults) :]
    yield from ((a.arg, default) for a, default in zip(with_default, arguments.defaults, strict=True))
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    yield from ((a.arg, default) for a, default in pairs if default is not None)


def _can_grow(value: ast.expr) -> bool:
    made = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in ("list", "dict", "set")
    return made or isinstance(value, (ast.List, ast.Dict, ast.Set))


def _changed(definition: Definition) -> Iterator[str]:
    """Names whose object the function changes: x.append(...), x[i] = ..., x.part = ..., x += [...]."""
    for node in own_nodes(definition, ast.AST):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in GROWING:
            yield _root(node.func.value)
        elif isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
            yield _root(node.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _named(definition: Definition) -> Iterator[tuple[str, ast.AST]]:
    for node in own_nodes(definition, ast.AST):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node


def _globals(definition: Definition) -> set[str]:
    return {name for node in own_nodes(definition, ast.AST) if isinstance(node, ast.Global) for name in node.names}


def _module_names(text: str) -> Iterator[tuple[str, ast.expr]]:
    tree = source.parsed(text)
    for statement in tree.body if tree else ():
        if isinstance(statement, ast.Assign):
            yield from ((t.id, statement.value) for t in statement.targets if isinstance(t, ast.Name))
