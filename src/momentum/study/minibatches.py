"""The network's loss whose gradients are estimated on a few images at a time, as training on minibatches has it."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from momentum.study.network import Array, CrossEntropy, Network


def epochs(rng: np.random.Generator, images: int, batch_size: int) -> Iterator[NDArray[np.int64]]:
    """Which images come next, (batch_size,), for ever: shuffled anew for each epoch, whose incomplete last batch is
    left out. Raises `ValueError` for a batch that no epoch fills.
    """
    if not 1 <= batch_size <= images:
        raise ValueError(f"batch_size must lie in [1, {images}]; got {batch_size}.")
    return _shuffled(rng, images, batch_size)


def _shuffled(rng: np.random.Generator, images: int, batch_size: int) -> Iterator[NDArray[np.int64]]:
    while True:
        order = rng.permutation(images)
        for begin in range(0, images // batch_size * batch_size, batch_size):
            yield order[begin : begin + batch_size]


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
        *,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__(network, images, labels, dtype=dtype)
        if not generators:
            raise ValueError("generators must hold one random generator for each seed; got none.")
        self._batches = zip(*(epochs(rng, len(self.images), batch_size) for rng in generators), strict=True)
        self.batch_size = batch_size
        self.steps_per_epoch = len(self.images) // batch_size

    def gradient(self, theta: ArrayLike) -> Array:
        """(..., seeds, d) -> (..., seeds, d), on the next batch of each seed."""
        array = self._checked(theta)
        chosen = np.stack(next(self._batches))
        if array.ndim < 2 or array.shape[-2] != len(chosen):
            raise ValueError(f"theta must have the shape (..., {len(chosen)}, d), a row a seed; got {array.shape}.")
        columns = np.swapaxes(self.images[chosen], -1, -2)
        return self.backpropagated(array, columns, np.swapaxes(self._wanted[chosen], -1, -2))[1]
