# %% [markdown]
# # Step 9: Stochastic gradient descent
#
# All the parts lie on the table: a network and its gradients, a loss for classes, and the data in small
# portions. In this last step you put them together into the loop by which nearly every network is trained
# today, and give it a judge that knows when to stop.

# %%
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from solutions.step2_network import forward, init_params
from solutions.step5_backprop import backward
from solutions.step7_classification import accuracy, cross_entropy, cross_entropy_gradient
from solutions.step8_data import minibatches, standardize, train_validation_split

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
    ### BEGIN SOLUTION
    new_params, new_velocity = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity, strict=True):
        vW, vb = momentum * vW, momentum * vb  # new arrays, which may be changed in place
        vW -= learning_rate * dW
        vb -= learning_rate * db
        new_params.append((W + vW, b + vb))
        new_velocity.append((vW, vb))
    return new_params, new_velocity
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history: dict[str, list[float]] = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best_params, best_loss, waited = params, np.inf, 0
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in minibatches(X_train, y_train, batch_size, rng):
            logits, cache = forward(params, X_batch, activations)
            total += len(X_batch) * cross_entropy(logits, y_batch)
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, y_batch))
            params, velocity = momentum_step(params, grads, velocity, learning_rate, momentum)
        logits, _ = forward(params, X_val, activations)
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(total / len(X_train))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < best_loss:
            best_params, best_loss, waited = params, loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best_params, history
    ### END SOLUTION


# %% [markdown]
# ## What there is to see
#
# This part is given. It draws four pictures: the losses over the epochs; the **confusion matrix**, which counts
# for each digit (row) what the network took it for (column); what the first units of the first layer look for,
# as pictures of their weights, dark for plus and light for minus; and the digits that it got wrong.


# %%
def draw(params, X_val, y_val, pictures, guesses, history):
    """Losses, confusion matrix, weights of the first layer, and the mistakes, as one figure.

    Parameters:
        params: list of (W, b); W of the first layer is (side * side, n_units).
        X_val: array (n_samples, side * side), what the network was shown; y_val: integers (n_samples,).
        pictures: array like X_val with values from 0 to 1, what people see.
        guesses: integers (n_samples,), what the network took each sample for.
        history: dict of lists, as fit returns it.
    Returns: a matplotlib figure.
    """
    import matplotlib

    if "ipykernel" not in sys.modules:  # outside a notebook: draw without a display
        matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(11, 9), layout="constrained")
    (losses, table), (weights, mistakes) = figure.subfigures(2, 2, squeeze=False)
    left, right = losses.subplots(), table.subplots()
    epochs = np.arange(1, len(history["train_loss"]) + 1)
    left.plot(epochs, history["train_loss"], color="gray", linestyle="--", label="training")
    left.plot(epochs, history["validation_loss"], color="black", label="validation")
    left.set(title="Loss while learning", xlabel="epoch", ylabel="cross-entropy", ylim=(0, None))
    left.legend()

    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (y_val, guesses), 1)
    right.imshow(np.log1p(counts), cmap="Blues")
    for digit, guess in zip(*np.nonzero(counts), strict=True):
        colour = "white" if counts[digit, guess] > counts.max() / 4 else "black"
        right.text(guess, digit, counts[digit, guess], ha="center", va="center", color=colour, fontsize=8)
    right.set(title="What it took the digits for", xlabel="answer", ylabel="digit", xticks=range(10), yticks=range(10))

    side = int(X_val.shape[1] ** 0.5)
    weights.suptitle("What the first units look for")
    for ax, column in zip(weights.subplots(4, 6).ravel(), params[0][0].T, strict=False):
        ax.imshow(column.reshape(side, side), cmap="gray_r")
    wrong = np.flatnonzero(guesses != y_val)
    mistakes.suptitle(f"{len(wrong)} of {len(y_val)} are wrong: the digit, and what it took it for")
    for ax, sample in zip(mistakes.subplots(4, 6).ravel(), wrong, strict=False):
        ax.imshow(pictures[sample].reshape(side, side), cmap="gray_r", vmin=0, vmax=1)
        ax.set_title(f"{y_val[sample]}, not {guesses[sample]}", fontsize=8)
    for ax in [*weights.axes, *mistakes.axes]:
        ax.set_axis_off()
    return figure


# %% [markdown]
# ## Your network reads
#
# 1,797 small pictures of digits come with the kit, 8 x 8 pixels each, written by 13 people. Four of five are for
# training, the rest is for judging. Nobody tells your network what a loop or a stroke is.
#
# Your `fit` is called once, so that its momentum and its patience are at work. It has the time that it needs; meanwhile
# a clock counts the seconds on the terminal, and afterwards you read what it reports of every epoch.
#
# Before you run it, make a guess: which two digits will it confuse most often?
#
# Run this cell, or in a terminal: `python -m exercises.step9_sgd`. If you have the four files of MNIST
# (`python -m datasets mnist --download FOLDER`), the same network, a little wider, reads 70,000 larger digits:
# `python -m exercises.step9_sgd --mnist FOLDER`


