"""The student's copy: complete, the same to a student as the whole kit, and without anything that gives a step away."""

import ast
import base64
import gzip
import json
import re
import zipfile
import zlib

import pytest

from grader import curriculum
from grader.checks.stored import to_text
from grader.release import leaks, manifest, writing
from grader.steps import bank, reference
from grader.submissions import intake
from tests.diagnosing import diagnoses, first_of_each
from tests.kits import ROOT, copy_of_kit, python, run_pytest
from tests.made_submissions import COURSE, FUNCTIONS, stubs, with_functions, worth

ALL = writing.Options(writing.first_steps(""), "Neural networks", writing.due_date("2026-12-11T18:00"))


@pytest.fixture(scope="session")
def files():
    return writing.build(ALL)


@pytest.fixture(scope="session")
def copy(files, tmp_path_factory):
    """A student's copy, with a name that is no plain word, as it comes out of the zip."""
    folder = tmp_path_factory.mktemp("class") / "Übung 1"
    writing.write(folder, files, folder.with_name("kit.zip"))
    (folder.parent / "elsewhere").mkdir()
    with zipfile.ZipFile(folder.with_name("kit.zip")) as archive:
        archive.extractall(folder.parent / "elsewhere")
    return folder.parent / "elsewhere" / "kit"


@pytest.fixture
def own(copy):
    """The copy, for somebody to write in; as it was again afterwards."""
    before = leaks.contents(copy)
    yield copy
    for name in leaks.contents(copy):
        if name not in before and "__pycache__" not in name:
            (copy / name).unlink()
    for name, data in before.items():
        (copy / name).write_bytes(data)


def write(folder, sources):
    for module, text in sources.items():
        if (folder / "exercises" / f"{module}.py").exists():
            (folder / "exercises" / f"{module}.py").write_text(text, encoding="utf-8")


def spoken(output):
    """What a student reads of a run, without what differs from run to run."""
    output = re.sub("={3,}", "===", output)  # as many as the seconds leave room for
    return re.sub(r"in \d+\.\d+s(?: \(.*?\))?|^(rootdir|platform|plugins|cachedir).*\n", "", output, flags=re.MULTILINE)


# what is in it


