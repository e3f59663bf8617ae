"""Arguments and answers as one line of text, for cells that hold numbers and no code. Travels with the notebooks."""

import base64
import json
import zlib
from typing import Any

import numpy as np

from grader.compare import Bias, bias
from grader.landscape import Landscape


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        kind = "bias" if isinstance(value, Bias) else "floats" if value.dtype.kind == "f" else "integers"
        return {kind: value.tolist(), "shape": value.shape}
    if isinstance(value, tuple):
        return {"tuple": [_plain(part) for part in value]}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, Landscape):
        return {"landscape": [_plain(value.w), _plain(value.v)]}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (np.integer, np.floating)):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be packed")


def _built(data: Any) -> Any:
    if isinstance(data, list):
        return [_built(part) for part in data]
    if not isinstance(data, dict):
        return data
    if "tuple" in data:
        return tuple(_built(part) for part in data["tuple"])
    if "landscape" in data:
        return Landscape(*map(_built, data["landscape"]))
    if "bias" in data:
        return bias(data["bias"])
    kind = "floats" if "floats" in data else "integers"
    return np.array(data[kind], dtype=float if kind == "floats" else int).reshape(data["shape"])


def packed(value: Any) -> str:
    """The value as text. Raises TypeError for what is no plain data."""
    return base64.b85encode(zlib.compress(json.dumps(_plain(value)).encode(), 9)).decode()


def unpacked(text: str) -> Any:
    """The value that was packed."""
    return _built(json.loads(zlib.decompress(base64.b85decode(text))))
