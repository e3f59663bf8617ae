"""Right on some questions and wrong on others: what the wrong ones have in common tells what to look at."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.heuristics import layers_of, leaves, sizes_of
from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.relations import relate

ENOUGH = 3  # questions of a kind that are tried, before anything is said of the kind
ACTIVATIONS = {"identity", "sigmoid", "relu", "tanh"}


def about_places(seen: list[Observation]) -> Finding | None:
    """Right on some questions and not on others: integers, tails, a single sample, one layer ..."""
    wrong = [s for s in seen if s.wrong]
    right = [s for s in seen if not s.wrong]
    if not wrong or not right:
        return None
    where = _where(wrong, right)
    if where is None:
        return None
    how = _relation_words(wrong[0])
    said = where.said
    if said.startswith(("Right", "Wrong")):  # what other calls would show is not known
        said = f"In the calls tried: {said[0].lower()}{said[1:]}"
    return replace(where, said=said, ask=" ".join(part for part in (where.ask, how) if part))


def about_square_layers(seen: list[Observation]) -> Finding | None:
    """Wrong exactly where a layer after the first has as many units as inputs."""
    made = [(s, s.question.network()) for s in seen if s.question.network]
    square = [any(W.shape[0] == W.shape[1] > 1 for W, _ in n.params[1:]) for _, n in made]
    wrong = [s.wrong for s, _ in made]
    if any(s.failure for s in seen) or wrong != square or sum(wrong) < 2:
        return None
    return Finding(
        "In the calls tried: wrong only where a layer after the first has as many units as inputs.",
        "There a product with W fits as well as one with W.T. Which one do you take, and when?",
    )


def _where(wrong: list[Observation], right: list[Observation]) -> Finding | None:
    if all(s.difference and s.difference.kind == "finite" for s in wrong):
        return _not_finite(wrong)
    # Which questions are the wrong ones, the words, and whether enough was asked to say so.
    rules: list[tuple[Callable[[Observation], bool], Finding, Callable[[list[Observation]], bool]]] = [
        (
            lambda s: s.has("integers"),
            Finding("Right for floats, wrong for integers: does something on the way keep whole numbers only?"),
            _always,
        ),
        (
            lambda s: s.has("very large", "left tail", "right tail"),
            Finding("Right near 0, wrong in the tails: is something cut off there?"),
            _always,
        ),
        (lambda s: s.has("very large"), Finding("Right for ordinary numbers, wrong for very large ones."), _always),
        (lambda s: s.has("zero"), Finding("Right everywhere but at an exact 0.", "Which branch does 0 take?"), _always),
        (
            lambda s: s.has("negative"),
            Finding("Right for mixed numbers, wrong where all are negative: does one entry depend on the others?"),
            _negative,
        ),
        (lambda s: s.has("left tail"), Finding("Right near 0, wrong far to the left."), _always),
        (lambda s: s.has("right tail"), Finding("Right near 0, wrong far to the right."), _always),
        (
            lambda s: len(set(layers_of(s))) > 1,
            Finding("Wrong only where layers have different activations: which name does each layer get in yours?"),
            _equal_names,
        ),
        (
            lambda s: bool(s.question.network) and len(layers_of(s)) > 1,
            Finding(
                "Right for one layer, wrong for several.",
                "Follow one call into its second layer: which input, which weights and which activation does it get?",
            ),
            _single_layers,
        ),
        (
            lambda s: bool(s.question.network) and len(layers_of(s)) == 1,
            Finding("Wrong for a network of one layer only."),
            _single_layers,
        ),
        (lambda s: s.has("one sample"), Finding("Right for several samples, wrong for a single one."), _single_samples),
        (
            lambda s: not s.has("one sample"),
            Finding("Right for a single sample, wrong for several: what is summed or averaged over the samples?"),
            _single_samples,
        ),
        (
            lambda s: bool(s.question.network) and _last(s) != "sigmoid",
            Finding(
                "Right where the last activation is the sigmoid, and nowhere else: whose slope does the last "
                "layer take?"
            ),
            _last_layers,
        ),
        (
            lambda s: bool(s.question.network) and "identity" in layers_of(s),
            Finding("Wrong only where a layer has the activation identity."),
            _always,
        ),
        (lambda s: s.axes > 1, Finding("Right for one axis, wrong for two."), _always),
        (lambda s: s.axes == 1, Finding("Right for two axes, wrong for one."), _always),
        (lambda s: not s.has("one output"), Finding("Right for one output, wrong for several."), _always),
        (lambda s: s.has("one output"), Finding("Right for several outputs, wrong for one."), _always),
        (
            lambda s: s.has("h"),
            Finding("Right with the default h, and wrong with another: is h used as it is given?"),
            _always,
        ),
        (
            lambda s: not s.has("h"),
            Finding(
                "Right with a large h, wrong with the default one: what is the default, and is enough precision left?"
            ),
            _always,
        ),
        (
            lambda s: s.has("tiny"),
            Finding("Right but for tiny entries: how small may the denominator become?"),
            _always,
        ),
        (
            lambda s: s.has("both zero"),
            Finding("Right but where both entries are 0: how small may the denominator become?"),
            _always,
        ),
        (
            lambda s: s.has("beyond"),
            Finding("Right for outputs between 0 and 1, wrong beyond, or at exactly one half."),
            _always,
        ),
        (lambda s: s.has("prints"), Finding("Right while nothing is printed, wrong with print_every."), _always),
    ]
    for holds, finding, tried in rules:
        if all(holds(s) for s in wrong) and not any(holds(s) for s in right) and tried([*wrong, *right]):
            return finding
    return None


def _always(seen: list[Observation]) -> bool:
    return True


def _equal_names(seen: list[Observation]) -> bool:
    return sum(len(layers_of(s)) > len(set(layers_of(s))) == 1 for s in seen) > 1


def _single_samples(seen: list[Observation]) -> bool:
    return sum(s.has("one sample") for s in seen) >= ENOUGH


def _negative(seen: list[Observation]) -> bool:
    return sum(s.has("negative") for s in seen) >= ENOUGH


def _single_layers(seen: list[Observation]) -> bool:
    return {layers_of(s)[0] for s in seen if len(layers_of(s)) == 1} >= ACTIVATIONS


def _last_layers(seen: list[Observation]) -> bool:
    return {_last(s) for s in seen if layers_of(s)} >= ACTIVATIONS


def _last(s: Observation) -> str:
    return layers_of(s)[-1]


def _not_finite(wrong: list[Observation]) -> Finding:
    bad = as_numbers(wrong[0].value)
    name = "nan (not a number)" if bad is None or np.isnan(bad).any() else "an infinite value"
    if all(s.has("very large", "left tail", "right tail") for s in wrong):
        side = _side(wrong)
        return Finding(
            f"For very large {side}numbers {name} comes back.",
            "Which step makes it: an exp that overflows, a log of 0, inf by inf or 0 by 0?",
        )
    if all(s.has("zero", "both zero") for s in wrong):
        return Finding(f"At an exact 0, {name} comes back: what is divided by 0 there?")
    return Finding(
        f"Among the values is {name}: look for a division by 0, a log of 0 or less, or an exp of something large."
    )


def _side(wrong: list[Observation]) -> str:
    """On which side of 0 the entries lie that are not finite: "negative ", "positive ", or "" for both."""
    signs = set()
    for s in wrong:
        value, z = as_numbers(s.value), as_numbers(s.question.arguments()[0])
        if value is None or z is None or value.shape != z.shape:
            return ""
        signs |= set(np.sign(z[~np.isfinite(value.astype(float))]).tolist())
    return {frozenset({-1}): "negative ", frozenset({1}): "positive "}.get(frozenset(signs), "")


def _relation_words(s: Observation) -> str:
    value = as_numbers(s.value)
    if value is not None and value.size == 1:
        return ""  # one number is some multiple of any other
    found = [relate(actual, due, sizes_of(s)) for _, actual, due in leaves(s.value, s.expected)]
    telling = [r for r in found if r.kind not in ("right", "unknown", "not finite", "shape")]
    return (
        f"There it is {telling[0].said}." if telling and len({r.kind for r in found if r.kind != "right"}) == 1 else ""
    )
