"""What to tell of a call that gave no answer: an exception, an unwritten function, a loop without end."""

import ctypes
import re
import threading
import traceback
from collections.abc import Callable

from grader.checks.answer import CRASHED, NOT_ATTEMPTED, Error, LearnerFailed
from grader.worker.observe import observe


class TookTooLong(BaseException):
    """Raised inside a learner's loop that does not end; no `except Exception` catches it."""


def interrupt_after(seconds: float, is_debugging: Callable[[], bool]) -> Callable[[], None]:
    """Raise TookTooLong in this thread after so many seconds, without alarm signals. Returns what cancels it."""
    thread, over = threading.get_ident(), threading.Event()

    def watch() -> None:
        if not over.wait(seconds) and not is_debugging():
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TookTooLong))

    threading.Thread(target=watch, daemon=True).start()
    return over.set


def said_of(error: Error, function: str) -> str:
    """One or two lines on an exception in the learner's code."""
    where = f"in {error.file}, line {error.line}" if error.line else ""
    message = f": {error.message}" if error.message else ""
    if "SyntaxError" in error.bases:
        message = re.sub(r" \([^()]*line \d+\)$", "", message)
    text = f"\n  {error.text}" if error.text else ""
    if error.type == "WireError":
        return f"{function} gave something that cannot be looked at{message}"
    if error.type == "SystemExit":
        message = ": the program asked to end (exit() or sys.exit())"
    why = f"\n{said}" if (said := explained(error)) else ""
    return f"{function} raised {error.type} {where}".rstrip() + message + text + why


def is_no_python(error: Error, module: str) -> bool:
    """Whether Python cannot read the module's own text, as opposed to what it imports."""
    return "SyntaxError" in error.bases and error.file in (f"{module}.py", "", None)


def said_of_import(error: Error, module: str) -> str:
    """One or two lines on an exception while a learner's module was compiled or run."""
    if not is_no_python(error, module):
        return said_of(error, f"importing {module}.py")
    message = re.sub(r" \([^()]*line \d+\)$", "", error.message)
    said = f"{module}.py cannot be read by Python: {message}" + (f", line {error.line}" if error.line else "")
    return said + (f"\n  {error.text[:100]}" if error.text else "")


def is_call_itself(error: BaseException) -> bool:
    """Whether an exception arose in a call of a learner's function, even where none of their lines took part.

    So it is with a wrong number of arguments, and with functions that are not written in Python.
    """
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_code is observe.__code__ for frame, _ in frames)


def failure_of(error: Error, name: str) -> LearnerFailed:
    """An exception from a learner's function as an outcome: the stub's own is "not attempted", others are crashes."""
    if "NotImplementedError" in error.bases:
        if error.function in (name, None):
            return LearnerFailed(NOT_ATTEMPTED, f"{name} is not written yet", error)
        return LearnerFailed(CRASHED, f"{name} calls {error.function}, which is not written yet", error)
    return LearnerFailed(CRASHED, said_of(error, name), error)


def explained(error: Error) -> str:
    """What to add to an exception that comes of the seal, so that it can be understood; "" for all others."""
    if "ImportError" in error.bases and "while work is graded" in error.message:
        return ""  # it says so itself
    if "ModuleNotFoundError" in error.bases and (found := re.fullmatch(r"No module named '([\w.]+)'", error.message)):
        name, kits = found[1], found[1].split(".")[0] in ("solutions", "grader", "tests")
        there = "While work is graded there are NumPy, the standard library and the step modules"
        mine = f"; if {name} is a file of yours, put what you need of it into {error.file or 'the step module'}"
        return f"{there}{'' if kits else mine}."
    if "OSError" in error.bases or "can't start new thread" in error.message:
        return (
            "While work is graded there are no files, no network, no threads and no other programs. "
            'Keep such lines under `if __name__ == "__main__":`.'
        )
    if "EOFError" in error.bases:
        return "While work is graded nobody answers input()."
    if "MemoryError" in error.bases:
        return "It asks for more memory than there is while work is graded."
    return ""
