"""Hidden checks of step 8: labels as rows, one scale for all columns, and samples dealt out by chance."""

import math
from itertools import pairwise

import numpy as np
import pytest

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, for_each
from grader.steps.shared.dealt_samples import batches_of, joined, parts_of, pattern, samples
from grader.steps.step8_data import oracle


@checks("one_hot", share=3, core=True)
def test_a_single_one_in_the_column_of_the_label(learner, rng):
    """eight labels of four classes"""
    labels = np.append(rng.integers(0, 4, 4), rng.permutation(4))
    expect_close(learner.one_hot(labels, 4), oracle.one_hot(labels, 4))


@checks("one_hot", share=2, core=True)
def test_as_many_columns_as_there_are_classes(learner, rng):
    """labels among which the last classes are missing"""
    labels = rng.permutation([0, 1, 2, 1, 0])
    expect_close(learner.one_hot(labels, 6), oracle.one_hot(labels, 6))


@checks("one_hot")
def test_a_single_label(learner, rng):
    """one sample"""
    labels = rng.integers(0, 5, 1)
    expect_close(learner.one_hot(labels, 5), oracle.one_hot(labels, 5))


@checks("one_hot")
def test_leaves_the_labels_unchanged(learner, rng):
    """labels after the call"""
    expect_arguments_unchanged(learner.call("one_hot", (rng.integers(0, 4, 6), 4)), ("labels", "n_classes"))


def table(rng, n, columns):
    """Columns with means and deviations of their own."""
    return rng.normal(rng.uniform(-20, 20, columns), rng.uniform(0.5, 9, columns), (n, columns))


@checks("standardize", share=4, core=True)
def test_both_with_the_mean_and_deviation_of_train(learner, rng):
    """nine rows of train, four others, three columns"""
    train, other = table(rng, 9, 3), table(rng, 4, 3)
    expect_close(learner.standardize(train, other), oracle.standardize(train, other))


@checks("standardize")
def test_as_many_rows_as_columns(learner, rng):
    """four rows, four columns, in both"""
    train, other = table(rng, 4, 4), table(rng, 4, 4)
    expect_close(learner.standardize(train, other), oracle.standardize(train, other))


@checks("standardize")
def test_one_other_row(learner, rng):
    """a single sample that somebody brings tomorrow"""
    train, other = table(rng, 6, 2), table(rng, 1, 2)
    expect_close(learner.standardize(train, other), oracle.standardize(train, other))


@checks("standardize", share=3)
@pytest.mark.parametrize("constant", [0.0, -2.5])
def test_a_constant_column_becomes_zero(learner, rng, constant):
    """a column of train that never changes, among others that do"""
    train, other = table(rng, 8, 3), table(rng, 3, 3)
    train[:, 1] = other[:, 1] = constant
    expect_close(learner.standardize(train, other), oracle.standardize(train, other))


@checks("standardize", share=2)
def test_a_column_that_hardly_changes(learner, rng):
    """a column with a deviation of about 0.01, around 3"""
    train, other = table(rng, 8, 3), table(rng, 3, 3)
    train[:, 2] = 3 + 0.01 * rng.permutation(np.linspace(-1, 1, 8))
    other[:, 2] = 3 + 0.01 * rng.uniform(-1, 1, 3)
    expect_close(learner.standardize(train, other), oracle.standardize(train, other))


@checks("standardize")
def test_whole_numbers(learner, rng):
    """pixels from 0 to 16"""
    train, other = rng.integers(0, 17, (7, 3)), rng.integers(0, 17, (4, 3))
    train[:2] = [[0, 16, 3], [16, 0, 9]]
    expect_close(learner.standardize(train, other), oracle.standardize(train, other))


@checks("standardize")
def test_single_precision(learner, rng):
    """both arrays in float32"""
    train, other = table(rng, 9, 2).astype("float32"), table(rng, 3, 2).astype("float32")
    value = learner.standardize(train, other)
    expect_close(value, tuple(part.astype("float32") for part in oracle.standardize(train, other)))


@checks("standardize", share=2)
def test_leaves_both_arrays_unchanged(learner, rng):
    """train and other after the call"""
    expect_arguments_unchanged(learner.call("standardize", (table(rng, 6, 3), table(rng, 4, 3))), ("train", "other"))


