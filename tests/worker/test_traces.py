"""A worker goes on to the next step where the steps before have left nothing in it, and nowhere else."""

import builtins
import gc
import os
import sys
import threading
import types
import warnings

import numpy as np
import pytest

from grader.examination import examiner, grading, sandbox
from grader.examination.examiner import Examination
from grader.steps import reference
from grader.submissions.submission import Submission
from grader.worker import traces
from tests.made_submissions import outcomes, with_functions

LEVEL = sandbox.isolation().level


@pytest.fixture(autouse=True)
def no_limits(monkeypatch):
    """This process, in which all tests run, has computed and held a lot."""
    monkeypatch.setattr(traces, "CPU_SECONDS", float("inf"))
    monkeypatch.setattr(traces, "MEMORY", float("inf"))


def test_nothing_is_left_by_work_that_minds_its_own_business():
    before = traces.Traces()
    module = types.ModuleType("exercises.step1_activations")
    exec("import numpy as np\ndef f(x):\n    return np.exp(x)\nprint(f(np.zeros(2)))\nnp.random.seed(0)", vars(module))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        np.log(-module.f(np.zeros(3)))
    assert not before.left()


LEFT = {
    "a function of NumPy": lambda patch: patch.setattr(np, "exp", np.tanh),
    "a name in NumPy": lambda patch: patch.setattr(np, "float", float, raising=False),
    "one name for another in NumPy": lambda patch: (
        patch.delattr(np, "exp"),
        patch.setattr(np, "e2", 1, raising=False),
    ),
    "a function of NumPy's random numbers": lambda patch: patch.setattr(np.random, "default_rng", lambda *_: None),
    "a builtin": lambda patch: patch.setattr(builtins, "sum", max),
    "print": lambda patch: patch.setattr(builtins, "print", lambda *_: None),
    "errors instead of inf": lambda patch: (
        patch.setattr(np, "_kept", np.geterr(), raising=False),
        np.seterr(all="raise"),
    ),
    "how arrays are printed": lambda patch: np.set_printoptions(precision=2),
    "the standard output": lambda patch: patch.setattr(sys, "stdout", sys.stderr),
    "no garbage collection": lambda patch: gc.disable(),
    "little recursion": lambda patch: sys.setrecursionlimit(sys.getrecursionlimit() - 10),
    "a trace": lambda patch: sys.setprofile(lambda *_: None),
    "the surroundings": lambda patch: patch.setenv("OMP_NUM_THREADS", "9"),
    "a path": lambda patch: patch.syspath_prepend("/nowhere"),
    "a finder": lambda patch: patch.setattr(sys, "meta_path", [*sys.meta_path, object()]),
}


@pytest.mark.parametrize("change", LEFT.values(), ids=LEFT)
def test_what_would_change_a_later_step_is_seen(monkeypatch, change):
    floats, printing, limit = np.geterr(), np.get_printoptions(), sys.getrecursionlimit()
    before = traces.Traces()
    try:
        change(monkeypatch)
        assert before.left()
    finally:
        sys.setprofile(None)
        gc.enable()
        np.seterr(**floats)
        np.set_printoptions(**printing)
        sys.setrecursionlimit(limit)
        monkeypatch.undo()


def test_a_filter_of_warnings_and_a_thread_are_seen():
    before = traces.Traces()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert before.left()
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    assert before.left()
    end.set()
    thread.join()
    assert not before.left()


def test_a_process_that_has_computed_or_held_much_does_not_go_on(monkeypatch):
    before = traces.Traces()
    monkeypatch.setattr(traces, "CPU_SECONDS", 0.0)
    assert before.left()
    monkeypatch.setattr(traces, "CPU_SECONDS", float("inf"))
    assert not before.left()
    if os.name == "posix":
        monkeypatch.setattr(traces, "MEMORY", 1 << 20)
        assert before.left()


def graded(sources, monkeypatch):
    """The report on six steps, and how many workers ran the learner's code."""
    taken = []
    take = Examination._take_worker

    def taking(self):
        taken.append(take(self))
        return taken[-1]

    monkeypatch.setattr(Examination, "_take_worker", taking)
    steps = [step for step in grading.curriculum.steps() if not step.bonus]
    report = grading.grade(Submission("somebody", sources), 1, steps, isolation=LEVEL)
    return report, len(taken)


def test_one_worker_serves_for_all_steps_and_for_the_network(monkeypatch):
    report, workers = graded(reference.sources(), monkeypatch)
    assert (report.score, report.network.outcome, workers) == (100, "learns", 1)


SPOILING = {
    "NumPy": "np.add = np.exp = np.matmul = np.mean = None",
    "a builtin": "import builtins\nbuiltins.zip = builtins.range = None",
    "how modules are loaded": "import sys\nsys.modules['serving'].Modules.add = None",
    "the question itself": "import sys\nsys.modules['traces'].Traces.left = None",
}


@pytest.mark.parametrize("line", SPOILING.values(), ids=SPOILING)
def test_what_one_step_spoils_costs_no_other_step(monkeypatch, line):
    """A function of step 3 is wrong, and spoils what it can when it is called."""
    body = "\n".join(f"    {part}" for part in line.split("\n"))
    sources = with_functions({"mse_gradient": f"def mse_gradient(y_hat, y):\n{body}\n    return y_hat"}).sources
    report, workers = graded(sources, monkeypatch)
    assert {name for name, outcome in outcomes(report).items() if outcome != "passed"} == {"mse_gradient"}
    assert workers > 1


@pytest.mark.parametrize("request_", ["load", "call"])
def test_a_worker_that_dies_of_an_earlier_step_costs_no_point(monkeypatch, request_):
    """A function of step 2 is wrong, and leaves what ends the process in the next step, unseen before."""
    trap = f"""
    import os, sys
    frame = sys._getframe()
    while "do" not in frame.f_locals:
        frame = frame.f_back
    do, renew = frame.f_locals["do"], frame.f_locals["do"]["renew"]
    def renewed(request):
        do["{request_}"] = lambda _: os._exit(3)
        return renew(request)
    do["renew"] = renewed"""
    sources = with_functions({"forward": f"def forward(params, X, activations):{trap}\n    return X, []"}).sources
    report, workers = graded(sources, monkeypatch)
    assert {name for name, outcome in outcomes(report).items() if outcome != "passed"} == {"forward"}
    assert not report.problems and workers == 2


def test_a_step_that_is_asked_again_runs_in_a_fresh_worker():
    """Backwards nothing goes on: what a later step could ask for is not known in an earlier one."""
    with sandbox.workers(LEVEL) as new, Examination(Submission("x", reference.sources()), 1, new_worker=new) as work:
        x = np.ones((2, 2))
        work.ask("relu", (x,))
        first = work._worker
        work.ask("mse", (x, x))
        assert work._worker is first
        work.ask("relu", (x,))
        assert work._worker is not first


def test_a_worker_that_is_gone_cannot_be_renewed():
    with sandbox.workers(LEVEL) as new:
        worker = new()
        worker.close()
        assert not examiner.renewed(worker)
