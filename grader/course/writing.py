"""Writes a course for nbgrader into a folder: its configuration, and a source folder for every track."""

import re
import shutil
from pathlib import Path

from grader.course import manifest, notebook
from grader.submissions.tracks import tracks

HERE = Path(__file__).parent
TEMPLATE = HERE / "nbgrader_config.txt"
PAGE = HERE / "README.md"


def configuration(course: str, seed: int) -> str:
    """The text of `nbgrader_config.py`."""
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.replace("{course}", re.sub(r"[^A-Za-z0-9_-]+", "-", course)).replace("{seed}", str(seed))


def write_course(folder: Path, seed: int) -> list[Path]:
    """Write a course into a new or empty folder. Returns what was written. Raises ValueError where it is full."""
    import nbformat

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is not empty: a course goes into a new or empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "nbgrader_config.py", folder / "README.md"]
    written[0].write_text(configuration(folder.resolve().name, seed), encoding="utf-8", newline="\n")
    shutil.copyfile(PAGE, written[1])
    for track in tracks():
        source = folder / "source" / track.name
        source.mkdir(parents=True)
        path = source / f"{track.name}.ipynb"
        nbformat.write(notebook.build(track, seed), path, version=4)
        manifest.write(source, track)
        written += [path, source / manifest.PACKAGE]
    return written
