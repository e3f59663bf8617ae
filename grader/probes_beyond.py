"""Public questions for steps 7 to 9, the same for every learner. They are chosen as those of the first six steps are.

What chance decides is asked with fixed seeds, again with the same seed, and twice with one generator. `fit` is asked
mostly where chance cannot show: with one batch of all samples, or with samples that are all the same.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from grader import oracle_beyond as oracle
from grader import settling
from grader.compare import REFUSED
from grader.oracle_beyond import Epoch, Problem
from grader.probe import Probe
from grader.probes import Network, deep, fixed, probe_grads, single, square

ORDINARY = np.array([[1.2, -0.7, 0.4], [-2.0, 0.3, 1.5], [0.6, 2.2, -1.1], [-0.4, -1.9, -0.8], [0.9, 0.1, 3.0]])
SQUARE = np.array([[0.5, 2.0, -1.0], [1.5, -0.5, 0.3], [-2.2, 0.8, 1.1]])
UNSURE = np.array([[0.2, 0.1, 0.0], [0.1, 0.3, 0.2], [0.0, 0.2, 0.1], [-0.3, -0.2, -0.1]])
FAR_APART = np.array([[-1e4, 0.0, 1e4], [1e4, -1e4, 0.0], [0.0, 1e4, -1e4]])
LOGITS: list[tuple[str, np.ndarray, list[int]]] = [
    ("5 samples, 3 classes", ORDINARY, [0, 2, 1, 2, 0]),
    ("3 samples, 3 classes", SQUARE, [2, 0, 0]),
    ("1 sample, 4 classes", np.array([[0.3, -1.2, 0.7, 2.1]]), [1]),
    ("integers", np.array([[2, 0, -1], [1, 3, 2], [-2, 0, 1], [4, 1, 2]]), [0, 1, 0, 2]),
    ("4 samples, 2 classes", np.array([[0.4, -0.6], [1.3, 2.0], [-0.5, 0.2], [3.0, 1.0]]), [0, 1, 0, 1]),
    ("6 samples, 4 classes, the last without a label", np.tile(np.sin(np.arange(12)), 2).reshape(6, 4), [0, 2, 1] * 2),
    ("very large logits", 1e4 + SQUARE[:, ::-1], [0, 1, 2]),
    ("very large negative logits", ORDINARY - 1e4, [0, 2, 1, 2, 0]),
    ("very large logits beside very small ones", SQUARE + np.array([[1e4], [0.0], [-1e4]]), [1, 0, 2]),
]


def _right(name: str, *arguments: Any) -> Callable[[], Any]:
    return cache(lambda: getattr(oracle, name)(*arguments))


def _softmax_probes() -> list[Probe]:
    cases = [(about, logits) for about, logits, _ in LOGITS if "classes, the last" not in about]
    cases.append(("very large differences", FAR_APART))
    return [
        Probe("softmax", about, lambda z=z: (z.copy(),), _right("softmax", z))  # type: ignore[misc]
        for about, z in cases
    ]


def _labelled_probes(name: str) -> list[Probe]:
    def probe(about: str, logits: np.ndarray, labels: list[int], right: Any = None, settle: Any = None) -> Probe:
        arguments = lambda: (logits.copy(), np.array(labels))  # noqa: E731
        return Probe(name, about, arguments, right or _right(name, logits, labels), settle=settle)

    found = [probe(*case) for case in LOGITS]
    if name == "accuracy":
        return [*found, probe("4 unsure samples, 3 classes", UNSURE, [0, 1, 0, 2])]
    if name == "cross_entropy":
        found.append(probe("very large differences, right", FAR_APART, [2, 0, 1]))
        found.append(probe("very large differences, wrong", FAR_APART, [0, 1, 2], lambda: 2e4, settling.hopeless_loss))
    else:
        due = (oracle.softmax(FAR_APART) - oracle.one_hot([2, 1, 2], 3)) / 3
        found.append(probe("very large differences", FAR_APART, [2, 1, 2], lambda: due))
    for label in (3, -1):
        found.append(probe(f"a label of {label} among 3 classes", ORDINARY[:2], [0, label], lambda: REFUSED))
    return found


ANSWERS = [
    ("4 samples, 3 outputs", np.array([[0.5, 0.2, 0.9], [0.1, 0.7, 0.25], [0.3, 0.6, 0.8], [0.05, 0.4, 0.75]])),
    ("5 samples, 1 output", np.array([[0.2], [0.9], [0.6], [0.1], [0.75]])),
    ("1 sample, 3 outputs", np.array([[0.4, 0.2, 0.7]])),
    ("3 samples, 3 outputs", np.array([[0.4, 0.2, 0.7], [0.15, 0.85, 0.5], [0.6, 0.3, 0.95]])),
    ("five answers in a row", np.array([0.3, 0.8, 0.45, 0.05, 0.6])),
]
SMALL = np.array([[1e-5], [1 - 1e-5], [2e-4], [1 - 2e-4]])


def _answer_probes(name: str) -> list[Probe]:
    def probe(about: str, y_hat: np.ndarray, y: np.ndarray, right: Any = None, settle: Any = None) -> Probe:
        return Probe(name, about, lambda: (y_hat.copy(), y.copy()), right or _right(name, y_hat, y), settle=settle)

    found = []
    for about, y_hat in ANSWERS:
        targets = (np.arange(y_hat.size) * 5 % 7 < 3).astype(float).reshape(y_hat.shape)
        found.append(probe(about, y_hat, targets))
    found.append(probe("targets that are integers", ANSWERS[1][1], np.array([[0], [1], [1], [0], [0]])))
    near = np.array([[0.0], [1.0], [1.0], [0.0]])
    exact = np.array([0.0, 1.0, 1.0, 0.0, 0.5]), np.array([0.0, 1.0, 0.0, 1.0, 1.0])
    if name == "binary_cross_entropy":
        found.append(probe("answers near 0 and 1", SMALL, near))
        found.append(probe("answers of exactly 0 and 1, all right", near, near))
        found.append(probe("an answer of exactly 0, wrong", np.array([0.0, 0.5]), np.array([1.0, 1.0])))
        found.append(probe("an answer of exactly 1, right", np.array([1.0, 0.5]), np.array([1.0, 1.0])))
        found.append(probe("answers of exactly 0 and 1, some wrong", *exact))
    else:
        due = (SMALL - near) / (SMALL * (1 - SMALL)) / 4
        found.append(probe("answers near 0 and 1", SMALL, near, lambda: due))
        right = lambda: np.array([0.2, -0.2, 2e11, -2e11, -0.4])  # noqa: E731
        found.append(probe("answers of exactly 0 and 1, some wrong", *exact, right, settling.steep_slopes))
    return found


def _one_hot_probe(about: str, labels: list[int], n_classes: int) -> Probe:
    return Probe("one_hot", about, lambda: (np.array(labels), n_classes), _right("one_hot", labels, n_classes))


TABLE = np.array([[1.5, -20.0, 7.0], [3.0, 35.0, 7.4], [-0.5, 10.0, 6.1], [2.2, 0.0, 8.8], [0.3, 5.0, 7.7]])
OTHERS = np.array([[2.0, 15.0, 7.1], [-1.0, 40.0, 6.0]])


def _scale_probe(about: str, train: np.ndarray, other: np.ndarray) -> Probe:
    return Probe("standardize", about, lambda: (train.copy(), other.copy()), _right("standardize", train, other))


def with_column(table: np.ndarray, values: Any) -> np.ndarray:
    changed = table.copy()
    changed[:, 1] = values
    return changed


def _scale_probes() -> list[Probe]:
    hardly = np.array([0.012, -0.008, 0.001, -0.011, 0.006])
    return [
        _scale_probe("5 rows and 2 others", TABLE, OTHERS),
        _scale_probe("3 rows and 3 others, 3 columns", TABLE[:3], TABLE[2:]),
        _scale_probe("5 rows and 1 other", TABLE, OTHERS[1:]),
        _scale_probe("a constant column of 0", with_column(TABLE, 0.0), with_column(OTHERS, 0.0)),
        _scale_probe("a constant column", with_column(TABLE, -2.5), with_column(OTHERS, -2.5)),
        _scale_probe("a column that hardly changes", with_column(TABLE, 3 + hardly), with_column(OTHERS, [3.0, 3.01])),
        _scale_probe("integers", np.array([[0, 16], [4, 3], [9, 9], [16, 0]]), np.array([[1, 5], [12, 8]])),
    ]


class SharedGenerator:
    """Two probes in a row that use one generator: the first makes it, the second goes on with it."""

    def __init__(self) -> None:
        self.generator = np.random.default_rng(5)

    def fresh(self) -> np.random.Generator:
        self.generator = np.random.default_rng(5)
        return self.generator

    def same(self) -> np.random.Generator:
        return self.generator


def numbered(n: int, two_targets: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Rows that tell their own number, and labels that belong to them."""
    k = np.arange(n)
    labels = 3 * k + 1
    return np.column_stack([k, 0.5 - k]).astype(float), np.column_stack([labels, -labels]) if two_targets else labels


