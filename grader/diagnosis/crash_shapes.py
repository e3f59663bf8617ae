"""Shapes that do not fit together: which variables have them, and the great causes that show in the line."""

import ast
import re

from grader import curriculum
from grader.diagnosis.crash_line import Line, written

Shape = tuple[int, ...]
MISMATCH = (
    r"operands could not be broadcast together with (?:remapped )?shapes .*?(\([\d, ]*\)) (\([\d, ]*\))|"
    r"non-broadcastable output operand with shape (\([\d, ]*\)) .* shape (\([\d, ]*\))|"
    r"shapes (\([\d, ]*\)) and (\([\d, ]*\)) not aligned|"
    r"could not broadcast input array from shape (\([\d, ]*\)) into shape (\([\d, ]*\))"
)
MATMUL = r"matmul: Input operand 1 has a mismatch.*size (\d+) is different from (\d+)"
NO_AXIS = r"matmul: Input operand (\d) does not have enough dimensions"


def _shape(text: str) -> Shape:
    return tuple(int(n) for n in re.findall(r"\d+", text))


def cause_of(line: Line) -> str | None:
    """One of the great causes of shapes that do not fit, where the line shows it."""
    if not re.search(MISMATCH, line.message) and not re.search(MATMUL, line.message):
        return None
    causes = (
        _of_matrices,
        _cache_turned_round,
        _samples_in_columns,
        _row_for_column,
        _column_for_row,
        _always_the_input,
    )
    return next((told for cause in causes if (told := cause(line))), None)


def of_shapes(line: Line) -> str | None:
    """What to say of shapes that do not fit, whatever the cause; None where the error is another one."""
    found = re.search(MISMATCH, line.message)
    if re.search(MATMUL, line.message) or "not aligned" in line.message:
        return _of_product(line)
    if not found:
        return _no_axis(line)
    first, second = (_shape(text) for text in found.groups() if text is not None)
    said = f"Two shapes do not fit together: {_named(first, line)} and {_named(second, line)}."
    if "non-broadcastable" in line.message:
        said = f"The result has the shape {second}, and is to be written into {_named(first, line)}."
        return f"{said} A row and a column together make a whole table: which of the two has the wrong shape?"
    if "input array from" in line.message:
        return (
            f"Something of shape {_named(first, line)} is to fill a place of shape {second}. What does each axis count?"
        )
    return f"{said} What does each axis count?"


def _named(shape: Shape, line: Line) -> str:
    """The shape with the variables in that line which have it."""
    taking_part = _operands(line)
    names = [name for name, other in line.error.shapes.items() if other == shape and name in taking_part]
    return f"{' or '.join(names)} {shape}" if names else str(shape)


