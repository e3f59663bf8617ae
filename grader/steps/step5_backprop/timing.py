"""How much work an answer takes: backpropagation costs a few forward passes, trying every parameter thousands."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.checks.answer import LearnerFailed
from grader.steps.shared.networks import Network, backward_arguments
from grader.steps.step2_network.oracle import forward

BY_LOOPS = 60.0  # what backprop by the slowest of loops takes is 15 times the oracle's loops; differences, 250 times
BY_FORWARD = 25.0  # whoever writes slowly does so in forward as well, and may take this many times as long as that
SLOWEST_FORWARD = 8.0  # times the oracle's: a forward that only waits buys no time for backward


def least_seconds(call: Callable[..., Any], questions: list[tuple]) -> float:
    """How long a call takes; the shortest of some times, as a machine may be busy.

    questions: other arguments for each time, so that nothing is gained by remembering an answer.
    """
    taken = []
    for arguments in questions:
        started = time.perf_counter()
        call(*arguments)
        taken.append(time.perf_counter() - started)
    return min(taken)


def takes_too_long(nets: list[Network], backward: Callable[..., Any], forward: Callable[..., Any]) -> bool:
    """Whether `backward` takes more than backpropagation can on such networks, for somebody whose `forward` this is.

    Both ask the learner. forward is asked only where it matters, and one that fails counts for nothing.
    """
    questions = [(net.params, net.X, net.activations) for net in nets]
    loops = least_seconds(forward, questions)
    taken = least_seconds(backward, [backward_arguments(net) for net in nets])
    if taken <= BY_LOOPS * loops:
        return False
    try:
        own = least_seconds(forward, questions)
    except LearnerFailed:  # that costs the points of forward, and none here
        return True
    return taken > BY_FORWARD * min(own, SLOWEST_FORWARD * loops)


def slope_along(net: Network, direction: list[tuple], h: float = 1e-5) -> float:
    """The derivative of sum(d_output * output) along a direction in the space of the parameters."""

    def value(sign: float) -> float:
        moved = [(W + sign * h * dW, b + sign * h * db) for (W, b), (dW, db) in zip(net.params, direction, strict=True)]
        return float(np.sum(net.d_output * forward(moved, net.X, net.activations)[0]))

    return (value(1.0) - value(-1.0)) / (2 * h)
