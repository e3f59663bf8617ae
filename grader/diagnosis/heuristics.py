"""What can be said of an answer beside the right one, without a formula: a factor, a layer, which questions."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader import curriculum
from grader.checks.compare import Bias, as_numbers
from grader.checks.messages import part_name
from grader.diagnosis.observations import Finding, Observation, alike_values
from grader.diagnosis.relations import RIGHT, Relation, Sizes, names_of_factor, relate

# What may be said of one question alone: hardly anything looks so by chance.
TELLING = {"rounded", "cut", "clipped", "reshaped", "transposed", "shape", "reduced", "unreduced", "broadcast"}
SATURATED = ("left tail", "right tail", "very large", "zero")


def sizes_of(seen: Observation) -> Sizes:
    """The quantities of a question that a factor may equal."""
    if seen.question.network:
        n = seen.question.network()
        sizes: dict[str, float] = {"the number of samples": len(n.X), "the number of outputs": n.y.shape[1]}
        sizes["the number of entries of the output"] = n.y.size
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
            are = "are" if " and " in changed else "is"
            if any(t.wrong for t in seen):
                return Finding(
                    f"{changed} {are} changed by the call, and that can spoil the values too.", "Whose array is it?"
                )
            return Finding(
                f"What you return is right, but {changed} {are} no longer what it was before the call.",
                "The caller still needs it: whose array do you write into?",
            )
    if any(s.answer and s.answer.global_random for s in seen):
        return Finding("NumPy's global random state has changed, and nothing here should touch it.")
    return None


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
    wrong = [s for s in seen if s.wrong]
    tables = [
        (s, [(path, relate(actual, due, sizes_of(s))) for path, actual, due in leaves(s.value, s.expected)])
        for s in wrong
        if s.answer
    ]
    tables = [(s, table) for s, table in tables if table]
    if not tables:
        return None
    if all(table[0][0] == () for _, table in tables):
        return _one_array([(s, table[0][1]) for s, table in tables])
    single = [t for t in seen if t.question.network and len(t.question.network().params) == 1]
    hardest = max(tables, key=lambda pair: (len(pair[1]), not pair[0].has("tenfold")))
    return _many_arrays(hardest, not any(t.wrong for t in single))


def _one_array(found: list[tuple[Observation, Relation]]) -> Finding | None:
    kinds = {relation.kind for _, relation in found}
    s, relation = found[0]
    if kinds == {"factor"}:
        shared = [set(names_of_factor(r.factor or 1, sizes_of(t))) for t, r in found]
        names = [name for name in names_of_factor(relation.factor or 1, sizes_of(s)) if all(name in n for n in shared)]
        if names:
            return Finding(f"What comes back is {names[0]}.")
        if as_numbers(s.value) is not None and np.size(s.value) > 1:
            return Finding(
                f"Each result is the right one times a factor that changes with the input (on {s.question.label}: "
                f"{relation.factor:.4g})."
            )
        return None
    if len(kinds) == 1 and relation.kind not in ("unknown", "right"):
        return Finding(f"What comes back is {relation.said}.")
    telling = [(t, r) for t, r in found if r.kind in TELLING and not t.has(*SATURATED)]
    return Finding(f"On {telling[0][0].question.label}, what comes back is {telling[0][1].said}.") if telling else None


def _many_arrays(
    found: tuple[Observation, list[tuple[tuple[int, ...], Relation]]], single_right: bool
) -> Finding | None:
    """For networks: which parts are right, and what the others are. single_right: whether one layer alone is right."""
    s, table = found
    function = s.question.function
    wrong = [(path, relation) for path, relation in table if relation != RIGHT]
    if not wrong:
        return None
    kinds = {relation.said for _, relation in wrong}
    first_path, first = wrong[0]
    if len(wrong) == len(table):
        if len(kinds) == 1 and first.kind != "unknown":
            return Finding(f"Everything that comes back is {first.said}.")
        return None
    every = {path[-1] for path, _ in wrong}
    parts = curriculum.functions()[function].returns
    pair_words = parts[0].pairs if len(parts) == 1 else ()
    if pair_words and len(every) == 1 and len(wrong) == sum(path[-1] in every for path, _ in table):
        bad, good = pair_words[every.pop()], pair_words[1 - first_path[-1]]
        how = f": it is {first.said}" if first.kind != "unknown" and len(kinds) == 1 else ""
        return Finding(f"Every {good} is right and every {bad} is wrong{how}.")
    last = max(path[0] for path, _ in table)
    if function == "backward" and single_right and all(r == RIGHT for path, r in table if path[0] == last):
        layers = [_layer_line(number, table) for number in sorted({path[0] for path, _ in table}, reverse=True)]
        said = "The last layer is right, and the layers before it are not."
        ask = "Look at the step from one layer to the one before."
        return Finding(said, ask, tuple(layers) if any(r.kind == "factor" for _, r in wrong) else ())
    return None


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
    if several and one and several.wrong and not one.wrong and several.answer:
        return Finding("Right for a single sample, wrong for several: what is summed or averaged over the samples?")
    if _tagged(seen, "tenfold"):
        return _about_message(several, _tagged(seen, "tenfold"))
    if not (several and one and several.answer and one.answer):
        return None
    values = [
        as_numbers(s.value[0]) if isinstance(s.value, (list, tuple)) and s.value else None for s in (several, one)
    ]
    if all(v is not None and v.ndim == 2 for v in values) and not alike_values(values[0][:1], values[1]):  # type: ignore[index]
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
    """Networks of one layer, one for each activation: which of them come out right."""
    single = {layers_of(s)[0]: s for s in seen if s.question.network and len(layers_of(s)) == 1}
    wrong = [name for name, s in single.items() if s.wrong]
    right = [name for name in single if name not in wrong]
    if not wrong or not right or len(single) < 3:
        return None
    return Finding(
        f"One layer alone is right with {' and '.join(right)}, and wrong with {' and '.join(wrong)}: "
        f"look at the slope that is used for {' and '.join(wrong)}."
    )


def about_parts(seen: list[Observation]) -> Finding | None:
    """Where the first difference is, and which parts are right: true, where nothing better can be said."""
    wrong = [s for s in seen if s.wrong and s.answer and s.difference]
    if not wrong:
        return None
    s = wrong[-1]
    table = [(path, relate(actual, due, sizes_of(s))) for path, actual, due in leaves(s.value, s.expected) if path]
    bad = [(path, relation) for path, relation in table if relation != RIGHT]
    if not bad or len(table) < 2:
        return None
    names = ", ".join(part_name(s.question.function, path) for path, _ in bad[:3]) + (" ..." if len(bad) > 3 else "")
    first = next(
        (f" ({part_name(s.question.function, path)} is {r.said})" for path, r in bad if r.kind != "unknown"), ""
    )
    if len(bad) == len(table):
        return Finding(f"None of the parts is right{first}.") if first else None
    return Finding(f"Not right: {names}{first}.", "The other parts are right: what do the wrong ones have in common?")
