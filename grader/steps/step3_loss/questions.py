"""Public questions of step 3."""

from collections.abc import Callable
from functools import partial

import numpy as np

from grader.checks.question import Question
from grader.steps.step3_loss import oracle

PAIRS = [
    (
        "4 samples, 3 outputs",
        np.array([[0.5, 2.0, 1.0], [-1.0, 0.0, 2.5], [3.0, 1.0, -0.5], [0.2, -1.5, 0.8]]),
        np.array([[1.0, 0.0, 1.5], [-2.0, 0.5, 1.0], [1.0, 1.5, 0.5], [-0.6, 0.7, -1.0]]),
    ),
    (
        "5 samples, 1 output",
        np.array([[0.2], [0.9], [0.6], [0.1], [0.75]]),
        np.array([[0], [1], [1], [0], [1]]),
    ),
    ("1 sample, 3 outputs", np.array([[0.4, -0.2, 0.7]]), np.array([[1.0, 0.5, 0.0]])),
    ("integers", np.array([[2, 0], [1, 5], [3, 3]]), np.array([[0, 1], [1, 2], [4, 3]])),
]


def _pair_questions(function: str) -> list[Question]:
    right = getattr(oracle, function)
    return [
        Question(function, about, lambda a=a, b=b: (a.copy(), b.copy()), lambda a=a, b=b: right(a, b))  # type: ignore[misc]
        for about, a, b in PAIRS
    ]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    name: partial(_pair_questions, name) for name in ("mse", "mse_gradient")
}
