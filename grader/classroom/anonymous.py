"""Anonymous grading: names stand in no page, no report and no table, but in one file, `key.csv`.

A student is called by a random word from the beginning, so that nothing has a name to give away. The words stay the
same in later runs. Without the option, the same command gives everything its name again, and grades nobody anew.
"""

import contextlib
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader import curriculum
from grader.classroom import names, regrading
from grader.classroom.csv_files import Form, read_table
from grader.classroom.out_folder import folder_names
from grader.classroom.tables import safe
from grader.curriculum.files import write_whole
from grader.examination.cleaning import one_line
from grader.submissions import archives
from grader.submissions.class_folder import Entry
from grader.submissions.submission import Submission
from grader.submissions.tracks import NAMES as TRACKS

KEY = "key.csv"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SHORTEST = 4  # characters of a name that is looked for in texts
TOLD = ("problems", "message", "said", "tried", "public", "details", "ask", "table", "short")
PLAIN = {f"{step.module}.py" for step in curriculum.steps()} | {f"{name}.ipynb" for name in TRACKS} | {"exercises"}
Data = dict[str, Any]


@dataclass(frozen=True)
class Nameless(Entry):
    """An entry under another name: its remarks name no file that a student has named."""

    of: Entry | None = None

    def read(self) -> Submission:
        assert self.of
        found = self.of.read()
        hide = self._hiding(self._files()) if found.problems else str
        return replace(found, student=self.student, problems=tuple(map(hide, found.problems)))

    def hidden(self, report: Data) -> Data:
        """A report with the student's names taken out of everything that is told in words."""
        return _without(report, self._hiding({}))

    def hidden_text(self, text: str) -> str:
        """A text of the student's with their names taken out."""
        return self._hiding({})(text)

    def _files(self) -> dict[str, str]:
        """Every name that a student may have given to a file or a folder, and what stands in its place."""
        assert self.of
        told: set[str] = set()
        with contextlib.suppress(Exception), contextlib.ExitStack() as opened:  # what cannot be read tells no names
            outer = self.of.files()
            inner, _, over = archives.unpacked(outer, opened)
            told.update(over)
            for file in (*outer, *inner):
                told.update((str(file.path), file.shown, file.label, *file.path.parts))
        return {one_line(text): "a file" for text in told if text and text not in PLAIN}

    def _hiding(self, others: dict[str, str]) -> Callable[[str], str]:
        """What takes the names of this student, and others, out of a text."""
        assert self.of
        told = names.told_by(self.of.student)
        own = [one_line(text) for text in (self.of.student, told.person, told.id, *_of_a_roster(self.of)) if text]
        words = others | dict.fromkeys(own, self.student)
        found = sorted((text for text in words if len(text) >= SHORTEST or text == own[0]), key=len, reverse=True)
        parts = [re.escape(text) for text in found]
        if told.system == "Canvas" and len(told.person) > SHORTEST:
            parts += _apart(told.person)
        pattern = re.compile("|".join(rf"(?<!\w){part}(?!\w)" for part in parts), re.IGNORECASE)
        by_name = {text.casefold(): words[text] for text in found}
        return lambda text: pattern.sub(lambda match: by_name.get(match[0].casefold(), self.student), text)


def _of_a_roster(entry: Entry) -> list[str]:
    """What a list of the class says of a student: ids, and names in both orders ("Doe, Jane", "Jane Doe")."""
    return [text for told in (entry.name, *entry.ids.values()) for text in (told, _turned(told))]


def _turned(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first} {last}".strip() if comma else ", ".join(reversed(name.rsplit(" ", 1)))


def _apart(name: str) -> list[str]:
    """Patterns of a name that Canvas has run together, as people write it: "Jane Doe" and "doe.jane" for "doejane"."""
    between = r"[\W_]*"
    spelled = [re.escape(letter) for letter in name]
    turned = (spelled[at:] + spelled[:at] for at in range(1, len(name)))
    return [between.join(letters) for letters in (spelled, *turned)]


def _without(value: Any, hide: Callable[[str], str], told: bool = False) -> Any:
    """Plain data in which the texts under one of the keys in TOLD have been gone over. told: whether this is one."""
    if isinstance(value, str):
        return hide(value) if told else value
    if isinstance(value, dict):
        return {key: _without(part, hide, key in TOLD) for key, part in value.items()}
    return [_without(part, hide, told) for part in value] if isinstance(value, list) else value


def key(out: Path) -> dict[str, str]:
    """The words for students that are in use, by the cells of their names; none where there is no key."""
    path = out / KEY
    return {row[0]: row[1] for row in read_table(path, ("student",), ("called",))} if path.exists() else {}


def _cells(found: Iterable[Entry]) -> dict[str, str]:
    """For each student the name of the folder, by which the key knows them, as a cell of a table."""
    return {student: safe(name) for student, name in folder_names([entry.student for entry in found]).items()}


def _new(taken: Iterable[str]) -> str:
    while (word := "anon-" + "".join(secrets.choice(LETTERS) for _ in range(6))) in taken:
        pass
    return word


def entries(found: tuple[Entry, ...], out: Path) -> tuple[Nameless, ...]:
    """The class under random words, in the order of these. New words go into the key, before anything is graded."""
    words, cells = key(out), _cells(found)
    for entry in found:
        if cells[entry.student] not in words:
            words[cells[entry.student]] = _new(words.values())
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / KEY, Form().text([("student", "called"), *sorted(words.items(), key=lambda pair: pair[1])]))
    made = [Nameless(words[cells[entry.student]], entry.files, of=entry) for entry in found]
    return tuple(sorted(made, key=lambda entry: entry.student))


def take_over(out: Path, found: tuple[Entry, ...], nameless: bool) -> set[str]:
    """Give the folders of an earlier run, with names or without, the names that this run will look for.

    Returns the students whose folders were given another name: what lies in them must be written again.
    """
    moved = set()
    words, cells = key(out), _cells(found)
    named = folder_names([entry.student for entry in found])
    for entry in found:
        if word := words.get(cells[entry.student]):
            before, now = (named[entry.student], word) if nameless else (word, named[entry.student])
            if (out / before).is_dir() and not (out / now).exists():
                if kept := regrading.read(out / before):
                    kept.student = word if nameless else one_line(entry.student)
                    regrading.write(out / before, kept)
                (out / before).rename(out / now)
                moved.add(entry.student)
    return moved