def _dealing_probes(name: str, amounts: list[float]) -> list[Probe]:
    """amounts: fractions or batch sizes for 40, 11, 10 and 7 samples; the last with targets of two columns."""
    shared = SharedGenerator()

    def probe(about: str, n: int, amount: float, rng: Callable[[], np.random.Generator]) -> Probe:
        return Probe(name, about, lambda: (*numbered(n, n == 7), amount, rng()))

    def seeded(seed: int) -> Callable[[], np.random.Generator]:
        return partial(np.random.default_rng, seed)

    most, second, third, last = amounts
    return [
        probe("40 samples", 40, most, seeded(0)),
        probe("40 samples, seed 1", 40, most, seeded(1)),
        probe("40 samples, seed 1 again", 40, most, seeded(1)),
        probe("40 samples, seed 2", 40, most, seeded(2)),
        probe("40 samples, a generator", 40, most, shared.fresh),
        probe("40 samples, the same generator again", 40, most, shared.same),
        probe(f"11 samples, {second:g}", 11, second, seeded(3)),
        probe(f"10 samples, {third:g}", 10, third, seeded(4)),
        probe(f"7 samples, {last:g}, two targets each", 7, last, seeded(6)),
    ]


def _momentum_probe(about: str, make: Callable[[], Network], rate: float, momentum: float, rest: bool = False) -> Probe:
    def arguments() -> tuple:
        params, grads = make().params, probe_grads(make())
        velocity = [(0.0 * W if rest else W[::-1] - 0.31, 0.0 * b if rest else 0.7 - b[::-1]) for W, b in grads]
        return params, grads, velocity, rate, momentum

    return Probe("momentum_step", about, arguments, cache(lambda: oracle.momentum_step(*arguments())), make)


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
    return dict(zip(settling.KEYS, map(np.array, columns), strict=True))


