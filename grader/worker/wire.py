"""How values cross the pipe: a JSON header and the raw bytes of the arrays, never a pickle.

Both ends use this module; the end that reads does not trust the end that writes. A frame is

    4 bytes  length of the header        8 bytes  length of the payload
    header   JSON; an array is {"array": [dtype, shape]}, its bytes follow in the payload, in order
    payload  the arrays' bytes, C order, little endian

Only plain data travel. What is none (an object of the learner's, say) becomes an `Opaque` that holds the name of its
type, and an iterator becomes a `Stream` of its items, so that the reader can say what it was given.
"""

import itertools
import json
import math
import struct
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

LENGTHS = struct.Struct("<IQ")
QUESTION = 1 << 31  # a bit of the header's length: this frame asks an earlier function, and is passed on as it is
MAX_STREAM = 10_000
MAX_DEPTH = 12
MAX_NAME = 200
PLAIN = 1000  # entries of an array, which are few enough whatever the limits are
DTYPES = {f"<{kind}" for kind in ("f2", "f4", "f8", "c8", "c16", "i2", "i4", "i8", "u2", "u4", "u8")} | {
    "|b1",
    "|i1",
    "|u1",
}
SIZES = {name: np.dtype(name).itemsize for name in DTYPES}
FLAT_TAGS = ("array", "matrix", "scalar")


class Limits(NamedTuple):
    """How much one frame may hold.

    header, payload: bytes. items: lists, numbers and other parts. entries: of all arrays together. text: characters of
    each text.
    """

    header: int
    payload: int
    items: int
    entries: int
    text: int


ANSWER = Limits(2_000_000, 4_000_000, 20_000, 500_000, 20_000)  # far more than any question asks for
KEPT = Limits(8_000_000, 32_000_000, 200_000, 32_000_000, 20_000)  # of the kit's own: what it keeps in files
REQUEST = KEPT._replace(text=1_000_000)  # the longest text in a request is a learner's module


class WireError(ValueError):
    """What came over the pipe is no frame, or a value is too large for one."""


class Opaque:
    """Stands for a value that is no plain data: only the name of its type is known."""

    def __init__(self, type_name: str):
        self.type_name = type_name

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


class Stream(list):
    """The items of a generator or another iterator; not the same thing as a list of them."""

    def __init__(self, items: Iterable[Any], type_name: str = "generator"):
        super().__init__(items)
        self.type_name = type_name


class Handle:
    """Something the other end keeps: a random generator (with its state) or a function to call back."""

    def __init__(self, kind: str, number: int, state: Any = None):
        self.kind, self.number, self.state = kind, number, state


class Encoded:
    """A value that is encoded already, as it was at that moment."""

    def __init__(self, value: Any):
        encoder = _Encoder(lambda value: None, ANSWER)
        self.node = encoder.value(value)
        self.chunks, self.items, self.size, self.entries = encoder.chunks, encoder.items, encoder.size, encoder.entries


