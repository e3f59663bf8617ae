"""A learner's work as bytes: which step modules there are, and what cannot be read. Nothing of it is run here."""

import ast
import io
import os
import stat
import tokenize
from dataclasses import dataclass, field
from pathlib import Path

from grader import curriculum

MAX_BYTES = 1_000_000


class UnreadableSubmission(ValueError):
    """There is nothing at that path that could be a submission."""


@dataclass(frozen=True)
class Submission:
    """The source of every step module found, and remarks on what was not taken."""

    student: str
    sources: dict[str, str]
    syntax_errors: dict[str, SyntaxError] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file of a sensible size; ValueError for links, pipes, devices and the like."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise ValueError(f"cannot be opened ({error.strerror})") from None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("is no regular file")
        if status.st_size > MAX_BYTES:
            raise ValueError(f"is larger than {MAX_BYTES:,} bytes")
        return file.read(MAX_BYTES + 1)


def decode_source(data: bytes) -> str:
    """Source text from bytes as Python takes it: a byte order mark, an encoding comment, any line ends."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return io.IncrementalNewlineDecoder(None, translate=True).decode(data.decode(encoding))
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise ValueError(f"is no text that Python can read ({error})") from None


def syntax_error(source: str, filename: str) -> SyntaxError | None:
    """Why Python cannot compile this source, or None."""
    try:
        compile(ast.parse(source, filename), filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return SyntaxError(f"Python cannot compile this file ({type(error).__name__}: {error})", (filename, 1, 1, ""))
    return None


def from_sources(student: str, sources: dict[str, str], problems: tuple[str, ...] = ()) -> Submission:
    """A submission from the text of its modules, by module name."""
    errors = {name: error for name, text in sources.items() if (error := syntax_error(text, f"{name}.py"))}
    return Submission(student, sources, errors, problems)


def read(path: Path) -> Submission:
    """The submission in a folder, or in a single step module. Raises UnreadableSubmission in one line."""
    modules = {step.module for step in curriculum.steps()}
    if path.is_dir():
        files = sorted(path.iterdir())
    elif path.is_file() and path.stem in modules and path.suffix == ".py":
        files = [path]
    elif path.exists():
        raise UnreadableSubmission(f"{path} is neither a folder nor a step module such as step1_activations.py")
    else:
        raise UnreadableSubmission(f"there is nothing at {path}")
    sources, problems, ignored = {}, [], []
    for file in files:
        if file.suffix != ".py" or file.stem not in modules:
            if not file.name.startswith((".", "__", "test_", "conftest")) and file.suffix != ".bak":
                ignored.append(file.name)
            continue
        try:
            sources[file.stem] = decode_source(read_bytes(file))
        except ValueError as error:
            problems.append(f"{file.name} {error}")
    if ignored:
        problems.append(f"ignored, no step module: {', '.join(ignored[:8])}{', ...' if len(ignored) > 8 else ''}")
    return from_sources(path.resolve().name if path.is_dir() else path.stem, sources, tuple(problems))
