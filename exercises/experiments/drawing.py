"""Figures that hold in colour, for the colour-blind and in grey: curves with bands, and a network's answers."""

import sys
from typing import Any

import numpy as np

from exercises.experiments.kit import Kit
from exercises.experiments.runs import Results, Run, median_run

# Okabe and Ito's palette, each colour with a line style and a marker of its own.
LOOKS = (
    ("#0072B2", "-", "o"),
    ("#E69F00", "--", "s"),
    ("#000000", ":", "^"),
    ("#009E73", "-.", "D"),
    ("#CC79A7", (0, (5, 1, 1, 1, 1, 1)), "v"),
)
TARGETS = {0: ("o", "white", "black"), 1: ("s", "black", "white")}
PIXELS = 120
FIXED = ("agg", "cairo", "pdf", "pgf", "ps", "svg", "template")  # backends without a window


def new_figure(width: float, height: float) -> Any:
    """An empty figure, that a notebook shows by itself and a script can save without a display."""
    import matplotlib

    if "ipykernel" not in sys.modules:
        matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    return plt.figure(figsize=(width, height), layout="constrained")


def comparison_figure(kit: Kit, results: Results, title: str, what: str) -> Any:
    """Loss curves of all settings with bands, and below them what the median network of each answers where.

    Parameters: what, the word for what the settings differ in.
    """
    figure = new_figure(max(8, 2.6 * len(results)), 7.5)
    above, below = figure.subfigures(2, 1, height_ratios=(1.2, 1))
    axes = above.subplots()
    axes.axhline(0.25, color="0.6", linewidth=0.8, zorder=0, label="always 0.5")
    for look, (name, runs) in zip(LOOKS, results.items(), strict=False):
        draw_band(axes, np.array([run.losses for run in runs]), name, look)
    finish_losses(axes, title)
    axes.legend(title=what, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, handlelength=3.5)
    below.suptitle("of each, the start whose last loss is the median", fontsize=9)
    panels = below.subplots(1, len(results), squeeze=False)[0]
    for ax, (name, runs) in zip(panels, results.items(), strict=True):
        colours = draw_answers(ax, kit, median_run(runs), f"{what}: {name}")
    below.colorbar(colours, ax=panels, label="output", shrink=0.8)
    below.legend(*panels[-1].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
    return figure


def draw_band(ax: Any, curves: np.ndarray, name: str, look: tuple, x: np.ndarray | None = None) -> None:
    """The median of curves (n_runs, n_points), over a band that holds the middle half of them."""
    colour, line, marker = look
    x = np.arange(1, curves.shape[1] + 1) if x is None else x
    low, middle, high = np.percentile(curves, [25, 50, 75], axis=0)
    marks = np.unique(np.geomspace(1, len(x), 9).astype(int)) - 1
    ax.fill_between(x, low, high, color=colour, alpha=0.2, linewidth=0)
    ax.plot(x, middle, color=colour, linestyle=line, marker=marker, markevery=list(marks), label=name)


def finish_losses(ax: Any, title: str) -> None:
    ax.set(
        title=f"{title}\n", xlabel="epoch, counted from 1", ylabel="mean squared error", xscale="log", ylim=(0, None)
    )
    ax.text(
        0.5, 1.01, "line: median of the starts, band: the middle half", transform=ax.transAxes, ha="center", fontsize=9
    )
    ax.margins(x=0.02)


def draw_answers(ax: Any, kit: Kit, run: Run, title: str) -> Any:
    """The output of a network over the plane, with its data. Returns the coloured mesh."""
    X, y = run.setting.data(run.seed)
    activations = list(run.setting.activations)
    mesh = draw_output(ax, lambda points: kit.forward(run.params, points, activations)[0], X, y)
    ax.set_title(f"{title}\n{run.accuracy:.0%} right", fontsize=10)
    return mesh


def draw_output(ax: Any, answer: Any, X: np.ndarray, y: np.ndarray) -> Any:
    """What answer(points) is over the plane around the data, a black line at one half. Returns the coloured image."""
    margin = 0.25 * np.ptp(X, axis=0)
    (left, bottom), (right, top) = X.min(axis=0) - margin, X.max(axis=0) + margin
    x1, x2 = np.meshgrid(np.linspace(left, right, PIXELS), np.linspace(bottom, top, PIXELS))
    output = answer(np.column_stack([x1.ravel(), x2.ravel()])).reshape(x1.shape)
    extent = (left, right, bottom, top)
    image = ax.imshow(output, cmap="cividis", vmin=0, vmax=1, extent=extent, origin="lower", interpolation="bilinear")
    if output.min() < 0.5 < output.max() and np.ptp(output) > 1e-3:  # else it is the line between rounding errors
        ax.contour(x1, x2, output, levels=[0.5], colors="black")
    size = 60 if len(X) < 10 else 14
    for label, (marker, inside, edge) in TARGETS.items():
        points = X[y[:, 0] == label]
        ax.scatter(*points.T, s=size, c=inside, edgecolors=edge, marker=marker, linewidths=0.6, label=f"target {label}")
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    return image
