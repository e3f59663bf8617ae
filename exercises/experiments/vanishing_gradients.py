"""Vanishing gradients: how much of the message from the loss arrives at the first layers of a deep network."""

from dataclasses import dataclass
from itertools import product

import numpy as np

import datasets
from exercises.experiments.bench import Experiment
from exercises.experiments.drawing import LOOKS, draw_band, finish_losses, new_figure
from exercises.experiments.runs import spread

HIDDEN_LAYERS = 8
SIZES = [2, *[16] * HIDDEN_LAYERS, 1]
NAMES = ("sigmoid", "relu", "tanh")
EPOCHS = 300
LEARNING_RATE = 0.2


@dataclass(frozen=True)
class Depth:
    """One deep network: the norm of dW in every layer before training, and the losses of a short training."""

    norms: np.ndarray
    losses: np.ndarray

    @property
    def arriving(self) -> float:
        """The norm in the first layer, as a part of that in the last one."""
        return float(self.norms[0] / self.norms[-1])


def measure(kit, seeds, progress):
    """Returns: by the hidden activation, a Depth for every seed."""
    results = {name: [] for name in NAMES}
    for name, seed in progress(list(product(NAMES, seeds))):
        results[name].append(look_into(kit, name, seed))
    return results


def look_into(kit, name, seed):
    activations = [name] * HIDDEN_LAYERS + ["sigmoid"]
    X, y = datasets.moons(100, 0.1, np.random.default_rng(seed))
    params = kit.init_params(SIZES, np.random.default_rng(seed))
    y_hat, cache = kit.forward(params, X, activations)
    grads = kit.backward(params, cache, activations, kit.mse_gradient(y_hat, y))
    _, losses = kit.train(params, X, y, activations, LEARNING_RATE, EPOCHS)
    return Depth(np.array([np.linalg.norm(dW) for dW, _ in grads]), np.array(losses))


def rows(results):
    headings = ["hidden", "dW of layer 1", f"dW of layer {HIDDEN_LAYERS + 1}", "first / last", f"loss after {EPOCHS}"]
    return headings, [
        [
            name,
            *(f"{np.median([depth.norms[layer] for depth in depths]):.1e}" for layer in (0, -1)),
            f"{np.median([depth.arriving for depth in depths]):.1e}",
            spread((depth.losses[-1] for depth in depths), 4),
        ]
        for name, depths in results.items()
    ]


def draw(kit, results):
    figure = new_figure(11, 4.5)
    left, right = figure.subplots(1, 2)
    layers = np.arange(1, len(SIZES))
    for look, (name, depths) in zip(LOOKS, results.items(), strict=False):
        draw_band(left, np.array([depth.norms for depth in depths]), name, look, layers)
        draw_band(right, np.array([depth.losses for depth in depths]), name, look)
    left.set(
        title="Gradient before training", xlabel="layer (1 is next to the input)", ylabel="norm of dW", yscale="log"
    )
    left.set_xticks(layers)
    left.legend(frameon=False, handlelength=3.5)
    finish_losses(right, "What comes of it")
    right.legend(frameon=False, handlelength=3.5)
    return figure


EXPERIMENT = Experiment(
    name="vanishing_gradients",
    title="Gradients that vanish on the way down",
    setting=(
        f"A network with {HIDDEN_LAYERS} hidden layers of 16 units meets the two moons, with sigmoid, ReLU or tanh\n"
        f"in all of them. We look at the norm of dW in every layer, and then train it for {EPOCHS} epochs\n"
        f"at learning rate {LEARNING_RATE:g}."
    ),
    guess="By what factor does the gradient of the first sigmoid layer differ from that of the last?",
    measure=measure,
    rows=rows,
    draw=draw,
    question=(
        "On its way down the message is multiplied by a slope in every layer. How large can the slope of sigmoid be,\n"
        "and what is left of 1 after eight such factors? Why does it go better with tanh, and with ReLU?"
    ),
    seeds=6,
)

if __name__ == "__main__":
    EXPERIMENT.main()
