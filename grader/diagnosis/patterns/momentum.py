"""What became of velocity and gradient in a step with momentum: the factors, found by least squares."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.pairs import Params, as_pairs

ENOUGH = 5  # numbers, from which three factors can be told
Parts = list[tuple[Any, ...]]

_FACTORS: list[tuple[str, Callable[[float, float], float]]] = [
    ("0", lambda r, m: 0.0),
    ("1", lambda r, m: 1.0),
    ("-1", lambda r, m: -1.0),
    ("momentum", lambda r, m: m),
    ("-momentum", lambda r, m: -m),
    ("-learning_rate", lambda r, m: -r),
    ("learning_rate", lambda r, m: r),
    ("(1 - momentum)", lambda r, m: 1 - m),
    ("-(1 - momentum)", lambda r, m: m - 1),
    ("learning_rate * momentum", lambda r, m: r * m),
    ("-learning_rate * momentum", lambda r, m: -r * m),
    ("-learning_rate * (1 - momentum)", lambda r, m: -r * (1 - m)),
    ("learning_rate * (1 - momentum)", lambda r, m: r * (1 - m)),
    ("-learning_rate ** 2", lambda r, m: -r * r),
    ("learning_rate ** 2 * momentum", lambda r, m: r * r * m),
    ("momentum ** 2", lambda r, m: m * m),
    ("-2 * learning_rate", lambda r, m: -2 * r),
    ("-learning_rate * (1 + momentum)", lambda r, m: -r * (1 + m)),
    ("2", lambda r, m: 2.0),
    ("0.9", lambda r, m: 0.9),
]


def _runs(seen: list[Observation], part: int) -> Iterator[tuple[Parts, float, float]]:
    """For each question: the old params, gradients, velocities, and what came back in their place, array by array."""
    for s in seen:
        params, grads, velocity, rate, momentum = s.question.arguments()
        if s.answer is None or not isinstance(s.value, (list, tuple)) or len(s.value) != 2:
            return
        made: Params | None = as_pairs(s.value[part], params)
        if made is None:
            return
        arrays = [
            (new, old, slope, speed)
            for new_pair, pair, slopes, speeds in zip(made, params, grads, velocity, strict=True)
            for new, old, slope, speed in zip(new_pair, pair, slopes, speeds, strict=True)
        ]
        yield arrays, rate, momentum


def _factors(arrays: Parts, rest: bool) -> np.ndarray | None:
    """How much of the old value, the gradient and the velocity makes up the new value; None where they do not."""
    new, old, slope, speed = (np.concatenate([part.ravel() for part in column]) for column in zip(*arrays, strict=True))
    columns = [old, slope] if rest else [old, slope, speed]
    found, *_ = np.linalg.lstsq(np.stack(columns, axis=1), new, rcond=None)
    if np.abs(np.stack(columns, axis=1) @ found - new).max() > 1e-7:
        return None
    return np.append(found, 0.0) if rest else found


def _shared(seen: list[Observation], part: int, which: slice) -> list[str] | None:
    """Names for the three factors that hold on every question."""
    runs = list(_runs(seen, part))
    if len(runs) < len(seen):
        return None
    fitting: list[set[str]] = [{name for name, _ in _FACTORS} for _ in range(3)]
    for arrays, rate, momentum in runs:
        rest = not any(speed.any() for *_, speed in arrays)
        if sum(new.size for new, *_ in arrays[which]) < ENOUGH:
            continue
        found = _factors(arrays[which], rest)
        if found is None:
            return None
        for i in range(2 if rest else 3):
            fitting[i] &= {name for name, factor in _FACTORS if abs(factor(rate, momentum) - found[i]) < 1e-7}
    named = [[name for name, _ in _FACTORS if name in names] for names in fitting]
    return [names[0] for names in named] if all(named) else None


def _formula(factors: list[str]) -> str:
    text = ""
    for factor, name in zip(factors, ("old value", "gradient", "velocity"), strict=True):
        if factor == "0":
            continue
        size = factor.removeprefix("-")
        sign = ("-" if size != factor else "") if not text else (" - " if size != factor else " + ")
        text += sign + (name if size == "1" else f"{size} * {name}")
    return text or "0"


RIGHT = (["1", "-learning_rate", "momentum"], ["0", "-learning_rate", "momentum"])


def of_momentum_step(seen: list[Observation]) -> Finding | None:
    """The formulas by which params and velocity come about: for all arrays, or for weights and biases apart."""
    weights, biases = slice(0, None, 2), slice(1, None, 2)
    for which, name in ((slice(None), ""), (weights, " of the weights"), (biases, " of the biases")):
        found = [_shared(seen, part, which) for part in (0, 1)]
        told = [
            f"the new {what}{name} is {_formula(factors)}"
            for what, factors, right in zip(("value", "velocity"), found, RIGHT, strict=True)
            if factors and factors != right
        ]
        if told:
            return Finding(
                f"In what you return, {', and '.join(told)}.", "Compare that with the two formulas of the task."
            )
    return None
