"""Work that never ends, dies, or plays tricks: each gets its outcome, everything else its points, and nothing hangs."""

import subprocess
import time
from types import SimpleNamespace

import pytest

from grader.examination import grading, suites
from grader.examination.sandbox import PROCESS
from grader.steps import reference
from grader.steps.step4_gradient_check import oracle
from grader.submissions.submission import Submission
from tests.made_submissions import (
    COURSE,
    FUNCTIONS,
    failed_checks,
    grade_functions,
    grade_many,
    outcomes,
    points,
    step_of,
    with_functions,
    with_modules,
    worth,
)

SECONDS = 2.5  # for one call
RIGHT_SIGMOID = "    small = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1.0, small) / (1.0 + small)"

# What a function does: (function, outcome, part of the message, source)
FUNCTION_TRICKS = {
    "loops for ever": (
        "sigmoid",
        "timed out",
        "loop that never ends",
        "def sigmoid(z):\n    while True:\n        pass",
    ),
    "loops for ever and catches everything": (
        "relu",
        "timed out",
        "loop that never ends",
        """
        def relu(z):
            while True:
                try:
                    while True:
                        pass
                except BaseException:
                    pass
        """,
    ),
    "leaves a child with the pipe and ends": (
        "mse",
        "timed out",
        "did not finish",
        """
        def mse(y_hat, y):
            import os, time
            if os.fork() == 0:
                time.sleep(60)
            os._exit(0)
        """,
    ),
    "os._exit(0)": (
        "sigmoid_derivative",
        "crashed",
        "exit code 0",
        "def sigmoid_derivative(z):\n    import os\n    os._exit(0)",
    ),
    "segmentation fault": (
        "tanh",
        "crashed",
        "SIGSEGV",
        "def tanh(z):\n    import ctypes\n    return ctypes.string_at(0)",
    ),
    "kills itself": (
        "tanh_derivative",
        "crashed",
        "SIGKILL",
        "def tanh_derivative(z):\n    import os, signal\n    os.kill(os.getpid(), signal.SIGKILL)",
    ),
    "closes every file": (
        "init_params",
        "crashed",
        "ended the whole program",
        "def init_params(layer_sizes, rng):\n    import os\n    os.closerange(0, 256)\n    return []",
    ),
    "forges answers": (
        "forward",
        "crashed",
        "",
        """
        def forward(params, X, activations):
            import json, os, struct
            header = json.dumps({"dict": [["id", "0123456789abcdef"], ["answer", 1]]}).encode()
            for descriptor in range(3, 64):
                try:
                    os.write(descriptor, struct.pack("<IQ", len(header), 0) + header)
                except OSError:
                    pass
            return None
        """,
    ),
    "writes garbage to every file": (
        "mse_gradient",
        "crashed",
        "",
        """
        def mse_gradient(y_hat, y):
            import os
            for descriptor in range(3, 64):
                try:
                    os.write(descriptor, bytes(range(256)) * 4)
                except OSError:
                    pass
            return None
        """,
    ),
    "raises with a broken __str__": (
        "backward",
        "crashed",
        "its message cannot be printed",
        """
        def backward(params, cache, activations, d_output):
            class Broken(Exception):
                def __str__(self):
                    raise self

                __repr__ = __str__

            raise Broken
        """,
    ),
    "raises with a __str__ that leaves": (
        "predict",
        "crashed",
        "its message cannot be printed",
        """
        def predict(params, X, activations):
            class Leaves(Exception):
                def __str__(self):
                    raise SystemExit

            raise Leaves
        """,
    ),
    "raises with a __str__ that is no text": (
        "gradient_step",
        "crashed",
        "gradient_step raised",
        """
        def gradient_step(params, grads, learning_rate):
            class Odd(Exception):
                def __str__(self):
                    return 3

            raise Odd
        """,
    ),
    "raises with a message of a megabyte, not ASCII": (
        "train",
        "crashed",
        "train raised ValueError",
        "def train(params, X, y, activations, learning_rate, epochs, print_every=0):\n"
        "    raise ValueError('\\x1b[2J\\u2603\\ud800' * 300_000)",
    ),
    "sys.exit()": ("relative_error", "crashed", "SystemExit", "def relative_error(a, b):\n    raise SystemExit(0)"),
    "KeyboardInterrupt": (
        "numerical_gradient",
        "crashed",
        "KeyboardInterrupt",
        "def numerical_gradient(f, x, h=1e-5):\n    raise KeyboardInterrupt",
    ),
    "calls itself without end": (
        "relu_derivative",
        "crashed",
        "RecursionError",
        "def relu_derivative(z):\n    return relu_derivative(z)",
    ),
    "asks for more memory than there is": (
        "relu_derivative",
        "crashed",
        "relu_derivative raised",
        "def relu_derivative(z):\n    return np.ones(10**15)",
    ),
    "returns an array too large to send": (
        "sigmoid_derivative",
        "crashed",
        "",
        "def sigmoid_derivative(z):\n    return np.zeros(40_000_000)",
    ),
    "returns a list that holds itself": (
        "tanh",
        "crashed",
        "",
        "def tanh(z):\n    value = []\n    value.append(value)\n    return value",
    ),
    "returns a generator without end": (
        "tanh_derivative",
        "crashed",
        "",
        "def tanh_derivative(z):\n    while True:\n        yield 1.0",
    ),
    "is a coroutine": (
        "mse_gradient",
        "wrong",
        "",
        "async def mse_gradient(y_hat, y):\n    return 2 * (y_hat - y) / y.size",
    ),
    "returns an object that says it is an array": (
        "backward",
        "wrong",
        "",
        """
        def backward(params, cache, activations, d_output):
            class Liar:
                __class__ = property(lambda self: np.ndarray)
                shape = (3, 2)
                dtype = np.dtype(float)

                def __len__(self):
                    return 10**12

                def __array__(self, *arguments, **keywords):
                    raise SystemExit

            return Liar()
        """,
    ),
    "returns an object that is equal to everything": (
        "predict",
        "wrong",
        "",
        """
        def predict(params, X, activations):
            class Equal(float):
                __eq__ = __le__ = __ge__ = lambda self, other: True
                __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
                __hash__ = None

            return Equal()
        """,
    ),
    "returns an array of another class that raises": (
        "forward",
        "crashed or wrong",
        "",
        """
        def forward(params, X, activations):
            class Trap(np.ndarray):
                def __array_finalize__(self, other):
                    pass

                def __array_function__(self, *arguments, **keywords):
                    raise SystemExit

                def __array_ufunc__(self, *arguments, **keywords):
                    raise SystemExit

                shape = dtype = property(lambda self: 1 / 0)

            return np.zeros((6, 2)).view(Trap), []
        """,
    ),
    "returns a dict with keys that are no text": (
        "train",
        "wrong",
        "",
        "def train(params, X, y, activations, learning_rate, epochs, print_every=0):\n    return {1: 2, None: 3}",
    ),
    "returns an array of objects": (
        "init_params",
        "wrong",
        "",
        "def init_params(layer_sizes, rng):\n    return np.array([None, {}, []], dtype=object)",
    ),
    "calls a helper that is not written": (
        "gradient_step",
        "crashed",
        "calls helper, which is not written yet",
        """
        def gradient_step(params, grads, learning_rate):
            def helper():
                raise NotImplementedError("later")

            return helper()
        """,
    ),
    "is not written": (
        "numerical_gradient",
        "not attempted",
        "not written yet",
        "def numerical_gradient(f, x, h=1e-5):\n    raise NotImplementedError",
    ),
    "takes too few arguments": ("relative_error", "crashed", "TypeError", "def relative_error(a):\n    return 0.0"),
    "prints megabytes": (
        "sigmoid",
        "passed",
        "",
        "def sigmoid(z):\n    for _ in range(100):\n        print('x' * 50_000)\n" + RIGHT_SIGMOID,
    ),
    "leaves threads behind": (
        "relu",
        "passed",
        "",
        """
        def relu(z):
            import threading, time

            def wait():
                time.sleep(60)

            for daemon in (True, False):
                threading.Thread(target=wait, daemon=daemon).start()
            return np.maximum(0.0, z)
        """,
    ),
}

