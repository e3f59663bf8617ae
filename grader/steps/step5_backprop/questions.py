"""Public questions of step 5: networks of one layer and of several, with a message from above."""

from collections.abc import Callable

from grader.checks.question import TENFOLD, Question
from grader.steps.shared.networks import NETWORKS, Network, backward_arguments, network_question, tenfold
from grader.steps.step5_backprop import oracle


def _right(n: Network) -> list[tuple]:
    return oracle.backward(n.params, n.X, n.activations, n.d_output)


def _backward_questions() -> list[Question]:
    networks = list(NETWORKS)
    networks.append((TENFOLD, tenfold, ("tenfold",)))
    return [
        network_question("backward", label, make, _right, backward_arguments).tagged("layered", *tags)
        for label, make, tags in networks
    ]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {"backward": _backward_questions}
