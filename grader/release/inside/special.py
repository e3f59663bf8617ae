"""Patterns of a single function. Those of the whole kit that try formulas, right ones among them, stay there."""

from grader.diagnosis import dealing, printing, starts
from grader.diagnosis.observing import Pattern

SPECIAL: dict[str, tuple[Pattern, ...]] = {
    "init_params": (starts.explain,),
    "train": (printing.of_printing,),
    "train_validation_split": (dealing.explain,),
    "minibatches": (dealing.explain,),
    "fit": (dealing.explain,),
}


def patterns(function: str) -> tuple[tuple[Pattern, ...], tuple[tuple[str, Pattern], ...]]:
    """The patterns to try before the general ones, and those to try when nothing else holds, with their names."""
    return SPECIAL.get(function, ()), ()
