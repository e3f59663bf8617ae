"""Runs a class of attackers and honest neighbours through the whole grader, and tells what got through."""

import contextlib
import csv
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest import mock

from grader.classroom import grade, out_folder
from grader.examination.cleaning import one_line
from grader.steps import reference
from tests.attacks.case import Case, Place
from tests.classroom.test_pages import assert_harmless as assert_harmless_page
from tests.classroom.test_tables import assert_harmless as assert_harmless_table
from tests.made_submissions import with_functions

KIT = Path(__file__).resolve().parent.parent.parent
HONEST = {"ann": "", "mia": "", "zoe": "sigmoid", "eve": "mse"}  # who is wrong in one function, and in which
MOST_MEMORY = 1_000  # MB, of a process of the grader's at its largest
LARGEST_REPORT = 400_000  # bytes, of report.json and of feedback.html
SECRETS = ("file", "environment", "neighbour", "aaron", "folder")
SOLUTION = "Every unit of a neural network does two things"
STOLEN = "code-of-the-reference"  # what a case says that has found some
CHECK = "each entry of the answer is the function of that entry"


@dataclass
class Result:
    """What came of one run: breaches by name of the case, and what the whole class suffered."""

    breaches: dict[str, list[str]] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: int = 0

    def breach(self, case: Case, what: str) -> None:
        found = self.breaches.setdefault(case.name, [])
        if what not in found:
            found.append(what)


class Listener:
    """Takes what is sent to a port of this machine."""

    def __enter__(self) -> "Listener":
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.heard: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                connection.settimeout(1)
                with connection, contextlib.suppress(OSError):
                    self.heard.append(connection.recv(999).decode("utf-8", "replace"))

    def __exit__(self, *_: object) -> None:
        self.socket.close()


def snapshot(folder: Path) -> dict[str, tuple]:
    """What lies in a folder: names, modes, targets of links, and the content of what is small."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if "__pycache__" in path.parts or ".git" in path.parts:
            continue
        status = path.lstat()
        content = b""
        if path.is_symlink():
            content = os.readlink(os.fsencode(path))
        elif path.is_file() and status.st_size < 2_000_000:
            content = hashlib.sha256(path.read_bytes()).digest()
        found[str(path)] = (status.st_mode, status.st_size, content)
    return found


def outliving() -> dict[str, list[int]]:
    """Processes that say they outlive their case, by its name."""
    found: dict[str, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            for word in words:
                if word.startswith("outlives-"):
                    found.setdefault(word.removeprefix("outlives-"), []).append(int(folder.name))
    return found


def descendants() -> set[int]:
    """The processes below this one."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found, level = set(), {os.getpid()}
    while level := {pid for pid, parent in parents.items() if parent in level} - found:
        found |= level
    return found


class Memory:
    """Watches how large the grader's own processes become: this one, and the jobs. In MB."""

    def __enter__(self) -> "Memory":
        self.largest, self.done = 0, threading.Event()
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()
        return self

    def _watch(self) -> None:
        while not self.done.wait(0.1):
            for pid in {os.getpid(), *descendants()}:
                with contextlib.suppress(OSError, StopIteration):
                    if pid == os.getpid() or b"grading_process" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                        peak = next(line for line in lines if line.startswith("VmHWM"))
                        self.largest = max(self.largest, int(peak.split()[1]) >> 10)

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()


@contextlib.contextmanager
def _temporary() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(folder)


def honest(wrong: str) -> dict[str, str]:
    """The modules of somebody who has written all, and one function wrong."""
    if not wrong:
        return reference.sources()
    return with_functions({wrong: f"def {wrong}(x, y=0.5):\n    return x * y + 0.25"}).sources


