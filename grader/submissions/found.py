"""A file of a submission: where it lies, and its bytes up to a limit. Links, pipes and devices are not read."""

import io
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

MAX_BYTES = 1_000_000  # of one file that is read as a whole
MAX_SHOWN = 100  # characters of a file's name


@dataclass(frozen=True)
class Found:
    """A file of a submission.

    path: where it lies in it. read: its bytes, up to a limit (or ValueError). stream: the same, open, for a file that
    may be too large for memory. label: what remarks call it, if that is not its path. order: which of two attempts is
    the later one, by what the course system says. attempt: that attempt in words. when: for a file in a zip, the time
    of the newest code in there, in seconds; 0 for others. on_disk: whether it takes no unpacking to open it.
    """

    path: PurePosixPath
    read: Callable[[int], bytes]
    stream: Callable[[int], BinaryIO] | None = None
    label: str = ""
    order: tuple[str | int, ...] = ()
    attempt: str = ""
    when: float = 0.0
    on_disk: bool = False

    def opened(self, limit: int) -> BinaryIO:
        """The file to read from and to seek in. Raises ValueError."""
        return self.stream(limit) if self.stream else io.BytesIO(self.read(limit))

    @property
    def shown(self) -> str:
        """The name of the file, for a remark."""
        name = self.label or str(self.path)
        return name if len(name) <= MAX_SHOWN else f"...{name[3 - MAX_SHOWN :]}"


def open_regular(path: Path) -> BinaryIO:
    """A regular file, open to be read; ValueError for links, pipes, devices and the like."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise ValueError(f"cannot be opened ({error.strerror})") from None
    file = os.fdopen(descriptor, "rb")
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        why = "is no regular file"
    elif status.st_nlink > 1 and status.st_uid != path.parent.stat().st_uid:
        why = "is a link to somebody else's file"
    else:
        return file
    file.close()
    raise ValueError(why)


def on_disk(path: Path, name: PurePosixPath) -> Found:
    """A file of a folder, as a file of a submission."""
    return Found(name, partial(read_bytes, path), lambda _: open_regular(path), on_disk=True)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of a sensible size. Raises ValueError."""
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise ValueError(f"is larger than {limit:,} bytes")
        return file.read(size)
