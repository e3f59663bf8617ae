"""One submission under examination: asks the learner's functions, with the reference for all that they call.

A step's module runs in a fresh worker together with the reference of the steps before it. Before a function is judged,
the functions that come before it in its own step are replaced by the reference's, so that one mistake costs one
function. A function's own reference, and what comes after it, is never in the worker.
"""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from grader import curriculum
from grader.checks.answer import CRASHED, NOT_ATTEMPTED, TIMED_OUT, Answer, LearnerFailed, NotUnderstood
from grader.checks.calling import understood
from grader.checks.failures import is_no_python
from grader.examination.loading import blamed, learners_module, load_with_care, remark
from grader.examination.report import ModuleTrouble
from grader.examination.worker_client import Worker, WorkerFailed
from grader.steps import reference
from grader.submissions.submission import Submission

CALL_SECONDS = 8.0
STEP_SECONDS = 60.0
MAX_DEATHS = 3


class Examination:
    """Asks the functions of one submission. Use as a context manager: it owns processes.

    new_worker: starts a worker, plain or sealed (see `sandbox.py`).
    """

    def __init__(
        self,
        submission: Submission,
        seed: int,
        call_seconds: float = CALL_SECONDS,
        new_worker: Callable[[], Worker] = Worker,
    ):
        self.submission, self.seed, self.call_seconds, self.new_worker = submission, seed, call_seconds, new_worker
        self._spare: Worker | None = None
        self._worker: Worker | None = None
        self._step: curriculum.Step | None = None
        self._given = 0
        self._broken: dict[str, LearnerFailed] = {}  # by module: why it cannot be loaded
        self._careful: dict[str, LearnerFailed] = {}  # by module: why it is loaded without lines that may not end
        self._lacking: dict[str, LearnerFailed] = {}  # by module: what to say of a function that is not there
        self.remarks: dict[str, str] = {}  # by module: which of its lines were passed over
        self._stopped: dict[str, LearnerFailed] = {}  # by function: why it is not asked again
        self._deaths: dict[str, int] = {}
        self._used: dict[str, float] = {}  # seconds, by module

    def __enter__(self) -> "Examination":
        self._spare = self.new_worker()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in (self._worker, self._spare):
            if worker:
                worker.close()

    def ask(self, name: str, arguments: tuple) -> Answer:
        """Call the learner's function. Raises LearnerFailed where no answer comes."""
        function = curriculum.functions()[name]
        module = function.step.module
        for failure in (self._broken.get(module), self._stopped.get(name), self._unreadable(module)):
            if failure:
                raise failure
        if self._used.get(module, 0.0) > STEP_SECONDS:
            raise LearnerFailed(TIMED_OUT, f"the {STEP_SECONDS:g} seconds for this step are used up")
        started = time.monotonic()
        try:
            return self._answer(function, arguments)
        except WorkerFailed as failed:
            raise self._died(name, failed) from None
        finally:
            self._used[module] = self._used.get(module, 0.0) + time.monotonic() - started

    def clock(self) -> float:
        """Seconds that the learner's process has computed; by the clock on the wall where the system does not say."""
        return self._worker.seconds() if self._worker else time.perf_counter()

    def troubles(self, modules: Iterable[str]) -> dict[str, ModuleTrouble]:
        """Which of these modules could not be run at all, and why."""
        found = {}
        for module in modules:
            if why := self.submission.unreadable.get(module):
                found[module] = ModuleTrouble("unreadable", why)
            elif failure := self._broken.get(module):
                found[module] = _trouble(module, failure)
        return found

    def texts(self, function: str) -> list[str]:
        """The learner's text in which a function should stand: its module, or the cells of a notebook."""
        module = curriculum.functions()[function].step.module
        source = self.submission.sources.get(module, "")
        if module not in self.submission.notebooks:
            return [source]
        return [text for _, text in json.loads(source)["cells"]]

    def _unreadable(self, module: str) -> LearnerFailed | None:
        if why := self.submission.unreadable.get(module):
            return LearnerFailed(CRASHED, f"{module}.py cannot be read by Python: {why}")
        if module not in self.submission.sources:
            return LearnerFailed(NOT_ATTEMPTED, f"there is no {module}.py in the submission")
        return None

    def _died(self, name: str, failed: WorkerFailed) -> LearnerFailed:
        self._worker = None
        if failed.kind == "timed out":
            said = f"{name} did not finish: {failed.detail}. Is there a loop that never ends?"
            self._stopped[name] = LearnerFailed(TIMED_OUT, said)
            return self._stopped[name]
        self._deaths[name] = self._deaths.get(name, 0) + 1
        failure = LearnerFailed(CRASHED, f"{name} ended the whole program: {failed.detail}")
        if self._deaths[name] >= MAX_DEATHS:
            self._stopped[name] = failure
        return failure

    def _take_worker(self) -> Worker:
        if self._worker:
            self._worker.close()
        self._worker, self._spare = self._spare or self.new_worker(), self.new_worker()
        return self._worker

    def _ready(self, function: curriculum.Function) -> Worker:
        """A worker that holds this step, and right versions of all that comes before the function."""
        step = function.step
        position = step.functions.index(function)
        if self._worker is None or not self._worker.alive or self._step != step or self._given > position:
            self._load(step)
        assert self._worker
        if position > self._given:
            names = tuple(entry.name for entry in step.functions[:position])
            request = {"do": "give", "module": step.module, "names": list(names)}
            self._worker.request(request | {"code": reference.code(step.module, names)}, self.call_seconds)
            self._given = position
        return self._worker

    def _load(self, step: curriculum.Step) -> None:
        earlier = [s for s in curriculum.steps() if s.number < step.number]
        modules: list[dict[str, Any]] = [
            {"name": s.module, "source": None, "code": reference.code(s.module), "filename": f"<{s.module}>"}
            for s in earlier
        ]
        modules.append(learners_module(self.submission, step.module))
        self._step, self._given = step, 0
        self._run(step.module, modules)

    def _run(self, module: str, modules: list[dict[str, Any]]) -> None:
        """Load modules, of which the last is the learner's, into a fresh worker."""
        careful = self._careful.get(module)
        try:
            _, lines, why = load_with_care(self._take_worker, modules, [module], self.call_seconds, careful is not None)
        except LearnerFailed as failed:
            self._broken[module] = failed
            raise
        if why := why or careful:
            self._careful[module] = why
        if said := remark(lines, why):
            self.remarks[module] = said
        if blame := blamed(lines, why, module):
            self._lacking[module] = blame

    def _answer(self, function: curriculum.Function, arguments: tuple) -> Answer:
        worker = self._ready(function)
        try:
            return put(worker, function, arguments, self.call_seconds)
        except LearnerFailed as failed:
            lacking = self._lacking.get(function.step.module)
            if lacking and failed.outcome == NOT_ATTEMPTED and failed.error is None:
                raise lacking from None
            raise


def _trouble(module: str, failure: LearnerFailed) -> ModuleTrouble:
    """Why a module cannot be loaded, and in which of its lines."""
    error = failure.error
    kind = "syntax error" if error and is_no_python(error, module) else "import"
    own_line = error.line if error and error.file in (f"{module}.py", "", None) else None
    return ModuleTrouble(kind, failure.said, own_line)


def put(worker: Worker, function: curriculum.Function, arguments: tuple, seconds: float) -> Answer:
    """Put one question to a worker. Raises WorkerFailed where it dies, and LearnerFailed where no answer comes."""
    module = function.step.module
    request = {"do": "call", "module": module, "function": function.name, "arguments": arguments}
    reply = worker.request(request, seconds)
    try:
        return understood(reply, function.name, arguments, module)
    except NotUnderstood:
        worker.close()
        raise WorkerFailed("died", "it sent something unreadable") from None
