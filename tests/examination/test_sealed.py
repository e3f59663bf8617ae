"""Sealed workers answer as plain ones do, and nothing gets out of them: each attempt is made, and fails."""

import os
import platform
import signal

import numpy as np
import pytest

from grader.checks import failures
from grader.checks.answer import Error
from grader.examination import sandbox
from grader.examination.worker_client import Worker, WorkerFailed
from grader.worker import wire
from tests.sealed_attacks import DIES, FAILS, REFUSED
from tests.sealing import ISOLATION, KIT, call, children_of, load, run


@pytest.fixture(scope="module")
def warm():
    with sandbox.Warm(ISOLATION.level) as server:
        yield server


@pytest.fixture(params=["sealed", "plain"])
def worker(request, warm):
    with warm.worker() if request.param == "sealed" else Worker() as started:
        yield started


# what a plain worker does


def test_values_printed_text_and_changed_arguments_come_back(worker):
    load(
        worker, "def f(x):\n    print('hello')\n    x += 1\n    return {'twice': 2 * x, 'all': [1.5, None, (True,)]}\n"
    )
    answer = call(worker, "f", np.arange(3.0))["answer"]
    assert answer["value"]["twice"].tolist() == [2, 4, 6]
    assert answer["value"]["all"] == [1.5, None, (True,)]
    assert (answer["printed"], answer["changed"]) == ("hello\n", [[0]])


def test_functions_are_called_back_and_generators_go_on(worker):
    load(worker, "def f(g, x):\n    return g(x) + g(x + 1)\ndef draw(rng, n):\n    return rng.normal(size=n)\n")
    assert call(worker, "f", lambda x: x * x, 3.0)["answer"]["value"] == 25
    rng, same = np.random.default_rng(7), np.random.default_rng(7)
    drawn = [call(worker, "draw", rng, n)["answer"]["value"] for n in (3, 2)]
    assert np.concatenate(drawn).tolist() == same.normal(size=5).tolist()


def test_an_exception_tells_type_message_and_place(worker):
    load(worker, "def f(x):\n    y = x[1:]\n    return x + y\n")
    error = Error.from_message(call(worker, "f", np.ones(3))["error"])
    assert (error.type, error.file, error.line, error.function) == ("ValueError", "step1.py", 3, "f")
    assert (error.text, error.shapes) == ("return x + y", {"x": (3,), "y": (2,)})


def test_a_module_that_cannot_be_read_says_where(worker):
    error = Error.from_message(load(worker, "import math\nmath.sqrt(-1\n")["error"])
    assert (error.type, error.line) == ("SyntaxError", 2)


def test_a_line_that_cannot_be_run_says_where(worker):
    (told,) = load(worker, "import math\nmath.sqrt(-1)\n")["passed_over"]
    error = Error.from_message(told["error"])
    assert (error.type, error.line, error.text) == ("ValueError", 2, "math.sqrt(-1)")


def test_a_loop_without_an_end_is_killed_at_the_deadline(worker):
    load(worker, "def f():\n    while True: pass\n")
    with pytest.raises(WorkerFailed) as failed:
        call(worker, "f", seconds=0.5)
    assert (failed.value.kind, worker.alive, worker.process.returncode) == ("timed out", False, -signal.SIGKILL)


def test_an_end_from_inside_is_a_death_with_its_exit_code(worker):
    load(worker, "import os\ndef f():\n    os._exit(3)\n")
    with pytest.raises(WorkerFailed, match="exit code 3") as failed:
        call(worker, "f")
    assert (failed.value.kind, worker.alive) == ("died", False)
    worker.close()


def test_answers_of_four_megabytes_come_through(worker):
    load(worker, "def f(x):\n    return 2 * x\n")
    large = np.arange(float(wire.ANSWER.entries))
    assert np.array_equal(call(worker, "f", large)["answer"]["value"], 2 * large)


