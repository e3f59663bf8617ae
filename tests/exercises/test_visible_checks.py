"""The visible checks: what would cost all points of a hidden suite is seen here first."""

import re

import pytest

from grader.steps import reference
from grader.steps.placing import with_function
from tests.kits import finished_kit, run_pytest
from tests.made_submissions import step_of

SEEN = {  # a change of the reference, by function, and the check that sees it
    "fit": (
        "accuracy(logits, y_val)",
        "accuracy(forward(params, X_train, activations)[0], y_train)",
        "fit judges by the validation data",
    ),
    "minibatches": ("range(0, len(X), batch_size)", "range(0, len(X) + 1, batch_size)", "end with the last sample"),
    "backward": (
        "    d_a = d_output\n",
        "    d_output[cache[-1][1] <= 0] = 0\n    d_a = d_output\n",
        "unchanged where",
    ),
    "softmax": ("axis=-1", "axis=1", "along the last axis of a vector"),
    "mse": ("np.mean((y_hat - y) ** 2)", "np.sum((y_hat - y) ** 2) / np.prod(y.shape[:2])", "arrays of any shape"),
}


def changed(name, old, new):
    """The module of a function with a change in the function."""
    source = reference.source(step_of(name).module)
    own = re.search(rf"^def {name}\(.*?(?=^[^\s)]|\Z)", source, re.MULTILINE | re.DOTALL)[0]
    assert old in own
    return with_function(source, name, own.replace(old, new).strip())


@pytest.mark.parametrize("name", SEEN)
def test_what_costs_all_points_is_seen(tmp_path, name):
    old, new, check = SEEN[name]
    module = step_of(name).module
    kit = finished_kit(tmp_path / "kit", **{module: changed(name, old, new)})
    run = run_pytest(kit, "exercises", "-k", name, COLUMNS="160")
    titles = re.findall(r"^_{3,} (.*) _{3,}$", run.stdout, re.MULTILINE)
    assert any(check in title for title in titles), run.stdout


def test_a_fit_that_returns_something_else_is_told_so_by_every_check(tmp_path):
    changed_end = changed("fit", "return best_params, history", "return best_params, [0.1], [0.9]")
    run = run_pytest(finished_kit(tmp_path / "kit", step9_sgd=changed_end), "exercises", "-k", "fit")
    assert "two things are due, (params, history), and a tuple came back" in " ".join(run.stdout.split()).lower()
    assert "TypeError" not in run.stdout


@pytest.mark.parametrize("name", ["mse", "mse_gradient"])
def test_the_error_that_a_docstring_promises_is_asked_for(tmp_path, name):
    kit = finished_kit(tmp_path / "kit", step3_loss=changed(name, "if y_hat.shape != y.shape:", "if False:"))
    run = run_pytest(kit, "exercises", "-k", name)
    assert f"step 3: {name} refuses a column beside a row" in run.stdout
    assert "ValueError is due" in run.stdout
    assert "1 failed" in run.stdout
