"""A class of some 120 from seven systems: everybody has one row, with the right version, and every remark is made."""

import ast
import zipfile

import pytest

from grader.submissions.class_folder import read_class
from grader.submissions.roster import with_roster
from tests.made_class import LOSS
from tests.made_downloads import DOWNLOADS, lay_out


@pytest.fixture(scope="module", params=DOWNLOADS, ids=lambda make: make.__name__)
def download(request, tmp_path_factory):
    found = request.param()
    return found, lay_out(tmp_path_factory.mktemp("download") / "class", found)


def as_zip(folder):
    path = folder.with_name("class.zip")
    if not path.exists():
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(folder.rglob("*")):
                archive.write(file, file.relative_to(folder))
    return path


@pytest.fixture(params=["folder", "zip"])
def handed_in(request, download):
    found, folder = download
    return found, read_class(folder if request.param == "folder" else as_zip(folder))


def holds_the_right_version(work):
    """Whether step 3 is what earns its points: in a file or in the cells of a notebook."""
    text = work.sources.get("step3_loss", "")
    return "zeros = True" not in text and "np.mean((y_hat - y) ** 2)" in text.replace("\\t", "    ")


def test_everybody_has_one_row(handed_in):
    download, found = handed_in
    assert sorted(entry.student for entry in found.entries) == sorted(one.row for one in download.students)
    assert found.ignored == download.ignored
    assert set(found.reasons) == set(download.ignored) and all(found.reasons.values())


def test_the_right_version_is_taken_and_what_happened_is_said(handed_in):
    download, found = handed_in
    works = {entry.student: entry.read() for entry in found.entries}
    wrong = []
    for one in download.students:
        work = works[one.row]
        told = "\n".join(work.problems)
        if holds_the_right_version(work) != one.right:
            wrong.append(f"{one.row} ({one.trouble}): {sorted(work.sources)} {told}")
        wrong += [f"{one.row} ({one.trouble}): {part!r} is not in {told!r}" for part in one.said if part not in told]
        if not one.right and not told and not work.sources:
            wrong.append(f"{one.row} ({one.trouble}): no reason is given")
    assert not wrong, "\n".join(wrong)


def test_a_roster_adds_those_who_handed_in_nothing(download, tmp_path):
    found, folder = download
    name, text = found.roster
    if not name:
        pytest.skip("no roster for this one")
    (tmp_path / name).write_text(text, encoding="utf-8")
    before, after = read_class(folder), with_roster(read_class(folder), tmp_path / name)
    added = {
        entry.student: entry for entry in after.entries if entry.student not in {e.student for e in before.entries}
    }
    assert tuple(added) == found.absent
    for student, entry in added.items():
        assert entry.read().sources == {} and entry.read().problems == (f"{student} handed in nothing",)
    assert [note for note in after.notes if "1 of them handed in nothing" in note]
    assert [note for note in after.notes if note.startswith(f"not on the list of {name}")]


def test_there_are_about_120_and_many_troubles():
    students = [one for make in DOWNLOADS for one in make().students]
    assert len(students) >= 115
    assert len({one.trouble for one in students}) >= 60
    assert ast.parse(LOSS)
