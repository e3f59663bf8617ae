# %% [markdown]
# # Step 7: Classification
#
# XOR asks for yes or no. Most questions have more answers: is this digit a 0, a 1, ..., or a 9? In this step
# you turn the outputs of a network into **probabilities of classes**, and measure how wrong they are with a
# loss that was made for it.
#
# Two words you will meet all the time:
#
# - **Logits** are the plain outputs of the last layer, one per class. They may be any numbers, positive or
#   negative; a larger one means "rather this class". The last layer's activation is `"identity"`.
# - **Labels** are the right answers, one whole number per sample, from 0 to `n_classes - 1`.
#
# So for three samples and four classes, `logits` is `(3, 4)`, and `labels` is `(3,)`: not a column.

# %%
import numpy as np

# %% [markdown]
# ## Softmax
#
# Every class gets a positive number, $e^{z_j}$, and then all of them are divided by their sum, so that
# together they make 1:
#
# $$p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$$
#
# Raise one logit, and its probability grows at the expense of all others. That is the difference to a sigmoid
# on every output, which looks at each class alone.
#
# **The trap.** $e^{1000}$ is infinite in floating point, and infinity divided by infinity is `nan`. But only
# the *differences* between the logits of a sample matter: subtract any number $c$ from all of them, and
#
# $$\frac{e^{z_j - c}}{\sum_k e^{z_k - c}} = \frac{e^{-c}\,e^{z_j}}{e^{-c}\sum_k e^{z_k}} = p_j .$$
#
# Choose for $c$ the largest logit **of that sample**. Then the largest exponent is 0, nothing can overflow,
# and the sum below is at least 1.
#
# Each row is a sample of its own, so maximum and sum run along the last axis. `keepdims=True` leaves that
# axis in place, with length 1, so that the result can be subtracted from (and divided into) the array it came
# from.


# %%
def softmax(logits):
    """Probabilities of the classes, along the last axis.

    Parameters: logits, array (..., n_classes), usually (n_samples, n_classes): any finite numbers.
    Returns: array of logits' shape; every entry in [0, 1], and the last axis sums to 1.
    Source: Goodfellow et al. (2016), ch. 6.2.2.3; Bridle (1990).

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 1001.0]])).round(3)
    array([[0.5  , 0.5  ],
           [0.269, 0.731]])
    """
    ### BEGIN SOLUTION
    powers = np.exp(logits - np.max(logits, axis=-1, keepdims=True))  # at most 1, so nothing overflows
    return powers / np.sum(powers, axis=-1, keepdims=True)
    ### END SOLUTION


# %% [markdown]
# ## Cross-entropy
#
# How wrong is a row of probabilities? Look at the one that counts, that of the right class. If it is 1, all
# is well: the loss should be 0. The nearer it is to 0, the worse, without limit. $-\log p$ does just that,
# and the loss is its mean over the $n$ samples, where $y_s$ is the label of sample $s$:
#
# $$L = -\frac{1}{n} \sum_{s=1}^{n} \log p_{s,\,y_s}$$
#
# (A network that knows nothing gives each of 10 classes 0.1, and has a loss of $-\log 0.1 \approx 2.30$. You
# will see this number at the start of many trainings.)
#
# **The trap, again.** The function takes **logits**. If you compute the softmax and then its logarithm, a
# hopeless sample has $p = 0$ in floating point, and $\log 0$ is minus infinity. Take the logarithm on paper
# first:
#
# $$-\log p_y = -\log \frac{e^{z_y - c}}{\sum_k e^{z_k - c}} = \log \sum_k e^{z_k - c} \;-\; (z_y - c)$$
#
# With $c$ the largest logit of the sample, as above, the sum lies between 1 and the number of classes, its
# logarithm is harmless, and the loss is finite for every finite logit.
#
# **Picking one entry per row** takes two lists of indices, one of rows and one of columns:
# `table[np.arange(n), labels]`. (`table[:, labels]` is something else: try both on a small table.)
#
# **A label that does not exist** deserves a `ValueError`. One that is too large would stumble over the index
# anyway, but a label of -1 would silently mean the *last* class, and a data set that counts its classes from
# 1 would be learned one class off.


