"""The reference, the stubs made from it, and the program that step 6 ends with."""

import doctest
import importlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.curriculum.files import copy_aside
from grader.curriculum.stubs import BEGIN, END, make_stub, write_stubs
from solutions.step2_network import forward, init_params
from solutions.step3_loss import mse, mse_gradient
from solutions.step4_gradient_check import numerical_gradient, relative_error
from solutions.step5_backprop import backward

ROOT = Path(__file__).resolve().parent.parent.parent
SOLUTIONS = sorted((ROOT / "solutions").glob("step*.py"))
every_step = pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)


def solution_lines(source: str) -> set[str]:
    """What stands between the markers, stripped; lines too short to give anything away are left out."""
    lines: set[str] = set()
    inside = False
    for line in source.splitlines():
        if BEGIN in line or END in line:
            inside = BEGIN in line
        elif inside and len(line.strip()) > 12:
            lines.add(line.strip())
    return lines


@pytest.fixture
def folder(tmp_path):
    """An empty `exercises` package in a folder of its own."""
    exercises = tmp_path / "exercises"
    exercises.mkdir()
    (exercises / "__init__.py").write_bytes((ROOT / "exercises" / "__init__.py").read_bytes())
    return exercises


def run_step6(folder):
    """`python -m exercises.step6_training`, as a learner would type it above the folder."""
    command = [sys.executable, "-m", "exercises.step6_training"]
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "DISPLAY"}}
    return subprocess.run(command, cwd=folder.parent, env=environment, capture_output=True, text=True, timeout=120)


@every_step
def test_stub_is_up_to_date(solution):
    stub = (ROOT / "exercises" / solution.name).read_text(encoding="utf-8")
    assert stub == make_stub(solution.read_text(encoding="utf-8"), solution.stem), "run: python -m grader stubs"


@every_step
def test_stub_holds_no_line_of_the_solution(solution):
    source = solution.read_text(encoding="utf-8")
    answers = solution_lines(source)
    stub = [line.strip() for line in make_stub(source, solution.stem).splitlines()]
    assert answers
    assert not [line for line in stub if any(answer in line for answer in answers)]


@every_step
def test_every_function_of_a_stub_has_a_doctest(solution):
    finder = doctest.DocTestFinder(exclude_empty=False)
    module = importlib.import_module(f"solutions.{solution.stem}")
    source = solution.read_text(encoding="utf-8")
    stub = make_stub(source, solution.stem)
    written = [test for test in finder.find(module) if f'"write {test.name.split(".")[-1]} in' in stub]
    assert len(written) == source.count(BEGIN)
    assert all(test.examples for test in written)


@every_step
def test_doctests_of_the_reference_pass(solution):
    assert doctest.testmod(importlib.import_module(f"solutions.{solution.stem}")).failed == 0


def test_doctest_of_make_stub_passes():
    assert doctest.testmod(importlib.import_module("grader.curriculum.stubs")).failed == 0


def test_a_stub_names_function_and_file_and_imports_from_exercises():
    source = """\
import numpy as np
from solutions.step1_activations import ACTIVATIONS


def first(x):
    \"\"\"From solutions.step1_activations.

    >>> from solutions.step1_activations import relu
    \"\"\"
    ### BEGIN SOLUTION
    import solutions.step1_activations
    return np.abs(x)
    ### END SOLUTION


def second(x):
    y = x
    ### BEGIN SOLUTION
    return y
    ### END SOLUTION
"""
    assert (
        make_stub(source, "step7_demo")
        == """\
import numpy as np
from exercises.step1_activations import ACTIVATIONS


def first(x):
    \"\"\"From solutions.step1_activations.

    >>> from exercises.step1_activations import relu
    \"\"\"
    raise NotImplementedError("write first in exercises/step7_demo.py")


def second(x):
    y = x
    raise NotImplementedError("write second in exercises/step7_demo.py")
"""
    )


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("def f():\n    ### BEGIN SOLUTION\n    return 1\n", "line 2: BEGIN SOLUTION without END"),
        ("def f():\n    return 1\n    ### END SOLUTION\n", "line 3: END SOLUTION without BEGIN"),
        (
            "def f():\n    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    ### END SOLUTION\n",
            "line 3: BEGIN SOLUTION ag",
        ),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", "line 1: BEGIN SOLUTION outside a function"),
        ("def f():\n    pass\nx = 1\n### BEGIN SOLUTION\n### END SOLUTION\n", "line 4: BEGIN SOLUTION outside"),
    ],
)
def test_unbalanced_markers_are_refused(source, complaint):
    with pytest.raises(ValueError, match=f"step1_demo.py, {complaint}"):
        make_stub(source, "step1_demo")


def test_stubs_are_written_once(folder):
    assert [path.name for path in write_stubs(folder)] == [path.name for path in SOLUTIONS]
    assert write_stubs(folder) == {}
    assert not list(folder.glob("*.bak*"))


