"""`torch`: the learner's network in PyTorch, and both gradients where PyTorch is installed."""

import importlib.util
import io
import re
from contextlib import redirect_stdout

import numpy as np
import pytest

from grader.curriculum import find_step
from grader.seeing import pytorch
from grader.seeing.functions import Functions
from tests.kits import ROOT, copy_of_kit, finished_kit, grader
from tests.made_submissions import stubs
from tests.made_work import MadeWork, unwritten

INSTALLED = importlib.util.find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not INSTALLED, reason="PyTorch is not installed")
PAGES = list(pytorch.PAGES)


def page(module, file=None, **replaced):
    file = file or ROOT / "solutions" / f"{module}.py"
    return "\n".join(pytorch.page(find_step(module), Functions(MadeWork(**replaced)), file))


@pytest.mark.parametrize("module", PAGES)
def test_the_page_has_both_loops(module, monkeypatch):
    found = pytorch.PAGES[module]
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "torch" else find(name))
    text = page(module)
    assert f"def {found.loop}(" in text and "optimizer.step()" in text and "BEGIN SOLUTION" not in text
    assert '"""' not in text, "the docstring stays away"
    assert "PyTorch is not installed here" in text
    assert text.isascii() and len(found.program.splitlines()) <= 20
    compile(found.program, "program", "exec")
    named = re.findall(r"#.*", found.program)
    assert any("backward" in name for name in named)


def test_it_comes_after_the_step(tmp_path):
    with pytest.raises(ValueError, match="this comes after step 6; not right yet: train"):
        page("step6_training", train=unwritten)
    with pytest.raises(ValueError, match="this comes after step 6 and after step 9"):
        page("step3_loss")
    kit = copy_of_kit(tmp_path / "kit", stubs())
    for step in ("6", "3", "99"):
        run = grader(kit, "torch", step)
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)


def test_the_command_shows_the_learner_s_own_lines(tmp_path):
    source = (ROOT / "solutions" / "step6_training.py").read_text(encoding="utf-8").replace("solutions.", "exercises.")
    mine = source.replace("        losses.append(loss)\n", "        losses += [loss]  # mine\n")
    assert mine != source
    run = grader(finished_kit(tmp_path / "kit", step6_training=mine), "torch", "6")
    assert (run.returncode, run.stderr) == (0, "")
    assert "losses += [loss]  # mine" in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 100


def test_a_function_that_is_made_otherwise_is_said(tmp_path):
    file = tmp_path / "step6_training.py"
    file.write_text("train = None\n")
    assert "(train is made in another way than by def)" in page("step6_training", file)


def test_digits_are_counted_by_the_largest_entry():
    b = np.array([2.0, 0.001])
    assert pytorch._digits(b, b) == 16
    assert pytorch._digits(b + 2e-7, b) in (6, 7)
    assert pytorch._digits(-b, b) == 0


@needs_torch
@pytest.mark.parametrize("module", PAGES)
def test_the_gradients_are_equal_to_many_digits(module):
    digits = [int(count) for count in re.findall(r"(\d+) digits$", page(module), re.MULTILINE)]
    assert len(digits) == 4 and min(digits) >= 12


@needs_torch
def test_a_wrong_gradient_is_seen():
    """One that is a little off, and passes for right nowhere else."""
    from solutions.step5_backprop import backward

    text = page("step6_training", backward=lambda *arguments: [(1.001 * W, b) for W, b in backward(*arguments)])
    assert re.findall(r"(\d+) digits$", text, re.MULTILINE)[::2] in (["2", "2"], ["3", "3"], ["2", "3"], ["3", "2"])


@needs_torch
def test_the_programs_learn(monkeypatch):
    import torch

    torch.manual_seed(0)
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with redirect_stdout(said):
        exec(pytorch.XOR, {})
        exec(pytorch.DIGITS, {})
    assert re.sub(r"\s", "", said.getvalue()).startswith("tensor([[0],[1],[1],[0]]")
    assert float(re.search(r"tensor\((0\.\d+), dtype", said.getvalue())[1]) > 0.9
