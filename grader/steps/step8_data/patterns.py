"""What people do to columns in place of standardizing them."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from grader.diagnosis import dealing
from grader.diagnosis.observations import Finding, Pattern
from grader.diagnosis.other_ways import OtherWays, Scope, Way
from grader.diagnosis.patterns import data

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


def _treated(train: np.ndarray, array: np.ndarray, centre: Statistic, spread: Statistic) -> np.ndarray:
    return (array - centre(train, array)) / spread(train, array)


def _of_both() -> Iterator[Way]:
    for (subtracted, c), (divisor, s) in _RECIPES:
        words = f"in each array, {subtracted} is subtracted, and the rest is divided by {divisor}"
        yield words, lambda a, b, c=c, s=s: (_treated(a, a, c, s), _treated(a, b, c, s))


def _of(name: str, part: int) -> Callable[[], Iterator[Way]]:
    def all_of_them() -> Iterator[Way]:
        for (subtracted, c), (divisor, s) in _RECIPES:
            words = f"in {name}, {subtracted} is subtracted, and the rest is divided by {divisor}"
            yield words, lambda a, b, c=c, s=s: _treated(a, (a, b)[part], c, s)

    return all_of_them


def _another_recipe(words: str) -> Finding:
    as_it_came = "nothing is subtracted, and the rest is divided by nothing" in words
    ask = "Which mean and which deviation are due?"
    changed = "With which mean and deviation, then? If train itself was changed before, its own are 0 and 1."
    return Finding(f"As it seems, {words}.", changed if as_it_came else ask)


UNVARIED = frozenset({"constant", "nearly constant"})

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "one_hot": (data.of_one_hot,),
    "standardize": (
        OtherWays("of_standardize", _of_both, _another_recipe, Scope(without=UNVARIED)),
        OtherWays("of_standardize", _of("train", 0), _another_recipe, Scope(without=UNVARIED, part=0)),
        OtherWays("of_standardize", _of("other", 1), _another_recipe, Scope(without=UNVARIED, part=1)),
        data.of_columns,
    ),
    "train_validation_split": (dealing.explain,),
    "minibatches": (dealing.explain,),
}
