"""What lies around a class is nobody's; what lies in one student's folder is that student's."""

import os
import zipfile

import pytest

from grader.submissions import class_folder
from tests.made_class import ACTIVATIONS, LOSS, STUB, notebook, zipped
from tests.submissions.test_class_folder import lay_out

TWO = {"ada/step3_loss.py": LOSS, "bob/exercises/step3_loss.py": STUB}


def students(found):
    return [entry.student for entry in found.entries]


@pytest.mark.parametrize("around", ["class", "hw 3/submissions", "a/b/c"])
@pytest.mark.parametrize("kind", ["folder", "zip", "zip in a folder"])
def test_folders_around_a_class_are_nobodys(tmp_path, around, kind):
    files = {f"{around}/{name}": content for name, content in TWO.items()}
    place = lay_out(tmp_path / "in", files if kind == "folder" else {"all.zip": zipped(files)})
    found = class_folder.read_class(place / "all.zip" if kind == "zip" else place)
    assert students(found) == ["ada", "bob"]
    if kind == "folder":
        assert found.notes == (f"the folder {around.rpartition('/')[2]} was taken for that of the class",)


@pytest.mark.parametrize(
    "files",
    [
        {"ada.zip": zipped({"a/b.zip": zipped({"step3_loss.py": LOSS})}), "cem/step3_loss.py": LOSS} | TWO,
        {"ada.zip": zipped({"step3_loss.py": LOSS}), "cem.zip": zipped({"x/step3_loss.py": LOSS}), **TWO},
        {"ada/core.ipynb": notebook(LOSS), "bob/week 1/core.ipynb": notebook(STUB)},
    ],
    ids=["a zip and a folder", "zips", "notebooks"],
)
def test_a_zip_of_zips_is_a_class(tmp_path, files):
    files = {name: content for name, content in files.items() if name != "ada/step3_loss.py" or "ada.zip" not in files}
    found = class_folder.read_class(lay_out(tmp_path / "in", {"class.zip": zipped(files)}))
    assert students(found) == sorted({name.split("/")[0].removesuffix(".zip") for name in files})


@pytest.mark.parametrize(
    "files",
    [
        {"v1/step3_loss.py": STUB, "v2/step3_loss.py": LOSS},
        {"exercises/step3_loss.py": LOSS, "backup/step3_loss.py": STUB},
        {"attempt 1/step3_loss.py": STUB, "final version/step3_loss.py": LOSS},
        {"activations/step1_activations.py": ACTIVATIONS, "loss/step3_loss.py": LOSS},
        {"step1.zip": zipped({"step1_activations.py": ACTIVATIONS}), "step3.zip": zipped({"step3_loss.py": LOSS})},
        {"1.zip": zipped({"step3_loss.py": STUB}), "2.zip": zipped({"step3_loss.py": LOSS})},
    ],
    ids=["versions", "backup", "attempts", "a folder for each step", "a zip for each step", "numbers"],
)
def test_versions_and_parts_are_one_students(tmp_path, files):
    found = class_folder.read_class(lay_out(tmp_path / "in", {f"ada/{name}": text for name, text in files.items()}))
    assert students(found) == ["ada"]
    assert found.entries[0].read().sources["step3_loss"] == LOSS


@pytest.mark.skipif(os.name != "posix", reason="names are text there")
def test_names_that_are_no_text_are_read_as_older_systems_wrote_them(tmp_path):
    for name in (b"Ren\xe9", b"Ren\xe8", "Ren\u00e9".encode()):
        folder = os.path.join(os.fsencode(tmp_path), name)
        os.mkdir(folder)
        with open(os.path.join(folder, b"step3_loss.py"), "w") as file:
            file.write(LOSS)
    found = class_folder.read_class(tmp_path)
    assert students(found) == ["Ren\u00e8", "Ren\u00e9", "Ren\u00e9 [2]"]
    assert all(entry.read().sources for entry in found.entries)


def test_what_is_hidden_and_what_a_grading_has_written_is_said(tmp_path):
    files = {".bob/step3_loss.py": LOSS, ".cem_step3_loss.py": LOSS, "__dee/step3_loss.py": LOSS}
    unsaid = {".git/step3_loss.py": LOSS, "__MACOSX/._step3_loss.py": "x", "._ada_step3_loss.py": "x", ".DS_Store": "x"}
    graded = {"graded/.grading.json": "{}", "graded/ada/feedback.html": "x"}
    found = class_folder.read_class(lay_out(tmp_path, TWO | files | unsaid | graded))
    assert students(found) == ["__dee", "ada", "bob"]
    assert found.ignored == (".bob", ".cem_step3_loss.py", "graded")
    assert set(found.reasons.values()) == {class_folder.HIDDEN, class_folder.REPORTS}


def test_a_zip_that_is_broken_is_no_class(tmp_path):
    lay_out(tmp_path, {"ada/work.zip": b"PK\3\4 cut", "ada/old.zip": b"PK"})
    assert students(class_folder.read_class(tmp_path)) == ["ada"]
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    assert students(class_folder.read_class(tmp_path)) == ["ada", "empty"]


def test_many_folders_in_each_other_are_one_students(tmp_path):
    (tmp_path / "ada" / "/".join(["d"] * 600)).mkdir(parents=True)
    assert students(class_folder.read_class(tmp_path)) == ["ada"]
