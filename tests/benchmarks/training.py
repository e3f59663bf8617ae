"""How fast the reference trains, beside scikit-learn's MLPClassifier and PyTorch on the CPU, with equal settings.

    pip install scikit-learn torch
    python tests/benchmarks/training.py [--rounds 5] [--threads 1] [--mnist FOLDER]

Plain gradient descent without momentum, the same sizes, batches and rates, one thread unless asked otherwise. The
contestants take turns, so that a busy machine slows all of them; what counts is the ratio of the medians.
"""

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def with_threads(count: int) -> None:
    """Start this program anew with so many threads, as NumPy looks only when it is loaded."""
    if os.environ.get(THREADS[0]) != str(count):
        os.environ.update(dict.fromkeys(THREADS, str(count)))
        os.execv(sys.executable, [sys.executable, *sys.argv])


def ours_xor(epochs: int) -> float:
    import numpy as np

    import datasets
    from solutions.step2_network import init_params
    from solutions.step6_training import train

    X, y = datasets.xor()
    params = init_params([2, 4, 4, 1], np.random.default_rng(0))
    started = time.perf_counter()
    train(params, X, y, ["tanh", "tanh", "sigmoid"], 1.0, epochs)
    return epochs / (time.perf_counter() - started)


def ours(X, y, sizes: list[int], batch: int, epochs: int) -> float:
    import numpy as np

    from solutions.step2_network import init_params
    from solutions.step9_sgd import fit

    rng = np.random.default_rng(0)
    params = [(W.astype(X.dtype), b.astype(X.dtype)) for W, b in init_params(sizes, rng)]
    started = time.perf_counter()
    fit(params, X, y, X[:10], y[:10], ["relu", "identity"], 0.1, batch, epochs, rng)
    return epochs * len(X) / (time.perf_counter() - started)


def sklearn(X, y, sizes: list[int], batch: int, epochs: int, activation: str = "relu", rate: float = 0.1) -> float:
    from sklearn.neural_network import MLPClassifier

    network = MLPClassifier(
        tuple(sizes[1:-1]),
        activation=activation,
        solver="sgd",
        alpha=0,
        batch_size=batch,
        learning_rate_init=rate,
        max_iter=epochs,
        momentum=0,
        tol=0,
        n_iter_no_change=epochs + 1,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is stopped before it has converged, as it should be
        started = time.perf_counter()
        network.fit(X, y)
        return epochs * len(X) / (time.perf_counter() - started)


def torch_xor(epochs: int) -> float:
    import torch
    from torch import nn

    import datasets

    X, y = map(torch.tensor, datasets.xor())
    parts = (nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())
    network = nn.Sequential(*parts).double()
    steps = torch.optim.SGD(network.parameters(), lr=1.0)
    loss = nn.MSELoss()
    started = time.perf_counter()
    for _ in range(epochs):
        steps.zero_grad()
        loss(network(X), y.double()).backward()
        steps.step()
    return epochs / (time.perf_counter() - started)


def pytorch(X, y, sizes: list[int], batch: int, epochs: int) -> float:
    import torch
    from torch import nn

    inputs, labels = torch.from_numpy(X), torch.from_numpy(y)
    network = nn.Sequential(nn.Linear(*sizes[:2]), nn.ReLU(), nn.Linear(*sizes[1:])).to(inputs.dtype)
    steps = torch.optim.SGD(network.parameters(), lr=0.1)
    loss = nn.CrossEntropyLoss()
    started = time.perf_counter()
    for _ in range(epochs):
        order = torch.randperm(len(inputs))
        for start in range(0, len(inputs), batch):
            chosen = order[start : start + batch]
            steps.zero_grad()
            loss(network(inputs[chosen]), labels[chosen]).backward()
            steps.step()
    return epochs * len(X) / (time.perf_counter() - started)


def contest(title: str, unit: str, contestants: dict[str, Callable[[], float]], rounds: int) -> None:
    """Let them take turns, and print the medians and their ratios to the reference, which comes first."""
    speeds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            speeds[name].append(run())
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    first = next(iter(medians.values()))
    print(f"\n{title}")
    for name, speed in medians.items():
        print(f"  {name:<24} {speed:12,.0f} {unit}/s   {first / speed:5.2f} times as slow as the first")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--mnist", metavar="FOLDER")
    options = parser.parse_args()
    with_threads(options.threads)

    import numpy as np
    import torch

    import datasets

    torch.set_num_threads(options.threads)
    print(f"{options.threads} thread(s), {options.rounds} rounds, NumPy {np.__version__}, PyTorch {torch.__version__}")
    X, y = datasets.xor()
    contest(
        "XOR, 2-4-4-1, full batch",
        "epochs",
        {
            "reference": lambda: ours_xor(3000),
            "scikit-learn": lambda: sklearn(X, y.ravel().astype(int), [2, 4, 4, 1], 4, 1500, "tanh", 1.0) / 4,
            "PyTorch": lambda: torch_xor(1500),
        },
        options.rounds,
    )
    digits, labels = datasets.digits()
    small = [64, 32, 10]
    contest(
        "digits, 64-32-10, batches of 32",
        "samples",
        {
            "reference": lambda: ours(digits, labels, small, 32, 20),
            "scikit-learn": lambda: sklearn(digits, labels, small, 32, 20),
            "PyTorch": lambda: pytorch(digits, labels, small, 32, 10),
        },
        options.rounds,
    )
    if options.mnist:
        pictures, answers, _, _ = datasets.mnist(options.mnist)
        doubles, large = pictures.astype(float), [784, 128, 10]
        contest(
            "MNIST, 784-128-10, batches of 64",
            "samples",
            {
                "reference, float32": lambda: ours(pictures, answers, large, 64, 1),
                "PyTorch, float32": lambda: pytorch(pictures, answers, large, 64, 1),
                "scikit-learn, float32": lambda: sklearn(pictures, answers, large, 64, 1),
                "reference, float64": lambda: ours(doubles, answers, large, 64, 1),
                "PyTorch, float64": lambda: pytorch(doubles, answers, large, 64, 1),
                "scikit-learn, float64": lambda: sklearn(doubles, answers, large, 64, 1),
            },
            options.rounds,
        )


if __name__ == "__main__":
    main()
