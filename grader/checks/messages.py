"""What a learner reads: the call, what came back, what is due, and where to look. ASCII, at most twelve lines."""

import textwrap
from typing import Any

import numpy as np

from grader import curriculum
from grader.checks.answer import GRADER_ERROR, PASSED, WRONG, Answer, Call, Diagnosis, Error, LearnerFailed, WrongAnswer
from grader.checks.compare import Difference, as_numbers, compare, kind_of
from grader.checks.question import Question

WIDTH = 96
LINES = 12
DIGITS, MOST_DIGITS = 4, 15  # of a number; more where two numbers would look the same


def ascii_only(text: str) -> str:
    """The text with every character that a plain console might not show replaced by a question mark."""
    return "".join(c if c == "\n" or " " <= c <= "~" else "?" for c in text.replace("\t", "    "))


def number(x: Any, digits: int = DIGITS) -> str:
    """A number with this many significant digits at most."""
    if isinstance(x, (bool, np.bool_)):
        return str(bool(x))
    if isinstance(x, (int, np.integer)):
        return str(int(x)) if abs(int(x)) < 10**12 else f"{float(x):.{max(3, digits - 1)}g}"
    value = float(x)
    text = f"{value:.{digits}g}"
    return text if any(c in text for c in ".en") else f"{text}.0"


def _array(array: np.ndarray, digits: int) -> str:
    if array.ndim == 0:
        return number(array[()], digits)
    return "[" + ", ".join(_array(part, digits) for part in array) + "]"


def show(value: Any, width: int = WIDTH, digits: int = DIGITS) -> str:
    """A value on one line; what is too long is told by its shape and its first numbers."""
    if isinstance(value, (complex, np.complexfloating)):
        return "a complex number"
    if value is None or isinstance(value, (bool, int, float, np.generic)):
        return "None" if value is None else number(value, digits)
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:37] + "...")
    array = as_numbers(value)
    if array is None or (isinstance(value, (list, tuple)) and any(isinstance(part, (list, tuple)) for part in value)):
        return _container(value, width)
    if array.size == 0:
        is_array = isinstance(value, np.ndarray)
        return f"an empty array of shape {array.shape}" if is_array else f"an empty {type(value).__name__}"
    text = _array(array, digits) if array.size <= 40 else ""
    if text and len(text) <= width:
        return text
    first = ", ".join(number(x, digits) for x in array.flat[:4])
    return f"{first}, ... (shape {array.shape})"


def _told_apart(returned: Any, expected: Any) -> list[str]:
    """The lines "returned" and "expected", with as many digits as it takes to see that they differ."""
    digits, where = _differ_at(returned, expected)
    texts = show(returned, WIDTH, digits), show(expected, WIDTH, digits)
    lines = [f"  returned  {texts[0]}", f"  expected  {texts[1]}"]
    return lines if texts[0] != texts[1] or not where else [*lines, where]


def _differ_at(returned: Any, expected: Any) -> tuple[int, str]:
    """How many digits tell two values of one shape apart, and a line about the entry in which they differ most."""
    x, y = as_numbers(returned), as_numbers(expected)
    if x is None or y is None or x.shape != y.shape or not x.size or "c" in (x.dtype.kind, y.dtype.kind):
        return DIGITS, ""
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(np.asarray(x, dtype=float) - np.asarray(y, dtype=float))
    place = np.unravel_index(int(np.argmax(np.where(np.isnan(apart), np.inf, apart))), x.shape)
    for digits in range(DIGITS, MOST_DIGITS + 1):
        if (told := number(x[place], digits)) != (due := number(y[place], digits)):
            index = ", ".join(str(int(i)) for i in place)
            return digits, f"  entry [{index}] is {told}, and {due} is due"
    return DIGITS, ""


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


def call_line(function: str, arguments: tuple) -> str:
    """The call as it could stand in a program, long arguments by their names."""
    names = curriculum.functions()[function].arguments
    shown = [_argument(name, value) for name, value in zip(names, arguments, strict=False)]
    line = f"{function}({', '.join(shown)})"
    network = next(
        (value for value in arguments if isinstance(value, list) and value and isinstance(value[0], tuple)), None
    )
    if network is None or len(network[0]) != 2:
        return line
    sizes = "-".join(str(W.shape[0]) for W, _ in network) + f"-{network[-1][0].shape[1]}"
    return f"{line}\n  on a {sizes} network"


