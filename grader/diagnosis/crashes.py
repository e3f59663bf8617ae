"""Exceptions explained: what the message of Python or NumPy means for somebody who has never seen it."""

import re
from collections.abc import Callable

from grader.checks.answer import Error
from grader.diagnosis.observations import Finding, Observation

# What to say for a message that matches; {0}, {1} are the groups of the pattern.
EXPLANATIONS: list[tuple[str, str]] = [
    (
        r"truth value of an array",
        "A whole array stands where Python wants one yes or no (an `if`, `and`, `or`, `max` or "
        "`while`). A comparison of an "
        "array gives one answer per entry: which NumPy function chooses entry by entry?",
    ),
    (
        r"only (?:length-1|size-1|0-dimensional) arrays can be converted|must be real number, not",
        "A function for single numbers (from the module math, or float() or int()) was given a whole "
        "array. NumPy has a "
        "function of its own for arrays.",
    ),
    (
        r"unsupported operand type\(s\) for \^|ufunc 'bitwise_xor' not supported",
        "In Python ^ is no power. Powers are written **.",
    ),
    (
        r"Cannot cast ufunc '?(\w+)'? output from .*float.* to .*int",
        "An array of integers cannot hold the result of {0} in place. Make a new array instead of changing this one.",
    ),
    (
        r"ufunc '?(\w+)'? not supported for the input types",
        "{0} was given something that is no array of numbers (a list, a None, a function?).",
    ),
    (
        r"not enough values to unpack \(expected (\d+), got (\d+)\)",
        "{0} names wait for values, and only {1} came: what does each entry hold?",
    ),
    (
        r"too many values to unpack \(expected (\d+)",
        "More values came than the {0} names that wait for them: what does each entry hold?",
    ),
    (r"cannot unpack non-iterable (\w+)", "A pair is unpacked from something that holds none (a {0})."),
    (r"'NoneType' object is not (\w+)", "A None stands where a value is due: did something forget its return?"),
    (
        r"unsupported operand type\(s\) for (.+?): .*NoneType",
        "A None takes part in {0}: did something forget its return?",
    ),
    (
        r"'NoneType' object has no attribute '(\w+)'",
        "A None stands where an array is due (for .{0}): did something forget its return?",
    ),
    (
        r"'(?:builtin_function_or_method|function|method|ufunc)' object is not subscriptable",
        "A function is indexed like a list: round or square brackets?",
    ),
    (
        r"unsupported operand type\(s\) for (.+?): .*(?:function|method|ufunc)",
        "A function itself takes part in {0}: is it called, with brackets?",
    ),
    (
        r"unsupported operand type\(s\) for (.+?): '(\w+)' and '(\w+)'",
        "{0} does not work between a {1} and a {2}. Should both be arrays?",
    ),
    (
        r"can't multiply sequence by non-int of type '(\w+)'",
        "A list is multiplied, which repeats it. Arrays are multiplied entry by entry: make it one.",
    ),
    (
        r"'(list|tuple)' object has no attribute '(\w+)'",
        "A {0} has no .{1}; an array has. Is it an array that is meant, or one entry of the {0}?",
    ),
    (r"'(\w+)' object has no attribute '(\w+)'", "What stands before the dot is a {0}, and has no .{1}."),
    (
        r"'(\w+)' object is not callable",
        "A {0} is called like a function. Is an operator missing before the bracket, or a name used twice?",
    ),
    (
        r"'(\w+)' object is not iterable",
        "A {0} is walked through like a list. Is a range(...) or a zip(...) missing, or is it the wrong variable?",
    ),
    (r"'(\w+)' object is not subscriptable", "A {0} is indexed like a list. Is it the wrong variable?"),
    (r"'tuple' object does not support item assignment", "A tuple cannot be changed: build a new one."),
    (r"assignment destination is read-only", "This array must not be changed: work on a copy."),
    (
        r"name '(\w+)' is not defined",
        "Python does not know the name {0}: is it spelt as where it was made, and made before it is used?",
    ),
    (
        r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced",
        "The variable is used before it has a value: does every way through the function set it?",
    ),
    (r"has no attribute '(\w+)'", "There is no {0} there: is it spelt right?"),
    (
        r"list index out of range|tuple index out of range|pop from empty list",
        "A list is read beyond its end. How many layers are there, and which is the last index?",
    ),
    (
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "Entry {0} is asked for on axis {1}, which has {2} entries: the last one is one less than that.",
    ),
    (
        r"too many indices for array: array is (\d+)-dimensional, but (\d+)",
        "{1} indices are used on an array with {0} axes. Which shape does it really have?",
    ),
    (
        r"axis (\d+) is out of bounds for array of dimension (\d+)",
        "Axis {0} is asked for in an array with {1} axes (the first axis is 0).",
    ),
    (
        r"'(\w+)' object cannot be interpreted as an integer",
        "A {0} stands where a whole number is due (range, an index or a size): what is to be counted?",
    ),
    (
        r"only integer scalar arrays can be converted",
        "An array stands where one whole number is due: is it taken for an axis, an index or a size?",
    ),
    (
        r"'([<>=!]+)' not supported between instances of '(\w+)' and '(\w+)'",
        "{0} does not work between a {1} and a {2}: is one of them more (or less) than the value that you mean?",
    ),
    (
        r"modulo by zero|division or modulo",
        "Something is divided by 0, or its remainder taken. Which quantity can be 0 here?",
    ),
    (
        r"y_hat has shape (\([\d, ]*\)) and y has shape (\([\d, ]*\))",
        "The loss is asked about a y_hat of shape {0} and a y of shape {1}: who changed one of the two shapes?",
    ),
    (
        r"f takes an array of shape (\([\d, ]*\)), and was called with one of shape (\([\d, ]*\))",
        "f is a function of the whole array, of shape {0}, and was called with something of shape {1}.",
    ),
    (r"f takes real|complex", "Complex numbers came up, where real ones are due."),
    (
        r"only integers?.*are valid indices|indices must be integers or slices, not (\w+)",
        "Something that is no whole number is used as an index.",
    ),
    (
        r"missing (\d+) required positional arguments?: (.+)",
        "A function is called without {1}: compare the call with the line of its def.",
    ),
    (
        r"takes (?:from )?[\d to]+ positional arguments? but (\d+)",
        "A function is called with {0} arguments, more than it takes: compare the call with the line of its def.",
    ),
    (r"unexpected keyword argument '(\w+)'", "A function is called with {0}=, which it does not know."),
    (
        r"setting an array element with a sequence|inhomogeneous shape",
        "Parts of different shapes cannot become one array. A list can hold them.",
    ),
    (r"cannot reshape array of size (\d+) into shape (.+)", "{0} entries do not fill the shape {1}."),
    (r"zero-size array to reduction", "An empty array came up: which slice took nothing?"),
    (
        r"math range error|Numerical result out of range|Result too large",
        "exp() of a large number is more than a float can hold. Can the formula be written with exp "
        "of negative numbers only?",
    ),
    (
        r"math domain error",
        "A function from math was asked for something it has no value for (the log or root of a negative number).",
    ),
    (r"division by zero", "Something is divided by 0. Which quantity can be 0 here?"),
    (
        r"maximum recursion depth",
        "The function calls itself again and again. Is the name inside it the one that you meant?",
    ),
    (r"invalid literal|could not convert string", "A piece of text is turned into a number, and is none."),
]
DEFAULTS = {
    "KeyError": "A dictionary has no entry {message}. Which keys does it have, and is it this variable that you mean?",
    "StopIteration": "An iterator was asked for more than it holds.",
    "AssertionError": "An assert in your own code does not hold.",
    "AxisError": "An axis is asked for that the array does not have (the first axis is 0).",
}
MISMATCH = (
    r"operands could not be broadcast together with shapes (\([\d, ]*\)) (\([\d, ]*\))|"
    r"non-broadcastable output operand with shape (\([\d, ]*\)) .* shape (\([\d, ]*\))|"
    r"shapes (\([\d, ]*\)) and (\([\d, ]*\)) not aligned|"
    r"could not broadcast input array from shape (\([\d, ]*\)) into shape (\([\d, ]*\))"
)
MATMUL = r"matmul: Input operand 1 has a mismatch.*size (\d+) is different from (\d+)"


