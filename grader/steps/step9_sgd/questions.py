"""Public questions of step 9.

`fit` is asked mostly where chance cannot show: with one batch of all samples, or with samples that are all the same.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from grader.checks import canonical
from grader.checks.question import Question
from grader.steps.shared.networks import Network, SharedGenerator, deep, fixed, question_grads, single, square
from grader.steps.step9_sgd import oracle
from grader.steps.step9_sgd.oracle import Epoch, Problem


def _momentum_question(
    about: str, make: Callable[[], Network], rate: float, momentum: float, rest: bool = False
) -> Question:
    def arguments() -> tuple:
        params, grads = make().params, question_grads(make())
        velocity = [(0.0 * W if rest else W[::-1] - 0.31, 0.0 * b if rest else 0.7 - b[::-1]) for W, b in grads]
        return params, grads, velocity, rate, momentum

    return Question("momentum_step", about, arguments, cache(lambda: oracle.momentum_step(*arguments())), make)


def problem(network: Network, labels: list[int], rate: float, momentum: float, validation: int = 4) -> Problem:
    """A classifier; the last samples are for validation."""
    n = len(network.X) - validation
    X, X_val, known = network.X[:n], network.X[n:], np.array(labels)
    return Problem(network.params, X, known[:n], X_val, known[n:], network.activations, rate, momentum)


def two_layers() -> Problem:
    net = fixed((2, 3, 3), ("tanh", "identity"), 11, 3)
    return problem(net, [0, 1, 2, 2, 0, 1, 1, 0, 2, 1, 2], 0.5, 0.7)


def one_layer() -> Problem:
    return problem(fixed((2, 3), ("identity",), 9, 4), [0, 1, 2, 1, 0, 2, 0, 0, 0], 0.8, 0.0, validation=3)


def bouncing() -> Problem:
    """The rate is too large: the validation loss rises and falls."""
    return problem(fixed((2, 3), ("identity",), 12, 301), [0, 1, 2, 1, 0, 2] * 2, 6.0, 0.0, validation=6)


def all_the_same() -> Problem:
    """Five equal samples, for which no order counts."""
    p = two_layers()
    X, labels = np.repeat(p.X[:1], 5, axis=0), np.repeat(p.labels[:1], 5)
    return Problem(p.params, X, labels, p.X_val, p.labels_val, p.activations, 0.3, 0.6)


def in_twos() -> Problem:
    p = one_layer()
    return Problem(p.params, p.X[:5], p.labels[:5], p.X_val, p.labels_val, p.activations, 0.3)


def history(states: list[Epoch]) -> dict[str, np.ndarray]:
    columns = zip(*((s.before, s.validation_loss, s.accuracy) for s in states), strict=True)
    return dict(zip(canonical.KEYS, map(np.array, columns), strict=True))


def right_run(states: list[Epoch]) -> tuple:
    return states[oracle.best_epoch([state.validation_loss for state in states])].params, history(states)


def fit_arguments(p: Problem, batch_size: int, epochs: int, rng: np.random.Generator, *more: Any) -> tuple:
    return p.params, p.X, p.labels, p.X_val, p.labels_val, p.activations, p.rate, batch_size, epochs, rng, *more


def _fit_question(
    about: str, make: Callable[[], Problem], batch_size: int, epochs: int, *more: Any, batches: Any = None
) -> Question:
    @cache
    def states() -> list[Epoch]:
        p = make()
        found = [oracle.start(p)]
        for _ in range(epochs):
            found.append(oracle.one_epoch(p, found[-1], batches or [range(len(p.X))]))
        patience = more[1] if len(more) > 1 and more[1] is not None else epochs
        return found[1:][: oracle.epochs_until([state.validation_loss for state in found[1:]], patience)]

    question = Question(
        "fit",
        about,
        lambda: fit_arguments(make(), batch_size, epochs, np.random.default_rng(1), *more),
        lambda: right_run(states()),
        canonical=canonical.run,
        known=lambda: ([list(state.met) for state in states()], batches is None),
    )
    return question if batches else question.tagged("one batch")


def _replay(p: Problem, size: int) -> Callable[[tuple[int, ...]], float]:
    """The validation losses of trainings with two batches per epoch; a way to deal is told by its number."""
    ways = list(oracle.ways_to_deal(len(p.X), size))

    @cache
    def state(dealt: tuple[int, ...]) -> Epoch:
        return oracle.one_epoch(p, state(dealt[:-1]), ways[dealt[-1]]) if dealt else oracle.start(p)

    return lambda dealt: state(dealt).validation_loss


def _fit_questions() -> list[Question]:
    shared, replay = SharedGenerator(), _replay(in_twos(), 3)

    def by_chance(about: str, rng: Callable[[], np.random.Generator]) -> Question:
        return Question("fit", about, lambda: fit_arguments(in_twos(), 3, 5, rng()), replay=replay).tagged("training")

    return [
        _fit_question("4 epochs of a 2-3-3 network, one batch, momentum 0.7", two_layers, 7, 4, 0.7),
        _fit_question("1 epoch of a 2-3-3 network, one batch, momentum 0.7", two_layers, 7, 1, 0.7),
        _fit_question("5 epochs of one layer, one batch, without momentum and patience", one_layer, 50, 5),
        _fit_question("2 epochs of five equal samples, batches of 2", all_the_same, 2, 2, 0.6, batches=[[0], [1], [2]]),
        _fit_question("10 epochs whose losses rise and fall, without patience", bouncing, 6, 10, 0.0, None),
        _fit_question("10 epochs whose losses rise and fall, patience 2", bouncing, 6, 10, 0.0, 2),
        _fit_question("10 epochs whose losses rise and fall, patience 1", bouncing, 6, 10, 0.0, 1),
        _fit_question("10 epochs whose losses rise and fall, patience 3", bouncing, 6, 10, 0.0, 3),
        by_chance("batches of 3 of 5, seed 1", partial(np.random.default_rng, 1)),
        by_chance("batches of 3 of 5, seed 1 again", partial(np.random.default_rng, 1)),
        by_chance("batches of 3 of 5, seed 2", partial(np.random.default_rng, 2)),
        by_chance("batches of 3 of 5, a generator", shared.fresh),
        by_chance("batches of 3 of 5, the same generator again", shared.same),
    ]


def _momentum_questions() -> list[Question]:
    return [
        _momentum_question("a 3-5-4-2 network, rate 0.1, momentum 0.8", deep, 0.1, 0.8),
        _momentum_question("a 3-5-4-2 network at rest, rate 0.1, momentum 0.8", deep, 0.1, 0.8, rest=True),
        _momentum_question("a 4-4-4-4 network, rate 0.3, momentum 0.5", square, 0.3, 0.5),
        _momentum_question("one layer, rate 0.5, no momentum", single, 0.5, 0.0),
    ]


QUESTIONS: dict[str, Callable[[], list[Question]]] = {
    "momentum_step": _momentum_questions,
    "fit": _fit_questions,
}
