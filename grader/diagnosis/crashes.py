"""Exceptions explained: what the message of Python or NumPy means for somebody who has never seen it."""

import re
from collections.abc import Callable

from grader import curriculum
from grader.checks.answer import Error
from grader.diagnosis.crash_line import Line
from grader.diagnosis.crash_lines import said_of_line
from grader.diagnosis.crash_shapes import cause_of, of_shapes
from grader.diagnosis.observations import Finding, Observation

# What to say for a message that matches; {0}, {1} are the groups of the pattern.
EXPLANATIONS: list[tuple[str, str]] = [
    (
        r"truth value of an array",
        "A whole array stands where Python wants one yes or no. A comparison of an array gives one answer "
        "per entry: which NumPy function chooses entry by entry?",
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
        r"ufunc '?invert'? not supported for the input types",
        "~ turns the bits of whole numbers round, and True and False; this array holds floats.",
    ),
    (
        r"ufunc '?(bitwise_\w+|left_shift|right_shift)'? not supported for the input types",
        "{0} (&, |, << and the like) works on whole numbers and on True and False, and floats came.",
    ),
    (
        r"ufunc '?(\w+)'? not supported for the input types",
        "{0} was given something that is no array of numbers (a list, a None, a function?).",
    ),
    (
        r"not enough values to unpack \(expected (\d+), got (\d+)\)",
        "{0} names wait for values, and only {1} came. What does each entry hold?",
    ),
    (
        r"too many values to unpack \(expected (\d+)",
        "More values came than the {0} names that wait for them: what does each entry hold?",
    ),
    (
        r"cannot unpack non-iterable (\w+)",
        "Several names wait for values, and what comes is one thing alone, of the type {0}.",
    ),
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
        "{0} does not work between these two things ({1} and {2}). What is each of them here?",
    ),
    (
        r"can't multiply sequence by non-int of type '(\w+)'",
        "A list is multiplied, and lists are not multiplied entry by entry. What does the list hold?",
    ),
    (
        r"'(list|tuple)' object has no attribute '(\w+)'",
        "A {0} has no .{1}. Is an array meant, or one entry of the {0}?",
    ),
    (r"'(\w+)' object has no attribute '(\w+)'", "What stands before the dot has no .{1}: it is of the type {0}."),
    (
        r"'(\w+)' object is not callable",
        "Something of the type {0} is called like a function. Is an operator missing before the bracket?",
    ),
    (
        r"'(\w+)' object is not iterable",
        "Something of the type {0} is walked through like a list. Is range(...) missing, or is it the wrong variable?",
    ),
    (
        r"'(\w+)' object is not subscriptable",
        "Something of the type {0} is indexed like a list. Is it the wrong variable?",
    ),
    (r"'tuple' object does not support item assignment", "A tuple cannot be changed: build a new one."),
    (r"assignment destination is read-only", "This array must not be changed: work on a copy."),
    (
        r"name '(\w+)' is not defined",
        "Python does not know the name {0} here. Is it spelt the same everywhere? Did it get a value before this line?",
    ),
    (
        r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced",
        "The variable is used before it has a value: does every way through the function set it?",
    ),
    (r"has no attribute '(\w+)'", "There is no {0} there. How is it spelt?"),
    (
        r"list index out of range|pop from empty list",
        "A list is read beyond its end. How many entries has it there, and which is the last index?",
    ),
    (
        r"tuple index out of range",
        "A tuple is read beyond its end. How many entries has it there?",
    ),
    (
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "Entry {0} is asked for on axis {1}, which has {2} entries: the last one is one less than that.",
    ),
    (
        r"too many indices for array: array is (\d+)-dimensional, but (\d+)",
        "{1} indices ask for as many axes, and the array has {0}. Which shape does it really have?",
    ),
    (
        r"axis (\d+) is out of bounds for array of dimension (\d+)",
        "Axis {0} is asked for, and the array has {1} of them; the first one is axis 0, and the last one may be called "
        "-1. Which shape has that array at this point?",
    ),
    (
        r"'(\w+)' object cannot be interpreted as an integer",
        "Something of the type {0} stands where a whole number is due (range, an index or a size).",
    ),
    (
        r"(normal|uniform|integers|standard_normal|random)\(\) takes at most \d+ positional arguments",
        "{0} takes one size, and more numbers came: a shape of two numbers is one tuple, (n_in, n_out).",
    ),
    (
        r"only integer scalar arrays can be converted",
        "An array stands where one whole number is due: is it taken for an axis, an index or a size?",
    ),
    (
        r"'([<>=!]+)' not supported between instances of '(\w+)' and '(\w+)'",
        "{0} cannot compare these two things ({1} and {2}). Is one of them not the value that you mean?",
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
        r"(\w+)\(\) missing \d+ required positional arguments?: (.+)",
        "{0} is called without {1}. Compare the call with the line of its def.",
    ),
    (
        r"(\w+)\(\) takes (?:from )?[\d to]+ positional arguments? but (\d+)",
        "{0} is called with {1} arguments, more than it takes. Compare the call with the line of its def.",
    ),
    (r"unexpected keyword argument '(\w+)'", "A function is called with {0}=, which it does not know."),
    (
        r"setting an array element with a sequence|inhomogeneous shape",
        "Parts of different shapes cannot become one array. Which list is used like an array here?",
    ),
    (r"cannot reshape array of size (\d+) into shape (.+)", "{0} entries do not fill the shape {1}."),
    (r"number sections must be larger than 0", "0 pieces are asked for. Which number is 0 there, and when?"),
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
    (
        r"append\(\) takes exactly one argument \((\d+) given\)",
        "append takes one thing, and {0} are given. A pair has brackets of its own.",
    ),
    (
        r"arrays used as indices must be of integer",
        "An array of floats is used as an index. An index must hold integers.",
    ),
    (r"invalid literal|could not convert string", "A piece of text is turned into a number, and is none."),
]
DEFAULTS = {
    "KeyError": "A dictionary has no entry {message}. Which keys does it have, and is it this variable that you mean?",
    "StopIteration": "An iterator was asked for more than it holds.",
    "AssertionError": "An assert in your own code does not hold.",
    "AxisError": "An axis is asked for that the array does not have (the first axis is 0).",
}


