# %% [markdown]
# # Step 1: Activations
#
# Every unit of a neural network does two things. It adds up what comes in, weighted, and calls the sum $z$,
# the **pre-activation**. Then it bends that sum with a fixed function, the **activation**, and passes the
# result on.
#
# The bend is the whole point. Adding and weighting alone can only draw straight lines, however many layers
# you stack; with a bend in between, they can draw curves of any shape. In this step you write the three bends
# that matter most, and for each its **slope**, because in step 5 the network will learn by asking "if $z$
# moved a little, how much would the output move?"
#
# Two things hold for everything here:
#
# - Every function works **elementwise** on arrays of any shape: each entry of the result depends on the same
#   entry of `z` and on no other. NumPy does this by itself as long as you write formulas on whole arrays;
#   you need no loop.
# - The derivatives take the **pre-activation** `z`, never the value that came out of the activation.
#
# Write one function, run its check, and go on: `pytest exercises -k sigmoid` looks at the first.

# %%
import numpy as np

# %% [markdown]
# ## The sigmoid
#
# The sigmoid squashes any number, however large, into the interval from 0 to 1:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# Far to the left it is nearly 0, far to the right nearly 1, and $\sigma(0) = \tfrac12$. So its value can be
# read as a probability, and that is why it likes to sit at the output of a network that answers yes or no.
#
# Mind the fraction bar: on paper it groups the whole denominator, in Python only parentheses do.
#
# *A look behind the curtain.* For $z = -10000$ the formula asks for $e^{10000}$. That is too large for a
# float: NumPy warns of an overflow and goes on with infinity, and since $1/\infty = 0$ the result is right
# all the same. So the warning is harmless here. To be rid of it, multiply numerator and denominator by
# $e^{z}$:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}$$
#
# The first form is safe where $z \ge 0$, the second where $z < 0$: there, each of them only ever needs
# $e^{-|z|}$, which is at most 1. (Never use the second form everywhere. For large $z$ it is $\infty/\infty$,
# which is not a number.)


