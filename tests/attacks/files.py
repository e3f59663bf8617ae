"""Attacks by what a file is, and by what it is called: links, pipes, bombs, archives, names."""

import os
import socket
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from grader.steps import reference
from tests.attacks.case import Case, Place, zipped
from tests.attacks.speaking import FORMULA

MODULE = "step1_activations.py"
WRONG = b"def sigmoid(z):\n    return z\n"
RIGHT = "import numpy as np\ndef relu(z):\n    return np.maximum(z, 0)\n"
STEP1 = 20.0


def _right() -> bytes:
    return reference.source("step1_activations").encode()


def _zip(make: Callable[[], bytes]) -> Callable[[str], Callable[[Path, Place], None]]:
    return lambda name: lambda folder, place: (folder / f"{name}.zip").write_bytes(make()) and None


def _member(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def _bomb(how: int, size: int = 300_000_000) -> bytes:
    return zipped([(MODULE, bytes(size)), ("step3_loss.py", b"#" * 2_000_000)], how)


def _nested() -> bytes:
    data = zipped([(MODULE, _right())])
    for _ in range(20):
        data = zipped([("again.zip", data)])
    return data


def _many() -> bytes:
    return zipped(((f"{i}.py", b"") for i in range(66_000)), zipfile.ZIP_STORED)


def _many_long_names() -> bytes:
    return zipped(((f"{i}{'x' * 60_000}/{MODULE}", b"\xff") for i in range(700)), zipfile.ZIP_STORED)


def _many_candidates() -> bytes:
    big = b"#" * 1_500_000
    return zipped((f"{i}/step{n}", big) for i in range(60) for n in ("1_activations.py", "3_loss.py"))


def _lying_sizes() -> bytes:
    """A header that says a few bytes where there are many."""
    data = bytearray(_bomb(zipfile.ZIP_DEFLATED, 5_000_000))
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        start = data.find(mark)
        data[start + at : start + at + 4] = struct.pack("<I", 10)
    return bytes(data)


def _overlapping() -> bytes:
    """Several entries of the directory for one place in the file."""
    data = zipped([(MODULE, _right())])
    start = data.find(b"PK\1\2")
    end = data.find(b"PK\5\6")
    entry = data[start:end]
    tail = bytearray(data[end:])
    tail[8:12] = struct.pack("<HH", 500, 500)
    tail[12:16] = struct.pack("<I", 500 * len(entry))
    return data[:start] + entry * 500 + bytes(tail)


def _encrypted() -> bytes:
    data = bytearray(zipped([(MODULE, _right())], zipfile.ZIP_STORED))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def _named(*names: str, data: bytes | None = None) -> bytes:
    return zipped([(name, _right() if data is None else data) for name in names])


SECRET_LINK = _member(MODULE, stat.S_IFLNK | 0o777)
ZIPS: dict[str, tuple[Callable[[], bytes], float]] = {
    "bomb": (lambda: _bomb(zipfile.ZIP_DEFLATED), 0),
    "bomb-by-bzip2": (lambda: _bomb(zipfile.ZIP_BZIP2), 0),
    "bomb-by-lzma": (lambda: _bomb(zipfile.ZIP_LZMA), 0),
    "bomb-in-a-bomb": (lambda: zipped([("a.zip", _bomb(zipfile.ZIP_DEFLATED))]), 0),
    "zip-in-zip-in-zip": (_nested, 0),
    "zip-of-66000": (_many, 0),
    "zip-of-long-names": (_many_long_names, 0),
    "zip-of-many-candidates": (_many_candidates, 0),
    "zip-that-lies-about-sizes": (_lying_sizes, 0),
    "zip-that-overlaps": (_overlapping, STEP1),
    "zip-that-is-encrypted": (_encrypted, 0),
    "zip-with-a-link": (lambda: zipped([(SECRET_LINK, b"../../../../etc/passwd")]), 0),
    "zip-with-a-device": (lambda: zipped([(_member(MODULE, stat.S_IFCHR | 0o666), b"")]), 0),
    "zip-that-climbs": (lambda: _named(f"../../../ann/{MODULE}", f"../{MODULE}", "../../victim/x"), STEP1),
    "zip-with-absolute-names": (lambda: _named(f"/{MODULE}", "/etc/cron.d/x", f"C:\\{MODULE}"), STEP1),
    "zip-with-doubles": (lambda: zipped([(MODULE, WRONG), (MODULE, _right())]), STEP1),
    "zip-with-odd-names": (lambda: _named(f"\u202egpj/{MODULE}", f"{FORMULA}.py", "\x1b[31m.py", "<b>.py"), STEP1),
    "zip-cut-short": (lambda: _named(MODULE)[:-30], 0),
    "zip-with-a-tail": (lambda: _named(MODULE) + b"x" * 99, STEP1),
    "zip-behind-a-program": (lambda: b"#!/bin/sh\nexit 1\n" + _named(MODULE), STEP1),
    "zip-of-nothing": (lambda: b"", 0),
    "zip-with-a-comment": (lambda: _named(MODULE)[:-2] + struct.pack("<H", 65535) + b"PK\5\6" * 9999, STEP1),
}


def _folder(name: str, fill: Callable[[Path, Place], None]) -> Callable[[Path, Place], None]:
    def lay(folder: Path, place: Place) -> None:
        (folder / name).mkdir()
        fill(folder / name, place)

    return lay


def _text(data: bytes, name: str = MODULE) -> Callable[[Path, Place], None]:
    return lambda here, place: (here / name).write_bytes(data) and None


def _a_socket(here: Path, place: Place) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        before = os.getcwd()
        os.chdir(here)  # the name of a socket must be short
        try:
            listener.bind(MODULE)
        finally:
            os.chdir(before)


def _hard_link(here: Path, place: Place) -> None:
    os.link(place.secret, here / MODULE)
    os.chown(here, 65534, 65534)  # a folder of a student's, a file of the teacher's


def _huge(here: Path, place: Place) -> None:
    with open(here / MODULE, "wb") as file:
        file.truncate(50_000_000_000)


def _unreadable(here: Path, place: Place) -> None:
    (here / MODULE).write_bytes(_right())
    (here / MODULE).chmod(0)
    (here / "exercises").mkdir(mode=0)


def _deep(here: Path, place: Place) -> None:
    (here / "/".join(["d" * 40] * 30)).mkdir(parents=True)
    for i in range(300):
        (here / f"{i}.py").write_bytes(b"x")


FILES: dict[str, tuple[Callable[[Path, Place], None], float]] = {
    "a-link-to-a-secret": (lambda here, place: (here / MODULE).symlink_to(place.secret), 0),
    "a-link-to-a-solution": (lambda here, place: (here / MODULE).symlink_to(place.kit / "solutions" / MODULE), 0),
    "a-link-to-a-neighbours-folder": (
        lambda here, place: (here / "exercises").symlink_to(place.submissions / "ann"),
        0,
    ),
    "a-link-to-itself": (lambda here, place: (here / MODULE).symlink_to(MODULE), 0),
    "a-hard-link-to-a-secret": (_hard_link, 0),
    "a-pipe": (lambda here, place: os.mkfifo(here / MODULE), 0),
    "a-socket": (_a_socket, 0),
    "a-device": (lambda here, place: os.mknod(here / MODULE, stat.S_IFCHR | 0o666, os.makedev(1, 5)), 0),
    "a-folder-for-a-module": (lambda here, place: (here / MODULE).mkdir(), 0),
    "a-huge-file-of-nothing": (_huge, 0),
    "modes-of-nobody": (_unreadable, STEP1),
    "a-deep-tree": (_deep, 0),
    "an-empty-folder": (lambda here, place: None, 0),
    "not-utf-8": (_text(b"x = '\xff\xfe'"), 0),
    "utf-16": (_text("x = 1".encode("utf-16")), 0),
    "null-bytes": (_text(b"x = 1\0"), 0),
    "an-encoding-of-a-long-name": (_text(b"# coding: " + b"x" * 900_000 + b"\n"), 0),
    "an-encoding-that-runs": (_text(b"# coding: unicode_escape\n#\\u000araise SystemExit"), 0),
    "a-module-of-the-bytecode": (_text(b"\xa7\r\r\n" + bytes(99), "step1_activations.pyc"), 0),
    "a-module-of-the-kit": (_text(b"raise SystemExit", "conftest.py"), 0),
    "a-module-of-c": (_text(b"\x7fELF" + bytes(99), "numpy.so"), 0),
    "a-configuration": (_text(b"[tool.pytest.ini_options]\naddopts = '--collect-only'\n", "pyproject.toml"), 0),
    "files-of-odd-names": (
        lambda here, place: (
            [
                (here / name).write_bytes(b"x")
                for name in ("\u202e\x1b[31m\n.py", f"{FORMULA.replace('/', '')}.py", "<b>.py")
            ]
            and None
        ),
        0,
    ),
}

HOSTILE_NAMES = [
    "=cmd|' C calc'!A0", "-2+3", "@SUM(A1)", "<script>alert(1)<", '" onmouseover="x', "\u202egpj", "hidden..", "-",
    "line\nbreak", "\x1b[31mred", "bell\x07", "caf\udce9", "x" * 255, "\u00e9" * 127, "\U00020000" * 63, "%2e%2e%2f",
    "x\\..\\y",
    "grades.csv", "class.html", "canvas.csv", "moodle.csv", "grades.csv.part", "class.html.part", "Grades.CSV",
    "con", "NUL",
    "com1.txt", "trailing.", " spaced ", "~root", "$HOME", "`id`", "{{7*7}}", "*", "ANN", "Mia", "u\u0308",
    "\u00fc", "--out",
]  # fmt: skip


READ_AS = {"caf\udce9": "caf\u00e9"}  # a name that is not UTF-8 is read as Latin-1


def _names() -> Iterable[Case]:
    """Each hands in a right relu, and nothing else: so much must come out under every name."""
    for number, name in enumerate(HOSTILE_NAMES):
        yield Case(
            f"name-{number}",
            "names",
            _folder(name, _text(RIGHT.encode())),
            {"relu": 3},
            student=READ_AS.get(name, name),
        )


def colliding(name: str = "x|y") -> tuple[str, str]:
    """Two names of which a cleaned one would be the other."""
    import hashlib

    return f"x_y-{hashlib.sha256(name.encode()).hexdigest()[:8]}", name


def _collisions() -> Iterable[Case]:
    thief, owner = colliding()
    yield Case("steals-a-cleaned-name", "names", _folder(thief, _text(WRONG)), {}, student=thief)
    yield Case("has-an-odd-name", "names", _folder(owner, _text(RIGHT.encode())), {"relu": 3}, student=owner)


STEP1_POINTS = {
    "sigmoid": 4, "sigmoid_derivative": 4, "relu": 3, "relu_derivative": 3, "tanh": 3, "tanh_derivative": 3,
}  # fmt: skip

ALL = [
    *(Case(n, "archives", _zip(make)(n), STEP1_POINTS if most else {}) for n, (make, most) in ZIPS.items()),
    *(Case(n, "files", _folder(n, fill), STEP1_POINTS if most else {}) for n, (fill, most) in FILES.items()),
    *_names(),
    *_collisions(),
]
