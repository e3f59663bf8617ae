"""Mutation testing: does every small change of a solution cost points in the hidden suites?

    python -m tests.mutation             all steps, a few minutes
    python -m tests.mutation --step 3

The operators of cosmic-ray, and a few more for array code, change the solutions in one place at a time. Each mutant is
graded as a submission; it is killed if it gets less than full marks. One that survives is a gap in the suites, unless
`mutation_equivalents.toml` lists it with the reason why no input tells it apart, or why it is right by contract. The
list is checked too: what it names must exist, and must survive. Exit code 0 when nothing is left to do.
"""

import argparse
import difflib
import multiprocessing
import sys
import time
import tomllib
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from grader import curriculum
from grader.checks.answer import GRADER_ERROR, TIMED_OUT
from grader.examination import grading, suites
from grader.examination.report import Report
from grader.examination.sandbox import isolation_level
from grader.steps import reference
from grader.submissions.submission import Submission

EQUIVALENTS = Path(__file__).with_name("mutation_equivalents.toml")
SECONDS = 3.0  # for one call; the reference needs less than a tenth of a second
TOGETHER = 10  # mutants graded in one run of the suites
KILLED, RAN_OUT, SURVIVED, GRADER_FAILED = "killed", "ran out of time", "survived", "grader error"

Key = tuple[str, str, str, int]  # function, line, operator, occurrence


@dataclass(frozen=True)
class Place:
    """Something in a step module that an operator can change. The owner is the function it stands in, or None."""

    owner: str | None
    line: str
    operator: str
    mutate: Callable[[], str]


@dataclass(frozen=True)
class Mutant:
    """A step module with one change. occurrence: among the changes by this operator of equal lines, from 1."""

    step: int
    function: str
    line: str
    operator: str
    occurrence: int
    source: str

    @property
    def key(self) -> Key:
        return self.function, self.line, self.operator, self.occurrence


@dataclass(frozen=True)
class Harvest:
    """All mutants of a step. Left out: places in given code, by function, and changes that are no Python."""

    mutants: tuple[Mutant, ...]
    given: Counter[str]
    not_python: int


def numpy_changes(node: Any) -> Iterator[tuple[str, Any, Any, str]]:
    """Changes of array code, which cosmic-ray leaves alone: the operator's name, the first and the last node that it
    replaces, and the text to put there."""
    code = node.get_code(include_prefix=False)
    if node.type == "operator" and code == "@" and node.parent.type == "term":
        yield "ReplaceMatMul_Mul", node, node, "*"
    elif node.type == "operator" and code in ("+=", "-="):
        yield "ReplaceAugmented", node, node, "-=" if code == "+=" else "+="
        yield "ReplaceAugmented", node, node, "="
    elif node.type == "trailer" and (code == ".T" or code.startswith("[")):
        yield "DropTrailer", node, node, ""
    elif node.type == "simple_stmt" and node.children[0].type != "string":
        yield "DropStatement", node.children[0], node.children[0], "pass"
    elif node.type == "atom_expr" and node.children[-1].type == "trailer" and node.children[-1].children[0] == "(":
        yield "UnwrapCall", node, node, _unwrapped(node)
    elif node.type in ("arglist", "testlist", "testlist_comp", "testlist_star_expr", "exprlist"):
        for first, comma, second in zip(node.children, node.children[1:], node.children[2:], strict=False):
            if comma == "," and second.type == "argument":
                yield "DropKeyword", comma, second, ""
            elif comma == ",":
                before, after = (part.get_code(include_prefix=False) for part in (first, second))
                if before != after:
                    yield "SwapNeighbours", first, second, f"{after}, {before}"


def _unwrapped(call: Any) -> str:
    """What a call works on: the object of a method, and otherwise the first argument."""
    called = [child.get_code(include_prefix=False) for child in call.children[:-1]]
    if len(called) > 1 and called[0] != "np":
        return "".join(called[:-1])
    inside = call.children[-1].children[1]
    first = inside.children[0] if inside.type == "arglist" else inside
    return f"({first.get_code(include_prefix=False)})" if first != ")" else "()"


def _replaced(source: str, start: tuple[int, int], end: tuple[int, int], text: str) -> str:
    lines = source.splitlines(keepends=True)

    def offset(position: tuple[int, int]) -> int:
        return sum(map(len, lines[: position[0] - 1])) + position[1]

    return source[: offset(start)] + text + source[offset(end) :]


