"""What is wrong with a training: the steps, or the losses."""

from collections.abc import Iterator

import numpy as np

from grader.checks.compare import as_numbers
from grader.checks.question import Network
from grader.diagnosis.observations import Finding, Observation, alike_numbers
from grader.diagnosis.pairs import Params, as_pairs


def _trained(
    seen: list[Observation],
) -> Iterator[tuple[Observation, Network, float, int, Params | None, np.ndarray | None]]:
    for s in seen:
        if s.answer is None or s.question.network is None:
            continue
        params, _, _, _, rate, epochs, _ = s.question.arguments()
        value = s.value if isinstance(s.value, (list, tuple)) and len(s.value) == 2 else (None, None)
        yield s, s.question.network(), rate, epochs, as_pairs(value[0], params), as_numbers(value[1])


def of_train(seen: list[Observation]) -> Finding | None:
    """What is wrong with the form of the losses, or plain to see in the steps."""
    runs = list(_trained(seen))
    shapes = [(losses.shape, epochs) for _, _, _, epochs, _, losses in runs if losses is not None and losses.ndim != 1]
    if shapes:
        shape, epochs = shapes[-1]
        held = "a single number" if shape == () else f"of shape {shape}"
        return Finding(
            f"After {epochs} epochs, losses is {held}.", "What is due is a list with one number for each epoch."
        )
    if found := _other_network(seen):
        return found
    return _about_steps(runs) if _whole(seen) else None


def of_steps(seen: list[Observation]) -> Finding | None:
    """What is wrong with the steps, where they are those of no other training that is known."""
    runs = _whole(seen)
    return _about_unknown_steps(runs) if runs else None


def of_losses(seen: list[Observation]) -> Finding | None:
    """What is wrong with the losses."""
    runs = _whole(seen)
    return _about_losses(runs) if runs else None


def _whole(seen: list[Observation]) -> list:
    """The trainings, where from all of them params and losses come back."""
    runs = list(_trained(seen))
    return [] if any(params is None or losses is None for *_, params, losses in runs) else runs


def _other_network(seen: list[Observation]) -> Finding | None:
    """The params that come back have other shapes than those that were handed in."""
    for s in seen:
        value = s.value
        if not isinstance(value, (list, tuple)) or len(value) != 2 or not isinstance(value[0], (list, tuple)):
            continue
        for number, ((W, _), pair) in enumerate(zip(s.question.arguments()[0], value[0], strict=False), start=1):
            made = as_numbers(pair[0]) if isinstance(pair, (list, tuple)) and len(pair) == 2 else None
            if made is not None and made.ndim == 2 and made.shape not in (W.shape, W.shape[::-1]):
                return Finding(
                    f"On {s.question.label}, W of layer {number} comes back with the shape {made.shape}, and the one "
                    f"that was handed in has {W.shape}: another network was trained.",
                    "What happens to the params that train is given?",
                )
    return None


def _same_params(a: Params, b: Params) -> bool:
    return all(alike_numbers(x, y) for p, q in zip(a, b, strict=True) for x, y in zip(p, q, strict=True))


def _losses_right(run: tuple) -> bool:
    s, _, _, epochs, _, losses = run
    return losses.shape == (epochs,) and alike_numbers(losses, np.asarray(s.expected[1], float))


def _about_steps(runs: list) -> Finding | None:
    if all(_same_params(run[4], run[0].expected[0]) for run in runs):
        return None
    losses_right = all(_losses_right(run) for run in runs)
    if losses_right and all(_same_params(params, n.params) for _, n, _, _, params, _ in runs):
        return Finding(
            "The losses are right, but the parameters that come back are those from the start.",
            "Which ones should the caller get?",
        )
    moved = not any(_same_params(params, n.params) for _, n, _, _, params, _ in runs)
    if (
        moved
        and all(np.ptp(run[5]) < 1e-12 for run in runs if run[5].size > 1)
        and any(run[5].size > 1 for run in runs)
    ):
        return Finding(
            "All losses of a training are the same, although other parameters come back than those from the start.",
            "Of which predictions is the loss taken, and which parameters made them?",
        )
    if all(run[5].size == 1 for run in runs) and any(run[3] > 1 for run in runs):
        return Finding(
            "One loss comes back, however many epochs are asked for, and the parameters are not those of the last one.",
            "How many epochs are trained before your function ends?",
        )
    return None


