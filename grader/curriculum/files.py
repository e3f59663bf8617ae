"""Files of learners: written whole or not at all, and never over something that is not copied aside first."""

import shutil
from pathlib import Path


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


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there as a whole or not at all."""
    partial = path.with_name(path.name + ".part")
    partial.write_text(text, encoding="utf-8", newline="")
    partial.replace(path)
