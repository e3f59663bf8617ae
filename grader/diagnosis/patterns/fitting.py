"""What is wrong with a training that keeps the best: its history, its first epochs, its end, what comes back."""

from typing import Any, NamedTuple

import numpy as np

from grader.checks.canonical import KEYS
from grader.checks.compare import as_numbers, kind_of
from grader.diagnosis.observations import Finding, Observation, alike_numbers
from grader.diagnosis.pairs import Params, as_pairs

History = dict[str, np.ndarray]


class Run(NamedTuple):
    """One training that came to its end: what was asked, the history that came back, and the params."""

    asked: Observation
    history: History
    params: Params | None

    @property
    def losses(self) -> np.ndarray:
        return self.history["validation_loss"]

    @property
    def due(self) -> np.ndarray:
        return np.asarray(self.asked.expected[1]["validation_loss"], float)

    @property
    def epochs(self) -> int:
        return self.asked.question.arguments()[8]

    @property
    def patience(self) -> int | None:
        arguments = self.asked.question.arguments()
        return arguments[11] if len(arguments) > 11 else None

    @property
    def one_batch(self) -> bool:
        """Whether a batch holds all samples."""
        return self.asked.question.arguments()[7] >= len(self.asked.question.arguments()[1])


def runs_of(seen: list[Observation]) -> list[Run]:
    """The trainings by the answers of which one can go on; none where not all of them have the form that is due."""
    asked = _asked(seen)
    if not asked or _about_history(asked):
        return []
    found = []
    for s in asked:
        history = {key: as_numbers(s.value[1][key]) for key in KEYS}
        if any(array is None or array.ndim != 1 for array in history.values()):
            return []
        found.append(Run(s, history, as_pairs(s.value[0], s.question.arguments()[0])))  # type: ignore[arg-type]
    return found


def with_one_batch(seen: list[Observation]) -> list[Run]:
    """Those in which a batch holds all samples."""
    return [run for run in runs_of(seen) if run.one_batch]


def _asked(seen: list[Observation]) -> list[Observation]:
    asked = [s for s in seen if s.question.expected is not None]
    if any(s.failure for s in asked) or not any(s.wrong for s in asked):
        return []
    return asked if all(isinstance(s.value, (list, tuple)) and len(s.value) == 2 for s in asked) else []


def of_form(seen: list[Observation]) -> Finding | None:
    """What comes back has another form, or its lists have other lengths, than is due."""
    asked = _asked(seen)
    if found := _about_history(asked):
        return found
    runs = runs_of(seen)
    if asked and not runs:
        return Finding("Each list of the history should hold one plain number per epoch.")
    return _about_lengths(runs)


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
            return Finding(f"The history has no {missing[0]!r}.", f"Its three keys are to be {', '.join(KEYS)}.")
    return None


def _about_lengths(runs: list[Run]) -> Finding | None:
    free = [run for run in runs if run.patience is None]
    for s, history, _ in free:
        lengths = {key: len(array) for key, array in history.items()}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{n} under {key!r}" for key, n in lengths.items())
            return Finding(
                f"On {s.question.label}, the three lists have {told}.", "One entry per epoch is due in each."
            )
    wrong = [run for run in free if len(run.losses) != run.epochs]
    if not wrong:
        return None
    run = wrong[0]
    when = "" if len(wrong) == len(free) else f" on {run.asked.question.label}"
    return Finding(
        f"Without patience all {run.epochs} epochs are to be run, and the history has {len(run.losses)} entries{when}.",
        "What ends your loop, and where do you append?",
    )


def begins(mine: np.ndarray, right: np.ndarray) -> bool:
    """Whether the losses are the right ones, as far as they go."""
    return alike_numbers(mine, right[: len(mine)]) if len(mine) <= len(right) else False


def _agree(run: Run) -> bool:
    """Whether the losses are right as far as both go."""
    entries = min(len(run.losses), len(run.due))
    return entries > 0 and alike_numbers(run.losses[:entries], run.due[:entries])


