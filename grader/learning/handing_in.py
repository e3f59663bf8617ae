"""`hand-in`: the step files that were worked on, in one zip, and a word on what is in it and what is still to do."""

import ast
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED, PASSED
from grader.curriculum import Function, Step, files, starters
from grader.learning.bars import counted
from grader.learning.history import History
from grader.learning.overview import changed_since
from grader.learning.running import WORDS

UNTOUCHED = "as it was handed out"


def zip_path(folder: Path, name: str) -> Path:
    """Where the zip goes: beside `exercises`, under this name or that of the kit's folder. Raises ValueError."""
    stem = (name or folder.parent.name).removesuffix(".zip").strip()
    if not stem or stem.startswith(".") or re.search(r'[/\\:*?"<>|]', stem):
        raise ValueError(f"{name!r} is no name for a zip; take something like jane-doe")
    return folder.parent / f"{stem}.zip"


def worked_on(folder: Path) -> list[Step]:
    """The steps whose files are not as they were handed out."""
    paths = {step: folder / f"{step.module}.py" for step in curriculum.steps()}
    return [step for step, path in paths.items() if path.is_file() and not files.is_fresh(path, starters.stub(step))]


def _packed(folder: Path, steps: list[Step]) -> dict[str, bytes]:
    return {f"{step.module}.py": (folder / f"{step.module}.py").read_bytes() for step in steps}


def _holds(path: Path, contents: dict[str, bytes]) -> bool:
    """Whether a zip holds these files and no others."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()} == contents
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False


def write(path: Path, folder: Path, steps: list[Step]) -> Path | None:
    """Write the zip, whole or not at all. Returns where what stood in its place is kept; None where nothing is lost."""
    if path.exists() and _holds(path, _packed(folder, steps)):
        return None
    kept = files.copy_aside(path) if path.exists() else None
    partial = path.with_name(path.name + ".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for step in steps:
            archive.write(folder / f"{step.module}.py", f"{step.module}.py")
    partial.replace(path)
    return kept


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _is_to_do(function: Function, text: str) -> bool:
    """Whether the line still stands there with which a function was handed out."""
    return f"write {function.name} in exercises/{function.step.module}.py" in text


def _told(step: Step, text: str, history: History) -> str:
    """What is known of the functions of a step."""
    outcomes = {
        function.name: NOT_ATTEMPTED if _is_to_do(function, text) else history.of(function).outcome
        for function in step.functions
    }
    right = [name for name, outcome in outcomes.items() if outcome == PASSED]
    to_do = [f.name for f in step.functions if _is_to_do(f, text)]
    unseen = [n for n, outcome in outcomes.items() if outcome == NOT_ATTEMPTED and n not in to_do]
    parts = [f"{len(right)} of {counted(len(outcomes), 'function')} right"]
    parts += [f"{n} {WORDS[outcome]}" for n, outcome in outcomes.items() if outcome not in (PASSED, NOT_ATTEMPTED)]
    parts += [f"not checked yet: {', '.join(unseen)}"] if unseen else []
    parts += [f"to do: {', '.join(to_do)}"] if to_do else []
    return "; ".join(parts)


def _warnings(step: Step, text: str, folder: Path) -> Iterator[str]:
    """What would cost points that it need not cost."""
    try:
        ast.parse(text.lstrip("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
        yield f"{step.module}.py cannot be read by Python{line}: mend that first, and then hand in"
    others = {path.stem for path in folder.glob("*.py")} - {s.module for s in curriculum.steps()}
    for name in sorted(others):
        if re.search(rf"^[ \t]*(?:from|import)[ \t]+(?:exercises)?\.?{re.escape(name)}\b", text, re.M):
            yield f"{step.module}.py imports {name}.py, which is not handed in: put what you need of it into the step"


def page(path: Path, folder: Path, steps: list[Step], history: History, kept: Path | None) -> Iterator[str]:
    """What is said when the zip is written, line by line."""
    yield f"{path.name} is ready: hand in this one file. In it:"
    for step in steps:
        yield f"  {step.module + '.py':<26}{_told(step, _text(folder / f'{step.module}.py'), history)}"
    if left := [str(step.number) for step in curriculum.steps() if step not in steps]:
        yield f"not in it, {UNTOUCHED}: step{'s' * (len(left) > 1)} {', '.join(left)}"
    for step in steps:
        yield from _warnings(step, _text(folder / f"{step.module}.py"), folder)
    if changed := [name for name in changed_since(history, folder) if name in [f"{s.module}.py" for s in steps]]:
        yield f"changed since the checks last ran: {', '.join(changed)}. Run them:  pytest exercises"
    if kept:
        yield f"the zip that was there is kept as {kept.name}"