def test_recursion_that_never_ends_is_a_learners_mistake(worker):
    load(worker, "def f(n):\n    return f(n + 1)\n")
    assert call(worker, "f", 0)["error"]["type"] == "RecursionError"
    assert call(worker, "f", 1)["error"]["type"] == "RecursionError"


COMPUTING = {
    "matmul": "np.abs(np.ones((400, 400)) @ np.ones((400, 400)) - 400).max() == 0",
    "linalg": "np.allclose(np.linalg.inv(A) @ A, np.eye(40)) and np.linalg.svd(A)[1].shape == (40,)",
    "more linalg": "np.linalg.eigvals(A).size == np.linalg.lstsq(A, A[0], rcond=None)[0].size",
    "sort": "(np.diff(np.sort(np.random.default_rng(1).random(100_000))) >= 0).all() and sorted([2, 1]) == [1, 2]",
    "fft": "np.allclose(np.fft.ifft(np.fft.fft(A)), A)",
    "einsum": "np.allclose(np.einsum('ij,jk->ik', A, A, optimize=True), A @ A)",
    "old generator": "np.random.RandomState(3).rand(3).shape == np.random.randn(3).shape",
    "urandom": "len(os.urandom(8)) == 8 and secrets.token_bytes(3) is not None",
    "sleep": "time.sleep(0.01) is None",
    "clocks": "time.time() > 0 and time.perf_counter() > 0 and time.process_time() > 0 and time.strftime('%Y') > '2'",
    "text": "'array' in repr(A) and f'{A.mean():.3f}' != '' and np.array2string(A[0], precision=3) != ''",
    "warnings": "np.isnan(np.array([np.nan])).all() and warnings.warn('x') is None",
    "traceback": "len(traceback.format_stack()) > 0",
    "copies": "copy.deepcopy({'a': A})['a'].shape == pickle.loads(pickle.dumps(A)).shape",
    "testing": "np.testing.assert_allclose(A, A) is None",
    "dates": "datetime.datetime.now().year > 2000",
    "paths": "os.path.isabs(os.getcwd()) and not os.path.exists('x') and pathlib.Path('a').name == 'a'",
    "doctest": "doctest.testmod(sys.modules['math']).failed == 0",
}


@pytest.mark.parametrize("about", COMPUTING)
def test_what_honest_work_computes(about, worker):
    names = "copy, datetime, doctest, os, pathlib, pickle, secrets, sys, time, traceback, warnings"
    load(worker, f"import {names}\nimport numpy as np\nA = np.random.default_rng(0).normal(size=(40, 40))\n"
         f"def f():\n    return bool({COMPUTING[about]})\n")  # fmt: skip
    reply = call(worker, "f")
    assert reply.get("answer", reply).get("value") is True, reply


def test_every_sealed_worker_has_random_numbers_of_its_own(warm):
    drawn = set()
    for _ in range(3):
        with warm.worker() as one:
            load(one, "import random\nimport numpy as np\ndef f():\n    return [random.random(), np.random.rand()]\n")
            drawn |= set(call(one, "f")["answer"]["value"])
    assert len(drawn) == 6


# imports that a sealed worker cannot follow


def test_imports_at_the_top_and_drawing_break_nothing(warm):
    source = """
    import numpy as np, pandas as pd, seaborn as sns, scipy.special, sklearn.datasets, tkinter, multiprocessing
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib import cm, pyplot
    from mpl_toolkits.mplot3d import Axes3D
    from tqdm import tqdm, trange
    from IPython.display import display, clear_output
    from scipy.special import expit
    plt.style.use("ggplot")
    plt.rcParams["figure.figsize"] = (3, 3)
    def frame(x: pd.DataFrame) -> sklearn.utils.Bunch: ...
    def f():
        fig, ax = plt.subplots()
        fig, axes = plt.subplots(2, 3, figsize=(4, 4))
        for one in axes.flat: one.plot([1, 2]).set(color=cm.viridis(0.5))
        axes[1, 2].legend(loc=0)
        with plt.xkcd(): plt.plot([1], [2], label="x")
        plt.gca().spines["top"].set_visible(False)
        plt.savefig("x.png"); plt.show(); display(fig)
        bar = tqdm(range(3), desc="x")
        for n in bar: bar.set_postfix(loss=n)
        assert not isinstance(3, pd.DataFrame)
        return [list(bar), list(trange(1, 3)), fig is None]
    """
    with warm.worker() as one:
        assert load(one, source).get("value", "broken") is None
        assert call(one, "f").get("answer", {}).get("value") == [[0, 1, 2], [1, 2], False]


