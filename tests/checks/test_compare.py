"""The comparator: kind, exact shape, finite, values, in this order, and nothing is let through by broadcasting."""

import tracemalloc

import numpy as np
import pytest

from grader.checks.compare import REFUSED, TOLERANCE, as_numbers, bias, compare, kind_of, same_values, tolerance
from grader.worker.wire import Opaque, Stream

VECTOR = np.array([1.0, -2.0, 3.0])
MATRIX = np.array([[1.0, -2.0, 3.0], [0.5, 0.0, 4.0]])


def test_texts_among_numbers_take_no_room():
    tracemalloc.start()
    assert as_numbers(["x" * 100_000] + ["y"] * 10_000) is None  # NumPy would make room for 4 GB
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


def difference(actual, expected):
    """The kind of the first difference, or None."""
    found = compare(actual, expected)
    return found and found.kind


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (VECTOR, VECTOR),
        (VECTOR.tolist(), VECTOR),
        (tuple(VECTOR.tolist()), VECTOR),
        (VECTOR, VECTOR.tolist()),
        (MATRIX.tolist(), MATRIX),
        (list(MATRIX), MATRIX),
        (np.asfortranarray(MATRIX), MATRIX),
        (MATRIX.view(np.matrix), MATRIX),
        (np.array([1, -2, 3]), VECTOR),
        (np.array([True, False]), np.array([1.0, 0.0])),
        (np.float32(0.1) * np.ones(3, np.float32), np.full(3, 0.1)),
        (0.5, 0.5),
        (1, 1.0),
        (np.float64(0.5), 0.5),
        (np.float32(0.1), 0.1),
        (np.array(0.5), 0.5),
        (np.zeros((0, 2)), np.zeros((0, 2))),
        ([], np.array([])),
        ([(MATRIX, VECTOR)], [(MATRIX, bias(VECTOR))]),
        ([[MATRIX, VECTOR]], [(MATRIX, bias(VECTOR))]),
        (((MATRIX, VECTOR),), [(MATRIX, bias(VECTOR))]),
        ([(MATRIX, VECTOR[None])], [(MATRIX, bias(VECTOR))]),
        ([(MATRIX.tolist(), VECTOR.tolist())], [(MATRIX, bias(VECTOR))]),
    ],
)
def test_equal_answers_in_any_dress_are_equal(actual, expected):
    assert compare(actual, expected) is None


@pytest.mark.parametrize(
    "actual",
    [
        None,
        "1.0",
        {"a": 1.0},
        Opaque("set"),
        Opaque("array of object"),
        Stream([1.0, -2.0, 3.0]),
        [1.0, None, 3.0],
        [[1.0, 2.0], [3.0]],
        [VECTOR, None],
        np.array(["a", "b", "c"]),
        np.array([None, None, None], dtype=object),
        VECTOR.astype(complex),
        VECTOR.astype(np.float16),
        VECTOR.astype("datetime64[D]"),
        [10**400, 0, 0],
    ],
    ids=repr,
)
def test_what_is_no_array_of_numbers_is_another_kind(actual):
    assert difference(actual, VECTOR) == "kind"
    assert difference(actual, 1.0) == "kind"


@pytest.mark.parametrize("actual", [True, np.True_, np.array(True)], ids=repr)
def test_true_is_no_number(actual):
    assert difference(actual, 1.0) == "kind"


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.array([]), VECTOR),
        (np.empty((0, 3)), MATRIX),
        (np.empty((0, 3)), np.ones((1, 3))),
        (1.0, np.ones(3)),
        (np.ones(1), np.ones(3)),
        (np.ones((1, 3)), np.ones(3)),
        (np.ones((3, 1)), np.ones(3)),
        (np.ones(3), np.ones((3, 1))),
        (np.ones(3), np.ones((1, 3))),
        (np.ones((3, 3)), np.ones((3, 1))),
        (np.ones((1, 1)), np.ones((2, 2))),
        (np.ones((2, 2, 1)), np.ones((2, 2))),
        (MATRIX.T, MATRIX),
        (np.array([0.5]), 0.5),
        (np.array([[0.5]]), 0.5),
        ([0.5], 0.5),
        (np.array([]), 0.5),
        (0.5, np.array([0.5])),
    ],
    ids=lambda value: str(np.shape(value)),
)
def test_a_shape_is_right_exactly_or_not_at_all(actual, expected):
    assert difference(actual, expected) == "shape"


def test_a_bias_may_be_a_row_and_nothing_else_may():
    assert compare(VECTOR[None], bias(VECTOR)) is None
    assert compare(VECTOR, bias(VECTOR)) is None
    assert difference(VECTOR[:, None], bias(VECTOR)) == "shape"
    assert difference(VECTOR[None, None], bias(VECTOR)) == "shape"
    assert difference(1.0, bias(np.ones(1))) == "shape"
    assert difference(VECTOR[None], VECTOR) == "shape"
    assert difference(VECTOR[None] + 1, bias(VECTOR)) == "values"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_wrong_even_where_the_rest_is_right(bad):
    actual = VECTOR.copy()
    actual[1] = bad
    found = compare(actual, VECTOR)
    assert found is not None
    assert found.kind == "finite"
    assert str(bad) in found.said
    assert difference(bad, 1.0) == "finite"
    assert not same_values(np.array([bad]), np.array([bad]))


def test_the_shape_is_told_before_the_values_and_the_kind_before_both():
    assert difference(np.full((1, 3), np.nan), VECTOR) == "shape"
    assert difference(Opaque("array of object"), np.full(3, np.nan)) == "kind"


