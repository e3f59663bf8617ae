"""What happens to a result as a whole: axes of length 1 that got lost, and entries that are all the same."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checks.compare import Bias
from grader.diagnosis.heuristics import leaves
from grader.diagnosis.observations import Finding, Observation, alike_values


def about_lost_axes(seen: list[Observation]) -> Finding | None:
    """Every number is right, and axes of length 1 are gone."""
    wrong = [s for s in seen if s.wrong and s.answer]
    if not wrong or any(s.failure for s in seen):
        return None
    lost: list[tuple[np.ndarray, np.ndarray]] = []
    for s in wrong:
        for _, actual, due in leaves(s.value, s.expected):
            if actual.shape != due.shape and not isinstance(due, Bias):
                if [n for n in actual.shape if n != 1] != [n for n in due.shape if n != 1] or actual.size != due.size:
                    return None
                lost.append((actual, due))
            if not alike_values(np.reshape(actual, due.shape) if actual.size == due.size else actual, np.asarray(due)):
                return None
    if not lost or any(actual.ndim > due.ndim for actual, due in lost):
        return None
    actual, due = lost[0]
    said = (
        f"Every number is right, and an axis of length 1 is gone: {actual.shape} comes back where {due.shape} is due."
    )
    return Finding(said, "Which call takes it away? squeeze, ravel, flatten and an index do.")


ONE_LIST = "How many lists does [...] * n make, one or n? Which of them does each layer write into?"


def are_alike(entries: Sequence[Any]) -> bool:
    """Whether all entries are the same."""
    return all(alike_values(entry, entries[0]) for entry in entries)


def about_equal_entries(seen: list[Observation]) -> Finding | None:
    """All pairs that come back are the same, in every network of several layers."""
    several = [s for s in seen if s.answer and isinstance(s.expected, list) and len(s.expected) > 1]
    values = [s.value for s in several if isinstance(s.value, list) and len(s.value) == len(s.expected)]
    if len(values) < 2 or len(values) < len(several):
        return None
    if not all(map(are_alike, values)):
        return None
    return Finding("All pairs that come back are the same, whatever the layer.", ONE_LIST)
