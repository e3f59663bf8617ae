"""A start from zero: what happens when no unit differs from its neighbour."""

import numpy as np

import datasets
from exercises.experiments.bench import Experiment
from exercises.experiments.drawing import comparison_figure
from exercises.experiments.runs import Run, Setting, comparison, spread, train_all


def constant(value):
    """A start in which all weights are equal."""
    return lambda params: [(np.full_like(W, value), np.zeros_like(b)) for W, b in params]


SETTINGS = {
    name: Setting(
        (2, 4, 4, 1),
        ("tanh", "tanh", "sigmoid"),
        lambda seed: datasets.moons(100, 0.1, np.random.default_rng(seed)),
        learning_rate=1.0,
        epochs=1000,
        learned=0.01,
        start=start,
    )
    for name, start in {"all 0": constant(0.0), "all 0.5": constant(0.5), "random": lambda params: params}.items()
}


def difference(run: Run) -> float:
    """How far the weights of two units of one hidden layer are apart, at most."""
    return max(float(np.ptp(W, axis=1).max()) for W, _ in run.params[:-1])


def rows(results):
    headings, lines = comparison(results, "start")
    for line, runs in zip(lines, results.values(), strict=True):
        line.append(spread((difference(run) for run in runs), 2))
    return [*headings, "units differ by"], lines


EXPERIMENT = Experiment(
    name="zero_start",
    title="A start from zero",
    setting=(
        "A 2-4-4-1 network (tanh, tanh, sigmoid) learns the two moons for 1000 epochs at learning rate 1:\n"
        "from weights that are all 0, all 0.5, and random."
    ),
    guess="Does the network learn from zero? And from 0.5, where every unit has something to say?",
    measure=lambda kit, seeds, progress: train_all(kit, SETTINGS, seeds, progress),
    rows=rows,
    draw=lambda kit, results: comparison_figure(kit, results, "One network on the two moons, three starts", "start"),
    question=(
        "From 0.5 the network learns something, yet after 1000 epochs its four units still carry the same weights.\n"
        "Why can the gradient not tell them apart? And which gradients are 0 when all weights are 0?"
    ),
    seeds=6,
)

if __name__ == "__main__":
    EXPERIMENT.main()
