"""Attacks that use up what there is: time, memory, the stack, the pipe, the reader's patience."""

from tests.attacks.case import cases, function, sigmoid
from tests.attacks.cheating import SERVER

ENDING = {
    "exits": sigmoid("sys.exit(0)"),
    "exits-while-imported": {"step1_activations": "sys.exit(0)"},
    "exits-at-once": sigmoid("os._exit(0)"),
    "exits-at-once-while-imported": {"step1_activations": "os._exit(0)"},
    "aborts": sigmoid("os.abort()"),
    "breaks-its-memory": sigmoid("import ctypes\nctypes.string_at(8)"),
    "interrupts": sigmoid("raise KeyboardInterrupt"),
    "generator-exits": sigmoid("raise GeneratorExit"),
    "raises-what-cannot-be-told": sigmoid(
        "raise Odd", "class Odd(BaseException):\n    def __str__(self): sys.exit(3)\n    __repr__ = __str__"
    ),
    "raises-a-class-of-a-long-name": sigmoid("raise type('X' * 100_000, (Exception,), {})('x' * 1_000_000)"),
    "raises-a-hundred-deep": sigmoid(
        "e = ValueError('x' * 9999)\nfor _ in range(2000):\n"
        "    n = ValueError('y' * 9999)\n    n.__cause__ = e\n    e = n\nraise e"
    ),
    "a-group-of-exceptions": sigmoid("raise ExceptionGroup('many', [ValueError('x' * 999)] * 9999)"),
    "calls-itself": sigmoid("return sigmoid(z)"),
    "calls-itself-without-a-limit": sigmoid("sys.setrecursionlimit(10**9)\nreturn sigmoid(z)"),
    "closes-the-pipe": sigmoid("os.closerange(3, 99)\nreturn z"),
    "an-alarm": sigmoid("signal.setitimer(signal.ITIMER_REAL, 0.001)\ntime.sleep(0.1)\nreturn z"),
    "ignores-signals": sigmoid(
        "[signal.signal(s, signal.SIG_IGN) for s in range(1, 32) if s not in (9, 19, 32, 33)]\nreturn z"
    ),
    "a-thread": sigmoid("threading.Thread(target=time.sleep, args=(3,)).start()\nreturn z"),
    "deep-nesting": {"step1_activations": "x = " + "(" * 40_000 + ")" * 40_000},
    "deep-expressions": {"step1_activations": "x = " + "-" * 90_000 + "1"},
    "a-huge-literal": {"step1_activations": "x = [" + "1," * 400_000 + "]"},
    "a-huge-power": {"step1_activations": "x = " + "'x' * 10**7 + " * 2000 + "''"},
    "a-number-of-many-digits": {"step1_activations": "x = " + "9" * 900_000},
}