# What is added to a module of the reference
ADDED = {
    "replaces what it was given": "import builtins\nbuiltins.isinstance = lambda *a: 1 / 0\nnp.asarray = None\n",
    "holds a number where a function is due": "sigmoid = relu = 3\n",
}

# What a module does: (module, outcome of its functions, part of the message, source; None: there is no such module)
MODULE_TRICKS = {
    "endless loop at import": ("step2_network", "timed out", "cannot be imported", "while True:\n    pass\n"),
    "sys.exit() at import": ("step1_activations", "crashed", "SystemExit", "import sys\nsys.exit()\n"),
    "os._exit(0) at import": ("step3_loss", "crashed", "exit code 0", "import os\nos._exit(0)\n"),
    "exception at import": ("step4_gradient_check", "crashed", "ZeroDivisionError", "x = 1\ny = x / 0\n"),
    "syntax error": ("step5_backprop", "crashed", "line 2", "import numpy as np\ndef backward(:\n    pass\n"),
    "missing module": ("step6_training", "not attempted", "no step6_training.py", None),
    "input() at import": ("step1_activations", "crashed", "EOFError", "name = input('your name? ')\n"),
    "imports what is not there": ("step2_network", "crashed", "torch", "import torch\n"),
    "imports the reference": ("step3_loss", "crashed", "solutions", "from solutions.step3_loss import *\n"),
    "imports the grader": ("step4_gradient_check", "crashed", "grader", "import grader.steps\n"),
    "a null character": ("step5_backprop", "crashed", "cannot be read by Python", "x = 1\0\n"),
    "no function at all": ("step6_training", "not attempted", "has no function", "import numpy as np\n"),
    "nested too deeply": ("step1_activations", "crashed", "cannot be read by Python", "x = " + "(" * 5000 + ")" * 5000),
    "a sum of a hundred thousand": ("step2_network", "crashed", "", "x = " + "1+" * 100_000 + "1"),
    "takes the wire apart": (
        "step3_loss",
        "crashed or wrong",
        "",
        "import numpy as np, json, os\nnp.asarray = json.dumps = None\n" + "def mse(y_hat, y):\n    return 0.0\n"
        "def mse_gradient(y_hat, y):\n    return 0.0 * y\n",
    ),
}


