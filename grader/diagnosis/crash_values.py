"""Exceptions explained from what the values in the line are: generators, lists of pairs, None, arrays of integers.

Each rule looks at the message and the line, and says nothing where it does not hold.
"""

import ast
import re
from difflib import get_close_matches

import numpy as np

from grader import curriculum
from grader.diagnosis.crash_line import Line, a, written

OLD_RANDOM = {
    "randn": "normal numbers with rng.normal(mean, deviation, shape) or rng.standard_normal(shape)",
    "rand": "numbers between 0 and 1 with rng.random(shape)",
    "random_sample": "numbers between 0 and 1 with rng.random(shape)",
    "ranf": "numbers between 0 and 1 with rng.random(shape)",
    "randint": "whole numbers with rng.integers(low, high, size)",
    "random_integers": "whole numbers with rng.integers(low, high, size)",
}
SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
ONE_NUMBER = r"only (?:length-1|size-1|0-dimensional) arrays can be converted|must be real number, not"


def of_generator(line: Line) -> str | None:
    found = re.search(r"Generator'? object has no attribute '(\w+)'", line.message)
    if not found:
        return None
    name = found[1]
    who = next((written(n.value) for n in line.of(ast.Attribute) if n.attr == name), "rng")
    if name in OLD_RANDOM:
        draws = OLD_RANDOM[name].replace("rng.", f"{who}.")
        return f"{who} is a numpy Generator. {name} belongs to the older np.random; a Generator draws {draws}."
    if name == "seed":
        return f"{who} is a numpy Generator, and was seeded when it was made. Nothing is to be seeded here."
    near = get_close_matches(name, [m for m in dir(np.random.Generator) if m[0] != "_"], 1, 0.6)
    return f"{who} is a numpy Generator, and has no {name}." + (f" Is {near[0]} meant?" if near else "")


def of_shape_argument(line: Line) -> str | None:
    """np.zeros(2, 3): the second number is taken for the kind of number."""
    if not re.search(r"Cannot interpret .* as a data type|data type .* not understood", line.message):
        return None
    makers = ("zeros", "ones", "empty", "standard_normal", "random")
    calls = [c for c in line.calls if ast.unparse(c.func).rpartition(".")[2] in makers and len(c.args) > 1]
    if not calls:
        return "Something that is no kind of number (no dtype) stands where one is due."
    return (
        f"{written(calls[0].func)} takes the shape as one argument: a number, or a tuple of numbers. In "
        f"{written(calls[0])} "
        "the second one was taken for the kind of number (the dtype)."
    )


TAKES = {  # what a method of a generator takes, in order
    "normal": "the mean, the standard deviation and the shape",
    "uniform": "the lower end, the upper end and the shape",
    "standard_normal": "the shape",
    "random": "the shape",
}


def of_draw(line: Line) -> str | None:
    """rng.normal(shape, mean, deviation): the arguments of a draw in another order."""
    if not re.search(r"expected a sequence of integers|cannot be interpreted as an integer", line.message):
        return None
    for call in line.calls:
        name = ast.unparse(call.func).rpartition(".")[2]
        if isinstance(call.func, ast.Attribute) and name in TAKES and call.args:
            what = TAKES[name]
            places = ", in this order" if "," in what else ""
            return (
                f"{written(call.func)} takes {what}{places}, and a shape is made of whole numbers. What stands at the "
                f"place of the shape in {written(call)}?"
            )
    return None


def of_lists(line: Line) -> str | None:
    """Arithmetic on a list of pairs, or on what a function returned as a tuple."""
    if not re.search(
        r"can't multiply sequence|unsupported operand type\(s\) for .*'(?:list|tuple)'|bad operand type.*'list'"
        r"|inhomogeneous|setting an array element with a sequence|'list' object has no attribute"
        r"|'tuple' object has no attribute|float\(\) argument .*'list'",
        line.message,
    ):
        return None
    if names := line.pairs():
        entry = curriculum.functions().get(line.error.function or "")
        what = next((_pair(name, entry) for name in names if name in ("grads", "params", "velocity", "cache")), "")
        many = len(names) > 1
        who = f"{' and '.join(names[:2])} {'are lists' if many else 'is a list'} of pairs{what}"
        return f"{who}, and no array{'s' if many else ''}. Walk through the pairs, and work with the arrays in them."
    for name in line.being("tuple of 2"):
        if re.search(r"tuple' object has no|inhomogeneous|operand|element with a sequence", line.message):
            return (
                f"{name} is a tuple of two things here, and no array. A function that returns two things, as forward "
                "does, gives them to two names: first, second = function(...)."
            )
    if names := line.being("list of"):
        attribute = re.search(r"'list' object has no attribute '(\w+)'", line.message)
        told = line.error.kinds[names[0]]
        if attribute:
            return f"{names[0]} is a list here ({told}), and a list has no .{attribute[1]}; an array has."
        if told.endswith("numbers"):
            return (
                f"{names[0]} is a list of numbers, and no array: arithmetic entry by entry needs np.array({names[0]})."
            )
    return None


