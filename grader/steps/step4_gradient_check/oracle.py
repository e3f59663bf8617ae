"""Right answers of step 4."""

from typing import Any

import numpy as np


def relative_error(a: Any, b: Any) -> float:
    pairs = zip(np.ravel(a).tolist(), np.ravel(b).tolist(), strict=True)
    return max(abs(p - q) / max(1e-8, abs(p) + abs(q)) for p, q in pairs)
