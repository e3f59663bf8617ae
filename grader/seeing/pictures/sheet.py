"""A figure of panels. A panel for which a learner's function gives nothing that can be drawn says why instead."""

import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from grader.seeing.functions import NotSeen

# Okabe and Ito's palette; a line style or a marker goes with every colour.
BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
MARKERS = (("o", "white", "black"), ("s", "black", "white"), ("^", "#E69F00", "black"))  # of classes: inside, edge
FIXED = ("agg", "cairo", "pdf", "pgf", "ps", "svg", "template")  # backends without a window
LARGEST = 1e12  # what is larger is drawn at this height, so that the axes can still be labelled
PIXELS = 60


class Sheet:
    """One picture. problems: what could not be drawn, a sentence each."""

    def __init__(self) -> None:
        self.figure: Any = None
        self.problems: list[str] = []

    def subplots(self, title: str, rows: int, columns: int, width: float, height: float) -> np.ndarray:
        """Begin the figure. Returns its panels, (rows, columns)."""
        from matplotlib import pyplot

        self.figure = pyplot.figure(figsize=(width, height), layout="constrained")
        self.figure.suptitle(title)
        return self.figure.subplots(rows, columns, squeeze=False)

    @contextmanager
    def panel(self, *axes: Any, title: str = "") -> Iterator[Any]:
        """Draw on these axes; where a function gives nothing to draw, its sentence stands on the first of them."""
        for ax in axes[:1]:
            ax.set_title(title, fontsize=10)
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")  # of NaN in a contour: the picture shows it
                yield axes[0]
        except NotSeen as error:
            self._say(axes, title, str(error))

    def _say(self, axes: tuple, title: str, said: str) -> None:
        if said not in self.problems:
            self.problems.append(said)
        for ax in axes:
            ax.clear()
            ax.set(xticks=[], yticks=[])
        text = "\n".join(textwrap.fill(line, 34) for line in said.splitlines())
        place = {"ha": "center", "va": "center", "transform": axes[0].transAxes, "fontsize": 8}
        axes[0].text(0.5, 0.5, text.replace("$", r"\$"), wrap=True, **place)
        axes[0].set_title(title, fontsize=10)

    def save(self, file: Path) -> None:
        """Write the picture as a PNG. Raises OSError, and ValueError for a kind of file that is not known."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.figure.savefig(file, dpi=130)

    def show(self) -> bool:
        """Open a window, and wait until it is closed. Returns whether there can be one here."""
        from matplotlib import pyplot

        if pyplot.get_backend().lower() in FIXED:
            return False
        pyplot.show()
        return True


def drawable(values: np.ndarray) -> np.ndarray:
    """Numbers that can be drawn: NaN for what is not finite, and no number beyond all axes."""
    return np.clip(np.where(np.isfinite(values), values, np.nan), -LARGEST, LARGEST)


def plane(X: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points that fill the plane around the data: the coordinates (PIXELS,) of both axes, and the points (n, 2)."""
    margin = 0.25 * np.ptp(X, axis=0)
    low, high = X.min(axis=0) - margin, X.max(axis=0) + margin
    x1, x2 = (np.linspace(low[i], high[i], PIXELS) for i in (0, 1))
    return x1, x2, np.stack(np.meshgrid(x1, x2), axis=-1).reshape(-1, 2)


def draw_plane(ax: Any, x1: np.ndarray, x2: np.ndarray, values: np.ndarray, line: bool = True) -> Any:
    """Values from 0 to 1 over the plane, with a black line at one half where they cross it."""
    values = drawable(values).reshape(len(x2), len(x1))
    image = ax.pcolormesh(x1, x2, values, cmap="cividis", vmin=0, vmax=1, shading="nearest", rasterized=True)
    low, high = np.nanmin(values), np.nanmax(values)
    if line and low < 0.5 < high and high - low > 1e-3:  # the contour of rounding errors is a cloud
        ax.contour(x1, x2, values, levels=[0.5], colors="black", linewidths=1.2)
    return image


def draw_points(ax: Any, X: np.ndarray, labels: np.ndarray, size: float = 18) -> None:
    """Points of up to three classes, each with its own shape."""
    for label, (marker, inside, edge) in enumerate(MARKERS):
        if len(some := X[labels == label]):
            ax.scatter(
                *some.T, s=size, c=inside, edgecolors=edge, marker=marker, linewidths=0.7, label=f"class {label}"
            )
