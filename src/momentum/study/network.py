"""A small network for images, in plain NumPy, as an objective over one flat vector of weights.

Images are columns here, so that a layer reads as in a textbook: activations = weights @ inputs + biases. Leading axes
of `theta` (settings, seeds) are independent networks, trained in one call.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Networks whose activations fit together into a core's second-level cache are taken at once: a third faster than all.
_CACHE_BYTES = 2**20


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
        outputs = [columns]
        for weights, biases in self.layers(theta):
            if len(outputs) > 1:
                np.maximum(outputs[-1], 0, out=outputs[-1])
            scores = weights @ outputs[-1]
            scores += biases
            outputs.append(scores)
        return outputs


class CrossEntropy:
    """The mean softmax cross-entropy of a network on labelled images, (n, pixels) and (n,): an `Objective`.

    The leading axes of `theta` (..., d) are independent networks, all judged on the same images.
    """

    def __init__(self, network: Network, images: ArrayLike, labels: ArrayLike) -> None:
        self.network = network
        self.images, self.labels = np.asarray(images, dtype=np.float64), np.asarray(labels)
        pixels, classes = network.sizes[0], network.sizes[-1]
        if self.images.ndim != 2 or self.images.shape[1] != pixels or len(self.images) == 0:
            raise ValueError(f"images must have the shape (n, {pixels}), n at least 1; got {self.images.shape}.")
        if self.labels.shape != (len(self.images),):
            raise ValueError(f"labels must have the shape ({len(self.images)},); got {self.labels.shape}.")
        if self.labels.dtype.kind not in "iu" or self.labels.min() < 0 or self.labels.max() >= classes:
            raise ValueError(f"labels must be whole numbers from 0 to {classes - 1}; got {np.unique(self.labels)}.")
        self._wanted = np.eye(classes)[self.labels]
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
            value[part] = _softmax(scores, self._targets)
        return value.reshape(array.shape[:-1]), accuracy.reshape(array.shape[:-1])

    def value_and_gradient(self, theta: ArrayLike) -> tuple[Array, Array]:
        """Loss (...) and its gradient (..., d) from one pass forwards and one back."""
        array = self._checked(theta)
        rows = array.reshape(-1, self.network.dimension)
        value, gradient = np.empty(len(rows)), np.empty(rows.shape)
        for part in self._parts(len(rows)):
            value[part], gradient[part] = self._backpropagate(rows[part], self._columns, self._targets)
        return value.reshape(array.shape[:-1]), gradient.reshape(array.shape)

    def _parts(self, networks: int) -> Iterator[slice]:
        size = max(1, _CACHE_BYTES // (8 * len(self.images) * sum(self.network.sizes[1:])))
        return (slice(begin, begin + size) for begin in range(0, networks, size))

    def _backpropagate(self, theta: Array, columns: Array, targets: Array) -> tuple[Array, Array]:
        *given, change = self.network.activations(theta, columns)
        value = _softmax(change, targets)
        change -= targets
        change /= targets.shape[-1]
        gradient = np.empty(theta.shape)
        layers = list(zip(self.network.layers(theta), self.network.layers(gradient), given, strict=True))
        for depth, ((weights, _), (to_weights, to_biases), inputs) in reversed(list(enumerate(layers))):
            np.matmul(change, np.swapaxes(inputs, -1, -2), out=to_weights)
            change.sum(axis=-1, keepdims=True, out=to_biases)
            if depth > 0:
                change = np.swapaxes(weights, -1, -2) @ change
                change *= inputs > 0
        return value, gradient

    def _checked(self, theta: ArrayLike) -> Array:
        array = np.ascontiguousarray(theta, dtype=np.float64)
        if array.shape[-1:] != (self.network.dimension,):
            raise ValueError(f"theta must have the shape (..., {self.network.dimension}); got {np.shape(theta)}.")
        return array


class Minibatches(CrossEntropy):
    """The same loss, but each gradient is estimated on the next few images of a shuffled order.

    Every generator stands for one seed: `theta` is (..., seeds, d), and each seed shuffles the images anew for each
    epoch (an epoch's last, incomplete batch is left out). Calling `gradient` takes the next batch, so two calls at the
    same place differ: that is the noise of minibatch training. `value` is the loss on all images and takes none.
    """

    def __init__(
        self,
        network: Network,
        images: ArrayLike,
        labels: ArrayLike,
        batch_size: int,
        generators: Sequence[np.random.Generator],
    ) -> None:
        super().__init__(network, images, labels)
        if not 1 <= batch_size <= len(self.images):
            raise ValueError(f"batch_size must lie in [1, {len(self.images)}]; got {batch_size}.")
        if not generators:
            raise ValueError("generators must hold one random generator for each seed; got none.")
        self.batch_size = batch_size
        self.steps_per_epoch = len(self.images) // batch_size
        self._batches = self._walk(tuple(generators))

    def gradient(self, theta: ArrayLike) -> Array:
        """(..., seeds, d) -> (..., seeds, d), on the next batch of each seed."""
        array = self._checked(theta)
        chosen = next(self._batches)
        if array.ndim < 2 or array.shape[-2] != len(chosen):
            raise ValueError(f"theta must have the shape (..., {len(chosen)}, d), a row a seed; got {array.shape}.")
        columns = np.swapaxes(self.images[chosen], -1, -2)
        return self._backpropagate(array, columns, np.swapaxes(self._wanted[chosen], -1, -2))[1]

    def _walk(self, generators: tuple[np.random.Generator, ...]) -> Iterator[NDArray[np.int64]]:
        """Which images each seed takes next, (seeds, batch_size), for ever."""
        while True:
            orders = np.stack([rng.permutation(len(self.images)) for rng in generators])
            for begin in range(0, self.steps_per_epoch * self.batch_size, self.batch_size):
                yield orders[:, begin : begin + self.batch_size]


def _softmax(scores: Array, targets: Array) -> Array:
    """The mean cross-entropy (...) of scores (..., classes, n), which become probabilities in place."""
    scores -= scores.max(axis=-2, keepdims=True)
    wanted = (scores * targets).sum(axis=-2)
    np.exp(scores, out=scores)
    total = scores.sum(axis=-2, keepdims=True)
    scores /= total
    return np.asarray((np.log(total[..., 0, :]) - wanted).mean(axis=-1))
