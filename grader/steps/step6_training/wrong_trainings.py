"""Training done in wrong ways, until the learner's parameters or losses come out."""

from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.messages import sentence
from grader.checks.question import Question
from grader.diagnosis.observations import Finding
from grader.diagnosis.other_ways import OtherWays, Scope, Way
from grader.diagnosis.pairs import Params
from grader.steps.shared import wrong_ways
from grader.steps.shared.networks import Network
from grader.steps.shared.wrong_ways import of_network
from grader.steps.step5_backprop.patterns import backward

TRAIN = {
    "uphill": "each step goes uphill: the sign of the step, or of the difference between y_hat and y, is turned round",
    "gradients once": "the gradients are computed once, and not again after each step",
    "forward once": "forward is run once, and not again after each step",
    "accumulated": "the gradients of earlier epochs are kept and added to the new ones",
    "momentum": "part of the last step is repeated in the next one",
    "per sample": "a step is made after every sample, where one step per epoch is due",
    "twice": "two steps are made in each epoch",
    "no steps": "the parameters never change: where does the value that gradient_step returns go?",
    "sum": "the step is too large by the number of entries of y: the mean is missing in the gradient",
    "samples": "the step is too large by the number of samples",
    "outputs": "the step is too large by the number of outputs",
    "half": "the step is half of what it should be",
    "double": "the step is twice what it should be",
    "rate squared": "the learning rate is used twice",
    "no rate": "the learning rate is not used",
    "1/n": "the step is divided by the number of samples once more",
    "1/size": "the step is divided by the number of entries once more",
    "decay": "the learning rate shrinks from epoch to epoch",
    "decay 0.99": "the learning rate shrinks from epoch to epoch",
    "decay 0.9": "the learning rate shrinks from epoch to epoch",
    "decay 0.95": "the learning rate shrinks from epoch to epoch",
    "decay 0.5": "the learning rate shrinks from epoch to epoch",
    "decay 0.999": "the learning rate shrinks from epoch to epoch",
    "decay by 0.01": "the learning rate shrinks from epoch to epoch",
    "decay by 0.1": "the learning rate shrinks from epoch to epoch",
    "decay by 0.001": "the learning rate shrinks from epoch to epoch",
    "no bias": "the biases never move",
    "only bias": "the weights never move",
    "last layer": "only the last layer learns",
    "first layer": "only the first layer learns",
    "first sample": "only the first sample is used",
    "last sample": "only the last sample is used",
    "half of data": "only a part of the samples is used",
    "error": "the loss's gradient is y_hat - y, without factor and mean",
    "loss": "backward gets the loss itself, where its gradient is due",
    "y_hat": "backward gets y_hat, where the gradient of the loss is due",
    "y": "backward gets y, where the gradient of the loss is due",
    "abs": "the gradient of the loss has lost its signs",
    "squared": "backward gets the squared errors, where the gradient of the loss is due",
    "sign": "backward gets the signs of the errors only",
    "flat y": "y_hat and y differ in shape when they are compared: (n,) against (n, 1) makes an n by n table",
    "restart": "each epoch starts again from the first parameters",
    "skip first": "one step too few is made",
    "one step": "only one step is made, however many epochs there are",
    "extra": "one step too many is made",
    "every other": "only every other epoch makes a step",
    "slope twice": "the slope of the last activation is multiplied in before backward, which does so itself",
    "reversed slopes": "backward gets the list of activations in the other direction",
    "clip": "the gradients are cut off at -1 and 1",
    "old": "each step uses the gradients of the epoch before",
    "first and last loss": "only some epochs make a step",
}
FACTORS: dict[str, Callable[[Network, float, int], float]] = {
    "uphill": lambda n, r, t: -1,
    "sum": lambda n, r, t: n.y.size,
    "samples": lambda n, r, t: n.y.shape[0],
    "outputs": lambda n, r, t: n.y.shape[1],
    "half": lambda n, r, t: 0.5,
    "double": lambda n, r, t: 2,
    "rate squared": lambda n, r, t: r,
    "no rate": lambda n, r, t: 1 / r,
    "1/n": lambda n, r, t: 1 / n.y.shape[0],
    "1/size": lambda n, r, t: 1 / n.y.size,
    "decay": lambda n, r, t: 1 / (t + 1),
    "decay 0.99": lambda n, r, t: 0.99**t,
    "decay 0.9": lambda n, r, t: 0.9**t,
    "decay 0.95": lambda n, r, t: 0.95**t,
    "decay 0.5": lambda n, r, t: 0.5**t,
    "decay 0.999": lambda n, r, t: 0.999**t,
    "decay by 0.01": lambda n, r, t: 1 / (1 + 0.01 * t),
    "decay by 0.1": lambda n, r, t: 1 / (1 + 0.1 * t),
    "decay by 0.001": lambda n, r, t: 1 / (1 + 0.001 * t),
    "every other": lambda n, r, t: 1 - t % 2,
    "error": lambda n, r, t: n.y.size / 2,
}
MESSAGES: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "loss": lambda p, y: np.full(y.shape, np.mean((p - y) ** 2)),
    "y_hat": lambda p, y: p,
    "y": lambda p, y: y * 1.0,
    "abs": lambda p, y: 2 * np.abs(p - y) / y.size,
    "squared": lambda p, y: (p - y) ** 2,
    "sign": lambda p, y: np.sign(p - y),
    "flat y": lambda p, y: 2 * (p - y.ravel()[None, :]).sum(axis=1, keepdims=True) / y.size**2,
}


