"""Hidden sizes: how many units does XOR take?"""

import datasets
from exercises.experiments.bench import Experiment
from exercises.experiments.drawing import comparison_figure
from exercises.experiments.runs import Setting, comparison, train_all

SETTINGS = {
    f"{units}": Setting((2, units, 1), ("tanh", "sigmoid"), lambda seed: datasets.xor(), 2.0, epochs=800, learned=0.01)
    for units in (1, 2, 4, 8, 16)
}

EXPERIMENT = Experiment(
    name="hidden_sizes",
    title="How many hidden units does XOR take?",
    setting=(
        "Networks of 2-h-1 (tanh, sigmoid) learn XOR for 800 epochs at learning rate 2,\n"
        "with h = 1, 2, 4, 8 and 16 hidden units."
    ),
    guess="With how many units can it be done at all? And with how many from every start?",
    measure=lambda kit, seeds, progress: train_all(kit, SETTINGS, seeds, progress),
    rows=lambda results: comparison(results, "hidden units"),
    draw=lambda kit, results: comparison_figure(kit, results, "Networks of five sizes on XOR", "hidden units"),
    question=(
        "Each hidden unit draws one straight border, bent by tanh. Two of them are enough for XOR: why do\n"
        "two not find it from every start, and what do more units change about that?"
    ),
    seeds=12,
)

if __name__ == "__main__":
    EXPERIMENT.main()
