"""`grade --similar`: pairs of submissions that are nearer to each other than independent work in this class is.

Code is taken as copydetect takes it: comments are gone, every name that somebody chose is the same letter, and where a
passage stands does not matter. What also stands in the reference or
in the stubs is nobody's own, and counts for nothing. Nothing of a student's is run or parsed as Python here.
"""

import io
import itertools
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader import curriculum
from grader.classroom import pages, tables
from grader.classroom.anonymous import Nameless
from grader.classroom.batch import Batch
from grader.classroom.csv_files import Form
from grader.classroom.unnamed import source_of
from grader.curriculum.files import write_whole
from grader.curriculum.stubs import make_stub
from grader.examination.cleaning import clean, one_line
from grader.steps import reference

PASSAGE = 18  # characters, once names are letters
LEAST = 200  # passages of one's own: with fewer, nothing can be said
FLOOR = 0.6  # of the smaller work's passages: below, nobody is listed
SPREADS = 4  # above the middle of the class, in widths of its middle
MOST_TEXT = 200_000  # characters of a module that are looked at
MOST_PAIRS = 100
MOST_SHOWN = 8_000  # characters of a module that are shown
Passages = frozenset[int]


@dataclass(frozen=True)
class Pair:
    """Two submissions, the share of the smaller one's own passages that the other has too, and in which modules.

    codes: the module in which they are nearest, as the two have it.
    """

    students: tuple[str, str]
    share: float
    modules: tuple[tuple[str, float], ...]
    codes: tuple[str, str] = ("", "")


@dataclass
class Found:
    """The pairs beyond the limit, the nearest first; how many were compared, and who has too little of their own."""

    pairs: list[Pair] = field(default_factory=list)
    limit: float = FLOOR
    middle: float = 0.0
    compared: int = 0
    too_little: list[str] = field(default_factory=list)


def _passages(text: str) -> Passages:
    """Every passage of a text. None is left out by chance, so that the same class has the same pairs every time."""
    from copydetect import CodeFingerprint

    found = CodeFingerprint("a.py", PASSAGE, 1, language="python", fp=io.StringIO(text[:MOST_TEXT]))
    return frozenset(int(passage) for passage in found.hashes)


def _background() -> Passages:
    """The passages that everybody has been given, or that the reference has."""
    found: set[int] = set()
    for step in curriculum.steps():
        source = (reference.SOLUTIONS / f"{step.module}.py").read_text(encoding="utf-8")
        for text in (reference.source(step.module), make_stub(source, step.module)):
            found |= _passages(text)
    return frozenset(found)


def _share(one: Passages, other: Passages) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _limit(shares: list[float]) -> tuple[float, float]:
    """Beyond what two are nearer than independent work is, and the middle of all pairs."""
    middle = statistics.median(shares) if shares else 0.0
    width = 1.4826 * statistics.median(abs(share - middle) for share in shares) if shares else 0.0
    return min(max(FLOOR, middle + SPREADS * width), 0.95), middle


def compare(works: Mapping[str, Mapping[str, str]]) -> Found:
    """The pairs of works that are nearer than others. works: by student, the text of each module."""
    background = _background()
    parts = {s: {m: _passages(text) - background for m, text in texts.items()} for s, texts in works.items()}
    whole = {student: frozenset().union(*modules.values()) for student, modules in parts.items()}
    students = sorted(student for student, passages in whole.items() if len(passages) >= LEAST)
    shares = {pair: _share(whole[pair[0]], whole[pair[1]]) for pair in itertools.combinations(students, 2)}
    limit, middle = _limit(list(shares.values()))
    beyond = sorted((pair for pair, share in shares.items() if share > limit), key=lambda pair: -shares[pair])
    found = Found([], limit, middle, len(students), sorted(set(works) - set(students)))
    for one, other in beyond[:MOST_PAIRS]:
        both = [module for module in parts[one] if parts[one][module] and parts[other].get(module)]
        near = sorted(((m, _share(parts[one][m], parts[other][m])) for m in both), key=lambda pair: -pair[1])
        near = [(module, share) for module, share in near if share > FLOOR]
        codes = (works[one][near[0][0]], works[other][near[0][0]]) if near else ("", "")
        found.pairs.append(Pair((one, other), shares[one, other], tuple(near), (_shown(codes[0]), _shown(codes[1]))))
    return found


def _shown(code: str) -> str:
    return clean(code[:MOST_SHOWN]) + ("\n..." if len(code) > MOST_SHOWN else "")


def _rows(found: Found) -> Iterable[list[str]]:
    yield ["student", "other", "share", "where"]
    for pair in found.pairs:
        where = "; ".join(f"{module} {share:.0%}" for module, share in pair.modules)
        yield [*pair.students, f"{pair.share:.2f}", where]


def write(found: Batch, title: str, form: Form) -> list[str]:
    """Compare a class, and write `similar.html` and `similar.csv`. Returns remarks."""
    works: dict[str, dict[str, str]] = {}
    links: dict[str, Any] = {}
    for entry in found.entries:
        work, name = entry.read(), one_line(entry.student)
        modules = {m: source_of(work.sources, work.notebooks, m) for m in sorted(work.sources)}
        if work.notebooks:  # the cells are the same in every step
            cells = modules[work.notebooks[0]]
            modules = {m: t for m, t in modules.items() if m not in work.notebooks} | {"notebook": cells}
        works[name], links[name] = modules, found.folders[entry.student]
    alike = compare(works)
    nameless = any(isinstance(entry, Nameless) for entry in found.entries)  # comments may hold names
    write_whole(found.out / "similar.csv", form.text(tables.safe_rows(_rows(alike))))
    write_whole(found.out / "similar.html", pages.similar_page(alike, title, links, not nameless))
    count = len(alike.pairs)
    alike_are = "1 pair of submissions is" if count == 1 else f"{count} pairs of submissions are"
    few = f"; {len(alike.too_little)} have too little of their own to be compared" if alike.too_little else ""
    return [f"{alike_are} alike: similar.html{few}" if count else f"no submissions are alike{few}"]
