"""A report as a page of the terminal: a line per function, what is wrong with each, the learner's own network."""

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED, PASSED
from grader.checks.messages import ascii_only, with_belief, wrapped
from grader.examination.report import FunctionResult, Report, points

MESSAGES = 5  # as many mistakes are explained at once; the rest has its line in the table


def _line(result: FunctionResult, title: str, width: int) -> str:
    scored = f"{points(result.score)} / {points(result.max_score)}"
    line = f"{title:<20}{result.function:<{width}}{result.outcome:<14}{scored:>9}"
    if not result.diagnosis:
        return line
    believed, room = ascii_only(result.diagnosis.short), 100 - len(line) - 3
    return f"{line}   {believed if len(believed) <= room else believed[: room - 3] + '...'}"


def _network(report: Report) -> str:
    if report.network.outcome == "not tried":
        return ""
    words = {"learns": "learns XOR", "does not learn": "does not learn yet", "not complete": "is not complete yet"}
    said = report.network.said
    if report.network.outcome == "learns":
        said = f"from all of {report.network.starts} starts" if report.network.starts > 1 else ""
    return f"your own network on XOR: {words[report.network.outcome]}" + (f" ({ascii_only(said)})" if said else "")


def _points_table(report: Report) -> list[str]:
    """A line for each function, and the sums."""
    believes = "   the grader believes" if any(result.diagnosis for result in report.functions) else ""
    untouched = {step.number for step in report.untouched}
    shown = [result for result in report.functions if result.step not in untouched]
    width = max(20, *(len(result.function) + 1 for result in shown))
    lines = [f"{'step':<20}{'function':<{width}}{'outcome':<14}{'points':>9}{believes}"]
    titles = {step.number: f"{step.number:2d} {step.title}" for step in curriculum.steps()}
    last = 0
    for result in shown:
        lines.append(_line(result, titles[result.step] if result.step != last else "", width))
        last = result.step
    for step in report.untouched:  # a line each will do
        functions = f"{len(step.functions)} functions"
        lines.append(
            f"{titles[step.number]:<20}{functions:<{width}}{NOT_ATTEMPTED:<14}{f'0 / {points(step.points)}':>9}"
        )
    for name, score, most in _sums(report):
        lines.append(f"{name:<{width + 34}}{f'{points(score)} / {points(most)}':>9}")
    return lines


def _points_sentences(report: Report) -> list[str]:
    """The same in sentences, one for each function."""
    lines = []
    untouched = report.untouched
    for step in curriculum.steps():
        results = [result for result in report.functions if result.step == step.number]
        if step in untouched:
            lines.append(f"step {step.number}, {step.title}: {NOT_ATTEMPTED}, 0 of {points(step.points)} points")
        elif results:
            lines.append(f"step {step.number}, {step.title}")
        for result in results if step not in untouched else ():
            believed = f"; the grader believes: {ascii_only(result.diagnosis.short)}" if result.diagnosis else ""
            scored = f"{points(result.score)} of {points(result.max_score)} points"
            lines.append(f"{result.function}: {result.outcome}, {scored}{believed}")
    return lines + [f"{name}: {points(score)} of {points(most)} points" for name, score, most in _sums(report)]


def _sums(report: Report) -> list[tuple[str, float, float]]:
    sums = (("total", report.score, report.max_score), ("bonus", report.bonus, report.max_bonus))
    return [(name, score, most) for name, score, most in sums if most]


def _explanations(report: Report, plain: bool) -> list[str]:
    """What is wrong with the first functions that are."""
    lines: list[str] = []
    wrong = [r for r in report.functions if r.outcome not in (PASSED, NOT_ATTEMPTED) or r.diagnosis]
    for result in wrong[:MESSAGES]:
        head = f"step {result.step}: {result.function}"
        lines += ["", head if plain else f"--- {head} ".ljust(88, "-"), with_belief(result.message, result.diagnosis)]
        lines += ["", *wrapped(result.hint)] if result.hint else []
    if len(wrong) > MESSAGES:
        lines += [
            "",
            f"and {len(wrong) - MESSAGES} more; mend these first, or ask for one step: python -m "
            f"grader check {wrong[MESSAGES].step}",
        ]
    return lines


def table(report: Report, explain: bool = True, plain: bool = False) -> str:
    """The whole page, without a line end.

    explain: whether to add the messages about what is wrong. plain: sentences in place of a table.
    """
    lines = _points_sentences(report) if plain else _points_table(report)
    lines += _explanations(report, plain) if explain else []
    if report.grader_failed:
        lines += ["", f"the grader itself failed; please report it with the seed {report.seed}"]
    lines += [""] + [f"note: {ascii_only(problem)}" for problem in report.remarks]
    lines += [text] if (text := _network(report)) else []
    return "\n".join([*lines, f"seed {report.seed}, isolation: {report.isolation}"])
