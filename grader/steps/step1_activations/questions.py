"""Public questions of step 1: a few arrays, tails and zeros among them."""

from collections.abc import Callable
from functools import partial

import numpy as np

from grader.checks import canonical
from grader.checks.question import Question
from grader.steps.step1_activations import oracle

Z: list[tuple] = [
    ("a few numbers", np.array([-2.0, 0.5, 3.0]), "ordinary"),
    ("two rows", np.array([[-1.5, -0.3, 0.2], [0.7, 1.2, 7.0]]), "ordinary"),
    ("integers", np.array([2, -3, 3, 1, -1]), "ordinary", "integers"),
    ("an exact 0", np.array([-1.5, 0.0, 2.0]), "ordinary", "zero"),
    ("negative numbers only", np.array([-3.0, -1.3, -0.4]), "ordinary", "negative"),
    ("two rows of negative numbers", np.array([[-2.2, -0.6, -1.7], [-0.9, -4.1, -0.2]]), "ordinary", "negative"),
    ("two negative numbers", np.array([-0.7, -2.6]), "ordinary", "negative"),
    ("numbers far to the left", np.array([-20.0, -14.0, -9.0]), "left tail", "negative"),
    ("numbers far to the right", np.array([9.0, 14.0, 20.0]), "right tail"),
    ("very large numbers", np.array([-10000.0, -800.0, 800.0, 10000.0]), "very large", "both signs"),
    ("very large positive numbers", np.array([800.0, 10000.0]), "very large"),
]


def _activation_questions(name: str) -> list[Question]:
    def question(label: str, z: np.ndarray, *tags: str) -> Question:
        form = canonical.slope_at_zero if name == "relu_derivative" and "zero" in tags else None
        right = lambda: oracle.elementwise(name, z)  # noqa: E731
        return Question(name, label, lambda: (z.copy(),), right, canonical=form).tagged(*tags)

    return [question(*case) for case in Z]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    name: partial(_activation_questions, name) for name in oracle.NUMBERS if name != "identity"
}
