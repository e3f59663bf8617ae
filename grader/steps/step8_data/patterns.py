"""What people do to columns in place of standardizing them, and to labels in place of one-hot rows."""

import itertools
from collections.abc import Callable

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis import sampling
from grader.diagnosis.observations import Finding, Observation, Pattern, alike_numbers

Statistic = Callable[[np.ndarray, np.ndarray], np.ndarray]

_CENTRES: list[tuple[str, Statistic]] = [
    ("the mean of train", lambda a, b: a.mean(axis=0)),
    ("its own mean", lambda a, b: b.mean(axis=0)),
    ("nothing", lambda a, b: 0.0 * a.mean(axis=0)),
    ("one mean for all columns", lambda a, b: a.mean() + 0 * a.mean(axis=0)),
    ("the median of train", lambda a, b: np.median(a, axis=0)),
    ("the minimum of train", lambda a, b: a.min(axis=0)),
    ("the mean of both arrays", lambda a, b: np.concatenate([a, b]).mean(axis=0)),
    ("the mean of train over its deviation", lambda a, b: a.mean(axis=0) / a.std(axis=0)),
    ("minus the mean of train", lambda a, b: -a.mean(axis=0)),
]
_SPREADS: list[tuple[str, Statistic]] = [
    ("the deviation of train", lambda a, b: a.std(axis=0)),
    ("its own deviation", lambda a, b: b.std(axis=0)),
    ("nothing", lambda a, b: 1 + 0 * a.std(axis=0)),
    ("the variance of train", lambda a, b: a.var(axis=0)),
    ("the deviation of train with n - 1", lambda a, b: a.std(axis=0, ddof=1)),
    ("one deviation for all columns", lambda a, b: a.std() + 0 * a.std(axis=0)),
    ("the range of train", lambda a, b: np.ptp(a, axis=0)),
    ("the largest size in train", lambda a, b: np.abs(a).max(axis=0)),
    ("the largest distance from the mean", lambda a, b: np.abs(a - a.mean(axis=0)).max(axis=0)),
    ("the deviation of both arrays", lambda a, b: np.concatenate([a, b]).std(axis=0)),
    ("1 over the deviation of train", lambda a, b: 1 / a.std(axis=0)),
    ("the number of rows", lambda a, b: len(a) + 0 * a.std(axis=0)),
]
_RECIPES = list(itertools.product(_CENTRES, _SPREADS))
RIGHT = (_CENTRES[0][0], _SPREADS[0][0])


def _varied(seen: list[Observation]) -> list[Observation]:
    return [s for s in seen if not s.has("constant", "nearly constant")]


def _recipe(part: int, seen: list[Observation]) -> tuple[str, str] | None:
    """What is subtracted, and what divided by, in one of the two arrays."""
    made = []
    for s in seen:
        value = as_numbers(s.value[part])
        if value is None:
            return None
        made.append((*s.question.arguments(), np.asarray(value, float)))
    with np.errstate(all="ignore"):
        for (centre, middle), (spread, scale) in _RECIPES:
            if all(
                value.shape == (a, b)[part].shape
                and alike_numbers(value, ((a, b)[part] - middle(a, (a, b)[part])) / scale(a, (a, b)[part]))
                for a, b, value in made
            ):
                return centre, spread
    return None


def of_standardize(seen: list[Observation]) -> Finding | None:
    """Another recipe for one of the two arrays, or for both; or a column that never changes."""
    varied = _varied(seen)
    if any(s.failure or not isinstance(s.value, (list, tuple)) or len(s.value) != 2 for s in seen):
        return None
    recipes = [_recipe(part, varied) for part in (0, 1)]
    told = [
        f"in {name}, {recipe[0]} is subtracted, and the rest is divided by {recipe[1]}"
        for name, recipe in zip(("train", "other"), recipes, strict=True)
        if recipe and recipe != RIGHT
    ]
    if told:
        return Finding(f"As it seems, {'; '.join(told)}.", "Which mean and which deviation are due?")
    if not any(s.wrong for s in varied):
        return _about_columns([s for s in seen if s.wrong])
    if recipes[0] == RIGHT:
        return Finding(
            "train comes out right, and other does not.", "It wants the same treatment, with the numbers of train."
        )
    return None


def _about_columns(wrong: list[Observation]) -> Finding | None:
    if not wrong:
        return None
    value = as_numbers(wrong[0].value[0])
    if value is not None and np.isnan(value).any():
        return Finding(
            f"On {wrong[0].question.label}, nan comes back: 0 is divided by 0.", "What should such a column become?"
        )
    if value is not None and value.shape != wrong[0].expected[0].shape:
        return Finding(f"On {wrong[0].question.label}, the shape changes to {value.shape}.", "All columns are to stay.")
    if all(s.has("nearly constant") for s in wrong):
        return Finding(
            "A column that hardly changes does not get the deviation 1.", "What is added to its deviation, or cut off?"
        )
    return Finding(
        f"Right for ordinary columns, and not on {wrong[0].question.label}.", "What should such a column become?"
    )


def of_one_hot(seen: list[Observation]) -> Finding | None:
    """Ones in other places, too many of them, or other numbers."""
    found = []
    for s in seen:
        value = as_numbers(s.value)
        if value is None or value.shape != s.expected.shape:
            return None
        found.append((np.asarray(value, float), s.expected, s.question.arguments()[0]))
    if all(alike_numbers(value, np.roll(due, -1, axis=1)) for value, due, _ in found):
        return Finding(
            "Every 1 stands one column too far to the left, that of class 0 in the last.", "From where do labels count?"
        )
    if all(alike_numbers(value, due[:, ::-1]) for value, due, _ in found):
        return Finding("The columns are counted from the right: class 0 has its 1 in the last one.")
    if all(alike_numbers(value, 1 - due) for value, due, _ in found):
        return Finding("Zeros and ones are exchanged.", "How many ones should stand in each row?")
    if all(alike_numbers(value, due * labels[:, None]) for value, due, labels in found):
        return Finding("The number of the label stands where a 1 is due.", "What does class 0 look like?")
    ones = [int((row != 0).sum()) for value, _, _ in found for row in value]
    if max(ones) > 1:
        return Finding(
            f"There are rows with {max(ones)} entries that are not 0.", "How many ones should stand in each row?"
        )
    if min(ones) == 0:
        return Finding("There are rows without any 1.", "Which line should set it?")
    others = {float(x) for value, _, _ in found for x in value.flat} - {0.0, 1.0}
    if others:
        return Finding(f"There are other numbers than 0 and 1, such as {min(others):.4g}.")
    return Finding(
        "Each row has its 1, but not always in the column of its label.", "Which row belongs to the first label?"
    )


PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "one_hot": (of_one_hot,),
    "standardize": (of_standardize,),
    "train_validation_split": (sampling.explain,),
    "minibatches": (sampling.explain,),
}
