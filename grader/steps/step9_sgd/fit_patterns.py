"""Trainings that people write in place of the right one: other steps, other batches, another epoch that comes back."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from grader.checks.messages import sentence
from grader.checks.question import Question
from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.other_ways import OtherWays, Scope, Way
from grader.diagnosis.pairs import Params
from grader.diagnosis.patterns.fitting import Run, begins, runs_of, with_one_batch
from grader.steps.step9_sgd import oracle
from grader.steps.step9_sgd.oracle import Epoch, Problem


def problem_of(question: Question) -> Problem:
    """What a question of fit asks."""
    params, X, labels, X_val, labels_val, activations, rate, _, _, _, *more = question.arguments()
    return Problem(params, X, labels, X_val, labels_val, activations, rate, more[0] if more else 0.0)


def _states(run: Run) -> list[Epoch]:
    return oracle.full_batch(problem_of(run.asked.question), run.epochs)


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
    mean, deviation = p.X.mean(axis=0), p.X.std(axis=0) + (p.X.std(axis=0) == 0)
    scaled = (p.X - mean) / deviation, (p.X_val - mean) / deviation
    yield (
        "that standardizes X_train and X_val first, which are to be used as they come",
        replace(p, X=scaled[0], X_val=scaled[1]),
    )
    both = np.concatenate([p.X, p.X_val]), np.concatenate([p.labels, p.labels_val])
    yield "that learns from the validation data as well", replace(p, X=both[0], labels=both[1])
    yield "that learns from the validation data, and not from X_train", replace(p, X=p.X_val, labels=p.labels_val)
    yield "that is judged by the training data", replace(p, X_val=p.X, labels_val=p.labels)


def _losses(states: list[Epoch]) -> np.ndarray:
    return np.array([state.validation_loss for state in states])


def of_another_training(seen: list[Observation]) -> Finding | None:
    """Runs with one batch, in which the validation losses are those of another training."""
    asked = with_one_batch(seen)
    if not asked or all(begins(run.losses, _losses(_states(run))) for run in asked):
        return None
    short = [run for run in asked if len(run.losses) == run.epochs <= 5]
    names = [words for words, _ in _others(problem_of(asked[0].asked.question))] if short else []
    for words in names:
        problems = [problem_of(run.asked.question) for run in short]
        others = [dict(_others(p)).get(words, p) for p in problems]
        with np.errstate(all="ignore"):
            made = [_losses(oracle.full_batch(p, run.epochs)) for p, run in zip(others, short, strict=True)]
            if all(begins(run.losses, losses) for run, losses in zip(short, made, strict=True)):
                said = f"With one batch of all samples, the validation losses are those of a training {words}"
                return Finding(sentence(said))
    starts = [oracle.start(problem_of(run.asked.question)) for run in asked]
    behind = [_losses([start, *_states(run)]) for start, run in zip(starts, asked, strict=True)]
    if all(begins(run.losses, losses) for run, losses in zip(asked, behind, strict=True)):
        return Finding("The validation losses are one epoch behind: they are measured before the steps of the epoch.")
    if all(
        run.losses.size and abs(run.losses[0] - start.validation_loss) < 1e-7
        for run, start in zip(asked, starts, strict=True)
    ):
        return Finding(
            "The validation loss of the first epoch is that of the untrained network.", "When is it measured?"
        )
    return None


def of_number_of_steps(seen: list[Observation]) -> Finding | None:
    """Equal samples in batches of 2: how many steps does an epoch make?"""
    for run in runs_of(seen):
        if run.one_batch or begins(run.losses, run.due):
            continue
        p = problem_of(run.asked.question)
        for steps in (1, 2, 4, 5, 6):
            states = [oracle.start(p)]
            for _ in range(run.epochs):
                states.append(oracle.one_epoch(p, states[-1], [[0]] * steps))
            if begins(run.losses, _losses(states[1:])):
                times = "one step" if steps == 1 else f"{steps} steps"
                return Finding(f"Five samples in batches of 2 make three steps per epoch, and yours are {times}.")
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


def _of_question(question: Question) -> tuple[list[Epoch]]:
    assert question.expected
    epochs = len(question.expected()[1]["validation_loss"])
    p = problem_of(question)
    return ([oracle.start(p), *oracle.full_batch(p, epochs)],)


def _params_of(states: list[Epoch], rule: Callable[[list[Epoch]], int]) -> Params:
    """The params after the epoch that a rule names, counted from 0; -1 is the start."""
    return states[rule(states[1:]) + 1].params


def _rules() -> Iterator[Way]:
    for words, rule in _RULES:
        yield words, lambda states, rule=rule: _params_of(states, rule)


def _another_epoch(words: str) -> Finding:
    return Finding(f"The history is right, but the params that come back are those {words}.", "Which ones are due?")


ONE_BATCH = Scope(only=frozenset({"one batch"}), part=0, other="right")
of_epoch = OtherWays("of_fit", _rules, _another_epoch, ONE_BATCH, _of_question)
