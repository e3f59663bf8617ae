"""What teachers are told at the end about a whole class: what was taken under another name, ignored, passed over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LISTED = 6  # students in one line
LONGEST = 90  # characters for each
TOLD = {
    "taken under another name, or out of several": lambda said: "was taken" in said,
    "ignored in what was handed in": lambda said: said.startswith("ignored: "),
    "could not be run while grading, without harm to the rest": lambda said: "was passed over" in said,
}  # what is said of a class, and of which remarks it is made


def is_harmless(problem: str) -> bool:
    """Whether a remark on a submission is no reason to look at it."""
    return any(belongs(problem) for belongs in TOLD.values())


@dataclass
class Told:
    """Counted as the reports come, so that they need not be kept."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TOLD, 0))
    named: dict[str, list[str]] = field(default_factory=lambda: {what: [] for what in TOLD})

    def add(self, student: str, problems: list[str]) -> None:
        """Take in the remarks of a report."""
        for what, belongs in TOLD.items():
            if found := [said.removeprefix("ignored: ") for said in problems if belongs(said)]:
                self.counts[what] += 1
                text = f"{student} ({'; '.join(found)}"
                self.named[what] = sorted([*self.named[what], _cut(text) + ")"])[:LISTED]

    def lines(self, shown: Callable[[str], str] = str) -> Iterator[str]:
        """A line for each kind of remark that there is. shown: makes a text fit for the screen."""
        for what, named in self.named.items():
            if named:
                more = self.counts[what] - len(named)
                yield shown(f"{what}: {', '.join(named)}{f', and {more} more' if more else ''}")
        if any(self.counts.values()):
            yield "all of this is in the column problems of grades.csv"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
