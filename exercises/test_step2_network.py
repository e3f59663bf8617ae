"""Checks of step 2: a network starts at random in the right way, and every layer passes on what it should."""

from itertools import pairwise

import numpy as np

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, numbers
from grader.checks.compare import kind_of


def layers_of(value, sizes):
    """What init_params returned, as [(W, b), ...], once its structure and its shapes are known to be right."""
    gaps = list(pairwise(sizes))
    expect(kind_of(value) in ("a list", "a tuple"), f"{kind_of(value)} came back where a list of pairs is due", value)
    made = f"sizes {sizes} make {len(gaps)} {'layer' if len(gaps) == 1 else 'layers'}, and {len(value)} came back"
    expect(len(value) == len(gaps), made, value)
    return [layer_of(pair, *gap) for pair, gap in zip(value, gaps, strict=True)]


def layer_of(pair, n_in, n_out):
    is_pair = kind_of(pair) in ("a list", "a tuple") and len(pair) == 2
    expect(is_pair, f"{kind_of(pair)} came back where a pair (W, b) is due")
    W, b = pair
    row = (1, n_out) if np.shape(b) == (1, n_out) else (n_out,)  # a bias of shape (1, n_out) does no harm
    return numbers(W, (n_in, n_out), "W"), numbers(b, row, "b").reshape(-1)


@checks("init_params")
def test_init_params_makes_one_pair_of_the_right_shapes_per_layer(learner):
    """Sizes 2, 4, 4, 1 have three gaps: W is (2, 4), (4, 4), (4, 1), and b is (4,), (4,), (1,)."""
    layers_of(learner.init_params([2, 4, 4, 1], np.random.default_rng(0)), [2, 4, 4, 1])


@checks("init_params")
def test_init_params_draws_every_weight_on_its_own(learner):
    """Units that start with equal weights stay equal for ever."""
    value = learner.init_params([3, 5, 3, 5], np.random.default_rng(0))
    weights = np.concatenate([W.ravel() for W, _ in layers_of(value, [3, 5, 3, 5])])
    expect(len(set(weights.tolist())) == 15 + 15 + 15, "some weights are equal to one another", value)


@checks("init_params")
def test_init_params_keeps_the_spread_of_weights_at_one_over_the_root_of_the_inputs(learner):
    """400 inputs: standard deviation 1 / sqrt(400) = 0.05. 25 inputs: 1 / sqrt(25) = 0.2."""
    value = learner.init_params([400, 25, 100], np.random.default_rng(0))
    (first, _), (second, _) = layers_of(value, [400, 25, 100])
    # with room for other customs, such as sqrt(2 / n_in)
    expect(0.02 < first.std() < 0.12, f"with 400 inputs 0.05 is due, and the spread is {first.std():.3g}", value)
    expect(0.08 < second.std() < 0.45, f"with 25 inputs 0.2 is due, and the spread is {second.std():.3g}", value)


@checks("init_params")
def test_init_params_draws_weights_of_both_signs_with_mean_0(learner):
    value = learner.init_params([100, 100], np.random.default_rng(0))
    [(W, _)] = layers_of(value, [100, 100])
    expect(W.std() > 0, f"all weights are {W.flat[0]:.3g}; they are to spread around 0", value)
    expect(abs(W.mean()) < 0.1 * W.std(), f"the mean of the weights is {W.mean():.3f}, and it should be 0", value)


@checks("init_params")
def test_init_params_starts_with_biases_of_zero(learner):
    value = learner.init_params([4, 6, 3], np.random.default_rng(0))
    largest = max(np.abs(b).max() for _, b in layers_of(value, [4, 6, 3]))
    expect(largest < 0.2, f"there is a bias of size {largest:.2g}; biases start at 0", value)


@checks("init_params")
def test_init_params_takes_all_chance_from_rng(learner):
    """The same seed gives the same network, another seed another one, and nobody else's random numbers are touched."""
    first = learner.call("init_params", ([3, 4], np.random.default_rng(7)))
    [(one, _)], [(again, _)], [(other, _)] = (
        layers_of(value, [3, 4])
        for value in (
            first.answer.value,
            learner.init_params([3, 4], np.random.default_rng(7)),
            learner.init_params([3, 4], np.random.default_rng(8)),
        )
    )
    expect(np.array_equal(one, again), "the same seed gave two different networks: draw from rng, and only from rng")
    expect(
        not np.allclose(one, other),
        "two seeds gave the same network: does every weight come from rng, with a spread that is not 0?",
    )
    expect(not first.answer.global_random, "NumPy's global random numbers were used: draw from rng, and only from rng")


