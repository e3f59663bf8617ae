"""The synthetic data sets, their figures and `python -m datasets`."""

import doctest
import importlib
import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

import datasets
from datasets.__main__ import main
from datasets.catalogue import CATALOGUE

ROOT = Path(datasets.__file__).parents[1]

RANDOM = {
    "linear": lambda n, rng: datasets.linear(n, rng),
    "moons": lambda n, rng: datasets.moons(n, 0.1, rng),
    "spirals": lambda n, rng: datasets.spirals(n, 0.1, rng),
}
random_sets = pytest.mark.parametrize("draw", RANDOM.values(), ids=RANDOM)
curves = pytest.mark.parametrize("curve", [datasets.moons, datasets.spirals])
every_name = pytest.mark.parametrize("name", CATALOGUE)


def generator(seed=0):
    return np.random.default_rng(seed)


def run(*arguments, **environment):
    """A fresh Python in the kit's folder, without a display."""
    left_out = {"DISPLAY", "WAYLAND_DISPLAY", "MPLBACKEND"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


# What is in them


@every_name
def test_shapes_types_and_labels(name):
    X, y = CATALOGUE[name].example()
    assert X.shape == (len(y), 2)
    assert y.shape == (len(y), 1)
    assert X.dtype == y.dtype == np.float64
    assert set(np.unique(y)) == {0.0, 1.0}


def test_xor_is_the_four_corners():
    X, y = datasets.xor()
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.tolist() == [[0], [1], [1], [0]]


def test_the_diagonals_hold_each_point_of_the_lab_once():
    X, y = datasets.xor_diagonals()
    labelled = {(round(10 * x1), round(10 * x2)): label for (x1, x2), label in zip(X, y.ravel(), strict=True)}
    expected = {(i, 10 - i): 1.0 for i in range(11)} | {(i, i): 0.0 for i in range(11)}
    assert len(X) == 21
    assert labelled == expected
    np.testing.assert_allclose(10 * X, np.round(10 * X), rtol=0, atol=1e-14)


@pytest.mark.parametrize("fixed", [datasets.xor, datasets.xor_diagonals])
def test_writing_into_one_copy_leaves_the_next_alone(fixed):
    X, y = fixed()
    X[:], y[:] = 7, 7
    again, labels = fixed()
    assert again.max() == labels.max() == 1


@random_sets
@pytest.mark.parametrize("n", [1, 2, 7, np.int64(100)])
def test_as_many_points_as_asked_for(draw, n):
    X, y = draw(n, generator())
    assert X.shape == (n, 2)
    assert y.shape == (n, 1)


@random_sets
def test_one_seed_gives_one_data_set(draw):
    for first, second in zip(draw(50, generator(3)), draw(50, generator(3)), strict=True):
        np.testing.assert_array_equal(first, second)


@random_sets
def test_another_seed_gives_another_data_set(draw):
    assert not np.isclose(draw(50, generator(3))[0], draw(50, generator(4))[0]).any()


@random_sets
def test_global_random_state_is_left_alone(draw):
    def state():
        return [np.asarray(part).tolist() for part in np.random.get_state()]

    before = state()
    draw(50, generator())
    assert state() == before


def test_linear_fills_the_unit_square():
    X, _ = datasets.linear(2000, generator())
    assert X.min() >= 0
    assert X.max() <= 1
    np.testing.assert_allclose(X.mean(axis=0), 0.5, atol=0.03)
    np.testing.assert_allclose(X.std(axis=0), 12**-0.5, atol=0.02)


def test_linear_is_parted_by_the_diagonal():
    X, y = datasets.linear(500, generator())
    assert y.ravel().tolist() == [0.0 if x1 > x2 else 1.0 for x1, x2 in X]


@curves
@pytest.mark.parametrize(("n", "ones"), [(1, 0), (2, 1), (7, 3), (100, 50)])
def test_classes_are_as_balanced_as_n_allows(curve, n, ones):
    assert curve(n, 0.1, generator())[1].sum() == ones


def test_moons_without_noise_are_two_half_circles():
    X, y = datasets.moons(200, 0, generator())
    upper, lower = X[y[:, 0] == 0], X[y[:, 0] == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1)
    assert upper[:, 1].min() >= 0
    assert lower[:, 1].max() <= 0.5
    for moon in (upper, lower):
        assert np.ptp(moon[:, 0]) > 1.9  # all of the half circle, not a piece


def test_spirals_without_noise_are_one_arm_and_the_same_arm_turned_by_half():
    X, y = datasets.spirals(200, 0, generator())
    arm = np.where(y == 0, X, -X)
    radius = np.hypot(*arm.T)
    expected = np.column_stack([radius * np.cos(3 * np.pi * radius), radius * np.sin(3 * np.pi * radius)])
    np.testing.assert_allclose(arm, expected, atol=1e-12)
    for label in (0, 1):
        assert 0.1 <= radius[y[:, 0] == label].min() < 0.25
        assert 0.95 < radius[y[:, 0] == label].max() <= 1


def test_spirals_never_touch_without_noise():
    X, y = datasets.spirals(400, 0, generator())
    zeros, ones = X[y[:, 0] == 0], X[y[:, 0] == 1]
    assert np.linalg.norm(zeros[:, None] - ones[None], axis=2).min() > 0.15


@curves
def test_noise_is_a_standard_deviation(curve):
    clean, _ = curve(4000, 0, generator())
    noisy, _ = curve(4000, 0.3, generator())
    difference = noisy - clean
    np.testing.assert_allclose(difference.mean(axis=0), 0, atol=0.02)
    np.testing.assert_allclose(difference.std(axis=0), 0.3, atol=0.015)
    assert abs(np.corrcoef(difference.T)[0, 1]) < 0.05


# What is refused


@random_sets
@pytest.mark.parametrize("n", [2.0, "10", None, True, np.array([3])])
def test_n_of_another_type_is_refused(draw, n):
    with pytest.raises(TypeError, match=r"^n must be a positive integer, not \w+$"):
        draw(n, generator())


@random_sets
@pytest.mark.parametrize("n", [0, -1])
def test_n_below_one_is_refused(draw, n):
    with pytest.raises(ValueError, match=rf"^n must be a positive integer, not {n}$"):
        draw(n, generator())


@curves
@pytest.mark.parametrize("noise", ["0.1", None, 1j, True, np.array([0.1])])
def test_noise_of_another_type_is_refused(curve, noise):
    with pytest.raises(TypeError, match=r"^noise must be a number of at least 0, not "):
        curve(10, noise, generator())


@curves
@pytest.mark.parametrize("noise", [-0.1, float("nan"), float("inf"), np.float32(-1)])
def test_noise_below_zero_or_without_end_is_refused(curve, noise):
    with pytest.raises(ValueError, match=r"^noise must be a finite number of at least 0, not "):
        curve(10, noise, generator())


@random_sets
@pytest.mark.parametrize("rng", [0, None, np.random, np.random.RandomState(0)])
def test_anything_but_a_generator_is_refused(draw, rng):
    with pytest.raises(TypeError, match=r"^rng must be a numpy\.random\.Generator, .*not \w+$"):
        draw(10, rng)


# How they look


@every_name
def test_each_can_be_drawn_in_one_call(name):
    X, y = CATALOGUE[name].example()
    ax = Figure().subplots()
    assert datasets.plot(X, y, ax=ax, title=name) is ax
    assert ax.get_title() == name
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["class 0", "class 1"]
    for label, drawn in enumerate(ax.collections):
        np.testing.assert_array_equal(drawn.get_offsets(), X[y[:, 0] == label])


def test_the_classes_differ_in_shape_and_in_grey():
    zeros, ones = datasets.plot(*datasets.xor(), ax=Figure().subplots()).collections
    assert len(zeros.get_paths()[0]) != len(ones.get_paths()[0])
    greys = [np.dot(np.asarray(drawn.get_facecolor())[0, :3], [0.299, 0.587, 0.114]) for drawn in (zeros, ones)]
    assert abs(greys[0] - greys[1]) > 0.2


def test_labels_may_be_flat_integers_of_one_class():
    ax = datasets.plot([[0, 1], [2, 3]], np.array([1, 1]), ax=Figure().subplots())
    assert [np.shape(drawn.get_offsets())[0] for drawn in ax.collections] == [0, 2]


def test_without_a_display_and_without_axes_a_new_figure_is_made(tmp_path):
    done = run(
        "-c",
        "import sys, datasets\n"
        "ax = datasets.plot(*datasets.xor())\n"
        "assert ax is not datasets.plot(*datasets.xor())\n"
        "ax.figure.savefig(sys.argv[1])",
        tmp_path / "xor.png",
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "xor.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([1.0, 2.0], [0, 1], r"X must have shape \(n, 2\), one point per row, not \(2,\)"),
        (np.zeros((4, 3)), np.zeros(4), r"X must have shape \(n, 2\), one point per row, not \(4, 3\)"),
        (np.zeros((4, 2)), np.zeros((1, 4)), r"y must have shape \(4, 1\) or \(4,\), .* not \(1, 4\)"),
        (np.zeros((4, 2)), np.zeros(3), r"y must have shape \(4, 1\) or \(4,\), .* not \(3,\)"),
        (np.zeros((2, 2)), [0.2, 0.9], "every label in y must be 0 or 1"),
        (np.zeros((2, 2)), ["0", "1"], "every label in y must be 0 or 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(X, y, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        datasets.plot(X, y, ax=Figure().subplots())


def test_importing_the_package_leaves_matplotlib_out():
    done = run("-c", "import sys, datasets; datasets.xor(); print('matplotlib' in sys.modules)")
    assert done.stdout.strip() == "False"


# The examples in the docstrings


@pytest.mark.parametrize("module", ["datasets.synthetic", "datasets.figure"])
def test_examples_in_docstrings(module):
    matplotlib.use("Agg")
    outcome = doctest.testmod(importlib.import_module(module))
    plt.close("all")
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("name", list(datasets.__all__))
def test_every_public_function_has_an_example(name):
    assert ">>>" in getattr(datasets, name).__doc__


# The command line


def test_the_list_names_every_data_set_and_its_size(capsys):
    assert main([]) == 0
    listed = capsys.readouterr().out
    assert listed.isascii()
    lines = listed.splitlines()
    for line, (name, entry) in zip(lines, CATALOGUE.items(), strict=False):
        assert line.split(maxsplit=1)[0] == name
        assert entry.size in line
        assert line.endswith(entry.about)
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("name", ["xor", "xor_diagonals"])
def test_the_sizes_in_the_list_are_true(name):
    X, _ = CATALOGUE[name].example()
    assert CATALOGUE[name].size == f"{X.shape[0]} x {X.shape[1]}"


@every_name
def test_a_figure_of_each_is_written_into_the_current_folder(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["figure", name]) == 0
    assert capsys.readouterr().out == f"wrote {name}.png\n"
    assert Path(f"{name}.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("file", "start"), [("a.svg", b"<?xml"), ("a.PDF", b"%PDF")])
def test_a_figure_goes_where_it_is_sent(file, start, tmp_path):
    assert main(["figure", "xor", "--save", str(tmp_path / file)]) == 0
    assert (tmp_path / file).read_bytes().startswith(start)


def test_an_existing_file_is_kept_unless_forced(tmp_path, capsys):
    path = tmp_path / "mine.png"
    path.write_text("mine")
    assert main(["figure", "xor", "--save", str(path)]) == 2
    assert_one_line(capsys.readouterr().err, "exists already")
    assert path.read_text() == "mine"
    assert main(["figure", "xor", "--save", str(path), "--force"]) == 0
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("file", ["a", "a.exe", ".png", ""])
def test_a_name_without_a_picture_format_is_refused(file, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["figure", "xor", "--save", file]) == 2
    assert_one_line(capsys.readouterr().err, "must end in .png, .svg, .pdf")
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path, capsys):
    assert main(["figure", "xor", "--save", str(tmp_path / "missing" / "a.png")]) == 2
    assert_one_line(capsys.readouterr().err, "missing")


def test_a_file_name_outside_ascii_is_written_and_said_in_ascii(tmp_path, capsys):
    path = tmp_path / "f\u00fcr.png"
    assert main(["figure", "xor", "--save", str(path)]) == 0
    assert path.exists()
    assert capsys.readouterr().out.isascii()


@pytest.mark.parametrize("arguments", [["figure"], ["figure", "nosuch"], ["nosuch"], ["--nosuch"]])
def test_a_wrong_command_line_exits_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    message = capsys.readouterr().err
    assert "error: " in message
    assert "Traceback" not in message


def test_python_m_datasets_works_whatever_the_backend_without_a_display(tmp_path):
    path = tmp_path / "xor.png"
    done = run("-m", "datasets", "figure", "xor", "--save", path, MPLBACKEND="TkAgg")
    assert done.returncode == 0, done.stderr
    assert path.exists()
    assert run("-m", "datasets", "figure", "xor", "--save", path).returncode == 2


def assert_one_line(message, part):
    assert message.startswith("python -m datasets: error: ")
    assert message.count("\n") == 1
    assert part in message
