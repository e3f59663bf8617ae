"""Networks computed in wrong ways, one or two at a time, until the learner's numbers come out: forward and backward.

Each part of the computation has a few ways in which people get it wrong. `Chain` does the computation with a choice for
each part; the search takes the right choice everywhere but for one or two parts.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.diagnosis.observations import Finding, Pattern
from grader.diagnosis.other_ways import OtherWays, Scope
from grader.steps.shared.networks import Network
from grader.steps.shared.wrong_ways import IN_NETWORKS, SLOPE, VALUE, Choices, of_network, one_or_two, single
from grader.steps.step5_backprop.wrong_walks import BACKWARD


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
    if way.startswith("hidden ") and last:
        return right
    way = way.removeprefix("hidden ")
    other = {"last": -1, "first": 0, "reversed": -1 - i, "of the layer below": i - 1}
    if way in (*other, "of the layer above"):
        return SLOPE[names[other.get(way, (i + 1) % len(names))]](z)
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
        "z * (1 - z)": lambda: z * (1 - z),
        "1 - z ** 2": lambda: 1 - z**2,
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
        "all units": lambda: np.full_like(delta[0], np.sum(delta)),
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


def _columns(column: int) -> OtherWays:
    """All dW, or all db, are those of another walk, whatever the others are."""
    ways = {part: options for part, options in BACKWARD.items() if part not in ("cache", "order")}
    name = ("dW", "db")[column]

    def say(words: str) -> Finding:
        return Finding(f"The {name} of all layers are those that come out when {words}.")

    scope = Scope(answered=True, column=column)
    return OtherWays(f"of_backward_{name}", single(ways, backward), say, scope, of_network)


PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "backward": (
        OtherWays("of_backward", one_or_two(BACKWARD, backward), _another_walk, IN_NETWORKS, of_network),
        _columns(0),
        _columns(1),
    ),
}
