"""No right network is flunked by XOR, whatever the seed: the hidden check's own condition, over many seeds."""

import importlib

import numpy as np
import pytest

from grader.checks import Learner, copied
from grader.checks.answer import Answer
from grader.examination import network
from grader.examination.grading import Sheet
from grader.steps.bank import variants
from grader.steps.step6_training import test_step6_training as suite
from tests.made_submissions import FUNCTIONS, step_of

CHECK = "test_learns_xor_from_every_start"
REFERENCE = {name: getattr(importlib.import_module(f"solutions.{step_of(name).module}"), name) for name in FUNCTIONS}


class Seeded:
    """Stands for an examination where a sheet asks it for its seed."""

    def __init__(self, seed):
        self.seed = seed


def ask_the_reference(name, arguments):
    return Answer(REFERENCE[name](*copied(arguments)))


def flunked_by_the_check(seeds):
    """The seeds with which the hidden check would flunk the reference."""
    found = []
    for seed in seeds:
        try:
            getattr(suite, CHECK)(Learner(ask_the_reference), Sheet(Seeded(seed)).rng(CHECK))
        except AssertionError:
            found.append(seed)
    return found


class Together:
    """The reference in place of a learner's modules, with one function replaced."""

    def __init__(self, **replaced):
        self.functions = REFERENCE | replaced

    def ask(self, name, *arguments):
        return self.functions[name](*arguments)


def test_the_check_is_one_that_can_flunk():
    """A network that stands still does not pass."""

    def stand_still(name, arguments):
        return Answer((arguments[0], [0.25] * arguments[5]))

    with pytest.raises(AssertionError, match="XOR is not learned"):
        getattr(suite, CHECK)(Learner(stand_still), Sheet(Seeded(0)).rng(CHECK))


@pytest.mark.slow
def test_some_seeds_of_the_hidden_check_flunk_nobody():
    assert flunked_by_the_check(range(6)) == []


def test_some_starts_of_the_own_network_all_learn():
    failed = [seed for seed in range(6) if not network._one_start(Together(), seed)[0]]
    assert failed == []


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_seeds_of_the_hidden_check_flunk_nobody(hundred):
    seeds = np.random.default_rng(hundred).integers(0, 2**31, 100).tolist()
    assert flunked_by_the_check(seeds) == []


@pytest.mark.slow
def test_a_thousand_starts_of_the_own_network_all_learn():
    failed = [seed for seed in range(1000) if not network._one_start(Together(), seed)[0]]
    assert failed == []


def starting_with(entry):
    """A way to start from the bank, among the neighbours of its step; lists become arrays for the steps that follow."""
    namespace = dict(vars(importlib.import_module("solutions.step2_network")))
    exec(entry.source, namespace)

    def init_params(layer_sizes, rng):
        return [(np.array(W), np.array(b)) for W, b in namespace["init_params"](layer_sizes, rng)]

    return init_params


@pytest.mark.slow
@pytest.mark.parametrize("entry", variants("init_params"), ids=lambda entry: entry.id)
def test_every_right_way_to_start_lets_the_own_network_learn(entry):
    together = Together(init_params=starting_with(entry))
    failed = [seed for seed in range(50) if not network._one_start(together, seed)[0]]
    assert failed == []
