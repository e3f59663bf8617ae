"""Submissions come in as folders, zips and files, with whatever course systems do to them; nothing of them is run."""

import os
import stat
import tracemalloc
import zipfile

import pytest

from grader import curriculum
from grader.steps import reference
from grader.submissions import intake
from tests.made_submissions import stubs

LOSS = reference.source("step3_loss")
STUB = stubs()["step3_loss"]


def make_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("prefix", ["", "work/", "work/exercises/", "exercises/"])
@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_modules_are_found_below_wrapping_folders(tmp_path, kind, prefix):
    if kind == "zip":
        path = make_zip(tmp_path / "ada.zip", {f"{prefix}step3_loss.py": LOSS, "__MACOSX/._x": b"x"})
    else:
        path = tmp_path / "ada"
        (path / prefix).mkdir(parents=True)
        (path / prefix / "step3_loss.py").write_text(LOSS, encoding="utf-8")
    found = intake.read(path)
    assert found.student == "ada"
    assert found.sources == {"step3_loss": LOSS}
    assert found.problems == ()


@pytest.mark.parametrize(
    "name",
    ["step3_loss (1).py", "step3_loss-2.py", "doejane_1234_98765_step3_loss.py", "LATE_doejane_12_step3_loss-1.py"],
)
def test_names_that_course_systems_make_are_understood_and_said(tmp_path, name):
    (tmp_path / name).write_text(LOSS, encoding="utf-8")
    found = intake.read(tmp_path)
    assert list(found.sources) == ["step3_loss"]
    assert found.problems == (f"{name} was taken for step3_loss.py",)


def test_what_lies_nearest_to_the_top_counts_and_the_rest_is_said(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"old/step3_loss.py": "old = 1", "step3_loss.py": LOSS, "essay.docx": b"x"})
    found = intake.read(path)
    assert found.sources == {"step3_loss": LOSS}
    assert found.problems == ("ignored: essay.docx, old/step3_loss.py",)


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (b"\xef\xbb\xbfa = 1\r\nb = 2\r\n", "a = 1\nb = 2\n"),
        (b"# -*- coding: latin-1 -*-\na = '\xe4'\n", "# -*- coding: latin-1 -*-\na = '\xe4'\n"),
        (b"if True:\n\ta = 1\n", "if True:\n\ta = 1\n"),
    ],
)
def test_text_is_read_as_python_reads_it(tmp_path, data, source):
    (tmp_path / "step3_loss.py").write_bytes(data)
    assert intake.read(tmp_path).sources["step3_loss"] == source


DAMAGED = [b"\xff\xfe\x00bad", b"a = '\x80'\n", b"a = '\0'\n"]
ODD = [
    b"# coding: %s\na = 1\n" % name for name in (b"no-such-code", b"unicode_escape", b"punycode", b"rot13", b"utf-16")
]


@pytest.mark.parametrize("data", DAMAGED + ODD)
def test_text_that_python_cannot_read_is_said(tmp_path, data):
    (tmp_path / "step3_loss.py").write_bytes(data)
    found = intake.read(tmp_path)
    assert found.sources == {}
    assert "no text that Python can read" in found.problems[0]


@pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes as POSIX has them")
def test_links_pipes_and_large_files_are_not_read(tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_text("secret = 1")
    work = tmp_path / "work"
    work.mkdir()
    (work / "step1_activations.py").symlink_to(secret)
    os.mkfifo(work / "step2_network.py")
    (work / "step3_loss.py").write_bytes(b"#" * (intake.MAX_BYTES + 1))
    (work / "sub").symlink_to(tmp_path)
    found = intake.read(work)
    assert found.sources == {}
    assert len(found.problems) == 4 and "larger than" in " ".join(found.problems)


def test_a_bomb_an_encrypted_member_and_a_link_in_a_zip_are_not_unpacked(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"step1_activations.py": b"#" * 30_000_000})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("step2_network.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    found = intake.read(path)
    assert found.sources == {}
    assert "step1_activations.py is larger than 1,000,000 bytes" in found.problems
    assert "step2_network.py is no regular file" in found.problems


def test_names_that_climb_out_are_only_names(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"../../step3_loss.py": LOSS, "/etc/step2_network.py": "x = 1"})
    assert set(intake.read(path).sources) <= {"step2_network", "step3_loss"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.zip"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut short", b"no zip at all"])
