"""Right answers of step 3: a plain sum, and its slope by differences."""

from typing import Any

import numpy as np

from grader.steps.shared.numeric import central_differences
from grader.steps.shared.remember import remembered


def mse(y_hat: Any, y: Any) -> float:
    pairs = list(zip(np.ravel(y_hat).tolist(), np.ravel(y).tolist(), strict=True))
    return sum((p - t) ** 2 for p, t in pairs) / len(pairs)


@remembered
def mse_gradient(y_hat: Any, y: Any) -> np.ndarray:
    return central_differences(lambda moved: mse(moved, y), y_hat, h=1e-3)  # exact: mse is a parabola
