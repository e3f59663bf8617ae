"""What things cost in an older checkout of the kit and in this one, side by side.

python tests/benchmarks/older.py CHECKOUT [--rounds N] [--students N]

Either is asked by its commands alone, from its own folder, with this Python (Linux only). What is counted is processor
time of the whole command and of its children, also of those that outlive their parents, so that a busy machine changes
little; what a further submission costs is the difference between a large class and a small one. The two take turns, and
what counts is the median of the ratios.
"""

import argparse
import contextlib
import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(HERE))
if sys.platform != "linux":
    raise SystemExit("the processor time of all children is counted on Linux alone")
import resource  # noqa: E402

from grader import curriculum  # noqa: E402
from grader.steps import bank, reference  # noqa: E402

PR_SET_CHILD_SUBREAPER = 36
SMALL = 2  # submissions in the small class
CORE = [step for step in curriculum.steps() if not step.bonus]
ENVIRONMENT = os.environ | {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}


def processor_seconds(checkout: Path, *arguments: str) -> float:
    """User and system time of `python ARGUMENTS`, started in a checkout."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        [sys.executable, *arguments], cwd=checkout, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    with contextlib.suppress(ChildProcessError):  # whoever lost its parent on the way has come to this process
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode not in (0, 1):
        raise SystemExit(f"{checkout}: {' '.join(arguments)} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def a_class(folder: Path, wrong: bool, count: int) -> Path:
    """Right submissions, or wrong ones with one mistake each from all over the bank; no two files are the same."""
    core = [entry for entry in bank.misconceptions() if curriculum.functions()[entry.function].step in CORE]
    for number in range(count):
        entry = core[number * len(core) // count]
        sources = bank.sources_with(entry) if wrong else reference.sources()
        (folder / f"s{number:03}").mkdir(parents=True)
        for step in CORE:
            text = f"{sources[step.module]}\n# s{number:03}\n"
            (folder / f"s{number:03}" / f"{step.module}.py").write_text(text, encoding="utf-8")
    return folder


def for_each_further(folder: Path, wrong: bool, count: int) -> Callable[[Path], float]:
    """Processor seconds that a further submission costs `grade --jobs 1`."""
    classes = {size: a_class(folder / str(size), wrong, size) for size in (SMALL, SMALL + count)}

    def measure(checkout: Path) -> float:
        taken = {}
        for size, submissions in classes.items():
            with tempfile.TemporaryDirectory() as out:
                options = ["--out", f"{out}/out", "--jobs", "1", "--seed", "1", "--steps", f"1-{len(CORE)}"]
                taken[size] = processor_seconds(checkout, "-m", "grader", "grade", str(submissions), *options)
        return (taken[SMALL + count] - taken[SMALL]) / count

    return measure


def exercises(folder: Path, finished: bool) -> Callable[[Path], float]:
    """Processor seconds of `pytest exercises` in a copy of a checkout, with everything written or nothing."""

    def measure(checkout: Path) -> float:
        copy = folder / f"{'this' if checkout == HERE else 'older'}-{'finished' if finished else 'stubs'}"
        if not copy.exists():
            for name in ("exercises", "grader", "solutions", "datasets"):
                shutil.copytree(checkout / name, copy / name, ignore=shutil.ignore_patterns(".progress*"))
            shutil.copy(checkout / "pyproject.toml", copy)
            for module, text in (reference.sources() if finished else {}).items():
                (copy / "exercises" / f"{module}.py").write_text(text, encoding="utf-8")
            processor_seconds(copy, "-m", "pytest", "exercises", "-q")  # fills the caches
        return processor_seconds(copy, "-m", "pytest", "exercises", "-q")

    return measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--students", type=int, default=12, help="how many the large class has more than the small one")
    chosen = parser.parse_args()
    older = chosen.checkout.resolve()
    if not (older / "grader").is_dir():
        raise SystemExit(f"{older} is no checkout of the kit")
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measures = {
            "a right submission, six steps": for_each_further(folder / "right", False, chosen.students),
            "a wrong submission, six steps": for_each_further(folder / "wrong", True, chosen.students),
            "pytest exercises, all written": exercises(folder, True),
            "pytest exercises, nothing written": exercises(folder, False),
        }
        print(f"processor seconds, medians of {chosen.rounds} rounds\n")
        print(f"{'what':<36}{'older':>8}{'this':>8}{'ratio':>8}  of pairs")
        for what, measure in measures.items():
            pairs = [(measure(older), measure(HERE)) for _ in range(chosen.rounds)]
            ratios = sorted(this / old for old, this in pairs)
            old, this = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(
                f"{what:<36}{old:8.3f}{this:8.3f}{statistics.median(ratios):8.2f}  {ratios[0]:.2f} to {ratios[-1]:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
