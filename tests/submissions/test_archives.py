"""Zips: nothing is unpacked but what is taken, and no zip costs much, whatever it says of itself."""

import io
import os
import struct
import tracemalloc
import zipfile

import pytest

from grader.submissions import archives, intake, lenient
from tests.made_class import LOSS, NOTHING, below, environment, zipped

SMALL = 60_000_000  # bytes of memory


def read(tmp_path, data):
    """The submission in a zip, and how much memory that took at most."""
    (tmp_path / "a.zip").write_bytes(data)
    tracemalloc.start()
    try:
        return intake.read(tmp_path / "a.zip"), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_environment_costs_nobody_anything(tmp_path):
    found, _ = read(tmp_path, zipped(below("work/.venv", environment()) | {"work/exercises/step3_loss.py": LOSS}))
    assert found.sources == {"step3_loss": LOSS} and found.problems == ()
    found, _ = read(tmp_path, zipped(below("work/nn", environment()) | {"work/exercises/step3_loss.py": LOSS}))
    assert found.sources == {"step3_loss": LOSS} and found.problems == ("ignored: work/nn/",)


def test_a_large_zip_is_fine_where_little_of_it_is_taken(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mnist/train-images-idx3-ubyte", bytes(80_000_000))
        archive.writestr("step3_loss.py", LOSS)
    path = tmp_path / "a.zip"
    path.write_bytes(data.getvalue())
    del data
    tracemalloc.start()
    found = intake.read(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.sources == {"step3_loss": LOSS} and found.problems == ()
    assert most < 5_000_000


def test_more_files_than_are_looked_at_leave_those_with_the_name_of_a_step(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 20)
    found, _ = read(tmp_path, zipped({f"{n}.py": "" for n in range(30)} | {"deep/er/step3_loss.py": LOSS}))
    assert found.sources == {"step3_loss": LOSS}


def table(count, name=b"x.py"):
    """A zip that is nothing but a table of contents, of so many members that are not there."""
    head = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0)
    entries = (head + name) * count
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count % 65_536, count % 65_536, len(entries), 0, 0)
    return entries + end


@pytest.mark.parametrize("data", [table(200_000), table(300, b"x" * 60_000)], ids=["many", "long names"])
def test_a_table_of_contents_without_an_end_is_not_read(tmp_path, data):
    with pytest.raises(intake.UnreadableSubmission, match="holds more than 60,000 files"):
        read(tmp_path, data)


def test_names_in_which_nobody_works_are_no_files(tmp_path):
    deep = "/".join("a" * 60) + "/step3_loss.py"
    found, _ = read(tmp_path, zipped({deep: NOTHING, f"{'b' * 2_000}/step3_loss.py": NOTHING, "c/step3_loss.py": LOSS}))
    assert found.sources == {"step3_loss": LOSS}


def test_a_zip_in_a_zip_has_a_cap_for_all_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_ZIP_BYTES", 3_000_000)
    monkeypatch.setattr(archives, "MAX_IN_MEMORY", 100_000)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("x.bin", bytes(2_000_000))
    many = {f"{n}.zip": inner.getvalue() for n in range(6)} | {"step3_loss.py": LOSS}
    found, _ = read(tmp_path, zipped(many))
    assert found.sources == {"step3_loss": LOSS}
    told = [problem for problem in found.problems if "is larger than" in problem]
    assert len(told) == 5 and all(problem.startswith("ignored: ") for problem in told)


def test_a_bomb_in_a_zip_in_a_zip_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_ZIP_BYTES", 50_000_000)
    bomb = zipped({"bomb.zip": bytes(200_000_000), "step3_loss.py": LOSS})
    found, most = read(tmp_path, bomb)
    assert found.sources == {"step3_loss": LOSS}
    assert "bomb.zip, which is larger than 50,000,000 bytes" in found.problems[0]
    assert most < SMALL


def test_more_zips_than_are_opened_are_said(tmp_path):
    many = {f"{n:02}.zip": zipped({f"{n}.py": "x = 1\n"}) for n in range(archives.MAX_ZIPS + 3)}
    found, _ = read(tmp_path, zipped(many))
    assert sum("is one of more than 12 zips" in problem for problem in found.problems) == 4  # with the outer one


def test_members_that_unpack_to_much_are_read_up_to_their_cap(tmp_path):
    large = {f"{n}/step{s}.py": b"#" * 900_000 for n in range(9) for s in ("1_activations", "2_network", "3_loss")}
    found, most = read(tmp_path, zipped(large))
    assert len(found.sources) == 3 and most < SMALL


@pytest.mark.slow
def test_texts_are_looked_at_up_to_an_end(tmp_path):
    lines = "def mse(x):\n" * 80_000
    found, most = read(tmp_path, zipped({f"{n}.py": lines for n in range(70)} | {"a/step3_loss.py": LOSS}))
    assert found.sources == {"step3_loss": LOSS} and most < SMALL


def test_large_notebooks_are_there_one_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(lenient, "MAX_WIDE", 1_000_000)
    output = "\U0001f600 epoch 1\n" * 300_000
    notebook = f'{{"cells": [{{"cell_type": "code", "source": "x = 1", "outputs": ["{output!s}"]}}]}}'
    data = notebook.replace("\n", "\\n").encode()
    found, most = read(tmp_path, zipped({f"{n}.ipynb": data for n in range(5)}))
    assert "is very large: characters beyond ASCII were replaced" in " ".join(found.problems)
    assert most < 6 * len(data)


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_a_zip_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "secret.zip").write_bytes(zipped({"step3_loss.py": LOSS}))
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.zip").symlink_to(tmp_path / "secret.zip")
    assert intake.read(tmp_path / "work").sources == {}
