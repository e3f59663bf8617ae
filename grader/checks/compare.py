"""The one comparator: kind, then exact shape, then finiteness, and only then the values.

`np.allclose` alone calls an empty array equal to any other and broadcasts (5,) against (5, 1); nothing here does.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.worker.wire import Opaque, Stream

REFUSED = "a ValueError"  # stands for the answer to a question that is to be refused
# (relative to the largest expected entry, absolute), by the precision of what was returned.
TOLERANCE = {"float64": (1e-5, 1e-9), "float32": (1e-4, 1e-6)}


class Bias(np.ndarray):
    """Expected values of a bias: the shape (n,) is due, and (1, n) is accepted in its place."""


def bias(values: Any) -> Bias:
    return np.asarray(values, dtype=float).view(Bias)


@dataclass(frozen=True)
class Difference:
    """The first thing that is not as it should be.

    path: indices and keys from the whole value to the part in question. kind: "kind", "length", "shape", "finite" or
        "values".
    """

    kind: str
    path: tuple[int | str, ...]
    said: str
    actual: Any = None
    expected: Any = None


def kind_of(value: Any) -> str:
    """What a value is, in words of a beginner: "None", "a list", "an array of integers"."""
    if value is None:
        return "None"
    if isinstance(value, Stream):
        return f"a {value.type_name}"
    if isinstance(value, Opaque):
        return f"an {value.type_name}" if value.type_name.startswith("array") else f"a {value.type_name}"
    if isinstance(value, np.ndarray):
        kinds = {"b": "True and False", "i": "integers", "u": "integers", "f": "floats", "c": "complex numbers"}
        return f"an array of {kinds.get(value.dtype.kind, value.dtype.name)}"
    names = {bool: "True or False", int: "an integer", float: "a float", str: "a string", dict: "a dict"}
    names |= {list: "a list", tuple: "a tuple"}
    return names.get(type(value), f"a {type(value).__name__}")


def _holds_numbers(value: Any) -> bool:
    """Whether nothing but numbers is in (nested) lists; NumPy makes room for a text among them in every entry."""
    if isinstance(value, (list, tuple)):
        return all(map(_holds_numbers, value))
    return isinstance(value, (int, float, complex, np.ndarray, np.generic))


def as_numbers(value: Any) -> np.ndarray | None:
    """An array of numbers out of an array, a number, or (nested) lists and tuples of them; None for anything else."""
    if isinstance(value, Stream) or not _holds_numbers(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, OverflowError, MemoryError):  # lists of different lengths, shapes that no array can have
        return None
    return array if array.dtype.kind in "biuf" and array.dtype.char != "e" else None


def tolerance(values: np.ndarray, expected: np.ndarray) -> float:
    """How far an entry may be off: a part of the largest expected entry, by the precision of the values."""
    relative, absolute = TOLERANCE["float32" if values.dtype.char == "f" else "float64"]
    return absolute + relative * float(np.max(np.abs(expected), initial=0.0))


def same_values(values: np.ndarray, expected: np.ndarray) -> bool:
    """Whether two arrays of one shape hold the same finite numbers, within the tolerance."""
    return bool(
        values.shape == expected.shape
        and np.isfinite(values).all()
        and (np.abs(values.astype(float) - expected) <= tolerance(values, expected)).all()
    )


def _compare_array(actual: Any, expected: np.ndarray, path: tuple[int | str, ...]) -> Difference | None:
    values = as_numbers(actual)
    if values is None:
        wanted = "a single number" if expected.ndim == 0 else "an array of numbers"
        return Difference("kind", path, f"{kind_of(actual)} came back where {wanted} is due", actual, expected)
    if expected.ndim == 0 and values.dtype.kind == "b":
        return Difference("kind", path, "True or False came back where a number is due", actual, expected)
    allowed = {expected.shape, (1, *expected.shape)} if isinstance(expected, Bias) else {expected.shape}
    if values.shape not in allowed:
        said = f"the shape is {values.shape}, and {expected.shape} is due"
        if expected.ndim == 0:
            said = f"an array of shape {values.shape} came back where a single number is due"
        return Difference("shape", path, said, values, expected)
    values, due = values.reshape(expected.shape), np.asarray(expected, dtype=float)
    if not np.isfinite(values).all():
        bad = values[~np.isfinite(values)].flat[0]
        return Difference("finite", path, f"there is {bad} among the values", values, due)
    if not same_values(values, due):
        return Difference("values", path, "the values are not right", values, due)
    return None


def _compare_dict(actual: Any, expected: dict[str, Any], path: tuple[int | str, ...]) -> Difference | None:
    """Every key that is due must be there; others are nobody's business."""
    if not isinstance(actual, dict):
        return Difference("kind", path, f"{kind_of(actual)} came back where a dict is due", actual, expected)
    for key, due in expected.items():
        if key not in actual:
            return Difference("length", path, f"the dict has no key {key!r}", actual, expected)
        if difference := compare(actual[key], due, (*path, key)):
            return difference
    return None


def compare(actual: Any, expected: Any, path: tuple[int | str, ...] = ()) -> Difference | None:
    """The first difference between what came back and what is due, or None.

    expected: a number, an array (a list of numbers counts as one), or lists, tuples and dicts of such parts. A list and
    a tuple are the same thing here; a generator, a dict or an array is not a list of parts. REFUSED: an exception.
    """
    if isinstance(expected, str):
        if isinstance(actual, str) and actual == expected:
            return None
        return Difference("kind", path, f"{kind_of(actual)} came back where {expected} is due", actual, expected)
    if isinstance(expected, dict):
        return _compare_dict(actual, expected, path)
    if isinstance(expected, (list, tuple)) and not all(isinstance(part, (int, float)) for part in expected):
        if not isinstance(actual, (list, tuple)) or isinstance(actual, Stream):
            wanted = "a list of pairs" if isinstance(expected, list) else f"a tuple of {len(expected)}"
            return Difference("kind", path, f"{kind_of(actual)} came back where {wanted} is due", actual, expected)
        if len(actual) != len(expected):
            said = (
                f"{len(expected)} {'entry is' if len(expected) == 1 else 'entries are'} due, and there "
                f"{'is' if len(actual) == 1 else 'are'} {len(actual)}"
            )
            return Difference("length", path, said, actual, expected)
        for index, (part, due) in enumerate(zip(actual, expected, strict=True)):
            if difference := compare(part, due, (*path, index)):
                return difference
        return None
    return _compare_array(actual, expected if isinstance(expected, np.ndarray) else np.asarray(expected), path)
