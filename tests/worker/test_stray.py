"""Lines at the top of a module that cannot run: passed over, said, and no reason to lose the rest."""

import numpy as np
import pytest

from grader import curriculum
from grader.checks.answer import LearnerFailed
from grader.examination import grading, loading, sandbox
from grader.examination.worker_client import Worker
from grader.steps import reference
from tests.made_submissions import with_modules

LOSS = reference.source("step3_loss")
BEST = sandbox.isolation().level
LEVELS = [BEST] + [pytest.param(sandbox.PROCESS, marks=pytest.mark.slow)] * (BEST != sandbox.PROCESS)
SECONDS = 4.0  # for a module that does not end

BEHIND = {  # lines behind the functions, and what is said of them
    "a file of numbers": ("data = np.loadtxt('data.csv')\nX = data[:, 0]", "(data = np.loadtxt('data.csv'): "),
    "a table": ("import pandas as pd\ndf = pd.read_csv('x.csv')\nprint(df)", "read_csv"),
    "made data": ("from sklearn.datasets import make_moons\nX, y = make_moons(100)", "make_moons"),
    "a test of one's own": ("assert mse(np.zeros(3), np.ones(3)) == 7", "AssertionError"),
    "the end": ("import sys\nsys.exit()", "SystemExit"),
    "a slip": ("prnt(mse(np.zeros(3), np.ones(3)))", "NameError"),
    "another's function": ("print(train(1, 2, 3))", "NameError"),
    "a question": ("name = input('who? ')", "EOFError"),
    "an endless loop": ("while True:\n    pass", "it does not come to an end while it is read"),
    "an endless call": (
        "def spin():\n    while True: pass\nspin()\nx = spin()",
        "(spin()), 98 (x = spin()) were passed",
    ),
    "a question again and again": ("while True:\n    try: input()\n    except EOFError: pass", "(while True:)"),
    "the end of the program": ("import os\nos._exit(3)", "it ends the program while it is read"),
    "a long loop": ("for i in range(10**12):\n    i", "(for i in range(10**12):)"),
}
HARMLESS = {
    "plots": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "prints": "print(mse(np.zeros(3), np.ones(3)))",
    "a seed": "np.random.seed(0)",
    "only as a program": "if __name__ == '__main__':\n    while True: pass",
    "future": "x: 'nothing' = 1",
}


@pytest.fixture(scope="module", params=LEVELS)
def graded(request):
    """The reports on step 3 with these lines, all from one run."""
    sources = {name: f"{LOSS}\n{lines}\n" for name, (lines, _) in BEHIND.items()}
    sources |= {name: f"{LOSS}\n{lines}\n" for name, lines in HARMLESS.items()}
    reports = []
    work = [with_modules({"step3_loss": text}, name) for name, text in sources.items()]
    step = [curriculum.find_step("loss")]
    grading.grade_all(work, reports.append, 1, step, SECONDS, network=False, isolation=request.param)
    return {report.student: report for report in reports}


@pytest.mark.parametrize("name", BEHIND)
def test_a_stray_line_costs_nothing_and_is_said(graded, name):
    report = graded[name]
    assert report.score == 10, [result.message for result in report.functions]
    (said,) = report.remarks
    assert said.startswith("step3_loss.py: ") and "passed over" in said
    if "ModuleNotFoundError" not in said:  # unsealed, a package is there or not
        assert BEHIND[name][1] in said


@pytest.mark.parametrize("name", HARMLESS)
def test_what_runs_is_not_spoken_of(graded, name):
    assert graded[name].score == 10
    if name != "plots" or not graded[name].remarks:  # unsealed, matplotlib draws, or is not there
        assert graded[name].remarks == ()


def loaded(source, careful=False, others=()):
    """A worker with this as step 3, what it passed over, and why."""
    code = [{"name": name, "source": None, "code": reference.code(name), "filename": f"<{name}>"} for name in others]
    data = np.frombuffer(source.encode(), dtype=np.uint8)
    modules = [*code, {"name": "step3_loss", "source": data, "code": None, "filename": "step3_loss.py"}]
    return loading.load_with_care(Worker, modules, ["step3_loss"], 30.0, careful)


def value_of(worker, name, *arguments):
    request = {"do": "call", "module": "step3_loss", "function": name, "arguments": arguments}
    return worker.request(request, 30.0)


