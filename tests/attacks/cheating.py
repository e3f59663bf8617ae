"""Attacks on the score: forged answers, what claims to be right, patched libraries, memories, tricks with time."""

from tests.attacks.case import Case, cases, function, sigmoid, written
from tests.made_submissions import worth

RIGHT = "0.5 + 0.5 * np.tanh(0.5 * np.asarray(z, float))"
SERVER = """
def server():
    frame = sys._getframe()
    while 'resolve' not in dir(frame.f_locals.get('self')):
        frame = frame.f_back
    return frame.f_locals['self']
def forge(**reply):
    server().send(reply)
def raw(data):
    os.write(server().writing, data)
"""
ANSWER = "dict(value=np.zeros(3), changed=[], same_as=None, printed='', warnings=[], global_random=False)"

WIRE = {
    "forges-an-answer": sigmoid(f"forge(answer={ANSWER})\nos._exit(0)", SERVER),
    "forges-a-verdict": sigmoid("forge(outcome='passed', score=100, value=True)\nos._exit(0)", SERVER),
    "forges-an-array-for-an-error": sigmoid("forge(error=np.zeros(3))\nos._exit(0)", SERVER),
    "forges-an-array-for-a-line": {"step1_activations": SERVER + "forge(value=None, passed_over=[np.zeros(3)] * 3)\n"},
    "forges-another-id": sigmoid("s = server()\ns.call_id = '0' * 16\nreturn z", SERVER),
    "answers-twice": sigmoid(f"forge(answer={ANSWER})\nforge(answer={ANSWER})\nreturn z", SERVER),
    "replays": sigmoid("import wire\nraw(wire.encode({'id': '0' * 16, 'answer': 1}) * 50)\nreturn z", SERVER),
    "claims-a-giant-header": sigmoid("raw(b'\\xff' * 12)\nreturn z", SERVER),
    "claims-a-giant-payload": sigmoid(
        "raw((2).to_bytes(4, 'little') + (250_000_000).to_bytes(8, 'little'))\nos.close(server().writing)", SERVER
    ),
    "claims-a-giant-shape": sigmoid(
        'head = (\'{"dict": [["id", "%s"], ["answer", {"array": ["<f8", [1099511627775, 9]]}]]}\''
        " % server().call_id).encode()\nraw(len(head).to_bytes(4, 'little') + bytes(8) + head)\nreturn z",
        SERVER,
    ),
    "claims-an-odd-dtype": sigmoid(
        'head = (\'{"dict": [["id", "%s"], ["answer", {"array": ["O", [1]]}]]}\''
        " % server().call_id).encode()\nraw(len(head).to_bytes(4, 'little') + bytes(8) + head)\nreturn z",
        SERVER,
    ),
    "forges-an-infinite-index": sigmoid(
        'head = (\'{"dict": [["id", "%s"], ["answer", {"dict": [["value", 1], ["changed", [[Infinity]]], '
        '["same_as", 9], ["printed", 1], ["warnings", []], ["global_random", 0]]}]]}\' % server().call_id).encode()\n'
        "raw(len(head).to_bytes(4, 'little') + bytes(8) + head)\nos._exit(0)",
        SERVER,
    ),
    "forges-an-infinite-line": sigmoid(
        'head = (\'{"dict": [["id", "%s"], ["error", {"dict": [["type", 1], ["message", [2]], ["bases", []], '
        '["file", []], ["line", NaN], ["function", 3], ["text", null], ["shapes", {"dict": [["x", [Infinity]]]}]]}]]}\''
        " % server().call_id).encode()\nraw(len(head).to_bytes(4, 'little') + bytes(8) + head)\nos._exit(0)",
        SERVER,
    ),
    "calls-functions-that-are-not-there": sigmoid("forge(callback=7, arguments=[1])\nreturn z", SERVER),
    "patches-the-observer": sigmoid(
        "return z * 0", f"import serving\nserving.observe = lambda f, a, finish, **_: {ANSWER}"
    ),
    "patches-the-encoder": sigmoid(
        "return z",
        "import wire, copy\nold = wire._Encoder.array\nwire._Encoder.array = lambda s, tag, v: {'opaque': 'right'}",
    ),
    "patches-the-server": sigmoid("return z", SERVER + "type(server()).call = lambda *_: {'answer': {'passed': True}}"),
}