def packed(tricks):
    """The tricks in as few groups as possible, each place (a function or a module) at most once in a group."""
    groups = []
    for name, (place, *_) in tricks.items():
        group = next((group for group in groups if place not in group), None)
        if group is None:
            groups.append(group := {})
        group[place] = name
    return groups


def graded(tricks, submission_of):
    """For every trick, the report of the submission in which it is, and the places of all tricks in there."""
    groups = packed(tricks)
    submissions = [submission_of({place: tricks[name][-1] for place, name in group.items()}) for group in groups]
    started = time.monotonic()
    reports = grade_many(submissions, seconds=SECONDS, diagnosis=True, level=PROCESS)  # where all of them can be done
    found = {}
    for group, report in zip(groups, reports, strict=True):
        found |= {name: SimpleNamespace(report=report, places=set(group)) for name in group.values()}
    return found, time.monotonic() - started


@pytest.fixture(scope="module")
def functions():
    return graded(FUNCTION_TRICKS, with_functions)


@pytest.fixture(scope="module")
def modules():
    return graded(MODULE_TRICKS, with_modules)


def expect_told(result, outcome, said):
    """The function has the outcome, and its message is fit to be shown to a learner."""
    told = f"{result.function}: {result.outcome}\n{result.message}"
    assert result.outcome in outcome.split(" or "), told
    assert said in result.message, told
    for check in result.checks:
        assert check.message.replace("\n", "").isprintable() and check.message.isascii(), told
        assert len(check.message.splitlines()) <= 12, told
        assert "Traceback" not in check.message, told
    assert (result.score == result.max_score) == (outcome == "passed"), told


