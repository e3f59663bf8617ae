"""Lists of (W, b), where an answer should be one."""

from typing import Any

import numpy as np

from grader.checks.compare import as_numbers

Params = list[tuple[np.ndarray, np.ndarray]]


def as_pairs(value: Any, like: Params) -> Params | None:
    """The value as pairs of arrays in the shapes of `like`, or None."""
    if not isinstance(value, (list, tuple)) or len(value) != len(like):
        return None
    found = []
    for pair, (W, b) in zip(value, like, strict=True):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return None
        new_W, new_b = as_numbers(pair[0]), as_numbers(pair[1])
        if new_W is None or new_b is None or new_W.shape != W.shape or new_b.size != b.size:
            return None
        found.append((np.asarray(new_W, float), np.asarray(new_b, float).reshape(b.shape)))
    return found
