"""Gradescope's export of submissions: a folder for each, and one file that says whose they are."""

import re
from dataclasses import dataclass
from typing import Any

METADATA = "submission_metadata.yml"
MAX_BYTES = 100_000_000  # results of earlier runs stand in it as well
ENTRY = re.compile(r"^(submission_\w+):[ \t]*$", re.M)
WANTED = re.compile(r"^  :(?:submitters|created_at):.*\n?(?:^(?:  - |   ).*\n?)*", re.M)


@dataclass(frozen=True)
class Submitter:
    """Somebody whose submission a folder is."""

    name: str
    sid: str
    email: str


@dataclass(frozen=True)
class Exported:
    """What is known of one folder. created: when it was handed in, as text that sorts by time."""

    folder: str
    submitters: tuple[Submitter, ...]
    created: str


def read(data: bytes) -> dict[str, Exported]:
    """The submissions of an export, by their folders. Of each only the lines on people and time are looked at."""
    parts = ENTRY.split(data.decode("utf-8", "replace"))
    return {name: _exported(name, text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def _exported(folder: str, text: str) -> Exported:
    import yaml

    try:
        found = yaml.safe_load("".join(WANTED.findall(text)))
    except (yaml.YAMLError, ValueError, RecursionError):
        found = None
    found = found if isinstance(found, dict) else {}
    people = found.get(":submitters")
    submitters = tuple(_submitter(one) for one in people if isinstance(one, dict)) if isinstance(people, list) else ()
    return Exported(folder, submitters, str(found.get(":created_at") or ""))


def _submitter(data: dict[Any, Any]) -> Submitter:
    def text(key: str) -> str:
        value = data.get(key)
        return " ".join(str(value).split())[:200] if isinstance(value, (str, int)) else ""

    return Submitter(text(":name"), text(":sid"), text(":email"))
