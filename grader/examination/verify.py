"""The grader proves itself: the reference gets everything, the stubs nothing, every known mistake is caught and named,
every right variant passes, every hint helps without telling, and all generated files agree with their source."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from grader import curriculum
from grader.curriculum import stubs
from grader.examination import grading
from grader.examination.report import Report
from grader.examination.sandbox import isolation_level
from grader.steps import bank, bank_answers, reference
from grader.steps.entry import Entry, Misconception
from grader.submissions.submission import Submission

QUICK = 2  # entries of each function that the quick form takes in any case: the first, and the first that raise
EACH = 9  # of the others, every ninth
SHORTEST_TELLING_LINE = 15  # characters; shorter lines of a solution say nothing by themselves

Problems = Iterator[str]


def _cases(entries: Iterable[Entry]) -> dict[curriculum.Step, list[tuple[Entry, Submission]]]:
    cases: dict[curriculum.Step, list[tuple[Entry, Submission]]] = {}
    for entry in entries:
        step = curriculum.functions()[entry.function].step
        cases.setdefault(step, []).append((entry, Submission(entry.id, bank.sources_with(entry))))
    return cases


def _graded(entries: Iterable[Entry], seed: int, tick: Callable[[], None]) -> Iterator[tuple[Entry, Report]]:
    """Each entry with the report on its step, everything else being the reference."""
    for step, cases in _cases(entries).items():
        reports: list[Report] = []

        def done(report: Report, reports: list[Report] = reports) -> None:
            reports.append(report)
            tick()

        submissions, level = [submission for _, submission in cases], isolation_level()  # sealed ones start faster
        grading.grade_all(submissions, done, seed, [step], network=False, isolation=level)
        yield from zip((entry for entry, _ in cases), reports, strict=True)


def _calls_back(entry: Entry) -> bool:
    """Whether the function of an entry is handed a function, which is called over the pipe where work is graded."""
    return "f" in curriculum.functions()[entry.function].arguments


def _fixed_part(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The first few of each function, some of the others, and those whose faults show only between two processes.

    These are the ones that call back, and for each function the first few that raise an exception.
    """
    taken: Counter[str] = Counter()
    crashes: Counter[str] = Counter()
    for entry in entries:
        place = taken[entry.function]
        taken[entry.function] += 1
        wanted = place < QUICK or place % EACH == 0 or _calls_back(entry)
        if isinstance(entry, Misconception) and crashes[entry.function] < QUICK and bank_answers.raises(entry):
            crashes[entry.function] += 1
            wanted = True
        if wanted:
            yield entry


@dataclass(frozen=True)
class Scope:
    """Which entries of the bank are tried: those of one step, all (`full`), or a fixed part of every function."""

    step: curriculum.Step | None = None
    full: bool = False

    def _chosen(self, entries: Iterable[Entry]) -> list[Entry]:
        if self.step is not None:
            return [entry for entry in entries if curriculum.functions()[entry.function].step == self.step]
        return list(entries if self.full else _fixed_part(entries))

    @property
    def misconceptions(self) -> list[Entry]:
        return self._chosen(bank.misconceptions())

    @property
    def variants(self) -> list[Entry]:
        return self._chosen(bank.variants())


def the_reference_gets_everything(seed: int) -> Problems:
    report = grading.grade(Submission("reference", reference.sources()), seed)
    for result in report.functions:
        if result.score != result.max_score or result.diagnosis:
            yield f"the reference's {result.function} gets {result.score} of {result.max_score}: {result.message}"
    if report.network.outcome != "learns":
        yield f"the reference's network: {report.network.message}"


def the_stubs_get_nothing(seed: int) -> Problems:
    made = {step.module: stubs.make_stub(_solution(step), step.module) for step in curriculum.steps()}
    report = grading.grade(Submission("stubs", made), seed, network=False)
    for result in report.functions:
        if result.score or result.outcome != "not attempted":
            yield f"the stub of {result.function} gets {result.score} points and counts as {result.outcome}"