def test_a_broken_zip_is_said_in_one_line(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(intake.UnreadableSubmission, match=r"no zip that can be read[^\n]*$"):
        intake.read(tmp_path / "a.zip")


def test_too_many_members_are_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", {f"{n}.txt": b"" for n in range(intake.MAX_MEMBERS + 1)})
    with pytest.raises(intake.UnreadableSubmission, match="more than 5,000 files"):
        intake.read(path)


def test_a_module_that_cannot_be_read_is_not_called_missing(tmp_path):
    (tmp_path / "step3_loss.py").write_bytes(b"\xff\xfe\x00bad")
    found = intake.read(tmp_path)
    assert "no text that Python can read" in str(found.unreadable["step3_loss"])


@pytest.mark.parametrize("data", [b"a = 1\n\n\n# f\xfcr y\n", b"# f\xfcr y\na = 1\n"])
def test_foreign_characters_in_a_comment_pass_as_they_do_in_python(tmp_path, data):
    (tmp_path / "step3_loss.py").write_bytes(data)
    found = intake.read(tmp_path)
    assert list(found.sources) == ["step3_loss"] and not found.unreadable


def test_a_folder_without_a_module_is_said_to_be_one(tmp_path):
    assert intake.read(tmp_path).problems == ("there is no step module in it",)


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_without_a_limit_is_not_unpacked(tmp_path, how):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", how) as archive:
        archive.writestr("step3_loss.py", b"#" * 100_000_000)
    tracemalloc.start()
    found = intake.read(tmp_path / "a.zip")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.sources == {} and "packed in an unusual way" in found.problems[0]
    assert most < 10_000_000


def test_many_files_for_one_module_are_not_all_tried_and_long_names_are_cut(tmp_path):
    path = make_zip(tmp_path / "a.zip", {f"{n:03}{'x' * 500}/step3_loss.py": b"\xff" for n in range(200)})
    found = intake.read(path)
    assert found.sources == {}
    assert len(found.problems) == intake.MAX_CANDIDATES + 1
    assert max(map(len, found.problems)) < 1500


def test_an_encoding_with_a_long_name_is_not_repeated(tmp_path):
    (tmp_path / "step3_loss.py").write_bytes(b"# coding: " + b"x" * 100_000)
    assert len(intake.read(tmp_path).problems[0]) < 300


def test_modules_are_found_beside_folders_with_more_files_than_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_FILES", 20)
    (tmp_path / "env").mkdir()
    for number in range(50):
        (tmp_path / "env" / f"{number}.py").touch()
    (tmp_path / "step3_loss.py").write_text(LOSS, encoding="utf-8")
    assert list(intake.read(tmp_path).sources) == ["step3_loss"]
    assert len(intake.folder_files(tmp_path)) == 20


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_link_to_somebody_elses_file_is_not_read(tmp_path):
    (tmp_path / "secret.py").write_text("secret = 1")
    work = tmp_path / "work"
    work.mkdir()
    os.link(tmp_path / "secret.py", work / "step3_loss.py")
    assert list(intake.read(work).sources) == ["step3_loss"]
    os.chown(work, 65534, 65534)
    assert intake.read(work).problems[0] == "step3_loss.py is a link to somebody else's file"


@pytest.mark.parametrize(
    "data", [b'{"cells": [' + b"[]," * 600_000 + b"[]]}", b'{"cells": [' + b"1," * 4_000_000 + b"1]}"]
)
def test_a_notebook_that_would_unpack_to_gigabytes_is_not_unpacked(tmp_path, data):
    (tmp_path / "network.ipynb").write_bytes(data)
    assert "too many parts" in " ".join(intake.read(tmp_path).problems)


@pytest.mark.parametrize("sheets", ["5", "[5]", '[{"cells": 5}]', '[{"cells": null}]'])
def test_sheets_that_are_none_do_not_break_the_reader(tmp_path, sheets):
    (tmp_path / "network.ipynb").write_text(f'{{"worksheets": {sheets}}}')
    assert intake.read(tmp_path).sources == {}


def test_many_notebooks_are_said_in_a_few_words(tmp_path):
    for number in range(100):
        (tmp_path / f"{number}{'x' * 200}.ipynb").write_bytes(b"{")
    assert len(" ".join(intake.read(tmp_path).problems)) < 3000


def test_in_the_learners_own_folder_names_alone_count(tmp_path, monkeypatch):
    (tmp_path / "step3_loss.py").write_text(STUB, encoding="utf-8")
    for name in ("step3_loss_old.py", "FINAL.py", "step3_loss.py.bak"):
        (tmp_path / name).write_text(LOSS, encoding="utf-8")
    assert intake.read(tmp_path).sources == {"step3_loss": LOSS}
    monkeypatch.setattr(curriculum, "EXERCISES", tmp_path)
    assert intake.read(tmp_path).sources == {"step3_loss": STUB}


def test_what_reset_has_kept_is_not_taken(tmp_path):
    (tmp_path / "step3_loss.py").write_text(STUB, encoding="utf-8")
    (tmp_path / "step3_loss.py.bak").write_text(LOSS, encoding="utf-8")
    assert intake.read(tmp_path).sources == {"step3_loss": STUB}


def test_the_reference_is_no_work_where_it_lies_as_the_kit_has_it(tmp_path):
    source = (reference.SOLUTIONS / "step3_loss.py").read_text(encoding="utf-8")
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "step3_loss.py").write_text(source, encoding="utf-8")
    assert intake.read(tmp_path).sources == {}
    (tmp_path / "solutions" / "step3_loss.py").write_text(LOSS.replace("BEGIN SOLUTION", ""), encoding="utf-8")
    assert list(intake.read(tmp_path).sources) == ["step3_loss"]


def test_a_single_file_of_nearly_the_name_is_a_submission(tmp_path):
    (tmp_path / "Step3-Loss.py").write_text(LOSS, encoding="utf-8")
    assert list(intake.read(tmp_path / "Step3-Loss.py").sources) == ["step3_loss"]
    (tmp_path / "notes.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(intake.UnreadableSubmission, match="no step module such as"):
        intake.read(tmp_path / "notes.py")


def test_everything_in_one_file_is_taken_only_where_nothing_else_is(tmp_path):
    everything = reference.source("step1_activations") + LOSS
    (tmp_path / "network.py").write_text(everything, encoding="utf-8")
    assert list(intake.read(tmp_path).sources) == ["step1_activations", "step3_loss"]
    (tmp_path / "step2_network.py").write_text(reference.source("step2_network"), encoding="utf-8")
    assert list(intake.read(tmp_path).sources) == ["step2_network"]