# %%
@contextmanager
def clock(said):
    """Count the seconds on a terminal while the lines below a `with` run. Parameters: said, what stands before them."""
    over, started = threading.Event(), time.perf_counter()

    def count():
        while not over.wait(0.2):
            print(f"\r{said} ... {time.perf_counter() - started:.0f} s", end="", flush=True)

    counting = threading.Thread(target=count, daemon=True)
    if sys.stdout.isatty():
        counting.start()
    try:
        yield
    finally:
        over.set()
        if sys.stdout.isatty():
            counting.join()
            print("\r" + " " * 40 + "\r", end="", flush=True)


def seconds_for(params, X_train, y_train, X_val, y_val, activations, rate, batch_size, epochs):
    """How long fit will take at most: one epoch on a part of the data is timed. Parameters: as fit takes them."""
    part = max(1, len(X_train) // 20)
    started = time.perf_counter()
    data = (X_train[:part], y_train[:part], X_val[:part], y_val[:part])
    fit(params, *data, activations, rate, batch_size, 1, np.random.default_rng(0))
    return (time.perf_counter() - started) * epochs * len(X_train) / part


def tell(history):
    """Print what fit reports of every epoch, and which epoch was the best."""
    losses = history["validation_loss"]
    for epoch, (loss, right) in enumerate(zip(losses, history["validation_accuracy"], strict=True), start=1):
        print(f"epoch {epoch:3d}   validation loss {loss:.3f}   accuracy {100 * right:.1f} %")
    print(f"The best validation loss came after epoch {np.argmin(losses) + 1}. Its weights are kept.")


def main(arguments=()):
    """Train a network on handwritten digits, show what it reads, and save a picture of it.

    Parameters: arguments, those of the command line: nothing, or ["--mnist", folder].
    Returns: the matplotlib figure.
    """
    import argparse

    import datasets

    parser = argparse.ArgumentParser(description="Train your network on handwritten digits.")
    parser.add_argument("--mnist", metavar="FOLDER", help="the folder with the four files of MNIST")
    parser.add_argument("--epochs", type=int, help="passes over the training data (default: 30, MNIST: 10)")
    options = parser.parse_args(arguments)
    rng = np.random.default_rng(0)
    if options.mnist:
        X_train, y_train, X_val, y_val = datasets.mnist(options.mnist)
        pictures = X_val
        sizes, rate, batch_size, epochs, momentum, patience = [784, 128, 10], 0.1, 64, 10, 0.0, 3
    else:
        seen, y_train, pictures, y_val = train_validation_split(*datasets.digits(), 0.2, rng)
        X_train, X_val = standardize(seen, pictures)
        sizes, rate, batch_size, epochs, momentum, patience = [64, 32, 10], 0.02, 32, 30, 0.9, 5
    activations = ["relu", "identity"]
    params = [(W.astype(X_train.dtype), b.astype(X_train.dtype)) for W, b in init_params(sizes, rng)]

    data, epochs = (X_train, y_train, X_val, y_val), options.epochs or epochs
    expected = seconds_for(params, *data, activations, rate, batch_size, epochs)
    print(f"{epochs} epochs at most, in about {max(1, expected):.0f} s: one call of your fit.")
    started = time.perf_counter()
    with clock("learning"):
        params, history = fit(params, *data, activations, rate, batch_size, epochs, rng, momentum, patience)
    seconds = time.perf_counter() - started
    tell(history)
    guesses = np.argmax(forward(params, X_val, activations)[0], axis=1)

    print()
    print(f"{np.sum(guesses == y_val)} of {len(y_val)} digits that it had never seen are right", end="")
    print(f" ({100 * np.mean(guesses == y_val):.1f} %), after {seconds:.1f} s of training.")
    if np.mean(guesses == y_val) >= 0.95:
        print("Your network reads. Every line of it is yours.")
    else:
        print("95 % are within reach. Begin with:  pytest exercises -k 'step7 or step8 or step9'")

    figure = draw(params, X_val, y_val, pictures, guesses, history)
    folder = Path(__file__).parent if "__file__" in globals() else Path()  # a notebook has no file
    path = folder / "figures" / ("step9_mnist.png" if options.mnist else "step9_digits.png")
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=150)
    print(f"figure: {path}")
    return figure


# %%
if __name__ == "__main__":
    try:
        main(sys.argv[1:] if "ipykernel" not in sys.modules else ())
    except NotImplementedError as to_do:
        sys.exit(f"still to do: {to_do}")
    except (OSError, ValueError) as error:
        sys.exit(f"step9_sgd: {error}")
