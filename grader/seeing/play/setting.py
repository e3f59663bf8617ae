"""What is trained on what and how, as one line of text, so that a link holds all of it.

data=moons&noise=0.1&hidden=8tanh,4relu&loss=mse&rate=1&batch=0&momentum=0&scaled=0&seed=0
"""

import math
import re
from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

from grader.seeing.training import LOSSES

ACTIVATIONS = ("tanh", "relu", "sigmoid", "identity")
SETS = ("xor", "xor_diagonals", "linear", "moons", "spirals", "own")
MOST_LAYERS, MOST_UNITS = 4, 16
LONGEST = 400_000  # characters of points pasted in
LIVE = ("rate", "batch", "momentum")  # what may change while the network goes on learning


class NoSetting(ValueError):
    """A setting that cannot be; the message says why, in one line."""


@dataclass(frozen=True)
class Setting:
    """One setting. hidden: units and activation of each hidden layer. batch: 0 for all data in one step."""

    data: str = "xor"
    noise: float = 0.0
    hidden: tuple[tuple[int, str], ...] = ((8, "tanh"),)
    loss: str = "mse"
    rate: float = 1.0
    batch: int = 0
    momentum: float = 0.0
    scaled: bool = False
    seed: int = 0
    csv: str = ""

    def text(self) -> str:
        """The line of text; `read` gives the setting back."""
        told = asdict(self) | {"hidden": ",".join(f"{units}{name}" for units, name in self.hidden)}
        told |= {name: f"{told[name]:g}" for name in ("noise", "rate", "momentum")} | {"scaled": int(self.scaled)}
        if not self.csv:
            del told["csv"]
        return urlencode(told, safe=",;.")

    def goes_on_from(self, other: "Setting") -> bool:
        """Whether a network in training may go on when this setting takes the place of another."""
        return all(getattr(self, f.name) == getattr(other, f.name) for f in fields(self) if f.name not in LIVE)


def read(text: str) -> Setting:
    """The setting that a line of text means; a whole link will do. Raises NoSetting."""
    part = text.rpartition("#")[2].removeprefix("?")
    found = dict(parse_qsl(part, keep_blank_values=True))
    if part and "=" not in part:
        raise NoSetting(f"{part[:40]!r} is no setting such as data=moons&rate=1")
    if unknown := sorted(set(found) - {f.name for f in fields(Setting)}):
        raise NoSetting(f"there is nothing called {unknown[0]!r} to set")
    told: dict[str, Any] = {name: READERS[name](name, value) for name, value in found.items()}
    return Setting(**told)


def _one_of(choices: tuple[str, ...]) -> Any:
    def reader(name: str, text: str) -> str:
        if text not in choices:
            raise NoSetting(f"{name} is one of {', '.join(choices)}, and not {text[:40]!r}")
        return text

    return reader


def _between(low: float, high: float, kind: type) -> Any:
    def reader(name: str, text: str) -> Any:
        try:
            value = kind(text)
        except (ValueError, OverflowError):
            value = math.nan
        if not low <= value <= high:
            what = "a whole number" if kind is int else "a number"
            raise NoSetting(f"{name} is {what} from {low:g} to {high:g}, and not {text[:40]!r}")
        return value

    return reader


def _hidden(_: str, text: str) -> tuple[tuple[int, str], ...]:
    layers = []
    for part in filter(None, text.split(",")):
        found = re.fullmatch(rf"(\d{{1,3}})({'|'.join(ACTIVATIONS)})", part)
        if not found or not 1 <= int(found[1]) <= MOST_UNITS:
            raise NoSetting(f"a hidden layer is written like 8tanh (1 to {MOST_UNITS} units), and not {part[:40]!r}")
        layers.append((int(found[1]), found[2]))
    if len(layers) > MOST_LAYERS:
        raise NoSetting(f"there can be up to {MOST_LAYERS} hidden layers, and not {len(layers)}")
    return tuple(layers)


def _points(_: str, text: str) -> str:
    if len(text) > LONGEST:
        raise NoSetting(f"the points are longer than {LONGEST} characters")
    return text


READERS: dict[str, Any] = {
    "data": _one_of(SETS),
    "noise": _between(0, 1, float),
    "hidden": _hidden,
    "loss": _one_of(tuple(LOSSES)),
    "rate": _between(1e-6, 1000, float),
    "batch": _between(0, 1000, int),
    "momentum": _between(0, 0.999, float),
    "scaled": lambda name, text: bool(_between(0, 1, int)(name, text)),
    "seed": _between(0, 2**32 - 1, int),
    "csv": _points,
}
