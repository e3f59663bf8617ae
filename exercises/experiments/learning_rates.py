"""Learning rates: from a crawl to a leap out of the valley."""

import datasets
from exercises.experiments.bench import Experiment
from exercises.experiments.drawing import comparison_figure
from exercises.experiments.runs import Setting, comparison, train_all

SETTINGS = {
    f"{rate:g}": Setting((2, 8, 1), ("tanh", "sigmoid"), lambda seed: datasets.xor(), rate, epochs=1000, learned=0.01)
    for rate in (0.01, 0.1, 1.0, 10.0, 100.0)
}

EXPERIMENT = Experiment(
    name="learning_rates",
    title="How long may a stride be?",
    setting=(
        "A 2-8-1 network (tanh, sigmoid) learns XOR for 1000 epochs, with the learning rates\n"
        "0.01, 0.1, 1, 10 and 100. With each of them it starts from the same weights."
    ),
    guess="Which rates bring the loss below 0.01? And what does the loss of the largest do?",
    measure=lambda kit, seeds, progress: train_all(kit, SETTINGS, seeds, progress),
    rows=lambda results: comparison(results, "rate"),
    draw=lambda kit, results: comparison_figure(kit, results, "One network on XOR, five learning rates", "rate"),
    question=(
        "With the largest rate the loss stays where it is, and does not grow without end. Which activation keeps it\n"
        "from growing, and what is the slope of that activation where the network now sits?"
    ),
)

if __name__ == "__main__":
    EXPERIMENT.main()
