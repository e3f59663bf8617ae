"""What stands in the bank: wrong implementations with their explanation, and right ones in unusual dress."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

COLLECTED: list["Entry"] = []  # every entry in the order in which it is read


@dataclass(frozen=True)
class Entry:
    """One implementation of one function of the curriculum, with its source."""

    id: str
    function: str
    call: Callable[..., Any]

    @property
    def source(self) -> str:
        """The text of the function alone, without its decorator, ready to stand in a step module."""
        text = textwrap.dedent(inspect.getsource(self.call))
        definition = ast.parse(text).body[0]
        return "\n".join(text.splitlines()[definition.lineno - 1 :]) + "\n"


@dataclass(frozen=True)
class Misconception(Entry):
    """A mistake that learners make.

    did: what was done, as a statement ("divides before adding").
    seems_right: why a sensible person would write it.
    hint: a question or remark that helps, without the solution in it.
    look_alikes: ids of entries that no input can tell from this one; the first id of such a group explains them all.
    construct: what `did` and `hint` name in the code (see `grader/diagnosis/constructs.py`), where other code gives the
    same answers. numbers, numbers_hint: what is said instead where the learner's code has no such construct; `numbers`
    tells what the answers show. Where both are missing, the entry keeps silent then.
    """

    did: str
    seems_right: str
    hint: str
    look_alikes: tuple[str, ...] = ()
    construct: str = ""
    numbers: str = ""
    numbers_hint: str = ""


@dataclass(frozen=True)
class Variant(Entry):
    """A right implementation; `unusual` says which careless check it would trip."""

    unusual: str


def misconception(
    id: str,
    *,
    did: str,
    seems_right: str,
    hint: str,
    look_alikes: tuple[str, ...] = (),
    construct: str = "",
    numbers: str = "",
    numbers_hint: str = "",
) -> Callable[[Callable[..., Any]], Misconception]:
    """Mark a wrong implementation; the name of the function says what it stands in for."""

    def mark(call: Callable[..., Any]) -> Misconception:
        entry = Misconception(
            id, call.__name__, call, did, seems_right, hint, look_alikes, construct, numbers, numbers_hint
        )
        COLLECTED.append(entry)
        return entry

    return mark


def variant(id: str, *, unusual: str) -> Callable[[Callable[..., Any]], Variant]:
    """Mark a right implementation in unusual dress."""

    def mark(call: Callable[..., Any]) -> Variant:
        entry = Variant(id, call.__name__, call, unusual)
        COLLECTED.append(entry)
        return entry

    return mark
