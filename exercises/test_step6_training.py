"""Checks of step 6: each step goes downhill by the right amount, and many of them learn XOR."""

import re

import numpy as np

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, numbers
from grader.checks.compare import bias, kind_of


@checks("gradient_step")
def test_gradient_step_goes_against_the_gradient(learner):
    params = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0]))]
    grads = [(np.array([[10.0, -10.0], [0.0, 20.0]]), np.array([-30.0, 1.0]))]
    # 1 - 0.1 * 10 = 0,  2 + 0.1 * 10 = 3,  ...
    expected = [(np.array([[0.0, 3.0], [3.0, 2.0]]), bias([8.0, 5.9]))]
    expect_close(learner.gradient_step(params, grads, 0.1), expected)


@checks("gradient_step")
def test_gradient_step_moves_every_layer(learner):
    params = [(np.array([[1.0, 2.0]]), np.array([0.5, -0.5])), (np.array([[3.0], [4.0]]), np.array([1.0]))]
    grads = [(np.array([[1.0, 1.0]]), np.array([1.0, 2.0])), (np.array([[4.0], [-2.0]]), np.array([6.0]))]
    expected = [(np.array([[0.5, 1.5]]), bias([0.0, -1.5])), (np.array([[1.0], [5.0]]), bias([-2.0]))]
    expect_close(learner.gradient_step(params, grads, 0.5), expected)


@checks("gradient_step")
def test_gradient_step_stays_where_the_slope_is_0(learner):
    params = [(np.array([[1.0], [-2.0]]), np.array([3.0]))]
    grads = [(np.zeros((2, 1)), np.zeros(1))]
    expect_close(learner.gradient_step(params, grads, 2.0), [(np.array([[1.0], [-2.0]]), bias([3.0]))])


@checks("gradient_step")
def test_gradient_step_leaves_the_old_params_unchanged(learner):
    params = [(np.array([[1.0, 2.0]]), np.array([0.5, -0.5]))]
    grads = [(np.array([[1.0, 1.0]]), np.array([1.0, 2.0]))]
    call = learner.call("gradient_step", (params, grads, 0.5))
    expect_arguments_unchanged(call, ("params", "grads", "learning_rate"))


# Two straight lines, asked at x = 0 and at x = 2. The first starts as 1 * x + 0 and should be 1 at both places; the
# second, 3 * x - 1, is right already.
LINES = [(np.array([[1.0, 3.0]]), np.array([0.0, -1.0]))]
X, Y = np.array([[0.0], [2.0]]), np.array([[1.0, -1.0], [1.0, 5.0]])

XOR_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_Y = np.array([[0.0], [1.0], [1.0], [0.0]])


def losses_of(value, epochs):
    """The second of the two things that train returns, as an array with one loss per epoch."""
    two = kind_of(value) in ("a list", "a tuple") and len(value) == 2
    expect(two, f"train returns two things, (params, losses), and {kind_of(value)} came back", value)
    return numbers(value[1], (epochs,), "losses")


@checks("train")
def test_train_follows_the_gradient_for_two_epochs(learner):
    # epoch 0: the first line has errors [-1, 1], so the loss is (1 + 1 + 0 + 0) / 4 = 0.5, and d_output [-0.5, 0.5];
    #          dw = 0 * -0.5 + 2 * 0.5 = 1 and db = -0.5 + 0.5 = 0, so w becomes 1 - 0.5 * 1 = 0.5, and b stays 0
    # epoch 1: the errors are [-1, 0], so the loss is 1 / 4, and d_output [-0.5, 0];
    #          dw = 0 and db = -0.5, so w stays 0.5, and b becomes 0 + 0.5 * 0.5 = 0.25
    expected = [(np.array([[0.5, 3.0]]), bias([0.25, -1.0]))], [0.5, 0.25]
    expect_close(learner.train(LINES, X, Y, ["identity"], 0.5, 2), expected)


@checks("train")
def test_train_moves_all_layers_in_the_same_step(learner):
    """Two units in a row, y_hat = 1 * (2 * x + 0) + 0, at x = 1, where it should be 0."""
    chain = [(np.array([[2.0]]), np.array([0.0])), (np.array([[1.0]]), np.array([0.0]))]
    # y_hat = 2, loss 4, d_output 4;  above: dW = 2 * 4 = 8, db = 4;  below: delta = 4 * 1, dW = 1 * 4, db = 4
    expected = [(np.array([[1.5]]), bias([-0.5])), (np.array([[0.0]]), bias([-0.5]))], [4.0]
    expect_close(learner.train(chain, np.array([[1.0]]), np.array([[0.0]]), ["identity"] * 2, 0.125, 1), expected)


