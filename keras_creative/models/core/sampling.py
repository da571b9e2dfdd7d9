"""Samples of a trained model, as arrays."""

import operator
from collections.abc import Sequence

import keras
import numpy as np
from keras import ops

from keras_creative.models.core.latents import (
    draw_rows,
    latent_path,
    waypoint_steps,
)
from keras_creative.typing import ArrayLike, Tensor


class Sampling:
    """What a model that maps latent vectors to samples can be asked for.

    Mixed into models with a `latent_shape` that are called on latent vectors.
    """

    def sample(
        self,
        n: int,
        seed: int | Sequence[int] | np.ndarray | None = None,
        batch_size: int = 256,
        verbose: int = 0,
    ) -> np.ndarray:
        """New samples as an array; training's noise is not touched.

        Args:
            n: Number of samples.
            seed: Integer that fixes them, or `n` integers, each of which
                fixes a sample: that of `interpolate()` at this seed. Defaults
                to `None`: new ones at every call.
            batch_size: Samples made at once. Defaults to `256`.
            verbose: 1 draws a progress bar, as in `keras.Model.predict()`.
                Defaults to `0`.

        Returns:
            NumPy array `(n, *sample_shape)`.

        Example:

        >>> model = keras_creative.models.GAN(
        ...     keras_creative.networks.mlp_generator(),
        ...     keras_creative.networks.mlp_discriminator(),
        ... )
        >>> model.sample(16, seed=1).shape
        (16, 2)
        """
        return self._generate_all(self._draw(n, seed), batch_size, verbose)

    def latents(
        self, n: int, seed: int | Sequence[int] | np.ndarray | None = None
    ) -> np.ndarray:
        """Latent vectors as an array, those of `sample()` with that seed.

        Args:
            n: Number of vectors.
            seed: Integer that fixes them. Defaults to `None`: new ones at
                every call.

        Returns:
            float32 array `(n, *latent_shape)`.
        """
        return self._draw(n, seed)

    def interpolate(
        self,
        start: int | ArrayLike,
        end: int | ArrayLike,
        steps: int = 8,
        batch_size: int = 256,
        via: Sequence[int | ArrayLike] = (),
        way: str | None = None,
        closed: bool = False,
    ) -> np.ndarray:
        """Samples on a way through the latent space.

        Each place on the way is a latent vector; an integer, which stands for
        the latent vector of that seed; or, for a model with `encode()`, a
        sample.

        Args:
            start: Place of the first sample.
            end: Place of the last sample.
            steps: Number of samples, both ends included. Defaults to `8`.
            batch_size: Samples made at once. Defaults to `256`.
            via: Sequence of places to come by, each of them one of the
                samples. Defaults to `()`.
            way: `"straight"`, or `"sphere"`, an arc on which angle and length
                change evenly. Defaults to `None`: straight for a model that
                encodes, whose codes need not lie near a sphere, as Gaussian
                latent vectors do; otherwise the sphere.
            closed: Whether to go on from `end` back to `start`, which is then
                what follows the last sample. Defaults to `False`.

        Returns:
            NumPy array `(steps, *sample_shape)`.

        Raises:
            ValueError: If a place is none, `way` is unknown, or there are
                fewer steps than places.

        Example:

        >>> model = keras_creative.models.GAN(
        ...     keras_creative.networks.mlp_generator(),
        ...     keras_creative.networks.mlp_discriminator(),
        ... )
        >>> model.interpolate(1, 2, steps=60).shape
        (60, 2)
        """
        latents = self._way(start, end, steps, via, way, closed)
        return self._generate_all(latents, batch_size)

    def _draw(self, n, seed):
        """Latent vectors of samples, an array."""

        def draw(rng, n):
            return rng.normal(size=(n, *self.latent_shape)).astype("float32")

        return draw_rows(draw, n, seed)

    def _way(
        self, start, end, steps, via=(), way=None, closed=False, labels=None
    ):
        """Latent vectors of the steps; labels, where taken, are for each."""
        if way is None:
            way = "straight" if hasattr(self, "encode") else "sphere"
        places = {"start": start}
        places |= {f"via[{i}]": place for i, place in enumerate(via)}
        places["end"] = end
        stops = waypoint_steps(len(places), steps, closed)
        waypoints = [
            self._latent_of(
                name, place, None if labels is None else labels[stop]
            )
            for (name, place), stop in zip(places.items(), stops, strict=True)
        ]
        return latent_path(waypoints, steps, way, closed)

    def _latent_of(self, name, place, labels):
        """The latent vector of one place on a way."""
        place = np.asarray(place)
        if place.ndim == 0 and place.dtype.kind in "iu":
            return self._draw(1, int(place))[0]
        if place.shape == self.latent_shape:
            return place
        encodes = hasattr(self, "encode")
        if encodes and place.shape == self.sample_shape:
            given = {} if labels is None else {"labels": labels[np.newaxis]}
            return self.encode(place[np.newaxis].astype("float32"), **given)[0]
        sample = f", or a sample's, {self.sample_shape}" if encodes else ""
        raise ValueError(
            f"`{name}` must be a seed, or have the latent shape "
            f"{self.latent_shape}{sample}. "
            f"Received: {name}.shape={place.shape}"
        )

    def _generate_all(self, inputs, batch_size, verbose=0):
        """Samples for an array of latent vectors, or for several inputs."""
        n = len(keras.tree.flatten(inputs)[0])
        bar = keras.utils.Progbar(n, verbose=verbose, unit_name="sample")
        batches = []
        for start in range(0, n, batch_size):
            rows = slice(start, min(start + batch_size, n))
            part = keras.tree.map_structure(operator.itemgetter(rows), inputs)
            batches.append(ops.convert_to_numpy(self(part)))
            bar.update(rows.stop)
        return np.concatenate(batches)


class GeneratorSampler(Sampling):
    """A generator alone, to be asked for samples.

    Args:
        generator: Keras model from latent vectors to samples.

    Example:

    >>> generator = keras_creative.networks.mlp_generator()
    >>> keras_creative.models.GeneratorSampler(generator).sample(3).shape
    (3, 2)
    """

    def __init__(self, generator: keras.Model) -> None:
        self.generator = generator

    @property
    def sampler(self) -> keras.Model:
        """The generator."""
        return self.generator

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of one latent vector."""
        return tuple(self.generator.inputs[0].shape[1:])

    def __call__(self, latent: Tensor) -> Tensor:
        """Samples for latent vectors."""
        return self.generator(latent, training=False)
