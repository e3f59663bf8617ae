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
FAR_BEYOND = 3.0  # times the limit: no busy machine makes that of an answer in time
SLOWEST_FORWARD = 8.0  # times the oracle's: a forward that only waits buys no time for backward

loops_of_the_oracle = oracle.forward.__wrapped__  # type: ignore[attr-defined]  # each time anew

_shortest = {"loops": 0.0}  # seconds that the oracle's loops have taken; 0 where they have not been timed


def _timed(call: Callable[..., Any], arguments: tuple, clock: Callable[[], float]) -> tuple[float, Any]:
    """How long a call takes by the clock of the process that computes, since a machine may be busy; and its answer."""
    started = clock()
    answer = call(*arguments)
    return clock() - started, answer


def _seconds_of_forward(questions: list[tuple], learner: Learner, loops: float) -> float:
    """The shortest time of the learner's `forward`; nothing for one that fails, and little for one that waits."""
    try:
        own = min(_timed(learner.forward, arguments, learner.clock)[0] for arguments in questions)
    except LearnerFailed:  # that costs the points of forward, and none here
        return 0.0
    return min(own, SLOWEST_FORWARD * loops)


def time_backward(nets: list[Network], learner: Learner) -> tuple[bool, list]:
    """Whether `backward` takes more than backpropagation can on each of these networks, and its answers.

    Each network is another, so that nothing is gained by remembering an answer. One answer in time is enough, and one
    far beyond it too. The oracle's loops are timed where they matter: who keeps to the shortest time that they ever
    took in this process keeps to any. So it is with `forward`: who writes slowly does so there as well.
    """
    questions = [(net.params, net.X, net.activations) for net in nets]
    limit, answers = BY_LOOPS * _shortest["loops"], []
    for number, net in enumerate(nets):
        taken, answer = _timed(learner.backward, backward_arguments(net), learner.clock)
        answers.append(answer)
        if taken > limit and number == 0:
            loops = min(_timed(loops_of_the_oracle, arguments, time.thread_time)[0] for arguments in questions)
            _shortest["loops"] = min(loops, _shortest["loops"] or loops)
            limit = BY_LOOPS * loops
            if taken > limit:
                limit = max(limit, BY_FORWARD * _seconds_of_forward(questions, learner, loops))
        if taken <= limit:
            return False, answers
        if taken > FAR_BEYOND * limit:
            break
    return True, answers


def slope_along(net: Network, direction: list[tuple], h: float = 1e-5) -> float:
    """The derivative of sum(d_output * output) along a direction in the space of the parameters."""

    def value(sign: float) -> float:
        moved = [(W + sign * h * dW, b + sign * h * db) for (W, b), (dW, db) in zip(net.params, direction, strict=True)]
        return float(np.sum(net.d_output * oracle.forward(moved, net.X, net.activations)[0]))

    return (value(1.0) - value(-1.0)) / (2 * h)
