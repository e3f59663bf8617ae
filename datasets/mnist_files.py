"""The four files of MNIST: what they are called, and what must be in them."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from datasets.idx import Bytes, read_idx

SIZE = (28, 28)
CLASSES = 10


@dataclass(frozen=True)
class Part:
    """One of the four: its name without what people vary, and how many axes its array has."""

    name: str
    axes: int

    @property
    def files(self) -> list[str]:
        """What people call its file. Where there are several in a folder, the first of these is read."""
        return [f"{self.name}{dot}idx{self.axes}-ubyte{gz}" for dot in "-." for gz in (".gz", "")]

    def find(self, folder: Path) -> Path | None:
        """Its file in a folder, or None."""
        return next((folder / file for file in self.files if (folder / file).is_file()), None)


PARTS = (Part("train-images", 3), Part("train-labels", 1), Part("t10k-images", 3), Part("t10k-labels", 1))


def find_mnist(folder: str | os.PathLike[str]) -> dict[str, Path]:
    """Where each part of MNIST is, by its name.

    Raises: OSError, with what was looked for in one line, if the folder or a part is missing.
    """
    folder = existing_folder(folder)
    found = {part.name: path for part in PARTS if (path := part.find(folder))}
    missing = [part for part in PARTS if part.name not in found]
    if missing:
        first, *others = missing
        too = f"; missing too: {', '.join(part.name for part in others)}" if others else ""
        raise FileNotFoundError(f"no {first.name} in {folder}: looked for {', '.join(first.files)}{too}")
    return found


def existing_folder(folder: str | os.PathLike[str]) -> Path:
    """The folder as a path. Raises: OSError, in one line, if it is missing or something else than a folder."""
    path = Path(folder)
    if not path.exists():
        raise FileNotFoundError(f"there is no folder {path}")
    if not path.is_dir():
        raise NotADirectoryError(f"{path} is no folder: the one that holds the four files of MNIST is asked for")
    return path


def read_part(path: Path, axes: int) -> Bytes:
    """The images (n, 28, 28) or the labels (n,) in a file.

    Raises: ValueError, with what is wrong in one line, or OSError if the file cannot be read.
    """
    content = read_idx(path, axes)
    if axes == 3 and content.shape[1:] != SIZE:
        rows, columns = content.shape[1:]
        raise ValueError(f"{path}: its images are {rows} x {columns}, and those of MNIST are 28 x 28")
    if axes == 1 and content.max() >= CLASSES:
        at = int(np.argmax(content >= CLASSES))
        raise ValueError(f"{path}: label {at} (counted from 0) is {content[at]}, and labels run from 0 to 9")
    return content


def read_pair(images: Path, labels: Path) -> tuple[Bytes, Bytes]:
    """The images (n, 28, 28) and their labels (n,).

    Raises: ValueError, in one line, if a file is damaged or the two do not belong together; OSError if one cannot be
    read.
    """
    pictures, classes = read_part(images, axes=3), read_part(labels, axes=1)
    if len(pictures) != len(classes):
        raise ValueError(f"{images} holds {len(pictures)} images, and {labels} holds {len(classes)} labels")
    return pictures, classes


def survey(folder: str | os.PathLike[str]) -> tuple[list[str], list[str]]:
    """What there is of MNIST in a folder, a line for each file, and what is wrong with it, a line for each mistake.

    Raises: OSError, in one line, if there is no such folder.
    """
    folder = existing_folder(folder)
    there, wrong = [], []
    counts = {}
    for part in PARTS:
        path = part.find(folder)
        if path is None:
            wrong.append(f"no {part.name}: looked for {', '.join(part.files)}")
            continue
        try:
            shape = read_part(path, part.axes).shape
        except (ValueError, OSError) as error:
            wrong.append(str(error))
            continue
        counts[part.name] = shape[0]
        there.append(f"{path.name:28}{shape[0]:6d} " + ("images of 28 x 28" if part.axes == 3 else "labels"))
    for images, labels in zip(PARTS[::2], PARTS[1::2], strict=True):
        pair = counts.get(images.name), counts.get(labels.name)
        if None not in pair and pair[0] != pair[1]:
            wrong.append(f"{pair[0]} images in {images.name}, and {pair[1]} labels in {labels.name}")
    return there, wrong