@pytest.mark.parametrize("trick", FUNCTION_TRICKS)
def test_a_function_that_misbehaves_has_its_outcome(functions, trick):
    function, outcome, said, _ = FUNCTION_TRICKS[trick]
    report = functions[0][trick].report
    expect_told(next(r for r in report.functions if r.function == function), outcome, said)


@pytest.mark.parametrize("trick", MODULE_TRICKS)
def test_a_module_that_misbehaves_has_its_outcome(modules, trick):
    module, outcome, said, _ = MODULE_TRICKS[trick]
    results = [r for r in modules[0][trick].report.functions if step_of(r.function).module == module]
    assert results
    for result in results:
        expect_told(result, outcome, said)


def test_tricks_cost_nothing_elsewhere(functions, modules):
    for found, place_of in ((functions[0], lambda name: name), (modules[0], lambda name: step_of(name).module)):
        for trick in found.values():
            right = {name: part for name, part in points(trick.report).items() if place_of(name) not in trick.places}
            assert set(right.values()) <= {1.0}, f"beside {sorted(trick.places)}: {failed_checks(trick.report)}"


def test_looking_for_the_mistake_survives_every_trick(functions, modules):
    problems = {text for trick in (functions[0] | modules[0]).values() for text in trick.report.problems}
    assert {text for text in problems if "passed over" not in text} == set()


def test_nothing_waits_longer_than_it_said(functions, modules):
    """Each thing that hangs costs its seconds once, not once per check."""
    hanging = [name for name, trick in (FUNCTION_TRICKS | MODULE_TRICKS).items() if trick[1] == "timed out"]
    taken = functions[1] + modules[1]
    assert taken < 10 * SECONDS * len(hanging) + 60, f"{taken:.0f} seconds with {len(hanging)} endless loops"


def test_a_long_module_is_read_to_its_end():
    sources = reference.sources()
    sources["step3_loss"] = "# a thought\n" * 5_000 + sources["step3_loss"]
    (report,) = grade_many([Submission("somebody", sources)], steps=[step_of("mse")])
    assert outcomes(report) == {"mse": "passed", "mse_gradient": "passed"}


def test_losses_that_are_no_floats_do_not_break_the_look_at_the_network():
    sources = reference.sources()
    sources["step6_training"] += "\ndef train(params, *_):\n    return params, np.zeros(500, bool)\n"
    (report,) = grade_many([Submission("somebody", sources)], steps=[step_of("train")], network=True)
    assert report.network.outcome == "does not learn"


@pytest.mark.parametrize("printed", ["7" * 9_000, "1" * 20_000, "1.5 " * 5_000, "\n" * 20_000])
def test_whatever_is_printed_breaks_no_check(printed):
    source = f"def train(params, X, y, activations, learning_rate, epochs, print_every=0):\n    print({printed!r})\n"
    (report,) = grade_functions({"train": source + "    return params, [0.5] * epochs"}, steps=[step_of("train")])
    assert {check.outcome for result in report.functions for check in result.checks} <= {"passed", "wrong"}


def test_a_missing_function_costs_itself_only():
    sources = reference.sources()
    sources["step3_loss"] = sources["step3_loss"].replace("def mse(", "def mean_squared_error(")
    (report,) = grade_many([Submission("somebody", sources)], steps=[step_of("mse")])
    assert outcomes(report) == {"mse": "not attempted", "mse_gradient": "passed"}
    assert "has no function mse" in report.functions[0].message


def test_a_module_that_replaces_its_tools_harms_only_itself():
    sources = reference.sources()
    sources["step3_loss"] += ADDED["replaces what it was given"]
    (report,) = grade_many([Submission("somebody", sources)], seconds=SECONDS)
    assert {name for name, part in points(report).items() if part < 1} == {"mse", "mse_gradient"}
    assert {outcomes(report)[name] for name in ("mse", "mse_gradient")} <= {"crashed", "wrong"}