def _shape(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text))


def _named(shape: tuple[int, ...], error: Error) -> str:
    """The shape with the variables in that line which have it."""
    words = set(re.findall(r"[A-Za-z_]\w*", error.text))
    names = [name for name, other in error.shapes.items() if other == shape and name in words]
    return f"{' or '.join(names)} {shape}" if names else str(shape)


def _mismatch(error: Error) -> str | None:
    if found := re.search(MISMATCH, error.message):
        first, second = (_shape(text) for text in found.groups() if text is not None)
        return (
            f"Two shapes do not fit together: {_named(first, error)} and {_named(second, error)}. What "
            f"does each axis count?"
        )
    if not re.search(MATMUL, error.message) and "not aligned" not in error.message:
        return None
    words = list(dict.fromkeys(re.findall(r"[A-Za-z_]\w*", error.text)))
    told = [f"{name} {error.shapes[name]}" for name in words if name in error.shapes]
    shapes = f" In that line: {', '.join(told)}." if told else ""
    numbers = re.search(MATMUL, error.message)
    sizes = f", and here they count {numbers.group(2)} and {numbers.group(1)}" if numbers else ""
    return f"In a matrix product the last axis on the left meets the first axis on the right{sizes}.{shapes}"


def explain_error(error: Error) -> str | None:
    """An exception in words, or None where there is nothing to add to its own message."""
    if told := _mismatch(error):
        return told
    for pattern, words in EXPLANATIONS:
        if found := re.search(pattern, error.message):
            return words.format(*(group or "" for group in found.groups()))
    for base in (error.type, *error.bases):
        if base in DEFAULTS:
            return DEFAULTS[base].format(message=error.message)
    return None


def explain(seen: list[Observation]) -> Finding | None:
    """What the exceptions on the questions mean, and on which inputs they come."""
    failed = [s for s in seen if s.failure and s.failure.error]
    if not failed:
        return None
    failure = failed[0].failure
    assert failure and failure.error
    error = failure.error
    where = (
        f" (line {error.line}: {error.text})"
        if error.line and error.text
        else f" (line {error.line})"
        if error.line
        else ""
    )
    when = _when(seen, failed)
    told = explain_error(error)
    if told is None and not when:
        return None
    return Finding(f"{error.type}{where}{when}.", told or error.message)


def _when(seen: list[Observation], failed: list[Observation]) -> str:
    if len(failed) == len(seen):
        return ""
    rules: list[tuple[str, Callable[[Observation], bool]]] = [
        ("only for integers", lambda s: s.has("integers")),
        ("only for more than one axis", lambda s: s.axes > 1),
        ("only for a single axis", lambda s: s.axes == 1),
        ("only for very large numbers", lambda s: s.has("both signs")),
        (
            "only for a network with more than one layer",
            lambda s: s.question.network is not None and len(s.question.network().params) > 1,
        ),
        (
            "only for a network with an identity layer",
            lambda s: s.question.network is not None and "identity" in s.question.network().activations,
        ),
    ]
    for words, holds in rules:
        if all(holds(s) == (s in failed) for s in seen):
            return f", {words}"
    return f", only on {failed[0].question.label}" if len(failed) == 1 else ""
