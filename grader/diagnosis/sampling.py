"""Samples dealt out by chance: splits, batches and shuffled epochs are known by their properties, never by numbers."""

import itertools
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from grader.checks.compare import as_numbers, kind_of
from grader.checks.question import Question
from grader.diagnosis.observations import Finding, Observation, alike_values, what_was_raised
from grader.worker.wire import Stream

REPLAYED = 3  # epochs, of which it is found out how their samples were dealt
FEW = 20  # samples, whose order may be any by chance
MANY = 5  # places where a row follows that is not the next one in the data: more than any order without shuffling has


def parts(seen: Observation) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """What came back as pairs of arrays (rows, labels); None where it is nothing of the kind."""
    value = seen.value
    if not isinstance(value, (list, tuple)):
        return None
    if seen.has("split"):
        if isinstance(value, Stream) or len(value) != 4:
            return None
        value = [value[:2], value[2:]]
    found = []
    for pair in value:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return None
        rows, labels = as_numbers(pair[0]), as_numbers(pair[1])
        if rows is None or labels is None:
            return None
        found.append((rows.astype(float), labels.astype(float)))
    return found


def numbers_of(rows: np.ndarray) -> list[int] | None:
    """The numbers of the samples, which every row tells; None where these are no such rows."""
    if rows.ndim != 2 or rows.shape[1] != 2 or not np.allclose(rows[:, 1], 0.5 - rows[:, 0]):
        return None
    if not np.allclose(rows[:, 0], np.round(rows[:, 0])):
        return None  # the two columns have changed places
    return [round(number) for number in rows[:, 0].tolist()]


def of_labels(labels: np.ndarray) -> list[int] | None:
    """The numbers of the samples, which every label tells as well."""
    first = labels[:, 0] if labels.ndim == 2 and labels.shape[1] else labels
    return [round((label - 1) / 3) for label in first.tolist()] if first.ndim == 1 else None


def belongs(found: list[tuple[np.ndarray, np.ndarray]]) -> bool:
    """Whether the labels are those of their rows."""
    return all(numbers_of(rows) == of_labels(labels) is not None for rows, labels in found)


def orders(seen: Observation) -> list[list[int]] | None:
    """The numbers of the samples in each part."""
    found = [numbers_of(rows) for rows, _ in parts(seen) or []]
    known = [numbers for numbers in found if numbers is not None]
    return known if known and len(known) == len(found) else None


def leaps(numbers: list[int]) -> int:
    """In how many places a row follows that is not the next one in the data; no more than MANY."""
    return min(MANY, sum(b != a + 1 for a, b in pairwise(numbers)))


def _dealt(seen: Observation) -> tuple:
    """What can be said of one answer without its numbers."""
    if seen.failure:
        return what_was_raised(seen.failure.error) if seen.failure.error else ()
    found, numbers = parts(seen), orders(seen)
    if found is None or numbers is None:
        return ("odd", str(_shapes(seen.value)))
    everything = [number for part in numbers for number in part]
    n, different = len(seen.question.arguments()[0]), set(everything)
    sizes = tuple(map(len, numbers))
    stay: list = [leaps(everything)]
    if seen.has("split"):
        chosen = sorted(numbers[1])
        gaps = np.diff(chosen)
        stay = [*map(leaps, numbers), min(2, leaps(chosen)), bool(gaps.size and np.ptp(gaps) <= 1)]
    shapes = sorted({labels.shape[1:] for _, labels in found})
    told = [number for _, labels in found for number in of_labels(labels) or []]
    missing, twice = n - len(different), len(everything) - len(different)
    if missing and twice:  # drawn with replacement, or windows that overlap: how many is chance
        missing = twice = -1
    return sizes, missing, twice, belongs(found), shapes, [*stay, leaps(told)] if n > FEW else ()


def _shapes(value: Any) -> Any:
    """The shapes of all arrays in a value, as they are nested."""
    if isinstance(value, (list, tuple)):
        return [_shapes(part) for part in value]
    array = as_numbers(value)
    return kind_of(value) if array is None else array.shape


def same(a: Observation, b: Observation) -> bool:
    """Whether two answers are the same but for the order within their parts."""
    first, second = orders(a), orders(b)
    if first is None or second is None:
        return alike_values(a.value, b.value)
    return list(map(sorted, first)) == list(map(sorted, second))


def _epochs(seen: Observation) -> np.ndarray | None:
    """The validation losses of a training."""
    value = seen.value
    if not isinstance(value, (list, tuple)) or len(value) != 2 or not isinstance(value[1], dict):
        return None
    return as_numbers(value[1].get("validation_loss"))


