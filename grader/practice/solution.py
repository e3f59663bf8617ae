"""The reference beside the learner's functions, as a unified diff: for those who have finished a step, or give up."""

import ast
import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from grader.checks.messages import ascii_only
from grader.curriculum import Function, Step
from grader.curriculum.stubs import BEGIN, END
from grader.learning.running import Results
from grader.learning.screen import GREEN, RED, YELLOW, paint
from grader.steps import reference

COLOURS = {"+": GREEN, "-": RED, "@": YELLOW}


def of_function(source: str, name: str) -> list[str]:
    """The lines of a function in a module's text, without solution markers; none where there is no such function."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return []
    found = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not found:
        return []
    first = min([found[-1].lineno, *(decorator.lineno for decorator in found[-1].decorator_list)])
    lines = source.splitlines()[first - 1 : found[-1].end_lineno]
    return [line.rstrip() for line in lines if not re.search(f"#+ ({BEGIN}|{END})", line)]


def diff(function: Function, theirs: str) -> list[str]:
    """The unified diff from the learner's function to the reference; none where they are the same."""
    module = function.step.module
    mine, right = of_function(theirs, function.name), of_function(reference.source(module), function.name)
    names = f"exercises/{module}.py: {function.name}, yours", f"solutions/{module}.py: {function.name}, the reference"
    return [ascii_only(line) for line in difflib.unified_diff(mine, right, *names, lineterm="")]


def to_do(step: Step, results: Results) -> list[str]:
    """What is still to do before a step is passed, a line for each function."""
    left = [f for f in step.functions if f.name not in results or not results[f.name].is_right]
    return [f"  {f.name:<32}{results[f.name].told if f.name in results else 'was not run'}" for f in left]


def page(step: Step, folder: Path) -> Iterator[str]:
    """The diffs of a step, line by line, coloured on a terminal."""
    file = folder / f"{step.module}.py"
    theirs = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    for function in step.functions:
        lines = diff(function, theirs)
        if not lines:
            yield f"{function.name}: yours is the reference, letter for letter"
        for line in lines:
            yield paint(line, COLOURS[line[0]]) if line[:1] in COLOURS else line
        yield ""
    yield f"the whole module, with its text:  solutions/{step.module}.py"
