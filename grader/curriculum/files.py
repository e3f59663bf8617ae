"""Files of learners: written whole or not at all, and never over something that is not copied aside first."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TRIES, PAUSE = (20 if os.name == "nt" else 0), 0.05  # seconds


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


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Another path to write to, which takes the place of `path` when all is well, and is gone when it is not."""
    partial = path.with_name(f"{path.name}.part")
    try:
        yield partial
        _take_the_place(partial, path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there as a whole or not at all. Raises OSError."""
    with whole(path) as partial:
        partial.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def _take_the_place(partial: Path, path: Path) -> None:
    """Rename. Windows refuses that while somebody reads the file, as programs against viruses do for a moment."""
    for _ in range(TRIES):
        try:
            partial.replace(path)
        except PermissionError:
            time.sleep(PAUSE)
        else:
            return
    partial.replace(path)
