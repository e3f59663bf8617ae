"""Learners' functions called directly, in the process that judges them: what isolation is measured against.

Nothing is copied, sent or guarded. Only for work of our own.
"""

import importlib
import importlib.abc
import importlib.machinery
import marshal
import sys
import time
import types
from typing import Any

import numpy as np

from grader import curriculum
from grader.checks.calling import copied
from grader.worker.observe import explain, observe


class Direct(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers what a worker answers, without one. Used for one set of modules at a time."""

    alive = True

    def __init__(self) -> None:
        self.codes: dict[str, list[Any]] = {"exercises": []}
        self.neighbours: Any = None
        self.compiled: dict[tuple[str, str], types.CodeType] = {}

    def __enter__(self) -> "Direct":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def seconds(self) -> float:
        return time.process_time()

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname not in self.codes:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname == "exercises")

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        for code in self.codes[module.__name__]:
            exec(code, module.__dict__)

    def request(self, message: dict, seconds: float) -> dict:
        try:
            do = {"load": self.load, "give": self.give, "call": self.call, "renew": self.renew}
            return do[message["do"]](message)
        except Exception as error:
            return {"error": explain(error, lambda name: name.startswith("step"), lambda *_: "")}

    def renew(self, message: dict) -> dict:
        self.close()
        self.codes = {"exercises": []}
        return {"value": True}

    def _compiled(self, text: str, filename: str) -> types.CodeType:
        key = text, filename
        if key not in self.compiled:
            self.compiled[key] = compile(text, filename, "exec")
        return self.compiled[key]

    def load(self, message: dict) -> dict:
        for name in [name for name in sys.modules if name.partition(".")[0] == "exercises"]:
            del sys.modules[name]
        sys.meta_path.insert(0, self)
        for module in message["modules"]:
            parts: list[Any] = []
            if (code := module.get("code")) is not None:
                parts.append(marshal.loads(code.tobytes()))
            if (source := module.get("source")) is not None:
                text = source.tobytes().decode() if isinstance(source, np.ndarray) else source
                parts.append(self._compiled(text, module["filename"]))
            if stubs := module.get("stubs"):
                parts.append(_asking(stubs))
            self.codes[f"exercises.{module['name']}"] = parts
        for name in message["run"]:
            __import__(f"exercises.{name}")
        return {"value": None}

    def give(self, message: dict) -> dict:
        given: dict[str, Any] = {"_ask": _ask}
        exec(_asking(message["stubs"]), given)
        for name in message["names"]:
            setattr(sys.modules[f"exercises.{message['module']}"], name, given[name])
        return {"value": None}

    def call(self, message: dict) -> dict:
        function = getattr(sys.modules[f"exercises.{message['module']}"], message["function"])
        return {"answer": observe(function, copied(message["arguments"]), lambda value: value)}


def _ask(name: str, arguments: tuple) -> Any:
    """What the reference answers, directly."""
    step = curriculum.functions()[name].step
    return getattr(importlib.import_module(f"solutions.{step.module}"), name)(*copied(arguments))


def _asking(stubs: str) -> types.CodeType:
    return compile(f"from tests.benchmarks.unsealed import _ask\n{stubs}", "<given>", "exec")
