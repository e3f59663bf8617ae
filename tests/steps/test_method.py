"""Right numbers by a wrong way: a gradient by trial, handed in as backpropagation, costs one check's points."""

import textwrap

import pytest

from tests import rejections
from tests.made_submissions import grade_functions, grade_many, outcomes, points, step_of, with_modules
from tests.solutions_in_loops import LOOPS

CHECK = "cost on a network of four thousand parameters"


BY_DIFFERENCES = """
def backward(params, cache, activations, d_output):
    params = [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in params]

    def loss():
        a = cache[0][0]
        for (W, b), name in zip(params, activations):
            a = ACTIVATIONS[name][0](a @ W + b)
        return np.sum(d_output * a)

    def slopes(p):
        found = np.zeros(p.shape)
        for index in np.ndindex(p.shape):
            kept = p[index]
            p[index] = kept + 1e-5
            up = loss()
            p[index] = kept - 1e-5
            found[index] = (up - loss()) / 2e-5
            p[index] = kept
        return found

    return [(slopes(W), slopes(b)) for W, b in params]
"""
_, BY_COMPLEX_STEPS = rejections.implementations()["backward-by-complex-steps"]


@pytest.mark.parametrize("source", [BY_DIFFERENCES, BY_COMPLEX_STEPS], ids=["differences", "complex steps"])
def test_a_gradient_by_trial_costs_one_check_and_is_said(source):
    steps = [step_of("sigmoid"), step_of("backward")]  # their own right functions serve, and none need be asked for
    (report,) = grade_functions({"backward": source}, steps=steps)
    result = report.functions[-1]
    failed = [check for check in result.checks if check.outcome != "passed"]
    assert [check.name for check in failed] == [CHECK]
    assert "as a gradient check does it" in " ".join(failed[0].message.split())
    assert 0.85 < points(report)["backward"] < 0.95


SLOW = LOOPS["backward"].replace(
    "dW[i, j] += float(a_prev[s][i]) * delta[s][j]",
    "dW[i, j] = np.add(dW[i, j], np.multiply(np.array(a_prev)[s, i], np.array(delta)[s, j]))",
)


@pytest.mark.parametrize("source", [LOOPS["backward"], SLOW], ids=["loops", "loops with an array for every number"])
def test_backpropagation_passes_however_slowly_it_is_written(source):
    (report,) = grade_functions({"backward": source}, steps=[step_of("backward")])
    assert outcomes(report) == {"backward": "passed"}


def test_a_forward_that_fails_costs_backward_nothing():
    fails = "def forward(params, X, activations):\n    return params[99]"
    (report,) = grade_functions({"forward": fails, "backward": SLOW}, steps=[step_of("forward"), step_of("backward")])
    assert outcomes(report) == {"init_params": "passed", "forward": "crashed", "backward": "passed"}


def test_a_gradient_by_trial_is_not_hidden_by_remembering_it():
    remembers = f"""
def backward(params, cache, activations, d_output, known={{}}):
{textwrap.indent(textwrap.dedent(BY_COMPLEX_STEPS), "    ")}
    key = b"".join(W.tobytes() for W, _ in params) + d_output.tobytes()
    if key not in known:
        known[key] = backward(params, cache, activations, d_output)
    return known[key]
"""
    (report,) = grade_functions({"backward": remembers}, steps=[step_of("backward")])
    (result,) = report.functions
    assert [check.name for check in result.checks if check.outcome != "passed"] == [CHECK]


def test_who_has_no_forward_yet_loses_nothing_in_backward():
    (report,) = grade_many([with_modules({"step2_network": None})], steps=[step_of("backward")])
    assert outcomes(report) == {"backward": "passed"}


def test_a_forward_that_waits_buys_no_time_for_backward():
    waits = """
        def forward(params, X, activations):
            import time
            time.sleep(0.02)
            a, cache = X, []
            for (W, b), name in zip(params, activations):
                cache.append((a, a @ W + b))
                a = ACTIVATIONS[name][0](a @ W + b)
            return a, cache
    """
    (report,) = grade_functions({"forward": waits, "backward": BY_COMPLEX_STEPS}, steps=[step_of("backward")])
    assert outcomes(report)["backward"] == "wrong"
