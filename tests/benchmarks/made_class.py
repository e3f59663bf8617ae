"""The made class, graded by the command: students in, rows out, and whose right version earned its points.

python tests/benchmarks/made_class.py
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from grader import curriculum
from grader.classroom.tables import safe
from tests.kits import ROOT
from tests.made_class import Download
from tests.made_downloads import DOWNLOADS, lay_out

FULL = sum(function.points for function in curriculum.find_step("3").functions)
HEAD = (
    "from            ",
    "troubles",
    "students in",
    "rows out",
    "right version",
    "nothing right in it",
    "only on the list",
)


def graded(place: Path, download: Download) -> dict[str, float]:
    """The points of everybody in a download, with its roster where it has one."""
    folder = lay_out(place / "class", download)
    command = [sys.executable, "-m", "grader", "grade", str(folder), "--out", str(place / "out"), "--steps", "3"]
    if name := download.roster[0]:
        (place / name).write_text(download.roster[1], encoding="utf-8")
        command += ["--roster", str(place / name)]
    subprocess.run([*command, "--seed", "5"], cwd=ROOT, check=True, capture_output=True)
    with open(place / "out" / "grades.csv", encoding="utf-8", newline="") as file:
        rows = [(row["student"], float(row["score"])) for row in csv.DictReader(file)]
    if len(dict(rows)) != len(rows):
        raise SystemExit(f"{download.system}: somebody has two rows")
    return dict(rows)


def main() -> None:
    print("  ".join(HEAD))
    totals = [0] * 5
    wrong: list[str] = []
    for make in DOWNLOADS:
        download = make()
        with tempfile.TemporaryDirectory() as place:
            scores = graded(Path(place), download)
        earned = [(one, scores.get(safe(one.row), -1.0)) for one in download.students]
        wrong += [f"{one.row} ({one.trouble}): {got}" for one, got in earned if got != FULL * one.right]
        right = sum(got == FULL for one, got in earned if one.right)
        nothing = sum(got == 0 for one, got in earned if not one.right)
        counts = (len(download.students), len(scores) - len(download.absent), right, nothing, len(download.absent))
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        _print(download.system, len({one.trouble for one in download.students}), counts)
    _print("all", len({one.trouble for make in DOWNLOADS for one in make().students}), totals)
    print("\n".join(wrong) or "everybody has one row, with the right version")
    raise SystemExit(bool(wrong))


def _print(system: str, troubles: int, counts: tuple[int, ...] | list[int]) -> None:
    cells = [f"{troubles:>8}", *(f"{n:>{len(head)}}" for n, head in zip(counts, HEAD[2:], strict=True))]
    print("  ".join([f"{system:16}", *cells]), flush=True)


if __name__ == "__main__":
    main()
