# %% [markdown]
# # Step 2: The network
#
# A layer is a row of units that all look at the same inputs, each with weights of its own. A network is a
# few layers, one after the other: what comes out of one goes into the next. In this step you build one and
# run it forwards. It will not know anything yet, but it will answer.
#
# The arrays, once and for all:
#
# | name | shape | meaning |
# | --- | --- | --- |
# | `X` | `(n_samples, n_features)` | the data, **one sample per row** |
# | `W` | `(n_in, n_out)` | weights of a layer: `W[i, j]` leads from input `i` to unit `j` |
# | `b` | `(n_out,)` | biases of a layer, one per unit |
# | `params` | list of `(W, b)` | the whole network, one pair per layer |
#
# When something goes wrong later, it is nearly always a shape. Say aloud what each axis counts, and you will
# find it.

# %%
from itertools import pairwise

import numpy as np

from exercises.step1_activations import ACTIVATIONS

# %% [markdown]
# ## Where to start
#
# Sizes `[2, 4, 4, 1]` describe a network with two inputs, two hidden layers of four units, and one output.
# Four sizes have three gaps between them, and in each gap sits a layer: `W` of shape `(2, 4)`, `(4, 4)`,
# `(4, 1)`. (Try `list(pairwise([2, 4, 4, 1]))` to see the gaps; `pairwise` is imported for you.)
#
# What should the weights be before anything is learned? Two thoughts decide it.
#
# **Not all equal.** Two units with the same weights compute the same, receive the same correction, and stay
# twins for ever. Chance has to tell them apart, so every weight is drawn on its own. Biases may all start at
# 0: the weights have broken the symmetry already.
#
# **Not too large, not too small.** A pre-activation is a sum of $n_\text{in}$ terms. If each input has
# variance about 1 and each weight has variance $s^2$, the sum has variance $n_\text{in}\,s^2$. We want that
# to be 1 again: larger, and sigmoid and tanh sit where they are flat; smaller, and the signal fades from
# layer to layer. Hence
#
# $$W_{ij} \sim \mathcal{N}\!\left(0,\; s^2\right), \qquad s = \frac{1}{\sqrt{n_\text{in}}}, \qquad b_j = 0.$$
#
# All chance comes from `rng`, a `numpy.random.Generator` that the caller hands you (look up its method
# `normal`, and which of its arguments is the standard deviation). Whoever brings the same seed gets the same
# network, and can repeat the experiment.


# %%
def init_params(layer_sizes, rng):
    """Random weights and zero biases for a fully connected network.

    Parameters:
        layer_sizes: list of ints: number of inputs, then the number of units of every layer.
        rng: numpy.random.Generator from which all weights are drawn.
    Returns: list of (W, b), one pair per layer; W is (n_in, n_out) with mean 0 and standard deviation
        1 / sqrt(n_in), b is (n_out,) and zero.
    Source: LeCun et al., Efficient BackProp (1998).

    >>> params = init_params([2, 4, 1], np.random.default_rng(0))
    >>> [(W.shape, b.shape) for W, b in params]
    [((2, 4), (4,)), ((4, 1), (1,))]
    """
    raise NotImplementedError("write init_params in exercises/step2_network.py")


# %% [markdown]
# ## The forward pass
#
# One layer, one sample: unit $j$ adds up its inputs, $z_j = \sum_i a_i W_{ij} + b_j$, and bends the sum,
# $g(z_j)$. Do that for all units and all samples at once, and the sum becomes a matrix product. With
# $A^{(0)} = X$, for layers $l = 1, 2, \dots$
#
# $$Z^{(l)} = A^{(l-1)}\, W^{(l)} + b^{(l)}, \qquad A^{(l)} = g^{(l)}\bigl(Z^{(l)}\bigr)$$
#
# The shapes fit like dominoes: $(n, n_\text{in})$ times $(n_\text{in}, n_\text{out})$ gives
# $(n, n_\text{out})$, and the bias, one number per unit, is added to every row (NumPy *broadcasts* it). Each
# layer has its own activation, and its name leads you to the function through the table of step 1. The last
# layer is no exception. What comes out of it is the network's answer, $\hat{y}$, called `y_hat`.
#
# On the way back (step 5) we shall need to know what happened on the way there. So keep a diary: for each
# layer, in order, the pair of **what went in** and **its pre-activation**, $(A^{(l-1)}, Z^{(l)})$. This is
# the `cache`.


# %%
def forward(params, X, activations):
    """Run the network on every row of X, and remember what is needed to go back.

    Parameters:
        params: list of (W, b), one pair per layer; W is (n_in, n_out), b is (n_out,).
        X: array (n_samples, n_features).
        activations: list of names from ACTIVATIONS, one per layer.
    Returns: (y_hat, cache); y_hat is the output of the last layer, (n_samples, n_out);
        cache is a list of (a_prev, z), one pair per layer: what went in, (n_samples, n_in),
        and the pre-activation, (n_samples, n_out).
    Source: Nielsen, Neural Networks and Deep Learning (2015), ch. 2.

    >>> params = [(np.array([[1.0], [10.0]]), np.array([0.5]))]
    >>> y_hat, cache = forward(params, np.array([[1.0, 2.0], [3.0, 4.0]]), ["identity"])
    >>> y_hat
    array([[21.5],
           [43.5]])
    >>> [(a_prev.shape, z.shape) for a_prev, z in cache]
    [((2, 2), (2, 1))]
    """
    raise NotImplementedError("write forward in exercises/step2_network.py")
