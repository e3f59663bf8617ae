# %% [markdown]
# # Step 5: Backpropagation
#
# This is the heart of it. You have a loss, and a network full of weights. For every weight you want to know:
# if it grew a little, how fast would the loss grow? The judge of step 4 could tell you, at the price of two
# runs through the network **per weight**. Backpropagation finds all of these numbers in a single walk from
# the last layer to the first.
#
# It needs no new idea beyond the chain rule, and you can write it in about ten lines. Take your time over
# those ten.

# %%
import numpy as np

from solutions.step1_activations import ACTIVATIONS

# %% [markdown]
# ## One layer, seen from above
#
# Forget the rest of the network and stand at one layer. On the way forwards it did this, for every sample
# $s$ and every unit $j$:
#
# $$z_{sj} = \sum_i a^\text{prev}_{si}\, W_{ij} + b_j, \qquad a_{sj} = g(z_{sj})$$
#
# Now a message arrives from above: $\partial L / \partial a_{sj}$, how fast the loss grows with each output
# of this layer. (At the last layer this message is `d_output`, the gradient of the loss with respect to
# $\hat{y}$.) Four questions, and each has a short answer.
#
# **1. How fast does the loss grow with $z$?** Each $z_{sj}$ acts only through its own $a_{sj}$, so the chain
# rule multiplies by the slope of the activation, entry by entry ($\odot$). The result is so useful that it
# has a name, *delta*:
#
# $$\delta = \frac{\partial L}{\partial a} \odot g'(z)$$
#
# **2. And with a weight?** $W_{ij}$ multiplies $a^\text{prev}_{si}$ and lands in $z_{sj}$, in every sample
# $s$. So add up over the samples, which is just what a matrix product does:
#
# $$\frac{\partial L}{\partial W_{ij}} = \sum_s a^\text{prev}_{si}\,\delta_{sj}
#   \qquad\text{that is}\qquad dW = (a^\text{prev})^{\mathsf T}\,\delta$$
#
# **3. And with a bias?** $b_j$ goes into every $z_{sj}$ with factor 1, so only the sum over the samples is
# left:
#
# $$db_j = \sum_s \delta_{sj}$$
#
# **4. What do I tell the layer below?** $a^\text{prev}_{si}$ was used by *all* units $j$ of this layer, by
# each with its own weight. Its influence is the sum over all these paths:
#
# $$\frac{\partial L}{\partial a^\text{prev}_{si}} = \sum_j \delta_{sj}\, W_{ij}
#   \qquad\text{that is}\qquad \frac{\partial L}{\partial a^\text{prev}} = \delta\, W^{\mathsf T}$$
#
# This is the message with which the layer below begins at question 1. Error flows backwards through the same
# weights through which the signal flowed forwards, and that gave the method its name.
#
# ## All layers
#
# Start with `d_output` at the last layer, answer the four questions, hand the message down, and go on until
# you have passed the first. The diary that you kept in `forward` holds $a^\text{prev}$ and $z$ of every
# layer. You visit the layers backwards, but `grads` is in the order of `params`.
#
# Three things to hold on to:
#
# - **Shapes.** A gradient has the shape of what it is the gradient of: `dW` that of `W`, `db` that of `b`.
#   If a product does not fit, ask what each axis counts before you reach for another transpose.
# - **The slope belongs to the layer.** Each layer has its own activation and its own $z$; the last layer is
#   no exception.
# - **No dividing.** If the loss is a mean, its $1/N$ is in `d_output` already.
#
# ## The judge
#
# Then let the judge of step 4 speak. Pick a weight matrix, write the loss as a function of it alone, and
# compare with what `backward` found:
#
# ```python
# W1, b1 = params[0]
# dW1, db1 = grads[0]
#
# def loss(W):
#     y_hat, _ = forward([(W, b1), *params[1:]], X, activations)
#     return mse(y_hat, y)
#
# relative_error(dW1, numerical_gradient(loss, W1))
# ```
#
# When that says something like `1e-8`, you have written backpropagation. Lean back for a moment: it is the algorithm by
# which nearly every network you have heard of was trained.


# %%
def backward(params, cache, activations, d_output):
    """Gradients of the loss for every weight and bias, by backpropagation.

    Parameters:
        params: list of (W, b), one pair per layer; W is (n_in, n_out), b is (n_out,).
        cache: list of (a_prev, z), one pair per layer, as forward returns it;
            a_prev is (n_samples, n_in), z is (n_samples, n_out).
        activations: list of names from ACTIVATIONS, one per layer.
        d_output: array (n_samples, n_out of the last layer): gradient of the loss with respect to y_hat.
    Returns: list of (dW, db) in the order of params; dW has the shape of W, db that of b.
    Source: Rumelhart, Hinton and Williams (1986); Nielsen, Neural Networks and Deep Learning (2015), ch. 2.

    Two layers of one unit each, y_hat = 5 * (2 * x), at x = 3:

    >>> params = [(np.array([[2.0]]), np.array([0.0])), (np.array([[5.0]]), np.array([0.0]))]
    >>> cache = [(np.array([[3.0]]), np.array([[6.0]])), (np.array([[6.0]]), np.array([[30.0]]))]
    >>> backward(params, cache, ["identity", "identity"], np.array([[1.0]]))
    [(array([[15.]]), array([5.])), (array([[6.]]), array([1.]))]
    """
    ### BEGIN SOLUTION
    grads = []
    d_a = d_output
    for layer in reversed(range(len(params))):
        W, _ = params[layer]
        a_prev, z = cache[layer]
        _, derivative = ACTIVATIONS[activations[layer]]
        delta = d_a * derivative(z)
        grads.append((a_prev.T @ delta, np.sum(delta, axis=0)))
        if layer > 0:  # below the first layer there are only the data, and nobody corrects those
            d_a = delta @ W.T
    return grads[::-1]
    ### END SOLUTION
