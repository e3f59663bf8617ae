"""The live view: a GIF of the decision boundary during training, and what is said where there is no window."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from exercises.experiments import live
from exercises.experiments.kit import Kit
from tests.kits import copy_of_kit, finished_kit, python
from tests.made_submissions import stubs

QUICK = ["--reference", "--data", "xor", "--epochs", "60", "--rate", "2"]


@pytest.fixture(autouse=True)
def few_frames(monkeypatch):
    monkeypatch.setattr(live, "FRAMES", 5)
    yield
    plt.close("all")


def run(*arguments):
    with pytest.raises(SystemExit) as left:
        live.main([*QUICK, *map(str, arguments)])
    return left.value.code


def frames(path):
    with Image.open(path) as picture:
        for number in range(picture.n_frames):
            picture.seek(number)
            yield np.asarray(picture.convert("L"), dtype=float)


def test_a_gif_shows_the_boundary_on_its_way(tmp_path, capsys):
    path = tmp_path / "live.gif"
    assert run("--save", path) == 0
    before, last = capsys.readouterr().out.splitlines()
    assert "about a minute" in before, "how long it takes is said first"
    assert last == f"wrote {path}"
    shown = list(frames(path))
    assert len(shown) == 5
    assert all(np.abs(a - b).mean() > 0.5 for a, b in pairwise(shown))


def test_the_stages_are_one_training(tmp_path):
    """Trained bit by bit, the network ends where train alone would have brought it."""
    kit = Kit(reference=True)
    X, y = live.DATA["moons"](np.random.default_rng(0))
    options = live.parser().parse_args(["--reference", "--epochs", "40", "--hidden", "3", "2"])
    *_, (params, losses) = live.stages(kit, options, X, y)
    start = kit.init_params([2, 3, 2, 1], np.random.default_rng(0))
    expected, alone = kit.train(start, X, y, ["tanh", "tanh", "sigmoid"], 1.0, 40)
    assert losses == alone
    for (W, b), (W_alone, b_alone) in zip(params, expected, strict=True):
        np.testing.assert_array_equal(W, W_alone)
        np.testing.assert_array_equal(b, b_alone)


@pytest.mark.parametrize("data", live.DATA)
def test_every_data_set_can_be_watched(tmp_path, data):
    path = tmp_path / "live.gif"
    assert run("--data", data, "--activation", "relu", "--hidden", 4, 4, "--epochs", 3, "--save", path) == 0
    assert path.read_bytes().startswith(b"GIF8")


def test_a_file_that_exists_is_kept_unless_forced(tmp_path, capsys):
    path = tmp_path / "live.gif"
    path.write_text("mine")
    assert run("--save", path) == 1
    assert capsys.readouterr().out == f"{path} exists already; --force replaces it\n"
    assert path.read_text() == "mine"
    assert run("--save", path, "--force") == 0
    assert path.read_bytes().startswith(b"GIF8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("live.png", "the name behind --save must end in .gif, not 'live.png'"),
        ("missing/live.gif", "there is no folder"),
    ],
)
def test_a_bad_name_is_refused_before_anything_is_trained(tmp_path, name, said, capsys, monkeypatch):
    monkeypatch.setattr(live, "show", lambda *_: pytest.fail("trained"))
    assert run("--save", tmp_path / name) == 1
    out = capsys.readouterr().out
    assert out.startswith(said)
    assert out.count("\n") == 1


def test_without_a_window_it_tells_of_the_gif(tmp_path):
    done = python(finished_kit(tmp_path / "kit"), "-m", "exercises.experiments.live", MPLBACKEND="Agg")
    assert (done.returncode, done.stdout) == (1, "no window can be opened here: write a GIF with --save FILE.gif\n")


def test_in_a_window_the_frames_are_drawn_as_they_are_trained(monkeypatch):
    """With the window itself replaced: what it would draw, frame by frame."""
    import matplotlib.animation

    monkeypatch.setattr(live, "FIXED", ())
    monkeypatch.setattr(plt, "show", lambda: None)
    made = []
    monkeypatch.setattr(matplotlib.animation, "FuncAnimation", lambda *arguments, **_: made.append(arguments))
    assert run() == 0
    ((figure, draw, stages),) = [arguments[:3] for arguments in made]
    titles = []
    for stage in stages():
        draw(stage)
        titles.append(figure.axes[0].get_title())
    assert titles[0] == "after 0 epochs"
    assert titles[-1] == "after 60 epochs"
    assert len(figure.axes) == 3  # the colour bar is drawn once


@pytest.mark.parametrize("wrong", [["--hidden", "0"], ["--epochs", "0"], ["--data", "nosuch"], ["--rate", "fast"]])
def test_a_wrong_option_is_refused(wrong, capsys):
    assert run(*wrong) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_function_that_is_not_written_is_named(tmp_path):
    done = python(copy_of_kit(tmp_path / "kit", stubs()), "-m", "exercises.experiments.live", "--save", "a.gif")
    assert (done.returncode, done.stdout) == (1, "first write sigmoid in exercises/step1_activations.py\n")
