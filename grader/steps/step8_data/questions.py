"""Public questions of step 8. What chance decides is asked with fixed seeds, and twice with one generator."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from grader.checks.question import Question
from grader.steps.shared.networks import SharedGenerator
from grader.steps.step8_data import oracle


def _one_hot_question(about: str, labels: list[int], n_classes: int) -> Question:
    return Question("one_hot", about, lambda: (np.array(labels), n_classes), _right("one_hot", labels, n_classes))


TABLE = np.array([[1.5, -20.0, 7.0], [3.0, 35.0, 7.4], [-0.5, 10.0, 6.1], [2.2, 0.0, 8.8], [0.3, 5.0, 7.7]])


OTHERS = np.array([[2.0, 15.0, 7.1], [-1.0, 40.0, 6.0]])


def _scale_question(label: str, train: np.ndarray, other: np.ndarray, *tags: str) -> Question:
    due = _right("standardize", train, other)
    return Question("standardize", label, lambda: (train.copy(), other.copy()), due).tagged(*tags)


def with_column(table: np.ndarray, values: Any) -> np.ndarray:
    changed = table.copy()
    changed[:, 1] = values
    return changed


def _scale_questions() -> list[Question]:
    hardly = np.array([0.012, -0.008, 0.001, -0.011, 0.006])
    nearly = with_column(TABLE, 3 + hardly), with_column(OTHERS, [3.0, 3.01])
    whole = np.array([[0, 16], [4, 3], [9, 9], [16, 0]]), np.array([[1, 5], [12, 8]])
    return [
        _scale_question("5 rows and 2 others", TABLE, OTHERS),
        _scale_question("3 rows and 3 others, 3 columns", TABLE[:3], TABLE[2:]),
        _scale_question("5 rows and 1 other", TABLE, OTHERS[1:]),
        _scale_question("a constant column of 0", with_column(TABLE, 0.0), with_column(OTHERS, 0.0), "constant"),
        _scale_question("a constant column", with_column(TABLE, -2.5), with_column(OTHERS, -2.5), "constant"),
        _scale_question("a column that hardly changes", *nearly, "nearly constant"),
        _scale_question("integers", *whole, "integers"),
    ]


def numbered(n: int, two_targets: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Rows that tell their own number, and labels that belong to them."""
    k = np.arange(n)
    labels = 3 * k + 1
    return np.column_stack([k, 0.5 - k]).astype(float), np.column_stack([labels, -labels]) if two_targets else labels


def _dealing_questions(name: str, amounts: list[float]) -> list[Question]:
    """amounts: fractions or batch sizes for 40, 11, 10 and 7 samples; the last with targets of two columns."""
    shared = SharedGenerator()

    def question(about: str, n: int, amount: float, rng: Callable[[], np.random.Generator]) -> Question:
        kind = "split" if name == "train_validation_split" else "batches"
        return Question(name, about, lambda: (*numbered(n, n == 7), amount, rng())).tagged(kind)

    def seeded(seed: int) -> Callable[[], np.random.Generator]:
        return partial(np.random.default_rng, seed)

    most, second, third, last = amounts
    size = "validation_fraction" if name == "train_validation_split" else "batch_size"
    return [
        question("40 samples", 40, most, seeded(0)),
        question("40 samples, seed 1", 40, most, seeded(1)),
        question("40 samples, seed 1 again", 40, most, seeded(1)),
        question("40 samples, seed 2", 40, most, seeded(2)),
        question("40 samples, a generator", 40, most, shared.fresh),
        question("40 samples, the same generator again", 40, most, shared.same),
        question(f"11 samples, {size} {second:g}", 11, second, seeded(3)),
        question(f"10 samples, {size} {third:g}", 10, third, seeded(4)),
        question(f"7 samples, {size} {last:g}, two targets each", 7, last, seeded(6)),
    ]


def _right(name: str, *arguments: Any) -> Callable[[], Any]:
    return cache(lambda: getattr(oracle, name)(*arguments))


def _one_hot_questions() -> list[Question]:
    return [
        _one_hot_question("6 labels, 3 classes", [2, 0, 1, 2, 1, 0], 3),
        _one_hot_question("4 labels, 5 classes, the last ones without a label", [2, 0, 1, 2], 5),
        _one_hot_question("4 labels, 4 classes", [3, 1, 0, 2], 4),
        _one_hot_question("1 label, 3 classes", [1], 3),
    ]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    "one_hot": _one_hot_questions,
    "standardize": _scale_questions,
    "train_validation_split": partial(_dealing_questions, "train_validation_split", [0.25, 0.3, 0.8, 0.4]),
    "minibatches": partial(_dealing_questions, "minibatches", [8, 4, 20, 3]),
}