@pytest.mark.parametrize(("dtype", "relative", "absolute"), [("float64", 1e-5, 1e-9), ("float32", 1e-4, 1e-6)])
def test_the_tolerance_is_a_part_of_the_largest_expected_entry(dtype, relative, absolute):
    assert TOLERANCE[dtype] == (relative, absolute)
    due = np.array([0.0, 100.0])
    assert tolerance(due.astype(dtype), due) == pytest.approx(100 * relative + absolute)
    assert compare((due + 50 * relative).astype(dtype), due) is None
    assert difference((due + 200 * relative).astype(dtype), due) == "values"


def test_what_was_computed_in_single_precision_is_judged_in_it_and_no_further():
    due = np.linspace(0.1, 2, 7)
    assert compare(due.astype(np.float32), due) is None
    assert compare((due * (1 + 5e-5)).astype(np.float32), due) is None
    assert difference(due * (1 + 5e-5), due) == "values"
    assert difference((due * (1 + 5e-4)).astype(np.float32), due) == "values"


def test_tiny_expected_values_are_not_matched_by_zeros():
    assert difference(np.zeros(3), np.full(3, 1e-7)) == "values"
    assert compare(np.zeros(3), np.full(3, 1e-12)) is None


def test_one_wrong_entry_is_enough():
    wrong = MATRIX.copy()
    wrong[1, 2] += 0.01
    assert difference(wrong, MATRIX) == "values"


def test_integers_do_not_overflow_on_the_way():
    assert difference(np.array([-128], np.int8), np.array([128.0])) == "values"
    assert difference(np.array([255], np.uint8), np.array([-1.0])) == "values"
    assert compare(np.array([2**63], np.uint64), np.array([2.0**63])) is None


PARAMS = [(MATRIX, bias(VECTOR)), (np.ones((3, 1)), bias([0.5]))]


@pytest.mark.parametrize(
    ("actual", "kind", "path"),
    [
        (None, "kind", ()),
        (MATRIX, "kind", ()),
        ({"W": MATRIX, "b": VECTOR}, "kind", ()),
        (Stream([(MATRIX, VECTOR), (np.ones((3, 1)), np.array([0.5]))]), "kind", ()),
        ([], "length", ()),
        ([(MATRIX, VECTOR)], "length", ()),
        ([(MATRIX, VECTOR)] * 3, "length", ()),
        ([MATRIX, np.ones((3, 1))], "kind", (0,)),
        ([(MATRIX,), (np.ones((3, 1)),)], "length", (0,)),
        ([(MATRIX, VECTOR), (np.ones((3, 1)), None)], "kind", (1, 1)),
        ([(MATRIX, VECTOR), (np.ones((1, 3)), np.array([0.5]))], "shape", (1, 0)),
        ([(MATRIX, VECTOR), (np.ones((3, 1)), 0.5)], "shape", (1, 1)),
        ([(MATRIX, VECTOR), (np.ones((3, 1)), np.array([np.nan]))], "finite", (1, 1)),
        ([(MATRIX, -VECTOR), (np.ones((3, 1)), np.array([0.5]))], "values", (0, 1)),
    ],
)
def test_the_path_leads_to_the_first_part_that_is_wrong(actual, kind, path):
    found = compare(actual, PARAMS)
    assert found is not None
    assert (found.kind, found.path) == (kind, path)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"),
        (True, "True or False"),
        (3, "an integer"),
        (0.5, "a float"),
        ("x", "a string"),
        ({}, "a dict"),
        ([], "a list"),
        ((), "a tuple"),
        (np.ones(2), "an array of floats"),
        (np.ones(2, int), "an array of integers"),
        (np.ones(2, bool), "an array of True and False"),
        (np.ones(2, complex), "an array of complex numbers"),
        (Stream([1]), "a generator"),
        (Stream([1], "zip"), "a zip"),
        (Opaque("set"), "a set"),
        (Opaque("array of object"), "an array of object"),
    ],
)
def test_kinds_have_names_that_a_beginner_knows(value, words):
    assert kind_of(value) == words


def test_as_numbers_takes_nested_lists_and_nothing_strange():
    assert as_numbers([[1, 2], (3, 4)]).tolist() == [[1, 2], [3, 4]]
    assert as_numbers(2.5).shape == ()
    for strange in (
        None,
        "12",
        {"a": 1},
        Stream([1.0]),
        Opaque("set"),
        [[1], [2, 3]],
        [None],
        1j,
        b"12",
        [Opaque("x")],
    ):
        assert as_numbers(strange) is None, strange


def test_a_dict_must_have_every_key_that_is_due_and_may_have_others():
    due = {"loss": VECTOR, "accuracy": 0.5}
    assert compare({"loss": VECTOR.tolist(), "accuracy": 0.5, "rate": None}, due) is None
    assert difference({"loss": VECTOR}, due) == "length"
    assert difference([VECTOR, 0.5], due) == "kind"
    found = compare((1.0, {"loss": 2 * VECTOR, "accuracy": 0.5}), (1.0, due))
    assert found and (found.kind, found.path) == ("values", (1, "loss"))


@pytest.mark.parametrize("actual", [None, 0.5, "ValueError", VECTOR])
def test_an_answer_where_an_exception_is_due_is_of_the_wrong_kind(actual):
    assert difference(actual, REFUSED) == "kind"
    assert compare(REFUSED, REFUSED) is None
