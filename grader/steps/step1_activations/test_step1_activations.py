"""Hidden checks of step 1: each entry of the answer is the function of that entry, whatever the array."""

import numpy as np

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, for_each, numbers
from grader.steps.step1_activations import oracle

FUNCTIONS = ["sigmoid", "sigmoid_derivative", "relu", "relu_derivative", "tanh", "tanh_derivative"]


def away_from_zero(rng, low, high, shape):
    return rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape)


@for_each(FUNCTIONS, share=3, core=True)
def test_values_of_a_vector(learner, rng, name):
    """a vector of ordinary numbers of both signs"""
    z = np.concatenate([rng.uniform(0.05, 4, 6), -rng.uniform(0.05, 4, 6), away_from_zero(rng, 0.05, 2, 3)])
    z = rng.permutation(z)
    z[0] = -abs(z[0])  # who has np.vectorize find out the kind of the numbers gets that of the first answer
    expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@for_each(FUNCTIONS, share=2)
def test_values_of_a_matrix(learner, rng, name):
    """a matrix"""
    z = away_from_zero(rng, 0.05, 4, (4, 3))
    z[0, :2] = [0.7, -0.7]
    expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@for_each(FUNCTIONS)
def test_values_of_an_array_with_three_axes(learner, rng, name):
    """an array with three axes"""
    z = away_from_zero(rng, 0.05, 4, (2, 3, 2))
    z[0, 0, :] = [1.1, -1.1]
    expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@for_each(FUNCTIONS)
def test_values_of_a_single_row_and_a_single_column(learner, rng, name):
    """a single row, and a single column"""
    for shape in [(1, 5), (5, 1)]:
        z = away_from_zero(rng, 0.05, 4, shape)
        z.flat[:2] = [0.4, -0.4]
        expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@for_each(FUNCTIONS)
def test_values_of_integers(learner, rng, name):
    """an array of integers"""
    z = np.concatenate([rng.integers(1, 6, 4), -rng.integers(1, 6, 4)])
    expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@for_each(FUNCTIONS)
def test_values_far_to_the_left(learner, rng, name):
    """numbers between -25 and -7"""
    z = -rng.uniform(7, 25, 6)
    z[:3] = [-7.5, -16.0, -22.0]
    expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@for_each(FUNCTIONS)
def test_values_far_to_the_right(learner, rng, name):
    """numbers between 7 and 25"""
    z = rng.uniform(7, 25, 6)
    z[:3] = [7.5, 16.0, 22.0]
    expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@for_each(FUNCTIONS)
def test_right_and_finite_for_very_large_numbers(learner, rng, name):
    """numbers of size 100 to 10,000"""
    sizes = np.concatenate([rng.uniform(100, 10_000, 3), [356.0, 711.0, 1e4]])
    for z in (sizes, -sizes, np.concatenate([sizes, -sizes])):
        expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@for_each([name for name in FUNCTIONS if name != "relu_derivative"])
def test_value_at_an_exact_zero(learner, rng, name):
    """an array with an exact 0"""
    z = np.array([rng.uniform(1, 2), 0.0, -rng.uniform(1, 2)])
    expect_close(getattr(learner, name)(z), oracle.elementwise(name, z))


@checks("relu_derivative")
def test_slope_of_relu_at_zero_is_a_subgradient(learner, rng):
    """an array with an exact 0: any slope from 0 to 1 is right there"""
    z = np.array([rng.uniform(1, 2), 0.0, -rng.uniform(1, 2)])
    value = learner.relu_derivative(z)
    slopes = numbers(value, (3,), "relu_derivative").astype(float)
    expect(0 <= slopes[1] <= 1, "the slope at an exact 0 must lie between 0 and 1", value)
    expect_close(slopes[[0, 2]], [1.0, 0.0])


@for_each(FUNCTIONS)
def test_leaves_its_argument_unchanged(learner, rng, name):
    """the argument after the call, very large numbers included"""
    z = away_from_zero(rng, 0.05, 4, (3, 4))
    z[0, :2] = [9000.0, -9000.0]
    call = learner.call(name, (z,))
    expect_arguments_unchanged(call, ("z",))
