"""The handwritten digits that come with the kit, and their picture."""

import doctest
import hashlib

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

import datasets
from datasets import handwritten
from datasets.__main__ import main
from datasets.catalogue import PICTURES
from tests.kits import ROOT, python

# Of the pixels and the labels, as unsigned bytes: equal to those of scikit-learn's load_digits().
PIXELS = "8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3"
LABELS = "8ba4f891220f5e4c9c819638d1602d74b83618f167043c6da52a2a247841ddf0"


def sha256(array):
    return hashlib.sha256(array.astype(np.uint8).tobytes()).hexdigest()


def test_they_are_the_test_set_number_by_number():
    X, y = datasets.digits()
    assert sha256(16 * X) == PIXELS
    assert sha256(y) == LABELS
    np.testing.assert_array_equal(16 * X, np.round(16 * X))


def test_shapes_and_types():
    X, y = datasets.digits()
    assert X.shape == (1797, 64)
    assert y.shape == (1797,)
    assert X.dtype == np.float64
    assert y.dtype == np.int64
    assert (X.min(), X.max()) == (0, 1)
    assert PICTURES["digits"].size == "1797 x 64"


def test_every_class_is_there_about_equally_often():
    assert np.bincount(datasets.digits()[1]).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_writing_into_one_copy_leaves_the_next_alone():
    X, y = datasets.digits()
    X[:], y[:] = 7, 7
    again, labels = datasets.digits()
    assert again.max() == 1
    assert set(labels) == set(range(10))


def test_the_file_is_small_and_comes_with_its_licence_and_citation():
    assert (ROOT / "datasets" / "digits.npz").stat().st_size < 60_000
    told = (ROOT / "datasets" / "digits.txt").read_text(encoding="ascii")
    for part in ("Alpaydin", "Kaynak", "1998", "CC BY 4.0", "https://doi.org/10.24432/C50P49", "Changes"):
        assert part in told


def test_they_are_found_from_another_folder(tmp_path):
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import datasets; print(datasets.digits()[0].shape)"
    assert python(tmp_path, "-c", program).stdout == "(1797, 64)\n"


def test_examples_in_docstrings():
    outcome = doctest.testmod(handwritten)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_the_sheet_has_a_column_for_each_class_with_its_first_samples():
    X, y = datasets.digits()
    figure = datasets.plot_pictures(X, y, figure=Figure(), title="digits", rows=3)
    assert figure.get_suptitle() == "digits"
    assert len(figure.axes) == 30
    assert [ax.get_title() for ax in figure.axes[:10]] == [str(digit) for digit in range(10)]
    for place, ax in enumerate(figure.axes):
        row, digit = divmod(place, 10)
        np.testing.assert_array_equal(ax.images[0].get_array(), X[y == digit][row].reshape(8, 8))


def test_ink_is_dark():
    image = datasets.plot_pictures([[0.0, 1.0, 1.0, 1.0]], [3], figure=Figure()).axes[0].images[0]
    paper, ink = (image.cmap(image.norm(value))[:3] for value in (0.0, 1.0))
    assert paper == (1, 1, 1)
    assert ink == (0, 0, 0)


def test_a_class_with_few_samples_leaves_room():
    figure = datasets.plot_pictures(np.zeros((3, 4)), np.array([0, 1, 1]), figure=Figure(), rows=2)
    assert [len(ax.images) for ax in figure.axes] == [1, 1, 0, 1]


def test_without_a_figure_a_new_one_is_made():
    matplotlib.use("Agg")
    try:
        assert datasets.plot_pictures(*datasets.digits(), rows=1) in map(plt.figure, plt.get_fignums())
    finally:
        plt.close("all")


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.zeros(4), [0], r"X must have shape \(n, side \* side\), one square picture per row, not \(4,\)"),
        (np.zeros((2, 5)), [0, 1], r"X must have shape .* not \(2, 5\)"),
        (np.zeros((2, 0)), [0, 1], r"X must have shape .* not \(2, 0\)"),
        (np.zeros((2, 4)), [[0], [1]], r"y must have shape \(2,\), one label for each row of X, not \(2, 1\)"),
    ],
)
def test_what_is_no_picture_is_refused(X, y, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        datasets.plot_pictures(X, y, figure=Figure())


def test_the_list_names_digits_and_tells_how_to_get_mnist(capsys):
    assert main([]) == 0
    lines = {line.split(" ", 1)[0]: line for line in capsys.readouterr().out.splitlines() if line}
    assert lines["digits"].endswith(PICTURES["digits"].about)
    assert "python -m datasets mnist --download DIR" in lines["mnist"]
    assert max(map(len, lines.values())) <= 100


def test_the_sheet_is_written_into_the_current_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["figure", "digits"]) == 0
    assert capsys.readouterr().out == "wrote digits.png\n"
    assert (tmp_path / "digits.png").read_bytes().startswith(b"\x89PNG")
