"""What can be said about wrong answers of step 9: momentum, and whole trainings by batches."""

from grader.diagnosis import dealing
from grader.diagnosis.observations import Pattern
from grader.diagnosis.patterns import fitting, stopping
from grader.diagnosis.patterns.momentum import of_momentum_step
from grader.steps.step9_sgd import fit_patterns

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "momentum_step": (of_momentum_step,),
    "fit": (  # in the order in which one thing leads to another
        fitting.of_form,
        fit_patterns.of_another_training,
        fitting.of_steps,
        fit_patterns.of_number_of_steps,
        fitting.of_batches,
        fitting.of_numbers,
        fitting.of_none,
        stopping.of_patience,
        fitting.of_patience,
        fit_patterns.of_epoch,
        fitting.of_best,
        dealing.explain,
    ),
}
