"""Step 2: what networks answer over the plane before they have learned anything."""

import numpy as np

from grader.seeing.functions import Functions, layers, numbers, pair
from grader.seeing.pictures.sheet import Sheet, draw_plane, plane

SEEDS = range(6)
SIZES = [2, 8, 8, 1]
ACTIVATIONS = ["tanh", "tanh", "sigmoid"]
CORNERS = np.array([[-2.0, -2.0], [2.0, 2.0]])


def draw(sheet: Sheet, functions: Functions) -> None:
    """A panel for each of six networks that differ in nothing but their first weights."""
    title = "Six networks before training, 2-8-8-1: the same functions, other weights"
    axes = sheet.subplots(title, 2, 3, 9.5, 6.2).ravel()
    x1, x2, points = plane(CORNERS)
    image = None
    for ax, seed in zip(axes, SEEDS, strict=True):
        with sheet.panel(ax, title=f"weights drawn from seed {seed}"):
            params = layers(functions.ask("init_params", SIZES, np.random.default_rng(seed)), SIZES, "init_params")
            y_hat, _ = pair(functions.ask("forward", params, points, ACTIVATIONS), "forward", "y_hat, cache")
            image = draw_plane(ax, x1, x2, numbers(y_hat, (len(points), 1), "forward"))
            ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    if image:
        sheet.figure.colorbar(image, ax=list(axes), label="output; the line is one half", shrink=0.8)
