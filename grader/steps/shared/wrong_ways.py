"""Networks computed in wrong ways, one or two at a time, until the learner's numbers come out.

Each part of the computation has a few ways in which people get it wrong. `compute` does it with a choice for each part,
which is the right one everywhere but for one or two parts.
"""

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from grader.checks.question import Question
from grader.diagnosis.other_ways import Scope, Way
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


IN_NETWORKS = Scope(answered=True)


def of_network(question: Question) -> tuple:
    """What ways are computed with: the network of a question."""
    assert question.network
    return (question.network(),)


def one_or_two(ways: Ways, compute: Callable[[Network, Choices], Any]) -> Callable[[], Iterator[Way]]:
    """Every single wrong way, and then pairs of the ways that stand first, which are the common ones."""

    def all_of_them() -> Iterator[Way]:
        for choices in _chosen(ways):
            words = ", and ".join(ways[part][way] for part, way in choices.items())
            yield words, partial(_computed, compute, choices)

    return all_of_them


def single(ways: Ways, compute: Callable[[Network, Choices], Any]) -> Callable[[], Iterator[Way]]:
    """Every single wrong way."""

    def all_of_them() -> Iterator[Way]:
        for part, options in ways.items():
            for way, words in options.items():
                yield words, partial(_computed, compute, {part: way})

    return all_of_them


def _computed(compute: Callable[[Network, Choices], Any], choices: Choices, n: Network) -> Any:
    return compute(n, choices)


def _chosen(ways: Ways) -> Iterator[Choices]:
    for part, options in ways.items():
        for way in options:
            yield {part: way}
    common = [(part, way) for part, options in ways.items() for way in list(options)[:COMMON]]
    for (a, first), (b, second) in itertools.combinations(common, 2):
        if a != b:
            yield {a: first, b: second}
