"""Public questions of step 6: steps at several rates, short trainings, decisions."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from grader.checks.question import DEEP, Question
from grader.steps.shared.networks import (
    Network,
    deep,
    fixed,
    linear,
    network_question,
    question_grads,
    single,
    square,
    xor,
)
from grader.steps.shared.numeric import outputs
from grader.steps.step6_training import oracle


def _step_question(about: str, make: Callable[[], Network], rate: float) -> Question:
    def arguments() -> tuple:
        return make().params, question_grads(make()), rate

    return Question("gradient_step", about, arguments, lambda: oracle.gradient_step(*arguments()), make)


def _train_question(
    about: str, make: Callable[[], Network], rate: float, epochs: int, print_every: int = 0
) -> Question:
    def arguments() -> tuple:
        n = make()
        return n.params, n.X, n.y, n.activations, rate, epochs, print_every

    tags = ("printed", "prints") if print_every else ("printed",)
    return Question("train", about, arguments, cache(lambda: oracle.train(*arguments()[:-1])), make).tagged(*tags)


def _rising() -> Network:
    n = fixed((2, 2), ("identity",), 5, 6)
    return Network(n.params, n.X + 1, n.y, n.activations, n.d_output)


def _perfect() -> Network:
    n = linear()
    return replace(n, y=outputs(n.params, n.X, n.activations))


def _answers_itself() -> Network:
    X = np.array([[0.2, 0.9], [0.5, 0.6], [1.7, -0.4], [0.49, 0.1], [2.6, 0.5], [1.0, -2.3]])
    return Network([(np.eye(2), np.zeros(2))], X, np.zeros((6, 2)), ["identity"], np.zeros((6, 2)))


def _step_questions() -> list[Question]:
    return [
        _step_question("a 3-5-4-2 network, rate 0.1", deep, 0.1),
        _step_question("a 4-4-4-4 network, rate 0.3", square, 0.3),
        _step_question("one layer, rate 0.5", single, 0.5),
    ]


def _train_questions() -> list[Question]:
    small = fixed((2, 3, 2), ("tanh", "sigmoid"), 5, 11)
    three_layers = fixed((2, 3, 2, 2), ("tanh", "relu", "sigmoid"), 5, 4)
    return [
        _train_question("4 epochs of a 2-3-2 network, rate 1.5", lambda: small, 1.5, 4),
        _train_question("1 epoch of a 2-3-2 network, rate 1.5", lambda: small, 1.5, 1),
        _train_question("6 epochs of a 2-3-2-2 network, rate 1.5, print_every 3", lambda: three_layers, 1.5, 6, 3),
        _train_question("6 epochs of one identity layer, rate 0.9: the loss rises", _rising, 0.9, 6),
        _train_question("8 epochs of a 2-5-1 network on XOR, rate 2", xor, 2.0, 8),
        _train_question("5 epochs in which nothing is left to learn", _perfect, 0.5, 5).tagged("rare"),
    ]


def _right_classes(n: Network) -> np.ndarray:
    return oracle.predict(n.params, n.X, n.activations)


def _predict_questions() -> list[Question]:
    networks: list[tuple[str, Callable[[], Network], tuple[str, ...]]] = [
        (DEEP, deep, ("deep",)),
        ("one identity layer that gives back X", _answers_itself, ("beyond",)),
        ("a 2-5-1 network, 4 samples", xor, ()),
    ]
    return [
        network_question("predict", label, make, _right_classes).tagged("whole", *tags)
        for label, make, tags in networks
    ]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    "gradient_step": _step_questions,
    "train": _train_questions,
    "predict": _predict_questions,
}
