"""What lies around a class: a folder or a zip that is nobody's, but holds the work of several.

Courses' downloads are unpacked into folders of their own, and zipped by hand once more. A student's folder with two
versions in it looks much the same: names such as "v1", "attempt 2" or "backup" tell the two apart.
"""

import contextlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from grader.submissions import accidents, archives, exports, intake, systems
from grader.submissions.archives import BROKEN_ZIP
from grader.submissions.found import Found, on_disk
from grader.submissions.naming import is_old, is_plain, near_module

MAX_ZIP_BYTES = 20_000_000  # of a zip in a zip that is looked into
MAX_LOOKED_INTO = 12  # folders and zips
OF_ONE = {"exercises", "solutions", "grader", "datasets", "hunt", "tests", "submission", "abgabe", "work", "homework"}
OF_ONE |= {"attempt", "attempts", "try", "v", "version", "versions", "final", "new", "latest", "copy", "fixed", "neu"}
OF_ONE |= {"part", "parts", "week", "day", "step", "steps", "task", "hw", "mine", "scratch", "src", "code", "kopie"}


def handed(name: str) -> systems.Handed | None:
    """What a course system says by a name. Canvas names no folders, but a zip of its may have been unpacked."""
    found = systems.parse(name)
    return found if found and (found.system != "Canvas" or found.rest) else None


def is_hidden(name: str) -> bool:
    """Whether a program has made a file or a folder for itself, or somebody has hidden it."""
    return name.startswith(".") or name in accidents.MADE_BY_PROGRAMS


def _may_be_a_person(name: str) -> bool:
    """Whether a folder or a zip can be called after somebody, and not after a version or a part of one's work."""
    stem = PurePosixPath(name).stem if name.casefold().endswith(".zip") else name
    words = re.findall(r"[^\W\d_]+", stem.casefold())
    return bool(words) and not OF_ONE.issuperset(words) and not is_old(stem) and not near_module(f"{stem}.py")


def _kinds(paths: Iterable[PurePosixPath]) -> set[str]:
    """What a folder or a zip holds of a submission: names of steps, and whether there is a notebook."""
    kept = [path for path in paths if not any(map(is_hidden, path.parts))]
    return {path.name for path in kept if is_plain(path.name)} | {
        "notebook" for path in kept if intake.is_notebook(path)
    }


def _several(kinds: Iterable[set[str]]) -> bool:
    """Whether two of these hold the same step: then they are two persons' work."""
    seen: set[str] = set()
    for found in kinds:
        if not seen.isdisjoint(found):
            return True
        seen |= found
    return False


def _in_zip(file: Found) -> set[str]:
    with contextlib.suppress(ValueError):
        archive = archives.open_zip(io.BytesIO(file.read(MAX_ZIP_BYTES)))
        return _kinds(found.path for found in archives.members(archive))
    return set()


def holds_several(files: list[Found]) -> bool:
    """Whether the files of a zip, without what lies around all of them, are several persons' work."""
    below: dict[str, list[Found]] = {}
    for file in files:
        if len(file.path.parts) > 1 or file.path.suffix.casefold() == ".zip":
            below.setdefault(file.path.parts[0], []).append(file)
    persons = [found for name, found in sorted(below.items()) if _may_be_a_person(name)][:MAX_LOOKED_INTO]
    zips = (found[0] if len(found[0].path.parts) == 1 else None for found in persons)
    return _several(
        _in_zip(packed) if packed else _kinds(file.path for file in found)
        for packed, found in zip(zips, persons, strict=True)
    )


def _kinds_on_disk(folder: Path) -> Iterator[set[str]]:
    persons = [path for path in sorted(folder.iterdir()) if not is_hidden(path.name) and _may_be_a_person(path.name)]
    for path in persons[:MAX_LOOKED_INTO]:
        if path.is_symlink():
            continue
        if path.is_dir():
            yield _kinds(found.path for found in intake.folder_files(path))
        elif path.suffix.casefold() == ".zip":
            yield _in_zip(on_disk(path, PurePosixPath(path.name)))


def is_a_class(folder: Path) -> bool:
    """Whether a folder lies around a class, and is no student's.

    A course system has named what lies in it, or it holds several persons' work, perhaps in one more folder.
    """
    try:
        for _ in range(archives.MAX_DEPTH):
            inside = [path for path in folder.iterdir() if not is_hidden(path.name)]
            if any(path.name == exports.METADATA or handed(path.name) for path in inside):
                return True
            if len(inside) != 1 or inside[0].is_symlink() or not inside[0].is_dir():
                return _several(_kinds_on_disk(folder))
            folder = inside[0]
    except (OSError, ValueError):
        pass
    return False


def is_a_zipped_class(path: Path) -> bool:
    """Whether the only zip in a folder is a download of everybody's work, and not one student's."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = without_wrapping(archives.members(archive))
            tops = {file.path.parts[0] for file in files}
            named = exports.METADATA in tops or sum(handed(name) is not None for name in tops) > 1
            return named or holds_several(files)
    except BROKEN_ZIP:
        return False


def without_wrapping(files: list[Found]) -> list[Found]:
    """The files of a zip without the folders that lie around all of them, unless the last of these is a student's."""
    files = [file for file in files if not is_hidden(file.path.parts[0])]
    while _in_one_folder(files):
        inner = [below(file) for file in files if file.path.parts[1:] != (archives.FOLDER,)]
        of_one = any(is_plain(file.path.name) and len(file.path.parts) == 1 for file in inner)
        if of_one or {file.path.parts[0] for file in inner} == {"exercises"}:
            break
        files = inner
        if not (_in_one_folder(files) and _comes_to_several(files)):
            break
    return files


def _in_one_folder(files: list[Found]) -> bool:
    return len({file.path.parts[0] for file in files}) == 1 and all(len(file.path.parts) > 1 for file in files)


def _comes_to_several(files: list[Found]) -> bool:
    """Whether several persons' work lies in the only folder, or in the only folder in that."""
    while _in_one_folder(files):
        files = [below(file) for file in files if file.path.parts[1:] != (archives.FOLDER,)]
    return holds_several(files)


def below(file: Found) -> Found:
    """A file without the folder at the top of its path."""
    return Found(PurePosixPath(*file.path.parts[1:]), file.read, file.stream)
