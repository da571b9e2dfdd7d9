"""Samples of a trained model, as arrays."""

import operator
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_creative.models.core.latents import (
    draw_rows,
    latent_path,
    waypoint_steps,
)
from keras_creative.progress_bar import progress_bar
from keras_creative.typing import ArrayLike, Tensor


class Sampling:
    """Sampling and interpolation of models that map latent vectors to samples.

    Mixed into models with a `latent_shape` that are called on latent vectors,
    or on other inputs that `sample_inputs()` draws.

    Attributes:
        samples_at_once: Number of samples that are generated at once, unless
            `batch_size` is given.
    """

    samples_at_once = 256

    def sample(
        self,
        n: int,
        seed: int | Sequence[int] | np.ndarray | None = None,
        batch_size: int | None = None,
        verbose: int = 0,
        **conditions: Any,
    ) -> np.ndarray:
        """New samples as an array; the noise of training is not affected.

        Args:
            n: Number of samples.
            seed: Integer that determines them, or `n` integers, each of which
                determines one sample: that of `interpolate()` at this seed.
                Defaults to `None`: new ones at every call.
            batch_size: Samples generated at once. Defaults to `None`:
                `samples_at_once`.
            verbose: 1 shows a progress bar, see `keras.Model.predict()`.
                Defaults to `0`.
            **conditions: What to generate: `labels` of a conditional model;
                `categorical`, `continuous` and `circular` codes of an
                `InfoGAN`. See `sample_inputs()` of the model. Defaults to
                none: all labels in turn, random codes.

        Returns:
            NumPy array `(n, *sample_shape)`.

        Raises:
            ValueError: If there is no such label, attribute or code.

        Example:

        >>> model = keras_creative.models.GAN(
        ...     keras_creative.networks.mlp_generator(),
        ...     keras_creative.networks.mlp_discriminator(),
        ... )
        >>> model.sample(16, seed=1).shape
        (16, 2)
        """
        inputs = self.sample_inputs(n, seed, **conditions)
        return self._generate_all(inputs, batch_size, verbose)

    def sample_inputs(
        self, n: int, seed: int | Sequence[int] | np.ndarray | None = None
    ) -> Any:
        """The model's inputs for samples.

        Args:
            n: Number of samples.
            seed: See `sample()`. Defaults to `None`.

        Returns:
            Array of latent vectors.
        """
        return self._draw(n, seed)

    def latents(
        self, n: int, seed: int | Sequence[int] | np.ndarray | None = None
    ) -> np.ndarray:
        """Latent vectors as an array, those of `sample()` with the same seed.

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
        batch_size: int | None = None,
        via: Sequence[int | ArrayLike] = (),
        way: str | None = None,
        closed: bool = False,
    ) -> np.ndarray:
        """Samples along a path through the latent space.

        A waypoint is a latent vector; an integer, which stands for the latent
        vector of that seed; or, for a model with `encode()`, a sample.

        Args:
            start: First waypoint.
            end: Last waypoint.
            steps: Number of samples, both ends included. Defaults to `8`.
            batch_size: Samples generated at once. Defaults to `None`:
                `samples_at_once`.
            via: Sequence of waypoints between both ends. Each is one of the
                samples. Defaults to `()`.
            way: `"straight"` for linear interpolation, or `"sphere"` for
                spherical interpolation, along which angle and length change
                evenly. Defaults to `None`: straight for a model with
                `encode()`, whose codes need not lie near a sphere, as Gaussian
                latent vectors do; otherwise the sphere.
            closed: Whether the path returns from `end` to `start`, which then
                follows the last sample. Defaults to `False`.

        Returns:
            NumPy array `(steps, *sample_shape)`.

        Raises:
            ValueError: If a waypoint has another shape, `way` is unknown, or
                there are fewer steps than waypoints.

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
        """Latent vectors of the steps, with labels for each if any."""
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
        """The latent vector of one waypoint."""
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
        if batch_size is None:
            batch_size = self.samples_at_once
        n = len(keras.tree.flatten(inputs)[0])
        bar = progress_bar(n, "sample", verbose)
        batches = []
        for start in range(0, n, batch_size):
            rows = slice(start, min(start + batch_size, n))
            part = keras.tree.map_structure(operator.itemgetter(rows), inputs)
            batches.append(ops.convert_to_numpy(self(part)))
            bar.update(rows.stop)
        return np.concatenate(batches)


class GeneratorSampler(Sampling):
    """Samples of a generator alone.

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
