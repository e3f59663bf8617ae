"""Formulas tried on a learner's numbers, until one gives them on every question."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.checks.compare import as_numbers, tolerance
from grader.diagnosis.observations import Observation, alike_numbers

Formula = tuple[str, Callable[..., Any]]


def bracketed(formula: str, around: str = "minus {}") -> str:
    """The formula in brackets, where it has an operator and more than itself is printed."""
    operators = (" + ", " - ", " * ", " / ")
    whole = around == "{}" or not (formula.startswith("-") or any(operator in formula for operator in operators))
    return formula if whole else f"({formula})"


def match(seen: list[Observation], formulas: Iterator[Formula]) -> str | None:
    """The first formula which gives the learner's values on all these questions, where these are not right anyway."""
    if not any(s.wrong for s in seen):
        return None
    answered = [
        (s.question.arguments(), np.asarray(as_numbers(s.value), dtype=float))
        for s in seen
        if as_numbers(s.value) is not None
    ]
    if not answered or len(answered) < len(seen):
        return None
    arguments, first = answered[0]
    near = tolerance(first, first)
    with np.errstate(all="ignore"):
        for words, formula in formulas:
            try:
                made = np.asarray(formula(*arguments), dtype=float)
                if made.shape != first.shape or (np.abs(made - first) > near).any():
                    continue
                if all(alike_numbers(values, np.asarray(formula(*given), dtype=float)) for given, values in answered):
                    return words
            except (ValueError, ZeroDivisionError, FloatingPointError, IndexError):
                continue
    return None