def explain_line(error: Error) -> str | None:
    """An exception in words that its own line gives; None where the line does not show the cause."""
    line = Line(error)
    return cause_of(line) or said_of_line(line)


def explain_error(error: Error) -> str | None:
    """An exception in words, or None where there is nothing to add to its own message."""
    if told := explain_line(error) or of_shapes(Line(error)):
        return told
    for pattern, words in EXPLANATIONS:
        if found := re.search(pattern, error.message):
            return words.format(*(group or "" for group in found.groups()))
    for base in (error.type, *error.bases):
        if base in DEFAULTS:
            return DEFAULTS[base].format(message=error.message)
    return None


def explain(seen: list[Observation]) -> Finding | None:
    """What the exception on the first question that fails means, and on which inputs it comes. That call is shown."""
    failed = [s for s in seen if s.failure and s.failure.error]
    if not failed:
        return None
    failure = failed[0].failure
    assert failure and failure.error
    error = failure.error
    when = _when(seen, failed)
    told = explain_error(error)
    if told is None and not when:
        return None
    asked = failed[0].question.function
    calls = error.function if error.function != asked and error.function in curriculum.functions() else ""
    whose = f"This line belongs to {calls}, which {asked} calls." if calls else ""
    said = f"In the {len(seen)} calls tried, the {error.type} comes {when}." if when else ""
    short = f"{error.type}: {error.text or error.message}".rstrip(": ")
    return Finding(" ".join(part for part in (whose, told, said) if part), call=failed[0], short=short)


def of_a_condition(seen: list[Observation]) -> Finding | None:
    """The finding about an array where Python wants one yes or no, where the line shows what asks for it."""
    error = seen[0].failure and seen[0].failure.error
    if error and "truth value of an array" in error.message and explain_line(error):
        return explain(seen)
    return None


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
            return words
    return f"once: {failed[0].question.label}" if len(failed) == 1 else ""
