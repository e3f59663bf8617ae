"""Step 8: data as they come and as they are prepared: scaled, split, dealt in batches."""

from typing import Any

import numpy as np

from grader.seeing.functions import Functions, NotSeen, numbers, pair
from grader.seeing.pictures.sheet import BLUE, ORANGE, Sheet, drawable

LABELS = np.array([2, 0, 1, 3, 1, 2, 0, 3])
SAMPLES, BATCH = 40, 9


def draw(sheet: Sheet, functions: Functions) -> None:
    """A panel for each function."""
    axes = sheet.subplots("Your data, prepared", 2, 2, 10, 8).ravel()
    for ax, (title, panel) in zip(axes, PANELS.items(), strict=True):
        with sheet.panel(ax, title=title):
            panel(ax, functions)


def _draw_one_hot(ax: Any, functions: Functions) -> None:
    rows = drawable(numbers(functions.ask("one_hot", LABELS.copy(), 4), (len(LABELS), 4), "one_hot"))
    ax.imshow(rows, cmap="Blues", vmin=0, vmax=1.3)
    for row, column in np.ndindex(rows.shape):
        ax.text(column, row, f"{rows[row, column]:g}", ha="center", va="center")
    ax.set_xticks(range(4), [str(i) for i in range(4)])
    ax.set_xlabel("class")
    ax.set_yticks(range(len(LABELS)), [f"label {label}" for label in LABELS])


def _draw_scaled(ax: Any, functions: Functions) -> None:
    rng = np.random.default_rng(8)
    raw = rng.normal((170.0, 62.0), (9.0, 12.0), (60, 2))
    train, other = raw[:45], raw[45:]
    told = pair(functions.ask("standardize", train.copy(), other.copy()), "standardize", "train, other")
    train, other = (numbers(part, whole.shape, "standardize") for part, whole in zip(told, (train, other), strict=True))
    ax.axhline(0, color="0.8")
    ax.axvline(0, color="0.8")
    ax.plot(*drawable(train).T, "o", color=BLUE, label="train")
    ax.plot(*drawable(other).T, "^", color=ORANGE, label="other, by the same measure")
    means, deviations = (f(drawable(train), axis=0).round(6) + 0.0 for f in (np.nanmean, np.nanstd))
    ax.set(xlabel=f"height: mean {means[0]:g}, deviation {deviations[0]:g}  (it was 170 cm, 9)")
    ax.set(ylabel=f"weight: mean {means[1]:g}, deviation {deviations[1]:g}")
    ax.legend(frameon=False, fontsize=8)


def _draw_split(ax: Any, functions: Functions) -> None:
    X, y = np.arange(SAMPLES, dtype=float).reshape(-1, 1), np.arange(SAMPLES)
    told = functions.ask("train_validation_split", X, y, 0.25, np.random.default_rng(0))
    if not isinstance(told, (tuple, list)) or len(told) != 4:
        raise NotSeen("train_validation_split gave no four arrays (X_train, y_train, X_val, y_val)")
    for height, part, colour, marker, name in (
        (1, told[1], BLUE, "o", "train"),
        (0, told[3], ORANGE, "^", "validation"),
    ):
        samples = numbers(part, (np.size(part),), "train_validation_split")
        ax.plot(drawable(samples), np.full(samples.shape, height), marker, color=colour)
        ax.text(0, height + 0.15, f"{name}: {samples.size} samples")
    ax.set(ylim=(-0.5, 1.6), yticks=[], xlabel="number of the sample")


def _draw_batches(ax: Any, functions: Functions) -> None:
    X, y = np.arange(SAMPLES, dtype=float).reshape(-1, 1), np.arange(SAMPLES)
    dealt = functions.ask("minibatches", X, y, BATCH, np.random.default_rng(0))
    if not isinstance(dealt, list) or not dealt:
        raise NotSeen("minibatches yields no batches")
    for number, batch in enumerate(dealt[:12], start=1):
        _, labels = pair(batch, "minibatches, for a batch,", "X_batch, y_batch")
        samples = drawable(numbers(labels, (np.size(labels),), "minibatches"))
        ax.plot(samples, np.full(samples.shape, number), "o", color=BLUE, fillstyle=("full", "none")[number % 2])
    ax.set(xlabel="number of the sample", ylabel="batch", yticks=range(1, 1 + min(12, len(dealt))))
    ax.invert_yaxis()


PANELS = {
    "one_hot: a 1 in the place of the label": _draw_one_hot,
    "standardize: other is scaled as train is": _draw_scaled,
    "train_validation_split: each sample in one part": _draw_split,
    f"minibatches of {BATCH}: each sample once, in a new order": _draw_batches,
}
