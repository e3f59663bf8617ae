"""How experiments go: the guess, the table, the figure, the question, and what is said where they cannot run."""

import ast
import doctest
import importlib
import shutil

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from exercises.experiments import NAMES, bench, drawing, runs
from exercises.experiments.kit import STEPS, Kit
from grader.steps import reference
from tests.kits import ROOT, copy_of_kit, finished_kit, python
from tests.made_submissions import stubs

FOLDER = ROOT / "exercises" / "experiments"
FUNCTIONS = [(module, name) for module, names in STEPS.items() for name in names]

every_experiment = pytest.mark.parametrize("name", NAMES)


def experiment(name):
    return importlib.import_module(f"exercises.experiments.{name}").EXPERIMENT


@pytest.fixture(autouse=True)
def figures(tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "FIGURES", tmp_path / "figures")
    yield tmp_path / "figures"
    plt.close("all")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    return finished_kit(tmp_path_factory.mktemp("finished") / "kit")


def run_module(kit, name, *arguments):
    return python(kit, "-m", f"exercises.experiments.{name}", *arguments)


# From the guess to the question


@pytest.mark.parametrize("name", [NAMES[0], *(pytest.param(name, marks=pytest.mark.slow) for name in NAMES[1:])])
def test_it_goes_from_the_setting_to_the_question(name, figures, capsys):
    tried = experiment(name)
    assert tried.run(reference=True, ask=False, seeds=2)
    said = capsys.readouterr().out
    headings, *_ = [line for line in said.splitlines() if " | " in line]
    parts = [tried.title, tried.setting, tried.guess, headings, "of 2 starts", "figure: ", tried.question]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert said.isascii()
    assert max(len(line) for line in said.splitlines() if not line.startswith("figure: ")) <= 120
    assert (figures / f"{name}_reference.png").exists()


