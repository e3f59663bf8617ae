"""Samples dealt out by chance: splits, batches and shuffled epochs are known by their properties, never by numbers."""

import itertools
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from grader.checks.compare import as_numbers, kind_of
from grader.checks.question import Question
from grader.diagnosis.observations import Observation, alike_values, what_was_raised
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


def is_explained(seen: Observation) -> bool:
    """Whether there is a way to deal the samples that leads to the first validation losses."""
    losses = _epochs(seen)
    if losses is None or losses.shape != (seen.question.arguments()[8],):
        return False
    found: list[tuple[int, ...]] = [()]
    for _ in losses[:REPLAYED]:
        tried = [(*before, way) for before in found for way in range(len(ways_of(seen.question)))]
        found = [dealt for dealt in tried if _fits(seen, dealt)]
    return bool(found)


def the_same_in_all(seen: Observation) -> list[tuple[int, ...]]:
    """The ways that explain the losses if every epoch was dealt in the same."""
    if not is_explained(seen):
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
    return described, effects, touched, repeats(found[-5:] if training else found[1:6])


def _trained(seen: Observation) -> tuple:
    if seen.failure:
        return what_was_raised(seen.failure.error) if seen.failure.error else ()
    losses, fixed = _epochs(seen), the_same_in_all(seen)
    return None if losses is None else losses.shape, is_explained(seen), bool(fixed), (0, 1, 2) in fixed


def repeats(found: list[Observation]) -> tuple[bool, bool, bool]:
    """Whether equal seeds, different seeds, and two calls with one generator give the same."""
    alike = _alike_losses if found[0].has("training") else same
    return alike(found[0], found[1]), alike(found[0], found[2]), alike(found[3], found[4])


def _alike_losses(a: Observation, b: Observation) -> bool:
    first, second = _epochs(a), _epochs(b)
    return first is not None and second is not None and alike_values(first, second)
