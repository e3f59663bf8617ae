"""What a learner reads: the call, what came back, what is due, and where to look. ASCII, at most twelve lines."""

import textwrap
from typing import Any

import numpy as np

from grader import curriculum
from grader.checks.answer import GRADER_ERROR, PASSED, WRONG, Answer, Call, Diagnosis, LearnerFailed, WrongAnswer
from grader.checks.compare import Difference, as_numbers, compare, kind_of
from grader.checks.question import Question

WIDTH = 96
LINES = 12


def ascii_only(text: str) -> str:
    """The text with every character that a plain console might not show replaced by a question mark."""
    return "".join(c if c == "\n" or " " <= c <= "~" else "?" for c in text.replace("\t", "    "))


def number(x: Any) -> str:
    """A number with four significant digits at most."""
    if isinstance(x, (bool, np.bool_)):
        return str(bool(x))
    if isinstance(x, (int, np.integer)):
        return str(int(x)) if abs(int(x)) < 10**12 else f"{float(x):.3g}"
    value = float(x)
    text = f"{value:.4g}"
    return text if any(c in text for c in ".en") else f"{text}.0"


def _array(array: np.ndarray) -> str:
    if array.ndim == 0:
        return number(array[()])
    return "[" + ", ".join(_array(part) for part in array) + "]"


def show(value: Any, width: int = WIDTH) -> str:
    """A value on one line; what is too long is told by its shape and its first numbers."""
    if value is None or isinstance(value, (bool, int, float, np.generic)):
        return "None" if value is None else number(value) if not isinstance(value, complex) else "a complex number"
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:37] + "...")
    array = as_numbers(value)
    if array is None or (isinstance(value, (list, tuple)) and any(isinstance(part, (list, tuple)) for part in value)):
        return _container(value, width)
    if array.size == 0:
        return f"an empty array of shape {array.shape}"
    text = _array(array) if array.size <= 40 else ""
    if text and len(text) <= width:
        return text
    first = ", ".join(number(x) for x in array.flat[:4])
    return f"{first}, ... (shape {array.shape})"


def _container(value: Any, width: int) -> str:
    if not isinstance(value, (list, tuple)):
        return kind_of(value)
    brackets = "()" if isinstance(value, tuple) else "[]"
    parts = [_short(part) for part in value[:5]] + (["..."] if len(value) > 5 else [])
    text = brackets[0] + ", ".join(parts) + brackets[1]
    return text if len(text) <= width else f"{kind_of(value)} of {len(value)}"


def _short(part: Any) -> str:
    if isinstance(part, np.ndarray):
        return f"array {part.shape}"
    if isinstance(part, (list, tuple)):
        return _container(part, 40)
    return show(part, 30)


def part_name(function: str, path: tuple[Any, ...]) -> str:
    """What learners call the part of a result that a path leads to: "dW of layer 2", "cache of layer 1, z"."""
    if not path:
        return ""
    parts = curriculum.functions()[function].returns
    if len(parts) == 1:
        layer = f"layer {path[0] + 1}"
        return layer if len(path) == 1 else f"{parts[0].pairs[path[1]]} of {layer}"
    if parts:
        part = parts[path[0]]
        if len(path) > 1 and isinstance(path[1], str):
            return f"{part.name}[{path[1]!r}]"
        layer = f" of layer {path[1] + 1}" if len(path) > 1 and part.pairs else ""
        return f"{part.name}{layer}" + (f", {part.pairs[path[2]]}" if len(path) > 2 and part.pairs else "")
    return "entry " + ", ".join(str(index) for index in path)


def _argument(name: str, value: Any) -> str:
    if isinstance(value, np.random.Generator):
        return "rng"
    if callable(value):
        return "f"
    if isinstance(value, np.ndarray):
        text = show(value, 60)
        return f"array({text})" if "shape" not in text else f"{name} of shape {value.shape}"
    if isinstance(value, list) and value and isinstance(value[0], str):
        return repr(value)
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return name
    return show(value, 40)


