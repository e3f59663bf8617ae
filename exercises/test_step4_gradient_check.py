"""Checks of step 4: a judge who nudges one number at a time, and a measure for how near is near enough."""

import numpy as np

from grader.checks import checks, expect_arguments_unchanged, expect_close


@checks("numerical_gradient")
def test_numerical_gradient_of_a_weighted_sum_is_the_weights(learner):
    def f(x):
        return 3 * x[0] - 2 * x[1]

    expect_close(learner.numerical_gradient(f, np.array([0.5, 1.5])), [3.0, -2.0])


@checks("numerical_gradient")
def test_numerical_gradient_looks_to_both_sides_at_a_distance_of_h(learner):
    """With a step as large as h = 1 it can be seen where f was asked."""

    def f(x):
        return np.sum(x**3)

    # at 2:  (3^3 - 1^3) / 2 = 13        at 1:  (2^3 - 0^3) / 2 = 4
    expect_close(learner.numerical_gradient(f, np.array([2.0, 1.0]), 1.0), [13.0, 4.0])


@checks("numerical_gradient")
def test_numerical_gradient_nudges_one_entry_at_a_time(learner):
    def f(x):
        return x[0] * x[1] * x[2]

    # each slope is the product of the two other entries, whatever the step
    expect_close(learner.numerical_gradient(f, np.array([2.0, 3.0, 5.0]), 0.5), [15.0, 10.0, 6.0])


@checks("numerical_gradient")
def test_numerical_gradient_has_the_shape_of_x(learner):
    """Of a matrix, f looks at one entry of each row only: the others have slope 0."""

    def f(x):
        return np.sin(x[0, 2]) + x[1, 0] ** 2

    x = np.array([[7.0, 2.0, 1.0], [4.0, 5.0, 6.0]])
    # the slope of sin at 1 is cos(1) = 0.540302, that of the square at 4 is 8
    expect_close(learner.numerical_gradient(f, x), np.array([[0.0, 0.0, 0.540302], [8.0, 0.0, 0.0]]))


@checks("numerical_gradient")
def test_numerical_gradient_takes_whole_numbers(learner):
    """An array of integers cuts off whatever is added to it: a copy has to be one of floats."""

    def f(x):
        return np.sum(x**2)

    expect_close(learner.numerical_gradient(f, np.array([3, -1]), 0.5), [6.0, -2.0])


@checks("numerical_gradient")
def test_numerical_gradient_leaves_x_as_it_was(learner):
    """To the last digit: adding h and subtracting it again does not always lead back."""

    def f(x):
        return np.sum(x**2)

    call = learner.call("numerical_gradient", (f, np.array([[0.1, 0.7], [-1.3, 2.9]]), 0.001))
    expect_arguments_unchanged(call, ("f", "x", "h"))


@checks("relative_error")
def test_relative_error_of_equal_arrays_is_0(learner):
    a = np.array([[1.0, -2.0], [300.0, 0.004]])
    expect_close(learner.relative_error(a, a), 0.0)


@checks("relative_error")
def test_relative_error_is_that_of_the_worst_entry(learner):
    a, b = np.array([2.0, 10.0, 200.0]), np.array([3.0, 10.0, 220.0])
    # 1 / 5 = 0.2,  0 / 20,  20 / 420
    expect_close(learner.relative_error(a, b), 0.2)


@checks("relative_error")
def test_relative_error_is_1_where_the_sign_is_wrong(learner):
    a, b = np.array([[1.0, -3.0], [2.0, 4.0]]), np.array([[1.0, 3.0], [2.0, 4.0]])
    # |-3 - 3| / (3 + 3)
    expect_close(learner.relative_error(a, b), 1.0)


@checks("relative_error")
def test_relative_error_is_as_strict_with_small_numbers(learner):
    # 0.000002 / (0.000001 + 0.000003), the same as for 1 and 3
    expect_close(learner.relative_error(np.array([1e-6]), np.array([3e-6])), 0.5)


@checks("relative_error")
def test_relative_error_does_not_divide_by_zero(learner):
    """Where both entries are 0, or nearly, the denominator is 1e-8."""
    a, b = np.array([0.0, 5.0, 2e-9]), np.array([0.0, 5.0, 0.0])
    # 0 / 1e-8,  0 / 10,  2e-9 / 1e-8 = 0.2
    expect_close(learner.relative_error(a, b), 0.2)


@checks("relative_error")
def test_relative_error_leaves_its_arguments_unchanged(learner):
    call = learner.call("relative_error", (np.array([1.0, -2.0]), np.array([1.5, -2.0])))
    expect_arguments_unchanged(call, ("a", "b"))
