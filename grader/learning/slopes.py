"""A learner's derivative beside the slope of the function itself, measured by central differences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.compare import as_numbers, same_values
from grader.checks.messages import number
from grader.diagnosis.knowledge import slope
from grader.learning.gradients import CannotExplain, factor_text

if TYPE_CHECKING:
    from grader.diagnosis.observations import Ask

POINTS = np.linspace(-4.0, 4.0, 160)  # an even number: never 0, where relu has no slope
TOLD = (-3.0, -1.0, -0.25, 0.25, 1.0, 3.0)


@dataclass(frozen=True)
class Curves:
    """What came back, and what is due, at the points and at the few that are told in words."""

    function: str
    yours: np.ndarray
    due: np.ndarray
    told: tuple[tuple[float, float, float], ...]  # z, yours, due


def compare_slope(function: str, ask: "Ask") -> Curves | None:
    """The curves of a derivative, or None where it is right. Raises CannotExplain, and LearnerFailed."""

    def both(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value = as_numbers(ask(function, (z.copy(),)).value)
        if value is None or value.shape != z.shape:
            came = "no array of numbers" if value is None else f"an array of shape {value.shape}"
            raise CannotExplain(f"{function}: for an array of shape {z.shape}, {came} came back")
        return value.astype(float), slope(function, z)

    (yours, due), (few, few_due) = both(POINTS), both(np.array(TOLD))
    if same_values(yours, due) and same_values(few, few_due):
        return None
    return Curves(function, yours, due, tuple(zip(TOLD, few.tolist(), few_due.tolist(), strict=True)))


def page(curves: Curves, plain: bool = False) -> Iterator[str]:
    """The curves in numbers."""
    yield f"{curves.function}: yours beside the slope of {curves.function.removesuffix('_derivative')}, measured"
    yield ""
    if not plain:
        yield f"{'z':>8}{'yours':>12}{'slope':>12}{'factor':>12}"
    for z, yours, due in curves.told:
        wrong = not same_values(np.array([yours]), np.array([due]))
        factor = factor_text(yours / due) if abs(due) > 1e-9 else ""
        if plain:
            times = f", {factor} times as much" if factor else ""
            yield f"at z = {z}: yours {number(yours)}, the slope {number(due)}{times if wrong else ', right'}"
        else:
            sign = "ok" if not wrong else f"x {factor}" if factor else "0 due"
            yield f"{z:>8}{number(yours):>12}{number(due):>12}{sign:>12}"


def figure(plt: Any, curves: Curves) -> Any:
    """Both curves, told apart by colour, line and label."""
    made = plt.figure(figsize=(7, 4.2), layout="constrained")
    ax = made.subplots()
    ax.axhline(0, color="0.8", linewidth=0.8)
    base = curves.function.removesuffix("_derivative")
    ax.plot(POINTS, curves.due, color="black", linewidth=2.5, label=f"slope of {base}, measured")
    shown = np.where(np.isfinite(curves.yours), curves.yours, np.nan)
    ax.plot(POINTS, shown, color="#D55E00", linestyle="--", marker="o", markevery=12, label="yours")
    room = max(1.0, float(np.max(np.abs(curves.due)))) * 2
    ax.set(xlabel="z", ylabel="slope", ylim=(max(-room, *ax.get_ylim()[:1]), min(room, ax.get_ylim()[1])))
    ax.set_title(f"{curves.function}: yours, and the slope of {base}")
    ax.legend(frameon=False)
    return made
