"""Attacks that take from the reference: its code through messages, its values by differences, answers that are luck."""

from grader import curriculum
from tests.attacks.case import Case, Place, cases, filled, function, sigmoid
from tests.attacks.cheating import ARGUMENTS, BY_TRIAL, EFFORT, FORWARD, SERVER
from tests.attacks.ground import STOLEN
from tests.made_submissions import worth

NAMES = tuple(curriculum.functions())

OWN = tuple(f"{step.module}.py" for step in curriculum.steps())  # where a submission's own functions stand

# Every code object of a function of the course that does more than ask and is not their own, wherever it may lie.
STEAL = f"""
import builtins, gc, importlib, marshal, types, zlib
NAMES, OWN, FUNCTION = {NAMES!r}, {OWN!r}, type(lambda: 0)
def taken():
    modules = []
    for number, name in enumerate(('activations', 'network', 'loss', 'gradient_check', 'backprop', 'training')):
        try:
            modules.append(importlib.import_module(f'exercises.step{{number + 1}}_{{name}}'))
        except BaseException:
            pass
    todo, seen = [gc.get_objects(), modules, list(sys.modules.values()), sys._getframe(), builtins], set()
    while todo and len(seen) < 400_000:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, bytes) and len(one) > 500:
            try:
                one = marshal.loads(one)
            except Exception:
                continue
        if isinstance(one, types.CodeType):
            if one.co_name in NAMES and '_ask' not in one.co_names and one.co_filename not in OWN:
                yield '{STOLEN} ' + zlib.compress(marshal.dumps(one)).hex()
            todo += one.co_consts
        elif isinstance(one, types.FrameType):
            todo += [one.f_code, one.f_back, one.f_locals, one.f_globals]
        elif isinstance(one, np.ndarray) and one.dtype == np.uint8:
            todo.append(one.tobytes())
        elif isinstance(one, (dict, list, tuple, types.ModuleType, types.MethodType, types.CellType, FUNCTION)):
            todo += gc.get_referents(one)
found = []
def piece(number):
    if not found:
        found.append('nothing')
        found[:] = list(taken()) or found
    return found[number % len(found)]
"""
LATER = {step.module: step.functions for step in curriculum.steps() if step.number in (6, 7, 9)}


def _telling(how: str) -> dict[str, str]:
    """Every function of the later steps tells another piece. {N}: the number of the piece."""
    made: dict[str, str] = {}
    number = 0
    for module, functions in LATER.items():
        made[module] = STEAL
        for one in functions:
            made[module] += function(one.name, "*a, **k", how.replace("{N}", str(number)))
            number += 1
    return made


SERVES = f"s = server()\ns.serving = s.modules.found\nreturn s.ask('backward', ({ARGUMENTS}))"
CARRYING = {
    "carries-code-in-exceptions": _telling("raise ValueError(piece({N})[:380])"),
    "carries-code-in-the-names-of-exceptions": _telling("raise type(piece({N})[:90], (Exception,), {})()"),
    "carries-code-in-print-and-answer": _telling("print(piece({N}))\nreturn piece({N})"),
    "carries-code-in-the-names-of-classes": _telling("return type(piece({N})[:90], (), {})()"),
    "carries-code-in-a-line-at-the-top": {
        "step7_classification": STEAL + "for n in range(9): pass\nraise ValueError(piece(0)[:380])\n"
    },
    "carries-code-out-of-what-was-sent": sigmoid(
        "s = server()\nheld = [bytes(s.buffer), repr(s.modules.found), repr(s.serving), repr(vars(s))]\n"
        "raise ValueError(FOUND if any(WORD in str(part) for part in held) else 'nothing')",
        f"FOUND, WORD = '{STOLEN}', 'np.' + 'exp'\n" + SERVER,
    ),
    "asks-for-what-comes-later": {
        "step3_loss": "import exercises.step1_activations as s\n"
        + function("mse", "y_hat, y", "return s._ask('mse', (y_hat, y))")
        + function("mse_gradient", "y_hat, y", "return s._ask('mse_gradient', (y_hat, y))")
    },
    "asks-by-a-frame-of-its-own": {
        "step5_backprop": SERVER
        + "import questions, wire\n"
        + function(
            "backward",
            ARGUMENTS,
            f"s = server()\ns.write(wire.as_question(questions.asked('backward', ({ARGUMENTS}))))\n"
            f"return questions.understood(s._rest(s.read(12), lambda h: h), ({ARGUMENTS}))",
        )
    },
    "serves-itself": {
        "step5_backprop": SERVER
        + function("backward", ARGUMENTS, SERVES)
    },
    "forges-which-functions-serve": {
        "step5_backprop": SERVER
        + function(
            "backward",
            ARGUMENTS,
            "forge(do='serve', functions=[['step5_backprop', 'backward']])\n"
            f"return server().ask('backward', ({ARGUMENTS}))",
        )
    },
}  # fmt: skip

