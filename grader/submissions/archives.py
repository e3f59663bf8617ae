"""Zips, read by their table of contents: nothing is extracted, and what is not taken is not unpacked.

Caps hold whatever a zip says of itself: on the table of contents, on the members that are left when environments and
the like are passed over, on each member, and on the zips inside of zips.
"""

import contextlib
import io
import stat
import struct
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from grader.submissions import accidents
from grader.submissions.found import Found
from grader.submissions.naming import is_code, module_of

MAX_MEMBERS = 5_000  # of a zip, without those that are passed over
MAX_LISTED = 60_000  # all of them
MAX_TABLE = 16_000_000  # bytes of the table of contents
MAX_DEPTH = 12  # folders above a module
MAX_COMMENT = 1 << 17  # bytes at the end of a zip, which `zipfile` reads to find the table
MAX_ZIP_BYTES = 300_000_000  # of all zips of a submission that lie in a zip
MAX_IN_MEMORY = 20_000_000  # of such a zip; what is more goes to a temporary file
MAX_ZIPS = 12  # of one submission that are opened
MAX_NAME, MAX_PARTS = 1_000, 40  # characters and folders of the name of a member
FOLDER = ".folder"
PIECE = 1 << 20
CENTRAL_HEADER = b"PK\1\2"  # one for each member of a zip
BROKEN_ZIP = (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError, struct.error)


class _TooMuch(ValueError):
    """A zip holds more than is looked at; the message can follow its name."""


class _Table:
    """A file as `zipfile` reads it: the table of contents, which it reads in one piece, has a cap."""

    def __init__(self, file: BinaryIO):
        self.file = file
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def seekable(self) -> bool:
        return True

    def read(self, count: int = -1) -> bytes:
        if count > MAX_TABLE:
            raise _TooMuch(f"holds more than {MAX_LISTED:,} files")
        data = self.file.read(count if count >= 0 else MAX_COMMENT)
        if data.count(CENTRAL_HEADER) > MAX_LISTED:
            raise _TooMuch(f"holds more than {MAX_LISTED:,} files")
        return data


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """A member, unpacked piece by piece, and never more than the limit, whatever its header says."""
    kind = info.external_attr >> 16
    if kind and not stat.S_ISREG(kind) and stat.S_IFMT(kind):
        raise ValueError("is no regular file")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # the others unpack without a limit
        raise ValueError("is packed in an unusual way: make a plain zip")
    if info.flag_bits & 1:
        raise ValueError("is encrypted")
    left = limit
    try:
        with archive.open(info) as file:
            while data := file.read(min(PIECE, left + 1)):
                left -= len(data)
                if left < 0:
                    break
                yield data
    except (*BROKEN_ZIP, zlib.error, RuntimeError) as error:
        raise ValueError(f"cannot be unpacked ({type(error).__name__})") from None
    if left < 0:
        raise ValueError(f"is larger than {limit:,} bytes")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    return b"".join(_pieces(archive, info, limit))


def _stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> BinaryIO:
    """A member that is itself a zip, to seek in."""
    file = tempfile.SpooledTemporaryFile(MAX_IN_MEMORY)  # noqa: SIM115  # who asked for it closes it
    try:
        for data in _pieces(archive, info, limit):
            file.write(data)
    except ValueError:
        file.close()
        raise
    file.seek(0)
    return cast(BinaryIO, file)


def _when(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1)) if info.date_time[0] > 1980 else 0.0
    except (ValueError, OverflowError):
        return 0.0


def members(archive: zipfile.ZipFile, folders: bool = False) -> list[Found]:
    """The files in an archive. folders: an empty file called FOLDER as well for each folder, which may be empty."""
    found = []
    for info in archive.infolist():
        name = info.filename.replace("\\", "/")
        if len(name) > MAX_NAME or name.count("/") > MAX_PARTS:
            continue  # no place in which anybody works
        path = PurePosixPath(name)
        if info.is_dir() and folders:
            found.append(Found(path / FOLDER, lambda _: b""))
        elif not info.is_dir() and path.parts:
            reading = (partial(_member, archive, info), partial(_stream, archive, info))
            found.append(Found(path, *reading, when=_when(info)))
    return found


def sorted_out(files: list[Found]) -> tuple[list[Found], list[str]]:
    """The files that may be somebody's work, and the folders that were passed over, where that is worth a word.

    Where there are too many, only those with the name of a step, or of a notebook. Raises ValueError where none has.
    """
    kept, over = accidents.sorted_out([file.path for file in files])
    counted = [file for number in kept if _counts(file := files[number])]
    if len(counted) <= MAX_MEMBERS:
        return counted, over
    named = [file for file in counted if module_of(file.path.name) or file.path.suffix.casefold() in (".ipynb", ".zip")]
    if not named:
        raise _TooMuch(f"holds more than {MAX_MEMBERS:,} files")
    return sorted(named, key=lambda file: (len(file.path.parts), file.path))[:MAX_MEMBERS], over


def _counts(file: Found) -> bool:
    return not accidents.is_data(file.path) and len(file.path.parts) <= MAX_DEPTH + 1


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """A zip, with its table of contents read. Raises ValueError in words that can follow its name."""
    try:
        return zipfile.ZipFile(cast(BinaryIO, _Table(file)))
    except _TooMuch:
        raise
    except BROKEN_ZIP as error:
        raise ValueError(f"is no zip that can be read ({type(error).__name__})") from None


Broken = list[tuple[Found, str]]  # zips, each with what is wrong


def unpacked(files: list[Found], opened: contextlib.ExitStack) -> tuple[list[Found], Broken, list[str]]:
    """The files of a submission, with those in its zips, and in the zips of these.

    opened: holds the zips open, as long as the files are to be read.
    Returns: the files; the zips that could not be read, each with what is wrong; what was passed over.
    """
    found = [file for file in files if not _is_zip(file)]
    waiting = [(file, True) for file in sorted(filter(_is_zip, files), key=lambda f: (len(f.path.parts), str(f.path)))]
    alone = not found and len(waiting) == 1
    broken: Broken = []
    over: list[str] = []
    left, number = MAX_ZIP_BYTES, 0
    while waiting:
        (file, outer), number = waiting.pop(0), number + 1
        try:
            if number > MAX_ZIPS:
                raise _TooMuch(f"is one of more than {MAX_ZIPS} zips")
            stream = opened.enter_context(file.opened(left))
            left -= 0 if file.on_disk else stream.seek(0, io.SEEK_END)
            inside, said = sorted_out(members(open_zip(stream)))
        except ValueError as error:
            broken.append((file, str(error)))
            continue
        over += said
        newest = max((member.when for member in inside if is_code(member.path.name)), default=0.0)
        inner = [_inside(member, file, alone and outer, newest) for member in inside]
        found += [member for member in inner if not _is_zip(member)]
        waiting += [(member, False) for member in inner if outer and _is_zip(member)]
    return found, broken, over


def _is_zip(file: Found) -> bool:
    return file.path.suffix.casefold() == ".zip"


def _inside(member: Found, archive: Found, alone: bool, newest: float) -> Found:
    """A member as a file of the submission: it belongs to the attempt that the zip belongs to."""
    label = "" if alone else f"{archive.label or archive.path}/{member.path}"
    path = member.path if alone else archive.path / member.path
    return replace(member, path=path, label=label, order=archive.order, attempt=archive.attempt, when=newest)
