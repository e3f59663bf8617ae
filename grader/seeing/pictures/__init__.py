"""A picture for every step, drawn by the learner's own functions: `draw(step, functions)`.

Each step has a module here, named after its subject, with a function `draw(sheet, functions)`.
"""

import importlib

from grader.curriculum import Step
from grader.seeing.functions import Functions, NotSeen
from grader.seeing.pictures.sheet import Sheet

PICTURES = {
    "step1_activations": "activations",
    "step2_network": "untrained",
    "step3_loss": "bowl",
    "step4_gradient_check": "trials",
    "step5_backprop": "gradients",
    "step6_training": "xor",
    "step7_classification": "classes",
    "step8_data": "batches",
    "step9_sgd": "digits",
}


def draw(step: Step, functions: Functions) -> Sheet:
    """The picture of a step. What cannot be drawn says why, in the picture and in `problems`. Raises NotSeen."""
    if step.module not in PICTURES:
        raise NotSeen(f"there is no picture of step {step.number} ({step.title})")
    sheet = Sheet()
    importlib.import_module(f"{__name__}.{PICTURES[step.module]}").draw(sheet, functions)
    return sheet
