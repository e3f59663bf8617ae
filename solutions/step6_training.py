# %% [markdown]
# # Step 6: Training
#
# Everything is there: a network that answers, a loss that tells how wrong it is, and a gradient that tells
# every weight which way is up. What is left is to walk down. At the end of this step your network learns
# XOR, a task at which every network without a hidden layer must fail.

# %%
import sys
from pathlib import Path

import numpy as np

from solutions.step2_network import forward, init_params
from solutions.step3_loss import mse, mse_gradient
from solutions.step5_backprop import backward

# %% [markdown]
# ## One step downhill
#
# The gradient points where the loss grows fastest. Go the other way, and not too far, because the gradient
# is true only near the place where you stand:
#
# $$W \leftarrow W - \eta\, dW, \qquad b \leftarrow b - \eta\, db$$
#
# $\eta$ is the **learning rate**, the length of your stride. Too small, and you crawl; too large, and you
# leap across the valley and up the other side.
#
# Return **new** params and leave the old ones as they were. An update in place (`-=`) would reach into
# arrays that belong to the caller, who may want to start again from the same weights.


# %%
def gradient_step(params, grads, learning_rate):
    """One step of gradient descent.

    Parameters:
        params: list of (W, b), one pair per layer; W is (n_in, n_out), b is (n_out,).
        grads: list of (dW, db), with the shapes of params.
        learning_rate: float, the length of the step.
    Returns: a new list of (W, b), with the shapes of params.
    Source: Goodfellow et al. (2016), ch. 4.

    >>> params = [(np.array([[1.0, 2.0]]), np.array([0.0, 0.0]))]
    >>> grads = [(np.array([[2.0, -2.0]]), np.array([4.0, 0.0]))]
    >>> gradient_step(params, grads, learning_rate=0.5)
    [(array([[0., 3.]]), array([-2.,  0.]))]
    """
    ### BEGIN SOLUTION
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
    ### END SOLUTION


# %% [markdown]
# ## Again, and again
#
# Training is a loop over four lines you have written already. In every **epoch**, one pass over all the
# data:
#
# 1. run the network forwards on `X`,
# 2. measure the loss, and write it down,
# 3. walk backwards to find the gradients (`d_output` is the gradient of the mean squared error),
# 4. take one step downhill, and carry on with the new params.
#
# As all samples take part in every step, this is called *full-batch* gradient descent.
#
# `losses[i]` is the loss **before** update number `i`, so the first entry tells how the untrained network
# did, and there are exactly `epochs` entries. A word on the way helps whoever waits: unless `print_every` is
# 0, print a line at the epochs 0, `print_every`, 2 `print_every`, and so on, in the form that the example
# below shows.


# %%
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    """Full-batch gradient descent on the mean squared error.

    Parameters:
        params: list of (W, b), one pair per layer: where to start; left as it was.
        X: array (n_samples, n_features).
        y: array (n_samples, n_out): the targets.
        activations: list of names from ACTIVATIONS, one per layer.
        learning_rate: float.
        epochs: int, the number of updates.
        print_every: int, print the epoch and the loss every so many epochs; 0 prints nothing.
    Returns: (params, losses): the trained params, and a list of floats, losses[i] being the loss before update i.
    Source: Rumelhart, Hinton and Williams (1986); Nielsen, Neural Networks and Deep Learning (2015), ch. 1.

    >>> params = [(np.array([[0.0]]), np.array([0.0]))]
    >>> X, y = np.array([[1.0]]), np.array([[2.0]])
    >>> params, losses = train(params, X, y, ["identity"], learning_rate=0.125, epochs=5, print_every=2)
    epoch     0   loss 4.0000
    epoch     2   loss 0.2500
    epoch     4   loss 0.0156
    >>> losses
    [4.0, 1.0, 0.25, 0.0625, 0.015625]
    """
    ### BEGIN SOLUTION
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses
    ### END SOLUTION


# %% [markdown]
# ## Yes or no
#
# The output of a sigmoid is a number such as 0.93. To decide, draw a line at one half: from 0.5 upwards the
# answer is 1, below it is 0. This happens only when somebody wants a decision. Training always sees the
# number itself, because a decision that jumps from 0 to 1 has no slope to learn from.


