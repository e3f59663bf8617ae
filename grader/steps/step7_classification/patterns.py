"""What can be said about wrong answers of step 7: probabilities, losses of labels, losses of single answers."""

from grader.diagnosis.observations import Pattern
from grader.diagnosis.patterns.classes import about_refusals, at_the_ends, of_label_entries, of_scale
from grader.steps.step7_classification import binary_patterns, class_patterns
from grader.steps.step7_classification.binary_patterns import of_binary_cross_entropy, of_binary_gradient
from grader.steps.step7_classification.class_patterns import (
    of_accuracy,
    of_cross_entropy,
    of_cross_entropy_gradient,
    of_softmax,
)

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "softmax": (of_softmax, of_scale),
    "cross_entropy": (of_cross_entropy, about_refusals, class_patterns.of_epsilon),
    "cross_entropy_gradient": (of_cross_entropy_gradient, of_label_entries, about_refusals),
    "binary_cross_entropy": (of_binary_cross_entropy, binary_patterns.of_epsilon, at_the_ends),
    "binary_cross_entropy_gradient": (of_binary_gradient, at_the_ends),
    "accuracy": (of_accuracy,),
}
