"""Right answers of step 8: labels as rows, columns on one scale."""

import math
from typing import Any

import numpy as np


def one_hot(labels: Any, n_classes: int) -> np.ndarray:
    return np.array([[1.0 if column == int(label) else 0.0 for column in range(n_classes)] for label in labels])


def standardize(train: Any, other: Any) -> tuple[np.ndarray, np.ndarray]:
    """Column by column; a constant one is divided by 1."""
    columns = []
    for column, beside in zip(np.transpose(train).tolist(), np.transpose(other).tolist(), strict=True):
        mean = math.fsum(column) / len(column)
        deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / len(column)) or 1.0
        columns.append([[(x - mean) / deviation for x in part] for part in (column, beside)])
    return np.array([first for first, _ in columns]).T, np.array([second for _, second in columns]).T
