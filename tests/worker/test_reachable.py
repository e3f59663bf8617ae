"""Nothing of the reference, of a hidden check or of an expected answer is in the process of a student's code.

While a function is asked, all that its process has ever written is read from outside (freed memory as well), and all
objects from inside.
"""

import platform
import struct
import time
from pathlib import Path

import pytest

from grader import curriculum
from grader.checks import Learner
from grader.checks.answer import LearnerFailed
from grader.examination import suites
from grader.examination.examiner import Examination
from grader.examination.grading import Sheet
from grader.steps import reference
from grader.submissions.submission import Submission
from tests import reading
from tests.made_submissions import stubs
from tests.sealing import ISOLATION, KIT, SECONDS, gone

STEPS = {step.module: step for step in curriculum.steps()}
SLEEPS = {"x86_64": "230", "aarch64": "115"}.get(platform.machine(), "")  # the system call in which a process sleeps


class Watched(Examination):
    """Looks at the process of each of these functions while it is asked."""

    waiting: tuple[str, ...]
    found: dict

    def _answer(self, function, arguments):
        if function.name not in self.waiting:
            return super()._answer(function, arguments)
        worker = self._ready(function)
        receive = worker._receive_answer

        def seen(clock):
            asleep(worker.process.pid)
            self.found[function.name] = list(reading.memory_of(worker.process.pid)), arguments
            worker._receive_answer = receive
            raise TimeoutError

        worker._receive_answer = seen
        return super()._answer(function, arguments)


