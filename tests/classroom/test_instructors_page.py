"""The page for instructors: every command on it is run as it stands there, in its order, and so is every option."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.examination import sandbox
from grader.steps import reference
from tests.classroom.test_a_class import SINE, git, groups_in, rows
from tests.kits import ROOT, copy_of_kit, hand_in, python, run_pytest
from tests.made_submissions import with_functions

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sandbox.isolation().level == sandbox.PROCESS, reason="nothing can be sealed here"),
]
PAGE = (ROOT / "grader" / "docs" / "instructors.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line for block in BLOCKS for line in block.splitlines() if line.startswith(("python -m grader ", "pytest "))
]
SPOKEN_OF = {"--due", "--late-penalty", "--roster"}  # without what belongs to them
OPTIONS = sorted(set(re.findall(r"`(--[a-z][^`]*)`", PAGE)) - SPOKEN_OF)
ELSEWHERE = {  # options that are tried in other tests: where no sealing is possible, and with a cluster
    "--trust-submissions": "tests/classroom/test_grade_command.py",
    "--dask tcp://scheduler:8786": "tests/classroom/test_cluster.py",
}
RULES = re.findall(r"`'([^`]*)'`", PAGE)
TOGETHER = {"--dates dates.csv": "--due 2026-12-11T18:00", "--late-penalty '10%/day'": "--due 2026-12-11T18:00"}
EXAMPLE = "mse-3f2a91c0"  # a group of nobody


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A copy of the kit with everything beside it that the page speaks of."""
    kit = copy_of_kit(tmp_path_factory.mktemp("page") / "kit", reference.sources())
    for name in ("LICENSE", "README.md"):
        shutil.copy(ROOT / name, kit)
    wrong = with_functions({"mse": SINE}).sources
    hand_in(kit / "submissions", ada=reference.sources(), bob=wrong, **{"12345": wrong})
    repository = kit.parent / "ada"
    hand_in(repository, exercises=reference.sources())
    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "work")):
        git(repository, *words)
    tables = {
        "class.csv": f"student,address\nada,file://{repository}\n",
        "gradebook.csv": "Student,ID,Section\n,,\nada,1,A\n12345,2,A\nnora,3,A\n",
        "groups.csv": "group,student,id\nada,Ann,1\nada,Bea,2\n",
        "dates.csv": "student,date\nada,2026-12-12T18:00\nbob,2026-12-10\n",
    }
    for name, text in tables.items():
        (kit / name).write_text(text)
    return kit


def run(kit, command, code=0):
    program, *words = shlex.split(command)
    done = run_pytest(kit, *words) if program == "pytest" else python(kit, *words)
    assert done.returncode == code, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_every_command_of_the_page_is_run_in_its_order(kit):
    graded, run_so_far = kit / "graded", []
    for line in COMMANDS:
        command = line.replace("PATH", "submissions/ada")
        if EXAMPLE in command:
            ((_, _, group),) = [found for found in groups_in(graded)[0] if found[1] == "mse"]
            command = command.replace(EXAMPLE, group)
        said = run(kit, command)
        run_so_far.append(line)
        if " name " in line:
            assert "2 students will read it" in said
            run(kit, COMMANDS[[" grade submissions/" in one for one in COMMANDS].index(True)])
            assert "You divide by n twice." in (graded / "bob" / "feedback.html").read_text(encoding="utf-8")
    assert len(run_so_far) == 9 and set(rows(graded)) == {"ada", "bob", "12345"}
    for name in ("student-kit.zip", "autograder.zip", "report.json", "graded/class.html", "graded/feedback.zip"):
        assert (kit / name).is_file(), name


@pytest.mark.parametrize("option", [option for option in OPTIONS if option not in ELSEWHERE])
def test_every_option_of_the_page_works(kit, option, tmp_path):
    more = "" if "--steps" in option else "--steps 3"
    done = run(
        kit, f"python -m grader grade submissions/ --out {tmp_path}/out {more} {option} {TOGETHER.get(option, '')}"
    )
    assert "0 grader errors" in done and rows_of_any(tmp_path / "out")


def rows_of_any(out: Path) -> list[str]:
    return (out / "grades.csv").read_text(encoding="utf-8-sig").splitlines()[1:]


def test_the_options_are_those_of_the_command_and_none_is_forgotten():
    named = {word for option in OPTIONS for word in option.split() if word.startswith("--")}
    said = subprocess.run([sys.executable, "-m", "grader", "grade", "--help"], cwd=ROOT, capture_output=True, text=True)
    known = set(re.findall(r"--[a-z][a-z-]*", said.stdout))
    assert named <= known
    assert known - named <= {"--out", "--title", "--isolation", "--help", "--git", "--seed", "--late-penalty"}
    assert len(RULES) >= 4 and all((ROOT / place).is_file() for place in ELSEWHERE.values())


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_of_the_page_is_one(rule):
    from grader.classroom import late

    assert late.rule(rule)
