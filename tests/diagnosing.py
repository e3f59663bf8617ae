"""What a kit says of many mistakes, all in one process of its own: the whole kit, or a student's copy of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from grader import curriculum
from grader.steps import reference
from grader.steps.entry import Entry

SECONDS = 900  # for all of them

# Runs in the kit that is asked, and imports only what a student's copy has too.
PROGRAM = """
import json, sys, types
import numpy as np
told = json.load(sys.stdin)
sys.path.insert(0, told["kit"])
import exercises
from grader import curriculum
from grader.checks.answer import Answer
from grader.checks.calling import Code, call
from grader.diagnosis import diagnose

right = {}
for name, source in told["modules"].items():
    module = sys.modules[f"exercises.{name}"] = types.ModuleType(f"exercises.{name}")
    exec(compile(source, f"{name}.py", "exec"), module.__dict__)
    right[name] = module.__dict__

def shaken(value):  # with the last bit of every float changed, as on another machine
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(shaken(part) for part in value)
    floats = isinstance(value, float) or (type(value) is np.ndarray and value.dtype == float)
    return value * (1 + 2**-52) if floats and told["shake"] else value

def asking(function, source):
    namespace = dict(right[curriculum.functions()[function].step.module])
    exec(compile(source, "entry.py", "exec"), namespace)
    lines = source.splitlines()
    code = Code(lambda file: file == "entry.py", lambda file, line: lines[line - 1])
    def ask(name, arguments):
        answer = call(namespace[name], name, arguments, code)
        return Answer(shaken(answer.value), *list(vars(answer).values())[1:])
    return ask

said = {}
for id, function, source in told["cases"]:
    found = diagnose(function, asking(function, source))
    said[id] = found and [found.id, found.short, found.message]
json.dump([said, sys.modules["grader"].__file__], sys.stdout)
"""

Said = dict[str, list[str] | None]


def diagnoses(kit: Path, entries: Iterable[Entry], shake: bool = False, executable: str = sys.executable) -> Said:
    """What the kit in this folder says of each implementation, by its id: the diagnosis, or None.

    shake: change the last bit of every number that an implementation answers. executable: the Python to run it with.
    """
    cases = [(entry.id, entry.function, entry.source) for entry in entries]
    modules = {name: text for name, text in reference.sources().items() if (kit / "exercises" / f"{name}.py").exists()}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    run = subprocess.run(
        [executable, "-B", "-c", PROGRAM],
        input=json.dumps({"kit": str(kit), "modules": modules, "cases": cases, "shake": shake}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        cwd=kit,
        env=clean | {"PYTHONIOENCODING": "utf-8"},
    )
    assert run.returncode == 0, run.stderr
    said, place = json.loads(run.stdout)
    assert Path(place).parent.parent.resolve() == kit.resolve(), f"that was the grader in {place}"
    return said


def first_of_each(entries: Iterable[Entry]) -> list[Entry]:
    """One mistake in every function."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.function, entry)
    return [found[name] for name in curriculum.functions() if name in found]
