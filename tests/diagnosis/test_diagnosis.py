"""The grader names every mistake it knows as itself, says nothing about right work, and helps with the unknown."""

import numpy as np
import pytest

from grader import curriculum
from grader.checks import messages
from grader.checks.answer import CRASHED, Answer, Error, LearnerFailed
from grader.checks.calling import Code, call
from grader.diagnosis import diagnose
from grader.diagnosis.crashes import EXPLANATIONS, explain_error
from grader.diagnosis.observations import what_was_raised
from grader.diagnosis.relations import relate
from grader.steps import bank, questions, reference
from grader.steps.bank_answers import ask_entry
from grader.steps.entry import Entry
from tests.leave_one_out import VAGUE, statement

FUNCTIONS = list(curriculum.functions())


def asking(source: str, function: str):
    """A way to call a function of a module that is given as text, with the reference's neighbours in reach."""
    module = curriculum.functions()[function].step.module
    namespace = dict(vars(__import__(f"solutions.{module}", fromlist=["_"])))
    exec(compile(source, "<learner>", "exec"), namespace)

    lines = source.splitlines()
    code = Code(lambda file: file == "<learner>", lambda file, line: lines[line - 1])
    return lambda name, arguments: call(namespace[name], name, arguments, code)


def changed(function: str, old: str, new: str):
    """The reference with one piece of text changed."""
    source = reference.source(curriculum.functions()[function].step.module).replace("exercises.", "solutions.")
    assert old in source
    return asking(source.replace(old, new), function)


def said_of(function: str, old: str, new: str) -> str:
    unknown = frozenset(entry.id for entry in bank.misconceptions(function))
    found = diagnose(function, changed(function, old, new), without=unknown)
    return found.message if found else ""


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_entry_is_named_as_itself(function):
    wrongly = {}
    for entry in bank.misconceptions(function):
        found = diagnose(function, ask_entry(entry))
        if found is None or found.id not in (entry.id, *entry.look_alikes):
            wrongly[entry.id] = found and found.id
    assert not wrongly


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nothing_is_said_of_right_work(function):
    accused = {entry.id: said for entry in bank.variants(function) if (said := diagnose(function, ask_entry(entry)))}
    assert not accused


OFTEN = ("sigmoid", "forward", "mse_gradient", "momentum_step", "one_hot")  # of these in every run
SELDOM = [name for name in FUNCTIONS if name not in (*OFTEN, "backward", "relative_error")]


@pytest.mark.parametrize("function", [*OFTEN, *(pytest.param(name, marks=pytest.mark.slow) for name in SELDOM)])
def test_general_patterns_help_where_the_bank_does_not(function):
    kinds = {entry.id: statement(entry)[0] for entry in bank.misconceptions(function)}
    helped = [id for id, kind in kinds.items() if kind not in VAGUE]
    assert len(helped) >= 0.8 * len(kinds), f"nothing useful: {sorted(set(kinds) - set(helped))}"


def test_messages_are_short_plain_and_without_tracebacks():
    for entry in bank.misconceptions():
        text = f"Your answers are those of a function that {entry.did}.\n{entry.hint}"
        assert len(messages.wrapped(text)) <= 7, entry.id
        assert text.isascii(), entry.id


def test_ids_are_unique_and_look_alikes_exist():
    ids = [entry.id for entry in bank.misconceptions()]
    assert len(ids) == len(set(ids)) >= 200
    assert all(other in ids for entry in bank.misconceptions() for other in entry.look_alikes)
    assert len({entry.id for entry in bank.variants()}) >= 120


def test_an_entry_can_stand_in_its_module():
    entry: Entry
    for entry in (*bank.misconceptions(), *bank.variants()):
        compile(bank.sources_with(entry)[curriculum.functions()[entry.function].step.module], entry.id, "exec")


