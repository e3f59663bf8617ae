"""Step 9: a heavy ball in a narrow valley, and handwritten digits that the network reads."""

from typing import Any

import numpy as np

from grader.seeing.functions import Functions, numbers, pair
from grader.seeing.pictures.sheet import BLUE, ORANGE, Sheet, drawable
from grader.seeing.reading import Reader, learn, small_digits

EPOCHS = 30
STEPS = 25
START = np.array([[-2.0, 0.9]])
VALLEY = np.array([[1.0, 12.0]])  # how steep it is along either axis
SHOWN = (2, 6)  # digits: rows and columns


def draw(sheet: Sheet, functions: Functions) -> None:
    """The valley and the losses above, digits with what the network took them for below."""
    axes = sheet.subplots("Your network reads", 2 + SHOWN[0], SHOWN[1], 11, 8.5)
    grid = axes[0, 0].get_gridspec()
    for ax in axes[:2].ravel():
        ax.remove()
    left, right = sheet.figure.add_subplot(grid[:2, :3]), sheet.figure.add_subplot(grid[:2, 3:])
    with sheet.panel(left, title="momentum_step in a narrow valley, 25 steps"):
        _draw_valley(left, functions)
    pictures = axes[2:].ravel()
    for ax in pictures:
        ax.set_axis_off()
    with sheet.panel(right, title="the losses while it learns to read"):
        rng = np.random.default_rng(0)
        reader = learn(functions, small_digits(functions, rng), rng, EPOCHS)
        _draw_losses(right, reader)
        _draw_digits(pictures, reader)


def _draw_valley(ax: Any, functions: Functions) -> None:
    x, y = np.linspace(-2.4, 2.4, 80), np.linspace(-1.3, 1.3, 60)
    ax.contour(x, y, VALLEY[0, 0] * x**2 + VALLEY[0, 1] * y[:, None] ** 2, levels=10, colors="0.8")
    for momentum, colour, line, marker in ((0.0, BLUE, "--", "o"), (0.8, ORANGE, "-", "s")):
        places = [START[0]]
        params, velocity = [(START, np.zeros(2))], [(np.zeros((1, 2)), np.zeros(2))]
        for _ in range(STEPS):
            grads = [(VALLEY * params[0][0], np.zeros(2))]
            told = functions.ask("momentum_step", params, grads, velocity, 0.05, momentum)
            params, velocity = pair(told, "momentum_step", "params, velocity")
            W = pair(params[0], "momentum_step", "W, b")[0] if isinstance(params, list) and params else None
            places.append(numbers(W, (1, 2), "momentum_step, as W,")[0])
        path = drawable(np.array(places))
        ax.plot(*path.T, color=colour, linestyle=line, marker=marker, markersize=4, label=f"momentum {momentum:g}")
    ax.set(xlim=(-2.4, 2.4), ylim=(-1.3, 1.3), xlabel="a weight", ylabel="another")
    ax.legend(frameon=False, loc="lower right")


def _draw_losses(ax: Any, reader: Reader) -> None:
    epochs = np.arange(1, len(reader.losses["train_loss"]) + 1)
    ax.plot(epochs, drawable(reader.losses["train_loss"]), color="0.4", linestyle="--", label="training")
    ax.plot(epochs, drawable(reader.losses["validation_loss"]), color="black", label="validation")
    ax.set(xlabel="epoch", ylabel="cross-entropy", ylim=(0, None))
    ax.set_title(f"{reader.right} of {len(reader.sure)} digits that it had never seen are right", fontsize=10)
    ax.legend(frameon=False)


def _draw_digits(axes: np.ndarray, reader: Reader) -> None:
    for ax, number in zip(axes, reader.examples(len(axes)), strict=False):
        ax.imshow(reader.digits.unseen[number].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        digit, guess, sure = reader.digits.y_val[number], reader.guesses[number], reader.sure[number].max()
        ax.set_title(f"{guess}, {sure:.0%} sure" if digit == guess else f"{digit}, read as {guess}", fontsize=9)
