"""Each layer of the seal holds alone, a sealed worker looks sealed from outside, and none outlives its run."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from grader.examination import sandbox, worker_client
from grader.examination.worker_client import WorkerFailed
from grader.worker import seal
from tests.sealing import ISOLATION, KIT, SECONDS, call, children_of, gone, load

ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def warm():
    with sandbox.Warm(ISOLATION.level) as server:
        yield server


def alone(program):
    """What a new process prints in which `seal` is imported and `tried(action)` tells how an action ends."""
    prelude = f"""
    import os, socket, subprocess, sys
    import numpy as np
    sys.path.insert(0, {str(KIT / "grader" / "worker")!r})
    import seal
    def tried(action):
        try:
            return str(action())
        except Exception as error:
            return type(error).__name__
    """
    source = textwrap.dedent(prelude) + textwrap.dedent(program)
    command = [sys.executable, "-c", source]
    run = subprocess.run(command, env=worker_client.ONE_THREAD, capture_output=True, text=True, timeout=SECONDS)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


@pytest.mark.skipif(ISOLATION.level != sandbox.SEALED_WITH_LANDLOCK, reason=f"no Landlock: {ISOLATION.reason}")
def test_landlock_alone_keeps_files_away():
    program = """
    seal._prctl(seal.PR_SET_NO_NEW_PRIVS, 1)
    print(seal._landlock(), tried(lambda: open("/etc/passwd")), tried(lambda: os.listdir("/tmp")),
          tried(lambda: open("/tmp/written-by-a-test", "w")), tried(lambda: subprocess.run(["/bin/true"])))
    """
    assert alone(program) == ["True"] + ["PermissionError"] * 4


def test_the_filter_alone_keeps_files_and_processes_away():
    program = """
    program = seal.build_filter()
    seal._prctl(seal.PR_SET_NO_NEW_PRIVS, 1)
    seal._filter_calls(program)
    print(tried(lambda: open("/etc/passwd")), tried(os.fork), tried(socket.socket), tried(lambda: os.kill(1, 0)),
          tried(lambda: os.stat("/")), (np.ones((300, 300)) @ np.ones((300, 300)))[0, 0])
    """
    assert alone(program) == ["PermissionError"] * 5 + ["300.0"]


def test_limits_alone_keep_memory_files_and_descriptors_away():
    program = """
    file = open(os.open("/tmp", os.O_TMPFILE | os.O_RDWR), "wb", 0)
    seal._limit()
    print(tried(lambda: np.ones(1_250_000_000)), tried(lambda: file.write(b"x")), tried(lambda: open("/etc/passwd")),
          np.ones(10_000_000).sum())
    """
    assert alone(program) == ["MemoryError", "OSError", "OSError", "10000000.0"] or alone(program)[0].endswith(
        "MemoryError"
    )


@pytest.mark.skipif(not ROOT, reason="only root has rights to drop")
def test_rights_are_dropped_for_good():
    program = """
    seal._drop_rights(os.getppid())
    print(os.getresuid(), os.getresgid(), os.getgroups())
    print(tried(lambda: os.setuid(0)), tried(lambda: os.listdir("/root")))
    """
    nobody = f"({seal.NOBODY}, {seal.NOBODY}, {seal.NOBODY})"
    assert alone(program) == [*nobody.split(), *nobody.split(), "[]", "PermissionError", "PermissionError"]


def test_a_process_whose_parent_is_another_is_not_sealed():
    assert alone("print(tried(lambda: seal.seal('sealed', seal.build_filter(), 1)))") == ["CannotSeal"]


def test_seen_from_outside(warm):
    with warm.worker() as one:
        load(one, "def f():\n    return 1\n")
        place = Path(f"/proc/{one.process.pid}")
        state = dict(line.split(":\t", 1) for line in (place / "status").read_text().splitlines() if ":\t" in line)
        assert (state["NoNewPrivs"], state["Seccomp"], state["Threads"]) == ("1", "2", "1")
        if ROOT:
            links = {int(entry.name): os.readlink(entry) for entry in (place / "fd").iterdir()}
            assert {n: link.partition(":")[0] for n, link in links.items()} == {
                0: "/dev/null", 1: "/dev/null", 2: "/dev/null", seal.READING: "pipe", seal.WRITING: "pipe"
            }  # fmt: skip
            assert set(state["Uid"].split()) == set(state["Gid"].split()) == {str(seal.NOBODY)}
            assert (state["Groups"].strip(), int(state["CapEff"], 16), int(state["CapPrm"], 16)) == ("", 0, 0)
            assert "HOME" not in (place / "environ").read_text()
        assert os.getsid(one.process.pid) == one.process.pid
        assert (place / "oom_score_adj").read_text().strip() == "1000"
        limits = (place / "limits").read_text()
        assert f"{seal.MEMORY}" in limits


# nothing outlives its run


def test_a_worker_that_does_not_stop_dies_with_the_server():
    with sandbox.Warm(ISOLATION.level) as own:
        one = own.worker()
        load(one, "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ndef f():\n    while True: pass\n")
        one._send({"do": "call", "module": "step1", "function": "f", "arguments": (), "id": "x"}, time.monotonic() + 9)
        own.server.kill()
        assert gone(one.process.pid)
        with pytest.raises(sandbox.SealBroken):
            call(one, "f")
        one.close()
        with pytest.raises(sandbox.SealBroken):
            own.worker()


def test_everything_ends_with_a_grader_that_is_killed():
    program = """
    import time
    from grader.examination import sandbox
    from tests.sealing import load
    with sandbox.Warm(LEVEL) as own:
        one = own.worker()
        load(one, "def f():\\n    while True: pass\\n")
        question = {"do": "call", "module": "step1", "function": "f", "arguments": (), "id": "x"}
        one._send(question, time.monotonic() + 9)
        print(own.server.pid, one.process.pid, flush=True)
        time.sleep(600)
    """.replace("LEVEL", repr(ISOLATION.level))
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, cwd=KIT, text=True
    ) as grader:
        assert grader.stdout
        pids = [int(pid) for pid in grader.stdout.readline().split()]
        assert len(pids) == 2
        assert not any(gone(pid, 0.1) for pid in pids)
        grader.send_signal(signal.SIGKILL)
    assert all(gone(pid) for pid in pids)


def test_three_hundred_workers_leave_nothing_behind(warm):
    open_before = len(os.listdir("/proc/self/fd"))
    for number in range(300):
        with warm.worker() as one:
            if number % 3 == 0:
                assert load(one, "x = 1\n")["value"] is None
    assert len(os.listdir("/proc/self/fd")) == open_before
    assert children_of(warm.server.pid) == []
    assert len(os.listdir(f"/proc/{warm.server.pid}/fd")) < 10


def test_workers_may_be_started_from_several_threads(warm):
    answers = []

    def one_after_the_other():
        for _ in range(10):
            with warm.worker() as one:
                load(one, "def f(x):\n    return x\n")
                answers.append(call(one, "f", 3)["answer"]["value"])

    threads = [threading.Thread(target=one_after_the_other) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [3] * 40


def test_one_workers_changes_are_not_seen_by_the_next(warm):
    with warm.worker() as one:
        source = "import math, sys\nimport numpy as np\nmath.pi = 3\nnp.exp = None\nsys.modules['json'] = None\n"
        load(one, source + "def f():\n    return math.pi\n")
        assert call(one, "f")["answer"]["value"] == 3
    with warm.worker() as one:
        load(one, "import json, math\nimport numpy as np\ndef f():\n    return math.pi + np.exp(0)\n")
        assert call(one, "f")["answer"]["value"] > 4.1


# what cannot be sealed is not used


def test_a_worker_that_reached_another_level_is_not_used(warm):
    one = warm.worker()
    one.level = "something else"
    with pytest.raises(sandbox.SealBroken):
        load(one, "x = 1\n")
    assert (one.alive, one.process.returncode) == (False, -signal.SIGKILL)


def test_a_worker_that_cannot_seal_itself_says_why_and_runs_nothing(tmp_path, monkeypatch):
    """The same server, with a filter that the kernel does not take."""
    text = sandbox.SERVER.read_text().replace("program = seal.build_filter()", "program = b'12345678'")
    folder = sandbox.SERVER.parent
    text = text.replace("os.path.dirname(os.path.abspath(__file__))", repr(str(folder)))
    server = tmp_path / "server.py"
    server.write_text(text)
    monkeypatch.setattr(sandbox, "SERVER", server)
    found = sandbox.isolation.__wrapped__()
    assert found.level == sandbox.PROCESS
    assert "could not be sealed" in found.reason
    assert "Invalid argument" in found.reason


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (
            'import socket; s = socket.socket(fileno=0); s.send(b\'{"failed": "pyseccomp is not installed"}\')',
            "pyseccomp",
        ),
        ("raise SystemExit(1)", "has ended"),
        ("import time; time.sleep(60)", "does not answer"),
    ],
)
def test_a_machine_without_a_server_is_at_level_process(program, reason, tmp_path, monkeypatch):
    server = tmp_path / "server.py"
    server.write_text(program)
    monkeypatch.setattr(sandbox, "SERVER", server)
    monkeypatch.setattr(sandbox, "START_SECONDS", 2)
    found = sandbox.isolation.__wrapped__()
    assert found.level == sandbox.PROCESS
    assert reason in found.reason


def test_without_pyseccomp_no_filter_is_built(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    with pytest.raises(seal.CannotSeal, match="not installed"):
        seal.build_filter()


def test_a_worker_that_is_closed_is_not_asked_again(warm):
    one = warm.worker()
    load(one, "x = 1\n")
    one.close()
    one.close()
    with pytest.raises((WorkerFailed, ValueError)):
        load(one, "x = 1\n")