@pytest.mark.parametrize(
    ("function", "old", "new", "words"),
    [
        ("backward", "d_a = delta @ W.T", "d_a = delta @ W.T * 4.0", "last layer is right"),
        ("backward", "np.sum(delta, axis=0)", "np.sum(delta, axis=0) * 1.7", "dW is right everywhere, and db is not"),
        ("backward", "d_a * derivative(z)", "d_a * derivative(z) ** 2", "slope is used twice"),
        ("backward", "delta = d_a * derivative(z)", "delta = d_a * derivative(a_prev @ W)", "without its bias"),
        ("forward", "a @ W + b", "a @ W", "biases are left out"),
        ("forward", "(a, z)", "(z, a)", "(a_prev, z) is due"),
        ("mse", "np.mean(", "np.sum(", "sum of the squared difference"),
        ("sigmoid_derivative", "s * (1.0 - s)", "z * (1.0 - z)", "z) * (1 - z"),
        ("gradient_step", "- learning_rate *", "+ learning_rate *", "old + learning_rate * gradient"),
        ("predict", ">= 0.5", ">= 0.75", "threshold between"),
        ("predict", ">= 0.5", "< 0.5", "the other way round"),
        ("numerical_gradient", "(2.0 * h)", "h", "/ h"),
        ("softmax", "logits - np.max", "2 * logits - np.max", "softmax of 2 times"),
        ("cross_entropy", "axis=1))\n    return float(np.mean(", "axis=1))\n    return float(np.max(", "smallest"),
        ("cross_entropy_gradient", "gradient / n_samples", "gradient / n_classes", "number of classes"),
        ("cross_entropy_gradient", "labels >= n_classes", "labels > 99", "a ValueError is due"),
        ("binary_cross_entropy", "-np.mean(", "-np.sum(", "minus the sum of"),
        ("binary_cross_entropy_gradient", " - y / np.maximum", " + y / np.maximum", "+ y / y_hat"),
        ("binary_cross_entropy_gradient", "1.0 - y_hat, 1e-12", "1.0 - y_hat, 1e-3", "From where on is clipped"),
        ("accuracy", "np.argmax(logits, axis=1)", "np.argmin(logits, axis=1)", "the smallest logit"),
        ("one_hot", "labels] = 1.0", "labels - 1] = 1.0", "one column too far to the left"),
        ("standardize", "np.std(train", "np.var(train", "divided by the variance of train"),
        ("train_validation_split", "order[:n_validation], order[n_validation:]", "order[:n_validation], order", "both"),
        ("minibatches", "start + batch_size]", "start + batch_size + 1]", "larger than batch_size"),
        ("minibatches", "rng.permutation(len(X))", "np.random.permutation(len(X))", "does not come from rng"),
        ("momentum_step", "momentum * vW,", "1.0 * vW,", "the new value of the weights"),
        ("momentum_step", "(vW, vb))\n    return", "(W, b))\n    return", "the new velocity is"),
        (
            "fit",
            "velocity, learning_rate, momentum)\n        logits",
            "velocity, learning_rate, 0.0)\n        logits",
            "without mom",
        ),
        ("fit", "return best_params, history", "return params, history", "those of the last epoch"),
        ("fit", "waited == patience", "waited > 99", "runs to the end"),
        ("tanh", "np.tanh(z)", "np.clip(np.tanh(z), -0.9, 0.9)", "cut off"),
    ],
)
def test_a_mistake_that_is_not_in_the_bank(function, old, new, words):
    assert words in said_of(function, old, new)


@pytest.mark.parametrize(
    ("actual", "kind"),
    [
        (np.array([[2.0, 4.0], [6.0, 8.0]]), "factor"),
        (np.array([[1.0, 3.0], [2.0, 4.0]]), "transposed"),
        (np.array([1.0, 2.0, 3.0, 4.0]), "reshaped"),
        (np.array([4.0, 6.0]), "reduced"),
        (np.array([[1.0, 2.0], [0.0, 0.0]]), "partly"),
        (np.array([[3.0, 4.0], [1.0, 2.0]]), "reversed"),
        (np.array([[1.5, 2.5], [3.5, 4.5]]), "offset"),
        (np.array([[0.0, 0.0], [0.0, 0.0]]), "zero"),
        (np.array([[np.nan, 2.0], [3.0, 4.0]]), "not finite"),
        (np.array([[2.0, 2.0], [3.0, 3.0]]), "clipped"),
        (np.array([[7.0, -1.0], [0.3, 9.0]]), "unknown"),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), "right"),
    ],
)
def test_relations_of_two_arrays(actual, kind):
    assert relate(actual, np.array([[1.0, 2.0], [3.0, 4.0]])).kind == kind


def test_shapes_in_an_error_are_given_the_names_of_what_they_belong_to():
    error = Error(
        "ValueError",
        "matmul: Input operand 1 has a mismatch in its core dimension 0 (size 4 is different from 6)",
        text="dW = delta @ a_prev",
        shapes={"delta": (6, 2), "a_prev": (6, 4)},
    )
    said = explain_error(error)
    assert said and "delta (6, 2)" in said and "a_prev (6, 4)" in said


def test_every_explanation_of_an_exception_can_be_filled_in():
    for pattern, words in EXPLANATIONS:
        assert words.isascii() and words.endswith((".", "?")), pattern
        words.format("x", "y", "z")


def test_questions_are_the_same_every_time():
    for function in FUNCTIONS:
        for question in questions(function):
            if question.expected is not None:
                assert messages.show(question.arguments()[0]) == messages.show(question.arguments()[0]), function


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_foreign_exception_is_not_blamed_on_an_entry_of_the_bank(function):
    for kind in (TypeError, ValueError, IndexError, KeyError, AttributeError, ZeroDivisionError, RuntimeError):

        def ask(name: str, arguments: tuple, kind: type[Exception] = kind) -> Answer:
            raise LearnerFailed(
                CRASHED, "", Error(kind.__name__, "a message that nobody has seen before", (kind.__name__,))
            )

        found = diagnose(function, ask)
        assert found is None or found.id.startswith("pattern"), f"{kind.__name__} is named {found.id}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "only length-1 arrays can be converted to Python scalars",
            "only 0-dimensional arrays can be converted to Python scalars",
        ),
        (
            "maximum() takes from 2 to 3 positional arguments but 1 were given",
            "maximum() takes from 2 to 3 positional arguments but 1 was given",
        ),
    ],
)
def test_versions_of_numpy_that_say_the_same_in_other_words(old, new):
    assert what_was_raised(Error("TypeError", old)) == what_was_raised(Error("TypeError", new))
    assert what_was_raised(Error("TypeError", old)) != what_was_raised(Error("TypeError", "another"))
