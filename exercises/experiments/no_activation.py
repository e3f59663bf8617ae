"""No activation at all: what is left of the hidden layers when nothing bends."""

import numpy as np

import datasets
from exercises.experiments.bench import Experiment
from exercises.experiments.drawing import comparison_figure
from exercises.experiments.runs import Setting, comparison, train_all

SETTINGS = {
    f"{bend} on {name}": Setting((2, 4, 4, 1), (hidden, hidden, "sigmoid"), data, 1.0, epochs=600, learned=0.1)
    for name, data in {
        "linear": lambda seed: datasets.linear(100, np.random.default_rng(seed)),
        "XOR": lambda seed: datasets.xor(),
    }.items()
    for bend, hidden in {"none": "identity", "tanh": "tanh"}.items()
}

EXPERIMENT = Experiment(
    name="no_activation",
    title="No activation at all",
    setting=(
        "A 2-4-4-1 network learns linear data and XOR, for 600 epochs at learning rate 1: with tanh in both\n"
        "hidden layers, and with nothing in them (identity). The output is a sigmoid each time."
    ),
    guess="What can the network without a bend still learn, and what not? Does more training help?",
    measure=lambda kit, seeds, progress: train_all(kit, SETTINGS, seeds, progress),
    rows=lambda results: comparison(results, "hidden"),
    draw=lambda kit, results: comparison_figure(kit, results, "Three layers with a bend, and without", "hidden"),
    question=(
        "Multiply the three weight matrices of the network without a bend: which single layer does the same work?\n"
        "What would a fourth layer add?"
    ),
)

if __name__ == "__main__":
    EXPERIMENT.main()
