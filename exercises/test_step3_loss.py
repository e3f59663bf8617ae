"""Checks of step 3: one number that says how wrong the answers are, and how it moves with each of them."""

import numpy as np

from grader.checks import checks, expect_arguments_unchanged, expect_close, expect_refused


@checks("mse")
def test_mse_of_perfect_answers_is_0(learner):
    y = np.array([[1.0], [0.0], [-2.5]])
    expect_close(learner.mse(y, y), 0.0)


@checks("mse")
def test_mse_is_the_mean_over_all_entries(learner):
    """Three samples with two outputs each make six entries."""
    y_hat = np.array([[1.0, 2.0], [3.0, 0.0], [0.0, 4.0]])
    # the targets are 0:  (1 + 4 + 9 + 0 + 0 + 16) / 6 = 30 / 6
    expect_close(learner.mse(y_hat, np.zeros((3, 2))), 5.0)


@checks("mse")
def test_mse_counts_too_much_and_too_little_alike(learner):
    y_hat, y = np.array([[3.0], [-1.0]]), np.array([[1.0], [1.0]])
    # the errors are 2 and -2:  (4 + 4) / 2
    expect_close(learner.mse(y_hat, y), 4.0)


@checks("mse")
def test_mse_of_a_single_answer_is_the_square_of_its_error(learner):
    expect_close(learner.mse(np.array([[0.25]]), np.array([[1.0]])), 0.5625)  # 0.75^2


@checks("mse")
def test_mse_takes_arrays_of_any_shape(learner):
    """A plain row of answers, and a block of two tables."""
    expect_close(learner.mse(np.array([1.0, 3.0]), np.array([0.0, 0.0])), 5.0)  # (1 + 9) / 2
    block = np.array([[[1.0, 2.0]], [[3.0, 0.0]]])
    expect_close(learner.mse(block, np.zeros((2, 1, 2))), 3.5)  # (1 + 4 + 9 + 0) / 4


@checks("mse")
def test_mse_refuses_a_column_beside_a_row(learner):
    """The trap of this step. It costs no points, but some night it will save you an hour."""
    column, row = np.array([[0.0], [1.0], [1.0], [0.0]]), np.array([0.0, 1.0, 1.0, 0.0])
    expect_refused(learner, "mse", (column, row), "a column minus a row is a table of 4 x 4 differences")


@checks("mse")
def test_mse_leaves_its_arguments_unchanged(learner):
    call = learner.call("mse", (np.array([[1.0], [4.0]]), np.array([[2.0], [0.0]])))
    expect_arguments_unchanged(call, ("y_hat", "y"))


@checks("mse_gradient")
def test_mse_gradient_is_twice_the_error_over_the_number_of_entries(learner):
    """Three samples with two outputs each make six entries, so each error is divided by 3."""
    y_hat = np.array([[1.0, 2.0], [3.0, 0.0], [0.0, 6.0]])
    expected = np.array([[1 / 3, 2 / 3], [1.0, 0.0], [0.0, 2.0]])
    expect_close(learner.mse_gradient(y_hat, np.zeros((3, 2))), expected)


@checks("mse_gradient")
def test_mse_gradient_is_positive_where_the_answer_is_too_large(learner):
    """Targets such as 0 and 1 are often whole numbers; the slopes are not."""
    y_hat, y = np.array([[0.5], [0.25]]), np.array([[0], [1]])
    # the errors are 0.5 and -0.75, and 2 / N is 1
    expect_close(learner.mse_gradient(y_hat, y), np.array([[0.5], [-0.75]]))


@checks("mse_gradient")
def test_mse_gradient_of_perfect_answers_is_0_everywhere(learner):
    y = np.array([[1.0, -2.0], [0.0, 3.0]])
    expect_close(learner.mse_gradient(y, y), np.zeros((2, 2)))


@checks("mse_gradient")
def test_mse_gradient_tells_how_fast_the_loss_grows_with_each_answer(learner):
    """Nudge one answer by h to either side, and see by how much the loss differs."""
    y_hat, y, h = np.array([0.9, 0.2, -1.0, 0.4]), np.array([1.0, 0.0, 1.0, 0.0]), 0.001

    def loss(answers):
        return sum((answer - target) ** 2 for answer, target in zip(answers, y, strict=True)) / 4

    slopes = [(loss(y_hat + nudge) - loss(y_hat - nudge)) / (2 * h) for nudge in h * np.eye(4)]
    expect_close(learner.mse_gradient(y_hat, y), np.array(slopes))


@checks("mse_gradient")
def test_mse_gradient_of_a_block_of_tables_is_such_a_block(learner):
    """Eight entries, so each error is divided by 4."""
    y_hat = np.arange(8.0).reshape(2, 2, 2)
    expect_close(learner.mse_gradient(y_hat, np.zeros((2, 2, 2))), y_hat / 4)


@checks("mse_gradient")
def test_mse_gradient_refuses_a_column_beside_a_row(learner):
    column, row = np.array([[0.0], [1.0], [1.0], [0.0]]), np.array([0.0, 1.0, 1.0, 0.0])
    expect_refused(learner, "mse_gradient", (column, row), "a column minus a row is a table of 4 x 4 differences")


@checks("mse_gradient")
def test_mse_gradient_leaves_its_arguments_unchanged(learner):
    call = learner.call("mse_gradient", (np.array([[1.0], [4.0]]), np.array([[2.0], [0.0]])))
    expect_arguments_unchanged(call, ("y_hat", "y"))