RETURNING = {
    "returns-a-deep-list": sigmoid("x = []\nfor _ in range(100_000): x = [x]\nreturn x"),
    "returns-itself": sigmoid("x = []\nx.append(x)\nreturn x"),
    "returns-a-long-text": sigmoid("return 'x' * 100_000_000"),
    "returns-texts-that-grow": sigmoid("return ['x' * 20_000] + ['y'] * 60_000"),
    "returns-many-bytes": sigmoid("return np.zeros(25_000_000)"),
    "returns-many-axes": sigmoid("return np.zeros((1,) * 32)"),
    "returns-a-column": sigmoid("return np.zeros((3_000_000, 1))"),
    "returns-a-row": sigmoid("return np.zeros((1, 3_000_000))"),
    "returns-nothing-of-a-giant-shape": sigmoid("return np.zeros((0, 2**39))"),
    "returns-a-view-of-giant-shape": sigmoid("return np.broadcast_to(np.zeros(1), (2**20, 2**20))"),
    "returns-a-long-number": sigmoid("return 10 ** 200_000"),
    "returns-many-keys": sigmoid("return {str(i): i for i in range(100_000)}"),
    "returns-lists-of-everything": sigmoid(
        "return [[], {}, (), 'x', None, 1j, object, np.nan, b'x', [[1], [[2]]]] * 999"
    ),
    "returns-an-object-of-a-long-name": sigmoid("return type('X' * 1_000_000, (), {})()"),
    "forges-a-long-text": sigmoid(
        "forge(error=dict.fromkeys(('type', 'message', 'file', 'function', 'text'), 'x' * 20_000)"
        " | dict(bases=['y' * 20_000] * 200, line=1, shapes={}))\nos._exit(0)",
        SERVER,
    ),
    "forges-texts-over-the-cap": sigmoid(
        "import wire\nwire.MAX_TEXT = 10**9\n"
        "long = 'x y ' * 400_000\nforge(error=dict(type=long, message=long, bases=[], "
        "file=long, line=1, function='f', text='', shapes={}))\nos._exit(0)",
        SERVER,
    ),
    "forges-an-opaque-of-a-long-name": sigmoid(
        "import wire\nforge(answer=dict(value=wire.Opaque('x' * 7_000_000), changed=[], same_as=None, printed='', "
        "warnings=[], global_random=False))\nos._exit(0)",
        SERVER,
    ),
    "writes-rubbish": sigmoid("raw(b'rubbish' * 1000)\nreturn z", SERVER),
    "prints-much": sigmoid("print('x' * 10_000_000)\nreturn z"),
    "prints-on-every-descriptor": sigmoid("[os.write(i, b'x' * 1000) for i in (1, 2)]\nreturn z"),
    "warns-much": sigmoid("import warnings\n[warnings.warn('x' * 9999 + str(i)) for i in range(999)]\nreturn z"),
    "asks-f-for-texts-that-grow": {
        "step4_gradient_check": function(
            "numerical_gradient", "f, x, h=1e-5", "return f(['x' * 20_000] + ['y'] * 60_000)"
        )
    },
    "asks-f-for-much": {
        "step4_gradient_check": function(
            "numerical_gradient", "f, x, h=1e-5", "[f(np.zeros(3_000_000)) for _ in range(9)]\nreturn x"
        )
    },
    "asks-f-for-odd-things": {
        "step4_gradient_check": function(
            "numerical_gradient",
            "f, x, h=1e-5",
            "for odd in (None, 'x', {}, [[1], 2], 10**18, np.zeros((0, 9)), True, [], x.astype(complex), x > 0):\n"
            "    try:\n        f(odd)\n    except ValueError:\n        pass\nreturn x",
        )
    },
}
TRAIN = "params, X, y, activations, rate, epochs, print_every=0"
TRAINING = {
    "losses-of-true-and-false": {"step6_training": function("train", TRAIN, "return params, np.zeros(epochs, bool)")},
    "losses-of-texts": {"step6_training": function("train", TRAIN, "return params, ['0.1'] * epochs")},
    "losses-beyond-floats": {
        "step6_training": function("train", TRAIN, "return params, [2**62, -2**63] * (epochs // 2)")
    },
    "prints-a-number-of-many-digits": {
        "step6_training": function(
            "train", TRAIN, "print('7' * 9000, 0.5)\nprint('8' * 19_000)\nreturn params, [0.5] * epochs"
        )
    },
    "prints-many-lines": {
        "step6_training": function("train", TRAIN, "print('\\n' * 20_000)\nreturn params, [0.5] * epochs")
    },
    "prints-over-the-cap": {
        "step6_training": SERVER
        + function(
            "train",
            TRAIN,
            "import wire\nwire.MAX_TEXT = 10**9\n"
            "forge(answer=dict(value=(params, [0.5] * epochs), changed=[], same_as=None, printed='1' * 3_000_000, "
            "warnings=[], global_random=False))\nos._exit(0)",
        )
    },
    "params-that-are-none": {"step6_training": function("train", TRAIN, "return None, None")},
}

# What comes in many parts, each of which may be sent.
IN_PARTS = {
    "streams-arrays": sigmoid("for _ in range(9_999): yield np.zeros(4_000)"),
    "streams-streams": sigmoid("return ((1.0 for _ in range(999)) for _ in range(999))"),
    "streams-one-array-for-ever": sigmoid("x = np.zeros(400_000)\nwhile True: yield x"),
    "lists-of-lists-of-lists": sigmoid("x = 1.0\nfor _ in range(9): x = [x] * 9\nreturn x"),
    "lists-as-deep-as-may-be": sigmoid("x = [1.0]\nfor _ in range(10): x = [x, x]\nreturn x"),
    "lists-of-empty-arrays": sigmoid("return [np.zeros((0, 2**30))] * 19_000"),
    "lists-of-numbers-by-themselves": sigmoid("return [np.float64(n) for n in range(19_000)]"),
    "asks-the-reference-for-much": {
        "step2_network": "import exercises.step1_activations as s\n"
        + function("init_params", "sizes, rng", "return [s._ask('sigmoid', (np.zeros(400_000),)) for _ in range(2)]")
    },
}

IN_MANY_PARTS = {
    "streams-texts": sigmoid("for n in range(9_999): yield str(n) + 'x' * 19_990"),
    "pairs-of-everything": {
        "step2_network": function("init_params", "sizes, rng", "return [(np.zeros((1, 9)), [0.0] * 9)] * 1_500"),
        "step8_data": function(
            "minibatches", "X, y, batch_size, rng", "for _ in range(4_000): yield np.zeros((1, 2)), [np.zeros(1)]"
        ),
    },
}