# %%
def sigmoid(z):
    """Logistic function, elementwise.

    Parameters: z, array of any shape: pre-activations.
    Returns: array of z's shape, every entry in [0, 1].
    Source: Nielsen, Neural Networks and Deep Learning (2015), ch. 1.

    >>> sigmoid(np.array([0.0, 2.0])).round(3)
    array([0.5  , 0.881])
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))  # at most 1, so nothing overflows
    return np.where(z >= 0, 1.0, small) / (1.0 + small)
    ### END SOLUTION


# %% [markdown]
# ## The slope of the sigmoid
#
# Write $\sigma(z) = (1 + e^{-z})^{-1}$ and use the chain rule:
#
# $$\sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2}
#              = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}
#              = \sigma(z)\,\bigl(1 - \sigma(z)\bigr)$$
#
# The last form is the lovely one: whoever has the sigmoid already has its slope. It is also the safe one, as
# it cannot overflow where your sigmoid does not.
#
# A sketch helps to check yourself. The curve is steepest in the middle, $\sigma'(0) = \tfrac14$, and flat on
# **both** sides. Where it is flat, a unit hardly learns: it is said to be *saturated*.


# %%
def sigmoid_derivative(z):
    """Slope of the sigmoid, elementwise.

    Parameters: z, array of any shape: pre-activations (not the sigmoid of them).
    Returns: array of z's shape, every entry in [0, 0.25].
    Source: Nielsen, Neural Networks and Deep Learning (2015), ch. 3.

    >>> sigmoid_derivative(np.array([0.0, 2.0])).round(3)
    array([0.25 , 0.105])
    """
    ### BEGIN SOLUTION
    s = sigmoid(z)
    return s * (1.0 - s)
    ### END SOLUTION


# %% [markdown]
# ## The rectified linear unit
#
# $$\mathrm{relu}(z) = \max(0, z)$$
#
# A one-way valve: positive numbers pass as they are, negative ones become 0. It looks too simple to be of
# use, and yet it is what most modern networks run on. It costs almost nothing, and for positive $z$ it never
# goes flat.
#
# The comparison is made anew for every entry. An `if` cannot do that, because it makes one decision for the
# whole array; and of NumPy's two functions with "max" in their name, one looks for the largest entry
# *within* an array and the other compares *two* things entry by entry. You want the second. And leave `z`
# itself untouched: whoever called you may need its negative entries later.


# %%
def relu(z):
    """Rectified linear unit, elementwise: the larger of 0 and z.

    Parameters: z, array of any shape: pre-activations.
    Returns: a new array of z's shape, every entry 0 or more.
    Source: Nair and Hinton (2010); Goodfellow et al. (2016), ch. 6.

    >>> relu(np.array([-3.0, 0.0, 2.5]))
    array([0. , 0. , 2.5])
    """
    ### BEGIN SOLUTION
    return np.maximum(0.0, z)
    ### END SOLUTION


# %% [markdown]
# ## The slope of the rectified linear unit
#
# $$\mathrm{relu}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases}$$
#
# The valve is open or it is closed. At exactly 0 the curve has a corner and no slope at all. Any number from
# 0 to 1 will do there (a *subgradient*), since a training run hardly ever lands on the corner; we agree on
# 0.


# %%
def relu_derivative(z):
    """Slope of the rectified linear unit, elementwise; 0 at the corner.

    Parameters: z, array of any shape: pre-activations.
    Returns: a new array of z's shape, every entry 0 or 1.
    Source: Goodfellow et al. (2016), ch. 6.

    >>> relu_derivative(np.array([-3.0, 0.0, 2.5]))
    array([0., 0., 1.])
    """
    ### BEGIN SOLUTION
    return (z > 0).astype(z.dtype)
    ### END SOLUTION


# %% [markdown]
# ## The hyperbolic tangent
#
# $$\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}$$
#
# A sigmoid stretched to run from $-1$ to $1$: in fact $\tanh(z) = 2\,\sigma(2z) - 1$. Its values are centred
# on 0, which makes the life of the next layer easier, and so it is a fine choice for the hidden layers of a
# small network.
#
# Taken literally, the fraction becomes $\infty/\infty$ for large $z$. You are not the first to want this
# function, though: NumPy has it ready-made, and safe.


# %%
def tanh(z):
    """Hyperbolic tangent, elementwise.

    Parameters: z, array of any shape: pre-activations.
    Returns: array of z's shape, every entry in [-1, 1].
    Source: LeCun et al., Efficient BackProp (1998).

    >>> tanh(np.array([-1.0, 0.0, 2.0])).round(3)
    array([-0.762,  0.   ,  0.964])
    """
    ### BEGIN SOLUTION
    return np.tanh(z)
    ### END SOLUTION


# %% [markdown]
# ## The slope of the hyperbolic tangent
#
# By the quotient rule, with $u = e^{z} - e^{-z}$ on top and $v = e^{z} + e^{-z}$ below (so $u' = v$ and
# $v' = u$):
#
# $$\tanh'(z) = \frac{u'v - uv'}{v^2} = \frac{v^2 - u^2}{v^2} = 1 - \tanh^2(z)$$
#
# Here too the function gives its own slope away. It is 1 in the middle, four times as steep as the sigmoid,
# and the same at $z$ and $-z$. Watch what the square belongs to: to the tanh, not to the difference.


# %%
def tanh_derivative(z):
    """Slope of the hyperbolic tangent, elementwise.

    Parameters: z, array of any shape: pre-activations (not the tanh of them).
    Returns: array of z's shape, every entry in [0, 1].
    Source: LeCun et al., Efficient BackProp (1998).

    >>> tanh_derivative(np.array([-1.0, 0.0, 2.0])).round(3)
    array([0.42 , 1.   , 0.071])
    """
    ### BEGIN SOLUTION
    return 1.0 - np.tanh(z) ** 2
    ### END SOLUTION


# %% [markdown]
# ## No bend at all
#
# The identity is the activation that does nothing, with slope 1 everywhere. It is useful at the output of a
# network that should be free to answer any number. There is nothing to learn from writing it, so it is
# given.


# %%
def identity(z):
    """The pre-activation as it is.

    Parameters: z, array of any shape: pre-activations.
    Returns: z.

    >>> identity(np.array([-3.0, 2.5]))
    array([-3. ,  2.5])
    """
    return z


# %% [markdown]
# A straight line rises equally everywhere, so its slope is an array of ones.


# %%
def identity_derivative(z):
    """Slope of the identity, elementwise.

    Parameters: z, array of any shape: pre-activations.
    Returns: array of z's shape, every entry 1.

    >>> identity_derivative(np.array([-3.0, 2.5]))
    array([1., 1.])
    """
    return np.ones_like(z)


# %% [markdown]
# ## The table
#
# From here on a network names its activations: `["tanh", "sigmoid"]` says tanh in the first layer and
# sigmoid in the second. The table turns a name into the function and its slope. It is given, and filled with
# your work.

# %%
ACTIVATIONS = {
    "identity": (identity, identity_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "relu": (relu, relu_derivative),
    "tanh": (tanh, tanh_derivative),
}
