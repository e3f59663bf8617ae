"""A case: what a student hands in, and what its honest part deserves."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

PRELUDE = "import gc, os, signal, socket, subprocess, sys, threading, time\nimport numpy as np\n"
DEFAULT = "step1_activations"


class Place(NamedTuple):
    """Where things are in one run: what the attacks know, and what they are after."""

    kit: Path
    submissions: Path
    out: Path
    secret: Path
    victim: Path  # a folder in which everybody may write, and nobody should
    port: int  # where a listener waits


Lay = Callable[[Path, Place], None]


@dataclass(frozen=True)
class Case:
    """An attack. `name` is the student's, unless `lay` gives another one.

    lay: writes it into the folder of submissions. deserves: points by function, of its honest part.
    harmless: whether it may run unsealed on a machine that somebody needs. slow: left to the long run.
    """

    name: str
    group: str
    lay: Lay
    deserves: Mapping[str, float] = field(default_factory=dict)
    harmless: bool = True
    slow: bool = False
    student: str = ""

    @property
    def whose(self) -> str:
        return self.student or self.name


def filled(source: str, name: str, place: Place) -> str:
    """A source with the names KIT, CLASS, OUT, SECRET, VICTIM, PORT and ME as constants in it."""
    known = {"KIT": place.kit, "CLASS": place.submissions, "OUT": place.out, "SECRET": place.secret}
    constants = [f"{key} = {str(value)!r}" for key, value in (known | {"VICTIM": place.victim}).items()]
    return PRELUDE + "\n".join([*constants, f"PORT, ME = {place.port}, {name!r}", source])


def written(name: str, modules: Mapping[str, str]) -> Lay:
    """Lay out modules in a folder of the student's."""

    def lay(folder: Path, place: Place) -> None:
        (folder / name).mkdir()
        for module, source in modules.items():
            (folder / name / f"{module}.py").write_text(filled(source, name, place), encoding="utf-8")

    return lay


def indented(body: str, by: int = 4) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in body.strip("\n").splitlines())


def function(name: str, arguments: str, body: str) -> str:
    return f"def {name}({arguments}):\n{indented(body)}"


def sigmoid(body: str, before: str = "") -> dict[str, str]:
    """A first step whose sigmoid has this body."""
    return {DEFAULT: before + "\n" + function("sigmoid", "z", body)}


def cases(group: str, attacks: Mapping[str, Mapping[str, str]], **about: object) -> list[Case]:
    """Cases out of modules: {name: {module: source}}."""
    return [Case(name, group, written(name, modules), **about) for name, modules in attacks.items()]  # type: ignore[arg-type]


def zipped(members: Iterable[tuple[str | zipfile.ZipInfo, bytes]], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", how) as archive:
        for name, content in members:
            archive.writestr(name, content, how)
    return data.getvalue()