def _pair(name: str, entry: curriculum.Function | None) -> str:
    what = {"grads": "(dW, db)", "params": "(W, b)", "velocity": "(vW, vb)", "cache": "(a_prev, z)"}[name]
    return f", {what} for each layer" if entry else ""


def of_none(line: Line) -> str | None:
    """A None that is compared, used in arithmetic, or asked for something."""
    if "NoneType" not in line.message:
        return None
    names = line.being("NoneType")
    entry = curriculum.functions().get(line.error.function or "")
    allowed = [name for name in names if entry and (name, "None") in entry.defaults]
    if found := re.search(r"'([<>=!]+)' not supported", line.message):
        if allowed:
            return (
                f"{allowed[0]} is None here, as it may be, and None cannot be compared with a number. Ask whether "
                f"{allowed[0]} is None before it is used."
            )
        who = f"{names[0]} is None here" if names else "One of the two sides is None"
        return f"{who}, and None cannot be compared ({found[1]}) with a number. Where should it get its value?"
    if found := re.search(r"'NoneType' object has no attribute '(append|insert|extend)'", line.message):
        who = names[0] if names else "The list"
        return (
            f"{who} is None here. {found[1]} changes a list and returns nothing, so that `x = x.{found[1]}(...)` makes "
            "x None."
        )
    if names:
        return (
            f"{names[0]} is None here: it never got a value, or it came from a function that returned nothing. Some "
            "work in place and return nothing (shuffle, append, reverse); yours needs a return on every way."
        )
    return None


def of_zero(line: Line) -> str | None:
    """A division by zero, or a remainder by it."""
    if "ZeroDivisionError" not in line.error.bases:
        return None
    divided = [n for n in line.of(ast.BinOp) if isinstance(n.op, (ast.Div, ast.FloorDiv, ast.Mod))]
    if len(divided) != 1:
        return None
    by = written(divided[0].right)
    entry = curriculum.functions().get(line.error.function or "")
    if entry and (by, "0") in entry.defaults:
        return f"{by} is 0 here, as it may be, and `{written(divided[0])}` divides by it. Ask whether it is 0 first."
    return f"{by} is 0 here, and `{written(divided[0])}` divides by it."


def of_shape_index(line: Line) -> str | None:
    """X.shape[1] of an array that has one axis."""
    if "tuple index out of range" not in line.message:
        return None
    for node in line.of(ast.Subscript):
        asked = node.value.attr == "shape" if isinstance(node.value, ast.Attribute) else False
        shape = line.error.shapes.get(written(node.value.value)) if asked else None
        if shape is not None and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
            name, wanted = written(node.value.value), node.slice.value
            if wanted >= len(shape):
                axes = {0: "no axis", 1: "one axis"}.get(len(shape), f"{len(shape)} axes")
                return (
                    f"{name} has {axes} here, its shape is {shape}, and {written(node)} asks for the length of another."
                )
    return None