def every_mistake_is_caught_and_named(entries: list[Entry], seed: int, tick: Callable[[], None]) -> Problems:
    for entry, report in _graded(entries, seed, tick):
        assert isinstance(entry, Misconception)
        for result in report.functions:
            if result.function != entry.function and result.score != result.max_score:
                yield f"{entry.id} costs {result.function} points too"
            if result.function != entry.function:
                continue
            if result.outcome in ("passed", "grader error"):
                yield f"{entry.id} is not rejected: {result.outcome}"
            elif result.diagnosis is None or result.diagnosis.id not in (entry.id, *entry.look_alikes):
                yield f"{entry.id} is named {result.diagnosis.id if result.diagnosis else 'not at all'}"


def every_variant_passes(entries: list[Entry], seed: int, tick: Callable[[], None]) -> Problems:
    for entry, report in _graded(entries, seed, tick):
        for result in report.functions:
            if result.score != result.max_score or result.diagnosis:
                yield f"the right variant {entry.id} loses points in {result.function}: {result.message}"


def _solution(step: curriculum.Step) -> str:
    return (stubs.SOLUTIONS / f"{step.module}.py").read_text(encoding="utf-8")


def solution_lines() -> set[str]:
    """Every line of every solution that would give something away, without its spaces."""
    found = set()
    for step in curriculum.steps():
        for block in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", _solution(step), re.DOTALL):
            for line in block.splitlines():
                bare = re.sub(r"\s+", "", line.split("  #")[0])
                if len(bare) >= SHORTEST_TELLING_LINE:
                    found.add(bare)
    return found


def every_hint_helps_without_telling() -> Problems:
    telling = solution_lines()
    texts = [
        (f"hint {n} of {f.name}", text) for f in curriculum.functions().values() for n, text in enumerate(f.hints, 1)
    ]
    for entry in bank.misconceptions():
        texts += [(f"{entry.id}, {part}", getattr(entry, part)) for part in ("did", "seems_right", "hint")]
    for function in curriculum.functions().values():
        if len(function.hints) != 3:
            yield f"{function.name} has {len(function.hints)} hints, and 3 are due"
    for name, text in texts:
        if not text.strip() or not text.isascii():
            yield f"{name} is empty or not plain ASCII"
        if any(line in re.sub(r"\s+", "", text) for line in telling):
            yield f"{name} contains a line of the solution"


def every_stub_agrees_with_its_source() -> Problems:
    for step in curriculum.steps():
        stub = stubs.make_stub(_solution(step), step.module)
        for line in solution_lines():
            if line in re.sub(r"[ \t]+", "", stub).splitlines():
                yield f"the stub of {step.module} contains the solution line {line}"


def the_stubs_on_disk_are_current() -> Problems:
    """A file in which somebody has written a function already is theirs, and left alone."""
    for step in curriculum.steps():
        file = curriculum.EXERCISES / f"{step.module}.py"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        untouched = text.count("raise NotImplementedError") >= len(step.functions)
        if untouched and text != stubs.make_stub(_solution(step), step.module):
            yield f"{file.name} is not what its source makes; this makes it anew: python -m grader stubs"


def verify(scope: Scope, seed: int, say: Callable[[str], None], tick: Callable[[], None]) -> int:
    """Run every proof; `say` is told each result, `tick` each graded submission. Returns the number of problems."""
    wrong, right = scope.misconceptions, scope.variants
    proofs: list[tuple[str, Problems]] = [
        ("the reference gets everything", the_reference_gets_everything(seed)),
        ("the stubs get nothing", the_stubs_get_nothing(seed)),
        ("every hint helps without telling", every_hint_helps_without_telling()),
        ("no stub holds a solution", every_stub_agrees_with_its_source()),
        ("the stubs on disk are current", the_stubs_on_disk_are_current()),
        (f"{len(wrong)} mistakes are caught and named", every_mistake_is_caught_and_named(wrong, seed, tick)),
        (f"{len(right)} right variants pass", every_variant_passes(right, seed, tick)),
    ]
    count = 0
    for name, problems in proofs:
        found = list(problems)
        count += len(found)
        say(f"{'ok  ' if not found else 'FAIL'}  {name}")
        for problem in found:
            say(f"      {problem}")
    return count
