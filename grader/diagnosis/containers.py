"""Answers of the wrong kind: None, a dict, a pair the wrong way round, too many or too few layers."""

from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks.compare import as_numbers, kind_of
from grader.diagnosis.observations import Finding, Observation, alike_values
from grader.worker.wire import Opaque, Stream


def _told(value: Any) -> str:
    """What a value is, to begin a sentence with."""
    return kind_of(value)[:1].upper() + kind_of(value)[1:]


def about_kind(seen: list[Observation]) -> Finding | None:
    """The value is no such thing as is due: None, a dict, a function, too many or too few parts."""
    wrong = [s for s in seen if s.answer and s.difference]
    if not wrong:
        return None
    s = max(wrong, key=_length_due)
    value, due = s.value, s.expected
    if value is None:
        return Finding(
            "None came back.",
            "A function gives its result with return; what is only printed or stored is lost to the caller.",
        )
    if isinstance(value, str):
        return Finding(
            "A piece of text came back, where numbers are due.",
            "Printing and formatting belong outside of the function.",
        )
    if isinstance(value, Stream):
        return Finding(
            f"A {value.type_name} came back, which can be walked through only once.", "A list of all its items is due."
        )
    if isinstance(value, (bool, np.bool_)) and not isinstance(due, (list, tuple)):
        return Finding("True or False came back, where a number is due: which comparison made it?")
    if isinstance(value, dict):
        return Finding(f"A dict came back (keys {', '.join(list(value)[:4])}), where {_due(due)} is due.")
    if isinstance(value, Opaque):
        return Finding(f"{_told(value)} came back, where {_due(due)} is due.")
    if isinstance(due, (list, tuple)):
        return _about_parts(s, value, due)
    if isinstance(value, (list, tuple)) and any(alike_values(part, due) for part in value):
        return Finding(
            f"More than the answer came back: {kind_of(value)} that holds it among other things.",
            "Return the answer alone.",
        )
    if as_numbers(value) is None and isinstance(value, (list, tuple)):
        return Finding(f"{_told(value)} whose parts have different shapes came back, where {_due(due)} is due.")
    return None


def _length_due(s: Observation) -> int:
    """How many entries are due, where another number came back: the longest list tells which are missing."""
    known = isinstance(s.value, (list, tuple)) and isinstance(s.expected, list) and len(s.value) != len(s.expected)
    return len(s.expected) if known else 0


def _due(due: Any) -> str:
    if isinstance(due, tuple):
        return f"a tuple of {len(due)}"
    return "a list of pairs" if isinstance(due, list) else "an array of numbers" if np.ndim(due) else "a single number"


def _about_parts(s: Observation, value: Any, due: Any) -> Finding | None:
    if not isinstance(value, (list, tuple)):
        inside = [i for i, part in enumerate(due) if alike_values(value, part)]
        which = (
            f": it is the {('first', 'second')[inside[0]]} of the two things that are due"
            if inside and isinstance(due, tuple)
            else ""
        )
        return Finding(f"{_told(value)} came back, where {_due(due)} is due{which}.")
    if len(value) == len(due) == 2 and isinstance(due, tuple) and alike_values(value[1], due[0]):
        return Finding("The two results have changed places.")
    if isinstance(due, tuple) and any(alike_values(value, part) for part in due):
        which = "first" if alike_values(value, due[0]) else "second"
        return Finding(f"Only the {which} of the two things that are due came back.")
    if isinstance(due, list) and len(value) != len(due):
        return replace(_about_length(value, due), call=s)
    if isinstance(due, tuple) and len(value) != len(due):
        inside = [
            i for i, part in enumerate(due) if any(alike_values(v, part) for v in value) or alike_values(value, part)
        ]
        which = "They hold" if len(value) > len(due) else "It holds"
        told = (
            f"{which} only the {('first', 'second')[inside[0]]} of the two things that are due."
            if len(inside) == 1
            else ""
        )
        return Finding(f"{_told(value)} of {len(value)} came back, where {_due(due)} is due.", told)
    if isinstance(due, list):
        return _about_pairs(value, due)
    for part, right in zip(value, due, strict=True):
        if isinstance(right, dict) and isinstance(part, dict):
            continue
        odd = isinstance(part, (dict, str, Stream, Opaque)) or part is None
        if odd or (isinstance(right, (list, tuple)) and as_numbers(right) is not None and as_numbers(part) is None):
            place = "first" if right is due[0] else "second"
            return Finding(
                f"The {place} of the two results is {kind_of(part)} that cannot be used as it is: "
                f"{_inside(right)} is due."
            )
    return None


def _inside(right: Any) -> str:
    return "a list of pairs" if as_numbers(right) is None else "a list of numbers"


def _about_pairs(value: Any, due: list) -> Finding | None:
    for number, (pair, right) in enumerate(zip(value, due, strict=True), start=1):
        if not isinstance(pair, (list, tuple)) or len(pair) != len(right):
            alone = "It is the first part alone." if any(alike_values(pair, part) for part in right) else ""
            length = f" of {len(pair)}" if isinstance(pair, (list, tuple)) else ""
            return Finding(f"Entry {number} of the list is {kind_of(pair)}{length}, where a pair is due.", alone)
        if alike_values(pair[0], right[1]) and alike_values(pair[1], right[0]):
            return Finding("In each pair the two parts have changed places.")
    return None


def _shapes(pairs: Any) -> list:
    """The shape of every array in a list of pairs."""
    return [[np.shape(part) for part in pair] if isinstance(pair, (list, tuple)) else None for pair in pairs]


def _about_length(value: Any, due: list) -> Finding:
    n, right = len(value), len(due)
    entries, layers = "entry" if n == 1 else "entries", "layers" if right > 1 else "layer"
    told = f"{n} {entries} came back, and the network has {right} {layers}"
    if n == 2 * right:
        return Finding(f"{told}: are the two parts of each layer kept together as a pair?")
    first, last = (_shapes(value) == _shapes(part) for part in (due[:n], due[max(right - n, 0) :]))
    if 0 < n < right and (alike_values(list(value), due[:n]) or (first and not last)):
        which = "last one is" if right - n == 1 else "last ones are"
        return Finding(f"{told}: the {which} missing.", "Where does the loop end, and where does return stand?")
    if 0 < n < right and (alike_values(list(value), due[right - n :]) or (last and not first)):
        which = "first one is" if right - n == 1 else "first ones are"
        return Finding(f"{told}: the {which} missing.", "At which layer does the loop end?")
    return Finding(f"{told}.", "Count the passes of the loop, and look where return stands.")