def imports(text):
    """The modules of the kit that a file imports; of `from a import b`, also a.b, which may be one."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, tuple(alias.name for alias in node.names)


def test_all_that_is_imported_is_there(files):
    there = {name for name in files if name.endswith(".py")}
    for name in there:
        for module, names in imports(files[name].decode()):
            if module.split(".")[0] in ("grader", "exercises", "datasets", "solutions", "tests"):
                path = module.replace(".", "/")
                assert {f"{path}/__init__.py", f"{path}.py"} & there, f"{name} imports {module} ({names})"


def test_from_an_import_comes_what_is_asked_for(files):
    """`from grader.questions import x`: x is a module in the copy, or a name in that file."""
    for name, data in files.items():
        if not name.endswith(".py") or not name.startswith(("grader/", "exercises/")):
            continue
        for module, names in imports(data.decode()):
            if module.split(".")[0] != "grader":
                continue
            path = module.replace(".", "/")
            text = (files.get(f"{path}.py") or files[f"{path}/__init__.py"]).decode()
            for wanted in names:
                modules = {f"{path}/{wanted}.py", f"{path}/{wanted}/__init__.py"}
                assert modules & set(files) or re.search(rf"\b{wanted}\b", text), f"{name}: no {wanted} in {module}"


def test_the_page_for_students_tells_title_date_points_and_order(files):
    page = files["README.md"].decode()
    assert page.startswith("# Neural networks\n\nDue: Friday, 2026-12-11, 18:00.\n")
    assert page.isascii()
    for step in curriculum.steps():
        assert f"| {step.number} {step.title} | `{step.module}.py` |" in page
        assert f"| {step.points:g}{' (bonus)' if step.bonus else ''} |" in page
    assert "{" not in page


def test_the_page_for_students_tells_of_the_rewards_as_far_as_the_steps_lead(files):
    page = files["README.md"].decode()
    digits = ["python -m exercises.step9_sgd --mnist mnist", "python -m datasets mnist --download mnist"]
    there = ["python -m exercises.step6_training", "python -m exercises.experiments", "--save live.gif", "--plain"]
    assert [told for told in [*there, *digits, "python -m grader upgrade"] if told not in page] == []
    core = writing.readme(writing.Options(writing.first_steps("1-6"), "Core"))
    assert [told in core for told in [*there, *digits]] == [True] * 4 + [False] * 2
    part = writing.readme(writing.Options(writing.first_steps("1-4"), "Part"))
    assert [told in part for told in [*there, *digits]] == [False] * 3 + [True] + [False] * 2


def test_every_file_is_as_git_and_windows_leave_it(files):
    """Line ends may be changed on the way; but for what is recorded, which git takes for binary."""
    for name, data in files.items():
        assert b"\r" not in data or (name.endswith((".zip", ".npz")) and b"\0" in data[:8000]), name
    assert sum(map(len, files.values())) < 3e6


def test_a_part_of_the_curriculum(tmp_path):
    options = writing.Options(writing.first_steps("1-4"), "Part one")
    folder = tmp_path / "part"
    writing.write(folder, writing.build(options))
    assert sorted(path.stem for path in (folder / "exercises").glob("step*.py")) == [
        step.module for step in curriculum.steps()[:4]
    ]
    assert not (folder / "exercises" / "experiments").exists()
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert "backward" not in page.split("## How it goes")[1].split("```sh")[0]
    assert "Due:" not in page
    run = run_pytest(folder, "exercises")
    assert "4 gradient check" in run.stdout, run.stdout + run.stderr
    assert "5 backprop" not in run.stdout
    write(folder, reference.sources())
    run = run_pytest(folder, "exercises")
    assert run.returncode == 0, run.stdout
    assert "all right." in run.stdout
    assert "step6" not in run.stdout


@pytest.mark.parametrize(("steps", "due"), [("2-4", ""), ("1,3", ""), ("nonsense", ""), ("1-4", "tomorrow")])
def test_what_cannot_be_is_refused_in_one_line(tmp_path, steps, due):
    run = python(ROOT, "-m", "grader", "release", str(tmp_path / "new"), "--steps", steps, "--due", due)
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.splitlines()) == 1
    assert not (tmp_path / "new").exists()


def test_a_full_folder_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    run = python(ROOT, "-m", "grader", "release", str(tmp_path))
    assert run.returncode == 2
    assert "not empty" in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command(tmp_path):
    run = python(ROOT, "-m", "grader", "release", str(tmp_path / "new"), "--zip", "--steps", "1")
    assert run.returncode == 0, run.stderr
    for place in ("new", "new.zip"):
        looked = python(ROOT, "-m", "grader", "release", str(tmp_path / place), "--check")
        assert (looked.returncode, looked.stderr) == (0, ""), looked.stdout
        assert "gives nothing away" in looked.stdout
    (tmp_path / "new" / "notes.py").write_text(reference.source("step1_activations"), encoding="utf-8")
    looked = python(ROOT, "-m", "grader", "release", str(tmp_path / "new"), "--check")
    assert looked.returncode == 1
    assert "notes.py holds a line of solutions/step1_activations.py" in looked.stdout
    looked = python(ROOT, "-m", "grader", "release", str(tmp_path / "new" / "README.md"), "--check")
    assert (looked.returncode, len(looked.stderr.splitlines())) == (2, 1)


# nothing is given away


def test_nothing_is_given_away(files, copy):
    assert leaks.problems(files) == []
    written = {name: data for name, data in leaks.contents(copy).items() if "__pycache__" not in name}
    assert leaks.problems(written) == []


def test_every_solution_hidden_check_and_entry_has_lines_that_are_looked_for():
    secret = leaks.secrets()
    solutions = {step.module: reference.source(step.module) for step in curriculum.steps()}
    for name in FUNCTIONS:
        module = curriculum.functions()[name].step.module
        body = re.search(rf"^def {name}\b.*?### END SOLUTION", solutions[module], re.MULTILINE | re.DOTALL)
        assert secret.found(body[0]), f"no line of the solution of {name} is looked for"
    for path in sorted((ROOT / "grader" / "steps").rglob("test_*.py")):
        assert len(secret.found(path.read_text(encoding="utf-8"))) >= 5, path.name
    silent = [entry.id for entry in bank.misconceptions() if not secret.found(entry.source)]
    assert len(silent) <= 0.03 * len(bank.misconceptions()), silent  # one short line, or the given code alone


SECRET = "".join(
    re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", reference.source("step5_backprop"), re.DOTALL)
)
HIDDEN = (ROOT / "grader" / "steps" / "step3_loss" / "test_step3_loss.py").read_text(encoding="utf-8")
ENTRY = next(entry for entry in bank.misconceptions("backward") if len(entry.source.splitlines()) > 6).source


def zipped(text):
    import io

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", text)
    return file.getvalue()


PLANTED = {
    "a solution": SECRET.encode(),
    "a solution on one line": " ".join(SECRET.split()).encode(),
    "a solution with Windows line ends": SECRET.replace("\n", "\r\n").encode(),
    "a hidden check": HIDDEN.encode(),
    "the name of a hidden check": re.findall(r"def (test_\w{15,})", HIDDEN)[-1].encode(),
    "an entry of the bank": ENTRY.encode(),
    "the oracle": (ROOT / "grader" / "steps" / "step2_network" / "oracle.py").read_bytes(),
    "in a notebook": json.dumps({"cells": [{"source": SECRET.splitlines(keepends=True)}]}).encode(),
    "in a zip": zipped(SECRET),
    "in a zip in a zip": zipped(zipped(SECRET)),
    "compressed": zlib.compress(SECRET.encode()),
    "compressed by gzip": gzip.compress(SECRET.encode()),
    "in Base64": base64.b64encode(SECRET.encode()),
    "packed": to_text({"did": SECRET}).encode(),
    "packed in what is packed": to_text({"inner": to_text([SECRET])}).encode(),
    "in quotes in a module": f'DATA = "{to_text(SECRET)}"\n'.encode(),
}


@pytest.mark.parametrize("data", PLANTED.values(), ids=PLANTED)
def test_what_is_planted_is_found(data):
    assert leaks.problems({"exercises/innocent.txt": data})


@pytest.mark.parametrize(
    "name", ["grader/__pycache__/x.txt", "solutions/x.py", "grader/steps/x.py", "a/x.pyc", ".git/x"]
)
def test_files_that_have_no_place_in_it_are_found(name):
    assert leaks.problems({name: b""})


def test_a_copy_that_gives_something_away_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(manifest, "FOLDERS", (*manifest.FOLDERS, "steps/step2_network"))
    with pytest.raises(writing.GivesAway, match=r"grader/steps/step2_network/oracle\.py"):
        writing.build(writing.Options(writing.first_steps("1"), "Part"))


# the same to a student


def test_an_untouched_copy_says_what_the_whole_kit_says(copy, tmp_path):
    whole = run_pytest(copy_of_kit(tmp_path / "kit", stubs()), "exercises")
    run = run_pytest(copy, "exercises")
    assert (run.returncode, run.stderr) == (1, "")
    assert spoken(run.stdout) == spoken(whole.stdout)


def test_mistakes_read_as_in_the_whole_kit(own, tmp_path):
    """A mistake in one function of each step that the others do not need, and in all that do."""
    names = ["sigmoid_derivative", "init_params", "mse_gradient", "relative_error", "gradient_step", "accuracy"]
    names += ["one_hot", "standardize", "minibatches", "train_validation_split", "softmax", "predict"]
    wrong = with_functions({name: bank.misconceptions(name)[-1].source for name in names}).sources
    whole = run_pytest(copy_of_kit(tmp_path / "kit", wrong), "exercises")
    write(own, wrong)
    run = run_pytest(own, "exercises")
    assert run.returncode == whole.returncode == 1
    assert run.stdout.count("Your answers are those of a function that") >= 9
    assert spoken(run.stdout) == spoken(whole.stdout)


def test_one_mistake_in_each_function_is_named_as_in_the_whole_kit(copy):
    sample = first_of_each(bank.misconceptions())
    said = diagnoses(copy, sample)
    assert said == diagnoses(ROOT, sample)
    assert [found[0] for found in said.values()] == [entry.id for entry in sample]


def test_the_last_bit_of_an_answer_does_not_matter(copy):
    """Another machine or another NumPy may compute it otherwise."""
    sample = [e for e in first_of_each(bank.misconceptions()) if e.function != "predict"]  # which answers integers
    assert diagnoses(copy, sample, shake=True) == diagnoses(copy, sample)


@pytest.mark.slow
def test_every_mistake_is_named_as_in_the_whole_kit(copy):
    entries = bank.misconceptions()
    said, whole = diagnoses(copy, entries), diagnoses(ROOT, entries)
    assert {id: found for id, found in said.items() if found != whole[id]} == {}
    assert all(said[entry.id][0] in (entry.id, *entry.look_alikes) for entry in entries)


@pytest.mark.slow
def test_right_work_in_unusual_dress_is_not_accused(copy):
    assert {id: found for id, found in diagnoses(copy, bank.variants()).items() if found} == {}


# in all places


def test_it_runs_from_another_folder_and_beside_a_foreign_datasets(copy, tmp_path):
    foreign = tmp_path / "site-packages" / "datasets"
    foreign.mkdir(parents=True)
    (foreign / "__init__.py").write_text("FOREIGN = True\n")
    environment = {"PYTHONPATH": str(foreign.parent)}
    run = run_pytest(tmp_path, str(copy / "exercises"), **environment)
    assert "next: write sigmoid" in run.stdout, run.stdout + run.stderr
    run = python(copy, "-c", "import datasets; print(datasets.xor()[0].shape)", **environment)
    assert run.stdout.strip() == "(4, 2)", run.stderr


def test_finished_work_passes_learns_and_experiments(own):
    write(own, reference.sources())
    run = run_pytest(own, "exercises")
    assert run.returncode == 0, run.stdout
    run = python(own, "-m", "exercises.step6_training", MPLBACKEND="agg")
    assert "has learned XOR" in run.stdout, run.stderr
    run = python(own, "-m", "exercises.experiments")
    assert run.returncode == 0, run.stderr


def test_the_commands_for_learners_work_in_it(own):
    wrong = with_functions({"sigmoid_derivative": "def sigmoid_derivative(z):\n    return z * (1 - z)"}).sources
    write(own, wrong)
    run = python(own, "-m", "grader", "explain", "sigmoid_derivative")
    assert "yours beside the slope of sigmoid" in run.stdout, run.stdout + run.stderr
    for name in own.glob("**/explain_*.png"):
        name.unlink()
    run = python(own, "-m", "grader", "hint", "sigmoid_derivative")
    assert curriculum.functions()["sigmoid_derivative"].hints[0].split()[0] in run.stdout, run.stderr
    run = python(own, "-m", "grader", "progress", "--plain")
    assert run.returncode in (0, 1) and "activations" in run.stdout, run.stderr
    run = python(own, "-m", "grader", "reset", "1", "--yes")
    assert run.returncode == 0, run.stderr
    assert (own / "exercises" / "step1_activations.py").read_text(encoding="utf-8") == stubs()["step1_activations"]
    run = python(own, "-m", "grader", "hand-in", "--name", "jane")
    assert run.returncode == 0, run.stderr
    assert "step1_activations.py" not in zipfile.ZipFile(own / "jane.zip").namelist()
    run = python(own, "-m", "grader", "watch", "--once", "--plain")
    assert "sigmoid" in run.stdout, run.stderr
    run = python(own, "-m", "grader", "check")
    assert run.returncode == 2


def test_a_repository_of_a_student_is_a_submission(own, tmp_path):
    sources = with_functions({"mse": "def mse(y_hat, y):\n    return 0.0"}).sources
    write(own, sources)
    read = intake.read(own)
    assert read.sources == sources
    assert not read.problems, read.problems


# GitHub


def test_the_workflow_tells_points(own, tmp_path):
    write(own, with_functions({"relative_error": "def relative_error(a, b):\n    return 0.5"}).sources)
    told = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "GITHUB_OUTPUT": str(tmp_path / "output")}
    run = python(own, "-m", "grader.learning.github", **told)
    assert run.returncode == 1, run.stderr
    summary = (tmp_path / "summary").read_text()
    title, due = curriculum.find_step("4").title, worth("relative_error")
    assert f"| 4 {title} | `relative_error` | wrong | 0 / {due:g} |" in summary
    got, total = worth(*FUNCTIONS) - due, worth(*COURSE)
    assert f"{got:g} of {total:g} points by the visible checks" in summary
    assert not (tmp_path / "output").exists()


def test_what_is_not_written_yet_turns_no_run_red(own):
    write(own, stubs())
    run = python(own, "-m", "grader.learning.github")
    assert run.returncode == 0 and f"0 of {worth(*COURSE):g} points by the visible checks" in run.stdout


def test_the_workflow_runs_what_is_there_and_trusts_nothing_of_it(files):
    text = files[manifest.WORKFLOW].decode()
    assert manifest.WORKFLOW == ".github/workflows/checks.yml"
    (module,) = re.findall(r"run: python -m ([\w.]+)", text)
    assert f"{module.replace('.', '/')}.py" in files
    assert "outputs" not in text.replace("its outputs", "") and "secrets" not in text
    assert re.search(r"^permissions:\n  contents: read\n(?!  )", text, re.MULTILINE)
