"""The parts of the kit that nbgrader runs: grading outside the kernel. `nbgrader_config.py` names them by dotted paths.

`Exporter` and `RestoreMetadata` put a submitted notebook in order before nbgrader looks at it; `Grade` stands where
`Execute` stood. Scores, manual grading, late penalties and feedback stay nbgrader's own.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import from_dict, v4
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from nbgrader.preprocessors import OverwriteCells as StockOverwriteCells
from traitlets import Bool, Integer

from grader.checks.messages import ascii_only, wrapped
from grader.course import collecting, outside, repair
from grader.curriculum.stubs import BEGIN
from grader.examination.cleaning import one_line
from grader.examination.summary import message_of
from grader.submissions import lenient, literate, reading
from grader.submissions.lenient import RawCell
from grader.submissions.submission import Submission

_find_notebooks = Autograde.init_notebooks
AHEAD = 3  # as many submissions are handed over before their turn
_HANDED_OVER: set[str] = set()  # the files of those, in this process


def _bring_notebooks(self: Any) -> None:
    """Where our exporter reads notebooks, those that lie elsewhere come to where nbgrader looks, before it looks."""
    if issubclass(self.exporter_class, Exporter):
        course = self.coursedir
        submitted = Path(course.format_path(course.submitted_directory, ".", "."))
        collecting.bring(submitted, course.assignment_id, self.log.info)
    _find_notebooks(self)


Autograde.init_notebooks = _bring_notebooks  # nbgrader has hooks for what it has found, and none before


class WriteStubs(ClearSolutions):
    """Solutions become what learners start from in the kit: a line that names the function to write."""

    def _replace_solution_region(self, cell: Any, language: str) -> bool:
        if cell.cell_type != "code" or BEGIN not in cell.source:
            return super()._replace_solution_region(cell, language)
        cell.source = literate.stub(literate.Cell(cell.source))
        return True


@cache
def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _release(course: Any, assignment: str, notebook: str) -> dict[str, Any]:
    folder = course.format_path(course.release_directory, ".", assignment)
    return _read(Path(course.root, folder, f"{notebook}.ipynb"))


def in_order(data: bytes, release: dict[str, Any]) -> tuple[list[repair.Cell], list[str]]:
    """The cells of a submitted notebook in order, and remarks; those of the release where it cannot be read."""
    wanted = repair.released(release)
    try:
        cells, problems = lenient.cells_of(data)
    except lenient.UnreadableNotebook as error:
        cells, _ = lenient.cells_of(json.dumps(release).encode())
        return repair.repaired(cells, wanted)[0], [f"the notebook {error}; nothing of it could be graded"]
    found, remarks = repair.repaired(cells, wanted)
    return found, [f"the notebook {problem}" for problem in problems] + remarks


def _submission(student: str, notebook: str, cells: list[repair.Cell]) -> Submission:
    raw = [RawCell(c.kind, c.source, c.id, c.metadata.get("nbgrader", {}).get("grade_id", "")) for c in cells]
    return reading.of_cells(student, {f"{notebook}.ipynb": raw})


def _node(cell: repair.Cell) -> Any:
    """The cell as nbformat has it; the whole notebook is validated later."""
    node: dict[str, Any] = {"id": cell.id, "cell_type": cell.kind, "metadata": cell.metadata, "source": cell.source}
    if cell.kind == "code":
        node |= {"execution_count": None, "outputs": []}
    if cell.attachments:
        node["attachments"] = cell.attachments
    return from_dict(node)


class Exporter(NotebookExporter):
    """Reads submitted notebooks whatever has become of them; everything else as nbconvert does."""

    optimistic_validation = True  # a notebook is validated when all is done, and not after each of nine steps

    def from_filename(self, filename: str, resources: Any = None, **settings: Any) -> Any:
        converter: Any = self.parent  # nbgrader's
        course = converter.coursedir
        submitted = os.path.join(course.root, course.submitted_directory) + os.sep
        if not os.path.abspath(filename).startswith(submitted):
            return super().from_filename(filename, resources, **settings)
        resources = resources or {}
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        about = resources["nbgrader"]
        release = _release(course, about["assignment"], about["notebook"])
        cells, problems = in_order(_bytes(filename), release)
        notebook = v4.new_notebook(cells=[_node(cell) for cell in cells], metadata=release["metadata"])
        notebook.metadata["grader"] = {"problems": problems}
        return self.from_notebook_node(notebook, resources, **settings)


def _bytes(filename: str) -> bytes:
    try:
        with open(filename, "rb") as file:
            return file.read(lenient.MAX_BYTES + 1)
    except OSError:
        return b""


class RestoreMetadata(NbGraderPreprocessor):
    """The same for a notebook that another exporter has read: its cells in order, once each, with their metadata."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        if "grader" in nb.metadata and isinstance(self.parent, Exporter):
            return nb, resources
        about = resources["nbgrader"]
        release = _release(self.parent.parent.coursedir, about["assignment"], about["notebook"])
        cells, problems = in_order(json.dumps(nb).encode(), release)
        nb.cells = [_node(cell) for cell in cells]
        nb.metadata["grader"] = {"problems": problems}
        return nb, resources


