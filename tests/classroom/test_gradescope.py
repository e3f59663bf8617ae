"""The autograder zip, unpacked and run as Gradescope does, in folders of its own."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from grader.classroom import gradescope
from grader.examination.sandbox import PROCESS, isolation_level
from grader.steps import reference
from tests.kits import python
from tests.made_submissions import FUNCTIONS, grade_many, with_functions, with_modules, worth

SECONDS = 300
ALL = worth(*FUNCTIONS)
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
HOSTILE = """
import json, os
def write_results():
    for folder in (os.environ.get("AUTOGRADER_RESULTS"), {results!r}, "/autograder/results"):
        try:
            for name in ("results.json", "forged.json"):
                with open(os.path.join(str(folder), name), "w") as file:
                    json.dump({{"score": 100, "output": "forged"}}, file)
        except Exception:
            pass
write_results()
def mse(y_hat, y):
    write_results()
    print('{{"score": 100}}', flush=True)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """`/autograder/source`: the zip, unpacked."""
    folder = tmp_path_factory.mktemp("autograder")
    gradescope.build(folder / "autograder.zip")
    with zipfile.ZipFile(folder / "autograder.zip") as archive:
        archive.extractall(folder / "source")
        for info in archive.infolist():
            (folder / "source" / info.filename).chmod(info.external_attr >> 16 & 0o777)
    return folder / "source"


def autograde(source, folder, modules, **environment):
    """What results.json says of these modules."""
    submission, results = folder / "submission", folder / "results"
    submission.mkdir(parents=True)
    for name, text in modules.items():
        (submission / f"{name}.py").write_text(text, encoding="utf-8")
    paths = {"SOURCE": source, "SUBMISSION": submission, "RESULTS": results, "PYTHON": sys.executable}
    settings = {f"AUTOGRADER_{name}": str(path) for name, path in paths.items()} | environment
    run = subprocess.run(
        [str(source / "run_autograder")],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | settings,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stderr
    return json.loads((results / "results.json").read_text(encoding="utf-8")), run


def check_format(results):
    """As the specification has it."""
    assert set(results) <= {
        "score",
        "output",
        "output_format",
        "visibility",
        "stdout_visibility",
        "tests",
        "extra_data",
    }
    assert isinstance(results["score"], int | float)
    assert results["stdout_visibility"] in VISIBILITIES
    for test in results["tests"]:
        assert set(test) == {"name", "score", "max_score", "status", "output", "output_format", "visibility"}
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in VISIBILITIES
        assert 0 <= test["score"] <= test["max_score"]


def test_results_are_those_of_the_report():
    mistake = "def mse(y_hat, y):\n    return float(np.mean(y_hat - y) ** 2)"
    (report,) = grade_many([with_functions({"mse": mistake})], diagnosis=True, network=True)
    data = report.as_data()
    results = gradescope.results(data)
    check_format(results)
    assert results["score"] == data["score"] + data["bonus"] < ALL
    tests = {test["name"].split(": ")[1]: test for test in results["tests"]}
    assert {name: test["score"] for name, test in tests.items()} == {
        f["function"]: f["score"] for f in data["functions"]
    }
    assert sum(test["max_score"] for test in results["tests"]) == ALL
    assert [name for name, test in tests.items() if test["status"] == "failed"] == ["mse"]
    assert data["functions"][8]["diagnosis"]["message"].splitlines()[0] in tests["mse"]["output"]
    assert "seed 1" in results["output"].lower()


def test_the_zip_has_what_gradescope_asks_for_and_nothing_that_was_made_by_running(source):
    for script in ("setup.sh", "run_autograder"):
        assert os.access(source / script, os.X_OK)
        assert subprocess.run(["bash", "-n", str(source / script)]).returncode == 0
    names = [path.relative_to(source).as_posix() for path in source.rglob("*")]
    for name in (
        "pyproject.toml",
        "grader/examination/sandbox.py",
        "solutions/step1_activations.py",
        "grader/classroom/pages/feedback.html",
    ):
        assert f"kit/{name}" in names
    assert not [name for name in names if "__pycache__" in name or "/tests" in name or ".git" in name]


def test_the_same_kit_makes_the_same_zip(tmp_path):
    for name in ("one.zip", "two.zip"):
        gradescope.build(tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.skipif(isolation_level() == PROCESS, reason="submissions cannot be sealed here")
def test_right_wrong_and_hostile_submissions(source, tmp_path):
    right, _ = autograde(source, tmp_path / "right", reference.sources())
    check_format(right)
    assert right["score"] == ALL

    wrong, _ = autograde(
        source, tmp_path / "wrong", with_functions({"mse": "def mse(y_hat, y):\n    return 0.0"}).sources
    )
    check_format(wrong)
    assert wrong["score"] == ALL - worth("mse")

    attack = HOSTILE.format(results=str(tmp_path / "hostile" / "results"))
    hostile, run = autograde(source, tmp_path / "hostile", with_modules({"step3_loss": attack}).sources)
    check_format(hostile)
    assert hostile["score"] == ALL - worth("mse", "mse_gradient")
    assert "forged" not in json.dumps(hostile)
    assert [path.name for path in (tmp_path / "hostile" / "results").iterdir()] == ["results.json"]
    assert '{"score": 100}' not in run.stdout


def test_there_are_results_also_when_the_grader_cannot_even_start(source, tmp_path):
    results, _ = autograde(source, tmp_path / "broken", reference.sources(), AUTOGRADER_PYTHON="/bin/false")
    check_format(results)
    assert results["score"] == 0
    assert "Please tell your teacher" in results["output"]


def test_what_cannot_be_read_is_said(tmp_path):
    results = gradescope.grade_one(tmp_path / "nothing", trust_submissions=True)
    check_format(results)
    assert (results["score"], "cannot be read" in results["output"]) == (0, True)


def test_where_nothing_can_be_sealed_nothing_is_run(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.examination.sandbox.isolation", lambda: (PROCESS, "no seccomp"))
    (tmp_path / "step3_loss.py").write_text(f"open({str(tmp_path / 'was_run')!r}, 'w')", encoding="utf-8")
    results = gradescope.grade_one(tmp_path)
    assert "cannot be sealed" in results["output"]
    assert not (tmp_path / "was_run").exists()


def test_the_command_writes_it_and_refuses_other_names(tmp_path):
    run = python(gradescope.ROOT, "-m", "grader", "gradescope", str(tmp_path / "a.zip"))
    assert (run.returncode, zipfile.is_zipfile(tmp_path / "a.zip")) == (0, True)
    for bad in (tmp_path / "a.txt", tmp_path / "none" / "a.zip"):
        run = python(gradescope.ROOT, "-m", "grader", "gradescope", str(bad))
        assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
