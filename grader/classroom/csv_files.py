"""CSV files: read as any spreadsheet may have written them, and written as a spreadsheet reads them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 5_000_000
NUMBER = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True)
class Form:
    """How a table is written: what stands between cells, the mark of order at the front, the point of numbers."""

    separator: str = ","
    mark: str = ""
    point: str = "."

    def text(self, rows: Iterable[Sequence[str]]) -> str:
        """Rows as the text of a file."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self.separator, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        writer.writerows([self._cell(cell) for cell in row] for row in rows)
        return self.mark + text.getvalue()

    def _cell(self, cell: str) -> str:
        return cell.replace(".", self.point) if self.point != "." and NUMBER.fullmatch(cell) else cell


FORMS = {"plain": Form(), "excel": Form(";", "\ufeff", ",")}


def form(name: str) -> Form:
    """The form of this name. Raises ValueError with the choices."""
    if name not in FORMS:
        raise ValueError(f"no form of CSV {name!r}; there are plain and excel")
    return FORMS[name]


def read_rows(path: Path) -> list[list[str]]:
    """The rows of a file that have a cell with something in it, without spaces around. Raises ValueError."""
    return [row for row in _all_rows(path) if any(row)]


def _all_rows(path: Path) -> list[list[str]]:
    """All rows of a file, also empty ones.

    Commas, semicolons or tabs may stand between cells; a mark of order at the front does not matter.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror})") from None
    if len(data) > MAX_BYTES:
        raise ValueError(f"{path} is larger than {MAX_BYTES:,} bytes")
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is no text in UTF-8: save it as CSV UTF-8") from None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        found = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return [[cell.strip() for cell in row] for row in found]
    except csv.Error as error:
        raise ValueError(f"{path} is no CSV ({error})") from None


def read_table(path: Path, *columns: Sequence[str], needed: int = 2) -> Iterator[list[str]]:
    """For each row of a file the cells of these columns, each known by one of its names in the first row.

    A first row that names none of them is a row like the others, and the columns stand in this order. A column beyond
    the first two may be missing, and its cells are "" then. Raises ValueError where a row lacks one of the first,
    as many as are needed.
    """
    rows = [(number, row) for number, row in enumerate(_all_rows(path), 1) if any(row)]
    header = [cell.casefold().replace("_", " ") for cell in rows[0][1]] if rows else []
    places = [next((i for i, cell in enumerate(header) if cell in names), -1) for names in columns]
    begin = 1
    if all(place < 0 for place in places[:2]):
        places, begin = list(range(len(columns))), 0
    elif any(place < 0 for place in places[:2]):
        missing = next(names[0] for names, place in zip(columns, places, strict=True) if place < 0)
        raise ValueError(f"{path} has no column {missing!r}")
    for number, row in rows[begin:]:
        cells = [row[place] if 0 <= place < len(row) else "" for place in places]
        if not all(cells[:needed]):
            lacks = (
                f"does not have both {columns[0][0]} and {columns[1][0]}" if needed > 1 else f"has no {columns[0][0]}"
            )
            raise ValueError(f"{path}: row {number} {lacks}")
        yield cells
