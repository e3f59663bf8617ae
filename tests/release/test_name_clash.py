"""The kit works where the well-known package that is also called `datasets` is installed."""

import pytest

from tests.kits import ROOT, finished_kit, python, run_pytest


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    return finished_kit(tmp_path_factory.mktemp("clash") / "kit")


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """A folder as `site-packages` would be, with a `datasets` that is not the kit's."""
    package = tmp_path_factory.mktemp("site-packages") / "datasets"
    package.mkdir()
    (package / "__init__.py").write_text("FOREIGN = True\n\n\ndef load_dataset(name):\n    return name\n")
    return str(package.parent)


def test_the_foreign_package_is_found_where_the_kit_is_not(tmp_path, foreign):
    """Else the other tests here would show nothing."""
    run = python(tmp_path, "-c", "import datasets; print(datasets.FOREIGN)", PYTHONPATH=foreign)
    assert run.stdout.strip() == "True", run.stderr


def test_the_kit_works_from_its_root(kit, foreign):
    run = python(kit, "-c", "import datasets; print(datasets.xor()[0].shape)", PYTHONPATH=foreign)
    assert run.stdout.strip() == "(4, 2)", run.stderr
    run = python(kit, "-m", "exercises.step6_training", PYTHONPATH=foreign)
    assert run.returncode == 0, run.stderr
    assert "has learned XOR" in run.stdout


def test_the_kit_works_under_pytest(kit, foreign):
    own = kit / "exercises" / "test_own.py"
    own.write_text("import datasets\n\n\ndef test_own():\n    assert datasets.xor()[1].shape == (4, 1)\n")
    try:
        run = run_pytest(kit, "exercises/test_own.py", "exercises/test_step3_loss.py", PYTHONPATH=foreign)
        below = run_pytest(kit / "exercises", "test_own.py", PYTHONPATH=foreign)
    finally:
        own.unlink()
    assert run.returncode == 0, run.stdout
    assert "11 passed" in run.stdout
    assert below.returncode == 0, below.stdout


def test_the_grader_works(kit, foreign):
    run = python(kit, "-m", "grader", "check", "3", PYTHONPATH=foreign)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("below", ["exercises", "exercises/notebooks"])
def test_the_kit_works_in_a_notebook_below_its_root(kit, foreign, below):
    """As after `pip install -e`, which puts the kit at the end of the path: first exercises, then datasets."""
    (kit / below).mkdir(exist_ok=True)
    program = f"""
import sys
sys.path[:] = [path for path in sys.path if path != {str(ROOT)!r}]  # where this kit itself is installed
sys.path.append({str(kit)!r})
import exercises
from exercises.step3_loss import mse
import datasets
print(datasets.__file__, datasets.xor()[0].shape)
"""
    run = python(kit / below, "-c", program, PYTHONPATH=foreign)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split(" ", 1) == [str(kit / "datasets" / "__init__.py"), "(4, 2)\n"]