def raised(function: str, arguments: tuple, error: Error) -> str:
    """A call that ended in an exception: where it arose, the line there, and Python's own words."""
    call = call_line(function, arguments).replace("\n ", "")
    cell = f"{error.file}, " if (error.file or "").startswith("cell ") else ""  # the place of a file stands below
    where = f" in {cell}line {error.line}:" if error.line else ":"
    said = error.message.partition("\n")[0]
    lines = [f"{call} raised {error.type}{where}", *(f"  {part}" for part in (error.text, said) if part)]
    return "\n".join(lines if len(lines) > 1 else [lines[0].rstrip(":")])


def _evidence(call: Call, difference: Difference | None) -> list[str]:
    """The lines "call, returned, expected"."""
    lines = [call_line(call.function, call.arguments)]
    if difference is None:
        return [*lines, f"  returned  {show(call.answer.value)}"]
    if where := part_name(call.function, difference.path):
        lines.append(f"  in {where}:")
    if difference.kind in ("values", "finite", "shape"):
        lines += _told_apart(difference.actual, difference.expected)
    else:
        lines.append(f"  returned  {show(difference.actual)}")
    if difference.kind not in ("values", "finite"):
        lines.append(f"  {difference.said}")
    return lines


def wrong(failure: WrongAnswer, belief: Diagnosis | None = None, hint: str = "") -> str:
    """Call, returned, expected, and what to look at: the belief where there is one, else what is seen and the hint."""
    lines = _evidence(failure.call, failure.difference) if failure.call else []
    if belief:
        said = "" if failure.difference or belief.call else f"\n{sentence(failure.said)}"
        return with_belief("\n".join(lines) + said, belief)
    said = "" if failure.difference else sentence(failure.said) + "\n"
    below = wrapped(said + hint)
    return clip("\n".join([*lines, "", *below] if below else lines))


def _fold(line: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [""]


def wrapped(text: str) -> list[str]:
    """The text in lines that fit on a screen; line ends in it stay, and so do lines of a table."""
    return [part for line in text.splitlines() for part in ([line] if line.startswith("  ") else _fold(line, WIDTH))]


def with_belief(text: str, belief: Diagnosis | None) -> str:
    """A message, and below it what the grader believes the mistake to be; the evidence gives way to it.

    Where the belief is about another call, that one is told.
    """
    if not belief:
        return clip(text)
    told = wrapped(ascii_only(belief.message))
    room = LINES - len(told) - 1
    return clip("\n".join([*_shortened(clip(belief.call or text).splitlines(), room), "", *told]))


def _shortened(lines: list[str], room: int) -> list[str]:
    """As much evidence as there is room for: of a long call the beginning, and never half of "returned, expected"."""
    if len(lines) <= room:
        return lines
    end = next((i for i, line in enumerate(lines) if line.startswith(("  in ", "  returned "))), len(lines))
    answer = lines[end:]
    if 0 < room - len(answer) < end:
        return [*lines[: room - len(answer) - 1], f"{lines[room - len(answer) - 1]} ...", *answer]
    return lines[: min(room, end)]


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


def seen_in(failure: WrongAnswer) -> str:
    """What a check has seen, and in which part of what came back."""
    path = failure.difference.path if failure.call and failure.difference else ()
    where = part_name(failure.call.function, path) if failure.call and path else ""
    return f"In {where}: {sentence(failure.said)}" if where else sentence(failure.said)


def sentence(text: str) -> str:
    """The text as a sentence: a capital at the start (unless a name of the program stands there), a stop at the end."""
    first = text.split(" ", 1)[0].rstrip(":,.")
    name = first in curriculum.functions() or any(first in f.arguments for f in curriculum.functions().values())
    start = text if name or first in ("losses", "cache") else text[:1].upper() + text[1:]
    return start + ("" if text.endswith((".", "?", "!")) else ".")


def example(question: Question, answer: Answer) -> str:
    """Call, returned and expected for a public question that was answered wrongly; "" where the answer is right.

    Where chance decides, and there is no one right answer, it is what was returned.
    """
    difference = compare(question.canonical_form(answer.value), question.expected()) if question.expected else None
    if question.expected and difference is None:
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
