"""Reports as pages: `feedback` for a student; `class_page`, `changes_page` and `similar_page` for the instructor.

Each is one file of HTML that needs nothing else, made from the data of `report.json` alone. Jinja2 escapes every text
that goes in, and `cleaning` goes over it before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from grader import curriculum
from grader.checks.answer import CRASHED, GRADER_ERROR, NOT_ATTEMPTED, PASSED, TIMED_OUT
from grader.examination.cleaning import clean
from grader.examination.report import points
from grader.examination.summary import counted, first_words, lines_of, worst

if TYPE_CHECKING:
    from jinja2 import Environment

Report = dict[str, Any]  # the data of a report.json
LONGEST_NAME = 60  # of a student, where many stand on one page


@dataclass(frozen=True)
class About:
    """What a page on a whole class says of it. notes: remarks for the instructor, one line each."""

    name: str
    seed: int | None = None
    isolation: str = ""
    notes: tuple[str, ...] = ()


def short(name: str) -> str:
    """A name of a bearable length."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 3]}..."


def _loss(value: float) -> str:
    return f"{value:.2g}" if abs(value) < 0.1 else f"{value:.3g}"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def outcome(word: str) -> Markup:
        return Markup('<span class="word {}">{}</span>').format(word.split()[0], word)

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.filters |= {"points": points, "short": short, "outcome": outcome, "loss": _loss}
    environment.globals["style"] = Markup((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))
    return environment


def feedback(report: Report) -> str:
    """The page for one student. A report may have a key "late" beside its own (see `late.py`)."""
    from grader.classroom import late
    from grader.classroom.pages import plots

    return (
        _environment()
        .get_template("feedback.html")
        .render(
            report=report,
            first_words=first_words(report),
            late=late.said(report["late"], report) if "late" in report else "",
            to_mend=_steps(report, right=False),
            right=_steps(report, right=True),
            untouched=_untouched(report),
            network_words=_network_words(report["network"]),
            curve=plots.curve(report["network"]),
            boundary=plots.boundary(report["network"]),
            geo=plots,
        )
    )


def class_page(reports: Iterable[Report], about: About, unnamed: Sequence[Any] = ()) -> str:
    """The page for the instructor. Goes once through the reports, and keeps a few numbers of each.

    A report may have a key "folder" beside its own: where the student's pages are, if not in a folder of their name.
    unnamed: groups of wrong answers without a name, see `unnamed.Group`.
    """
    from grader.classroom.pages.overview import Overview, link_to

    page = _environment().get_template("class.html")
    return page.render(about=about, all=Overview(reports), unnamed=unnamed, link_to=link_to)


def changes_page(runs: Sequence[tuple[str, list[dict[str, Any]]]], title: str) -> str:
    """The page on whose score has changed. runs: see `changes.by_run`."""
    return _environment().get_template("changes.html").render(runs=runs, title=title)


def similar_page(found: Any, title: str, folders: Mapping[str, str], with_code: bool) -> str:
    """The page on submissions that are nearer to each other than others. found: see `similar.Found`."""
    from grader.classroom.pages.overview import link_to

    links = {student: link_to(folder) for student, folder in folders.items()}
    page = _environment().get_template("similar.html")
    return page.render(found=found, title=title, links=links, with_code=with_code)


def _untouched(report: Report) -> list[str]:
    """Bonus steps that the report is not about, as "7 (classification)"."""
    numbers = {result["step"] for result in report["functions"]} - {result["step"] for result in counted(report)}
    return [f"{step.number} ({step.title})" for step in curriculum.steps() if step.number in numbers]


def _steps(report: Report, right: bool) -> list[SimpleNamespace]:
    """The functions that are right, or those that are not, step by step."""
    titles = {step.number: step.title for step in curriculum.steps()}
    chosen = [result for result in counted(report) if (result["outcome"] == PASSED) == right]
    return [
        SimpleNamespace(
            number=number,
            title=titles.get(number, ""),
            results=[_result(result) for result in chosen if result["step"] == number],
        )
        for number in dict.fromkeys(result["step"] for result in chosen)
    ]


def _result(result: dict[str, Any]) -> SimpleNamespace:
    failing = [check for check in result["checks"] if check["outcome"] != PASSED]
    if result["outcome"] == NOT_ATTEMPTED:
        failing = []
    return SimpleNamespace(
        function=result["function"],
        outcome=result["outcome"],
        score=result["score"],
        max_score=result["max_score"],
        said=_said(result),
        checks=len(result["checks"]),
        failing=len(failing),
        groups=_groups(failing),
    )


def _groups(failing: list[dict[str, str]]) -> list[SimpleNamespace]:
    """Failing checks, those together that say the same; a check with several cases counts them."""
    groups: dict[tuple[str, str], Counter[str]] = {}
    for check in failing:
        names = groups.setdefault((check["outcome"], check["message"]), Counter())
        names[check["name"].split("[")[0]] += 1
    return [SimpleNamespace(outcome=o, message=m, names=names) for (o, m), names in groups.items()]


def _said(result: dict[str, Any]) -> list[str]:
    """What stands open below a function: the mistake and the hint, or else how it failed."""
    if result["outcome"] == PASSED:
        return []
    if result["outcome"] == GRADER_ERROR:
        return ["The grader itself failed here; this is no fault of yours."]
    if result["diagnosis"]:
        return lines_of(result["diagnosis"])
    failed = result["outcome"] in (CRASHED, TIMED_OUT, NOT_ATTEMPTED)  # of a wrong answer each check tells its own
    lines = [line] if failed and (line := worst(result)["said"]) else []
    return [*lines, *filter(None, [result.get("hint")])]


def _network_words(network: dict[str, Any]) -> str:
    starts, finals = network["starts"], network["final_losses"]
    if network["outcome"] == "learns":
        return f"It learns XOR, from {starts} of {starts} random starts." if starts > 1 else "It learns XOR."
    if network["outcome"] == "not complete" or len(finals) < max(starts, 1):  # or its last loss is not a number
        return f"It cannot learn yet: {network['said'].rstrip('.') or 'something in it fails'}."
    start = f"from random start {starts}" if starts > 1 else "from a random start"
    return f"It does not learn yet: {start} the answers are not right, and the loss ends at {_loss(finals[-1])}."
