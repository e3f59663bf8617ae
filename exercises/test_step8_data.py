"""Checks of step 8: labels as rows, one scale for all columns, and samples dealt out by chance."""

import numpy as np

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, numbers
from grader.checks.compare import kind_of


@checks("one_hot")
def test_one_hot_has_a_1_in_the_column_of_each_label(learner):
    expected = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    expect_close(learner.one_hot(np.array([2, 0, 1, 0]), 3), expected)


@checks("one_hot")
def test_one_hot_has_as_many_columns_as_there_are_classes(learner):
    """Of four classes, only the first two occur."""
    expect_close(learner.one_hot(np.array([1, 0]), 4), np.array([[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]))


@checks("one_hot")
def test_one_hot_of_a_single_label(learner):
    expect_close(learner.one_hot(np.array([1]), 2), np.array([[0.0, 1.0]]))


@checks("standardize")
def test_standardize_uses_the_mean_and_deviation_of_each_column(learner):
    """The first column has mean 2 and deviation 1, the second has mean 30 and deviation 10."""
    train, other = np.array([[1.0, 20.0], [3.0, 40.0]]), np.array([[2.0, 20.0], [5.0, 30.0], [0.0, 60.0]])
    expected = np.array([[-1.0, -1.0], [1.0, 1.0]]), np.array([[0.0, -1.0], [3.0, 0.0], [-2.0, 3.0]])
    expect_close(learner.standardize(train, other), expected)


@checks("standardize")
def test_standardize_takes_the_deviation_of_the_whole_population(learner):
    """The squared distances from the mean, 4, are 9, 1, 1 and 9: their mean is 5."""
    train = np.array([[1.0], [3.0], [5.0], [7.0]])
    expected = np.array([[-3.0], [-1.0], [1.0], [3.0]]) / np.sqrt(5), np.array([[0.0]])
    expect_close(learner.standardize(train, np.array([[4.0]])), expected)


@checks("standardize")
def test_standardize_makes_a_constant_column_0(learner):
    train, other = np.array([[1.0, 7.0], [3.0, 7.0]]), np.array([[4.0, 7.0]])
    expect_close(learner.standardize(train, other), (np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([[2.0, 0.0]])))


@checks("standardize")
def test_standardize_does_to_a_constant_column_what_it_does_to_no_other(learner):
    value = learner.standardize(np.array([[0.0, 7.0], [4.0, 7.0]]), np.array([[6.0, 7.0]]))
    expect_close(value, (np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([[2.0, 0.0]])))


@checks("standardize")
def test_standardize_takes_integers(learner):
    expected = np.array([[-1.0], [1.0]]), np.array([[0.5]])
    expect_close(learner.standardize(np.array([[0], [4]]), np.array([[3]])), expected)


@checks("standardize")
def test_standardize_leaves_its_arguments_unchanged(learner):
    call = learner.call("standardize", (np.array([[1.0, 20.0], [3.0, 40.0]]), np.array([[2.0, 20.0]])))
    expect_arguments_unchanged(call, ("train", "other"))


# Sample k has the row [k, 10 k] and the label k, so that it can be recognized wherever it goes.
X, Y = np.array([[k, 10.0 * k] for k in range(10)]), np.arange(10)


def labels_of(rows, labels, value):
    """The labels of a part of the samples; its rows must be those that belong to them."""
    known = np.array(labels, dtype=float)
    expect(
        known.ndim == 1 and set(known.tolist()) <= set(Y.tolist()),
        "in the place of labels, something came back that is no part of y",
        value,
    )
    rows = numbers(rows, (len(known), 2), "a part of X")
    expect(np.allclose(rows, X[known.astype(int)]), "rows of X and labels no longer belong together", value)
    return known.astype(int).tolist()


def split(learner, fraction, seed):
    """The labels of both parts, for training and for validation."""
    value = learner.train_validation_split(X, Y, fraction, np.random.default_rng(seed))
    four = kind_of(value) in ("a list", "a tuple") and len(value) == 4
    expect(four, f"four things are due, (X_train, y_train, X_val, y_val), and {kind_of(value)} came back", value)
    return labels_of(value[0], value[1], value), labels_of(value[2], value[3], value), value


@checks("train_validation_split")
def test_split_puts_every_sample_into_one_of_the_parts(learner):
    train, validation, value = split(learner, 0.3, seed=0)
    expect(sorted(train + validation) == Y.tolist(), "each of the ten samples should be in exactly one part", value)


@checks("train_validation_split")
def test_split_gives_the_fraction_to_validation(learner):
    for fraction, count in [(0.3, 3), (0.5, 5), (0.8, 8)]:
        _, validation, value = split(learner, fraction, seed=1)
        said = f"of ten samples, a fraction of {fraction} is {count}, and {len(validation)} are for validation"
        expect(len(validation) == count, said, value)


@checks("train_validation_split")
def test_split_of_a_small_fraction_leaves_the_rest_for_training(learner):
    """Four hundredths of ten samples are none, or one for those who round up."""
    train, validation, value = split(learner, 0.04, seed=1)
    expect(len(validation) <= 1 and len(train) >= 9, f"{len(validation)} of ten samples are for validation", value)


@checks("train_validation_split")
def test_split_is_decided_by_rng(learner):
    first, again = split(learner, 0.4, seed=2), split(learner, 0.4, seed=2)
    expect(first[:2] == again[:2], "two splits with the same seed should be equal", again[2])
    found = [sorted(split(learner, 0.4, seed)[1]) for seed in range(10)]
    expect(any(part != found[0] for part in found), "ten different seeds give the same split: is rng used?", first[2])


@checks("train_validation_split")
def test_split_leaves_its_arguments_unchanged(learner):
    call = learner.call("train_validation_split", (X, Y, 0.3, np.random.default_rng(0)))
    expect_arguments_unchanged(call, ("X", "y"))


def batches(learner, batch_size, seed):
    """The labels in each batch."""
    value = learner.minibatches(X, Y, batch_size, np.random.default_rng(seed))
    expect(isinstance(value, (list, tuple)), f"{kind_of(value)} came back where batches are due", value)
    for pair in value:
        is_pair = isinstance(pair, (list, tuple)) and len(pair) == 2
        expect(is_pair, f"a batch is {kind_of(pair)} where a pair (X_batch, y_batch) is due", value)
    return [labels_of(rows, labels, value) for rows, labels in value]


@checks("minibatches")
def test_minibatches_hold_every_sample_exactly_once(learner):
    for batch_size in (5, 4, 10):
        found = sorted(label for batch in batches(learner, batch_size, seed=0) for label in batch)
        expect(found == Y.tolist(), f"with batch_size = {batch_size} each of the ten samples should come exactly once")


@checks("minibatches")
def test_minibatches_are_as_large_as_asked_and_only_the_rest_is_smaller(learner):
    sizes = [len(batch) for batch in batches(learner, 4, seed=0)]
    expect(len(sizes) == 3 and max(sizes) <= 4, f"ten samples by four make three batches, and these have {sizes}")


@checks("minibatches")
def test_minibatches_end_with_the_last_sample(learner):
    """Ten samples by five: two batches, and no third one that is empty."""
    sizes = [len(batch) for batch in batches(learner, 5, seed=0)]
    expect(sizes == [5, 5], f"ten samples by five make two batches, and these have {sizes}")


@checks("minibatches")
def test_minibatches_come_in_an_order_that_rng_decides(learner):
    first, again = batches(learner, 4, seed=1), batches(learner, 4, seed=1)
    expect(first == again, "two passes with the same seed should be equal")
    found = [batches(learner, 4, seed) for seed in range(6)]
    expect(any(order != found[0] for order in found), "six different seeds give the same batches: is rng used?")


@checks("minibatches")
def test_minibatches_leave_their_arguments_unchanged(learner):
    call = learner.call("minibatches", (X, Y, 4, np.random.default_rng(0)))
    expect_arguments_unchanged(call, ("X", "y"))
