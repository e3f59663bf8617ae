"""The reference of steps 7 to 9: single precision stays what it is, a label is a class, and the oracle agrees."""

import numpy as np
import pytest

from grader.checks.compare import compare
from grader.steps.shared.numeric import gradients
from grader.steps.step9_sgd import oracle
from solutions.step1_activations import ACTIVATIONS
from solutions.step2_network import forward, init_params
from solutions.step3_loss import mse_gradient
from solutions.step5_backprop import backward
from solutions.step6_training import gradient_step, train
from solutions.step7_classification import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    cross_entropy,
    cross_entropy_gradient,
    softmax,
)
from solutions.step8_data import minibatches, standardize, train_validation_split
from solutions.step9_sgd import fit, momentum_step

NAMES = ["relu", "tanh", "sigmoid", "identity"]


def dtypes(value):
    """The kinds of number in all arrays of a value."""
    if isinstance(value, np.ndarray):
        return {value.dtype.name}
    return set().union(*(dtypes(part) for part in value)) if isinstance(value, (list, tuple)) else set()


@pytest.fixture
def single():
    """A network, data and labels in float32."""
    rng = np.random.default_rng(0)
    params = [(W.astype("float32"), b.astype("float32")) for W, b in init_params([5, 7, 6, 4, 3], rng)]
    return params, rng.normal(size=(40, 5)).astype("float32"), rng.integers(0, 3, 40)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_slopes_keep_single_precision(name):
    z = np.linspace(-3, 3, 8, dtype="float32").reshape(2, 4)
    assert {function(z).dtype.name for function in ACTIVATIONS[name]} == {"float32"}


def test_a_network_keeps_single_precision_all_the_way(single):
    params, X, labels = single
    logits, cache = forward(params, X, NAMES)
    d_output = cross_entropy_gradient(logits, labels)
    grads = backward(params, cache, NAMES, d_output)
    for value in (logits, cache, d_output, softmax(logits), mse_gradient(logits, 0 * logits), grads):
        assert dtypes(value) == {"float32"}
    assert dtypes(momentum_step(params, grads, grads, 0.1, 0.9)) == {"float32"}
    assert dtypes(gradient_step(params, grads, 0.1)) == {"float32"}
    assert dtypes(train(params, X, X[:, :3], NAMES, 0.1, 2)[0]) == {"float32"}
    assert dtypes(standardize(X, X[:3])) == {"float32"}
    assert dtypes(train_validation_split(X, X, 0.2, np.random.default_rng(0))) == {"float32"}
    assert dtypes([batch for batch, _ in minibatches(X, labels, 8, np.random.default_rng(0))]) == {"float32"}


def test_training_keeps_single_precision_and_comes_near_double_precision(single):
    params, X, labels = single
    double = [(W.astype(float), b.astype(float)) for W, b in params]
    results = [
        fit(start, data, labels, data, labels, NAMES, 0.1, 8, 5, np.random.default_rng(1), 0.9)
        for start, data in ((params, X), (double, X.astype(float)))
    ]
    assert dtypes(results[0][0]) == {"float32"}
    assert np.allclose(results[0][1]["validation_loss"], results[1][1]["validation_loss"], rtol=1e-3)
    assert {type(loss) for losses in results[0][1].values() for loss in losses} == {float}


def test_probabilities_of_single_precision_are_clipped_as_well():
    y_hat, y = np.array([0, 1, 1], "float32"), np.array([1, 0, 1], "float32")
    assert binary_cross_entropy(y_hat, y) == pytest.approx(2 * -np.log(1e-12) / 3, rel=1e-5)
    assert np.isfinite(binary_cross_entropy_gradient(y_hat, y)).all()


def test_a_column_that_is_constant_but_for_rounding_becomes_zero():
    train_part, other = np.full((7, 2), 0.1), np.full((3, 2), 0.1)
    for part in standardize(train_part, other):
        assert not part.any()


@pytest.mark.parametrize("function", [cross_entropy, cross_entropy_gradient])
@pytest.mark.parametrize("labels", [[-1, 0], [0, 3], [7, 7]])
def test_labels_that_are_no_class_are_refused_with_the_range_that_is_allowed(function, labels):
    with pytest.raises(ValueError, match="0 or more, and less than 3"):
        function(np.zeros((2, 3)), np.array(labels))


def test_the_slopes_of_one_layer_in_the_oracle_are_central_differences():
    rng = np.random.default_rng(3)
    params = [(rng.normal(size=(4, 3)), rng.normal(size=3))]
    X, labels, rows = rng.normal(size=(9, 4)), rng.integers(0, 3, 9), [0, 4, 7]
    problem = oracle.Problem(params, X, labels, X, labels, ["identity"], 0.1)
    numeric = gradients(params, lambda moved: problem.loss(moved, rows))
    assert compare(problem.slopes(params, rows), numeric) is None


def test_the_end_of_patience():
    losses = [3.0, 2.0, 2.5, 1.0, 1.5, 1.2, 0.9, 4.0]
    assert [oracle.epochs_until(losses, patience) for patience in (1, 2, 3)] == [3, 6, 8]
    assert oracle.best_epoch([2.0, 1.0, 1.0]) == 1


def test_five_samples_are_dealt_in_ten_ways():
    ways = list(oracle.ways_to_deal(5, 3))
    assert len(ways) == 10
    assert all(sorted(first + second) == [0, 1, 2, 3, 4] for first, second in ways)
