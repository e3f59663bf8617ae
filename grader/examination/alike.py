"""Which group a wrong function belongs to that nobody has a name for: those whose answers are the same.

A group is known by a hash of what the function answers on the public questions, which nobody's seed changes. So the
groups of this year are those of last year, and a name that a teacher gave to one still holds.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis import knowledge
from grader.diagnosis.observations import Ask, Observation, kind_of_number, look_at_all, told, what_was_raised
from grader.worker.wire import Opaque, Stream

DIGITS = 6  # that count of a number
NOTHING = 1e-9  # what is nearer to 0 is 0
MOST_NUMBERS = 5_000  # of a value that are looked at
MOST_PARTS = 200  # of a container
DEPTH = 8


def group(function: str, ask: Ask, failed: Iterable[str]) -> str:
    """The name of the group of a wrong function, such as "mse-3f2a91c0"; "" where it does not answer at all.

    failed: the names of the checks that it failed, which tell apart those who get every public question right.
    """
    seen = look_at_all(knowledge.questions(function), ask)
    if not seen or any(s.failure and s.failure.error is None for s in seen):
        return ""
    done: list[Any] = [_done(s) for s in seen]
    if not any(s.wrong for s in seen):
        done.append(sorted(failed))
    digest = hashlib.sha256(json.dumps(done).encode()).hexdigest()
    return f"{function}-{digest[:8]}"


def _done(seen: Observation) -> list[Any]:
    """What came of a question, as plain data that is equal where a reader would say that it is the same."""
    if seen.failure:
        assert seen.failure.error
        return ["raised", *what_was_raised(seen.failure.error)]
    assert seen.answer
    answer = seen.answer
    done: list[Any] = [canonical(seen.value), sorted({path[0] for path in answer.changed}), answer.global_random]
    if seen.has("whole"):
        done.append(kind_of_number(seen.value))
    return [*done, told(answer)] if seen.has("printed") else done


def canonical(value: Any, depth: int = 0) -> Any:
    """A value as plain data: shapes, and numbers of a few digits, whatever holds them.

    >>> canonical([0.1 + 0.2, -0.0]) == canonical(np.array([0.3, 0.0]))
    True
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Opaque):
        return ["object", value.type_name]
    array = None if isinstance(value, Stream) else as_numbers(value)
    if array is not None and array.dtype.kind != "c":
        return [list(array.shape), _numbers(array.reshape(-1)[:MOST_NUMBERS].astype(float))]
    if depth >= DEPTH:
        return "..."
    if isinstance(value, dict):
        return {str(key): canonical(part, depth + 1) for key, part in list(value.items())[:MOST_PARTS]}
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, len(value), *(canonical(part, depth + 1) for part in value[:MOST_PARTS])]
    return type(value).__name__


def _numbers(flat: np.ndarray) -> list[str]:
    return ["0" if abs(x) < NOTHING else f"{x:.{DIGITS}g}" for x in flat.tolist()]
