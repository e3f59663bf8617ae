"""Questions with numbers for the hidden cells, where nbgrader grades in the kernel as it comes.

Graded outside the kernel, these cells are not run: the hidden suites judge, and know far more.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.checks.compare import bias
from grader.checks.sample_function import SampleFunction
from grader.checks.stored import to_text
from grader.diagnosis import knowledge
from grader.steps.shared.networks import Network, network
from grader.steps.shared.numeric import central_differences
from grader.steps.step1_activations.oracle import NUMBERS, elementwise
from grader.steps.step2_network.oracle import forward
from grader.steps.step3_loss.oracle import mse, mse_gradient
from grader.steps.step4_gradient_check.oracle import relative_error
from grader.steps.step5_backprop.oracle import backward
from grader.steps.step6_training.oracle import gradient_step, predict, train

Question = tuple[tuple, Any]  # arguments, and the right answer

SHAPES = [((3, 5, 4, 2), ("relu", "tanh", "sigmoid"), 6), ((4, 3), ("identity",), 5), ((4, 4, 4), ("tanh", "relu"), 4)]


def _elementwise(name: str, rng: np.random.Generator) -> list[Question]:
    signs = rng.choice([-1.0, 1.0], 12)
    arrays = [rng.uniform(0.1, 4, 12) * signs, (rng.uniform(0.1, 4, 12) * signs).reshape(3, 4)]
    arrays += [np.array([-3, -1, 2, 4]), np.array([-9000.0, -750.0, 750.0, 9000.0])]
    return [((z,), elementwise(name, z)) for z in arrays]


def _networks(rng: np.random.Generator) -> list[Network]:
    return [network(list(sizes), list(names), samples, rng) for sizes, names, samples in SHAPES]


def _forward(rng: np.random.Generator) -> list[Question]:
    return [((n.params, n.X, n.activations), forward(n.params, n.X, n.activations)) for n in _networks(rng)]


def _predict(rng: np.random.Generator) -> list[Question]:
    return [((n.params, n.X, n.activations), predict(n.params, n.X, n.activations)) for n in _networks(rng)]


def _backward(rng: np.random.Generator) -> list[Question]:
    return [
        (
            (n.params, n.cache, n.activations, n.d_output),
            backward(n.params, n.X, n.activations, n.d_output),
        )
        for n in _networks(rng)
    ]


def _pairs(name: str, rng: np.random.Generator) -> list[Question]:
    made = [(rng.normal(0, 2, shape), rng.normal(0, 2, shape)) for shape in [(6, 3), (5, 1), (1, 4), (3, 3)]]
    return [(pair, RIGHT[name](*pair)) for pair in made]


def _numerical_gradient(rng: np.random.Generator) -> list[Question]:
    found = []
    for shape, h in [((5,), 0.2), ((2, 3), 0.1), ((2, 2, 2), 0.3)]:
        f, x = SampleFunction(rng.uniform(-3, 3, shape), rng.uniform(-2, 2, shape)), rng.uniform(0.5, 2, shape)
        found.append(((f, x, h), central_differences(f, x, h)))
    return found


def _gradient_step(rng: np.random.Generator) -> list[Question]:
    found = []
    for n in _networks(rng):
        grads = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in n.params]
        found.append(((n.params, grads, 0.3), gradient_step(n.params, grads, 0.3)))
    return found


def _train(rng: np.random.Generator) -> list[Question]:
    found = []
    for sizes, names, rate in [([2, 3, 1], ["tanh", "sigmoid"], 0.8), ([3, 2], ["identity"], 0.1)]:
        n = network(sizes, names, 5, rng)
        params, losses = train(n.params, n.X, n.y, n.activations, rate, 4)
        expected = ([(W, bias(b)) for W, b in params], losses)
        found.append(((n.params, n.X, n.y, n.activations, rate, 4), expected))
    return found


MADE: dict[str, Callable[[np.random.Generator], list[Question]]] = {
    "forward": _forward,
    "predict": _predict,
    "backward": _backward,
    "numerical_gradient": _numerical_gradient,
    "gradient_step": _gradient_step,
    "train": _train,
}
RIGHT = {"mse": mse, "mse_gradient": mse_gradient, "relative_error": relative_error}  # of two arrays


def questions(name: str, seed: int) -> str:
    """Questions about a function as text: from the seed, or the public ones where it has none of its own.

    A function whose right answers are random has no questions here; its visible checks give the points.
    """
    rng = np.random.default_rng([seed, len(name)])
    if name in NUMBERS:
        return to_text(_elementwise(name, rng))
    if name in RIGHT:
        return to_text(_pairs(name, rng))
    if name in MADE:
        return to_text(MADE[name](rng))
    public = [
        question for question in knowledge.questions(name) if not question.canonical
    ]  # where one answer alone is right
    try:
        return to_text([(question.arguments(), question.expected()) for question in public if question.expected])
    except TypeError:
        return to_text([])
