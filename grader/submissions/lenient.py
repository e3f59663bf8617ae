"""Reads notebooks that came from anywhere: plain JSON under caps. What is damaged is read as far as it is certain."""

import json
import re
import threading
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 60_000_000  # 50 MB of printed output are no reason to lose honest work
MAX_WIDE = 20_000_000  # of those with characters that take up to four bytes each
ONLY_ASCII = bytes(range(128)) + b"?" * 128
MAX_PARTS = 500_000  # lists and dicts of a notebook
MAX_ENTRIES = 3_000_000  # of all of them
MAX_CELLS = 2_000
MAX_TEXT = 500_000  # characters of all cells together
ONE_AT_A_TIME = threading.Lock()  # a notebook takes several times its size while it is read
BETWEEN_CELLS = re.compile(r"[ \t\r\n,]*")
CELL_KINDS = ("code", "markdown", "raw")


class UnreadableNotebook(ValueError):
    """There are no cells to be had from these bytes; the message says why, and can follow the name of a file."""


@dataclass(frozen=True)
class RawCell:
    """A cell as it came: nothing of it is trusted. grade_id: what nbgrader calls it, or ""."""

    kind: str
    source: str
    id: str = ""
    grade_id: str = ""
    attachments: dict[str, Any] = field(default_factory=dict)


def _text(data: bytes, problems: list[str]) -> str:
    if len(data) > MAX_WIDE and not data.isascii() and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        problems.append("is very large: characters beyond ASCII were replaced")
        return data.translate(ONLY_ASCII).decode("ascii")
    for encoding, mark in (("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"), ("utf-8-sig", b"")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    problems.append("is not UTF-8: characters beyond ASCII were replaced")
    return data.decode("utf-8", "replace")


def _salvaged(text: str, problems: list[str]) -> dict[str, Any]:
    """What can be read of a text that breaks off, or that is damaged somewhere: the whole cells before that place."""
    begin = re.search(r'"cells"\s*:\s*\[', text)
    cells: list[Any] = []
    position = begin.end() if begin else len(text)
    decoder = json.JSONDecoder()
    while begin and len(cells) < MAX_CELLS:
        gap = BETWEEN_CELLS.match(text, position)
        assert gap
        try:
            cell, position = decoder.raw_decode(text, gap.end())
        except (ValueError, RecursionError):
            break
        cells.append(cell)
    if not cells:
        raise UnreadableNotebook("is no notebook: it is not JSON, or it breaks off before the first cell")
    problems.append(f"is damaged: only its first {len(cells)} cells could be read")
    return {"cells": cells}


def _joined(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    return "".join(part for part in parts if isinstance(part, str)).replace("\r\n", "\n").replace("\0", "")


def _short(value: Any) -> str:
    return value[:64] if isinstance(value, str) else ""


def _raw_cell(data: Any) -> RawCell | None:
    if not isinstance(data, dict):
        return None
    kind = "markdown" if data.get("cell_type") == "heading" else data.get("cell_type")
    if kind not in CELL_KINDS:
        return None
    metadata = data.get("metadata")
    marked = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    attachments = data.get("attachments")
    return RawCell(
        kind,
        _joined(data.get("source", data.get("input", ""))),
        _short(data.get("id")),
        _short(marked.get("grade_id")) if isinstance(marked, dict) else "",
        attachments if isinstance(attachments, dict) and kind == "markdown" else {},
    )


def cells_of(data: bytes) -> tuple[list[RawCell], list[str]]:
    """The cells of a notebook, and what is to be remarked on it. Raises UnreadableNotebook."""
    if len(data) > MAX_BYTES:
        raise UnreadableNotebook(f"is larger than {MAX_BYTES:,} bytes")
    with ONE_AT_A_TIME:
        return _cells_of(data)


def _cells_of(data: bytes) -> tuple[list[RawCell], list[str]]:
    problems: list[str] = []
    text = _text(data, problems)
    del data  # a large notebook is there only once at a time
    if text.count("[") + text.count("{") > MAX_PARTS or text.count(",") > MAX_ENTRIES:  # they unpack to gigabytes
        raise UnreadableNotebook("is no notebook of a bearable size: it is made of too many parts")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        notebook = _salvaged(text, problems)
    found = notebook.get("cells") if isinstance(notebook, dict) else None
    if found is None and isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        lists = [sheet["cells"] for sheet in sheets if isinstance(sheet.get("cells"), list)]
        found = [cell for cells in lists for cell in cells]
    if not isinstance(found, list):
        raise UnreadableNotebook("is no notebook: it has no cells")
    cells = [cell for cell in map(_raw_cell, found[:MAX_CELLS]) if cell]
    if len(cells) < len(found):
        problems.append(f"{len(found) - len(cells)} of its cells are no cells of a notebook, and were left out")
    if sum(len(cell.source) for cell in cells) > MAX_TEXT:
        raise UnreadableNotebook(f"holds more than {MAX_TEXT:,} characters of text and code")
    return cells, problems
