# %% [markdown]
# # Step 8: Data
#
# Between a file of numbers and a network that learns from it lie four small tools. None of them is difficult,
# and each has a mistake in store that spoils everything later without an error message: that is what this
# step is about.

# %%
import numpy as np

# %% [markdown]
# ## One-hot
#
# A label such as 3 is a name, not a quantity: class 3 is not "more" than class 1, and lies no nearer to class
# 4 than to class 0. As a target for several outputs, write it as a row with a 1 in column 3 and zeros
# elsewhere.
#
# The number of classes is given, because a handful of samples need not contain all of them.


# %%
def one_hot(labels, n_classes):
    """Labels as rows with a single 1.

    Parameters:
        labels: array of integers (n_samples,), each from 0 to n_classes - 1.
        n_classes: int.
    Returns: array (n_samples, n_classes) of zeros, with a 1 in the column of each sample's label.

    >>> one_hot(np.array([2, 0]), 4)
    array([[0., 0., 1., 0.],
           [1., 0., 0., 0.]])
    """
    ### BEGIN SOLUTION
    rows = np.zeros((len(labels), n_classes))
    rows[np.arange(len(labels)), labels] = 1.0
    return rows
    ### END SOLUTION


# %% [markdown]
# ## The same scale for every column
#
# One column counts rooms, 1 to 8, and another counts square metres, 20 to 300. The first weights of a network
# are all of the same size, so at the start it would look at little else than the square metres. So shift and
# scale every column $j$ to mean 0 and standard deviation 1:
#
# $$x'_{sj} = \frac{x_{sj} - \mu_j}{\sigma_j}, \qquad
#   \sigma_j = \sqrt{\frac{1}{n} \sum_s (x_{sj} - \mu_j)^2}$$
#
# **The trap:** $\mu$ and $\sigma$ come from the *training* data alone, and the other data (validation, test,
# or one sample that somebody brings tomorrow) are shifted and scaled with the **same** numbers. Otherwise the
# same house would become different inputs, depending on its company; and what the network is tested on would
# have had a say in how it was trained.
#
# A column that never changes has $\sigma = 0$. The corner pixels of handwritten digits are like that. It
# tells nothing, so it becomes 0, and must not become `nan`. (Divide such a column by infinity, or by 1.)


# %%
def standardize(train, other):
    """Both arrays with the mean and standard deviation of train's columns taken out.

    Parameters:
        train: array (n_samples, n_features).
        other: array (any number of samples, n_features).
    Returns: (train, other), new arrays of the same shapes; in the first, every column has mean 0 and (population)
        standard deviation 1, or is 0 throughout if it was constant.
    Source: LeCun et al., Efficient BackProp (1998), ch. 4.3.

    >>> train, other = standardize(np.array([[1.0, 7.0], [3.0, 7.0]]), np.array([[4.0, 7.0]]))
    >>> train
    array([[-1.,  0.],
           [ 1.,  0.]])
    >>> other
    array([[2., 0.]])
    """
    ### BEGIN SOLUTION
    varies = np.max(train, axis=0) > np.min(train, axis=0)
    mean = np.mean(train, axis=0)
    deviation = np.where(varies, np.std(train, axis=0), np.inf)
    return (train - mean) / deviation, (other - mean) / deviation
    ### END SOLUTION


# %% [markdown]
# ## Some data are not for learning
#
# A network with enough weights can learn its data by heart. Whether it has understood anything shows only on
# samples that it has **never** been corrected on: the validation data. So some are put aside, before the
# training begins.
#
# - They are drawn by chance, since data often come sorted: all the zeros first, then all the ones. A cut at
#   the end would leave a class out.
# - Every sample goes to exactly one of the two parts.
# - A row of `X` and its entry of `y` stay together. Shuffle *indices*, and use the same ones for both.
#
# As always, chance comes from `rng`: `rng.permutation(n)` gives the numbers from 0 to $n - 1$ in random
# order.


# %%
def train_validation_split(X, y, validation_fraction, rng):
    """Deal the samples out by chance, into some to learn from and some to judge by.

    Parameters:
        X: array (n_samples, n_features).
        y: array (n_samples,) or (n_samples, n_out): labels or targets.
        validation_fraction: float between 0 and 1, the part of the samples that goes to validation.
        rng: numpy.random.Generator that decides which.
    Returns: (X_train, y_train, X_val, y_val); n_samples * validation_fraction samples, rounded, are in the last two.
    Source: Goodfellow et al. (2016), ch. 5.3.

    >>> X, y = np.array([[0], [10], [20], [30]]), np.array([0, 1, 2, 3])
    >>> X_train, y_train, X_val, y_val = train_validation_split(X, y, 0.25, np.random.default_rng(0))
    >>> X_train.shape, y_train.shape, X_val.shape, y_val.shape
    ((3, 1), (3,), (1, 1), (1,))
    >>> bool(X_val[0, 0] == 10 * y_val[0]), sorted([*y_train.tolist(), *y_val.tolist()])
    (True, [0, 1, 2, 3])
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    n_validation = round(len(X) * validation_fraction)
    validation, train = order[:n_validation], order[n_validation:]
    return X[train], y[train], X[validation], y[validation]
    ### END SOLUTION


# %% [markdown]
# ## A few samples at a time
#
# Full-batch training (step 6) looks at *all* samples before it dares a single step. With 60 000 images that
# is a lot of looking for one step. But a handful of them, drawn by chance, points in nearly the same
# direction at a fraction of the work. Such a handful is a **minibatch**, and one pass through all the data in
# minibatches is an epoch.
#
# Shuffle the indices once at the beginning of the pass, then cut them into pieces of `batch_size`. The last
# piece may be smaller; no sample is left out, and none comes twice.
#
# `yield` hands out one batch and waits until the next is asked for, so that never more than one of them takes
# up memory. (If generators are new to you: a list of all batches does as well.)


# %%
def minibatches(X, y, batch_size, rng):
    """One pass over the data in random order, a few samples at a time.

    Parameters:
        X: array (n_samples, n_features).
        y: array (n_samples,) or (n_samples, n_out): labels or targets.
        batch_size: int, samples per batch; the last batch may be smaller.
        rng: numpy.random.Generator that decides the order.
    Yields: (X_batch, y_batch), with the rows of X and of y that belong together; every sample exactly once.
    Source: LeCun et al., Efficient BackProp (1998), ch. 4.1 and 4.2; Goodfellow et al. (2016), ch. 8.1.3.

    >>> X, y = np.array([[0], [10], [20], [30], [40]]), np.array([0, 1, 2, 3, 4])
    >>> batches = list(minibatches(X, y, 2, np.random.default_rng(0)))
    >>> [len(X_batch) for X_batch, y_batch in batches]
    [2, 2, 1]
    >>> sorted(np.concatenate([y_batch for X_batch, y_batch in batches]).tolist())
    [0, 1, 2, 3, 4]
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]
    ### END SOLUTION
