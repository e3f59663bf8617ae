"""Starting weights are random, so they are known by their properties: shapes, spread, and what they depend on."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.compare import as_numbers, kind_of
from grader.diagnosis.observations import Finding, Observation, what_was_raised
from grader.worker.wire import Opaque, Stream


def _structure(value: Any) -> str:
    """Containers and shapes, as text."""
    if isinstance(value, Stream):
        return f"a {value.type_name}"
    if isinstance(value, Opaque):
        return value.type_name
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_structure(part)}" for key, part in value.items()) + "}"
    array = as_numbers(value)
    if array is not None and (isinstance(value, np.ndarray) or array.ndim == 0):
        return ("matrix" if isinstance(value, np.matrix) else array.dtype.kind) + str(array.shape)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_structure(part) for part in value) + "]"
    return kind_of(value)


def structure(seen: Observation) -> str:
    """Containers and shapes of one answer, or the exception that came in its place."""
    if seen.failure:
        return " ".join(what_was_raised(seen.failure.error)) if seen.failure.error else "no answer"
    return _structure(seen.value)


def arrays(value: Any) -> list[np.ndarray]:
    """Every array of numbers in the value, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, np.ndarray):
        return [np.asarray(value, dtype=float)] if value.dtype.kind in "biuf" else []
    if isinstance(value, (list, tuple)):
        nested = as_numbers(value) if _only_lists(value) else None
        return [nested.astype(float)] if nested is not None else [array for part in value for array in arrays(part)]
    return []


def _only_lists(value: Any) -> bool:
    """Whether a list holds numbers, or lists of numbers, and no arrays."""
    return all(isinstance(part, (int, float)) or (isinstance(part, list) and _only_lists(part)) for part in value)


def _measured(array: np.ndarray) -> tuple[float, ...]:
    """Share of distinct numbers, logarithm of the spread (or of the only number), centre, all 0, how many."""
    distinct = len(np.unique(array)) / array.size
    spread, centre = float(array.std()), float(array.mean())
    size = abs(centre) if spread < 1e-12 * abs(centre) or spread == 0 else spread
    return (
        distinct,
        math.log(size) if size > 1e-9 and math.isfinite(size) else -20.0,
        min(3.0, max(-3.0, centre / (spread + 1e-12))) if math.isfinite(centre) else 9.0,
        float(not array.any()),
        array.size,
    )


CLOSE = (0.15, 0.25, 0.1, 0.0)  # how far two measures of one kind of start may be apart by chance
LOOSE = (0.25, 0.6, 0.6, 0.0)  # the same for few numbers
MANY, FEW = 2000, 30


def _alike(a: tuple, b: tuple) -> bool:
    limits = CLOSE if a[4] >= MANY else LOOSE
    return all(abs(x - y) <= limit for x, y, limit in zip(a[:4], b[:4], limits, strict=True))


def _equal_lines(array: np.ndarray) -> tuple[bool, bool]:
    """Whether all rows are equal, and whether all columns are."""
    if array.ndim != 2 or min(array.shape) < 2:
        return False, False
    return bool((array == array[:1]).all()), bool((array == array[:, :1]).all())


@dataclass(frozen=True)
class Features:
    """All that can be said of starting weights, whatever the order and the kind of the draws."""

    exact: tuple
    measured: tuple[tuple[float, ...], ...] = ()

    def alike(self, other: "Features") -> bool:
        return (
            self.exact == other.exact
            and len(self.measured) == len(other.measured)
            and all(_alike(a, b) for a, b in zip(self.measured, other.measured, strict=True))
        )


def _joined(seen: Observation) -> np.ndarray:
    found = arrays(seen.value)
    return np.concatenate([array.ravel() for array in found]) if found else np.zeros(0)


def _equal(a: Observation, b: Observation) -> bool:
    x, y = _joined(a), _joined(b)
    return x.shape == y.shape and bool(np.allclose(x, y, equal_nan=True))


def features(seen: list[Observation]) -> Features:
    """What the answers of one function have in common with those of others that begin in the same way."""
    failures = tuple(what_was_raised(s.failure.error) if s.failure and s.failure.error else () for s in seen)
    answers = [s.answer for s in seen if s.answer]
    effects = tuple(sorted({path[0] for answer in answers for path in answer.changed}))
    exact: tuple = (failures, effects, any(answer.global_random for answer in answers))
    if len(answers) < len(seen) or len(seen) < 9:
        return Features(exact)
    exact += tuple(_structure(s.value) for s in seen[:2])
    exact += (_equal(seen[1], seen[2]), _equal(seen[1], seen[3]), _equal(seen[4], seen[5]))
    same_layers = [array for array in arrays(seen[6].value) if array.shape == (30, 30)]
    exact += (len(same_layers) == 2 and bool(np.array_equal(same_layers[0], same_layers[1])),)
    large = [array for s in seen[6:9] for array in arrays(s.value) if array.size]
    exact += tuple((array.shape, *_equal_lines(array)) for array in large)
    return Features(exact, tuple(_measured(array) for array in large if array.size >= FEW))


def _weights(seen: Observation) -> list[np.ndarray]:
    return [array for array in arrays(seen.value) if array.ndim == 2 and array.size > 50 and len(array) > 1]


def explain(seen: list[Observation]) -> Finding | None:
    """What is wrong with starting weights in general; None where nothing is known."""
    if any(s.failure for s in seen) or len(seen) < 9:
        return None
    return _about_structure(seen[0]) or _about_randomness(seen) or _about_values(seen)


