"""A def that does not fit is told before anything is called; a function that stands elsewhere is found; no right work
is accused."""

import importlib
import inspect
import linecache

import numpy as np
import pytest

from grader import curriculum
from grader.checks import Learner
from grader.checks.answer import Answer
from grader.course import notebook_check
from grader.diagnosis import believed, definition, diagnose
from grader.examination.summary import first_words
from grader.steps import bank, reference
from tests.diagnosis.test_diagnosis import asking
from tests.kits import finished_kit, run_pytest
from tests.made_submissions import grade_many, with_modules

FUNCTIONS = list(curriculum.functions())
ACTIVATION_BACKWARD = """
def sigmoid_derivative(dA, cache):
    s = 1 / (1 + np.exp(-cache))
    return dA * s * (1 - s)
"""
KERAS = """
def cross_entropy(labels, logits):
    if np.any(labels < 0) or np.any(labels >= logits.shape[1]):
        raise ValueError("bad label")
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return float(-np.mean(log_p[np.arange(len(labels)), labels]))
"""


def never(name: str, arguments: tuple) -> Answer:
    raise AssertionError("nothing is to be called")


def said(function: str, source: str) -> str:
    found = diagnose(function, asking(source, function), source=source)
    assert found is None or found.id == "definition" or found.id.startswith(("pattern", function)) or found.known
    return found.message if found and found.id == "definition" else ""


@pytest.mark.parametrize(
    ("function", "line", "words"),
    [
        (
            "sigmoid_derivative",
            "def sigmoid_derivative(dA, cache):",
            ["one argument: z", "two arguments: dA and cache"],
        ),
        ("relu_derivative", "def relu_derivative(dA, z):", ["gradient from above", "slope alone"]),
        ("init_params", "def init_params(layer_sizes):", ["rng is handed over too"]),
        ("forward", "def forward(self, X):", ["self belongs to the methods of a class"]),
        ("mse", "def mse(y_hat, y, m):", ["Nobody hands over m", "three arguments"]),
        ("train", "def train(params, X, y, learning_rate, epochs, print_every=0):", ["activations is handed over too"]),
        ("predict", "def predict(params, X):", ["takes three arguments: params, X and activations"]),
        ("gradient_step", "def gradient_step(params, grads, *, learning_rate):", ["by name only"]),
    ],
)
def test_a_wrong_number_of_parameters_is_told_before_anything_is_called(function, line, words):
    source = f"import numpy as np\n\n\n{line}\n    return 1\n"
    for found in (diagnose(function, never, source=source), believed(function, never, source=source)):
        assert found and found.id == "definition"
        assert all(word in found.message for word in words), found.message
        assert found.place == f"{curriculum.functions()[function].step.module}.py:4"
        assert line.partition("(")[0] in found.call


@pytest.mark.parametrize(
    ("function", "source", "words"),
    [
        ("cross_entropy", KERAS, ["takes (logits, labels)", "Yours takes (labels, logits)"]),
        (
            "forward",
            "def forward(X, params, activations):\n    return X @ params[0][0], []\n",
            ["takes (params, X, activations)", "Yours takes (X, params, activations)", "the first one is params"],
        ),
        (
            "mse_gradient",
            "def mse_gradient(y_true, y_pred):\n    return 2 * (y_pred - y_true) / y_true.size\n",
            ["y_hat"],
        ),
        (
            "numerical_gradient",
            "def numerical_gradient(f, x, h):\n    return x * np.nan\n",
            ["may be called without h", "h=1e-5"],
        ),
    ],
)
def test_another_order_and_a_lacking_default_are_told(function, source, words):
    found = said(function, source)
    assert all(word in found for word in words), found


