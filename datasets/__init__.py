"""The data sets of the kit: `X, y = datasets.xor()`, and `datasets.plot(X, y)` to see one.

Rows of X are samples; y is a column, the shape that a network with one output gives.
"""

from datasets.figure import plot
from datasets.synthetic import linear, moons, spirals, xor, xor_diagonals

__all__ = ["linear", "moons", "plot", "spirals", "xor", "xor_diagonals"]