@checks("train")
def test_train_takes_the_slope_of_each_layer(learner):
    """A sigmoid unit at z = 0 below one without an activation: y_hat = 2 * 0.5 = 1, where it should be 0."""
    chain = [(np.array([[0.0]]), np.array([0.0])), (np.array([[2.0]]), np.array([0.0]))]
    # loss 1, d_output 2;  above: dW = 0.5 * 2 = 1, db = 2;  below: delta = 2 * 2 * 0.25 = 1, dW = 1, db = 1
    expected = [(np.array([[-0.5]]), bias([-0.5])), (np.array([[1.5]]), bias([-1.0]))], [1.0]
    activations = ["sigmoid", "identity"]
    expect_close(learner.train(chain, np.array([[1.0]]), np.array([[0.0]]), activations, 0.5, 1), expected)


@checks("train")
def test_train_without_an_epoch_returns_the_params_and_no_losses(learner):
    expected = [(np.array([[1.0, 3.0]]), bias([0.0, -1.0]))], np.array([])
    expect_close(learner.train(LINES, X, Y, ["identity"], 0.5, 0), expected)


@checks("train")
def test_train_learns_xor(learner):
    """Eight tanh units and a sigmoid, 100 epochs. A loss of 0.25 is that of always answering 0.5."""
    rng = np.random.default_rng(0)
    start = [
        (rng.normal(0, 1 / np.sqrt(2), (2, 8)), np.zeros(8)),
        (rng.normal(0, 1 / np.sqrt(8), (8, 1)), np.zeros(1)),
    ]
    value = learner.train(start, XOR_X, XOR_Y, ["tanh", "sigmoid"], 3.0, 100)
    last = losses_of(value, 100)[-1]
    expect(last < 0.02, f"the loss is {last:.3f} after 100 epochs, and less than 0.02 can be had", value)


@checks("train")
def test_train_prints_nothing_unless_asked(learner):
    call = learner.call("train", (LINES, X, Y, ["identity"], 0.5, 5))
    expect(not call.answer.printed.strip(), "with print_every = 0 nothing should be printed")


@checks("train")
def test_train_prints_the_loss_every_three_epochs(learner):
    """With a learning rate of 0 nothing moves, and the loss stays at 0.5."""
    call = learner.call("train", (LINES, X, Y, ["identity"], 0.0, 16, 3))
    losses = call.answer.value[1] if isinstance(call.answer.value, tuple) and len(call.answer.value) == 2 else [0] * 16
    expect(np.size(losses) == 16, f"16 epochs are asked for, and losses has {np.size(losses)} entries", losses)
    lines = [line for line in call.answer.printed.splitlines() if re.search(r"\d", line)]
    said = f"16 epochs with print_every = 3 make six lines (epochs 0, 3, 6, ..., 15), and {len(lines)} were printed"
    expect(5 <= len(lines) <= 6, said)  # five, if you count from 1
    told = [re.search(r"\.50*\b|5\.?0*e-0?1", line) for line in lines]
    expect(all(told), "each line should tell the loss, which is 0.5 here")


@checks("train")
def test_train_leaves_its_arguments_unchanged(learner):
    call = learner.call("train", (LINES, X, Y, ["identity"], 0.5, 3))
    expect_arguments_unchanged(call, ("params", "X", "y", "activations", "learning_rate", "epochs"))


def expect_decisions(value, expected):
    """Whole numbers 0 and 1, in the shape of the output."""
    decisions = numbers(value, np.shape(expected), "predict")
    expect(decisions.dtype.kind in "iu", f"predict returns integers, and {kind_of(value)} came back", value)
    expect_close(value, np.array(expected))


@checks("predict")
def test_predict_says_1_from_one_half_upwards(learner):
    """One weight of 1, so that the output is the input."""
    params = [(np.array([[1.0]]), np.array([0.0]))]
    expect_decisions(learner.predict(params, np.array([[0.49], [0.5], [0.51]]), ["identity"]), [[0], [1], [1]])


@checks("predict")
def test_predict_never_says_anything_but_0_and_1(learner):
    params = [(np.array([[1.0]]), np.array([0.0]))]
    expect_decisions(learner.predict(params, np.array([[-3.0], [1.4], [2.7]]), ["identity"]), [[0], [1], [1]])


@checks("predict")
def test_predict_looks_at_the_output_and_not_at_the_pre_activation(learner):
    """sigmoid(0.2) is 0.55 and sigmoid(-0.2) is 0.45: one half lies at z = 0."""
    params = [(np.array([[1.0]]), np.array([0.0]))]
    expect_decisions(learner.predict(params, np.array([[-0.2], [0.2], [4.0]]), ["sigmoid"]), [[0], [1], [1]])


@checks("predict")
def test_predict_decides_for_every_output_of_every_sample(learner):
    """Three samples, two outputs: x and 1 - x."""
    params = [(np.array([[1.0, -1.0]]), np.array([0.0, 1.0]))]
    X = np.array([[0.1], [0.9], [0.3]])
    expect_decisions(learner.predict(params, X, ["identity"]), [[0, 1], [1, 0], [0, 1]])


@checks("predict")
def test_predict_leaves_its_arguments_unchanged(learner):
    call = learner.call("predict", (LINES, X, ["identity"]))
    expect_arguments_unchanged(call, ("params", "X", "activations"))
