"""Hidden checks of step 9: momentum, and a training that is exactly right whatever order chance gives the samples."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, numbers
from grader.checks.compare import kind_of
from grader.steps.shared.networks import network
from grader.steps.shared.numeric import outputs
from grader.steps.shared.structures import two_results
from grader.steps.step9_sgd import oracle
from grader.steps.step9_sgd.oracle import Problem

KEYS = ("train_loss", "validation_loss", "validation_accuracy")


def random_like(rng, params):
    return [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in params]


@checks("momentum_step", share=4, core=True)
def test_velocity_is_kept_in_part_and_pushed_by_the_gradient(learner, rng):
    """three layers, rate and momentum between 0 and 1, a velocity from before"""
    params = network([3, 5, 4, 2], ["tanh"] * 3, 2, rng).params
    arguments = params, random_like(rng, params), random_like(rng, params), *rng.uniform(0.1, 0.9, 2).tolist()
    expect_close(learner.momentum_step(*arguments), oracle.momentum_step(*arguments))


@checks("momentum_step")
@pytest.mark.parametrize(("rate", "momentum"), [(0.5, 0.0), (3.0, 0.9), (0.01, 0.99)])
def test_other_rates_and_momenta(learner, rng, rate, momentum):
    """one layer; without momentum, with a large rate, with much momentum"""
    params = network([3, 2], ["tanh"], 2, rng).params
    arguments = params, random_like(rng, params), random_like(rng, params), rate, momentum
    expect_close(learner.momentum_step(*arguments), oracle.momentum_step(*arguments))


@checks("momentum_step")
def test_three_steps_one_after_the_other(learner, rng):
    """params and velocity of one step go into the next, beginning with a velocity of 0"""
    params = network([2, 3, 1], ["tanh"] * 2, 2, rng).params
    velocity = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in params]
    mine, due = (params, velocity), (params, velocity)
    for _ in range(3):
        grads = random_like(rng, params)
        due = oracle.momentum_step(due[0], grads, due[1], 0.3, 0.8)
        mine = two_results(learner.momentum_step(mine[0], grads, mine[1], 0.3, 0.8), "(params, velocity)")
    expect_close(mine, due)


@checks("momentum_step", share=2)
def test_returns_new_params_and_a_new_velocity(learner, rng):
    """params, grads and velocity after the call"""
    params = network([2, 3, 1], ["tanh"] * 2, 2, rng).params
    call = learner.call("momentum_step", (params, random_like(rng, params), random_like(rng, params), 0.3, 0.5))
    expect_arguments_unchanged(call, ("params", "grads", "velocity", "learning_rate", "momentum"))


def problem(rng, sizes, activations, samples, rate, momentum=0.0):
    """A classifier to be trained, with labels of every class, and data to validate it."""
    net = network(sizes, activations, samples + 6, rng)
    labels = np.concatenate([rng.permutation(np.arange(n) % sizes[-1]) for n in (samples, 6)])
    X, X_val = net.X[:samples], net.X[samples:]
    return Problem(net.params, X, labels[:samples], X_val, labels[samples:], list(activations), rate, momentum)


def arguments(p, batch_size, epochs, rng, *more):
    return p.params, p.X, p.labels, p.X_val, p.labels_val, p.activations, p.rate, batch_size, epochs, rng, *more


def history_of(value, epochs=None):
    """The three lists of the history, each as an array with one number per epoch."""
    _, history = two_results(value, "(params, history)")
    expect(isinstance(history, dict), f"history is {kind_of(history)} where a dict is due", value)
    for key in KEYS:
        expect(key in history, f"history has no {key!r}", value)
    run = len(history["validation_loss"]) if epochs is None else epochs
    return [numbers(history[key], (run,), f"history[{key!r}]") for key in KEYS]


def expect_run(value, states):
    """The history is that of these epochs, and the params are those after the best of them."""
    train, losses, accuracies = history_of(value, len(states))
    expect_close(losses, np.array([state.validation_loss for state in states]))
    expect_close(accuracies, np.array([state.accuracy for state in states]))
    expect_close(value[0], states[oracle.best_epoch([state.validation_loss for state in states])].params)
    before, after = np.array([state.before for state in states]), np.array([state.after for state in states])
    near = np.allclose(train, after, rtol=1e-5) or np.allclose(train, before, rtol=1e-5)
    expect(near, "with one batch that holds all samples, train_loss is not the loss before or after its step", value)


def expect_full_batch(learner, rng, p, batch_size, epochs, *more):
    expect_run(learner.fit(*arguments(p, batch_size, epochs, rng, *more)), oracle.full_batch(p, epochs))


@checks("fit", share=4, core=True)
def test_full_batch_with_momentum_follows_the_gradient_exactly(learner, rng):
    """2-3-3, tanh/identity, one batch of seven samples, four epochs, momentum 0.7: history and best params"""
    p = problem(rng, [2, 3, 3], ["tanh", "identity"], 7, 0.5, 0.7)
    expect_full_batch(learner, rng, p, 7, 4, 0.7)


@checks("fit")
def test_a_second_training_begins_at_rest(learner, rng):
    """the same training twice, with momentum 0.6: both give the same"""
    p = problem(rng, [2, 3], ["identity"], 6, 0.4, 0.6)
    for _ in range(2):
        expect_full_batch(learner, rng, p, 6, 3, 0.6)


@checks("fit", share=2)
def test_a_deeper_network(learner, rng):
    """3-4-3-2, relu/sigmoid/identity, two epochs"""
    p = problem(rng, [3, 4, 3, 2], ["relu", "sigmoid", "identity"], 5, 0.2, 0.5)
    expect_full_batch(learner, rng, p, 5, 2, 0.5)


@checks("fit")
def test_without_momentum_and_patience(learner, rng):
    """both left out, and a batch_size larger than the data: plain descent through all epochs, all right after two"""
    p = problem(rng, [2, 3], ["identity"], 6, 0.8)
    right = np.argmax(outputs(oracle.full_batch(p, 2)[-1].params, p.X_val, p.activations), axis=1)
    expect_full_batch(learner, rng, replace(p, labels_val=right), 50, 5)


def expect_some_order(value, p, size, epochs):
    """Each epoch is that of some way to deal the samples into two batches. Returns these ways, epoch by epoch."""
    train, losses, accuracies = history_of(value, epochs)
    states, taken = [oracle.start(p)], []
    for number, loss in enumerate(losses):
        tried = [
            (oracle.one_epoch(p, state, batches), batches)
            for state in states
            for batches in oracle.ways_to_deal(len(p.X), size)
        ]
        fits = [(state, batches) for state, batches in tried if abs(state.validation_loss - loss) <= 1e-6 * loss]
        expect(fits, f"the validation loss after epoch {number + 1} is not that of any order of the samples", value)
        states = [state for state, _ in fits]
        taken.append({tuple(batches[0]) for _, batches in fits})
        low, high = min(min(s.met) for s in states), max(max(s.met) for s in states)
        within = low * (1 - 1e-6) <= train[number] <= high * (1 + 1e-6)
        expect(within, "train_loss is not the mean loss of the training samples in any sense", value)
        expect_close(accuracies[number], states[0].accuracy)
    return taken


@checks("fit", share=3)
def test_every_batch_makes_a_step(learner, rng):
    """2-3-2, five samples in batches of three and two, momentum 0.6: three epochs of some order of the samples"""
    p = problem(rng, [2, 3, 2], ["tanh", "identity"], 5, 0.4, 0.6)
    expect_some_order(learner.fit(*arguments(p, 3, 3, rng, 0.6)), p, 3, 3)


@checks("fit", share=2)
def test_every_epoch_has_an_order_of_its_own(learner, rng):
    """one layer, five samples in batches of three and two: eight epochs do not all deal them in the same way"""
    p = problem(rng, [2, 3], ["identity"], 5, 0.3)
    ways = expect_some_order(learner.fit(*arguments(p, 3, 8, rng)), p, 3, 8)
    expect(not set.intersection(*ways), "the samples are dealt in the same way in every epoch: shuffle anew in each")


@checks("fit", share=2)
def test_all_chance_in_training_comes_from_rng(learner, rng):
    """equal seeds give equal histories, different seeds and later calls others; the global state is left alone"""
    p = problem(rng, [2, 3], ["identity"], 7, 0.3)
    seed, generator = int(rng.integers(1000)), np.random.default_rng(5)
    rngs = [np.random.default_rng(seed), np.random.default_rng(seed), np.random.default_rng(seed + 1)]

    def losses(given):
        call = learner.call("fit", arguments(p, 2, 6, given))
        expect(not call.answer.global_random, "NumPy's global random state has changed: use rng and nothing else")
        return history_of(call.answer.value, 6)[1]

    first, again, other = (losses(given) for given in rngs)
    one, two = losses(generator), losses(generator)
    expect(np.allclose(first, again), "two calls with equal seeds gave different results: use rng and nothing else")
    expect(not np.allclose(first, other), "different seeds gave equal results: does the order come from rng?")
    expect(not np.allclose(one, two), "two calls with one rng gave equal results: does the order come from rng?")


def expect_stop(learner, rng, epochs, patience, suitable):
    """A rate that is too large makes the validation loss rise and fall; `suitable` judges losses and accuracies."""
    while True:
        p = problem(rng, [2, 3], ["identity"], 6, 6.0)
        states = oracle.full_batch(p, epochs)
        losses = [state.validation_loss for state in states]
        steps = np.abs(np.subtract.outer(losses, losses))[~np.eye(epochs, dtype=bool)]
        if steps.min() > 2e-3 and suitable(losses, states):
            break
    end = oracle.epochs_until(losses, epochs if patience is None else patience)
    expect_run(learner.fit(*arguments(p, 6, epochs, rng, 0.0, patience)), states[:end])


@checks("fit", share=3)
def test_the_params_of_the_lowest_validation_loss_come_back(learner, rng):
    """seven epochs, no patience; the best is in the middle, is not where the accuracy or the training loss is best"""

    def suitable(losses, states):
        best = oracle.best_epoch(losses)
        right = [state.accuracy for state in states]
        others = {right.index(max(right)), oracle.best_epoch([s.before for s in states]), 0, len(losses) - 1}
        return best not in others and best != oracle.best_epoch([state.after for state in states])

    expect_stop(learner, rng, 7, None, suitable)


def stops_of_others(losses, states, patience):
    """Where it ends if one counts otherwise: never anew, from the epoch before, later, or by the training loss."""
    worse = [loss >= min(losses[:i], default=np.inf) for i, loss in enumerate(losses)]
    in_all, in_a_row = np.cumsum(worse).tolist(), [0]
    for before, loss in pairwise(losses):
        in_a_row.append(in_a_row[-1] + 1 if loss >= before else 0)
    return {
        *((counts.index(patience) + 1 if patience in counts else len(losses)) for counts in (in_all, in_a_row)),
        oracle.epochs_until(losses, patience + 1),
        oracle.epochs_until([state.before for state in states], patience),
        oracle.epochs_until([state.after for state in states], patience),
        len(losses),
    }


@checks("fit", share=2)
@pytest.mark.parametrize("patience", [2, 3])
def test_patience_counts_epochs_in_a_row_without_a_new_best(learner, rng, patience):
    """a validation loss that rises and falls: a better epoch starts the count anew, a smaller rise does not"""

    def suitable(losses, states):
        return oracle.epochs_until(losses, patience) not in stops_of_others(losses, states, patience)

    expect_stop(learner, rng, 10, patience, suitable)


@checks("fit")
def test_a_patience_of_one_stops_at_the_first_rise(learner, rng):
    """patience 1, after two epochs or more that were better"""

    def suitable(losses, states):
        others = [oracle.epochs_until([getattr(s, which) for s in states], 1) for which in ("before", "after")]
        return 3 <= oracle.epochs_until(losses, 1) < 8 and oracle.epochs_until(losses, 1) not in others

    expect_stop(learner, rng, 10, 1, suitable)


@checks("fit", share=2)
def test_fit_leaves_its_arguments_unchanged(learner, rng):
    """params and all data after the call"""
    p = problem(rng, [2, 4, 3], ["relu", "identity"], 7, 0.5)
    names = ("params", "X_train", "y_train", "X_val", "y_val", "activations", "learning_rate", "batch_size", "epochs")
    call = learner.call("fit", arguments(p, 3, 2, rng, 0.5, 2))
    expect_arguments_unchanged(call, (*names, "rng", "momentum", "patience"))
