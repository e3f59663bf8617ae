"""Step 5: the gradients that walk back through a network, layer by layer, and the judge of step 4 beside them."""

from typing import Any

import numpy as np

from grader.seeing.functions import Functions, NotSeen, Params, layers, number, numbers, pair
from grader.seeing.pictures.sheet import ORANGE, Sheet, drawable

SIZES = [3, 5, 4, 2]
ACTIVATIONS = ["tanh", "tanh", "sigmoid"]
SAMPLES = 6


def draw(sheet: Sheet, functions: Functions) -> None:
    """A field of numbers for each layer, and all of them against what is found by trial."""
    axes = sheet.subplots("Your backward: the slope of the loss for every weight of a 3-5-4-2 network", 1, 4, 13, 4)[0]
    rng = np.random.default_rng(55)
    X, y = rng.normal(0, 1, (SAMPLES, SIZES[0])), rng.uniform(0, 1, (SAMPLES, SIZES[-1]))
    found: list[tuple[Params, Params]] = []
    with sheet.panel(*axes[:3], title="layer 1"):
        params = layers(functions.ask("init_params", SIZES, rng), SIZES, "init_params")
        grads = layers(_grads(functions, params, X, y), SIZES, "backward")
        for layer, (ax, grad) in enumerate(zip(axes, grads, strict=False), start=1):
            _draw_layer(ax, layer, grad)
        found.append((params, grads))
    with sheet.panel(axes[3], title="against your numerical_gradient"):
        if not found:
            raise NotSeen("there is nothing to compare yet")
        _draw_judge(axes[3], functions, *found[0], X, y)


def _grads(functions: Functions, params: Params, X: np.ndarray, y: np.ndarray) -> Any:
    y_hat, cache = pair(functions.ask("forward", params, X, ACTIVATIONS), "forward", "y_hat, cache")
    return functions.ask("backward", params, cache, ACTIVATIONS, functions.ask("mse_gradient", y_hat, y))


def _draw_layer(ax: Any, layer: int, grad: tuple[np.ndarray, np.ndarray]) -> None:
    """dW as a field of cells with its numbers, and db as one more row below."""
    cells = drawable(np.vstack(grad))
    most = np.nanmax(np.abs(cells)) or 1.0
    ax.imshow(np.abs(cells), cmap="Blues", vmin=0, vmax=most, aspect="auto")
    for row, column in np.ndindex(cells.shape):
        value = cells[row, column]
        colour = "white" if abs(value) > 0.55 * most else "black"
        ax.text(column, row, f"{1000 * value:+.3g}", ha="center", va="center", fontsize=8, color=colour)
    rows = len(cells) - 1
    ax.axhline(rows - 0.5, color="black", linewidth=1.5)
    ax.set_yticks(range(rows + 1), [*(f"from {i + 1}" for i in range(rows)), "bias"])
    ax.set_xticks(range(cells.shape[1]), [str(j + 1) for j in range(cells.shape[1])])
    size = float(np.sqrt(np.nanmean(cells**2)))
    ax.set(xlabel=f"to unit; in thousandths\ntypical size {size:.1e}")
    ax.set_title(f"layer {layer}", fontsize=10)


def _draw_judge(ax: Any, functions: Functions, params: Params, grads: Params, X: np.ndarray, y: np.ndarray) -> None:
    """Every entry as a point: on the diagonal both agree."""
    trials, walked = [], []
    for layer, grad in enumerate(grads):
        for part in (0, 1):

            def loss(array: np.ndarray, layer: int = layer, part: int = part) -> float:
                changed = [list(both) for both in params]
                changed[layer][part] = array
                told = functions.ask("forward", [tuple(both) for both in changed], X, ACTIVATIONS)
                return number(functions.ask("mse", pair(told, "forward", "y_hat, cache")[0], y), "mse")

            array = params[layer][part]
            trial = functions.ask("numerical_gradient", loss, array)
            trials.append(numbers(trial, array.shape, "numerical_gradient").ravel())
            walked.append(grad[part].ravel())
    x, y_ = drawable(np.concatenate(trials)), drawable(np.concatenate(walked))
    ax.axline((0, 0), slope=1, color="0.6", linewidth=1)
    ax.plot(x, y_, "o", color=ORANGE, markersize=4)
    ax.set(xlabel="found by trial", ylabel="found by walking back")
