"""Answers calls of a learner's code over a pair of pipes; holds no check, no expected value and no score.

Step modules come over the wire: the learner's as source, the reference's earlier steps as code without source. A
program that imports this module has put this folder on `sys.path`; `hide_the_kit` takes it away again.
"""

import importlib
import importlib.abc
import importlib.machinery
import json
import linecache
import marshal
import os
import sys
import types
from collections.abc import Callable
from functools import partial
from typing import Any

import cells
import numpy as np
import stray
import wire
from observe import explain, observe

MAX_TOLD = 20  # lines that were passed over
PRIVATE = {"solutions", "grader", "tests"}


def hide_the_kit() -> None:
    """Take this folder, and the one of the kit, off the path of imports."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [
        path
        for path in sys.path
        if os.path.abspath(path) != here and not os.path.exists(os.path.join(path, "solutions", "__init__.py"))
    ]


class Modules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Serves `exercises.*` from memory, and knows nothing of the rest of the kit."""

    def __init__(self) -> None:
        self.codes: dict[str, Any] = {"exercises": None}
        self.sources: dict[str, list[str]] = {}
        self.careful = False
        self.passed_over: list[tuple[str, int, BaseException | None]] = []  # file, line, and what it raised

    def add(self, name: str, source: np.ndarray | str | None, code: np.ndarray | None, filename: str) -> None:
        """Take a module in: as compiled code, as source, or as the cells of a notebook (JSON)."""
        text = source.tobytes().decode() if isinstance(source, np.ndarray) else source
        notebook = json.loads(text) if text is not None and filename.endswith(".ipynb") else None
        self.codes[f"exercises.{name}"] = (text, code, filename, notebook)
        for file, lines in [*notebook["cells"], (filename, notebook["before"])] if notebook else [(filename, text)]:
            if lines is not None:
                self.sources[file] = lines.splitlines()
                linecache.cache[file] = (len(lines), None, lines.splitlines(keepends=True), file)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname.partition(".")[0] in PRIVATE:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        if fullname in self.codes or self._meant(fullname):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname == "exercises")
        return None

    def _meant(self, fullname: str) -> str:
        """The module that somebody means by `step1_activations` or `exercises.Step1_Activations`, or ""."""
        name = f"exercises.{fullname.removeprefix('exercises.').lower()}"
        return name if name in self.codes else ""

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        if module.__name__ not in self.codes:
            sys.modules[module.__name__] = importlib.import_module(self._meant(module.__name__))
            return
        if found := self.codes[module.__name__]:
            source, code, filename, notebook = found
            if notebook:
                cells.run(module, filename, notebook)
                return
            if code is None:
                stray.run(module.__dict__, filename, source, self.careful, partial(self._pass_over, filename))
                return
            exec(marshal.loads(code.tobytes()), module.__dict__)

    def _pass_over(self, filename: str, statement: Any, error: BaseException | None) -> None:
        self.passed_over.append((filename, statement.lineno, error))


class Server:
    """Reads requests and writes answers until the pipe closes."""

    def __init__(self, reading: int, writing: int):
        self.reading, self.writing = reading, writing
        self.modules = Modules()
        self.generators: dict[int, np.random.Generator] = {}
        self.call_id = ""
        sys.meta_path.insert(0, self.modules)

    def read(self, count: int) -> bytes:
        parts = []
        while count:
            part = os.read(self.reading, min(count, 1 << 20))
            if not part:
                os._exit(0)
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def receive(self) -> dict:
        header, payload = wire.lengths(self.read(wire.LENGTHS.size), wire.REQUEST)
        return wire.decode(self.read(header), self.read(payload), self.resolve, wire.REQUEST)

    def send(self, message: dict) -> None:
        data = memoryview(wire.encode(message | {"id": self.call_id}))
        while data:
            data = data[os.write(self.writing, data) :]

    def resolve(self, handle: wire.Handle) -> Any:
        """A random generator that lives here, or a function that asks the other end."""
        if handle.kind == "function":
            return self.callback(handle.number)
        if handle.number not in self.generators:
            bits = np.random.PCG64()
            bits.state = handle.state
            self.generators[handle.number] = np.random.Generator(bits)
        return self.generators[handle.number]

    def callback(self, number: int) -> Callable[..., Any]:
        def f(*arguments: Any) -> Any:
            self.send({"callback": number, "arguments": arguments})
            reply = self.receive()
            if "error" in reply:
                raise ValueError(reply["error"])
            return reply["value"]

        return f

    def is_learners(self, filename: str) -> bool:
        return filename in self.modules.sources

    def line_of(self, filename: str, line: int) -> str:
        lines = self.modules.sources.get(filename, [])
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def load(self, request: dict) -> dict:
        for module in request["modules"]:
            self.modules.add(module["name"], module["source"], module["code"], module["filename"])
        self.modules.careful = request.get("careful", False)
        for name in request["run"]:
            __import__(f"exercises.{name}")
        told = [self.told(*line) for line in self.modules.passed_over[:MAX_TOLD]]
        return {"value": None} | ({"passed_over": told} if told else {})

    def told(self, filename: str, line: int, error: BaseException | None) -> dict:
        """A line that was passed over, as plain data."""
        told = explain(error, self.is_learners, self.line_of) if error else None
        return {"file": filename, "line": line, "text": self.line_of(filename, line).strip()[:80], "error": told}

    def give(self, request: dict) -> dict:
        """Put the reference's functions in place of the learner's, where a function is judged that comes after them."""
        given = types.ModuleType("exercises._given")
        exec(marshal.loads(request["code"].tobytes()), given.__dict__)
        module = sys.modules[f"exercises.{request['module']}"]
        for name in request["names"]:
            setattr(module, name, getattr(given, name))
        return {"value": None}

    def call(self, request: dict) -> dict:
        module = sys.modules[f"exercises.{request['module']}"]
        function = getattr(module, request["function"], None)
        if not callable(function):
            return {"missing": request["function"]}
        return {"answer": observe(function, request["arguments"], wire.plain)}

    def serve(self) -> None:
        while True:
            request = self.receive()
            self.call_id = request["id"]
            try:
                reply = {"load": self.load, "give": self.give, "call": self.call}[request["do"]](request)
            except BaseException as error:
                reply = {"error": explain(error, self.is_learners, self.line_of)}
            self.send(reply)
