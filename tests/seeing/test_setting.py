"""The setting of the playground as text, and points of one's own."""

import numpy as np
import pytest

from grader.seeing.functions import Direct
from grader.seeing.play.network import Network
from grader.seeing.play.points import MADE, own, points
from grader.seeing.play.setting import NoSetting, Setting, read
from grader.seeing.training import LOSSES
from tests.made_work import MadeWork

SETTINGS = [
    Setting(),
    Setting("own", 0.25, ((16, "relu"), (1, "identity")), "classes", 0.003, 32, 0.9, True, 7, "0,1,a\n2;3;b é &=#%"),
    Setting("spirals", hidden=()),
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_comes_back_from_its_text(setting):
    assert read(setting.text()) == setting
    assert read(f"http://127.0.0.1:1/x/#{setting.text()}") == setting


def test_what_is_left_out_is_as_usual():
    assert read("rate=3") == Setting(rate=3.0)
    assert read("") == read("#") == Setting()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("data=mars", "data is one of xor, .*, and not 'mars'"),
        ("noise=2", "noise is a number from 0 to 1, and not '2'"),
        ("rate=nan", "rate is a number from 1e-06 to 1000, and not 'nan'"),
        ("batch=1.5", "batch is a whole number from 0 to 1000, and not '1.5'"),
        ("hidden=8tanh,99relu", "a hidden layer is written like 8tanh .*, and not '99relu'"),
        ("hidden=1tanh,1tanh,1tanh,1tanh,1tanh", "there can be up to 4 hidden layers, and not 5"),
        ("colour=red", "there is nothing called 'colour' to set"),
        ("moons", "'moons' is no setting such as data=moons&rate=1"),
    ],
)
def test_what_cannot_be_is_said(text, said):
    with pytest.raises(NoSetting, match=f"^{said}$"):
        read(text)


# Points of one's own


@pytest.mark.parametrize(
    "text",
    [
        "0.5,1,red\n2,3.5,blue",
        "x1,x2,colour\r\n0.5,1,red\r\n2,3.5,blue\r\n",
        "0,5;1;red\n2;3,5;blue",
        "0.5\t1\tred\n\n2\t3.5\tblue\n",
        "  0.5 1 red\n  2 3.5 blue",
        '"0.5","1","red"\n"2","3.5","blue"',
    ],
)
def test_points_are_read_as_people_write_them(text):
    X, labels, names = own(text)
    assert (X.tolist(), labels.tolist(), names) == ([[0.5, 1.0], [2.0, 3.5]], [1, 0], ("blue", "red"))


def test_labels_that_are_numbers_are_in_their_order():
    assert own("0 0 10\n1 1 9\n2 2 9")[1:2][0].tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there are no points yet"),
        ("x,y,label", "there are no points yet"),
        ("1,2", "line 1 of your points has 2 columns"),
        ("1,2,a\n1,x,b", "line 2 of your points: 'x' is no number"),
        ("1,2,a\n1,inf,b", "line 2 of your points: 'inf' is no number"),
        ("1,2,a\n3,4,a", "your points have 1 labels; there can be 2 to 10"),
        ("1,2,a\n1,4,b", "your points lie on one line along an axis"),
        ("1,2,a\n" * 3000, "there can be up to 2000 points, and not 3000"),
    ],
)
def test_what_is_wrong_with_points_is_said(text, said):
    with pytest.raises(NoSetting, match=said):
        own(text)


def test_own_points_are_parted_by_the_learner_s_function_or_else_every_fourth():
    csv = "".join(f"{i},{i * i},{i % 2}\n" for i in range(20))
    functions = Direct(MadeWork(train_validation_split=lambda X, y, part, rng: (X[:5], y[:5], X[5:], y[5:])))
    assert len(points(Setting("own", csv=csv), functions, splits=True).X) == 5
    assert points(Setting("own", csv=csv), functions, splits=False).X_val[:, 0].tolist() == [3, 7, 11, 15, 19]


def test_points_that_were_learned_from_are_not_called_validation():
    functions = Direct(MadeWork())
    without = points(Setting("xor"), functions, True)
    assert (len(without.X), len(without.X_val)) == (4, 0)
    assert len(points(Setting("xor", noise=0.1), functions, True).X_val) == 4
    assert len(points(Setting("moons"), functions, True).X_val) == 120
    frame = Network(Setting("xor"), without, functions).frame()
    assert frame["losses"][1] is None and frame["right"] == 0.5


# The network


@pytest.mark.parametrize("data", MADE)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_set_is_learned_with_every_loss(data, loss):
    functions = Direct(MadeWork())
    setting = Setting(data, 0.05, ((8, "tanh"),), loss, 0.1, batch=8, momentum=0.5, scaled=data != "xor")
    network = Network(setting, points(setting, functions, True), functions)
    before = network.frame()
    while network.epochs < 40:
        network.train(40 - network.epochs)
    after = network.frame()
    assert network.epochs == after["epochs"] == 40
    assert after["losses"][0] < before["losses"][0]
    assert [len(layer) for layer in after["units"]] == [8]
    assert len(after["outputs"]) == (2 if loss == "classes" else 1)


def test_a_pause_in_the_middle_of_an_epoch_loses_no_batch(monkeypatch):
    """Trained a batch at a time, or whole epochs at a time: the weights are the same."""
    functions, setting = Direct(MadeWork()), Setting("moons", batch=7, rate=0.3)
    by_batch, by_epoch = (Network(setting, points(setting, functions, True), functions) for _ in range(2))
    monkeypatch.setattr("grader.seeing.play.network.BUDGET", 0.0)
    while by_batch.epochs < 3:
        by_batch.train()
    monkeypatch.setattr("grader.seeing.play.network.MOST", 60.0)
    by_epoch.train(3)
    for (W, b), (V, c) in zip(by_batch.training.params, by_epoch.training.params, strict=True):
        assert np.array_equal(W, V) and np.array_equal(b, c)


def test_a_slow_forward_is_asked_for_smaller_pictures():
    functions = Direct(MadeWork())
    network = Network(Setting(), points(Setting(), functions, True), functions)
    for _ in range(10):
        network._choose_pixels(1.0)
    assert network.frame()["side"] == 8
    for _ in range(10):
        network._choose_pixels(0.0)
    assert network.frame()["side"] == 38
