"""One call of one function, and everything about it that a check may ask: value, changed arguments, exception."""

import contextlib
import io
import os
import re
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import numpy as np

MAX_PRINTED = 20_000
MOST_NAMES = 30  # variables of a line of which it is told what they are


def _leaves(value: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Every array, and the kind and length of every list, in the arguments, with the indices that lead to it."""
    if isinstance(value, (list, tuple)):
        yield path, (type(value), len(value))
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    elif isinstance(value, np.ndarray):
        yield path, value


def _same(before: Any, after: Any) -> bool:
    """Whether a leaf is what it was, but for the rounding of something added and taken away again."""
    if not isinstance(before, np.ndarray):
        return before == after
    if not isinstance(after, np.ndarray) or before.shape != after.shape or before.dtype != after.dtype:
        return False
    return before.tobytes() == after.tobytes() or np.allclose(before, after, rtol=1e-12, atol=1e-12, equal_nan=True)


def snapshot(arguments: tuple) -> list[tuple[tuple[int, ...], Any]]:
    """The leaves of the arguments, arrays copied."""
    leaves = _leaves(arguments)
    return [(path, leaf.copy() if isinstance(leaf, np.ndarray) else leaf) for path, leaf in leaves if path]


def changed_arguments(before: list[tuple[tuple[int, ...], Any]], arguments: tuple) -> list[list[int]]:
    """Paths of the arguments that are no longer what they were; [0, 2] is the third item of the first argument."""
    after = dict(_leaves(arguments))
    return [list(path) for path, leaf in before if path not in after or not _same(leaf, after[path])]


def same_object(value: Any, arguments: tuple) -> int | None:
    """The number of the argument that `value` itself is, or None."""
    return next((i for i, item in enumerate(arguments) if value is item and isinstance(item, (np.ndarray, list))), None)


class GlobalRandom:
    """Whether NumPy's global random numbers are touched: a second generator takes every step beside the global one.

    As long as both draw the same numbers, nobody else has drawn or seeded. That is twenty times faster than
    two copies of the state, and as sure: two states draw the same 53 bits by chance once in 10 ** 15.
    """

    def __init__(self) -> None:
        self.beside: np.random.RandomState | None = None

    def __call__(self) -> bool:
        """Whether something has happened since the last call."""
        if "numpy.random" not in sys.modules:  # NumPy loads it when it is first used
            return False
        if self.beside is None:
            self.beside, self.draw = np.random.RandomState(0), np.random.random_sample
            self._walk_together()
            return False
        if self.draw() == self.beside.random_sample():
            return False
        self._walk_together()
        return True

    def _walk_together(self) -> None:
        assert self.beside is not None
        state: Any = np.random.get_state()
        with contextlib.suppress(ValueError, TypeError):  # another kind of generator: it will never draw the same
            state = (*state[:3], 0, 0.0)  # without the second of two normal numbers, which is kept for later
            np.random.set_state(state)
            self.beside.set_state(state)


_global_random = GlobalRandom()


class Printed(io.StringIO):
    """Keeps the first characters of what is printed and drops the rest; with `echo`, prints it all the same."""

    def __init__(self, echo: TextIO | None = None):
        super().__init__()
        self.echo = echo

    def write(self, text: str) -> int:
        if self.echo:
            self.echo.write(text)
        if self.tell() < MAX_PRINTED:
            super().write(text)
        return len(text)


def observe(function: Callable[..., Any], arguments: tuple, finish: Callable[[Any], Any], echo: bool = False) -> dict:
    """Call `function`, and let its exceptions through.

    finish: turns the returned value into plain data (iterators are run here, inside the same watch).
    echo: whether what is printed is to be seen as well.
    Returns: {"value", "changed", "same_as", "printed", "warnings", "global_random"}.
    """
    before = snapshot(arguments)
    _global_random()  # what was before does not count
    out = Printed(sys.stdout if echo else None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with contextlib.redirect_stdout(out):
            value = function(*arguments)
            same_as = same_object(value, arguments)
            value = finish(value)
    return {
        "value": value,
        "changed": changed_arguments(before, arguments),
        "same_as": same_as,
        "printed": out.getvalue(),
        "warnings": sorted({str(warning.message)[:200] for warning in caught})[:5],
        "global_random": _global_random(),
    }


def _text(error: BaseException) -> str:
    try:
        return str(error)[:400]
    except BaseException:  # a broken __str__, or one that raises SystemExit
        return "(its message cannot be printed)"


def _shape(value: Any) -> list[int] | None:
    return list(value.shape) if type(value) is np.ndarray else None


def _kind(value: Any) -> str:
    """What a value is, in a few words: "list of 3 pairs", "NoneType". Nothing of what it holds."""
    name = str(getattr(type(value), "__name__", ""))[:40]
    if type(value) not in (list, tuple, dict):
        return name
    some = [] if isinstance(value, dict) else list(value[:20])
    what = ""
    if some:
        held = {type(item) for item in some}
        if held <= {tuple, list} and all(len(item) == 2 for item in some):
            what = " pairs"
        elif held <= {int, float, np.float64}:
            what = " numbers"
        elif held <= {str}:
            what = " strings"
    return f"{name} of {len(value)}{what}"


def _in_line(text: str, variables: dict[str, Any]) -> dict[str, str]:
    """What those variables are that stand in a line of text."""
    words = list(dict.fromkeys(re.findall(r"[A-Za-z_]\w*", text)))[:MOST_NAMES]
    try:
        return {word: _kind(variables[word]) for word in words if word in variables}
    except Exception:  # a class of the learner's that cannot even be compared
        return {}


def _frames(trace: types.TracebackType | None, is_learners: Callable[[str], bool]) -> list[tuple[Any, int]]:
    return [(f, line) for f, line in traceback.walk_tb(trace) if is_learners(f.f_code.co_filename)]


def explain(error: BaseException, is_learners: Callable[[str], bool], line_of: Callable[[str, int], str]) -> dict:
    """An exception as plain data: type, message, and where in the learner's own file it was raised.

    is_learners: whether a file name is the learner's. line_of: the text of a line of such a file.
    Returns: {"type", "message", "file", "line", "function", "text", "shapes", "kinds"}; the last seven may be None or
    empty. kinds: what the variables in that line are.
    """
    found: dict[str, Any] = {"file": None, "line": None, "function": None, "text": "", "shapes": {}, "kinds": {}}
    frames = _frames(error.__traceback__, is_learners)
    if frames:
        frame, line = frames[-1]
        code = frame.f_code
        variables = {str(name): value for name, value in list(frame.f_locals.items())[:40]}
        shapes = {name: _shape(value) for name, value in variables.items()}
        text = line_of(code.co_filename, line).strip()[:200]
        found = {
            "file": os.path.basename(code.co_filename),
            "line": line,
            "function": code.co_name,
            "text": text,
            "shapes": {name: shape for name, shape in shapes.items() if shape is not None},
            "kinds": _in_line(text, variables),
        }
    elif isinstance(error, SyntaxError):
        found |= {
            "file": os.path.basename(error.filename or ""),
            "line": error.lineno,
            "text": str(error.text or "").strip()[:200],
        }
    bases = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    return {"type": type(error).__name__[:100], "bases": bases, "message": _text(error), **found}
