"""Questions of a learner's code about an earlier function that is not where it runs, and their answers.

The right version of a function of which the learner's own is wrong stays in another process. What the learner's code
finds under its name asks there: arguments go, and a value, or an exception, comes back.
"""

import builtins
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import wire


def _generators(arguments: tuple) -> list[np.random.Generator]:
    return [value for value in arguments if isinstance(value, np.random.Generator)]


def asked(name: str, arguments: tuple) -> bytes:
    """The frame that asks. A random generator goes as the state in which it is."""

    def handle(value: Any) -> wire.Handle | None:
        if isinstance(value, np.random.Generator) and type(value.bit_generator) is np.random.PCG64:
            return wire.Handle("generator", 0, value.bit_generator.state)
        if isinstance(value, np.random.Generator) or callable(value):
            raise TypeError(f"{name} cannot be given a {type(value).__name__[:40]} of your own while work is graded")
        return None

    return wire.encode({"ask": name, "arguments": list(arguments)}, handle)


def as_it_came(handle: wire.Handle) -> wire.Handle:
    return handle


def understood(reply: dict[str, Any], arguments: tuple) -> Any:
    """The value in an answer; the generators among the arguments go on where it left them. Raises what it raised."""
    if "error" in reply:
        kind, said = reply["error"]
        error = getattr(builtins, kind, None)
        raise (error if isinstance(error, type) and error in RAISED else ValueError)(said)
    for generator, told in zip(_generators(arguments), reply["generators"], strict=True):
        generator.bit_generator.state = told.state
    value = reply["value"]
    return (item for item in value) if isinstance(value, wire.Stream) else value


RAISED = (ValueError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError, MemoryError)


def answered(header: bytes, payload: bytes, serving: dict[str, Callable[..., Any]]) -> bytes:
    """The frame that answers. serving: the functions that may be asked. Nothing in the question can make it fail."""
    drawn: list[np.random.Generator] = []

    def resolve(handle: wire.Handle) -> np.random.Generator:
        bits = np.random.PCG64()
        bits.state = handle.state
        drawn.append(np.random.Generator(bits))
        return drawn[-1]

    try:
        message = wire.decode(header, payload, resolve)
        value = serving[message["ask"]](*message["arguments"])
        if isinstance(value, types.GeneratorType):  # which draws its random numbers on the way
            value = wire.Stream(value)
        states = [wire.Handle("generator", 0, generator.bit_generator.state) for generator in drawn]
        return wire.encode({"value": value, "generators": states})
    except Exception as error:
        said = error.args[0] if error.args and isinstance(error.args[0], str) else str(error)
        return wire.encode({"error": [type(error).__name__, said[:300]]})
