"""Exceptions explained from the line in which they arose: conditions, calls, loops, names, keys.

Each rule looks at the message and the line, and says nothing where it does not hold.
"""

import ast
import re
from collections.abc import Callable

import numpy as np

from grader import curriculum
from grader.diagnosis import crash_values
from grader.diagnosis.crash_line import Line, a, written

Rule = Callable[[Line], str | None]
NUMBERED = {"i", "j", "k", "l", "n", "idx", "index", "layer", "epoch", "ind", "row", "sample"}


def of_truth(line: Line) -> str | None:
    """A whole array where Python wants one yes or no."""
    if "truth value of an array" not in line.message:
        return None
    for name in ("max", "min"):
        if call := line.call_of(name):
            return (
                f"{written(call)} is Python's {name}, which asks one yes or no about its arguments as a whole. "
                f"Arrays are compared entry by entry by a function of NumPy."
            )
    if call := line.call_of("sorted", "sort"):
        return f"{written(call)} compares whole arrays, and a comparison of arrays is no single yes or no."
    if bools := line.of(ast.BoolOp):
        word = "and" if isinstance(bools[0].op, ast.And) else "or"
        return f"`{word}` wants one yes or no on each side, and gets a whole array of them: `{written(bools[0])}`."
    chains = [node for node in line.of(ast.Compare) if len(node.ops) > 1]
    if chains:
        return f"`{written(chains[0])}` means two comparisons joined by `and`, and `and` wants no array."
    tests = line.of(ast.If, ast.IfExp, ast.While, ast.Assert)
    if tests:
        word = {ast.If: "if", ast.IfExp: "if", ast.While: "while", ast.Assert: "assert"}[type(tests[0])]
        return _of_condition(word, tests[0].test, line)
    if any(isinstance(node.op, ast.Not) for node in line.of(ast.UnaryOp)):
        return "`not` wants one yes or no, and gets a whole array of them."
    if any(isinstance(node.ops[0], (ast.In, ast.NotIn)) for node in line.of(ast.Compare)):
        return "`in` compares with == and wants one yes or no each time, and arrays give one for every entry."
    if line.pairs() or line.being("list", "tuple"):
        return "Two lists that hold arrays are compared, and a comparison of arrays is no single yes or no."
    return None


def _of_condition(word: str, test: ast.expr, line: Line) -> str:
    names = [n.id for n in ast.walk(test) if isinstance(n, ast.Name) and line.error.shapes.get(n.id)]
    said = f"`{word}` wants one yes or no, and `{written(test)}` is a whole array of them"
    if not names:
        return f"{said}. NumPy has functions that choose entry by entry."
    entry = curriculum.functions().get(line.error.function or "")
    said += f": {names[0]} has the shape {line.error.shapes[names[0]]} here."
    if entry and names[0] not in entry.arguments and len(line.error.shapes[names[0]]) == 1:
        return f"{said} If a loop walks through a matrix, it gets a whole row each time, and no single number."
    return f"{said} NumPy has functions that choose entry by entry."


def of_calling(line: Line) -> str | None:
    """What is called is no function: a string, a pair, an array, a number."""
    found = re.search(r"'([\w.]+)' object is not callable", line.message)
    if not found:
        return None
    kind = found[1].rpartition(".")[2]
    if kind == "str":
        subscripts = [c for c in line.calls if isinstance(c.func, (ast.Subscript, ast.Name)) and _may_be(c.func, line)]
        who = written(subscripts[0].func) if subscripts else "What is called"
        return (
            f"{who} is the name of a function, a string, and no function. ACTIVATIONS has the functions by their names."
        )
    if kind == "tuple" and "ACTIVATIONS" in line.text:
        return "An entry of ACTIVATIONS is a pair, (function, derivative), and no function: which of the two is meant?"
    for call in line.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("shape", "size", "T", "ndim"):
            return f"{written(call.func)} is no function, and is written without the brackets of a call."
        if isinstance(call.func, (ast.Constant, ast.BinOp, ast.Tuple)):
            return f"Between {written(call.func)} and the bracket an operator is missing: without one, it is a call."
        if isinstance(call.func, ast.Name) and _is(call.func.id, kind, line):
            entry = curriculum.functions().get(call.func.id)
            if entry:
                return f"{call.func.id} is {a(kind)} here and no function: the name has been given to something else."
            return f"{call.func.id} is {a(kind)} here, and {written(call)} calls it: is an operator missing, or [ ]?"
    return f"{a(kind).capitalize()} is called like a function. Is an operator missing before the bracket?"


def _is(name: str, kind: str, line: Line) -> bool:
    return line.error.kinds.get(name, "").split(" ")[0] == kind


def _may_be(node: ast.expr, line: Line) -> bool:
    if isinstance(node, ast.Name):
        return _is(node.id, "str", line)
    root = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(root, ast.Name) and line.error.kinds.get(root.id, "").endswith(("strings", "str"))