class _Encoder:
    def __init__(self, handle: Callable[[Any], Handle | None], limits: Limits):
        self.handle, self.limits = handle, limits
        self.chunks: list[bytes] = []
        self.items = self.size = self.entries = 0

    def array(self, tag: str, value: Any) -> dict:
        flat = np.asarray(value)
        if flat.size > self.limits.entries:  # before anything is copied
            raise WireError("the values are too large to be sent")
        if flat.dtype.str in DTYPES and flat.flags.c_contiguous:  # as it is nearly always
            return self._counted(tag, flat, flat.dtype.str)
        if flat.dtype.kind == "f" and flat.dtype.itemsize > 8:
            flat = flat.astype(float)  # a long double
        if flat.dtype.kind not in "fciub":
            return {"opaque": f"array of {flat.dtype.name}"}
        flat = np.ascontiguousarray(flat, dtype=flat.dtype.newbyteorder("<")) if flat.ndim else flat
        dtype = flat.dtype.newbyteorder("<").str if flat.dtype.itemsize > 1 else flat.dtype.str
        if dtype not in DTYPES:
            return {"opaque": f"array of {flat.dtype.name}"}
        return self._counted(tag, flat.astype(dtype, copy=False), dtype)

    def _counted(self, tag: str, flat: np.ndarray, dtype: str) -> dict:
        self.size += flat.nbytes
        self.entries += flat.size
        if self.size > self.limits.payload or self.entries > self.limits.entries:
            raise WireError("the values are too large to be sent")
        self.chunks.append(flat.tobytes())
        return {tag: [dtype, list(flat.shape)]}

    def value(self, value: Any, depth: int = 0) -> Any:
        self.items += 1
        if self.items > self.limits.items or depth > MAX_DEPTH:
            raise WireError("the value holds too many parts to be sent")
        kind = type(value)
        if value is None or kind is bool or (kind is int and abs(value) < 2**63):
            return value
        if kind is float:
            return value if math.isfinite(value) else {"float": repr(value)}
        if kind is str:
            cut = value[: self.limits.text]
            return cut if cut.isascii() else cut.encode("utf-8", "replace").decode("utf-8")
        if kind is np.ndarray:
            return self.array("array", value)
        if kind is list:
            return [self.value(item, depth + 1) for item in value]
        if kind is tuple:
            return {"tuple": [self.value(item, depth + 1) for item in value]}
        if issubclass(kind, dict) and all(type(key) is str for key in dict.keys(value)):  # a defaultdict as well
            return {"dict": [[key[:MAX_NAME], self.value(item, depth + 1)] for key, item in dict.items(value)]}
        if kind is Handle:
            return {"handle": [value.kind, value.number, value.state]}
        return self.special(kind, value, depth)

    def _as_it_was(self, value: Encoded) -> Any:
        self.items += value.items
        self.size += value.size
        self.entries += value.entries
        if self.items > self.limits.items or self.size > self.limits.payload or self.entries > self.limits.entries:
            raise WireError("the values are too large to be sent")
        self.chunks += value.chunks
        return value.node

    def special(self, kind: type, value: Any, depth: int) -> Any:
        if issubclass(kind, np.matrix):
            return self.array("matrix", value)
        if issubclass(kind, np.ndarray):
            return self.array("array", value)
        if issubclass(kind, np.generic):
            return self.array("scalar", value)
        if kind is Encoded:
            return self._as_it_was(value)
        if kind is Opaque:
            return {"opaque": value.type_name}
        if kind is Stream:
            return {"stream": [value.type_name, [self.value(item, depth + 1) for item in value]]}
        if handle := self.handle(value):
            return self.value(handle, depth)
        if issubclass(kind, (list, tuple)):  # a subclass (a named tuple): its items are what counts
            items = itertools.islice(value, self.limits.items + 1)  # its own iterator may have no end
            return self.value(tuple(items) if issubclass(kind, tuple) else list(items), depth)
        if kind.__module__ in ("pandas.core.series", "pandas.core.frame") or not hasattr(kind, "__iter__"):
            return {"opaque": str(kind.__name__)[:100]}
        if issubclass(kind, (dict, set, frozenset, bytes, bytearray, str)):
            return {"opaque": str(kind.__name__)[:100]}
        stream = list(itertools.islice(value, MAX_STREAM + 1))
        if len(stream) > MAX_STREAM:
            raise WireError(f"more than {MAX_STREAM} items come out of a {str(kind.__name__)[:100]}: does it ever end?")
        return {"stream": [str(kind.__name__)[:100], [self.value(item, depth + 1) for item in stream]]}


def encode(value: Any, handle: Callable[[Any], Handle | None] = lambda value: None, limits: Limits = ANSWER) -> bytes:
    """One frame that holds `value`; WireError where it holds too much, and texts are cut.

    handle: may turn a value that cannot travel into a Handle.
    """
    encoder = _Encoder(handle, limits)
    header = json.dumps(encoder.value(value)).encode()
    if len(header) > limits.header:
        raise WireError("the values are too large to be sent")
    payload = b"".join(encoder.chunks)
    return LENGTHS.pack(len(header), len(payload)) + header + payload