def test_a_name_that_holds_no_function_is_not_attempted():
    sources = reference.sources()
    sources["step1_activations"] += ADDED["holds a number where a function is due"]
    (report,) = grade_many([Submission("somebody", sources)], steps=[step_of("sigmoid")])
    found = {name: outcome for name, outcome in outcomes(report).items() if outcome != "passed"}
    assert found == {"sigmoid": "not attempted", "relu": "not attempted", "sigmoid_derivative": "crashed"}
    (failed,) = (result for result in report.functions if result.function == "sigmoid_derivative")
    assert failed.message.startswith("sigmoid is not written yet, and sigmoid_derivative builds on it.")


def test_an_unwritten_function_that_another_one_needs_is_told_from_it():
    """An unwritten helper of the learner's own is a crash of the one that calls it; an unwritten mse costs no other."""
    helper = "\n\ndef helper(z):\n    raise NotImplementedError\n\n\ndef relu(z):\n    return helper(z)\n"
    sources = reference.sources()
    sources["step1_activations"] += helper
    sources["step3_loss"] = sources["step3_loss"].replace(
        "    return float(", "    raise NotImplementedError\n    return float("
    )
    (report,) = grade_many([Submission("somebody", sources)])
    found = {name: outcome for name, outcome in outcomes(report).items() if outcome != "passed"}
    assert found == {"relu": "crashed", "mse": "not attempted"}
    (relu,) = [result for result in report.functions if result.function == "relu"]
    assert "relu calls helper, which is not written yet" in relu.message


def test_what_a_learner_started_ends_with_the_grading(tmp_path):
    """A program started by the learner's code, in the same process group, is gone afterwards."""
    note = tmp_path / "pid"
    source = f"""
        def mse(y_hat, y):
            import subprocess
            with open({str(note)!r}, "w") as file:
                file.write(str(subprocess.Popen(["sleep", "600"]).pid))
            return 0.0
    """
    grade_many([with_functions({"mse": source})], steps=[step_of("mse")], level=PROCESS)
    pid = note.read_text()
    for _ in range(100):
        state = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True).stdout.strip()
        if state in ("", "Z"):
            return
        time.sleep(0.1)
    pytest.fail(f"process {pid} is still there ({state})")


def test_a_check_that_breaks_is_the_graders_own_error(monkeypatch):
    """No points and no blame: the outcome says that it is not the learner's fault, and the others keep their points."""

    def broken(a, b):
        raise ZeroDivisionError("an oracle out of order")

    monkeypatch.setattr(oracle, "relative_error", broken)
    (report,) = grade_functions({})
    found = {name: outcome for name, outcome in outcomes(report).items() if outcome != "passed"}
    assert found == {"relative_error": "grader error"}
    (result,) = [result for result in report.functions if result.function == "relative_error"]
    assert result.message == "the check itself failed: ZeroDivisionError"
    assert report.score == worth(*COURSE) - worth("relative_error")


@pytest.mark.parametrize("source", ["def test_(:\n", "import module_that_is_not_there\n", "x = 1\n"])
def test_suites_that_cannot_be_run_are_said_to_be(monkeypatch, tmp_path, source):
    for step in grading.curriculum.steps():
        (tmp_path / step.module).mkdir()
        (tmp_path / step.module / f"test_{step.module}.py").write_text(source)
    monkeypatch.setattr(suites, "STEPS", tmp_path)
    with pytest.raises(suites.GraderFailed):
        grade_functions({})


