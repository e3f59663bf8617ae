"""`explain`: a wrong gradient as a picture and in words, beside the numerical one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.checks.answer import Answer, LearnerFailed
from grader.checks.failures import TookTooLong, interrupt_after
from grader.checks.messages import ascii_only, wrapped
from grader.curriculum import EXERCISES, Function, explained_as
from grader.learning import gradients, heatmap, slopes
from grader.learning.gradients import CannotExplain, Comparison
from grader.learning.layout import check_command
from grader.learning.local_runner import SECONDS, Work
from grader.learning.slopes import Curves

FIXED = ("agg", "cairo", "pdf", "pgf", "ps", "svg", "template")  # backends without a window


class NoWindow(ValueError):
    """A window cannot be opened here."""


@dataclass(frozen=True)
class Explained:
    """What there is to tell of a wrong gradient."""

    function: Function
    found: Comparison | Curves
    belief: str

    def page(self, plain: bool = False) -> Iterator[str]:
        found = self.found
        yield from slopes.page(found, plain) if isinstance(found, Curves) else gradients.page(found, plain)
        if self.belief:
            yield ""
            yield from wrapped(ascii_only(self.belief))

    def draw(self, folder: Path, show: bool = False) -> Path:
        """Write the picture, and open it in a window where that is asked for. Raises NoWindow and OSError."""
        import matplotlib

        if not show:
            matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        found = self.found
        figure = slopes.figure(plt, found) if isinstance(found, Curves) else heatmap.figure(plt, found)
        file = folder / f"explain_{self.function.name}.png"
        folder.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, dpi=110)
        if show:
            if plt.get_backend().lower() in FIXED:
                raise NoWindow("no window can be opened here")
            plt.show()
        plt.close(figure)
        return file


def measured(function: Function) -> str:
    """What a gradient is compared with, in words."""
    if function.explained == "slope":
        return f"the measured slope from z = {slopes.POINTS[0]:g} to {slopes.POINTS[-1]:g}"
    return "the numerical gradient, in every entry of every example"


def _check_of(function: Function) -> str:
    return check_command(function.name, EXERCISES, Path.cwd())


@contextmanager
def _in_time(function: Function) -> Iterator[None]:
    """Stop a learner's function that does not end."""
    cancel = interrupt_after(SECONDS, lambda: False)
    try:
        yield
    except TookTooLong:
        raise CannotExplain(f"{function.name} does not end; see {_check_of(function)}") from None
    finally:
        cancel()


def explain(function: Function, folder: Path) -> Explained | None:
    """What is wrong with a learner's gradient, or None where it is right. Raises CannotExplain, with one line."""
    if not function.explained:
        known = ", ".join((*explained_as("slope"), *explained_as("gradient")))
        raise CannotExplain(f"there is a picture of gradients only: {known}")
    work = Work(folder)
    ask: Any = work.ask_safely

    def quietly(name: str, arguments: tuple) -> Answer:
        with _in_time(function):
            return ask(name, arguments)

    try:
        compare = slopes.compare_slope if function.explained == "slope" else gradients.compare_gradient
        found = compare(function.name, quietly)
    except LearnerFailed as failed:
        raise CannotExplain(f"{ascii_only(failed.said)}; see {_check_of(function)}") from None
    if found is None:
        return None
    from grader.diagnosis import believed

    belief = believed(function.name, quietly)
    return Explained(function, found, belief.message if belief else "")
