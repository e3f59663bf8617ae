"""Checks of step 1: each entry of the answer depends on the same entry of z, and on nothing else.

Some inputs are logarithms, because then the exponentials are numbers you know: e to the ln 3 is 3.
"""

import numpy as np

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, numbers

LN2, LN3 = np.log(2.0), np.log(3.0)


def steepness(curve, z, h=1e-5):
    """Rise over run of a curve, from a little to the left of z to a little to the right."""
    return (curve(z + h) - curve(z - h)) / (2 * h)


@checks("sigmoid")
def test_sigmoid_is_one_half_at_zero_and_rises_from_0_to_1(learner):
    # at ln 3:  1 / (1 + 1/3) = 3/4        at -ln 3:  1 / (1 + 3) = 1/4
    expect_close(learner.sigmoid(np.array([-LN3, 0.0, LN3])), [0.25, 0.5, 0.75])


@checks("sigmoid")
def test_sigmoid_of_a_matrix_is_a_matrix_of_the_same_shape(learner):
    # e^2 = 7.389056, so sigmoid(-2) = 1 / 8.389056 = 0.119203, and sigmoid(2) is what is missing from there to 1
    z = np.array([[-2.0, 2.0], [0.0, -2.0], [2.0, 0.0]])
    expect_close(learner.sigmoid(z), np.array([[0.119203, 0.880797], [0.5, 0.119203], [0.880797, 0.5]]))


@checks("sigmoid")
def test_sigmoid_of_integers_is_not_cut_off_to_integers(learner):
    # sigmoid(-1) = 1 / (1 + e) = 1 / 3.718282 = 0.268941
    expect_close(learner.sigmoid(np.array([-1, 0, 1])), [0.268941, 0.5, 0.731059])


@checks("sigmoid")
def test_sigmoid_far_out_is_0_on_the_left_and_1_on_the_right(learner):
    """A warning of an overflow is fine here, a nan is not."""
    expect_close(learner.sigmoid(np.array([-10000.0, -1000.0, 1000.0, 10000.0])), [0.0, 0.0, 1.0, 1.0])


@checks("sigmoid")
def test_sigmoid_leaves_z_unchanged(learner):
    expect_arguments_unchanged(learner.call("sigmoid", (np.array([-1000.0, 0.5, 3.0]),)), ("z",))


@checks("sigmoid_derivative")
def test_sigmoid_derivative_is_one_quarter_in_the_middle_and_falls_on_both_sides(learner):
    # the sigmoid of ln 3 is 3/4, so the slope there is 3/4 * 1/4 = 0.1875, and at -ln 3 it is 1/4 * 3/4
    expect_close(learner.sigmoid_derivative(np.array([-LN3, 0.0, LN3])), [0.1875, 0.25, 0.1875])


@checks("sigmoid_derivative")
def test_sigmoid_derivative_is_the_steepness_of_the_curve(learner):
    z = np.array([[-4.0, -1.5, -0.5], [0.5, 1.0, 3.0]])

    def curve(z):
        return (1 + np.tanh(z / 2)) / 2  # the sigmoid, written another way

    expect_close(learner.sigmoid_derivative(z), steepness(curve, z))


@checks("sigmoid_derivative")
def test_sigmoid_derivative_of_integers_is_not_cut_off_to_integers(learner):
    # the sigmoid of 1 is 0.731059, and 0.731059 * 0.268941 = 0.196612
    expect_close(learner.sigmoid_derivative(np.array([-1, 0, 1])), [0.196612, 0.25, 0.196612])


@checks("sigmoid_derivative")
def test_sigmoid_derivative_far_out_is_0_on_both_sides(learner):
    expect_close(learner.sigmoid_derivative(np.array([-10000.0, -1000.0, 1000.0, 10000.0])), [0.0, 0.0, 0.0, 0.0])


@checks("sigmoid_derivative")
def test_sigmoid_derivative_leaves_z_unchanged(learner):
    expect_arguments_unchanged(learner.call("sigmoid_derivative", (np.array([-2.0, 0.5, 3.0]),)), ("z",))


@checks("relu")
def test_relu_lets_positive_numbers_pass_and_turns_negative_ones_into_0(learner):
    expect_close(learner.relu(np.array([-2.0, -0.5, 0.0, 0.5, 3.0])), [0.0, 0.0, 0.0, 0.5, 3.0])


@checks("relu")
def test_relu_decides_for_every_entry_of_a_matrix_anew(learner):
    z = np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])
    expect_close(learner.relu(z), np.array([[1.0, 0.0, 3.0], [0.0, 5.0, 0.0]]))


@checks("relu")
def test_relu_keeps_the_shape_of_a_column(learner):
    expect_close(learner.relu(np.array([[-1], [2], [0]])), np.array([[0.0], [2.0], [0.0]]))


@checks("relu")
def test_relu_never_goes_flat_on_the_right(learner):
    expect_close(learner.relu(np.array([-10000.0, 250.0, 10000.0])), [0.0, 250.0, 10000.0])