def call_line(call: Call) -> str:
    """The call as it could stand in a program, long arguments by their names."""
    names = curriculum.functions()[call.function].arguments
    shown = [_argument(name, value) for name, value in zip(names, call.arguments, strict=False)]
    line = f"{call.function}({', '.join(shown)})"
    network = next(
        (value for value in call.arguments if isinstance(value, list) and value and isinstance(value[0], tuple)), None
    )
    if network is None or len(network[0]) != 2:
        return line
    sizes = "-".join(str(W.shape[0]) for W, _ in network) + f"-{network[-1][0].shape[1]}"
    return f"{line}\n  on a {sizes} network"


def _evidence(call: Call, difference: Difference | None) -> list[str]:
    """The lines "call, returned, expected"."""
    lines = [call_line(call)]
    if difference is None:
        return [*lines, f"  returned  {show(call.answer.value)}"]
    if where := part_name(call.function, difference.path):
        lines.append(f"  in {where}:")
    lines.append(f"  returned  {show(difference.actual)}")
    if difference.kind in ("values", "finite", "shape"):
        lines.append(f"  expected  {show(difference.expected)}")
    if difference.kind not in ("values", "finite"):
        lines.append(f"  {difference.said}")
    return lines


def wrong(failure: WrongAnswer, belief: Diagnosis | None = None, hint: str = "") -> str:
    """Call, returned, expected, and what to look at: the belief where there is one, else what is seen and the hint."""
    lines = _evidence(failure.call, failure.difference) if failure.call else []
    if belief:
        return with_belief("\n".join(lines), belief)
    said = "" if failure.difference else sentence(failure.said) + "\n"
    below = wrapped(said + hint)
    return clip("\n".join([*lines, "", *below] if below else lines))


def _fold(line: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [""]


def wrapped(text: str) -> list[str]:
    """The text in lines that fit on a screen; line ends in it stay, and so do lines of a table."""
    return [part for line in text.splitlines() for part in ([line] if line.startswith("  ") else _fold(line, WIDTH))]


def with_belief(text: str, belief: Diagnosis | None) -> str:
    """A message, and below it what the grader believes the mistake to be; the evidence gives way to it."""
    if not belief:
        return clip(text)
    told = wrapped(ascii_only(belief.message))
    room = LINES - len(told) - 1
    return clip("\n".join([*clip(text).splitlines()[:room], "", *told]))


def failed(failure: LearnerFailed) -> str:
    """A crash, a timeout or an unwritten function in two or three lines."""
    return clip(failure.detail)


def clip(text: str) -> str:
    """ASCII, at most twelve lines, none longer than the screen."""
    lines: list[str] = []
    for line in ascii_only(text[: 2 * LINES * WIDTH]).splitlines():
        indent = " " * (len(line) - len(line.lstrip()) + 4)
        lines += _fold(line, WIDTH + 4, indent)
    return "\n".join(lines[:LINES])


def sentence(text: str) -> str:
    """The text as a sentence: a capital at the start (unless a name of the program stands there), a stop at the end."""
    first = text.split(" ", 1)[0].rstrip(":,.")
    name = first in curriculum.functions() or any(first in f.arguments for f in curriculum.functions().values())
    start = text if name or first in ("losses", "cache") else text[:1].upper() + text[1:]
    return start + ("" if text.endswith((".", "?", "!")) else ".")


def example(question: Question, answer: Answer) -> str:
    """Call, returned and expected for a public question that was answered wrongly; "" where the answer is right."""
    expected = question.expected() if question.expected else None
    difference = compare(question.canonical_form(answer.value), expected)
    if difference is None:
        return ""
    return "\n".join(_evidence(Call(question.function, question.arguments(), answer), difference))


def outcome_of(error: BaseException | None) -> str:
    """What an exception in a check says about the learner's function."""
    if error is None:
        return PASSED
    if isinstance(error, WrongAnswer):
        return WRONG
    if isinstance(error, LearnerFailed):
        return error.outcome
    return GRADER_ERROR


def message_of(error: BaseException, belief: Diagnosis | None = None, hint: str = "") -> str:
    """What the learner reads about it."""
    if isinstance(error, WrongAnswer):
        return wrong(error, belief, hint)
    if isinstance(error, LearnerFailed) and belief:
        return with_belief(error.detail, belief)
    return failed(error) if isinstance(error, LearnerFailed) else f"the check itself failed: {type(error).__name__}"
