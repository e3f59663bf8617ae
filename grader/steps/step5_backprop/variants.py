"""Step 5 in unusual dress: right backward passes that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# backward


@variant("backward-plain", unusual="nothing: the usual form")
def backward(params, cache, activations, d_output):
    grads = [None] * len(params)
    d_a = d_output
    for layer in range(len(params) - 1, -1, -1):
        a_prev, z = cache[layer]
        d_z = d_a * ACTIVATIONS[activations[layer]][1](z)
        grads[layer] = (a_prev.T @ d_z, d_z.sum(axis=0))
        d_a = d_z @ params[layer][0].T
    return grads


@variant("backward-append-then-reverse", unusual="collected from the last layer on, reversed at the end")
def backward(params, cache, activations, d_output):
    grads = []
    delta = d_output
    for (W, _), (a_prev, z), name in zip(reversed(params), reversed(cache), reversed(activations)):
        delta = delta * ACTIVATIONS[name][1](z)
        grads.append((np.dot(a_prev.T, delta), np.sum(delta, axis=0)))
        delta = np.dot(delta, W.T)
    grads.reverse()
    return grads


@variant("backward-einsum", unusual="einsum for every sum")
def backward(params, cache, activations, d_output):
    grads = []
    d = d_output
    for layer in reversed(range(len(params))):
        a_prev, z = cache[layer]
        d = np.einsum("so,so->so", d, ACTIVATIONS[activations[layer]][1](z))
        grads.insert(0, (np.einsum("si,so->io", a_prev, d), np.einsum("so->o", d)))
        d = np.einsum("so,io->si", d, params[layer][0])
    return grads


@variant("backward-one-sample-at-a-time", unusual="a loop over the rows that adds up their gradients")
def backward(params, cache, activations, d_output):
    grads = [(np.zeros(np.shape(W)), np.zeros(np.shape(b))) for W, b in params]
    for sample in range(len(d_output)):
        d = d_output[sample]
        for layer in range(len(params) - 1, -1, -1):
            a_prev, z = cache[layer]
            d = d * ACTIVATIONS[activations[layer]][1](z[sample])
            grads[layer][0][:] += np.outer(a_prev[sample], d)
            grads[layer][1][:] += d
            d = params[layer][0] @ d
    return grads


@variant("backward-derivative-from-activation-values", unusual="a * (1 - a) on an activation computed again")
def backward(params, cache, activations, d_output):
    def slope(name, z):
        a = ACTIVATIONS[name][0](z)
        if name == "sigmoid":
            return a * (1 - a)
        if name == "tanh":
            return 1 - a * a
        if name == "relu":
            return a > 0
        return np.ones_like(a)

    grads = []
    upstream = d_output
    for (W, _), (a_prev, z), name in list(zip(params, cache, activations))[::-1]:
        d_z = upstream * slope(name, z)
        grads = [(a_prev.T @ d_z, d_z.sum(0)), *grads]
        upstream = d_z @ W.T
    return grads


@variant("backward-full-jacobians", unusual="a diagonal Jacobian matrix per sample and layer")
def backward(params, cache, activations, d_output):
    weights = [np.asarray(W) for W, _ in params]
    result = []
    for layer in range(len(params)):
        d_w, d_b = 0, 0
        for sample, d in enumerate(d_output):
            # from the output down to this layer, one Jacobian after the other
            for upper in range(len(params) - 1, layer, -1):
                z = cache[upper][1][sample]
                d = d @ np.diag(ACTIVATIONS[activations[upper]][1](z)) @ weights[upper].T
            d = d @ np.diag(ACTIVATIONS[activations[layer]][1](cache[layer][1][sample]))
            d_w = d_w + np.outer(cache[layer][0][sample], d)
            d_b = d_b + d
        result.append((d_w, d_b))
    return result


@variant("backward-in-place-on-own-copy", unusual="multiplies a copy of d_output in place")
def backward(params, cache, activations, d_output):
    grads = [None for _ in params]
    d = np.array(d_output, dtype=float)
    i = len(params)
    while i:
        i -= 1
        d *= ACTIVATIONS[activations[i]][1](cache[i][1])
        grads[i] = cache[i][0].T.dot(d), d.sum(axis=0)
        d = d.dot(params[i][0].T)
    return grads


@variant("backward-tuples-of-lists", unusual="a tuple of two-element lists")
def backward(params, cache, activations, d_output):
    out = []
    d = d_output
    for layer in range(len(params))[::-1]:
        a_prev, z = cache[layer]
        d = np.multiply(d, ACTIVATIONS[activations[layer]][1](z))
        out.append([np.transpose(a_prev) @ d, np.add.reduce(d)])
        d = d @ np.transpose(params[layer][0])
    return tuple(out[::-1])


@variant("backward-recursive", unusual="recursion from the first layer, which hands the error down on its way back")
def backward(params, cache, activations, d_output):
    def below(layer):
        if layer == len(params):
            return d_output, []
        d_a, later = below(layer + 1)
        a_prev, z = cache[layer]
        d_z = d_a * ACTIVATIONS[activations[layer]][1](z)
        return d_z @ params[layer][0].T, [(a_prev.T @ d_z, d_z.sum(axis=0)), *later]

    return below(0)[1]


@variant("backward-recursive-from-the-end", unusual="calls itself on the network without its last layer")
def backward(params, cache, activations, d_output):
    if not params:
        return []
    *lower, (W, _) = params
    *lower_cache, (a_prev, z) = cache
    d_z = d_output * ACTIVATIONS[activations[-1]][1](z)
    return [*backward(lower, lower_cache, activations[:-1], d_z @ W.T), (a_prev.T @ d_z, d_z.sum(axis=0))]


@variant("backward-nested-lists", unusual="pure Python: gradients are nested lists")
def backward(params, cache, activations, d_output):
    import math

    def sigmoid_slope(x):
        e = math.exp(-abs(x))
        return e / (1 + e) ** 2

    slopes = {
        "identity": lambda x: 1,
        "relu": lambda x: 1 if x > 0 else 0,
        "tanh": lambda x: 1 - math.tanh(x) ** 2,
        "sigmoid": sigmoid_slope,
    }
    d_a = np.asarray(d_output).tolist()
    grads = []
    for layer in range(len(params) - 1, -1, -1):
        W = np.asarray(params[layer][0]).tolist()
        a_prev, z = (np.asarray(part).tolist() for part in cache[layer])
        slope = slopes[activations[layer]]
        d_z = [[d * slope(x) for d, x in zip(d_row, z_row)] for d_row, z_row in zip(d_a, z)]
        d_w = [[sum(a[i] * d[j] for a, d in zip(a_prev, d_z)) for j in range(len(W[0]))] for i in range(len(W))]
        grads.append((d_w, [sum(column) for column in zip(*d_z)]))
        d_a = [[sum(d * w for d, w in zip(row, weights)) for weights in W] for row in d_z]
    return grads[::-1]


@variant("backward-keepdims-bias", unusual="db has shape (1, n)")
def backward(params, cache, activations, d_output):
    grads = []
    d_a = d_output
    for (W, _), (a_prev, z), name in zip(params[::-1], cache[::-1], activations[::-1]):
        d_z = d_a * ACTIVATIONS[name][1](z)
        grads.append((a_prev.T @ d_z, d_z.sum(axis=0, keepdims=True)))
        d_a = d_z @ W.T
    return grads[::-1]


@variant("backward-float32", unusual="float32 inside and in the result")
def backward(params, cache, activations, d_output):
    grads = []
    d = np.asarray(d_output, np.float32)
    for (W, _), (a_prev, z), name in zip(params[::-1], cache[::-1], activations[::-1]):
        d = d * np.asarray(ACTIVATIONS[name][1](np.asarray(z, np.float32)), np.float32)
        grads.append((np.asarray(a_prev, np.float32).T @ d, d.sum(axis=0)))
        d = d @ np.asarray(W, np.float32).T
    return list(reversed(grads))


@variant("backward-deque", unusual="a deque, filled from the left")
def backward(params, cache, activations, d_output):
    from collections import deque

    grads = deque()
    d = d_output
    for (W, _), (a_prev, z), name in zip(params[::-1], cache[::-1], activations[::-1]):
        d = d * ACTIVATIONS[name][1](z)
        grads.appendleft((np.matmul(a_prev.T, d), np.ones(len(d)) @ d))
        d = np.matmul(d, W.T)
    return list(grads)


@variant("backward-reduce", unusual="functools.reduce over the reversed layers")
def backward(params, cache, activations, d_output):
    from functools import reduce

    def one_layer(state, layer):
        d_a, grads = state
        (W, _), (a_prev, z), name = layer
        d_z = d_a * ACTIVATIONS[name][1](z)
        return d_z @ W.T, [(a_prev.T @ d_z, d_z.sum(axis=0)), *grads]

    return reduce(one_layer, list(zip(params, cache, activations))[::-1], (d_output, []))[1]


@variant("backward-accumulate", unusual="all errors first by itertools.accumulate, all gradients after")
def backward(params, cache, activations, d_output):
    from itertools import accumulate

    slopes = [ACTIVATIONS[name][1](z) for (_, z), name in zip(cache, activations)]
    lower_layers = range(len(params) - 2, -1, -1)
    errors = list(
        accumulate(lower_layers, lambda d, i: d @ params[i + 1][0].T * slopes[i], initial=d_output * slopes[-1])
    )
    return [(a_prev.T @ d, d.sum(axis=0)) for (a_prev, _), d in zip(cache, errors[::-1])]


@variant("backward-generator-inside", unusual="a generator yields the layers from the last to the first")
def backward(params, cache, activations, d_output):
    def walk():
        d = d_output
        for i in range(1, len(params) + 1):
            a_prev, z = cache[-i]
            d = d * ACTIVATIONS[activations[-i]][1](z)
            yield a_prev.T @ d, d.sum(axis=0)
            d = d @ params[-i][0].T

    return [*walk()][::-1]


@variant("backward-class-inside", unusual="layer objects of a class made inside, gradients kept in attributes")
def backward(params, cache, activations, d_output):
    class Layer:
        def __init__(self, pair, stored, name):
            self.W, self.b = pair
            self.a_prev, self.z = stored
            self.slope = ACTIVATIONS[name][1]

        def pull_back(self, error):
            local = error * self.slope(self.z)
            self.gradient = (self.a_prev.T @ local, local.sum(axis=0))
            return local @ self.W.T

    layers = list(map(Layer, params, cache, activations))
    error = d_output
    for layer in layers[::-1]:
        error = layer.pull_back(error)
    return [layer.gradient for layer in layers]


@variant("backward-tape-of-closures", unusual="a tape of functions, played backwards")
def backward(params, cache, activations, d_output):
    tape = []
    grads = {}
    for layer, ((W, _), (a_prev, z), name) in enumerate(zip(params, cache, activations)):

        def play(error, layer=layer, W=W, a_prev=a_prev, z=z, slope=ACTIVATIONS[name][1]):
            error = error * slope(z)
            grads[layer] = (a_prev.T @ error, error.sum(axis=0))
            return error @ W.T

        tape.append(play)
    error = d_output
    while tape:
        error = tape.pop()(error)
    return [grads[layer] for layer in range(len(params))]


@variant("backward-bias-as-extra-row", unusual="one gradient for weights and bias together, split at the end")
def backward(params, cache, activations, d_output):
    grads = []
    d = d_output
    for (W, _), (a_prev, z), name in zip(params[::-1], cache[::-1], activations[::-1]):
        d = d * ACTIVATIONS[name][1](z)
        together = np.hstack([a_prev, np.ones((len(d), 1))]).T @ d
        grads.append((together[:-1], together[-1]))
        d = d @ W.T
    return grads[::-1]


@variant("backward-columns-are-samples", unusual="works on transposed arrays; gradients are transposed views")
def backward(params, cache, activations, d_output):
    grads = []
    D = np.asarray(d_output).T
    for layer in reversed(range(len(params))):
        A, Z = (np.asarray(part).T for part in cache[layer])
        D = D * ACTIVATIONS[activations[layer]][1](Z)
        grads.append(((D @ A.T).T, D.sum(axis=1)))
        D = np.asarray(params[layer][0]) @ D
    return grads[::-1]


@variant("backward-outer-product-stack", unusual="a three-dimensional stack of outer products, summed over samples")
def backward(params, cache, activations, d_output):
    grads = []
    d = d_output
    for (W, _), (a_prev, z), name in zip(params[::-1], cache[::-1], activations[::-1]):
        d = d * ACTIVATIONS[name][1](z)
        grads = [((a_prev[:, :, None] * d[:, None, :]).sum(axis=0), d.sum(axis=0)), *grads]
        d = (d[:, None, :] * W[None, :, :]).sum(axis=2)
    return grads


@variant("backward-own-slopes-by-match", unusual="a match statement with formulas of its own; relu's slope is boolean")
def backward(params, cache, activations, d_output):
    def slope(name, z):
        match name:
            case "sigmoid":
                return 0.25 / np.cosh(np.clip(z, -600, 600) / 2) ** 2
            case "tanh":
                return np.cosh(np.clip(z, -300, 300)) ** -2
            case "relu":
                return np.greater(z, 0)
            case "identity":
                return 1

    d = d_output
    grads = [()] * len(cache)
    for layer, (a_prev, z) in reversed(list(enumerate(cache))):
        d = d * slope(activations[layer], z)
        grads[layer] = (np.tensordot(a_prev, d, axes=(0, 0)), d.sum(axis=0))
        d = np.inner(d, params[layer][0])
    return grads


@variant("backward-relu-slope-from-next-layer", unusual="relu's slope from what went into the layer above")
def backward(params, cache, activations, d_output):
    grads = []
    d = d_output
    for layer in range(len(params) - 1, -1, -1):
        a_prev, z = cache[layer]
        if activations[layer] == "relu" and layer + 1 < len(cache):
            d = np.where(cache[layer + 1][0] > 0, d, 0)
        else:
            d = d * ACTIVATIONS[activations[layer]][1](z)
        grads.append((a_prev.T @ d, d.sum(axis=0)))
        d = d @ params[layer][0].T
    return grads[::-1]


@variant("backward-pops-from-own-lists", unusual="pops from copies of the lists it is given")
def backward(params, cache, activations, d_output):
    layers, stored, names = list(params), list(cache), list(activations)
    grads = []
    d = d_output
    while layers:
        W, b = layers.pop()
        a_prev, z = stored.pop()
        d = d * ACTIVATIONS[names.pop()][1](z)
        grads.append((a_prev.T @ d, np.reshape(d.sum(axis=0), np.shape(b))))
        d = d @ W.T
    return grads[::-1]