def right_run(states: list[Epoch]) -> tuple:
    return states[oracle.best_epoch([state.validation_loss for state in states])].params, history(states)


def fit_arguments(p: Problem, batch_size: int, epochs: int, rng: np.random.Generator, *more: Any) -> tuple:
    return p.params, p.X, p.labels, p.X_val, p.labels_val, p.activations, p.rate, batch_size, epochs, rng, *more


def _fit_probe(
    about: str, make: Callable[[], Problem], batch_size: int, epochs: int, *more: Any, batches: Any = None
) -> Probe:
    @cache
    def states() -> list[Epoch]:
        p = make()
        found = [oracle.start(p)]
        for _ in range(epochs):
            found.append(oracle.one_epoch(p, found[-1], batches or [range(len(p.X))]))
        patience = more[1] if len(more) > 1 and more[1] is not None else epochs
        return found[1:][: oracle.epochs_until([state.validation_loss for state in found[1:]], patience)]

    return Probe(
        "fit",
        about,
        lambda: fit_arguments(make(), batch_size, epochs, np.random.default_rng(1), *more),
        lambda: right_run(states()),
        settle=settling.run,
        known=lambda: ([list(state.met) for state in states()], batches is None),
    )


def _replay(p: Problem, size: int) -> Callable[[tuple[int, ...]], float]:
    """The validation losses of trainings with two batches per epoch; a way to deal is told by its number."""
    ways = list(oracle.ways_to_deal(len(p.X), size))

    @cache
    def state(dealt: tuple[int, ...]) -> Epoch:
        return oracle.one_epoch(p, state(dealt[:-1]), ways[dealt[-1]]) if dealt else oracle.start(p)

    return lambda dealt: state(dealt).validation_loss


