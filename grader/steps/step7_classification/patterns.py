"""What can be said about wrong answers of step 7: probabilities, losses of labels, losses of single answers."""

from grader.diagnosis.observations import Pattern
from grader.steps.step7_classification.binary_patterns import at_the_ends, of_binary_cross_entropy, of_binary_gradient
from grader.steps.step7_classification.class_patterns import (
    of_accuracy,
    of_cross_entropy,
    of_cross_entropy_gradient,
    of_softmax,
)

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "softmax": (of_softmax,),
    "cross_entropy": (of_cross_entropy,),
    "cross_entropy_gradient": (of_cross_entropy_gradient,),
    "binary_cross_entropy": (of_binary_cross_entropy, at_the_ends),
    "binary_cross_entropy_gradient": (of_binary_gradient, at_the_ends),
    "accuracy": (of_accuracy,),
}
