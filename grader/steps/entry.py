"""What stands in the bank: wrong implementations with their explanation, and right ones in unusual dress.

A wrong implementation is written in one of two ways. One that goes a way of its own is a whole function under
`@misconception`. One that differs from the usual way in a line or two is a change of a plain form, so that a reader
sees the mistake itself:

    @plain("backward")
    def plain_backward(params, cache, activations, d_output):
        ...
        grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))
        ...

    plain_backward.mistake(
        "backward-db-mean",
        change=("d_z.sum(axis=0)", "d_z.mean(axis=0)"),
        did="...",
        seems_right="...",
        hint="...",
    )
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

COLLECTED: list["Entry"] = []  # every entry in the order in which it is read
Change = tuple[str, str]  # the old text, and the new one


def source_of(call: Callable[..., Any]) -> str:
    """The text of a function alone, without its decorator."""
    text = textwrap.dedent(inspect.getsource(call))
    definition = ast.parse(text).body[0]
    return "\n".join(text.splitlines()[definition.lineno - 1 :]) + "\n"


@dataclass(frozen=True)
class Entry:
    """One implementation of one function of the curriculum, with its source.

    module: where it stands in the bank. code: the function as it stands there, or the text that changes made.
    """

    id: str
    function: str
    module: str
    code: Callable[..., Any] | str

    @property
    def source(self) -> str:
        """The text of the function alone, without its decorator, ready to stand in a step module."""
        return self.code if isinstance(self.code, str) else source_of(self.code)


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


def misconception(id: str, **words: Any) -> Callable[[Callable[..., Any]], Misconception]:
    """Mark a wrong implementation as a whole; the name of the function says what it stands in for.

    words: `did`, `seems_right`, `hint` and what else a Misconception holds.
    """

    def mark(call: Callable[..., Any]) -> Misconception:
        entry = Misconception(id, call.__name__, call.__module__, call, **words)
        COLLECTED.append(entry)
        return entry

    return mark


def variant(id: str, *, unusual: str) -> Callable[[Callable[..., Any]], Variant]:
    """Mark a right implementation in unusual dress."""

    def mark(call: Callable[..., Any]) -> Variant:
        entry = Variant(id, call.__name__, call.__module__, call, unusual)
        COLLECTED.append(entry)
        return entry

    return mark


def _flush(part: str) -> str:
    """A part of a function as it is meant: of several lines, the margin that all have and empty lines around go."""
    return textwrap.dedent(part).strip("\n") if "\n" in part else part


def _indented(part: str, margin: str) -> str:
    """The part with a margin before all its lines but the first."""
    return re.sub(r"\n(?=.)", f"\n{margin}", part)


def _places(text: str, part: str) -> Iterator[tuple[int, str]]:
    """Where a part occurs in a text, and the margin of the line in which it begins."""
    for match in re.finditer(re.escape(part.partition("\n")[0]), text):
        line = text[text.rfind("\n", 0, match.start()) + 1 :]
        margin = line[: len(line) - len(line.lstrip(" "))]
        if text.startswith(_indented(part, margin), match.start()):
            yield match.start(), margin


def changed(text: str, old: str, new: str, id: str) -> str:
    """The text of a function with one part changed, for the mistake of this id.

    Raises ValueError, with the id in it, where the old part does not occur exactly once.
    Parts of several lines are written without the margin of the place: it is the margin of the line in which the old
    part begins. Where the new part is empty, a line of which nothing is left goes too.
    """
    old, new = _flush(old), _flush(new)
    found = list(_places(text, old))
    if len(found) != 1:
        raise ValueError(f"{id}: this text must occur once, and occurs {len(found)} times: {old!r}")
    start, margin = found[0]
    before, after = text[:start], text[start + len(_indented(old, margin)) :]
    if not new and after.startswith("\n") and not before.rpartition("\n")[2].strip():
        return before.rstrip(" ") + after[1:]
    return before + _indented(new, margin) + after


@dataclass(frozen=True)
class Plain:
    """A right implementation in the usual way, from which mistakes differ in a line or two."""

    function: str
    module: str
    source: str

    def mistake(
        self,
        id: str,
        *,
        change: Change | None = None,
        changes: Sequence[Change] = (),
        **words: Any,
    ) -> Misconception:
        """Put a mistake into the bank: this plain form with one change, or with several, made one after the other.

        words: `did`, `seems_right`, `hint` and what else a Misconception holds. Raises ValueError, with the id in it,
        where nothing is changed, or where an old text does not occur exactly once in what the changes before it left.
        """
        text = self.source
        for old, new in [change, *changes] if change else changes:
            text = changed(text, old, new, id)
        if text == self.source:
            raise ValueError(f"{id}: nothing is changed")
        entry = Misconception(id, self.function, self.module, text, **words)
        COLLECTED.append(entry)
        return entry


def plain(function: str) -> Callable[[Callable[..., Any]], Plain]:
    """Mark a plain form of a function. It has a name of its own, since there may be several of one function."""

    def mark(call: Callable[..., Any]) -> Plain:
        source = source_of(call).replace(f"def {call.__name__}(", f"def {function}(", 1)
        return Plain(function, call.__module__, source)

    return mark
