"""Runs every attack, sealed and unsealed, and prints what gets through as a table in Markdown.

    python -m tests.attacks             both levels; some minutes
    python -m tests.attacks sealed      one of them

Unsealed, the attacks run as the user who started this: they touch only what was made for them, and those that could
harm the machine are left out.
"""

import re
import sys
from collections import defaultdict

from grader.examination import sandbox
from tests.attacks.case import Case
from tests.attacks.corpus import CASES
from tests.attacks.ground import Result, attack

LEVELS = {"sealed": sandbox.isolation_level(), "process": sandbox.PROCESS}


def run(level: str) -> tuple[dict[str, list[Case]], Result]:
    """The cases by group that were tried at a level, and what came of them."""
    tried: dict[str, list[Case]] = defaultdict(list)
    whole = Result()
    for case in CASES:
        if case.harmless or level != sandbox.PROCESS:
            tried[case.group].append(case)
    for group, cases in tried.items():
        found = attack(cases, level)
        print(f"{level}: {group}: {len(found.breaches)} of {len(cases)} in {found.seconds:.0f} s", file=sys.stderr)
        for name, what in found.breaches.items():
            print(f"    {name} {'; '.join(what)}", file=sys.stderr)
        whole.breaches |= found.breaches
        whole.general += [f"{group}: {line}" for line in found.general]
    return tried, whole


def cell(cases: list[Case], result: Result) -> str:
    """How many of a group get through, and with what."""
    if not cases:
        return "not tried: they would harm the machine"
    through = [case.name for case in cases if case.name in result.breaches]
    kinds = sorted({re.sub(r" [\d.]+ for \w+", " points", what) for name in through for what in result.breaches[name]})
    return f"{len(through)} of {len(cases)}" + (f": {', '.join(kinds)}" if kinds else "")


def main() -> None:
    chosen = sys.argv[1:] or list(LEVELS)
    results = {LEVELS[name]: run(LEVELS[name]) for name in chosen}
    groups = dict.fromkeys(case.group for case in CASES)
    rows = [["what the submission tries", *(f"gets through at `{level}`" for level in results)]]
    rows.append(["---"] * len(rows[0]))
    rows += [[group, *(cell(tried[group], found) for tried, found in results.values())] for group in groups]
    counts = [f"{len(found.breaches)} of {sum(map(len, tried.values()))}" for tried, found in results.values()]
    rows.append(["all", *counts])
    print("\n".join(f"| {' | '.join(row)} |" for row in rows))
    for level, (_, found) in results.items():
        print("\n".join(f"{level}: {line}" for line in found.general))
    sealed_level = LEVELS["sealed"]
    sys.exit(sealed_level in results and bool(results[sealed_level][1].breaches or results[sealed_level][1].general))


if __name__ == "__main__":
    main()