@checks("relu")
def test_relu_leaves_z_unchanged(learner):
    """Whoever called you may need the negative numbers later: your own backward will."""
    expect_arguments_unchanged(learner.call("relu", (np.array([-2.0, 0.5, -3.0]),)), ("z",))


@checks("relu_derivative")
def test_relu_derivative_is_0_on_the_left_and_1_on_the_right(learner):
    expect_close(learner.relu_derivative(np.array([-2.0, -0.1, 0.1, 3.0])), [0.0, 0.0, 1.0, 1.0])


@checks("relu_derivative")
def test_relu_derivative_of_a_matrix_is_a_matrix_of_the_same_shape(learner):
    z = np.array([[1.0, -2.0], [-3.0, 4.0], [5.0, -6.0]])
    expect_close(learner.relu_derivative(z), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))


@checks("relu_derivative")
def test_relu_derivative_does_not_grow_with_z(learner):
    expect_close(learner.relu_derivative(np.array([-10000, -7, 7, 10000])), [0.0, 0.0, 1.0, 1.0])


@checks("relu_derivative")
def test_relu_derivative_at_the_corner_is_between_0_and_1(learner):
    """At exactly 0 the curve has no slope; any number from 0 to 1 is a fair answer."""
    value = learner.relu_derivative(np.array([-1.0, 0.0, 1.0]))
    corner = numbers(value, (3,), "relu_derivative")[1]
    expect(0 <= corner <= 1, f"the slope at 0 is {corner}, and it should lie between 0 and 1", value)


@checks("relu_derivative")
def test_relu_derivative_leaves_z_unchanged(learner):
    expect_arguments_unchanged(learner.call("relu_derivative", (np.array([-2.0, 0.5, 3.0]),)), ("z",))


@checks("tanh")
def test_tanh_is_0_at_zero_and_rises_from_minus_1_to_1(learner):
    # at ln 2:  (2 - 1/2) / (2 + 1/2) = 0.6        at -ln 3:  (1/3 - 3) / (1/3 + 3) = -0.8
    expect_close(learner.tanh(np.array([-LN3, 0.0, LN2])), [-0.8, 0.0, 0.6])


@checks("tanh")
def test_tanh_of_a_matrix_is_a_matrix_of_the_same_shape(learner):
    z = np.array([[LN2, -LN2, LN3], [-LN3, LN3, LN2]])
    expect_close(learner.tanh(z), np.array([[0.6, -0.6, 0.8], [-0.8, 0.8, 0.6]]))


@checks("tanh")
def test_tanh_of_integers_is_not_cut_off_to_integers(learner):
    # e = 2.718282 and 1/e = 0.367879:  their difference 2.350402 over their sum 3.086161 is 0.761594
    expect_close(learner.tanh(np.array([-1, 0, 1])), [-0.761594, 0.0, 0.761594])


@checks("tanh")
def test_tanh_far_out_is_minus_1_on_the_left_and_1_on_the_right(learner):
    """e to the 1000 is infinity for a float, and infinity / infinity is nan."""
    expect_close(learner.tanh(np.array([-10000.0, -1000.0, 1000.0, 10000.0])), [-1.0, -1.0, 1.0, 1.0])


@checks("tanh")
def test_tanh_leaves_z_unchanged(learner):
    expect_arguments_unchanged(learner.call("tanh", (np.array([-2.0, 0.5, 3.0]),)), ("z",))


@checks("tanh_derivative")
def test_tanh_derivative_is_1_in_the_middle_and_falls_on_both_sides(learner):
    # the tanh of ln 2 is 0.6, so the slope there is 1 - 0.36 = 0.64; at -ln 3 it is 1 - 0.64 = 0.36
    expect_close(learner.tanh_derivative(np.array([-LN3, 0.0, LN2])), [0.36, 1.0, 0.64])


@checks("tanh_derivative")
def test_tanh_derivative_is_the_steepness_of_the_curve(learner):
    z = np.array([[-3.0, -1.5, -0.5], [0.5, 1.0, 2.0]])
    expect_close(learner.tanh_derivative(z), steepness(np.tanh, z))


@checks("tanh_derivative")
def test_tanh_derivative_of_integers_is_not_cut_off_to_integers(learner):
    # the tanh of 1 is 0.761594, and 1 - 0.761594^2 = 0.419974
    expect_close(learner.tanh_derivative(np.array([-1, 0, 1])), [0.419974, 1.0, 0.419974])


@checks("tanh_derivative")
def test_tanh_derivative_far_out_is_0_on_both_sides(learner):
    expect_close(learner.tanh_derivative(np.array([-10000.0, -1000.0, 1000.0, 10000.0])), [0.0, 0.0, 0.0, 0.0])


@checks("tanh_derivative")
def test_tanh_derivative_leaves_z_unchanged(learner):
    expect_arguments_unchanged(learner.call("tanh_derivative", (np.array([-2.0, 0.5, 3.0]),)), ("z",))
