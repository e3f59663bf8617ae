"""A function of an array, to try gradients on."""

from typing import Any

import numpy as np


class SampleFunction:
    """f(x) = sum(w * x**3) + sin(sum(v * x)): every entry matters to every slope. It looks at the shape it is given."""

    def __init__(self, w: np.ndarray, v: np.ndarray):
        self.w, self.v = w, v

    @classmethod
    def of_shape(cls, shape: tuple[int, ...]) -> "SampleFunction":
        """The one that the public questions use for arrays of this shape."""
        w = np.round(np.linspace(-1, 1.3, int(np.prod(shape))), 2)
        return cls(w.reshape(shape), np.round(np.cos(np.arange(w.size)), 2).reshape(shape))

    def __call__(self, x: Any) -> Any:
        if np.shape(x) != self.w.shape:
            raise ValueError(
                f"f takes an array of shape {self.w.shape}, and was called with one of shape {np.shape(x)}"
            )
        return np.sum(self.w * np.asarray(x) ** 3) + np.sin(np.sum(self.v * x))
