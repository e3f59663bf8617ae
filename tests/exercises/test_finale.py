"""The end of step 9: the network reads digits, and shows how."""

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
        init_params([64, 32, 10], rng), X_train, y_train, X_val, y_val, activations, 0.02, 32, epochs, rng, 0.9
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
    assert run.stdout.count("validation loss") == 30
    assert "Your network reads. Every line of it is yours." in run.stdout
    assert (kit / "exercises" / "figures" / "step9_digits.png").stat().st_size > 20_000


def test_the_finale_takes_the_files_of_mnist(kit, tmp_path):
    run = python(
        kit, "-m", "exercises.step9_sgd", "--mnist", str(write(tmp_path / "mnist", contents())), "--epochs", "2"
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("validation loss") == 2 and "of 3 digits that it had never seen" in run.stdout


def test_a_folder_that_is_not_there_is_said_in_one_line(kit, tmp_path):
    run = python(kit, "-m", "exercises.step9_sgd", "--mnist", str(tmp_path / "nowhere"))
    assert run.returncode == 1 and run.stderr.startswith("step9_sgd: ") and run.stderr.count("\n") == 1


def test_unwritten_work_is_said_in_one_line(tmp_path):
    sources = reference.sources() | {"step8_data": stubs()["step8_data"]}
    run = python(copy_of_kit(tmp_path / "kit", sources), "-m", "exercises.step9_sgd")
    assert run.returncode == 1 and run.stderr.startswith("still to do: write train_validation_split")
