"""Wrong answers that the grader has no name for: those that are the same stand together, and a teacher can name them.

What a teacher says is kept in `named.toml`, beside the reports. A group is known by its answers on public questions, so
the file serves for another class as well: copy it into the folder of that class.
"""

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.checks.answer import Diagnosis
from grader.checks.messages import ascii_only
from grader.classroom.anonymous import Nameless
from grader.classroom.batch import Batch
from grader.curriculum.files import write_whole
from grader.examination.cleaning import clean, one_line
from grader.steps import reference

FILE = "named.toml"
HEAD = """\
# What students are told about wrong answers that the grader has no name for. Written by: python -m grader name
# It may be edited by hand, and copied into the folder of another class.
"""
WITH_CODE = 30  # groups that are shown with an example
LONGEST_CODE = 60  # lines of a function
MARKS = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION\n?", re.MULTILINE)
Data = dict[str, Any]


@dataclass
class Group:
    """Students whose function is wrong in the same way. code: that of the first of them."""

    id: str
    function: str
    reports: list[Data] = field(default_factory=list)
    code: str = ""
    reference: str = ""


def read(out: Path) -> dict[str, dict[str, str]]:
    """What is said of each group: "said" and "hint". Raises ValueError where the file is not what it should be."""
    path = out / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read ({error})") from None
    for group, about in data.items():
        if not isinstance(about, dict) or not isinstance(about.get("said"), str) or not about["said"].strip():
            raise ValueError(f"{path}: {group} has no text in said")
        if not isinstance(about.get("hint", ""), str):
            raise ValueError(f"{path}: the hint of {group} is no text")
    return data


def diagnoses(out: Path) -> dict[str, Diagnosis]:
    """What students of each group are told."""
    found = {}
    for group, about in read(out).items():
        said, hint = ascii_only(clean(about["said"])).strip(), ascii_only(clean(about.get("hint", ""))).strip()
        found[group] = Diagnosis(f"named: {group}", said, hint, short=one_line(said))
    return found


def name(out: Path, group: str, said: str, hint: str) -> int:
    """Write what a teacher says of a group. Returns how many students are in it. Raises ValueError in one line."""
    there = _count(out)
    group = next((one for one in there if one.casefold() == group.strip().casefold()), group)
    if group not in there:
        known = ", ".join(sorted(there, key=lambda one: -there[one])[:8])
        raise ValueError(f"there is no group {group} in {out}; there are: {known}" if known else f"no groups in {out}")
    if not one_line(said).strip() or not said.strip():
        raise ValueError("--said is empty: say in a sentence what was done")
    named = read(out) | {group: {"said": said.strip()} | ({"hint": hint.strip()} if hint.strip() else {})}
    lines = [HEAD]
    for one, about in sorted(named.items()):
        lines.append(f"[{one}]")
        lines += [f"{key} = {_toml(about[key])}" for key in ("said", "hint") if about.get(key)]
        lines.append("")
    write_whole(out / FILE, "\n".join(lines))
    return there[group]


def _toml(text: str) -> str:
    """A text as a string of TOML, which has the escapes of JSON."""
    return json.dumps(clean(text), ensure_ascii=False)


def _count(out: Path) -> dict[str, int]:
    """How many students are in each group, by the reports that lie in a folder: named ones, and ones without a name."""
    found: dict[str, int] = {}
    for path in sorted(out.glob("*/report.json")):
        try:
            results = json.loads(path.read_text(encoding="utf-8"))["functions"]
            groups = [_group_in(result) for result in results]
        except (OSError, ValueError, LookupError, TypeError):
            continue
        for group in filter(None, groups):
            found[group] = found.get(group, 0) + 1
    return found


def _group_in(result: Data) -> str:
    named = (result["diagnosis"] or {}).get("id", "")
    return result.get("unnamed", "") or (named.removeprefix("named: ") if named.startswith("named: ") else "")


def function_in(source: str, name: str) -> str:
    """The text of a function, from its `def` to the next line at the margin; "" where there is none.

    Text is all it is taken for: nothing of a student's is parsed here.
    """
    lines = source.splitlines()
    begin = next((i for i, line in enumerate(lines) if re.match(rf"(?:async )?def {name}\b", line)), None)
    if begin is None:
        return ""
    found = [lines[begin]]
    for line in lines[begin + 1 :]:
        if (line.strip() and line[0] not in " \t#)") or len(found) > LONGEST_CODE:
            break
        found.append(line)
    while found and (not found[-1].strip() or found[-1].startswith("#")):
        found.pop()
    more = ["    ..."] if len(found) > LONGEST_CODE else []
    return clean("\n".join(found[:LONGEST_CODE] + more))


def source_of(sources: dict[str, str], notebooks: tuple[str, ...], module: str) -> str:
    """A module as its author wrote it, also where it stands in the cells of a notebook."""
    text = sources.get(module, "")
    if module in notebooks:
        try:
            return "\n\n".join(cell for _, cell in json.loads(text)["cells"])
        except (ValueError, LookupError, TypeError):
            return ""
    return text


def groups(found: Batch) -> list[Group]:
    """The groups of a class that have no name yet, the largest first, each with an example beside the reference."""
    by_id: dict[str, Group] = {}
    for report in found.reports():
        for result in report["functions"]:
            if group := result.get("unnamed"):
                by_id.setdefault(group, Group(group, result["function"])).reports.append(_short(report))
    order = list(curriculum.functions())
    all_of_them = sorted(by_id.values(), key=lambda one: (-len(one.reports), order.index(one.function), one.id))
    entries = {entry.student: entry for entry in found.entries}
    for one in all_of_them[:WITH_CODE]:
        module = curriculum.functions()[one.function].step.module
        entry = entries[one.reports[0]["submission"]]
        work = entry.read()
        code = function_in(source_of(work.sources, work.notebooks, module), one.function)
        one.code = entry.hidden_text(code) if isinstance(entry, Nameless) else code
        one.reference = MARKS.sub("", function_in(reference.source(module), one.function))
    return all_of_them


def _short(report: Data) -> Data:
    return {key: report[key] for key in ("student", "folder", "submission")}
