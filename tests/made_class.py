"""What students hand in, with every trouble that real classes have; `made_downloads` has them as systems hand them out.

Of most a right step 3 can be found, if one looks in the right place for the right version. Whatever is not the version
that counts earns nothing.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from tests.made_submissions import reference, stubs

Content = bytes | str
NOTHING = (
    "zeros = True\n\n\ndef mse(y_hat, y):\n    return 0.0 * 7\n\n\ndef mse_gradient(y_hat, y):\n    return 0.0 * y\n"
)
LOSS = reference.source("step3_loss")
STUB = stubs()["step3_loss"]
ACTIVATIONS = reference.source("step1_activations")
ALL = {f"{module}.py": text for module, text in reference.sources().items()}
PDF = b"%PDF-1.7\n"
NEW, OLD = (2026, 11, 20, 10, 0, 0), (2026, 11, 1, 10, 0, 0)


@dataclass(frozen=True)
class Student:
    """What somebody has handed in.

    row: what they are called in grades.csv. files: as they lie in the download. right: whether there is a step 3 that
    earns its points. said: parts of the remarks that are made.
    """

    row: str
    trouble: str
    files: Mapping[str, Content]
    right: bool = True
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Download:
    """What one system hands out. roster: the name and the text of a list of the class, and what it adds."""

    system: str
    students: tuple[Student, ...]
    beside: Mapping[str, Content] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    roster: tuple[str, str] = ("", "")
    absent: tuple[str, ...] = ()

    def files(self) -> dict[str, bytes]:
        everything = [dict(self.beside), *(student.files for student in self.students)]
        found = {name: content for files in everything for name, content in files.items()}
        assert len(found) == sum(map(len, everything)), "two students have files of one name"
        return {name: content.encode() if isinstance(content, str) else content for name, content in found.items()}


def zipped(files: Mapping[str, Content], date: tuple[int, ...] = NEW) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return data.getvalue()


def below(folder: str, files: Mapping[str, Content]) -> dict[str, Content]:
    return {f"{folder}/{name}": content for name, content in files.items()}


@cache
def environment() -> dict[str, Content]:
    """The 5,900 files of a virtual environment, a few of them large."""
    packages = {f"lib/python3.11/site-packages/p{n % 40}/m{n}.py": f"x = {n}\n" for n in range(5_890)}
    large = {f"lib/python3.11/site-packages/numpy/core/{n}.so": bytes(1_000_000) for n in range(3)}
    return {"pyvenv.cfg": "home = /usr/bin\n", "bin/activate": "#", "bin/helper.py": NOTHING} | packages | large


def kit(loss: str = LOSS) -> dict[str, Content]:
    """A copy of the kit in which somebody has worked."""
    exercises = {f"exercises/{module}.py": text for module, text in stubs().items()}
    tests = {f"exercises/test_{module}.py": "def test_it():\n    pass\n" for module in stubs()}
    own = {f"grader/curriculum/fresh/{module}.py": text for module, text in stubs().items()}
    rooms = {f"grader/{room}/__init__.py": NOTHING for room in ("checks", "diagnosis", "learning", "worker")}
    others = {"README.md": "#", "pyproject.toml": "", "datasets/digits.npz": bytes(9), "solutions/step3_loss.py": LOSS}
    experiments = {"exercises/experiments/training.py": NOTHING, "exercises/__init__.py": ""}
    return exercises | tests | own | rooms | others | experiments | {"exercises/step3_loss.py": loss}


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def parts(text: str) -> list[str]:
    """A module as the cells of a notebook."""
    return text.replace("# %% [markdown]", "# %%").split("# %%\n")


@cache
def troubles() -> list[tuple[str, Mapping[str, Content], bool, tuple[str, ...]]]:
    """What may be in a folder, or in a zip, whatever the system: trouble, files, whether it earns, what is said."""
    return [
        ("as it should be", {"step3_loss.py": LOSS, "step1_activations.py": ACTIVATIONS}, True, ()),
        ("below exercises, in a folder", below("work/exercises", {"step3_loss.py": LOSS}), True, ()),
        ("seven folders down", below("a/b/c/d/e/f/g", {"step3_loss.py": LOSS}), True, ()),
        (
            "backup before exercises",
            {"backup/step3_loss.py": NOTHING, "exercises/step3_loss.py": LOSS},
            True,
            ("ignored: backup",),
        ),
        (
            "old and archive before work",
            {"archive 1/step3_loss.py": NOTHING, "my_old/step3_loss.py": NOTHING, "work/x/step3_loss.py": LOSS},
            True,
            (),
        ),
        ("the history of an editor", {".history/x/step3_loss.py": NOTHING, "x/step3_loss.py": LOSS}, True, ()),
        (
            "an environment of 5,950 files",
            below("env", environment()) | {"step3_loss.py": LOSS},
            True,
            ("ignored: env",),
        ),
        ("an environment around the work", environment() | {"exercises/step3_loss.py": LOSS}, True, ()),
        ("packages of node", {"node_modules/a/step3_loss.py": NOTHING, "step3_loss.py": LOSS}, True, ("node_modules",)),
        ("the whole kit", kit(), True, ()),
        ("the whole kit, and a scratch folder", kit(STUB) | {"mine/step3_loss.py": LOSS}, True, ()),
        ("the whole kit, and nothing written", kit(STUB), False, ()),
        (
            "stubs over written work",
            {"exercises/step3_loss.py": STUB, "final/step3_loss.py": LOSS},
            True,
            ("ignored: exercises/step3_loss.py",),
        ),
        ("capitals", {"Step3_Loss.PY": LOSS}, True, ("was taken for step3_loss.py",)),
        ("a hyphen", {"step3-loss.py": LOSS}, True, ("was taken for step3_loss.py",)),
        ("a copy", {"step3_loss copy.py": LOSS}, True, ("was taken for step3_loss.py",)),
        ("a second download", {"step3_loss (1).py": LOSS}, True, ("was taken for step3_loss.py",)),
        (".txt behind it", {"step3_loss.py.txt": LOSS}, True, ("was taken for step3_loss.py",)),
        ("versions", {"step3_loss_v2.py": NOTHING, "step3_loss_v3 final.py": LOSS}, True, ("v3 final",)),
        ("a slip", {"setp3_los.py": LOSS}, True, ("was taken for step3_loss.py",)),
        ("another name", {"FINAL.py": LOSS}, True, ("as it defines mse and mse_gradient",)),
        (
            "everything in one file",
            {"network.py": ACTIVATIONS + LOSS.replace("import numpy as np", "")},
            True,
            ("network.py was taken for step3_loss.py",),
        ),
        ("a test beside it", {"test_step3_loss.py": NOTHING, "step3_loss.py": LOSS}, True, ()),
        ("nothing but a test", {"test_step3_loss.py": LOSS, "conftest.py": ""}, False, ("no step module",)),
        ("a PDF", {"report.pdf": PDF}, False, ("no step module", "report.pdf")),
        ("a step as PDF", {"step3_loss.pdf": PDF}, False, ("hand in step3_loss.py itself",)),
        (
            "one zip for each step",
            {"1.zip": zipped({"step1_activations.py": ACTIVATIONS}), "3.zip": zipped({"x/step3_loss.py": LOSS})},
            True,
            (),
        ),
        (
            "two zips, the older first by name",
            {"a.zip": zipped({"step3_loss.py": NOTHING}, OLD), "b.zip": zipped({"w/exercises/step3_loss.py": LOSS})},
            True,
            ("newest zip",),
        ),
        (
            "two zips, the newer first by name",
            {"a.zip": zipped({"w/exercises/step3_loss.py": LOSS}), "b.zip": zipped({"step3_loss.py": NOTHING}, OLD)},
            True,
            ("newest zip",),
        ),
        ("a zip in a zip", {"outer.zip": zipped({"inner.zip": zipped({"step3_loss.py": LOSS})})}, True, ()),
        ("a broken zip beside it", {"work.zip": b"PK\3\4 cut", "step3_loss.py": LOSS}, True, ("ignored: work.zip",)),
        ("nothing but a broken zip", {"work.zip": b"PK\3\4 cut"}, False, ("no zip that can be read",)),
        ("an archive of another kind", {"work.rar": b"Rar!"}, False, ("is a .rar archive: send a zip",)),
        ("what a Mac adds", {"__MACOSX/._step3_loss.py": b"\0", ".DS_Store": b"\0", "step3_loss.py": LOSS}, True, ()),
        (
            "a byte order mark and tabs",
            {"step3_loss.py": b"\xef\xbb\xbf" + LOSS.replace("    ", "\t").encode()},
            True,
            (),
        ),
        (
            "not UTF-8",
            {"step3_loss.py": b"\xff\xfe" + LOSS.encode("utf-16-le")},
            False,
            ("no text that Python can read",),
        ),
        ("an empty file, and work elsewhere", {"step3_loss.py": "", "new/step3_loss.py": LOSS}, True, ()),
        ("an empty folder", {"notes/": ""}, False, ("no step module",)),
        ("a notebook", {"core.ipynb": notebook(*parts(LOSS))}, True, ()),
        ("a notebook, and stubs beside it", {"step3_loss.py": STUB, "x.ipynb": notebook(*parts(LOSS))}, True, ()),
        (
            "a notebook for each step",
            {"one.ipynb": notebook(*parts(ACTIVATIONS)), "three.ipynb": notebook(*parts(LOSS))},
            True,
            ("three.ipynb was taken for step 3",),
        ),
        ("data with it", {f"data/{n}.png": bytes(9) for n in range(5_100)} | {"step3_loss.py": LOSS}, True, ()),
        (
            "a helper",
            {"helpers.py": "def half(x):\n    return x / 2\n", "step3_loss.py": f"from helpers import half\n{LOSS}"},
            True,
            ("imports helpers, and only the steps are graded",),
        ),
        ("a line that reads a file", {"step3_loss.py": f"{LOSS}\ndata = np.loadtxt('data.csv')\n"}, True, ()),
        ("training at the top", {"step3_loss.py": f"{LOSS}\nwhile True:\n    pass\n"}, True, ()),
    ]


def dealt(
    make: Callable[[int, Mapping[str, Content]], tuple[str, Mapping[str, Content]]], which: Iterable[int]
) -> list:
    """Students with troubles of the list, as a system lays them out."""
    found = []
    for number in which:
        trouble, files, right, said = troubles()[number]
        row, laid = make(number, files)
        found.append(Student(row, trouble, laid, right, said))
    return found
