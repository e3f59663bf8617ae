"""How long the commands take that people wait for: medians of runs side by side, and ratios between them.

python tests/benchmarks/speed.py [ROUNDS]

Machines differ, and so do hours of the day; what counts is the ratio to a run with one test.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.kits import copy_of_kit, finished_kit, run_pytest  # noqa: E402
from tests.made_submissions import stubs  # noqa: E402

ROUNDS = 9


def one_test(folder: Path) -> Path:
    """A project with one test that imports NumPy."""
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_one.py").write_text("import numpy\n\n\ndef test_one():\n    assert numpy.zeros(1) == 0\n")
    return folder


def seconds(folder: Path, arguments: list[str], code: int) -> float:
    started = time.perf_counter()
    run = run_pytest(folder, *arguments)
    taken = time.perf_counter() - started
    if run.returncode != code:
        raise SystemExit(f"pytest {' '.join(arguments)} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return taken


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare, finished = one_test(folder / "bare"), finished_kit(folder / "finished")
        commands = {
            "pytest, one test that imports NumPy": (bare, ["."], 0),
            "pytest exercises, all written": (finished, ["exercises"], 0),
            "pytest exercises, nothing written": (copy_of_kit(folder / "stubs", stubs()), ["exercises"], 1),
            "pytest grader, the reference": (finished, ["grader"], 0),
        }
        times: dict[str, list[float]] = {command: [] for command in commands}
        for number in range(rounds + 1):  # the first round fills the caches, and is not counted
            for command, (place, arguments, code) in commands.items():
                taken = seconds(place, arguments, code)
                if number:
                    times[command].append(taken)
    base = statistics.median(times["pytest, one test that imports NumPy"])
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"medians of {rounds} rounds{load}\n")
    print(f"{'command':<38}{'median s':>9}{'min s':>8}{'max s':>8}{'ratio':>7}")
    for command, taken in times.items():
        median = statistics.median(taken)
        print(f"{command:<38}{median:9.2f}{min(taken):8.2f}{max(taken):8.2f}{median / base:7.2f}")
    print("\naims: pytest exercises, all written: ratio at most 2; pytest grader: at most 3 s on a quiet machine")


if __name__ == "__main__":
    main()
