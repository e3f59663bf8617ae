# %% [markdown]
# # Step 9: Stochastic gradient descent
#
# All the parts lie on the table: a network and its gradients, a loss for classes, and the data in small
# portions. In this last step you put them together into the loop by which nearly every network is trained
# today, and give it a judge that knows when to stop.

# %%
import numpy as np

from exercises.step2_network import forward
from exercises.step5_backprop import backward
from exercises.step7_classification import accuracy, cross_entropy, cross_entropy_gradient
from exercises.step8_data import minibatches

# %% [markdown]
# ## Momentum
#
# The gradient of a minibatch points downhill only roughly, and in a narrow valley even the exact gradient
# leads from wall to wall. Think of a heavy ball: it does not turn on the spot, it *gathers speed* where the
# pushes agree, and pushes that contradict each other cancel.
#
# Every weight has a **velocity** $v$, which starts at 0. In each step a part $\mu$ of it is kept (the
# momentum, 0.9 for example), the slope adds its push, and the weight moves with the velocity:
#
# $$v \leftarrow \mu\, v - \eta\, dW, \qquad W \leftarrow W + v$$
#
# and likewise for the biases. With $\mu = 0$ this is the step that you know. With $\mu = 0.9$ a push that
# always points the same way adds up to ten times its size, since $1 + 0.9 + 0.9^2 + \dots = 10$: use a
# smaller learning rate.


# %%
def momentum_step(params, grads, velocity, learning_rate, momentum):
    """One step of gradient descent with momentum.

    Parameters:
        params: list of (W, b), one pair per layer; W is (n_in, n_out), b is (n_out,).
        grads: list of (dW, db), with the shapes of params.
        velocity: list of pairs with the shapes of params, as the step before returned it.
        learning_rate: float, the length of the push.
        momentum: float from 0 to below 1, the part of the velocity that is kept.
    Returns: (params, velocity), two new lists with the shapes of params.
    Source: Polyak (1964); Goodfellow et al. (2016), ch. 8.3.2.

    >>> params, velocity = [(np.array([[1.0]]), np.array([0.0]))], [(np.array([[2.0]]), np.array([0.0]))]
    >>> grads = [(np.array([[4.0]]), np.array([-2.0]))]
    >>> momentum_step(params, grads, velocity, learning_rate=0.25, momentum=0.5)
    ([(array([[1.]]), array([0.5]))], [(array([[0.]]), array([0.5]))])
    """
    raise NotImplementedError("write momentum_step in exercises/step9_sgd.py")


# %% [markdown]
# ## Fit
#
# One epoch is one pass of `minibatches` (a new one each time, in a new order). For each batch, do what you
# did in step 6: forwards, loss, gradient of the loss, backwards, step; only that the loss is the
# cross-entropy, the step has momentum, and the samples are those of the batch. The velocity lives as long as
# the training: it is made once, of zeros, before the first epoch.
#
# After each epoch the network is judged, and `history` keeps three lists, one entry per epoch:
#
# - `"train_loss"`: the mean loss of the samples in the batches of this epoch, as they were met on the way.
#   (It costs nothing, as the outputs are at hand. The whole training data once more after the epoch would do
#   as well.)
# - `"validation_loss"` and `"validation_accuracy"`: of all validation data together, **after** the last step
#   of the epoch.
#
# **When to stop.** The training loss goes on falling, but at some point the network begins to learn its data
# by heart. Then the validation loss turns, and rises. So remember the params of the epoch with the **lowest
# validation loss**, and return those, whatever came after. And with `patience=p`, stop as soon as `p` epochs
# in a row have brought no validation loss below the best one so far; a better one starts the count anew. With
# `None`, all epochs are run.
#
# Remembering is easy if no step ever changes an array in place: then the name `best_params` is enough, and no
# copy is needed. This is the third time that the rule pays.


# %%
def fit(
    params,
    X_train,
    y_train,
    X_val,
    y_val,
    activations,
    learning_rate,
    batch_size,
    epochs,
    rng,
    momentum=0.0,
    patience=None,
):
    """Train a classifier by minibatch gradient descent, and keep what does best on the validation data.

    Parameters:
        params: list of (W, b), one pair per layer: where to start; left as it was.
        X_train: array (n_samples, n_features); y_train: array of integers (n_samples,), the labels.
        X_val, y_val: the same for validation; the network is judged by them and never corrected.
        activations: list of names from ACTIVATIONS, one per layer; the last is "identity" and gives the logits.
        learning_rate: float.
        batch_size: int, samples per step.
        epochs: int, passes over the training data, at most.
        rng: numpy.random.Generator that shuffles the batches.
        momentum: float from 0 to below 1.
        patience: int, how many epochs in a row without a better validation loss end the training; None, run them all.
    Returns: (params, history): the params after the epoch with the lowest validation loss, and a dict of three lists of
        floats, "train_loss", "validation_loss" and "validation_accuracy", with one entry per epoch run.
    Source: Goodfellow et al. (2016), ch. 7.8 and 8.1.3.

    >>> params = [(np.zeros((1, 2)), np.zeros(2))]
    >>> X, labels = np.array([[-1.0], [1.0]]), np.array([0, 1])
    >>> rng = np.random.default_rng(0)
    >>> params, history = fit(params, X, labels, X, labels, ["identity"], 1.0, 2, 3, rng)
    >>> [round(loss, 3) for loss in history["validation_loss"]]
    [0.313, 0.195, 0.14]
    >>> history["validation_accuracy"]
    [1.0, 1.0, 1.0]
    """
    raise NotImplementedError("write fit in exercises/step9_sgd.py")
