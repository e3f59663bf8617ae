"""From save to verdict: how long `python -m grader watch` takes, beside a pytest run with one test that imports NumPy.

python tests/benchmarks/watch.py [ROUNDS]

Machines differ, and so do hours of the day; what counts is the ratio of runs side by side.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from grader.steps import reference  # noqa: E402
from grader.steps.placing import with_function  # noqa: E402
from tests.benchmarks.speed import one_test, seconds  # noqa: E402
from tests.kits import finished_kit  # noqa: E402
from tests.watched import Watched  # noqa: E402

ROUNDS = 9
WRONG = {  # a mistake of the bank, and one that is not in it
    "mse": "def mse(y_hat, y):\n    return float(np.sum((y_hat - y) ** 2))",
    "backward": "def backward(params, cache, activations, d_output):\n    return [(W + 1, b + 1) for W, b in params]",
}


def saved(watched: Watched, path: Path, text: str, verdict: str) -> float:
    """Seconds from a save until the whole verdict is on the screen."""
    path.write_text(text, encoding="utf-8")
    started = time.perf_counter()
    page = watched.page()
    taken = time.perf_counter() - started
    if verdict not in page:
        raise SystemExit(f"{verdict!r} is not what watch said:\n{page}")
    return taken


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    bare_command = "pytest, one test that imports NumPy"
    times: dict[str, list[float]] = {}

    with tempfile.TemporaryDirectory() as name:
        bare, kit = one_test(Path(name) / "bare"), finished_kit(Path(name) / "kit")
        with Watched(kit) as watched:
            watched.page()
            for number in range(rounds + 1):  # the first round fills the caches, and is not counted
                found = {bare_command: seconds(bare, ["."], 0)}
                for module, function in (("step3_loss", "mse"), ("step5_backprop", "backward")):
                    path, right = kit / "exercises" / f"{module}.py", reference.source(module)
                    wrong = with_function(right, function, WRONG[function])
                    found[f"watch, a wrong {function}"] = saved(watched, path, wrong, f"{function} is wrong")
                    found[f"watch, {module} all right"] = saved(watched, path, right, "all right")
                for command, taken in found.items() if number else ():
                    times.setdefault(command, []).append(taken)
    base = statistics.median(times[bare_command])
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"medians of {rounds} rounds{load}\n")
    print(f"{'from save to verdict':<38}{'median s':>9}{'min s':>8}{'max s':>8}{'ratio':>7}")
    for command, taken in times.items():
        median = statistics.median(taken)
        print(f"{command:<38}{median:9.2f}{min(taken):8.2f}{max(taken):8.2f}{median / base:7.2f}")
    print("\naim: below 1 s on two quiet cores")


if __name__ == "__main__":
    main()
