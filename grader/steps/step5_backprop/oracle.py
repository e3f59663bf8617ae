"""Right answers of step 5: every gradient is a central difference of the value it belongs to."""

import numpy as np

from grader.steps.shared.numeric import Params, gradients, outputs
from grader.steps.shared.remember import remembered


@remembered
def backward(params: Params, X: np.ndarray, activations: list[str], d_output: np.ndarray) -> list[tuple]:
    """The gradients of a loss whose gradient in the output is `d_output`: of sum(d_output * output)."""
    return gradients(params, lambda moved: float(np.sum(d_output * outputs(moved, X, activations))))
