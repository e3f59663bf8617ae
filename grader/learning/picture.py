"""`progress --html`: one page to keep and to show around, in one file without scripts and from nowhere else.

The learner's steps as a network that lights up, what their own network has learned, and when what was first right.
"""

from datetime import datetime
from html import escape
from itertools import pairwise

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED, PASSED
from grader.curriculum import Function, Step
from grader.learning.history import History
from grader.learning.overview import day, right, shown_steps
from grader.learning.running import WORDS
from grader.seeing import milestones
from grader.seeing.functions import Functions

COLUMN, ROW, RADIUS, TOP = 108, 46, 13, 64
STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #55606e; --line: #d5dbe3; --paper: #fff; --lit: #24507f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf1; --soft: #a3aebb; --line: #39434f; --paper: #14181d; --lit: #8fb8e6; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.15rem; font-weight: 600; margin: 0; color: var(--soft); }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
.score { font-size: 3rem; line-height: 1.1; font-weight: 700; margin: .1rem 0 .3rem; }
.score small { font-size: 1.4rem; font-weight: 400; color: var(--soft); }
.scroll { overflow-x: auto; }
svg { display: block; width: 100%; min-width: 34rem; height: auto; }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--ink); }
svg text.soft { fill: var(--soft); }
.wire { stroke: var(--line); stroke-width: 1; }
.wire.lit { stroke: var(--lit); stroke-width: 1.6; opacity: .55; }
.unit { fill: var(--paper); stroke: var(--soft); stroke-width: 1.5; }
.unit.begun { stroke-dasharray: 4 3; stroke: var(--ink); }
.unit.lit { fill: var(--lit); stroke: var(--lit); }
.tick { fill: none; stroke: var(--paper); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-top: 1px solid var(--line);
  font-weight: 400; white-space: nowrap; }
thead th { border-top: 0; font-size: .85rem; font-weight: 600; color: var(--soft); }
code { font: .875em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
footer, .soft { color: var(--soft); }
footer { margin-top: 2.5rem; font-size: .875rem; }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --lit: #24507f; }
  main { padding: 0; } tr, svg { break-inside: avoid; } * { print-color-adjust: exact; } }
"""


def _places(steps: list[Step]) -> dict[str, tuple[float, float]]:
    """The middle of each function's unit: a column for each step, centred."""
    most = max(len(step.functions) for step in steps)
    places = {}
    for column, step in enumerate(steps):
        top = TOP + (most - len(step.functions)) * ROW / 2
        for row, function in enumerate(step.functions):
            places[function.name] = (COLUMN * (column + 0.5), top + ROW * (row + 0.5))
    return places


def _unit(function: Function, history: History, at: tuple[float, float]) -> str:
    past, (x, y) = history.of(function), at
    kind = "lit" if past.outcome == PASSED else "begun" if past.outcome != NOT_ATTEMPTED else ""
    tick = f'<path class="tick" d="M{x - 5} {y}l4 4 7 -8"/>' if kind == "lit" else ""
    said = f"{function.name} {WORDS[past.outcome]}" + (f", first right {day(past.passed)}" if past.passed else "")
    circle = f'<circle class="unit {kind}" cx="{x}" cy="{y}" r="{RADIUS}"/>'
    return f"<g><title>{escape(said)}</title>{circle}{tick}</g>"


def network(history: History, steps: list[Step]) -> str:
    """The steps as layers of a network, the functions as its units; a unit that is right is filled, and ticked."""
    places = _places(steps)
    height = TOP + ROW * max(len(step.functions) for step in steps) + 10
    drawn = []
    for before, after in pairwise(steps):
        for a in before.functions:
            for b in after.functions:
                (x1, y1), (x2, y2) = places[a.name], places[b.name]
                lit = " lit" if history.is_right(a) and history.is_right(b) else ""
                drawn.append(f'<line class="wire{lit}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>')
    for column, step in enumerate(steps):
        x, done = COLUMN * (column + 0.5), sum(map(history.is_right, step.functions))
        drawn.append(f'<text x="{x}" y="20" text-anchor="middle">{step.number} {escape(step.title)}</text>')
        count = f"{done} of {len(step.functions)}"
        drawn.append(f'<text class="soft" x="{x}" y="38" text-anchor="middle">{count}</text>')
        drawn += [_unit(function, history, places[function.name]) for function in step.functions]
    label = f"A network with a layer for each step; {right(history, steps)} of its units are lit."
    return (
        f'<svg viewBox="0 0 {COLUMN * len(steps)} {height}" role="img" aria-label="{label}">\n'
        + "\n".join(drawn)
        + "\n</svg>"
    )


def _row(function: Function, history: History) -> str:
    past = history.of(function)
    cells = [
        f"{function.step.number} {escape(function.step.title)}",
        f"<code>{escape(function.name)}</code>",
        WORDS[past.outcome].removeprefix("is "),
        day(past.begun),
        day(past.passed),
        str(past.tries or ""),
        str(past.hints or ""),
    ]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def document(history: History, learners: Functions | None = None, name: str = "") -> str:
    """The whole page. learners: their functions, which show what they can do. name: theirs, "" for a page without."""
    steps = shown_steps(history)
    functions = [function for step in steps for function in step.functions]
    heads = ("step", "function", "now", "begun", "first right", "tries", "hints")
    begun = [past.begun for past in history.functions.values() if past.begun]
    since = f"Begun {day(min(begun, key=datetime.fromisoformat))}." if begun else "Not begun yet."
    course = [step for step in curriculum.steps() if not step.bonus]
    finished = all(history.is_right(function) for step in course for function in step.functions)
    lead = "Every line of this network is written by hand." if finished else "A network, written by hand, so far."
    rows = "\n".join(_row(function, history) for function in functions)
    title = f"{escape(name)}: a neural network, written by hand" if name else "A neural network, written by hand"
    seen = "\n".join(milestones.sections(learners)) if learners else ""
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{STYLE}{milestones.STYLE}</style>
<main>
<h1>{title}</h1>
<p class="score">{right(history, steps)}<small> of {len(functions)} functions</small></p>
<p>{lead} {since}</p>
<div class="scroll">
{network(history, steps)}
</div>
{seen}
<h2>When what was first right</h2>
<div class="scroll"><table>
<thead><tr>{"".join(f'<th scope="col">{head}</th>' for head in heads)}</tr></thead>
<tbody>
{rows}
</tbody>
</table></div>
<footer>Drawn {datetime.now().strftime("%Y-%m-%d %H:%M")}. Filled and ticked: right. Dashed: begun.</footer>
</main>
</html>
"""
