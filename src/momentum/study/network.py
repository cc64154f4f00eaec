"""A small network for images, in plain NumPy, as an objective over one flat vector of weights.

Images are columns here, so that a layer reads as in a textbook: activations = weights @ inputs + biases. Leading axes
of `theta` (settings, seeds) are independent networks, trained in one call.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

# In the precision of the objective that asks, double unless it says otherwise.
Array = NDArray[Any]

# Networks whose activations and their gradients fit together into a core's second-level cache are taken at once: nearly
# twice as fast as all.
_CACHE_BYTES = 2**19


@dataclass(frozen=True)
class Network:
    """Fully connected layers of these sizes, ReLU between them, class scores at the end."""

    sizes: tuple[int, ...] = (64, 64, 10)

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or any(size < 1 for size in self.sizes):
            raise ValueError(f"sizes must be at least two positive numbers; got {self.sizes}.")

    @property
    def dimension(self) -> int:
        """How many weights and biases there are: the length of `theta`."""
        return sum((inputs + 1) * outputs for inputs, outputs in pairwise(self.sizes))

    def layers(self, theta: Array) -> Iterator[tuple[Array, Array]]:
        """Views of `theta` (..., d), layer by layer: weights (..., outputs, inputs) and biases (..., outputs, 1)."""
        begin = 0
        for inputs, outputs in pairwise(self.sizes):
            middle, end = begin + outputs * inputs, begin + outputs * (inputs + 1)
            yield (
                theta[..., begin:middle].reshape(*theta.shape[:-1], outputs, inputs),
                theta[..., middle:end, np.newaxis],
            )
            begin = end

    def initial(self, rng: np.random.Generator) -> Array:
        """A start (d,): weights normal with variance 2 / inputs, biases zero (He et al. 2015, equation 10)."""
        theta = np.zeros(self.dimension)
        for weights, _ in self.layers(theta):
            weights[:] = rng.normal(scale=np.sqrt(2 / weights.shape[-1]), size=weights.shape)
        return theta

    def activations(self, theta: Array, columns: Array) -> list[Array]:
        """Every layer's output, the images (..., pixels, n) first, the scores (..., classes, n) last."""
        # An array, not 0: NumPy compares with a single number at a third of the speed.
        outputs, zeros = [columns], np.zeros(columns.shape[-1], dtype=columns.dtype)
        for weights, biases in self.layers(theta):
            if len(outputs) > 1:
                np.maximum(outputs[-1], zeros, out=outputs[-1])
            scores = weights @ outputs[-1]
            scores += biases
            outputs.append(scores)
        return outputs


