"""Whose score has changed, from what to what, and why: noted for each student when a report is written anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from grader.checks.answer import PASSED
from grader.examination.report import points

MOST_KEPT = 20  # changes of one student
MOST_TOLD = 3  # checks of one function
Data = dict[str, Any]
Scores = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Source:
    """What a step's results were made from before and now: (the work, the grader)."""

    before: tuple[str, str] | None
    now: tuple[str, str] | None

    @property
    def words(self) -> str:
        """What has changed, in words; "" where nothing that runs has."""
        if self.before is None or self.now is None or self.before == self.now:
            return ""
        work, grader = (a != b for a, b in zip(self.before, self.now, strict=True))
        return "new work and new checks" if work and grader else "new work" if work else "new checks"


def scores_of(report: Data) -> dict[str, tuple[float, float]]:
    """The points of every function, and how many there were."""
    return {result["function"]: (result["score"], result["max_score"]) for result in report["functions"]}


def _checks(data: Data | None) -> dict[str, tuple[str, float, bool]]:
    return {c["name"]: (c["outcome"], c["share"], c["core"]) for c in data["checks"]} if data else {}


def _told(before: Data | None, after: Data | None) -> str:
    """Which checks came out in another way than before."""
    old, new = _checks(before), _checks(after)
    said = []
    for name in [*new, *(name for name in old if name not in new)]:
        if name not in old:
            said.append(f"{name}: {new[name][0]} (a new check)")
        elif name not in new:
            said.append(f"{name}: is no check any more")
        elif old[name][0] != new[name][0]:
            said.append(f"{name}: {new[name][0]}, and {old[name][0]} before")
        elif old[name] != new[name] and new[name][0] != PASSED:
            said.append(f"{name}: counts differently")
    more = [f"and {len(said) - MOST_TOLD} more"] if len(said) > MOST_TOLD else []
    return "; ".join(said[:MOST_TOLD] + more)


def _pair(pair: tuple[float, float]) -> str:
    return f"{points(pair[0])} of {points(pair[1])}"


def between(
    when: str,
    before: tuple[Scores, Mapping[str, Data]],
    after: tuple[Scores, Mapping[str, Data]],
    sources: Mapping[int, Source],
) -> Data | None:
    """What has changed in a student's scores, or None. Each side: the scores, and the records of the functions."""
    functions = []
    both = [name for name in after[0] if name in before[0]]  # others were not asked about once
    for name in both:
        old, new = before[0][name], after[0][name]
        if old[0] == new[0] and (old[1] == new[1] or not new[0]):
            continue
        data = after[1].get(name) or before[1].get(name) or {}
        why = [sources[data["step"]].words] if data.get("step") in sources else []
        told = _told(before[1].get(name), after[1].get(name)) if any(why) else ""
        if old[1] != new[1]:
            why.append(f"{points(new[1])} points in place of {points(old[1])}")
        reason = ", ".join(filter(None, why)) + (f" ({told})" if told else "")
        functions.append({"function": name, "from": _pair(old), "to": _pair(new), "why": reason})
    if not functions:
        return None
    total = [round(sum(side[name][0] for name in both), 2) for side in (before[0], after[0])]
    return {"when": when, "from": total[0], "to": total[1], "functions": functions}


def by_run(histories: Iterable[tuple[str, list[Data]]]) -> list[tuple[str, list[Data]]]:
    """The changes of everybody by the run that made them, the latest first; each with its student."""
    found: dict[str, list[Data]] = {}
    for student, history in histories:
        for change in history:
            found.setdefault(change["when"], []).append(change | {"student": student})
    return sorted(found.items(), reverse=True)


def csv_rows(runs: Iterable[tuple[str, list[Data]]]) -> Iterable[list[str]]:
    """The same as rows of a table: one for each function whose points have changed."""
    yield ["student", "when", "before", "after", "function", "function_before", "function_after", "why"]
    for when, changes in runs:
        for change in changes:
            totals = [points(change["from"]), points(change["to"])]
            for one in change["functions"]:
                yield [change["student"], when, *totals, one["function"], one["from"], one["to"], one["why"]]
