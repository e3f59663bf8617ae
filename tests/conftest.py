"""`--slow` adds the long proofs, which are left out otherwise."""

import os

import pytest


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the long proofs as well")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One more than there are processors: much of the time a test waits for a process that waits itself."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return here + 1


def pytest_collection_modifyitems(config, items):
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="a long proof: --slow runs it"))
