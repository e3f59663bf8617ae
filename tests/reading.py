"""Reads a sealed worker as its own code could, and more: from outside, all of its memory.

`python -m tests.reading` prints what a student's code finds in each step, as the table of the page on isolation has it.
"""

import importlib
import math
import re
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from grader import curriculum
from grader.examination import sandbox
from grader.examination.examiner import Examination
from grader.steps import reference
from grader.submissions.submission import Submission
from tests.made_submissions import MODULES, stubs

ROOT = Path(__file__).resolve().parent.parent
SHORTEST = 28  # characters; a shorter line may be anybody's
SECRET_FILES = ("oracle.py", "test_*.py", "mistakes.py", "variants.py", "patterns.py", "questions.py")

# From inside: every object that a learner's code can come to, and what of it is code or text of somebody.
READER = """
import gc, importlib, os, sys, threading, types
def codes():
    seen, todo = set(), [sys._getframe()]
    todo += [*gc.get_objects(), *sys.modules.values(), *sys._current_frames().values()]
    todo += [vars(module) for module in sys.modules.values() if hasattr(module, '__dict__')]
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, types.CodeType):
            yield one
            todo += one.co_consts
        elif isinstance(one, types.FrameType):
            todo += [one.f_code, one.f_back, one.f_locals, one.f_globals]
        elif isinstance(one, types.FunctionType):
            todo += [one.__code__, one.__defaults__, one.__dict__, *(cell for cell in one.__closure__ or ())]
        elif isinstance(one, types.MethodType):
            todo += [one.__func__, one.__self__]
        elif isinstance(one, (tuple, list, set, frozenset)):
            todo += one
        elif isinstance(one, dict):
            todo += list(one.values())
        else:
            todo += [part for part in gc.get_referents(one) if id(part) not in seen][:10_000]
def there():
    found = {}
    for name in MODULES:
        try:
            module = importlib.import_module('exercises.' + name)
        except ImportError:
            continue
        kinds = found[name] = []
        for key, value in vars(module).items():
            if isinstance(value, types.FunctionType) and '_ask' in value.__code__.co_names:
                kinds.append((key, 'asks'))
            elif isinstance(value, types.FunctionType) and value.__module__ == module.__name__ != __name__:
                kinds.append((key, 'runs'))
            elif key.isupper() and key != 'MODULES':
                kinds.append((key, 'data'))
    return found
def look():
    found = there()
    files = sorted({(code.co_filename, code.co_name) for code in codes()})
    away = (sys.prefix, sys.base_prefix, '<frozen', '<__array_function__', '<string>', '<stdin>')
    files = [(file, name) for file, name in files if not file.startswith(away)]
    threads = [thread.name for thread in threading.enumerate()]
    return [files, found, sorted(os.environ), threads, sys.argv, sys.orig_argv]
"""
WAITS = "    import time\n    time.sleep(600)\n"


def waiting(step: curriculum.Step) -> str:
    """A step of which every function waits, so that one can look at its process while it is asked."""
    return "\n".join(f"def {function.name}(*_, **__):\n{WAITS}" for function in step.functions)


def _lines(text: str) -> set[bytes]:
    return {line for part in text.splitlines() if len(line := part.strip().encode()) >= SHORTEST}


def _secret_paths() -> list[Path]:
    folders = [ROOT / "grader" / "steps" / step.module for step in curriculum.steps()]
    found = [path for folder in folders for pattern in SECRET_FILES for path in folder.glob(pattern)]
    shared = (ROOT / "grader" / "steps" / "shared").glob("*.py")
    return [*found, *shared, *(ROOT / "solutions" / f"{step.module}.py" for step in curriculum.steps())]


def secret_lines() -> set[bytes]:
    """Lines of solutions, oracles, hidden checks and the bank that stand in nothing that students are given."""
    public = [*stubs().values(), *(path.read_text("utf-8") for path in (ROOT / "grader" / "worker").glob("*.py"))]
    public += [
        path.read_text("utf-8") for room in ("checks", "curriculum") for path in (ROOT / "grader" / room).rglob("*.py")
    ]
    lines = set().union(*(_lines(path.read_text("utf-8")) for path in _secret_paths()))
    known = set().union(*map(_lines, public))
    return {line for line in lines if line not in known and not line.startswith((b"import ", b"from "))}


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for part in code.co_consts:
        if isinstance(part, types.CodeType):
            yield from _codes(part)


