"""Results that have parts: which of them are right and which are not, in a small table and one sentence."""

from itertools import groupby

import numpy as np

from grader import curriculum
from grader.checks.compare import as_numbers
from grader.checks.messages import part_name
from grader.diagnosis.heuristics import ON_THE_WAY_DOWN, cells_of
from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.relations import RIGHT, Relation, relate

ROWS = 6  # lines of the table at most
Cell = tuple[str, str, str, Relation]  # the part, the row and the column of the table, and what stands there


def _cells(s: Observation) -> list[Cell]:
    function = s.question.function
    returns = curriculum.functions()[function].returns
    found: list[Cell] = []
    for path, relation in cells_of(s):
        if not returns or not path:
            continue
        part = returns[path[0]] if len(returns) > 1 else returns[0]
        inner = path[1:] if len(returns) > 1 else path
        layer = f"layer {inner[0] + 1}" if part.pairs and inner else ""
        column = part.pairs[inner[1]] if part.pairs and len(inner) > 1 else ""
        row = ", ".join(word for word in (part.name, layer) if word) or part_name(function, path)
        found.append((part.name or layer, row, column, relation))
    return found + _lists(s)


def _lists(s: Observation) -> list[Cell]:
    """The same for a dict of lists, such as a history."""
    found: list[Cell] = []
    if not isinstance(s.expected, (list, tuple)) or not isinstance(s.value, (list, tuple)):
        return found
    returns = curriculum.functions()[s.question.function].returns
    for part, value, due in zip(returns, s.value, s.expected, strict=False):
        if isinstance(due, dict) and isinstance(value, dict):
            for key, right in due.items():
                numbers = as_numbers(value.get(key))
                relation = Relation("missing", "missing") if numbers is None else relate(numbers, np.asarray(right))
                found.append((part.name, f"{part.name}[{key!r}]", "", relation))
    return found


def _word(r: Relation) -> str:
    """What stands in the table."""
    if r.factor:
        return f"{r.factor:.4g} times"
    short = {"right": "right", "transposed": "transposed", "zero": "0", "missing": "missing", "shape": "wrong shape"}
    return short.get(r.kind, "wrong")


def _table(cells: list[Cell]) -> tuple[str, ...]:
    """A line for each layer; a part that is right throughout takes one line."""
    lines: list[tuple[str, list[tuple[str, str]]]] = []
    for part, group in groupby(cells, key=lambda cell: cell[0]):
        rows = list(group)
        if all(relation == RIGHT for *_, relation in rows):
            lines.append((part, [("", "right")]))
            continue
        for name, row in groupby(rows, key=lambda cell: cell[1]):
            lines.append((name, [(column, _word(relation)) for _, _, column, relation in row]))
    width = max(len(name) for name, _ in lines)
    return tuple(
        f"  {name:<{width}}   " + "   ".join(f"{column} {word}".strip().ljust(16) for column, word in row).rstrip()
        for name, row in lines[:ROWS]
    )


def _listed(names: list[str]) -> str:
    unique = [_name(name) for name in dict.fromkeys(names)]
    return " and ".join([", ".join(unique[:-1]), unique[-1]] if len(unique) > 1 else unique)


def _name(part: str) -> str:
    return f"the {part}" if part in ("cache", "history") else part


def _be(names: list[str]) -> str:
    return "are" if len(names) > 1 or names[0].endswith("s") else "is"


def _step_between_layers(cells: list[Cell]) -> float | None:
    """The factor by which the gradients are off once in the last layer, twice in the one before, and so on."""
    layers: dict[str, set[float]] = {}
    for part, _, _, relation in cells:
        layers.setdefault(part, set()).add(round(relation.factor or 0, 9))
    factors = [next(iter(found)) for found in layers.values() if len(found) == 1]
    if len(factors) < max(2, len(layers)) or not all(part.startswith("layer") for part in layers):
        return None
    step = factors[-1]
    return step if np.allclose(factors[::-1], [step**k for k in range(1, len(factors) + 1)], rtol=1e-4) else None


def _sentence(cells: list[Cell]) -> str:
    """What the table shows."""
    bad = [cell for cell in cells if cell[3] != RIGHT]
    wrong = list(dict.fromkeys(part for part, *_ in bad))
    right = [part for part in dict.fromkeys(part for part, *_ in cells) if part not in wrong]
    columns = {column for _, _, column, _ in bad}
    if len(columns) == 1 and "" not in columns:
        (column,) = columns
        others = {c for part, _, c, _ in cells if part in wrong} - columns
        if others and all(r != RIGHT for part, _, c, r in cells if c == column and part in wrong):
            where = f" of {_listed(wrong)}" if right else ""
            every = ("", "") if len(bad) == 1 else ("Every ", "every ")
            return f"{every[0]}{_listed(sorted(others))}{where} is right, and {every[1]}{column}{where} is not."
    if right:
        return f"{_listed(right)} {_be(right)} right, and {_listed(wrong)} {_be(wrong)} not."
    if step := _step_between_layers(cells):
        return f"From each layer to the one before it, the gradients get {step:.4g} times as large once more as is due."
    telling = [cell for cell in bad if cell[3].kind not in ("unknown", "shape")]
    shapes = [cell for cell in bad if cell[3].kind == "shape"]
    if not telling and not shapes:
        return f"{_listed(wrong)} {_be(wrong)} not right."
    named = (telling or shapes)[0]
    name = f"{named[2]} of {named[1]}".removeprefix(" of ")
    factor = named[3].factor
    what = f"{factor:.4g} times what is due" if factor else named[3].said
    return f"{name} {_be([name])} {what}."


def _wrong(cells: list[Cell]) -> set[str]:
    return {part for part, *_, relation in cells if relation != RIGHT}


def _only_the_last_layer_is_right(s: Observation, cells: list[Cell]) -> bool:
    """Whether gradients are due, and those of the last layer alone are right."""
    returns = curriculum.functions()[s.question.function].returns
    if len(returns) != 1 or returns[0].pairs != ("dW", "db"):
        return False
    layers = list(dict.fromkeys(part for part, *_ in cells))
    return len(layers) > 1 and _wrong(cells) == set(layers[:-1])


def about_parts(seen: list[Observation]) -> Finding | None:
    """Which parts are right, on the question where most are wrong: true, where nothing better can be said."""
    asked = [(s, _cells(s)) for s in seen if s.wrong and s.answer and s.difference]
    asked = [(s, cells) for s, cells in asked if len(cells) > 1 and any(r != RIGHT for *_, r in cells)]
    if not asked:
        return None
    s, cells = max(asked, key=lambda pair: (len(_wrong(pair[1])), len(pair[1])))
    if all(r.kind == "unknown" for *_, r in cells):
        return None
    said = _sentence(cells)
    if not _wrong(cells) >= set().union(*(_wrong(others) for _, others in asked)):
        said = f"In this call, {said[:1].lower() + said[1:] if said.startswith('Every ') else said}"
    some = any(r == RIGHT for *_, r in cells) and sum(r != RIGHT for *_, r in cells) > 1
    ask = "What do the wrong parts have in common that the right ones have not?" if some else ""
    if all(_only_the_last_layer_is_right(s, table) for s, table in asked):
        ask = ON_THE_WAY_DOWN
    return Finding(
        said[:1].upper() + said[1:] if said.startswith(("layer", "the ")) else said,
        ask,
        (f"  on {s.question.label}", *_table(cells)),
    )
