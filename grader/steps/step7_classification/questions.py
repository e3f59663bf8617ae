"""Public questions of step 7: ordinary logits, very large ones, and answers at 0 and 1."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from grader.checks import canonical
from grader.checks.compare import REFUSED
from grader.checks.question import Question
from grader.steps.step7_classification import oracle

ORDINARY = np.array([[1.2, -0.7, 0.4], [-2.0, 0.3, 1.5], [0.6, 2.2, -1.1], [-0.4, -1.9, -0.8], [0.9, 0.1, 3.0]])


SQUARE = np.array([[0.5, 2.0, -1.0], [1.5, -0.5, 0.3], [-2.2, 0.8, 1.1]])


UNSURE = np.array([[0.2, 0.1, 0.0], [0.1, 0.3, 0.2], [0.0, 0.2, 0.1], [-0.3, -0.2, -0.1]])


FAR_APART = np.array([[-1e4, 0.0, 1e4], [1e4, -1e4, 0.0], [0.0, 1e4, -1e4]])


LOGITS: list[tuple[str, np.ndarray, list[int]]] = [
    ("5 samples, 3 classes", ORDINARY, [0, 2, 1, 2, 0]),
    ("3 samples, 3 classes", SQUARE, [2, 0, 0]),
    ("1 sample, 4 classes", np.array([[0.3, -1.2, 0.7, 2.1]]), [1]),
    ("integers", np.array([[2, 0, -1], [1, 3, 2], [-2, 0, 1], [4, 1, 2]]), [0, 1, 0, 2]),
    ("4 samples, 2 classes", np.array([[0.4, -0.6], [1.3, 2.0], [-0.5, 0.2], [3.0, 1.0]]), [0, 1, 0, 1]),
    ("6 samples, 4 classes, the last without a label", np.tile(np.sin(np.arange(12)), 2).reshape(6, 4), [0, 2, 1] * 2),
    ("very large logits", 1e4 + SQUARE[:, ::-1], [0, 1, 2]),
    ("very large negative logits", ORDINARY - 1e4, [0, 2, 1, 2, 0]),
    ("very large logits beside very small ones", SQUARE + np.array([[1e4], [0.0], [-1e4]]), [1, 0, 2]),
]


def _right(name: str, *arguments: Any) -> Callable[[], Any]:
    return cache(lambda: getattr(oracle, name)(*arguments))


def _softmax_questions() -> list[Question]:
    cases = [(about, logits) for about, logits, _ in LOGITS if "classes, the last" not in about]
    cases.append(("very large differences", FAR_APART))
    return [
        Question("softmax", about, lambda z=z: (z.copy(),), _right("softmax", z))  # type: ignore[misc]
        for about, z in cases
    ]


def _labelled_questions(name: str) -> list[Question]:
    def question(about: str, logits: np.ndarray, labels: list[int], right: Any = None, settle: Any = None) -> Question:
        arguments = lambda: (logits.copy(), np.array(labels))  # noqa: E731
        return Question(name, about, arguments, right or _right(name, logits, labels), canonical=settle)

    found = [question(*case) for case in LOGITS]
    if name == "accuracy":
        return [*found, question("4 unsure samples, 3 classes", UNSURE, [0, 1, 0, 2])]
    if name == "cross_entropy":
        found.append(question("very large differences, right", FAR_APART, [2, 0, 1]))
        found.append(
            question("very large differences, wrong", FAR_APART, [0, 1, 2], lambda: 2e4, canonical.hopeless_loss)
        )
    else:
        due = (oracle.softmax(FAR_APART) - np.eye(3)[[2, 1, 2]]) / 3
        found.append(question("very large differences", FAR_APART, [2, 1, 2], lambda: due))
    for label in (3, -1):
        found.append(question(f"a label of {label} among 3 classes", ORDINARY[:2], [0, label], lambda: REFUSED))
    return found


ANSWERS = [
    ("4 samples, 3 outputs", np.array([[0.5, 0.2, 0.9], [0.1, 0.7, 0.25], [0.3, 0.6, 0.8], [0.05, 0.4, 0.75]])),
    ("5 samples, 1 output", np.array([[0.2], [0.9], [0.6], [0.1], [0.75]])),
    ("1 sample, 3 outputs", np.array([[0.4, 0.2, 0.7]])),
    ("3 samples, 3 outputs", np.array([[0.4, 0.2, 0.7], [0.15, 0.85, 0.5], [0.6, 0.3, 0.95]])),
    ("five answers in a row", np.array([0.3, 0.8, 0.45, 0.05, 0.6])),
]


SMALL = np.array([[1e-5], [1 - 1e-5], [2e-4], [1 - 2e-4]])


def _answer_questions(name: str) -> list[Question]:
    def question(about: str, y_hat: np.ndarray, y: np.ndarray, right: Any = None, settle: Any = None) -> Question:
        return Question(
            name, about, lambda: (y_hat.copy(), y.copy()), right or _right(name, y_hat, y), canonical=settle
        )

    found = []
    for about, y_hat in ANSWERS:
        targets = (np.arange(y_hat.size) * 5 % 7 < 3).astype(float).reshape(y_hat.shape)
        found.append(question(about, y_hat, targets))
    found.append(question("targets that are integers", ANSWERS[1][1], np.array([[0], [1], [1], [0], [0]])))
    near = np.array([[0.0], [1.0], [1.0], [0.0]])
    exact = np.array([0.0, 1.0, 1.0, 0.0, 0.5]), np.array([0.0, 1.0, 0.0, 1.0, 1.0])
    if name == "binary_cross_entropy":
        found.append(question("answers near 0 and 1", SMALL, near))
        found.append(question("answers of exactly 0 and 1, all right", near, near))
        found.append(question("an answer of exactly 0, wrong", np.array([0.0, 0.5]), np.array([1.0, 1.0])))
        found.append(question("an answer of exactly 1, right", np.array([1.0, 0.5]), np.array([1.0, 1.0])))
        found.append(question("answers of exactly 0 and 1, some wrong", *exact))
    else:
        due = (SMALL - near) / (SMALL * (1 - SMALL)) / 4
        found.append(question("answers near 0 and 1", SMALL, near, lambda: due))
        right = lambda: np.array([0.2, -0.2, 2e11, -2e11, -0.4])  # noqa: E731
        found.append(question("answers of exactly 0 and 1, some wrong", *exact, right, canonical.steep_slopes))
    return found


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    "softmax": _softmax_questions,
    **{name: partial(_labelled_questions, name) for name in ("cross_entropy", "cross_entropy_gradient", "accuracy")},
    **{name: partial(_answer_questions, name) for name in ("binary_cross_entropy", "binary_cross_entropy_gradient")},
}