@pytest.mark.parametrize(
    ("top", "use"),
    [
        ("import pandas as pd", "pd.read_csv('x.csv')"),
        ("from scipy.special import expit", "expit(3)"),
        ("import types, sklearn.base", "types.new_class('Net', (sklearn.base.BaseEstimator,))"),
        ("import tkinter", "tkinter.Tk()"),
        ("import matplotlib.pyplot as plt", "[bar for bar in plt.hist([1])]"),
    ],
)
def test_what_is_not_there_says_so_when_it_is_used(top, use, warm):
    with warm.worker() as one:
        load(one, f"{top}\ndef f():\n    return {use}\n")
        error = Error.from_message(call(one, "f")["error"])
    assert "ImportError" in error.bases
    assert "cannot be used while work is graded" in error.message
    assert failures.explained(error) == ""


@pytest.mark.parametrize(
    "line", ["open('x.csv')", "np.save('x', x)", "np.loadtxt('x')", "urllib.request.urlopen('http://x')"]
)
def test_files_and_the_network_are_explained(line, warm):
    with warm.worker() as one:
        load(one, f"import urllib.error, urllib.request\nimport numpy as np\ndef f(x):\n    {line}\n")
        error = Error.from_message(call(one, "f", 1.0)["error"])
    said = failures.explained(error) or error.message
    assert "while work is graded" in said.lower()
    assert said.isascii()


# what must fail


@pytest.mark.parametrize("about", REFUSED)
def test_it_is_refused(about, warm, tmp_path):
    if "raw(" in REFUSED[about] and platform.machine() != "x86_64":
        pytest.skip("the numbers are those of x86-64")
    before = (KIT / "pyproject.toml").stat()
    written = tmp_path / "written"
    tmp_path.chmod(0o777)
    with warm.worker() as one, warm.worker() as other:
        load(other, "x = 1\n", name="step0")
        places = {"kit": KIT, "written": written, "server": warm.server.pid, "other": other.process.pid}
        reply = run(one, REFUSED[about].format(**places))
        assert "PermissionError" in reply.get("error", {}).get("bases", ()), reply
        assert load(other, "def f():\n    return 1\n")["value"] is None
        assert call(other, "f")["answer"]["value"] == 1
        assert set(children_of(warm.server.pid)) == {one.process.pid, other.process.pid}
    assert not os.path.lexists(written)
    assert (KIT / "pyproject.toml").stat() == before


@pytest.mark.parametrize("about", FAILS)
def test_it_fails_and_the_worker_goes_on(about, warm):
    body, kind = FAILS[about]
    with warm.worker() as one:
        reply = run(one, body)
        assert kind in reply.get("error", {}).get("bases", ()), reply
        assert kind in call(one, "attack")["error"]["bases"]


@pytest.mark.parametrize("about", DIES)
def test_it_ends_the_worker_alone(about, warm):
    if ("raw(" in DIES[about] or "machine" in DIES[about]) and platform.machine() != "x86_64":
        pytest.skip("the numbers are those of x86-64")
    with warm.worker() as one, warm.worker() as other:
        with pytest.raises(WorkerFailed) as failed:
            for _ in range(3):
                run(one, DIES[about], seconds=10)
        assert (failed.value.kind, one.alive) == ("died", False)
        assert load(other, "def f():\n    return 1\n")["value"] is None
    assert children_of(warm.server.pid) == []
