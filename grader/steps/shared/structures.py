"""What the checks take apart: lists of pairs, and pairs of results. A value of another kind fails the check."""

from itertools import pairwise
from typing import Any

import numpy as np

from grader.checks import expect, fail, numbers
from grader.checks.compare import Stream, as_numbers, kind_of


def is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and not isinstance(value, Stream)


def two_results(value: Any, what: str) -> Any:
    """The value, which is a pair of results such as (y_hat, cache); the check fails where it is none."""
    expect(is_list(value) and len(value) == 2, f"two things are due, {what}, and {kind_of(value)} came back", value)
    return value


def params_of(value: Any, sizes: list[int]) -> list[tuple[np.ndarray, np.ndarray]]:
    """The value as a list of (W, b) of the right shapes, b flat; the check fails where it is none."""
    if not is_list(value):
        fail(f"{kind_of(value)} came back where a list of pairs (W, b) is due", value)
    expect(
        len(value) == len(sizes) - 1, f"sizes {sizes} make {len(sizes) - 1} layers, and {len(value)} came back", value
    )
    params = []
    for number, (pair, (n_in, n_out)) in enumerate(zip(value, pairwise(sizes), strict=True), start=1):
        pair_is_due = f"layer {number} is {kind_of(pair)} where a pair (W, b) is due"
        expect(is_list(pair) and len(pair) == 2, pair_is_due, value)
        expect(
            not isinstance(pair[0], np.matrix), "W is an np.matrix, for which * means something else: use arrays", value
        )
        W = numbers(pair[0], (n_in, n_out), f"W of layer {number}")
        row = as_numbers(pair[1])
        flat = row.reshape(-1) if row is not None and row.shape == (1, n_out) else pair[1]
        b = numbers(flat, (n_out,), f"b of layer {number}")
        params.append((W.astype(float), b.astype(float)))
    return params
