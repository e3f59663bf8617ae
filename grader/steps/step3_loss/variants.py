"""Step 3 in unusual dress: right losses and loss gradients that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# mse


@variant("mse-mean-square", unusual="a Python float")
def mse(y_hat, y):
    return float(np.mean((y_hat - y) ** 2))


@variant("mse-numpy-float", unusual="np.float64, and the difference the other way round")
def mse(y_hat, y):
    return np.mean(np.square(y - y_hat))


@variant("mse-zero-dim-array", unusual="a 0-d array, which is no instance of float")
def mse(y_hat, y):
    return np.array(((y_hat - y) ** 2).mean())


@variant("mse-sum-over-size", unusual="sum over size")
def mse(y_hat, y):
    return np.sum((y_hat - y) ** 2) / y.size


@variant("mse-dot", unusual="a dot product of the flattened difference with itself")
def mse(y_hat, y):
    d = (y_hat - y).ravel()
    return d @ d / len(d)


@variant("mse-norm", unusual="a squared norm")
def mse(y_hat, y):
    return np.linalg.norm(y_hat - y) ** 2 / np.size(y)


@variant("mse-python-loop", unusual="a Python loop over the flattened arrays")
def mse(y_hat, y):
    total = 0
    count = 0
    for guess, truth in zip(y_hat.flatten(), y.flatten()):
        total += (guess - truth) ** 2
        count += 1
    return total / count


@variant("mse-average", unusual="np.average")
def mse(y_hat, y):
    return np.average(np.power(y_hat - y, 2))


@variant("mse-float32", unusual="np.float32, which is no instance of float")
def mse(y_hat, y):
    return np.float32(np.mean((y_hat - y) ** 2))


@variant("mse-einsum", unusual="einsum on the flattened difference; raises for unequal shapes")
def mse(y_hat, y):
    if np.shape(y_hat) != np.shape(y):
        raise ValueError(f"shapes differ: {np.shape(y_hat)} and {np.shape(y)}")
    d = np.subtract(y_hat, y, dtype=float).ravel()
    return np.einsum("i,i->", d, d).item() / d.size


@variant("mse-fmean-generator", unusual="statistics.fmean of a generator")
def mse(y_hat, y):
    from statistics import fmean

    return fmean((guess - truth) ** 2 for guess, truth in zip(np.ravel(y_hat), np.ravel(y)))


@variant("mse-reduce", unusual="functools.reduce with a running sum")
def mse(y_hat, y):
    from functools import reduce

    pairs = zip(np.ravel(y_hat).tolist(), np.ravel(y).tolist())
    return reduce(lambda total, pair: total + (pair[0] - pair[1]) ** 2, pairs, 0.0) / np.size(y)


@variant("mse-variance-plus-bias", unusual="variance plus squared mean of the error")
def mse(y_hat, y):
    error = y_hat - y
    return np.var(error) + np.mean(error) ** 2


@variant("mse-nested-recursion", unusual="recursion over nested lists, math.fsum at the end")
def mse(y_hat, y):
    import math

    def squares(p, q):
        if isinstance(p, list):
            return [s for pair in zip(p, q) for s in squares(*pair)]
        return [(p - q) * (p - q)]

    all_squares = squares(np.asarray(y_hat).tolist(), np.asarray(y).tolist())
    return math.fsum(all_squares) / len(all_squares)


@variant("mse-exact-fractions", unusual="exact fractions, rounded once at the end")
def mse(y_hat, y):
    from fractions import Fraction

    total = Fraction(0)
    for guess, truth in zip(y_hat.flat, y.flat):
        total += (Fraction(float(guess)) - Fraction(float(truth))) ** 2
    return float(total / y.size)


@variant("mse-mean-of-row-means", unusual="a mean over every axis in turn")
def mse(y_hat, y):
    loss = (y_hat - y) ** 2
    while np.ndim(loss) > 0:
        loss = loss.mean(axis=-1)
    return loss


@variant("mse-welford", unusual="a running mean, never a sum")
def mse(y_hat, y):
    mean = 0.0
    for i, d in enumerate((y_hat - y).flat, start=1):
        mean += (d * d - mean) / i
    return mean


@variant("mse-long-double", unusual="np.longdouble inside and in the result")
def mse(y_hat, y):
    return np.square(np.asarray(y_hat, dtype=np.longdouble) - y).mean()


@variant("mse-in-place-on-own-array", unusual="squares its own difference in place; index [()] unwraps the result")
def mse(y_hat, y):
    d = np.array(y_hat, dtype=float)
    d -= y
    d *= d
    return np.asarray(d.sum() / d.size)[()]


# mse_gradient


@variant("mse-gradient-plain", unusual="nothing: the usual form")
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) / y.size


@variant("mse-gradient-minus-two", unusual="minus two times the difference the other way round")
def mse_gradient(y_hat, y):
    return -2 * (y - y_hat) / y.size


@variant("mse-gradient-product-of-shape", unusual="the product of the shape in place of size")
def mse_gradient(y_hat, y):
    return (2.0 / np.prod(y.shape)) * (y_hat - y)


@variant("mse-gradient-rows-times-columns", unusual="two sizes, multiplied")
def mse_gradient(y_hat, y):
    rows = len(y)
    columns = y[0].size
    return (y_hat - y) * 2 / (rows * columns)


@variant("mse-gradient-loop", unusual="a loop over the entries")
def mse_gradient(y_hat, y):
    gradient = np.zeros(y_hat.shape)
    for index in np.ndindex(y_hat.shape):
        gradient[index] = 2 * (y_hat[index] - y[index]) / y_hat.size
    return gradient


@variant("mse-gradient-nested-lists", unusual="lists of lists come back")
def mse_gradient(y_hat, y):
    n = y.size

    def slope(p, q):
        if isinstance(p, list):
            return [slope(*pair) for pair in zip(p, q)]
        return 2 * (p - q) / n

    return slope(y_hat.tolist(), y.tolist())


@variant("mse-gradient-in-place-on-own-array", unusual="in place on a new array")
def mse_gradient(y_hat, y):
    gradient = np.array(y_hat, dtype=float)
    gradient -= y
    gradient *= 2
    gradient /= gradient.size
    return gradient


@variant("mse-gradient-float32", unusual="float32 result")
def mse_gradient(y_hat, y):
    return ((y_hat - y) * (2 / y.size)).astype(np.float32)


@variant("mse-gradient-central-difference", unusual="numeric: central differences of the loss, entry by entry")
def mse_gradient(y_hat, y):
    h = 1e-3
    gradient = np.zeros(np.shape(y_hat))
    for index in np.ndindex(*gradient.shape):
        up = np.array(y_hat, dtype=float)
        down = up.copy()
        up[index] += h
        down[index] -= h
        gradient[index] = (mse(up, y) - mse(down, y)) / (2 * h)
    return gradient


@variant("mse-gradient-complex-step", unusual="numeric and exact: a complex step in every entry")
def mse_gradient(y_hat, y):
    h = 1e-50
    return ((y_hat - y + 1j * h) ** 2).imag / h / y.size


@variant("mse-gradient-einsum", unusual="einsum with a scalar")
def mse_gradient(y_hat, y):
    return np.einsum("...,->...", np.subtract(y_hat, y), 2 / np.size(y))


@variant("mse-gradient-sum-of-two-halves", unusual="the product rule, left as a sum")
def mse_gradient(y_hat, y):
    each = (y_hat - y) / y.size
    return each + each


@variant("mse-gradient-jacobian", unusual="a diagonal Jacobian times a row of weights")
def mse_gradient(y_hat, y):
    jacobian = np.diag(2 * np.ravel(y_hat - y))
    weights = np.full(np.size(y), 1 / np.size(y))
    return (weights @ jacobian).reshape(np.shape(y_hat))


@variant("mse-gradient-tuples", unusual="a tuple of rows")
def mse_gradient(y_hat, y):
    return tuple(2 * (guess - truth) / np.size(y) for guess, truth in zip(y_hat, y))


@variant("mse-gradient-read-only-fortran", unusual="column-major memory, not to be written to")
def mse_gradient(y_hat, y):
    gradient = np.asfortranarray(2 * (y_hat - y) / y.size)
    gradient.setflags(write=False)
    return gradient


@variant("mse-gradient-vectorize", unusual="np.vectorize with a default argument")
def mse_gradient(y_hat, y):
    import math

    def one(guess, truth, n=math.prod(np.shape(y))):
        return 2 * (guess - truth) / n

    return np.vectorize(one, otypes=[float], excluded=["n"])(y_hat, y)


@variant("mse-gradient-matrix", unusual="np.matrix where there are two dimensions")
def mse_gradient(y_hat, y):
    gradient = (y_hat - y) / (0.5 * y.size)
    return np.asmatrix(gradient) if np.ndim(gradient) == 2 else gradient
