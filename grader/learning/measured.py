"""The slopes of the activations, measured by central differences of the functions themselves."""

import numpy as np


def slope(function: str, z: np.ndarray) -> np.ndarray:
    """What a derivative should give at these points: the slope of the function that it belongs to."""
    from grader import oracle

    base, h = function.removesuffix("_derivative"), oracle.H
    return (oracle.elementwise(base, z + h) - oracle.elementwise(base, z - h)) / (2 * h)
