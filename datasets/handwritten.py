"""Handwritten digits: small ones that come with the kit, and MNIST for those who have its files."""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from datasets.idx import Bytes
from datasets.mnist_files import find_mnist, read_pair
from datasets.synthetic import Floats

Integers = NDArray[np.int64]
Pixels = NDArray[np.float32]

FOLDER = Path(__file__).parent
INK = 16  # the value of a pixel that is all ink in digits.npz


def digits() -> tuple[Floats, Integers]:
    """Handwritten digits, 8 x 8 pixels each: 1797 of them, by 13 people. They come with the kit.

    Returns: X, array (1797, 64): a picture in each row, row by row from its top, 0.0 for paper and 1.0 for ink;
    y, array (1797,) of integers 0 to 9. To see one: `X[0].reshape(8, 8)`.
    Source: Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998,
    its test set, CC BY 4.0 (see datasets/digits.txt). scikit-learn's load_digits has the same, from 0 to 16.

    >>> X, y = digits()
    >>> X.shape, y.shape
    ((1797, 64), (1797,))
    >>> y[:12]
    array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    >>> float(X.min()), float(X.max())
    (0.0, 1.0)
    """
    with np.load(FOLDER / "digits.npz", allow_pickle=False) as file:
        return file["pixels"] / INK, file["labels"].astype(np.int64)


def mnist(folder: str | os.PathLike[str]) -> tuple[Pixels, Integers, Pixels, Integers]:
    """MNIST, 70,000 handwritten digits of 28 x 28 pixels, from the four IDX files in a folder.

    The files may be gzipped or not, and be called `train-images-idx3-ubyte` or `train-images.idx3-ubyte`, with or
    without `.gz`. `python -m datasets mnist --download FOLDER` fetches them.

    Parameters: folder, where the four files are.
    Returns: X_train (60000, 784), y_train (60000,), X_test (10000, 784), y_test (10000,). X holds a picture in each
    row, row by row from its top, as float32 from 0 for paper to 1 for ink; y holds integers 0 to 9.
    Raises: OSError if the folder or a file in it is missing or cannot be read, ValueError if a file is damaged or is
    another one than its name says. The message is one line.
    Source: LeCun, Bottou, Bengio and Haffner, Gradient-Based Learning Applied to Document Recognition, 1998.

    >>> X_train, y_train, X_test, y_test = mnist("mnist")  # doctest: +SKIP
    >>> X_train.shape, y_train.shape, X_test.shape, y_test.shape  # doctest: +SKIP
    ((60000, 784), (60000,), (10000, 784), (10000,))
    """
    paths = find_mnist(folder)
    X_train, y_train = _as_numbers(*read_pair(paths["train-images"], paths["train-labels"]))
    X_test, y_test = _as_numbers(*read_pair(paths["t10k-images"], paths["t10k-labels"]))
    return X_train, y_train, X_test, y_test


def _as_numbers(images: Bytes, labels: Bytes) -> tuple[Pixels, Integers]:
    X = images.reshape(len(images), -1).astype(np.float32)
    X /= 255
    return X, labels.astype(np.int64)
