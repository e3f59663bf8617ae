"""The bug hunt: what is planted, what is refused, and what is told when."""

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader import curriculum
from grader.practice import hunt
from grader.steps import bank, reference
from grader.steps.entry import Misconception
from grader.submissions.intake import UnreadableSubmission

ROOT = Path(__file__).resolve().parent.parent.parent
every_step = pytest.mark.parametrize(
    "step",
    [pytest.param(s, marks=[] if s.number in (1, 5, 9) else pytest.mark.slow, id=s.module) for s in curriculum.steps()],
)


@pytest.fixture
def folder(tmp_path):
    """Where a hunt goes: it is not there yet."""
    return tmp_path / "hunt"


def planted(folder) -> Misconception:
    """The mistake that a folder remembers."""
    id = base64.b64decode(json.loads((folder / ".hunt").read_text())["planted"]).decode()
    return next(entry for entry in bank.misconceptions() if entry.id == id)


def plant(folder, id):
    """A hunt for a mistake of our choice."""
    folder.mkdir()
    entry = next(entry for entry in bank.misconceptions() if entry.id == id)
    module = hunt.module_of(entry)
    (folder / f"{module}.py").write_text(hunt.disguised(entry))
    hunt.Hunt(module, base64.b64encode(id.encode()).decode()).save(folder)
    return folder / f"{module}.py"


def mend(path):
    """The learner's own module: the reference, which is right."""
    path.write_text(reference.source(path.stem))


def told(entry):
    return [entry.did, entry.seems_right, entry.hint]


@every_step
def test_a_hunt_in_every_step_from_planting_to_explanation(folder, step):
    said = hunt.start(folder, str(step.number), seed=7)
    path, entry = folder / f"{step.module}.py", planted(folder)
    assert "hunt in steps that you have finished" in said
    assert entry.function in [function.name for function in step.functions]
    caught, said = hunt.check(folder, seed=1)
    assert not caught
    assert said.startswith(f"Not yet (try 1). In {path}, {entry.function} is still wrong.")
    assert not [text for text in told(entry) if text in said]
    mend(path)
    caught, said = hunt.check(folder, seed=2)
    assert caught
    assert "Caught, at try 2" in said
    words = " ".join(said.split()).lower()
    assert all(text.lower() in words for text in told(entry))
    assert f"next hunt:   python -m grader hunt --dir {folder}" in said
    assert said.isascii()