@checks("train_validation_split", share=3, core=True)
@pytest.mark.parametrize(("n", "fraction"), [(120, 0.25), (11, 0.3), (200, 0.1), (9, 0.6)])
def test_every_sample_is_in_one_of_the_two_parts(learner, rng, n, fraction):
    """n * fraction samples, rounded up or down, are for validation, the others for training; X and y stay together"""
    X, y = samples(n, rng)
    value = learner.train_validation_split(X, y, fraction, np.random.default_rng(int(rng.integers(1000))))
    train, validation = parts_of(value, X, y)
    expect(sorted(train + validation) == list(range(n)), "some sample is in neither part, or in both, or twice", value)
    said = f"{len(validation)} of {n} samples are for validation, with a fraction of {fraction}"
    expect(abs(len(validation) - n * fraction) < 1 - 1e-9, said, value)


@checks("train_validation_split")
def test_a_fraction_of_less_than_one_sample(learner, rng):
    """seven samples and a fraction of 0.05: at most one is for validation"""
    X, y = samples(7, rng)
    value = learner.train_validation_split(X, y, 0.05, rng)
    if isinstance(value, (list, tuple)) and len(value) == 4 and np.size(value[2]) == np.size(value[3]) == 0:
        value = (*value[:2], X[:0], y[:0])  # a part without samples may have any shape
    train, validation = parts_of(value, X, y)
    expect(sorted(train + validation) == list(range(7)), "some sample is in neither part, or in both, or twice", value)
    expect(len(validation) <= 1, f"{len(validation)} of 7 samples are for validation, with a fraction of 0.05", value)


@checks("train_validation_split")
def test_targets_with_several_columns(learner, rng):
    """a y of shape (n, 2)"""
    X, y = samples(10, rng)
    y = np.column_stack([y, -y])
    value = learner.train_validation_split(X, y, 0.3, rng)
    train, validation = parts_of(value, X, y)
    expect(sorted(train + validation) == list(range(10)), "some sample is in neither part, or in both, or twice", value)


def validation_parts(learner, rngs, n=12):
    """The samples chosen for validation, one third, with each of these generators."""
    X, y = samples(n, np.random.default_rng(0))
    return [set(parts_of(learner.train_validation_split(X, y, 1 / 3, rng), X, y)[1]) for rng in rngs]


@checks("train_validation_split", share=2, core=True)
def test_chance_decides_which_samples_are_for_validation(learner, rng):
    """forty generators: not always the same samples, not those at one end, no neighbours, and no regular gaps"""
    # Four of twelve, forty times. By counting all 495 parts, and as what is drawn is independent: fewer than 20
    # different parts, a sample that is never chosen, more than 75 neighbours (40 are to be expected) or fewer than 8 of
    # the 29 patterns come by chance less than once in a million. A window or every third row always has one pattern,
    # and whoever draws pairs of rows has 80 neighbours or more.
    parts = validation_parts(learner, [np.random.default_rng([k, int(rng.integers(1000))]) for k in range(40)])
    expect(len({frozenset(part) for part in parts}) >= 20, "the same samples are chosen again and again: use rng")
    expect(len(set().union(*parts)) == 12, "some samples are never chosen for validation, in forty splits")
    neighbours = sum(b - a == 1 for part in parts for a, b in pairwise(sorted(part)))
    expect(neighbours <= 75, "the samples for validation lie side by side: are the rows shuffled one by one?")
    patterns = {pattern(part, 12) for part in parts}
    expect(len(patterns) >= 8, "the samples for validation lie at regular distances: are the rows shuffled one by one?")


