"""Which of the two things that come back from forward is wrong."""

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.axes import ONE_LIST, are_alike
from grader.diagnosis.observations import Finding, Observation, alike_values
from grader.diagnosis.parts import about_parts


def cache_alone(seen: list[Observation]) -> Finding | None:
    """y_hat is right everywhere, so that only the cache can be wrong."""
    for s in seen:
        if not s.answer or not isinstance(s.value, (list, tuple)) or len(s.value) != 2:
            return None
        if not alike_values(s.value[0], s.expected[0]):
            return None
    if not any(s.wrong for s in seen):
        return None
    if found := _all_the_same(seen) or _column_of_ones(seen) or _of_another_layer(seen):
        return found
    found = about_parts(seen)
    ask = "For each layer, the pair of what went in and z is due, in this order."
    return Finding("y_hat is right, and the cache is not.", ask, found.table if found else ())


def _all_the_same(seen: list[Observation]) -> Finding | None:
    """Every entry of the cache is the same pair, in every network of several layers."""
    caches = [(s.value[1], s.expected[1]) for s in seen]
    several = [(cache, due) for cache, due in caches if isinstance(cache, list) and len(due) == len(cache) > 1]
    if len(several) < 2 or not all(are_alike(cache) for cache, _ in several):
        return None
    which = "last" if all(alike_values(cache[-1], due[-1]) for cache, due in several) else ""
    whose = f", that of the {which} layer" if which else ""
    return Finding(
        f"y_hat is right, and all entries of the cache are the same{whose}.",
        ONE_LIST,
    )


def _of_another_layer(seen: list[Observation]) -> Finding | None:
    """Entries of the cache hold what is due in the entry of a later layer."""
    for s in (s for s in seen if s.wrong):
        cache, due = s.value[1], s.expected[1]
        if not isinstance(cache, (list, tuple)) or len(cache) != len(due):
            return None
        taken = {}
        for i, entry in enumerate(cache):
            if not isinstance(entry, (list, tuple)) or len(entry) != 2:
                return None
            for part, name in enumerate(("a_prev", "z")):
                if not alike_values(entry[part], due[i][part]):
                    later = [j for j in range(i + 1, len(due)) if alike_values(entry[part], due[j][part])]
                    if not later:
                        return None
                    taken[i] = name, later[0]
        if taken:
            i, (name, j) = next(iter(taken.items()))
            return Finding(
                f"y_hat is right, and in the cache layer {i + 1} holds the {name} of layer {j + 1}.",
                "Is one array used for both layers, so that the later one overwrites what the cache holds already?",
                call=s,
            )
    return None


def _column_of_ones(seen: list[Observation]) -> Finding | None:
    """What went into a layer has a column of ones more than is due."""
    for s in seen:
        cache = s.value[1]
        if not isinstance(cache, (list, tuple)) or len(cache) != len(s.expected[1]):
            return None
        for entry, (due, _) in zip(cache, s.expected[1], strict=True):
            a_prev = as_numbers(entry[0]) if isinstance(entry, (list, tuple)) and entry else None
            if a_prev is None or a_prev.ndim != 2 or a_prev.shape != (len(due), due.shape[1] + 1):
                return None
            if not any(np.all(a_prev[:, column] == 1) for column in (0, -1)):
                return None
    return Finding(
        "y_hat is right, and each a_prev in the cache has a column of ones more than is due.",
        "The ones are a way to add the biases. What went into the layer, as params have it, is due without them.",
    )
