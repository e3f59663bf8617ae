"""After a change, only what it touches is graded anew; whose score changed is told, and why."""

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from grader import curriculum
from grader.classroom import batch, changes, fingerprints, regrading
from grader.classroom.grading_process import JobFailed, Settings
from grader.examination import sandbox
from grader.examination.grading import Task
from grader.steps import reference
from grader.submissions.class_folder import read_class
from tests.kits import ROOT, hand_in
from tests.made_submissions import with_functions

SETTINGS = Settings(5, (3, 4), sandbox.isolation().level)
NO_ROOT = "def mse(y_hat, y):\n    return float(np.mean(np.abs(y_hat - y)))\n"
CACHED = (fingerprints._hash_of, fingerprints._imported, fingerprints.of_step, fingerprints.of_network)


class Asked:
    """Grades, and remembers what was asked of it."""

    def __init__(self, grade):
        self.grade, self.tasks = grade, []

    def __call__(self, work):
        self.tasks.append(work)
        return self.grade(work)

    @property
    def done(self):
        return {task.submission.student: (task.steps, task.network) for task in self.tasks}


@pytest.fixture(scope="module")
def jobs():
    found = batch.Jobs(SETTINGS)
    yield found
    found.close()


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    wrong = with_functions({"mse": NO_ROOT}).sources
    return hand_in(tmp_path_factory.mktemp("class"), ada=reference.sources(), bob=wrong)


@pytest.fixture(scope="module")
def once(handed_in, jobs, tmp_path_factory):
    """A folder in which the class is graded."""
    out = tmp_path_factory.mktemp("out")
    run(handed_in, out, jobs.grade, "first")
    return out


@pytest.fixture
def out(once, tmp_path):
    shutil.copytree(once, tmp_path / "out")
    return tmp_path / "out"


def run(folder, out, grade, when="now", settings=SETTINGS, **more):
    """Grade a class. Returns the batch, and the results by student."""
    entries = read_class(folder).entries
    found = batch.Batch(entries, out, settings, when=when, **more)
    return found, {result.student: result for result in found.run(list(entries), grade, 1)}


def nobody(work):
    raise AssertionError(f"the code of {work.submission.student} was run again")


@contextmanager
def points_of(function, points):
    """Other points for a function, as after an edit of curriculum.toml."""
    entry = curriculum.functions()[function]
    before = entry.points
    object.__setattr__(entry, "points", points)
    try:
        yield
    finally:
        object.__setattr__(entry, "points", before)


def report(out, student):
    return json.loads((out / student / "report.json").read_text())


def test_where_nothing_has_changed_nothing_is_written(handed_in, out):
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    _, results = run(handed_in, out, nobody)
    assert all(result.kept and not result.ran for result in results.values())
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before


def test_other_points_run_no_code_and_give_what_a_whole_grading_gives(handed_in, out, jobs, tmp_path):
    with points_of("mse", 8):
        found, results = run(handed_in, out, nobody, "later")
        run(handed_in, tmp_path / "fresh", jobs.grade)
        for student in ("ada", "bob"):
            for name in ("report.json", "feedback.html"):
                assert (out / student / name).read_bytes() == (tmp_path / "fresh" / student / name).read_bytes()
    assert not any(result.kept or result.ran for result in results.values())
    assert [report(out, student)["score"] for student in ("ada", "bob")] == [23, 15]
    ((when, told),) = changes.by_run(found.histories())
    assert (when, [(one["student"], one["from"], one["to"]) for one in told]) == ("later", [("ada", 20, 23)])
    assert told[0]["functions"][0]["why"] == "8 points in place of 5"


def test_a_step_that_is_judged_otherwise_is_graded_alone(handed_in, out, jobs, monkeypatch):
    step3 = curriculum.steps()[2]
    plain = fingerprints.of_step
    monkeypatch.setattr(fingerprints, "of_step", lambda step: "another" if step is step3 else plain(step))
    asked = Asked(jobs.grade)
    _, results = run(handed_in, out, asked)
    assert asked.done == {"ada": ((3,), False), "bob": ((3,), False)}
    assert all(result.ran and result.steps == (3,) for result in results.values())
    assert [report(out, student)["score"] for student in ("ada", "bob")] == [20, 15]
    assert run(handed_in, out, nobody)[1]["ada"].kept


def test_new_work_in_a_step_is_graded_there_and_as_a_network(handed_in, out, jobs, tmp_path):
    shutil.copytree(handed_in, tmp_path / "class")
    hand_in(tmp_path / "class", bob={"step3_loss": reference.source("step3_loss")})
    asked = Asked(jobs.grade)
    found, _ = run(tmp_path / "class", out, asked, "later")
    assert asked.done == {"bob": ((3,), True)}
    ((_, (change,)),) = changes.by_run(found.histories())
    assert (change["student"], change["from"], change["to"]) == ("bob", 15, 20)
    assert change["functions"][0]["why"].startswith("new work (")
    assert "passed, and wrong before" in change["functions"][0]["why"]


def test_checks_that_a_change_adds_takes_away_or_turns_are_told():
    def record(**outcomes):
        checks = [{"name": name, "outcome": o, "share": 1, "core": False} for name, o in outcomes.items()]
        return {"mse": {"step": 3, "checks": checks}}

    sources = {3: changes.Source(("work", "old"), ("work", "new"))}
    before = {"mse": (5.0, 5.0)}, record(shape="passed", old="passed")
    after = {"mse": (2.5, 5.0)}, record(shape="wrong", sign="crashed")
    found = changes.between("now", before, after, sources)
    told = "shape: wrong, and passed before; sign: crashed (a new check); old: is no check any more"
    assert found["functions"] == [
        {"function": "mse", "from": "5 of 5", "to": "2.5 of 5", "why": f"new checks ({told})"}
    ]
    assert changes.between("now", before, before, sources) is None
    header, row = changes.csv_rows([("now", [found | {"student": "ada"}])])
    assert dict(zip(header, row, strict=True)) == {
        "student": "ada",
        "when": "now",
        "before": "5",
        "after": "2.5",
        "function": "mse",
        "function_before": "5 of 5",
        "function_after": "2.5 of 5",
        "why": f"new checks ({told})",
    }


