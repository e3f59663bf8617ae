"""A class comes in as folders, zips, loose files, or one zip of all that; nobody who handed something in is missing."""

import io
import os
import zipfile

import pytest

from grader.steps import reference
from grader.submissions import class_folder

LOSS = reference.source("step3_loss")
ACTIVATIONS = reference.source("step1_activations")


def zipped(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


def lay_out(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def class_of(tmp_path, kind, files):
    """The same class as a folder, as a zip, and as a zip with a folder around everything."""
    if kind == "folder":
        return class_folder.read_class(lay_out(tmp_path / "class", files))
    around = "submissions/" if kind == "zip with a folder" else ""
    path = tmp_path / "class.zip"
    path.write_bytes(zipped({around + name: content for name, content in files.items()}))
    return class_folder.read_class(path)


KINDS = pytest.mark.parametrize("kind", ["folder", "zip", "zip with a folder"])


@KINDS
def test_folders_zips_and_loose_files_are_students(tmp_path, kind):
    found = class_of(
        tmp_path,
        kind,
        {
            "ada/step3_loss.py": LOSS,
            "bob/work/exercises/step3_loss.py": LOSS,
            "cem.zip": zipped({"cem/step3_loss.py": LOSS}),
            "doejane_12345_67890_step3_loss.py": LOSS,
            "doejane_12345_67891_step1_activations-1.py": ACTIVATIONS,
            "Eve Roe_123456_assignsubmission_file/work.zip": zipped({"step3_loss.py": LOSS}),
            "readme.txt": "hello",
            ".DS_Store": "x",
        },
    )
    students = {entry.student: set(entry.read().sources) for entry in found.entries}
    assert students == {
        "ada": {"step3_loss"},
        "bob": {"step3_loss"},
        "cem": {"step3_loss"},
        "doejane_12345_67890": {"step1_activations", "step3_loss"},
        "Eve Roe_123456_assignsubmission_file": {"step3_loss"},
    }
    assert found.ignored == ("readme.txt",)


@KINDS
def test_what_cannot_be_read_is_a_student_with_a_remark(tmp_path, kind):
    found = class_of(
        tmp_path,
        kind,
        {
            "ada.zip": b"no zip at all",
            "bob.rar": b"Rar!",
            "cem.tar.gz": b"x",
            "dee/essay.docx": b"x",
            "eve/step3_loss.py": LOSS,
        },
    )
    problems = {entry.student: " ".join(entry.read().problems) for entry in found.entries}
    assert "no zip that can be read" in problems["ada"]
    assert "is a .rar archive: send a zip" in problems["bob"]
    assert "is a .gz archive: send a zip" in problems["cem.tar"]
    assert "no step module" in problems["dee"]
    assert problems["eve"] == ""


def test_a_folder_and_a_zip_of_one_name_are_two_students(tmp_path):
    found = class_of(
        tmp_path, "folder", {"ada/step3_loss.py": LOSS, "ada.zip": zipped({"step1_activations.py": "x = 1"})}
    )
    assert {entry.student: list(entry.read().sources) for entry in found.entries} == {
        "ada": ["step3_loss"],
        "ada.zip": ["step1_activations"],
    }


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_a_link_is_not_followed(tmp_path):
    lay_out(tmp_path / "class", {"ada/step3_loss.py": LOSS})
    (tmp_path / "class" / "mallory").symlink_to(tmp_path / "class" / "ada")
    entries = {entry.student: entry.read() for entry in class_folder.read_class(tmp_path / "class").entries}
    assert entries["mallory"].sources == {}
    assert "is a link" in entries["mallory"].problems[0]


def test_the_folder_of_reports_is_no_student(tmp_path):
    lay_out(tmp_path, {"ada/step3_loss.py": LOSS, "graded/ada/report.json": "{}"})
    found = class_folder.read_class(tmp_path, leave_out=tmp_path / "graded")
    assert [entry.student for entry in found.entries] == ["ada"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "there are no submissions in"),
        ({"notes.txt": "x"}, "there are no submissions in"),
        ({"step3_loss.py": LOSS}, "looks like one submission"),
    ],
)
def test_what_is_no_class_is_said_in_one_line(tmp_path, files, said):
    folder = tmp_path / "class"
    folder.mkdir()
    with pytest.raises(class_folder.UnreadableClass, match=f"^[^\n]*{said}[^\n]*$"):
        class_folder.read_class(lay_out(folder, files))


def test_a_path_that_is_not_there_and_a_broken_zip_are_said(tmp_path):
    with pytest.raises(class_folder.UnreadableClass, match="is not there"):
        class_folder.read_class(tmp_path / "nowhere")
    (tmp_path / "class.zip").write_bytes(b"PK\x05\x06 cut short")
    with pytest.raises(class_folder.UnreadableClass, match="is no zip that can be read"):
        class_folder.read_class(tmp_path / "class.zip")


@pytest.mark.parametrize("name", ["DOEJANE_12345_67890", "12345", "doejane", "doe*", "Doejane_*"])
def test_students_are_chosen_by_name_id_and_pattern_in_any_case(tmp_path, name):
    found = class_folder.read_class(
        lay_out(tmp_path, {"doejane_12345_67890_step3_loss.py": LOSS, "roemax_12346_67891_step3_loss.py": LOSS})
    )
    assert [entry.student for entry in class_folder.chosen(found.entries, [name])] == ["doejane_12345_67890"]


def test_the_folder_around_a_download_is_no_student(tmp_path):
    inner = tmp_path / "outer" / "assignment_7_export"
    lay_out(
        inner, {"A B_1_assignsubmission_file/step3_loss.py": LOSS, "C D_2_assignsubmission_file/step3_loss.py": LOSS}
    )
    assert len(class_folder.read_class(tmp_path / "outer").entries) == 2


def test_the_kit_itself_is_no_class(tmp_path):
    lay_out(tmp_path, {"exercises/step3_loss.py": LOSS, "grader/cli.py": "x", "datasets/x.py": "x"})
    with pytest.raises(class_folder.UnreadableClass, match="looks like one submission"):
        class_folder.read_class(tmp_path)


def test_one_stray_module_does_not_stop_a_class(tmp_path):
    found = class_folder.read_class(
        lay_out(tmp_path, {"ada/step3_loss.py": LOSS, "bob/step3_loss.py": LOSS, "step3_loss.py": LOSS})
    )
    assert [entry.student for entry in found.entries] == ["ada", "bob"]
    assert found.reasons == {"step3_loss.py": "nobody's name is on it"}


def test_a_folder_with_nothing_but_the_zip_of_everybody_is_that_class(tmp_path):
    names = ("doejane_12345_67890_step3_loss.py", "roemax_12346_67891_step3_loss.py")
    lay_out(tmp_path, {"submissions.zip": zipped(dict.fromkeys(names, LOSS)), ".DS_Store": "x"})
    assert [entry.student for entry in class_folder.read_class(tmp_path).entries] == [
        "doejane_12345_67890",
        "roemax_12346_67891",
    ]
    (tmp_path / "submissions.zip").write_bytes(zipped({"step3_loss.py": LOSS}))
    assert [entry.student for entry in class_folder.read_class(tmp_path).entries] == ["submissions"]
