"""How much work an answer takes: backpropagation costs a few forward passes, trying every parameter thousands."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.checks import Learner
from grader.checks.answer import LearnerFailed
from grader.steps.shared.networks import Network, backward_arguments
from grader.steps.step2_network import oracle

BY_LOOPS = 60.0  # what backprop by the slowest of loops takes is 15 times the oracle's loops; differences, 250 times
BY_FORWARD = 25.0  # whoever writes slowly does so in forward as well, and may take this many times as long as that
SLOWEST_FORWARD = 8.0  # times the oracle's: a forward that only waits buys no time for backward

loops_of_the_oracle = oracle.forward.__wrapped__  # type: ignore[attr-defined]  # each time anew


def least_seconds(call: Callable[..., Any], questions: list[tuple], clock: Callable[[], float]) -> tuple[float, list]:
    """How long a call takes, the shortest of some times, and what came back each time.

    questions: other arguments for each time, so that nothing is gained by remembering an answer. clock: of the process
    that computes, and of no other, since a machine may be busy.
    """
    taken, answers = [], []
    for arguments in questions:
        started = clock()
        answers.append(call(*arguments))
        taken.append(clock() - started)
    return min(taken), answers


def time_backward(nets: list[Network], learner: Learner) -> tuple[bool, list]:
    """Whether `backward` takes more than backpropagation can on such networks, and its answers.

    `forward` is asked too, only where it matters: who writes slowly does so there as well. One that fails counts for
    nothing.
    """
    questions = [(net.params, net.X, net.activations) for net in nets]
    loops, _ = least_seconds(loops_of_the_oracle, questions, time.thread_time)
    taken, answers = least_seconds(learner.backward, [backward_arguments(net) for net in nets], learner.clock)
    if taken <= BY_LOOPS * loops:
        return False, answers
    try:
        own, _ = least_seconds(learner.forward, questions, learner.clock)
    except LearnerFailed:  # that costs the points of forward, and none here
        return True, answers
    return taken > BY_FORWARD * min(own, SLOWEST_FORWARD * loops), answers


def slope_along(net: Network, direction: list[tuple], h: float = 1e-5) -> float:
    """The derivative of sum(d_output * output) along a direction in the space of the parameters."""

    def value(sign: float) -> float:
        moved = [(W + sign * h * dW, b + sign * h * db) for (W, b), (dW, db) in zip(net.params, direction, strict=True)]
        return float(np.sum(net.d_output * oracle.forward(moved, net.X, net.activations)[0]))

    return (value(1.0) - value(-1.0)) / (2 * h)
