"""What a learner can do after each step, and what there is to see then."""

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

SHOW = ("a page to show around:", "python -m grader progress --html progress.html")
MORE = {  # by module: what there is besides, from this step on
    "step2_network": [("see it in the browser:", "python -m grader play")],
    "step6_training": [
        ("watch it learn in the browser:", "python -m grader play"),
        ("the same in PyTorch:", "python -m grader torch 6"),
        SHOW,
    ],
    "step9_sgd": [
        ("draw a digit for it to read:", "python -m grader play"),
        ("the same in PyTorch:", "python -m grader torch 9"),
        SHOW,
    ],
}


def card(step: Step) -> str:
    """What to say of a step that is finished; "" where there is no picture of it.

    >>> from grader.curriculum import find_step
    >>> card(find_step("loss"))
    'step 3 is right. You can now say how wrong a network is, and which way is worse.'
    """
    return f"step {step.number} is right. {NOW[step.module]}" if step.module in NOW else ""


def ways(step: Step) -> list[tuple[str, str]]:
    """What to look at after a step, and the command for each; none where there is no picture of it.

    >>> from grader.curriculum import find_step
    >>> for what, command in ways(find_step("network")):
    ...     print(f"{what:<26} {command}")
    three questions on it:     python -m grader predict 2
    look at it:                python -m grader see 2
    see it in the browser:     python -m grader play
    """
    if step.module not in NOW:
        return []
    first = [("three questions on it:", f"python -m grader predict {step.number}")]
    return [*first, ("look at it:", f"python -m grader see {step.number}"), *MORE.get(step.module, [])]
