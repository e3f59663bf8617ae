"""`explain`: which entries of a gradient disagree with the numerical one, and by what factor."""

import itertools

import numpy as np
import pytest

from grader.checks.answer import Answer, LearnerFailed
from grader.checks.question import DEEP
from grader.curriculum import explained_as
from grader.learning import explaining, gradients, heatmap, slopes
from grader.learning.gradients import CannotExplain, Part
from grader.steps import bank, questions, reference
from grader.steps.bank_answers import ask_entry
from grader.steps.placing import with_function
from tests.kits import copy_of_kit, finished_kit, grader
from tests.made_submissions import stubs

DUE = np.array([[1.0, -2.0, 4.0], [0.5, 0.0, 8.0]])


def answering(change):
    """Ask for backward, and have the right gradients back, changed."""

    def ask(name, arguments):
        question = next(
            p
            for p in questions(name)
            if p.arguments()[2] == arguments[2] and np.array_equal(p.arguments()[3], arguments[3])
        )
        return Answer(change(question.expected()))

    return ask


def page(found, plain=False):
    text = "\n".join((slopes if isinstance(found, slopes.Curves) else gradients).page(found, plain))
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 100
    return text


@pytest.mark.parametrize(
    ("yours", "said", "signs"),
    [
        (DUE, "dW: right in all of 6 entries", ["ok"] * 6),
        (4 * DUE, "dW: 5 of 6 entries differ, all by the factor 4", ["x 4", "x 4", "x 4", "x 4", "ok", "x 4"]),
        (-DUE, "dW: 5 of 6 entries differ, all by the factor -1", ["x -1"] * 4 + ["ok", "x -1"]),
        (0 * DUE, "dW: 5 of 6 entries differ, all by the factor 0", ["x 0"] * 4 + ["ok", "x 0"]),
        (DUE + 1, "dW: 6 of 6 entries differ, 1 of them by no factor", ["x 2", "x 0.5", "x 1.25", "x 3", "0 due"]),
        (DUE * [1, 2, 3], "dW: 3 of 6 entries differ, by factors from 2 to 3", ["ok", "x 2", "x 3", "ok", "ok", "x 3"]),
        (DUE * np.nan, "dW: 6 of 6 entries differ, 6 of them by no factor", ["nan"] * 6),
    ],
)
def test_entries_are_told_by_their_factor(yours, said, signs):
    part = Part("dW", yours, DUE)
    assert gradients.said(part).startswith(said)
    assert [part.sign(index) for index in np.ndindex(2, 3)][: len(signs)] == signs
    assert part.disagreement.min() >= 0
    assert part.disagreement.max() <= 1
    assert ((part.disagreement > 0) == part.wrong).all()


def test_one_layer_too_large_is_found_in_its_layer():
    def change(grads):
        return [grads[0], (4 * grads[1][0], grads[1][1]), *grads[2:]] if len(grads) > 2 else grads

    found = gradients.compare_gradient("backward", answering(change))
    text = page(found)
    assert found.about == DEEP
    assert [layer.is_right for layer in found.layers] == [True, False, True]
    assert "layer 2 (tanh)\n  dW: 20 of 20 entries differ, all by the factor 4\n  db: right in all of 4" in text
    assert text.count("x 4") == 20
    plain = page(found, plain=True)
    assert "input 1, unit 1: yours " in plain
    assert ", 4 times as much" in plain
    assert "and 14 more" in plain
    assert "x 4" not in plain


def test_a_right_gradient_gives_nothing_to_tell():
    assert gradients.compare_gradient("backward", answering(lambda grads: grads)) is None


def test_a_bias_of_one_row_is_right_and_a_wrong_shape_is_told():
    assert gradients.compare_gradient("backward", answering(lambda grads: [(dW, db[None]) for dW, db in grads])) is None
    found = gradients.compare_gradient("backward", answering(lambda grads: [(dW.T, None) for dW, _ in grads]))
    assert "dW: its shape is (5, 3), and (3, 5) is due" in page(found)
    assert "db: None came back" in page(found)


