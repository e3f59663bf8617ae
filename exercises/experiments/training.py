"""Training on two problems: one that a straight line solves, and one that it does not."""

import numpy as np

import datasets
from exercises.experiments.bench import Experiment
from exercises.experiments.drawing import comparison_figure
from exercises.experiments.runs import Setting, comparison, train_all

SETTINGS = {
    name: Setting((2, 4, 4, 1), ("tanh", "tanh", "sigmoid"), data, learning_rate=1.0, epochs=1200, learned=0.1)
    for name, data in {
        "linear": lambda seed: datasets.linear(100, np.random.default_rng(seed)),
        "XOR": lambda seed: datasets.xor_diagonals(),
    }.items()
}

EXPERIMENT = Experiment(
    name="training",
    title="A straight border, and a crossed one",
    setting=(
        "A 2-4-4-1 network (tanh, tanh, sigmoid) learns 100 points on two sides of a diagonal,\n"
        "and then the 21 points of XOR on two crossing diagonals. Learning rate 1, 1200 epochs."
    ),
    guess="Which of the two brings its loss below 0.1 first, and how many times as fast?",
    measure=lambda kit, seeds, progress: train_all(kit, SETTINGS, seeds, progress),
    rows=lambda results: comparison(results, "data"),
    draw=lambda kit, results: comparison_figure(kit, results, "One network, two problems", "data"),
    question=(
        "On XOR the loss rests near 0.25 before it falls. What does the network answer during that rest,\n"
        "and why is there nothing to be won by moving one straight border a little?"
    ),
)

if __name__ == "__main__":
    EXPERIMENT.main()
