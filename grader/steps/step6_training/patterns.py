"""What can be said about wrong answers of step 6: steps, trainings, decisions."""

from grader.diagnosis import printed_losses
from grader.diagnosis.observations import Pattern
from grader.diagnosis.patterns import decisions, training
from grader.diagnosis.patterns.gradient_step import of_gradient_step
from grader.steps.step6_training import predict_patterns, wrong_trainings

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "gradient_step": (of_gradient_step,),
    "train": (
        training.of_train,
        wrong_trainings.of_params,
        wrong_trainings.of_losses,
        training.of_steps,
        training.of_losses,
        printed_losses.of_printing,
    ),
    "predict": (decisions.of_kind, predict_patterns.of_rule, decisions.of_values, predict_patterns.of_threshold),
}