@pytest.mark.parametrize(
    "entry",
    [e for name in (*explained_as("gradient"), *explained_as("slope")) for e in bank.misconceptions(name)],
    ids=lambda entry: entry.id,
)
def test_every_known_mistake_is_told_or_refused_in_one_line(entry):
    compare = slopes.compare_slope if entry.function in explained_as("slope") else gradients.compare_gradient
    try:
        found = compare(entry.function, ask_entry(entry))
    except CannotExplain as error:
        assert len(str(error).splitlines()) == 1
    except LearnerFailed:
        pass
    else:
        for plain in (False, True) if found else ():
            assert page(found, plain)


@pytest.mark.parametrize(
    "change", [lambda dW: 4 * dW, lambda dW: dW.T, lambda dW: dW * np.nan], ids=["factor", "shape", "nan"]
)
def test_the_picture_shows_the_factors_as_text_and_as_greys_that_grow(tmp_path, change):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    found = gradients.compare_gradient("backward", answering(lambda grads: [(change(dW), db) for dW, db in grads]))
    figure = heatmap.figure(plt, found)
    figure.savefig(tmp_path / "f.png")
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    part = found.layers[0].parts[0]
    expected = "no match" if part.yours is None else part.sign((0, 0))
    assert texts.count(expected) >= 3
    assert texts.count("ok") == 5 + 4 + 2, "db is right in every layer"
    greys = [np.dot(matplotlib.colormaps["Blues"](apart)[:3], [0.3, 0.59, 0.11]) for apart in np.linspace(0, 1, 20)]
    assert all(a > b for a, b in itertools.pairwise(greys))
    plt.close(figure)


def test_a_slope_is_compared_with_the_measured_one():
    right = slopes.compare_slope("tanh_derivative", lambda _, a: Answer(1 - np.tanh(a[0]) ** 2))
    assert right is None
    found = slopes.compare_slope("tanh_derivative", lambda _, a: Answer(2 - 2 * np.tanh(a[0]) ** 2))
    assert page(found).count("x 2") == len(slopes.TOLD)
    assert page(found, plain=True).count("2 times as much") == len(slopes.TOLD)
    with pytest.raises(CannotExplain, match="no array of numbers came back"):
        slopes.compare_slope("tanh_derivative", lambda *_: Answer(None))


def with_backward(body):
    return with_function(
        reference.source("step5_backprop"), "backward", f"def backward(params, cache, activations, d_output):\n{body}"
    )


def test_the_command_draws_what_is_wrong_and_says_what_it_may_be(tmp_path):
    entry = next(e for e in bank.misconceptions("backward") if e.id == "backward-misses-hidden-slopes")
    kit = finished_kit(tmp_path / "kit", step5_backprop=bank.sources_with(entry)["step5_backprop"])
    run = grader(kit, "explain", "backward")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("backward on a 3-5-4-2 network")
    assert "layer 3 (sigmoid)\n  dW: right in all of 8 entries" in run.stdout
    assert entry.did in " ".join(run.stdout.split())
    assert run.stdout.splitlines()[-1].startswith("figure: ")
    assert (kit / "exercises" / "figures" / "explain_backward.png").read_bytes().startswith(b"\x89PNG")


def test_the_command_draws_nothing_of_right_and_of_unwritten_work(tmp_path):
    kit = finished_kit(tmp_path / "kit")
    run = grader(kit, "explain", "backward")
    assert run.returncode == 0
    assert "agrees with the numerical gradient" in run.stdout
    assert not (kit / "exercises" / "figures").exists()
    run = grader(copy_of_kit(tmp_path / "stubs", stubs()), "explain", "backward")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "grader: backward is not written yet; see pytest exercises -k backward\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("    while True:\n        pass", "backward does not end"),
        ("    return params[99]", "backward raised IndexError"),
        ("    raise SystemExit", "the program asked to end (exit() or sys.exit())"),
        ("    return None", "a list of pairs (dW, db) is due"),
    ],
)
def test_what_gives_no_gradient_is_told_in_one_line(tmp_path, body, said):
    kit = finished_kit(tmp_path / "kit", step5_backprop=with_backward(body))
    visible = kit / "grader" / "learning" / "local_runner.py"
    visible.write_text(visible.read_text().replace("\nSECONDS = 5", "\nSECONDS = 0.5"))
    run = grader(kit, "explain", "backward")
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_functions_that_give_no_gradient_are_refused(tmp_path):
    from grader.learning.hints import find_function

    with pytest.raises(CannotExplain, match="gradients only"):
        explaining.explain(find_function("relu"), tmp_path)
