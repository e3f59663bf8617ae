"""Hidden checks of step 6: each step goes downhill by the right amount, and XOR is learned from every start."""

import re
from dataclasses import replace

import numpy as np
import pytest

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, numbers
from grader.checks.compare import kind_of
from grader.steps.shared.networks import Network, network
from grader.steps.shared.numeric import outputs
from grader.steps.shared.structures import params_of, two_results
from grader.steps.step6_training import oracle

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])
RATE = 3.0
LONG = 100  # epochs after which XOR is learned from every start: of 1,500 starts the slowest needs 68
EPOCHS = (LONG, 25, 25)  # a wrong turn shows in the losses long before


def random_grads(rng, params):
    return [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in params]


def arguments(net, rate, epochs, *print_every):
    return net.params, net.X, net.y, net.activations, rate, epochs, *print_every


def expect_trained(value, net, rate, epochs):
    """The value is (params, losses) after so many epochs of full-batch gradient descent."""
    params, losses = oracle.train(net.params, net.X, net.y, net.activations, rate, epochs)
    expect_close(value, (params, np.array(losses)))


@checks("gradient_step", share=3, core=True)
def test_every_weight_and_bias_moves_against_its_gradient(learner, rng):
    """three layers, a learning rate of 0.05 to 0.9"""
    params, rate = network([3, 5, 4, 2], ["tanh"] * 3, 2, rng).params, float(rng.uniform(0.05, 0.9))
    grads = random_grads(rng, params)
    expect_close(learner.gradient_step(params, grads, rate), oracle.gradient_step(params, grads, rate))


@checks("gradient_step")
@pytest.mark.parametrize("rate", [0.01, 3.0])
def test_one_layer_and_other_rates(learner, rng, rate):
    """one layer, a small and a large learning rate"""
    params = network([3, 2], ["tanh"], 2, rng).params
    grads = random_grads(rng, params)
    expect_close(learner.gradient_step(params, grads, rate), oracle.gradient_step(params, grads, rate))


@checks("gradient_step", share=2)
def test_returns_new_params_and_leaves_the_old_ones(learner, rng):
    """params and grads after the call"""
    params = network([2, 3, 1], ["tanh"] * 2, 2, rng).params
    call = learner.call("gradient_step", (params, random_grads(rng, params), 0.3))
    expect_arguments_unchanged(call, ("params", "grads", "learning_rate"))


@checks("train", share=4, core=True)
def test_first_epochs_follow_gradient_descent_exactly(learner, rng):
    """five epochs, 2-4-3, tanh/sigmoid, six samples: every loss, and the params at the end"""
    net = network([2, 4, 3], ["tanh", "sigmoid"], 6, rng)
    expect_trained(learner.train(*arguments(net, 1.5, 5)), net, 1.5, 5)


@checks("train", share=2, core=True)
def test_learns_xor_from_every_start(learner, rng):
    """2-8-1, tanh/sigmoid, learning rate 3: 100 epochs from a random start, and the first 25 from two others"""
    for epochs in EPOCHS:
        start = [(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)) for n_in, n_out in [(2, 8), (8, 1)]]
        value = learner.train(start, *XOR, ["tanh", "sigmoid"], RATE, epochs)
        params, losses = two_results(value, "(params, losses)")
        losses = numbers(losses, (epochs,), "losses")
        answers = oracle.predict(params_of(params, [2, 8, 1]), XOR[0], ["tanh", "sigmoid"])
        if epochs == LONG:
            learned = np.array_equal(answers, XOR[1]) and losses[-1] < 0.02
            expect(learned, f"XOR is not learned within {LONG} epochs, and gradient descent learns it from every start")
        due = np.array(oracle.train(start, *XOR, ["tanh", "sigmoid"], RATE, epochs)[1])
        astray = np.flatnonzero(np.abs(losses - due) > 0.05 * due)
        first = int(astray[0]) if astray.size else 0
        expect(
            not astray.size, f"on XOR, the losses are those of gradient descent for {first} epochs, and not after that"
        )


@checks("train", share=2)
@pytest.mark.parametrize("activations", [["tanh", "identity"], ["sigmoid", "tanh", "sigmoid"]], ids="-".join)
def test_other_networks(learner, rng, activations):
    """three epochs of a network with other activations"""
    sizes = [3, *[4, 3][: len(activations) - 1], 2]
    net = network(sizes, activations, 5, rng)
    expect_trained(learner.train(*arguments(net, 0.05, 3)), net, 0.05, 3)


@checks("train")
@pytest.mark.parametrize("epochs", [0, 1])
def test_no_epoch_and_one_epoch(learner, rng, epochs):
    """epochs = 0 changes nothing, epochs = 1 makes one step"""
    net = network([2, 3, 1], ["tanh", "sigmoid"], 4, rng)
    expect_trained(learner.train(*arguments(net, 0.7, epochs)), net, 0.7, epochs)


@checks("train")
def test_every_epoch_counts_even_when_the_loss_rises(learner, rng):
    """six epochs at a rate that is too large: the loss rises, and training goes on"""
    X, y = rng.uniform(0.5, 1.5, (5, 2)), rng.uniform(-1, 1, (5, 2))
    net = Network([(rng.normal(0, 1, (2, 2)), rng.normal(0, 0.5, 2))], X, y, ["identity"], y)
    expect_trained(learner.train(*arguments(net, 1.2, 6)), net, 1.2, 6)


