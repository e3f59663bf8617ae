"""What grading a class costs: against the same checks without isolation, by the size of the class, and by jobs.

python tests/benchmarks/batch.py [--rounds N] [--thousand]

All is measured in one run, in turns; what counts are the ratios. The classes are made of the bank: right solutions in
many styles, and mistakes, which cost more, since they are looked for by name.
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ |= {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}  # as the grader has it

from grader import curriculum
from grader.classroom import grade as command
from grader.classroom import pages
from grader.examination import grading
from grader.examination.sandbox import PROCESS, isolation
from grader.steps import bank
from grader.steps.entry import Entry
from grader.submissions.submission import Submission
from tests.attacks.ground import Memory
from tests.benchmarks import alone
from tests.benchmarks.unsealed import Direct

SEED = 1
ONE_GO = 16  # submissions for a measurement of seconds
CORE = [step for step in curriculum.steps() if not step.bonus]
SIZES = (10, 100, 300)


def spread(entries: tuple[Entry, ...], count: int) -> list[Entry]:
    core = [entry for entry in entries if curriculum.functions()[entry.function].step in CORE]
    return [core[number * len(core) // count % len(core)] for number in range(count)]


def a_class(count: int) -> list[Submission]:
    """As many right solutions as wrong ones, from all over the bank."""
    chosen = [*spread(bank.variants(), count // 2), *spread(bank.misconceptions(), count - count // 2)]
    return [Submission(f"s{number:04}", bank.sources_with(entry)) for number, entry in enumerate(chosen)]


def lay_out(folder: Path, submissions: list[Submission]) -> Path:
    for submission in submissions:
        (folder / submission.student).mkdir(parents=True)
        for module, source in submission.sources.items():
            (folder / submission.student / f"{module}.py").write_text(source, encoding="utf-8")
    return folder


@contextlib.contextmanager
def without_isolation() -> Iterator[None]:
    with mock.patch.object(grading, "workers", lambda level: contextlib.nullcontext(Direct)):
        yield


def checks(submissions: list[Submission], level: str) -> tuple[float, list[float]]:
    """Seconds for all checks and pages of these, one after the other in this process; and the scores."""
    scores: list[float] = []

    def done(report):
        scores.append(report.score)
        pages.feedback(report.as_data())

    started = time.perf_counter()
    grading.grade_all(submissions, done, SEED, CORE, isolation=level)
    return time.perf_counter() - started, scores


def against_no_isolation(rounds: int, level: str) -> None:
    submissions = a_class(ONE_GO)
    replays = [alone.recorded(submission, SEED, CORE) for submission in submissions]
    times: dict[str, list[float]] = {level: [], "one process": [], "their functions alone": []}
    for number in range(rounds + 1):  # the first round fills the caches, and is not counted
        sealed, scores = checks(submissions, level)
        with without_isolation():
            direct, same = checks(submissions, "one process")
        if scores != same:
            raise SystemExit(f"the scores differ: {scores} {same}")
        if number:
            times[level].append(sealed)
            times["one process"].append(direct)
            times["their functions alone"].append(sum(map(alone.seconds, replays)))
    for name, taken in times.items():
        print(f"{name:<34}{min(taken) / ONE_GO:8.3f} s a submission")
    for other, aim in (("one process", 1.25), ("their functions alone", 2.5)):
        ratios = sorted(a / b for a, b in zip(times[level], times[other], strict=True))
        print(
            f"against {other}: median {statistics.median(ratios):.2f}, {ratios[0]:.2f} to {ratios[-1]:.2f}; aim {aim}"
        )
    print()


def grade(folder: Path, jobs: int) -> tuple[float, int]:
    """Seconds for the command, and the MB of the largest process of it."""
    with tempfile.TemporaryDirectory() as out, Memory() as memory, open(os.devnull, "w") as null:
        options = command.Options(folder, Path(out) / "out", jobs, SEED, steps=CORE)
        started = time.perf_counter()
        with contextlib.redirect_stderr(null):
            command.grade_class(options, lambda line: None)
        taken = time.perf_counter() - started
    return taken, memory.largest


def by_size(sizes: tuple[int, ...]) -> None:
    print(f"{'submissions':>12}{'seconds':>10}{'each':>8}{'MB':>6}")
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            seconds, megabytes = grade(lay_out(Path(name) / str(size), a_class(size)), command.default_jobs())
            print(f"{size:12}{seconds:10.1f}{seconds / size:8.3f}{megabytes:6}", flush=True)
    print("aim: the same for each, and no more memory\n")


def by_jobs(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = lay_out(Path(name) / "class", a_class(2 * ONE_GO))
        pairs = [(grade(folder, 1)[0], grade(folder, 2)[0]) for _ in range(rounds)]
    one, two = (min(column) for column in zip(*pairs, strict=True))
    best = max(a / b for a, b in pairs)
    print(f"one job {one:.1f} s, two jobs {two:.1f} s: {one / two:.2f} times as fast, best pair {best:.2f}; aim: 1.7")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--thousand", action="store_true", help="a class of 1,000 as well")
    chosen = parser.parse_args()
    level, reason = isolation()
    if level == PROCESS:
        raise SystemExit(f"nothing can be sealed here: {reason}")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    against_no_isolation(chosen.rounds, level)
    by_jobs(chosen.rounds)
    print()
    by_size((*SIZES, 1000) if chosen.thousand else SIZES)


if __name__ == "__main__":
    main()
