"""When a training with patience ends: rules that people write in place of the right one, tried on its history."""

from collections.abc import Callable, Iterable, Sequence
from itertools import product

import numpy as np

from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.patterns.fitting import Run, runs_of

# What is watched, as numbers of which the lowest is best. The right one stands first, here and below.
WATCHED: dict[str, Callable[[dict], Sequence[float]]] = {
    "": lambda history: history["validation_loss"],
    "the validation accuracy decides which epoch is the best": lambda history: -history["validation_accuracy"],
    "the training loss decides which epoch is the best": lambda history: history["train_loss"],
}
COUNTED = {
    "": lambda now, before, best: now < best,
    "an epoch is compared with the one before it, and not with the best": lambda now, before, best: now < before,
    "an epoch that is as good as the best counts as better": lambda now, before, best: now <= best,
}
RESET = {"": True, "the count is never set back to 0 when a better epoch comes": False}
AMBIGUOUS = 2  # rules that lead to the same epochs, of which it is still worth to tell
ENDS = {
    "": 0,
    "it ends one epoch after patience is used up": 1,
    "it ends one epoch before patience is used up": -1,
}


def _epochs(watched: Iterable[float], allowed: int, better: Callable, reset: bool) -> int | None:
    """After how many epochs a training ends by these rules; None where it goes on to the end."""
    best = before = np.inf
    count = 0
    for number, now in enumerate(watched, start=1):
        count = (0 if reset else count) if better(now, before, best) else count + 1
        if count and count >= allowed:
            return number
        best, before = min(best, now), now
    return None


def _history(run: Run) -> dict[str, np.ndarray]:
    """What is known of the course of the training: the learner's lists, or the right ones where they are longer."""
    due = run.asked.expected[1]
    return {key: max((mine, np.asarray(due[key], float)), key=len) for key, mine in run.history.items()}


def of_patience(seen: list[Observation]) -> Finding | None:
    """Which rule leads to the number of epochs of every training with patience, where not all of them are right."""
    runs = [run for run in runs_of(seen) if run.patience is not None]
    if all(len(run.losses) == len(run.due) for run in runs) or all(len(run.losses) == run.epochs for run in runs):
        return None
    for most in (1, 2):
        choices = product(WATCHED, COUNTED, RESET, ENDS)
        fitting = [c for c in choices if sum(map(bool, c)) == most and all(_fits(run, *c) for run in runs)]
        if fitting and len(fitting) <= AMBIGUOUS:
            told = "; or when ".join(", and ".join(name for name in choice if name) for choice in fitting)
            return Finding(
                f"The trainings with patience end as they do when {told}.",
                "How is it said in the text: which epoch is the best, and how long does it wait for a better one?",
            )
    return None


def _fits(run: Run, watched: str, counted: str, reset: str, end: str) -> bool:
    history = _history(run)
    known = len(history["validation_loss"])
    assert run.patience is not None
    found = _epochs(WATCHED[watched](history), run.patience + ENDS[end], COUNTED[counted], RESET[reset])
    mine = len(run.losses)
    if found is None:  # it would go on beyond what is known
        return mine == run.epochs or mine > known
    return found == mine
