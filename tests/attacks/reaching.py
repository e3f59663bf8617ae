"""Attacks that reach for what is not theirs: files, other people's work, the network, processes, what runs beside."""

from tests.attacks.case import cases, function, sigmoid

TELL = "raise ValueError({})"
ANSWER = "1 / (1 + np.exp(-z))"
SOLUTION = "KIT + '/solutions/step1_activations.py'"

READING = {
    "reads-a-file": sigmoid("raise ValueError(open(SECRET).read())"),
    "reads-a-file-while-imported": {"step1_activations": "raise ValueError(open(SECRET).read())"},
    "reads-a-file-by-numpy": sigmoid("raise ValueError(str(np.fromfile(SECRET, dtype='S1').tobytes()))"),
    "reads-a-file-by-a-descriptor": sigmoid("raise ValueError(os.read(os.open(SECRET, os.O_RDONLY), 99))"),
    "reads-a-file-by-mmap": sigmoid(
        "import mmap\nwith open(SECRET) as f:\n    raise ValueError(mmap.mmap(f.fileno(), 0, prot=1)[:])"
    ),
    "reads-a-file-as-a-module": sigmoid(
        "import importlib.machinery\n"
        "raise ValueError(importlib.machinery.SourceFileLoader('x', SECRET).get_data(SECRET))"
    ),
    "reads-a-file-as-an-archive": sigmoid("import linecache\nraise ValueError(linecache.getlines(SECRET))"),
    "reads-the-solution": sigmoid(f"raise ValueError(open({SOLUTION}).read()[:300])"),
    "runs-the-solution": sigmoid(
        f"space = {{}}\nexec(open({SOLUTION}).read(), space)\nreturn space['sigmoid'](z)",
    ),
    "imports-the-solution": sigmoid(
        "sys.path.insert(0, KIT)\nfrom solutions.step1_activations import sigmoid\nreturn sigmoid(z)"
    ),
    "imports-the-solution-past-the-finder": sigmoid(
        "sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != 'Modules']\n"
        "sys.path.insert(0, KIT)\nimport solutions.step1_activations as s\nreturn s.sigmoid(z)"
    ),
    "imports-the-oracle": sigmoid(
        "sys.meta_path.pop(0)\nsys.path.insert(0, KIT)\nfrom grader.steps.step1_activations import oracle\n"
        "return oracle.elementwise('sigmoid', z)"
    ),
    "reads-a-hidden-check": sigmoid(
        "raise ValueError(open(KIT + '/grader/steps/step1_activations/test_step1_activations.py').read()[:300])"
    ),
    "reads-a-neighbour": sigmoid("raise ValueError(open(CLASS + '/ann/step3_loss.py').read()[:200])"),
    "answers-as-a-neighbour": sigmoid(
        "space = {}\nexec(open(CLASS + '/ann/step1_activations.py').read(), space)\nreturn space['sigmoid'](z)"
    ),
    "reads-a-neighbours-report": sigmoid(
        "path = OUT + '/aaron/report.json'\nfor _ in range(20):\n    if os.path.exists(path):\n        break\n"
        "    time.sleep(0.1)\nsaid = open(path).read()\nraise ValueError(said[said.find('aaron-'):][:60])"
    ),
    "reads-its-environment": sigmoid("raise ValueError(str(dict(os.environ)))"),
    "reads-the-parents-environment": sigmoid(
        "said = open(f'/proc/{os.getppid()}/environ').read()\nraise ValueError(said[said.find('CANARY'):][:90])"
    ),
    "reads-everybodys-environment": sigmoid(
        "said = b''\nfor p in os.listdir('/proc'):\n    if p.isdigit():\n        try:\n"
        "            said += open(f'/proc/{p}/environ', 'rb').read()\n        except OSError:\n            pass\n"
        "at = said.find(b'CANARY')\nraise ValueError(said[at:at + 90])"
    ),
    "lists-the-class": sigmoid("raise ValueError(os.listdir(CLASS + '/aaron'))"),
    "asks-a-program": sigmoid("raise ValueError(subprocess.run(['cat', SECRET], capture_output=True).stdout)"),
}

