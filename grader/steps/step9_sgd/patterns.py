"""What can be said about wrong answers of step 9: momentum, and whole trainings by batches."""

from grader.diagnosis import sampling
from grader.diagnosis.observations import Pattern
from grader.steps.step9_sgd.fit_patterns import of_fit
from grader.steps.step9_sgd.momentum_patterns import of_momentum_step

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "momentum_step": (of_momentum_step,),
    "fit": (of_fit, sampling.explain),
}
