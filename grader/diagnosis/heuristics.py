"""What can be said of an answer beside the right one, without a formula: a factor, a layer, which questions."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader import curriculum
from grader.checks.compare import Bias, as_numbers
from grader.diagnosis.crash_line import a
from grader.diagnosis.crashes import explain_error
from grader.diagnosis.observations import Finding, Observation, alike_values
from grader.diagnosis.relations import RIGHT, Relation, Sizes, name_for_all, names_of_factor, relate

# What may be said of one question alone: hardly anything looks so by chance.
TELLING = {"rounded", "cut", "clipped", "reshaped", "transposed", "shape", "reduced", "unreduced", "broadcast"}
MANY_SINGLE = 3  # single samples that are tried, before anything is said of single samples
ON_THE_WAY_DOWN = (
    "So delta of the last layer is right. On its way down: which weights does it pass, which slope is it multiplied "
    "with, and at which numbers is that slope taken?"
)
SATURATED = ("left tail", "right tail", "very large", "zero")


def sizes_of(seen: Observation) -> Sizes:
    """The quantities of a question that a factor may equal."""
    if seen.question.network:
        n = seen.question.network()
        sizes: dict[str, float] = {"the number of samples": len(n.X), "the number of outputs": n.y.shape[1]}
        sizes["the number of entries of the output"] = n.y.size
        sizes["the number of layers"] = len(n.params)
        named = curriculum.functions()[seen.question.function].arguments
        if "learning_rate" in named:
            sizes["the learning rate"] = seen.question.arguments()[named.index("learning_rate")]
        sizes |= {f"the number of units of layer {i}": W.shape[1] for i, (W, _) in enumerate(n.params, start=1)}
        return sizes
    arrays = [value for value in seen.question.arguments() if isinstance(value, np.ndarray) and value.ndim == 2]
    if not arrays:
        return {}
    rows, columns = arrays[0].shape
    return {
        "the number of samples": rows,
        "the number of outputs": columns,
        "the number of all entries": rows * columns,
    }


def layers_of(s: Observation) -> list[str]:
    return s.question.network().activations if s.question.network else []


def about_effects(seen: list[Observation]) -> Finding | None:
    """Something is changed that belongs to the caller."""
    for s in seen:
        if s.answer and s.answer.changed:
            names = curriculum.functions()[s.question.function].arguments
            changed = " and ".join(sorted({names[path[0]] for path in s.answer.changed}))
            are, it = ("are", "they were") if " and " in changed else ("is", "it was")
            wrong = [t for t in seen if t.wrong]
            if wrong and all(t.failure for t in wrong):
                return _ends_in_an_exception(f"{changed} {are} changed by the call", wrong)
            if wrong and all(t.difference and t.difference.kind in ("kind", "length") for t in wrong):
                form = wrong[0].difference.said if wrong[0].difference else ""
                return Finding(
                    f"{changed} {are} changed by the call, and what comes back has another form than is due: {form}.",
                    "Whose array is it? And what does the caller get from you?",
                    call=wrong[0],
                )
            if wrong:
                return Finding(
                    f"{changed} {are} changed by the call, and the values that come back are wrong too.",
                    "Whose array is it? Once the call leaves it as it was, which of the values are still wrong?",
                    call=next(t for t in wrong if t.answer) if any(t.failure for t in wrong) else None,
                )
            right = "" if any(t.expected is None for t in seen) else "What you return is right, but "
            return Finding(
                f"{right}{changed} {are} no longer what {it} before the call.",
                f"The caller still needs {'them' if are == 'are' else 'it'}: whose array do you write into?",
            )
    if any(s.answer and s.answer.global_random for s in seen):
        return Finding("NumPy's global random state has changed, and nothing here should touch it.")
    return None


def _ends_in_an_exception(said: str, wrong: list[Observation]) -> Finding:
    error = wrong[0].failure.error if wrong[0].failure else None
    told = (error and explain_error(error)) or ""
    kind = f", and {a(error.type)} is raised on {wrong[0].question.label}" if error else ""
    return Finding(f"{said}{kind}.", f"{told} Whose array is it?".strip())


def about_argument(seen: list[Observation]) -> Finding | None:
    """The result is one of the arguments, unchanged."""
    answered = [s for s in seen if s.answer]
    for i, name in enumerate(curriculum.functions()[seen[0].question.function].arguments):
        given = [s.question.arguments()[i] for s in answered if len(s.question.arguments()) > i]
        pairs = list(zip(given, answered, strict=False))
        if len(pairs) == len(answered) > 1 and all(not callable(g) and alike_values(s.value, g) for g, s in pairs):
            return Finding(f"What comes back is the argument {name} as it was given.")
    return None


def leaves(
    value: Any, due: Any, path: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], np.ndarray, np.ndarray]]:
    """Every array that is due, with what stands in its place, as far as that is an array of numbers."""
    if isinstance(due, (dict, str)):
        return
    if isinstance(due, (list, tuple)) and not all(isinstance(part, (int, float)) for part in due):
        if isinstance(value, (list, tuple)) and len(value) == len(due):
            for index, (part, right) in enumerate(zip(value, due, strict=True)):
                yield from leaves(part, right, (*path, index))
        return
    array = as_numbers(value)
    if array is not None:
        yield path, array, due if isinstance(due, Bias) else np.asarray(due, dtype=float)


def about_relation(seen: list[Observation]) -> Finding | None:
    """One relation between answers and right answers, the same on every question: a factor, a sign, a transpose ..."""
    tables = [(s, cells_of(s)) for s in seen if s.wrong and s.answer]
    tables = [(s, table) for s, table in tables if table]
    if not tables:
        return None
    if all(table[0][0] == () for _, table in tables):
        somewhere_right = any(s.answer and not s.wrong for s in seen)
        return _one_array([(s, table[0][1]) for s, table in tables], somewhere_right)
    single = [t for t in seen if t.question.network and len(t.question.network().params) == 1]
    return _many_arrays(tables, not any(t.wrong for t in single))


def cells_of(s: Observation) -> list[tuple[tuple[int, ...], Relation]]:
    """What every array that came back is, beside the one that is due."""
    sizes = sizes_of(s)
    return [(path, relate(actual, due, sizes)) for path, actual, due in leaves(s.value, s.expected)]


def _one_array(found: list[tuple[Observation, Relation]], somewhere_right: bool) -> Finding | None:
    """What holds of all answers that are wrong, else of a single one."""
    what = "Where it is wrong, what comes back" if somewhere_right else "What comes back"
    kinds = {relation.kind for _, relation in found}
    s, relation = found[0]
    if kinds == {"factor"}:
        if name := name_for_all([names_of_factor(r.factor or 1, sizes_of(t)) for t, r in found]):
            return Finding(f"{what} is {name}.")
        if as_numbers(s.value) is not None and np.size(s.value) > 1:
            return Finding(
                f"Each result is the right one times a factor that changes with the input (on {s.question.label}: "
                f"{relation.factor:.4g})."
            )
        return None
    if len(kinds) == 1 and relation.kind not in ("unknown", "right"):
        alike = len({r.said for _, r in found}) == 1
        return Finding(f"{what if alike else f'On {s.question.label}, what comes back'} is {relation.said}.")
    telling = [(t, r) for t, r in found if r.kind in TELLING and not t.has(*SATURATED)]
    return Finding(f"On {telling[0][0].question.label}, what comes back is {telling[0][1].said}.") if telling else None


Cells = list[tuple[tuple[int, ...], Relation]]


def _many_arrays(tables: list[tuple[Observation, Cells]], single_right: bool) -> Finding | None:
    """For networks: which parts are right, and what the others are. single_right: whether one layer alone is right."""
    s, table = max(tables, key=lambda pair: (len(pair[1]), not pair[0].has("tenfold")))
    every = [found for _, found in tables]
    wrong = [(path, relation) for path, relation in table if relation != RIGHT]
    if not wrong:
        return None
    words = {relation.said for _, relation in wrong}
    same = words.pop() if len(words) == 1 and wrong[0][1].kind != "unknown" else ""
    function, shared = s.question.function, same and all({r.said for _, r in found} == {same} for found in every)
    if name := _shared_factor(tables):
        return Finding(f"Everything that comes back is {name}.")
    if len(wrong) == len(table):
        where = "Everything" if shared else f"On {s.question.label}, everything"
        return Finding(f"{where} that comes back is {same}.") if same else None
    parts = curriculum.functions()[function].returns
    pairs = parts[0].pairs if len(parts) == 1 else ()
    for bad in (0, 1) if pairs else ():
        if all(all((r == RIGHT) == (path[-1] != bad) for path, r in found) for found in every):
            how = f": on {s.question.label} it is {same}" if same and wrong[0][1].kind != "factor" else ""
            if name := _shared_factor([(t, [cell for cell in found if cell[1] != RIGHT]) for t, found in tables]):
                how = f": it is {name}"
            return Finding(f"{pairs[1 - bad]} is right everywhere, and {pairs[bad]} is not{how}.")
    if function == "backward" and single_right and all(_only_below(found) for found in every):
        layers = [_layer_line(number, table) for number in sorted({path[0] for path, _ in table}, reverse=True)]
        said = "The last layer is right, and the layers before it are not."
        ask = ON_THE_WAY_DOWN
        told = any(r.kind == "factor" for _, r in wrong)
        return Finding(said, ask, (f"  on {s.question.label}", *layers) if told else ())
    return None


def _shared_factor(tables: list[tuple[Observation, Cells]]) -> str:
    """The name of one factor that holds for every array on every question; "" where there is none."""
    names: list[list[str]] = []
    for s, table in tables:
        factors = [r.factor for _, r in table if r.factor]
        if len(factors) < len(table):
            return ""
        sizes = sizes_of(s)
        names += [names_of_factor(factor, sizes) for factor in factors]
    return name_for_all(names)


def _only_below(table: Cells) -> bool:
    """Whether the last layer is right, and every layer before it is not."""
    last = max(path[0] for path, _ in table)
    right = {layer for layer in range(last + 1) if all(r == RIGHT for path, r in table if path[0] == layer)}
    return right == {last}


def _gives_gradients(seen: list[Observation]) -> bool:
    returns = curriculum.functions()[seen[0].question.function].returns
    return len(returns) == 1 and returns[0].pairs == ("dW", "db")


def about_last_layer(seen: list[Observation]) -> Finding | None:
    """Only the last layer's own gradients are wrong: what goes down from it is right."""
    if not _gives_gradients(seen):
        return None
    tables = [cells_of(s) for s in seen if s.wrong and s.answer and len(layers_of(s)) > 1]
    if len(tables) < 2 or any(s.failure for s in seen):
        return None
    for table in tables:
        wrong = {path[0] for path, r in table if r != RIGHT}
        if not table or wrong != {max(path[0] for path, _ in table)}:
            return None
    return Finding(
        "Every layer but the last is right, so the error that goes down is right too.",
        "What do the other layers' dW and db get that those of the last layer do not, or the other way round?",
    )


