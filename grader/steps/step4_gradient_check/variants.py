"""Step 4 in unusual dress: right gradient checks that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# numerical_gradient


@variant("numerical-gradient-copies", unusual="a fresh copy for every call of f")
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(np.shape(x))
    for index in np.ndindex(*gradient.shape):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[index] += h
        down[index] -= h
        gradient[index] = (f(up) - f(down)) / (2 * h)
    return gradient


@variant("numerical-gradient-restores-argument", unusual="changes x and puts the old value back, whatever happens")
def numerical_gradient(f, x, h=1e-5):
    if not (isinstance(x, np.ndarray) and x.dtype == float and x.flags.writeable):
        x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    walk = np.nditer(x, flags=["multi_index", "zerosize_ok"], op_flags=[["readwrite"]])
    while not walk.finished:
        index = walk.multi_index
        old = x[index]
        try:
            x[index] = old + h
            above = f(x)
            x[index] = old - h
            below = f(x)
        finally:
            x[index] = old
        gradient[index] = (above - below) / (2 * h)
        walk.iternext()
    return gradient


@variant("numerical-gradient-one-working-copy", unusual="f sees the same array object every time")
def numerical_gradient(f, x, h=1e-5):
    work = np.array(x, dtype=float)
    gradient = np.empty(work.shape)
    for index, old in np.ndenumerate(work.copy()):
        work[index] = old + h
        above = f(work)
        work[index] = old - h
        gradient[index] = (above - f(work)) / (2.0 * h)
        work[index] = old
    return gradient


@variant("numerical-gradient-flat", unusual="flattened copies, reshaped for every call of f")
def numerical_gradient(f, x, h=1e-5):
    shape = x.shape
    flat = x.reshape(-1)
    gradient = []
    for i in range(flat.size):
        plus = np.concatenate((flat[:i], [flat[i] + h], flat[i + 1 :])).reshape(shape)
        minus = np.concatenate((flat[:i], [flat[i] - h], flat[i + 1 :])).reshape(shape)
        gradient.append((f(plus) - f(minus)) / (2 * h))
    return np.array(gradient, dtype=float).reshape(shape)


@variant("numerical-gradient-unit-directions", unusual="steps along the rows of an identity matrix")
def numerical_gradient(f, x, h=1e-5):
    steps = h * np.eye(x.size)
    slopes = [(f(x + s.reshape(x.shape)) - f(x - s.reshape(x.shape))) / (2 * h) for s in steps]
    return np.reshape(slopes, x.shape)


@variant("numerical-gradient-nested-lists", unusual="nested lists come back")
def numerical_gradient(f, x, h=1e-5):
    def along(prefix):
        if len(prefix) == x.ndim:
            step = np.zeros(x.shape)
            step[prefix] = h
            return float(f(x + step) - f(x - step)) / (2 * h)
        return [along((*prefix, i)) for i in range(x.shape[len(prefix)])]

    return along(())


@variant("numerical-gradient-line-functions", unusual="a function of one number per entry, differentiated on its own")
def numerical_gradient(f, x, h=1e-5):
    def derivative(g):
        return (g(h) - g(-h)) / (h + h)

    def along(index):
        direction = np.zeros(x.shape)
        direction[index] = 1.0
        return lambda t: f(x + t * direction)

    result = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        result[index] = derivative(along(index))
    return result


@variant("numerical-gradient-mean-of-one-sided", unusual="the mean of a forward and a backward difference")
def numerical_gradient(f, x, h=1e-5):
    here = f(x.copy())
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.astype(float)
        moved[index] = x[index] + h
        forward_slope = (f(moved) - here) / h
        moved[index] = x[index] - h
        backward_slope = (here - f(moved)) / h
        gradient[index] = 0.5 * forward_slope + 0.5 * backward_slope
    return gradient


@variant("numerical-gradient-generator", unusual="a generator fills the array")
def numerical_gradient(f, x, h=1e-5):
    def slopes():
        for i in range(x.size):
            step = np.zeros(x.size)
            step[i] = h
            step = step.reshape(x.shape)
            yield (f(x + step) - f(x - step)) / (2 * h)

    return np.fromiter(slopes(), dtype=np.float64, count=x.size).reshape(x.shape)


@variant("numerical-gradient-float32-result", unusual="computes in float64, stores in float32")
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape, dtype=np.float32)
    for index in np.ndindex(x.shape):
        up = x.astype(float, copy=True)
        up[index] += h
        down = x.astype(float, copy=True)
        down[index] -= h
        gradient[index] = (f(up) - f(down)) / 2 / h
    return gradient


@variant("numerical-gradient-itertools", unusual="itertools.product over ranges, two dictionaries in between")
def numerical_gradient(f, x, h=1e-5):
    from itertools import product

    def shifted(index, amount):
        moved = 1.0 * x
        moved = moved if isinstance(moved, np.ndarray) else np.array(moved)
        moved[index] += amount
        return f(moved)

    places = list(product(*map(range, x.shape)))
    above = {place: shifted(place, +h) for place in places}
    below = {place: shifted(place, -h) for place in places}
    return np.array([(above[p] - below[p]) / (2 * h) for p in places]).reshape(x.shape)


@variant("numerical-gradient-all-points-first", unusual="builds all shifted points, then calls f on each")
def numerical_gradient(f, x, h=1e-5):
    n = x.size
    points = np.repeat(x.reshape(1, n).astype(float), 2 * n, axis=0)
    points[np.arange(n), np.arange(n)] += h
    points[np.arange(n, 2 * n), np.arange(n)] -= h
    values = np.array([f(point.reshape(x.shape)) for point in points])
    return ((values[:n] - values[n:]) / (2 * h)).reshape(x.shape)


@variant("numerical-gradient-actual-step", unusual="divides by the step that was really taken, after rounding")
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x + 0.0, x + 0.0
        up, down = np.asarray(up), np.asarray(down)
        up[index] += h
        down[index] -= h
        gradient[index] = (f(up) - f(down)) / (up[index] - down[index])
    return gradient


@variant("numerical-gradient-vectorize-over-indices", unusual="np.vectorize over flat indices")
def numerical_gradient(f, x, h=1e-5):
    def slope(i):
        values = []
        for sign in (-1, 1):
            moved = np.array(x, dtype=float)
            moved.flat[i] += sign * h
            values.append(f(moved))
        low, high = values
        return (high - low) / (2 * h)

    return np.vectorize(slope, otypes=[float])(np.arange(x.size).reshape(x.shape))


@variant("numerical-gradient-backwards-while", unusual="a while loop from the last entry to the first")
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.size)
    i = x.size - 1
    while i >= 0:
        delta = np.zeros(x.shape)
        delta.flat[i] = h
        gradient[i] = (f(x - delta) - f(x + delta)) / (-2 * h)
        i -= 1
    return gradient.reshape(x.shape)


# relative_error


@variant("relative-error-plain", unusual="nothing: the usual form")
def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


@variant("relative-error-loop", unusual="a loop that keeps the worst entry")
def relative_error(a, b):
    worst = 0.0
    for p, q in zip(np.ravel(a), np.ravel(b)):
        error = abs(p - q) / max(1e-8, abs(p) + abs(q))
        if error > worst:
            worst = error
    return worst


@variant("relative-error-zero-dim", unusual="a 0-d array")
def relative_error(a, b):
    size = np.abs(a) + np.abs(b)
    return np.array((np.abs(b - a) / np.where(size > 1e-8, size, 1e-8)).max())


@variant("relative-error-generator", unusual="Python's max over a generator, and a Python float")
def relative_error(a, b):
    pairs = zip(np.asarray(a).flat, np.asarray(b).flat)
    return max(float(abs(p - q)) / max(float(abs(p) + abs(q)), 1e-8) for p, q in pairs)


@variant("relative-error-infinity-norm", unusual="the infinity norm of the ratios")
def relative_error(a, b):
    ratios = (a - b) / np.clip(np.abs(a) + np.abs(b), 1e-8, None)
    return np.linalg.norm(np.ravel(ratios), ord=np.inf)


@variant("relative-error-sorted", unusual="sorts and takes the last")
def relative_error(a, b):
    ratios = np.abs(np.subtract(a, b)) / np.fmax(np.abs(a) + np.abs(b), 1e-8)
    return np.sort(ratios, axis=None)[-1]


@variant("relative-error-recursive", unusual="recursion over nested lists")
def relative_error(a, b):
    def worst(p, q):
        if isinstance(p, list):
            return max(worst(u, v) for u, v in zip(p, q))
        return abs(p - q) / max(1e-8, abs(p) + abs(q))

    return worst(np.asarray(a).tolist(), np.asarray(b).tolist())


@variant("relative-error-mask-small", unusual="a mask where the sum is small, filled in separately")
def relative_error(a, b):
    difference = np.abs(np.asarray(a, dtype=float) - b)
    size = np.abs(a) + np.abs(b)
    ratio = difference / 1e-8
    return np.divide(difference, size, out=np.asarray(ratio), where=size > 1e-8).max()


@variant("relative-error-float32-result", unusual="np.float32, computed in float64")
def relative_error(a, b):
    return np.float32((np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8)).max())


@variant("relative-error-reduce", unusual="functools.reduce with max")
def relative_error(a, b):
    from functools import reduce

    ratios = np.divide(np.abs(a - b), np.maximum(abs(a) + abs(b), 1e-8))
    return reduce(max, np.ravel(ratios), 0.0)


@variant("relative-error-argmax", unusual="finds the place of the worst entry first")
def relative_error(a, b):
    ratios = abs(a - b) / np.maximum.reduce([abs(a) + abs(b), np.full(np.shape(a), 1e-8)])
    place = np.unravel_index(np.argmax(ratios), np.shape(ratios))
    return np.asarray(ratios)[place].item()


@variant("relative-error-in-place-on-own-arrays", unusual="in place on arrays of its own")
def relative_error(a, b):
    top = np.array(a, dtype=float)
    top -= b
    np.absolute(top, out=top)
    bottom = np.array(np.absolute(a), dtype=float)
    bottom += np.absolute(b)
    bottom[bottom < 1e-8] = 1e-8
    top /= bottom
    return top.max()