def _outputs(params: Params, X: np.ndarray, names: list[str]) -> np.ndarray:
    a = X
    for (W, b), name in zip(params, names, strict=True):
        a = wrong_ways.VALUE[name](a @ W + b)
    return a


def _chosen(n: Network, way: str) -> tuple[np.ndarray, np.ndarray]:
    cut = {"first sample": slice(0, 1), "last sample": slice(-1, None), "half of data": slice(0, len(n.X) // 2)}.get(
        way, slice(None)
    )
    return n.X[cut], n.y[cut]


def _grads(n: Network, params: Params, X: np.ndarray, y: np.ndarray, way: str) -> Params:
    p = _outputs(params, X, n.activations)
    d = MESSAGES[way](p, y) if way in MESSAGES else 2 * (p - y) / y.size
    if way == "slope twice":
        a = _outputs(params[:-1], X, n.activations[:-1])
        d = d * wrong_ways.SLOPE[n.activations[-1]](a @ params[-1][0] + params[-1][1])
    grads = backward(Network(params, X, y, n.activations, d), {"slope": "reversed"} if way == "reversed slopes" else {})
    last = len(grads) - 1
    keep = {"no bias": (1, 0), "only bias": (0, 1)}.get(way, (1, 1))
    layers = {"last layer": {last}, "first layer": {0}}.get(way, set(range(last + 1)))
    grads = [(dW * keep[0], db * keep[1]) if i in layers else (dW * 0, db * 0) for i, (dW, db) in enumerate(grads)]
    return [(np.clip(dW, -1, 1), np.clip(db, -1, 1)) for dW, db in grads] if way == "clip" else grads


def _step(params: Params, grads: Params, rate: float) -> Params:
    return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]


def train(n: Network, rate: float, epochs: int, way: str) -> tuple[Params, list[float]]:
    """Gradient descent done in one of the wrong ways: the parameters and the losses."""
    params, losses = [(np.asarray(W, float), np.asarray(b, float)) for W, b in n.params], []
    start, X, y = params, *_chosen(n, way)
    kept: Params | None = None
    for t in range(epochs + (way == "extra")):
        losses.append(float(np.mean((_outputs(params, n.X, n.activations) - n.y) ** 2)))
        skipped = (way == "skip first" and t == 0) or (way == "one step" and t > 0) or way == "no steps"
        if skipped:
            continue
        if way == "per sample":
            for i in range(len(X)):
                params = _step(params, _grads(n, params, X[i : i + 1], y[i : i + 1], ""), rate)
            continue
        grads = (
            kept
            if kept and way in ("gradients once", "forward once")
            else _grads(n, start if way == "restart" else params, X, y, way)
        )
        if kept and way in ("accumulated", "momentum"):
            share = 1.0 if way == "accumulated" else 0.9
            grads = [(dW + share * kW, db + share * kb) for (dW, db), (kW, kb) in zip(grads, kept, strict=True)]
        used = kept if way == "old" and kept else grads
        kept = grads
        params = _step(start if way == "restart" else params, used, rate * FACTORS.get(way, lambda *_: 1.0)(n, rate, t))
        if way == "twice":
            params = _step(params, _grads(n, params, X, y, ""), rate)
    return params, losses[:epochs]


def _question(question: Question) -> tuple[Network, float, int]:
    (n,) = of_network(question)
    _, _, _, _, rate, epochs, _ = question.arguments()
    return n, rate, epochs


def _trainings(part: int) -> Callable[[], Iterator[Way]]:
    def all_of_them() -> Iterator[Way]:
        for way, words in TRAIN.items():
            yield words, lambda n, rate, epochs, way=way: train(n, rate, epochs, way)[part]

    return all_of_them


def _other_params(words: str) -> Finding:
    return Finding(sentence(f"The parameters are those that come out when {words}"))


def _other_losses(words: str) -> Finding:
    return Finding(sentence(f"The losses are those that come out when {words}"))


of_params = OtherWays("of_train", _trainings(0), _other_params, Scope(part=0, answered=True), _question)
of_losses = OtherWays("of_train", _trainings(1), _other_losses, Scope(part=1, answered=True, other="wrong"), _question)
