"""The points of the playground: the data sets of the kit, and a learner's own, as text with a point in each line."""

import math
import re
from dataclasses import dataclass

import numpy as np

import datasets
from grader.seeing.functions import Functions, NotSeen, numbers
from grader.seeing.play.setting import NoSetting, Setting

MOST_POINTS, MOST_CLASSES = 2000, 10
MADE = {  # how many points are enough to see the shape
    "xor": lambda rng: datasets.xor(),
    "xor_diagonals": lambda rng: datasets.xor_diagonals(),
    "linear": lambda rng: datasets.linear(100, rng),
    "moons": lambda rng: datasets.moons(120, 0.0, rng),
    "spirals": lambda rng: datasets.spirals(200, 0.0, rng),
}
ALL_THERE = ("xor", "xor_diagonals")  # without noise these are the same points every time


@dataclass(frozen=True)
class Points:
    """Points to learn from and to be judged by. X: (n, 2); labels: integers (n,). names: of the classes."""

    X: np.ndarray
    labels: np.ndarray
    X_val: np.ndarray
    labels_val: np.ndarray
    names: tuple[str, ...]


def points(setting: Setting, functions: Functions, splits: bool) -> Points:
    """The points of a setting. Raises NoSetting and NotSeen.

    splits: whether the learner's train_validation_split parts their own points; else every fourth is for validation.
    """
    if setting.data == "own":
        return _parted(*own(setting.csv), functions, splits)
    rng = np.random.default_rng(0)
    parts = []
    for part in ("training", "validation"):
        X, y = MADE[setting.data](rng)
        if part == "validation" and setting.data in ALL_THERE and not setting.noise:
            X, y = X[:0], y[:0]  # there are no others that it has not seen
        parts += [X + setting.noise * rng.standard_normal(X.shape), y[:, 0].astype(int)]
    return Points(parts[0], parts[1], parts[2], parts[3], ("0", "1"))


def own(text: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Points, labels and the names of the classes, out of lines `x1, x2, label`. Raises NoSetting.

    Between the columns stands a comma, a semicolon (a comma may then be the decimal point), a tab or a space. The first
    line may be a heading.

    >>> own("x;y;colour\\n0,5;1;red\\n2;3,5;blue")
    (array([[0.5, 1. ],
           [2. , 3.5]]), array([1, 0]), ('blue', 'red'))
    """
    rows: list[tuple[float, float]] = []
    labels: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = _cells(line)
        if not any(cells):
            continue
        if len(cells) != 3:
            raise NoSetting(f"line {number} of your points has {len(cells)} columns; x1, x2 and a label are 3")
        first, second = (_number(cell) for cell in cells[:2])
        if not rows and first is None and second is None:
            continue  # a heading
        if first is None or second is None:
            wrong = cells[0] if first is None else cells[1]
            raise NoSetting(f"line {number} of your points: {wrong[:30]!r} is no number")
        rows.append((first, second))
        labels.append(cells[2][:30])
    if len(rows) > MOST_POINTS:
        raise NoSetting(f"there can be up to {MOST_POINTS} points, and not {len(rows)}")
    if not rows:
        raise NoSetting("there are no points yet: paste some, a line for each, such as 0.5, 1.2, red")
    names = sorted(set(labels), key=lambda name: (_number(name) is None, _number(name) or 0.0, name))
    if not 2 <= len(names) <= MOST_CLASSES:
        raise NoSetting(f"your points have {len(names)} labels; there can be 2 to {MOST_CLASSES}")
    X = np.array(rows)
    if not np.ptp(X, axis=0).all():
        raise NoSetting("your points lie on one line along an axis; there is no plane to draw")
    return X, np.array([names.index(label) for label in labels]), tuple(names)


def _cells(line: str) -> list[str]:
    if ";" in line:
        cells = line.replace(",", ".").split(";")
    elif "," in line:
        cells = line.split(",")
    else:
        cells = line.split("\t") if "\t" in line else line.split()
    return [re.sub(r"^[\"']|[\"']$", "", cell.strip()) for cell in cells]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1e9 else None


def _parted(X: np.ndarray, labels: np.ndarray, names: tuple[str, ...], functions: Functions, splits: bool) -> Points:
    if not splits or len(X) < 8:
        later = np.arange(len(X)) % 4 == 3
        later &= len(X) >= 8  # of a handful all are needed
        return Points(X[~later], labels[~later], X[later], labels[later], names)
    told = functions.ask("train_validation_split", X, labels, 0.25, np.random.default_rng(0))
    if not isinstance(told, (tuple, list)) or len(told) != 4:
        raise NotSeen("train_validation_split gave no four arrays (X_train, y_train, X_val, y_val)")
    found = []
    for i in (0, 2):
        rows = len(told[i]) if isinstance(told[i], (np.ndarray, list)) else 0
        found += [numbers(told[i], (rows, 2), "train_validation_split")]
        found += [numbers(told[i + 1], (rows,), "train_validation_split").astype(int)]
    if not len(found[0]):
        raise NotSeen("train_validation_split left no samples for training")
    return Points(found[0], found[1], found[2], found[3], names)