@every_experiment
def test_its_table_is_whole_and_its_figure_labelled_and_told_apart_without_colour(name, figures):
    tried = experiment(name)
    kit = Kit(reference=True)
    with np.errstate(over="ignore", invalid="ignore"):
        results = tried.measure(kit, range(2), iter)
        headings, rows = tried.rows(results)
        figure = tried.draw(kit, results)
    assert len(rows) >= 2
    assert all(len(row) == len(headings) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    for ax in figure.axes:
        assert ax.get_ylabel(), ax.get_title()
        assert ax.get_xlabel() or ax.get_label() == "<colorbar>", ax.get_title()
        looks = [(line.get_linestyle(), line.get_marker()) for line in ax.lines if line.get_marker() != "None"]
        assert len(set(looks)) == len(looks)
        if len(looks) > 1:
            assert ax.get_legend()
    figures.mkdir()
    figure.savefig(figures / "a.png")
    assert np.asarray(Image.open(figures / "a.png").convert("L")).std() > 20


def test_what_is_compared_starts_from_the_same_weights():
    from exercises.experiments.learning_rates import SETTINGS

    kit = Kit(reference=True)
    firsts = {runs.train_one(kit, setting, seed=3).losses[0] for setting in SETTINGS.values()}
    assert len(firsts) == 1


def test_it_runs_on_the_learners_own_code(finished):
    run = run_module(finished, "learning_rates", "--seeds", "2")
    assert (run.returncode, run.stderr) == (0, "")
    assert "2 of 2" in run.stdout
    assert (finished / "exercises" / "figures" / "learning_rates.png").read_bytes().startswith(b"\x89PNG")


def test_the_learners_code_and_not_the_reference_is_what_runs(tmp_path):
    kit = finished_kit(tmp_path / "kit")
    step = kit / "exercises" / "step6_training.py"
    step.write_text(step.read_text(encoding="utf-8").replace("W - learning_rate * dW", "W - 0 * dW"), encoding="utf-8")
    learned = {"own": run_module(kit, "learning_rates", "--seeds", "1").stdout}
    learned["reference"] = run_module(kit, "learning_rates", "--seeds", "1", "--reference").stdout
    assert "1 of 1" not in learned["own"]
    assert "1 of 1" in learned["reference"]


# The guess


@pytest.fixture
def quick(monkeypatch):
    """An experiment that takes no time, on a terminal."""
    monkeypatch.setattr(bench, "can_ask", lambda: True)
    return bench.Experiment(
        name="quick",
        title="Quick",
        setting="Nothing is trained.",
        guess="How much is learned?",
        measure=lambda kit, seeds, progress: list(progress(seeds)),
        rows=lambda results: (["seed"], [[str(seed)] for seed in results]),
        draw=lambda kit, results: plt.figure(),
        question="Why?",
    )


def test_the_guess_is_asked_for_first_and_shown_again(quick, monkeypatch, capsys):
    def answer(prompt):
        assert "seed" not in capsys.readouterr().out  # no result yet
        return "f\u00fcnf"

    monkeypatch.setattr("builtins.input", answer)
    assert quick.run(reference=True)
    assert "Your guess was: f\\xfcnf" in capsys.readouterr().out


@pytest.mark.parametrize("options", [["--no-question"], ["--yes"]])
def test_an_option_leaves_the_guess_out(quick, options, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda prompt: pytest.fail("asked"))
    with pytest.raises(SystemExit) as left:
        quick.main(["--reference", *options])
    assert left.value.code == 0
    assert "Your guess" not in capsys.readouterr().out


def test_without_a_guess_none_is_shown(quick, monkeypatch, capsys):
    def end(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", end)
    assert quick.run(reference=True)
    assert "Your guess was" not in capsys.readouterr().out


def test_whoever_stops_it_sees_no_traceback(quick, monkeypatch):
    def stop(prompt):
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", stop)
    with pytest.raises(SystemExit) as left:
        quick.main(["--reference"])
    assert left.value.code == "\nstopped"


@pytest.mark.parametrize("number", ["0", "-1", "two"])
def test_a_number_of_starts_below_one_is_refused(quick, number, capsys):
    with pytest.raises(SystemExit) as left:
        quick.main(["--seeds", number])
    assert left.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_bar_is_shown_on_a_terminal_only(monkeypatch, capsys):
    assert list(bench.progress("abc")) == ["a", "b", "c"]
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(bench.sys.stdout, "isatty", lambda: True, raising=False)
    assert list(bench.progress("abc")) == ["a", "b", "c"]
    shown = capsys.readouterr().out
    assert "1 of 3 trained" in shown
    assert shown.isascii()
    assert shown.endswith("\r")


# What keeps it from running


@pytest.mark.parametrize(("module", "function"), FUNCTIONS, ids=[name for _, name in FUNCTIONS])
def test_a_function_that_is_not_written_is_named_in_one_line(module, function, monkeypatch, capsys):
    def stub(*_):
        raise NotImplementedError(f"write {function} in exercises/{module}.py")

    monkeypatch.setattr(importlib.import_module(f"solutions.{module}"), function, stub)
    assert not experiment("training").run(reference=True, ask=False)
    assert capsys.readouterr().out == f"first write {function} in exercises/{module}.py\n"


def test_with_nothing_written_the_first_function_is_named(tmp_path):
    run = run_module(copy_of_kit(tmp_path / "kit", stubs()), "no_activation")
    assert (run.returncode, run.stdout) == (1, "first write sigmoid in exercises/step1_activations.py\n")


def test_a_function_that_fails_is_named_with_its_line(tmp_path):
    source = reference.sources()["step5_backprop"].replace("delta = d_a * derivative(z)", "delta = d_a @ derivative(z)")
    run = run_module(finished_kit(tmp_path / "kit", step5_backprop=source), "training")
    assert (run.returncode, run.stderr) == (1, "")
    line = 1 + source[: source.index("delta = d_a @")].count("\n")
    assert run.stdout.startswith("backward fails here: ValueError: ")
    assert f"(step5_backprop.py, line {line}). Check it: pytest exercises -k backward" in run.stdout
    assert run.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda kit: (kit / "exercises" / "step3_loss.py").unlink(), "there is no exercises/step3_loss.py any more"),
        (
            lambda kit: (kit / "exercises" / "step3_loss.py").write_text("x = 1\n"),
            "there is no function mse in exercises/step3_loss.py any more",
        ),
    ],
    ids=["module", "function"],
)
def test_what_is_gone_is_named(tmp_path, change, said):
    kit = finished_kit(tmp_path / "kit")
    step6 = kit / "exercises" / "step6_training.py"
    step6.write_text(step6.read_text(encoding="utf-8").replace("from exercises.step3_loss", "# "), encoding="utf-8")
    change(kit)
    run = run_module(kit, "training")
    assert (run.returncode, run.stdout) == (1, said + "\n"), run.stderr


