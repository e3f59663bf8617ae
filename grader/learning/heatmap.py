"""The comparison of a gradient as a picture: a heat map for each layer, readable in colour, in grey and by its text."""

from typing import Any

import numpy as np

from grader.learning.gradients import Comparison, Layer, Part, said

LARGEST = 12  # entries along an axis, up to which each has its text
DARK = 0.55  # from here on the text is white
GAP = 0.35  # between dW and db, in cells


def figure(plt: Any, comparison: Comparison) -> Any:
    """A panel for each layer."""
    widths = [max(3, layer.parts[0].due.reshape(_rows(layer.parts[0].due), -1).shape[1]) for layer in comparison.layers]
    made = plt.figure(figsize=(max(5.0, 0.85 * sum(widths) + 1.5 * len(widths)), 4.8), layout="constrained")
    axes = made.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]
    for ax, layer in zip(axes, comparison.layers, strict=True):
        image = _draw_layer(ax, layer)
    made.suptitle(f"{comparison.function}: yours divided by the numerical gradient\non {comparison.about}", fontsize=11)
    bar = made.colorbar(image, ax=list(axes), shrink=0.75, ticks=[0, 0.5, 1])
    bar.set_label("how far apart")
    bar.set_ticklabels(["equal", "x 3 or x 1/3", "0, or\nthe sign"])
    return made


def _rows(due: np.ndarray) -> int:
    return 1 if due.ndim < 2 else len(due)


def _draw_layer(ax: Any, layer: Layer) -> Any:
    """dW as a field of cells, and below it, a little apart, db as one more row."""
    top, image, ticks = 0.0, None, []
    for part in layer.parts:
        rows = _rows(part.due)
        image = _draw_part(ax, part, top)
        names = [f"{part.axes[0]} {i + 1}" for i in range(rows)] if part.due.ndim == 2 else [part.name]
        ticks += [(top + i + 0.5, name) for i, name in enumerate(names)]
        top += rows + GAP
    columns = layer.parts[0].due.reshape(_rows(layer.parts[0].due), -1).shape[1]
    ax.set(xlim=(0, columns), ylim=(top - GAP, 0), aspect="equal")
    ax.set_xticks(np.arange(columns) + 0.5, [str(j + 1) for j in range(columns)])
    ax.set_yticks([place for place, _ in ticks], [name for _, name in ticks])
    below = "\n".join(_folded(said(part)) for part in layer.parts)
    ax.set_xlabel(f"{layer.parts[0].axes[1]}\n\n{below}", fontsize=8)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_title(layer.title if len(layer.parts) > 1 else "", fontsize=10, pad=5)
    return image


def _folded(text: str) -> str:
    return (
        text.replace(", all by", ",\nall by")
        .replace(", by factors", ",\nby factors")
        .replace(" of them by", " of them\nby")
    )


def _draw_part(ax: Any, part: Part, top: float) -> Any:
    apart = part.disagreement.reshape(_rows(part.due), -1)
    rows, columns = apart.shape
    image = ax.pcolormesh(
        np.arange(columns + 1),
        top + np.arange(rows + 1),
        apart,
        cmap="Blues",
        vmin=0,
        vmax=1,
        edgecolors="0.6",
        linewidth=0.6,
        clip_on=False,
    )
    if part.yours is None:
        ax.fill_between([0, columns], top, top + rows, facecolor="0.9", edgecolor="0.6", hatch="//", clip_on=False)
        box = {"facecolor": "white", "edgecolor": "0.6"}
        ax.text(columns / 2, top + rows / 2, "no match", ha="center", va="center", fontsize=8, bbox=box)
    elif max(rows, columns) <= LARGEST:
        for i, j in np.ndindex(rows, columns):
            index = (i, j) if part.due.ndim == 2 else (j,) if part.due.ndim == 1 else ()
            colour = "white" if apart[i, j] > DARK else "black"
            ax.text(j + 0.5, top + i + 0.5, part.sign(index), ha="center", va="center", fontsize=8, color=colour)
    return image
