"""A class in a few numbers: gathered from reports that are looked at one by one, and not kept."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from grader import curriculum
from grader.checks.answer import CRASHED, GRADER_ERROR, NOT_ATTEMPTED, OUTCOMES, PASSED, TIMED_OUT
from grader.examination.summary import counted, scored
from grader.steps.bank import misconceptions
from grader.steps.entry import Misconception

TOP = 3  # misconceptions at the head of the page
BINS = 10  # of the distribution of scores
STUCK = 0.5  # of the points: who has less is stuck


@dataclass(frozen=True)
class Student:
    """The row of a student. trouble: what needs help, in words, the worst first."""

    name: str
    link: str
    score: float
    scored: str  # with bonus points behind it
    share: float  # of the points
    right: int
    asked: int
    network: str
    problems: int
    trouble: tuple[str, ...]
    late: str = ""

    @property
    def stuck(self) -> bool:
        return self.share < STUCK


@dataclass
class Mistake:
    """A mistake that students made in one function, and who made it."""

    function: str
    words: str
    why: str  # a sensible person would write it
    ask: str
    students: list[Student] = field(default_factory=list)


@dataclass
class Tally:
    """How one function came out in the class."""

    function: str
    step: int
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        return self.outcomes.total()

    @property
    def right(self) -> float:
        """The share of students for whom it is right."""
        return self.outcomes[PASSED] / self.asked


def link_to(folder: str) -> str:
    """The address of a student's page, relative to the page of the class; "" where a folder has no such name."""
    if not folder.strip(".") or "/" in folder or "\0" in folder:
        return ""
    name = folder.encode("utf-8", "surrogateescape" if _from_file(folder) else "replace")
    return f"{quote(name, safe='')}/feedback.html"


def _from_file(folder: str) -> bool:
    """Whether lone surrogates in it, if any, stand for bytes of a file name."""
    return all(not "\ud800" <= c <= "\udfff" or "\udc80" <= c <= "\udcff" for c in folder)


class Overview:
    """What the page on a class tells."""

    def __init__(self, reports: Iterable[dict[str, Any]]):
        self.students: list[Student] = []
        self.max_score = 0.0
        self.grader_failed: list[Student] = []
        self.networks: Counter[str] = Counter()
        self._tallies: dict[str, Tally] = {}
        self._mistakes: dict[tuple[str, str, str], Mistake] = {}
        self._bank: dict[str, Misconception] = {entry.id: entry for entry in misconceptions()}
        for report in reports:
            self._add(report)
        self.students.sort(key=lambda student: student.name.casefold())

    def _add(self, report: dict[str, Any]) -> None:
        results = counted(report)
        right = sum(result["outcome"] == PASSED for result in results)
        share = report["score"] / report["max_score"] if report["max_score"] else 0.0
        few = (f"{right} of {len(results)} functions right",) if share < STUCK else ()
        student = Student(
            report["student"],
            link_to(report.get("folder", report["student"])),
            report["score"],
            scored(report),
            share,
            right,
            len(results),
            report["network"]["outcome"],
            len(report["problems"]),
            tuple(_trouble(results, report["modules"])) or few,
            report.get("late", {}).get("late", ""),
        )
        self.students.append(student)
        self.max_score = max(self.max_score, report["max_score"])
        self.networks[student.network] += 1
        if any(result["outcome"] == GRADER_ERROR for result in results):
            self.grader_failed.append(student)
        for result in results:
            tally = self._tallies.setdefault(result["function"], Tally(result["function"], result["step"]))
            tally.outcomes[result["outcome"]] += 1
            if result["diagnosis"]:
                self._mistake(result).students.append(student)

    def _mistake(self, result: dict[str, Any]) -> Mistake:
        function, diagnosis = result["function"], result["diagnosis"]
        entry = self._bank.get(diagnosis["id"])
        key = (function, diagnosis["id"], "" if entry else diagnosis["said"])
        if key not in self._mistakes:
            self._mistakes[key] = (
                Mistake(function, entry.did, entry.seems_right, entry.hint)
                if entry
                else Mistake(function, diagnosis["short"], "", diagnosis["ask"])
            )
        return self._mistakes[key]

    @cached_property
    def mistakes(self) -> list[Mistake]:
        """The most common first; those equally common in the order of the curriculum."""
        order = list(curriculum.functions())
        return sorted(self._mistakes.values(), key=lambda m: (-len(m.students), order.index(m.function), m.words))

    @property
    def top(self) -> list[Mistake]:
        return self.mistakes[:TOP]

    @cached_property
    def hardest(self) -> list[Tally]:
        return sorted(self._tallies.values(), key=lambda tally: tally.right)

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that occur, from best to worst."""
        return [word for word in OUTCOMES if any(tally.outcomes[word] for tally in self._tallies.values())]

    @cached_property
    def in_trouble(self) -> list[Student]:
        return sorted((s for s in self.students if s.trouble), key=lambda s: (s.share, s.name.casefold()))

    @cached_property
    def stuck(self) -> list[Student]:
        return [student for student in self.in_trouble if student.stuck]

    @cached_property
    def bins(self) -> list[int]:
        """How many students have 0 to under 10 % of the points, ..., 90 to 100 %."""
        counts = Counter(min(int(student.share * BINS + 1e-9), BINS - 1) for student in self.students)
        return [counts[number] for number in range(BINS)]

    @cached_property
    def median(self) -> float:
        scores = sorted(student.score for student in self.students)
        middle = len(scores) // 2
        return scores[middle] if len(scores) % 2 else (scores[middle - 1] + scores[middle]) / 2


def _trouble(results: list[dict[str, Any]], modules: Collection[str]) -> Iterator[str]:
    """What a student needs help with beyond answers that are wrong. modules: those that could not be run."""
    outcomes = {result["function"]: result["outcome"] for result in results}
    if results and all(outcome == NOT_ATTEMPTED for outcome in outcomes.values()):
        yield "nothing attempted"
        return
    for module in modules:
        yield f"{module}.py cannot be read or imported"
    functions = curriculum.functions()
    explained = {name for name in outcomes if functions[name].step.module in modules}
    for outcome, words in ((TIMED_OUT, "timed out"), (CRASHED, "crashed")):
        if names := [name for name, is_ in outcomes.items() if is_ == outcome and name not in explained]:
            yield f"{', '.join(names)} {words}"
