"""Hidden checks of step 7: probabilities, the losses that belong to them and their gradients, exact for any logits."""

import numpy as np
import pytest

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, expect_refused, for_each, numbers
from grader.steps.step7_classification import oracle

LOSSES = ("cross_entropy", "cross_entropy_gradient")
ANSWERS = ("binary_cross_entropy", "binary_cross_entropy_gradient")


def logits_and_labels(rng, samples, classes, spread=2.0):
    """Logits without ties, and labels that include the first class and the last."""
    logits = rng.normal(0, spread, (samples, classes))
    labels = rng.permutation(np.arange(samples) % classes)
    labels[: min(samples, 2)] = [classes - 1, 0][:samples]
    return logits, labels


def answers_and_targets(rng, shape):
    """Probabilities away from 0 and 1, and targets of both kinds."""
    y = rng.permutation(np.arange(int(np.prod(shape))) % 2).reshape(shape).astype(float)
    return rng.uniform(0.05, 0.95, shape), y


def expect_right(learner, name, *arguments):
    expect_close(getattr(learner, name)(*arguments), getattr(oracle, name)(*arguments))


@checks("softmax", share=3, core=True)
@pytest.mark.parametrize(("samples", "classes"), [(6, 4), (3, 3)])
def test_softmax_of_ordinary_logits(learner, rng, samples, classes):
    """more samples than classes, and as many"""
    expect_right(learner, "softmax", rng.normal(0, 2, (samples, classes)))


@checks("softmax", share=2)
@pytest.mark.parametrize("size", [1e3, 1e4, -1e4])
def test_softmax_of_logits_that_are_all_large(learner, rng, size):
    """ordinary differences between logits near 1000, 10000 and -10000"""
    expect_right(learner, "softmax", size + rng.normal(0, 2, (4, 3)))


@checks("softmax", share=2)
def test_softmax_of_rows_far_apart(learner, rng):
    """one row near 10000, one near 0, one near -10000"""
    expect_right(learner, "softmax", np.array([[1e4], [0.0], [-1e4]]) + rng.normal(0, 2, (3, 4)))


@checks("softmax", share=2)
def test_softmax_of_logits_far_apart(learner, rng):
    """-10000, 0 and 10000 side by side"""
    expect_right(learner, "softmax", rng.permuted(np.array([[-1e4, 0.0, 1e4, 2.0]] * 3), axis=1))


@checks("softmax")
def test_softmax_of_a_single_sample(learner, rng):
    """one row of five"""
    expect_right(learner, "softmax", rng.normal(0, 2, (1, 5)))


@checks("softmax")
@pytest.mark.parametrize("shape", [(5,), (2, 3, 4)], ids=str)
def test_softmax_along_the_last_axis(learner, rng, shape):
    """a vector, and an array with three axes"""
    expect_right(learner, "softmax", rng.normal(0, 2, shape))


@checks("softmax")
def test_softmax_of_integers(learner, rng):
    """whole numbers"""
    expect_right(learner, "softmax", rng.integers(-4, 5, (4, 3)))


@for_each(LOSSES, share=3, core=True)
@pytest.mark.parametrize(("samples", "classes"), [(7, 4), (3, 3)])
def test_values_for_ordinary_logits(learner, rng, name, samples, classes):
    """more samples than classes, and as many"""
    expect_right(learner, name, *logits_and_labels(rng, samples, classes))


@for_each(LOSSES)
def test_value_for_a_single_sample(learner, rng, name):
    """one row of five"""
    expect_right(learner, name, *logits_and_labels(rng, 1, 5))


@for_each(LOSSES)
def test_values_for_two_classes(learner, rng, name):
    """five samples, two classes"""
    expect_right(learner, name, *logits_and_labels(rng, 5, 2))


@for_each(LOSSES)
def test_values_where_a_class_is_missing_among_the_labels(learner, rng, name):
    """six samples of four classes, the last of which no label names"""
    logits, labels = rng.normal(0, 2, (6, 4)), rng.permutation([0, 1, 2, 0, 1, 2])
    expect_right(learner, name, logits, labels)


