"""A learner's work as text: which step modules there are, and what cannot be read. Nothing of it is run or compiled."""

import codecs
import io
import tokenize
from dataclasses import dataclass, field

MAX_SAID = 150  # characters of what Python says is wrong with a text
NOT_FOR_FILES = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"}


@dataclass(frozen=True)
class Submission:
    """The source of every step module found, why others cannot be read, and remarks on what was not taken.

    notebooks: modules whose source is made of a notebook's cells, as `grader/worker/cells.py` runs them (JSON).
    """

    student: str
    sources: dict[str, str]
    unreadable: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    notebooks: tuple[str, ...] = ()


def decode_source(data: bytes) -> str:
    """Source text from bytes as Python takes it: a byte order mark, an encoding comment, any line ends.

    Raises ValueError, in words that can follow the name of a file.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in NOT_FOR_FILES:
            raise LookupError(f"{encoding} is no encoding for files")
        text = data.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError) as error:
        if not _foreign_in_comments_only(data):  # which Python lets pass
            raise ValueError(f"is no text that Python can read: save it as UTF-8 ({str(error)[:MAX_SAID]})") from None
        text = data.decode("utf-8", "replace")
    if "\0" in text:
        raise ValueError("is no text that Python can read: it has null characters in it")
    return io.IncrementalNewlineDecoder(None, translate=True).decode(text)


def _foreign_in_comments_only(data: bytes) -> bool:
    """Whether these bytes are UTF-8 but for what stands behind a `#`, and do not say that they are anything else."""
    try:
        for line in data.splitlines():
            line.partition(b"#")[0].decode("utf-8")
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data.decode("utf-8", "replace").encode()).readline)
    except (SyntaxError, UnicodeError, LookupError):
        return False
    return encoding in ("utf-8", "utf-8-sig")
