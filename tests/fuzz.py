"""A class of damaged submissions: each gets a report, and the grader says of none that it failed itself.

python -m tests.fuzz            2,000 of them; a quarter of an hour or so
python -m tests.fuzz 60 --seed 7
"""

import argparse
import io
import json
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest import mock

from grader.classroom import batch, grade
from grader.steps import reference
from grader.submissions import class_folder
from tests.made_submissions import stubs

SECONDS = 3.0  # for a call: damage makes loops that never end
Files = dict[str, bytes]


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(rng.choice((1, 3, 30)) if found else 0):
        found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
    return bytes(found)


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def cut_out(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def repeat(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * rng.choice((1, 2, 40)) + data[end:]


def insert_rubbish(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.choice((1, 20, 3000))) + data[at:]


def mix_lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    for _ in range(rng.choice((1, 2, 9)) if lines else 0):
        i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[i], lines[j] = lines[j], lines[i]
    return b"".join(lines)


def lose_lines(data: bytes, rng: random.Random) -> bytes:
    return b"".join(line for line in data.splitlines(keepends=True) if rng.random() > 0.05)


def swap_signs(data: bytes, rng: random.Random) -> bytes:
    """Each sign of one kind becomes one of another: often still a program."""
    old, new = rng.sample(
        [b"+", b"-", b"*", b"/", b"@", b"(", b")", b"[", b"]", b":", b"0", b"1", b"<", b" ", b"\n"], 2
    )
    parts = data.split(old)
    return b"".join(part + (new if rng.random() < 0.1 else old) for part in parts[:-1]) + parts[-1]


def change_a_word(data: bytes, rng: random.Random) -> bytes:
    """One word of a program for another: as a rule still a program, and wrong."""
    old, new = rng.sample([b" + ", b" - ", b" * ", b" / ", b" @ ", b" > ", b" < ", b" ** "], 2)
    return data.replace(old, new, rng.choice((1, 9)))


def encode_otherwise(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    coding = rng.choice(["utf-16", "utf-32", "cp500", "utf-8-sig", "shift_jis"])
    mark = rng.choice(["", f"# coding: {coding}\n", "# coding: latin-1\n", "# coding: nonsense\n"])
    return (mark + text).encode(coding, "replace")


def end_lines_otherwise(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\0", b"\x0b", b"\x85", b""]))


DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [
    flip_bits, cut, cut_out, repeat, insert_rubbish, mix_lines, lose_lines, swap_signs, encode_otherwise,
    end_lines_otherwise, *[change_a_word] * 8,
]  # fmt: skip


def rename(files: Files, rng: random.Random) -> Files:
    names = list(files)
    other = rng.choice(["{} (1)", "a_{}", "work/{}", "exercises/{}", "{}.txt", "{}.py", "x/y/{}", "{}~", "copy of {}"])
    return {(other.format(name) if rng.random() < 0.5 else name): files[name] for name in names}


def exchange(files: Files, rng: random.Random) -> Files:
    contents = list(files.values())
    rng.shuffle(contents)
    return dict(zip(files, contents, strict=True))


def lose(files: Files, rng: random.Random) -> Files:
    return {name: data for name, data in files.items() if rng.random() < 0.5}


def add_notebooks(files: Files, rng: random.Random) -> Files:
    text = json.dumps(
        {"nbformat": 4, "cells": [{"cell_type": "code", "source": ["def sigmoid(z): return z"]}]}
    ).encode()
    return files | {f"{name.removesuffix('.py')}.ipynb": rng.choice(DAMAGES)(text, rng) for name in files}


def damaged(rng: random.Random) -> Files | bytes:
    """One submission: files of a folder, or the bytes of a zip."""
    base = stubs() if rng.random() < 0.15 else reference.sources()
    files = {f"{module}.py": source.encode() for module, source in base.items()}
    for name in list(files):
        while rng.random() < 0.3:
            files[name] = rng.choice(DAMAGES)(files[name], rng)
    for change in (rename, exchange, lose, add_notebooks):
        if rng.random() < 0.15:
            files = change(files, rng)
    if rng.random() < 0.6:
        return files
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return rng.choice([flip_bits, cut, cut_out, repeat, insert_rubbish, lambda d, _: d])(data.getvalue(), rng)


def lay_out(folder: Path, count: int, seed: int) -> None:
    for number in range(count):
        made = damaged(random.Random(f"{seed} {number}"))
        if isinstance(made, bytes):
            (folder / f"s{number:04}.zip").write_bytes(made)
            continue
        (folder / f"s{number:04}").mkdir()
        for name, content in made.items():
            path = folder / f"s{number:04}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def fuzz(folder: Path, count: int, seed: int) -> tuple[list[str], Counter[str]]:
    """Grade so many damaged submissions; what is wrong with the reports, and how often each outcome came."""
    submissions, out = folder / "class", folder / "out"
    submissions.mkdir()
    lay_out(submissions, count, seed)
    options = grade.Options(submissions, out, grade.default_jobs(), seed)
    with mock.patch.object(grade, "Settings", partial(grade.Settings, seconds=SECONDS)):
        code = grade.grade_class(options, print)
    wrong = [f"the exit code is {code}"] if code else []
    outcomes: Counter[str] = Counter()
    students = [entry.student for entry in class_folder.read_class(submissions).entries]
    if len(students) != count:
        wrong.append(f"{len(students)} students")
    for student, name in batch.folder_names(students).items():
        try:
            report = json.loads((out / name / "report.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            wrong.append(f"{student}: no report ({error})")
            continue
        found = {function["outcome"] for function in report["functions"]}
        outcomes.update(function["outcome"] for function in report["functions"])
        if "grader error" in found or any("the grader" in problem for problem in report["problems"]):
            wrong.append(f"{student}: the grader failed")
        if not 0 <= report["score"] <= report["max_score"]:
            wrong.append(f"{student}: {report['score']} points")
    return wrong, outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        wrong, outcomes = fuzz(Path(name), chosen.count, chosen.seed)
    print(f"{chosen.count} damaged submissions in {time.monotonic() - started:.0f} s: {dict(outcomes)}")
    print("\n".join(wrong) or "each has a report, and the grader failed on none")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