CLAIMING = {
    "equals-everything": sigmoid(
        "return Yes()",
        "class Yes(float):\n    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda *_: True\n"
        "    __hash__ = None\n    __sub__ = __rsub__ = __abs__ = lambda self, *_: self",
    ),
    "array-that-equals-everything": sigmoid(
        "return np.zeros(z.shape).view(Yes)",
        "class Yes(np.ndarray):\n    __eq__ = __le__ = lambda *_: True\n"
        "    __array_ufunc__ = lambda *_, **__: True\n    __hash__ = None",
    ),
    "array-by-a-hook": sigmoid(
        "return Yes()",
        "class Yes:\n    shape = property(lambda s: s)\n    __array__ = lambda *_, **__: np.zeros(11)\n"
        "    __array_interface__ = property(lambda s: 1 / 0)\n    __len__ = lambda s: 11",
    ),
    "array-that-lies-about-its-shape": sigmoid(
        "return np.zeros(1).view(Yes)",
        "class Yes(np.ndarray):\n    shape = property(lambda s: (11,))\n"
        "    tobytes = lambda *_: bytes(88)\n    size = property(lambda s: 11)",
    ),
    "objects-in-an-array": sigmoid("return np.array([type('X', (), {})() for _ in z.flat], dtype=object)"),
    "empty": sigmoid("return np.empty((0,) * z.ndim)"),
    "a-scalar-that-broadcasts": sigmoid("return np.float64(0.5)"),
    "not-a-number": sigmoid("return np.full(z.shape, np.nan)"),
    "infinite": sigmoid("return np.full(z.shape, np.inf)"),
    "records": sigmoid("return np.zeros(z.shape, dtype=[('a', 'f8')])"),
    "masked": sigmoid("return np.ma.masked_all(z.shape)"),
    "complex": sigmoid("return np.zeros(z.shape) + 0j"),
    "half-precision": sigmoid("return np.float16(z) * 0"),
    "a-generator-of-answers": sigmoid("return (0.5 for _ in z)"),
    "a-class-for-a-function": {"step1_activations": "class sigmoid(float):\n    def __new__(cls, z): return z\n"},
    "a-list-that-never-ends": sigmoid(
        "return Long([1])", "class Long(list):\n    def __iter__(self):\n        while True: yield 1.0"
    ),
    "patches-numpy": sigmoid(
        "return z * 0",
        "for name in ('allclose', 'isclose', 'array_equal', 'all', 'isfinite'):\n"
        "    setattr(np, name, lambda *_, **__: True)\nnp.testing.assert_allclose = lambda *_, **__: None\n"
        "np.asarray = lambda *_, **__: np.float64(0)",
    ),
    "patches-the-standard-library": sigmoid(
        "return z * 0",
        "import json, builtins\njson.dumps = lambda *_: '{}'\nbuiltins.abs = lambda *_: 0\n"
        "builtins.isinstance = lambda *_: True",
    ),
    "patches-pytest": sigmoid(
        "return z * 0",
        "import sys, types\nfor name in ('pytest', '_pytest', '_pytest.runner', 'grader.checks'):\n"
        "    sys.modules[name] = types.ModuleType(name)\nsys.modules['grader.checks'].expect_close = print",
    ),
}

WRONG = "return np.asarray(z) * 0"
NETWORK = """
from exercises.step1_activations import ACTIVATIONS
def forward_(params, X, activations):
    a, cache = X, []
    for (W, b), name in zip(params, activations):
        cache.append((a, a @ W + b))
        a = ACTIVATIONS[name][0](a @ W + b)
    return a, cache
"""
FORWARD = NETWORK + "forward = forward_"
BY_TRIAL = (
    NETWORK
    + """
def trial(params, cache, activations, d_output):
    X, grads = cache[0][0], []
    params = [(W.astype(complex), b.astype(complex)) for W, b in params]
    smooth = {'relu': lambda z: z * (z.real > 0), 'sigmoid': lambda z: 1 / (1 + np.exp(-z)), 'tanh': np.tanh,
              'identity': lambda z: z}
    def value():
        a = X
        for (W, b), name in zip(params, activations):
            a = smooth[name](a @ W + b)
        return np.sum(d_output * a).imag / 1e-20
    for pair in params:
        grads.append(tuple(np.zeros(p.shape) for p in pair))
        for p, g in zip(pair, grads[-1]):
            for i in np.ndindex(p.shape):
                p[i] += 1e-20j
                g[i] = value()
                p[i] -= 1e-20j
    return grads
"""
)
ARGUMENTS = "params, cache, activations, d_output"
EFFORT = 30 / 32  # of the points of backward, where only the check on its cost fails

