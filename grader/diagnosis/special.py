"""Patterns of a single function or family: most of them try formulas, right and wrong ones, on the probes."""

from grader.diagnosis import (
    answers,
    chains,
    classes,
    curves,
    dealing,
    decisions,
    differences,
    fitting,
    formulas,
    passes,
    printing,
    scales,
    starts,
    steps,
    training,
    velocities,
)
from grader.diagnosis.observing import Pattern
from grader.oracle import NUMBERS

SPECIAL: dict[str, tuple[Pattern, ...]] = {
    "init_params": (starts.explain,),
    "forward": (passes.of_forward,),
    "mse": (formulas.of_loss,),
    "mse_gradient": (formulas.of_loss_gradient,),
    "numerical_gradient": (differences.of_numerical_gradient,),
    "relative_error": (differences.of_relative_error,),
    "backward": (chains.of_backward,),
    "gradient_step": (steps.of_gradient_step,),
    "train": (training.of_train, printing.of_printing),
    "predict": (decisions.of_predict,),
    "softmax": (classes.of_softmax,),
    "cross_entropy": (classes.of_cross_entropy,),
    "cross_entropy_gradient": (classes.of_cross_entropy_gradient,),
    "binary_cross_entropy": (answers.of_binary_cross_entropy, answers.at_the_ends),
    "binary_cross_entropy_gradient": (answers.of_binary_gradient, answers.at_the_ends),
    "accuracy": (classes.of_accuracy,),
    "one_hot": (scales.of_one_hot,),
    "standardize": (scales.of_standardize,),
    "momentum_step": (velocities.of_momentum_step,),
    "train_validation_split": (dealing.explain,),
    "minibatches": (dealing.explain,),
    "fit": (fitting.of_fit, dealing.explain),
}
ACTIVATION: tuple[Pattern, ...] = (curves.of_activation, curves.of_entries, curves.of_exchange)


def patterns(function: str) -> tuple[tuple[Pattern, ...], tuple[tuple[str, Pattern], ...]]:
    """The patterns to try before the general ones, and those to try when nothing else holds, with their names."""
    if function in NUMBERS:
        return ACTIVATION, (("curve", curves.of_curve),)
    return SPECIAL.get(function, ()), ()
