"""Where more than one answer is right: replaces every right one by the same one, and leaves wrong ones as they are."""

from typing import Any

import numpy as np

from grader.checks.compare import as_numbers

HOPELESS = 15.0  # a sample that counts as impossible costs at least this much, wherever a probability is clipped
KEYS = ("train_loss", "validation_loss", "validation_accuracy")


def slope_at_zero(value: Any) -> Any:
    """Anything from 0 to 1 is right in the middle of the three, where relu's slope is asked at an exact 0."""
    array = as_numbers(value)
    if array is None or array.shape != (3,):
        return value
    return np.where([False, 0 <= array[1] <= 1, False], 0.0, array)


def hopeless_loss(value: Any) -> Any:
    """A loss beyond all hope may be clipped anywhere."""
    array = as_numbers(value)
    plain = array is not None and array.shape == () and array.dtype.kind != "b"
    return 2e4 if plain and HOPELESS <= float(value) <= 2.0001e4 else value


def steep_slopes(value: Any) -> Any:
    """At 0 and 1 the slope may be that of a clipped answer, or none; on the right side, and small where all is well."""
    slopes, due = as_numbers(value), np.array([0.2, -0.2, 2e11, -2e11, -0.4])
    if slopes is None or slopes.shape != (5,) or not np.isfinite(slopes).all():
        return value
    signs = slopes * np.sign(due)
    return due if (signs > -1e-9).all() and (signs[:2] < 1).all() and abs(signs[4] - 0.4) < 1e-5 else value


def run(value: Any, met: list, one_batch: bool) -> Any:
    """A training with nothing but what is due in its history, and the right losses in place of those that will do.

    met: for each epoch the losses that are met in it, from the one before its first step to the one after its last.
    """
    if not isinstance(value, (list, tuple)) or len(value) != 2 or not isinstance(value[1], dict):
        return value
    told = {key: value[1][key] for key in KEYS if key in value[1]}
    train = as_numbers(told.get("train_loss"))
    if train is not None and train.shape == (len(met),):
        if one_batch:
            ends = [np.array([losses[end] for losses in met]) for end in (0, -1)]
            right = any(np.allclose(train, losses, rtol=1e-5) for losses in ends)
        else:
            right = all(
                0.999999 * min(losses) <= x <= 1.000001 * max(losses) for losses, x in zip(met, train, strict=True)
            )
        if right:
            told["train_loss"] = np.array([losses[0] for losses in met])
    return (value[0], told)
