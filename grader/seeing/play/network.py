"""The network of the playground: trained a little at a time, and told as numbers that a page can draw."""

import base64
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.seeing.functions import Direct, NotSeen, numbers, pair
from grader.seeing.play.points import Points
from grader.seeing.play.setting import Setting
from grader.seeing.training import LOSSES, Training

BUDGET = 0.03  # seconds of training between two pictures
MOST = 0.3  # seconds after which there is a picture also of epochs that are not done
PIXELS = (8, 12, 18, 26, 38)  # of a picture along each axis; the more, the quicker the learner's forward is
BEGIN = 3  # index of the first of these
QUICK, SLOW = 0.006, 0.05  # seconds for one picture, beyond which another size is taken


class Network:
    """A network in training on points in the plane. Every method raises NotSeen."""

    def __init__(self, setting: Setting, points: Points, functions: Direct):
        self.setting, self.points, self.functions = setting, points, functions
        loss = LOSSES[setting.loss]
        if len(points.names) > 2 and not loss.classes:
            raise NotSeen(f"your points have {len(points.names)} classes: choose the loss for classes (from step 7 on)")
        outputs = len(points.names) if loss.classes else 1
        sizes = [2, *(units for units, _ in setting.hidden), outputs]
        self.y, self.y_val = (
            labels if loss.classes else labels.reshape(-1, 1).astype(float)
            for labels in (points.labels, points.labels_val)
        )
        self.X, self.X_val = self._scaled(points.X), self._scaled(points.X_val)
        activations = [name for _, name in setting.hidden]
        self.training = Training(functions, sizes, activations, loss, setting.rate, seed=setting.seed)
        self.adjust(setting)
        self.epochs, self.pixels = 0, BEGIN
        self.under_way: Iterator[None] | None = None
        self._make_grid()

    def adjust(self, setting: Setting) -> None:
        """Go on with another rate, batch size or momentum."""
        self.setting = setting
        self.training.rate, self.training.batch = setting.rate, setting.batch
        self.training.momentum = setting.momentum

    def _scaled(self, X: np.ndarray) -> np.ndarray:
        if not self.setting.scaled:
            return X
        told = self.functions.ask("standardize", self.points.X.copy(), X.copy())
        return numbers(pair(told, "standardize", "train, other")[1], X.shape, "standardize") if len(X) else X

    def _make_grid(self) -> None:
        """Points that fill the plane, row by row from its top, as they are shown to the network."""
        both = np.vstack([self.points.X, self.points.X_val])
        margin = 0.15 * np.ptp(both, axis=0) + 1e-9
        low, high = both.min(axis=0) - margin, both.max(axis=0) + margin
        self.extent = [float(low[0]), float(high[0]), float(low[1]), float(high[1])]
        side = PIXELS[self.pixels]
        x1, x2 = np.linspace(low[0], high[0], side), np.linspace(high[1], low[1], side)
        self.grid = self._scaled(np.stack(np.meshgrid(x1, x2), axis=-1).reshape(-1, 2))

    def train(self, epochs: int = 0) -> None:
        """Train for a moment, which may end in the middle of an epoch; or for so many epochs, if that is not long."""
        over, goal = time.perf_counter() + (MOST if epochs else BUDGET), self.epochs + (epochs or 2**60)
        under_way, self.under_way = self.under_way, None  # after an exception an epoch cannot go on
        while True:
            under_way = under_way or self.training.epoch(self.X, self.y)
            if next(under_way, self) is self:
                under_way, self.epochs = None, self.epochs + 1
            if self.epochs >= goal or time.perf_counter() > over:
                self.under_way = under_way
                return

    def frame(self) -> dict[str, Any]:
        """The network as it is now: epochs, losses, weights, and what every unit answers over the plane."""
        self.training.check()
        started = time.perf_counter()
        units = self.training.units(self.grid)
        self._choose_pixels(time.perf_counter() - started)
        side = round(len(units[0]) ** 0.5)
        shown = [[_bytes(column) for column in layer.T] for layer in units[:-1]]
        return {
            "epochs": self.epochs,
            "losses": [self._loss(self.X, self.y), self._loss(self.X_val, self.y_val)],
            "right": self._right(),
            "weights": [[plain(W), plain(np.ravel(b))] for W, b in self.training.params],
            "side": side,
            "units": shown,
            "outputs": [_floats(column) for column in units[-1].T],
        }

    def _choose_pixels(self, seconds: float) -> None:
        """Another size for the next pictures, where these took too long, or could be finer."""
        step = (seconds < QUICK and self.pixels < len(PIXELS) - 1) - (seconds > SLOW and self.pixels > 0)
        if step:
            self.pixels += step
            self._make_grid()

    def _loss(self, X: np.ndarray, y: np.ndarray) -> float | None:
        return plain(self.training.loss_on(X, y)) if len(X) else None

    def _right(self) -> float | None:
        """The part of the points that are right, those of validation where there are any; None without its function."""
        X, y = (self.X_val, self.y_val) if len(self.X_val) else (self.X, self.y)
        try:
            return self.training.right(X, y)
        except NotSeen:
            return None

    def told(self) -> dict[str, Any]:
        """What stays as it is: layers, points, the plane."""
        points = self.points
        return {
            "sizes": self.training.sizes,
            "activations": self.training.activations,
            "classes": LOSSES[self.setting.loss].classes,
            "names": points.names,
            "extent": self.extent,
            "points": [[*map(float, x), int(label)] for x, label in zip(points.X, points.labels, strict=True)],
            "later": [[*map(float, x), int(label)] for x, label in zip(points.X_val, points.labels_val, strict=True)],
        }


def plain(value: Any) -> Any:
    """Numbers as JSON can hold them: rounded, and None for what is not finite."""
    array = np.asarray(value, dtype=float)
    if array.ndim:
        return [plain(part) for part in array]
    return round(float(array), 6) if np.isfinite(array) else None


def _bytes(values: np.ndarray) -> str:
    """What a unit answers, from -1 to 1 by its own largest answer, as bytes from 0 to 254; 127 is 0."""
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    most = np.abs(values).max() or 1.0
    return base64.b64encode(np.round(127 + 127 * values / most).astype(np.uint8).tobytes()).decode()


def _floats(values: np.ndarray) -> str:
    """What an output answers, as it is."""
    return base64.b64encode(np.nan_to_num(values, nan=0.0).astype("<f4").tobytes()).decode()
