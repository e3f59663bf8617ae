"""Other ways to compute an answer: computed in the whole kit, and known by one number each in a student's copy."""

import itertools
from functools import cache

import numpy as np
import pytest

from grader import curriculum
from grader.checks import stored
from grader.checks.answer import Answer
from grader.diagnosis import knowledge, recorded
from grader.diagnosis.observations import look_at_all
from grader.diagnosis.other_ways import IMPOSSIBLE, OtherWays, few_at_once
from grader.release import recording

SAMPLE = 8  # ways of each pattern
ALIKE = {"sigmoid_derivative", "relu_derivative", "tanh", "tanh_derivative"}  # what sigmoid and relu have, they have
FUNCTIONS = [
    name
    for name in curriculum.functions()
    if name not in ALIKE and any(isinstance(p, OtherWays) for p in knowledge.patterns(name).first)
]


@cache
def kept_of(function):
    """The patterns of a function as a student's copy reads them, of those that compute in other ways."""
    told = stored.from_bytes(stored.to_bytes(recording.recorded_patterns(function)))["first"]
    return [recorded._pattern(part) for part in told if isinstance(part, dict)]


def answered_by(pattern, compute, function):
    """What is seen of a function that computes its answers in this way; None where it cannot be gone everywhere."""
    asked = knowledge.questions(function)
    given = iter(asked)

    def ask(name, arguments):
        question = next(given)
        if not pattern.scope.covers(question):
            return Answer(question.expected() if question.expected else None, {}, None, "", (), False)
        value = compute(*pattern.given(question))
        if pattern.scope.part is not None:
            pair = list(question.expected())
            pair[pattern.scope.part] = value
            value = tuple(pair)
        return Answer(value)

    try:
        return look_at_all(asked, ask)
    except IMPOSSIBLE:
        return None


def first_that_holds(patterns, seen):
    return next((found.said for pattern in patterns if (found := pattern(seen))), None)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_students_copy_names_the_same_way(function):
    computed = [p for p in knowledge.patterns(function).first if isinstance(p, OtherWays)]
    kept = kept_of(function)
    named = 0
    for pattern in computed:
        ways = list(pattern.ways())
        for words, compute in ways[:: max(1, len(ways) // SAMPLE)]:
            with np.errstate(all="ignore"):
                seen = answered_by(pattern, compute, function)
                if seen:
                    said = first_that_holds(computed, seen)
                    assert first_that_holds(kept, seen) == said, words
                    named += said is not None
    assert named >= min(SAMPLE, sum(len(list(p.ways())) for p in computed)) // 3


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_right_is_not_among_the_other_ways(function):
    right = [q.expected() if q.expected else None for q in knowledge.questions(function)]
    for pattern in kept_of(function):
        assert not any(np.array_equal(row, outcome_of(pattern, right)) for row in pattern.outcomes)


def outcome_of(pattern, values):
    from grader.diagnosis.other_ways import _told

    return np.array([_told(pattern.scope.of(values[i])) for i in pattern.numbers], np.float32)


def test_a_small_difference_and_another_form_are_seen():
    (kept,) = kept_of("mse_gradient")

    def seen(change):
        asked = knowledge.questions("mse_gradient")
        given = iter(asked)
        return look_at_all(asked, lambda name, arguments: Answer(change(-next(given).expected())))

    assert kept(seen(lambda minus: minus))
    assert kept(seen(lambda minus: minus * (1 + 1e-9)))
    assert not kept(seen(lambda minus: minus * 1.0001))
    assert not kept(seen(lambda minus: minus + 0.001 * np.eye(*minus.shape)))
    assert not kept(seen(lambda minus: minus[None]))
    assert not kept(seen(lambda minus: minus * np.nan))


def test_a_few_at_once():
    tables = [["a", "b", "c"], [1, 2], ["x", "y", "z"]]
    some = list(few_at_once(*tables, most=1))
    assert some == [t for t in itertools.product(*tables) if sum(v not in ("a", 1, "x") for v in t) <= 1]
    assert list(few_at_once(*tables, most=3)) == list(itertools.product(*tables))
