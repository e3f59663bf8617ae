"""Right versions of what comes before a function: the learner's own where it is right, and else the reference's.

The reference stays in a process of the grader's own, in which no line of a learner's runs. What a learner's code finds
under the name of a function is code that asks there (`grader/worker/questions.py`); the questions pass through here.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from grader import curriculum
from grader.checks.answer import CRASHED, NOT_ATTEMPTED, PASSED, Answer, LearnerFailed
from grader.checks.compare import as_numbers
from grader.curriculum import Function, Step
from grader.examination.loading import learners_module
from grader.examination.worker_client import Deadline, Worker, WorkerFailed
from grader.steps import reference
from grader.submissions.submission import Submission
from grader.worker import wire

START_SECONDS = 60.0
PATIENCE = 60.0  # seconds for the answers to one submission's questions, which are not counted as the learner's
SLOW = 2.0  # seconds; a module that takes longer to run is not run again beside others
Judged = Callable[[str], str | None]  # the outcome of a function so far; None where it has not been judged


class Reference:
    """The process in which the reference stands, for all submissions of a run. Use `close` at the end."""

    def __init__(self, new_worker: Callable[[], Worker]):
        self.new_worker = new_worker
        self._worker: Worker | None = None
        self._served: tuple[Function, ...] = ()

    def close(self) -> None:
        if self._worker:
            self._worker.close()
        self._worker, self._served = None, ()

    def answer(self, frame: bytes, functions: tuple[Function, ...], deadline: float) -> bytes:
        """The frame that answers a question about one of these functions. Raises TimeoutError, and what BROKEN names.

        After that the process is gone, and the next question has a new one. Where an earlier question may have worn the
        process out, the question is put once more.
        """
        used = self._worker is not None
        try:
            return self._ready(functions).pass_on(frame, deadline)
        except TimeoutError:
            self.close()
            raise
        except BROKEN:
            self.close()
            if not used:
                raise
        return self.answer(frame, functions, deadline)

    def _ready(self, functions: tuple[Function, ...]) -> Worker:
        if self._worker is None:
            self._worker = self.new_worker()
            every = [step.module for step in curriculum.steps()]
            modules = [{"name": name, "filename": f"<{name}>", "code": reference.code(name)} for name in every]
            self._worker.request({"do": "load", "modules": modules, "run": every}, START_SECONDS)
        if self._served != functions:
            names = [[function.step.module, function.name] for function in functions]
            self._worker.request({"do": "serve", "functions": names}, START_SECONDS)
            self._served = functions
        return self._worker


BROKEN = (WorkerFailed, EOFError, OSError, wire.WireError)


class Neighbours:
    """What stands beside the function that is judged."""

    def __init__(self, submission: Submission, right: Reference):
        self.submission, self.right = submission, right
        self.judged: Judged = lambda name: None
        self.unfit: set[str] = set()  # modules that are not run again, since that takes long or does not end
        self.patience = PATIENCE
        self._asked: set[str] = set()
        self._unusual: set[str] = set()  # functions whose answers are right, and of an unusual kind
        self._before: tuple[Function, ...] = ()
        self._watch: _Watch | None = None

    def _is_right(self, function: Function) -> bool:
        """Whether the learner's own function can stand for the reference: found right, and its answers of usual kinds.

        One that returns nested lists or single precision is right too, and another function may not be able to use it.
        """
        return self.judged(function.name) == PASSED and function.name in self._asked - self._unusual

    def modules(self, step: Step, own: bool = True) -> list[dict[str, Any]]:
        """The steps before this one as a worker takes them. own: whether the learner's own right functions serve."""
        found = []
        for earlier in curriculum.steps()[: step.number - 1]:
            wrong = tuple(function.name for function in earlier.functions if not self._is_right(function))
            module: dict[str, Any] = {"name": earlier.module, "filename": f"<{earlier.module}>", "neighbour": True}
            if own and self._serves(earlier) and len(wrong) < len(earlier.functions):
                module |= learners_module(self.submission, earlier.module)
                module["stubs"] = reference.asking(earlier.module, wrong)
            else:
                module["stubs"] = reference.asking(earlier.module)
            found.append(module)
        return found

    def _serves(self, step: Step) -> bool:
        known = step.module in self.submission.sources and step.module not in self.submission.unreadable
        return known and step.module not in self.unfit

    def wrong_before(self, function: Function) -> tuple[str, ...]:
        """The functions before this one in its step in place of which the reference is asked."""
        earlier = function.step.functions[: function.step.functions.index(function)]
        return tuple(one.name for one in earlier if not self._is_right(one))

    def begin(self, function: Function, arguments: tuple) -> None:
        """A function is about to be asked: only those before it may be asked meanwhile."""
        everything = list(curriculum.functions().values())
        self._before = tuple(everything[: everything.index(function)])
        outcome = self.judged(function.derivative_of) if function.derivative_of else PASSED
        self._watch = None if outcome in (PASSED, None) else _Watch(function, arguments, outcome == NOT_ATTEMPTED)

    def end(self, function: Function, answer: Answer | None = None) -> None:
        """The function has answered. Raises LearnerFailed where what it has asked earns nothing."""
        if self._watch and self._watch.said:
            raise LearnerFailed(CRASHED, self._watch.said)
        self._asked.add(function.name)
        if answer and not is_usual(function, answer):
            self._unusual.add(function.name)

    def answer(self, frame: bytes, clock: Deadline) -> bytes:
        """The frame that answers a question. Raises TimeoutError."""
        if self._watch and (refused := self._watch.refuse(frame)):
            return refused
        started = time.monotonic()
        try:
            return self.right.answer(frame, self._before, clock.time + max(0.0, self.patience))
        except TimeoutError:
            raise
        except BROKEN:
            return wire.encode({"error": ["ValueError", "there is no answer to this call of an earlier function"]})
        finally:
            taken = min(time.monotonic() - started, max(0.0, self.patience))
            self.patience -= taken
            clock.time += taken


