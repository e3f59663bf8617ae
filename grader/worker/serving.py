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
import questions
import stray
import traces
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

    def __init__(self, ask: Callable[[str, tuple], Any]) -> None:
        self.ask = ask
        self.meant: set[str] = set()  # other names under which modules have been imported
        self.forget()

    def forget(self) -> None:
        """Hold no module any more."""
        for name in [name for name in sys.modules if name.startswith("exercises") or name in self.meant]:
            del sys.modules[name]
        self.found: dict[str, dict[str, Any]] = {"exercises": {}}
        self.sources: dict[str, list[str]] = {}
        self.meant.clear()
        self.careful = False
        self.passed_over: list[tuple[str, int, BaseException | None]] = []  # file, line, and what it raised

    def add(self, module: dict[str, Any]) -> None:
        """Take a module in. It has a "name", a "filename", and some of these, which run in this order:

        "code": compiled. "source": the learner's text, or the cells of their notebook (JSON). "stubs": text that puts
        functions which ask (`_ask`) in place of others, and the given code of the step.
        "neighbour": whether it is not the one that is judged, so that nothing is to be told of it.
        """
        source, filename = module.get("source"), module["filename"]
        text = source.tobytes().decode() if isinstance(source, np.ndarray) else source
        notebook = json.loads(text) if text is not None and filename.endswith(".ipynb") else None
        self.found[f"exercises.{module['name']}"] = module | {"text": text, "notebook": notebook}
        for file, lines in [*notebook["cells"], (filename, notebook["before"])] if notebook else [(filename, text)]:
            if lines is not None:
                self.sources[file] = lines.splitlines()
                linecache.cache[file] = (len(lines), None, lines.splitlines(keepends=True), file)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname.partition(".")[0] in PRIVATE:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        if fullname in self.found or self._meant(fullname):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname == "exercises")
        return None

    def _meant(self, fullname: str) -> str:
        """The module that somebody means by `step1_activations` or `exercises.Step1_Activations`, or ""."""
        name = f"exercises.{fullname.removeprefix('exercises.').lower()}"
        return name if name in self.found else ""

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        if module.__name__ not in self.found:
            self.meant.add(module.__name__)
            sys.modules[module.__name__] = importlib.import_module(self._meant(module.__name__))
            return
        found, space = self.found[module.__name__], module.__dict__
        if (code := found.get("code")) is not None:
            exec(marshal.loads(code.tobytes()), space)
        neighbour = found.get("neighbour", False)
        if found.get("notebook"):
            cells.run(module, found["filename"], found["notebook"])
        elif (text := found.get("text")) is not None:
            tell = self._keep_quiet if neighbour else partial(self._pass_over, found["filename"])
            stray.run(space, found["filename"], text, self.careful and not neighbour, tell)
        if stubs := found.get("stubs"):
            self.run_stubs(stubs, space)

    def run_stubs(self, stubs: str, space: dict[str, Any]) -> None:
        """Run functions that ask for their answers in a namespace."""
        space["_ask"] = self.ask
        exec(compile(stubs, "<given>", "exec"), space)

    def _pass_over(self, filename: str, statement: Any, error: BaseException | None) -> None:
        self.passed_over.append((filename, statement.lineno, error))

    def _keep_quiet(self, statement: Any, error: BaseException | None) -> None: ...


class Server:
    """Reads requests and writes answers until the pipe closes."""

    def __init__(self, reading: int, writing: int):
        self.reading, self.writing = reading, writing
        self.buffer = bytearray()
        self.modules = Modules(self.ask)
        self.generators: dict[int, np.random.Generator] = {}
        self.serving: dict[str, Callable[..., Any]] = {}  # in a process of the grader's own: what may be asked there
        self.call_id = ""
        self.traces: traces.Traces | None = None  # taken before the first module is loaded
        self.out_of_memory = False
        sys.meta_path.insert(0, self.modules)

    def read(self, count: int) -> bytes:
        while len(self.buffer) < count:
            part = os.read(self.reading, 1 << 16)
            if not part:
                os._exit(0)
            self.buffer += part
        data = bytes(self.buffer[:count])
        del self.buffer[:count]
        return data

    def receive(self) -> dict:
        return self._rest(self.read(wire.LENGTHS.size), self.resolve)

    def _rest(self, prefix: bytes, resolve: Callable[[wire.Handle], Any]) -> dict:
        header, payload = wire.lengths(prefix, wire.REQUEST)
        return wire.decode(self.read(header), self.read(payload), resolve, wire.REQUEST)

    def send(self, message: dict) -> None:
        self.write(wire.encode(message | {"id": self.call_id}))

    def write(self, frame: bytes) -> None:
        data = memoryview(frame)
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

    def ask(self, name: str, arguments: tuple) -> Any:
        """Ask for what an earlier function gives, which is not here; its exceptions and its random numbers come too."""
        self.write(wire.as_question(questions.asked(name, arguments)))
        return questions.understood(self._rest(self.read(wire.LENGTHS.size), questions.as_it_came), arguments)

    def answer(self, prefix: bytes) -> None:
        """Answer such a question, where this is the process that may."""
        header, payload = wire.lengths_of_question(prefix)
        self.write(questions.answered(self.read(header), self.read(payload), self.serving))

    def serve_functions(self, request: dict) -> dict:
        """From now on these may be asked, and no others."""
        pairs = request["functions"]
        self.serving = {name: getattr(sys.modules[f"exercises.{module}"], name) for module, name in pairs}
        return {"value": None}

    def is_learners(self, filename: str) -> bool:
        return filename in self.modules.sources

    def line_of(self, filename: str, line: int) -> str:
        lines = self.modules.sources.get(filename, [])
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def renew(self, request: dict) -> dict:
        """Forget all modules, and be as a process that has just begun; the value is whether that could be done."""
        if self.out_of_memory or not self.traces or self.traces.left():
            return {"value": False}
        self.modules.forget()
        self.generators = {}
        traces.shuffle_again()
        return {"value": True}

    def load(self, request: dict) -> dict:
        self.traces = self.traces or traces.Traces()
        for module in request["modules"]:
            self.modules.add(module)
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
        """Put functions that ask in place of the learner's, where a function is judged that comes after them."""
        given: dict[str, Any] = {}
        self.modules.run_stubs(request["stubs"], given)
        module = sys.modules[f"exercises.{request['module']}"]
        for name in request["names"]:
            setattr(module, name, given[name])
        return {"value": None}

    def call(self, request: dict) -> dict:
        module = sys.modules[f"exercises.{request['module']}"]
        function = getattr(module, request["function"], None)
        if not callable(function):
            return {"missing": request["function"]}
        return {"answer": observe(function, request["arguments"], wire.Encoded)}

    def serve(self) -> None:
        do = {
            "load": self.load,
            "give": self.give,
            "call": self.call,
            "serve": self.serve_functions,
            "renew": self.renew,
        }
        while True:
            prefix = self.read(wire.LENGTHS.size)
            if wire.is_question(prefix):
                self.answer(prefix)
                continue
            request = self._rest(prefix, self.resolve)
            self.call_id = request["id"]
            try:
                reply = do[request["do"]](request)
            except BaseException as error:
                self.out_of_memory |= isinstance(error, MemoryError)
                reply = {"error": explain(error, self.is_learners, self.line_of)}
            self.send(reply)
