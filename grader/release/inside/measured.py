"""The slopes of the activations, measured in the whole kit at the points where they are asked for, and recorded."""

from functools import cache
from pathlib import Path

import numpy as np

from grader.packing import unpacked

FILE = Path(__file__).parent.parent / "recorded" / "slopes"


@cache
def _recorded() -> dict[str, dict[str, np.ndarray]]:
    return unpacked(FILE.read_text(encoding="ascii"))


def slope(function: str, z: np.ndarray) -> np.ndarray:
    """What a derivative should give at these points, of which there is one set of each size."""
    return _recorded()[function][str(z.size)]
