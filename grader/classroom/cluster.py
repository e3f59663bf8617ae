"""Grades on the workers of a Dask cluster that exists: the unit of work is one submission to one report.

The kit must be installed on the workers, in this version. A worker grades in a process of its own, as here, and its
isolation is the one that was asked for, or the submission is not graded.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from grader.classroom.fingerprints import of_everything
from grader.classroom.grading_process import Job, JobFailed, Settings
from grader.examination.grading import Task
from grader.submissions.submission import Submission

CONNECT_SECONDS = 10
_local = threading.local()


def grade_here(work: Submission | Task, settings: Settings, grader: str) -> dict[str, Any]:
    """What a worker of the cluster runs: {"report", "record"}, or {"failed": why}."""
    if of_everything() != grader:
        return {"failed": "the kit, Python or NumPy on this worker of the cluster is of another version"}
    jobs: dict[Settings, Job] = _local.__dict__.setdefault("jobs", {})
    if settings not in jobs:
        for job in jobs.values():
            job.close()
        jobs.clear()
        jobs[settings] = Job(settings)
    try:
        return jobs[settings].grade(work)
    except JobFailed as error:
        return {"failed": str(error)}


@contextmanager
def connected(address: str, settings: Settings) -> Iterator[tuple[Callable[[Submission | Task], dict[str, Any]], int]]:
    """What grades a submission on the cluster at this address, and how many at a time. Raises ValueError."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ValueError("--dask needs Dask: pip install -e '.[cluster]'") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"no Dask scheduler answers at {address} ({error})") from None
    with client:
        slots = sum(client.nthreads().values())
        if not slots:
            raise ValueError(f"the cluster at {address} has no workers")

        def grade(work: Submission | Task) -> dict[str, Any]:
            task = client.submit(grade_here, work, settings, of_everything(), pure=False)
            try:
                found = task.result()
            except Exception as error:  # whatever becomes of a worker of the cluster
                raise JobFailed(f"the cluster: {type(error).__name__}: {error}") from None
            if "failed" in found:
                raise JobFailed(found["failed"])
            return found

        yield grade, slots
