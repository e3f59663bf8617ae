"""One submission under examination: asks the learner's functions, with right versions of all that they call.

A step's module runs beside right versions of the steps before it, in a worker that is fresh, or as good as fresh: where
the steps before have left nothing in it (`grader/worker/traces.py`), it goes on. Before a function is judged, the
wrong ones that come before it in its own step are replaced by right ones, so that one mistake costs one function. No
reference is ever in the worker: what is not right there is asked for elsewhere (`neighbours.py`).
"""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from grader import curriculum
from grader.checks.answer import CRASHED, NOT_ATTEMPTED, TIMED_OUT, Answer, LearnerFailed, NotUnderstood
from grader.checks.calling import understood
from grader.checks.failures import is_no_python
from grader.examination.loading import PassedOver, blamed, learners_module, load, load_with_care, remark
from grader.examination.neighbours import SLOW, Neighbours, Reference
from grader.examination.report import ModuleTrouble
from grader.examination.worker_client import Worker, WorkerFailed
from grader.steps import reference
from grader.submissions.submission import Submission

CALL_SECONDS = 8.0
STEP_SECONDS = 60.0
MAX_DEATHS = 3
RENEW_SECONDS = 2.0


class Examination:
    """Asks the functions of one submission. Use as a context manager: it owns processes.

    new_worker: starts a worker, plain or sealed (see `sandbox.py`). right: the process with the reference, if there is
    one for several submissions; it is not closed here.
    """

    def __init__(
        self,
        submission: Submission,
        seed: int,
        call_seconds: float = CALL_SECONDS,
        new_worker: Callable[[], Worker] = Worker,
        right: Reference | None = None,
    ):
        self.submission, self.seed, self.call_seconds, self.new_worker = submission, seed, call_seconds, new_worker
        self._worker: Worker | None = None
        self._renewed = False  # whether an earlier step has run in this worker
        self._step: curriculum.Step | None = None
        self._given: tuple[str, ...] = ()
        self._own = Reference(new_worker)  # which starts nothing until it is asked
        self.neighbours = Neighbours(submission, right or self._own)
        self._broken: dict[str, LearnerFailed] = {}  # by module: why it cannot be loaded
        self._careful: dict[str, LearnerFailed] = {}  # by module: why it is loaded without lines that may not end
        self._lacking: dict[str, LearnerFailed] = {}  # by module: what to say of a function that is not there
        self._not_there: set[str] = set()  # functions of these modules that are not there
        self.remarks: dict[str, str] = {}  # by module: which of its lines were passed over
        self._stopped: dict[str, LearnerFailed] = {}  # by function: why it is not asked again
        self._deaths: dict[str, int] = {}
        self._used: dict[str, float] = {}  # seconds, by module

    def __enter__(self) -> "Examination":
        return self

    def __exit__(self, *_: object) -> None:
        if self._worker:
            self._worker.close()
        self._own.close()

    def ask(self, name: str, arguments: tuple) -> Answer:
        """Call the learner's function. Raises LearnerFailed where no answer comes."""
        function = curriculum.functions()[name]
        module = function.step.module
        for failure in (self._broken.get(module), self._stopped.get(name), self._unreadable(module)):
            if failure:
                raise failure
        if self._used.get(module, 0.0) > STEP_SECONDS:
            raise LearnerFailed(TIMED_OUT, f"the {STEP_SECONDS:g} seconds for this step are used up")
        started, patience = time.monotonic(), self.neighbours.patience
        self.neighbours.begin(function, arguments)
        try:
            answer = self._answer(function, arguments)
        except WorkerFailed as failed:
            raise self._died(name, failed) from None
        except LearnerFailed:
            self.neighbours.end(function)
            raise
        finally:
            others = patience - self.neighbours.patience
            self._used[module] = self._used.get(module, 0.0) + time.monotonic() - started - others
        self.neighbours.end(function, answer)
        return answer

    def clock(self) -> float:
        """Seconds that the learner's process has computed; by the clock on the wall where the system does not say."""
        return self._worker.seconds() if self._worker else time.perf_counter()

    def troubles(self, modules: Iterable[str]) -> dict[str, ModuleTrouble]:
        """Which of these modules could not be run at all, and why."""
        found = {}
        for module in modules:
            if why := self.submission.unreadable.get(module):
                found[module] = ModuleTrouble("unreadable", why)
            elif failure := self._broken.get(module) or self._emptied(module):
                found[module] = _trouble(module, failure)
        return found

    def _emptied(self, module: str) -> LearnerFailed | None:
        """What to say of a module in which no function is there, since lines of it were passed over."""
        names = {function.name for function in curriculum.find_step(module).functions}
        return self._lacking.get(module) if names <= self._not_there else None

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

    def spare_worker(self) -> Worker:
        """A worker for what comes after all steps; it knows nobody to ask."""
        if not self._renew():
            self._take_worker()
        assert self._worker
        self._worker.neighbours = None
        return self._worker

    def _renew(self) -> bool:
        """Whether the worker of an earlier step goes on: where that step has left nothing in it."""
        self._renewed = self._worker is not None and renewed(self._worker)
        return self._renewed

    def _take_worker(self) -> Worker:
        """A fresh worker."""
        if self._worker:
            self._worker.close()
        self._worker, self._renewed = self.new_worker(), False
        self._worker.neighbours = self.neighbours
        return self._worker

    def _ready(self, function: curriculum.Function) -> Worker:
        """A worker that holds this step, and right versions of all that comes before the function."""
        step, names = function.step, self.neighbours.wrong_before(function)
        too_many = not set(self._given) <= set(names)  # asked in another order, what is given may be too much
        if self._worker is None or not self._worker.alive or self._step != step or too_many:
            self._load(step)
        assert self._worker
        if names != self._given:
            stubs = reference.asking_functions(step.module, names)
            request = {"do": "give", "module": step.module, "names": list(names), "stubs": stubs}
            self._worker.request(request, self.call_seconds)
            self._given = names
        return self._worker

    def _load(self, step: curriculum.Step) -> None:
        forwards = self._step is not None and step.number > self._step.number
        self._step, self._given = step, ()
        learners = learners_module(self.submission, step.module)
        modules = self.neighbours.modules(step)
        try:
            self._run(step.module, [*modules, learners], forwards)
        except LearnerFailed:
            if not any("source" in module for module in modules):
                raise
            modules = self.neighbours.modules(step, own=False)  # should it be the others of the learner's
            self._broken.pop(step.module, None)
            self._run(step.module, [*modules, learners])

    def _run(self, module: str, modules: list[dict[str, Any]], forwards: bool = False) -> None:
        """Load modules, of which the last is the learner's, into a worker that holds nothing.

        forwards: whether it may be the worker of the steps before; where they do not load in it, a fresh one is tried.
        """
        careful, started, ended = self._careful.get(module), time.monotonic(), None
        if forwards and not careful and self._renew():
            assert self._worker
            try:
                self._note(module, load(self._worker, modules, [module], self.call_seconds), None, started)
                return
            except LearnerFailed as failed:
                ended = failed if failed.outcome == TIMED_OUT else None
        try:
            settings = self.call_seconds, careful is not None, ended
            _, lines, why = load_with_care(self._take_worker, modules, [module], *settings)
        except LearnerFailed as failed:
            self._broken[module] = failed
            raise
        self._note(module, lines, why or careful, started)

    def _note(self, module: str, lines: list[PassedOver], why: LearnerFailed | None, started: float) -> None:
        """Note how a module was loaded: the lines that were passed over, and why it had to be careful."""
        if why:
            self._careful[module] = why
        if why or time.monotonic() - started > SLOW:
            self.neighbours.unfit.add(module)
        if said := remark(lines, why):
            self.remarks[module] = said
        if blame := blamed(lines, why, module):
            self._lacking[module] = blame

    def _answer(self, function: curriculum.Function, arguments: tuple) -> Answer:
        try:
            return put(self._ready(function), function, arguments, self.call_seconds)
        except WorkerFailed as failed:
            if failed.kind != "died" or not self._renewed:
                raise
            self._worker = None  # what ran in it before may have worn it out: the question is put once more
            return self._answer(function, arguments)
        except LearnerFailed as failed:
            lacking = self._lacking.get(function.step.module)
            if lacking and failed.outcome == NOT_ATTEMPTED and failed.error is None:
                self._not_there.add(function.name)
                raise lacking from None
            raise


def _trouble(module: str, failure: LearnerFailed) -> ModuleTrouble:
    """Why a module cannot be loaded, and in which of its lines."""
    error = failure.error
    kind = "syntax error" if error and is_no_python(error, module) else "import"
    own_line = error.line if error and error.file in (f"{module}.py", "", None) else None
    return ModuleTrouble(kind, failure.said, own_line)


def renewed(worker: Worker) -> bool:
    """Make a worker forget all its modules; whether that could be done, and nothing else is left of them."""
    try:
        return worker.alive and worker.request({"do": "renew"}, RENEW_SECONDS).get("value") is True
    except WorkerFailed:
        return False


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