class Ground:
    """A class of attackers and of honest people in a temporary folder, and secrets around it."""

    def __init__(self, root: Path, cases: Iterable[Case], port: int):
        self.cases = list(cases)
        self.token = {name: f"{name}-{secrets.token_hex(8)}" for name in SECRETS}
        self.place = Place(KIT, root / "class", root / "out", root / "secret.txt", root / "victim", port)
        self.place.submissions.mkdir()
        self.place.victim.mkdir()
        self.place.victim.chmod(0o777)
        self.place.secret.write_text(self.token["file"])
        for name, wrong in HONEST.items():
            (self.place.submissions / name).mkdir()
            for module, source in honest(wrong).items():
                text = f"# {self.token['neighbour']}\n{source}"
                (self.place.submissions / name / f"{module}.py").write_text(text, encoding="utf-8")
        (self.place.submissions / "aaron").mkdir()  # whose report has a secret in it
        (self.place.submissions / "aaron" / f"{self.token['folder']}.txt").touch()
        (self.place.submissions / "aaron" / "step1_activations.py").write_text(
            f"raise ValueError('{self.token['aaron']}')"
        )
        for case in self.cases:
            case.lay(self.place.submissions, self.place)

    def run(self, level: str | None, jobs: int, seconds: float) -> Result:
        result = Result()
        trust = level == "process"
        options = grade.Options(self.place.submissions, self.place.out, jobs, isolation=level, trust=trust)
        before = {str(folder): snapshot(folder) for folder in (self.place.submissions, self.place.kit)}
        limited = mock.patch.object(grade, "Settings", partial(grade.Settings, seconds=seconds))
        started, here = time.monotonic(), descendants()
        with limited, mock.patch.dict(os.environ, CANARY=self.token["environment"]), Memory() as memory:
            code = grade.grade_class(options, result.said.append)
        result.seconds = time.monotonic() - started
        result.megabytes = memory.largest
        if memory.largest > MOST_MEMORY:
            result.general.append(f"a process of the grader's has taken {memory.largest} MB")
        if code:
            result.general.append(f"the exit code is {code}")
        for pid in descendants() - here:
            with contextlib.suppress(OSError):
                result.general.append(f"still there: {Path(f'/proc/{pid}/cmdline').read_bytes()!r}")
        for folder, was in before.items():
            now = snapshot(Path(folder))
            changed = sorted(name for name in {*was, *now} if was.get(name) != now.get(name))
            culprits = {case.name: case for case in self.cases}
            for name in changed:
                if culprit := culprits.get(Path(name).name):
                    result.breach(culprit, "changes what was handed in")
                else:
                    result.general.append(f"changed: {name}")
        self._judge(result)
        return result

    def _judge(self, result: Result) -> None:
        folders = out_folder.folder_names(sorted([*HONEST, "aaron", *(case.whose for case in self.cases)]))
        for name, wrong in HONEST.items():
            report = json.loads((self.place.out / folders[name] / "report.json").read_text())
            lost = {one["function"]: one["outcome"] for one in report["functions"] if one["score"] < one["max_score"]}
            if lost != ({wrong: "wrong"} if wrong else {}):
                result.general.append(f"{name} is graded so: {lost}")
            if not wrong and report["network"]["outcome"] != "learns":
                result.general.append(f"the network of {name} {report['network']['outcome']}")
        for case in self.cases:
            self._judge_case(case, self.place.out / folders[case.whose], result)
        self._judge_class(result, folders)

    def _judge_case(self, case: Case, folder: Path, result: Result) -> None:
        try:
            text = (folder / "report.json").read_text(encoding="utf-8")
            report = json.loads(text)
            page = (folder / "feedback.html").read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            result.breach(case, f"has no report ({type(error).__name__})")
            return
        for function in report["functions"]:
            if function["score"] > case.deserves.get(function["function"], 0):
                result.breach(case, f"is given {function['score']:g} for {function['function']}")
            if function["outcome"] == "grader error":
                result.breach(case, "breaks the grader")
        if report["student"] != one_line(case.whose):
            result.breach(case, f"has the report of {report['student']}")
        if any("the grader" in problem for problem in report["problems"]):
            result.breach(case, "breaks the grader")
        if max(len(text), len(page)) > LARGEST_REPORT:
            result.breach(case, f"has a report of {max(len(text), len(page)):,} bytes")
        for what, token in [*self.token.items(), ("solution", SOLUTION), ("check", CHECK), ("code", STOLEN)]:
            flat = " ".join(text.replace("\\n", " ").split())
            if token in flat or token in "".join(flat.split()):
                result.breach(case, f"reads a secret: {what}")
        for words in _texts(report):
            if any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or "\u202a" <= c <= "\u202e" for c in words):
                result.breach(case, "has a control character in its report")
        try:
            assert_harmless_page(page)
        except AssertionError as error:
            result.breach(case, f"has a live page: {error}")

    def _judge_class(self, result: Result, folders: dict[str, str]) -> None:
        out, by_name = self.place.out, {case.name: case for case in self.cases}
        for path in self.place.victim.iterdir():
            result.breach(by_name[path.name.removesuffix(".npy")], "writes a file")
        for name, pids in outliving().items():
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)  # it has said itself that it is ours
            if name in by_name:
                result.breach(by_name[name], "outlives its run")
        for path in out.rglob("*"):
            said = path.name + (path.read_text(encoding="utf-8", errors="replace") if path.is_file() else "")
            for case in self.cases:
                if f"written-by-{case.name}" in said and path.parent.name != folders[case.whose]:
                    result.breach(case, "writes reports")
        expected = {*folders.values(), *out_folder.RESERVED, out_folder.STATE, out_folder.LOCK}
        result.general += [
            f"not expected in OUT: {p.name}"
            for p in out.iterdir()
            if p.name not in expected and "written-by" not in p.name
        ]
        for name in ("grades.csv", "canvas.csv", "moodle.csv", "class.html"):
            check = assert_harmless_page if name.endswith("html") else assert_harmless_table
            try:
                check((out / name).read_text(encoding="utf-8"))
            except (AssertionError, csv.Error) as error:
                result.general.append(f"{name}: {str(error)[:200]}")
        with open(out / "grades.csv", encoding="utf-8", newline="") as file:
            rows = len(list(csv.DictReader(file)))
        if rows != len(folders):
            result.general.append(f"{rows} rows in grades.csv, and {len(folders)} students")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def attack(cases: Iterable[Case], level: str | None = None, jobs: int = 2, seconds: float = 4.0) -> Result:
    """Grade a class with these attackers in it; what got through. level: None for the best there is."""
    with _temporary() as root, Listener() as listener:
        ground = Ground(root, cases, listener.port)
        result = ground.run(level, jobs, seconds)
        for said in listener.heard:
            for case in ground.cases:
                if said == case.name or f"/{case.name} " in said:
                    result.breach(case, "connects")
        return result