DIFFERENCES = {
    "slopes-by-differences": {
        "step1_activations": "".join(
            function(name, "z", "return z * 0.25")
            + function(f"{name}_derivative", "z", f"return ({name}(z + 1e-5) - {name}(z - 1e-5)) / 2e-5")
            for name in ("sigmoid", "relu", "tanh")
        )
    },
    "slopes-of-what-is-not-written": {
        "step1_activations": "".join(
            function(name, "z", "raise NotImplementedError")
            + function(f"{name}_derivative", "z", f"a = {name}(z)\nreturn {formula}")
            for name, formula in (("sigmoid", "a * (1 - a)"), ("relu", "1.0 * (a > 0)"), ("tanh", "1 - a * a"))
        )
    },
    "slopes-by-a-complex-step": {
        "step1_activations": function("tanh", "z", "return z")
        + function("tanh_derivative", "z", "return np.imag(tanh(z + 1e-30j)) / 1e-30")
    },
    "slopes-out-of-a-table": {
        "step1_activations": "T = []\n"
        + function("sigmoid", "z", "return z")
        + function(
            "sigmoid_derivative",
            "z",
            "g = np.linspace(-60, 60, 30001)\nif not T: T.append(np.diff(sigmoid(g)) / np.diff(g))\n"
            "return np.interp(z, (g[1:] + g[:-1]) / 2, T[0])",
        )
    },
    "slopes-from-next-door": {
        "step1_activations": "T = []\nG = np.linspace(-30, 30, 15001)\n"
        + function("sigmoid", "z", "return z")
        + function("sigmoid_derivative", "z", "try:\n    T.append(sigmoid(G))\nexcept Exception:\n    pass\nreturn z")
        + function("relu", "z", "T.append(sigmoid(G))\nreturn z")
        + function("relu_derivative", "z", "T.append(relu(G))\nreturn z")
    },
    "a-loss-by-wide-steps": {
        "step3_loss": function("mse", "y_hat, y", "return 1.0")
        + function(
            "mse_gradient",
            "y_hat, y",
            "g = np.zeros(y_hat.shape)\nfor i in np.ndindex(g.shape):\n    e = np.zeros(g.shape)\n    e[i] = 32.0\n"
            "    g[i] = (mse(y_hat + e, y) - mse(y_hat - e, y)) / 64\nreturn g",
        )
    },
    "a-loss-by-steps-in-the-targets": {
        "step3_loss": function("mse", "y_hat, y", "return 1.0")
        + function(
            "mse_gradient",
            "y_hat, y",
            "g = np.zeros(y_hat.shape)\nfor i in np.ndindex(g.shape):\n    e = np.zeros(g.shape)\n    e[i] = 1.0\n"
            "    g[i] = (mse(y_hat, y - e) - mse(y_hat, y + e)) / 2\nreturn g",
        )
    },
    "a-loss-by-the-check-of-gradients": {
        "step7_classification": "from exercises.step4_gradient_check import numerical_gradient\n"
        + function("cross_entropy", "logits, labels", "return 1.0")
        + function("cross_entropy_gradient", "x, y", "return numerical_gradient(lambda x: cross_entropy(x, y), x)")
        + function("binary_cross_entropy", "y_hat, y", "return 1.0")
        + "GIVEN = []\nf = lambda x: binary_cross_entropy(x, GIVEN[0])\n"
        + function("binary_cross_entropy_gradient", "x, y", "GIVEN[:] = [y]\nreturn numerical_gradient(f, x)")
    },
}  # fmt: skip