def of_loops(line: Line) -> str | None:
    """A loop or an unpacking whose parts do not match: zip, enumerate, range or brackets are missing."""
    counts = re.search(r"values to unpack|cannot unpack|object is not iterable|unhashable", line.message)
    loop = line.statement
    if not counts or loop is None:
        return None
    if isinstance(loop, ast.For):
        return _of_loop(loop, line)
    if isinstance(loop, ast.Assign) and isinstance(loop.targets[0], ast.Tuple) and isinstance(loop.value, ast.Name):
        kind, name = line.error.kinds.get(loop.value.id, ""), loop.value.id
        names = ", ".join(written(part) for part in loop.targets[0].elts)
        if re.fullmatch(r"list of \d+ pairs", kind):
            return (
                f"{name} is a list with one pair for each layer, and `{names} = {name}` takes the whole list "
                f"apart. One pair of it is {name}[i]."
            )
        if kind.startswith(("list of", "tuple of")):
            return f"{name} is a {kind}, and the names {names} take something else apart: what does {name} hold?"
    return None


def _of_loop(loop: ast.For, line: Line) -> str | None:
    through, target = written(loop.iter), written(loop.target)
    if isinstance(loop.iter, ast.Tuple):
        return (
            f"`in {through.strip('()')}` takes the whole of {written(loop.iter.elts[0])} first, and then the next. "
            f"zip({through.strip('()')}) walks through them side by side."
        )
    if isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "len":
        return f"{through} is one number, and no list. range({through}) counts up to it."
    if isinstance(loop.iter, ast.Name) and line.error.kinds.get(loop.iter.id, "").split(" ")[0] in ("int", "int64"):
        return f"{through} is one whole number, and no list. range({through}) counts up to it."
    if not isinstance(loop.target, ast.Tuple) or ("iterable" in line.message and "unpack" not in line.message):
        return None
    first = loop.target.elts[0]
    counted = isinstance(first, ast.Name) and first.id in NUMBERED and len(loop.target.elts) == 2
    if counted and not isinstance(loop.iter, ast.Call):
        return f"`{target}` waits for a number and an entry, and {through} gives entries alone. enumerate counts along."
    zipped = isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) in ("zip", "enumerate")
    flat = all(isinstance(part, ast.Name) for part in loop.target.elts)
    if zipped and flat and len(loop.target.elts) > 2:
        return (
            f"{through} gives pairs whose parts may be pairs themselves, and `{target.strip('()')}` has no brackets "
            "for them. A pair inside of a pair is taken apart as (W, b), name."
        )
    return None


def of_names(line: Line) -> str | None:
    """A name that Python does not know: a missing import, a function of NumPy, one of another step."""
    found = re.search(r"^name '(\w+)' is not defined", line.message)
    if not found:
        return None
    name = found[1]
    if name in ("np", "numpy"):
        return "NumPy is not imported in this file. It needs `import numpy as np` at its top."
    if name in ("math", "scipy", "torch", "random"):
        return f"{name} is not imported in this file. NumPy is enough for this function."
    if entry := curriculum.functions().get(name):
        return f"{name} is a function of step {entry.step.number}, and is not imported or not written in this file."
    if name == "self":
        return "self is known inside of the methods of a class only. Here is a plain function, with arguments."
    if callable(getattr(np, name, None)):
        return f"Python itself has no {name}. NumPy has: np.{name}."
    return None


def of_keys(line: Line) -> str | None:
    """A key of a dictionary that is not there, or asked of a list of pairs."""
    names = line.pairs()
    if "not str" in line.message and "indices must be integers" in line.message:
        keyed = [n for n in line.of(ast.Subscript) if isinstance(n.value, ast.Name) and n.value.id in names]
        who = keyed[0].value.id if keyed else names[0] if names else None
        if who is None:
            return "A list is asked for an entry by a name. Lists are asked by a number."
        return f"{who} is a list of pairs here and has no keys: {who}[0] is the pair of the first layer."
    if "KeyError" not in line.error.bases:
        return None
    if "ACTIVATIONS" in line.text:
        return f"ACTIVATIONS has no entry {line.message}. Its keys are the names of activations, which are strings."
    dicts = [name for name in line.being("dict") if f"{name}[" in line.text]
    who = f"The dictionary {dicts[0]}" if dicts else "A dictionary"
    empty = " (it is empty)" if dicts and line.error.kinds[dicts[0]] == "dict of 0" else ""
    return f"{who} has no entry {line.message} at this point{empty}. Which keys does it have?"


def of_recursion(line: Line) -> str | None:
    own = line.error.function or ""
    if "RecursionError" not in line.error.bases:
        return None
    call = line.call_of(own)
    if call is None:
        return "The function calls itself again and again, and never comes to an end."
    return f"{written(call)} stands inside of {own} itself: it calls itself again and again. What should stand there?"


RULES: tuple[Rule, ...] = (
    crash_values.of_generator,
    crash_values.of_shape_argument,
    crash_values.of_draw,
    of_truth,
    crash_values.of_lists,
    of_calling,
    of_loops,
    crash_values.of_none,
    crash_values.of_zero,
    crash_values.of_index_beyond,
    crash_values.of_index,
    crash_values.of_shape_index,
    of_names,
    crash_values.of_attributes,
    of_keys,
    of_recursion,
    crash_values.of_one_number,
    crash_values.of_axis,
    crash_values.of_last_axis,
    crash_values.of_writing,
)


def said_of_line(line: Line) -> str | None:
    """What the first rule that holds says; None where none does."""
    return next((said for rule in RULES if (said := rule(line))), None)
