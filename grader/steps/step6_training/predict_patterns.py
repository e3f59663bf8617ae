"""Rules that people use in place of a threshold at one half."""

from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.compare import as_numbers
from grader.checks.question import Question
from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.other_ways import OtherWays, Way
from grader.steps.shared.networks import Network
from grader.steps.shared.numeric import outputs
from grader.steps.shared.wrong_ways import of_network, sigmoid

RULES: list[tuple[str, Callable[[np.ndarray, Network], np.ndarray]]] = [
    ("the outputs themselves, without a decision", lambda out, n: out),
    ("the other way round: 1 below one half, and 0 above", lambda out, n: out < 0.5),
    ("1 only above one half: at exactly 0.5 it is 0", lambda out, n: out > 0.5),
    ("the outputs rounded (0.5 becomes 0, and large outputs become more than 1)", lambda out, n: np.round(out)),
    ("the outputs cut to whole numbers", lambda out, n: np.trunc(out)),
    ("the outputs rounded up", lambda out, n: np.ceil(out)),
    ("the outputs plus one half, cut to whole numbers", lambda out, n: np.floor(out + 0.5)),
    ("those of a threshold at 0", lambda out, n: out > 0),
    ("those of a threshold at 0", lambda out, n: out >= 0),
    ("those of a threshold at 1", lambda out, n: out >= 1),
    ("-1 and 1, where 0 and 1 are due", lambda out, n: np.where(out >= 0.5, 1, -1)),
    ("1 and 2, where 0 and 1 are due", lambda out, n: np.where(out >= 0.5, 2, 1)),
    ("1 for the largest output of each sample", lambda out, n: out == out.max(axis=1, keepdims=True)),
    ("those of a threshold at the mean of all outputs", lambda out, n: out >= out.mean()),
    ("those of a threshold at the mean of each output", lambda out, n: out >= out.mean(axis=0)),
    ("those of a threshold at the median of all outputs", lambda out, n: out >= np.median(out)),
    ("those of the last z, where the output is due", lambda out, n: n.cache[-1][1] >= 0.5),
    ("those of one more sigmoid over the output", lambda out, n: sigmoid(out) >= 0.5),
    ("those of a sigmoid as last activation, whatever the list says", lambda out, n: n.cache[-1][1] >= 0),
    ("the outputs stretched to the range from 0 to 1 first", lambda out, n: (out - out.min()) / np.ptp(out) >= 0.5),
    ("the same answer, 0, for everything", lambda out, n: 0 * out),
    ("the same answer, 1, for everything", lambda out, n: 0 * out + 1),
]


def _outputs(question: Question) -> tuple[np.ndarray, Network]:
    (n,) = of_network(question)
    return outputs(n.params, n.X, n.activations), n


def _rules() -> Iterator[Way]:
    yield from RULES


def _another_rule(words: str) -> Finding:
    return Finding(f"The answers are {words}.")


of_rule = OtherWays("of_predict", _rules, _another_rule, given=_outputs)


def of_threshold(seen: list[Observation]) -> Finding | None:
    """Another number that outputs are compared with, or another thing that is compared."""
    runs = []
    for s in seen:
        array = as_numbers(s.value)
        if array is None or s.question.network is None or array.shape != np.shape(s.expected):
            return None
        runs.append((array.astype(bool), _outputs(s.question)[0]))
    ones = np.concatenate([out[array].ravel() for array, out in runs])
    zeros = np.concatenate([out[~array].ravel() for array, out in runs])
    if ones.size and zeros.size and ones.min() > zeros.max():
        return Finding(
            f"The answers are those of a threshold between {zeros.max():.3g} and {ones.min():.3g}.", "Which one is due?"
        )
    return Finding(
        "A larger output sometimes gets the answer 0 while a smaller one gets 1.",
        "Is it really the output that is compared?",
    )