def _owner(node: Any) -> str | None:
    while node is not None and not (node.type == "funcdef" and node.parent.type == "file_input"):
        node = node.parent
    return node.name.value if node else None


def places(source: str) -> Iterator[Place]:
    """Every place of a module that can be changed, and how."""
    nodes, lines = list(ast_nodes(get_ast(source))), source.splitlines()
    for name in operator_names():
        if get_operator(name).arguments():  # replaces variables by random numbers, and any check sees that
            continue
        operator = get_operator(name)()
        found = [(node, start) for node in nodes for start, _ in operator.mutation_positions(node)]
        for number, (node, (row, _)) in enumerate(found):
            mutate = partial(mutate_code, source, operator, number)
            yield Place(_owner(node), lines[row - 1].strip(), name.removeprefix("core/"), mutate)
    for node in nodes:
        for name, first, last, text in numpy_changes(node):
            mutate = partial(_replaced, source, first.start_pos, last.end_pos, text)
            yield Place(_owner(node), lines[first.start_pos[0] - 1].strip(), name, mutate)


def _is_python(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as "'float' object is not callable"
        try:
            compile(source, "mutant.py", "exec", dont_inherit=True)
        except SyntaxError:
            return False
    return True


def _source(step: int) -> str:
    return reference.source(curriculum.steps()[step - 1].module)


def harvest(step: int) -> Harvest:
    """Every mutant of the functions that a learner writes in this step."""
    mutants, given, seen, not_python = [], Counter[str](), Counter[tuple[str, str, str]](), 0
    graded = {function.name for function in curriculum.steps()[step - 1].functions}
    for place in places(_source(step)):
        if place.owner is None or place.owner not in graded:
            given[place.owner or "outside functions"] += 1
            continue
        kind = place.owner, place.line, place.operator
        seen[kind] += 1
        mutated = place.mutate()
        if _is_python(mutated):
            mutants.append(Mutant(step, *kind, seen[kind], mutated))
        else:
            not_python += 1
    return Harvest(tuple(mutants), given, not_python)


def verdict(report: Report) -> str:
    outcomes = {result.outcome for result in report.functions}
    if GRADER_ERROR in outcomes:
        return GRADER_FAILED
    if all(result.score == result.max_score for result in report.functions):
        return SURVIVED
    return RAN_OUT if TIMED_OUT in outcomes else KILLED


def grade(step: int, sources: Iterable[str], seed: int) -> list[str]:
    """The verdict on each source of a step module, with the reference in place of the steps before it."""
    entry, verdicts = curriculum.steps()[step - 1], list[str]()
    submissions = (Submission("mutant", {entry.module: source}) for source in sources)

    def done(report: Report) -> None:
        verdicts.append(verdict(report))

    grading.grade_all(submissions, done, seed, [entry], SECONDS, network=False, isolation=isolation_level())
    return verdicts


def grade_mutants(mutants: Sequence[Mutant], seed: int) -> list[tuple[Mutant, str]]:
    return list(zip(mutants, grade(mutants[0].step, [mutant.source for mutant in mutants], seed), strict=True))


def equivalents(path: Path = EQUIVALENTS) -> dict[Key, str]:
    """The listed mutants, each with its reason. "NumberReplacer 2": the second change of the line by this operator."""
    listed: dict[Key, str] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"]:
        for mutant in entry["mutants"]:
            operator, _, occurrence = mutant.partition(" ")
            key = entry["function"], entry["line"], operator, int(occurrence or 1)
            if key in listed or not entry["why"].strip():
                raise ValueError(f"{path.name}: {told(key)} is listed twice, or without a reason")
            listed[key] = entry["why"]
    return listed


def told(key: Key) -> str:
    function, line, operator, occurrence = key
    return f"{function}: {operator}{f' {occurrence}' if occurrence > 1 else ''}: {line}"


def difference(mutant: Mutant) -> str:
    """The change of a mutant as a unified diff."""
    name = f"{curriculum.steps()[mutant.step - 1].module}.py"
    before, after = _source(mutant.step).splitlines(), mutant.source.splitlines()
    return "\n".join(difflib.unified_diff(before, after, name, name, lineterm="", n=1))


def complaints(verdicts: dict[Key, str], listed: dict[Key, str]) -> list[str]:
    """What is wrong with the list: entries that no mutant answers to, or whose mutant is killed."""
    gone = [f"listed, but there is no such mutant: {told(key)}" for key in listed if key not in verdicts]
    killed = [
        f"listed as equivalent, but {verdicts[key]}: {told(key)}"
        for key in listed
        if verdicts.get(key, SURVIVED) != SURVIVED
    ]
    return gone + killed


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() or done == total:
        bar = "#" * (30 * done // total)
        print(f"\r[{bar:<30}] {done}/{total} mutants", end="\n" if done == total else "", file=sys.stderr, flush=True)


def grade_in_parallel(harvests: dict[int, Harvest], seed: int, jobs: int) -> dict[Mutant, str]:
    """The verdict on every mutant. Raises GraderFailed where the reference itself does not get full marks."""
    verdicts: dict[Mutant, str] = {}
    total = sum(len(found.mutants) for found in harvests.values())
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        controls = {step: pool.submit(grade, step, [_source(step)], seed) for step in harvests}
        for step, control in controls.items():
            if control.result() != [SURVIVED]:
                raise suites.GraderFailed(f"the reference of step {step} does not get full marks itself")
        chunks = [
            found.mutants[start : start + TOGETHER]
            for found in harvests.values()
            for start in range(0, len(found.mutants), TOGETHER)
        ]
        for future in as_completed([pool.submit(grade_mutants, chunk, seed) for chunk in chunks]):
            verdicts.update(future.result())
            _progress(len(verdicts), total)
    return verdicts


def table(harvests: dict[int, Harvest], verdicts: dict[Mutant, str], listed: dict[Key, str]) -> Iterator[str]:
    """A line per step, the sums, and what was left out."""
    yield f"{'step':<6}{'generated':>10}{'killed':>10}{'equivalent':>12}{'survivors':>11}"
    sums = [0, 0, 0, 0]
    for step, found in harvests.items():
        left = [mutant for mutant in found.mutants if verdicts[mutant] == SURVIVED]
        equivalent = sum(mutant.key in listed for mutant in left)
        killed = sum(verdicts[mutant] in (KILLED, RAN_OUT) for mutant in found.mutants)
        counts = [len(found.mutants), killed, equivalent, len(left) - equivalent]
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        yield "{:<6}{:>10}{:>10}{:>12}{:>11}".format(step, *counts)
    yield "{:<6}{:>10}{:>10}{:>12}{:>11}".format("all", *sums)
    if late := sum(said == RAN_OUT for said in verdicts.values()):
        yield f"{late} of the killed ran out of time"
    given = sum((found.given for found in harvests.values()), Counter[str]())
    by_function = ", ".join(f"{name} {count}" for name, count in sorted(given.items()))
    yield f"given code, not graded and so not changed: {given.total()} places ({by_function})"
    if broken := sum(found.not_python for found in harvests.values()):
        yield f"left out as no Python: {broken}"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description="Mutation testing of the solutions against the hidden suites."
    )
    numbers = [step.number for step in curriculum.steps()]
    parser.add_argument("--step", type=int, choices=numbers, help="only this step")
    parser.add_argument("--seed", type=int, default=1, help="seed of the hidden inputs (default: 1)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    options = parser.parse_args()
    if options.jobs < 1:
        parser.error("--jobs must be 1 or more")
    started = time.monotonic()

    harvests = {number: harvest(number) for number in ([options.step] if options.step else numbers)}
    others = {f.name for f in curriculum.functions().values() if f.step.number not in harvests}
    listed = {key: why for key, why in equivalents().items() if key[0] not in others}
    verdicts = grade_in_parallel(harvests, options.seed, options.jobs)

    print(*table(harvests, verdicts, listed), sep="\n")
    survivors = [mutant for mutant, said in verdicts.items() if said == SURVIVED and mutant.key not in listed]
    failures = [mutant for mutant, said in verdicts.items() if said == GRADER_FAILED]
    for title, mutants in (("survivor", survivors), ("the grader failed on", failures)):
        for mutant in mutants:
            print(f"\n{title}: {told(mutant.key)}\n{difference(mutant)}")
    wrong = complaints({mutant.key: said for mutant, said in verdicts.items()}, listed)
    for said in wrong:
        print(f"\n{said}")
    print(f"\nseed {options.seed}, {time.monotonic() - started:.0f} seconds")
    return 1 if survivors or failures or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
