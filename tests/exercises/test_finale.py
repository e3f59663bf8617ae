"""The end of step 9: the network reads digits, and shows how."""

import re
import subprocess
import sys

import numpy as np
import pytest

from datasets import digits
from grader.steps import reference
from solutions.step2_network import forward, init_params
from solutions.step7_classification import accuracy
from solutions.step8_data import standardize, train_validation_split
from solutions.step9_sgd import fit
from tests.idx_files import contents, write
from tests.kits import copy_of_kit, finished_kit, python
from tests.made_submissions import stubs


def accuracy_on_digits(seed, epochs=30):
    """As `python -m exercises.step9_sgd` trains, from another start."""
    rng = np.random.default_rng(seed)
    seen, y_train, unseen, y_val = train_validation_split(*digits(), 0.2, rng)
    X_train, X_val = standardize(seen, unseen)
    activations = ["relu", "identity"]
    params, _ = fit(
        init_params([64, 32, 10], rng), X_train, y_train, X_val, y_val, activations, 0.02, 32, epochs, rng, 0.9, 5
    )
    return accuracy(forward(params, X_val, activations)[0], y_val)


@pytest.mark.parametrize("seed", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_95_percent_from_every_start(seed):
    """One start, or with --slow twenty."""
    found = [accuracy_on_digits(start) for start in range(seed)]
    assert min(found) >= 0.95, found


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    return finished_kit(tmp_path_factory.mktemp("kit") / "kit")


def test_the_finale_reads_digits_and_draws(kit):
    run = python(kit, "-m", "exercises.step9_sgd")
    assert run.returncode == 0, run.stderr
    epochs = re.findall(r"^epoch +(\d+)   validation loss (\d\.\d{3})", run.stdout, re.MULTILINE)
    losses = [float(loss) for _, loss in epochs]
    assert 10 < len(epochs) <= 30
    best = int(re.search(r"The best validation loss came after epoch (\d+)\. Its weights are kept", run.stdout)[1])
    assert losses[best - 1] == min(losses)
    assert len(epochs) in (30, best + 5), "it stops by the learner's own patience"
    assert "\r" not in run.stdout, "a clock is for a terminal"
    assert "Your network reads. Every line of it is yours." in run.stdout
    assert (kit / "exercises" / "figures" / "step9_digits.png").stat().st_size > 20_000


def test_the_finale_takes_the_files_of_mnist(kit, tmp_path):
    run = python(
        kit, "-m", "exercises.step9_sgd", "--mnist", str(write(tmp_path / "mnist", contents())), "--epochs", "2"
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("   validation loss ") == 2 and "of 3 digits that it had never seen" in run.stdout


ONE_CALL = """
calls = []


def fit(params, X_train, y_train, X_val, y_val, activations, learning_rate, batch_size, epochs, rng, momentum=0.0,
        patience=None):
    calls.append((len(X_train), epochs, momentum, patience))
    n = min(epochs, 3)
    return params, {name: [0.5] * n for name in ("train_loss", "validation_loss", "validation_accuracy")}


"""


def test_fit_is_called_once_with_all_epochs_after_a_small_trial(tmp_path):
    source = reference.source("step9_sgd").replace("# %%\n@contextmanager", f"{ONE_CALL}# %%\n@contextmanager")
    assert ONE_CALL in source
    kit = finished_kit(tmp_path / "kit", step9_sgd=source)
    said = "from exercises import step9_sgd; step9_sgd.main(); print(step9_sgd.calls)"
    run = python(kit, "-c", said)
    assert run.stdout.splitlines()[-1] == "[(71, 1, 0.0, None), (1438, 30, 0.9, 5)]", run.stdout + run.stderr
    assert "95 % are within reach" in run.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_a_clock_counts_while_fit_works(kit):
    import os
    import pty

    ours, theirs = pty.openpty()
    run = subprocess.Popen([sys.executable, "-m", "exercises.step9_sgd"], cwd=kit, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        said += part
    assert run.wait() == 0
    assert re.search(rb"\rlearning \.\.\. \d+ s", said)


def test_a_folder_that_is_not_there_is_said_in_one_line(kit, tmp_path):
    run = python(kit, "-m", "exercises.step9_sgd", "--mnist", str(tmp_path / "nowhere"))
    assert run.returncode == 1 and run.stderr.startswith("step9_sgd: ") and run.stderr.count("\n") == 1


def test_unwritten_work_is_said_in_one_line(tmp_path):
    sources = reference.sources() | {"step8_data": stubs()["step8_data"]}
    run = python(copy_of_kit(tmp_path / "kit", sources), "-m", "exercises.step9_sgd")
    assert run.returncode == 1 and run.stderr.startswith("still to do: write train_validation_split")
