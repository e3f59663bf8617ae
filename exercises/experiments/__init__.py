"""Experiments with your own network: guess first, then see a table and a figure.

`python -m exercises.experiments` lists them. In a notebook:
`from exercises.experiments.learning_rates import EXPERIMENT`, and `EXPERIMENT.run()`.
"""

NAMES = (
    "training",
    "learning_rates",
    "hidden_sizes",
    "activations",
    "no_activation",
    "overfitting",
    "zero_start",
    "vanishing_gradients",
)