def of_steps(seen: list[Observation]) -> Finding | None:
    """Runs with one batch, in which the validation losses are not right from the first epochs on."""
    full = with_one_batch(seen)
    if all(_agree(run) for run in full):
        return None
    longer = [run for run in full if len(run.losses) > 1]
    if longer and all(begins(run.losses[1:], run.due) for run in longer):
        return Finding(
            "The validation losses are one epoch behind: the second entry of the history is what is due as the first.",
            "Is it measured before the steps of the epoch, or after them?",
        )
    ratios = [run.losses / run.due[: len(run.losses)] for run in full if len(run.losses) <= len(run.due)]
    if ratios and all(ratio.size and np.ptp(ratio) < 1e-4 for ratio in ratios):
        return Finding(
            f"The validation losses are {ratios[0][0]:.4g} times the right ones.",
            "Which mean is taken twice, or never?",
        )
    long = [run.losses for run in full if run.epochs > 1]
    if long and all(losses.size > 1 and np.ptp(losses) < 1e-12 for losses in long):
        return Finding(
            "After the first epoch nothing changes any more.",
            "Do batches come in the second epoch too? What minibatches gives can be gone through only once.",
        )
    if all(run.losses.size and abs(run.losses[0] - run.due[0]) < 1e-5 for run in full):
        return Finding(
            "With one batch the first epoch is right, and the next are not.", "What is carried over to the next epoch?"
        )
    return Finding(
        "Even with one batch, the validation loss of the first epoch is not right.", "Which steps does an epoch make?"
    )


def of_batches(seen: list[Observation]) -> Finding | None:
    """Right with one batch, and wrong with several."""
    if any(not run.one_batch and not _agree(run) for run in runs_of(seen)):
        return Finding("One batch of all samples is right, and several batches are not: what does each of them do?")
    return None


def _as_far_as_both_go(s: Observation, mine: np.ndarray, due: np.ndarray) -> tuple[Observation, np.ndarray, np.ndarray]:
    entries = min(len(mine), len(due))
    return s, mine[:entries], due[:entries]


def of_numbers(seen: list[Observation]) -> Finding | None:
    """Accuracies or training losses that are wrong, where the validation losses are right."""
    runs = runs_of(seen)
    for key, words in (("validation_accuracy", "accuracies"), ("train_loss", "training losses")):
        found = [_as_far_as_both_go(s, h[key], np.asarray(s.expected[1][key])) for s, h, _ in runs]
        wrong = [(s, mine, due) for s, mine, due in found if not alike_numbers(mine, due)]
        if not wrong:
            continue
        if key == "train_loss" and all(begins(run.history[key], run.losses) for run in runs):
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


def of_patience(seen: list[Observation]) -> Finding | None:
    """A training that ends too early, or too late."""
    for run in runs_of(seen):
        entries, due = len(run.losses), len(run.due)
        if run.patience is None or entries == due:
            continue
        longer = run.losses if entries > due else run.due
        told = ", ".join(f"{loss:.3g}" for loss in longer)
        if entries == run.epochs:
            return Finding(
                f"With patience={run.patience} it should stop after {due} epochs, and it runs to the end "
                f"(losses {told})."
            )
        return Finding(
            f"With patience={run.patience} and the losses {told}, the history has {entries} epochs, and {due} are due.",
            "When does the loop end: after how many epochs without a new best? Has the last epoch its entries by then?",
        )
    return None


def of_none(seen: list[Observation]) -> Finding | None:
    """None in place of the params, where no epoch was ever the best."""
    runs = [run for run in runs_of(seen) if run.asked.value[0] is None and run.losses.size]
    if not runs:
        return None
    losses = ", ".join(f"{loss:.3g}" for loss in runs[0].losses[:4])
    return Finding(
        f"None comes back in place of the params: none of the validation losses ({losses}) ever counts as the best.",
        "With which number does the best loss begin? The first epoch is always the best so far.",
        call=runs[0].asked,
    )


def of_best(seen: list[Observation]) -> Finding | None:
    """The history is right, and the params that come back are not."""
    runs = runs_of(seen)
    found = [(run.params, run) for run in runs if run.params is not None]
    if not found or all(_same(params, run.asked.expected[0]) for params, run in found):
        return None
    if all(_same(params, run.asked.question.arguments()[0]) for params, run in found):
        return Finding("The history is right, but the params that come back are those from the start.")
    return Finding("The history is right, but the params that come back are not those of the lowest validation loss.")


def _same(a: Params, b: Params) -> bool:
    pairs = [pair for both in zip(a, b, strict=False) for pair in zip(*both, strict=True)]
    return len(a) == len(b) and all(alike_numbers(np.asarray(x), np.asarray(y)) for x, y in pairs)
