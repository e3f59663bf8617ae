"""Checks of step 7: logits become probabilities, and right answers cost little."""

import numpy as np

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, expect_refused, numbers

LOG2, LOG3, LOG4 = np.log(2), np.log(3), np.log(4)


@checks("softmax")
def test_softmax_of_two_equal_logits(learner):
    expect_close(learner.softmax(np.array([[0.0, 0.0]])), np.array([[0.5, 0.5]]))


@checks("softmax")
def test_softmax_works_row_by_row(learner):
    """The powers of the first row are 1, 2 and 1, which make 4; those of the second are 3, 1 and 4, which make 8."""
    logits = np.array([[0.0, LOG2, 0.0], [LOG3, 0.0, LOG4]])
    expect_close(learner.softmax(logits), np.array([[0.25, 0.5, 0.25], [0.375, 0.125, 0.5]]))


@checks("softmax")
def test_softmax_of_as_many_samples_as_classes(learner):
    """Where rows and columns are equally many, no error tells that they have been mixed up."""
    expect_close(learner.softmax(np.array([[0.0, LOG3], [0.0, 0.0]])), np.array([[0.25, 0.75], [0.5, 0.5]]))


@checks("softmax")
def test_softmax_of_very_large_logits(learner):
    logits = np.array([[10000.0, 10000.0], [0.0, -10000.0]])
    expect_close(learner.softmax(logits), np.array([[0.5, 0.5], [1.0, 0.0]]))


@checks("softmax")
def test_softmax_of_a_very_large_and_a_very_small_row(learner):
    logits = np.array([[10000.0, 10000.0 + LOG3], [-10000.0, -10000.0 + LOG3]])
    expect_close(learner.softmax(logits), np.array([[0.25, 0.75], [0.25, 0.75]]))


@checks("softmax", share=0)
def test_softmax_works_along_the_last_axis_of_a_vector_and_of_a_block(learner):
    expect_close(learner.softmax(np.array([0.0, LOG3])), [0.25, 0.75])
    block = np.array([[[0.0, LOG3]], [[0.0, 0.0]]])
    expect_close(learner.softmax(block), np.array([[[0.25, 0.75]], [[0.5, 0.5]]]))


@checks("softmax")
def test_softmax_leaves_its_argument_unchanged(learner):
    call = learner.call("softmax", (np.array([[1.0, 2.0], [3.0, 4.0]]),))
    expect_arguments_unchanged(call, ("logits",))


@checks("cross_entropy")
def test_cross_entropy_of_a_network_that_knows_nothing(learner):
    """Each of two classes gets one half."""
    expect_close(learner.cross_entropy(np.zeros((3, 2)), np.array([0, 1, 1])), 0.693147)


@checks("cross_entropy")
def test_cross_entropy_is_the_mean_over_the_samples(learner):
    """The labels get 1/4 and 1/2, so the losses are log 4 and log 2."""
    logits = np.array([[0.0, LOG2, 0.0], [LOG3, 0.0, LOG4]])
    expect_close(learner.cross_entropy(logits, np.array([2, 2])), (LOG4 + LOG2) / 2)


@checks("cross_entropy")
def test_cross_entropy_picks_one_entry_per_row(learner):
    """Three samples and three classes: the labels get 1/2, 1/4 and 1/5."""
    logits = np.log([[1.0, 1.0, 2.0], [1.0, 1.0, 2.0], [1.0, 3.0, 1.0]])
    expect_close(learner.cross_entropy(logits, np.array([2, 0, 0])), np.log(2 * 4 * 5) / 3)


@checks("cross_entropy")
def test_cross_entropy_of_sure_and_right_answers(learner):
    value = learner.cross_entropy(np.array([[10000.0, 0.0], [-10000.0, 0.0]]), np.array([0, 1]))
    loss = float(numbers(value, (), "cross_entropy"))
    expect(abs(loss) < 1e-6, f"an answer that is sure and right costs nothing, and the loss is {loss:.3g}", value)


