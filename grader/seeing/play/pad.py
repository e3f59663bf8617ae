"""A digit drawn by hand, made like those that the network has learned from.

The kit's digits were once prepared by a program of NIST: upright, as high as the picture, all with about as much ink.
MNIST's were fitted into 20 x 20 pixels, with their centre of gravity in the middle of 28 x 28. A network of this size
has seen nothing else, so what is drawn goes the same way.
"""

import numpy as np

from grader.seeing.functions import NotSeen

INK = 0.3  # the part of the picture that is ink, in the digits of the kit
WIDEST = 20 / 32  # how wide they are at most
FAINT = 0.25  # ink below this is the soft edge of a line


def like_small(drawing: np.ndarray) -> np.ndarray:
    """A drawing (n, n), 0 for paper and 1 for ink, as 8 x 8 pixels: (64,). Raises NotSeen for an empty one."""
    upright = _cropped(_upright(_cropped(drawing)))
    height, width = upright.shape
    wide = int(np.clip(round(width * 32 / height), 2, WIDEST * 32))
    fine = np.zeros((32, 32))
    left = (32 - wide) // 2
    fine[:, left : left + wide] = _resized(upright, 32, wide)
    soft = _blurred(_blurred(fine))
    inked = soft > max(float(np.quantile(soft, 1 - INK)), 1e-6)
    return inked.reshape(8, 4, 8, 4).mean(axis=(1, 3)).ravel()


def like_mnist(drawing: np.ndarray) -> np.ndarray:
    """The same as 28 x 28 pixels: (784,)."""
    cropped = _cropped(drawing)
    scale = 20 / max(cropped.shape)
    small = _resized(cropped, *(max(1, round(side * scale)) for side in cropped.shape))
    middle = (np.argwhere(small >= 0) + 0.5).T @ small.ravel() / small.sum()
    top, left = (int(np.clip(round(14 - at), 0, 28 - n)) for at, n in zip(middle, small.shape, strict=True))
    whole = np.zeros((28, 28), np.float32)
    whole[top : top + small.shape[0], left : left + small.shape[1]] = small
    return (whole / whole.max()).ravel()


def _cropped(drawing: np.ndarray) -> np.ndarray:
    """The part that holds ink."""
    rows, columns = (np.flatnonzero(drawing.max(axis=axis) > FAINT) for axis in (1, 0))
    if not len(rows):
        raise NotSeen("draw a digit first")
    return drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _upright(drawing: np.ndarray) -> np.ndarray:
    """The drawing sheared until its strokes stand upright: rows above and below the middle are shifted."""
    height, width = drawing.shape
    y, x = np.indices(drawing.shape) - np.array([[[height - 1]], [[width - 1]]]) / 2
    ink = drawing / drawing.sum()
    y0, x0 = np.sum(ink * y), np.sum(ink * x)
    slant = np.sum(ink * (y - y0) * (x - x0)) / max(float(np.sum(ink * (y - y0) ** 2)), 1e-9)
    shifts = np.clip(np.round(width - slant * (y[:, 0] - y0)), 0, 2 * width).astype(int)
    sheared = np.zeros((height, 3 * width))
    for row, shift in enumerate(shifts):
        sheared[row, shift : shift + width] = drawing[row]
    return sheared


def _resized(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    """The picture in another size; each new pixel is the mean of what it covers."""
    return _covers(picture.shape[0], height) @ picture @ _covers(picture.shape[1], width).T


def _covers(old: int, new: int) -> np.ndarray:
    """How much of each new pixel, along one axis, each old one covers: (new, old)."""
    edges, pixels = np.linspace(0, old, new + 1), np.arange(old)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    return np.clip(overlap, 0, None) * new / old


def _blurred(picture: np.ndarray) -> np.ndarray:
    """Each pixel mixed with its neighbours."""
    for axis in (0, 1):
        padded = np.pad(picture, [(1, 1) if axis == i else (0, 0) for i in (0, 1)])
        before, after = (np.take(padded, np.arange(picture.shape[axis]) + i, axis) for i in (0, 2))
        picture = (before + 2 * picture + after) / 4
    return picture
