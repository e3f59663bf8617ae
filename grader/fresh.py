"""The step modules as they were handed out, to begin again with.

A student's copy of the kit holds them in a folder `fresh` beside this file; the whole kit makes them from solutions/.
"""

import shutil
from pathlib import Path

from grader.curriculum import Step

FOLDER = Path(__file__).with_name("fresh")


def stub(step: Step) -> str:
    """The text of a step module with every function unwritten."""
    if FOLDER.is_dir():
        return (FOLDER / f"{step.module}.py").read_text(encoding="utf-8")
    from grader.stubs import ROOT, make_stub

    return make_stub((ROOT / "solutions" / f"{step.module}.py").read_text(encoding="utf-8"), step.module)


def is_fresh(path: Path, text: str) -> bool:
    """Whether a file holds this text, be its line ends what they may."""
    return path.exists() and path.read_bytes().replace(b"\r\n", b"\n") == text.encode()


def copy_aside(path: Path) -> Path:
    """Copy a file to the first free name of path.bak, path.bak2, path.bak3, ... and return that name."""
    number = 1
    while (copy := path.with_name(f"{path.name}.bak{number if number > 1 else ''}")).exists():
        number += 1
    shutil.copy2(path, copy)
    return copy
