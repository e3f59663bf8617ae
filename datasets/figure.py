"""Two classes in the plane, drawn so that colour, grey and shape each tell them apart."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
