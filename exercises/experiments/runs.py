"""Networks trained side by side: every setting from several starts, and what came of it in numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from exercises.experiments.kit import Kit

Progress = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True)
class Setting:
    """What to train on what. learned: below this loss it counts as learned. start: changes the first weights."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    data: Callable[[int], tuple[np.ndarray, np.ndarray]]  # from the seed
    learning_rate: float
    epochs: int
    learned: float
    start: Callable[[list], list] = lambda params: params


@dataclass(frozen=True)
class Run:
    """One training: losses (epochs + 1,), before each update and after the last one."""

    seed: int
    setting: Setting
    params: list
    losses: np.ndarray
    accuracy: float

    @property
    def learned_at(self) -> int | None:
        """The first epoch whose loss is low enough and stays so to the end, or None."""
        high = np.flatnonzero(~(self.losses < self.setting.learned))
        after = int(high[-1]) + 1 if high.size else 0
        return after if after < len(self.losses) else None


Results = dict[str, list[Run]]


def train_all(kit: Kit, settings: dict[str, Setting], seeds: Iterable[int], progress: Progress = iter) -> Results:
    """Train every setting from every seed. Settings of equal sizes start from the same weights."""
    results: Results = {name: [] for name in settings}
    for name, seed in progress(list(product(settings, seeds))):
        results[name].append(train_one(kit, settings[name], seed))
    return results


def train_one(kit: Kit, setting: Setting, seed: int) -> Run:
    X, y = setting.data(seed)
    activations = list(setting.activations)
    params = setting.start(kit.init_params(list(setting.sizes), np.random.default_rng(seed)))
    params, losses = kit.train(params, X, y, activations, setting.learning_rate, setting.epochs)
    last = kit.mse(kit.forward(params, X, activations)[0], y)
    accuracy = float(np.mean(kit.predict(params, X, activations) == y))
    return Run(seed, setting, params, np.array([*losses, last], dtype=float), accuracy)


def median_run(runs: list[Run]) -> Run:
    """The run whose last loss is in the middle: the one to draw."""
    return sorted(runs, key=lambda run: run.losses[-1])[(len(runs) - 1) // 2]


def spread(values: Iterable[float], digits: int = 0) -> str:
    """Median, and smallest and largest in parentheses.

    >>> spread([3, 1, 8])
    '3 (1-8)'
    """
    values = np.array(list(values), dtype=float)
    low, middle, high = (f"{value:.{digits}f}" for value in (values.min(), np.median(values), values.max()))
    return f"{middle} ({low}-{high})"


def comparison(results: Results, first: str) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the table in which every setting is a row; first heads its name."""
    goal = next(iter(results.values()))[0].setting.learned
    headings = [first, "learned", f"epochs to < {goal:g}", "final loss", "accuracy"]
    rows = []
    for name, runs in results.items():
        epochs = [run.learned_at for run in runs if run.learned_at is not None]
        rows.append(
            [
                name,
                f"{len(epochs)} of {len(runs)}",
                spread(epochs) if epochs else "-",
                spread((run.losses[-1] for run in runs), 4),
                spread((run.accuracy for run in runs), 2),
            ]
        )
    return headings, rows


def table(headings: list[str], rows: list[list[str]]) -> str:
    """Text with the columns under each other.

    >>> print(table(["rate", "loss"], [["0.1", "0.25"], ["10", "0.5"]]))
    rate | loss
    -----+-----
     0.1 | 0.25
      10 |  0.5
    """
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = [
        " | ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in [headings, *rows]
    ]
    rule = "-+-".join("-" * width for width in widths)
    return "\n".join([lines[0], rule, *lines[1:]])
