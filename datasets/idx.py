"""IDX files, the form in which MNIST comes: a header that says what follows, then one byte for each number."""

import gzip
import math
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

GZIP_START = b"\x1f\x8b"
UNSIGNED_BYTES = 0x08
OTHER_TYPES = {0x09: "signed bytes", 0x0B: "short integers", 0x0C: "integers", 0x0D: "floats", 0x0E: "doubles"}
CONTENTS = {1: "labels", 3: "images"}  # what MNIST has, by the number of axes
CHUNK = 1 << 20


def read_idx(path: Path, axes: int) -> Bytes:
    """The array in an IDX file of unsigned bytes, gzipped or not, whatever its name says.

    Never more memory is taken than the file has bytes for, however large an array its header announces.

    Parameters: path, the file; axes, how many the array must have: 1 for labels, 3 for images.
    Returns: array of unsigned bytes, with so many axes.
    Raises: ValueError, with what is wrong in one line, if the file is damaged or another one; OSError if it cannot be
    read.
    Source: LeCun, Cortes and Burges, The MNIST Database, "File formats".
    """
    try:
        with _opened(path) as file:
            shape = _read_header(file, axes)
            content = _read_content(file, math.prod(shape))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{path}: damaged gzip file ({error})") from None
    except Damaged as error:
        raise ValueError(f"{path}: {error}") from None
    return np.frombuffer(content, np.uint8).reshape(shape)


class Damaged(Exception):
    """What is wrong with a file, told without its name."""


@contextmanager
def _opened(path: Path):
    with path.open("rb") as file:
        zipped = file.read(2) == GZIP_START
        file.seek(0)
        yield gzip.GzipFile(fileobj=file) if zipped else file


def _read_header(file: BinaryIO, axes: int) -> tuple[int, ...]:
    """The shape of the array that follows, once it is sure that it is one of the expected kind."""
    magic = file.read(4)
    if not magic:
        raise Damaged("the file is empty")
    if magic[:2] != b"\0\0" or len(magic) < 4:
        page = " (a web page, perhaps)" if magic[:1] == b"<" else ""
        raise Damaged(f"no IDX file: it begins with {magic.hex(' ')}{page}, and not with 00 00 08 {axes:02x}")
    if magic[2] != UNSIGNED_BYTES:
        found = OTHER_TYPES.get(magic[2], "an unknown type")
        raise Damaged(f"holds {found} (type byte {magic[2]:02x}), where unsigned bytes (08) are expected")
    if magic[3] != axes:
        found = CONTENTS.get(magic[3], f"an array with {magic[3]} axes")
        raise Damaged(f"holds {found}, where {CONTENTS[axes]} are expected")
    sizes = file.read(4 * axes)
    if len(sizes) < 4 * axes:
        raise Damaged("ends within its header")
    shape = tuple(int(size) for size in np.frombuffer(sizes, ">u4"))
    if 0 in shape:
        raise Damaged(f"holds no {CONTENTS[axes]}: its header announces {_times(shape)}")
    return shape


def _read_content(file: BinaryIO, size: int) -> bytearray:
    content = bytearray()
    while len(content) < size and (chunk := file.read(min(CHUNK, size - len(content)))):
        content += chunk
    if len(content) < size:
        raise Damaged(f"cut off: {len(content)} of the {size} bytes that its header announces")
    if file.read(1):
        raise Damaged(f"too long: it goes on after the {size} bytes that its header announces")
    return content


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