class OverwriteCells(StockOverwriteCells):
    """Puts the hidden part back into the cells that hold a check, and warns only of those that a student has changed.

    nbgrader compares a submitted cell with the one that has the hidden part, which students never had.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        about = resources["nbgrader"]
        release = _release(self.parent.parent.coursedir, about["assignment"], about["notebook"])
        self._released = {cell.grade_id: cell.source for cell in repair.released(release)}
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if cell.metadata.get("nbgrader", {}).get("locked") and cell.source == self._released.get(grade_id):
            with contextlib.suppress(MissingEntry):
                cell.source = self.gradebook.find_source_cell(grade_id, self.notebook_id, self.assignment_id).source
        return super().preprocess_cell(cell, resources, cell_index)


class Grade(NbGraderPreprocessor):
    """Grades outside the kernel: a score and a message into every cell that holds a check. Runs nothing here."""

    seed = Integer(0, help="Seed of the hidden inputs: the same for everybody, and for grading again.").tag(config=True)
    trusted = Bool(False, help="Grade where work cannot be sealed: only work that you trust.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        about = resources["nbgrader"]
        cells = [repair.Cell(c.cell_type, c.source, c.id, dict(c.metadata)) for c in nb.cells if c.id != repair.NOTE]
        submission = _submission(about["student"], about["notebook"], cells)
        grader = outside.grader(self.seed, self.trusted, outside.steps_of(submission))
        report = grader.report(submission, self._following(about))
        results = {f"check-{result['function']}": result for result in report["functions"]}
        for cell in nb.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if cell.cell_type == "code" and grade_id in results:
                _write(cell, results[grade_id])
        problems = [*nb.metadata.get("grader", {}).get("problems", ()), *submission.problems]
        nb.cells.insert(0, v4.new_markdown_cell(_note(problems, report), id=repair.NOTE))
        for problem in problems:
            self.log.warning("%s: %s", about["student"], one_line(problem))
        return nb, resources

    def _following(self, about: dict[str, str]) -> Iterator[Submission]:
        """The next submissions, for the grader to work on while nbgrader is busy with this one."""
        converter = self.parent.parent
        course, notebook = converter.coursedir, about["notebook"]
        folders = sorted(converter.assignments)
        here = course.format_path(course.submitted_directory, about["student"], about["assignment"])
        position = folders.index(here) if here in folders else len(folders)
        release = _release(course, about["assignment"], notebook)
        for folder in folders[position + 1 : position + 1 + AHEAD]:
            student, file = Path(folder).parent.name, os.path.join(folder, f"{notebook}.ipynb")
            graded = course.format_path(course.autograded_directory, student, about["assignment"])
            if file in _HANDED_OVER:
                continue
            _HANDED_OVER.add(file)
            data = _bytes(file)
            if data and (converter.force or not os.path.exists(os.path.join(course.root, graded))):
                yield _submission(student, notebook, in_order(data, release)[0])


def _write(cell: Any, result: dict[str, Any]) -> None:
    """The score as nbgrader reads it, a plain float, and above it what there is to say."""
    part = result["score"] / result["max_score"] if result["max_score"] else 0.0
    points = float(cell.metadata["nbgrader"]["points"])
    score = round(min(points, max(0.0, part * points)), 2)
    said = f"{result['function']}: {result['outcome']}\n"
    if message := message_of(result):
        said += f"\n{message}\n"
    if result["diagnosis"]:
        said += "\n" + "\n".join(wrapped(ascii_only(result["diagnosis"]["message"]))) + "\n"
    printed = {"output_type": "stream", "name": "stdout", "text": said}
    value = {"output_type": "execute_result", "data": {"text/plain": repr(score)}, "metadata": {}, "execution_count": 1}
    cell.outputs = from_dict([printed, value])
    cell.execution_count = 1


def _note(problems: list[str], report: dict[str, Any]) -> str:
    """What there is to say of a notebook as a whole. A student's words in it are shown as they are, and not drawn."""
    network = report["network"]["message"] or "not tried"
    said = [*problems, f"Your own network on XOR (it carries no points): {network}"]
    lines = [f"- {_literal(line)}" for line in said]
    return "\n".join(["**A note of the grader**", "", "```text", *lines, "```"])


def _literal(text: str) -> str:
    """The text on one line, without the sign that ends a block of literal text."""
    return one_line(text).replace("`", "'")
