"""Public questions of step 2. What chance decides is asked with fixed seeds, and twice with one generator."""

from collections.abc import Callable

import numpy as np

from grader.checks.question import Question
from grader.steps.shared.networks import NETWORKS, Network, SharedGenerator, network_question, whole_numbers
from grader.steps.step2_network import oracle


def _init_questions() -> list[Question]:
    shared = SharedGenerator()

    def question(about: str, sizes: list[int], rng: Callable[[], np.random.Generator]) -> Question:
        return Question("init_params", about, lambda: (list(sizes), rng())).tagged("initial weights")

    return [
        question("sizes 3-5-4-2", [3, 5, 4, 2], lambda: np.random.default_rng(0)),
        question("sizes 30-40-30, seed 1", [30, 40, 30], lambda: np.random.default_rng(1)),
        question("sizes 30-40-30, seed 1 again", [30, 40, 30], lambda: np.random.default_rng(1)),
        question("sizes 30-40-30, seed 2", [30, 40, 30], lambda: np.random.default_rng(2)),
        question("sizes 30-40-30, a generator", [30, 40, 30], shared.fresh),
        question("sizes 30-40-30, the same generator again", [30, 40, 30], shared.same),
        question("sizes 30-30-30", [30, 30, 30], lambda: np.random.default_rng(3)),
        question("sizes 10-400-10", [10, 400, 10], lambda: np.random.default_rng(4)),
        question("sizes 100-100", [100, 100], lambda: np.random.default_rng(4)),
    ]


def _right(n: Network) -> tuple:
    return oracle.forward(n.params, n.X, n.activations)


def _forward_questions() -> list[Question]:
    networks = [*NETWORKS, ("a 3-5-4-2 network with an X of integers", whole_numbers, ("integers",))]
    return [network_question("forward", label, make, _right).tagged("layered", *tags) for label, make, tags in networks]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    "init_params": _init_questions,
    "forward": _forward_questions,
}
