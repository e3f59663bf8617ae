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


LOGITS: list[tuple] = [  # label, logits, labels, tags
    ("5 samples, 3 classes", ORDINARY, [0, 2, 1, 2, 0]),
    ("3 samples, 3 classes", SQUARE, [2, 0, 0]),
    ("1 sample, 4 classes", np.array([[0.3, -1.2, 0.7, 2.1]]), [1], "one sample"),
    ("1 sample, 3 classes", np.array([[1.6, 0.2, -0.9]]), [2], "one sample"),
    ("1 sample, 2 classes", np.array([[-0.8, 0.5]]), [1], "one sample"),
    ("integers", np.array([[2, 0, -1], [1, 3, 2], [-2, 0, 1], [4, 1, 2]]), [0, 1, 0, 2], "integers"),
    ("4 samples, 2 classes", np.array([[0.4, -0.6], [1.3, 2.0], [-0.5, 0.2], [3.0, 1.0]]), [0, 1, 0, 1]),
    ("6 samples, 4 classes, the last without a label", np.tile(np.sin(np.arange(12)), 2).reshape(6, 4), [0, 2, 1] * 2),
    ("very large logits", 1e4 + SQUARE[:, ::-1], [0, 1, 2], "very large"),
    ("very large negative logits", ORDINARY - 1e4, [0, 2, 1, 2, 0], "very large"),
    ("very large logits beside very small ones", SQUARE + np.array([[1e4], [0.0], [-1e4]]), [1, 0, 2], "very large"),
]


def _right(name: str, *arguments: Any) -> Callable[[], Any]:
    return cache(lambda: getattr(oracle, name)(*arguments))


def _softmax_questions() -> list[Question]:
    def question(label: str, logits: np.ndarray, *tags: str) -> Question:
        return Question("softmax", label, lambda: (logits.copy(),), _right("softmax", logits)).tagged(*tags)

    cases = [(label, logits, *tags) for label, logits, _, *tags in LOGITS if "classes, the last" not in label]
    return [question(*case) for case in (*cases, ("very large differences", FAR_APART, "very large"))]


def _labelled_questions(name: str) -> list[Question]:
    def question(
        label: str, logits: np.ndarray, labels: list[int], *tags: str, right: Any = None, form: Any = None
    ) -> Question:
        arguments = lambda: (logits.copy(), np.array(labels))  # noqa: E731
        due = right or _right(name, logits, labels)
        return Question(name, label, arguments, due, canonical=form).tagged(*tags)

    found = [question(*case) for case in LOGITS]
    if name == "accuracy":
        return [*found, question("4 unsure samples, 3 classes", UNSURE, [0, 1, 0, 2])]
    if name == "cross_entropy":
        hopeless = {"right": lambda: 2e4, "form": canonical.hopeless_loss}
        found.append(question("very large differences, right", FAR_APART, [2, 0, 1], "very large"))
        found.append(question("very large differences, wrong", FAR_APART, [0, 1, 2], "very large", **hopeless))
    else:
        due = (oracle.softmax(FAR_APART) - np.eye(3)[[2, 1, 2]]) / 3
        found.append(question("very large differences", FAR_APART, [2, 1, 2], "very large", right=lambda: due))
    for k in (3, -1):
        refused = {"right": lambda: REFUSED}
        found.append(question(f"a label of {k} among 3 classes", ORDINARY[:2], [0, k], "refused", **refused))
    return found


ANSWERS: list[tuple] = [  # label, answers, tags
    ("4 samples, 3 outputs", np.array([[0.5, 0.2, 0.9], [0.1, 0.7, 0.25], [0.3, 0.6, 0.8], [0.05, 0.4, 0.75]])),
    ("5 samples, 1 output", np.array([[0.2], [0.9], [0.6], [0.1], [0.75]]), "one output"),
    ("1 sample, 3 outputs", np.array([[0.4, 0.2, 0.7]]), "one sample"),
    ("1 sample, 2 outputs", np.array([[0.65, 0.15]]), "one sample"),
    ("1 sample, 4 outputs", np.array([[0.35, 0.8, 0.55, 0.1]]), "one sample"),
    ("3 samples, 1 output", np.array([[0.35], [0.7], [0.15]]), "one output"),
    ("3 samples, 3 outputs", np.array([[0.4, 0.2, 0.7], [0.15, 0.85, 0.5], [0.6, 0.3, 0.95]])),
    ("five answers in a row", np.array([0.3, 0.8, 0.45, 0.05, 0.6])),
]


SMALL = np.array([[1e-5], [1 - 1e-5], [2e-4], [1 - 2e-4]])


def _answer_questions(name: str) -> list[Question]:
    def question(
        label: str, y_hat: np.ndarray, y: np.ndarray, *tags: str, right: Any = None, form: Any = None
    ) -> Question:
        due = right or _right(name, y_hat, y)
        return Question(name, label, lambda: (y_hat.copy(), y.copy()), due, canonical=form).tagged(*tags)

    found = []
    for label, y_hat, *tags in ANSWERS:
        targets = (np.arange(y_hat.size) * 5 % 7 < 3).astype(float).reshape(y_hat.shape)
        found.append(question(label, y_hat, targets, *tags))
    whole = np.array([[0], [1], [1], [0], [0]])
    found.append(question("targets that are integers", ANSWERS[1][1], whole, "integers"))
    near = np.array([[0.0], [1.0], [1.0], [0.0]])
    exact = np.array([0.0, 1.0, 1.0, 0.0, 0.5]), np.array([0.0, 1.0, 0.0, 1.0, 1.0])
    if name == "binary_cross_entropy":
        found.append(question("answers near 0 and 1", SMALL, near, "ends"))
        found.append(question("answers of exactly 0 and 1, all right", near, near, "ends"))
        found.append(question("an answer of exactly 0, wrong", np.array([0.0, 0.5]), np.array([1.0, 1.0]), "ends"))
        found.append(question("an answer of exactly 1, right", np.array([1.0, 0.5]), np.array([1.0, 1.0]), "ends"))
        found.append(question("answers of exactly 0 and 1, some wrong", *exact, "ends"))
    else:
        due = (SMALL - near) / (SMALL * (1 - SMALL)) / 4
        steep: Any = {"right": lambda: np.array([0.2, -0.2, 2e11, -2e11, -0.4]), "form": canonical.steep_slopes}
        found.append(question("answers near 0 and 1", SMALL, near, "ends", right=lambda: due))
        found.append(question("answers of exactly 0 and 1, some wrong", *exact, "ends", **steep))
    return found


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    "softmax": _softmax_questions,
    **{name: partial(_labelled_questions, name) for name in ("cross_entropy", "cross_entropy_gradient", "accuracy")},
    **{name: partial(_answer_questions, name) for name in ("binary_cross_entropy", "binary_cross_entropy_gradient")},
}
