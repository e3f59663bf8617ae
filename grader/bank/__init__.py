"""The bank: implementations that learners write, wrong ones with their explanation and right ones in unusual dress.

The wrong ones name mistakes and prove that the grader rejects them; the right ones prove that it rejects nothing else.
"""

import importlib
from functools import cache

from grader import curriculum, reference
from grader.bank.entry import COLLECTED, Entry, Misconception, Variant
from grader.bank.placing import with_function


@cache
def _collected() -> tuple[Entry, ...]:
    for step in curriculum.steps():
        importlib.import_module(f"grader.bank.{step.module}")
        importlib.import_module(f"grader.bank.{step.module.replace('step', 'variants')}")
    ids = [entry.id for entry in COLLECTED]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise ValueError(f"the bank has more than one entry {', '.join(twice)}")
    return tuple(COLLECTED)


@cache
def misconceptions(function: str | None = None) -> tuple[Misconception, ...]:
    """The wrong implementations, of one function or of all."""
    return tuple(e for e in _collected() if isinstance(e, Misconception) and function in (None, e.function))


@cache
def variants(function: str | None = None) -> tuple[Variant, ...]:
    """The right implementations in unusual dress, of one function or of all."""
    return tuple(e for e in _collected() if isinstance(e, Variant) and function in (None, e.function))


def sources_with(entry: Entry) -> dict[str, str]:
    """The reference of every step, with one function as the entry has it."""
    sources = reference.sources()
    module = curriculum.functions()[entry.function].step.module
    return sources | {module: with_function(sources[module], entry.function, entry.source)}
