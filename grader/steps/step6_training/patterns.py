"""What can be said about wrong answers of step 6: steps, trainings, decisions."""

from grader.diagnosis import printed_losses
from grader.diagnosis.observations import Pattern
from grader.steps.step6_training.gradient_step_patterns import of_gradient_step
from grader.steps.step6_training.predict_patterns import of_predict
from grader.steps.step6_training.train_patterns import of_train

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "gradient_step": (of_gradient_step,),
    "train": (of_train, printed_losses.of_printing),
    "predict": (of_predict,),
}