@pytest.mark.parametrize(
    ("function", "source"),
    [
        ("mse", "def mse(y, y_hat):\n    return float(np.sum((y_hat - y) ** 2))\n"),  # the order changes nothing
        ("mse", "def mse(prediction, target):\n    return float(np.sum((prediction - target) ** 2))\n"),
        ("sigmoid", "def sigmoid(x, derivative=False):\n    return x\n"),
        ("sigmoid", "def sigmoid(*args, **kwargs):\n    return args[0]\n"),
        ("gradient_step", "def gradient_step(p, g, lr=0.1, *, clip=None):\n    return p\n"),
        ("sigmoid", "def sigmoid(z, n):\n    return z\n\n\nsigmoid = lambda z: z\n"),  # another one is called
        (
            "sigmoid",
            "if True:\n    def sigmoid(z):\n        return z\nelse:\n    def sigmoid(z, n):\n        return z\n",
        ),
        (
            "sigmoid",
            "class Sigmoid:\n    def sigmoid(self, z, n):\n        return z\n\n\ndef sigmoid(z):\n    return z\n",
        ),
        ("sigmoid", "@np.vectorize\ndef sigmoid(z):\n    return z\n"),
    ],
)
def test_the_def_is_not_blamed_for_what_it_does_not_do(function, source):
    assert said(function, source) == ""


def test_no_right_work_is_accused():
    for entry in bank.variants():
        assert definition.does_not_fit(entry.function, entry.source) is None, entry.id
        assert definition.lacks_a_default(entry.function, entry.source) is None, entry.id
        assert definition.in_another_order(entry.function, entry.source, [], never) is None, entry.id
    for function in FUNCTIONS:
        source = reference.source(curriculum.functions()[function].step.module)
        assert definition.does_not_fit(function, source) is None
        assert definition.lacks_a_default(function, source) is None


def test_the_curriculum_knows_which_arguments_have_a_default():
    for function in curriculum.functions().values():
        solution = getattr(importlib.import_module(f"solutions.{function.step.module}"), function.name)
        parameters = inspect.signature(solution).parameters.values()
        assert tuple(p.name for p in parameters) == function.arguments
        given = {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}
        told = {name: None if text == "None" else float(text) for name, text in function.defaults}
        assert told == given, function.name


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("MSE", "mse"),
        ("sigmoid_prime", "sigmoid_derivative"),
        ("dsigmoid", "sigmoid_derivative"),
        ("relu_deriv", "relu_derivative"),
        ("softmax_fn", "softmax"),
        ("mse_loss", "mse"),
        ("mse_grad", "mse_gradient"),
        ("forward_pass", "forward"),
        ("backprop", "backward"),
        ("initialize_parameters", "init_params"),
        ("train_test_split", "train_validation_split"),
        ("mini_batches", "minibatches"),
    ],
)
def test_a_function_under_another_name_is_found(name, function):
    source = f"def helper(z):\n    return z\n\n\ndef {name}(*args):\n    return args[0]\n"
    found = definition.missing(function, [source])
    assert found and f"{name} in line 5 looks like it" in found.message
    others = [other for other in FUNCTIONS if other != function]
    assert not any(definition.missing(other, [source]) for other in others)


@pytest.mark.parametrize("name", ["helper", "_exp", "training", "step", "gradient", "softplus", "relu", "main"])
def test_a_helper_is_not_taken_for_a_function_that_is_missing(name):
    source = f"def {name}(z):\n    return z\n"
    assert [f for f in FUNCTIONS if f != name and definition.missing(f, [source])] == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("class Net:\n    def forward(self, X):\n        return X\n", ["method forward", "class Net, line 2"]),
        ("def train(params):\n    def forward(X):\n        return X\n", ["inside of train, line 2", "left margin"]),
        ("if __name__ == '__main__':\n    def forward(X):\n        return X\n", ["under `if __name__", "left margin"]),
        ("def Forward(X):\n    return X\n", ["Forward in line 1", "capitals"]),
    ],
)
def test_a_function_that_stands_elsewhere_is_found(source, words):
    found = definition.missing("forward", [source])
    assert found and all(word in found.message for word in words), found


