"""Hidden checks of step 3: one number for all errors, and how it moves with each prediction."""

import numpy as np
import pytest

from grader.checks import expect_arguments_unchanged, expect_close, for_each
from grader.steps.step3_loss import oracle

FUNCTIONS = ["mse", "mse_gradient"]


def pair(rng, shape):
    return rng.normal(0, 2, shape), rng.normal(0, 2, shape)


@for_each(FUNCTIONS, share=3, core=True)
def test_several_samples_and_outputs(learner, rng, name):
    """six samples, three outputs"""
    y_hat, y = pair(rng, (6, 3))
    expect_close(getattr(learner, name)(y_hat, y), getattr(oracle, name)(y_hat, y))


@pytest.mark.parametrize("shape", [(5, 1), (1, 4), (1, 1), (3, 3)], ids=str)
@for_each(FUNCTIONS)
def test_other_shapes(learner, rng, name, shape):
    """one output, one sample, one of both, as many outputs as samples"""
    y_hat, y = pair(rng, shape)
    expect_close(getattr(learner, name)(y_hat, y), getattr(oracle, name)(y_hat, y))


@for_each(FUNCTIONS)
def test_tiny_and_large_errors(learner, rng, name):
    """errors of a thousandth, and of some thousands"""
    for size in (1e-3, 3e3):
        y_hat, y = rng.normal(0, size, (4, 2)), rng.normal(0, size, (4, 2))
        expect_close(getattr(learner, name)(y_hat, y), getattr(oracle, name)(y_hat, y))


@for_each(FUNCTIONS)
def test_integers(learner, rng, name):
    """integer predictions and targets"""
    y_hat, y = rng.integers(-5, 6, (4, 2)), rng.integers(-5, 6, (4, 2))
    y_hat[0, 0] = y[0, 0] + 1
    expect_close(getattr(learner, name)(y_hat, y), getattr(oracle, name)(y_hat, y))


@for_each(FUNCTIONS)
def test_perfect_predictions(learner, rng, name):
    """predictions that equal the targets"""
    y = rng.normal(0, 1, (3, 2))
    expect_close(getattr(learner, name)(y.copy(), y), np.zeros((3, 2)) if name == "mse_gradient" else 0.0)


@for_each(FUNCTIONS)
def test_leaves_its_arguments_unchanged(learner, rng, name):
    """y_hat and y after the call"""
    expect_arguments_unchanged(learner.call(name, pair(rng, (4, 2))), ("y_hat", "y"))
