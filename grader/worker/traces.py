"""What a learner's code has left behind in its process, outside its own modules.

Where nothing is left, the process serves for the next step too. The question is one of fairness alone: one that lies
about itself goes on with what it has done to itself, and nothing of the grader's is in it.
"""

import gc
import os
import random
import signal
import sys
import threading
import time
import types
import warnings
from operator import is_
from typing import Any

import numpy as np

MODULES = "builtins math cmath random statistics operator functools itertools copy collections warnings time os sys"
NUMPY = "numpy numpy.random numpy.linalg numpy.core numpy.lib numpy.ma numpy.testing"
PASSING = {"__warningregistry__", "_"}  # what Python itself writes into modules
PASSING |= {"last_type", "last_value", "last_traceback", "last_exc"}
SIGNALS = ("SIGINT", "SIGTERM", "SIGALRM", "SIGSEGV", "SIGFPE", "SIGABRT", "SIGUSR1")
CPU_SECONDS = 20.0  # a process that has computed longer, or held more, is not asked to go on
MEMORY = 400 << 20


def _is_as_it_was(module: types.ModuleType, before: dict[str, Any]) -> bool:
    """Whether a module holds what it held, but for what Python writes into it, and modules below it that have come."""
    now = vars(module)
    if len(now) == len(before) and all(map(is_, now.values(), before.values())):
        return True  # nearly always, and ten times as fast
    below = {name for name in now.keys() - before.keys() if f"{module.__name__}.{name}" in sys.modules} | PASSING
    names = (now.keys() | before.keys()) - below
    return all(name in now and name in before and now[name] is before[name] for name in names)


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # a sealed process has none
        return ""


def _settings() -> dict[str, Any]:
    """What changes how everybody computes, prints or imports in this process, and is no module's name."""
    signals = [signal.getsignal(getattr(signal, name)) for name in SIGNALS if hasattr(signal, name)]
    return {
        "floats": (np.geterr(), np.geterrcall(), np.getbufsize()),
        "printing": repr(np.get_printoptions()),
        "warnings": list(warnings.filters),
        "limits": (sys.getrecursionlimit(), sys.gettrace(), sys.getprofile(), gc.isenabled(), gc.get_threshold()),
        "imports": (list(sys.path), list(sys.meta_path), list(sys.path_hooks)),
        "surroundings": (dict(os.environ), _folder()),
        "others": (signals, threading.active_count()),
    }


def _held() -> int:
    """Bytes that the process has held at most; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class Traces:
    """Remembers how the process was before any of a learner's code was in it."""

    def __init__(self) -> None:
        names = MODULES.split() + NUMPY.split()
        self.modules = [sys.modules[name] for name in names if name in sys.modules]
        self.before = [dict(vars(module)) for module in self.modules]
        self.settings = _settings()

    def left(self) -> bool:
        """Whether something is not as it was. Raises whatever a learner's own objects raise when they are compared."""
        if time.process_time() > CPU_SECONDS or _held() > MEMORY:
            return True
        return not all(map(_is_as_it_was, self.modules, self.before)) or _settings() != self.settings


def shuffle_again() -> None:
    """Give the global generators new seeds, as in a process that has just begun."""
    random.seed()
    if "numpy.random" in sys.modules:
        np.random.seed()
