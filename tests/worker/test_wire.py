"""The wire: what goes in comes out, what is no frame is refused at once, and no deadline is overrun."""

import collections
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from grader.examination import worker_client
from grader.examination.worker_client import Worker, WorkerFailed, _PolledPipes, _ThreadedPipes
from grader.worker import wire
from grader.worker.wire import Handle, Opaque, Stream, WireError

BOTH_PIPES = pytest.mark.parametrize("pipes", [_PolledPipes, _ThreadedPipes], ids=["polled", "threaded"])
SECONDS = 30  # for requests that are to succeed


def parts(frame):
    """Header and payload of one frame, which must be exactly as long as it says."""
    header, payload = wire.lengths(frame[: wire.LENGTHS.size])
    assert len(frame) == wire.LENGTHS.size + header + payload
    return frame[wire.LENGTHS.size : wire.LENGTHS.size + header], frame[wire.LENGTHS.size + header :]


def there_and_back(value):
    return wire.decode(*parts(wire.encode(value)))


def same(a, b):
    """Equal in kind and content, arrays and NaN included."""
    if isinstance(a, (np.ndarray, np.generic)):
        return type(a) is type(b) and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return type(b) is dict and list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or (a != a and b != b))


PLAIN = [
    None,
    True,
    False,
    0,
    -(2**63) + 1,
    2**63 - 1,
    0.0,
    -0.0,
    1e-320,
    1.7e308,
    0.1,
    float("nan"),
    float("inf"),
    float("-inf"),
    "",
    "plain",
    "\u03c3 \u2603 \U0001f600 \x00 \n",
    [],
    (),
    {},
    [1, [2.5, ["x", None]]],
    (1, (2, [3, (4,)])),
    {"a": [1, 2], "b": {"c": None}, "": ()},
    {"array": 1, "tuple": 2, "float": "nan", "handle": 3},
    [{"array": ["<f8", [2]]}],
    np.float64(0.5),
    np.float32(0.1),
    np.int8(-3),
    np.uint64(2**64 - 1),
    np.bool_(True),
    np.complex128(1 + 2j),
    np.array(3.5),
    np.array([]),
    np.empty((0, 3)),
    np.empty((3, 0, 2)),
    np.arange(6.0).reshape(2, 3),
    np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324]),
    np.ones((1,) * 32),
    [(np.ones((2, 3)), np.zeros(3)), (np.full((3, 1), 2.0), np.zeros(1))],
    *(
        np.arange(5).astype(dtype)
        for dtype in ("f2", "f4", "f8", "c8", "c16", "i1", "i2", "i4", "i8", "u1", "u2", "u4")
    ),
    np.array([True, False]),
]


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: repr(value)[:40])
def test_plain_data_come_back_as_they_went(value):
    assert same(there_and_back(value), value)


@pytest.mark.parametrize(
    ("array", "arrives"),
    [
        (np.arange(6.0).reshape(2, 3).T, np.arange(6.0).reshape(2, 3).T.copy()),
        (np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(6.0).reshape(2, 3)),
        (np.arange(10.0)[::-3], np.array([9.0, 6.0, 3.0, 0.0])),
        (np.arange(3, dtype=">f8"), np.arange(3.0)),
        (np.arange(3, dtype=">i2"), np.arange(3, dtype="<i2")),
        (np.broadcast_to(np.array([1.0, 2.0]), (2, 2)), np.array([[1.0, 2.0], [1.0, 2.0]])),
        (np.arange(3, dtype=np.longdouble), np.arange(3.0)),
        (np.longdouble(0.5), np.float64(0.5)),
        (np.ma.masked_array([1.0, 2.0], [False, True]), np.array([1.0, 2.0])),
        (np.array(3.5, dtype=">f8"), np.array(3.5)),
    ],
    ids=[
        "transposed",
        "columns first",
        "reversed",
        "big endian",
        "short",
        "broadcast",
        "long",
        "number",
        "masked",
        "0-d",
    ],
)
def test_arrays_of_any_layout_arrive_in_one(array, arrives):
    found = there_and_back(array)
    assert same(found, arrives)
    assert not isinstance(found, np.ndarray) or found.flags.writeable


