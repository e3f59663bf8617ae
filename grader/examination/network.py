"""Does the learner's own network learn? All their modules together, on XOR. Carries no points."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from grader import curriculum
from grader.checks.answer import CRASHED, TIMED_OUT, LearnerFailed
from grader.checks.compare import as_numbers
from grader.examination.examiner import CALL_SECONDS, put
from grader.examination.loading import learners_module, load_with_care
from grader.examination.report import Network
from grader.examination.worker_client import Worker, WorkerFailed
from grader.submissions.submission import Submission

STARTS = 3  # where some function is wrong; the first that it does not learn from settles it
STARTS_OF_RIGHT_ONES = 1  # where all that it needs is right: then it learns as the reference does
RATE = 3.0
EPOCHS = 120  # of 400 starts with the reference's functions, each has learned after 100
USED = (
    *("sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative", "init_params", "forward", "mse", "mse_gradient"),
    *("backward", "gradient_step", "train", "predict"),
)
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
ACTIVATIONS = ["tanh", "sigmoid"]
AXIS = np.linspace(-0.5, 1.5, 25)  # of x1 and of x2, where the boundary is looked at
NETWORK_SECONDS = 40.0  # for all starts together; learners' networks take one or two
GRID = np.array([[x1, x2] for x2 in AXIS for x1 in AXIS])
CURVE_POINTS = 100
NO_FIT = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, MemoryError)
LARGEST = 1e12  # beyond, nothing can be drawn


class _Together:
    """All of the learner's modules in one worker, with nothing of the reference."""

    def __init__(self, worker: Worker, seconds: float):
        self.worker, self.seconds = worker, seconds
        self.deadline = time.monotonic() + NETWORK_SECONDS

    def ask(self, name: str, *arguments: Any) -> Any:
        if time.monotonic() > self.deadline:
            raise LearnerFailed(TIMED_OUT, f"{name}: the {NETWORK_SECONDS:g} seconds for the network are used up")
        try:
            return put(self.worker, curriculum.functions()[name], arguments, self.seconds).value
        except WorkerFailed as failed:
            outcome = TIMED_OUT if failed.kind == "timed out" else CRASHED
            raise LearnerFailed(outcome, f"{name}: {failed.detail}") from None


class _Start(NamedTuple):
    """One training: the parameters after it, what the learner's `train` said of its losses."""

    learned: bool
    final: float
    trained: Any
    losses: np.ndarray | None


def _one_start(together: _Together, seed: int) -> _Start:
    params = together.ask("init_params", [2, 8, 1], np.random.default_rng(seed))
    trained, losses = together.ask("train", params, X, Y, ACTIVATIONS, RATE, EPOCHS)
    answers = as_numbers(together.ask("predict", trained, X, ACTIVATIONS))
    found = as_numbers(losses)
    losses = None if found is None else found.astype(float)
    learned = answers is not None and answers.shape == Y.shape and bool((answers == Y).all())
    final = float(losses.flat[-1]) if losses is not None and losses.size else float("nan")
    return _Start(learned, final, trained, losses)


def _curve(losses: np.ndarray | None) -> tuple[tuple[int, float], ...]:
    """Some of the losses with their epochs, the first and the last among them."""
    if losses is None or losses.ndim != 1 or len(losses) < 2 or not (np.abs(losses) <= LARGEST).all():
        return ()
    epochs = np.unique(np.linspace(0, len(losses) - 1, CURVE_POINTS).round().astype(int))
    return tuple((int(epoch), float(f"{losses[epoch]:.5g}")) for epoch in epochs)


def _boundary(together: _Together, trained: Any) -> tuple[tuple[float, ...], ...]:
    """What the trained network answers on the grid, by rows of x2."""
    try:
        answers = as_numbers(together.ask("forward", trained, GRID, ACTIVATIONS)[0])
    except (LearnerFailed, *NO_FIT):
        return ()
    if answers is None or answers.shape != (len(GRID), 1) or not (np.abs(answers) <= LARGEST).all():
        return ()
    rows = answers.astype(float).round(3).reshape(len(AXIS), len(AXIS)) + 0.0
    return tuple(tuple(float(value) for value in row) for row in rows)


def try_network(
    submission: Submission,
    seed: int,
    seconds: float = CALL_SECONDS,
    new_worker: Callable[[], Worker] = Worker,
    starts: int = STARTS,
) -> Network:
    """Train the learner's own 2-8-1 network (tanh, sigmoid, rate 3) from one start or several."""
    needed = dict.fromkeys(curriculum.functions()[name].step.module for name in USED)
    missing = [name for name in needed if name not in submission.sources or name in submission.unreadable]
    if missing:
        return Network("not complete", said=f"{missing[0]}.py is missing or cannot be read")
    there = [step.module for step in curriculum.steps() if step.module in submission.sources]
    modules = [learners_module(submission, module) for module in there]
    try:
        loaded, _, _ = load_with_care(new_worker, modules, ["step2_network", "step6_training"], seconds)
    except LearnerFailed as failed:
        return Network("not complete", said=failed.said, details=failed.shown)
    results: list[_Start] = []
    with loaded as worker:
        together = _Together(worker, seconds)
        try:
            while len(results) < starts and all(each.learned for each in results):
                results.append(_one_start(together, seed + len(results)))
            boundary = _boundary(together, results[0].trained)  # last, since the worker may not survive it
        except LearnerFailed as failed:
            outcome = "not complete" if not results else "does not learn"
            learned = sum(each.learned for each in results)
            return Network(outcome, len(results), learned, said=failed.said, details=failed.shown)
        except NO_FIT:
            return Network("does not learn", len(results), said="the functions do not fit together")
    tried, learned = len(results), sum(each.learned for each in results)
    finals = tuple(each.final for each in results if np.isfinite(each.final))
    outcome, said = "learns", f"learns XOR, from {starts} of {starts} starts" if starts > 1 else "learns XOR"
    if learned < tried:
        last = results[-1].final
        ends = f"ends at {last:.2g}" if np.isfinite(last) else "is not a number"
        outcome, said = "does not learn", f"{f'from start {tried} ' * (tried > 1)}the loss on XOR {ends}"
    return Network(outcome, tried, learned, finals, said, curve=_curve(results[0].losses), boundary=boundary)
