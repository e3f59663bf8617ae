"""Tiny files in the form of MNIST's."""

import gzip
import math
import struct

import numpy as np

NAMES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def idx(array, type_byte=0x08, announced=None):
    """The bytes of an IDX file; announced, a shape to put into its header that is not the true one."""
    shape = array.shape if announced is None else announced
    return bytes([0, 0, type_byte, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + array.tobytes()


def images(n, size=(28, 28)):
    """Pictures in which every pixel is another one, so that none can be taken for its neighbour."""
    return (np.arange(n * math.prod(size)) % 251).astype(np.uint8).reshape(n, *size)


def labels(n):
    return (7 * np.arange(n) % 10).astype(np.uint8)


def contents(train=5, test=3):
    """The four files, unpacked, by name."""
    arrays = images(train), labels(train), images(test), labels(test)
    return {name: idx(array) for name, array in zip(NAMES, arrays, strict=True)}


def write(folder, files, zipped=False):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / (name + ".gz" * zipped)).write_bytes(gzip.compress(content, mtime=0) if zipped else content)
    return folder
