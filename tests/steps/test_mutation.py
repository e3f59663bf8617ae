"""Mutation testing itself, on a few mutants of step 3: all of them take minutes, `python -m tests.mutation`."""

import pytest

pytest.importorskip("cosmic_ray", reason="mutation testing needs the extra: pip install -e '.[dev]'")

from grader import curriculum
from tests import mutation

GUARD = "if y_hat.shape != y.shape:"


@pytest.fixture(scope="module")
def loss():
    return mutation.harvest(3)


def changed_lines(mutant):
    """The new text of what a mutant changes."""
    return [line[1:].strip() for line in mutation.difference(mutant).splitlines()[2:] if line.startswith("+")]


def test_every_mutant_changes_one_line_of_a_graded_function_and_compiles(loss):
    assert len(loss.mutants) > 70
    assert {mutant.function for mutant in loss.mutants} == {"mse", "mse_gradient"}
    assert {len(changed_lines(mutant)) for mutant in loss.mutants} == {1}
    assert len({mutant.source for mutant in loss.mutants}) == len(loss.mutants)
    assert len({mutant.key for mutant in loss.mutants}) == len(loss.mutants)


def test_given_code_is_counted_and_not_mutated():
    training = mutation.harvest(6)
    assert {mutant.function for mutant in training.mutants} == {"gradient_step", "train", "predict"}
    assert set(training.given) == {"draw", "main", "outside functions"}


@pytest.mark.parametrize(
    ("before", "operator", "after"),
    [
        ("z = a @ W + b", "ReplaceMatMul_Mul", ["z = a * W + b"]),
        ("z = a.T @ W[0]", "DropTrailer", ["z = a @ W[0]", "z = a.T @ W"]),
        ("s = np.sum(d, axis=0)", "DropKeyword", ["s = np.sum(d)"]),
        ("s = np.sum(d, 0)", "SwapNeighbours", ["s = np.sum(0, d)"]),
        ("s = np.sum(d, axis=0)", "UnwrapCall", ["s = (d)"]),
        ("s = d.astype(int)", "UnwrapCall", ["s = d"]),
        ("d += h", "ReplaceAugmented", ["d -= h", "d = h"]),
        ("del d", "DropStatement", ["pass"]),
        ("s = 2.0", "NumberReplacer", ["s = 3.0", "s = 1.0"]),
    ],
)
def test_an_operator(before, operator, after):
    places = list(mutation.places(f"def f():\n    {before}\n"))
    assert {(place.owner, place.line) for place in places} == {("f", before)}
    found = [place.mutate().splitlines()[1].strip() for place in places if place.operator == operator]
    assert found == after


def test_a_sample_of_mutants_is_killed_or_listed(loss):
    listed, sample = mutation.equivalents(), loss.mutants[::9]
    verdicts = dict(mutation.grade_mutants(sample, seed=1))
    survivors = {mutant.key for mutant, said in verdicts.items() if said == mutation.SURVIVED}
    assert set(verdicts.values()) == {mutation.KILLED, mutation.SURVIVED}
    assert survivors == {mutant.key for mutant in sample} & set(listed)


def test_a_listed_mutant_that_is_killed_or_gone_is_told():
    one, two, three = (("mse", GUARD, "AddNot", number) for number in (1, 2, 3))
    said = mutation.complaints({one: mutation.SURVIVED, two: mutation.KILLED}, dict.fromkeys((one, two, three), "why"))
    assert said == [
        f"listed, but there is no such mutant: mse: AddNot 3: {GUARD}",
        f"listed as equivalent, but killed: mse: AddNot 2: {GUARD}",
    ]


@pytest.mark.slow
def test_every_listed_mutant_exists_and_has_a_reason():
    keys = {mutant.key for step in curriculum.steps() for mutant in mutation.harvest(step.number).mutants}
    listed = mutation.equivalents()
    assert set(listed) <= keys
    assert all(len(why) > 20 for why in listed.values())


def test_a_mutant_listed_without_a_reason_is_refused(tmp_path):
    file = tmp_path / "list.toml"
    file.write_text('[[equivalent]]\nfunction = "mse"\nline = "pass"\nmutants = ["AddNot"]\nwhy = " "\n')
    with pytest.raises(ValueError, match="mse: AddNot: pass is listed twice, or without a reason"):
        mutation.equivalents(file)
