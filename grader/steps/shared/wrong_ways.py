"""Networks computed in wrong ways, one or two at a time, until the learner's numbers come out.

Each part of the computation has a few ways in which people get it wrong. `compute` does it with a choice for each part;
the search takes the right choice everywhere but for one or two parts.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.diagnosis.observations import Observation, alike_values
from grader.steps.shared.networks import Network


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 0.5 + 0.5 * np.tanh(0.5 * z)


VALUE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "identity": lambda z: z,
    "sigmoid": sigmoid,
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
}


SLOPE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "identity": np.ones_like,
    "sigmoid": lambda z: sigmoid(z) * sigmoid(-z),
    "relu": lambda z: (z > 0) * 1.0,
    "tanh": lambda z: 1 / np.cosh(z) ** 2,
}


COMMON = 5  # ways of each part that are tried in pairs


Choices = dict[str, str]  # part -> way; a part that is not there is done right


Ways = dict[str, dict[str, str]]  # part -> way -> words for it


def search(seen: list[Observation], ways: Ways, compute: Callable[[Network, Choices], Any]) -> str | None:
    """Words for the one or two wrong ways which give the learner's values on every question that was answered."""
    answered = [s for s in seen if s.question.network and s.answer]
    if not any(s.wrong for s in answered):
        return None
    # What is wrong rules out most ways, and small networks do it quickly.
    answered.sort(key=lambda s: (not s.wrong, len(s.question.network().params), s.question.network().X.size))  # type: ignore[misc]
    cases = [(s.question.network(), s.value) for s in answered if s.question.network]

    def fits(pair: tuple[Network, Any], choices: Choices) -> bool:
        try:
            return alike_values(pair[1], compute(pair[0], choices))
        except (ValueError, IndexError, ZeroDivisionError):
            return False

    with np.errstate(all="ignore"):
        for choices in _one_or_two(ways):
            if all(fits(pair, choices) for pair in cases):
                return ", and ".join(ways[part][way] for part, way in choices.items())
    return None


def _one_or_two(ways: Ways) -> Iterator[Choices]:
    """Every single wrong way, and then pairs of the ways that stand first, which are the common ones."""
    for part, options in ways.items():
        for way in options:
            yield {part: way}
    common = [(part, way) for part, options in ways.items() for way in list(options)[:COMMON]]
    for (a, first), (b, second) in itertools.combinations(common, 2):
        if a != b:
            yield {a: first, b: second}
