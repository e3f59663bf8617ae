"""Data as a picture: two classes in the plane, told apart by colour, grey and shape, and sheets of digits."""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Blue and orange of Okabe and Ito's palette for the colour-blind: one dark, one light.
LOOKS = {0: ("o", "#0072B2"), 1: ("^", "#E69F00")}


def plot(X: ArrayLike, y: ArrayLike, ax: "Axes | None" = None, title: str | None = None) -> "Axes":
    """Scatter plot of two classes: dark circles for 0, light triangles for 1.

    Parameters: X, array (n, 2); y, array (n, 1) or (n,) of 0 and 1; ax, the matplotlib Axes to draw on, a new
    figure's if None; title, shown above.
    Returns: the Axes. A notebook shows a new figure by itself, a script after `matplotlib.pyplot.show()`.
    Raises: ValueError if X is not (n, 2), y not one label for each point, or a label neither 0 nor 1.

    >>> from datasets import moons, plot
    >>> axes = plot(*moons(200, noise=0.1, rng=np.random.default_rng(0)), title="two moons")
    >>> axes.get_title()
    'two moons'
    """
    points = np.asarray(X)
    labels = np.asarray(y)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"X must have shape (n, 2), one point per row, not {points.shape}")
    n = len(points)
    if labels.shape not in {(n, 1), (n,)}:
        raise ValueError(f"y must have shape ({n}, 1) or ({n},), one label for each row of X, not {labels.shape}")
    labels = labels.reshape(n)
    if not np.isin(labels, list(LOOKS)).all():
        raise ValueError("every label in y must be 0 or 1")

    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(layout="constrained")
    for label, (marker, color) in LOOKS.items():
        x1, x2 = points[labels == label].T
        ax.scatter(x1, x2, s=36, c=color, marker=marker, edgecolors="black", linewidths=0.5, label=f"class {label}")
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    if title is not None:
        ax.set_title(title)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)  # beside the points, never among them
    return ax


def plot_pictures(
    X: ArrayLike, y: ArrayLike, figure: "Figure | None" = None, title: str | None = None, rows: int = 6
) -> "Figure":
    """A sheet of small pictures: a column for each class, with its first samples from top to bottom.

    Parameters: X, array (n, side * side): a square picture in each row, 0 for paper and 1 for ink; y, array (n,) of
    integers, the class of each; figure, the matplotlib Figure to draw on, a new one if None; title, shown above;
    rows, how many samples of each class.
    Returns: the Figure. A notebook shows a new one by itself, a script after `matplotlib.pyplot.show()`.
    Raises: ValueError if the rows of X are no square pictures, or y is not one label for each.

    >>> from datasets import digits, plot_pictures
    >>> len(plot_pictures(*digits(), rows=2).axes)
    20
    """
    pictures = np.asarray(X)
    labels = np.asarray(y)
    side = math.isqrt(pictures.shape[1]) if pictures.ndim == 2 else 0
    if side == 0 or side * side != pictures.shape[1]:
        raise ValueError(f"X must have shape (n, side * side), one square picture per row, not {pictures.shape}")
    n = len(pictures)
    if labels.shape != (n,):
        raise ValueError(f"y must have shape ({n},), one label for each row of X, not {labels.shape}")
    classes = np.unique(labels)

    if figure is None:
        import matplotlib.pyplot as plt

        figure = plt.figure(layout="constrained")
    grid = figure.subplots(rows, len(classes), squeeze=False)
    for column, label in zip(grid.T, classes, strict=True):
        column[0].set_title(str(label))
        for ax in column:
            ax.set_axis_off()
        for ax, picture in zip(column, pictures[labels == label], strict=False):
            ax.imshow(picture.reshape(side, side), cmap="gray_r", vmin=0, vmax=1)
    if title is not None:
        figure.suptitle(title)
    return figure
