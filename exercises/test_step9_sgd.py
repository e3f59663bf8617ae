"""Checks of step 9: a ball that rolls, and a training that knows when to stop."""

import numpy as np

from grader.checks import checks, expect, expect_arguments_unchanged, expect_close, numbers
from grader.checks.compare import bias, kind_of


@checks("momentum_step")
def test_momentum_step_from_rest_is_a_gradient_step(learner):
    params = [(np.array([[1.0, 2.0]]), np.array([0.5, -0.5]))]
    grads = [(np.array([[10.0, -10.0]]), np.array([5.0, 0.0]))]
    rest = [(np.zeros((1, 2)), np.zeros(2))]
    # velocity: 0 - 0.1 * 10 = -1 and so on; params: 1 - 1 = 0 and so on
    velocity = [(np.array([[-1.0, 1.0]]), bias([-0.5, 0.0]))]
    expected = [(np.array([[0.0, 3.0]]), bias([0.0, -0.5]))], velocity
    expect_close(learner.momentum_step(params, grads, rest, 0.1, 0.9), expected)


@checks("momentum_step")
def test_momentum_step_keeps_a_part_of_the_velocity(learner):
    """Level ground: the gradient is 0, and half of the velocity stays."""
    params, flat = [(np.array([[1.0]]), np.array([2.0]))], [(np.zeros((1, 1)), np.zeros(1))]
    velocity = [(np.array([[8.0]]), np.array([-2.0]))]
    expected = [(np.array([[5.0]]), bias([1.0]))], [(np.array([[4.0]]), bias([-1.0]))]
    expect_close(learner.momentum_step(params, flat, velocity, 0.1, 0.5), expected)


@checks("momentum_step")
def test_momentum_step_moves_every_layer(learner):
    params = [(np.array([[1.0, 1.0]]), np.array([0.0, 0.0])), (np.array([[2.0], [3.0]]), np.array([1.0]))]
    grads = [(np.array([[2.0, 4.0]]), np.array([6.0, -2.0])), (np.array([[0.0], [2.0]]), np.array([-4.0]))]
    velocity = [(np.array([[4.0, 0.0]]), np.array([2.0, 2.0])), (np.array([[8.0], [-4.0]]), np.array([0.0]))]
    # 0.25 * velocity - 0.5 * gradient
    after = [(np.array([[0.0, -2.0]]), bias([-2.5, 1.5])), (np.array([[2.0], [-2.0]]), bias([2.0]))]
    moved = [(np.array([[1.0, -1.0]]), bias([-2.5, 1.5])), (np.array([[4.0], [1.0]]), bias([3.0]))]
    expect_close(learner.momentum_step(params, grads, velocity, 0.5, 0.25), (moved, after))


@checks("momentum_step")
def test_momentum_step_leaves_its_arguments_unchanged(learner):
    params = [(np.array([[1.0, 2.0]]), np.array([0.5, -0.5]))]
    call = learner.call("momentum_step", (params, params, params, 0.5, 0.9))
    expect_arguments_unchanged(call, ("params", "grads", "velocity", "learning_rate", "momentum"))


# One layer that begins with zeros, and two samples, at -2 and 2, of the classes 0 and 1.
ZEROS = [(np.zeros((1, 2)), np.zeros(2))]
X, Y = np.array([[-2.0], [2.0]]), np.array([0, 1])
KEYS = ("train_loss", "validation_loss", "validation_accuracy")


def fit(learner, epochs, batch_size=2, labels_val=Y, rate=0.5, seed=0, more=()):
    """Params and history of a training on the two samples, which are the validation data as well."""
    rng = np.random.default_rng(seed)
    return params_and_history(
        learner.fit(ZEROS, X, Y, X, labels_val, ["identity"], rate, batch_size, epochs, rng, *more)
    )


def params_and_history(value):
    """What fit returned, when it is the two things that are due."""
    two = kind_of(value) in ("a list", "a tuple") and len(value) == 2 and isinstance(value[1], dict)
    expect(two, f"two things are due, (params, history), and {kind_of(value)} came back", value)
    for key in KEYS:
        expect(key in value[1], f"history has no {key!r}", value)
    return value


@checks("fit")
def test_fit_makes_one_step_with_one_batch(learner):
    """All logits are 0, so the gradient of the logits is [[-1/4, 1/4], [1/4, -1/4]], dW is [[1, -1]], and db is 0."""
    value = fit(learner, epochs=1)
    expect_close(value[0], [(np.array([[-0.5, 0.5]]), bias([0.0, 0.0]))])
    # each label now has a logit that is 2 larger than the other
    expect_close(value[1]["validation_loss"], np.log(1 + np.exp([-2.0])))
    expect_close(value[1]["validation_accuracy"], np.array([1.0]))


