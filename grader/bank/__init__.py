"""The bank: implementations that learners write, wrong ones with their explanation and right ones in unusual dress.

The wrong ones name mistakes and prove that the grader rejects them; the right ones prove that it rejects nothing else.
"""

import importlib
from functools import cache
from pathlib import Path

from grader import curriculum, reference
from grader.bank.entry import COLLECTED, Entry, Misconception, Variant
from grader.bank.placing import with_function


@cache
def _read(module: str) -> tuple[Entry, ...]:
    """The entries of one module of the bank, in order; none where a step has no such module yet."""
    if not (Path(__file__).parent / f"{module}.py").exists():
        return ()
    importlib.import_module(f"grader.bank.{module}")
    return tuple(entry for entry in COLLECTED if entry.module == f"grader.bank.{module}")


def _modules(function: str | None) -> list[str]:
    steps = curriculum.steps() if function is None else (curriculum.functions()[function].step,)
    return [step.module for step in steps]


@cache
def misconceptions(function: str | None = None) -> tuple[Misconception, ...]:
    """The wrong implementations, of one function or of all."""
    found = (entry for module in _modules(function) for entry in _read(module))
    return tuple(e for e in found if isinstance(e, Misconception) and function in (None, e.function))


@cache
def variants(function: str | None = None) -> tuple[Variant, ...]:
    """The right implementations in unusual dress, of one function or of all."""
    found = (entry for module in _modules(function) for entry in _read(module.replace("step", "variants")))
    return tuple(e for e in found if isinstance(e, Variant) and function in (None, e.function))


def sources_with(entry: Entry) -> dict[str, str]:
    """The reference of every step, with one function as the entry has it."""
    sources = reference.sources()
    module = curriculum.functions()[entry.function].step.module
    return sources | {module: with_function(sources[module], entry.function, entry.source)}
