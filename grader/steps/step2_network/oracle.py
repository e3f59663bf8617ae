"""Right answers of step 2: the forward pass, sample by sample and unit by unit."""

import numpy as np

from grader.steps.shared.numeric import Params
from grader.steps.shared.remember import remembered
from grader.steps.step1_activations.oracle import elementwise


@remembered
def forward(params: Params, X: np.ndarray, activations: list[str]) -> tuple[np.ndarray, list]:
    """The output and the cache, sample by sample and unit by unit."""
    a, cache = np.asarray(X, dtype=float), []
    for (W, b), name in zip(params, activations, strict=True):
        n_in, n_out = W.shape
        rows = [[b[j] + sum(row[i] * W[i, j] for i in range(n_in)) for j in range(n_out)] for row in a]
        z = np.array(rows).reshape(len(a), n_out)
        cache.append((a, z))
        a = elementwise(name, z)
    return a, cache