class _Decoder:
    def __init__(self, payload: bytes, resolve: Callable[[Handle], Any], limits: Limits):
        self.payload, self.resolve, self.limits = payload, resolve, limits
        self.at = self.items = self.entries = 0

    def array(self, dtype: Any, shape: Any) -> np.ndarray:
        if dtype not in DTYPES or not isinstance(shape, list) or len(shape) > 32:
            raise WireError("an array of an unknown kind")
        for n in shape:
            if type(n) is not int or not 0 <= n < 2**40:
                raise WireError("an array of an impossible shape")
        count = math.prod(shape)
        self.entries += count
        if self.entries > self.limits.entries:
            raise WireError("more entries than any answer has")
        end = self.at + count * SIZES[dtype]
        if end > len(self.payload):
            raise WireError("an array that is cut short")
        flat = np.frombuffer(self.payload, dtype, count, self.at) if count else np.zeros(0, dtype)
        self.at = end
        return flat.reshape(shape).copy()

    def value(self, node: Any, depth: int = 0) -> Any:
        self.items += 1
        kind = type(node)
        if depth > MAX_DEPTH or self.items > self.limits.items or (kind is int and abs(node) >= 2**63):
            raise WireError("a value that no encoder makes")
        if kind is str and len(node) > self.limits.text:
            raise WireError("a text over the length allowed")
        if kind is list:
            return [self.value(item, depth + 1) for item in node]
        if kind is not dict:
            return node
        if len(node) != 1:
            raise WireError("a value of an unknown kind")
        ((tag, body),) = node.items()
        if tag in FLAT_TAGS:
            array = self.array(*body)
            if tag == "matrix" and array.ndim != 2:
                raise WireError("a matrix has two axes")
            return array if tag == "array" else array[()] if tag == "scalar" else array.view(np.matrix)
        if tag == "tuple":
            return tuple(self.value(item, depth + 1) for item in body)
        if tag == "dict":
            return {str(key)[:MAX_NAME]: self.value(item, depth + 1) for key, item in body}
        if tag == "float":
            return float(body)
        if tag == "stream":
            return Stream([self.value(item, depth + 1) for item in body[1]], str(body[0])[:MAX_NAME])
        if tag == "opaque":
            return Opaque(str(body)[:MAX_NAME])
        if tag == "handle":
            return self.resolve(Handle(*body))
        raise WireError("a value of an unknown kind")


def _no_handles(handle: Handle) -> Any:
    raise WireError("a handle where plain data are due")


def decode(
    header: bytes, payload: bytes, resolve: Callable[[Handle], Any] = _no_handles, limits: Limits = ANSWER
) -> Any:
    """The value in a frame whose two parts have been read. Raises WireError for whatever is no such value."""
    try:
        decoder = _Decoder(payload, resolve, limits)
        value = decoder.value(json.loads(header))
    except WireError:
        raise
    except (ValueError, TypeError, RecursionError, KeyError, IndexError, OverflowError, MemoryError) as error:
        raise WireError(f"no frame: {type(error).__name__}") from None
    if decoder.at != len(payload):
        raise WireError("bytes left over behind the last array")
    return value


def lengths(prefix: bytes, limits: Limits = ANSWER) -> tuple[int, int]:
    """The lengths of header and payload, from the first bytes of a frame; WireError where they are over the limits."""
    header, payload = LENGTHS.unpack(prefix)
    if header > limits.header or payload > limits.payload:
        raise WireError("a frame over the size allowed")
    return header, payload


def as_question(frame: bytes) -> bytes:
    """The frame with the mark of a question. No reader takes it for another frame: its header seems too long."""
    header, payload = LENGTHS.unpack_from(frame)
    return LENGTHS.pack(header | QUESTION, payload) + frame[LENGTHS.size :]


def is_question(prefix: bytes) -> bool:
    """Whether the first bytes of a frame are those of a question."""
    return bool(LENGTHS.unpack_from(prefix)[0] & QUESTION)


def lengths_of_question(prefix: bytes) -> tuple[int, int]:
    """The same as `lengths`, for the first bytes of a question."""
    header, payload = LENGTHS.unpack(prefix)
    return lengths(LENGTHS.pack(header & ~QUESTION, payload))


def decode_frame(frame: bytes, resolve: Callable[[Handle], Any] = _no_handles, limits: Limits = ANSWER) -> Any:
    """The value in one whole frame. Raises WireError."""
    header, payload = lengths(frame[: LENGTHS.size], limits)
    start = LENGTHS.size
    return decode(frame[start : start + header], frame[start + header : start + header + payload], resolve, limits)


def plain(value: Any) -> Any:
    """`value` as it would arrive at the other end of a pipe: arrays copied, everything that is no plain data opaque.

    Raises WireError for what is too large to be an answer.
    """
    if type(value) is np.ndarray and value.dtype.str in DTYPES and value.size <= PLAIN:  # as it is most often
        return np.array(value, order="C")
    return decode_frame(encode(value))