def test_what_a_failed_line_would_define_fails_where_it_is_used():
    worker, lines, why = loaded(
        "from helpers import half\ndef mse(a, b):\n    return half(a)\ndef other():\n    return 1\n"
    )
    with worker:
        assert [(one.line, one.error.type) for one in lines] == [(1, "ModuleNotFoundError")] and why is None
        assert value_of(worker, "other")["answer"]["value"] == 1
        error = value_of(worker, "mse", 1.0, 2.0)["error"]
        assert (error["type"], error["line"], error["file"]) == ("ModuleNotFoundError", 1, "step3_loss.py")


def test_what_was_defined_before_stays():
    worker, _, _ = loaded("def mse(a, b):\n    return 5\nmse = wrapped(mse)\n")
    with worker:
        assert value_of(worker, "mse", 1, 2)["answer"]["value"] == 5


def test_modules_are_found_by_the_names_that_people_use():
    text = "from step1_activations import relu\nimport Step1_Activations as s\n"
    text += "from exercises.Step1_activations import tanh\n"
    worker, lines, _ = loaded(f"{text}def mse(a, b):\n    return s.relu is relu\n", others=["step1_activations"])
    with worker:
        assert lines == [] and value_of(worker, "mse", 1, 2)["answer"]["value"] is True


def test_statements_mean_what_they_mean_in_a_module():
    text = '"""Says."""\nfrom __future__ import annotations\nK = 2\ndef mse(a: Unknown, b):\n    global K\n    K += 1\n'
    worker, lines, _ = loaded(f"{text}    return __doc__, K\n")
    with worker:
        assert lines == [] and list(value_of(worker, "mse", 1, 2)["answer"]["value"]) == ["Says.", 3]


def test_with_care_only_what_ends_is_run():
    text = "import numpy as np\nA = np.zeros(3)\nB = slow()\nfor k in (1, 2):\n    C = k\n"
    text += "with open('x') as f:\n    D = 1\nimport math\ndef mse(a, b):\n    return [len(A), C, math.floor(1.5)]\n"
    worker, lines, _ = loaded(f"{text}def other():\n    return B + 1\n", careful=True)
    with worker:
        assert [(one.line, one.error) for one in lines] == [(3, None), (6, None)]
        assert value_of(worker, "mse", 1, 2)["answer"]["value"] == [3, 2, 1]
        error = value_of(worker, "other")["error"]
        assert error["type"] == "NotRun" and "line 3 was passed over" in error["message"]


def test_a_function_that_is_missing_has_the_blame_of_the_line():
    (report,) = graded_alone("x = 1\ny = x / 0\n")
    assert {result.outcome for result in report.functions} == {"crashed"}
    assert "ZeroDivisionError" in report.functions[0].message
    (report,) = graded_alone("while True: pass\n")
    assert {result.outcome for result in report.functions} == {"timed out"}


def graded_alone(source):
    reports = []
    step = [curriculum.find_step("loss")]
    grading.grade_all([with_modules({"step3_loss": source})], reports.append, 1, step, SECONDS, network=False)
    return reports


class Lies:
    """A worker that says what it likes."""

    def __init__(self, told):
        self.told = told

    def request(self, message, seconds):
        return {"value": None, "passed_over": self.told}


GOOD = {"file": "step3_loss.py", "line": 3, "text": "x = 1", "error": None}
LIES = [
    None, 5, "x" * 100, {}, [None], [5], [[]], [{}], [GOOD | {"file": "/etc/passwd"}], [GOOD | {"line": "3"}],
    [GOOD | {"line": True}], [GOOD | {"line": -1}], [GOOD | {"line": 10**30}], [GOOD | {"text": 5}],
    [GOOD | {"error": 5}], [GOOD | {"error": {}}], [GOOD | {"file": ["x"]}], [GOOD | {"error": {"type": 5}}],
    [np.zeros(3)], [np.float64(1)], [GOOD | {"error": np.zeros(3)}], [GOOD | {"file": np.zeros(3)}],
]  # fmt: skip


@pytest.mark.parametrize("told", LIES)
def test_a_worker_that_lies_of_its_lines_is_not_believed(told):
    assert loading.load(Lies(told), [{"filename": "step3_loss.py"}], ["step3_loss"], 1.0, False) == []


def test_what_a_worker_tells_is_short():
    told = [GOOD | {"text": "x" * 10_000}] * 10_000
    found = loading.load(Lies(told), [{"filename": "step3_loss.py"}], ["step3_loss"], 1.0, False)
    assert len(found) == loading.MAX_LINES
    assert len(loading.remark(found, None)) < 400
    assert loading.remark(found, LearnerFailed("timed out", "x")).endswith("were passed over while grading")
