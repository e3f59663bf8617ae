"""Looks whether a student's copy gives anything away: solutions, hidden checks, the bank, the oracle.

What is looked for are lines, without their spaces, anywhere in the text of a file, also in what is packed, compressed
or zipped. A line that students are given anyhow (in a stub, a visible check, an experiment) is no secret. A solution
with other names of variables is not found.
"""

import ast
import base64
import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

from grader import curriculum
from grader.curriculum.stubs import ROOT
from grader.release.manifest import GRADER, given, text_of
from grader.steps import bank

SHORTEST = 15  # characters; shorter lines say nothing by themselves
# Longer ones that say nothing either: what kind of thing a value is, and what the visible checks say of it too.
HARMLESS = """
    if not isinstance(value, (list, tuple)):
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
    if isinstance(value, list):
    if isinstance(value, (list, tuple)):
    def arguments() -> tuple:
    return Question(
    return self.generator
    if rows is None or labels is None:
    if as_numbers(s.value) is not None
    if not wrong or not right:
    wrong = [s for s in seen if s.wrong]
    for digits in range(5):
    n_in, n_out = W.shape
    if np.shape(x) != self.w.shape:
    f"f takes an array of shape {self.w.shape}, and was called with one of shape {np.shape(x)}"
    except LearnerFailed:
    with np.errstate(invalid="ignore", divide="ignore"):
    with np.errstate(all="ignore"):
    value = as_numbers(s.value)
    array = as_numbers(s.value)
    assert question.network
    for run in runs_of(seen):
"""
DEEPEST = 5  # packed in packed in packed
FORBIDDEN = re.compile(r"(^|/)(solutions|tests|steps|__pycache__|\.git)/|\.py[cod]$")
SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
PACKED = re.compile(rb"[!-~]{40,}")  # what a line of Base64 or Base85 may be
TOKENS = re.compile(r"\"([^\"\s]{40,})\"|'([^'\s]{40,})'")
UNPACKED_BY: tuple[Callable[[bytes], bytes], ...] = (
    zlib.decompress,
    gzip.decompress,
    bz2.decompress,
    lzma.decompress,
    base64.b85decode,
    base64.b64decode,
)
BROKEN = (ValueError, OSError, EOFError, zlib.error, lzma.LZMAError, BadZipFile, NotImplementedError)


def bare(text: str) -> str:
    """The text without its spaces and line ends, and without what marks them inside of a string."""
    return re.sub(r"\\[nrt]|\\(?=[\"'])|\s+", "", text)


def _code_of(text: str) -> Iterator[str]:
    """The lines of the functions in a module: what stands in decorators and docstrings is not code."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
            if body:
                yield from lines[body[0].lineno - 1 : body[-1].end_lineno]


def _names_of(text: str) -> Iterator[str]:
    """The names of the checks in a module."""
    yield from re.findall(r"^def (test_\w+)", text, re.MULTILINE)


def _sources() -> Iterator[tuple[str, Iterable[str]]]:
    """Whatever is secret, line by line, with the file in which it stands."""
    for path in sorted((ROOT / "solutions").glob("step*.py")):
        yield f"solutions/{path.name}", [line for part in SOLUTION.findall(text_of(path)) for line in part.splitlines()]
    for path in sorted((GRADER / "steps").glob("*/*.py")):  # what lies beside these folders only finds them
        if path.name != "__init__.py":
            lines = list(_code_of(text_of(path)))
            yield f"grader/{path.relative_to(GRADER).as_posix()}", [*lines, *_names_of(text_of(path))]
    for entry in bank.misconceptions():  # also what changes made of a plain form
        yield f"{entry.module.replace('.', '/')}.py", _code_of(entry.source)


class Secrets:
    """Lines that must not be found, and a way to find them in any text."""

    def __init__(self, sources: Iterable[tuple[str, Iterable[str]]], public: Iterable[str] = ()):
        self.origins: dict[str, str] = {}
        for origin, lines in sources:
            for line in lines:
                told = bare(re.sub(r"\s#.*", "", line))
                if len(told) >= SHORTEST:
                    self.origins.setdefault(told, origin)
        self._index()
        for text in public:
            for line in self.found(text):
                self.origins.pop(line, None)
        self._index()

    def _index(self) -> None:
        self.heads: dict[str, list[str]] = {}
        for line in self.origins:
            self.heads.setdefault(line[:SHORTEST], []).append(line)

    def found(self, text: str) -> set[str]:
        """The secret lines in a text."""
        told = bare(text)
        return {
            line
            for i in range(len(told) - SHORTEST + 1)
            for line in self.heads.get(told[i : i + SHORTEST], ())
            if told.startswith(line, i)
        }


@cache
def secrets() -> Secrets:
    """Everything that is secret in this kit."""
    public = [data.decode() for name, data in given(list(curriculum.steps())).items() if name.endswith(".py")]
    return Secrets(_sources(), [*public, HARMLESS])


def layers(data: bytes, depth: int = 0) -> Iterator[str]:
    """The texts in a file: its own, and those of whatever is packed in it."""
    text = data.decode("utf-8", "replace")
    yield text
    if depth == DEEPEST:
        return
    for unpack in UNPACKED_BY:
        if unpack in (base64.b85decode, base64.b64decode) and not PACKED.fullmatch(data.strip()):
            continue
        try:
            yield from layers(unpack(data.strip() if depth == 0 else data), depth + 1)
        except BROKEN:
            continue
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from layers(archive.read(name), depth + 1)
    except BROKEN:
        pass
    for token in TOKENS.findall(text):
        yield from layers("".join(token).encode(), depth + 1)


def contents(place: Path) -> dict[str, bytes]:
    """The files in a folder, or in a zip, by their paths. Raises OSError or BadZipFile where it is neither."""
    if place.is_dir():
        return {p.relative_to(place).as_posix(): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}
    with zipfile.ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def problems(files: dict[str, bytes]) -> list[str]:
    """What gives something away, a line for each; none where all is well. files: contents by path."""
    told, secret = [], secrets()
    for name, data in files.items():
        if FORBIDDEN.search(name):
            told.append(f"{name} has no place in a student's copy")
        found = set().union(*(secret.found(text) for text in layers(data)))
        told += [f"{name} holds a line of {secret.origins[line]}: {line}" for line in sorted(found)]
    return told