def _layer_line(layer: int, table: list[tuple[tuple[int, ...], Relation]]) -> str:
    """A line of a small table: what dW and db of a layer are."""
    words = {
        path[1]: "right" if r == RIGHT else f"{r.factor:.4g} times" if r.factor else "wrong"
        for path, r in table
        if path[0] == layer
    }
    return f"  layer {layer + 1}   dW {words.get(0, 'wrong'):<14} db {words.get(1, 'wrong')}"


def _tagged(seen: list[Observation], tag: str) -> Observation | None:
    return next((s for s in seen if s.has(tag)), None)


def about_samples(seen: list[Observation]) -> Finding | None:
    """The same network with six samples and with one: what one sample has to do with the others."""
    several, one = _tagged(seen, "deep"), _tagged(seen, "one sample")
    single = [s for s in seen if s.has("one sample")]
    more = [s for s in seen if not s.has("one sample")]
    if len(single) >= MANY_SINGLE and not any(s.wrong for s in single) and all(s.wrong and s.answer for s in more):
        return Finding(
            f"Right in the {len(single)} calls with a single sample, wrong with several: "
            "what is summed or averaged over them?"
        )
    if _tagged(seen, "tenfold"):
        return _about_message(several, _tagged(seen, "tenfold"))
    if not (several and one and several.answer and one.answer):
        return None
    values = [
        as_numbers(s.value[0]) if isinstance(s.value, (list, tuple)) and s.value else None for s in (several, one)
    ]
    row = int(np.flatnonzero((several.question.network().X == one.question.network().X).all(axis=1))[0])  # type: ignore[misc]
    if all(v is not None and v.ndim == 2 for v in values) and not alike_values(values[0][row : row + 1], values[1]):  # type: ignore[index]
        return Finding(
            "The output for one sample changes with the other samples in X.", "What is computed over the whole batch?"
        )
    return None