@for_each(LOSSES, share=2)
@pytest.mark.parametrize("size", [1e3, 1e4, -1e4])
def test_values_where_all_logits_are_large(learner, rng, name, size):
    """ordinary differences between logits near 1000, 10000 and -10000"""
    logits, labels = logits_and_labels(rng, 4, 3)
    expect_right(learner, name, size + logits, labels)


@for_each(LOSSES, share=2)
def test_values_where_samples_are_far_apart(learner, rng, name):
    """one row near 10000, one near 0, one near -10000"""
    logits, labels = logits_and_labels(rng, 3, 4)
    expect_right(learner, name, np.array([[1e4], [0.0], [-1e4]]) + logits, labels)


@checks("cross_entropy", share=2)
def test_finite_where_the_label_is_hopeless(learner, rng):
    """the label's logit 20000 below the best: the loss is finite, and large (a probability may be clipped)"""
    logits = rng.permuted(np.array([[-1e4, 0.0, 1e4]] * 4), axis=1)
    loss = float(numbers(learner.cross_entropy(logits, np.argmin(logits, axis=1)), (), "cross_entropy"))
    expect(15 <= loss <= 20000.1, f"where the network is sure and wrong, the loss should be large; it is {loss:.4g}")


@checks("cross_entropy_gradient", share=2)
def test_gradient_where_logits_are_far_apart(learner, rng):
    """-10000, 0 and 10000 side by side, the label at each of them"""
    logits = rng.permuted(np.array([[-1e4, 0.0, 1e4]] * 3), axis=1)
    labels = np.argsort(logits, axis=1)[np.arange(3), [0, 1, 2]]
    due = oracle.softmax(logits) - np.eye(3)[labels]
    expect_close(learner.cross_entropy_gradient(logits, labels), due / 3)


@for_each(LOSSES)
@pytest.mark.parametrize("label", [-1, 3, 8])
def test_labels_outside_the_classes_are_refused(learner, rng, name, label):
    """a label of -1, one that is as large as the number of classes, and a larger one"""
    logits, labels = logits_and_labels(rng, 4, 3)
    labels[rng.integers(4)] = label
    expect_refused(learner, name, (logits, labels), f"there are 3 classes, and a label is {label}")


@for_each(LOSSES, share=2)
def test_leaves_logits_and_labels_unchanged(learner, rng, name):
    """logits and labels after the call"""
    call = learner.call(name, logits_and_labels(rng, 5, 3))
    expect_arguments_unchanged(call, ("logits", "labels"))


@for_each(["softmax"])
def test_leaves_the_logits_unchanged(learner, rng, name):
    """logits after the call"""
    call = learner.call(name, (rng.normal(0, 2, (5, 3)),))
    expect_arguments_unchanged(call, ("logits",))


@for_each(ANSWERS, share=4, core=True)
@pytest.mark.parametrize("shape", [(4, 3), (7, 1)], ids=str)
def test_values_of_ordinary_answers(learner, rng, name, shape):
    """several outputs, and one"""
    expect_right(learner, name, *answers_and_targets(rng, shape))


@for_each(ANSWERS)
def test_values_of_one_axis(learner, rng, name):
    """five answers in a row"""
    expect_right(learner, name, *answers_and_targets(rng, (5,)))


@for_each(ANSWERS)
def test_values_of_integer_targets(learner, rng, name):
    """targets that are the integers 0 and 1"""
    y_hat, y = answers_and_targets(rng, (6, 1))
    expect_right(learner, name, y_hat, y.astype(int))


@for_each(ANSWERS)
def test_values_of_answers_near_zero_and_one(learner, rng, name):
    """right and wrong, at a distance of 0.001 to 0.00001 from 0 and 1"""
    small = 10.0 ** rng.uniform(-5, -3, 2)
    y_hat, y = np.array([[small[0]], [1 - small[1]]] * 2), np.array([[0.0], [1.0], [1.0], [0.0]])
    if name == "binary_cross_entropy":
        expect_right(learner, name, y_hat, y)
    else:
        expect_close(getattr(learner, name)(y_hat, y), ((y_hat - y) / (y_hat * (1 - y_hat))) / 4)


