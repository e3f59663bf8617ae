"""The unit of work, one submission to one report, on the workers of a Dask cluster."""

import pytest

from grader.classroom.grading_process import JobFailed, Settings
from grader.examination import sandbox
from grader.steps import reference
from grader.submissions.submission import Submission
from tests.classroom.test_grade_command import grade, rows
from tests.kits import hand_in

distributed = pytest.importorskip("distributed", reason="DASK IS NOT TESTED: it is not installed")
SETTINGS = Settings(5, (3,), sandbox.isolation().level)


@pytest.fixture(scope="module")
def scheduler():
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**settings) as local:
        yield local.scheduler_address


def test_a_class_graded_by_two_workers_has_the_grades_of_one_graded_here(scheduler, tmp_path):
    students = {f"s{number}": reference.sources() for number in range(4)} | {"empty": {}}
    folder = hand_in(tmp_path / "class", **students)
    there = grade(folder, tmp_path / "there", "--seed", "5", "--steps", "3", "--dask", scheduler)
    here = grade(folder, tmp_path / "here", "--seed", "5", "--steps", "3")
    assert (there.returncode, here.returncode) == (0, 0), there.stderr
    assert "2 slots of the cluster" in there.stdout
    assert rows(tmp_path / "there") == rows(tmp_path / "here")
    assert rows(tmp_path / "there")["s3"]["score"] == "10"


def test_a_worker_with_another_version_of_the_kit_grades_nothing(scheduler, monkeypatch):
    from grader.classroom import cluster

    monkeypatch.setattr(cluster, "of_everything", lambda: "another")
    with cluster.connected(scheduler, SETTINGS) as (grade_there, slots):
        assert slots == 2
        with pytest.raises(JobFailed, match="of another version"):
            grade_there(Submission("ada", reference.sources()))