def _about_unknown_steps(runs: list) -> Finding | None:
    if all(_same_params(run[4], run[0].expected[0]) for run in runs):
        return None
    losses_right = all(_losses_right(run) for run in runs)
    if losses_right:
        return Finding(
            "The losses are right, but the parameters that come back are not those after the last step.",
            "Which ones are they?",
        )
    one = [run for run in runs if run[3] == 1]
    if one and all(_same_params(run[4], run[0].expected[0]) for run in one):
        return Finding(
            "One epoch is right, and several are not: what is carried over from one epoch to the next, and "
            "what should be?"
        )
    if all(run[5].size and run[0].expected[1] and abs(run[5][0] - run[0].expected[1][0]) > 1e-6 for run in runs):
        return Finding(
            "Even the first loss is not that of the parameters, X and y which train was given.",
            "Are they used as they are?",
        )
    return None


def _earlier_calls(rights: list[tuple[np.ndarray, np.ndarray, int]]) -> bool:
    """Whether each list ends with its own losses and begins with all that the list held before."""
    longer = False
    before = rights[0][1][: -rights[0][2]]
    for right, losses, epochs in rights:
        if len(losses) < epochs or not alike_numbers(losses[-epochs:], right):
            return False
        if not alike_numbers(losses[:-epochs], before):
            return False
        longer, before = longer or len(losses) > epochs, losses
    return longer


def _about_losses(runs: list) -> Finding | None:
    rights = [(np.asarray(s.expected[1], float), np.asarray(losses, float), e) for s, _, _, e, _, losses in runs]
    steps_right = all(_same_params(params, s.expected[0]) for s, _, _, _, params, _ in runs)
    if all(_losses_right(run) for run in runs):
        return None
    before = "The parameters are right. " if steps_right else ""
    if _earlier_calls(rights):
        return Finding(
            f"{before}Before its own losses, the list still holds those of earlier calls.",
            "Where is the list made: in every call, or once, with the def?",
        )
    if all(len(losses) != e for _, losses, e in rights):
        longer = [e for _, losses, e in rights if len(losses) > e]
        return Finding(
            f"{before}{'More' if longer else 'Fewer'} losses come back than there are epochs: one per epoch is due."
        )
    if any(len(losses) != e for _, losses, e in rights):
        _, losses, e = next(run for run in rights if len(run[1]) != run[2])
        return Finding(
            f"{before}In one of the runs {e} epoch{'s' * (e > 1)} should give as many losses, and {len(losses)} come.",
            "Who decides how many epochs there are?",
        )
    long = [(right, losses) for right, losses, _ in rights if len(losses) > 2]
    if all(alike_numbers(losses[:-1], right[1:]) for right, losses in long):
        return Finding(
            f"{before}The list of losses is one epoch ahead: losses[0] is the loss after the first step.",
            "When is it measured?",
        )
    if all(alike_numbers(losses[1:], right[:-1]) for right, losses in long):
        return Finding(f"{before}The list of losses is one epoch behind.")
    if all(alike_numbers(losses[::-1], right) for right, losses in long):
        return Finding(f"{before}The losses are in reverse order.")
    ratios = [np.ptp(losses / right) < 1e-4 for right, losses in long]
    if all(ratios):
        factor = float((long[0][1] / long[0][0])[0])
        same = all(abs(float((losses / right)[0]) - factor) < 1e-4 for right, losses in long)
        told_factor = (
            f"{factor:.4g} times the right ones"
            if same
            else "too large or too small by a factor that depends on the data"
        )
        return Finding(f"{before}The losses are {told_factor}.")
    if all(alike_numbers(losses**2, right) for right, losses in long):
        return Finding(f"{before}The losses are the roots of the right ones.")
    for digits in range(5):
        if all(np.allclose(losses, np.round(right, digits), atol=1e-9) for right, losses in long):
            return Finding(f"{before}The losses are rounded to {digits} decimals.")
    if all(np.ptp(losses) < 1e-12 for _, losses in long):
        return Finding(f"{before}All losses are the same number.")
    if steps_right:
        return Finding("The parameters are right, and the list of losses is not.", "Which loss belongs to which epoch?")
    return None