@for_each(["train_validation_split", "minibatches"], share=2)
def test_all_chance_comes_from_rng(learner, rng, name):
    """equal seeds give the same, different seeds and later calls something else; the global state is left alone"""
    X, y = samples(40, rng)
    seed, generator = int(rng.integers(1000)), np.random.default_rng(5)
    rngs = [np.random.default_rng(seed), np.random.default_rng(seed), np.random.default_rng(seed + 1)]

    def dealt(given):
        call = learner.call(name, (X, y, 0.25 if name == "train_validation_split" else 8, given))
        expect(not call.answer.global_random, "NumPy's global random state has changed: use rng and nothing else")
        parts = parts_of if name == "train_validation_split" else batches_of
        return [sorted(part) for part in parts(call.answer.value, X, y)]

    first, again, other = (dealt(given) for given in rngs)
    one, two = dealt(generator), dealt(generator)
    expect(first == again, "two calls with equal seeds gave different results: use rng and nothing else")
    expect(first != other, "different seeds gave equal results: does the order come from rng?")
    expect(one != two, "two calls with one rng gave equal results: does the order come from rng?")


@for_each(["train_validation_split", "minibatches"])
def test_leaves_x_and_y_unchanged(learner, rng, name):
    """X and y after the call"""
    X, y = samples(10, rng)
    call = learner.call(name, (X, y, 0.3 if name == "train_validation_split" else 4, rng))
    expect_arguments_unchanged(call, ("X", "y"))


@checks("minibatches", share=3, core=True)
@pytest.mark.parametrize(("n", "size"), [(12, 4), (10, 4), (11, 5)])
def test_every_sample_comes_exactly_once(learner, rng, n, size):
    """sizes that divide n and such that do not: as few batches as can be, none too large; X and y stay together"""
    X, y = samples(n, rng)
    value = learner.minibatches(X, y, size, rng)
    batches = batches_of(value, X, y)
    expect(sorted(joined(batches)) == list(range(n)), "some sample comes never, or more than once", value)
    expect(max(map(len, batches)) <= size, f"there is a batch larger than {size}", value)
    expect(
        len(batches) == math.ceil(n / size),
        f"{n} samples came in {len(batches)} batches, and fewer can hold them",
        value,
    )


@checks("minibatches")
@pytest.mark.parametrize("size", [1, 7, 20])
def test_batches_of_one_of_all_and_of_more_than_all(learner, rng, size):
    """seven samples: batch_size 1, 7 and 20"""
    X, y = samples(7, rng)
    batches = batches_of(learner.minibatches(X, y, size, rng), X, y)
    expect(sorted(joined(batches)) == list(range(7)), "some sample comes never, or more than once")
    sizes = [len(batch) for batch in batches]
    expect(sizes == ([1] * 7 if size == 1 else [7]), f"7 samples by {size} come in batches of {sizes}")


@checks("minibatches")
def test_batches_of_targets_with_several_columns(learner, rng):
    """a y of shape (n, 2)"""
    X, y = samples(9, rng)
    y = np.column_stack([y, -y])
    batches = batches_of(learner.minibatches(X, y, 4, rng), X, y)
    expect(sorted(joined(batches)) == list(range(9)), "some sample comes never, or more than once")


@checks("minibatches", share=3, core=True)
def test_the_samples_are_shuffled_one_by_one(learner, rng):
    """twenty-four passes over twelve samples: other companies each time, few neighbours in them, no regular gaps"""
    # Only who is together in a batch counts: the order within one may be any. There are 5,775 ways to make three
    # companies of twelve. Neighbours in one company are 72 +- 7 in 24 shuffled passes (600,000 passes were drawn, and
    # added up): more than 110 come less than once in a million, and so do fewer than 18 different ways, or fewer than
    # 12 of the 29 patterns (8,000 times 24 passes were drawn: never fewer than 19). Rows that are turned round, read
    # backwards or by fives always make one pattern; pairs of rows, or a half left in order, have 120 neighbours.
    X, y = samples(12, rng)
    passes = [batches_of(learner.minibatches(X, y, 4, rng), X, y) for _ in range(24)]
    ways = {frozenset(map(frozenset, batches)) for batches in passes}
    expect(len(ways) >= 18, "the same samples are together in a batch again and again: is anything shuffled?")
    companies = [set(batch) for batches in passes for batch in batches]
    neighbours = sum(b - a == 1 for company in companies for a, b in pairwise(sorted(company)))
    expect(neighbours <= 110, "many neighbours are together in a batch: are the rows shuffled one by one?")
    patterns = {pattern(company, 12) for company in companies}
    expect(len(patterns) >= 12, "the samples in a batch lie at regular distances: are the rows shuffled one by one?")