def is_usual(function: Function, answer: Answer) -> bool:
    """Whether an answer is made as the reference makes them: of arrays of floats or integers, biases of one axis."""
    if not function.returns and isinstance(answer.value, (list, tuple)):
        return False  # an array is due: rows in a list are right for a reader, and no array for what builds on them
    with_biases = any(part.pairs[-1:] in (("b",), ("db",)) for part in function.returns)
    return answer.same_as is None and _is_usual(answer.value, with_biases)


def _is_usual(value: Any, with_biases: bool) -> bool:
    if type(value) is np.ndarray:
        return value.ndim > 0 and value.dtype in (np.float64, np.int64)
    if isinstance(value, (float, int)) and not isinstance(value, bool):
        return not isinstance(value, np.generic) or value.dtype == np.float64
    if type(value) is wire.Stream:
        return value.type_name == "generator" and all(_is_usual(part, with_biases) for part in value)
    if type(value) not in (list, tuple) or any(isinstance(part, (float, int)) for part in value):
        return False
    if with_biases and len(value) == 2 and all(type(part) is np.ndarray for part in value) and value[1].ndim != 1:
        return False
    return all(_is_usual(part, with_biases) for part in value)


class _Watch:
    """Looks on while a derivative is judged whose function is not right: of the reference it could take differences."""

    def __init__(self, function: Function, arguments: tuple, unwritten: bool):
        self.function, self.of, self.unwritten = function, function.derivative_of, unwritten
        self.given = [_values(argument) for argument in arguments]
        self.others: set[float] = set()  # points that were asked about, and not given
        self.said = ""

    def refuse(self, frame: bytes) -> bytes | None:
        """The answer to a question that is not passed on; None for others."""
        start = wire.LENGTHS.size
        header, _ = wire.lengths_of_question(frame[:start])
        question = wire.decode(frame[start : start + header], frame[start + header :], lambda handle: handle)
        if not isinstance(question, dict) or question.get("ask") != self.of:
            return None
        if self.unwritten:
            self.said = f"{self.of} is not written yet, and {self.function.name} builds on it. Write {self.of} first."
        elif self._is_elsewhere(question.get("arguments")):
            self.said = (
                f"{self.of} is not right yet, and {self.function.name} asks it at other points than the given ones, as "
                f"differences do. Mend {self.of}, or write the derivative as a formula."
            )
        return wire.encode({"error": ["ValueError", self.said]}) if self.said else None

    def _is_elsewhere(self, arguments: Any) -> bool:
        """Whether the function is asked at other points than the given ones.

        A slope may be asked at given points in any order, with either sign, and at the ends of a range to which they
        are cut. A loss has one value for all of its points, so that any other question is a step away from them.
        """
        asked = [_values(argument) for argument in arguments] if isinstance(arguments, list) else []
        if self.function.explained != "slope":
            pairs = zip(self.given, asked, strict=False)
            return len(asked) != len(self.given) or not all(np.array_equal(one, other) for one, other in pairs)
        if not asked or not self.given:
            return False
        self.others.update(np.setdiff1d(asked[0], [self.given[0], -self.given[0]])[: ENDS + 1].tolist())
        return not asked[0].size or len(self.others) > ENDS


ENDS = 2  # other points at which a slope may be asked: where large numbers are cut off


def _values(argument: Any) -> np.ndarray:
    """The numbers in an argument, one after the other; none where it is no array of real numbers."""
    values = as_numbers(argument)
    return np.zeros(0) if values is None else values.ravel()
