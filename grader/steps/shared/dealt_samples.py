"""Samples dealt out by chance: which row went where. A value of another kind fails the check with a message."""

from typing import Any

import numpy as np

from grader.checks import expect, fail
from grader.checks.compare import as_numbers, kind_of
from grader.steps.shared.structures import is_list


def samples(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Rows that tell their own number, and whole-number labels that belong to them."""
    X = np.column_stack([np.arange(n), rng.normal(0, 1, (n, 2))])
    return X, 3 * np.arange(n) + 1


def rows_in(X_part: Any, y_part: Any, X: np.ndarray, y: np.ndarray, value: Any) -> list[int]:
    """The numbers of the samples in a part; the check fails where rows are not those of X, or y does not belong."""
    rows, labels = as_numbers(X_part), as_numbers(y_part)
    if rows is None or labels is None:
        fail(f"{kind_of(X_part if rows is None else y_part)} came back where an array of samples is due", value)
    assert rows is not None and labels is not None
    expect(rows.ndim == X.ndim and rows.shape[1:] == X.shape[1:], f"a part of X has the shape {rows.shape}", value)
    expect(labels.shape == (len(rows), *y.shape[1:]), f"a part of y has the shape {labels.shape}", value)
    found = [int(number) if 0 <= number < len(X) else 0 for number in rows[:, 0]]
    expect(np.allclose(rows, X[found], rtol=1e-5, atol=1e-5), "there are rows that do not stand in X", value)
    expect(np.allclose(labels, y[found], rtol=1e-5, atol=1e-5), "rows of X and y no longer belong together", value)
    return found


def parts_of(value: Any, X: np.ndarray, y: np.ndarray) -> tuple[list[int], list[int]]:
    """The numbers of the samples for training, and of those for validation."""
    due = "(X_train, y_train, X_val, y_val) is due"
    expect(is_list(value) and len(value) == 4, f"{due}, and {kind_of(value)} came back", value)
    X_train, y_train, X_val, y_val = value
    return rows_in(X_train, y_train, X, y, value), rows_in(X_val, y_val, X, y, value)


def batches_of(value: Any, X: np.ndarray, y: np.ndarray) -> list[list[int]]:
    """The numbers of the samples in each batch, whether the batches come from a generator or in a list."""
    if not isinstance(value, (list, tuple)):
        fail(f"{kind_of(value)} came back where batches are due", value)
    batches = []
    for pair in value:
        is_pair = is_list(pair) and len(pair) == 2
        expect(is_pair, f"a batch is {kind_of(pair)} where a pair (X_batch, y_batch) is due", value)
        batches.append(rows_in(pair[0], pair[1], X, y, value))
    return batches


def joined(batches: list[list[int]]) -> list[int]:
    """The samples of all batches, one after the other."""
    return [row for batch in batches for row in batch]


def pattern(chosen: set[int], n: int) -> tuple[int, ...]:
    """The gaps between chosen samples, wherever they begin and in whichever direction: windows all have the same."""
    row = sorted(chosen)
    gaps = [(b - a) % n for a, b in zip(row, row[1:] + row[:1], strict=True)]
    turned = [tuple(way[i:] + way[:i]) for way in (gaps, gaps[::-1]) for i in range(len(gaps))]
    return min(turned, default=())
