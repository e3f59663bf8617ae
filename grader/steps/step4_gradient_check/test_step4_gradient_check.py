"""Hidden checks of step 4: central differences of any function, and an error that does not depend on the units."""

import numpy as np
import pytest

from grader.checks import checks, expect_arguments_unchanged, expect_close, for_each
from grader.steps.shared.numeric import central_differences
from grader.steps.step4_gradient_check import oracle


class Bowl:
    """f(x) = sum(w * x**3) + sin(sum(v * x)): every entry matters to every slope, and the shape must be right."""

    def __init__(self, rng, shape):
        self.w, self.v = rng.uniform(-3, 3, shape), rng.uniform(-2, 2, shape)

    def __call__(self, x):
        if np.shape(x) != self.w.shape:
            raise ValueError(
                f"f takes an array of shape {self.w.shape}, and was called with one of shape {np.shape(x)}"
            )
        return np.sum(self.w * x**3) + np.sin(np.sum(self.v * x))


@checks("numerical_gradient", share=4, core=True)
@pytest.mark.parametrize("shape", [(5,), (2, 3)], ids=str)
def test_central_differences_with_a_visible_step(learner, rng, shape):
    """a step h of 0.1 to 0.5: only central differences with this h give these values"""
    f, x, h = Bowl(rng, shape), rng.uniform(0.5, 2, shape), float(rng.uniform(0.1, 0.5))
    expect_close(learner.numerical_gradient(f, x, h), central_differences(f, x, h))


@checks("numerical_gradient", share=2)
@pytest.mark.parametrize("shape", [(4,), (3, 2), (1, 1), (2, 2, 2)], ids=str)
def test_gradient_with_the_usual_step(learner, rng, shape):
    """the step as it is when nobody says otherwise, for arrays with one to three axes"""
    f, x = Bowl(rng, shape), rng.normal(0, 1.5, shape)
    expect_close(learner.numerical_gradient(f, x), central_differences(f, x))


@checks("numerical_gradient")
def test_entries_that_f_does_not_look_at(learner, rng):
    """f uses only some entries of x"""
    x = rng.normal(0, 1, (3, 2))
    expected = np.zeros((3, 2))
    expected[1, 0] = 2 * x[1, 0]
    expect_close(learner.numerical_gradient(lambda x: float(x[1, 0] ** 2), x, 0.01), expected)


@checks("numerical_gradient")
def test_whole_numbers_in_x(learner, rng):
    """an x of integers, whose entries are moved by h all the same"""
    f, x = Bowl(rng, (2, 3)), rng.integers(-3, 4, (2, 3))
    expect_close(learner.numerical_gradient(f, x, 0.25), central_differences(f, x.astype(float), 0.25))


@checks("numerical_gradient")
def test_leaves_x_as_it_was(learner, rng):
    """x after the call, to the last digit"""
    call = learner.call("numerical_gradient", (Bowl(rng, (2, 3)), rng.normal(0, 1, (2, 3)), 1e-3))
    expect_arguments_unchanged(call, ("f", "x", "h"))


@checks("relative_error", share=3, core=True)
@pytest.mark.parametrize("shape", [(6,), (3, 4)], ids=str)
def test_worst_entry_decides(learner, rng, shape):
    """two arrays that differ a little everywhere and much in one entry"""
    a = rng.uniform(0.5, 3, shape) * rng.choice([-1.0, 1.0], shape)
    b = a * rng.uniform(0.8, 1.3, shape)
    expect_close(learner.relative_error(a, b), oracle.relative_error(a, b))
    expect_close(learner.relative_error(b, a), oracle.relative_error(a, b))


@checks("relative_error")
def test_signs_count(learner, rng):
    """entries of opposite sign are as wrong as can be"""
    a = rng.uniform(1, 2, (2, 3))
    b = a.copy()
    b[rng.integers(2), rng.integers(3)] *= -1
    expect_close(learner.relative_error(a, b), 1.0)


@checks("relative_error")
def test_scale_does_not_count(learner, rng):
    """the same two arrays a million times smaller and larger"""
    a, b = rng.uniform(1, 2, 4), rng.uniform(1, 2, 4)
    for scale in (1e-6, 1e6):
        expect_close(learner.relative_error(a * scale, b * scale), oracle.relative_error(a, b))


@checks("relative_error")
def test_floor_of_the_denominator(learner, rng):
    """entries at or near 0: the denominator is never less than 1e-8"""
    tiny = float(rng.uniform(1e-9, 3e-9))
    expect_close(learner.relative_error(np.array([0.0, 2.0]), np.array([0.0, 2.0])), 0.0)
    expect_close(learner.relative_error(np.array([tiny, 2.0]), np.array([0.0, 2.0])), tiny / 1e-8)
    small = np.array([4e-8, 3e-8]), np.array([3e-8, 2.9e-8])
    expect_close(learner.relative_error(*small), oracle.relative_error(*small))


@for_each(["relative_error"])
def test_leaves_a_and_b_unchanged(learner, rng, name):
    """a and b after the call"""
    expect_arguments_unchanged(learner.call(name, (rng.normal(size=4), rng.normal(size=4))), ("a", "b"))