@pytest.mark.parametrize("entry", bank.misconceptions(), ids=lambda entry: entry.id)
def test_a_disguised_mistake_reads_like_an_honest_module(entry):
    text = hunt.disguised(entry)
    namespace: dict = {"__name__": "hunted"}
    compile(text, "hunted.py", "exec")
    assert entry.id not in text
    assert "SOLUTION" not in text
    assert "# %%" not in text
    assert not [said for said in told(entry) if said in text]
    function = re.search(rf"^def {entry.function}\(.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert function
    assert '"""' in function[0].splitlines()[1]
    exec(function[0], namespace)
    assert namespace[entry.function].__doc__.count(">>>") >= 1


def test_the_other_functions_are_the_reference_s_own(folder):
    path = plant(folder, "sigmoid-derivative-matrix-product")
    found = path.read_text()
    for name in ("sigmoid", "relu", "relu_derivative", "tanh", "tanh_derivative", "identity"):
        honest = re.search(rf"^def {name}\(.*?(?=^\S)", reference.source(path.stem), re.MULTILINE | re.DOTALL)
        assert honest
        body = re.sub(r"\n *### .* SOLUTION", "", honest[0]).strip()
        assert body in found


@pytest.mark.parametrize("entry", bank.misconceptions("mse") + bank.misconceptions("mse_gradient"), ids=lambda e: e.id)
def test_an_error_that_a_docstring_promises_is_raised(entry):
    namespace: dict = {"__name__": "hunted"}
    exec(hunt.disguised(entry), namespace)
    for name in ("mse", "mse_gradient"):
        if "Raises: ValueError" in namespace[name].__doc__:
            with pytest.raises(ValueError, match="they must be the same"):
                namespace[name](np.zeros((4, 1)), np.zeros(4))
        else:
            assert name == entry.function


def test_the_guard_of_another_function_stays(folder):
    text = plant(folder, "mse-caret").read_text()
    assert text.count("raise ValueError") == text.count("Raises: ValueError") == 2


def test_a_seed_gives_the_same_hunt_again(tmp_path):
    for name in ("first", "second"):
        hunt.start(tmp_path / name, seed=11)
    first, second = planted(tmp_path / "first"), planted(tmp_path / "second")
    assert first == second
    number = curriculum.functions()[first.function].step.number
    said = hunt.start(tmp_path / "third", str(number), seed=11)
    assert planted(tmp_path / "third") == first
    assert f"hunt {number} --seed 11" in said


def test_seeds_give_different_hunts():
    assert len({hunt.choose("activations", seed).id for seed in range(4)}) > 1


def test_a_mistake_that_crashes_at_once_is_no_sport():
    found = {entry.id: entry for entry in bank.misconceptions()}
    assert not hunt.answers_everything(found["relu-if-on-array"])
    assert not hunt.answers_everything(found["backward-dw-not-transposed"])
    assert hunt.answers_everything(found["backward-no-derivatives"])


def test_mended_in_another_style(folder):
    path = plant(folder, "relu-derivative-mutates-input")
    text = path.read_text()
    other = "def relu_derivative(z):\n    return np.heaviside(z, 0.0)\n\n\n"
    path.write_text(re.sub(r"^def relu_derivative\(.*?(?=^\S)", other, text, flags=re.MULTILINE | re.DOTALL))
    assert hunt.check(folder)[0]


def test_a_hunt_can_be_checked_again_after_success(folder):
    path = plant(folder, "mse-caret")
    mend(path)
    first, again = hunt.check(folder), hunt.check(folder)
    assert first == again
    assert "at the first try" in again[1]


def test_what_the_learner_broke_is_named_too(folder):
    path = plant(folder, "mse-caret")
    path.write_text(path.read_text().replace("def mse_gradient", "def mse_slope"))
    _, said = hunt.check(folder)
    assert "mse and mse_gradient are still wrong" in said


def test_an_open_hunt_is_not_overwritten(folder):
    path = plant(folder, "mse-caret")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(ValueError, match=r"^the hunt in .* is still open: python -m grader hunt --check --dir .*$"):
        hunt.start(folder, "loss")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    path.unlink()
    hunt.start(folder, "loss")
    assert path.exists()


def test_a_module_of_the_learner_is_not_overwritten(folder):
    folder.mkdir()
    mine = folder / "step3_loss.py"
    mine.write_text("mine")
    with pytest.raises(ValueError, match=r"^.*step3_loss.py is there already, and stays as it is.*$"):
        hunt.start(folder, "loss")
    assert mine.read_text() == "mine"
    assert [file.name for file in folder.iterdir()] == ["step3_loss.py"]


@pytest.mark.parametrize("step", ["loss", "gradient check"])
def test_a_finished_hunt_makes_room_and_is_kept(folder, step):
    path = plant(folder, "mse-caret")
    mend(path)
    caught = path.read_bytes()
    assert hunt.check(folder)[0]
    assert "step3_loss.py.bak" in hunt.start(folder, step, seed=1)
    assert (folder / "step3_loss.py.bak").read_bytes() == caught
    assert path.exists() == (step == "loss")
    assert not hunt.check(folder)[0]


def test_what_cannot_be_done_is_said_in_one_line(folder):
    with pytest.raises(ValueError, match=r"^there is no hunt in .*; start one: python -m grader hunt --dir .*$"):
        hunt.check(folder)
    with pytest.raises(ValueError, match=r"^no step 'nonsense'; there are .*$"):
        hunt.start(folder, "nonsense")
    path = plant(folder, "mse-caret")
    path.write_bytes(b"\xff\xfe no text")
    with pytest.raises(ValueError, match=r"^.*step3_loss.py is no text that Python can read.*$"):
        hunt.check(folder)
    path.unlink()
    with pytest.raises(UnreadableSubmission, match=r"^there is nothing at .*step3_loss.py$"):
        hunt.check(folder)
    (folder / "file").write_text("")
    with pytest.raises(ValueError, match=r"^cannot write to .*file .*$"):
        hunt.start(folder / "file", "loss")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"module": "step3_loss", "planted": "bm9uZQ==", "tries": 0}', "\xff"]
)
def test_a_spoilt_memory_is_said_in_one_line(folder, text):
    folder.mkdir()
    (folder / ".hunt").write_text(text, encoding="latin-1")
    for ask in (hunt.check, hunt.start):
        with pytest.raises(ValueError, match=r"^.*\.hunt cannot be understood any more.*$"):
            ask(folder)


def test_command_line(tmp_path):
    def run(*words):
        command = [sys.executable, "-m", "grader", "hunt", *words, "--dir", str(tmp_path / "hunt")]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    started = run("loss", "--seed", "3")
    assert (started.returncode, started.stderr) == (0, "")
    assert "when you have it:   python -m grader hunt --check --dir" in started.stdout
    again = run("loss")
    assert (again.returncode, again.stdout) == (2, "")
    assert re.fullmatch(r"grader: the hunt in .* is still open: .*\n", again.stderr)
    wrong = run("--check")
    assert (wrong.returncode, wrong.stderr) == (1, "")
    assert wrong.stdout.startswith("Not yet (try 1).")
    mend(tmp_path / "hunt" / "step3_loss.py")
    right = run("--check")
    assert (right.returncode, right.stderr) == (0, "")
    assert right.stdout.startswith("Caught, at try 2")
    assert right.stdout.isascii()
    assert run("loss", "--check").returncode == 2
    assert run("nonsense").returncode == 2
