"""Writes the student's copy: into a new or empty folder, and only when nothing in it gives anything away."""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader import curriculum
from grader.curriculum import Step
from grader.release import leaks, manifest

PAGE = Path(__file__).with_name("README.txt")
STAMP = (2020, 1, 1, 0, 0, 0)  # of every file in a zip, so that the same kit makes the same zip


class GivesAway(RuntimeError):
    """The copy would give something away; the message says what, a line for each."""


@dataclass(frozen=True)
class Options:
    """What an instructor chooses. steps: the first of the curriculum. due: when it is to be handed in, if ever."""

    steps: list[Step]
    title: str
    due: datetime | None = None


def first_steps(text: str) -> list[Step]:
    """The steps that a person means by "1-4"; all for "". Raises ValueError where they do not begin with the first."""
    chosen = curriculum.find_steps(text) if text else list(curriculum.steps())
    if not chosen or [step.number for step in chosen] != list(range(1, len(chosen) + 1)):
        raise ValueError(f"{text}: each step builds on those before it, so give all from the first, such as 1-4")
    return chosen


def due_date(text: str) -> datetime | None:
    """The time that is meant by "2026-12-11" or "2026-12-11 18:00". Raises ValueError."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{text} is no date such as 2026-12-11, or 2026-12-11T18:00") from None


def _due(due: datetime | None) -> str:
    if due is None:
        return ""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    time = f", {due:%H:%M}" if (due.hour, due.minute) != (0, 0) else ""
    return f"Due: {days[due.weekday()]}, {due:%Y-%m-%d}{time}.\n\n"


def _table(steps: list[Step]) -> str:
    lines = ["| step | file in `exercises/` | you write | points |", "| --- | --- | --- | --- |"]
    for step in steps:
        names = ", ".join(f"`{function.name}`" for function in step.functions)
        points = f"{step.points:g}" + (" (bonus)" if step.bonus else "")
        lines.append(f"| {step.number} {step.title} | `{step.module}.py` | {names} | {points} |")
    return "\n".join(lines)


def _rewards(steps: list[Step]) -> str:
    """What there is to see on the way: only what these steps lead to."""
    there = {step.module for step in steps}
    if manifest.LAST_OF_THE_COURSE not in there:
        return ""
    digits = (
        """
After step 9 your network reads handwritten digits, in about ten seconds, and with the third command the larger ones
of MNIST, in some minutes:

```sh
python -m exercises.step9_sgd
pip install -e ".[mnist]"
python -m datasets mnist --download mnist
python -m exercises.step9_sgd --mnist mnist
```
"""
        if "step9_sgd" in there
        else ""
    )
    return f"""**See it learn.** After step 6 your network learns XOR, in a second. From then on there are experiments
on it: guess first, then see a table and a figure. `live` shows the border between the answers while it learns.

```sh
python -m exercises.step6_training
python -m exercises.experiments             # lists them; each takes some seconds
python -m exercises.experiments.live        # in a window; --save live.gif takes about a minute
```
{digits}
"""


def readme(options: Options) -> str:
    """The page that greets a student."""
    steps = options.steps
    return PAGE.read_text(encoding="utf-8").format(
        title=options.title,
        due=_due(options.due),
        count=sum(len(step.functions) for step in steps if not step.bonus),
        first=steps[0].module,
        name=steps[0].functions[0].name,
        table=_table(steps),
        rewards=_rewards(steps),
    )


def build(options: Options) -> dict[str, bytes]:
    """Every file of the student's copy, by its path. Raises GivesAway."""
    files = manifest.files(options.steps, readme(options))
    if found := leaks.problems(files):
        raise GivesAway("\n".join(found))
    return files


def expect_room(folder: Path, archive: Path | None) -> None:
    """Raises ValueError where something stands in the way of what is to be written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is not empty: a release goes into a new or empty folder")
    if archive and archive.exists():
        raise ValueError(f"{archive} exists already")


def write(folder: Path, files: dict[str, bytes], archive: Path | None = None) -> None:
    """Write the files into a new or empty folder, and as a zip with one folder in it."""
    expect_room(folder, archive)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if archive:
        _write_zip(archive, files)


def _write_zip(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(f"{path.stem}/{name}", STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)