def _about_structure(seen: Observation) -> Finding | None:
    value, shapes = seen.value, [(3, 5), (5, 4), (4, 2)]
    asked = "For layer_sizes [3, 5, 4, 2], "
    if isinstance(value, (dict, Stream, Opaque)) or not isinstance(value, (list, tuple)):
        return Finding(
            f"A list of pairs (W, b) is due, and {kind_of(value)} came back.",
            "The caller walks over it as over a list.",
        )
    if len(value) == 2 and all(isinstance(part, (list, tuple)) and len(part) == 3 for part in value):
        return Finding(f"{asked}two lists came back, of three parts each, where one list of three pairs (W, b) is due.")
    if len(value) != 3:
        more = "more" if len(value) > 3 else "fewer"
        return Finding(
            f"{asked}four sizes with three gaps between them, {len(value)} entries came back: {more} than layers."
        )
    for number, (pair, shape) in enumerate(zip(value, shapes, strict=True), start=1):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return Finding(f"Layer {number} is {kind_of(pair)} where a pair (W, b) is due.")
        W, b = as_numbers(pair[0]), as_numbers(pair[1])
        if W is None or b is None:
            return Finding(f"In layer {number}, {kind_of(pair[0 if W is None else 1])} stands where an array is due.")
        if W.shape == (shape[1], shape[0]):
            return Finding(
                f"{asked}W of layer {number} has the shape {W.shape}: rows and columns are exchanged.",
                "Rows belong to what comes in.",
            )
        if W.shape in ((shape[1],), (1, shape[1])) and b.shape == shape:
            return Finding("In each pair b and W have changed places.", "W comes first.")
        if W.shape != shape:
            return Finding(
                f"{asked}W of layer {number} has the shape {W.shape}, and its two sizes are {shape[0]} and {shape[1]}."
            )
        if b.shape not in ((shape[1],), (1, shape[1])):
            return Finding(
                f"{asked}b of layer {number} has the shape {b.shape}.",
                f"Each of the {shape[1]} units of that layer has one bias.",
            )
        if isinstance(pair[0], np.matrix):
            return Finding("W is an np.matrix, for which * means something else than for arrays.", "Use plain arrays.")
    return None


def _about_randomness(seen: list[Observation]) -> Finding | None:
    if any(len(np.unique(W)) == 1 for W in _weights(seen[7])):
        return Finding(
            "All weights of a layer are equal, so its units compute the same for ever.",
            "How many different numbers are there?",
        )
    if not _equal(seen[1], seen[2]):
        return Finding(
            "Two calls with the same seed give different weights, so something random does not come from rng."
        )
    if _equal(seen[1], seen[3]):
        return Finding("Two generators with different seeds give the same weights.", "Do the numbers come from rng?")
    if _equal(seen[4], seen[5]):
        return Finding(
            "Two calls with the same rng, one after the other, give the same weights.",
            "Who provides the random numbers?",
        )
    if any(s.answer and s.answer.global_random for s in seen):
        return Finding("NumPy's global random state has changed.", "Only rng is to be used.")
    layers = _weights(seen[6])
    if len(layers) == 2 and np.array_equal(layers[0], layers[1]):
        return Finding(
            "Two layers of the same size begin with the same weights.",
            "Is the generator started afresh for each layer?",
        )
    return None


def _cut_off(W: np.ndarray) -> Finding | None:
    """Many weights stand exactly at the largest value, or at the smallest."""
    ends = [(int(np.count_nonzero(end == W)), end) for end in (W.min(), W.max())]
    if max(ends)[0] < 5 or len(np.unique(W)) < W.size / 4:
        return None
    told = " and ".join(f"{n} at {end:.3g}" for n, end in ends if n > 1)
    return Finding(
        f"Of the {W.size} weights of a layer of {len(W)} inputs, {told} are exactly equal: they are cut off there.",
        "Equal weights are no draws. Which line limits them?",
    )


def _about_values(seen: list[Observation]) -> Finding | None:
    for s in seen[7:9]:
        for W in _weights(s):
            n_in, n_out = W.shape
            if any(_equal_lines(W)):
                which = "rows" if _equal_lines(W)[0] else "columns"
                return Finding(
                    f"All {which} of W are equal, copies of one draw.", "How many different numbers should there be?"
                )
            if found := _cut_off(W):
                return found
            share = len(np.unique(W)) / W.size
            if share < 0.5:
                return Finding(
                    f"Only {len(np.unique(W))} different numbers stand among {W.size} weights: equal units stay equal."
                )
            spread, centre = float(W.std()), float(W.mean())
            if abs(centre) > 0.2 * spread:
                return Finding(
                    f"The weights are not centred: in a layer of {n_in} inputs and {n_out} units, their mean is "
                    f"{centre:.2g} and their spread {spread:.2g}.",
                    "Which mean is due?",
                )
            if n_in >= n_out and not 0.35 <= spread * n_in**0.5 <= 2.5:
                size = "large" if spread * n_in**0.5 > 2.5 else "small"
                return Finding(
                    f"With {n_in} inputs the weights spread by {spread:.2g}, which is too {size}.",
                    "How does the spread have to shrink as the number of inputs grows?",
                )
    if any(np.abs(array).max(initial=0) > 0.2 for s in seen[6:9] for array in arrays(s.value) if array.ndim == 1):
        return Finding("The biases should start at 0 and do not.", "Only the weights need to be random.")
    if any(s.answer and s.answer.changed for s in seen):
        return Finding(
            "The list layer_sizes was changed.", "The caller still needs it: work on a copy, or only read it."
        )
    return None