def test_long_names_and_many_of_them_stay_short():
    names = [f"{'n' * 500}{i}" for i in range(300)]
    found = definition.does_not_fit("relu", f"def relu({', '.join(names)}):\n    pass\n")
    assert found and len(found.message) < 1500
    assert len(found.call) < 200
    assert len(definition.missing("relu", [f"class {'N' * 3000}:\n    def relu(self):\n        pass\n"]).message) < 500


@pytest.mark.parametrize("source", ["", "def sigmoid(z:\n", "(" * 5000, "x = " + "-" * 100_000 + "1", "\0"])
def test_what_is_no_python_says_nothing(source):
    assert definition.does_not_fit("sigmoid", source) is None
    assert definition.missing("sigmoid", [source]) is None


def test_graded_work_is_told_of_its_def_and_of_what_stands_elsewhere():
    sources = reference.sources()
    two = sources["step1_activations"].replace("def sigmoid_derivative(z)", "def sigmoid_derivative(z, a)")
    method = sources["step3_loss"].replace("def mse(", "def MSE(")
    (report,) = grade_many([with_modules({"step1_activations": two, "step3_loss": method})], diagnosis=True)
    results = {result["function"]: result for result in report.as_data()["functions"]}
    assert results["sigmoid_derivative"]["diagnosis"]["id"] == "definition"
    assert "takes one argument: z" in results["sigmoid_derivative"]["diagnosis"]["message"]
    assert results["mse"]["outcome"] == "not attempted"
    assert "MSE in line" in results["mse"]["diagnosis"]["message"]
    assert "all that you have written" not in first_words(report.as_data())


def test_pytest_exercises_shows_the_def_and_no_traceback(tmp_path):
    source = reference.source("step1_activations").replace("def relu_derivative(z)", "def relu_derivative(dA, z)")
    run = run_pytest(finished_kit(tmp_path / "kit", step1_activations=source), "exercises", "-k", "relu_derivative")
    assert "relu_derivative takes one argument: z. Yours takes two arguments: dA and z." in run.stdout
    assert "grader/" not in run.stdout
    assert "Traceback" not in run.stdout
    assert len(run.stdout.splitlines()) < 40, run.stdout
    assert "more checks end the same way" in run.stdout


def test_pytest_exercises_says_what_stands_in_place_of_a_missing_function(tmp_path):
    source = reference.source("step3_loss").replace("def mse(", "def MSE(")
    run = run_pytest(finished_kit(tmp_path / "kit", step3_loss=source), "exercises/test_step3_loss.py")
    assert "mse is missing. MSE in line" in run.stdout
    assert "Python tells capitals apart." in run.stdout


@pytest.mark.parametrize(
    ("function", "cell", "words"),
    [
        (
            "sigmoid_derivative",
            "def sigmoid_derivative(dA, z):\n    return dA\n",
            "Yours takes two arguments: dA and z.",
        ),
        ("mse", "def MSE(y_hat, y):\n    return 0.0\n", "MSE in line 1 looks like it"),
        (
            "mse",
            "class Loss:\n    def mse(self, y):\n        return 0.0\n",
            "A method mse stands in class Loss, line 2",
        ),
        ("mse", "def helper(y):\n    return 0.0\n", "mse is to do"),
    ],
)
def test_a_notebook_is_told_the_same(monkeypatch, function, cell, words):
    def check(learner: Learner) -> None:
        learner.call(function, (np.zeros(3),))

    file = "/tmp/ipykernel_1/1.py"
    monkeypatch.setattr(notebook_check, "_checks_of", lambda name: [check])
    monkeypatch.setitem(linecache.cache, file, (len(cell), None, cell.splitlines(keepends=True), file))
    namespace = {"__name__": "__main__"}
    exec(compile(cell, file, "exec"), namespace)
    assert words in " ".join(notebook_check.verdict(function, notebook_check.Notebook(namespace)).split())
