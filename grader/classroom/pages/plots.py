"""Geometry for the plots that templates draw as SVG: numbers in, coordinates out, no text of anybody's."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.examination.network import AXIS

WIDTH, HEIGHT = 360.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 346.0, 14.0, 252.0  # of the area inside the axes
SIDE = BOTTOM - TOP  # the boundary is a square
SHADES = ("#f7f9fb", "#e6ecf3", "#d3dde9", "#bfcddf", "#aabdd4", "#95adc9", "#7f9bbd", "#6989b0", "#5377a2", "#3d6593")


@dataclass(frozen=True)
class Axis:
    """Numbers between two ends, laid on the pixels between two others."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


@dataclass(frozen=True)
class Curve:
    """The loss curve: the line, ticks as (place, label), and what is said of it."""

    path: str
    x_ticks: list[tuple[float, str]]
    y_ticks: list[tuple[float, str]]
    first: float
    last: float
    epochs: int


@dataclass(frozen=True)
class Boundary:
    """The network's answers: rectangles (x, y, width, height, shade), the line at 0.5, ticks, the points of XOR."""

    cells: list[tuple[float, float, float, float, str]]
    line: str
    x_ticks: list[tuple[float, str]]
    y_ticks: list[tuple[float, str]]
    points: list[tuple[float, float, int, str]]  # x, y, target, answer
    answers: str


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `count` of them.

    >>> nice_ticks(0, 0.27)
    [0.0, 0.1, 0.2, 0.3]
    """
    span = high - low or abs(high) or 1.0
    size = 10 ** math.floor(math.log10(span / count))
    step = next(size * factor for factor in (1, 2, 5, 10) if span / (size * factor) <= count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{step * i:.10g}") for i in range(first, max(last, first + 1) + 1)]


def curve(network: dict[str, Any]) -> Curve | None:
    """The plot of a report's loss curve; None where there is none."""
    pairs = network.get("curve")
    if not pairs:
        return None
    epochs, losses = [int(pair[0]) for pair in pairs], [float(pair[1]) for pair in pairs]
    x_values, y_values = nice_ticks(0, epochs[-1] + 1), nice_ticks(min(0.0, *losses), max(losses))
    x, y = Axis(x_values[0], x_values[-1], LEFT, RIGHT), Axis(y_values[0], y_values[-1], BOTTOM, TOP)
    path = "M" + " L".join(f"{x(epoch)} {y(loss)}" for epoch, loss in zip(epochs, losses, strict=True))
    x_ticks = [(x(value), f"{value:g}") for value in x_values]
    return Curve(path, x_ticks, [(y(value), f"{value:g}") for value in y_values], losses[0], losses[-1], epochs[-1] + 1)


def boundary(network: dict[str, Any]) -> Boundary | None:
    """The plot of a report's decision boundary; None where there is none."""
    rows = network.get("boundary")
    if not rows:
        return None
    values = np.array(rows, dtype=float)
    low, high = float(AXIS[0]), float(AXIS[-1])
    x, y = Axis(low, high, LEFT, LEFT + SIDE), Axis(low, high, BOTTOM, TOP)
    ticks = [low, 0.0, 0.5, 1.0, high]
    nearest = {place: int(np.abs(AXIS - place).argmin()) for place in (0, 1)}
    points = [
        (x(x1), y(x2), int(x1 != x2), f"{values[nearest[x2], nearest[x1]]:.2f}") for x1 in (0, 1) for x2 in (0, 1)
    ]
    answers = ", ".join(f"({x1}, {x2}): {values[nearest[x2], nearest[x1]]:.2f}" for x1 in (0, 1) for x2 in (0, 1))
    return Boundary(
        _cells(values, x, y),
        _line(values, x, y),
        [(x(value), f"{value:g}") for value in ticks],
        [(y(value), f"{value:g}") for value in ticks],
        points,
        answers,
    )


def _shade(value: float) -> int:
    return int(min(max(value, 0.0), 0.9999) * len(SHADES))


def _cells(values: np.ndarray, x: Axis, y: Axis) -> list[tuple[float, float, float, float, str]]:
    """A rectangle around each grid point, cut at the edge; neighbours in a row that share a shade are one."""
    half = float(AXIS[1] - AXIS[0]) / 2
    edges = [max(x.low, float(at) - half) for at in AXIS] + [x.high]
    cells = []
    for row, shades in enumerate([[_shade(value) for value in line] for line in values]):
        top, bottom = y(edges[row + 1]), y(edges[row])
        start = 0
        for column in range(1, len(shades) + 1):
            if column == len(shades) or shades[column] != shades[start]:
                left, right = x(edges[start]), x(edges[column])
                cells.append((left, top, round(right - left, 1), round(bottom - top, 1), SHADES[shades[start]]))
                start = column
    return cells


def _line(values: np.ndarray, x: Axis, y: Axis, level: float = 0.5) -> str:
    """The line where the answer is 0.5, by marching squares; "" where the answer is on one side everywhere."""
    parts = []
    for i in range(len(AXIS) - 1):
        for j in range(len(AXIS) - 1):
            corners = [(i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j)]
            crossed = [
                _crossing(values, a, b, level, x, y)
                for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
                if (values[a] >= level) != (values[b] >= level)
            ]
            for start, end in zip(crossed[::2], crossed[1::2], strict=True):
                parts.append(f"M{start[0]} {start[1]} L{end[0]} {end[1]}")
    return " ".join(parts)


def _crossing(
    values: np.ndarray, a: tuple[int, int], b: tuple[int, int], level: float, x: Axis, y: Axis
) -> tuple[float, float]:
    part = (level - values[a]) / (values[b] - values[a])
    x1 = AXIS[a[1]] + part * (AXIS[b[1]] - AXIS[a[1]])
    x2 = AXIS[a[0]] + part * (AXIS[b[0]] - AXIS[a[0]])
    return x(float(x1)), y(float(x2))