def asleep(pid):
    """Wait until a process sleeps in the learner's function, and not where it waits for a request."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        number = Path(f"/proc/{pid}/syscall").read_text().split()[0]
        if number == SLEEPS:
            return
        time.sleep(0.01)
    raise AssertionError("it does not sleep")


def may_trace():
    """Whether a sealed process, which is closed to others, can be read from here."""
    with reading.sandbox.Warm(ISOLATION.level) as warm, warm.worker() as worker:
        worker.request({"do": "load", "modules": [], "run": []}, SECONDS)
        try:
            next(reading.memory_of(worker.process.pid))
        except OSError:
            return False
    return True


needs_tracing = pytest.mark.skipif(not may_trace(), reason="NOT TESTED: needs the right to read another process")


def watched(steps, sources, names):
    """What is seen of functions that wait, while these steps are examined: {name: (memory, arguments)}."""
    found = {}
    with (
        reading.sandbox.workers(ISOLATION.level) as new_worker,
        Watched(Submission("somebody", sources), 1, SECONDS, new_worker) as examination,
    ):
        examination.found, examination.waiting = found, names
        sheet = Sheet(examination)
        for check in suites.collect(steps):
            if check.function not in found:
                try:
                    check(learner=Learner(examination.ask, examination.clock), rng=sheet.rng(check.name))
                except LearnerFailed:
                    continue
    return found


@pytest.fixture(scope="module")
def secrets():
    return reading.secret_lines(), reading.secret_code()


def secrets_in(memory, secrets):
    lines, codes = secrets
    texts = sorted(line.decode() for line in reading.texts_in(memory) & lines)
    return texts, sorted(codes[code] for code in reading.found_in(memory, set(codes)))


def expected_in(memory, name, arguments):
    """Numbers of the right answer that are in memory, and not among the arguments."""
    given = reading.numbers_of(list(arguments))
    right = {struct.pack("<d", number) for number in reading.numbers_of(reading.right_answer(name, arguments)) - given}
    return [struct.unpack("<d", number)[0] for number in sorted(reading.found_in(memory, right))]


OFTEN = ("step1_activations", "step6_training", "step9_sgd")  # a few seconds each


@needs_tracing
@pytest.mark.parametrize(
    "module", [pytest.param(name, marks=() if name in OFTEN else pytest.mark.slow) for name in STEPS]
)
def test_no_secret_is_in_the_process_that_is_asked(module, secrets):
    step = STEPS[module]
    names = tuple(function.name for function in step.functions)
    found = watched([step], {module: reading.waiting(step)}, names)
    assert tuple(found) == names
    for name, (memory, arguments) in found.items():
        assert expected_in(memory, name, arguments) == [], name
        if name == step.functions[-1].name:  # which has all others of its step beside it
            assert secrets_in(memory, secrets) == ([], []), name


@pytest.mark.slow
@needs_tracing
def test_none_is_left_in_a_process_that_has_been_through_all_steps_before(secrets, monkeypatch):
    """Where nothing is written before the last step, one process is asked all of it, and then the last step."""
    taken = []
    take = Examination._take_worker
    monkeypatch.setattr(Examination, "_take_worker", lambda self: (taken.append(tuple(self.found)), take(self))[1])
    *before, last = curriculum.steps()
    name = last.functions[0].name
    sources = {module: text for module, text in stubs().items() if module != last.module}
    memory, arguments = watched([*before, last], sources | {last.module: reading.waiting(last)}, (name,))[name]
    assert taken.count(()) == 1  # which is before it was looked at
    assert expected_in(memory, name, arguments) == []
    assert secrets_in(memory, secrets) == ([], [])


def test_what_lies_there_would_be_seen(secrets):
    """The same look finds all three where they are: in a process that has the reference, and has answered."""
    step = STEPS["step3_loss"]
    sources = reference.sources()
    text = f"{sources[step.module]}\nright = mse_gradient\ndef mse_gradient(*given):\n    answer = right(*given)\n"
    name = "mse_gradient"
    memory, arguments = watched([step], sources | {step.module: text + reading.WAITS}, (name,))[name]
    texts, codes = secrets_in(memory, secrets)
    assert texts and "mse_gradient" in codes
    assert expected_in(memory, name, arguments)


@pytest.mark.parametrize("module", STEPS)
def test_what_can_be_reached_from_inside(module):
    files, found, environment, threads, arguments, all_arguments = reading.look(STEPS[module], ISOLATION.level)
    worker = {path.name for path in (KIT / "grader" / "worker").glob("*.py")}
    own = {f"{module}.py"}
    for file, name in files:
        assert Path(file).name in worker or file in own | {"<given>"}, (file, name)
    given = {name for file, name in files if file == "<given>"}
    asking = {name for kinds in found.values() for name, kind in kinds if kind == "asks"}
    running = {name for kinds in found.values() for name, kind in kinds if kind == "runs"}
    assert given <= asking | running | {"<module>", "<listcomp>", "<genexpr>", "<lambda>"}
    everything = list(curriculum.functions())
    assert asking == set(everything[: everything.index(STEPS[module].functions[-1].name)])
    assert all(name.endswith("_NUM_THREADS") or name in ("LC_CTYPE", "LD_LIBRARY_PATH") for name in environment)
    assert threads == ["MainThread"]
    assert not any("solutions" in part or "submission" in part for part in arguments + all_arguments)


@needs_tracing
def test_the_descriptors_are_two_pipes_and_the_null_device():
    with reading.sandbox.Warm(ISOLATION.level) as warm, warm.worker() as worker:
        module = {"name": "m", "source": "def f():\n    return 1\n", "filename": "m.py"}
        worker.request({"do": "load", "modules": [module], "run": ["m"]}, SECONDS)
        folder = Path(f"/proc/{worker.process.pid}/fd")
        found = {int(path.name): str(path.readlink()).partition(":")[0] for path in folder.iterdir()}
        pid = worker.process.pid
    assert found == {0: "/dev/null", 1: "/dev/null", 2: "/dev/null", 62: "pipe", 63: "pipe"}
    assert gone(pid)


def test_the_page_on_isolation_tells_what_is_there():
    page = (KIT / "grader" / "docs" / "isolation.md").read_text(encoding="utf-8")
    assert "\n".join(reading.table(ISOLATION.level)) in page
