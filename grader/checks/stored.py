"""Values that are kept in a file or in a line of text: frames as they cross the pipe, with what only the kit knows.

A random generator, a `SampleFunction` and an expected bias are kept as what makes them, and built afresh when read.
"""

import base64
import zlib
from typing import Any

import numpy as np

from grader.checks.compare import Bias, bias
from grader.checks.sample_function import SampleFunction
from grader.worker import wire
from grader.worker.wire import Handle


def _handle(value: Any) -> Handle:
    if isinstance(value, np.random.Generator):
        return Handle("generator", 0, value.bit_generator.state)
    if isinstance(value, SampleFunction):
        return Handle("sample function", 0, [value.w.tolist(), value.v.tolist()])
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _built(handle: Handle) -> Any:
    if handle.kind == "generator":
        bits = np.random.PCG64()
        bits.state = handle.state
        return np.random.Generator(bits)
    if handle.kind == "sample function":
        return SampleFunction(*map(np.array, handle.state))
    return bias(handle.state)


def _marked(value: Any) -> Any:
    """The value with a handle in place of every expected bias, which a frame would take for any other array."""
    if type(value) in (list, tuple):
        return type(value)(_marked(part) for part in value)
    if type(value) is dict:
        return {key: _marked(part) for key, part in value.items()}
    return Handle("bias", 0, value.tolist()) if isinstance(value, Bias) else value


def to_bytes(value: Any) -> bytes:
    """The value as bytes. Raises TypeError for what is no plain data and none of the three."""
    return wire.encode(_marked(value), _handle, wire.KEPT)


def from_bytes(data: bytes) -> Any:
    """The value that was kept, built afresh. Raises wire.WireError where the bytes are no frame."""
    return wire.decode_frame(data, _built, wire.KEPT)


def to_text(value: Any) -> str:
    """The value as one line of text."""
    return base64.b85encode(zlib.compress(to_bytes(value), 9)).decode()


def from_text(text: str) -> Any:
    """The value that was made text. Raises ValueError or zlib.error where it was not."""
    return from_bytes(zlib.decompress(base64.b85decode(text)))
