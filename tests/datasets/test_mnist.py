"""Reading MNIST from a folder: what is right in every dress, and every kind of damage in one clear line."""

import gzip
import os
import re
import tracemalloc

import numpy as np
import pytest

import datasets
from datasets.__main__ import main
from datasets.idx import read_idx
from tests.idx_files import NAMES, contents, idx, images, labels, write

IMAGES, LABELS, *_ = NAMES
HUGE = (0xFFFFFFFF, 28, 28)


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "mnist", contents())


def assert_read(folder):
    X_train, y_train, X_test, y_test = datasets.mnist(folder)
    for X, y, n in [(X_train, y_train, 5), (X_test, y_test, 3)]:
        assert X.shape == (n, 784)
        assert y.shape == (n,)
        assert X.dtype == np.float32
        assert y.dtype == np.int64
        np.testing.assert_array_equal(np.round(255 * X), images(n).reshape(n, 784))
        assert X.max() <= 1
        np.testing.assert_array_equal(y, labels(n))


# In every dress


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("dot", [False, True])
def test_it_is_read_under_the_names_that_people_have(tmp_path, zipped, dot):
    files = {name.replace("-idx", ".idx") if dot else name: content for name, content in contents().items()}
    assert_read(write(tmp_path / "mnist", files, zipped))


def test_a_file_is_unpacked_whatever_its_name_says(folder):
    """Some browsers unpack what they fetch, and leave the .gz."""
    (folder / IMAGES).rename(folder / f"{IMAGES}.gz")
    (folder / LABELS).write_bytes(gzip.compress((folder / LABELS).read_bytes()))
    assert_read(folder)


def test_a_folder_may_be_given_as_text(folder):
    assert_read(str(folder))


def test_a_folder_with_the_name_of_a_file_is_passed_over(folder):
    """As in a well-known zip of the four files."""
    (folder / f"{IMAGES}.gz").mkdir()
    assert_read(folder)


def test_white_is_exactly_1(tmp_path):
    files = contents() | {IMAGES: idx(np.full((5, 28, 28), 255, np.uint8))}
    X, *_ = datasets.mnist(write(tmp_path / "mnist", files))
    assert set(X.ravel()) == {1.0}


# What is missing


def test_a_missing_file_is_named_with_what_was_looked_for(folder):
    (folder / LABELS).unlink()
    with pytest.raises(FileNotFoundError) as caught:
        datasets.mnist(folder)
    looked_for = "{0}idx1-ubyte.gz, {0}idx1-ubyte, {1}idx1-ubyte.gz, {1}idx1-ubyte".format(
        "train-labels-", "train-labels."
    )
    assert str(caught.value) == f"no train-labels in {folder}: looked for {looked_for}"


def test_all_missing_files_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"^no train-images .*train-labels, t10k-images, t10k-labels$"):
        datasets.mnist(tmp_path)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"^there is no folder .*nowhere$"):
        datasets.mnist(tmp_path / "nowhere")


def test_a_file_is_no_folder(folder):
    with pytest.raises(NotADirectoryError, match=f"{IMAGES} is no folder"):
        datasets.mnist(folder / IMAGES)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_may_not_be_read_is_named(folder):
    (folder / IMAGES).chmod(0)
    with pytest.raises(PermissionError, match=IMAGES):
        datasets.mnist(folder)


# What is damaged: file, its content, what is said

