"""Step 1: the three curves, and at a few places the slope as a line that touches them."""

import numpy as np

from grader.seeing.functions import Functions, NotSeen, numbers
from grader.seeing.pictures.sheet import BLUE, ORANGE, Sheet, drawable

Z = np.linspace(-4.0, 4.0, 160)  # an even number: never 0, where relu has no slope
TOUCHED = np.array([-2.5, -0.6, 1.8])
REACH = 0.9  # of a tangent to each side


def draw(sheet: Sheet, functions: Functions) -> None:
    """A panel for each activation."""
    (axes,) = sheet.subplots("Your three activations: each curve, and its slope where the line touches", 1, 3, 11, 3.9)
    for ax, name in zip(axes, ("sigmoid", "relu", "tanh"), strict=True):
        with sheet.panel(ax, title=name):
            _draw_one(sheet, functions, ax, name)


def _draw_one(sheet: Sheet, functions: Functions, ax, name: str) -> None:
    curve = drawable(numbers(functions.ask(name, Z.copy()), Z.shape, name))
    ax.axhline(0, color="0.8", linewidth=0.8)
    ax.axvline(0, color="0.8", linewidth=0.8)
    ax.plot(Z, curve, color=BLUE, linewidth=2.5, label=name)
    ax.set_xlabel("z")
    ax.margins(y=0.12)
    try:
        slope_name = f"{name}_derivative"
        slopes = drawable(numbers(functions.ask(slope_name, TOUCHED.copy()), TOUCHED.shape, slope_name))
        heights = drawable(numbers(functions.ask(name, TOUCHED.copy()), TOUCHED.shape, name))
    except NotSeen as missing:
        sheet.problems.append(str(missing))
        ax.set_xlabel("z\n(no slopes yet)")
        return
    for z, height, slope in zip(TOUCHED, heights, slopes, strict=True):
        ends = np.array([-REACH, REACH])
        ax.plot(z + ends, height + slope * ends, color=ORANGE, linewidth=1.6, linestyle="--")
        ax.plot(z, height, "o", color=ORANGE)
        ax.annotate(f"{slope:.3g}", (z, height), textcoords="offset points", xytext=(6, -12), fontsize=9)
