"""Right answers of step 1: number by number through `math`, and no line shared with the reference or with a learner."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.steps.shared.remember import remembered


def sigmoid_of_number(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


NUMBERS: dict[str, Callable[[float], float]] = {
    "identity": lambda z: z,
    "sigmoid": sigmoid_of_number,
    "sigmoid_derivative": lambda z: sigmoid_of_number(z) * sigmoid_of_number(-z),
    "relu": lambda z: z if z > 0 else 0.0,
    "relu_derivative": lambda z: 1.0 if z > 0 else 0.0,
    "tanh": math.tanh,
    "tanh_derivative": lambda z: 0.0 if abs(z) > 300 else 1 / math.cosh(z) ** 2,
}


@remembered
def elementwise(name: str, z: Any) -> np.ndarray:
    """The named function of every entry of `z`, one by one."""
    z = np.asarray(z, dtype=float)
    return np.array([NUMBERS[name](float(entry)) for entry in z.flat]).reshape(z.shape)
