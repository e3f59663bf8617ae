"""Nothing that a hostile student hands in raises a score, reads, writes, outlives its run or troubles anybody else."""

import os
import platform

import pytest

from grader.examination import sandbox
from tests.attacks.corpus import CASES, QUICK
from tests.attacks.ground import KIT, attack

if platform.system() != "Linux" or os.geteuid():
    pytest.skip("the attacks are laid out as root, on Linux", allow_module_level=True)
if sandbox.isolation_level() != sandbox.SEALED_WITH_LANDLOCK:
    pytest.skip(f"NOT TESTED, since nothing can be sealed here: {sandbox.isolation().reason}", allow_module_level=True)

FOR_EVERY_RUN = {
    "reads-a-file", "runs-the-solution", "imports-the-oracle", "reads-a-hidden-check", "answers-as-a-neighbour",
    "reads-its-environment", "reads-everybodys-environment", "writes-a-file",
    "writes-grades", "writes-a-neighbours-report", "leaves-a-daemon", "connects", "kills-the-grader",
    "looks-for-the-reference-of-its-function", "looks-for-train-and-predict", "looks-for-expected-values",
    "forges-an-answer", "forges-a-verdict", "claims-a-giant-header", "claims-a-giant-shape",
    "forges-an-infinite-index", "forges-an-infinite-line", "patches-the-observer", "equals-everything",
    "array-that-equals-everything", "array-by-a-hook", "patches-numpy", "gradient-by-trial-remembered",
    "right-on-public-questions-only", "remembers-the-answers-of-another-seed", "right-into-its-argument",
    "poisons-all-for-train", "replaces-a-module", "module-that-takes-what-is-given", "exits-while-imported",
    "breaks-its-memory", "raises-what-cannot-be-told", "deep-nesting", "returns-texts-that-grow", "returns-itself",
    "asks-f-for-texts-that-grow", "asks-f-for-odd-things", "losses-of-true-and-false", "prints-over-the-cap",
    "prints-a-number-of-many-digits", "forges-texts-over-the-cap", "never-ends-while-imported",
    "terminal-in-a-message", "html-in-a-type", "formula-in-everything-forged", "html-in-a-syntax-error",
    "terminal-from-the-network", "bomb-by-lzma", "zip-of-long-names", "zip-of-many-candidates", "zip-that-climbs",
    "a-link-to-a-solution", "a-pipe", "an-encoding-of-a-long-name", "steals-a-cleaned-name", "has-an-odd-name",
    "notebook-that-reads", "notebook-of-many-parts", "notebooks-by-the-thousand", "name-0", "name-3",
    "name-14", "name-17", "name-21", "forges-an-array-for-an-error", "forges-an-array-for-a-line",
    "carries-code-in-exceptions", "asks-by-a-frame-of-its-own", "forges-which-functions-serve", "slopes-by-differences",
    "slopes-out-of-a-table", "a-loss-by-steps-in-the-targets", "gradient-by-trial-once-and-then-nothing",
    "weights-that-explode-where-layers-widen", "batches-that-only-turn", "modules-of-other-names", "streams-streams",
    "asks-the-reference-for-much", "notebook-with-attachments", "notebook-with-outputs-that-claim",
}  # fmt: skip


def assert_nothing_gets_through(cases):
    result = attack(cases)
    assert result.breaches == {}
    assert result.general == []


def test_names_are_given_once():
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.name for case in CASES} >= FOR_EVERY_RUN


@pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_the_slyest_of_all_kinds(half):
    assert_nothing_gets_through([case for case in QUICK if case.name in FOR_EVERY_RUN][half::2])


@pytest.mark.slow
@pytest.mark.parametrize("group", sorted({case.group for case in CASES}))
def test_all_of_them(group):
    assert_nothing_gets_through([case for case in CASES if case.group == group])


def test_the_page_on_isolation_counts_every_case():
    page = (KIT / "grader" / "docs" / "isolation.md").read_text(encoding="utf-8")
    for group in {case.group for case in CASES}:
        cases = [case for case in CASES if case.group == group]
        assert f"| {group} | 0 of {len(cases)} |" in page
    assert f"| all | 0 of {len(CASES)} |" in page
