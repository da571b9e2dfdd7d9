"""The local score machine: new images from patches, without training."""

import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.checks import check_integers
from keras_creative.models.core.sampling import Sampling
from keras_creative.models.local.local_means import (
    equivariant_means,
    image_shares,
    local_means,
    patch_band,
)
from keras_creative.typing import ArrayLike, Tensor


class LocalScoreMachine(Sampling):
    """Sampler of new images that combine patches of images, without training.

    The best possible network of `FlowMatching` repeats its training images.
    One whose outputs depend on a patch around each pixel alone cannot: every
    pixel is attracted by the images whose patch fits best, and different parts
    of a sample follow different images. This class computes that limit
    exactly, with patches that become smaller from noise to image.

    Called on noise, it returns samples.

    Args:
        images: Array `(m, height, width, channels)` in [-1, 1], at least one.
            One image alone is reproduced, unless `equivariant`.
        patch_sizes: Widths in pixels of the patches at the beginning and at
            the end, at most twice the side. The larger, the more coherent
            and the less new are samples; patches of twice the side repeat the
            images. Defaults to `None`: three quarters of the height, and 6.
        steps: Euler steps, at least 3. Defaults to `24`.
        equivariant: Whether patches may be taken from other places of the
            images than the pixel's own. It is much slower. Defaults to
            `False`.

    Raises:
        ValueError: If the shape is wrong, a number is not finite, or a patch
            is larger than the images or not positive.

    Example:

    >>> images = np.random.default_rng(0).uniform(-1, 1, (20, 16, 16, 3))
    >>> machine = keras_creative.models.LocalScoreMachine(images)
    >>> machine.sample(4, seed=0).shape
    (4, 16, 16, 3)

    Reference:

    - [Kamb & Ganguli, 2025](https://arxiv.org/abs/2412.20292): the local and
      the equivariant local score machine. There patch sizes are those of a
      trained network.
    """

    # Each compares its patches with those of all images.
    samples_at_once = 8

    def __init__(
        self,
        images: ArrayLike,
        patch_sizes: tuple[float, float] | None = None,
        steps: int = 24,
        equivariant: bool = False,
    ) -> None:
        images = np.asarray(images, "float32")
        check_images(images)
        side = min(images.shape[1:3])
        if patch_sizes is None:
            patch_sizes = (0.75 * side, min(6, side))
        first, last = patch_sizes
        if not 1 <= last <= first <= 2 * side:
            raise ValueError(
                "`patch_sizes` must fall, and be from 1 to twice the side of "
                f"the images, {2 * side}. Received: patch_sizes={patch_sizes}"
            )
        check_integers(steps=(steps, 3))
        self.images = tf.constant(images)
        self.patch_sizes = patch_sizes
        self.steps = steps
        self.equivariant = equivariant

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of one sample."""
        return tuple(self.images.shape[1:])

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of the noise of one sample, that of a sample."""
        return self.sample_shape

    def __call__(self, latent: Tensor) -> Tensor:
        """Samples for noise."""
        return self.follow(latent)

    def follow(self, x: Tensor, start: float = 0.0) -> Tensor:
        """Follow the flow from a time to the images.

        Args:
            x: Noisy images `(n, *sample_shape)` of that time.
            start: Time from 0, noise, to 1, images. Defaults to `0`.

        Returns:
            Tensor of samples.
        """
        x = ops.convert_to_tensor(x, "float32")
        times = start + (1 - start) * _times(self.steps)
        for t, end in zip(times[:-1], times[1:], strict=True):
            x = x + (end - t) / (1 - t) * (self.mean_images(x, t) - x)
        return x

    def mean_images(self, x: Tensor, t: float) -> Tensor:
        """The mean images that noisy ones can lead to, by their patches.

        Args:
            x: Noisy images `(n, *sample_shape)`.
            t: Time, in [0, 1).

        Returns:
            Tensor of the shape of `x`.
        """
        if not self.equivariant:
            return self._local(local_means, x, t)
        width = 2 * int((self.patch_size(t) - 1) // 2) + 1
        time = tf.constant(t, "float32")
        means = [
            equivariant_means(x[i : i + 1], time, self.images, width)
            for i in range(len(x))
        ]
        return ops.concatenate(means)

    def shares(self, samples: ArrayLike, t: float = 0.9) -> np.ndarray:
        """Share of each image in samples, by their patches.

        Args:
            samples: Array `(n, *sample_shape)`.
            t: Time that the samples are taken for. Defaults to `0.9`.

        Returns:
            Array `(n, m)`; each row sums to 1.
        """
        x = t * ops.convert_to_tensor(samples, "float32")
        return ops.convert_to_numpy(self._local(image_shares, x, t))

    def _local(self, function, x, t):
        width = self.patch_size(t)
        bands = [patch_band(side, width) for side in self.sample_shape[:2]]
        time = tf.constant(t, "float32")
        return function(x, time, self.images, *map(tf.constant, bands))

    def patch_size(self, t: float) -> float:
        """Width of patches at a time, proportional to the noise.

        Args:
            t: Time from 0 to 1.
        """
        first, last = self.patch_sizes
        return max(last, first * (1 - t))


def _times(steps):
    """Times from 0 to 1, evenly spaced in the log-odds between.

    Patches choose among images while the noise is still strong. Steps that
    skip these times prefer images near the mean.
    """
    odds = np.exp(np.linspace(-5, 3, steps - 1))
    return np.concatenate([[0], odds / (1 + odds), [1]])


def check_images(images: np.ndarray) -> None:
    """Raise unless an array holds images in [-1, 1].

    Args:
        images: The array.

    Raises:
        ValueError: If the shape is wrong or empty, or a number is not finite
            or out of range.
    """
    if images.ndim != 4 or not images.size:
        raise ValueError(
            "`images` must have the shape (n, height, width, channels), n at "
            f"least 1. Received: images.shape={images.shape}"
        )
    if not np.isfinite(images).all() or abs(images).max() > 1.001:
        raise ValueError(
            "`images` must be finite numbers from -1 to 1. "
            f"Received: from {images.min()} to {images.max()}"
        )
