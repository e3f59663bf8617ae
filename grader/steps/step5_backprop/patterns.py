"""Networks computed in wrong ways, one or two at a time, until the learner's numbers come out: forward and backward.

Each part of the computation has a few ways in which people get it wrong. `Chain` does the computation with a choice for
each part; the search takes the right choice everywhere but for one or two parts.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.diagnosis.observations import Finding, Pattern
from grader.diagnosis.other_ways import OtherWays
from grader.steps.shared.networks import Network
from grader.steps.shared.wrong_ways import IN_NETWORKS, SLOPE, VALUE, Choices, Ways, of_network, one_or_two

BACKWARD: Ways = {
    "cache": {
        "swapped": "a_prev and z change places, though each entry of the cache is (a_prev, z)",
        "columns": "the formulas are those for samples in columns, and rows are samples here",
    },
    "start": {
        "ones": "the walk begins with ones, where d_output is due",
        "output": "the walk begins with the network's output, where d_output is due",
        "mean": "d_output is averaged over the samples before the walk begins",
        "sum": "d_output is summed over the samples before the walk begins",
        "twice": "d_output is doubled before the walk begins",
        "minus": "d_output changes its sign before the walk begins",
    },
    "slope": {
        "none": "no slope of an activation is used anywhere",
        "at a": "the slope is taken at the activation a, where the pre-activation z is due",
        "sigmoid": "the slope of the sigmoid is used in every layer",
        "not at output": "the last layer's slope is missing",
        "last": "the slope of the last layer's activation is used in every layer",
        "value": "the activation itself stands where its slope is due",
        "twice": "the slope is used twice",
        "first": "the slope of the first layer's activation is used in every layer",
        "reversed": "the names of the activations are walked through in the wrong direction",
        "tanh": "the slope of tanh is used in every layer",
        "relu": "the slope of relu is used in every layer",
        "only at output": "only the last layer's slope is used",
        "of the layer below": "the activation of the layer below is used for the slope",
        "a * (1 - a)": "a * (1 - a) is used in every layer, which is the sigmoid's slope only",
        "1 - a ** 2": "1 - a ** 2 is used in every layer, which is tanh's slope only",
        "divided": "the message is divided by the slope",
        "added": "the slope is added to the message, not multiplied with it",
        "mean z": "the slope is taken at the mean of z over the samples, the same for all of them",
        "no bias": "the slope is taken at z without its bias",
        "twice at output": "the last layer's slope is multiplied in twice",
        "not in own": "the last layer's slope is missing in its own dW and db, but not in the error that goes down",
        "not at last hidden": "the slope of the last hidden layer is missing",
        "relu alone": "in relu layers the slope stands alone, and the error from above is lost",
        "not at output: sigmoid": "the output layer's slope is that of the sigmoid, whatever its activation is",
    },
    "input": {
        "z below": "dW is made with the pre-activation z of the layer below, where what came out of that layer is due",
        "X": "dW is made with X in every layer",
        "output": "dW is made with what comes out of the layer, where what goes in is due",
        "raw": "dW is made with the message before the slope was multiplied in",
        "W": "the weights stand where the layer's input is due",
        "means": "the means of inputs and deltas are multiplied: the mean of products is something else",
        "first sample": "only the first sample counts in dW",
        "last sample": "only the last sample counts in dW",
        "z": "dW is made with z, where the layer's input is due",
    },
    "bias": {
        "mean": "db is a mean over the samples, where the sum is due",
        "raw": "db is summed before the slope is multiplied in",
        "first": "db is taken from the first sample only",
        "last": "db is taken from the last sample only",
        "all": "db adds up everything into one number",
        "dW": "db is made from dW",
        "zero": "db is 0",
        "ones": "db is 1",
        "units": "db is summed over the units, where the samples are due",
        "unsummed": "db is not summed over the samples",
        "kept": "db keeps the samples' axis",
        "with bias": "db is multiplied with the bias",
        "d_output": "db comes from d_output in every layer",
        "half": "db is half of the sum",
    },
    "message": {
        "raw": "the message that goes down has not passed through this layer's slope",
        "twice": "the slope is multiplied in a second time on the way down",
        "W": "the message goes down through W, where W transposed is due",
        "mean": "the message is divided by the number of samples in every layer",
        "units": "the message is divided by the number of units in every layer",
        "same": "d_output is used in every layer",
        "unweighted": "the message does not pass through the weights",
        "with a": "the message is multiplied with the activation on its way down",
        "below": "the message goes down through the weights of the wrong layer",
        "sign": "the message changes its sign in every layer",
        "summed": "the message is summed over the units, and each unit below gets the same",
        "W squared": "the weights are used twice on the way down",
        "abs W": "the message goes down through the sizes of the weights, without their signs",
        "normed": "the weights are normalised on the way down",
        "with slope below": "the slope of the layer below is multiplied in twice",
        "double": "the message is doubled in every layer",
        "relu": "negative parts of the message are dropped on the way down",
        "from a": "the message is made from the layer's input",
        "product reshaped": "W @ delta.T is reshaped, which leaves its numbers in their order: it is to be transposed",
        "reshaped": "W is reshaped on the way down, which leaves its numbers in their order: it is to be transposed",
    },
    "scale": {
        "1/n": "every gradient is divided by the number of samples; if the loss is a mean, d_output holds that already",
        "n": "every gradient is multiplied by the number of samples",
        "minus": "every gradient has the opposite sign",
        "2": "every gradient is doubled",
        "half": "every gradient is halved",
        "dW 1/n": "dW is divided by the number of samples, and db is not",
        "dW minus": "dW has the opposite sign, and db has not",
        "1/outputs": "every gradient is divided by the number of outputs",
        "1/size": "every gradient is divided by the number of entries of d_output",
        "1/2n": "every gradient is divided by twice the number of samples",
        "1/(n-1)": "every gradient is divided by the number of samples less one",
        "clip 1": "gradients are cut off at -1 and 1",
        "clip 5": "gradients are cut off at -5 and 5",
        "unit": "each gradient is divided by its norm",
        "sign": "only the signs of the gradients are kept",
        "abs": "the gradients have lost their signs",
        "round": "the gradients are rounded",
        "1/units": "each gradient is divided by the number of units of its layer",
        "decay": "the weights themselves are added to the gradient",
    },
    "order": {
        "reversed": "the list of gradients is in reverse order",
        "swapped": "in each pair db comes before dW",
        "transposed": "each dW is transposed",
        "lists": "all dW come first and then all db, where pairs are due",
        "flat": "dW and db follow one another in one list, where pairs are due",
        "without first": "the first layer's gradients are missing",
        "without last": "the last layer's gradients are missing",
        "last only": "only the last layer's gradients come back",
        "first only": "only the first layer's gradients come back",
        "input": "the gradient with respect to the input comes back as well",
    },
}


def _start(n: Network, way: str) -> np.ndarray:
    d = n.d_output
    table: dict[str, Callable[[], np.ndarray]] = {
        "ones": lambda: np.ones_like(d),
        "output": lambda: VALUE[n.activations[-1]](n.cache[-1][1]),
        "mean": lambda: np.mean(d, axis=0, keepdims=True) + 0 * d,
        "sum": lambda: np.sum(d, axis=0, keepdims=True) + 0 * d,
        "twice": lambda: 2 * d,
        "minus": lambda: -d,
    }
    return table.get(way, lambda: d)()


def _slope(n: Network, i: int, z: np.ndarray, a: np.ndarray, d: np.ndarray, way: str) -> np.ndarray:
    names, last = n.activations, i == len(n.params) - 1
    right = SLOPE[names[i]](z)
    if way in ("last", "first", "reversed", "of the layer below"):
        name = {"last": names[-1], "first": names[0], "reversed": names[::-1][i], "of the layer below": names[i - 1]}[
            way
        ]
        return SLOPE[name](z)
    table: dict[str, Callable[[], np.ndarray]] = {
        "none": lambda: np.ones_like(z),
        "at a": lambda: SLOPE[names[i]](a),
        "value": lambda: a,
        "twice": lambda: right**2,
        "sigmoid": lambda: SLOPE["sigmoid"](z),
        "tanh": lambda: SLOPE["tanh"](z),
        "relu": lambda: SLOPE["relu"](z),
        "not at output": lambda: np.ones_like(z) if last else right,
        "only at output": lambda: right if last else np.ones_like(z),
        "a * (1 - a)": lambda: a * (1 - a),
        "1 - a ** 2": lambda: 1 - a**2,
        "mean z": lambda: SLOPE[names[i]](z.mean(axis=0)),
        "no bias": lambda: SLOPE[names[i]](z - n.params[i][1]),
        "twice at output": lambda: right**2 if last else right,
        "divided": lambda: 1 / right,
        "added": lambda: (d + right) / d,
        "not at last hidden": lambda: np.ones_like(z) if i == len(n.params) - 2 else right,
        "relu alone": lambda: np.divide(right, d, out=0 * d, where=d != 0) if names[i] == "relu" else right,
        "not at output: sigmoid": lambda: SLOPE["sigmoid"](z) if last else right,
    }
    return table.get(way, lambda: right)()


def _dW(
    n: Network, i: int, zs: list, a: np.ndarray, a_prev: np.ndarray, d: np.ndarray, delta: np.ndarray, way: str
) -> np.ndarray:
    table: dict[str, Callable[[], np.ndarray]] = {
        "z below": lambda: (n.X if i == 0 else zs[i - 1]).T @ delta,
        "X": lambda: n.X.T @ delta,
        "output": lambda: a.T @ delta,
        "raw": lambda: a_prev.T @ d,
        "W": lambda: n.params[i][0] * delta.sum(axis=0),
        "means": lambda: np.outer(a_prev.mean(axis=0), delta.mean(axis=0)),
        "first sample": lambda: a_prev[:1].T @ delta[:1],
        "last sample": lambda: a_prev[-1:].T @ delta[-1:],
        "z": lambda: zs[i].T @ delta,
    }
    return table.get(way, lambda: a_prev.T @ delta)()


def _db(n: Network, i: int, d: np.ndarray, delta: np.ndarray, dW: np.ndarray, way: str) -> np.ndarray:
    table: dict[str, Callable[[], np.ndarray]] = {
        "mean": lambda: delta.mean(axis=0),
        "raw": lambda: d.sum(axis=0),
        "first": lambda: delta[0],
        "last": lambda: delta[-1],
        "all": lambda: np.sum(delta),
        "dW": lambda: dW.sum(axis=0),
        "zero": lambda: 0 * delta[0],
        "ones": lambda: np.ones_like(delta[0]),
        "units": lambda: delta.sum(axis=1),
        "unsummed": lambda: delta,
        "kept": lambda: delta.sum(axis=1, keepdims=True),
        "with bias": lambda: delta.sum(axis=0) * n.params[i][1],
        "d_output": lambda: n.d_output.sum(axis=0),
        "half": lambda: delta.sum(axis=0) / 2,
    }
    return table.get(way, lambda: delta.sum(axis=0))()


def _message(
    n: Network, i: int, a: np.ndarray, a_prev: np.ndarray, d: np.ndarray, delta: np.ndarray, slope: np.ndarray, way: str
) -> np.ndarray:
    W = n.params[i][0]
    table: dict[str, Callable[[], np.ndarray]] = {
        "raw": lambda: d @ W.T,
        "twice": lambda: (delta * slope) @ W.T,
        "W": lambda: delta @ W,
        "mean": lambda: delta @ W.T / len(delta),
        "units": lambda: delta @ W.T / W.shape[1],
        "same": lambda: n.d_output,
        "unweighted": lambda: delta,
        "with a": lambda: delta @ W.T * a_prev,
        "below": lambda: delta @ n.params[i - 1][0].T,
        "sign": lambda: -delta @ W.T,
        "summed": lambda: delta.sum(axis=1, keepdims=True) @ np.ones((1, W.shape[0])),
        "W squared": lambda: delta @ (W * W).T,
        "abs W": lambda: delta @ np.abs(W).T,
        "normed": lambda: delta @ (W / np.abs(W).sum(axis=0)).T,
        "with slope below": lambda: delta @ W.T * SLOPE[n.activations[i - 1]](n.cache[i - 1][1]),
        "double": lambda: 2 * delta @ W.T,
        "relu": lambda: np.maximum(delta @ W.T, 0),
        "from a": lambda: a @ W.T,
        "product reshaped": lambda: (W @ delta.T).reshape(len(delta), len(W)),
        "reshaped": lambda: delta @ W.reshape(W.shape[::-1]),
    }
    return table.get(way, lambda: delta @ W.T)()


def _scaled(n: Network, i: int, part: int, g: np.ndarray, way: str) -> np.ndarray:
    samples, outputs = n.d_output.shape
    factors = {"1/n": 1 / samples, "n": samples, "minus": -1, "2": 2, "half": 0.5, "1/outputs": 1 / outputs}
    factors |= {"1/size": 1 / n.d_output.size, "1/2n": 0.5 / samples, "1/units": 1 / n.params[i][0].shape[1]}
    factors["1/(n-1)"] = 1 / max(1, samples - 1)
    if way in factors:
        return g * factors[way]
    if way.startswith("dW"):
        return g if part else g / samples if way == "dW 1/n" else -g
    table: dict[str, Callable[[], np.ndarray]] = {
        "clip 1": lambda: np.clip(g, -1, 1),
        "clip 5": lambda: np.clip(g, -5, 5),
        "unit": lambda: g / np.linalg.norm(g),
        "sign": lambda: np.sign(g),
        "abs": lambda: np.abs(g),
        "round": lambda: np.round(g),
        "decay": lambda: g if part else g + n.params[i][0],
    }
    return table[way]()


def backward(n: Network, choices: Choices) -> Any:
    """The gradients that come out with these choices."""
    cache, grads, d = n.cache, [], _start(n, choices.get("start", ""))
    zs = [z for _, z in cache]
    for i in range(len(n.params) - 1, -1, -1):
        a_prev, z = cache[i][::-1] if choices.get("cache") == "swapped" else cache[i]
        a = VALUE[n.activations[i]](z)
        slope = _slope(n, i, z, a, d, choices.get("slope", ""))
        delta = d * slope
        if choices.get("cache") == "columns":
            grads.append((delta @ a_prev.T, delta.sum(axis=1, keepdims=True)))
            d = n.params[i][0].T @ delta
            continue
        own = d if choices.get("slope") == "not in own" and i == len(n.params) - 1 else delta
        dW = _dW(n, i, zs, a, a_prev, d, own, choices.get("input", ""))
        db = _db(n, i, d, own, dW, choices.get("bias", ""))
        if scale := choices.get("scale"):
            dW, db = _scaled(n, i, 0, dW, scale), _scaled(n, i, 1, db, scale)
        grads.append((dW, db))
        if i or choices.get("order") == "input":
            d = _message(n, i, a, a_prev, d, delta, slope, choices.get("message", ""))
    grads.reverse()
    return _ordered(grads, d, choices.get("order", ""))


def _ordered(grads: list, d: np.ndarray, way: str) -> Any:
    table: dict[str, Callable[[], Any]] = {
        "reversed": lambda: grads[::-1],
        "swapped": lambda: [(db, dW) for dW, db in grads],
        "transposed": lambda: [(dW.T, db) for dW, db in grads],
        "lists": lambda: ([dW for dW, _ in grads], [db for _, db in grads]),
        "flat": lambda: [part for pair in grads for part in pair],
        "without first": lambda: grads[1:],
        "without last": lambda: grads[:-1],
        "last only": lambda: grads[-1:],
        "first only": lambda: grads[:1],
        "input": lambda: (grads, d),
    }
    return table.get(way, lambda: grads)()


def _another_walk(words: str) -> Finding:
    return Finding(f"These are the gradients that come out when {words}.")


PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "backward": (OtherWays("of_backward", one_or_two(BACKWARD, backward), _another_walk, IN_NETWORKS, of_network),)
}