@checks("train")
def test_every_epoch_counts_even_when_nothing_changes(learner, rng):
    """five epochs from params that are perfect already: five losses of 0, and the same params"""
    net = network([3, 2], ["tanh"], 4, rng)
    perfect = replace(net, y=outputs(net.params, net.X, net.activations))
    expect_trained(learner.train(*arguments(perfect, 0.5, 5)), perfect, 0.5, 5)


def epochs_told(printed, losses):
    """For each printed line that tells a loss: the epochs whose loss it may be, and whose number stands there too."""
    told = []
    for line in printed.splitlines()[:1000]:
        if len(line) > 200:
            continue  # no line that tells an epoch
        decimals = re.findall(r"\d+\.\d*(?:e[+-]?\d+)?|\d+e-\d+", line)
        integers = {int(text) for text in re.findall(r"(?<![\d.e-])\d+(?![\d.])", line)}
        if decimals:
            near = [i for i, loss in enumerate(losses) if any(abs(float(d) - loss) <= 0.006 * loss for d in decimals)]
            told.append({i for i in near if integers & {i, i + 1}})
    return told


@checks("train")
def test_prints_the_epoch_and_the_loss_every_so_many_epochs(learner, rng):
    """print_every = 0 prints nothing; 12 epochs with print_every = 4 print three lines (or a first or last one more)"""
    net = network([2, 3, 2], ["tanh", "identity"], 4, rng)
    rate = 0.1
    for print_every in [(), (0,)]:
        quiet = learner.call("train", arguments(net, rate, 5, *print_every))
        expect(not quiet.answer.printed.strip(), "without print_every, and with 0, nothing is to be printed")
    call = learner.call("train", arguments(net, rate, 12, 4))
    losses = numbers(two_results(call.answer.value, "(params, losses)")[1], (12,), "losses")
    told = epochs_told(call.answer.printed, losses)
    expect(3 <= len(told) <= 5, f"12 epochs with print_every = 4 make three lines, and {len(told)} were printed")
    expect(all(told), "each printed line holds the number of the epoch, and the loss in that epoch")
    found = [sorted(epochs) for epochs in told]
    right = ([0, 4, 8], [0, 4, 8, 11], [3, 7, 11], [0, 3, 7, 11])
    fits = any(len(r) == len(found) and all(i in f for i, f in zip(r, found, strict=True)) for r in right)
    expect(fits, "the lines are not 4 epochs apart")


@checks("train", share=2)
def test_leaves_its_arguments_unchanged(learner, rng):
    """params, X and y, and NumPy's global random state, after the call"""
    net = network([2, 4, 2], ["relu", "sigmoid"], 5, rng)
    names = ("params", "X", "y", "activations", "learning_rate", "epochs")
    call = learner.call("train", arguments(net, 0.5, 3))
    expect_arguments_unchanged(call, names)
    expect(not call.answer.global_random, "train touched NumPy's global random state, and nothing in it is random")


def expect_classes(value, expected):
    """Whole numbers 0 and 1 in the shape of the output."""
    classes = numbers(value, expected.shape, "predict")
    expect(classes.dtype.kind in "iu", f"predict returns integers, and {kind_of(value)} came back", value)
    expect_close(classes, expected)


@checks("predict", share=2, core=True)
def test_classes_of_a_deep_network(learner, rng):
    """sizes 3-5-4-2, relu/tanh/sigmoid, six samples, with both classes among the answers"""
    while True:
        net = network([3, 5, 4, 2], ["relu", "tanh", "sigmoid"], 6, rng)
        expected = oracle.predict(net.params, net.X, net.activations)
        near = np.abs(outputs(net.params, net.X, net.activations) - 0.5).min()
        if (
            0.25 < expected.mean() < 0.75
            and near > 1e-3
            and 0 < expected[:, 0].mean() < 1
            and 0 < expected[:, 1].mean() < 1
        ):
            break
    expect_classes(learner.predict(net.params, net.X, net.activations), expected)


@checks("predict")
def test_one_half_is_class_one(learner, rng):
    """an output of exactly 0.5"""
    params = [(np.array([[1.0], [2.0]]), np.array([0.25]))]
    X = np.array([[0.25, 0.0], [0.0, 0.125], [0.0, 0.0], [1.0, 1.0], [0.24, 0.0]])
    expect_classes(learner.predict(params, X, ["identity"]), np.array([[1], [1], [0], [1], [0]]))


@checks("predict")
def test_outputs_beyond_zero_and_one(learner, rng):
    """an identity output, with values far below 0 and far above 1"""
    params = [(np.array([[1.0, -1.0]]), np.array([0.5, 0.0]))]
    X = np.array([[-3.0], [2.6], [7.0], [-0.9], [0.2]])
    expect_classes(learner.predict(params, X, ["identity"]), np.array([[0, 1], [1, 0], [1, 0], [0, 1], [1, 0]]))


@checks("predict")
@pytest.mark.parametrize("samples", [1, 8])
def test_any_number_of_samples(learner, rng, samples):
    """one sample and eight, one output"""
    net = network([2, 4, 1], ["tanh", "sigmoid"], samples, rng)
    expect_classes(
        learner.predict(net.params, net.X, net.activations), oracle.predict(net.params, net.X, net.activations)
    )


@checks("predict")
def test_predict_leaves_its_arguments_unchanged(learner, rng):
    """params and X after the call"""
    net = network([2, 3, 1], ["tanh", "sigmoid"], 4, rng)
    call = learner.call("predict", (net.params, net.X, net.activations))
    expect_arguments_unchanged(call, ("params", "X", "activations"))