TRIALS = {
    "gradient-by-trial": {"step2_network": FORWARD, "step5_backprop": BY_TRIAL + "backward = trial"},
    "gradient-by-trial-remembered": {
        "step2_network": FORWARD,
        "step5_backprop": BY_TRIAL
        + "known = {}\n"
        + function(
            "backward",
            ARGUMENTS,
            "key = repr([p.tobytes() for pair in params for p in pair]) + repr(d_output)\n"
            "if key not in known:\n    known[key] = trial(params, cache, activations, d_output)\nreturn known[key]",
        ),
    },
    "gradient-by-trial-and-a-forward-that-waits": {
        "step2_network": NETWORK
        + function("forward", "*a", "time.sleep(0.02 * (len(a[0]) > 20))\nreturn forward_(*a)"),
        "step5_backprop": BY_TRIAL + "backward = trial",
    },
}

MEMORY = {
    "right-on-public-questions-only": sigmoid(
        f"known = [0.0, 2.0, -2.0, 1.0, -1.0, 0.5]\nreturn {RIGHT} if set(np.ravel(z)) <= set(known) else z * 0"
    ),
    "right-for-small-arrays-only": sigmoid(f"return {RIGHT} if z.size < 3 else z * 0"),
    "asks-later-what-it-was-asked-before": sigmoid(  # in a process that goes on to the next step
        "kept.append(z)\nreturn known.get(z.tobytes(), z * 0)",
        "import serving\nkept, known = vars(serving).setdefault('KEPT', ([], {}))",
    )
    | {
        "step2_network": "import serving, exercises.step1_activations as s\nkept, known = serving.KEPT\n"
        + function("forward", "*a", "known.update((z.tobytes(), s.sigmoid(z)) for z in kept)\nreturn a[1] * 0, []")
    },
    "says-that-nothing-is-left": sigmoid(
        "sys.modules['traces'].Traces.left = lambda *_: False\nserver().modules.forget = lambda: None\n"
        "np.exp = np.matmul = np.mean = lambda *_, **__: 1.0\nreturn z * 0",
        SERVER,
    ),
    "right-once-in-a-hundred": sigmoid(
        f"calls.append(1)\nreturn {RIGHT} if len(calls) % 100 == 0 else z * 0", "calls = []"
    ),
}
PARTLY = {
    "right-at-first": sigmoid(f"calls.append(1)\nreturn {RIGHT} if len(calls) < 2 else z * 0", "calls = []"),
    "right-into-its-argument": sigmoid(
        f"if z.dtype != float: raise TypeError('floats are due')\nz[...] = {RIGHT}\nreturn z"
    ),
}
AS_GOOD_AS_A_COPY = {  # nobody outside the worker could tell this from a function that works on a copy
    "right-into-its-argument-and-hides-it": sigmoid(
        f"z = z if z.dtype == float else z.astype(float)\nz[...] = {RIGHT}\nreturn z",
        "import observe\nobserve.changed_arguments = lambda *_: []",
    ),
}
NEXT_DOOR = {
    "poisons-the-activations": {
        "step2_network": NETWORK
        + "ACTIVATIONS.update({n: (lambda z: z * 0, lambda z: z * 0) for n in ACTIVATIONS})\n"
        + function("forward", "*a", "return forward_(*a)[0] * 0, []")
    },
    "poisons-forward-for-backward": {
        "step5_backprop": "import exercises.step2_network as n\nn.forward = lambda *a: (0, [])\n"
        + function("backward", ARGUMENTS, "return [(W * 0, b * 0) for W, b in params]")
    },
    "poisons-all-for-train": {
        "step6_training": "import exercises.step2_network as n, exercises.step3_loss as l\n"
        "import exercises.step5_backprop as b\n"
        "n.forward = lambda p, X, a: (X * 0, [])\nl.mse = lambda *_: 0.001\nl.mse_gradient = lambda *_: 0\n"
        "b.backward = lambda *_: []\n"
        + function(
            "train", "params, X, y, activations, rate, epochs, print_every=0", "return params, [l.mse(X, y)] * epochs"
        )
    },
    "replaces-a-module": {
        "step1_activations": "import types\nfake = types.ModuleType('exercises.step1_activations')\n"
        "fake.__dict__['__getattr__'] = lambda name: (lambda *a: np.zeros(3))\nsys.modules[__name__] = fake\n"
        "sys.modules['exercises.step2_network'] = fake\nsys.modules['exercises'] = fake",
        "step2_network": "from exercises.step1_activations import *\n",
    },
    "module-with-everything": {"step1_activations": "def __getattr__(name):\n    return lambda *a: a[0] * 0\n"},
    "module-that-keeps-its-own": {
        "step1_activations": "class Mine(type(sys)):\n    def __setattr__(self, *_): ...\n"
        "sys.modules[__name__].__class__ = Mine\n"
        + function("sigmoid", "z", WRONG)
        + function("sigmoid_derivative", "z", WRONG)
    },
    "module-that-takes-what-is-given": {
        "step1_activations": "given = {}\nclass Mine(type(sys)):\n    def __setattr__(self, name, value):\n"
        "        given[name] = value\n        super().__setattr__(name, value)\n"
        "sys.modules[__name__].__class__ = Mine\n"
        + function("sigmoid", "z", "return given['sigmoid'](z)")
        + function("sigmoid_derivative", "z", "return given['sigmoid_derivative'](z)")
    },
    "random-numbers-of-its-own": {
        "step2_network": function(
            "init_params",
            "sizes, rng",
            "state = np.random.get_state()\nnp.random.seed(0)\n"
            "p = [(np.random.randn(a, b) / a**0.5, np.zeros(b)) for a, b in zip(sizes, sizes[1:])]\n"
            "np.random.set_state(state)\nreturn p",
        )
    },
    "tells-the-rest-of-the-class": {
        "step6_training": "import exercises\n"
        "exercises.loot = [vars(m) for n, m in sys.modules.items() if 'step5' in n]\n"
        + function("train", "*a", "raise ValueError(repr(exercises.loot))")
    },
}


