# %% [markdown]
# # Step 3: The loss
#
# The network answers, and so far every answer is as good as any other. To learn, it needs one number that
# says how wrong it is: the **loss**. Zero is perfect, and learning means nothing more than making this
# number smaller.

# %%
import numpy as np

# %% [markdown]
# ## The mean squared error
#
# Compare every answer $\hat{y}$ with its target $y$, square the difference, and take the mean over **all**
# $N$ entries:
#
# $$L = \frac{1}{N} \sum_{k=1}^{N} (\hat{y}_k - y_k)^2$$
#
# The square makes every mistake count as positive, and a large one count for more. The mean keeps the number
# comparable whether you have four samples or four thousand. If each of $n$ samples has $m$ outputs, then
# $N = n\,m$.
#
# **A trap, and it is a famous one.** Let `y_hat` have shape `(4, 1)`, and `y` shape `(4,)`: the same four
# numbers, in a column and in a row. You might expect an error when you subtract them. NumPy does not
# complain: it *broadcasts*, subtracts every number from every other, and hands you a `(4, 4)` table without
# a word. For XOR the four perfect answers $0, 1, 1, 0$ then have a loss of 0.5, and nothing you do will ever
# bring it to 0.
#
# So look at the two shapes before you subtract, and raise a `ValueError` if they differ, with both shapes in
# its message. Some night it will save you an hour.


# %%
def mse(y_hat, y):
    """Mean squared error over all elements.

    Parameters:
        y_hat: array of any shape, usually (n_samples, n_out): the network's answers.
        y: array of the same shape: the targets.
    Returns: float, 0 or more.
    Raises: ValueError if the shapes differ.
    Source: Goodfellow et al. (2016), ch. 5.

    >>> y_hat = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> y = np.array([[1.0, 0.0], [3.0, 5.0]])
    >>> mse(y_hat, y)
    1.25
    """
    ### BEGIN SOLUTION
    if y_hat.shape != y.shape:
        raise ValueError(f"y_hat has shape {y_hat.shape} and y has shape {y.shape}: they must be the same")
    return float(np.mean((y_hat - y) ** 2))
    ### END SOLUTION


# %% [markdown]
# ## Which way is down?
#
# The **gradient** of the loss tells, for every single answer, how fast the loss would grow if that answer
# grew. Only one term of the sum contains $\hat{y}_k$, and its derivative is that of a square:
#
# $$\frac{\partial L}{\partial \hat{y}_k} = \frac{2}{N}\,(\hat{y}_k - y_k)$$
#
# One number for each answer, so the gradient has the shape of `y_hat`. Check the sign with common sense: if
# an answer is too large, making it larger makes things worse, so its entry must be positive.
#
# Note what $N$ counts: every entry, samples times outputs, as in the loss itself. And this is the only place
# in the whole network where we divide by it; from here the factor travels along by itself. The trap of the
# shapes lies here as well, so guard this function like the last one.


# %%
def mse_gradient(y_hat, y):
    """Gradient of the mean squared error with respect to y_hat.

    Parameters:
        y_hat: array of any shape, usually (n_samples, n_out): the network's answers.
        y: array of the same shape: the targets.
    Returns: array of y_hat's shape.
    Raises: ValueError if the shapes differ.
    Source: Goodfellow et al. (2016), ch. 5.

    >>> y_hat = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> y = np.array([[1.0, 0.0], [3.0, 5.0]])
    >>> mse_gradient(y_hat, y)
    array([[ 0. ,  1. ],
           [ 0. , -0.5]])
    """
    ### BEGIN SOLUTION
    if y_hat.shape != y.shape:
        raise ValueError(f"y_hat has shape {y_hat.shape} and y has shape {y.shape}: they must be the same")
    return 2.0 * (y_hat - y) / y.size
    ### END SOLUTION