class CrossEntropy:
    """The mean softmax cross-entropy of a network on labelled images, (n, pixels) and (n,): an `Objective`.

    The leading axes of `theta` (..., d) are independent networks, all judged on the same images. `dtype` is the
    precision of all that is computed; single takes half the time of double.
    """

    def __init__(
        self, network: Network, images: ArrayLike, labels: ArrayLike, *, dtype: DTypeLike = np.float64
    ) -> None:
        self.network, self.dtype = network, np.dtype(dtype)
        self.images, self.labels = np.asarray(images, dtype=self.dtype), np.asarray(labels)
        pixels, classes = network.sizes[0], network.sizes[-1]
        if self.images.ndim != 2 or self.images.shape[1] != pixels or len(self.images) == 0:
            raise ValueError(f"images must have the shape (n, {pixels}), n at least 1; got {self.images.shape}.")
        if self.labels.shape != (len(self.images),):
            raise ValueError(f"labels must have the shape ({len(self.images)},); got {self.labels.shape}.")
        if self.labels.dtype.kind not in "iu" or self.labels.min() < 0 or self.labels.max() >= classes:
            raise ValueError(f"labels must be whole numbers from 0 to {classes - 1}; got {np.unique(self.labels)}.")
        self._wanted = np.eye(classes, dtype=self.dtype)[self.labels]
        self._columns, self._targets = np.ascontiguousarray(self.images.T), np.ascontiguousarray(self._wanted.T)

    @property
    def dimension(self) -> int:
        """The length of `theta`: how many weights and biases the network has."""
        return self.network.dimension

    def value(self, theta: ArrayLike) -> Array:
        """(..., d) -> (...)."""
        return self.value_and_accuracy(theta)[0]

    def gradient(self, theta: ArrayLike) -> Array:
        """(..., d) -> (..., d)."""
        return self.value_and_gradient(theta)[1]

    def value_and_accuracy(self, theta: ArrayLike) -> tuple[Array, Array]:
        """Loss and share of images named rightly, each (...), from one pass through the network."""
        array = self._checked(theta)
        rows = array.reshape(-1, self.network.dimension)
        value, accuracy = np.empty(len(rows)), np.empty(len(rows))
        for part in self._parts(len(rows)):
            scores = self.network.activations(rows[part], self._columns)[-1]
            accuracy[part] = (scores.argmax(axis=-2) == self.labels).mean(axis=-1)
            value[part] = softmax_loss(scores, self._targets)
        return value.reshape(array.shape[:-1]), accuracy.reshape(array.shape[:-1])

    def value_and_gradient(self, theta: ArrayLike) -> tuple[Array, Array]:
        """Loss (...) and its gradient (..., d) from one pass forwards and one back."""
        array = self._checked(theta)
        rows = array.reshape(-1, self.network.dimension)
        value, gradient = np.empty(len(rows)), np.empty_like(rows)
        for part in self._parts(len(rows)):
            value[part], gradient[part] = self.backpropagated(rows[part], self._columns, self._targets)
        return value.reshape(array.shape[:-1]), gradient.reshape(array.shape)

    def _parts(self, networks: int) -> Iterator[slice]:
        size = max(1, _CACHE_BYTES // (self.dtype.itemsize * len(self.images) * sum(self.network.sizes[1:])))
        return (slice(begin, begin + size) for begin in range(0, networks, size))

    def batch(self, chosen: NDArray[np.int64]) -> tuple[Array, Array]:
        """The images `chosen` (n,) and the scores they should get, as columns: (pixels, n) and (classes, n)."""
        return np.take(self._columns, chosen, axis=1), np.take(self._targets, chosen, axis=1)

    def backpropagated(self, theta: Array, columns: Array, targets: Array) -> tuple[Array, Array]:
        """Loss (...) and gradient (..., d) on images of the caller's, given as `batch` gives them."""
        *given, change = self.network.activations(theta, columns)
        value = softmax_loss(change, targets)
        change -= targets
        change /= targets.shape[-1]
        gradient = np.empty_like(theta)
        layers = list(zip(self.network.layers(theta), self.network.layers(gradient), given, strict=True))
        for depth, ((weights, _), (to_weights, to_biases), inputs) in reversed(list(enumerate(layers))):
            np.matmul(change, np.swapaxes(inputs, -1, -2), out=to_weights)
            change.sum(axis=-1, keepdims=True, out=to_biases)
            if depth > 0:
                change = np.swapaxes(weights, -1, -2) @ change
                change *= inputs > 0
        return value, gradient

    def _checked(self, theta: ArrayLike) -> Array:
        array = np.ascontiguousarray(theta, dtype=self.dtype)
        if array.shape[-1:] != (self.network.dimension,):
            raise ValueError(f"theta must have the shape (..., {self.network.dimension}); got {np.shape(theta)}.")
        return array


def softmax_loss(scores: Array, targets: Array) -> Array:
    """The mean cross-entropy (...) of scores (..., classes, n), which become probabilities in place."""
    scores -= scores.max(axis=-2, keepdims=True)
    wanted = (scores * targets).sum(axis=-2)
    np.exp(scores, out=scores)
    total = scores.sum(axis=-2, keepdims=True)
    scores /= total
    return np.asarray((np.log(total[..., 0, :]) - wanted).mean(axis=-1))