def secret_code() -> dict[bytes, str]:
    """By what tells a compiled function from all others (where its instructions stand in the text): its name.

    It is the same in code that runs and in code that is packed.
    """
    public = {code.co_linetable for text in stubs().values() for code in _codes(compile(text, "<given>", "exec"))}
    texts = [path.read_text("utf-8") for path in _secret_paths() if path.name not in ("mistakes.py", "variants.py")]
    texts += reference.sources().values()
    found = {}
    for text in texts:
        for level in (0, 2):
            for code in _codes(compile(text, "<secret>", "exec", optimize=level)):
                if len(code.co_linetable) >= SHORTEST and code.co_linetable not in public:
                    found[code.co_linetable] = code.co_name
    return found


def memory_of(pid: int) -> Iterator[bytes]:
    """What a process has written to, mapping by mapping. Raises PermissionError without the right to trace it."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            area, rights, *_ = line.split()
            start, end = (int(place, 16) for place in area.split("-"))
            if rights.startswith("rw"):
                memory.seek(start)
                yield b"".join(iter(lambda left=[end - start]: _part(memory, left), b""))


def _part(memory: Any, left: list[int]) -> bytes:
    part = memory.read(min(left[0], 1 << 24)) if left[0] else b""
    left[0] -= len(part)
    return part


def texts_in(memory: list[bytes]) -> set[bytes]:
    """Every line of text in it, also of texts that are quoted or packed as JSON."""
    runs = (run for block in memory for run in re.findall(rb"[\x20-\x7e]{%d,}" % SHORTEST, block))
    return {line.strip() for run in runs for line in run.split(b"\\n")}


def found_in(memory: list[bytes], patterns: set[bytes]) -> set[bytes]:
    """Which of these bytes, eight or more each, are in it, wherever they begin."""
    by_start: dict[int, list[bytes]] = {}
    for pattern in patterns:
        by_start.setdefault(int.from_bytes(pattern[:8], "little"), []).append(pattern)
    hashed = np.zeros(1 << 16, bool)
    hashed[_hash(np.array(list(by_start), np.uint64))] = True
    found = set()
    for block in memory:
        for shift in range(8):
            words = np.frombuffer(block, np.uint64, (len(block) - shift) // 8, shift)
            for place in np.flatnonzero(hashed[_hash(words)]).tolist():
                for pattern in by_start.get(int(words[place]), ()):
                    if block.startswith(pattern, shift + 8 * place):
                        found.add(pattern)
    return found


def _hash(words: np.ndarray) -> np.ndarray:
    return (words * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)


def numbers_of(value: Any) -> set[float]:
    """The numbers in an answer that nobody comes to by chance: no halves, no thirds, no small whole ones."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return set().union(*map(numbers_of, value)) if value else set()
    if (isinstance(value, np.ndarray) and value.dtype.kind in "fc") or isinstance(value, float):
        flat = np.ravel(np.real(value)).astype(float)[:2000].tolist()
        return {one for one in flat if math.isfinite(one) and abs(one) < 1e9 and one * 5040 != round(one * 5040)}
    return set()


def right_answer(name: str, arguments: tuple) -> Any:
    """What the reference answers, in this process."""
    module = importlib.import_module(f"solutions.{curriculum.functions()[name].step.module}")
    answer = getattr(module, name)(*arguments)
    return list(answer) if isinstance(answer, types.GeneratorType) else answer


@cache
def look(step: curriculum.Step, level: str) -> list[Any]:
    """What READER finds in a worker of this step, in which nothing is right and all that comes before is asked."""
    submission = Submission("somebody", {step.module: f"MODULES = {MODULES}\n{READER}"})
    with sandbox.workers(level) as new_worker, Examination(submission, 1, new_worker=new_worker) as examination:
        worker = examination._ready(step.functions[-1])
        reply = worker.request({"do": "call", "module": step.module, "function": "look", "arguments": ()}, 60)
    return reply["answer"]["value"]


def row(step: curriculum.Step, level: str) -> str:
    """What a student's code finds in a step, as a line of the table."""
    _, found, *_ = look(step, level)
    kinds: dict[str, set[str]] = {"asks": set(), "runs": set(), "data": set()}
    for name, kind in (one for module in found.values() for one in module):
        kinds[kind].add(name)
    given = ", ".join(f"`{name}`" for name in sorted(kinds["runs"] | kinds["data"])) or "nothing"
    return f"| {step.number} {step.title} | {len(kinds['asks'])} | {given} |"


def table(level: str) -> list[str]:
    head = ["| step | earlier functions that it may ask | given code and data, as in the starter files |"]
    return [*head, "| --- | --- | --- |", *(row(step, level) for step in curriculum.steps())]


if __name__ == "__main__":
    print("\n".join(table(sandbox.isolation_level())))
