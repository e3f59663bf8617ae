"""What a learner can do after each step, in two lines."""

from grader.curriculum import Step

NOW = {  # by module; a step without an entry has no picture
    "step1_activations": "You can now bend any number three ways, and you know how steep each bend is.",
    "step2_network": "You can now build a network of any size. So far it knows nothing.",
    "step3_loss": "You can now say how wrong a network is, and which way is worse.",
    "step4_gradient_check": "You can now measure any gradient by trial, and so judge a formula.",
    "step5_backprop": "You can now find the slope of every weight in one walk back.",
    "step6_training": "You can now train a network. Yours learns XOR, for which hidden units are needed.",
    "step7_classification": "You can now make probabilities of scores, and choose among many classes.",
    "step8_data": "You can now prepare data: scale them, split them, deal them in batches.",
    "step9_sgd": "You can now train as nearly everybody does. Your network reads digits.",
}


def card(step: Step) -> list[str]:
    """The two lines for a step that is finished; none where there is no picture of it.

    >>> from grader.curriculum import find_step
    >>> print("\\n".join(card(find_step("loss"))))
    step 3 is right. You can now say how wrong a network is, and which way is worse.
    look at it        python -m grader see 3
    """
    if step.module not in NOW:
        return []
    return [
        f"step {step.number} is right. {NOW[step.module]}",
        f"look at it        python -m grader see {step.number}",
    ]
