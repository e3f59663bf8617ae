"""What is said of samples that are dealt out in a wrong way: splits, batches, the order of epochs."""

import numpy as np

from grader.checks.compare import as_numbers, kind_of
from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.sampling import (
    MANY,
    belongs,
    by_chance,
    is_explained,
    leaps,
    numbers_of,
    of_labels,
    orders,
    parts,
    repeats,
    the_same_in_all,
)


def explain(seen: list[Observation]) -> Finding | None:
    """What is wrong with the way in which samples are dealt; None where nothing is, or nothing can be said."""
    found = by_chance(seen)
    if not any(s.has("split", "batches", "training") for s in seen) or any(s.failure for s in found) or len(found) < 5:
        return None
    if found[0].has("training"):
        if any(s.wrong for s in seen):
            return None
        return _about_repeats(repeats(found[-5:])) or _about_epochs(found)
    about = _about_parts if found[0].has("split") else _about_batches
    for s in found:
        if said := about(s):
            return said
    return _about_repeats(repeats(found[1:6])) or _about_order(found)


def _about_repeats(repeats: tuple[bool, bool, bool]) -> Finding | None:
    equal_seeds, different_seeds, one_generator = repeats
    if not equal_seeds:
        return Finding(
            "Two calls with the same seed give different results, so something random does not come from rng."
        )
    if different_seeds:
        return Finding(
            "Two generators with different seeds give the same result.",
            "Does the order come from rng, or from elsewhere?",
        )
    if one_generator:
        return Finding(
            "Two calls with one generator, one after the other, give the same result.",
            "Who provides the random numbers?",
        )
    return None


def _about_epochs(found: list[Observation]) -> Finding | None:
    if not all(is_explained(s) for s in found[:2]):
        return Finding(
            "With five samples in batches of three and two, no order of the samples leads to your validation losses."
        )
    if all(the_same_in_all(s) for s in found[:2]):
        return Finding("The samples are dealt into batches in the same way in every epoch.", "When is the order drawn?")
    return None


def _common(s: Observation, found: list[tuple[np.ndarray, np.ndarray]]) -> Finding | None:
    """What is wrong with rows and labels, wherever they go."""
    X, y = s.question.arguments()[:2]
    if s.has("split") and _second_is_x(s):
        return Finding(
            "The second of the four arrays holds rows of X: they stand in the order X_train, X_val, y_train, y_val.",
            "In which order does the task name the four? scikit-learn gives them in another order.",
        )
    for rows, labels in found:
        if rows.shape[1:] != X.shape[1:]:
            return _other_rows(s.question.label, rows, labels, X, y)
        if labels.shape != (len(rows), *y.shape[1:]):
            return Finding(
                f"On {s.question.label}, a part of X has the shape {rows.shape}, and the part of y beside it "
                f"{labels.shape}: every row needs its own label."
            )
    if orders(s) is None:
        return Finding(
            "There are rows in the parts that do not stand in X.", "Are whole rows moved, with all that is in them?"
        )
    if not belongs(found):
        told = [number for _, labels in found for number in of_labels(labels) or []]
        moved = [number for part in orders(s) or [] for number in part]
        if len(set(told)) == len(told) == len(moved) > len(set(moved)):
            return Finding(
                "Some rows of X come twice and others never, while every label comes once.",
                "Two rows of an array should change places: is one of them overwritten before it is copied?",
            )
        said = "Rows of X and entries of y no longer belong together"
        (few, still), (many, shuffled) = sorted([(leaps(told), "y"), (leaps(moved), "X")])
        if few <= 1 and many == MANY:
            said += f": {shuffled} is shuffled, and {still} is in its old order"
        return Finding(f"{said}.", "Is one and the same order used for both?")
    return None