WAITING = {
    "never-ends": sigmoid("while True: pass"),
    "never-ends-while-imported": {"step3_loss": "while True: pass"},
    "answers-without-end": sigmoid("while True: yield 1.0"),
}
WAITING_AHEAD = {
    "calls-back-what-it-was-never-given": sigmoid(
        "import wire\nframe = wire.encode({'id': server().call_id, 'callback': 0, 'arguments': (1.0,)})\n"
        "while True:\n    raw(frame)\n    server().receive()",
        SERVER,
    ),
    "calls-back-ahead-of-the-answers": {
        "step4_gradient_check": SERVER
        + function(
            "numerical_gradient",
            "f, x, h=1e-5",
            "import wire\nframe = wire.encode({'id': server().call_id, 'callback': 0, 'arguments': (x,)})\n"
            "while True:\n    raw(frame * 20)\n    for _ in range(20): server().receive()",
        )
    },
    "asks-the-reference-for-ever": {
        "step3_loss": "import exercises.step1_activations as s\n"
        + function("mse", "y_hat, y", "while True: s._ask('tanh', (y,))")
    },
    "asks-the-reference-and-does-not-listen": {
        "step3_loss": SERVER
        + "import questions, wire\n"
        + function(
            "mse", "y_hat, y", "frame = wire.as_question(questions.asked('tanh', (y,)))\nwhile True: raw(frame * 99)"
        )
    },
    "asks-the-reference-for-what-takes-for-ever": {
        "step7_classification": "import exercises.step6_training as s\n"
        + function(
            "softmax",
            "z",
            "one = np.ones((1, 1))\ns._ask('train', ([(one, np.ones(1))], one, one, ['tanh'], 0.1, 10**9))",
        )
    },
    "answers-late-and-often": sigmoid("time.sleep(4.2)\nfor _ in range(999): forge(answer=1)\nreturn z", SERVER),
}
WAITING_LONG = {
    "sleeps-until-the-deadline": {
        "step1_activations": "".join(
            function(name, "z", "time.sleep(0.9)\nreturn z")
            for name in ("sigmoid", "sigmoid_derivative", "relu", "relu_derivative", "tanh", "tanh_derivative")
        )
    },
    "asks-f-for-ever": {"step4_gradient_check": function("numerical_gradient", "f, x, h=1e-5", "while True: f(x)")},
    "answers-drop-by-drop": sigmoid(
        "import wire\nfor byte in bytes(10_000):\n    raw(bytes([byte]))\n    time.sleep(0.01)", SERVER
    ),
    "a-regular-expression": sigmoid("import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')"),
    "holds-the-interpreter": sigmoid("return sum(range(10**12))"),
    "sleeps-in-every-function": dict.fromkeys(
        ("step1_activations", "step2_network", "step3_loss", "step5_backprop", "step6_training"),
        "def __getattr__(name):\n    return lambda *a: time.sleep(99)\n",
    ),
}
HARMFUL = {
    "eats-memory": sigmoid("x = [0]\nwhile True: x += x"),
    "eats-memory-by-numpy": sigmoid("return [np.ones(10**7) for _ in range(999)]"),
    "eats-memory-while-imported": {"step1_activations": "x = 'x' * 10**8\nx = [x + str(i) for i in range(99)]"},
    "forks-for-ever": sigmoid("while True: os.fork()"),
    "threads-for-ever": sigmoid("while True: threading.Thread(target=time.sleep, args=(9,)).start()"),
    "fills-the-disk": sigmoid("with open(VICTIM + '/' + ME, 'wb') as f:\n    while True: f.write(bytes(10**7))"),
    "kills-everything": sigmoid("os.kill(-1, signal.SIGKILL)"),
    "removes-the-class": sigmoid("import shutil\nshutil.rmtree(CLASS)\nreturn z"),
}

ALL = [
    *cases("ends or breaks its process", ENDING),
    *cases("returns, prints or asks too much", RETURNING),
    *cases("returns, prints or asks too much", TRAINING),
    *cases("returns, prints or asks too much", IN_PARTS),
    *cases("returns, prints or asks too much", IN_MANY_PARTS, slow=True),
    *cases("uses up time", WAITING),
    *cases("uses up time", WAITING_AHEAD, slow=True),
    *cases("uses up time", WAITING_LONG, slow=True),
    *cases("uses up the machine", HARMFUL, harmless=False),
]
