"""What is wrong with a training that keeps the best: the steps, the history, the epoch that comes back, the end."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks.canonical import KEYS
from grader.checks.compare import as_numbers, kind_of
from grader.checks.messages import sentence
from grader.diagnosis.observations import Finding, Observation, alike_numbers
from grader.steps.shared.pairs import Params, as_pairs
from grader.steps.step9_sgd import oracle
from grader.steps.step9_sgd.oracle import Epoch, Problem

Run = tuple[Observation, Problem, dict[str, np.ndarray], Params | None]


def problem_of(s: Observation) -> Problem:
    """What a question of fit asks."""
    params, X, labels, X_val, labels_val, activations, rate, _, _, _, *more = s.question.arguments()
    return Problem(params, X, labels, X_val, labels_val, activations, rate, more[0] if more else 0.0)


def epochs_of(s: Observation) -> int:
    return s.question.arguments()[8]


def _one_batch(s: Observation) -> bool:
    return s.question.arguments()[7] >= len(s.question.arguments()[1])


def _asked(seen: list[Observation]) -> list[Observation]:
    return [s for s in seen if s.question.expected is not None]


def of_fit(seen: list[Observation]) -> Finding | None:
    """The first thing that is wrong, in the order in which one thing leads to another."""
    asked = _asked(seen)
    if any(s.failure for s in asked) or not any(s.wrong for s in asked):
        return None
    if not all(isinstance(s.value, (list, tuple)) and len(s.value) == 2 for s in asked):
        return None  # what came back is told elsewhere
    if said := _about_history(asked):
        return said
    runs: list[Run] = []
    for s in asked:
        history = {key: as_numbers(s.value[1][key]) for key in KEYS}
        if any(array is None or array.ndim != 1 for array in history.values()):
            return Finding("Each list of the history should hold one plain number per epoch.")
        runs.append((s, problem_of(s), history, as_pairs(s.value[0], s.question.arguments()[0])))  # type: ignore[arg-type]
    return (
        _about_lengths(runs)
        or _about_steps(runs)
        or _about_batches(runs)
        or _about_numbers(runs)
        or _about_patience(runs)
        or _about_best(runs)
    )


def _about_history(asked: list[Observation]) -> Finding | None:
    for s in asked:
        history: Any = s.value[1]
        if isinstance(s.value[0], dict):
            return Finding("The two results have changed places: the params come first, and then the history.")
        if as_pairs(s.value, s.question.arguments()[0]):
            return Finding("Only the params come back.", "Two things are due, (params, history).")
        if not isinstance(history, dict):
            return Finding(
                f"The history should be a dict with the keys {', '.join(KEYS)}, and it is {kind_of(history)}."
            )
        if missing := [key for key in KEYS if key not in history]:
            return Finding(f"The history has no {missing[0]!r}.", f"Its three keys are {', '.join(KEYS)}.")
    return None


def _about_lengths(runs: list[Run]) -> Finding | None:
    free = [run for run in runs if len(run[0].question.arguments()) < 12 or run[0].question.arguments()[11] is None]
    for s, _, history, _ in free:
        lengths = {key: len(array) for key, array in history.items()}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{n} under {key!r}" for key, n in lengths.items())
            return Finding(
                f"On {s.question.label}, the three lists have {told}.", "One entry per epoch is due in each."
            )
    wrong = [(s, len(h["validation_loss"])) for s, _, h, _ in free if len(h["validation_loss"]) != epochs_of(s)]
    if not wrong:
        return None
    s, entries = wrong[0]
    when = "" if len(wrong) == len(free) else f" on {s.question.label}"
    return Finding(
        f"Without patience all {epochs_of(s)} epochs are to be run, and the history has {entries} entries{when}.",
        "What ends your loop, and where do you append?",
    )


def _others(p: Problem) -> Iterator[tuple[str, Problem]]:
    """Trainings that people write in place of the right one."""
    n = len(p.X)
    if p.momentum:
        yield "without momentum: is the velocity kept from step to step?", replace(p, momentum=0.0)
    yield "with a momentum of 0.9, whatever it should be", replace(p, momentum=0.9)
    yield "with a learning rate that is divided by the number of samples once more", replace(p, rate=p.rate / n)
    yield "with a learning rate that is multiplied by the number of samples", replace(p, rate=p.rate * n)
    yield "with half the learning rate", replace(p, rate=p.rate / 2)
    yield "with twice the learning rate", replace(p, rate=p.rate * 2)
    yield "that goes uphill: which sign has the step?", replace(p, rate=-p.rate)
    both = np.concatenate([p.X, p.X_val]), np.concatenate([p.labels, p.labels_val])
    yield "that learns from the validation data as well", replace(p, X=both[0], labels=both[1])
    yield "that learns from the validation data, and not from X_train", replace(p, X=p.X_val, labels=p.labels_val)
    yield "that is judged by the training data", replace(p, X_val=p.X, labels_val=p.labels)


def _losses(states: list[Epoch]) -> np.ndarray:
    return np.array([state.validation_loss for state in states])


def _begins(mine: np.ndarray, right: np.ndarray) -> bool:
    """Whether the losses are the right ones, as far as they go."""
    return alike_numbers(mine, right[: len(mine)]) if len(mine) <= len(right) else False


def _about_steps(runs: list[Run]) -> Finding | None:
    """Runs with one batch, in which the validation losses are not right from the first epochs on."""
    full = [(s, p, h["validation_loss"], oracle.full_batch(p, epochs_of(s))) for s, p, h, _ in runs if _one_batch(s)]
    if all(_begins(mine, _losses(states)) for _, _, mine, states in full):
        return None
    short = [(s, p, mine) for s, p, mine, states in full if len(mine) == epochs_of(s) <= 5]
    names = [words for words, _ in _others(full[0][1])] if short else []
    for words in names:
        others = [(dict(_others(p)).get(words, p), epochs_of(s), mine) for s, p, mine in short]
        with np.errstate(all="ignore"):
            if all(_begins(mine, _losses(oracle.full_batch(p, epochs))) for p, epochs, mine in others):
                said = f"With one batch of all samples, the validation losses are those of a training {words}"
                return Finding(sentence(said))
    behind = [(mine, _losses([oracle.start(p), *states])) for _, p, mine, states in full]
    if all(_begins(mine, right) for mine, right in behind):
        return Finding("The validation losses are one epoch behind: they are measured before the steps of the epoch.")
    ratios = [mine / _losses(states)[: len(mine)] for _, _, mine, states in full if len(mine) <= len(states)]
    if ratios and all(ratio.size and np.ptp(ratio) < 1e-4 for ratio in ratios):
        return Finding(
            f"The validation losses are {ratios[0][0]:.4g} times the right ones.",
            "Which mean is taken twice, or never?",
        )
    starts = [(mine, float(oracle.start(p).validation_loss)) for _, p, mine, _ in full]
    if all(mine.size and abs(mine[0] - start) < 1e-7 for mine, start in starts):
        return Finding(
            "The validation loss of the first epoch is that of the untrained network.", "When is it measured?"
        )
    if all(mine.size > 1 and np.ptp(mine) < 1e-12 for _, _, mine, states in full if len(states) > 1):
        return Finding(
            "After the first epoch nothing changes any more.",
            "Do batches come in the second epoch too? What minibatches gives can be gone through only once.",
        )
    firsts = [(mine, _losses(states)) for _, _, mine, states in full]
    if all(mine.size and abs(mine[0] - right[0]) < 1e-5 for mine, right in firsts):
        return Finding(
            "With one batch the first epoch is right, and the next are not.", "What is carried over to the next epoch?"
        )
    return Finding(
        "Even with one batch, the validation loss of the first epoch is not right.", "Which steps does an epoch make?"
    )


def _about_batches(runs: list[Run]) -> Finding | None:
    """Equal samples in batches of 2: how many steps does an epoch make?"""
    for s, p, history, _ in runs:
        if _one_batch(s):
            continue
        mine, due = history["validation_loss"], np.asarray(s.expected[1]["validation_loss"])
        if _begins(mine, due):
            continue
        for steps in (1, 2, 4, 5, 6):
            states = [oracle.start(p)]
            for _ in range(epochs_of(s)):
                states.append(oracle.one_epoch(p, states[-1], [[0]] * steps))
            if _begins(mine, _losses(states[1:])):
                times = "one step" if steps == 1 else f"{steps} steps"
                return Finding(f"Five samples in batches of 2 make three steps per epoch, and yours are {times}.")
        return Finding("One batch of all samples is right, and several batches are not: what does each of them do?")
    return None


def _as_far_as_both_go(s: Observation, mine: np.ndarray, due: np.ndarray) -> tuple[Observation, np.ndarray, np.ndarray]:
    entries = min(len(mine), len(due))
    return s, mine[:entries], due[:entries]


def _about_numbers(runs: list[Run]) -> Finding | None:
    for key, words in (("validation_accuracy", "accuracies"), ("train_loss", "training losses")):
        found = [_as_far_as_both_go(s, h[key], np.asarray(s.expected[1][key])) for s, _, h, _ in runs]
        wrong = [(s, mine, due) for s, mine, due in found if not alike_numbers(mine, due)]
        if not wrong:
            continue
        if key == "train_loss" and all(_begins(h[key], h["validation_loss"]) for _, _, h, _ in runs):
            return Finding(
                "The training losses are the validation losses once more.", "Of which data should they tell?"
            )
        with np.errstate(all="ignore"):
            ratios = [mine[due != 0] / due[due != 0] for _, mine, due in wrong]
        steady = [r for r in ratios if r.size and np.isfinite(r).all() and np.ptp(r) < 1e-4]
        factor = f"They are {steady[0][0]:.4g} times the right ones." if len(steady) == len(wrong) else ""
        what = "of X_val and y_val" if key == "validation_accuracy" else "of the training data"
        where = wrong[0][0].question.label
        return Finding(f"The validation losses are right, and the {words} {what} are not (on {where}).", factor)
    return None


def _about_patience(runs: list[Run]) -> Finding | None:
    for s, p, history, _ in runs:
        if len(s.question.arguments()) < 12 or s.question.arguments()[11] is None:
            continue
        patience, entries = s.question.arguments()[11], len(history["validation_loss"])
        losses = _losses(oracle.full_batch(p, epochs_of(s)))
        due = oracle.epochs_until(losses.tolist(), patience)
        if entries == due:
            continue
        told = ", ".join(f"{loss:.3g}" for loss in losses[: max(due, entries)])
        if entries == len(losses):
            return Finding(
                f"With patience={patience} it should stop after {due} epochs, and it runs to the end (losses {told})."
            )
        return Finding(
            f"With patience={patience} and the losses {told}, the history has {entries} epochs, and {due} are due."
        )
    return None


_RULES: list[tuple[str, Callable[[list[Epoch]], int]]] = [
    ("of the last epoch", lambda states: len(states) - 1),
    ("of the first epoch", lambda states: 0),
    ("of the epoch before the best", lambda states: oracle.best_epoch(_losses(states).tolist()) - 1),
    ("of the epoch after the best", lambda states: oracle.best_epoch(_losses(states).tolist()) + 1),
    ("of the highest validation loss", lambda states: int(np.argmax(_losses(states)))),
    ("of the best accuracy", lambda states: int(np.argmax([state.accuracy for state in states]))),
    ("of the lowest training loss", lambda states: int(np.argmin([state.before for state in states]))),
    ("of the lowest training loss", lambda states: int(np.argmin([state.after for state in states]))),
]


def _about_best(runs: list[Run]) -> Finding | None:
    found = []
    for s, p, history, params in runs:
        if not _one_batch(s) or params is None:
            continue
        states = [oracle.start(p), *oracle.full_batch(p, len(history["validation_loss"]))]
        found.append((params, states))
    if not found or all(_same(params, _best(states)) for params, states in found):
        return None
    if all(_same(params, states[0].params) for params, states in found):
        return Finding("The history is right, but the params that come back are those from the start.")
    for words, rule in _RULES:
        if all(_same(params, _params_of(states, rule(states[1:]))) for params, states in found):
            return Finding(
                f"The history is right, but the params that come back are those {words}.", "Which ones are due?"
            )
    return Finding("The history is right, but the params that come back are not those of the lowest validation loss.")


def _params_of(states: list[Epoch], epoch: int) -> Params:
    """The params after an epoch, counted from 0; -1 is the start."""
    return states[epoch + 1].params if epoch + 1 < len(states) else []


def _best(states: list[Epoch]) -> Params:
    return states[oracle.best_epoch(_losses(states[1:]).tolist()) + 1].params


def _same(a: Params, b: Params) -> bool:
    pairs = [pair for both in zip(a, b, strict=False) for pair in zip(*both, strict=True)]
    return len(a) == len(b) and all(alike_numbers(np.asarray(x), np.asarray(y)) for x, y in pairs)
