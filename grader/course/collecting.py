"""Notebooks that lie where nbgrader does not look for them are brought to where it does, before it looks.

Students hand in a folder with the notebook inside another, a folder `Core` for the assignment `core`, or a zip.
nbgrader passes over all of them, and the student has no row in the gradebook. The notebook is copied; what was handed
in stays, and a notebook that is where it should be is never touched. Nothing of it is run.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from grader.submissions import archives, intake, lenient, reading
from grader.submissions.found import Found, on_disk
from grader.submissions.tracks import NAMES

TIMESTAMP = "timestamp.txt"  # by which nbgrader knows when work came


def _notebook_in(files: Iterable[Found], assignment: str) -> tuple[PurePosixPath, bytes] | None:
    """The notebook of an assignment among files and in zips: that of its name, else the first with work in it."""
    wanted = f"{assignment}.ipynb"
    with contextlib.ExitStack() as opened:
        inside, _, _ = archives.unpacked(list(files), opened)
        notebooks = [file for file in inside if intake.is_notebook(file.path)]
        order = sorted(notebooks, key=lambda f: (f.path.name.casefold() != wanted, len(f.path.parts), str(f.path)))
        for file in order[: intake.MAX_NOTEBOOKS]:
            with contextlib.suppress(ValueError):
                data = file.read(lenient.MAX_BYTES)
                by_name = file.path.name.casefold() == wanted
                if by_name or reading.submission_of("", {wanted: data}).sources:
                    return file.path, data
    return None


def _alike(folder: Path, name: str) -> list[Path]:
    """The folders in a folder that differ from a name by case alone, and the name itself first."""
    return sorted(
        (p for p in folder.iterdir() if p.is_dir() and p.name.casefold() == name), key=lambda p: p.name != name
    )


def _candidates(student: Path, assignment: str) -> Iterable[tuple[Path, list[Found]]]:
    """Where the work of a student on an assignment may be, the likeliest first."""
    for folder in _alike(student, assignment):
        yield folder, intake.folder_files(folder)
    for path in sorted(student.iterdir()):
        if path.is_file() and path.suffix.lower() == ".zip" and path.stem.casefold() == assignment:
            yield path, [on_disk(path, PurePosixPath(path.name))]


def bring(submitted: Path, assignment: str, say: Callable[[str], None]) -> None:
    """Copy the notebook of everybody who has one elsewhere to where nbgrader looks for it.

    submitted: the folder with a folder for each student. say: is told of each, in a line.
    """
    if assignment not in NAMES or not submitted.is_dir():
        return
    for student in sorted(path for path in submitted.iterdir() if path.is_dir() and not path.name.startswith(".")):
        place = student / assignment
        if place.is_dir() and any(place.glob("*.ipynb")):
            continue
        for where, files in _candidates(student, assignment):
            if found := _notebook_in(files, assignment):
                path, data = found
                place.mkdir(exist_ok=True)
                (place / f"{assignment}.ipynb").write_bytes(data)
                told = where / TIMESTAMP
                if where.is_dir() and told.is_file() and not (place / TIMESTAMP).exists():
                    shutil.copyfile(told, place / TIMESTAMP)
                say(f"{student.name}: the notebook was found in {where.name}/{path}, and copied to {assignment}/")
                break
