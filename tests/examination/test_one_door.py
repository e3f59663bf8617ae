"""One door for other people's work: it runs sealed, or not at all; and nothing beside it is imported by the grader."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from grader import conftest, curriculum
from grader.cli import app
from grader.examination import sandbox
from grader.examination.grading import grade_all
from grader.practice import hunt
from grader.steps import reference
from tests.kits import ROOT

STEP = "step3_loss"


@pytest.fixture
def theirs(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / f"{STEP}.py").write_text(reference.source(STEP))
    return tmp_path / "theirs"


@pytest.fixture
def nothing_can_be_sealed(monkeypatch):
    monkeypatch.setattr(sandbox, "isolation", lambda: sandbox.Isolation(sandbox.PROCESS, "a made-up reason"))


def command(*arguments):
    result = CliRunner().invoke(app, [*map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def assert_refused(code, shown, told):
    assert (code, shown) == (2, "")
    assert told.startswith("grader: work cannot be sealed here (a made-up reason)")
    assert "--trust-submissions" in told
    assert len(told.splitlines()) == 1


@pytest.mark.skipif(sandbox.isolation_level() == sandbox.PROCESS, reason="NOT TESTED: nothing can be sealed here")
def test_others_work_is_sealed_and_ones_own_is_not(theirs, tmp_path, monkeypatch):
    code, _, _ = command("check", "3", "--submission", theirs, "--json", tmp_path / "report.json")
    assert code == 0
    assert json.loads((tmp_path / "report.json").read_text())["isolation"] == sandbox.isolation_level()
    assert sandbox.level_for(theirs, trust=True) == sandbox.isolation_level()
    for own in (curriculum.EXERCISES, curriculum.EXERCISES / f"{STEP}.py"):
        assert sandbox.level_for(own, trust=False) == sandbox.PROCESS
    (tmp_path / "link").symlink_to(theirs)
    monkeypatch.setattr(sandbox, "EXERCISES", tmp_path / "link" / "..")
    assert (
        sandbox.level_for(tmp_path / "elsewhere", trust=False) == sandbox.PROCESS
    )  # what it means, not how it is written


def test_check_refuses_what_it_cannot_seal(theirs, nothing_can_be_sealed):
    assert_refused(*command("check", "3", "--submission", theirs))
    assert command("check", "3", "--submission", theirs, "--trust-submissions")[0] == 0


def test_pytest_grader_refuses_what_it_cannot_seal(theirs, nothing_can_be_sealed):
    options = {"--submission": theirs, "--seed": None, "--trust-submissions": False}
    config = SimpleNamespace(getoption=options.get, stash={})
    with pytest.raises(pytest.exit.Exception, match="a made-up reason") as refused:
        conftest.pytest_configure(config)
    assert refused.value.returncode == 2
    options["--trust-submissions"] = True
    conftest.pytest_configure(config)
    assert config.stash[conftest.LEVEL] == sandbox.PROCESS


def test_pytest_grader_says_it_in_one_line(tmp_path):
    """Seen from outside, with a level that cannot be had."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.platform = 'nowhere'\n"  # where sealing is not even tried
    )
    (tmp_path / f"{STEP}.py").write_text("")
    run = [sys.executable, "-m", "pytest", "grader", "--submission", tmp_path, "-p", "no:cacheprovider"]
    done = subprocess.run(run, cwd=ROOT, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 2, done
    assert [line for line in (done.stdout + done.stderr).splitlines() if line] == [
        "Exit: grader: work cannot be sealed here (sealing needs Linux): what is handed in could read and write "
        "whatever this account can. If you trust all of it, add --trust-submissions"
    ]


def test_a_hunt_from_elsewhere_is_refused_where_it_cannot_be_sealed(tmp_path, nothing_can_be_sealed, monkeypatch):
    hunt.start(tmp_path / "hunt", "3", seed=1)
    assert_refused(*command("hunt", "--check", "--dir", tmp_path / "hunt"))
    assert command("hunt", "--check", "--dir", tmp_path / "hunt", "--trust-submissions")[0] == 1  # still wrong
    monkeypatch.setattr(hunt.stubs, "ROOT", tmp_path)  # the hunt of this kit is the user's own
    assert command("hunt", "--check", "--dir", tmp_path / "hunt")[0] == 1


def test_every_command_that_runs_work_says_at_which_level():
    """Who calls `grade` or `grade_all` says so; the default is for the kit's own work."""
    callers = [
        path.relative_to(ROOT / "grader").as_posix()
        for path in sorted((ROOT / "grader").rglob("*.py"))
        if "grading.grade(" in (text := path.read_text(encoding="utf-8")) or f"{grade_all.__name__}(" in text
        if "isolation=" not in text
    ]
    assert callers == ["examination/grading.py"]


EARLY = {"importlib", "warnings", "contextlib", "collections", "keyword", "operator", "reprlib", "functools", "types"}
OTHERS = {"typer", "rich", "click", "numpy", "pytest", "_pytest", "pluggy", "jinja2", "markupsafe", "conftest"}
OTHERS |= {"sitecustomize", "solutions", "datasets", "exercises", "tests", "pyseccomp", "filelock", "matplotlib"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", ".", "--out", "../out", "--trust-submissions", "--steps", "3"],
        ["check", "3", "--submission", "ann", "--trust-submissions"],
        ["check", "3"],
        ["hint", "sigmoid"],
    ],
    ids=" ".join,
)
def test_nothing_is_imported_from_the_folder_in_which_one_stands(arguments, theirs):
    """A file for every module there is, but for those that Python itself has looked for before the kit is asked."""
    theirs.rename(theirs.parent / "ann")
    here = theirs.parent / "class"
    here.mkdir()
    (theirs.parent / "ann").rename(here / "ann")
    for name in (set(sys.stdlib_module_names) | OTHERS) - set(sys.builtin_module_names) - EARLY:
        (here / f"{name}.py").write_text("import os\nos.mkdir('../imported-' + __name__)\n")
    done = subprocess.run([sys.executable, "-m", "grader", *arguments], cwd=here, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    assert sorted(path.name for path in theirs.parent.iterdir() if path.name != "out") == ["class"]
