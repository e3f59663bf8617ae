"""Activations: sigmoid, ReLU and tanh in the hidden layers of one network."""

import datasets
from exercises.experiments.bench import Experiment
from exercises.experiments.drawing import comparison_figure
from exercises.experiments.runs import Setting, comparison, train_all

SETTINGS = {
    name: Setting((2, 4, 4, 1), (name, name, "sigmoid"), lambda seed: datasets.xor(), 2.0, epochs=2000, learned=0.01)
    for name in ("sigmoid", "relu", "tanh")
}

EXPERIMENT = Experiment(
    name="activations",
    title="Sigmoid, ReLU or tanh?",
    setting=(
        "A 2-4-4-1 network learns XOR for 2000 epochs at learning rate 2, with sigmoid, ReLU or tanh in both\n"
        "hidden layers (and sigmoid at the output). With each of them it starts from the same weights."
    ),
    guess="Which learns in the fewest epochs? And which of them fails from some starts?",
    measure=lambda kit, seeds, progress: train_all(kit, SETTINGS, seeds, progress),
    rows=lambda results: comparison(results, "hidden"),
    draw=lambda kit, results: comparison_figure(kit, results, "One network on XOR, three activations", "hidden"),
    question=(
        "The slope of sigmoid is at most 0.25, that of tanh at most 1. How does that explain the epochs? And where\n"
        "ReLU fails: what is the slope of a unit that is closed for all four points, and can it ever open again?"
    ),
)

if __name__ == "__main__":
    EXPERIMENT.main()
