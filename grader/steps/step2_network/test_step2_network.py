"""Hidden checks of step 2: the start is random in the right way, and every layer passes on what it should."""

import numpy as np
import pytest

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close
from grader.steps.shared.networks import network
from grader.steps.shared.numeric import outputs
from grader.steps.shared.structures import params_of, two_results
from grader.steps.step2_network import oracle


@checks("init_params", share=2, core=True)
@pytest.mark.parametrize("sizes", [[2, 4, 4, 1], [5, 3, 2], [3, 2]], ids=str)
def test_one_pair_of_the_right_shapes_per_layer(learner, rng, sizes):
    """one (W, b) per layer, W (n_in, n_out) and b (n_out,)"""
    params_of(learner.init_params(sizes, rng), sizes)


@checks("init_params", share=2, core=True)
def test_all_weights_differ_from_one_another(learner, rng):
    """equal weights make equal units, which stay equal for ever"""
    value = learner.init_params([5, 7, 5, 7], rng)
    weights = np.concatenate([W.ravel() for W, _ in params_of(value, [5, 7, 5, 7])])
    expect(len(np.unique(np.round(weights, 12))) == weights.size, "some weights are equal to one another", value)


@checks("init_params", core=True)
def test_biases_start_at_zero(learner, rng):
    """biases are zero (small ones are no mistake)"""
    value = learner.init_params([6, 8, 3], rng)
    largest = max(np.abs(b).max() for _, b in params_of(value, [6, 8, 3]))
    expect(largest <= 0.2, "the biases should start at 0", value)


@checks("init_params", share=2)
@pytest.mark.parametrize("sizes", [[10, 400, 10], [120, 100]], ids=str)
def test_spread_of_weights_shrinks_with_the_root_of_the_inputs(learner, rng, sizes):
    """mean 0, standard deviation 1 / sqrt(n_in), judged on wide layers"""
    value = learner.init_params(sizes, rng)
    for number, (W, _) in enumerate(params_of(value, sizes), start=1):
        relative = W.std() * np.sqrt(W.shape[0])
        expect(abs(W.mean()) <= 0.15 * W.std(), f"the weights of layer {number} do not have mean 0", value)
        # Rules that look at both sizes may draw smaller weights in a layer that widens. A layer has 4,000 weights or
        # more: chance moves their deviation by 1 %, and their mean by 2 % of it. The bounds are ten times as far.
        smallest = 0.35 if W.shape[0] >= W.shape[1] else 0.05
        said = f"the standard deviation in layer {number} is {relative:.2g} / sqrt(n_in)"
        expect(smallest <= relative <= 2.5, said, value)


@checks("init_params", share=2)
def test_all_randomness_comes_from_rng(learner, rng):
    """equal seeds give equal weights, different seeds and later calls different ones"""
    sizes = [3, 4, 2]

    def weights(generator):
        return np.concatenate([W.ravel() for W, _ in params_of(learner.init_params(sizes, generator), sizes)])

    seed = int(rng.integers(1000))
    first = weights(np.random.default_rng(seed))
    again = weights(np.random.default_rng(seed))
    other = weights(np.random.default_rng(seed + 1))
    generator = np.random.default_rng(seed)
    one, two = weights(generator), weights(generator)
    expect(np.array_equal(first, again), "two calls with equal seeds gave different weights: use rng and nothing else")
    expect(not np.allclose(first, other), "different seeds gave equal weights: do the numbers come from rng?")
    expect(not np.allclose(one, two), "two calls with one rng gave equal weights: do the numbers come from rng?")


@checks("init_params")
def test_leaves_the_layer_sizes_and_the_global_random_state_alone(learner, rng):
    """the arguments, and NumPy's global random state, after the call"""
    call = learner.call("init_params", ([4, 3, 2], rng))
    expect_arguments_unchanged(call, ("layer_sizes", "rng"))
    expect(not call.answer.global_random, "NumPy's global random state has changed: use rng and nothing else")


@checks("forward", share=4, core=True)
def test_output_of_a_deep_network(learner, rng):
    """sizes 3-5-4-2, relu/tanh/sigmoid, nonzero biases, six samples"""
    net = network([3, 5, 4, 2], ["relu", "tanh", "sigmoid"], 6, rng)
    y_hat, _ = two_results(learner.forward(net.params, net.X, net.activations), "(y_hat, cache)")
    expect_close(y_hat, outputs(net.params, net.X, net.activations))


@checks("forward", share=3)
def test_cache_of_a_deep_network(learner, rng):
    """the (a_prev, z) of each layer, sizes 4-3-5-2, tanh/relu/identity, seven samples"""
    net = network([4, 3, 5, 2], ["tanh", "relu", "identity"], 7, rng)
    expect_close(
        learner.forward(net.params, net.X, net.activations), oracle.forward(net.params, net.X, net.activations)
    )


@checks("forward")
@pytest.mark.parametrize("name", ["identity", "sigmoid", "relu", "tanh"])
def test_one_layer_of_each_activation(learner, rng, name):
    """one layer, 4-3, five samples"""
    net = network([4, 3], [name], 5, rng)
    expect_close(
        learner.forward(net.params, net.X, net.activations), oracle.forward(net.params, net.X, net.activations)
    )


@checks("forward")
@pytest.mark.parametrize("samples", [1, 4])
def test_five_layers_of_four_units(learner, rng, samples):
    """five square layers, one sample and as many samples as units"""
    activations = ["tanh", "sigmoid", "relu", "identity", "sigmoid"]
    net = network([4] * 6, activations, samples, rng)
    expect_close(learner.forward(net.params, net.X, activations), oracle.forward(net.params, net.X, activations))


@checks("forward")
def test_integer_inputs(learner, rng):
    """X holds integers, as XOR does"""
    net = network([2, 5, 1], ["tanh", "sigmoid"], 4, rng)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    expect_close(learner.forward(net.params, X, net.activations), oracle.forward(net.params, X, net.activations))


@checks("forward")
def test_forward_leaves_its_arguments_unchanged(learner, rng):
    """params and X after the call"""
    net = network([3, 4, 2], ["relu", "sigmoid"], 5, rng)
    call = learner.call("forward", (net.params, net.X, net.activations))
    expect_arguments_unchanged(call, ("params", "X", "activations"))