WRITING = {
    "writes-a-file": sigmoid("open(VICTIM + '/' + ME, 'w').write('x')"),
    "writes-while-imported": {"step1_activations": "open(VICTIM + '/' + ME, 'w').write('x')"},
    "writes-by-numpy": sigmoid("np.save(VICTIM + '/' + ME, z)"),
    "writes-when-it-ends": sigmoid(
        "return z", "import atexit\natexit.register(lambda: open(VICTIM + '/' + ME, 'w'))\nsys.exit()"
    ),
    "writes-when-it-is-collected": sigmoid(
        "return z",
        "class Late:\n    def __del__(self):\n        os.mkdir(VICTIM + '/' + ME)\nLate()",
    ),
    "makes-a-link": sigmoid("os.symlink('/', VICTIM + '/' + ME)"),
    "writes-grades": sigmoid("open(OUT + '/grades.csv', 'a').write('written-by-' + ME)"),
    "writes-a-neighbours-report": sigmoid(
        "import json\npath = OUT + '/aaron/report.json'\nreport = json.load(open(path))\n"
        "report['problems'] = ['written-by-' + ME]\njson.dump(report, open(path, 'w'))"
    ),
    "writes-its-mark": sigmoid(
        "os.makedirs(OUT + '/written-by-' + ME)\nopen(OUT + '/written-by-' + ME + '/.graded', 'w').write('1')"
    ),
    "changes-a-neighbours-work": sigmoid("open(CLASS + '/ann/' + ME, 'w').write('x')"),
    "hands-the-reference-on": {
        "step2_network": "from exercises import step1_activations as r\nimport marshal\n"
        "open(VICTIM + '/' + ME, 'wb').write(marshal.dumps(r.sigmoid.__code__))"
    },
}

SLEEPER = "[sys.executable, '-c', 'import time; time.sleep(45)', 'outlives-' + ME]"
OUTLIVING = {
    "starts-a-program": sigmoid(f"subprocess.Popen({SLEEPER}, start_new_session=True)\nreturn z"),
    "starts-a-program-while-imported": {
        "step1_activations": f"subprocess.Popen({SLEEPER}, start_new_session=True, close_fds=True)"
    },
    "leaves-a-daemon": sigmoid(
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        f"        os.execv(sys.executable, {SLEEPER})\n    os._exit(0)\nreturn z"
    ),
    "starts-a-process-by-multiprocessing": sigmoid(
        "import multiprocessing\np = multiprocessing.get_context('fork').Process(target=os.execv, "
        f"args=(sys.executable, {SLEEPER}))\np.start()\nreturn z"
    ),
    "connects": sigmoid("socket.create_connection(('127.0.0.1', PORT), 2).sendall(ME.encode())\nreturn z"),
    "connects-while-imported": {
        "step1_activations": "socket.create_connection(('127.0.0.1', PORT), 2).sendall(ME.encode())"
    },
    "fetches-a-page": sigmoid(
        "import urllib.request\nurllib.request.urlopen(f'http://127.0.0.1:{PORT}/{ME}', timeout=1)\nreturn z"
    ),
    "kills-the-grader": sigmoid(
        "parent = os.getppid()\nif b'grading_process' in open(f'/proc/{parent}/cmdline', 'rb').read():\n"
        "    os.kill(parent, signal.SIGKILL)\nreturn z"
    ),
    "stops-the-grader": sigmoid(
        "parent = os.getppid()\nif b'grading_process' in open(f'/proc/{parent}/cmdline', 'rb').read():\n"
        "    os.kill(parent, signal.SIGTERM)\nreturn z"
    ),
}

# What a worker holds of the reference, and of the grader: nothing of the function under judgement.
FIND = """
import gc, types
def find(name, mine):
    for one in gc.get_objects() + list(sys.modules.values()):
        if isinstance(one, types.ModuleType):
            one = vars(one).get(name)
        if isinstance(one, types.FunctionType) and one.__name__ == name and one is not mine:
            return one
        if isinstance(one, types.CodeType) and one.co_name == name and one is not mine.__code__:
            return types.FunctionType(one, mine.__globals__)
"""
LOOKING = {
    "looks-for-the-reference-of-its-function": sigmoid("return find('sigmoid', sigmoid)(z)", FIND),
    "looks-for-the-reference-of-the-next": {
        "step1_activations": FIND
        + function("sigmoid", "z", "return find('tanh_derivative', sigmoid)(z)")
        + function("tanh_derivative", "z", "return find('tanh_derivative', tanh_derivative)(z)")
    },
    "looks-for-backward": {
        "step5_backprop": FIND
        + function(
            "backward",
            "params, cache, activations, d_output",
            "return find('backward', backward)(params, cache, activations, d_output)",
        )
    },
    "looks-for-train-and-predict": {
        "step6_training": FIND
        + function("train", "*a", "return find('train', train)(*a)")
        + function("predict", "*a", "return find('predict', predict)(*a)")
        + function("gradient_step", "*a", "return find('gradient_step', gradient_step)(*a)")
    },
    "looks-into-frames": sigmoid(
        "frame, said = sys._getframe(), []\nwhile frame:\n    said += list(frame.f_locals)\n    frame = frame.f_back\n"
        "raise ValueError('expected' in said or 'oracle' in said)"
    ),
    "looks-for-expected-values": sigmoid(
        "for one in gc.get_objects():\n    if isinstance(one, np.ndarray) and one.shape == z.shape and one is not z:\n"
        "        return one\nreturn z"
    ),
    "looks-for-an-answer-in-numpys-state": sigmoid("return np.random.get_state()[1][: z.size].reshape(z.shape)"),
}

ALL = [
    *cases("reads", READING),
    *cases("writes", WRITING),
    *cases("outlives, connects, kills", OUTLIVING),
    *cases("looks for answers", LOOKING),
]
