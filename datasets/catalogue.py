"""What `python -m datasets` can list and draw."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.handwritten import digits
from datasets.synthetic import Floats, linear, moons, spirals, xor, xor_diagonals


@dataclass(frozen=True)
class Entry:
    """One data set: its size as text, what it is in a line, and an example of it to draw."""

    size: str
    about: str
    example: Callable[[], tuple[Floats, NDArray]]


CATALOGUE = {
    "xor": Entry("4 x 2", "the four corners of the unit square, 1 where one coordinate is 1", xor),
    "xor_diagonals": Entry("21 x 2", "XOR drawn out to the two diagonals of the unit square", xor_diagonals),
    "linear": Entry(
        "n x 2",
        "random points in the unit square, parted by its diagonal",
        lambda: linear(100, np.random.default_rng(0)),
    ),
    "moons": Entry(
        "n x 2",
        "two half circles that reach into each other, with noise",
        lambda: moons(200, 0.1, np.random.default_rng(0)),
    ),
    "spirals": Entry(
        "n x 2",
        "two spiral arms wound around each other, with noise",
        lambda: spirals(200, 0.02, np.random.default_rng(0)),
    ),
}

PICTURES = {
    "digits": Entry("1797 x 64", "handwritten digits, 8 x 8 pixels each, in ten classes", digits),
}

MNIST_SIZE = "n x 784"
MNIST_ABOUT = "70000 digits, 28 x 28 pixels each: python -m datasets mnist --download DIR"
