"""A class made of the whole bank: every score is what it should be, also when the run is killed again and again.

    python -m tests.class_proof [--students 1000] [--kills 20] [--dir FOLDER]

Grades the class twice: in one go, and with a run that is killed at random moments and started again. Both must end in
the same `grades.csv`, and that must be right: a variant has every point, a wrong implementation loses points in its
own function and nowhere else. Takes some minutes.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from grader import curriculum
from grader.classroom import regrading
from grader.steps import bank
from grader.steps.entry import Misconception

ROOT = Path(__file__).resolve().parent.parent


def make_class(folder: Path, students: int) -> dict[str, str | None]:
    """Write a class. Returns, by student, the function that is wrong, or None."""
    wrong: dict[str, str | None] = {}
    for number, entry in enumerate(islice(cycle([*bank.misconceptions(), *bank.variants()]), students)):
        student = f"s{number:04d}"
        (folder / student).mkdir(parents=True)
        for module, text in bank.sources_with(entry).items():
            (folder / student / f"{module}.py").write_text(text, encoding="utf-8")
        wrong[student] = entry.function if isinstance(entry, Misconception) else None
    return wrong


def start(folder: Path, out: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "grader", "grade", str(folder), "--out", str(out), "--seed", "20261120"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def done(out: Path) -> int:
    return len(list(out.glob(f"*/{regrading.MARK}")))


def grade_with_kills(folder: Path, out: Path, students: int, kills: int, rng: random.Random) -> int:
    """Grade, killing the run after random numbers of students. Returns how often it was killed."""
    killed = 0
    for at in sorted(rng.sample(range(1, students - 4), kills)):
        process = start(folder, out)
        while done(out) < at and process.poll() is None:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.3))
        if process.poll() is None:
            process.kill()
            killed += 1
        process.wait()
        for path in out.glob("*/report.json"):
            json.loads(path.read_text(encoding="utf-8"))
    start(folder, out).wait()
    return killed


def faults(out: Path, wrong: dict[str, str | None]) -> list[str]:
    """What is not as it should be in `grades.csv`."""
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    found = [] if rows.keys() == wrong.keys() else [f"{len(rows)} rows for {len(wrong)} students"]
    for student, row in rows.items():
        for function in curriculum.functions().values():
            full = float(row[function.name]) == function.points
            if full == (function.name == wrong[student]):
                found.append(f"{student}: {function.name} has {row[function.name]}, wrong is {wrong[student]}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--dir", type=Path)
    options = parser.parse_args()
    folder = options.dir or Path(tempfile.mkdtemp())
    wrong = make_class(folder / "class", options.students)
    started = time.monotonic()
    start(folder / "class", folder / "whole").wait()
    print(f"{options.students} submissions in {time.monotonic() - started:.0f} s", flush=True)
    found = faults(folder / "whole", wrong)
    print("\n".join(found[:20]) or "every score is what it should be", flush=True)
    killed = grade_with_kills(folder / "class", folder / "killed", options.students, options.kills, random.Random(1))
    same = (folder / "whole" / "grades.csv").read_bytes() == (folder / "killed" / "grades.csv").read_bytes()
    print(f"killed {killed} times and gone on with: grades.csv is {'the same' if same else 'ANOTHER'}")
    return 0 if same and not found else 1


if __name__ == "__main__":
    raise SystemExit(main())