def _other_rows(label: str, rows: np.ndarray, labels: np.ndarray, X: np.ndarray, y: np.ndarray) -> Finding:
    """What is odd about the rows of a part, which are not of the form of those of X."""
    if rows.ndim != 2:
        return Finding(f"On {label}, a part of X has the shape {rows.shape}, and X has {X.shape}: one row per sample.")
    columns = [array.size // max(1, len(array)) for array in (rows, labels, X, y)]
    joined = columns[0] + columns[1] == columns[2] + columns[3]
    return Finding(
        f"On {label}, the rows of a part of X hold {rows.shape[1]} numbers each, and those of X {X.shape[1]}.",
        "What X has too many, y has too few: are the two joined, and cut in another place?" if joined else "",
    )


def _second_is_x(s: Observation) -> bool:
    """Whether the four arrays are two of rows and then two of labels, each of the length of its rows."""
    first, second, third, fourth = (as_numbers(part) for part in s.value)
    if first is None or second is None or third is None or fourth is None:
        return False
    rows = numbers_of(first), numbers_of(second)
    return rows == (of_labels(third), of_labels(fourth)) and None not in rows


def _about_parts(s: Observation) -> Finding | None:
    found, numbers = parts(s), orders(s)
    if found is None:
        what = f"{kind_of(s.value)} of {len(s.value)}" if isinstance(s.value, (list, tuple)) else kind_of(s.value)
        return Finding(f"Four arrays are due, X_train, y_train, X_val and y_val, and {what} came back.")
    if said := _common(s, found):
        return said
    assert numbers is not None
    train, validation = numbers
    n, fraction = len(s.question.arguments()[0]), s.question.arguments()[2]
    if set(train) & set(validation):
        return Finding("Some samples are in both parts.", "What the network learns from cannot judge it.")
    if len(set(train)) < len(train) or len(set(validation)) < len(validation):
        return Finding("Some samples come twice in one part, and others never: is something drawn with replacement?")
    used = len(train) + len(validation)
    if used < n:
        return Finding(f"Of {n} samples only {used} are in one of the parts.", "Where do the slices begin and end?")
    if abs(len(validation) - n * fraction) >= 1:
        told = f"With a fraction of {fraction:g}, {len(validation)} of {n} samples are for validation"
        return (
            Finding(f"{told}: have the parts changed places?")
            if abs(len(train) - n * fraction) < 1
            else Finding(f"{told}.")
        )
    return None


def _about_batches(s: Observation) -> Finding | None:
    found, numbers = parts(s), orders(s)
    n, size = len(s.question.arguments()[0]), s.question.arguments()[2]
    if found is None:
        if isinstance(s.value, (list, tuple)) and s.value:
            return Finding(f"Each batch should be a pair (X_batch, y_batch), and the first is {kind_of(s.value[0])}.")
        return Finding(f"Batches are due, and {kind_of(s.value)} came back.")
    if not found:
        return Finding(f"On {s.question.label}, no batch comes at all.")
    if said := _common(s, found):
        return said
    assert numbers is not None
    everything = [number for batch in numbers for number in batch]
    sizes = list(map(len, numbers))
    told = f"{n} samples by {size} come in batches of {sizes if len(sizes) < 9 else f'{sizes[:4]} and so on'}"
    if max(sizes) > size:
        return Finding(f"{told}: none may be larger than batch_size.")
    never = n - len(set(everything))
    if len(everything) > len(set(everything)):
        return Finding(
            f"Some samples come more than once in a pass{' and others never' if never else ''} ({told}).",
            "Is every sample drawn exactly once before the batches are cut, and where does each batch begin?",
        )
    if len(everything) < n:
        return Finding(
            f"{told}: {never} of the samples never {'comes' if never == 1 else 'come'}.",
            "Where does a batch end, and where does the last one?",
        )
    if len(numbers) != -(-n // size):
        return Finding(f"{told}.", f"Cut the data into as few batches as possible: {-(-n // size)} here.")
    return None


def _about_order(found: list[Observation]) -> Finding | None:
    numbers = [orders(s) or [] for s in found[:6]]
    if found[0].has("split"):
        if all(leaps(sorted(validation)) <= 1 for _, validation in numbers):
            return Finding(
                "The samples for validation are neighbours in the data, and data often come sorted.",
                "Are they shuffled?",
            )
        return None
    joined = [[number for batch in batches for number in batch] for batches in numbers]
    if all(leaps(order) < MANY for order in joined):
        return Finding(
            "Most rows follow their neighbour in the data and keep its company.", "Are single rows shuffled?"
        )
    if len({frozenset(map(frozenset, batches)) for batches in numbers}) == 1:
        return Finding(
            "The same samples are together in a batch in every pass.", "Are single rows shuffled, or whole batches?"
        )
    return None
