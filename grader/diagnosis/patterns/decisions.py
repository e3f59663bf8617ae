"""Decisions that are right, in another kind of number."""

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.observations import Finding, Observation


def of_values(seen: list[Observation]) -> Finding | None:
    """Something else than 0 and 1 among the answers."""
    for s in seen:
        array = as_numbers(s.value)
        if array is None or array.shape != np.shape(s.expected):
            return None
        if not np.isin(array, (0, 1)).all():
            return Finding("Among the answers are other numbers than 0 and 1.", "Which two may come back?", call=s)
    return None


def of_kind(seen: list[Observation]) -> Finding | None:
    """Every decision is right, and what comes back are no integers."""
    arrays = [as_numbers(s.value) for s in seen]
    for array, s in zip(arrays, seen, strict=True):
        if array is None or array.shape != np.shape(s.expected) or not np.array_equal(array.astype(float), s.expected):
            return None
    kinds = {array.dtype.kind for array in arrays if array is not None}
    if not kinds or not kinds <= {"b", "f"}:
        return None
    name = "True and False" if kinds == {"b"} else "floats"
    return Finding(
        f"The decisions are right, but they are {name}.",
        "What is due are the integers 0 and 1: which function converts an array?",
    )
