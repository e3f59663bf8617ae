"""Public questions of step 4: a function with slopes everywhere, and pairs of arrays."""

from collections.abc import Callable
from functools import cache

import numpy as np

from grader.checks.question import Question
from grader.checks.sample_function import SampleFunction
from grader.steps.shared.numeric import central_differences
from grader.steps.step4_gradient_check import oracle


def _gradient_question(about: str, x: np.ndarray, *h: float) -> Question:
    f = SampleFunction.of_shape(x.shape)
    right = cache(lambda: central_differences(f, x, *h))
    asked = Question("numerical_gradient", about, lambda: (f, x.copy(), *h), right)
    return asked.tagged(*(["h"] if h else []), *(["table"] if x.ndim > 1 else []))


def _error_question(about: str, a: list, b: list, *tags: str) -> Question:
    def arguments() -> tuple:
        return np.array(a), np.array(b)

    return Question("relative_error", about, arguments, lambda: oracle.relative_error(a, b)).tagged(*tags)


def _gradient_questions() -> list[Question]:
    return [
        _gradient_question("three numbers, h = 0.1", np.array([0.5, -1.2, 1.7]), 0.1),
        _gradient_question(
            "a matrix of shape (2, 3), h = 0.1", np.array([[0.31, -0.82, 1.27], [-0.44, 0.93, -1.61]]), 0.1
        ),
        _gradient_question("four numbers and no h", np.array([0.5, -1.2, 1.7, 0.3])),
        _gradient_question("a matrix of shape (2, 3) and no h", np.array([[0.31, -0.82, 1.27], [-0.44, 0.93, -1.61]])),
        _gradient_question("three whole numbers, h = 0.3", np.array([2, -1, 3]), 0.3).tagged("integers", "rare"),
    ]


def _error_questions() -> list[Question]:
    return [
        _error_question("five numbers", [1.0, -2.0, 3.0, -0.5, 2.0], [1.1, -2.3, 2.5, 0.2, 2.0]),
        _error_question("a matrix", [[1, -2, 0.03], [40, -5, 0.6]], [[1.2, -2.5, 0.031], [43, -4, 0.5]]),
        _error_question("three numbers, the last the worst", [1.0, -2.0, 0.5], [1.5, -1.6, 0.6]),
        _error_question("equal arrays with a 0", [0.0, 1.0], [0.0, 1.0], "both zero"),
        _error_question("a tiny entry", [3e-9, 1.0, -2.0], [-1e-9, 1.0, -2.0], "tiny"),
    ]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    "numerical_gradient": _gradient_questions,
    "relative_error": _error_questions,
}
