"""No hidden check can be removed or weakened unnoticed: each rejects a wrong implementation that is named for it."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import curriculum
from tests import rejections

ROOT = Path(__file__).resolve().parent.parent.parent
SUITES = ROOT / "grader" / "steps"
JUDGES = {
    "expect",
    "expect_arguments_unchanged",
    "expect_classes",
    "expect_close",
    "expect_full_batch",
    "expect_refused",
    "expect_right",
    "expect_run",
    "expect_some_order",
    "expect_stop",
    "expect_trained",
    "fail",
}
# Statements without which no answer is judged otherwise, only told less well: what comes after them fails as well.
COURTESIES = {
    "params_of": ("pair_is_due",),
    "history_of": ("where a dict is due",),
    "test_chance_decides_which_samples_are_for_validation": ("again and again",),
    "test_prints_the_epoch_and_the_loss_every_so_many_epochs": ("make three lines", "each printed line holds"),
}


def test_the_table_names_every_hidden_check_and_no_other():
    table = {function: list(checks) for function, checks in rejections.read().items()}
    assert table == rejections.names(), "run: python -m tests.rejections --rewrite"


def test_every_check_has_an_implementation_of_its_own_function():
    known = rejections.implementations()
    for function, checks in rejections.read().items():
        for check, ids in checks.items():
            assert ids, f"{function}: {check}"
            assert {known[id][0] for id in ids} == {function}, f"{function}: {check}"


TRAINING = ("step6_training", "step9_sgd")  # half the time of all
STEPS = [
    pytest.param(step, id=step.module, marks=pytest.mark.slow if step.module in TRAINING else ())
    for step in curriculum.steps()
]


@pytest.mark.parametrize("step", STEPS)
def test_every_check_rejects_what_the_table_says_it_does(step):
    """By its own judgement, so that neither a removed nor a weakened check can pass for the one that was there."""
    weak = rejections.weak(rejections.read(), [step])
    assert not weak, "these checks have become weak:\n" + "\n".join(weak)


@pytest.mark.slow
def test_one_step_of_the_table_is_made_anew_and_the_rest_stays():
    assert rejections.make([curriculum.find_step("3")]) == rejections.read()


def test_a_step_that_does_not_exist_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["rejections", "--rewrite", "step3_los"])
    with pytest.raises(SystemExit, match="no such step: step3_los"):
        rejections.main()


def weakened() -> Iterator[tuple[str, str, str]]:
    """Every suite with one judging statement taken out: file, what was taken out, and the text that is left."""
    for step in curriculum.steps():
        file = SUITES / step.module / f"test_{step.module}.py"
        source = file.read_text(encoding="utf-8")
        for function in ast.parse(source).body:
            for node in ast.walk(function):
                if (
                    isinstance(function, ast.FunctionDef)
                    and isinstance(node, ast.Expr)
                    and isinstance(node.value, ast.Call)
                    and isinstance(node.value.func, ast.Name)
                    and node.value.func.id in JUDGES
                ):
                    lines = source.splitlines()
                    text = ast.get_source_segment(source, node) or ""
                    if any(words in text for words in COURTESIES.get(function.name, ())):
                        continue
                    blank = [""] * ((node.end_lineno or node.lineno) - node.lineno)
                    lines[node.lineno - 1 : node.end_lineno] = [" " * node.col_offset + "pass", *blank]
                    yield step.module, f"{function.name}, line {node.lineno}", "\n".join(lines) + "\n"


WEAKENED = list(weakened())


@pytest.fixture(scope="module")
def copy_of_the_kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit")
    left_out = shutil.ignore_patterns("__pycache__", "figures", "test_*.pyc")
    for name in ("grader", "solutions", "tests", "datasets"):
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("module", "what", "source"), WEAKENED, ids=[f"{m}: {w}" for m, w, _ in WEAKENED])
def test_a_suite_with_a_statement_less_is_noticed(copy_of_the_kit, module, what, source):
    """Each expect_... of each suite, taken out in turn from a copy of the kit."""
    suite = copy_of_the_kit / "grader" / "steps" / module / f"test_{module}.py"
    kept = suite.read_bytes()
    suite.write_text(source, encoding="utf-8")
    try:
        command = [sys.executable, "-B", "-m", "tests.rejections", module]
        run = subprocess.run(command, cwd=copy_of_the_kit, capture_output=True, text=True, timeout=600)
    finally:
        suite.write_bytes(kept)
    assert run.returncode == 1, f"{what} can go, and nothing notices"
    assert "does not reject" in run.stdout
