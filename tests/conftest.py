"""`--slow` adds the long proofs, which are left out otherwise."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the long proofs as well")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="a long proof: --slow runs it"))
