"""The result of an examination as data: points per function, and what `report.json` holds."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.checks.answer import CRASHED, GRADER_ERROR, NOT_ATTEMPTED, OUTCOMES, PASSED, WRONG
from grader.checks.messages import clip
from grader.curriculum.files import write_whole
from grader.diagnosis import Diagnosis
from grader.examination.cleaning import clean_all, one_line


@dataclass(frozen=True)
class CheckResult:
    """One check of one function.

    said: what is wrong; of a crash, with the line of the code below. tried: what a hidden check asks for. public: what
    the public questions show, where it helps: one that is answered wrongly as well, or that all of them come out right.
    """

    name: str
    outcome: str
    said: str = ""
    tried: str = ""
    public: str = ""
    share: float = 1
    core: bool = False

    @property
    def message(self) -> str:
        """All of it, as a learner reads it."""
        return clip("\n".join(part for part in (self.tried, self.public, self.said) if part))

    def as_data(self) -> dict[str, Any]:
        first = self.said.partition("\n")[0]
        return {"name": self.name, "outcome": self.outcome, "message": self.message, "said": first}


@dataclass(frozen=True)
class FunctionResult:
    """All checks of one function, and the points they earn.

    unnamed: where it is wrong and nothing is known of the mistake, the group of those who answer the same (`alike.py`).
    remark: what went wrong in the grader while it looked for words.
    """

    step: int
    function: str
    max_score: float
    checks: tuple[CheckResult, ...]
    diagnosis: Diagnosis | None = None
    unnamed: str = ""
    remark: str = ""

    @property
    def outcome(self) -> str:
        """The worst outcome among the checks; a function without a check that ran is the grader's own fault."""
        return max((check.outcome for check in self.checks), key=OUTCOMES.index, default=GRADER_ERROR)

    @property
    def score(self) -> float:
        """The part of the points that the passed checks stand for; nothing while a core check fails."""
        if not any(check.core for check in self.checks):
            return 0.0
        if any(check.core and check.outcome != PASSED for check in self.checks):
            return 0.0
        passed = sum(check.share for check in self.checks if check.outcome == PASSED)
        return round(self.max_score * passed / sum(check.share for check in self.checks), 2)

    @property
    def message(self) -> str:
        """What to tell about the worst check."""
        return next((check.message for check in self.checks if check.outcome == self.outcome), "")

    @property
    def hint(self) -> str:
        """How the function is done, where its mistake has no name; else ""."""
        unnamed = self.diagnosis is None and self.outcome in (WRONG, CRASHED)
        return curriculum.functions()[self.function].way if unnamed else ""

    def as_data(self) -> dict[str, Any]:
        data = {
            "step": self.step,
            "function": self.function,
            "score": self.score,
            "max_score": self.max_score,
            "outcome": self.outcome,
            "diagnosis": self.diagnosis and self.diagnosis.as_data(),
            **({"hint": self.hint} if self.hint else {}),
            "checks": [check.as_data() for check in self.checks],
        }
        return data | {"unnamed": self.unnamed} if self.unnamed and not self.diagnosis else data


@dataclass(frozen=True)
class Network:
    """Whether the learner's own modules, all together, learn XOR. Carries no points.

    said: how it went, in one line. details: the line of the code where it failed. curve: epochs of the first start,
    each with its loss. boundary: what the network of the first start answers after training, in rows from low to high
    x2 (see `network.AXIS`). Both are empty where there is nothing sound to show.
    """

    outcome: str  # "learns", "does not learn", "not complete", or "not tried"
    starts: int = 0
    learned: int = 0
    final_losses: tuple[float, ...] = ()
    said: str = ""
    details: str = ""
    curve: tuple[tuple[int, float], ...] = ()
    boundary: tuple[tuple[float, ...], ...] = ()

    @property
    def message(self) -> str:
        """All that is said of it."""
        return "\n".join(part for part in (self.said, self.details) if part)

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"message": self.message}


@dataclass(frozen=True)
class ModuleTrouble:
    """Why nothing of a module could be run.

    trouble: "unreadable" (the file holds no text), "syntax error", or "import" (running it failed, or did not end).
    """

    trouble: str
    said: str
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """Everything that is known about one submission."""

    student: str
    seed: int
    isolation: str
    functions: tuple[FunctionResult, ...]
    network: Network
    problems: tuple[str, ...] = field(default=())
    modules: dict[str, ModuleTrouble] = field(default_factory=dict)  # those of which nothing could be run
    passed_over: dict[str, str] = field(default_factory=dict)  # by module, which of its lines were

    @property
    def remarks(self) -> tuple[str, ...]:
        """All that there is to say on the submission as a whole."""
        return (*self.problems, *self.passed_over.values())

    def _sum(self, what: str, bonus: bool) -> float:
        steps = {step.number for step in curriculum.steps() if step.bonus == bonus}
        return round(sum(getattr(result, what) for result in self.functions if result.step in steps), 2)

    @property
    def score(self) -> float:
        return self._sum("score", bonus=False)

    @property
    def max_score(self) -> float:
        return self._sum("max_score", bonus=False)

    @property
    def bonus(self) -> float:
        return self._sum("score", bonus=True)

    @property
    def max_bonus(self) -> float:
        return self._sum("max_score", bonus=True)

    @property
    def untouched(self) -> tuple[curriculum.Step, ...]:
        """Bonus steps of which nothing is attempted, where they stand beside steps of the course."""
        graded = {result.step for result in self.functions}
        attempted = {result.step for result in self.functions if result.outcome != NOT_ATTEMPTED}
        return tuple(s for s in curriculum.steps() if s.bonus and s.number in graded - attempted and self.max_score)

    @property
    def passed(self) -> bool:
        """Whether all is right; bonus steps may be left alone."""
        untouched = {step.number for step in self.untouched}
        return all(result.outcome == PASSED for result in self.functions if result.step not in untouched)

    @property
    def grader_failed(self) -> bool:
        return any(result.outcome == GRADER_ERROR for result in self.functions)

    def as_data(self) -> dict[str, Any]:
        """The content of `report.json`: plain data, in which every text is clean (see `cleaning.py`)."""
        data = {
            "student": one_line(self.student),
            "seed": self.seed,
            "isolation": self.isolation,
            "score": self.score,
            "max_score": self.max_score,
            "bonus": self.bonus,
            "max_bonus": self.max_bonus,
            "functions": [result.as_data() for result in self.functions],
            "network": self.network.as_data(),
            "modules": {name: asdict(trouble) for name, trouble in self.modules.items()},
            "problems": [one_line(problem) for problem in self.remarks],
        }
        return clean_all(data)

    def as_record(self) -> dict[str, Any]:
        """What can be kept of it, and made a report again: every check with its part of the points, and no points."""
        functions = [asdict(result) for result in self.functions]
        for data in functions:
            del data["max_score"]
        modules = {name: asdict(trouble) for name, trouble in self.modules.items()}
        about = {"modules": modules, "passed_over": self.passed_over}
        return {"functions": functions, "network": asdict(self.network), **about}

    def write(self, path: Path) -> None:
        """Write `report.json`, whole or not at all."""
        write_whole(path, json.dumps(self.as_data(), indent=2, allow_nan=False) + "\n")


def points(value: float) -> str:
    """Points as people write them: 4, 2.5, 0.67."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