# %%
def cross_entropy(logits, labels):
    """Mean negative log-likelihood of the labels, from logits.

    Parameters:
        logits: array (n_samples, n_classes), the plain outputs of the network: any finite numbers.
        labels: array of integers (n_samples,), each from 0 to n_classes - 1.
    Returns: float, 0 or more, and finite.
    Raises: ValueError if a label lies outside the classes.
    Source: Goodfellow et al. (2016), ch. 6.2.

    >>> cross_entropy(np.array([[0.0, 0.0], [1000.0, 0.0]]), np.array([0, 1]))  # (log 2 + 1000) / 2
    500.34657359027995
    """
    ### BEGIN SOLUTION
    n_samples, n_classes = logits.shape
    if np.any((labels < 0) | (labels >= n_classes)):
        raise ValueError(f"every label must be 0 or more, and less than {n_classes}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return float(np.mean(log_sums - shifted[np.arange(n_samples), labels]))
    ### END SOLUTION


# %% [markdown]
# ## Its gradient
#
# This is the reward for the logarithm. Differentiate the last formula for one sample with respect to a logit
# $z_j$. The logarithm of the sum gives $e^{z_j} / \sum_k e^{z_k}$, which is $p_j$; and $-z_y$ gives $-1$, but
# only if $j$ *is* the right class. With the mean over $n$ samples,
#
# $$\frac{\partial L}{\partial z_{sj}} = \frac{1}{n}\,\bigl(p_{sj} - [\,j = y_s\,]\bigr)$$
#
# Probability given, minus probability due: nothing more. Softmax and logarithm are both inside already, so
# there is no further slope to multiply by. This is the `d_output` that `backward` wants, for a last layer
# with activation `"identity"`.
#
# Check it with common sense: the entry of the right class is negative (raise this logit!), all others are
# positive, and each row adds up to 0.


# %%
def cross_entropy_gradient(logits, labels):
    """Gradient of cross_entropy with respect to the logits.

    Parameters:
        logits: array (n_samples, n_classes), the plain outputs of the network: any finite numbers.
        labels: array of integers (n_samples,), each from 0 to n_classes - 1.
    Returns: array of logits' shape.
    Raises: ValueError if a label lies outside the classes.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), ch. 4.3.4; Nielsen (2015), ch. 3.

    >>> cross_entropy_gradient(np.array([[0.0, 0.0], [1000.0, 0.0]]), np.array([0, 1]))
    array([[-0.25,  0.25],
           [ 0.5 , -0.5 ]])
    """
    ### BEGIN SOLUTION
    n_samples, n_classes = logits.shape
    if np.any((labels < 0) | (labels >= n_classes)):
        raise ValueError(f"every label must be 0 or more, and less than {n_classes}")
    gradient = softmax(logits)
    gradient[np.arange(n_samples), labels] -= 1.0
    return gradient / n_samples
    ### END SOLUTION


# %% [markdown]
# ## Two classes: binary cross-entropy
#
# With only two classes a single sigmoid output is enough: $\hat{y}$ is the probability of class 1, and $1 -
# \hat{y}$ that of class 0. The same thought, $-\log$ of what was given to the right class, can be written
# without a case distinction, because $y$ is either 1 or 0 and switches one half off:
#
# $$L = -\frac{1}{N} \sum_{k=1}^{N} \bigl( y_k \log \hat{y}_k + (1 - y_k) \log (1 - \hat{y}_k) \bigr)$$
#
# As in step 3, $N$ counts every entry, and `y_hat` and `y` have the same shape. On XOR this loss learns where
# the squared error hesitates: a confident wrong answer costs 1 at most there, and has no limit here.
#
# This function takes **probabilities**, and a sigmoid that is very sure returns exactly 0 or 1. So that the
# logarithm stays finite, none is taken of a number below $10^{-12}$: clip first.


# %%
def binary_cross_entropy(y_hat, y):
    """Mean negative log-likelihood of answers 0 or 1, from probabilities.

    Parameters:
        y_hat: array of any shape, every entry in [0, 1]: the probability of 1.
        y: array of the same shape, every entry 0 or 1: the targets.
    Returns: float, 0 or more; finite, since no probability counts as less than 1e-12.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), ch. 4.3.2.

    >>> binary_cross_entropy(np.array([0.5, 0.5, 0.0]), np.array([1.0, 0.0, 0.0]))  # 2 log 2 / 3
    0.46209812037329684
    """
    ### BEGIN SOLUTION
    log_of_1 = np.log(np.maximum(y_hat, 1e-12))
    log_of_0 = np.log(np.maximum(1.0 - y_hat, 1e-12))
    return float(-np.mean(y * log_of_1 + (1.0 - y) * log_of_0))
    ### END SOLUTION


# %% [markdown]
# Its gradient, term by term: the logarithm becomes one over, and the inner $-\hat{y}$ of the second term
# turns its sign.
#
# $$\frac{\partial L}{\partial \hat{y}_k}
#   = \frac{1}{N} \Bigl( \frac{1 - y_k}{1 - \hat{y}_k} - \frac{y_k}{\hat{y}_k} \Bigr)$$
#
# This is the gradient with respect to the **probability**. `backward` multiplies by the slope of the sigmoid,
# and then the denominators cancel: what is left is $(\hat{y}_k - y_k) / N$, just as above. Clip the
# denominators as you clipped the logarithms.


# %%
def binary_cross_entropy_gradient(y_hat, y):
    """Gradient of binary_cross_entropy with respect to y_hat.

    Parameters:
        y_hat: array of any shape, every entry in [0, 1]: the probability of 1.
        y: array of the same shape, every entry 0 or 1: the targets.
    Returns: array of y_hat's shape; finite, since no probability counts as less than 1e-12.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), ch. 4.3.2.

    >>> binary_cross_entropy_gradient(np.array([0.5, 0.8]), np.array([1.0, 0.0]))
    array([-1. ,  2.5])
    """
    ### BEGIN SOLUTION
    per_entry = (1.0 - y) / np.maximum(1.0 - y_hat, 1e-12) - y / np.maximum(y_hat, 1e-12)
    return per_entry / y.size
    ### END SOLUTION


# %% [markdown]
# ## How many are right?
#
# In the end somebody wants a decision: the class with the largest logit. (Softmax keeps the order, so there
# is no need for it here.) The **accuracy** is the share of samples for which this class is the label. Nobody
# can learn from it directly, as it moves in jumps and has no slope; but it is the number that people
# understand.


# %%
def accuracy(logits, labels):
    """Share of the samples whose largest logit is that of their label.

    Parameters:
        logits: array (n_samples, n_classes), the plain outputs of the network.
        labels: array of integers (n_samples,), each from 0 to n_classes - 1.
    Returns: float from 0 to 1.

    >>> logits = np.array([[2.0, -1.0, 0.0], [0.1, 0.2, 0.3], [-5.0, -4.0, -6.0], [1.0, 9.0, 3.0]])
    >>> accuracy(logits, np.array([0, 2, 1, 2]))
    0.75
    """
    ### BEGIN SOLUTION
    return float(np.mean(np.argmax(logits, axis=1) == labels))
    ### END SOLUTION