GOOD = contents()
DAMAGE = {
    "empty": (IMAGES, b"", "the file is empty"),
    "three bytes": (IMAGES, b"\0\0\x08", "no IDX file: it begins with 00 00 08, and not with 00 00 08 03"),
    "wrong magic": (IMAGES, b"\1\2" + GOOD[IMAGES][2:], "no IDX file: it begins with 01 02 08 03, and not with 00 .*"),
    "a web page": (LABELS, b"<!DOCTYPE html>", r"no IDX file: it begins with 3c .* \(a web page, perhaps\), .* 08 01"),
    "labels for images": (IMAGES, GOOD[LABELS], "holds labels, where images are expected"),
    "images for labels": (LABELS, GOOD[IMAGES], "holds images, where labels are expected"),
    "two axes": (LABELS, idx(np.zeros((5, 10), np.uint8)), "holds an array with 2 axes, where labels are expected"),
    "floats": (IMAGES, idx(images(5), 0x0D), r"holds floats \(type byte 0d\), where unsigned bytes \(08\) are .*"),
    "no type": (IMAGES, idx(images(5), 0x07), r"holds an unknown type \(type byte 07\), where .*"),
    "half a header": (IMAGES, GOOD[IMAGES][:11], "ends within its header"),
    "no images": (IMAGES, idx(images(0)), "holds no images: its header announces 0 x 28 x 28"),
    "no labels": (LABELS, idx(labels(0)), "holds no labels: its header announces 0"),
    "cut off": (IMAGES, GOOD[IMAGES][:-1], "cut off: 3919 of the 3920 bytes that its header announces"),
    "too long": (LABELS, GOOD[LABELS] + b"\0", "too long: it goes on after the 5 bytes that its header announces"),
    "a huge header": (IMAGES, idx(images(5), announced=HUGE), "cut off: 3920 of the 3367254359280 bytes .*"),
    "another size": (IMAGES, idx(images(5, (8, 8))), "its images are 8 x 8, and those of MNIST are 28 x 28"),
    "a label of 10": (LABELS, idx(np.array([1, 2, 10, 3, 10], np.uint8)), r"label 2 \(counted from 0\) is 10, .* to 9"),
}


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize(("name", "content", "message"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_told_in_one_line(tmp_path, name, content, message, zipped):
    folder = write(tmp_path / "mnist", contents() | {name: content}, zipped)
    path = folder / (name + ".gz" * zipped)
    with pytest.raises(ValueError, match=f"^{re.escape(str(path))}: {message}$"):
        datasets.mnist(folder)


def zipped_images():
    return gzip.compress(GOOD[IMAGES], mtime=0)


BROKEN_GZIP = {
    "cut off": lambda good: good[:-20],
    "checksum cut off": lambda good: good[:-4],
    "header only": lambda good: good[:10],
    "start only": lambda good: good[:2],
    "a byte in the middle": lambda good: good[: len(good) // 2] + b"\xff\xff\xff\xff" + good[len(good) // 2 + 4 :],
    "checksum": lambda good: good[:-8] + bytes([good[-8] ^ 1]) + good[-7:],
    "something behind it": lambda good: good + b"behind",
    "unknown method": lambda good: good[:2] + b"\x07" + good[3:],
}


@pytest.mark.parametrize("broken", BROKEN_GZIP.values(), ids=BROKEN_GZIP)
def test_a_damaged_gzip_file_is_told_in_one_line(folder, broken):
    path = folder / f"{IMAGES}.gz"
    path.write_bytes(broken(zipped_images()))
    with pytest.raises(ValueError, match=f"^{re.escape(str(path))}: damaged gzip file \\(.+\\)$"):
        datasets.mnist(folder)


def test_counts_that_do_not_agree_are_told(folder):
    (folder / LABELS).write_bytes(idx(labels(4)))
    told = f"^{re.escape(str(folder / IMAGES))} holds 5 images, and {re.escape(str(folder / LABELS))} holds 4 labels$"
    with pytest.raises(ValueError, match=told):
        datasets.mnist(folder)


@pytest.mark.parametrize("zipped", [False, True])
def test_no_memory_is_taken_for_what_a_header_only_announces(tmp_path, zipped):
    folder = write(tmp_path / "mnist", {IMAGES: idx(images(5), announced=(2**17, 28, 28))}, zipped)  # 100 MB, it says
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="cut off: 3920 of the 102760448 bytes"):
            read_idx(folder / (IMAGES + ".gz" * zipped), axes=3)
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


# The command


def test_the_command_says_what_is_there(folder, capsys):
    assert main(["mnist", str(folder)]) == 0
    said = capsys.readouterr()
    assert [re.split("  +", line) for line in said.out.splitlines()] == [
        [NAMES[0], "5 images of 28 x 28"],
        [NAMES[1], "5 labels"],
        [NAMES[2], "3 images of 28 x 28"],
        [NAMES[3], "3 labels"],
    ]
    assert not said.err


def test_the_command_tells_all_that_is_wrong_and_how_to_mend_it(folder, capsys):
    (folder / IMAGES).write_bytes(b"<html>")
    (folder / NAMES[2]).unlink()
    assert main(["mnist", str(folder)]) == 1
    said = capsys.readouterr()
    first, second = said.err.splitlines()
    assert first.startswith(f"python -m datasets: error: {folder / IMAGES}: no IDX file")
    assert second.startswith(f"python -m datasets: error: no t10k-images: looked for {NAMES[2]}.gz, ")
    assert said.out.splitlines()[-1].endswith(f"python -m datasets mnist --download {folder}")
    assert len(said.out.splitlines()) == 3


def test_the_command_tells_counts_that_do_not_agree(folder, capsys):
    (folder / NAMES[3]).write_bytes(idx(labels(2)))
    assert main(["mnist", str(folder)]) == 1
    assert (
        capsys.readouterr().err == "python -m datasets: error: 3 images in t10k-images, and 2 labels in t10k-labels\n"
    )


@pytest.mark.parametrize("name", ["nowhere", f"mnist/{IMAGES}"])
def test_the_command_refuses_what_is_no_folder(tmp_path, folder, name, capsys):
    assert main(["mnist", str(tmp_path / name)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_asks_for_a_folder(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["mnist"])
    assert stopped.value.code == 2
    assert "DIR" in capsys.readouterr().err
