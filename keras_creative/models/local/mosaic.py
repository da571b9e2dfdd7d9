"""New images of any size from patches of images, coarse to fine."""

import numpy as np
import tensorflow as tf

from keras_creative.models.core.sampling import Sampling
from keras_creative.models.local.local_score_machine import (
    LocalScoreMachine,
    check_images,
)
from keras_creative.typing import ArrayLike, Tensor

# Side up to which images are made in one piece.
_COARSE = 64
# Refinement begins at this time, with these patches, in these steps, from the
# images that have the largest shares in the coarse one.
_START = 0.6
_PATCHES = (12, 5)
_STEPS = 5
_SOURCES = 24


class Mosaic(Sampling):
    """New images from patches of images, coarse to fine, without training.

    Images of at most 64 pixels are those of a `LocalScoreMachine`. Larger ones
    are first made at a size of at most 64, and then refined at each double
    size: enlarged, and followed by the local score machine of small patches of
    the 24 images that have the largest shares in the coarse one.

    Called on noise of the coarse size, it returns samples.

    Args:
        images: Array `(m, side, side, channels)` in [-1, 1], at least one.
            Above 64 the side must be 64 or less after halving some times.
        patch_sizes: Widths in pixels of the patches of the coarse images, see
            `LocalScoreMachine`. Defaults to `None`: three quarters of the
            coarse side, and 6.
        steps: Euler steps of the coarse images. Defaults to `24`.

    Raises:
        ValueError: If the shape is wrong, a number is out of range, the side
            cannot be halved, or a patch is larger than the coarse images.

    Example:

    ```python
    folder = keras_creative.datasets.PictureFolder("paintings", size=128)
    images, _ = folder.sample(len(folder))
    pictures = keras_creative.models.Mosaic(images).sample(64, seed=0)
    ```

    Reference:

    - [Kamb & Ganguli, 2025](https://arxiv.org/abs/2412.20292): the local score
      machine, of images of one size.
    - [Granot et al., 2022](https://arxiv.org/abs/2103.15545): patches over a
      pyramid of one image.
    """

    samples_at_once = LocalScoreMachine.samples_at_once

    def __init__(
        self,
        images: ArrayLike,
        patch_sizes: tuple[float, float] | None = None,
        steps: int = 24,
    ) -> None:
        images = np.asarray(images, "float32")
        check_images(images)
        self._levels = _pyramid(images)
        self.coarse = LocalScoreMachine(self._levels[0], patch_sizes, steps)
        self.sample_shape = images.shape[1:]

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of the noise of one sample, that of a coarse image."""
        return self.coarse.latent_shape

    def __call__(self, latent: Tensor) -> Tensor:
        """Samples for noise."""
        samples = self.coarse(latent)
        if len(self._levels) > 1:
            shares = self.coarse.shares(samples)
            sources = np.argsort(-shares, axis=1)[:, :_SOURCES]
            refined = zip(samples, sources, strict=True)
            samples = tf.stack([self._refine(*pair) for pair in refined])
        return samples

    def _refine(self, sample, sources):
        for images in self._levels[1:]:
            side = images.shape[1]
            sample = tf.image.resize(sample, (side, side), "bicubic")
            machine = LocalScoreMachine(images[sources], _PATCHES, _STEPS)
            sample = machine.follow(_START * sample[None], _START)[0]
        return sample


def _pyramid(images):
    """The images at all sizes, the smallest first."""
    sides = [images.shape[1]]
    while sides[0] > _COARSE and sides[0] % 2 == 0:
        sides.insert(0, sides[0] // 2)
    if images.shape[2] != sides[-1] or sides[0] > _COARSE:
        raise ValueError(
            "`images` must be square, with a side that is at most 64, or that "
            "is 64 or less after halving some times. "
            f"Received: images.shape={images.shape}"
        )
    levels = [images]
    for side in sides[-2::-1]:
        smaller = tf.image.resize(levels[0], (side, side), "area")
        levels.insert(0, smaller.numpy())
    return levels
