"""Step 7: three classes, and how sure a network is of each over the plane."""

import numpy as np

from grader.seeing.functions import Functions
from grader.seeing.pictures.sheet import BLUE, Sheet, draw_plane, draw_points, drawable, plane
from grader.seeing.training import LOSSES, Training

CENTRES = np.array([[-1.0, -0.6], [1.0, -0.7], [0.1, 1.1]])
EACH = 25  # points around a centre
EPOCHS = 200


def three_clouds() -> tuple[np.ndarray, np.ndarray]:
    """Points (n, 2) in three classes, and their labels (n,)."""
    labels = np.repeat(np.arange(3), EACH)
    return CENTRES[labels] + np.random.default_rng(7).normal(0, 0.45, (len(labels), 2)), labels


def draw(sheet: Sheet, functions: Functions) -> None:
    """A plane for each class, and the loss."""
    axes = sheet.subplots("Your network chooses among three classes: how sure it is of each", 1, 4, 14, 3.9)[0]
    X, labels = three_clouds()
    x1, x2, points = plane(X)
    losses: list[float] = []
    with sheet.panel(*axes, title="class 0"):
        training = Training(functions, [2, 8, 3], ["tanh"], LOSSES["classes"], rate=0.5)
        for _ in range(EPOCHS):
            losses.append(training.loss_on(X, labels))
            for _ in training.epoch(X, labels):
                training.check()
        sure = training.answers(points)
        for label, ax in enumerate(axes[:3]):
            image = draw_plane(ax, x1, x2, sure[:, label])
            draw_points(ax, X, labels)
            ax.set(aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
            ax.set_title(f"class {label}", fontsize=10)
        sheet.figure.colorbar(image, ax=list(axes[:3]), label="probability", shrink=0.8)
        axes[0].legend(loc="upper left", fontsize=8)
        axes[3].plot(drawable(np.array(losses)), color=BLUE)
        axes[3].axhline(np.log(3), color="0.5", linestyle="--", label="three equal guesses: ln 3")
        axes[3].set(xlabel="epoch", ylabel="cross-entropy", ylim=(0, None))
        axes[3].set_title(f"{training.right(X, labels):.0%} of the points are right", fontsize=10)
        axes[3].legend(frameon=False, fontsize=8)
