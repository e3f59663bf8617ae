"""Public questions of step 1: a few arrays, tails and zeros among them."""

from collections.abc import Callable
from functools import partial

import numpy as np

from grader.checks import canonical
from grader.checks.question import Question
from grader.steps.step1_activations import oracle

Z = [
    ("a few numbers", np.array([-2.0, 0.5, 3.0])),
    ("two rows", np.array([[-1.5, -0.3, 0.2], [0.7, 1.2, 7.0]])),
    ("integers", np.array([-3, -1, 1, 2, 3])),
    ("an exact 0", np.array([-1.5, 0.0, 2.0])),
    ("negative numbers only", np.array([-3.0, -1.3, -0.4])),
    ("numbers far to the left", np.array([-20.0, -14.0, -9.0])),
    ("numbers far to the right", np.array([9.0, 14.0, 20.0])),
    ("very large numbers", np.array([-10000.0, -800.0, 800.0, 10000.0])),
    ("very large positive numbers", np.array([800.0, 10000.0])),
]


def _activation_questions(name: str) -> list[Question]:
    def question(about: str, z: np.ndarray) -> Question:
        settle = canonical.slope_at_zero if (name, about) == ("relu_derivative", "an exact 0") else None
        return Question(name, about, lambda: (z.copy(),), lambda: oracle.elementwise(name, z), canonical=settle)

    return [question(about, z) for about, z in Z]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    name: partial(_activation_questions, name) for name in oracle.NUMBERS if name != "identity"
}
