"""Overfitting: a network that knows its few samples by heart, and what it makes of new ones."""

from dataclasses import dataclass

import numpy as np

import datasets
from exercises.experiments.bench import Experiment
from exercises.experiments.drawing import LOOKS, draw_band, draw_output, finish_losses, new_figure
from exercises.experiments.runs import spread

SAMPLES = (20, 200)
NOISE = 0.35
SIZES = [2, 16, 1]
ACTIVATIONS = ["tanh", "sigmoid"]
LEARNING_RATE = 1.0
CHECKPOINTS = np.unique(np.geomspace(1, 3001, 40).astype(int)) - 1  # epochs at which both losses are taken


@dataclass(frozen=True)
class Course:
    """One training: the losses on its samples and on new ones, at the checkpoints."""

    X: np.ndarray
    y: np.ndarray
    params: list
    training: np.ndarray
    validation: np.ndarray
    accuracy: float  # on new samples

    @property
    def gap(self) -> float:
        return float(self.validation[-1] - self.training[-1])

    @property
    def best(self) -> int:
        """The epoch with the smallest loss on new samples."""
        return int(CHECKPOINTS[np.argmin(self.validation)])


def measure(kit, seeds, progress):
    """Returns: by the number of samples, a Course for every seed."""
    results = {n: [] for n in SAMPLES}
    for n, seed in progress([(n, seed) for n in SAMPLES for seed in seeds]):
        results[n].append(follow(kit, n, seed))
    return results


def follow(kit, n, seed):
    rng = np.random.default_rng(seed)
    new_X, new_y = datasets.moons(500, NOISE, rng)
    X, y = datasets.moons(n, NOISE, rng)
    params = kit.init_params(SIZES, rng)
    training, validation = [], []
    for epochs in np.diff(CHECKPOINTS, prepend=0):
        params, _ = kit.train(params, X, y, ACTIVATIONS, LEARNING_RATE, int(epochs))
        training.append(kit.mse(kit.forward(params, X, ACTIVATIONS)[0], y))
        validation.append(kit.mse(kit.forward(params, new_X, ACTIVATIONS)[0], new_y))
    accuracy = float(np.mean(kit.predict(params, new_X, ACTIVATIONS) == new_y))
    return Course(X, y, params, np.array(training), np.array(validation), accuracy)


def rows(results):
    headings = ["samples", "loss on them", "loss on new ones", "smallest was", "at epoch", "right on new ones"]
    return headings, [
        [
            str(n),
            spread((course.training[-1] for course in courses), 3),
            spread((course.validation[-1] for course in courses), 3),
            f"{np.median([course.validation.min() for course in courses]):.3f}",
            f"{np.median([course.best for course in courses]):.0f}",
            spread((course.accuracy for course in courses), 2),
        ]
        for n, courses in results.items()
    ]


def draw(kit, results):
    figure = new_figure(10, 8)
    grid = figure.subplots(2, len(results), gridspec_kw={"height_ratios": (1, 1.2)})
    for (curves, plane), (n, courses) in zip(grid.T, results.items(), strict=True):
        draw_band(
            curves, np.array([course.training for course in courses]), "training samples", LOOKS[0], CHECKPOINTS + 1
        )
        draw_band(curves, np.array([course.validation for course in courses]), "new samples", LOOKS[1], CHECKPOINTS + 1)
        finish_losses(curves, f"{n} samples")
        curves.set_ylim(0, 0.3)
        curves.legend(title="loss on", loc="lower left", frameon=False, handlelength=3.5)
        course = sorted(courses, key=lambda course: course.gap)[(len(courses) - 1) // 2]
        mesh = draw_output(
            plane, lambda points, c=course: kit.forward(c.params, points, ACTIVATIONS)[0], course.X, course.y
        )
        plane.set_title(f"after {CHECKPOINTS[-1]} epochs: {course.accuracy:.0%} right on new ones", fontsize=10)
    figure.colorbar(mesh, ax=grid[1], label="output", shrink=0.8)
    figure.legend(*plane.get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
    return figure


EXPERIMENT = Experiment(
    name="overfitting",
    title="Learning by heart",
    setting=(
        f"A 2-16-1 network (tanh, sigmoid) learns noisy moons for {CHECKPOINTS[-1]} epochs at learning rate 1:\n"
        "20 samples, and 200. Beside the loss on these, its loss on 500 new samples is watched."
    ),
    guess="How does the loss on new samples go on while the loss on the 20 samples falls towards 0?",
    measure=measure,
    rows=rows,
    draw=draw,
    question=(
        "When would you have stopped the training on 20 samples, and what would you have to look at to know?\n"
        "The last loss on the samples is smaller with 20 than with 200. Is that good news?"
    ),
    seeds=6,
)

if __name__ == "__main__":
    EXPERIMENT.main()