ONCE = "if len(d_output) == 1 and len(params) > 20:\n    calls.append(1)\n    if len(calls) > 1: return []\n"
TRIED, TRIAL, ZEROS = f"{BY_TRIAL}calls = []\n", f"return trial({ARGUMENTS})", "[(W * 0, b * 0) for W, b in params]"
UNTIMED = {
    "gradient-by-trial-once-and-then-nothing": {
        "step2_network": FORWARD,
        "step5_backprop": TRIED + function("backward", ARGUMENTS, ONCE + TRIAL),
    },
    "gradient-by-trial-once-and-then-zeros": {
        "step2_network": FORWARD,
        "step5_backprop": TRIED + function("backward", ARGUMENTS, ONCE.replace("[]", ZEROS) + TRIAL),
    },
}  # fmt: skip

ROWS = "n = len(X)\nstart = rng.integers(n)\n"
LUCK = {
    "weights-that-explode-where-layers-widen": {
        "step2_network": function(
            "init_params",
            "sizes, rng",
            "spread = lambda a, b: 1e6 if b > a else a**-0.5\n"
            "return [(rng.normal(0, spread(a, b), (a, b)), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]",
        )
    },
    "batches-that-only-turn": {
        "step8_data": function(
            "minibatches",
            "X, y, batch_size, rng",
            ROWS + "rows = (np.arange(n) + start) % n\n"
            "return [(X[rows[i:i + batch_size]], y[rows[i:i + batch_size]]) for i in range(0, n, batch_size)]",
        )
    },
    "batches-backwards": {
        "step8_data": function(
            "minibatches",
            "X, y, batch_size, rng",
            ROWS + "rows = (start - np.arange(n)) % n\n"
            "for i in range(0, n, batch_size): yield X[rows[i:i + batch_size]], y[rows[i:i + batch_size]]",
        )
    },
    "a-split-that-only-turns": {
        "step8_data": function(
            "train_validation_split",
            "X, y, fraction, rng",
            ROWS + "rows, k = (np.arange(n) + start) % n, round(n * fraction)\n"
            "return X[rows[k:]], y[rows[k:]], X[rows[:k]], y[rows[:k]]",
        )
    },
    "relu-by-vectorize": {"step1_activations": "relu = np.vectorize(lambda v: max(0, v))\n"},
}  # fmt: skip

MODULES_OF_OTHERS = ["typer", "rich", "click", "numpy", "grader", "solutions", "datasets", "pytest", "conftest", "json"]
MODULES_OF_OTHERS += ["sitecustomize", "usercustomize", "wire", "serving", "seal", "observe", "questions", "exercises"]
MODULES_OF_OTHERS += ["os", "step1_activations"]


def _beside(folder, place: Place) -> None:
    """Files with the names of modules that the grader may import, beside a step and as packages."""
    name = "modules-of-other-names"
    (folder / name).mkdir()
    source = filled("open(VICTIM + '/' + ME, 'w').write('x')", name, place)
    for module in MODULES_OF_OTHERS:
        (folder / name / f"{module}.py").write_text(source)
        (folder / name / "packages" / module).mkdir(parents=True)
        (folder / name / "packages" / module / "__init__.py").write_text(source)
    (folder / name / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '-p typer'\n")


WORKFLOW = {
    "writes-for-the-workflow": {
        "step1_activations": "for key in list(os.environ):\n    if 'GITHUB' in key: open(os.environ[key], 'a')\n"
        "os.environ['GITHUB_OUTPUT'] = VICTIM + '/' + ME\nopen(os.environ['GITHUB_OUTPUT'], 'a').write('x=100')\n"
    }
}  # fmt: skip

ALL = [
    *cases("carries the reference out", CARRYING),
    *cases("derivatives by differences", DIFFERENCES),
    *cases(
        "a gradient by trial",
        UNTIMED,
        deserves={"backward": worth("backward") * EFFORT + 0.01, "forward": worth("forward")},
    ),
    *cases(
        "right by luck",
        LUCK,
        deserves={"init_params": worth("init_params") * 7 / 8 + 0.01},
    ),
    Case("modules-of-other-names", "modules of other names", _beside),
    *cases("modules of other names", WORKFLOW),
]