def test_a_kit_without_a_reference_says_so(tmp_path):
    kit = finished_kit(tmp_path / "kit")
    shutil.rmtree(kit / "solutions")
    program = (
        f"import sys; sys.path[:] = [p for p in sys.path if p != {str(ROOT)!r}]; sys.path.insert(0, {str(kit)!r}); "
        "from exercises.experiments.training import EXPERIMENT; EXPERIMENT.main(['--reference'])"
    )
    run = python(kit, "-c", program)
    assert run.returncode == 1
    assert run.stdout == "there is no reference in this kit: leave out --reference to run your own code\n", run.stderr


def test_a_figure_that_cannot_be_written_is_told(quick, figures, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda prompt: "")
    figures.write_text("a file in the place of the folder")
    assert not quick.run(reference=True)
    assert f"cannot write {figures / 'quick_reference.png'}: " in capsys.readouterr().out


# The parts


@pytest.mark.parametrize("module", [runs], ids=["runs"])
def test_examples_in_docstrings(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("losses", "at"), [([3, 0.5, 0.5], 1), ([0.5, 3, 0.5], 2), ([3, 3, 3], None), ([0.5], 0), ([3, np.nan], None)]
)
def test_learned_is_below_the_goal_and_staying_there(losses, at):
    setting = runs.Setting((1, 1), ("identity",), lambda seed: None, 1.0, epochs=2, learned=1.0)
    assert runs.Run(0, setting, [], np.array(losses, dtype=float), 1.0).learned_at == at


def test_the_run_to_draw_is_the_one_in_the_middle():
    setting = runs.Setting((1, 1), ("identity",), lambda seed: None, 1.0, epochs=1, learned=1.0)
    trained = [runs.Run(seed, setting, [], np.array([last]), 1.0) for seed, last in enumerate([5.0, 1.0, 9.0, 7.0])]
    assert runs.median_run(trained).seed == 0


def test_the_band_holds_the_middle_half():
    ax = plt.figure().subplots()
    drawing.draw_band(ax, np.array([[0.0], [1.0], [2.0], [3.0], [4.0]]), "name", drawing.LOOKS[0])
    assert ax.lines[0].get_ydata().tolist() == [2.0]
    assert sorted(set(ax.collections[0].get_paths()[0].vertices[:, 1])) == [1.0, 3.0]


def test_the_list_names_every_experiment(finished):
    run = python(finished, "-m", "exercises.experiments")
    assert (run.returncode, run.stderr) == (0, "")
    for name in NAMES:
        assert f"python -m exercises.experiments.{name} " in run.stdout
        assert experiment(name).title in run.stdout
    others = {"__init__", "__main__", "bench", "drawing", "kit", "live", "runs"}
    assert {path.stem for path in FOLDER.glob("*.py")} == others | set(NAMES)
    assert all(experiment(name).name == name for name in NAMES)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_of_the_grader_or_the_reference_is_imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [name for name in imported if name.split(".")[0] in ("grader", "solutions", "tests")]


def test_the_grader_passes_over_the_experiments_without_a_remark(finished):
    run = python(finished, "-m", "grader", "check", "1")
    assert "experiments" not in run.stdout
    assert "ignored" not in run.stdout
