"""What naming the mistake costs: `pytest exercises` with one wrong function, with and without the diagnosis, in turn.

python tests/benchmarks/diagnosis.py [ROUNDS]
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from grader.steps import reference  # noqa: E402
from tests.kits import finished_kit, run_pytest  # noqa: E402

ROUNDS = 9
MISTAKES = [
    ("none: everything is right", "step1_activations", "", ""),
    ("sigmoid_derivative, in the bank", "step1_activations", "s * (1.0 - s)", "z * (1.0 - z)"),
    ("sigmoid_derivative, not in the bank", "step1_activations", "s * (1.0 - s)", "s * (1.0 - s) + 0.1 * z**3"),
    ("forward, in the bank", "step2_network", "a @ W + b", "a @ W"),
    ("backward, in the bank", "step5_backprop", "* derivative(z)", ""),
    ("backward, not in the bank", "step5_backprop", "delta @ W.T", "delta @ W.T * 4.0"),
    ("train, in the bank", "step6_training", "params = gradient_step(", "gradient_step("),
]


def seconds(folder: Path, *options: str) -> float:
    started = time.perf_counter()
    run_pytest(folder, "-q", *options, "exercises", PYTHONPATH=str(ROOT / "tests" / "benchmarks"))
    return time.perf_counter() - started


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"medians of {rounds} rounds\n{'mistake':<38}{'with s':>8}{'without s':>11}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as name:
        for number, (words, module, old, new) in enumerate(MISTAKES):
            source = reference.source(module)
            assert old in source
            folder = finished_kit(Path(name) / str(number), **{module: source.replace(old, new) if old else source})
            pairs = [(seconds(folder), seconds(folder, "-p", "without_diagnosis")) for _ in range(rounds + 1)][1:]
            with_it, without = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{words:<38}{with_it:8.2f}{without:11.2f}{ratio:7.2f}")
    print("\naim: a ratio of at most 1.2, and 1 where everything is right")


if __name__ == "__main__":
    main()