def test_a_run_that_was_killed_while_it_wrote_loses_no_history(handed_in, out, jobs):
    with points_of("mse", 8):
        run(handed_in, out, nobody, "second")
    with points_of("mse", 3):
        regrading.set_aside(out / "ada")  # and the power went
        found, results = run(handed_in, out, nobody, "third")
        assert not results["ada"].kept and report(out, "ada")["score"] == 18
    assert [when for when, _ in changes.by_run(found.histories())] == ["third", "second"]


def test_steps_that_are_not_asked_for_are_kept_for_the_next_time(handed_in, out):
    _, results = run(handed_in, out, nobody, settings=Settings(5, (3,), SETTINGS.isolation))
    assert report(out, "ada")["max_score"] == 10 and not results["ada"].ran
    run(handed_in, out, nobody)
    assert report(out, "ada")["max_score"] == 20


def test_a_step_in_which_the_grader_fails_is_tried_again_and_the_others_are_kept(handed_in, out, jobs, monkeypatch):
    def fails(work):
        raise JobFailed("no luck")

    step3, plain = curriculum.steps()[2], fingerprints.of_step
    monkeypatch.setattr(fingerprints, "of_step", lambda step: "another" if step is step3 else plain(step))
    found, _ = run(handed_in, out, fails, "second")
    outcomes = {one["function"]: one["outcome"] for one in report(out, "ada")["functions"]}
    assert outcomes["mse"] == "grader error" and outcomes["relative_error"] == "passed"
    asked = Asked(jobs.grade)
    found, _ = run(handed_in, out, asked, "third")
    assert asked.done["ada"] == ((3,), False)
    assert list(found.histories()) == [("ada", []), ("bob", [])]


def test_marks_that_this_version_does_not_understand_are_graded_anew(handed_in, out):
    for text in ("0123abcd", "[]", '{"version": 1}', '{"version": 2, "student": "ada"}'):
        (out / "ada" / regrading.MARK).write_text(text)
        assert regrading.read(out / "ada") is None, text


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A copy of what fingerprints are taken of, to change files in."""
    for room in fingerprints.ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprints, "ROOT", tmp_path)
    monkeypatch.setattr(fingerprints, "KIT", tmp_path / "grader")
    yield tmp_path
    for function in CACHED:
        function.cache_clear()


def prints():
    for function in CACHED:
        function.cache_clear()
    found = {step.number: fingerprints.of_step(step) for step in curriculum.steps()}
    return found | {"network": fingerprints.of_network()}


@pytest.mark.parametrize(
    ("file", "touched"),
    [
        ("grader/steps/step5_backprop/test_step5_backprop.py", {5}),
        ("grader/steps/step3_loss/questions.py", {3}),
        ("grader/steps/step3_loss/mistakes.py", {3}),
        ("grader/steps/step8_data/oracle.py", {8, 9}),
        ("solutions/step8_data.py", {8, 9}),
        ("solutions/step6_training.py", {6, 7, 8, 9}),
        ("grader/checks/compare.py", {1, 2, 3, 4, 5, 6, 7, 8, 9, "network"}),
        ("grader/worker/serving.py", {1, 2, 3, 4, 5, 6, 7, 8, 9, "network"}),
        ("grader/curriculum/curriculum.toml", set()),
        ("grader/classroom/pages/feedback.html", set()),
        ("grader/learning/hints.py", set()),
    ],
)
def test_a_file_counts_for_the_steps_that_use_it(tree, file, touched):
    before = prints()
    path = tree / file
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    after = prints()
    assert {key for key in before if before[key] != after[key]} == touched


LOADED = """
import sys
from pathlib import Path
from grader import curriculum
from grader.examination import grading
from grader.steps import bank
from grader.submissions.submission import Submission

number, root = int(sys.argv[1]), Path.cwd()
step = curriculum.steps()[number - 1]
works = [Submission(e.id, bank.sources_with(e)) for e in bank.misconceptions(step.functions[-1].name)[:3]]
grading.grade_all(works, lambda report: None, 1, [step])
for name, module in sorted(sys.modules.items()):
    path = getattr(module, "__file__", None)
    if path and Path(path).is_relative_to(root) and name != "__main__":
        print(Path(path).relative_to(root).as_posix())
"""


@pytest.mark.parametrize("number", [3, 9])
def test_every_file_that_grading_a_step_loads_counts_for_it(number):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(number)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {line for line in done.stdout.splitlines() if line.startswith(("grader/", "solutions/", "datasets/"))}
    known = {path.relative_to(ROOT).as_posix() for path in fingerprints.files_of(curriculum.steps()[number - 1])}
    assert len(loaded) > 40 and loaded - known == set()


def test_a_part_of_a_submission_has_the_results_of_the_whole(handed_in, jobs):
    work = next(entry.read() for entry in read_class(handed_in).entries if entry.student == "bob")
    whole, part = jobs.grade(work)["record"], jobs.grade(Task(work, (3,), False))["record"]
    assert part["functions"] == [one for one in whole["functions"] if one["step"] == 3]
    assert part["network"]["outcome"] == "not tried" != whole["network"]["outcome"]
