"""`feedback.zip`: the pages for the students, and nothing else, under the names by which a course system knows them.

Canvas attaches a file to the student and the file whose numbers stand in its name. Moodle's feedback files, and
Brightspace, go by the folder, which must be called as in their own download. See `infer_comment_context_from_filename`
in canvas-lms and `is_valid_filename_for_import` in moodle.
"""

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.classroom import names
from grader.classroom.groups import Member
from grader.classroom.out_folder import folder_names

PAGE = "feedback.html"
STAMP = (2020, 1, 1, 0, 0, 0)  # of every file, so that the same pages make the same zip
Data = dict[str, Any]


def _can_be_a_name(text: str) -> bool:
    """Whether a text can be one part of a path anywhere."""
    return bool(text.strip(". ")) and text.isprintable() and not set(text) & set('/\\:*?"<>|')


def name_of(student: str) -> str:
    """Where a student's page stands in the zip."""
    name = student if _can_be_a_name(student) else folder_names([student])[student]
    return f"{name}_{PAGE}" if names.told_by(student).system == "Canvas" else f"{name}/{PAGE}"


def write(path: Path, rows: Iterable[Data], out: Path) -> None:
    """Write the pages of these students.

    rows: reports with the "folder" of the page, the name of the "submission", and perhaps the "row" of a student of a
    group.
    """
    partial = path.with_name(path.name + ".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for report in rows:
            page = out / report["folder"] / PAGE
            if page.is_file():
                place = name_of(_called(report))
                if place in archive.NameToInfo:  # two students of one name, in two groups
                    place = f"{report['folder']} {place}"
                info = zipfile.ZipInfo(place, STAMP)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, page.read_bytes())
    partial.replace(path)


def _called(report: Data) -> str:
    """The student of a row, as the course system calls the folder of somebody with this number."""
    who: Member = report.get("row") or Member(report["student"])
    if who.student == report["student"]:
        return report["submission"]
    if who.id and not names.told_by(who.student).system:
        return f"{who.student.replace('_', ' ')}_{who.id}_assignsubmission_file"
    return who.student
