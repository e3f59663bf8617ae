"""What is kept of a student's grading, so that a later run does again only what has changed.

Beside the report lies `.graded`: what came of every check, with its part of the points, and for each step a hash of
what that depends on. A step whose hash is another is graded anew. Points, names, words of a teacher and pages depend on
nothing that runs: they are made from what is kept, every time.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.checks.answer import GRADER_ERROR, PASSED, Diagnosis
from grader.classroom import fingerprints
from grader.classroom.grading_process import Settings
from grader.curriculum.files import write_whole
from grader.examination.network import USED
from grader.examination.report import CheckResult, FunctionResult, ModuleTrouble, Network, Report
from grader.submissions.submission import Submission

MARK, BEFORE = ".graded", ".graded.before"
VERSION = 2
Data = dict[str, Any]


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Wanted:
    """What the results should be made from: for each step, by its number, the work and the grader; and the network."""

    steps: dict[int, tuple[str, str]]
    network: str


def wanted(submission: Submission, settings: Settings) -> Wanted:
    """What the results on a submission depend on, with these settings."""
    run = [settings.seed, settings.isolation, settings.seconds]
    steps = {}
    for step in curriculum.steps():
        if step.number in settings.steps:
            work = _work(submission, step.module)
            steps[step.number] = (_hash(work), _hash(run, fingerprints.of_step(step)))
    everything = [_work(submission, step.module) for step in curriculum.steps()]
    return Wanted(steps, _hash(run, everything, fingerprints.of_network()))


def _work(submission: Submission, module: str) -> list[Any]:
    text = submission.sources.get(module)
    return [text, submission.unreadable.get(module), module in submission.notebooks]


@dataclass
class Kept:
    """What is kept of a student. functions: as in `Report.as_record`, by name. made_from: the hashes, by step.

    scores: by function the points, and how many there were, in the report that was written last.
    history: what has changed in the scores, run by run. shown: a hash of what was written. current: whether all that
    was to be written was.
    """

    student: str
    functions: dict[str, Data] = field(default_factory=dict)
    made_from: dict[int, tuple[str, str]] = field(default_factory=dict)
    modules: dict[str, Data] = field(default_factory=dict)
    passed_over: dict[str, str] = field(default_factory=dict)
    network: Data | None = None
    network_from: str = ""
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    history: list[Data] = field(default_factory=list)
    shown: str = ""
    current: bool = False

    def to_do(self, due: Wanted) -> tuple[tuple[int, ...], bool]:
        """The steps to grade anew, and whether to try the network."""
        steps = tuple(number for number, parts in due.steps.items() if self.made_from.get(number) != parts)
        return steps, self.network is None or self.network_from != self._network_from(due)

    def right(self, among: Container[int]) -> tuple[str, ...]:
        """The functions of these steps of which every check has passed."""
        return tuple(
            name
            for name, one in self.functions.items()
            if one["step"] in among and one["checks"] and all(check["outcome"] == PASSED for check in one["checks"])
        )

    def _network_from(self, due: Wanted) -> str:
        """What a network is made from: how often it is trained depends on whether all that it needs is right."""
        return f"{due.network} {set(USED) <= set(self.right(due.steps))}"

    def take(self, found: Data, due: Wanted, steps: Iterable[int], network: bool) -> None:
        """Take in a fresh record of some steps. Where the grader has failed in a step, it will be tried again."""
        chosen = set(steps)
        fresh = {one["function"]: one for one in found["functions"] if one["step"] in chosen}
        gone = {name for name, one in self.functions.items() if one["step"] in chosen}
        self.functions = {name: one for name, one in self.functions.items() if name not in gone} | fresh
        modules = {step.module for step in curriculum.steps() if step.number in chosen}
        self.modules = {name: one for name, one in self.modules.items() if name not in modules} | found["modules"]
        over = {name: said for name, said in self.passed_over.items() if name not in modules}
        self.passed_over = over | found["passed_over"]
        for number in chosen:
            checks = [one["checks"] for one in fresh.values() if one["step"] == number]
            failed = not checks or any(not c or any(d["outcome"] == GRADER_ERROR for d in c) for c in checks)
            self.made_from.pop(number, None)
            if not failed:
                self.made_from[number] = due.steps[number]
        if network:
            self.network, self.network_from = found["network"], self._network_from(due)


def read(folder: Path) -> Kept | None:
    """What is kept in a student's folder; None where there is nothing, or nothing that this version understands."""
    for name in (MARK, BEFORE):
        try:
            data = json.loads((folder / name).read_text(encoding="ascii"))
            if data.pop("version") != VERSION:
                continue
            data["made_from"] = {int(number): tuple(parts) for number, parts in data["made_from"].items()}
            data["scores"] = {function: tuple(pair) for function, pair in data["scores"].items()}
            return Kept(**data, current=name == MARK)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            continue
    return None


def write(folder: Path, kept: Kept) -> None:
    """Write what is kept, as the last of a student's files; nothing where there is nothing to keep."""
    data = asdict(kept)
    del data["current"]
    if kept.made_from or kept.history:
        write_whole(folder / MARK, json.dumps({"version": VERSION} | data, separators=(",", ":")))
    (folder / BEFORE).unlink(missing_ok=True)


def set_aside(folder: Path) -> None:
    """Note that a student's files are about to be written: until then, what is kept is that of before."""
    if (folder / MARK).exists():
        (folder / MARK).replace(folder / BEFORE)


def failed_record(settings: Settings) -> Data:
    """The record where the grader could give none: no function has a check."""
    functions = [
        FunctionResult(step.number, function.name, function.points, ())
        for step in curriculum.steps()
        if step.number in settings.steps
        for function in step.functions
    ]
    return Report("", settings.seed, settings.isolation, tuple(functions), Network("not tried")).as_record()


def report(
    kept: Kept, submission: Submission, settings: Settings, named: Mapping[str, Diagnosis], why: str = ""
) -> Report:
    """The report that is made from what is kept, with today's points and a teacher's words.

    named: what a teacher says of groups that the grader has no name for. why: what the grader failed with, if it did.
    """
    results, problems = [], list(submission.problems)
    for step in curriculum.steps():
        if step.number not in settings.steps:
            continue
        for function in step.functions:
            result = _result(kept.functions.get(function.name), step.number, function)
            if result.unnamed in named and not result.diagnosis:
                result = replace(result, diagnosis=named[result.unnamed])
            results.append(result)
            problems += [result.remark] if result.remark else []
    if why:
        problems.append(f"the grader failed: {why}")
    network = Network(**kept.network) if kept.network else Network("not tried")
    asked = [step.module for step in curriculum.steps() if step.number in settings.steps]
    modules = {name: ModuleTrouble(**kept.modules[name]) for name in asked if name in kept.modules}
    over = {name: kept.passed_over[name] for name in asked if name in kept.passed_over}
    about = (submission.student, settings.seed, settings.isolation, tuple(results), network)
    return Report(*about, tuple(problems), modules, over)


def _result(data: Data | None, step: int, function: curriculum.Function) -> FunctionResult:
    if data is None:
        return FunctionResult(step, function.name, function.points, ())
    checks = tuple(CheckResult(**check) for check in data["checks"])
    told = data["diagnosis"]
    diagnosis = Diagnosis(**told | {"table": tuple(told["table"])}) if told else None
    return FunctionResult(step, function.name, function.points, checks, diagnosis, data["unnamed"], data["remark"])


def shown(data: Data) -> str:
    """Changes with everything that is written for a student."""
    return _hash(data, fingerprints.of_pages())
