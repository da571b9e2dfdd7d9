"""Samples of a trained model, as arrays."""

import numpy as np
from keras import ops


class Sampling:
    """What a model that maps latent vectors to samples can be asked for.

    Mixed into models with a `latent_shape` that are called on latent vectors.
    """

    def sample(self, n, seed=None, batch_size=256):
        """New samples as an array; training's noise is not touched.

        Args:
            n: Number of samples.
            seed: Integer that fixes them. Defaults to `None`: new ones at
                every call.
            batch_size: Samples made at once. Defaults to `256`.

        Returns:
            NumPy array `(n, *sample_shape)`.

        Example:

        >>> model.sample(16, seed=1).shape
        (16, 2)
        """
        latent = np.random.default_rng(seed).normal(
            size=(n, *self.latent_shape)
        )
        return self._generate_all(latent.astype("float32"), batch_size)

    def interpolate(self, start, end, steps=8, batch_size=256):
        """Samples on the way between two latent vectors, along the sphere.

        Gaussian latents lie near a sphere, so the way is an arc: the angle
        and the length change evenly.

        Args:
            start: Latent vector of the first sample.
            end: Latent vector of the last sample.
            steps: Number of samples, both ends included. Defaults to `8`.
            batch_size: Samples made at once. Defaults to `256`.

        Returns:
            NumPy array `(steps, *sample_shape)`.

        Raises:
            ValueError: If a latent has not the generator's shape.
        """
        start, end = np.asarray(start, "float32"), np.asarray(end, "float32")
        for name, latent in (("start", start), ("end", end)):
            if latent.shape != self.latent_shape:
                raise ValueError(
                    f"`{name}` must have the latent shape {self.latent_shape}."
                    f" Received: {name}.shape={latent.shape}"
                )
        return self._generate_all(_arc(start, end, steps), batch_size)

    def _generate_all(self, latent, batch_size):
        batches = [
            ops.convert_to_numpy(self(latent[i : i + batch_size]))
            for i in range(0, len(latent), batch_size)
        ]
        return np.concatenate(batches)


def _arc(start, end, steps):
    """Points from `start` to `end`, even in angle and in length."""
    shares = np.linspace(0, 1, steps).reshape(-1, *[1] * start.ndim)
    lengths = [np.linalg.norm(latent) for latent in (start, end)]
    if min(lengths) == 0:
        return ((1 - shares) * start + shares * end).astype("float32")
    directions = [start / lengths[0], end / lengths[1]]
    angle = np.arccos(np.clip(np.sum(directions[0] * directions[1]), -1, 1))
    if np.sin(angle) < 1e-6:
        return ((1 - shares) * start + shares * end).astype("float32")
    length = (1 - shares) * lengths[0] + shares * lengths[1]
    direction = (
        np.sin((1 - shares) * angle) * directions[0]
        + np.sin(shares * angle) * directions[1]
    ) / np.sin(angle)
    return (length * direction).astype("float32")


class GeneratorSampler(Sampling):
    """A generator alone, to be asked for samples.

    Args:
        generator: Keras model from latent vectors to samples.

    Example:

    >>> generator = keras_creative.networks.mlp_generator()
    >>> keras_creative.models.GeneratorSampler(generator).sample(3).shape
    (3, 2)
    """

    def __init__(self, generator):
        self.generator = generator

    @property
    def latent_shape(self):
        """Shape of one latent vector."""
        return tuple(self.generator.inputs[0].shape[1:])

    def __call__(self, latent):
        """Samples for latent vectors."""
        return self.generator(latent, training=False)
