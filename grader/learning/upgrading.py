"""`upgrade`: takes a new version of the kit in, and leaves alone what the learner has written.

Nothing of the new version is run. Whatever is replaced is copied to a folder `backup-DATE` first.
"""

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from grader.curriculum import Step, starters, steps
from grader.curriculum.files import is_fresh
from grader.learning.bars import counted

MARKS = ("grader/curriculum/curriculum.toml", "exercises/__init__.py", "pyproject.toml")  # what every kit has
TAKEN = ("exercises", "grader", "datasets", ".github", "README.md", "LICENSE", "pyproject.toml", ".gitignore")
LEFT = ("__pycache__", "figures", ".progress", ".progress.json")
MOST_FILES, MOST_BYTES = 3000, 100_000_000


@dataclass
class Upgrade:
    """What is done to each file, by its path in the kit."""

    replaced: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # moved away: the new version has no such file
    kept: list[str] = field(default_factory=list)  # step modules of the learner's
    backup: str = ""

    def told(self) -> list[str]:
        """It all in a few lines."""
        if not (self.replaced or self.new or self.gone):
            return ["nothing to do: this kit is that version already"]
        replaced = counted(len(self.replaced), "file")
        lines = [f"upgraded: {replaced} replaced, {len(self.new)} new, {len(self.gone)} taken away"]
        if self.kept:
            lines.append(f"your work stays as it is: {', '.join(name.rpartition('/')[2] for name in self.kept)}")
        if self.backup:
            lines.append(f"what was replaced is kept in {self.backup}/")
        if "pyproject.toml" in self.replaced:
            lines.append("once, as the packages may have changed:  pip install -e .")
        return [*lines, "next:  pytest exercises"]


def read(source: Path) -> dict[str, bytes]:
    """The files of a new version by their paths in the kit, from a zip or a folder.

    Raises ValueError, in one line, where it is no copy of the kit, or not a safe one.
    """
    try:
        if source.is_dir():
            found = dict(_of_folder(source))
        else:
            with zipfile.ZipFile(source) as archive:
                found = dict(_of_zip(archive))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise ValueError(f"{source} is no zip that can be read") from None
    except FileNotFoundError:
        raise ValueError(f"there is nothing at {source}") from None
    roots = [name.removesuffix(MARKS[0]) for name in found if name.endswith(MARKS[0])]
    root = min(roots, key=len, default="")
    if root.count("/") > 1 or any(root + mark not in found for mark in MARKS):
        raise ValueError(f"{source} is no copy of the kit")
    files = {name.removeprefix(root): data for name, data in found.items() if name.startswith(root)}
    return {name: data for name, data in files.items() if _is_taken(PurePosixPath(name))}


def _is_taken(path: PurePosixPath) -> bool:
    return path.parts[0] in TAKEN and not any(part in LEFT or ".bak" in part for part in path.parts)


def _safe(name: str) -> str:
    """The name itself. Raises ValueError where it could lead out of the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
        raise ValueError(f"{name!r} in it is no safe path")
    return name


def _of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise ValueError("it is too large to be a copy of the kit")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise ValueError(f"{entry.filename!r} in it is a link, and no file")
        yield _safe(entry.filename), archive.read(entry)


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    count = size = 0
    inner = [entry for entry in folder.iterdir() if entry.is_dir()]
    root = inner[0] if len(inner) == 1 and not (folder / "grader").exists() else folder
    for top in TAKEN:
        paths = [root / top] if not (root / top).is_dir() else sorted((root / top).rglob("*"))
        for path in paths:
            if path.is_symlink():
                raise ValueError(f"{path} is a link, and no file")
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            count, size = count + 1, size + path.stat().st_size
            if count > MOST_FILES or size > MOST_BYTES:
                raise ValueError("it is too large to be a copy of the kit")
            yield path.relative_to(root).as_posix(), path.read_bytes()


def _is_touched(kit: Path, step: Step) -> bool:
    """Whether a step module is there and is not as it was handed out."""
    path = kit / "exercises" / f"{step.module}.py"
    try:
        return path.exists() and not is_fresh(path, starters.stub(step))
    except OSError:
        return True  # nobody knows what was handed out


def upgrade(source: Path, kit: Path) -> Upgrade:
    """Take the version of the kit in `source` into the folder `kit`. Raises ValueError and OSError."""
    if source.is_dir() and source.resolve() == kit.resolve():
        raise ValueError(f"{source} is this kit itself")
    files = read(source)
    if any(name.startswith("grader/steps/") for name in files) != (kit / "grader" / "steps").is_dir():
        raise ValueError(f"{source} and this kit are not of one kind: the one is for students, the other is whole")
    done = Upgrade()
    done.kept = [f"exercises/{step.module}.py" for step in steps() if _is_touched(kit, step)]
    for name, data in files.items():
        path = kit / name
        if any(part.is_symlink() for part in (path, *path.parents) if part != kit and kit in part.parents):
            raise ValueError(f"{name} is a link in this kit; nothing is changed")
        if name in done.kept:
            continue
        if not path.exists():
            done.new.append(name)
        else:
            (done.same if path.read_bytes() == data else done.replaced).append(name)
    old = (path.relative_to(kit).as_posix() for path in sorted((kit / "grader").rglob("*.py")))
    done.gone = [name for name in old if name not in files]
    _keep(kit, done)
    for name in done.replaced + done.new:
        _write(kit / name, files[name])
    for name in done.gone:
        (kit / name).unlink()
    return done


def _keep(kit: Path, done: Upgrade) -> None:
    """Copy what is to be replaced to a folder of its own; a copied step module is no module there."""
    if not done.replaced + done.gone:
        return
    number, name = 1, f"backup-{date.today():%Y-%m-%d}"
    while (backup := kit / (f"{name}-{number}" if number > 1 else name)).exists():
        number += 1
    done.backup = backup.name
    for name in done.replaced + done.gone:
        copy = backup / f"{name}.bak"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((kit / name).read_bytes())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(data)
    partial.replace(path)
