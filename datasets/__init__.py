"""The data sets of the kit: `X, y = datasets.xor()`, and `datasets.plot(X, y)` to see one.

Rows of X are samples. For points in the plane y is a column, the shape that a network with one output gives; for
handwritten digits it is flat, and holds the digit.
"""

from datasets.figure import plot, plot_pictures
from datasets.handwritten import digits, mnist
from datasets.synthetic import linear, moons, spirals, xor, xor_diagonals

__all__ = ["digits", "linear", "mnist", "moons", "plot", "plot_pictures", "spirals", "xor", "xor_diagonals"]