def of_index_beyond(line: Line) -> str | None:
    """An entry that is asked for, and that an array does not have."""
    found = re.search(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", line.message)
    subscripts = [n for n in line.of(ast.Subscript) if not isinstance(n.slice, ast.Constant)]
    if not found or not subscripts:
        return None
    index, axis, size = found.groups()
    whose = {written(n.value) for n in subscripts if line.error.shapes.get(written(n.value), ())[int(axis) :][:1] != ()}
    made = [n.value for n in subscripts if isinstance(n.value, ast.Call)]
    name = next(iter(whose), "") if len(whose) == 1 else written(made[0]) if len(made) == 1 else ""
    if not name or (whose and line.error.shapes[name][int(axis)] != int(size)):
        return None
    return (
        f"{name} has {size} entries along axis {axis} here, numbered from 0, and number {index} is asked for. "
        "Which of the two is not what you mean: that length, or that number?"
    )


def of_index(line: Line) -> str | None:
    """An index that is no whole number."""
    if not re.search(r"valid indices|indices must be integers or slices, not (?!str)", line.message):
        return None
    for node in line.of(ast.Subscript):
        name = node.slice.id if isinstance(node.slice, ast.Name) else ""
        kind = line.error.kinds.get(name, "int").split(" ")[0]
        if not kind.startswith(("int", "ndarray", "bool", "slice")):
            return (
                f"{name} is {a(kind)} here, and {written(node)} needs a whole number. A loop over a list or an array "
                "gives its entries; range(len(...)) gives their numbers."
            )
    return None


def of_attributes(line: Line) -> str | None:
    """Functions of NumPy written as methods, misspelt functions of NumPy, methods of lists on arrays."""
    if found := re.search(r"module '(numpy|math)(?:\.\w+)?' has no attribute '(\w+)'", line.message):
        short = {"numpy": "np", "math": "math"}[found[1]]
        near = get_close_matches(found[2], [n for n in dir(np) if n.islower() and n[0] != "_"], 1, 0.6)
        return f"There is no {short}.{found[2]}." + (f" Is np.{near[0]} meant?" if near else " How is it spelt?")
    found = re.search(r"'numpy\.(ndarray|float64|int64)' object has no attribute '(\w+)'", line.message)
    if not found:
        return None
    kind, name = found.groups()
    who = next((written(n.value) for n in line.of(ast.Attribute) if n.attr == name), "x")
    what = "an array" if kind == "ndarray" else "a number of NumPy"
    if name in ("append", "extend", "insert"):
        return f"{who} is {what}, and cannot grow. A list can: collect the parts in a list first."
    if callable(getattr(np, name, None)):
        return f"{who} is {what}, and has no .{name}(). It is a function of NumPy: np.{name}({who})."
    return f"{who} is {what}, and has no .{name}."


def of_one_number(line: Line) -> str | None:
    """A function for single numbers that gets an array, and an array where one number has room."""
    if not re.search(ONE_NUMBER, line.message) and "array element with a sequence" not in line.message:
        return None
    names = [ast.unparse(call.func) for call in line.calls]
    for name in names:
        if name.startswith("math."):
            return f"{name} takes one number, and gets an array. NumPy has a function of its own for arrays."
    for name in names:
        if name in ("float", "int"):
            return f"{name}(...) makes one number, and gets an array with more entries."
    target = line.statement.targets[0] if isinstance(line.statement, ast.Assign) else None
    if isinstance(target, ast.Subscript):
        return f"One entry, {written(target)}, has room for one number, and an array with more entries is to go there."
    return None


def of_last_axis(line: Line) -> str | None:
    """An argument of one axis that is asked for its axis 1."""
    found = re.search(r"axis (\d+) is out of bounds for array of dimension (\d+)", line.message)
    entry = curriculum.functions().get(line.error.function or "")
    if not found or not entry or found[1] != found[2] or found[2] == "0":
        return None
    for name in line.names:
        if name in entry.arguments and len(line.error.shapes.get(name, ())) == int(found[2]):
            shape = line.error.shapes[name]
            return (
                f"{name} has the shape {shape} here: its axes are counted from 0, and there is no axis {found[1]}. The "
                "last axis of any array is axis -1."
            )
    return None


def of_axis(line: Line) -> str | None:
    """np.max(0, z) and its like: what stands second is taken for an axis."""
    if "only integer scalar arrays" not in line.message:
        return None
    for name, other in (("max", "np.maximum"), ("min", "np.minimum")):
        calls = [c for c in line.calls if ast.unparse(c.func) in (f"np.{name}", f"np.a{name}") and len(c.args) > 1]
        if calls:
            return (
                f"In {written(calls[-1])} the second argument is taken for an axis: np.{name} looks for one {name}imum "
                f"in one array. {other} compares two things entry by entry."
            )
    if call := line.call_of("np.concatenate", "np.vstack", "np.hstack", "np.stack"):
        return f"{written(call.func)} takes one list of arrays. In {written(call)} the second one is taken for an axis."
    if call := line.call_of("range"):
        return (
            f"range wants one whole number, and {written(call)} gives it an array. len(...) or .shape[0] counts rows."
        )
    return None


def of_writing(line: Line) -> str | None:
    """Arrays of integers and tuples that are changed in place."""
    step = line.statement
    if re.search(r"Cannot cast ufunc .*float.* to .*int", line.message) and isinstance(step, ast.AugAssign):
        target, sign = written(step.target), SIGNS.get(type(step.op), "")
        said = f"{target} holds integers, and there is no room in them for the floats that come out."
        new = f" `{target} = {target} {sign} ...` makes a new array, and `{target} {sign}= ...` does not."
        return said + (new if sign else " A new array has room.")
    if "does not support item assignment" in line.message:
        kind = line.message.split("'")[1].rpartition(".")[2] if "'" in line.message else "tuple"
        target = written(step.targets[0]) if isinstance(step, ast.Assign) else "An entry"
        if kind == "tuple":
            return f"{target} is part of a tuple, and tuples cannot be changed. A new pair can be made: (W, b)."
        return f"{target} is asked of {a(kind)}, which has no entries that could be set."
    if "list assignment index out of range" in line.message:
        return "A list has no place at this index. How long is it there, and which number is the index at this point?"
    return None
