"""Probabilities of classes, labels that are to be refused, and the ends of the range from 0 to 1."""

import numpy as np

from grader.checks.compare import REFUSED, as_numbers
from grader.diagnosis.crashes import explain_error
from grader.diagnosis.heuristics import sizes_of
from grader.diagnosis.observations import Finding, Observation, alike_numbers
from grader.diagnosis.relations import constant_factor, name_for_all, names_of_factor


def ordinary(seen: list[Observation]) -> list[Observation]:
    """The questions without very large numbers, and without labels that are to be refused."""
    return [s for s in seen if not s.has("very large", "refused")]


def in_the_middle(seen: list[Observation]) -> list[Observation]:
    """The questions without answers at or near 0 and 1."""
    return [s for s in seen if not s.has("ends")]


def of_scale(everything: list[Observation]) -> Finding | None:
    """The softmax of the logits times some number."""
    factors = []
    for s in ordinary(everything):
        p, z = as_numbers(s.value), np.asarray(s.question.arguments()[0], float)
        if p is None or p.shape != z.shape or not (p > 0).all():
            return None
        found = np.diff(np.log(p), axis=1) / np.where(np.diff(z, axis=1) == 0, np.nan, np.diff(z, axis=1))
        factors += found[np.isfinite(found)].tolist()
    if not factors or np.ptp(factors) > 1e-4 or abs(factors[0] - 1) < 1e-4:
        return None
    return Finding(
        f"What you return is the softmax of {factors[0]:.3g} times the logits.", "Does anything stand before exp?"
    )


Compared = list[tuple[Observation, np.ndarray, np.ndarray]]  # the entries that came back, and those that are due


def of_label_entries(seen: list[Observation]) -> Finding | None:
    """A table with a row for each sample: right in the column of each label, and wrong elsewhere, or the other way."""
    own: Compared = []
    others: Compared = []
    for s in ordinary(seen):
        value, due, labels = as_numbers(s.value), s.expected, np.asarray(s.question.arguments()[1])
        if value is None or due is None or value.shape != due.shape or value.shape[1] < 2:
            return None
        chosen = np.arange(value.shape[1]) == labels[:, None]
        own.append((s, value[chosen].astype(float), due[chosen]))
        others.append((s, value[~chosen].astype(float), due[~chosen]))
    bad_own, bad_others = ([(s, a, b) for s, a, b in part if not alike_numbers(a, b)] for part in (own, others))
    if bool(bad_own) == bool(bad_others):
        return None
    factor = _shared_factor(bad_own or bad_others)
    how = f": there each entry is {factor}" if factor else ""
    if bad_others:
        return Finding(f"In the column of its label every row is right, and in the other columns it is not{how}.")
    return Finding(f"In the other columns every row is right, and in the column of its label it is not{how}.")


def _shared_factor(tables: Compared) -> str:
    factors = [(s, constant_factor(mine, due)) for s, mine, due in tables]
    names = [names_of_factor(factor, sizes_of(s)) for s, factor in factors if factor is not None]
    if len(names) < len(tables) or len(names) < 2:
        return ""
    return name_for_all(names)


def about_refusals(seen: list[Observation]) -> Finding | None:
    """Labels outside the classes that are answered, or met with another exception than the one that is due."""
    refused = [s for s in seen if s.question.is_refused]
    wrong = [s for s in refused if s.wrong]
    allowed = [s.failure.error if s.failure else None for s in seen if s not in refused]
    if all(error and "ValueError" in error.bases and not explain_error(error) for error in allowed):
        return Finding(
            f"{REFUSED[:1].upper() + REFUSED[1:]} is raised in every call, although all labels are classes.",
            "The logits come first, and the labels second. Has your def the same order?",
        )
    for s in seen:
        error = s.failure.error if s.failure else None
        if error and "ValueError" in error.bases and not explain_error(error):
            return Finding(
                f"On {s.question.label}, {REFUSED} is raised, although every label is a class.", "Which ones may pass?"
            )
    if not wrong or any(s.wrong for s in seen if s not in refused):
        return None
    s = wrong[0]
    if s.failure and s.failure.error:
        return Finding(
            f"On {s.question.label}, {s.failure.error.type} is raised, and {REFUSED} is due.",
            "Look at the labels first.",
        )
    others = "" if len(wrong) == len(refused) else "The other kind of wrong label is refused already. "
    said = f"On {s.question.label}, an answer comes back, and {REFUSED} is due."
    return Finding(said, f"{others}Nobody would notice wrong data.")


def at_the_ends(seen: list[Observation]) -> Finding | None:
    """Right for ordinary answers, and wrong at or near 0 and 1: the clipping."""
    wrong, middle = [s for s in seen if s.wrong], in_the_middle(seen)
    if not wrong or any(s in middle or s.failure for s in wrong):
        return None
    where, value = wrong[0].question.label, as_numbers(wrong[0].value)
    if value is not None and not np.isfinite(value).all():
        return Finding(
            f"On {where}, infinity or nan comes back.", "Is y_hat clipped at both ends, and before all else?"
        )
    return Finding(
        f"Right in the middle, and not on {where}.", "From where on is clipped, or what is added? 1e-12 is due."
    )
