"""How long nbgrader's autograde takes for each further submission: graded outside the kernel, and as nbgrader comes.

python tests/benchmarks/course.py [SUBMISSIONS [ROUNDS]]

In each round either way grades one submission and then all of them, whole processes; the difference is what the further
ones cost. The two take turns, so that a busy hour slows both; what counts is the ratio.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests import courses

SUBMISSIONS, ROUNDS = 10, 3


def seconds(course: Path, count: int) -> float:
    """How long it takes to grade this many submissions, from nothing."""
    shutil.rmtree(course / "autograded", ignore_errors=True)
    shutil.rmtree(course / "submitted", ignore_errors=True)
    for number in range(count):
        courses.submit(course, f"student{number:02d}", courses.KINDS[number % len(courses.KINDS)])
    began = time.perf_counter()
    courses.nbgrader(course, "autograde", "core")
    return time.perf_counter() - began


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SUBMISSIONS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        ways = {"outside the kernel": courses.made(Path(folder) / "ours")}
        ways["stock, in the kernel"] = courses.made(Path(folder) / "stock", stock=True)
        first: dict[str, list[float]] = {name: [] for name in ways}
        further: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, course in ways.items():
                one, all_of_them = seconds(course, 1), seconds(course, count)
                first[name].append(one)
                further[name].append((all_of_them - one) / (count - 1))
    print(f"{rounds} rounds of 1 and {count} submissions, load {os.getloadavg()[0]:.1f}\n")
    print(f"{'autograde':<24}{'first s':>10}{'further s':>11}{'least':>8}{'most':>8}")
    medians = {}
    for name in ways:
        medians[name] = statistics.median(further[name])
        each = further[name]
        print(f"{name:<24}{statistics.median(first[name]):10.2f}{medians[name]:11.2f}{min(each):8.2f}{max(each):8.2f}")
    ours, stock = medians.values()
    print(f"\neach further submission takes {ours / stock:.2f} of the time that it takes nbgrader as it comes")


if __name__ == "__main__":
    main()
