"""How long it takes to start a worker, load a module, ask 50 questions and end it: sealed, and as a new process.

python tests/benchmarks/sealed.py [ROUNDS]

The two take turns, so that a busy hour slows both; what counts is the ratio.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from grader.examination.sandbox import PROCESS, Warm, isolation
from grader.examination.worker_client import Worker
from grader.steps import reference

ROUNDS = 40
CALLS = 50
STEP = "step1_activations"


def seconds(start: Callable[[], Worker]) -> tuple[float, float]:
    """Seconds until the module is loaded, and until the worker has ended."""
    began = time.perf_counter()
    with start() as worker:
        module = {"name": STEP, "source": reference.source(STEP), "code": None, "filename": f"{STEP}.py"}
        worker.request({"do": "load", "modules": [module], "run": [STEP]}, 30)
        loaded = time.perf_counter() - began
        x = np.linspace(-3, 3, 64 * 32).reshape(64, 32)
        for _ in range(CALLS):
            worker.request({"do": "call", "module": STEP, "function": "relu", "arguments": (x,)}, 30)
    return loaded, time.perf_counter() - began


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    level, reason = isolation()
    if level == PROCESS:
        raise SystemExit(f"nothing can be sealed here: {reason}")
    began = time.perf_counter()
    with Warm(level) as warm:
        warm_up = time.perf_counter() - began
        starts: dict[str, Callable[[], Worker]] = {f"{level}, from a warm server": warm.worker, "a new process": Worker}
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in starts}
        for number in range(rounds + 1):  # the first round fills the caches, and is not counted
            for name, start in starts.items():
                taken = seconds(start)
                if number:
                    times[name].append(taken)
    print(
        f"{rounds} rounds of load and {CALLS} calls, load {os.getloadavg()[0]:.1f}; server started in {warm_up:.2f} s\n"
    )
    print(f"{'worker':<36}{'loaded ms':>10}{'ended ms':>10}{'min ms':>8}{'a second':>10}")
    medians = {}
    for name, taken in times.items():
        loaded, ended = (statistics.median(part) for part in zip(*taken, strict=True))
        medians[name] = ended
        least = min(end for _, end in taken)
        print(f"{name:<36}{loaded * 1e3:10.1f}{ended * 1e3:10.1f}{least * 1e3:8.1f}{1 / ended:10.0f}")
    sealed, plain = medians.values()
    print(f"\nsealed is {plain / sealed:.1f} times as fast")


if __name__ == "__main__":
    main()
