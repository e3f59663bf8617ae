"""Step 4: a gradient found by trial beside the exact one, and how far it is off for a nudge of every size."""

import numpy as np

from grader.seeing.functions import Functions, NotSeen, number, numbers
from grader.seeing.pictures.sheet import BLUE, ORANGE, Sheet, drawable

X = np.array([0.2, 0.9, 1.7, 2.6, -1.1])
H = 10.0 ** np.arange(-13, 0)


def f(x: np.ndarray) -> float:
    """A function of five numbers, whose gradient is cos(x)."""
    return float(np.sum(np.sin(x)))


def draw(sheet: Sheet, functions: Functions) -> None:
    """Bars on the left, the errors on the right."""
    left, right = sheet.subplots("Your judge: a gradient by trial, here of sin at five places", 1, 2, 10.5, 4.4)[0]
    due = np.cos(X)
    with sheet.panel(left, title="found by trial, and what calculus says"):
        found = drawable(numbers(functions.ask("numerical_gradient", f, X.copy()), X.shape, "numerical_gradient"))
        places = np.arange(len(X))
        left.bar(places - 0.2, found, 0.4, color=BLUE, edgecolor="black", label="numerical_gradient")
        left.bar(places + 0.2, due, 0.4, color="white", edgecolor="black", hatch="///", label="cos(x)")
        left.axhline(0, color="black", linewidth=0.8)
        left.set_xticks(places, [f"x = {x:g}" for x in X])
        left.set_ylabel("slope")
        left.legend(frameon=False)
        try:
            error = number(functions.ask("relative_error", found, due), "relative_error")
            left.set_xlabel(f"your relative_error of the two: {error:.1e}")
        except NotSeen as missing:
            sheet.problems.append(str(missing))
    with sheet.panel(right, title="how far off it is, for a nudge h of every size"):
        errors = [_error(functions, float(h), due) for h in H]
        right.loglog(H, np.maximum(errors, 1e-17), "o-", color=ORANGE)
        right.axvline(1e-5, color="0.6", linestyle=":")
        right.text(1e-5, 0.97, " h = 1e-5", transform=right.get_xaxis_transform(), va="top", fontsize=9)
        right.set(
            xlabel="h: too small, and rounding errors grow;\ntoo large, and the curve bends", ylabel="largest error"
        )


def _error(functions: Functions, h: float, due: np.ndarray) -> float:
    found = numbers(functions.ask("numerical_gradient", f, X.copy(), h), X.shape, "numerical_gradient")
    return float(np.nanmax(np.abs(drawable(found) - due)))
