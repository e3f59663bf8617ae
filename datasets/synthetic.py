"""Points in the plane in two classes: the data sets whose answer can be seen."""

import math
import numbers

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SPIRAL_TURNS = 1.5
SPIRAL_INNER_RADIUS = 0.1


def xor() -> tuple[Floats, Floats]:
    """The exclusive or: the four corners of the unit square, 1 where exactly one coordinate is 1.

    Returns: X, array (4, 2), and y, array (4, 1) of 0.0 and 1.0.
    Source: Minsky and Papert, Perceptrons, 1969: the smallest problem that no single neuron solves.

    >>> X, y = xor()
    >>> X
    array([[0., 0.],
           [0., 1.],
           [1., 0.],
           [1., 1.]])
    >>> y.ravel()
    array([0., 1., 1., 0.])
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    return X, y


def xor_diagonals() -> tuple[Floats, Floats]:
    """XOR drawn out to the two diagonals of the unit square: 21 points, one class on each.

    (0.1 i, 0.1 i) is labelled 0 and (0.1 i, 1 - 0.1 i) is labelled 1, for i from 0 to 10. The centre, where the
    diagonals cross, comes once and is labelled 0.

    Returns: X, array (21, 2), and y, array (21, 1) of 0.0 and 1.0.
    Source: the classic lab on backpropagation.

    >>> X, y = xor_diagonals()
    >>> X[:4]
    array([[0. , 0. ],
           [0. , 1. ],
           [0.1, 0.1],
           [0.1, 0.9]])
    >>> y[:4].ravel()
    array([0., 1., 0., 1.])
    """
    points = []
    labels = []
    for i in range(11):
        points.append([i / 10, i / 10])
        labels.append([0.0])
        if i != 5:
            points.append([i / 10, (10 - i) / 10])
            labels.append([1.0])
    return np.array(points), np.array(labels)


def linear(n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Uniform points in the unit square, parted by its diagonal: 0 where x > y, else 1.

    Parameters: n, how many points; rng, numpy.random.Generator.
    Returns: X, array (n, 2), and y, array (n, 1) of 0.0 and 1.0.
    Raises: TypeError or ValueError if n is no positive integer, TypeError if rng is no Generator.
    Source: the classic lab on backpropagation, which draws 100 points.

    >>> X, y = linear(100, np.random.default_rng(0))
    >>> X.shape, y.shape
    ((100, 2), (100, 1))
    >>> bool(np.all((X[:, 0] > X[:, 1]) == (y[:, 0] == 0)))
    True
    """
    _check(n, rng)
    X = rng.random((n, 2))
    y = np.where(X[:, :1] > X[:, 1:], 0.0, 1.0)
    return X, y


def moons(n: int, noise: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Two half circles of radius 1 that reach into each other; labels alternate 0, 1, 0, 1, ...

    Class 0 is the upper half of the circle around (0, 0), class 1 the lower half of the circle around (1, 0.5).

    Parameters: n, how many points; noise, standard deviation of the Gaussian noise on both coordinates;
    rng, numpy.random.Generator.
    Returns: X, array (n, 2), and y, array (n, 1) of 0.0 and 1.0.
    Raises: TypeError or ValueError if n is no positive integer or noise no finite number of at least 0,
    TypeError if rng is no Generator.
    Source: the curves of scikit-learn's make_moons; here the points lie at random along them.

    >>> X, y = moons(5, noise=0.1, rng=np.random.default_rng(0))
    >>> X.shape
    (5, 2)
    >>> y.ravel()
    array([0., 1., 0., 1., 0.])
    """
    _check(n, rng, noise)
    y = _alternating_labels(n)
    angle = rng.uniform(0.0, np.pi, (n, 1))
    upper = np.hstack([np.cos(angle), np.sin(angle)])
    lower = np.hstack([1.0 - np.cos(angle), 0.5 - np.sin(angle)])
    X = np.where(y == 0, upper, lower)
    return X + noise * rng.standard_normal((n, 2)), y


def spirals(n: int, noise: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Two spiral arms wound around each other; labels alternate 0, 1, 0, 1, ...

    Both arms run from radius 0.1 to radius 1. At radius r, class 0 stands at the angle of 1.5 r turns, and class 1
    opposite to it.

    Parameters: n, how many points; noise, standard deviation of the Gaussian noise on both coordinates;
    rng, numpy.random.Generator.
    Returns: X, array (n, 2), and y, array (n, 1) of 0.0 and 1.0.
    Raises: TypeError or ValueError if n is no positive integer or noise no finite number of at least 0,
    TypeError if rng is no Generator.
    Source: Lang and Witbrock, Learning to Tell Two Spirals Apart, 1988; theirs make three turns.

    >>> X, y = spirals(5, noise=0.0, rng=np.random.default_rng(0))
    >>> X.shape
    (5, 2)
    >>> y.ravel()
    array([0., 1., 0., 1., 0.])
    """
    _check(n, rng, noise)
    y = _alternating_labels(n)
    # The arc grows about as the square of the radius, so the square is what is drawn evenly.
    radius = np.sqrt(rng.uniform(SPIRAL_INNER_RADIUS**2, 1.0, (n, 1)))
    angle = 2 * np.pi * SPIRAL_TURNS * radius + np.pi * y
    X = radius * np.hstack([np.cos(angle), np.sin(angle)])
    return X + noise * rng.standard_normal((n, 2)), y


def _alternating_labels(n: int) -> Floats:
    """Labels (n, 1): as balanced as n allows, and so is every part cut from the front."""
    return np.arange(n, dtype=np.float64).reshape(n, 1) % 2


def _check(n: int, rng: np.random.Generator, noise: float = 0.0) -> None:
    if not isinstance(n, numbers.Integral) or isinstance(n, bool):
        raise TypeError(f"n must be a positive integer, not {type(n).__name__}")
    if n < 1:
        raise ValueError(f"n must be a positive integer, not {n}")
    if not isinstance(noise, numbers.Real) or isinstance(noise, bool):
        raise TypeError(f"noise must be a number of at least 0, not {type(noise).__name__}")
    if not 0 <= noise < math.inf:
        raise ValueError(f"noise must be a finite number of at least 0, not {noise}")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng must be a numpy.random.Generator, as numpy.random.default_rng(0) makes one, not {type(rng).__name__}"
        )
