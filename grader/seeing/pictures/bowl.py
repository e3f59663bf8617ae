"""Step 3: the loss as a bowl over two predictions, and its gradient as arrows."""

import numpy as np

from grader.seeing.functions import Functions, NotSeen, number, numbers
from grader.seeing.pictures.sheet import BLUE, ORANGE, Sheet, drawable

Y = np.array([[0.8], [0.2]])  # what two samples should give
LINE = np.linspace(-0.6, 1.6, 41)
STARTS = ((-0.3, 1.2), (0.1, -0.35), (1.4, 1.0), (0.3, 0.6))
AT = 0.1  # where the tangent touches
SHORT = 0.35  # an arrow is this part of the gradient


def draw(sheet: Sheet, functions: Functions) -> None:
    """The bowl cut open on the left, seen from above on the right."""
    left, right = sheet.subplots("Your loss: two samples whose targets are 0.8 and 0.2", 1, 2, 10.5, 4.6)[0]

    def loss(first: float, second: float) -> float:
        return number(functions.ask("mse", np.array([[first], [second]]), Y.copy()), "mse")

    def gradient(first: float, second: float) -> np.ndarray:
        told = functions.ask("mse_gradient", np.array([[first], [second]]), Y.copy())
        return drawable(numbers(told, Y.shape, "mse_gradient")).ravel()

    with sheet.panel(left, title="cut through the middle: the second answer is right"):
        left.plot(LINE, drawable(np.array([loss(x, 0.2) for x in LINE])), color=BLUE, linewidth=2.5)
        left.axvline(0.8, color="0.6", linestyle=":")
        left.set(xlabel="what the network answers to the first sample", ylabel="mse")
        _tangent(sheet, left, loss(AT, 0.2), lambda: gradient(AT, 0.2)[0])
    with sheet.panel(right, title="from above: the gradient points uphill"):
        heights = drawable(np.array([[loss(a, b) for a in LINE[::2]] for b in LINE[::2]]))
        image = right.contourf(LINE[::2], LINE[::2], heights, levels=12, cmap="cividis")
        sheet.figure.colorbar(image, ax=right, label="mse")
        right.plot(*Y.ravel(), "*", markersize=15, color="white", markeredgecolor="black")
        right.set(xlabel="answer to the first sample", ylabel="answer to the second", aspect="equal")
        right.set(xlim=LINE[[0, -1]], ylim=LINE[[0, -1]])
        for start in STARTS:
            _arrow(right, start, gradient(*start))


def _tangent(sheet: Sheet, ax, height: float, slope_of) -> None:
    try:
        slope = slope_of()
    except NotSeen as missing:
        sheet.problems.append(str(missing))
        return
    ends = np.array([-0.35, 0.35])
    ax.plot(AT + ends, height + slope * ends, color=ORANGE, linestyle="--", linewidth=1.8)
    ax.plot(AT, height, "o", color=ORANGE)
    ax.annotate(f"slope {slope:.3g}", (AT, height), textcoords="offset points", xytext=(8, 4))


def _arrow(ax, start: tuple[float, float], gradient: np.ndarray) -> None:
    ax.plot(*start, "o", color="white", markeredgecolor="black")
    if np.isfinite(gradient).all() and np.abs(gradient).max() < 1e6:
        end = np.array(start) + SHORT * gradient
        style = {"arrowstyle": "-|>", "color": "white", "linewidth": 2, "shrinkA": 4, "shrinkB": 0}
        ax.annotate("", end, start, arrowprops=style | {"path_effects": _outline()}, annotation_clip=False)


def _outline() -> list:
    from matplotlib.patheffects import Stroke

    return [Stroke(linewidth=4, foreground="black"), Stroke(linewidth=2, foreground="white")]