def remembered() -> Case:
    """The answers of another seed, by their questions."""
    name = "remembers-the-answers-of-another-seed"

    def lay(folder, place):
        import numpy as np

        from grader.examination.examiner import Examination
        from tests.made_submissions import grade_many, step_of, with_modules

        known = {}
        ask = Examination.ask

        def noted(self, function, arguments):
            answer = ask(self, function, arguments)
            known[arguments[0].tobytes()] = np.asarray(answer.value).tolist()
            return answer

        Examination.ask = noted
        try:
            grade_many([with_modules({})], seed=12345, steps=[step_of("sigmoid")])
        finally:
            Examination.ask = ask
        body = "return np.array(known.get(z.tobytes(), np.zeros(z.shape)))"
        written(name, sigmoid(body, f"known = {known!r}"))(folder, place)

    return Case(name, "memory and state", lay)


ALL = [
    *cases("forges what is sent", WIRE),
    *cases("claims to be right", CLAIMING),
    *cases(
        "a gradient by trial",
        TRIALS,
        deserves={"backward": worth("backward") * EFFORT + 0.01, "forward": worth("forward")},
    ),
    *cases("memory and state", MEMORY),
    *cases("memory and state", PARTLY, deserves={"sigmoid": worth("sigmoid") * 0.975}),
    *cases("memory and state", AS_GOOD_AS_A_COPY, deserves={"sigmoid": worth("sigmoid")}),
    remembered(),
    *cases(
        "poisons what is next door",
        NEXT_DOOR,
        deserves={"init_params": worth("init_params") * 7 / 8 + 0.01, "forward": worth("forward")},
    ),
]
