"""Hidden checks of step 5: every gradient equals the central difference of the loss."""

import numpy as np
import pytest

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close
from grader.steps.shared.networks import backward_arguments, network
from grader.steps.shared.structures import params_of
from grader.steps.step5_backprop import oracle
from grader.steps.step5_backprop.timing import slope_along, time_backward

TOO_LONG = (
    "The numbers are right, but on a network of 4,056 parameters they take as long as hundreds of forward passes. "
    "Backpropagation takes a few. Is every parameter tried by itself, as a gradient check does it?"
)


def numeric(net):
    return oracle.backward(net.params, net.X, net.activations, net.d_output)


@checks("backward", share=8, core=True)
def test_gradients_of_a_deep_network_match_central_differences(learner, rng):
    """sizes 3-5-4-2, relu/tanh/sigmoid, nonzero biases, six samples"""
    net = network([3, 5, 4, 2], ["relu", "tanh", "sigmoid"], 6, rng)
    expect_close(learner.backward(*backward_arguments(net)), numeric(net))


@checks("backward", share=2)
@pytest.mark.parametrize("name", ["identity", "sigmoid", "relu", "tanh"])
def test_one_layer_of_each_activation(learner, rng, name):
    """one layer, 3-2, five samples"""
    net = network([3, 2], [name], 5, rng)
    expect_close(learner.backward(*backward_arguments(net)), numeric(net))


@checks("backward", share=2)
@pytest.mark.parametrize("samples", [1, 2, 9])
def test_any_number_of_samples(learner, rng, samples):
    """sizes 4-3-2, sigmoid/tanh"""
    net = network([4, 3, 2], ["sigmoid", "tanh"], samples, rng)
    expect_close(learner.backward(*backward_arguments(net)), numeric(net))


@checks("backward", share=2)
@pytest.mark.parametrize("samples", [4, 7])
def test_five_square_layers(learner, rng, samples):
    """five layers of four units, where a wrong transpose goes unnoticed by the shapes"""
    net = network([4] * 6, ["tanh", "sigmoid", "identity", "relu", "tanh"], samples, rng)
    expect_close(learner.backward(*backward_arguments(net)), numeric(net))


@checks("backward")
def test_layers_of_a_single_unit(learner, rng):
    """sizes 3-1-2-1, tanh/sigmoid/identity: an axis of length 1 is an axis all the same"""
    net = network([3, 1, 2, 1], ["tanh", "sigmoid", "identity"], 4, rng)
    expect_close(learner.backward(*backward_arguments(net)), numeric(net))


@checks("backward")
def test_a_linear_network(learner, rng):
    """three identity layers"""
    net = network([3, 4, 2, 3], ["identity"] * 3, 5, rng)
    expect_close(learner.backward(*backward_arguments(net)), numeric(net))


@checks("backward")
def test_large_and_small_messages(learner, rng):
    """a d_output a thousand times larger, and smaller"""
    net = network([2, 3, 2], ["tanh", "sigmoid"], 4, rng)
    for factor in (1e3, 1e-3):
        scaled = type(net)(net.params, net.X, net.y, net.activations, net.d_output * factor)
        expect_close(learner.backward(*backward_arguments(scaled)), numeric(scaled))


@checks("backward")
def test_leaves_its_arguments_unchanged(learner, rng):
    """params, cache, activations and d_output after the call"""
    call = learner.call("backward", backward_arguments(network([3, 4, 2], ["relu", "sigmoid"], 5, rng)))
    expect_arguments_unchanged(call, ("params", "cache", "activations", "d_output"))


def expect_right_along_a_direction(value, net, rng):
    """The gradients of a deep network give the slope along a random direction, which takes two forward passes."""
    grads = params_of(value, [12] * 27)
    direction = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in net.params]
    along = sum(np.sum(dW * W) + np.sum(db * b) for (dW, db), (W, b) in zip(grads, direction, strict=True))
    expect(np.isclose(along, slope_along(net, direction), rtol=1e-4), "the gradient of a deep network is not right")


@checks("backward", share=2)
def test_cost_on_a_network_of_four_thousand_parameters(learner, rng):
    """26 layers of 12 units, one sample: the gradient along a direction, and the time for it"""
    # The last check: who takes too long here is not asked again.
    nets = [network([12] * 27, ["tanh", "identity"] * 13, 1, rng) for _ in range(3)]
    too_long, answers = time_backward(nets, learner)
    for grads, net in zip(answers, nets, strict=False):  # what is timed is judged as well
        expect_right_along_a_direction(grads, net, rng)
    expect(not too_long, TOO_LONG)
