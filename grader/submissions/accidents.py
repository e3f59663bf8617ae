"""What nobody means to hand in, and what is the kit's own: environments, caches, data, packages, the grader itself.

All of it is known by its names and places alone. It is passed over before anything is counted, unpacked or read.
"""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from grader.submissions.naming import is_test

MAX_SAID = 3  # folders that were passed over
ANYTHING = "anything"  # stands for the files of a folder that is not looked into
KEPT_BY_AN_EDITOR = ".history"  # hidden, and may still hold somebody's only copy
MADE_BY_PROGRAMS = {"__pycache__", "__MACOSX", "__pypackages__"}
FOLDERS = {"node_modules", "site-packages", "dist-packages", "conda-meta", "lib64"}
MARKS = {"pyvenv.cfg", "conda-meta"}  # what lies in an environment
OF_AN_ENVIRONMENT = {"bin", "lib", "lib64", "include", "scripts", "share", "etc", "conda-meta", "pkgs", "pyvenv.cfg"}
DATA = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".npz", ".npy", ".pt", ".pth", ".h5", ".pkl", ".csv", ".gz"}
DATA |= {".parquet", ".bin", ".dat", ".mp4", ".pyc", ".pyo", ".so", ".dll", ".whl"}
ROOMS = {"curriculum", "checks", "diagnosis", "learning", "worker", "steps"}  # of the kit's folder `grader`
OF_A_COPY = {"grader", "datasets", "README.md", "LICENSE", "pyproject.toml"}  # in a copy, beside exercises
KITS_OWN = {"grader", "datasets", "solutions", "tests", "hunt"}
UNSAID = (".", "__", "test_", "conftest", "figures", "experiments")  # how names begin that are not worth a remark


def is_hidden(name: str) -> bool:
    """Whether a folder or a file is hidden, or made by a program for itself."""
    return (name.startswith(".") and name != KEPT_BY_AN_EDITOR) or name in MADE_BY_PROGRAMS


def skips_folder(name: str, around: Iterable[str]) -> bool:
    """Whether a folder is not looked into. around: the names of all that lies beside it."""
    plain = name.casefold()
    return is_hidden(name) or plain in FOLDERS or (plain in OF_AN_ENVIRONMENT and not MARKS.isdisjoint(around))


def is_data(path: PurePosixPath) -> bool:
    """Whether a file holds numbers or pictures: it is not counted."""
    return path.suffix.casefold() in DATA or "ubyte" in path.name


def goes_without_saying(path: PurePosixPath) -> bool:
    """Whether nobody needs to be told that a file was ignored."""
    return any(part.startswith(UNSAID) or part in OF_A_COPY for part in path.parts) or ".bak" in path.name


def _kits(paths: Iterable[PurePosixPath]) -> set[tuple[str, ...]]:
    """The folders in which a copy of the kit lies, by their parts."""
    found = set()
    for path in paths:
        for at, (part, following) in enumerate(zip(path.parts, path.parts[1:], strict=False)):
            if part == "grader" and following in ROOMS:
                found.add(path.parts[:at])
    return found


def _is_kits(parts: tuple[str, ...], kits: set[tuple[str, ...]]) -> bool:
    for at, part in enumerate(parts[:-1]):
        if parts[:at] in kits:
            if part in KITS_OWN or parts[at : at + 2] == ("exercises", "experiments"):
                return True
            if part == "exercises" and is_test(parts[-1]):
                return True
    return False


def sorted_out(paths: Sequence[PurePosixPath]) -> tuple[list[int], list[str]]:
    """Which of these paths may be a learner's work, by their numbers; and what to say of the others, if anything."""
    environments = {path.parts[: path.parts.index(mark)] for path in paths for mark in MARKS.intersection(path.parts)}
    kits = _kits(paths)
    kept, over = [], set()
    for number, path in enumerate(paths):
        parts = path.parts
        hidden = next((at for at, part in enumerate(parts) if is_hidden(part)), None)
        named = next((at for at, part in enumerate(parts[:-1]) if part.casefold() in FOLDERS), None)
        inside = next((at for at in range(len(parts)) if environments and _is_inside(parts, at, environments)), None)
        if hidden is not None or (kits and _is_kits(parts, kits)):
            continue
        if inside is not None:
            over |= {"/".join(parts[:inside]) or parts[inside]} - MARKS
        elif named is not None:
            over.add("/".join(parts[: named + 1]))
        else:
            kept.append(number)
    return kept, [f"{name}/" for name in sorted(over)[:MAX_SAID]]


def _is_inside(parts: tuple[str, ...], at: int, environments: set[tuple[str, ...]]) -> bool:
    return parts[:at] in environments and parts[at].casefold() in OF_AN_ENVIRONMENT