def replayed(ways: int, epochs: int) -> Iterator[tuple[int, ...]]:
    """How samples may be dealt, as far as it is asked: the first epochs in any way, or all of them in the same."""
    for length in range(1, REPLAYED + 1):
        yield from itertools.product(range(ways), repeat=length)
    for length in range(REPLAYED + 1, epochs + 1):
        yield from ((way,) * length for way in range(ways))


def ways_of(question: Question) -> list[tuple[int, ...]]:
    """The samples that the first batch of an epoch may hold, where the second holds the others."""
    _, X, _, _, _, _, _, size, *_ = question.arguments()
    return list(itertools.combinations(range(len(X)), size))


def _fits(seen: Observation, dealt: tuple[int, ...]) -> bool:
    """Whether the last of these epochs ends with the validation loss that came back."""
    losses = _epochs(seen)
    assert losses is not None and seen.question.replay is not None
    loss = losses[len(dealt) - 1]
    return bool(abs(seen.question.replay(dealt) - loss) <= 1e-6 * loss)


def _is_explained(seen: Observation) -> bool:
    """Whether there is a way to deal the samples that leads to the first validation losses."""
    losses = _epochs(seen)
    if losses is None or losses.shape != (seen.question.arguments()[8],):
        return False
    found: list[tuple[int, ...]] = [()]
    for _ in losses[:REPLAYED]:
        tried = [(*before, way) for before in found for way in range(len(ways_of(seen.question)))]
        found = [dealt for dealt in tried if _fits(seen, dealt)]
    return bool(found)


def _the_same_in_all(seen: Observation) -> list[tuple[int, ...]]:
    """The ways that explain the losses if every epoch was dealt in the same."""
    if not _is_explained(seen):
        return []
    epochs = range(1, seen.question.arguments()[8] + 1)
    ways = enumerate(ways_of(seen.question))
    return [way for number, way in ways if all(_fits(seen, (number,) * length) for length in epochs)]


def by_chance(seen: list[Observation]) -> list[Observation]:
    """The answers in which chance decides, in order: the function's own first, then a seed, the seed again ..."""
    return [s for s in seen if s.question.expected is None]


def features(seen: list[Observation]) -> tuple:
    """What the answers of one function have in common with those of others that deal in the same way."""
    found = by_chance(seen)
    effects = sorted({path[0] for s in found if s.answer for path in s.answer.changed})
    touched = any(s.answer and s.answer.global_random for s in found)
    training = bool(found) and found[0].has("training")
    told: Callable[[Observation], Any] = _trained if training else _dealt
    described = tuple(told(s) for s in (found[::2] if training else found))
    if any(s.failure for s in found) or len(found) < 5:
        return described, effects, touched
    return described, effects, touched, _repeats(found[-5:] if training else found[1:6])


def _trained(seen: Observation) -> tuple:
    if seen.failure:
        return what_was_raised(seen.failure.error) if seen.failure.error else ()
    losses, fixed = _epochs(seen), _the_same_in_all(seen)
    return None if losses is None else losses.shape, _is_explained(seen), bool(fixed), (0, 1, 2) in fixed


def _repeats(found: list[Observation]) -> tuple[bool, bool, bool]:
    """Whether equal seeds, different seeds, and two calls with one generator give the same."""
    alike = _alike_losses if found[0].has("training") else same
    return alike(found[0], found[1]), alike(found[0], found[2]), alike(found[3], found[4])


def _alike_losses(a: Observation, b: Observation) -> bool:
    first, second = _epochs(a), _epochs(b)
    return first is not None and second is not None and alike_values(first, second)


def explain(seen: list[Observation]) -> Finding | None:
    """What is wrong with the way in which samples are dealt; None where nothing is, or nothing can be said."""
    found = by_chance(seen)
    if not any(s.has("split", "batches", "training") for s in seen) or any(s.failure for s in found) or len(found) < 5:
        return None
    if found[0].has("training"):
        if any(s.wrong for s in seen):
            return None
        return _about_repeats(_repeats(found[-5:])) or _about_epochs(found)
    about = _about_parts if found[0].has("split") else _about_batches
    for s in found:
        if said := about(s):
            return said
    return _about_repeats(_repeats(found[1:6])) or _about_order(found)


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
    if not all(_is_explained(s) for s in found[:2]):
        return Finding(
            "With five samples in batches of three and two, no order of the samples leads to your validation losses."
        )
    if all(_the_same_in_all(s) for s in found[:2]):
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
