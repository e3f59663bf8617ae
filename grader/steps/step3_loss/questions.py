"""Public questions of step 3."""

from collections.abc import Callable
from functools import partial

import numpy as np

from grader.checks.question import Question
from grader.steps.step3_loss import oracle

PAIRS: list[tuple] = [
    (
        "4 samples, 3 outputs",
        np.array([[0.5, 2.0, 1.0], [-1.0, 0.0, 2.5], [3.0, 1.0, -0.5], [0.2, -1.5, 0.8]]),
        np.array([[1.0, 0.0, 1.5], [-2.0, 0.5, 1.0], [1.0, 1.5, 0.5], [-0.6, 0.7, -1.0]]),
    ),
    (
        "5 samples, 1 output",
        np.array([[0.2], [0.9], [0.6], [0.1], [0.75]]),
        np.array([[0], [1], [1], [0], [1]]),
        "one output",
    ),
    ("1 sample, 3 outputs", np.array([[0.4, -0.2, 0.7]]), np.array([[1.0, 0.5, 0.0]]), "one sample"),
    ("1 sample, 2 outputs", np.array([[1.3, -0.6]]), np.array([[0.4, 0.3]]), "one sample"),
    ("1 sample, 4 outputs", np.array([[0.1, 0.9, -1.4, 2.0]]), np.array([[0.5, -0.2, 0.3, 1.1]]), "one sample"),
    ("3 samples, 1 output", np.array([[1.4], [-0.3], [0.6]]), np.array([[0.9], [0.8], [-0.7]]), "one output"),
    ("integers", np.array([[2, 0], [1, 5], [3, 3]]), np.array([[0, 1], [1, 2], [4, 3]]), "integers"),
]


def _pair_questions(function: str) -> list[Question]:
    right = getattr(oracle, function)

    def question(label: str, y_hat: np.ndarray, y: np.ndarray, *tags: str) -> Question:
        return Question(function, label, lambda: (y_hat.copy(), y.copy()), lambda: right(y_hat, y)).tagged(*tags)

    return [question(*case) for case in PAIRS]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    name: partial(_pair_questions, name) for name in ("mse", "mse_gradient")
}
