"""Where chance decides, luck neither saves wrong work nor costs right work: many seeds, in this process."""

import importlib
from itertools import pairwise

import numpy as np
import pytest

from grader import curriculum
from grader.checks import Learner
from grader.checks.answer import Answer, WrongAnswer
from grader.steps.shared.dealt_samples import pattern
from grader.worker import wire

SEEDS = range(200)
SOME = range(50)  # for wrong work, of which each seed shows the same


def refused(about, function, check, seeds=SEEDS, **case):
    """For how many of the seeds a hidden check refuses a function."""
    module = curriculum.functions()[about].step.module
    test = getattr(importlib.import_module(f"grader.steps.{module}.test_{module}"), f"test_{check}")
    count = 0
    for seed in seeds:
        try:
            test(
                Learner(lambda _, arguments: Answer(wire.plain(function(*arguments)))),
                np.random.default_rng(seed),
                **case,
            )
        except WrongAnswer:
            count += 1
    return count


def rolled(n, rng):
    return np.roll(np.arange(n), rng.integers(n))


ORDERS = {
    "turned round": rolled,
    "backwards from anywhere": lambda n, rng: rolled(n, rng)[::-1],
    "forwards or backwards": lambda n, rng: rolled(n, rng)[:: rng.choice([-1, 1])],
    "by fives": lambda n, rng: (5 * np.arange(n) + rng.integers(n)) % n,
    "half in order": lambda n, rng: np.append(np.arange(n // 2), n // 2 + rng.permutation(n - n // 2)),
    "pairs": lambda n, rng: rng.permutation(np.arange(n).reshape(-1, 2)).ravel(),
    "fours": lambda n, rng: rng.permutation(np.arange(n).reshape(-1, 4)).ravel(),
    "one of three orders": lambda n, rng: np.random.default_rng(rng.integers(3)).permutation(n),
    "as they are": lambda n, rng: np.arange(n),
}


def batches(order):
    def minibatches(X, y, size, rng):
        rows = order(len(X), rng)
        return [(X[rows[i : i + size]], y[rows[i : i + size]]) for i in range(0, len(X), size)]

    return minibatches


def split(order):
    def train_validation_split(X, y, fraction, rng):
        rows, count = order(len(X), rng), round(len(X) * fraction)
        return X[rows[count:]], y[rows[count:]], X[rows[:count]], y[rows[:count]]

    return train_validation_split


def shuffled(n, rng):
    return rng.permutation(n)


@pytest.mark.parametrize("order", ORDERS)
def test_batches_that_are_not_shuffled_are_refused_with_every_seed(order):
    assert refused("minibatches", batches(ORDERS[order]), "the_samples_are_shuffled_one_by_one", SOME) == len(SOME)


@pytest.mark.parametrize("order", sorted(ORDERS.keys() - {"half in order"}))
def test_parts_that_are_not_shuffled_are_refused_with_every_seed(order):
    check = "chance_decides_which_samples_are_for_validation"
    assert refused("train_validation_split", split(ORDERS[order]), check, SOME) == len(SOME)


def test_every_third_row_from_anywhere_is_no_split_by_chance():
    def thirds(n, rng):
        first = np.arange(rng.integers(3), n, 3)
        return np.append(first, np.setdiff1d(np.arange(n), first))

    check = "chance_decides_which_samples_are_for_validation"
    assert refused("train_validation_split", split(thirds), check) == len(SEEDS)


def sorted_within(n, rng):
    return np.sort(rng.permutation(n).reshape(-1, 4) if n % 4 == 0 else rng.permutation(n)[None], axis=1).ravel()


def test_the_order_within_a_batch_may_be_any():
    assert refused("minibatches", batches(sorted_within), "the_samples_are_shuffled_one_by_one") == 0


def test_shuffled_samples_are_never_refused():
    """200 seeds show nothing below one in a hundred; the checks say how the rest was computed."""
    assert refused("minibatches", batches(shuffled), "the_samples_are_shuffled_one_by_one") == 0
    check = "chance_decides_which_samples_are_for_validation"
    assert refused("train_validation_split", split(shuffled), check) == 0


def test_a_pattern_is_the_same_wherever_it_begins():
    assert pattern({10, 11, 0, 1}, 12) == pattern({4, 5, 6, 7}, 12) != pattern({0, 3, 6, 9}, 12)
    assert pattern({0, 1, 3}, 12) == pattern({5, 7, 8}, 12)  # the same, seen in a mirror


def starts(spread):
    """Weights with the right spread but for layers that widen."""

    def init_params(sizes, rng):
        return [(rng.normal(0, spread if b > a else 1 / np.sqrt(a), (a, b)), np.zeros(b)) for a, b in pairwise(sizes)]

    return init_params


@pytest.mark.parametrize(("spread", "is_refused"), [(1e6, True), (5.0, True), (1e-3, True), (0.07, False)])
def test_weights_of_a_layer_that_widens_have_a_spread_too(spread, is_refused):
    check = "spread_of_weights_shrinks_with_the_root_of_the_inputs"
    seeds = range(20)
    found = refused("init_params", starts(spread), check, seeds, sizes=[10, 400, 10])
    assert found == (len(seeds) if is_refused else 0)


@pytest.mark.parametrize("body", [lambda v: max(0, v), lambda v: v if v > 0 else 0])
def test_a_vectorized_relu_that_cuts_numbers_off_is_refused_with_every_seed(body):
    """np.vectorize makes of all answers what the first one is: of a negative entry a whole number."""
    assert refused("relu", np.vectorize(body), "values_of_a_vector", name="relu") == len(SEEDS)
    assert refused("relu", np.vectorize(body, otypes=[float]), "values_of_a_vector", name="relu") == 0