@checks("cross_entropy")
def test_cross_entropy_is_finite_for_sure_and_wrong_answers(learner):
    value = learner.cross_entropy(np.array([[10000.0, 0.0], [0.0, 0.0]]), np.array([1, 0]))
    loss = float(numbers(value, (), "cross_entropy"))
    expect(loss > 7, f"a sure answer that is wrong should be expensive, and the loss is {loss:.3g}", value)


@checks("cross_entropy")
def test_cross_entropy_refuses_labels_that_are_no_class(learner):
    for label in (-1, 3):
        expect_refused(learner, "cross_entropy", (np.zeros((2, 3)), np.array([0, label])), f"no class is {label}")


@checks("cross_entropy")
def test_cross_entropy_leaves_its_arguments_unchanged(learner):
    call = learner.call("cross_entropy", (np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0, 1])))
    expect_arguments_unchanged(call, ("logits", "labels"))


@checks("cross_entropy_gradient")
def test_cross_entropy_gradient_of_one_sample(learner):
    """The probabilities are 1/4 and 3/4, and those due are 0 and 1."""
    expect_close(learner.cross_entropy_gradient(np.array([[0.0, LOG3]]), np.array([1])), np.array([[0.25, -0.25]]))


@checks("cross_entropy_gradient")
def test_cross_entropy_gradient_is_divided_by_the_number_of_samples(learner):
    logits = np.array([[0.0, LOG2, 0.0], [LOG3, 0.0, LOG4]])
    # given minus due: [0.25, 0.5, 0.25 - 1] and [0.375 - 1, 0.125, 0.5], each divided by 2
    expected = np.array([[0.125, 0.25, -0.375], [-0.3125, 0.0625, 0.25]])
    expect_close(learner.cross_entropy_gradient(logits, np.array([2, 0])), expected)


@checks("cross_entropy_gradient")
def test_cross_entropy_gradient_where_no_label_names_the_last_class(learner):
    """Three classes, of which each got 1/3."""
    expected = np.array([[-2 / 3, 1 / 3, 1 / 3]])
    expect_close(learner.cross_entropy_gradient(np.zeros((1, 3)), np.array([0])), expected)


@checks("cross_entropy_gradient")
def test_cross_entropy_gradient_of_very_large_logits(learner):
    """Sure and wrong, sure and right."""
    logits = np.array([[10000.0, 0.0], [0.0, -10000.0]])
    expect_close(learner.cross_entropy_gradient(logits, np.array([1, 0])), np.array([[0.5, -0.5], [0.0, 0.0]]))


@checks("cross_entropy_gradient")
def test_cross_entropy_gradient_refuses_labels_that_are_no_class(learner):
    for label in (-1, 3):
        arguments = np.zeros((2, 3)), np.array([0, label])
        expect_refused(learner, "cross_entropy_gradient", arguments, f"no class is {label}")


@checks("cross_entropy_gradient")
def test_cross_entropy_gradient_leaves_its_arguments_unchanged(learner):
    call = learner.call("cross_entropy_gradient", (np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0, 1])))
    expect_arguments_unchanged(call, ("logits", "labels"))


@checks("binary_cross_entropy")
def test_binary_cross_entropy_of_two_answers(learner):
    """The right answers got 1/2 and 1/4."""
    value = learner.binary_cross_entropy(np.array([[0.5], [0.75]]), np.array([[1.0], [0.0]]))
    expect_close(value, (LOG2 + LOG4) / 2)


@checks("binary_cross_entropy")
def test_binary_cross_entropy_of_a_vector(learner):
    value = learner.binary_cross_entropy(np.array([0.5, 0.75]), np.array([1.0, 0.0]))
    expect_close(value, (LOG2 + LOG4) / 2)


