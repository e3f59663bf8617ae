"""Steps and training done in wrong ways: what became of the old weights, the gradient and the learning rate."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.compare import as_numbers
from grader.diagnosis import chains
from grader.diagnosis.observing import Seen, alike_numbers, told
from grader.messages import sentence
from grader.probes import Network, probe_grads
from grader.worker.wire import Stream

Params = list[tuple[np.ndarray, np.ndarray]]


def _pairs(value: Any, like: Params) -> Params | None:
    """The value as pairs of arrays in the shapes of `like`, or None."""
    if not isinstance(value, (list, tuple)) or len(value) != len(like):
        return None
    found = []
    for pair, (W, b) in zip(value, like, strict=True):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return None
        new_W, new_b = as_numbers(pair[0]), as_numbers(pair[1])
        if new_W is None or new_b is None or new_W.shape != W.shape or new_b.size != b.size:
            return None
        found.append((np.asarray(new_W, float), np.asarray(new_b, float).reshape(b.shape)))
    return found


def _step_formulas(old: np.ndarray, gradient: np.ndarray, rate: float) -> list[tuple[str, np.ndarray]]:
    """What people make of an old value, its gradient and the rate."""
    size = float(np.linalg.norm(gradient)) or 1.0
    safe = np.where(gradient == 0, 1, gradient)
    moves: list[tuple[str, np.ndarray]] = [
        ("learning_rate * gradient", rate * gradient),
        ("gradient", gradient),
        ("learning_rate ** 2 * gradient", rate**2 * gradient),
        ("gradient / learning_rate", gradient / rate),
        ("2 * learning_rate * gradient", 2 * rate * gradient),
        ("learning_rate * gradient / 2", rate * gradient / 2),
        ("learning_rate * sign(gradient)", rate * np.sign(gradient)),
        ("learning_rate * abs(gradient)", rate * np.abs(gradient)),
        ("learning_rate * gradient / its norm", rate * gradient / size),
        ("learning_rate * (gradient cut off at -1 and 1)", rate * np.clip(gradient, -1, 1)),
        ("learning_rate * mean(gradient)", rate * np.full_like(gradient, gradient.mean())),
        ("learning_rate * sum(gradient)", rate * np.full_like(gradient, gradient.sum())),
        ("learning_rate * gradient ** 2", rate * gradient**2),
        ("learning_rate", np.full_like(gradient, rate)),
        ("gradient + learning_rate", gradient + rate),
        ("gradient - learning_rate", gradient - rate),
        ("learning_rate / gradient", rate / safe),
        ("learning_rate * gradient / its number of rows", rate * gradient / len(gradient)),
        ("learning_rate * gradient / its number of entries", rate * gradient / gradient.size),
        (
            "learning_rate * the transposed gradient",
            rate * gradient.T if gradient.T.shape == gradient.shape else gradient * np.nan,
        ),
    ]
    moves += [(f"{own:g} * gradient, whatever the learning rate", own * gradient) for own in (0.001, 0.01, 0.1, 0.5)]
    found = [("right", old - rate * gradient), ("the old value, unmoved", old), ("0", 0 * old)]
    for words, move in moves:
        found += [(f"old - {words}", old - move), (f"old + {words}", old + move), (words, move), (f"-{words}", -move)]
        found += [(f"old * ({words})", old * move), (f"old * (1 - {words})", old * (1 - move))]
    found += [
        ("learning_rate * old - gradient", rate * old - gradient),
        ("learning_rate * (old - gradient)", rate * (old - gradient)),
        ("(1 - learning_rate) * old", (1 - rate) * old),
        ("(1 - learning_rate) * old - learning_rate * gradient", (1 - rate) * old - rate * gradient),
        ("(1 - learning_rate) * old + learning_rate * gradient", (1 - rate) * old + rate * gradient),
        ("(old - learning_rate) * gradient", (old - rate) * gradient),
        ("learning_rate * old", rate * old),
        ("gradient - learning_rate * old", gradient - rate * old),
        ("learning_rate * gradient - old", rate * gradient - old),
        ("right, but rounded", np.round(old - rate * gradient)),
        ("right, but cut off at -1 and 1", np.clip(old - rate * gradient, -1, 1)),
        ("old / gradient", old / safe),
    ]
    return found


def of_gradient_step(seen: list[Seen]) -> str | None:
    """How the new parameters are made of the old ones and the gradients: one formula for all W, and one for all b."""
    parts: dict[str, list[list[str]]] = {"W": [], "b": []}
    for s in seen:
        params, _, rate = s.probe.arguments()
        new = _pairs(s.value, params) if s.answer and not isinstance(s.answer.value, Stream) else None
        if new is None or s.probe.network is None:
            return None
        for made, old, grads in zip(new, params, probe_grads(s.probe.network()), strict=True):
            for name, value, before, gradient in zip("Wb", made, old, grads, strict=True):
                fits = [words for words, v in _step_formulas(before, gradient, rate) if alike_numbers(value, v)]
                parts[name].append(fits)
    words = {name: _shared(fits) for name, fits in parts.items()}
    if words["W"] == words["b"] == "right":
        return None
    if "some" in words.values():
        return "Some layers are right, and others are not: which layers does your loop visit?"
    if None in words.values():
        wrong = [name for name, text in words.items() if text != "right"]
        return (
            f"Every {'b' if wrong == ['W'] else 'W'} is right, and every {wrong[0]} is not."
            if len(wrong) == 1
            else None
        )
    same = words["W"] == words["b"]
    told = f"each new value is {words['W']}" if same else f"each W is {words['W']}, and each b is {words['b']}"
    return f"In what you return, {told}. Which way should each of them move, and how far?"


def _shared(fits: list[list[str]]) -> str | None:
    """The first formula that holds for all; "some" where a part is right and a part is not."""
    for words in fits[0]:
        if all(words in other for other in fits):
            return words
    return "some" if any("right" in other for other in fits) else None


TRAIN = {
    "uphill": "each step goes uphill: the sign of the step, or of the difference between y_hat and y, is turned round",
    "gradients once": "the gradients are computed once, and not again after each step",
    "forward once": "forward is run once, and not again after each step",
    "accumulated": "the gradients of earlier epochs are kept and added to the new ones",
    "momentum": "part of the last step is repeated in the next one",
    "per sample": "a step is made after every sample, where one step per epoch is due",
    "twice": "two steps are made in each epoch",
    "no steps": "the parameters never change: what becomes of that which gradient_step returns?",
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
    "flat y": "y_hat and y do not have the same shape when they are compared: (n,) against (n, 1) makes an n by n table",
    "restart": "each epoch starts again from the first parameters",
    "skip first": "one step too few is made",
    "one step": "only one step is made, however many epochs there are",
    "extra": "one step too many is made",
    "every other": "only every other epoch makes a step",
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
        a = chains.VALUE[name](a @ W + b)
    return a


def _chosen(n: Network, way: str) -> tuple[np.ndarray, np.ndarray]:
    cut = {"first sample": slice(0, 1), "last sample": slice(-1, None), "half of data": slice(0, len(n.X) // 2)}.get(
        way, slice(None)
    )
    return n.X[cut], n.y[cut]


def _grads(n: Network, params: Params, X: np.ndarray, y: np.ndarray, way: str) -> Params:
    p = _outputs(params, X, n.activations)
    d = MESSAGES[way](p, y) if way in MESSAGES else 2 * (p - y) / y.size
    grads = chains.backward(Network(params, X, y, n.activations, d), {})
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


def _trained(seen: list[Seen]) -> Iterator[tuple[Seen, Network, float, int, Params | None, np.ndarray | None]]:
    for s in seen:
        if s.answer is None or s.probe.network is None:
            continue
        params, _, _, _, rate, epochs, _ = s.probe.arguments()
        value = s.value if isinstance(s.value, (list, tuple)) and len(s.value) == 2 else (None, None)
        yield s, s.probe.network(), rate, epochs, _pairs(value[0], params), as_numbers(value[1])


def of_train(seen: list[Seen]) -> str | None:
    """What is wrong with the losses, the steps, or the order of the two."""
    runs = list(_trained(seen))
    shapes = [(losses.shape, epochs) for _, _, _, epochs, _, losses in runs if losses is not None and losses.ndim != 1]
    if shapes:
        shape, epochs = shapes[-1]
        held = "a single number" if shape == () else f"of shape {shape}"
        return f"After {epochs} epochs, losses is {held}. What is due is a list with one number for each epoch."
    if not runs or any(params is None or losses is None for *_, params, losses in runs):
        return None
    return _about_steps(runs) or _about_losses(runs)


def _same_params(a: Params, b: Params) -> bool:
    return all(alike_numbers(x, y) for p, q in zip(a, b, strict=True) for x, y in zip(p, q, strict=True))


def _losses_right(run: tuple) -> bool:
    s, _, _, epochs, _, losses = run
    return losses.shape == (epochs,) and alike_numbers(losses, np.asarray(s.expected[1], float))


def _about_steps(runs: list) -> str | None:
    if all(_same_params(run[4], run[0].expected[0]) for run in runs):
        return None
    losses_right = all(_losses_right(run) for run in runs)
    if losses_right and all(_same_params(params, n.params) for _, n, _, _, params, _ in runs):
        return "The losses are right, but the parameters that come back are those from the start. Which ones should the caller get?"
    with np.errstate(all="ignore"):
        for way, words in TRAIN.items():
            try:
                made = [train(n, rate, epochs, way) for _, n, rate, epochs, _, _ in runs]
            except (ValueError, ZeroDivisionError):
                continue
            pairs = list(zip(made, runs, strict=True))
            if all(_same_params(m[0], run[4]) for m, run in pairs):
                return sentence(f"The parameters are those that come out when {words}")
            if not losses_right and all(
                run[5].shape == (run[3],) and alike_numbers(np.array(m[1]), run[5]) for m, run in pairs
            ):
                return sentence(f"The losses are those that come out when {words}")
    if losses_right:
        return "The losses are right, but the parameters that come back are not those after the last step. Which ones are they?"
    one = [run for run in runs if run[3] == 1]
    if one and all(_same_params(run[4], run[0].expected[0]) for run in one):
        return "One epoch is right, and several are not: what is carried over from one epoch to the next, and what should be?"
    if all(run[5].size and run[0].expected[1] and abs(run[5][0] - run[0].expected[1][0]) > 1e-6 for run in runs):
        return "Even the first loss is not that of the parameters, X and y which train was given. Are they used as they are?"
    return None


def _about_losses(runs: list) -> str | None:
    rights = [(np.asarray(s.expected[1], float), np.asarray(losses, float), e) for s, _, _, e, _, losses in runs]
    steps_right = all(_same_params(params, s.expected[0]) for s, _, _, _, params, _ in runs)
    if all(_losses_right(run) for run in runs):
        return None
    before = "The parameters are right. " if steps_right else ""
    if all(len(losses) != e for _, losses, e in rights):
        longer = [e for _, losses, e in rights if len(losses) > e]
        return f"{before}{'More' if longer else 'Fewer'} losses come back than there are epochs: one per epoch is due."
    if any(len(losses) != e for _, losses, e in rights):
        right, losses, e = next(run for run in rights if len(run[1]) != run[2])
        return (
            f"{before}In one of the runs {e} epochs give {len(losses)} losses. Who decides how many epochs there are?"
        )
    long = [(right, losses) for right, losses, _ in rights if len(losses) > 2]
    if all(alike_numbers(losses[:-1], right[1:]) for right, losses in long):
        return f"{before}The list of losses is one epoch ahead: losses[0] is the loss after the first step. When is it measured?"
    if all(alike_numbers(losses[1:], right[:-1]) for right, losses in long):
        return f"{before}The list of losses is one epoch behind."
    if all(alike_numbers(losses[::-1], right) for right, losses in long):
        return f"{before}The losses are in reverse order."
    ratios = [np.ptp(losses / right) < 1e-4 for right, losses in long]
    if all(ratios):
        factor = float((long[0][1] / long[0][0])[0])
        same = all(abs(float((losses / right)[0]) - factor) < 1e-4 for right, losses in long)
        told_factor = (
            f"{factor:.4g} times the right ones"
            if same
            else "too large or too small by a factor that depends on the data"
        )
        return f"{before}The losses are {told_factor}."
    if all(alike_numbers(losses**2, right) for right, losses in long):
        return f"{before}The losses are the roots of the right ones."
    for digits in range(5):
        if all(np.allclose(losses, np.round(right, digits), atol=1e-9) for right, losses in long):
            return f"{before}The losses are rounded to {digits} decimals."
    if all(np.ptp(losses) < 1e-12 for _, losses in long):
        return f"{before}All losses are the same number."
    if steps_right:
        return "The parameters are right, and the list of losses is not. Which loss belongs to which epoch?"
    return None


def of_printing(seen: list[Seen]) -> str | None:
    """Lines that should not be there, or do not hold what they should."""
    for s in seen:
        if s.answer is None or s.wrong:
            return None
        every, lines = s.probe.arguments()[-1], told(s.answer)
        if every == 0 and lines:
            return "With print_every = 0 nothing is to be printed."
        if every and not lines:
            return f"With print_every = {every} the epoch and the loss are to be printed every {every} epochs, and nothing is."
        if every:
            return _about_lines(lines, every)
    return None


def _about_lines(lines: list[tuple[int, ...]], every: int) -> str | None:
    wanted = ([0, 3], [2, 5], [0, 3, 5], [0, 2, 5])
    epochs = [sorted(line[1:]) for line in lines]
    if any(len(w) == len(epochs) and all(i in e for i, e in zip(w, epochs, strict=True)) for w in wanted):
        numbers = [line[0] for line in lines]
        if all(line[0] in {i + k for i in line[1:] for k in (0, 1)} for line in lines):
            return None
        return (
            f"The printed lines begin with {numbers}, which are not the numbers of the epochs whose losses they tell."
        )
    if len(lines) not in (2, 3):
        return f"6 epochs with print_every = {every} make 2 lines, and {len(lines)} are printed."
    return "The printed lines do not tell the loss of every third epoch with the number of that epoch."