@checks("init_params")
def test_init_params_leaves_the_list_of_sizes_unchanged(learner):
    expect_arguments_unchanged(
        learner.call("init_params", ([2, 4, 1], np.random.default_rng(0))), ("layer_sizes", "rng")
    )


# A network of two layers that can be run with pencil and paper:
#   z1 = [1 + 2 + 0.5, -1 + 2 - 0.5, 2 - 6 + 1] = [3.5, 0.5, -3], and relu makes [3.5, 0.5, 0] of it;
#   z2 = 2 * 3.5 + 4 * 0.5 + 100 * 0 + 1 = 10.
SMALL = [
    (np.array([[1.0, -1.0, 2.0], [1.0, 1.0, -3.0]]), np.array([0.5, -0.5, 1.0])),
    (np.array([[2.0], [4.0], [100.0]]), np.array([1.0])),
]


def output_of(value):
    """The first of the two things that forward returns."""
    two = kind_of(value) in ("a list", "a tuple") and len(value) == 2
    expect(two, f"forward returns two things, (y_hat, cache), and {kind_of(value)} came back", value)
    return value[0]


@checks("forward")
def test_forward_through_one_layer_weighs_the_inputs_and_adds_the_bias(learner):
    """A sample of 1 and 0 picks the first row of W, 0 and 1 the second, and 1 and 1 adds the two."""
    params = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 20.0]))]
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    y_hat = output_of(learner.forward(params, X, ["identity"]))
    expect_close(y_hat, np.array([[11.0, 22.0], [13.0, 24.0], [14.0, 26.0]]))


@checks("forward")
def test_forward_hands_the_output_of_one_layer_to_the_next(learner):
    y_hat = output_of(learner.forward(SMALL, np.array([[1.0, 2.0]]), ["relu", "identity"]))
    expect_close(y_hat, np.array([[10.0]]))


@checks("forward")
def test_forward_keeps_what_went_into_each_layer_and_its_pre_activation(learner):
    """The cache: X and z1 for the first layer; the activated z1, and z2, for the second."""
    X = np.array([[1.0, 2.0]])
    first = (X, np.array([[3.5, 0.5, -3.0]]))
    second = (np.array([[3.5, 0.5, 0.0]]), np.array([[10.0]]))
    expect_close(learner.forward(SMALL, X, ["relu", "identity"]), (np.array([[10.0]]), [first, second]))


@checks("forward")
def test_forward_uses_the_activation_of_each_layer_in_a_network_of_3_4_2(learner):
    """Five samples, tanh and then sigmoid, computed here without a loop over layers."""
    rng = np.random.default_rng(0)
    X, W1, b1 = rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4)
    W2, b2 = rng.normal(size=(4, 2)), rng.normal(size=2)
    z1 = X @ W1 + b1
    z2 = np.tanh(z1) @ W2 + b2
    y_hat = 1 / (1 + np.exp(-z2))
    expected = (y_hat, [(X, z1), (np.tanh(z1), z2)])
    expect_close(learner.forward([(W1, b1), (W2, b2)], X, ["tanh", "sigmoid"]), expected)


@checks("forward")
def test_forward_takes_integer_inputs_as_well(learner):
    """The four points of XOR are often written as integers. Here z = x1 - x2 + 0.5."""
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y_hat = output_of(learner.forward([(np.array([[1.0], [-1.0]]), np.array([0.5]))], X, ["relu"]))
    expect_close(y_hat, np.array([[0.5], [0.0], [1.5], [0.5]]))


@checks("forward")
def test_forward_leaves_its_arguments_unchanged(learner):
    call = learner.call("forward", (SMALL, np.array([[1.0, 2.0], [-3.0, 4.0]]), ["relu", "tanh"]))
    expect_arguments_unchanged(call, ("params", "X", "activations"))