def test_a_matrix_stays_a_matrix():
    found = there_and_back(np.ones((1, 2)).view(np.matrix))
    assert type(found) is np.matrix
    assert found.tolist() == [[1.0, 1.0]]


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        ({1, 2}, "set"),
        (b"bytes", "bytes"),
        (10**30, "int"),
        (1j, "complex"),
        (len, "builtin_function_or_method"),
        (object(), "object"),
        (dict, "type"),
        ({1: 2}, "dict"),
        (np.array(["a"]), "array of str32"),
        (np.array([None], dtype=object), "array of object"),
        (np.array(["2026-01-01"], dtype="datetime64[D]"), "array of datetime64[D]"),
        (np.zeros(2, dtype=[("a", float)]), "array of void64"),
        (Opaque("mystery"), "mystery"),
    ],
    ids=lambda value: str(value).partition(" at 0x")[0][:30],
)
def test_what_is_no_plain_data_is_known_by_its_type_alone(value, type_name):
    found = there_and_back([value])[0]
    assert type(found) is Opaque
    assert found.type_name == type_name


def test_iterators_arrive_as_streams_and_subclasses_of_lists_as_lists():
    class Mine(list):
        pass

    for value, name in [((x for x in (1, 2)), "generator"), (iter([1, 2]), "list_iterator"), (range(1, 3), "range")]:
        found = there_and_back(value)
        assert (type(found), list(found), found.type_name) == (Stream, [1, 2], name)
    assert type(there_and_back(Stream([1], "zip"))) is Stream
    assert same(there_and_back(Mine([1, 2])), [1, 2])


def test_subclasses_of_dicts_arrive_as_dicts_whatever_they_say_of_themselves():
    class Sly(dict):
        def items(self):
            return iter(int, 1)

        keys = values = items

    history = collections.defaultdict(list)
    history["loss"].append(0.5)
    assert same(there_and_back(history), {"loss": [0.5]})
    assert same(there_and_back(Sly(a=1.0)), {"a": 1.0})


def test_a_generator_that_does_not_end_is_refused_soon_and_in_words():
    with pytest.raises(WireError, match="items come out of a generator: does it ever end"):
        there_and_back([endless()])


def test_text_is_cut_and_made_sendable():
    assert there_and_back("x" * 100_000) == "x" * wire.ANSWER.text
    assert there_and_back("\ud800") == "?"


# caps


def endless():
    while True:
        yield 1.0


def nested(depth):
    value = 1.0
    for _ in range(depth):
        value = [value]
    return value