@checks("fit")
def test_fit_judges_by_the_validation_data(learner):
    """Of the validation labels only the second is that of the training data: half of them come out right."""
    value = fit(learner, epochs=1, labels_val=np.array([1, 1]))
    expect_close(value[1]["validation_accuracy"], np.array([0.5]))
    expect_close(value[1]["validation_loss"], np.array([np.mean(np.log(1 + np.exp([2.0, -2.0])))]))


@checks("fit")
def test_fit_keeps_a_history_of_every_epoch(learner):
    value = fit(learner, epochs=4)
    for key in KEYS:
        numbers(value[1][key], (4,), f"history[{key!r}]")
    losses = np.array(value[1]["validation_loss"])
    expect((np.diff(losses) < 0).all(), "every epoch should bring a better validation loss here", value)
    train = np.array(value[1]["train_loss"])
    before = np.append(np.log(2), losses[:-1])
    said = "train_loss should be the loss of the training data, met during the epoch or measured after it"
    expect(np.allclose(train, before) or np.allclose(train, losses), said, value)


@checks("fit")
def test_fit_makes_a_step_for_every_batch(learner):
    """Two batches of one sample each; it does not matter which comes first."""
    value = fit(learner, epochs=1, batch_size=1)
    # first step: dW is [[1, -1]], db is [1/2, -1/2] or the reverse; for the other sample the right logit is 1.5 larger
    # now, and its probability falls short of 1 by s; second step: dW is [[2 s, -2 s]], db is [-s, s] or the reverse
    s = 1 / (1 + np.exp(1.5))
    expect_close(value[1]["validation_loss"], np.array([np.mean(np.log(1 + np.exp([-2.5 - 3 * s, -1.5 - 5 * s])))]))


@checks("fit")
def test_fit_uses_momentum(learner):
    slow, fast = fit(learner, epochs=3), fit(learner, epochs=3, more=(0.9,))
    expect_close(slow[1]["validation_loss"][0], fast[1]["validation_loss"][0])
    said = "with momentum the second and the third step should be longer"
    expect(fast[1]["validation_loss"][2] < slow[1]["validation_loss"][2], said, fast)


@checks("fit")
def test_fit_returns_the_best_params_and_stops_in_time(learner):
    """The validation labels are exchanged: the more it learns, the worse it gets, and the first epoch was the best."""
    exchanged = np.array([1, 0])
    value = fit(learner, epochs=9, labels_val=exchanged, more=(0.0, 3))
    numbers(
        value[1]["validation_loss"], (4,), "the history's 'validation_loss' (the best, and three that are not better)"
    )
    expect_close(value[0], [(np.array([[-0.5, 0.5]]), bias([0.0, 0.0]))])


@checks("fit")
def test_fit_without_patience_runs_to_the_end_and_returns_the_best_all_the_same(learner):
    value = fit(learner, epochs=6, labels_val=np.array([1, 0]))
    numbers(value[1]["validation_loss"], (6,), "the history's 'validation_loss'")
    expect_close(value[0], [(np.array([[-0.5, 0.5]]), bias([0.0, 0.0]))])


@checks("fit")
def test_fit_gets_its_chance_from_rng(learner):
    first, again = (fit(learner, 5, batch_size=1, seed=3)[1]["validation_loss"] for _ in range(2))
    expect_close(again, np.array(first))


@checks("fit")
def test_fit_leaves_its_arguments_unchanged(learner):
    data = X, Y, X, Y
    arguments = ZEROS, *data, ["identity"], 0.5, 1, 2, np.random.default_rng(0), 0.9, 1
    names = ("params", "X_train", "y_train", "X_val", "y_val", "activations", "learning_rate", "batch_size", "epochs")
    expect_arguments_unchanged(learner.call("fit", arguments), (*names, "rng", "momentum", "patience"))


@checks("fit")
def test_fit_returns_the_params_of_the_lowest_loss_where_the_accuracy_stays_the_same(learner):
    value = fit(learner, epochs=4)
    # both samples are right from the first epoch on, and the logit of the right class is log(1 / (e^loss - 1)) larger
    w = -np.log(np.expm1(value[1]["validation_loss"][-1])) / 4
    expect_close(value[0], [(np.array([[-w, w]]), bias([0.0, 0.0]))])


@checks("fit")
def test_fit_waits_for_a_better_epoch_than_the_best_and_not_than_the_one_before(learner):
    """Two samples of class 0 and one of class 1 are all the same, and the steps are too long: up and down it goes."""
    X, Y = np.ones((3, 1)), np.array([0, 0, 1])
    rng = np.random.default_rng(0)
    value = params_and_history(learner.fit(ZEROS, X, Y, X[:1], Y[:1], ["identity"], 2.0, 3, 9, rng, 0.0, 2))
    # the validation losses are 0.234, 0.539, 0.312, 0.481, ...: the second and the third are no better than the first
    numbers(value[1]["validation_loss"], (3,), "the history's 'validation_loss' (the best, and two not better)")
    expect_close(value[0], [(np.array([[1 / 3, -1 / 3]]), bias([1 / 3, -1 / 3]))])
