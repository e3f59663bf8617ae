"""Questions and answers as one line of text, for places that hold numbers and no code. Students get it too."""

import base64
import json
import zlib
from typing import Any

import numpy as np

from grader.compare import Bias, bias
from grader.landscape import Landscape


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        kind = "bias" if isinstance(value, Bias) else "floats" if value.dtype.kind == "f" else "integers"
        return {kind: value.tolist(), "shape": value.shape}
    if isinstance(value, tuple):
        return {"tuple": [_plain(part) for part in value]}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": [[key, _plain(part)] for key, part in value.items()]}
    if isinstance(value, Landscape):
        return {"landscape": [_plain(value.w), _plain(value.v)]}
    if isinstance(value, np.random.Generator):
        return {"generator": value.bit_generator.state}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (np.integer, np.floating)):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be packed")


def _generator(state: Any) -> np.random.Generator:
    bits = np.random.PCG64()
    bits.state = state
    return np.random.Generator(bits)


def _built(data: Any) -> Any:
    if isinstance(data, list):
        return [_built(part) for part in data]
    if not isinstance(data, dict):
        return data
    if "tuple" in data:
        return tuple(_built(part) for part in data["tuple"])
    if "dict" in data:
        return {key: _built(part) for key, part in data["dict"]}
    if "landscape" in data:
        return Landscape(*map(_built, data["landscape"]))
    if "generator" in data:
        return _generator(data["generator"])
    if "bias" in data:
        return bias(data["bias"])
    kind = "floats" if "floats" in data else "integers"
    return np.array(data[kind], dtype=float if kind == "floats" else int).reshape(data["shape"])


def as_text(data: bytes) -> str:
    """Bytes as text, made small."""
    return base64.b85encode(zlib.compress(data, 9)).decode()


def as_bytes(text: str) -> bytes:
    """The bytes that were made text. Raises ValueError or zlib.error where they were not."""
    return zlib.decompress(base64.b85decode(text))


def packed(value: Any) -> str:
    """The value as text. Raises TypeError for what is no plain data."""
    return as_text(json.dumps(_plain(value)).encode())


def unpacked(text: str) -> Any:
    """The value that was packed, built afresh."""
    return _built(json.loads(as_bytes(text)))