# Whatever comes back, the checks judge it and do not break on it.
GARBAGE = {
    "None": "None",
    "text": "'0.5'",
    "bytes": "b'0.5'",
    "a dict": "{'a': 1.0}",
    "a set": "{1.0, 2.0}",
    "a number": "3",
    "True": "True",
    "a huge integer": "10**400",
    "a complex number": "1j",
    "infinity": "float('inf')",
    "an empty list": "[]",
    "a list of None": "[None, None]",
    "a list of numbers": "[1.0, 2.0]",
    "a ragged list": "[[1.0, 2.0], [3.0]]",
    "nested lists": "[[[1.0]], [[2.0]]]",
    "pairs of None": "[(None, None)] * 3",
    "a pair of None": "(None, None)",
    "a pair of lists": "([1.0], [2.0])",
    "a triple": "(1.0, 2.0, 3.0)",
    "a generator": "(x for x in [1.0])",
    "a zip": "zip([1.0, 2.0], [3.0, 4.0])",
    "an array of text": "np.array(['a', 'b'])",
    "an array of objects": "np.array([None, 1.0], dtype=object)",
    "an array of complex numbers": "np.ones((2, 2), dtype=complex)",
    "an array of dates": "np.array(['2026-01-01'], dtype='datetime64[D]')",
    "an array of truth values": "np.array([True, False])",
    "an array of halves": "np.ones((2, 2), dtype=np.float16)",
    "a structured array": "np.zeros(2, dtype=[('a', float), ('b', int)])",
    "an array with no axis": "np.array(1.0)",
    "an array with many axes": "np.ones((1,) * 20)",
    "a masked array": "np.ma.masked_array([1.0, 2.0], [True, False])",
    "a matrix": "np.matrix([[1.0, 2.0]])",
    "a function": "len",
    "a class": "dict",
    "not implemented": "NotImplemented",
    "dots": "...",
}
# The whole answer is garbage, or each of its parts is, one after the other.
PLACES = {
    "all": "garbage()",
    "first": "(lambda v: type(v)([garbage(), *v[1:]]) if isinstance(v, (list, tuple)) and v else garbage())(value)",
    "last": "(lambda v: type(v)([*v[:-1], garbage()]) if isinstance(v, (list, tuple)) and v else garbage())(value)",
    "inside": "_inside(value, garbage)",
}
GARBAGE_MODULE = """

def _inside(value, garbage):
    if isinstance(value, (list, tuple)) and value:
        return type(value)([_inside(value[0], garbage), *value[1:]])
    return garbage()


def _garbled(function):
    garbage = lambda: {garbage}
    change = lambda value: {place}
    return lambda *arguments: change(function(*arguments))


for _name in {names}:
    globals()[_name] = _garbled(globals()[_name])
"""


def garbled(garbage, place):
    """The reference, in which every function puts garbage into its answers."""
    sources = reference.sources()
    for module in sources:
        names = [name for name in FUNCTIONS if step_of(name).module == module]
        text = GARBAGE_MODULE.replace("{garbage}", GARBAGE[garbage]).replace("{place}", PLACES[place])
        sources[module] += text.replace("{names}", repr(names))
    return Submission("garbled", sources)


def broken_checks(names, place, steps=()):
    """The checks that break on such answers, instead of calling them wrong."""
    reports = grade_many([garbled(garbage, place) for garbage in names], steps=steps, diagnosis=True)
    return [
        f"{garbage}: {text}" for garbage, report in zip(names, reports, strict=True) for text in report.problems
    ] + [
        f"{result.function} with {garbage}: {check.name}"
        for garbage, report in zip(names, reports, strict=True)
        for result in report.functions
        for check in result.checks
        if check.outcome == "grader error"
    ]


def test_no_answer_breaks_a_check():
    """Grader errors are for mistakes of the grader; whatever a learner's function returns, the function is wrong."""
    assert broken_checks(["text", "a ragged list", "a huge integer"], "all") == []


@pytest.mark.parametrize("place", ["inside", *(pytest.param(end, marks=pytest.mark.slow) for end in ("first", "last"))])
def test_no_part_of_an_answer_breaks_a_check(place):
    steps = [step_of(name) for name in ("init_params", "backward", "train")]
    assert broken_checks(["None", "a pair of None", "a list of numbers", "a generator"], place, steps) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_no_garbage_anywhere_breaks_a_check(place):
    assert broken_checks(list(GARBAGE), place) == []
