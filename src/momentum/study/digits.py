"""The 1,797 handwritten digits of the network study, split once and for all into training, validation and test."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from momentum.study.data import DIGITS

FILE = DIGITS
SHA256 = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
DARKEST = 16


@dataclass(frozen=True)
class Images:
    """`images` (n, 64), pixels in [0, 1], and their `labels` (n,), the digits 0 to 9; both read-only."""

    images: NDArray[np.float64]
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Digits:
    """Three disjoint parts: one to train on, one to choose settings on, one to report."""

    training: Images
    validation: Images
    test: Images


def read(path: Path = FILE) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Pixels (1797, 64), 0 to 16, and digits (1797,), in the order of the file.

    Raises FileNotFoundError, or ValueError when the file is not the one that was committed.
    """
    if not path.is_file():
        raise FileNotFoundError(f"The digits are not at {path}; the file comes with the package, so reinstall it.")
    compressed = path.read_bytes()
    found = hashlib.sha256(compressed).hexdigest()
    if found != SHA256:
        raise ValueError(f"{path} must have the SHA-256 {SHA256}; got {found}. Restore the committed file.")
    table = np.loadtxt(BytesIO(gzip.decompress(compressed)), delimiter=",", dtype=np.uint8)
    return table[:, :64], table[:, 64]


@cache
def load() -> Digits:
    """The split digits. In the order of the file, of every four images of a digit two are for training, one for
    validation and one for test: stratified, fixed, and without a random number that a new NumPy could change.
    """
    pixels, labels = read()
    place = np.empty(len(labels), dtype=np.int64)
    for digit in range(10):
        own = labels == digit
        place[own] = np.arange(own.sum()) % 4

    def part(chosen: NDArray[np.bool_]) -> Images:
        images, digits = pixels[chosen] / DARKEST, labels[chosen].astype(np.int64)
        images.setflags(write=False)
        digits.setflags(write=False)
        return Images(images, digits)

    return Digits(part(place < 2), part(place == 2), part(place == 3))
