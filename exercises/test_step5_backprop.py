"""Checks of step 5: first networks so small that you can go backwards with pencil and paper, then whole ones.

In the small ones most weights and all d_output are chosen so that you can see in a sum who contributed to it.
"""

from itertools import pairwise

import numpy as np

from grader.checks import checks, expect_arguments_unchanged, expect_close
from grader.checks.compare import bias

ACTIVATION = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "relu": lambda z: np.maximum(0, z),
    "tanh": np.tanh,
}


def run(params, X, activations):
    """The output of a network, and its cache."""
    a, cache = X, []
    for (W, b), activation in zip(params, activations, strict=True):
        cache.append((a, a @ W + b))
        a = ACTIVATION[activation](a @ W + b)
    return a, cache


def nudged_gradients(params, X, activations, d_output, h=1e-5):
    """Central differences: nudge each weight and each bias a little, and see how the loss moves.

    The loss is sum(d_output * y_hat), because its gradient with respect to y_hat is d_output.
    """
    params = [(W.copy(), b.copy()) for W, b in params]

    def slope(array, index):
        kept, loss = array[index], []
        for array[index] in (kept - h, kept + h):
            loss.append(np.sum(d_output * run(params, X, activations)[0]))
        array[index] = kept
        return (loss[1] - loss[0]) / (2 * h)

    def slopes(array):
        return np.array([slope(array, index) for index in np.ndindex(array.shape)]).reshape(array.shape)

    return [(slopes(W), bias(slopes(b))) for W, b in params]


def random_network(sizes, samples):
    """Weights, biases (none of them 0), inputs and a d_output, the same in every run."""
    rng = np.random.default_rng(14)
    params = [(rng.normal(size=(m, n)), rng.normal(size=n)) for m, n in pairwise(sizes)]
    return params, rng.normal(size=(samples, sizes[0])), rng.normal(size=(samples, sizes[-1]))


@checks("backward")
def test_backward_adds_up_what_all_samples_say(learner):
    """One weight, one bias, three samples. Nothing is divided by 3: if the loss is a mean, d_output knows already."""
    params = [(np.array([[2.0]]), np.array([1.0]))]
    cache = [(np.array([[4.0], [5.0], [6.0]]), np.array([[9.0], [11.0], [13.0]]))]
    d_output = np.array([[1.0], [10.0], [100.0]])
    # dW = 4 * 1 + 5 * 10 + 6 * 100,  db = 1 + 10 + 100
    expect_close(learner.backward(params, cache, ["identity"], d_output), [(np.array([[654.0]]), bias([111.0]))])


@checks("backward")
def test_backward_multiplies_by_the_slope_at_the_pre_activation(learner):
    """One tanh unit at z = ln 2: its output is 0.6, its slope 1 - 0.36 = 0.64."""
    params = [(np.array([[0.5]]), np.array([np.log(2.0) - 2.0]))]
    cache = [(np.array([[4.0]]), np.array([[np.log(2.0)]]))]
    # delta = 100 * 0.64 = 64,  dW = 4 * 64,  db = 64
    expected = [(np.array([[256.0]]), bias([64.0]))]
    expect_close(learner.backward(params, cache, ["tanh"], np.array([[100.0]])), expected)


@checks("backward")
def test_backward_brings_the_message_of_every_unit_to_the_layer_below(learner):
    """One unit below, two units above: it hears from both, from each through the weight between them."""
    params = [(np.array([[3.0]]), np.array([0.0])), (np.array([[5.0, 7.0]]), np.array([0.0, 0.0]))]
    cache = [(np.array([[2.0]]), np.array([[6.0]])), (np.array([[6.0]]), np.array([[30.0, 42.0]]))]
    d_output = np.array([[1.0, 10.0]])
    # above: dW = 6 * [1, 10]        below: delta = 5 * 1 + 7 * 10 = 75,  dW = 2 * 75
    expected = [(np.array([[150.0]]), bias([75.0])), (np.array([[6.0, 60.0]]), bias([1.0, 10.0]))]
    expect_close(learner.backward(params, cache, ["identity", "identity"], d_output), expected)


@checks("backward")
def test_backward_lets_nothing_through_a_closed_unit(learner):
    """Two relu units below; the second one is closed (z = -2), so its weights and its bias get no gradient."""
    params = [
        (np.array([[1.0, -1.0], [2.0, 0.5]]), np.array([0.0, 0.0])),
        (np.array([[4.0], [9.0]]), np.array([0.0])),
    ]
    cache = [(np.array([[3.0, 2.0]]), np.array([[7.0, -2.0]])), (np.array([[7.0, 0.0]]), np.array([[28.0]]))]
    # above: dW = 10 * [7, 0]        below: delta = [4 * 10 * 1, 9 * 10 * 0],  dW = [3, 2] times that
    expected = [
        (np.array([[120.0, 0.0], [80.0, 0.0]]), bias([40.0, 0.0])),
        (np.array([[70.0], [0.0]]), bias([10.0])),
    ]
    expect_close(learner.backward(params, cache, ["relu", "identity"], np.array([[10.0]])), expected)


@checks("backward")
def test_backward_agrees_with_nudging_in_a_network_of_3_4_2(learner):
    """Five samples, tanh and then sigmoid."""
    (params, X, d_output), activations = random_network([3, 4, 2], samples=5), ["tanh", "sigmoid"]
    _, cache = run(params, X, activations)
    expected = nudged_gradients(params, X, activations, d_output)
    expect_close(learner.backward(params, cache, activations, d_output), expected)


@checks("backward")
def test_backward_agrees_with_nudging_in_three_square_layers(learner):
    """Three samples and three units everywhere: here no wrong transpose is caught by the shapes."""
    (params, X, d_output), activations = random_network([3, 3, 3, 3], samples=3), ["sigmoid", "relu", "tanh"]
    _, cache = run(params, X, activations)
    expected = nudged_gradients(params, X, activations, d_output)
    expect_close(learner.backward(params, cache, activations, d_output), expected)


@checks("backward")
def test_backward_leaves_its_arguments_unchanged(learner):
    (params, X, d_output), activations = random_network([2, 3, 2], samples=4), ["relu", "sigmoid"]
    _, cache = run(params, X, activations)
    call = learner.call("backward", (params, cache, activations, d_output))
    expect_arguments_unchanged(call, ("params", "cache", "activations", "d_output"))


@checks("backward")
def test_backward_leaves_d_output_unchanged_where_the_last_unit_is_closed(learner):
    """A relu at the end, closed for the first sample: its message counts as 0, and still is the caller's."""
    params = [(np.array([[1.0]]), np.array([0.0]))]
    cache = [(np.array([[-1.0], [2.0]]), np.array([[-1.0], [2.0]]))]
    call = learner.call("backward", (params, cache, ["relu"], np.array([[10.0], [100.0]])))
    expect_close(call.answer.value, [(np.array([[200.0]]), bias([100.0]))])
    expect_arguments_unchanged(call, ("params", "cache", "activations", "d_output"))