def _operands(line: Line) -> set[str]:
    """Variables that are a side of an operator or an argument by themselves; what @ makes of them has another shape."""
    sides: list[ast.expr] = []
    for node in line.of(ast.BinOp, ast.AugAssign, ast.Compare, ast.Call, ast.Assign):
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.MatMult):
            sides += [node.left, node.right]
        elif isinstance(node, ast.AugAssign):
            sides += [node.target, node.value]
        elif isinstance(node, ast.Compare):
            sides += [node.left, *node.comparators]
        elif isinstance(node, ast.Call):
            sides += [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            sides += [node.targets[0], node.value]
    return {side.id for side in sides if isinstance(side, ast.Name)}


def _no_axis(line: Line) -> str | None:
    if not re.search(NO_AXIS, line.message):
        return None
    told = [name for name in line.names if line.error.shapes.get(name) == ()]
    single = [*line.being("float", "int"), *told]
    what = f"{single[0]} is a single number" if single else "One of the two is a single number"
    return f"@ is the product of two matrices, and {what}. Numbers are multiplied with *."


def _of_matrices(line: Line) -> str | None:
    """np.matrix, for which * is the matrix product."""
    names = line.being("matrix")
    if not names and "np.matrix(" not in line.text:
        return None
    who = f"{names[0]} is an np.matrix" if names else "An np.matrix takes part"
    return f"{who}, for which * is the matrix product. With arrays, * multiplies entry by entry: use no np.matrix here."


def _cache_turned_round(line: Line) -> str | None:
    """z and what went into the layer, each under the name of the other."""
    shapes = {name: shape for name, shape in line.error.shapes.items() if len(shape) == 2}
    weights = [shapes[name] for name in shapes if re.fullmatch(r"[Ww](_?\w|eights?)?", name)]
    z = [name for name in shapes if re.fullmatch(r"[Zz](_?\w)?", name)]
    went_in = [name for name in shapes if re.fullmatch(r"[AaXx]|[AaXx]_?(prev|in|previous)|inputs?|prev", name)]
    if len(weights) != 1 or len(z) != 1 or len(went_in) != 1 or weights[0][0] == weights[0][1]:
        return None
    n_in, n_out = weights[0]
    if shapes[z[0]][1] != n_in or shapes[went_in[0]][1] != n_out:
        return None
    return (
        f"{z[0]} {shapes[z[0]]} has a column for each input of the layer, and {went_in[0]} {shapes[went_in[0]]} one "
        f"for each of its units: the two have changed places. A pair of the cache is (a_prev, z), in this order."
    )


def _factors(line: Line) -> list[tuple[ast.expr, ast.expr]]:
    """Left and right side of every matrix product in the line."""
    found: list[tuple[ast.expr, ast.expr]] = []
    for node in line.of(ast.BinOp, ast.Call):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            found.append((node.left, node.right))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.dot", "np.matmul") and len(node.args) == 2:
            found.append((node.args[0], node.args[1]))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "dot":
            found += [(node.func.value, node.args[0])] if len(node.args) == 1 else []
    return found


def _shape_of(node: ast.expr, line: Line) -> Shape | None:
    """The shape of a variable, or of its transpose; None for anything else."""
    if isinstance(node, ast.Name):
        return line.error.shapes.get(node.id)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        inner = _shape_of(node.value, line)
        return inner and inner[::-1]
    return None


def _fit(left: Shape, right: Shape) -> bool:
    return bool(left and right) and left[-1] == right[max(0, len(right) - 2)]


def _samples_in_columns(line: Line) -> str | None:
    """Formulas for samples in columns: the product fits when its two factors change places."""
    for left, right in _factors(line):
        first, second = _shape_of(left, line), _shape_of(right, line)
        if not first or not second or len(first) != 2 or len(second) != 2 or _fit(first, second):
            continue
        weights = re.match(r"[Ww]", written(left))
        turned = isinstance(right, ast.Attribute) and not re.match(r"[Ww]", written(right))
        plain = left.value if weights and isinstance(left, ast.Attribute) else None  # W.T @ X, where X @ W is due
        for other in filter(None, (left, plain)):
            shape = _shape_of(other, line)
            if (weights or turned) and shape and _fit(second, shape):
                return (
                    f"In {written(left)} @ {written(right)} the shapes {first} and {second} do not fit. It is written "
                    f"for samples in columns, as in many courses. Here each row is a sample: "
                    f"{written(right)} @ {written(other)}."
                )
    return None


def _always_the_input(line: Line) -> str | None:
    """X, where what the layer before gave should go in."""
    for left, right in _factors(line):
        if line.error.function == "forward" and written(left) == "X" and re.match(r"[Ww]", written(right)):
            first, second = _shape_of(left, line), _shape_of(right, line)
            if first and second and not _fit(first, second):
                return (
                    f"X {first} goes into the first layer only, and {written(right)} {second} belongs to another one. "
                    "What goes into the layers after it?"
                )
    return None


def _row_for_column(line: Line) -> str | None:
    """One number for each row, as a flat array, beside a table."""
    found = re.search(r"operands could not be broadcast together with shapes (\([\d, ]*\)) (\([\d, ]*\))", line.message)
    table, flat = sorted((_shape(text) for text in found.groups()), key=len, reverse=True) if found else ((), ())
    entry = curriculum.functions().get(line.error.function or "")
    given = [n for n in line.names if entry and n in entry.arguments and line.error.shapes.get(n) == flat]
    if len(table) != 2 or len(flat) != 1 or table[0] != flat[0] or given:
        return None
    said = (
        f"{_named(flat, line)} holds a number for each of the {table[0]} rows of {_named(table, line)}, and is laid "
        f"along its last axis, which has {table[1]}. A column has the shape ({flat[0]}, 1)"
    )
    reduced = re.search(r"axis\s*=\s*(1|-1)\b", line.text) and "keepdims" not in line.text
    return f"{said}: with keepdims=True, what is reduced along axis 1 stays one." if reduced else f"{said}."


def _column_for_row(line: Line) -> str | None:
    """A column with an entry for each unit, added to a table with a column for each unit."""
    found = re.search(r"operands could not be broadcast together with shapes (\([\d, ]*\)) (\([\d, ]*\))", line.message)
    if not found:
        return None
    table, column = (_shape(text) for text in found.groups())
    if len(table) != 2 or len(column) != 2 or column[1] != 1 or column[0] != table[1]:
        return None
    return (
        f"{_named(column, line)} is a column, with a row for each of the {column[0]} columns of {_named(table, line)}. "
        f"What goes onto every row of it is a row: the shape ({column[0]},), or (1, {column[0]})."
    )


def _of_product(line: Line) -> str:
    step = line.statement
    made = {written(target) for target in step.targets} if isinstance(step, ast.Assign) else set()
    names = [name for name in line.names if name in line.error.shapes and name not in made]
    told = [f"{name} {line.error.shapes[name]}" for name in names]
    shapes = f" In that line: {', '.join(told)}." if told else ""
    numbers = re.search(MATMUL, line.message) or re.search(
        r"not aligned: (\d+) \(dim \d\) != (\d+) \(dim \d\)", line.message
    )
    sizes = ""
    if numbers:
        last, first = numbers.groups() if "not aligned" in line.message else numbers.groups()[::-1]
        sizes = f", and here they count {last} and {first}"
    return f"In a matrix product the last axis on the left meets the first axis on the right{sizes}.{shapes}"
