"""Step 2 in unusual dress: right starts and right forward passes that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# init_params


@variant("init-normal-over-root", unusual="nothing: the usual form")
def init_params(layer_sizes, rng):
    params = []
    for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
        params.append((rng.standard_normal((n_in, n_out)) / np.sqrt(n_in), np.zeros(n_out)))
    return params


@variant("init-uniform-over-root", unusual="uniform within 1 / sqrt(n_in), so a smaller deviation")
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        bound = 1 / np.sqrt(layer_sizes[i])
        W = rng.uniform(-bound, bound, (layer_sizes[i], layer_sizes[i + 1]))
        params.append((W, np.zeros(layer_sizes[i + 1])))
    return params


@variant("init-small-random-biases", unusual="biases are small and not zero")
def init_params(layer_sizes, rng):
    return [
        (rng.normal(0, n_in**-0.5, (n_in, n_out)), rng.normal(0, 0.01, n_out))
        for n_in, n_out in zip(layer_sizes, layer_sizes[1:])
    ]


@variant("init-biases-drawn-first", unusual="draws small biases before any weight: same seed, other numbers")
def init_params(layer_sizes, rng):
    biases = [0.01 * rng.standard_normal(n) for n in layer_sizes[1:]]
    weights = [rng.standard_normal((m, n)) / np.sqrt(m) for m, n in zip(layer_sizes, layer_sizes[1:])]
    return list(zip(weights, biases))


@variant("init-keepdims-biases", unusual="biases are rows of shape (1, n)")
def init_params(layer_sizes, rng):
    return [
        (rng.normal(size=(n_in, n_out)) / np.sqrt(n_in), np.zeros((1, n_out)))
        for n_in, n_out in zip(layer_sizes, layer_sizes[1:])
    ]


@variant("init-positive-biases-for-relu", unusual="every bias is 0.01")
def init_params(layer_sizes, rng):
    return [
        (rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)), np.full(n_out, 0.01))
        for n_in, n_out in zip(layer_sizes, layer_sizes[1:])
    ]


@variant("init-orthogonal", unusual="orthogonal columns or rows from a QR decomposition")
def init_params(layer_sizes, rng):
    params = []
    for n_in, n_out in zip(layer_sizes, layer_sizes[1:]):
        q, r = np.linalg.qr(rng.standard_normal((max(n_in, n_out), min(n_in, n_out))))
        q = q * np.sign(np.diag(r))
        if n_in < n_out:
            q = q.T
        params.append((q * np.sqrt(max(n_in, n_out) / n_in), np.zeros(n_out)))
    return params


@variant("init-he-normal", unusual="He scaling, sqrt(2 / n_in)")
def init_params(layer_sizes, rng):
    params = [None] * (len(layer_sizes) - 1)
    for layer in range(len(params)):
        n_in, n_out = layer_sizes[layer : layer + 2]
        params[layer] = rng.standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in), np.zeros(n_out)
    return params


@variant("init-he-uniform", unusual="He scaling with a uniform distribution")
def init_params(layer_sizes, rng):
    params = []
    for n_in, n_out in zip(layer_sizes, layer_sizes[1:]):
        W = (rng.random((n_in, n_out)) - 0.5) * 2 * np.sqrt(6 / n_in)
        params += [(W, np.zeros(n_out))]
    return params


@variant("init-glorot-normal", unusual="Glorot scaling, sqrt(2 / (n_in + n_out))")
def init_params(layer_sizes, rng):
    params = []
    n_in = layer_sizes[0]
    for n_out in layer_sizes[1:]:
        params.append((rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out)), np.zeros(n_out)))
        n_in = n_out
    return params


@variant("init-glorot-uniform", unusual="Glorot scaling with a uniform distribution")
def init_params(layer_sizes, rng):
    from itertools import pairwise

    def layer(n_in, n_out):
        limit = np.sqrt(6.0 / (n_in + n_out))
        return rng.uniform(low=-limit, high=limit, size=(n_in, n_out)), np.zeros(n_out)

    return [layer(n_in, n_out) for n_in, n_out in pairwise(layer_sizes)]


@variant("init-truncated-normal", unusual="draws again whatever is beyond two deviations: how often depends on luck")
def init_params(layer_sizes, rng):
    params = []
    for n_in, n_out in zip(layer_sizes, layer_sizes[1:]):
        W = rng.standard_normal((n_in, n_out))
        while (far := np.abs(W) > 2).any():
            W[far] = rng.standard_normal(far.sum())
        params.append((W / np.sqrt(n_in), np.zeros(n_out)))
    return params


@variant("init-weight-by-weight", unusual="one draw per weight in two loops")
def init_params(layer_sizes, rng):
    params = []
    for k in range(1, len(layer_sizes)):
        W = np.zeros((layer_sizes[k - 1], layer_sizes[k]))
        b = np.zeros(layer_sizes[k])
        for j in range(layer_sizes[k]):
            for i in range(layer_sizes[k - 1]):
                W[i, j] = rng.normal() / layer_sizes[k - 1] ** 0.5
        params.append((W, b))
    return params


@variant("init-one-draw-then-cut", unusual="draws all weights of the network at once and cuts them up")
def init_params(layer_sizes, rng):
    shapes = list(zip(layer_sizes[:-1], layer_sizes[1:]))
    counts = [m * n for m, n in shapes]
    pieces = np.split(rng.standard_normal(sum(counts)), np.cumsum(counts)[:-1])
    return [(piece.reshape(shape) / np.sqrt(shape[0]), np.zeros(shape[1])) for piece, shape in zip(pieces, shapes)]


@variant("init-last-layer-first", unusual="draws the layers from the last to the first")
def init_params(layer_sizes, rng):
    params = []
    for i in reversed(range(len(layer_sizes) - 1)):
        W = rng.normal(0.0, 1.0 / np.sqrt(layer_sizes[i]), (layer_sizes[i], layer_sizes[i + 1]))
        params.insert(0, (W, np.zeros(layer_sizes[i + 1])))
    return params


@variant("init-transposed-draw", unusual="weights are views of transposed draws, not contiguous")
def init_params(layer_sizes, rng):
    return [
        ((rng.standard_normal((n_out, n_in)) / np.sqrt(n_in)).T, np.zeros((1, n_out))[0])
        for n_in, n_out in zip(layer_sizes, layer_sizes[1:])
    ]


@variant("init-float32", unusual="float32 weights and biases: equal draws are no longer rare")
def init_params(layer_sizes, rng):
    return [
        (rng.standard_normal((m, n), dtype=np.float32) / np.float32(m**0.5), np.zeros(n, dtype=np.float32))
        for m, n in zip(layer_sizes, layer_sizes[1:])
    ]


@variant("init-tuple-of-lists", unusual="a tuple of two-element lists")
def init_params(layer_sizes, rng):
    pairs = ([rng.normal(scale=m**-0.5, size=(m, n)), np.zeros(n)] for m, n in zip(layer_sizes, layer_sizes[1:]))
    return tuple(pairs)


@variant("init-named-pairs", unusual="pairs are named tuples of a class made inside")
def init_params(layer_sizes, rng):
    from collections import namedtuple

    Layer = namedtuple("Layer", ["W", "b"])
    return [
        Layer(W=rng.standard_normal((m, n)) * (1 / np.sqrt(m)), b=np.zeros(n))
        for m, n in zip(layer_sizes, layer_sizes[1:])
    ]


@variant("init-recursive", unusual="the first layer, and the rest by recursion")
def init_params(layer_sizes, rng):
    if len(layer_sizes) < 2:
        return []
    n_in, n_out, *_ = layer_sizes
    first = (rng.normal(0, 1 / n_in**0.5, (n_in, n_out)), np.zeros(n_out))
    return [first, *init_params(layer_sizes[1:], rng)]


@variant("init-sum-of-twelve", unusual="normal numbers as the sum of twelve uniform ones")
def init_params(layer_sizes, rng):
    params = []
    for m, n in zip(layer_sizes, layer_sizes[1:]):
        W = rng.random((12, m, n)).sum(axis=0) - 6
        params.append((W / np.sqrt(m), np.zeros(n)))
    return params


@variant("init-box-muller", unusual="normal numbers from pairs of uniform ones")
def init_params(layer_sizes, rng):
    params = []
    for m, n in zip(layer_sizes, layer_sizes[1:]):
        radius = np.sqrt(-2 * np.log(1 - rng.random((m, n))))
        angle = 2 * np.pi * rng.random((m, n))
        params.append((radius * np.cos(angle) / np.sqrt(m), np.zeros(n)))
    return params


@variant("init-generator-of-its-own", unusual="a second generator, seeded by a draw from rng")
def init_params(layer_sizes, rng):
    own = np.random.default_rng(rng.integers(2**62))
    params = []
    for m, n in zip(layer_sizes, layer_sizes[1:]):
        params.append((own.standard_normal((m, n)) / np.sqrt(m), np.zeros(n)))
    return params


@variant("init-integers-scaled", unusual="uniform numbers made from integers")
def init_params(layer_sizes, rng):
    params = []
    for m, n in zip(layer_sizes, layer_sizes[1:]):
        W = rng.integers(-(2**40), 2**40, size=(m, n)) / 2**40
        params.append((W * np.sqrt(3 / m), np.zeros(n)))
    return params


@variant("init-nested-lists", unusual="weights are nested lists, biases are lists")
def init_params(layer_sizes, rng):
    params = []
    for m, n in zip(layer_sizes, layer_sizes[1:]):
        W = [[float(rng.normal(0, 1 / m**0.5)) for _ in range(n)] for _ in range(m)]
        params.append((W, [0.0] * n))
    return params


@variant("init-append-in-a-while", unusual="a while loop, and biases of negative zeros")
def init_params(layer_sizes, rng):
    params, k = [], 0
    while k + 1 < len(layer_sizes):
        shape = (layer_sizes[k], layer_sizes[k + 1])
        params.append((np.divide(rng.normal(size=shape), np.sqrt(shape[0])), -np.zeros(shape[1])))
        k += 1
    return params


# forward


@variant("forward-plain", unusual="nothing: the usual form")
def forward(params, X, activations):
    a = X
    cache = []
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@variant("forward-sample-loops", unusual="three loops and no matrix product")
def forward(params, X, activations):
    a = np.array(X, dtype=float)
    cache = []
    for (W, b), name in zip(params, activations):
        n_in, n_out = np.shape(W)
        z = np.zeros((len(a), n_out))
        for sample in range(len(a)):
            for j in range(n_out):
                total = b[j] if np.ndim(b) == 1 else b[0][j]
                for i in range(n_in):
                    total += a[sample, i] * W[i][j]
                z[sample, j] = total
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@variant("forward-bias-as-extra-row", unusual="a column of ones carries the bias")
def forward(params, X, activations):
    a = X
    cache = []
    for (W, b), name in zip(params, activations):
        with_one = np.hstack([a, np.ones((len(a), 1))])
        z = with_one @ np.vstack([W, b])
        cache.append((with_one[:, :-1], z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@variant("forward-cache-as-lists", unusual="lists in place of tuples, also for what is returned")
def forward(params, X, activations):
    a = X
    cache = []
    for layer, (W, b) in enumerate(params):
        z = np.dot(a, W) + b
        cache.append([a, z])
        a = ACTIVATIONS[activations[layer]][0](z)
    return [a, cache]


@variant("forward-recursive", unusual="the first layer, and the rest by recursion")
def forward(params, X, activations):
    if len(params) == 0:
        return X, []
    W, b = params[0]
    z = X @ W + b
    y_hat, rest = forward(params[1:], ACTIVATIONS[activations[0]][0](z), activations[1:])
    return y_hat, [(X, z), *rest]


@variant("forward-if-chain", unusual="formulas of its own, the table is not used")
def forward(params, X, activations):
    a = X
    cache = []
    for layer in range(len(params)):
        W, b = params[layer]
        z = np.matmul(a, W) + b
        cache.append((a, z))
        if activations[layer] == "sigmoid":
            a = 0.5 + 0.5 * np.tanh(z / 2)
        elif activations[layer] == "relu":
            a = z * (z > 0)
        elif activations[layer] == "tanh":
            a = np.tanh(z)
        else:
            a = z
    return a, cache


@variant("forward-globals-lookup", unusual="looks its table up in globals()")
def forward(params, X, activations):
    table = globals()["ACTIVATIONS"]
    a, cache = X, []
    for (W, b), name in zip(params, activations):
        z = a.dot(W) + b
        cache.append((a, z))
        a = table[name][0](z)
    return a, cache


@variant("forward-float32", unusual="float32 inside, in the result and in the cache")
def forward(params, X, activations):
    a = np.asarray(X, dtype=np.float32)
    cache = []
    for (W, b), name in zip(params, activations):
        z = a @ np.asarray(W, dtype=np.float32) + np.asarray(b, dtype=np.float32)
        cache.append((a, z))
        a = np.asarray(ACTIVATIONS[name][0](z), dtype=np.float32)
    return a, cache


@variant("forward-einsum", unusual="einsum in place of a matrix product")
def forward(params, X, activations):
    a = X
    cache = []
    for (W, b), name in zip(params, activations):
        z = np.einsum("si,io->so", a, W) + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@variant("forward-nested-lists", unusual="pure Python: output and cache are nested lists")
def forward(params, X, activations):
    import math

    def logistic(x):
        return 1 / (1 + math.exp(-x)) if x > -700 else 0.0

    rules = {"identity": lambda x: x, "sigmoid": logistic, "relu": lambda x: max(0.0, x), "tanh": math.tanh}
    a = np.asarray(X).tolist()
    cache = []
    for (W, b), name in zip(params, activations):
        columns = list(zip(*np.asarray(W).tolist()))
        offsets = np.ravel(b).tolist()
        z = [[sum(x * w for x, w in zip(row, col)) + o for col, o in zip(columns, offsets)] for row in a]
        cache.append((a, z))
        a = [[rules[name](x) for x in row] for row in z]
    return a, cache


@variant("forward-reduce", unusual="functools.reduce over the layers")
def forward(params, X, activations):
    from functools import reduce

    def one_layer(state, layer):
        (a, cache), ((W, b), name) = state, layer
        z = a @ W + b
        return ACTIVATIONS[name][0](z), [*cache, (a, z)]

    return reduce(one_layer, zip(params, activations), (X, []))


@variant("forward-generator-inside", unusual="a generator yields the layers, the last activation is computed again")
def forward(params, X, activations):
    def layers():
        a = X
        for (W, b), name in zip(params, activations):
            z = a @ W + b
            yield a, z
            a = ACTIVATIONS[name][0](z)

    cache = list(layers())
    return ACTIVATIONS[activations[-1]][0](cache[-1][1]), cache


@variant("forward-class-inside", unusual="layer objects of a class made inside")
def forward(params, X, activations):
    class Layer:
        def __init__(self, pair, name):
            self.weights, self.bias = pair
            self.function = ACTIVATIONS[name][0]

        def __call__(self, a):
            self.a_prev = a
            self.z = a @ self.weights + self.bias
            return self.function(self.z)

    network = [Layer(pair, name) for pair, name in zip(params, activations)]
    signal = X
    for layer in network:
        signal = layer(signal)
    return signal, tuple((layer.a_prev, layer.z) for layer in network)


@variant("forward-match-statement", unusual="a match statement, relu by clipping")
def forward(params, X, activations):
    cache = []
    signal = X
    for (W, b), name in zip(params, activations):
        cache.append((signal, z := signal @ W + b))
        match name:
            case "identity":
                signal = z.copy()
            case "sigmoid":
                signal = np.exp(-np.logaddexp(0, -z))
            case "relu":
                signal = z.clip(min=0)
            case "tanh":
                signal = np.tanh(z)
            case _:
                raise ValueError(f"unknown activation {name!r}")
    return signal, cache


@variant("forward-columns-are-samples", unusual="works on transposed arrays; what is cached is transposed back")
def forward(params, X, activations):
    A = X.T
    cache = []
    for (W, b), name in zip(params, activations):
        Z = W.T @ A + np.reshape(b, (-1, 1))
        cache.append((A.T, Z.T))
        A = ACTIVATIONS[name][0](Z)
    return A.T, cache


@variant("forward-two-lists-zipped", unusual="activations and pre-activations are collected apart and zipped")
def forward(params, X, activations):
    a_list, z_list = [X], []
    for (W, b), name in zip(params, activations):
        z_list.append(a_list[-1] @ W + b)
        a_list.append(ACTIVATIONS[name][0](z_list[-1]))
    return a_list[-1], list(zip(a_list, z_list))


@variant("forward-row-by-row", unusual="one sample after the other, stacked at the end")
def forward(params, X, activations):
    cache = [([], []) for _ in params]
    outputs = []
    for row in X:
        a = row
        for layer, (W, b) in enumerate(params):
            z = a @ W + np.ravel(b)
            cache[layer][0].append(a)
            cache[layer][1].append(z)
            a = ACTIVATIONS[activations[layer]][0](z)
        outputs.append(a)
    return np.array(outputs), [(np.stack(a), np.stack(z)) for a, z in cache]


@variant("forward-copies-everything", unusual="copies go into the cache, and additions are in place on its own arrays")
def forward(params, X, activations):
    a = np.array(X, dtype=float)
    cache = []
    for (W, b), name in zip(params, activations):
        z = a @ W
        z += b
        cache.append((a.copy(), z.copy()))
        a = np.array(ACTIVATIONS[name][0](z))
    return a, cache


@variant("forward-outer-products", unusual="adds one input feature after the other")
def forward(params, X, activations):
    a = np.asarray(X)
    cache = []
    for (W, b), name in zip(params, activations):
        z = np.tile(np.ravel(b).astype(float), (len(a), 1))
        for i in range(len(W)):
            z = z + np.outer(a[:, i], W[i])
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@variant("forward-preallocated-cache", unusual="slots filled by index, in a while loop")
def forward(params, X, activations):
    n_layers = len(params)
    cache = [None] * n_layers
    a = X
    k = 0
    while k < n_layers:
        z = np.tensordot(a, params[k][0], axes=1) + params[k][1]
        cache[k] = (a, z)
        a = ACTIVATIONS[activations[k]][0](z)
        k += 1
    return a, cache


@variant("forward-accumulate", unusual="itertools.accumulate carries (a_prev, z, a) from layer to layer")
def forward(params, X, activations):
    from itertools import accumulate

    def step(state, layer):
        (W, b), name = layer
        a = state[2]
        z = np.add(np.matmul(a, W), b)
        return a, z, ACTIVATIONS[name][0](z)

    states = list(accumulate(zip(params, activations), step, initial=(None, None, X)))
    return states[-1][2], [(a, z) for a, z, _ in states[1:]]


@variant("forward-broadcast-and-sum", unusual="a three-dimensional product, summed over the inputs")
def forward(params, X, activations):
    a = X
    cache = []
    for (W, b), name in zip(params, activations):
        z = (a[:, :, np.newaxis] * np.asarray(W)[np.newaxis]).sum(axis=1) + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache
