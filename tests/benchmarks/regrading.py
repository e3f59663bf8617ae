"""What it costs to grade a class again after a change, in parts of the first grading.

python tests/benchmarks/regrading.py [--students N]

The class is made of the bank, and graded in a copy of the kit: at first, with nothing changed, after other points for
one function, and after a change of one hidden check. What is written then must be what a whole new grading writes. Of
work that draws its weights from a generator of its own, the network on XOR is another one every time.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.benchmarks.batch import a_class, lay_out
from tests.kits import copy_of_kit

CURRICULUM = "grader/curriculum/curriculum.toml"
CHECKS = "grader/steps/step3_loss/test_step3_loss.py"
FIRST_CHECK = "def test_several_samples_and_outputs(learner, rng, name):\n"


def grade(kit: Path, out: Path) -> float:
    """Grade the class beside the kit, and show how it went. Returns the seconds."""
    command = [sys.executable, "-m", "grader", "grade", str(kit.parent / "class"), "--out", str(out), "--steps", "1-6"]
    started = time.perf_counter()
    done = subprocess.run([*command, "--seed", "5"], cwd=kit, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    said = next(line for line in done.stdout.splitlines() if line.startswith("done:"))
    print(f"{seconds:8.1f} s   {said}", flush=True)
    return seconds


def graded(path: Path) -> object:
    """What a report says of everything that has points; of another file, its bytes."""
    if path.suffix != ".json":
        return path.read_bytes()
    return {key: value for key, value in json.loads(path.read_text(encoding="utf-8")).items() if key != "network"}


def other_points(kit: Path) -> None:
    path = kit / CURRICULUM
    before, after = path.read_text(encoding="utf-8").split('name = "mse"', 1)
    path.write_text(f'{before}name = "mse"{after.replace("points = 5", "points = 8", 1)}', encoding="utf-8")


def another_check(kit: Path) -> None:
    path = kit / CHECKS
    text = path.read_text(encoding="utf-8")
    if FIRST_CHECK not in text:
        raise SystemExit(f"{CHECKS} has no {FIRST_CHECK}")
    at = text.index("\n", text.index(FIRST_CHECK) + len(FIRST_CHECK)) + 1  # behind its docstring
    path.write_text(f"{text[:at]}    assert name  # changed\n{text[at:]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        kit, out = copy_of_kit(place / "kit"), place / "out"
        lay_out(place / "class", a_class(chosen.students))
        whole = grade(kit, out)
        for words, change in (("nothing", None), ("points of mse", other_points), ("a check of step 3", another_check)):
            if change:
                change(kit)
            print(f"changed: {words}")
            print(f"{grade(kit, out) / whole:8.1%} of the first grading")
        print("everything anew")
        grade(kit, place / "fresh")
        files = [path.relative_to(out) for path in out.glob("*/report.json")] + [Path("grades.csv")]
        other = [str(file) for file in files if (out / file).read_bytes() != (place / "fresh" / file).read_bytes()]
        by_chance = [file for file in other if graded(out / file) == graded(place / "fresh" / file)]
    print(f"all that is written is the same, but for the network on XOR of {len(by_chance)}")
    if different := sorted(set(other) - set(by_chance)):
        raise SystemExit(f"DIFFERENT: {different}")


if __name__ == "__main__":
    main()