def _about_message(plain: Observation | None, tenfold: Observation | None) -> Finding | None:
    """Ten times the message must give ten times the gradients."""
    if not (plain and tenfold and plain.answer and tenfold.answer):
        return None
    parts = [list(leaves(s.value, s.expected)) for s in (plain, tenfold)]
    if len(parts[0]) != len(parts[1]) or not parts[0]:
        return None
    same = [alike_values(10.0 * a, b) for (_, a, _), (_, b, _) in zip(*parts, strict=True) if a.shape == b.shape]
    if same and not all(same):
        return Finding(
            "With ten times the d_output your gradients do not become ten times as large, and true gradients do.",
            "Is something cut off, rounded, or added on the way?",
        )
    return None


def about_activations(seen: list[Observation]) -> Finding | None:
    """Networks of one layer, one for each of the four activations: which of them come out right."""
    if found := about_last_layer(seen):
        return found
    single = [(layers_of(s)[0], s.wrong) for s in seen if len(layers_of(s)) == 1]
    wrong = list(dict.fromkeys(name for name, is_wrong in single if is_wrong))
    right = list(dict.fromkeys(name for name, is_wrong in single if not is_wrong))
    if not wrong or not right or len(wrong) + len(right) < 4 or set(wrong) & set(right):
        return None
    these, what = " and ".join(wrong), "the slope that is used" if _gives_gradients(seen) else "what is done"
    return Finding(
        f"One layer alone is right with {' and '.join(right)}, and wrong with {these}: look at {what} for {these}."
    )