def holding_itself():
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    "make",
    [
        lambda: [0] * (wire.ANSWER.items + 1),
        endless,
        lambda: nested(wire.MAX_DEPTH + 1),
        holding_itself,
        lambda: np.zeros(wire.ANSWER.payload // 8 + 1),
        lambda: [np.zeros(wire.ANSWER.payload // 16)] * 3,
        lambda: np.zeros(wire.ANSWER.entries + 1, bool),
        lambda: [np.zeros(wire.ANSWER.entries // 2, bool)] * 3,
        lambda: np.broadcast_to(np.zeros(1), (2**20, 2**20)),
        lambda: ["\x00" * wire.ANSWER.text] * (wire.ANSWER.header // (6 * wire.ANSWER.text) + 1),
    ],
    ids=["items", "endless", "depth", "itself", "array", "arrays", "entries", "entries of arrays", "a view", "text"],
)
def test_what_is_too_large_is_refused_by_the_sender(make):
    started = time.monotonic()
    with pytest.raises(WireError):
        wire.encode(make())
    assert time.monotonic() - started < 20


def test_text_over_the_length_allowed_is_refused_by_the_reader():
    long = "x" * (wire.ANSWER.text + 1)
    frame = wire.encode(long, limits=wire.REQUEST)
    header = frame[wire.LENGTHS.size :]
    assert wire.decode(header, b"", limits=wire.REQUEST) == long
    with pytest.raises(wire.WireError, match="length"):
        wire.decode(header, b"")


def test_more_parts_than_a_sender_sends_are_refused_by_the_reader():
    with pytest.raises(wire.WireError):
        wire.decode(b"[" + b"1," * wire.ANSWER.items + b"1]", b"")


def test_more_entries_than_a_sender_sends_are_refused_by_the_reader():
    """A byte of the payload may stand for a number of eight; what counts is how many numbers there will be."""
    entries = wire.ANSWER.entries + 1
    with pytest.raises(wire.WireError, match="entries"):
        wire.decode(b'{"array": ["|b1", [%d]]}' % entries, bytes(entries))


def test_what_is_just_small_enough_is_sent():
    assert there_and_back(nested(wire.MAX_DEPTH)) == nested(wire.MAX_DEPTH)
    assert len(there_and_back([0] * (wire.ANSWER.items - 1))) == wire.ANSWER.items - 1
    assert there_and_back(np.ones(wire.ANSWER.entries)).sum() == wire.ANSWER.entries


@pytest.mark.parametrize(
    ("header", "payload"), [(wire.ANSWER.header + 1, 0), (0, wire.ANSWER.payload + 1), (2**32 - 1, 2**64 - 1)]
)
def test_lengths_over_the_caps_are_refused_before_anything_is_read(header, payload):
    with pytest.raises(WireError):
        wire.lengths(wire.LENGTHS.pack(header, payload))


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        (b"", b""),
        (b"nothing", b""),
        (b"\xff\xfe", b""),
        (b"[1", b""),
        (b"[" * 100_000, b""),
        (b"[" * 100_000 + b"]" * 100_000, b""),
        (b"1" * 10_000, b""),
        (b"1", b"left over"),
        (b'{"array": ["<f8", [2]]}', b"\0" * 8),
        (b'{"array": ["<f8", [1]]}', b"\0" * 16),
        (b'{"array": ["<f8", [-1]]}', b""),
        (b'{"array": ["<f8", [1.0]]}', b"\0" * 8),
        (b'{"array": ["<f8", [true]]}', b"\0" * 8),
        (b'{"array": ["<f8", "1"]}', b"\0" * 8),
        (b'{"array": ["<f8", [1099511627775, 1099511627775]]}', b""),
        (b'{"array": ["<f8", [0, 1099511627776]]}', b""),
        (b'{"array": ["<f8", [0, 1099511627775, 1099511627775]]}', b""),
        (b'{"array": ["<f8", ' + str([1] * 64).encode() + b"]}", b"\0" * 8),
        (b'{"array": ["|O", [1]]}', b"\0" * 8),
        (b'{"array": ["O", [1]]}', b"\0" * 8),
        (b'{"array": ["<M8[D]", [1]]}', b"\0" * 8),
        (b'{"array": ["f8,O", [1]]}', b"\0" * 16),
        (b'{"array": [["<f8"], [1]]}', b"\0" * 8),
        (b'{"array": [null, [1]]}', b"\0" * 8),
        (b'{"array": ["<f8"]}', b""),
        (b'{"array": null}', b""),
        (b'{"matrix": ["<f8", [2, 2, 2]]}', b"\0" * 64),
        (b'{"tuple": 1}', b""),
        (b'{"tuple": {"dict": []}, "dict": []}', b""),
        (b'{"dict": [1]}', b""),
        (b'{"dict": [["a"]]}', b""),
        (b'{"float": "much"}', b""),
        (b'{"float": [1]}', b""),
        (b'{"stream": []}', b""),
        (b'{"stream": ["generator", 3]}', b""),
        (b'{"pickle": "gASVAAAA"}', b""),
        (b'{"": 1}', b""),
        (b"{}", b""),
        (b'{"handle": ["function", 0, null]}', b""),
        (b'{"handle": ["generator", 0, {"dict": []}]}', b""),
        (b'[{"tuple": [{"handle": ["generator", 0, null]}]}]', b""),
        (b'{"handle": []}', b""),
    ],
    ids=lambda part: part[:50].decode("ascii", "replace"),
)
def test_what_is_no_frame_is_refused(header, payload):
    """Among them every way to ask for an object, for more memory than there are bytes, or for a handle."""
    started = time.monotonic()
    with pytest.raises(WireError):
        wire.decode(header, payload)
    assert time.monotonic() - started < 10


def test_a_frame_that_was_damaged_is_refused_or_read_as_plain_data():
    """Two thousand frames with flipped, cut, doubled or inserted bytes: no other exception, no wait, no odd type."""
    rng = np.random.default_rng(7)
    value = {"id": "0123", "answer": {"value": [(np.ones((3, 4)), np.zeros(4, np.float32)), float("nan"), Stream([1])]}}
    frame = wire.encode(value)
    start = wire.LENGTHS.size
    length = wire.lengths(frame[:start])[0]
    refused = 0
    started = time.monotonic()
    for _ in range(2000):
        damaged = bytearray(frame)
        for _ in range(rng.integers(1, 4)):
            at = int(rng.integers(start, len(damaged)))
            how = rng.integers(4)
            if how == 0:
                damaged[at] ^= 1 << int(rng.integers(8))
            elif how == 1:
                del damaged[at : at + int(rng.integers(1, 20))]
            elif how == 2:
                damaged[at:at] = bytes(rng.integers(0, 256, int(rng.integers(1, 6)), dtype=np.uint8))
            else:
                damaged[at:at] = damaged[at : at + int(rng.integers(1, 20))]
            if len(damaged) <= start:
                break
        try:
            found = wire.decode(bytes(damaged[start : start + length]), bytes(damaged[start + length :]))
        except WireError:
            refused += 1
        else:
            expect_plain(found)
    assert refused > 500
    assert time.monotonic() - started < 60


def expect_plain(value):
    if type(value) in (list, tuple, Stream):
        for part in value:
            expect_plain(part)
    elif type(value) is dict:
        for key, part in value.items():
            assert type(key) is str
            expect_plain(part)
    else:
        plain = value is None or isinstance(value, (bool, int, float, str, Opaque, np.generic, np.matrix))
        assert plain or (type(value) is np.ndarray and value.dtype.kind in "fciub"), type(value)


# the two ends


def stand_in(program, monkeypatch, tmp_path):
    """A worker of which only the program is another: `send` writes a frame, `receive` reads one."""
    folder = tmp_path / "worker"
    folder.mkdir()
    prelude = """
        import json, os, struct, sys, time

        def read(count):
            data = b""
            while len(data) < count:
                part = os.read(0, count - len(data))
                if not part:
                    os._exit(0)
                data += part
            return data

        def receive():
            header, payload = struct.unpack("<IQ", read(12))
            message = json.loads(read(header))
            read(payload)
            return dict(message["dict"])

        def send(node, payload=b""):
            header = json.dumps(node).encode()
            os.write(1, struct.pack("<IQ", len(header), len(payload)) + header + payload)

        def answer(**parts):
            send({"dict": [list(part) for part in parts.items()]})
    """
    (folder / "__main__.py").write_text(textwrap.dedent(prelude) + textwrap.dedent(program))
    monkeypatch.setattr(worker_client, "WORKER", folder)


@BOTH_PIPES
def test_questions_and_answers_of_any_size_cross_the_pipe(pipes, monkeypatch, tmp_path):
    """A hundred small requests, and one of 4 MB each way, which fills every buffer in between."""
    with Worker(pipes) as worker:
        source = "import numpy as np\ndef twice(x):\n    return 2 * x\n"
        module = {"name": "step1", "source": source, "code": None, "filename": "step1.py"}
        assert worker.request({"do": "load", "modules": [module], "run": ["step1"]}, SECONDS)["value"] is None
        question = {"do": "call", "module": "step1", "function": "twice"}
        for number in range(100):
            reply = worker.request(question | {"arguments": (np.array([number, 1.0]),)}, SECONDS)
            assert reply["answer"]["value"].tolist() == [2 * number, 2]
        large = np.arange(float(wire.ANSWER.entries))
        reply = worker.request(question | {"arguments": (large,)}, SECONDS)
        assert np.array_equal(reply["answer"]["value"], 2 * large)
        assert reply["answer"]["changed"] == []


@BOTH_PIPES
def test_functions_and_generators_stay_on_their_side(pipes):
    """A function of ours is asked from the other end, and a random generator there goes on where ours stood."""
    source = """
import numpy as np
def ask(f, x):
    return f(x) + f(x + 1)
def draw(rng, count):
    return rng.normal(size=count)
def misuse(f):
    return f(object(), "text")
"""
    with Worker(pipes) as worker:
        module = {"name": "step1", "source": source, "code": None, "filename": "step1.py"}
        worker.request({"do": "load", "modules": [module], "run": ["step1"]}, SECONDS)

        def call(name, *arguments):
            return worker.request({"do": "call", "module": "step1", "function": name, "arguments": arguments}, SECONDS)

        seen = []

        def f(x):
            seen.append(x)
            return float(np.sum(x**2))

        assert call("ask", f, np.array([1.0, 2.0]))["answer"]["value"] == 18.0
        assert [x.tolist() for x in seen] == [[1.0, 2.0], [2.0, 3.0]]
        rng = np.random.default_rng(3)
        drawn = [call("draw", rng, count)["answer"]["value"].tolist() for count in (2, 3)]
        assert drawn[0] + drawn[1] == np.random.default_rng(3).normal(size=5).tolist()
        assert "error" in call("misuse", f)
        assert call("ask", f, np.array([1.0]))["answer"]["value"] == 5.0


@BOTH_PIPES
@pytest.mark.parametrize(
    ("program", "kind", "said"),
    [
        ("time.sleep(60)", "timed out", "within 0.5 seconds"),
        ("receive(); time.sleep(60)", "timed out", "within 0.5 seconds"),
        ("receive(); os.write(1, b'\\x05\\x00'); time.sleep(60)", "timed out", "within 0.5 seconds"),
        ("receive(); os.write(1, struct.pack('<IQ', 50, 0) + b'{'); time.sleep(60)", "timed out", "within 0.5 seconds"),
        ("receive(); os._exit(7)", "died", "exit code 7"),
        ("receive(); os.kill(os.getpid(), 9)", "died", "SIGKILL"),
        ("receive(); os.write(1, struct.pack('<IQ', 50, 0) + b'{'); os._exit(0)", "died", "exit code 0"),
        ("receive(); os.close(1); time.sleep(60)", "died", "closed its connection"),
        ("os.close(0); os.close(1); time.sleep(60)", "died", "closed its connection"),
        ("receive(); os.write(1, b'garbage ' * 10)", "died", "unreadable"),
        ("receive(); os.write(1, b'\\xff' * 12)", "died", "unreadable"),
        ("receive(); os.write(1, struct.pack('<IQ', 0, 0))", "died", "unreadable"),
        ("receive(); send([1, 2, 3])", "died", "never made"),
        ("receive(); send('answer')", "died", "never made"),
        ("receive(); answer(value=1)", "died", "never made"),
        ("receive(); answer(id='0123456789abcdef', value=1)", "died", "never made"),
        ("receive(); answer(id=None, value=1)", "died", "never made"),
        ("m = receive(); answer(id=m['id'] + '0', value=1)", "died", "never made"),
        ("m = receive(); answer(id=m['id'], value={'handle': ['generator', 0, None]})", "died", "unreadable"),
        ("m = receive(); answer(id=m['id'], callback=0, arguments=[])", "died", "not handed over"),
        ("m = receive(); answer(id=m['id'], callback=-1)", "died", "not handed over"),
        ("m = receive(); answer(id=m['id'], callback='f', arguments={'tuple': []})", "died", "not handed over"),
        ("receive()\nwhile True: os.write(1, bytes(12))", "died", "unreadable"),
    ],
)
def test_a_worker_that_breaks_the_protocol_is_gone(pipes, program, kind, said, monkeypatch, tmp_path):
    stand_in(program, monkeypatch, tmp_path)
    with Worker(pipes) as worker:
        started = time.monotonic()
        with pytest.raises(WorkerFailed) as failed:
            worker.request({"do": "call"}, 0.5 if kind == "timed out" else SECONDS)
        assert time.monotonic() - started < 25
        assert (failed.value.kind, worker.alive) == (kind, False), failed.value.detail
        assert said in failed.value.detail
        assert worker.process.poll() is not None


@BOTH_PIPES
def test_an_answer_to_the_question_before_is_no_answer(pipes, monkeypatch, tmp_path):
    stand_in(
        "m = receive(); answer(id=m['id'], value=1); receive(); answer(id=m['id'], value=2)", monkeypatch, tmp_path
    )
    with Worker(pipes) as worker:
        assert worker.request({"do": "call"}, SECONDS)["value"] == 1
        with pytest.raises(WorkerFailed, match="never made"):
            worker.request({"do": "call"}, SECONDS)


@BOTH_PIPES
def test_a_worker_that_does_not_read_cannot_block_the_sender(pipes, monkeypatch, tmp_path):
    stand_in("time.sleep(60)", monkeypatch, tmp_path)
    with Worker(pipes) as worker:
        started = time.monotonic()
        with pytest.raises(WorkerFailed) as failed:
            worker.request({"do": "call", "arguments": (np.zeros(1_000_000),)}, 0.5)
        assert failed.value.kind == "timed out"
        assert time.monotonic() - started < 25


@BOTH_PIPES
@pytest.mark.parametrize(
    ("most", "seconds", "said"), [(20, SECONDS, "more than 20 times"), (10**9, 0.5, "within 0.5 seconds")]
)
def test_calls_of_a_function_that_was_given_are_counted_and_end_at_the_deadline(
    pipes, most, seconds, said, monkeypatch, tmp_path
):
    """Frames that lie ready buy no time: the clock is looked at before each."""
    stand_in(
        "m = receive()\nwhile True:\n    for _ in range(30): answer(id=m['id'], callback=0, arguments=[1.0])\n"
        "    receive()",
        monkeypatch,
        tmp_path,
    )
    monkeypatch.setattr(worker_client, "MAX_CALLBACKS", most)
    calls = []
    with Worker(pipes) as worker, pytest.raises(WorkerFailed, match=said) as failed:
        worker.request({"do": "call", "arguments": (lambda x: calls.append(x),)}, seconds)
    assert failed.value.kind == "timed out"
    assert 0 < len(calls) <= most


def test_a_function_of_the_question_before_cannot_be_called_back(monkeypatch, tmp_path):
    program = "m = receive(); answer(id=m['id'], value=1); m = receive(); answer(id=m['id'], callback=0, arguments=[1])"
    stand_in(program, monkeypatch, tmp_path)
    reached = []
    with Worker() as worker:
        worker.request({"do": "call", "arguments": (reached.append,)}, SECONDS)
        with pytest.raises(WorkerFailed, match="not handed over"):
            worker.request({"do": "call", "arguments": (1.0,)}, SECONDS)
    assert reached == []


@BOTH_PIPES
def test_what_was_written_ahead_does_not_outlast_the_deadline(pipes, monkeypatch, tmp_path):
    """The answer lies in the buffer, and comes too late all the same."""
    stand_in("m = receive(); answer(id=m['id'], value=1); time.sleep(60)", monkeypatch, tmp_path)
    with Worker(pipes) as worker:
        worker._send({"id": "0" * 16}, time.monotonic() + SECONDS)
        time.sleep(1)
        with pytest.raises(TimeoutError):
            worker.pipes.read(1, time.monotonic() - 0.001)


def test_only_functions_that_were_given_can_be_called_back(monkeypatch, tmp_path):
    """A callback with another number does not reach any function of ours."""
    program = "m = receive(); answer(id=m['id'], callback=5, arguments=[]); m = receive()"
    stand_in(program, monkeypatch, tmp_path)
    reached = []
    with Worker() as worker, pytest.raises(WorkerFailed):
        worker.request({"do": "call", "arguments": (reached.append,)}, 5)
    assert reached == []


def test_the_worker_knows_neither_the_reference_nor_the_grader_nor_the_environment(monkeypatch):
    """What a learner's module can see from inside: no `solutions`, no `grader`, no secret, no path to the kit."""
    monkeypatch.setenv("A_SECRET", "to keep")
    source = """
import os, sys
def look():
    found = []
    for name in ("solutions", "solutions.step1_activations", "grader", "grader.steps", "tests"):
        try:
            __import__(name)
            found.append(name)
        except ImportError:
            pass
    kit = [path for path in sys.path if os.path.exists(os.path.join(path or ".", "solutions"))]
    return [found, kit, os.environ.get("A_SECRET"), sys.argv[1:]]
"""
    with Worker() as worker:
        module = {"name": "step1", "source": source, "code": None, "filename": "step1.py"}
        worker.request({"do": "load", "modules": [module], "run": ["step1"]}, SECONDS)
        reply = worker.request({"do": "call", "module": "step1", "function": "look", "arguments": ()}, SECONDS)
    assert reply["answer"]["value"] == [[], [], None, []]


def test_nothing_on_the_wire_turns_bytes_into_objects():
    text = Path(wire.__file__).read_text(encoding="utf-8")
    found = [word for word in ("import pickle", "import marshal", "np.load", "eval(", "exec(") if word in text]
    assert found == []


def test_handles_are_resolved_only_where_the_reader_asks_for_them():
    frame = wire.encode([Handle("function", 0)])
    with pytest.raises(WireError):
        wire.decode(*parts(frame))
    assert wire.decode(*parts(frame), lambda handle: handle.number) == [0]


def test_plain_is_what_would_arrive():
    assert same(wire.plain((np.ones(2), [1, None])), (np.ones(2), [1, None]))
    assert type(wire.plain(lambda: None)) is Opaque


@pytest.mark.parametrize("header", ["[" * 400 + "]" * 400, "9" * 400, '{"tuple": [' * 40 + "1" + "]}" * 40])
def test_values_that_no_encoder_makes_are_refused(header):
    with pytest.raises(wire.WireError):
        wire.decode(header.encode(), b"")
