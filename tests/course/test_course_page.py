"""The page for instructors: every command on it, run in its order, by an instructor and a student with an exchange."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from grader.course.writing import PAGE
from tests import courses
from tests.courses import filled
from tests.made_submissions import COURSE, worth

pytest.importorskip("nbgrader", reason="nbgrader is not installed: pip install -e '.[course]'")
pytestmark = pytest.mark.slow

BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
WRITE, STUDENT, GRADE, DOWNLOADED, *_ = [block.splitlines() for block in BLOCKS]
CANVAS = re.search(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_it_takes_ten_commands():
    assert len([line for line in WRITE + STUDENT + GRADE if not line.startswith("cd ")]) == 10


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An instructor's folder, a student's folder, and an exchange between them."""
    home = tmp_path_factory.mktemp("home")
    for name in ("exchange", "instructor", "ada"):
        (home / name).mkdir()
    (home / "exchange").chmod(0o777)
    exchange = f'c = get_config()\nc.Exchange.root = "{home / "exchange"}"\n'
    (home / "ada" / "nbgrader_config.py").write_text(exchange + 'c.CourseDirectory.course_id = "mycourse"\n')
    return home


def run(folder, line, home):
    """A command as it stands on the page; a `python` in it is ours. Returns the folder in which the next one runs."""
    words = shlex.split(line)
    if words[0] == "cd":
        return folder / words[1]
    own = {"HOME": str(home / folder.relative_to(home).parts[0]), "JUPYTER_CONFIG_DIR": str(home / "jupyter")}
    own |= {"USER": "ada" if "ada" in folder.parts else "instructor", "JUPYTER_DATA_DIR": str(home / "jupyter-data")}
    done = courses.run(folder, *words, **own)
    assert "ERROR" not in done.stderr, done.stderr
    return folder


@pytest.fixture(scope="module")
def graded(home):
    """The course after all of it."""
    folder = home / "instructor"
    for line in WRITE:
        folder = run(folder, line, home)
        config = folder / "nbgrader_config.py"
        if line.startswith("cd "):
            config.write_text(config.read_text() + f'\nc.Exchange.root = "{home / "exchange"}"\n')
    student = home / "ada"
    run(student, STUDENT[0], home)
    path = student / "core" / "core.ipynb"
    path.write_text(json.dumps(filled(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    for line in STUDENT[1:]:
        run(student, line, home)
    for line in GRADE:
        folder = run(folder, line, home)
    return folder


def test_the_commands_lead_from_nothing_to_graded(graded, home):
    [page] = graded.glob("feedback/*/core/core.html")
    student = page.parent.parent.name
    assert courses.scores(graded) == {student: worth(*COURSE)}
    run(home / "ada", "nbgrader fetch_feedback core --course mycourse", home)
    assert list((home / "ada" / "core").glob("feedback/*/core.html"))


def test_notebooks_from_a_course_system(graded, home):
    archive = graded / "downloaded" / "core" / "archive"
    archive.mkdir(parents=True)
    notebook = filled(json.loads((graded / "release" / "core" / "core.ipynb").read_text(encoding="utf-8")))
    for name in ("benroe_1234_5678_core.ipynb", "cleo_late_77_88_core-2.ipynb"):
        (archive / name).write_text(json.dumps(notebook), encoding="utf-8")
    config = graded / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\n{CANVAS[1]}\n")
    for line in DOWNLOADED:
        run(graded, line, home)
    found = courses.scores(graded)
    assert found["benroe"] == found["cleo"] == worth(*COURSE)


def test_what_was_graded_by_hand_stays_when_work_is_graded_again(graded):
    from nbgrader.api import Gradebook

    [page] = graded.glob("feedback/*/core/core.html")
    student = page.parent.parent.name
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
        grade = book.find_grade("why-a-hidden-layer", "core", "core", student)
        grade.manual_score = 4
        book.db.commit()
    config = graded / "nbgrader_config.py"
    config.write_text(re.sub(r"c\.Grade\.seed = \d+", "c.Grade.seed = 12345", config.read_text()))
    courses.nbgrader(graded, "autograde", "core", "--force", "--student", student)
    assert courses.scores(graded)[student] == worth(*COURSE) + 4


def test_a_course_is_not_written_over(graded, tmp_path):
    shutil.copytree(graded / "source", tmp_path / "mine" / "source")
    with pytest.raises(AssertionError, match="not empty"):
        courses.run(Path(tmp_path), "python", "-m", "grader", "course", "mine")
