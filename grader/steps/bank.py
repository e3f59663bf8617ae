"""The bank: implementations that learners write, wrong ones with their explanation and right ones in unusual dress.

The wrong ones name mistakes and prove that the grader rejects them; the right ones prove that it rejects nothing else.
"""

from functools import cache

from grader import curriculum
from grader.steps import part, reference
from grader.steps.entry import COLLECTED, Entry, Misconception, Variant
from grader.steps.placing import with_function


@cache
def _read(step: curriculum.Step, kind: str) -> tuple[Entry, ...]:
    """The entries of one module of a step, in order; none where it has no such module yet."""
    module = part(step, kind)
    return tuple(entry for entry in COLLECTED if entry.module == module.__name__) if module else ()


def _steps(function: str | None) -> tuple[curriculum.Step, ...]:
    return curriculum.steps() if function is None else (curriculum.functions()[function].step,)


@cache
def misconceptions(function: str | None = None) -> tuple[Misconception, ...]:
    """The wrong implementations, of one function or of all."""
    found = (entry for step in _steps(function) for entry in _read(step, "mistakes"))
    return tuple(e for e in found if isinstance(e, Misconception) and function in (None, e.function))


@cache
def variants(function: str | None = None) -> tuple[Variant, ...]:
    """The right implementations in unusual dress, of one function or of all."""
    found = (entry for step in _steps(function) for entry in _read(step, "variants"))
    return tuple(e for e in found if isinstance(e, Variant) and function in (None, e.function))


def sources_with(entry: Entry) -> dict[str, str]:
    """The reference of every step, with one function as the entry has it."""
    sources = reference.sources()
    module = curriculum.functions()[entry.function].step.module
    return sources | {module: with_function(sources[module], entry.function, entry.source)}
