"""Step 8 in unusual dress: right answers that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# one_hot


@variant("one-hot-plain", unusual="nothing: zeros and two lists of indices")
def one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    rows[np.arange(len(labels)), labels] = 1
    return rows


@variant("one-hot-integers", unusual="integers")
def one_hot(labels, n_classes):
    return np.eye(n_classes, dtype=int)[labels]


@variant("one-hot-bytes", unusual="uint8, with which a minus would wrap around")
def one_hot(labels, n_classes):
    return np.identity(n_classes, dtype=np.uint8).take(labels, axis=0)


@variant("one-hot-booleans", unusual="True and False")
def one_hot(labels, n_classes):
    return labels[:, None] == np.arange(n_classes)


@variant("one-hot-put-along-axis", unusual="np.put_along_axis")
def one_hot(labels, n_classes):
    rows = np.zeros((labels.size, n_classes))
    np.put_along_axis(rows, labels.reshape(-1, 1), 1.0, axis=1)
    return rows


@variant("one-hot-flat-index", unusual="flat indices")
def one_hot(labels, n_classes):
    rows = np.zeros(len(labels) * n_classes)
    rows[np.arange(len(labels)) * n_classes + labels] = 1.0
    return rows.reshape(len(labels), n_classes)


@variant("one-hot-loop", unusual="a loop over the samples")
def one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    for row, label in zip(rows, labels):
        row[label] = 1.0
    return rows


@variant("one-hot-nested-lists", unusual="a list of lists")
def one_hot(labels, n_classes):
    return [[int(c == label) for c in range(n_classes)] for label in labels]


@variant("one-hot-add-at", unusual="np.add.at")
def one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    np.add.at(rows, (range(len(labels)), labels), 1.0)
    return rows


@variant("one-hot-stacked-rows", unusual="one row of np.eye after the other")
def one_hot(labels, n_classes):
    return np.vstack([np.eye(1, n_classes, k=label) for label in labels.tolist()])


@variant("one-hot-float32", unusual="float32")
def one_hot(labels, n_classes):
    return np.where(np.equal.outer(labels, np.arange(n_classes)), np.float32(1), np.float32(0))


# standardize


@variant("standardize-plain", unusual="nothing: where the deviation is 0, 1 takes its place")
def standardize(train, other):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation = np.where(deviation == 0, 1, deviation)
    return (train - mean) / deviation, (other - mean) / deviation


@variant("standardize-in-place-on-copies", unusual="in place, on copies, and a list")
def standardize(train, other):
    new_train, new_other = train.astype(float), other.astype(float)
    mean, deviation = new_train.mean(0), new_train.std(0)
    deviation[deviation == 0] = 1.0
    for x in (new_train, new_other):
        x -= mean
        x /= deviation
    return [new_train, new_other]


@variant("standardize-keepdims", unusual="keepdims")
def standardize(train, other):
    mean, deviation = train.mean(axis=0, keepdims=True), train.std(axis=0, keepdims=True)
    safe = np.maximum(deviation, np.finfo(float).tiny)
    return (train - mean) / safe, (other - mean) / safe


@variant("standardize-by-hand", unusual="sums and a root")
def standardize(train, other):
    n = len(train)
    mean = sum(train) / n
    variance = sum((row - mean) ** 2 for row in train) / n
    deviation = variance**0.5
    deviation = deviation + (deviation == 0)
    return (train - mean) / deviation, (other - mean) / deviation


@variant("standardize-epsilon", unusual="1e-8 added to the deviation")
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0) + 1e-8
    return (train - mean) / deviation, (other - mean) / deviation


@variant("standardize-nan-to-num", unusual="divides by 0, and turns nan into 0")
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = (train - mean) / deviation, (other - mean) / deviation
    return np.nan_to_num(first, posinf=0, neginf=0), np.nan_to_num(second, posinf=0, neginf=0)


@variant("standardize-divide-where", unusual="division with where=")
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)

    def scaled(x):
        return np.divide(x - mean, deviation, out=np.zeros(x.shape), where=deviation > 0)

    return scaled(train), scaled(other)


@variant("standardize-column-loop", unusual="a loop over the columns")
def standardize(train, other):
    new_train, new_other = np.zeros(train.shape), np.zeros(other.shape)
    for j in range(train.shape[1]):
        mean, deviation = np.mean(train[:, j]), np.std(train[:, j])
        if deviation > 0:
            new_train[:, j] = (train[:, j] - mean) / deviation
            new_other[:, j] = (other[:, j] - mean) / deviation
    return new_train, new_other


@variant("standardize-infinite-deviation", unusual="divides a constant column by infinity")
def standardize(train, other):
    varies = train.max(axis=0) > train.min(axis=0)
    mean, deviation = train.mean(axis=0), np.where(varies, train.std(axis=0), np.inf)
    return (train - mean) / deviation, (other - mean) / deviation


@variant("standardize-joined-and-cut", unusual="both arrays joined, scaled with train's numbers, and cut again")
def standardize(train, other):
    both = np.concatenate([train, other]).astype(float)
    both -= np.mean(train, axis=0)
    deviation = np.sqrt(np.mean(both[: len(train)] ** 2, axis=0))
    both /= np.where(deviation < 1e-10, 1.0, deviation)
    return tuple(np.split(both, [len(train)]))


@variant("standardize-transposed-inside", unusual="works on the transposed arrays")
def standardize(train, other):
    mean, deviation = np.mean(train.T, axis=1), np.std(train.T, axis=1)
    deviation[deviation == 0] = 1
    return ((train.T - mean[:, None]) / deviation[:, None]).T, ((other.T - mean[:, None]) / deviation[:, None]).T


@variant("standardize-float32-result", unusual="the results in float32")
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    deviation = np.where(deviation == 0, 1, deviation)
    return tuple(((x - mean) / deviation).astype(np.float32) for x in (train, other))


@variant("standardize-nested-lists", unusual="lists of lists")
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    deviation = np.where(deviation == 0, 1, deviation)
    return ((train - mean) / deviation).tolist(), ((other - mean) / deviation).tolist()


# train_validation_split


@variant("split-permutation", unusual="rounds down")
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    k = int(len(X) * validation_fraction)
    return X[order[k:]], y[order[k:]], X[order[:k]], y[order[:k]]


@variant("split-rounds-up", unusual="rounds up, and takes the validation part from the end")
def train_validation_split(X, y, validation_fraction, rng):
    n = len(X)
    cut = n - int(np.ceil(n * validation_fraction))
    order = rng.permutation(n)
    return X[order[:cut]], y[order[:cut]], X[order[cut:]], y[order[cut:]]


@variant("split-choice-and-mask", unusual="rng.choice without replacement, and a mask: both parts keep their order")
def train_validation_split(X, y, validation_fraction, rng):
    n = len(X)
    chosen = np.zeros(n, dtype=bool)
    chosen[rng.choice(n, size=round(n * validation_fraction), replace=False)] = True
    return X[~chosen], y[~chosen], X[chosen], y[chosen]


@variant("split-joined-table", unusual="X and y glued together, so that labels become floats")
def train_validation_split(X, y, validation_fraction, rng):
    flat = y.reshape(len(y), -1)
    table = rng.permutation(np.hstack([X, flat]))
    k, width = round(len(X) * validation_fraction), X.shape[1]
    labels = table[:, width:].reshape(y.shape)
    return table[k:, :width], labels[k:], table[:k, :width], labels[:k]


@variant("split-shuffled-list", unusual="rng.shuffle on a list of row numbers, and a list of results")
def train_validation_split(X, y, validation_fraction, rng):
    rows = list(range(len(X)))
    rng.shuffle(rows)
    k = round(len(X) * validation_fraction)
    return [X[rows[k:]], y[rows[k:]], X[rows[:k]], y[rows[:k]]]


@variant("split-argsort-of-random-numbers", unusual="the order of random numbers")
def train_validation_split(X, y, validation_fraction, rng):
    order = np.argsort(rng.random(len(X)))
    validation, train = np.split(order, [int(round(validation_fraction * len(X)))])
    return X[train], y[train], X[validation], y[validation]


@variant("split-sets", unusual="sets of row numbers")
def train_validation_split(X, y, validation_fraction, rng):
    n = len(X)
    chosen = set(rng.choice(n, round(n * validation_fraction), replace=False).tolist())
    rest = sorted(set(range(n)) - chosen)
    chosen = sorted(chosen)
    return X[rest], y[rest], X[chosen], y[chosen]


@variant("split-delete", unusual="np.delete for the training part")
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(np.arange(len(X)))
    picked = order[: round(len(X) * validation_fraction)]
    return np.delete(X, picked, axis=0), np.delete(y, picked, axis=0), X[picked], y[picked]


@variant("split-shuffles-copies", unusual="shuffles copies with two generators in the same state")
def train_validation_split(X, y, validation_fraction, rng):
    from copy import deepcopy

    X, y = X.copy(), y.copy()
    twin = deepcopy(rng)
    rng.shuffle(X)
    twin.shuffle(y)
    k = round(len(X) * validation_fraction)
    return X[k:], y[k:], X[:k], y[:k]


@variant("split-fisher-yates", unusual="draws one row after the other from a shrinking list")
def train_validation_split(X, y, validation_fraction, rng):
    rest = list(range(len(X)))
    chosen = [rest.pop(int(rng.integers(len(rest)))) for _ in range(round(len(X) * validation_fraction))]
    return X[rest], y[rest], X[chosen], y[chosen]


@variant("split-child-generator", unusual="a generator of its own, seeded from rng")
def train_validation_split(X, y, validation_fraction, rng):
    own = np.random.default_rng(rng.integers(2**32))
    order = own.permutation(len(X))
    k = round(len(X) * validation_fraction)
    return X[order[k:]], y[order[k:]], X[order[:k]], y[order[:k]]


# minibatches


@variant("minibatch-generator", unusual="a generator")
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@variant("minibatch-list", unusual="a list of pairs")
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size)]


@variant("minibatch-even-sizes", unusual="array_split: 4, 3, 3 in place of 4, 4, 2")
def minibatches(X, y, batch_size, rng):
    number = -(-len(X) // batch_size)
    for rows in np.array_split(rng.permutation(len(X)), number):
        yield X[rows], y[rows]


@variant("minibatch-joined-table", unusual="X and y glued together, so that labels become floats")
def minibatches(X, y, batch_size, rng):
    table = np.hstack([X, y.reshape(len(y), -1)])
    rng.shuffle(table)
    width = X.shape[1]
    for start in range(0, len(table), batch_size):
        part = table[start : start + batch_size]
        yield part[:, :width], part[:, width:].reshape(len(part), *y.shape[1:])


@variant("minibatch-iterator-class", unusual="a class with an iterator of its own")
def minibatches(X, y, batch_size, rng):
    class Batches:
        def __init__(self):
            self.order = rng.permutation(len(X))

        def __len__(self):
            return -(-len(X) // batch_size)

        def __iter__(self):
            for k in range(len(self)):
                rows = self.order[k * batch_size : (k + 1) * batch_size]
                yield X[rows], y[rows]

    return Batches()


@variant("minibatch-zip-of-lists", unusual="a zip object of two lists")
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    cuts = range(batch_size, len(X), batch_size)
    return zip(np.split(X[order], cuts), np.split(y[order], cuts))


@variant("minibatch-map-object", unusual="a map object")
def minibatches(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    pieces = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    return map(lambda rows: (X[rows], y[rows]), pieces)


@variant("minibatch-pops-rows", unusual="takes rows from a shuffled list until it is empty; lists as batches")
def minibatches(X, y, batch_size, rng):
    rows = list(range(len(X)))
    rng.shuffle(rows)
    while rows:
        batch, rows = rows[:batch_size], rows[batch_size:]
        yield [X[batch], y[batch]]


@variant("minibatch-choice-without-replacement", unusual="rng.choice of all rows, without replacement")
def minibatches(X, y, batch_size, rng):
    order = rng.choice(len(X), size=len(X), replace=False)
    full, rest = divmod(len(X), batch_size)
    for k in range(full + bool(rest)):
        rows = order[batch_size * k : min(batch_size * (k + 1), len(X))]
        yield X.take(rows, axis=0), y.take(rows, axis=0)


@variant("minibatch-choice-from-what-is-left", unusual="draws every batch from the rows that are left")
def minibatches(X, y, batch_size, rng):
    left = np.arange(len(X))
    while left.size:
        rows = rng.choice(left, size=min(batch_size, left.size), replace=False)
        left = np.setdiff1d(left, rows)
        yield X[rows], y[rows]


@variant("minibatch-rows-in-order-within-a-batch", unusual="every batch keeps the order of the data inside")
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = np.sort(order[start : start + batch_size])
        yield X[rows], y[rows]


@variant("minibatch-small-batch-first", unusual="the smaller batch comes first")
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    rest = len(X) % batch_size
    if rest:
        yield X[order[:rest]], y[order[:rest]]
    for start in range(rest, len(X), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@variant("minibatch-recursive", unusual="recursion over what is left")
def minibatches(X, y, batch_size, rng):
    def deal(order):
        if len(order) == 0:
            return []
        rows = order[:batch_size]
        return [(X[rows], y[rows]), *deal(order[batch_size:])]

    return tuple(deal(rng.permutation(len(X))))


@variant("minibatch-shuffled-copies", unusual="shuffled copies, cut into views")
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    i = 0
    while i < len(X):
        yield X[i : i + batch_size], y[i : i + batch_size]
        i += batch_size