# %%
def predict(params, X, activations):
    """The network's decisions: 1 where its output is at least 0.5, otherwise 0.

    Parameters:
        params: list of (W, b), one pair per layer.
        X: array (n_samples, n_features).
        activations: list of names from ACTIVATIONS, one per layer.
    Returns: array of integers 0 or 1, (n_samples, n_out).

    >>> params = [(np.array([[1.0]]), np.array([0.0]))]
    >>> predict(params, np.array([[0.2], [0.5], [0.9]]), ["identity"])
    array([[0],
           [1],
           [1]])
    """
    ### BEGIN SOLUTION
    y_hat, _ = forward(params, X, activations)
    return (y_hat >= 0.5).astype(int)
    ### END SOLUTION


# %% [markdown]
# ## A picture of what it learned
#
# This part is given. On the left it draws the loss over the epochs; on the right it asks your network about
# every point of the plane and colours it by the answer. The black line is where the answer turns from 0 to
# 1.


# %%
def draw(params, X, y, activations, losses):
    """Loss curve and decision boundary of a network with two inputs and one output, side by side.

    Parameters:
        params: list of (W, b), one pair per layer: the trained network.
        X: array (n_samples, 2).
        y: array (n_samples, 1) of zeros and ones.
        activations: list of names from ACTIVATIONS, one per layer.
        losses: list of floats, as train returns it.
    Returns: the matplotlib figure.
    """
    import matplotlib

    if "ipykernel" not in sys.modules:  # outside a notebook: draw without a display
        matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")

    left.plot(losses, color="black")
    left.axhline(0.25, color="gray", linestyle="--", label="always answering 0.5")
    left.set(title="Loss while learning", xlabel="epoch", ylabel="mean squared error", ylim=(0, None))
    left.legend()

    x1, x2 = np.meshgrid(np.linspace(-0.5, 1.5, 200), np.linspace(-0.5, 1.5, 200))
    output = forward(params, np.column_stack([x1.ravel(), x2.ravel()]), activations)[0].reshape(x1.shape)
    colours = right.pcolormesh(x1, x2, output, cmap="cividis", vmin=0, vmax=1)
    figure.colorbar(colours, ax=right, label="output of the network")
    if output.min() < 0.5 < output.max() and np.ptp(output) > 1e-3:  # else it is the line between rounding errors
        right.contour(x1, x2, output, levels=[0.5], colors="black")
    for label, marker in [(0, "o"), (1, "s")]:
        points = X[y[:, 0] == label]
        right.scatter(*points.T, s=120, c="white", edgecolors="black", marker=marker, label=f"target {label}")
    right.set(title="What it answers where", xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    right.legend(loc="upper center", ncols=2)
    return figure


# %% [markdown]
# ## Your network learns XOR
#
# XOR is 1 when exactly one of its two inputs is 1. Plot the four points: no straight line has the ones on
# one side and the zeros on the other, so without a hidden layer there is no hope. In 1969 a famous book
# (Minsky and Papert, *Perceptrons*) made much of such tasks, and for years few people worked on networks.
# Yours will do it in less than a second.
#
# Before you run it, make a guess: after how many epochs will the loss have come down to a tenth of where it
# started?
#
# Run this cell, or in a terminal: `python -m exercises.step6_training`


# %%
def main():
    """Train a 2-8-1 network on XOR, show what it answers, and save a picture of it.

    Returns: the matplotlib figure.
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    activations = ["tanh", "sigmoid"]

    params = init_params([2, 8, 1], np.random.default_rng(0))
    params, losses = train(params, X, y, activations, learning_rate=2.0, epochs=500, print_every=100)
    output, _ = forward(params, X, activations)
    answers = predict(params, X, activations)

    print()
    print(" x1  x2 | target | output | prediction")
    print("--------+--------+--------+-----------")
    for (x1, x2), target, value, answer in zip(X, y[:, 0], output[:, 0], answers[:, 0], strict=True):
        print(f"{x1:3.0f} {x2:3.0f} | {target:6.0f} | {value:6.3f} | {answer:10d}")
    print()
    if np.array_equal(answers, y):
        print("Your network has learned XOR. Every line of it is yours.")
    else:
        print("Your network has not learned XOR yet. Start with its gradients: pytest exercises -k backward")

    figure = draw(params, X, y, activations, losses)
    folder = Path(__file__).parent if "__file__" in globals() else Path()  # a notebook has no file
    path = folder / "figures" / "step6_xor.png"
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=150)
    print(f"figure: {path}")
    return figure


# %%
if __name__ == "__main__":
    try:
        main()
    except NotImplementedError as to_do:
        sys.exit(f"still to do: {to_do}")
