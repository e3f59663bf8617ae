"""Which functions of the curriculum a text defines, and whether they are written. Read as text, in linear time."""

import re

from grader import curriculum

LONGEST = 2_000  # characters of what may be an unwritten function, without its docstring
TOP = re.compile(r"^(?:(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(|(\w+)[ \t]*(?::[^=\n]*)?=(?!=)|[^\s#)\]}'\"])", re.M)
HEAD = re.compile(r"\)[ \t]*(?:->[^:\n]{0,200})?:")
DOCSTRING = re.compile(r"\s*[rRuUbB]{0,2}(\"\"\"|''')")
UNWRITTEN = re.compile(
    r"(?:raise NotImplementedError(?:\s*\((?:[^()]|\([^()]*\))*\))?|pass|\.\.\.|return(?: None)?|)\s*"
)


def _body(text: str) -> str:
    """What stands in a function, without its head, its docstring, its comments and its empty lines."""
    head = HEAD.search(text)
    body = text[head.end() :] if head else text
    if opened := DOCSTRING.match(body):
        end = body.find(opened[1], opened.end())
        body = body[end + 3 :] if end >= 0 else ""
    lines = (line.partition("#")[0].strip() for line in body.splitlines())
    return "\n".join(line for line in lines if line)


def _is_written(text: str) -> bool:
    body = _body(text)
    return len(body) > LONGEST or UNWRITTEN.fullmatch(body) is None


def functions_in(text: str) -> dict[str, bool]:
    """The functions of the curriculum that a text defines at its top, each with whether something is written in it.

    >>> functions_in("def mse(y_hat, y):\\n    raise NotImplementedError('write it')\\n\\nrelu = lambda z: z * (z > 0)")
    {'mse': False, 'relu': True}
    """
    known = curriculum.functions()
    found: dict[str, bool] = {}
    places = list(TOP.finditer(text))
    ends = [place.start() for place in places] + [len(text)]
    for place, end in zip(places, ends[1:], strict=True):
        if place[1] in known:
            found[place[1]] = found.get(place[1], False) or _is_written(text[place.start() : end])
        elif place[2] in known:
            found[place[2]] = True
    return found


def steps_written(text: str) -> list[curriculum.Step]:
    """The steps of which a text holds a function that is written."""
    found = {curriculum.functions()[name].step.number for name, written in functions_in(text).items() if written}
    return [step for step in curriculum.steps() if step.number in found]


WRITTEN, OTHER, UNTOUCHED = range(3)


def grade_of(text: str, module: str) -> int:
    """How much a text is worth as a step module: something written, something else, or nothing but stubs."""
    step = curriculum.find_step(module)
    found = [written for name, written in functions_in(text).items() if curriculum.functions()[name].step == step]
    if any(found):
        return WRITTEN
    return UNTOUCHED if found or not text.strip() else OTHER