@checks("binary_cross_entropy")
def test_binary_cross_entropy_is_the_mean_over_all_entries(learner):
    """Three samples with two outputs each; four of the right answers got 1/2, and two of them 1/4."""
    y_hat = np.array([[0.5, 0.5], [0.25, 0.5], [0.5, 0.75]])
    y = np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    expect_close(learner.binary_cross_entropy(y_hat, y), (4 * LOG2 + 2 * LOG4) / 6)


@checks("binary_cross_entropy")
def test_binary_cross_entropy_of_answers_that_are_exactly_right(learner):
    expect_close(learner.binary_cross_entropy(np.array([[0.0], [1.0]]), np.array([[0.0], [1.0]])), 0.0)


@checks("binary_cross_entropy")
def test_binary_cross_entropy_of_answers_that_are_exactly_wrong(learner):
    """No probability counts as less than 1e-12, and the logarithm of that is -27.63."""
    value = learner.binary_cross_entropy(np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]]))
    expect_close(value, 27.631)


@checks("binary_cross_entropy")
def test_binary_cross_entropy_leaves_its_arguments_unchanged(learner):
    call = learner.call("binary_cross_entropy", (np.array([[0.0], [0.75]]), np.array([[1.0], [0.0]])))
    expect_arguments_unchanged(call, ("y_hat", "y"))


@checks("binary_cross_entropy_gradient")
def test_binary_cross_entropy_gradient_of_two_answers(learner):
    """For the target 1 the slope is -1 / 0.5, for the target 0 it is 1 / 0.25; the mean is of two."""
    value = learner.binary_cross_entropy_gradient(np.array([[0.5], [0.75]]), np.array([[1.0], [0.0]]))
    expect_close(value, np.array([[-1.0], [2.0]]))


@checks("binary_cross_entropy_gradient")
def test_binary_cross_entropy_gradient_is_divided_by_the_number_of_all_entries(learner):
    """Two samples with two outputs each, so by 4."""
    y_hat, y = np.array([[0.5, 0.5], [0.2, 0.8]]), np.array([[1.0, 0.0], [1.0, 1.0]])
    expect_close(learner.binary_cross_entropy_gradient(y_hat, y), np.array([[-0.5, 0.5], [-1.25, -0.3125]]))


@checks("binary_cross_entropy_gradient")
def test_binary_cross_entropy_gradient_is_finite_at_0_and_1(learner):
    value = learner.binary_cross_entropy_gradient(np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0, 1.0]))
    numbers(value, (4,), "the gradient")


@checks("binary_cross_entropy_gradient")
def test_binary_cross_entropy_gradient_leaves_its_arguments_unchanged(learner):
    call = learner.call("binary_cross_entropy_gradient", (np.array([[0.0], [0.75]]), np.array([[1.0], [0.0]])))
    expect_arguments_unchanged(call, ("y_hat", "y"))


@checks("accuracy")
def test_accuracy_is_the_share_of_right_decisions(learner):
    """The largest logits stand at 0, 2, 1 and 1; three of four are right."""
    logits = np.array([[2.0, -1.0, 0.0], [0.1, 0.2, 0.3], [-5.0, -4.0, -6.0], [1.0, 9.0, 3.0]])
    expect_close(learner.accuracy(logits, np.array([0, 2, 1, 2])), 0.75)


@checks("accuracy")
def test_accuracy_looks_along_the_row(learner):
    """Three samples, three classes: the largest logits of the rows stand at 1, 1 and 0."""
    logits = np.array([[0.0, 5.0, 1.0], [2.0, 3.0, 0.0], [9.0, 1.0, 4.0]])
    expect_close(learner.accuracy(logits, np.array([1, 1, 2])), 2 / 3)


@checks("accuracy")
def test_accuracy_of_all_wrong_and_all_right(learner):
    logits = np.array([[1.0, 2.0], [4.0, 3.0]])
    expect_close(learner.accuracy(logits, np.array([0, 1])), 0.0)
    expect_close(learner.accuracy(logits, np.array([1, 0])), 1.0)