@checks("binary_cross_entropy", share=2)
def test_answers_that_are_exactly_right(learner, rng):
    """answers of exactly 0 and 1 that are right cost nothing"""
    y = rng.permutation([0.0, 1.0, 0.0, 1.0, 1.0]).reshape(5, 1)
    expect_right(learner, "binary_cross_entropy", y, y)


@checks("binary_cross_entropy", share=2)
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_answers_that_are_exactly_wrong(learner, rng, y):
    """an answer of exactly 1 for 0, or 0 for 1, counts as 1e-12 away from it"""
    y_hat, target = np.append(rng.uniform(0.2, 0.8, 4), 1 - y), np.append(rng.permutation([0, 1, 0, 1]), y)
    expect_right(learner, "binary_cross_entropy", y_hat, target.astype(float))


@checks("binary_cross_entropy_gradient", share=2)
def test_gradient_is_finite_at_exactly_zero_and_one(learner, rng):
    """answers of exactly 0 and 1: finite, and never in the direction away from the target"""
    y_hat, y = np.array([0.0, 1.0, 1.0, 0.0, 0.5]), np.array([0.0, 1.0, 0.0, 1.0, 1.0])
    gradient = numbers(learner.binary_cross_entropy_gradient(y_hat, y), (5,), "the gradient")
    signs = np.where(y == 1, -1, 1) * gradient
    expect((signs > -1e-9).all(), "at an answer of exactly 0 or 1 the gradient has the wrong sign")
    expect((signs[:2] < 1).all(), "where the answer is exactly right the gradient should be small")


@for_each(ANSWERS, share=2)
def test_leaves_answers_and_targets_unchanged(learner, rng, name):
    """y_hat and y after the call, with answers at 0 and 1 among them"""
    y_hat, y = answers_and_targets(rng, (4, 2))
    y_hat[:2, 0] = [0.0, 1.0]
    expect_arguments_unchanged(learner.call(name, (y_hat, y)), ("y_hat", "y"))


def decided(rng, samples, classes, right):
    """Logits without ties, some rows clearer than others; so many of them speak for their label."""
    logits = rng.permuted(np.tile(np.linspace(-3, 2.5, classes), (samples, 1)), axis=1)
    logits *= np.where(np.arange(samples) % 2, 1.0, 0.1)[:, None]
    labels = np.argmax(logits, axis=1)
    labels[right:] = (labels[right:] + rng.integers(1, classes, samples - right)) % classes
    order = rng.permutation(samples)
    return logits[order], labels[order]


@checks("accuracy", share=3, core=True)
@pytest.mark.parametrize(("samples", "classes", "right"), [(8, 3, 5), (4, 4, 3), (5, 2, 2)])
def test_share_of_right_decisions(learner, rng, samples, classes, right):
    """more samples than classes, as many, and two classes"""
    expect_close(learner.accuracy(*decided(rng, samples, classes, right)), right / samples)


@checks("accuracy")
@pytest.mark.parametrize("right", [0, 6])
def test_none_right_and_all_right(learner, rng, right):
    """0 and 1"""
    expect_close(learner.accuracy(*decided(rng, 6, 4, right)), right / 6)


@checks("accuracy")
@pytest.mark.parametrize("shift", [-50.0, 1e4])
def test_only_the_order_of_the_logits_counts(learner, rng, shift):
    """all logits far below 0, or far above"""
    logits, labels = decided(rng, 7, 3, 4)
    expect_close(learner.accuracy(logits + shift, labels), 4 / 7)


@checks("accuracy")
def test_accuracy_leaves_its_arguments_unchanged(learner, rng):
    """logits and labels after the call"""
    expect_arguments_unchanged(learner.call("accuracy", decided(rng, 6, 3, 4)), ("logits", "labels"))
