"""A learner's work as bytes: which step modules there are, and what cannot be read. Nothing of it is run here."""

import ast
import io
import tokenize
import warnings
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Submission:
    """The source of every step module found, and remarks on what was not taken."""

    student: str
    sources: dict[str, str]
    syntax_errors: dict[str, SyntaxError] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def decode_source(data: bytes) -> str:
    """Source text from bytes as Python takes it: a byte order mark, an encoding comment, any line ends."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return io.IncrementalNewlineDecoder(None, translate=True).decode(data.decode(encoding))
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        if b"\0" not in data and _compiles(data):  # Python lets foreign characters pass in comments
            return io.IncrementalNewlineDecoder(None, translate=True).decode(data.decode("utf-8", "replace"))
        raise ValueError(f"is no text that Python can read: save it as UTF-8 ({error})") from None


def _compiles(data: bytes) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(data, "<bytes>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False
    return True


def syntax_error(source: str, filename: str) -> SyntaxError | None:
    """Why Python cannot compile this source, or None."""
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(ast.parse(source, filename), filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return SyntaxError(f"Python cannot compile this file ({type(error).__name__}: {error})", (filename, 1, 1, ""))
    return None


def from_sources(
    student: str, sources: dict[str, str], problems: tuple[str, ...] = (), unreadable: dict[str, str] | None = None
) -> Submission:
    """A submission from the text of its modules, by module name. unreadable: why others could not be read."""
    errors = {name: error for name, text in sources.items() if (error := syntax_error(text, f"{name}.py"))}
    errors |= {name: SyntaxError(why) for name, why in (unreadable or {}).items()}
    return Submission(student, sources, errors, problems)
