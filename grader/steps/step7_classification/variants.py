"""Step 7 in unusual dress: right answers that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# softmax


@variant("softmax-plain", unusual="nothing: the usual form")
def softmax(logits):
    powers = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


@variant("softmax-none-index", unusual="new axes by None, in place of keepdims")
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1)[..., None])
    return powers / powers.sum(axis=-1)[..., None]


@variant("softmax-row-loop", unusual="a loop over the rows, calling itself, and a list of arrays")
def softmax(logits):
    if np.ndim(logits) > 1:
        return [softmax(part) for part in logits]
    powers = np.exp(logits - max(logits))
    return powers / sum(powers)


@variant("softmax-logsumexp", unusual="exp of the log-softmax")
def softmax(logits):
    largest = np.max(logits, axis=-1, keepdims=True)
    log_sums = largest + np.log(np.sum(np.exp(logits - largest), axis=-1, keepdims=True))
    return np.exp(logits - log_sums)


@variant("softmax-logaddexp-reduce", unusual="np.logaddexp.reduce, which needs no maximum")
def softmax(logits):
    return np.exp(logits - np.logaddexp.reduce(np.asarray(logits, dtype=float), axis=-1, keepdims=True))


@variant("softmax-apply-along-axis", unusual="np.apply_along_axis with a function for one row")
def softmax(logits):
    def of_row(row):
        powers = np.exp(row - row.max())
        return powers / powers.sum()

    return np.apply_along_axis(of_row, -1, logits)


@variant(
    "softmax-pairwise-differences", unusual="1 over the sum of exp of all differences; overflow warnings, right values"
)
def softmax(logits):
    differences = logits[..., None, :] - logits[..., :, None]
    return 1 / np.sum(np.exp(differences), axis=-1)


@variant("softmax-in-place-on-own-copy", unusual="in place, on a copy")
def softmax(logits):
    z = np.array(logits, dtype=float)
    z -= z.max(axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=-1, keepdims=True)
    return z


@variant("softmax-transposed-inside", unusual="works on the transposed array, and turns it back")
def softmax(logits):
    z = logits.T
    powers = np.exp(z - z.max(axis=0))
    return (powers / powers.sum(axis=0)).T


@variant("softmax-pure-python", unusual="lists and the module math")
def softmax(logits):
    import math

    def of_rows(part):
        if isinstance(part[0], list):
            return [of_rows(row) for row in part]
        powers = [math.exp(z - max(part)) for z in part]
        return [power / math.fsum(powers) for power in powers]

    return of_rows(logits.tolist())


@variant("softmax-float32-result", unusual="the result in float32")
def softmax(logits):
    z = logits - np.max(logits, axis=-1, keepdims=True)
    powers = np.exp(z)
    return (powers / np.einsum("...j->...", powers)[..., None]).astype(np.float32)


@variant("softmax-base-two-with-factor", unusual="powers of 2 of the logits over log 2")
def softmax(logits):
    z = (logits - np.max(logits, axis=-1, keepdims=True)) / np.log(2)
    powers = np.exp2(z)
    return np.divide(powers, np.sum(powers, axis=-1, keepdims=True))


@variant(
    "softmax-second-largest-shift",
    unusual="subtracts the maximum plus 1: any shift will do that leaves nothing to overflow",
)
def softmax(logits):
    powers = np.exp(logits - (np.max(logits, axis=-1, keepdims=True) + 1.0))
    return powers / np.sum(powers, axis=-1, keepdims=True)


# cross_entropy


@variant("ce-log-softmax-gather", unusual="nothing: the log-softmax, and one entry per row")
def cross_entropy(logits, labels):
    n, classes = logits.shape
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("labels outside the classes")
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(n), labels].mean())


@variant("ce-logsumexp-minus-score", unusual="np.float64, and a maximum that is added again")
def cross_entropy(logits, labels):
    if not np.isin(labels, np.arange(logits.shape[1])).all():
        raise ValueError("labels outside the classes")
    largest = logits.max(axis=1)
    log_sums = largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
    return np.mean(log_sums - logits[range(len(logits)), labels])


@variant("ce-sample-loop", unusual="a loop over the samples")
def cross_entropy(logits, labels):
    total = 0.0
    for row, label in zip(logits, labels):
        if label < 0 or label >= len(row):
            raise ValueError(f"label {label}")
        shifted = row - row.max()
        total += np.log(np.exp(shifted).sum()) - shifted[label]
    return total / len(logits)


@variant("ce-epsilon-inside-log", unusual="1e-12 inside the logarithm: a hopeless sample costs 27.6, and is finite")
def cross_entropy(logits, labels):
    if np.any(labels < 0) or np.any(labels >= logits.shape[1]):
        raise ValueError("labels outside the classes")
    p = softmax(logits)
    return -np.mean(np.log(p[np.arange(len(p)), labels] + 1e-12))


@variant(
    "ce-clipped-probabilities", unusual="probabilities clipped at 1e-15: a hopeless sample costs 34.5, and is finite"
)
def cross_entropy(logits, labels):
    if np.any(labels < 0) or np.any(labels >= logits.shape[1]):
        raise ValueError("labels outside the classes")
    p = np.clip(softmax(logits), 1e-15, 1.0)
    return float(-np.log(p[np.arange(len(p)), labels]).mean())


@variant("ce-smallest-float", unusual="the smallest positive float in place of 0: a hopeless sample costs 708")
def cross_entropy(logits, labels):
    if np.any(labels < 0) or np.any(labels >= logits.shape[1]):
        raise ValueError("labels outside the classes")
    p = np.maximum(softmax(logits), np.finfo(float).tiny)
    return float(-np.log(p[np.arange(len(p)), labels]).mean())


@variant("ce-logaddexp-reduce", unusual="np.logaddexp.reduce and np.choose, which raises the ValueError by itself")
def cross_entropy(logits, labels):
    picked = np.choose(labels, logits.T)
    return np.mean(np.logaddexp.reduce(logits.astype(float), axis=1) - picked)


@variant("ce-one-hot-product", unusual="a product with one-hot rows, summed over everything")
def cross_entropy(logits, labels):
    n, classes = logits.shape
    targets = (labels[:, None] == np.arange(classes)).astype(float)
    if (targets.sum(axis=1) != 1).any():
        raise ValueError("labels outside the classes")
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -float(np.sum(targets * logs)) / n


@variant("ce-take-along-axis", unusual="np.take_along_axis, and a 0-d array")
def cross_entropy(logits, labels):
    if labels.size and (labels.min() < 0 or labels.max() > logits.shape[1] - 1):
        raise ValueError("labels outside the classes")
    shifted = logits - logits.max(axis=1, keepdims=True)
    picked = np.take_along_axis(shifted, labels[:, None], axis=1)[:, 0]
    return np.array(np.mean(np.log(np.exp(shifted).sum(axis=1)) - picked))


@variant(
    "ce-index-error-turned-into-value-error", unusual="lets the index stumble, and raises the exception that is due"
)
def cross_entropy(logits, labels):
    if (labels < 0).any():
        raise ValueError("negative label")
    shifted = logits - logits.max(axis=1, keepdims=True)
    try:
        picked = shifted[np.arange(len(labels)), labels]
    except IndexError as error:
        raise ValueError("label too large") from error
    return float((np.log(np.exp(shifted).sum(axis=1)) - picked).mean())


@variant("ce-pure-python", unusual="lists, the module math and a ValueError of its own kind")
def cross_entropy(logits, labels):
    import math

    class NoSuchClass(ValueError):
        pass

    losses = []
    for row, label in zip(logits.tolist(), labels.tolist()):
        if not 0 <= label < len(row):
            raise NoSuchClass(label)
        losses.append(math.log(math.fsum(math.exp(z - max(row)) for z in row)) + max(row) - row[label])
    return math.fsum(losses) / len(losses)


@variant(
    "ce-differences-to-the-label",
    unusual="the logarithm of 1 plus the sum of exp of the differences, through logaddexp",
)
def cross_entropy(logits, labels):
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("labels outside the classes")
    differences = logits - logits[np.arange(len(logits)), labels][:, None]
    return float(np.logaddexp.reduce(differences.astype(float), axis=1).mean())


@variant("ce-float32-result", unusual="np.float32, which is no instance of float")
def cross_entropy(logits, labels):
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("labels outside the classes")
    shifted = logits - logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(logits)), labels]
    return np.float32(losses.mean())


# cross_entropy_gradient


@variant("ce-gradient-softmax-minus-one-hot", unusual="np.eye for the one-hot rows, with a check before")
def cross_entropy_gradient(logits, labels):
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("labels outside the classes")
    return (softmax(logits) - np.eye(logits.shape[1])[labels]) / len(labels)


@variant("ce-gradient-subtract-at-index", unusual="in place, on its own array")
def cross_entropy_gradient(logits, labels):
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("labels outside the classes")
    p = softmax(logits)
    p[range(len(p)), labels] -= 1
    p /= len(p)
    return p


@variant("ce-gradient-loop", unusual="two loops")
def cross_entropy_gradient(logits, labels):
    n, classes = logits.shape
    result = np.empty((n, classes))
    for i in range(n):
        if not 0 <= labels[i] < classes:
            raise ValueError("labels outside the classes")
        p = softmax(logits[i : i + 1])[0]
        for j in range(classes):
            result[i, j] = (p[j] - (j == labels[i])) / n
    return result


@variant("ce-gradient-comparison", unusual="a comparison with all class numbers, as a mask")
def cross_entropy_gradient(logits, labels):
    targets = labels.reshape(-1, 1) == np.arange(logits.shape[1])
    if not targets.any(axis=1).all():
        raise ValueError("labels outside the classes")
    return (softmax(logits) - targets) / logits.shape[0]


@variant("ce-gradient-put-along-axis", unusual="np.put_along_axis for the targets")
def cross_entropy_gradient(logits, labels):
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("labels outside the classes")
    targets = np.zeros(logits.shape)
    np.put_along_axis(targets, labels[:, None], 1.0, axis=1)
    return np.subtract(softmax(logits), targets) * (1.0 / len(logits))


@variant("ce-gradient-subtract-at", unusual="np.subtract.at")
def cross_entropy_gradient(logits, labels):
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("labels outside the classes")
    gradient = softmax(logits)
    np.subtract.at(gradient, (np.arange(len(labels)), labels), 1)
    return gradient / labels.size


@variant("ce-gradient-divides-each", unusual="divides both parts by the number of samples, one by one")
def cross_entropy_gradient(logits, labels):
    n = len(logits)
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("labels outside the classes")
    gradient = softmax(logits) / n
    gradient[np.arange(n), labels] -= 1 / n
    return gradient


@variant("ce-gradient-jacobian-of-log-softmax", unusual="the chain rule through the log-softmax, with full matrices")
def cross_entropy_gradient(logits, labels):
    n, classes = logits.shape
    if ((labels < 0) | (labels >= classes)).any():
        raise ValueError("labels outside the classes")
    rows = []
    for p, label in zip(softmax(logits), labels):
        jacobian = np.eye(classes) - np.outer(np.ones(classes), p)
        upstream = np.zeros(classes)
        upstream[label] = -1 / n
        rows.append(upstream @ jacobian)
    return np.array(rows)


@variant("ce-gradient-by-differences", unusual="central differences of cross_entropy: right values, if slow")
def cross_entropy_gradient(logits, labels):
    z = np.array(logits, dtype=float)
    gradient = np.zeros(z.shape)
    for index in np.ndindex(*z.shape):
        kept = z[index]
        z[index] = kept + 1e-5
        up = cross_entropy(z, labels)
        z[index] = kept - 1e-5
        gradient[index] = (up - cross_entropy(z, labels)) / 2e-5
        z[index] = kept
    return gradient


@variant("ce-gradient-own-softmax", unusual="a softmax of its own")
def cross_entropy_gradient(logits, labels):
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("labels outside the classes")
    powers = np.exp(logits - logits.max(1, keepdims=True))
    gradient = powers / powers.sum(1, keepdims=True)
    gradient[np.arange(len(gradient)), labels] -= 1
    return gradient / len(gradient)


@variant("ce-gradient-nested-lists", unusual="a list of lists")
def cross_entropy_gradient(logits, labels):
    n, classes = logits.shape
    if ((labels < 0) | (labels >= classes)).any():
        raise ValueError("labels outside the classes")
    p = softmax(logits)
    return [[float(p[i, j] - (1 if j == labels[i] else 0)) / n for j in range(classes)] for i in range(n)]


# binary_cross_entropy


@variant("bce-plain", unusual="nothing: clipped on both sides")
def binary_cross_entropy(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@variant("bce-picks-the-right-one", unusual="np.where picks the probability of the right answer; np.float64")
def binary_cross_entropy(y_hat, y):
    right = np.where(y == 1, y_hat, 1 - y_hat)
    return -np.log(np.maximum(right, 1e-12)).mean()


@variant("bce-epsilon-inside", unusual="adds 1e-12 inside the logarithms")
def binary_cross_entropy(y_hat, y):
    return float(-np.mean(y * np.log(y_hat + 1e-12) + (1 - y) * np.log(1 - y_hat + 1e-12)))


@variant("bce-python-loop", unusual="a loop with the module math")
def binary_cross_entropy(y_hat, y):
    import math

    total = 0.0
    for p, t in zip(np.ravel(y_hat).tolist(), np.ravel(y).tolist()):
        p = min(max(p, 1e-12), 1 - 1e-12)
        total -= math.log(p) if t == 1 else math.log(1 - p)
    return total / np.size(y)


@variant("bce-log1p", unusual="log1p of minus y_hat, for the second term")
def binary_cross_entropy(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return -np.average(y * np.log(p) + (1 - y) * np.log1p(-p))


@variant("bce-two-masks", unusual="sums over the ones and over the zeros, divided by the number of all")
def binary_cross_entropy(y_hat, y):
    p = np.maximum(y_hat, 1e-12)
    q = np.maximum(1 - np.asarray(y_hat), 1e-12)
    return -(np.log(p[y == 1]).sum() + np.log(q[y == 0]).sum()) / y.size


@variant("bce-zero-dim-array", unusual="a 0-d array")
def binary_cross_entropy(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return np.array(np.sum(-y * np.log(p) - (1 - y) * np.log(1 - p)) / np.size(y))


@variant("bce-clips-in-place-on-a-copy", unusual="clips a copy in place")
def binary_cross_entropy(y_hat, y):
    p = y_hat.astype(float)
    np.clip(p, 1e-12, 1 - 1e-12, out=p)
    losses = y * np.log(p)
    losses += (1 - y) * np.log(1 - p)
    return float(losses.mean() * -1)


@variant("bce-clipped-logarithms", unusual="clips the logarithms, and not what they are taken of")
def binary_cross_entropy(y_hat, y):
    lowest = np.log(1e-12)
    with np.errstate(divide="ignore"):
        p, q = np.maximum(np.log(y_hat), lowest), np.maximum(np.log(1 - y_hat), lowest)
    return float(-np.mean(y * p + (1 - y) * q))


@variant("bce-absolute-difference", unusual="minus log of 1 minus the distance to the target")
def binary_cross_entropy(y_hat, y):
    return float(np.mean(-np.log(np.maximum(1 - np.abs(y_hat - y), 1e-12))))


@variant("bce-float32-result", unusual="np.float32")
def binary_cross_entropy(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return np.float32(np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p))))


# binary_cross_entropy_gradient


@variant("bce-gradient-plain", unusual="nothing: the difference over p times (1 - p), clipped")
def binary_cross_entropy_gradient(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return (p - y) / (p * (1 - p)) / y.size


@variant("bce-gradient-two-terms", unusual="the two terms, with a minus in front")
def binary_cross_entropy_gradient(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return -(y / p - (1 - y) / (1 - p)) / y.size


@variant("bce-gradient-unclipped-above", unusual="clips below the fraction bar only")
def binary_cross_entropy_gradient(y_hat, y):
    return (y_hat - y) / np.maximum(y_hat * (1 - y_hat), 1e-12) / np.size(y)


@variant("bce-gradient-where", unusual="np.where picks the slope")
def binary_cross_entropy_gradient(y_hat, y):
    n = y.size
    return np.where(y == 1, -1 / np.maximum(y_hat, 1e-12), 1 / np.maximum(1 - y_hat, 1e-12)) / n


@variant(
    "bce-gradient-flat-beyond-the-clip",
    unusual="slope 0 where the answer is clipped: the exact slope of the clipped loss",
)
def binary_cross_entropy_gradient(y_hat, y):
    inside = (y_hat > 1e-12) & (y_hat < 1 - 1e-12)
    p = np.where(inside, y_hat, 0.5)
    return np.where(inside, (p - y) / (p * (1 - p)), 0.0) / y.size


@variant("bce-gradient-loop", unusual="a loop over all entries")
def binary_cross_entropy_gradient(y_hat, y):
    result = np.zeros(np.shape(y_hat))
    for index in np.ndindex(*result.shape):
        p, t = y_hat[index], y[index]
        result[index] = -1 / max(p, 1e-12) if t == 1 else 1 / max(1 - p, 1e-12)
    return result / result.size


@variant("bce-gradient-sign-over-probability", unusual="a sign over the probability of the right answer")
def binary_cross_entropy_gradient(y_hat, y):
    sign = 1 - 2 * np.asarray(y, dtype=float)
    right = np.clip(1 - np.abs(y_hat - y), 1e-12, None)
    return sign / right / np.prod(np.shape(y))


@variant("bce-gradient-epsilon-below", unusual="adds 1e-12 below the fraction bars")
def binary_cross_entropy_gradient(y_hat, y):
    return ((1 - y) / (1 - y_hat + 1e-12) - y / (y_hat + 1e-12)) / y.size


@variant("bce-gradient-mean-first", unusual="divides the targets by the number of entries first")
def binary_cross_entropy_gradient(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    share = 1.0 / y.size
    return np.add(-(share * y) / p, (share - share * y) / (1 - p))


@variant("bce-gradient-float32-result", unusual="the result in float32")
def binary_cross_entropy_gradient(y_hat, y):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return ((p - y) / (p * (1 - p)) / y.size).astype(np.float32)


# accuracy


@variant("accuracy-plain", unusual="nothing: a Python float")
def accuracy(logits, labels):
    return float(np.mean(np.argmax(logits, axis=1) == labels))


@variant("accuracy-numpy-float", unusual="np.float64")
def accuracy(logits, labels):
    return (logits.argmax(axis=-1) == labels).mean()


@variant("accuracy-counts", unusual="a count over the number of samples")
def accuracy(logits, labels):
    return np.count_nonzero(np.argmax(logits, axis=1) == labels) / len(labels)


@variant("accuracy-loop", unusual="a loop over the samples")
def accuracy(logits, labels):
    right = 0
    for row, label in zip(logits, labels):
        if list(row).index(max(row)) == label:
            right += 1
    return right / len(labels)


@variant("accuracy-through-softmax", unusual="the softmax first, which keeps the order")
def accuracy(logits, labels):
    return np.average(np.argmax(softmax(logits), axis=1) == labels)


@variant("accuracy-argsort", unusual="the last of each sorted row")
def accuracy(logits, labels):
    return float(np.sum(np.argsort(logits, axis=1)[:, -1] == labels) / labels.size)


@variant("accuracy-largest-is-the-labels", unusual="whether the label's logit is the largest")
def accuracy(logits, labels):
    return float(np.mean(logits[np.arange(len(logits)), labels] == logits.max(axis=1)))


@variant("accuracy-one-minus-errors", unusual="1 minus the share of errors")
def accuracy(logits, labels):
    return 1.0 - np.mean(np.argmax(logits, axis=1) != labels)


@variant("accuracy-zero-dim-array", unusual="a 0-d array")
def accuracy(logits, labels):
    return np.array(np.mean(np.equal(np.argmax(logits, axis=1), labels)))


@variant("accuracy-float32-result", unusual="np.float32")
def accuracy(logits, labels):
    return np.float32(np.mean(np.argmax(logits, axis=1) == labels))


@variant(
    "accuracy-statistics-mean", unusual="statistics.mean of a generator, which gives a whole number for all or none"
)
def accuracy(logits, labels):
    from statistics import mean

    return mean(int(np.argmax(row) == label) for row, label in zip(logits, labels))
