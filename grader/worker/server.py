"""The warm server: forks one fresh child for each set of a learner's modules, and runs no code of theirs itself.

Started as `python -I -B -X utf8 grader/worker/server.py` with a Unix socket as standard input, and with one thread.
What learners import is imported here, once; a child seals itself before it reads its first request. Requests are JSON:

    {"do": "start", "level": LEVEL}  with the child's two pipe ends -> {"pid": PID}, with a pidfd
    {"do": "reap", "pid": PID}       for a child that has been killed -> {"code": EXIT CODE OR -SIGNAL}

Before the first, and in place of an answer, {"failed": REASON} may come. The other end is
`grader/examination/sandbox.py`.
"""

import contextlib
import gc
import importlib
import json
import os
import random
import resource
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import absent
import numpy as np
import seal
import serving

MAX_REQUEST = 4096
STANDARD = """
    __future__ abc argparse array ast base64 binascii bisect calendar cmath code codecs collections collections.abc
    concurrent.futures configparser contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal
    difflib dis doctest encodings.ascii encodings.cp1252 encodings.idna encodings.latin_1
    encodings.raw_unicode_escape encodings.unicode_escape encodings.utf_16 encodings.utf_8_sig enum errno
    faulthandler fnmatch fractions functools gc getpass glob hashlib heapq hmac html html.parser importlib
    importlib.util inspect io itertools json keyword linecache locale logging math mmap numbers operator os os.path
    pathlib pickle platform pprint queue random re secrets select shlex shutil signal socket statistics string
    struct subprocess sys tempfile textwrap threading time timeit tokenize trace traceback tracemalloc types typing
    unicodedata unittest unittest.mock urllib urllib.error urllib.parse uuid warnings weakref zlib _strptime
"""
NUMPY = "ctypeslib exceptions fft lib.stride_tricks linalg ma matlib polynomial random rec testing typing"


def import_what_learners_use() -> None:
    """Import it, and let NumPy make what it makes on first use: a child has no files and little time."""
    for name in STANDARD.split() + [f"numpy.{part}" for part in NUMPY.split()]:
        with contextlib.suppress(ImportError):  # another version of Python or NumPy
            importlib.import_module(name)
    square = np.ones((64, 64)) + np.eye(64)
    np.linalg.solve(square @ square, square)
    np.random.default_rng(0).normal(size=4)
    repr(square)


def run_child(reading: int, writing: int, level: str, program: bytes, parent: int) -> None:
    """Seal this process, say which level was reached, and answer calls until the pipe closes."""
    seal.keep_only(reading, writing)
    try:
        message = {"level": seal.seal(level, program, parent)}
    except Exception as error:
        message = {"failed": f"{type(error).__name__}: {error}"[:300]}
    server = serving.Server(seal.READING, seal.WRITING)
    server.send(message)
    if "failed" in message:
        return
    np.random.seed()  # the state that was forked is every child's
    random.seed()
    sys.meta_path.append(absent.Finder())
    server.serve()


class Warm:
    """Answers requests on the socket until it closes; the children die with this process."""

    def __init__(self, control: socket.socket, program: bytes):
        self.control, self.program = control, program
        self.pid = os.getpid()

    def answer(self, message: dict, descriptors: tuple[int, ...] = ()) -> None:
        socket.send_fds(self.control, [json.dumps(message).encode()], descriptors)

    def start(self, level: str, descriptors: list[int]) -> None:
        reading, writing = descriptors
        try:
            pid = os.fork()
            if pid == 0:
                try:
                    run_child(reading, writing, level, self.program, self.pid)
                finally:
                    os._exit(1)
        finally:
            os.close(reading)
            os.close(writing)
        pidfd = os.pidfd_open(pid)
        self.answer({"pid": pid}, (pidfd,))
        os.close(pidfd)

    def serve(self) -> None:
        while True:
            data, descriptors, _, _ = socket.recv_fds(self.control, MAX_REQUEST, 2)
            if not data:
                return
            request = json.loads(data)
            try:
                if request["do"] == "start":
                    self.start(request["level"], descriptors)
                else:
                    _, status = os.waitpid(request["pid"], 0)
                    self.answer({"code": os.waitstatus_to_exitcode(status)})
            except OSError as error:
                self.answer({"failed": str(error)})


def main() -> None:
    control = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as null:
        os.dup2(null.fileno(), 0)
    serving.hide_the_kit()
    resource.setrlimit(resource.RLIMIT_NOFILE, (seal.DESCRIPTORS, seal.DESCRIPTORS))
    try:
        program = seal.build_filter()
        import_what_learners_use()
        if len(os.listdir("/proc/self/task")) > 1:
            raise seal.CannotSeal("NumPy has started threads")
    except (seal.CannotSeal, OSError) as error:
        socket.send_fds(control, [json.dumps({"failed": str(error)}).encode()], ())
        return
    gc.collect()
    gc.freeze()  # a collection in a child does not touch, and so copy, what all of them share
    server = Warm(control, program)
    server.answer({"ready": True})
    server.serve()


if __name__ == "__main__":
    main()
