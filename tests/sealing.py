"""What the tests of sealed workers share. Skips them, loudly, where nothing can be sealed."""

import textwrap
import time
import warnings
from pathlib import Path

import pytest

from grader.examination import sandbox
from tests.sealed_attacks import PRELUDE

KIT = Path(__file__).resolve().parent.parent
SECONDS = 60
ISOLATION = sandbox.isolation()
if ISOLATION.level == sandbox.PROCESS:
    NOT_HERE = f"SEALED WORKERS ARE NOT TESTED, since nothing can be sealed here: {ISOLATION.reason}"
    warnings.warn(NOT_HERE, stacklevel=1)
    pytest.skip(NOT_HERE, allow_module_level=True)


def load(worker, source, name="step1", seconds=SECONDS):
    module = {"name": name, "source": textwrap.dedent(source), "code": None, "filename": f"{name}.py"}
    return worker.request({"do": "load", "modules": [module], "run": [name]}, seconds)


def call(worker, function, *arguments, seconds=SECONDS):
    question = {"do": "call", "module": "step1", "function": function, "arguments": arguments}
    return worker.request(question, seconds)


def run(worker, body, seconds=SECONDS):
    """Load a module with a function of this body, and call it."""
    reply = load(worker, f"{PRELUDE}\ndef attack():\n    {body}\n")
    assert reply == {"id": reply["id"], "value": None}, reply
    return call(worker, "attack", seconds=seconds)


def children_of(pid):
    """The processes whose parent this is, those that have ended and were not waited for included."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def gone(pid, seconds=20):
    """Whether a process ends within this time; one that nobody has waited for yet has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False
