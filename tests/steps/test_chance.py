"""No right implementation is flunked by chance: every check of steps 7 to 9, with many seeds, in this process."""

import importlib
import itertools

import pytest

from grader import curriculum
from grader.checks import Learner
from grader.checks.answer import WrongAnswer
from grader.examination.grading import Sheet
from grader.steps.bank import variants
from grader.steps.bank_answers import ask_entry

BEYOND = [step for step in curriculum.steps() if step.bonus]
SOME, MANY = range(3), range(1000, 1400)


class Seeded:
    """Stands for an examination where a sheet asks it for its seed."""

    def __init__(self, seed):
        self.seed = seed


def cases(step):
    """Every check of a step, as the function it is about, its name, and how it is called."""
    suite = importlib.import_module(f"grader.steps.{step.module}.test_{step.module}")
    for name, test in vars(suite).items():
        if not name.startswith("test_"):
            continue
        marks = [mark for mark in test.pytestmark if mark.name == "parametrize"]
        rows = [list(_rows(*mark.args)) for mark in marks]
        for chosen in itertools.product(*rows):
            arguments = {key: value for part in chosen for key, value in part.items()}
            about = arguments.get("name") or next(m.args[0] for m in test.pytestmark if m.name == "checks")
            yield about, f"{name}{arguments}", lambda learner, rng, t=test, a=arguments: t(learner, rng, **a)


def _rows(names, values):
    """The arguments that one parametrize mark gives, case by case."""
    keys = [key.strip() for key in names.split(",")] if isinstance(names, str) else list(names)
    for value in values:
        plain = value.values if hasattr(value, "values") and hasattr(value, "marks") else value
        plain = plain if isinstance(plain, (list, tuple)) and (len(keys) > 1 or plain is not value) else (plain,)
        yield dict(zip(keys, plain, strict=True))


def flunked(seeds):
    """Right implementations of the bank that a check calls wrong, with the seed."""
    found = []
    for step in BEYOND:
        for about, name, check in cases(step):
            entries = variants(about)
            for seed in seeds:
                entry = entries[seed % len(entries)]
                try:
                    check(Learner(ask_entry(entry)), Sheet(Seeded(seed)).rng(name))
                except WrongAnswer as error:
                    found.append(f"{entry.id}, seed {seed}: {name}: {error.said}")
    return found


def test_every_check_is_called():
    names = {(about, name) for step in BEYOND for about, name, _ in cases(step)}
    assert {about for about, _ in names} == {f.name for step in BEYOND for f in step.functions}
    assert len(names) > 80


def test_no_right_implementation_is_flunked_by_chance():
    assert flunked(SOME) == []


@pytest.mark.slow
def test_no_right_implementation_is_flunked_by_chance_with_many_seeds():
    assert flunked(MANY) == []