def _fit_probes() -> list[Probe]:
    shared, replay = SharedGenerator(), _replay(in_twos(), 3)

    def by_chance(about: str, rng: Callable[[], np.random.Generator]) -> Probe:
        return Probe("fit", about, lambda: fit_arguments(in_twos(), 3, 5, rng()), replay=replay)

    return [
        _fit_probe("4 epochs of a 2-3-3 network, one batch, momentum 0.7", two_layers, 7, 4, 0.7),
        _fit_probe("1 epoch of a 2-3-3 network, one batch, momentum 0.7", two_layers, 7, 1, 0.7),
        _fit_probe("5 epochs of one layer, one batch, without momentum and patience", one_layer, 50, 5),
        _fit_probe("2 epochs of five equal samples, batches of 2", all_the_same, 2, 2, 0.6, batches=[[0], [1], [2]]),
        _fit_probe("10 epochs whose losses rise and fall, without patience", bouncing, 6, 10, 0.0, None),
        _fit_probe("10 epochs whose losses rise and fall, patience 2", bouncing, 6, 10, 0.0, 2),
        _fit_probe("10 epochs whose losses rise and fall, patience 1", bouncing, 6, 10, 0.0, 1),
        _fit_probe("10 epochs whose losses rise and fall, patience 3", bouncing, 6, 10, 0.0, 3),
        by_chance("batches of 3 of 5, seed 1", partial(np.random.default_rng, 1)),
        by_chance("batches of 3 of 5, seed 1 again", partial(np.random.default_rng, 1)),
        by_chance("batches of 3 of 5, seed 2", partial(np.random.default_rng, 2)),
        by_chance("batches of 3 of 5, a generator", shared.fresh),
        by_chance("batches of 3 of 5, the same generator again", shared.same),
    ]


@cache
def probes() -> dict[str, list[Probe]]:
    """The probes of every function of these steps."""
    found = {"softmax": _softmax_probes()}
    found |= {name: _labelled_probes(name) for name in ("cross_entropy", "cross_entropy_gradient", "accuracy")}
    found |= {name: _answer_probes(name) for name in ("binary_cross_entropy", "binary_cross_entropy_gradient")}
    found["one_hot"] = [
        _one_hot_probe("6 labels, 3 classes", [2, 0, 1, 2, 1, 0], 3),
        _one_hot_probe("4 labels, 5 classes, the last ones without a label", [2, 0, 1, 2], 5),
        _one_hot_probe("4 labels, 4 classes", [3, 1, 0, 2], 4),
        _one_hot_probe("1 label, 3 classes", [1], 3),
    ]
    found["standardize"] = _scale_probes()
    found["train_validation_split"] = _dealing_probes("train_validation_split", [0.25, 0.3, 0.8, 0.4])
    found["minibatches"] = _dealing_probes("minibatches", [8, 4, 20, 3])
    found["momentum_step"] = [
        _momentum_probe("a 3-5-4-2 network, rate 0.1, momentum 0.8", deep, 0.1, 0.8),
        _momentum_probe("a 3-5-4-2 network at rest, rate 0.1, momentum 0.8", deep, 0.1, 0.8, rest=True),
        _momentum_probe("a 4-4-4-4 network, rate 0.3, momentum 0.5", square, 0.3, 0.5),
        _momentum_probe("one layer, rate 0.5, no momentum", single, 0.5, 0.0),
    ]
    found["fit"] = _fit_probes()
    return found
