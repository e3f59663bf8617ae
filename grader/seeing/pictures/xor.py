"""Step 6: a network on its way to XOR."""

import numpy as np

import datasets
from grader.seeing.functions import Functions, NotSeen, layers, numbers, pair
from grader.seeing.pictures.sheet import BLUE, Sheet, draw_plane, draw_points, drawable, plane

SIZES = [2, 8, 1]
ACTIVATIONS = ["tanh", "sigmoid"]
RATE = 2.0
STAGES = (0, 20, 60, 300)  # epochs at which the plane is drawn
SECONDS = 60  # for all of the training


def draw(sheet: Sheet, functions: Functions) -> None:
    """The plane at four moments, and the loss below."""
    axes = sheet.subplots("Your network learns XOR", 2, 4, 12, 6)
    grid = axes[1, 0].get_gridspec()
    for ax in axes[1]:
        ax.remove()
    below = sheet.figure.add_subplot(grid[1, :])
    X, y = datasets.xor()
    x1, x2, points = plane(X)
    losses: list[float] = []
    with sheet.panel(*axes[0], title="before training"):
        params = layers(functions.ask("init_params", SIZES, np.random.default_rng(0)), SIZES, "init_params")
        image = None
        for ax, before, epochs in zip(axes[0], (0, *STAGES), STAGES, strict=False):
            params, new = train(functions, params, X, y, epochs - before)
            losses += new
            output, _ = pair(functions.ask("forward", params, points, ACTIVATIONS), "forward", "y_hat, cache")
            image = draw_plane(ax, x1, x2, numbers(output, (len(points), 1), "forward"))
            draw_points(ax, X, y[:, 0], 60)
            ax.set(aspect="equal", xticks=(0, 1), yticks=(0, 1))
            answers = numbers(functions.ask("predict", params, X, ACTIVATIONS), y.shape, "predict")
            ax.set_title(f"after {epochs} epochs: {np.sum(answers == y)} of 4 right", fontsize=10)
        sheet.figure.colorbar(image, ax=list(axes[0]), label="output", shrink=0.8)
    with sheet.panel(below, title="the loss while it learns"):
        if not losses:
            raise NotSeen("there is no loss to draw yet")
        below.plot(np.arange(len(losses)), drawable(np.array(losses)), color=BLUE)
        below.axhline(0.25, color="0.5", linestyle="--", label="always answering 0.5")
        for epoch in STAGES[1:-1]:
            below.axvline(epoch, color="0.7", linestyle=":")
        below.set(xlabel="epoch", ylabel="mean squared error", ylim=(0, None), xlim=(0, len(losses)))
        below.legend(frameon=False)


def train(functions: Functions, params: list, X: np.ndarray, y: np.ndarray, epochs: int) -> tuple[list, list[float]]:
    """The learner's `train`, for so many epochs. Returns params and losses. Raises NotSeen."""
    told = functions.ask("train", params, X, y, ACTIVATIONS, RATE, epochs, seconds=SECONDS)
    params, losses = pair(told, "train", "params, losses")
    return layers(params, SIZES, "train"), list(numbers(losses, (epochs,), "train, as losses,"))
