"""Forward passes done in wrong ways, until the learner's outputs and cache come out."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.checks.messages import sentence
from grader.diagnosis import initial_weights
from grader.diagnosis.observations import Finding, Pattern
from grader.diagnosis.other_ways import OtherWays, Scope
from grader.diagnosis.patterns.network import cache_alone
from grader.steps.shared.networks import Network
from grader.steps.shared.wrong_ways import IN_NETWORKS, SLOPE, VALUE, Choices, of_network, one_or_two
from grader.steps.step2_network.wrong_passes import FORWARD


def _act(n: Network, i: int, z: np.ndarray, way: str) -> np.ndarray:
    names, last = n.activations, i == len(n.params) - 1
    right = VALUE[names[i]]
    table: dict[str, Callable[[], np.ndarray]] = {
        "not at output": lambda: z if last else right(z),
        "none": lambda: z,
        "only at output": lambda: right(z) if last else z,
        "first": lambda: VALUE[names[0]](z),
        "last": lambda: VALUE[names[-1]](z),
        "reversed": lambda: VALUE[names[::-1][i]](z),
        "sigmoid": lambda: VALUE["sigmoid"](z),
        "relu": lambda: VALUE["relu"](z),
        "tanh": lambda: VALUE["tanh"](z),
        "slope": lambda: SLOPE[names[i]](z),
        "twice": lambda: right(right(z)),
        "before product": lambda: z,
        "shifted": lambda: VALUE[names[(i + 1) % len(names)]](z),
        "delayed": lambda: VALUE[names[i - 1]](z) if i else z,
        "hidden of first": lambda: right(z) if last else VALUE[names[0]](z),
        "sigmoid at output": lambda: VALUE["sigmoid"](z) if last else right(z),
        "identity unknown": lambda: VALUE["sigmoid"](z) if names[i] == "identity" else right(z),
    }
    return table.get(way, lambda: right(z))()


def _z(n: Network, i: int, a: np.ndarray, choices: Choices) -> tuple[np.ndarray, np.ndarray]:
    """The pre-activation, with and without the bias."""
    W, b = n.params[i]
    last = i == len(n.params) - 1
    way, bias = choices.get("product", ""), choices.get("bias", "")
    if choices.get("activation") == "before product":
        a = VALUE[n.activations[i]](a)
    if bias == "before":
        a = a + b
    product = {"W.T": lambda: a @ W.T, "left": lambda: W @ a, "entries": lambda: a * W, "left T": lambda: W.T @ a}.get(
        way, lambda: a @ W
    )()
    table: dict[str, Callable[[], np.ndarray]] = {
        "none": lambda: product,
        "twice": lambda: product + 2 * b,
        "minus": lambda: product - b,
        "sum": lambda: product + b.sum(),
        "mean": lambda: product + b.mean(),
        "first": lambda: product + b[0],
        "after": lambda: product,
        "times": lambda: product * b,
        "first layer only": lambda: product + b if i == 0 else product,
        "before": lambda: product,
        "not at output": lambda: product if last else product + b,
        "column": lambda: product + b[:, None],
    }
    return table.get(bias, lambda: product + b)(), product


def _entry(
    n: Network,
    i: int,
    a_prev: np.ndarray,
    z: np.ndarray,
    product: np.ndarray,
    a: np.ndarray,
    z_below: np.ndarray,
    way: str,
) -> Any:
    table: dict[str, Callable[[], Any]] = {
        "swapped": lambda: (z, a_prev),
        "output first": lambda: (a, z),
        "a": lambda: (a_prev, a),
        "no bias": lambda: (a_prev, product),
        "X": lambda: (n.X, z),
        "slope": lambda: (a_prev, SLOPE[n.activations[i]](z)),
        "z, a": lambda: (z, a),
        "W": lambda: (n.params[i][0], z),
        "three": lambda: (a_prev, z, a),
        "only z": lambda: z,
        "only a": lambda: a_prev,
        "transposed": lambda: (a_prev.T, z.T),
        "z below": lambda: (z_below, z),
        "last row": lambda: (a_prev[-1], z[-1]),
        "first row": lambda: (a_prev[0], z[0]),
        "last sample": lambda: (a_prev[-1:], z[-1:]),
        "first sample": lambda: (a_prev[:1], z[:1]),
    }
    return table.get(way, lambda: (a_prev, z))()


def forward(n: Network, choices: Choices) -> Any:
    """Output and cache as they come out with these choices."""
    way = choices.get("input", "")
    a = (
        n.X - n.X.mean(axis=0)
        if way == "mean"
        else n.X / np.linalg.norm(n.X, axis=1, keepdims=True)
        if way == "scaled"
        else n.X
    )
    order = list(range(len(n.params)))
    chosen = {"only last": order[-1:], "without last": order[:-1], "first only": order[:1], "reversed": order[::-1]}
    cache, zs, z_below = [], [], n.X
    hidden = z = a
    for i in chosen.get(way, order):
        a_prev = n.X if way == "X" else a
        z, product = _z(n, i, a_prev, choices)
        a = _act(n, i, z, choices.get("activation", ""))
        if choices.get("bias") == "after":
            a = a + n.params[i][1]
        if way == "added":
            a = a + a_prev
        cache.append(_entry(n, i, a_prev, z, product, a, z_below, choices.get("cache", "")))
        zs.append(z)
        hidden, z_below = a_prev, z
        if way == "z" and i < len(n.params) - 1:
            a = z
    if way == "columns":
        a, cache = a.T, [(before.T, z.T) for before, z in cache]
    return _returned(
        _output(a, z, hidden, cache, choices.get("output", "")),
        _cache(n, a, cache, choices.get("cache", "")),
        zs,
        choices,
    )


def _output(a: np.ndarray, z: np.ndarray, hidden: np.ndarray, cache: list, way: str) -> Any:
    table: dict[str, Callable[[], Any]] = {
        "flat": a.ravel,
        "rounded": lambda: np.round(a),
        "classes": lambda: (a >= 0.5) * 1.0,
        "softmax": lambda: np.exp(a) / np.exp(a).sum(axis=1, keepdims=True),
        "z": lambda: z,
        "transposed": lambda: a.T,
        "hidden": lambda: hidden,
        "list": lambda: [entry[0] for entry in cache[1:]] + [a],
        "first row": lambda: a[0],
    }
    return table.get(way, lambda: a)()


def _cache(n: Network, a: np.ndarray, cache: list, way: str) -> Any:
    table: dict[str, Callable[[], Any]] = {
        "without last": lambda: cache[:-1],
        "without first": lambda: cache[1:],
        "last only": lambda: cache[-1:],
        "reversed": lambda: cache[::-1],
        "flat": lambda: [part for pair in cache for part in pair],
        "lists": lambda: ([pair[0] for pair in cache], [pair[1] for pair in cache]),
        "extra X": lambda: [(n.X, n.X), *cache],
        "empty": list,
        "extra": lambda: [*cache, (a, a)],
    }
    return table.get(way, lambda: cache)()


def _returned(y_hat: Any, cache: Any, zs: list, choices: Choices) -> Any:
    table: dict[str, Callable[[], Any]] = {
        "only y_hat": lambda: y_hat,
        "only cache": lambda: cache,
        "swapped": lambda: (cache, y_hat),
        "a, z": lambda: (y_hat, zs[-1]),
        "zs": lambda: (y_hat, zs),
    }
    return table.get(choices.get("returns", ""), lambda: (y_hat, cache))()


def _another_pass(words: str) -> Finding:
    return Finding(f"These are the values that come out when {words}.")


def _another_output(words: str) -> Finding:
    return Finding(sentence(words) if words.startswith("y_hat") else f"y_hat is what comes out when {words}.")


def _y_hat(n: Network, choices: Choices) -> Any:
    return forward(n, choices)[0]


OF_OUTPUT = {part: FORWARD[part] for part in ("activation", "bias", "input", "product", "output")}
OF_OUTPUT["input"] = {way: words for way, words in FORWARD["input"].items() if way != "columns"}  # that is of both

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "init_params": (initial_weights.explain,),
    "forward": (
        OtherWays("of_forward", one_or_two(FORWARD, forward), _another_pass, IN_NETWORKS, of_network),
        cache_alone,
        OtherWays("of_output", one_or_two(OF_OUTPUT, _y_hat), _another_output, Scope(part=0), of_network),
    ),
}