def test_work_of_a_learner_is_copied_aside(folder):
    write_stubs(folder)
    mine = folder / "step1_activations.py"
    for work in (b"first\r\n", b"\xff second, and no UTF-8"):
        mine.write_bytes(work)
        assert list(write_stubs(folder)) == [mine]
    assert (folder / "step1_activations.py.bak").read_bytes() == b"first\r\n"
    assert (folder / "step1_activations.py.bak2").read_bytes() == b"\xff second, and no UTF-8"
    assert copy_aside(mine).name == "step1_activations.py.bak3"


def test_stubs_with_windows_line_ends_are_left_alone(folder):
    write_stubs(folder)
    mine = folder / "step1_activations.py"
    mine.write_bytes(mine.read_bytes().replace(b"\n", b"\r\n"))
    assert write_stubs(folder) == {}


def test_step6_program_learns_xor_and_draws_it(folder):
    for solution in SOLUTIONS:
        source = solution.read_text(encoding="utf-8").replace("solutions.", "exercises.")
        (folder / solution.name).write_text(source, encoding="utf-8")
    run = run_step6(folder)
    figure = folder / "figures" / "step6_xor.png"
    assert (run.returncode, run.stderr) == (0, "")
    lines = run.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:5]] == [["epoch", str(epoch)] for epoch in range(0, 500, 100)]
    rows = [line.split("|") for line in lines if line.count("|") == 3][1:]
    assert [(int(row[1]), int(row[3])) for row in rows] == [(0, 0), (1, 1), (1, 1), (0, 0)]
    assert "has learned XOR" in run.stdout
    assert lines[-1] == f"figure: {figure}"
    assert figure.read_bytes().startswith(b"\x89PNG")
    assert run.stdout.isascii()


def test_step6_program_of_the_stubs_says_in_one_line_what_is_to_do(folder):
    write_stubs(folder)
    run = run_step6(folder)
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == "still to do: write init_params in exercises/step2_network.py\n"


def test_importing_exercises_puts_the_kit_first_on_the_path(folder):
    elsewhere = f"sys.path[:] = [path for path in sys.path if path != {str(ROOT)!r}]"  # this kit, where it is installed
    program = f"import sys; {elsewhere}; sys.path.append({str(folder.parent)!r}); import exercises; print(sys.path[0])"
    run = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=60)
    assert run.stdout.strip() == str(folder.parent.resolve())


@pytest.mark.parametrize(
    ("sizes", "activations"),
    [([3, 2], ["identity"]), ([3, 5, 4, 2], ["relu", "tanh", "sigmoid"]), ([2, 3, 4, 5, 1], ["tanh"] * 4)],
)
def test_backward_agrees_with_central_differences(sizes, activations):
    """nonzero biases, six samples, no pre-activation near the corner of relu"""
    rng = np.random.default_rng(1)
    params = [(W, rng.normal(0.0, 0.5, b.shape)) for W, b in init_params(sizes, rng)]
    X, y = rng.normal(size=(6, sizes[0])), rng.normal(size=(6, sizes[-1]))
    y_hat, cache = forward(params, X, activations)
    assert min(np.abs(z).min() for _, z in cache) > 1e-3
    grads = backward(params, cache, activations, mse_gradient(y_hat, y))

    def loss_with(layer, part, array):
        pair = (array, params[layer][1]) if part == 0 else (params[layer][0], array)
        return mse(forward([*params[:layer], pair, *params[layer + 1 :]], X, activations)[0], y)

    for layer, (pair, gradients) in enumerate(zip(params, grads, strict=True)):
        for part in (0, 1):
            numerical = numerical_gradient(lambda array, at=(layer, part): loss_with(*at, array), pair[part])
            assert gradients[part].shape == pair[part].shape
            assert relative_error(gradients[part], numerical) < 1e-6


@pytest.mark.parametrize("dtype", [float, int])
@pytest.mark.parametrize("name", ["identity", "sigmoid", "relu", "tanh"])
@pytest.mark.filterwarnings("error")
def test_activations_are_finite_and_their_slopes_right(name, dtype):
    function, derivative = importlib.import_module("solutions.step1_activations").ACTIVATIONS[name]
    z = np.array([[-10_000, -800, -3, -1], [1, 2, 800, 10_000]], dtype=dtype)
    h = 1e-5
    assert np.isfinite(function(z)).all()
    assert function(z).shape == derivative(z).shape == z.shape
    np.testing.assert_allclose(derivative(z), (function(z + h) - function(z - h)) / (2 * h), rtol=1e-6, atol=1e-9)


def test_numerical_gradient_leaves_its_argument_alone():
    x = np.array([[1, 2], [3, 4]])
    kept = []

    def cubes(at):
        kept.append(at[:])
        return np.sum(at**3)

    np.testing.assert_allclose(numerical_gradient(cubes, x), 3 * x**2)
    assert x.tolist() == [[1, 2], [3, 4]]

    def raises(at):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        numerical_gradient(raises, x)
    assert x.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("function", [mse, mse_gradient])
def test_losses_refuse_a_row_against_a_column(function):
    with pytest.raises(ValueError, match=r"\(4, 1\).*\(4,\)"):
        function(np.zeros((4, 1)), np.zeros(4))
