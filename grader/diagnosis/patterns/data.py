"""Columns that never change, arrays that are treated apart, and labels in other places than they should be."""

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.observations import Finding, Observation, alike_numbers


def _varied(seen: list[Observation]) -> list[Observation]:
    return [s for s in seen if not s.has("constant", "nearly constant")]


def of_columns(seen: list[Observation]) -> Finding | None:
    """Right but for columns that never change; or right in the first array, and not in the second."""
    if any(s.failure or not isinstance(s.value, (list, tuple)) or len(s.value) != 2 for s in seen):
        return None
    varied = _varied(seen)
    if not any(s.wrong for s in varied):
        return _about_columns([s for s in seen if s.wrong])
    trains = [(as_numbers(s.value[0]), s.expected[0]) for s in varied]
    if all(value is not None and alike_numbers(value, due) for value, due in trains):
        return Finding(
            "train comes out right, and other does not.", "It wants the same treatment, with the numbers of train."
        )
    return None


def _others_suffer(s: Observation) -> bool:
    """Whether the column that never changes is right, and another one is not."""
    value, due = as_numbers(s.value[0]), np.asarray(s.expected[0], float)
    if value is None or value.shape != due.shape:
        return False
    constant = np.ptp(s.question.arguments()[0], axis=0) == 0
    right = [alike_numbers(value[:, k], due[:, k]) for k in range(due.shape[1])]
    return all(np.array(right)[constant]) and not all(right) and bool(constant.any())


def _about_columns(wrong: list[Observation]) -> Finding | None:
    if not wrong:
        return None
    if _others_suffer(wrong[0]):
        return Finding(
            "A column that never changes comes out right, and the columns beside it do not.",
            "For which columns is the deviation replaced?",
            call=wrong[0],
        )
    value = as_numbers(wrong[0].value[0])
    if value is not None and np.isnan(value).any():
        return Finding(
            f"On {wrong[0].question.label}, nan comes back: 0 is divided by 0.", "What should such a column become?"
        )
    if value is not None and value.shape != wrong[0].expected[0].shape:
        return Finding(f"On {wrong[0].question.label}, the shape changes to {value.shape}.", "All columns are to stay.")
    if all(s.has("nearly constant") for s in wrong):
        return Finding(
            "A column that hardly changes does not get the deviation 1.", "What is added to its deviation, or cut off?"
        )
    return Finding(
        f"Right for ordinary columns, and not on {wrong[0].question.label}.", "What should such a column become?"
    )


def of_one_hot(seen: list[Observation]) -> Finding | None:
    """Ones in other places, too many of them, or other numbers."""
    found = []
    for s in seen:
        value = as_numbers(s.value)
        if value is None or value.shape != s.expected.shape:
            return None
        found.append((np.asarray(value, float), s.expected, s.question.arguments()[0]))
    if all(alike_numbers(value, np.roll(due, -1, axis=1)) for value, due, _ in found):
        return Finding(
            "Every 1 stands one column too far to the left, that of class 0 in the last.", "From where do labels count?"
        )
    if all(alike_numbers(value, due[:, ::-1]) for value, due, _ in found):
        return Finding("The columns are counted from the right: class 0 has its 1 in the last one.")
    if all(alike_numbers(value, 1 - due) for value, due, _ in found):
        return Finding("Zeros and ones are exchanged.", "How many ones should stand in each row?")
    if all(alike_numbers(value, due * labels[:, None]) for value, due, labels in found):
        return Finding("The number of the label stands where a 1 is due.", "What does class 0 look like?")
    counted = [np.unique(labels, return_inverse=True)[1].reshape(-1) for _, _, labels in found]
    if all(alike_numbers(v, np.eye(due.shape[1])[c]) for (v, due, _), c in zip(found, counted, strict=True)):
        return Finding(
            "Each 1 stands where its class comes among the classes that occur, and not in the column of its label.",
            "Which column belongs to label 2, if no sample has the label 0 or 1?",
        )
    ones = [int((row != 0).sum()) for value, _, _ in found for row in value]
    if max(ones) > 1:
        most = [int((value != 0).sum(axis=1).max(initial=0)) for value, _, _ in found]
        return Finding(
            f"There are rows with {max(ones)} entries that are not 0.",
            "How many ones should stand in each row?",
            call=seen[most.index(max(most))],
        )
    if min(ones) == 0:
        return Finding("There are rows without any 1.", "Which line should set it?")
    others = {float(x) for value, _, _ in found for x in value.flat} - {0.0, 1.0}
    if others:
        return Finding(f"There are other numbers than 0 and 1, such as {min(others):.4g}.")
    s, row, label, place = next(
        (s, row, int(labels[row]), int(place))
        for s, (value, _, labels) in zip(seen, found, strict=True)
        for row, place in enumerate(value.argmax(axis=1))
        if place != labels[row]
    )
    return Finding(
        f"Each row has its 1, but not always in the column of its label: row {row} has the label {label}, and its 1 "
        f"in column {place}.",
        "Columns count from 0, as labels do.",
        call=s,
    )
