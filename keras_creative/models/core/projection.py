"""Latent vectors of given images, found by optimization."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.checks import check_integers, check_positive
from keras_creative.typing import ArrayLike, Tensor

_CANDIDATES = 256
_SCALES = (1, 2, 4, 8)
_HEADS = ("features", "crop_features")
_BETA_1, _BETA_2, _EPSILON = 0.9, 0.999, 1e-8
# A normal vector in n dimensions is hardly ever longer than sqrt(n) + 2.
_MARGIN = 2.0


class Projection(NamedTuple):
    """Latent vectors whose samples are close to given images.

    Attributes:
        latents: float32 array `(n, *latent_shape)`.
        samples: Samples of these, an array of the shape of the images.
        errors: Root mean squared difference of the pixels of each image and
            its sample, which lie in [-1, 1]; array `(n,)`.
        usual: The same for random samples, the mean; array `(n,)`.
    """

    latents: np.ndarray
    samples: np.ndarray
    errors: np.ndarray
    usual: np.ndarray


def project(
    model: Any,
    images: ArrayLike,
    steps: int = 300,
    starts: int = 8,
    learning_rate: float = 0.1,
    seed: int = 0,
) -> Projection:
    """Find the latent vectors of images by optimization.

    An image and a sample are compared by their pixels, averaged over squares of
    1, 2, 4 and 8 pixels, and by the features of the model's discriminator, if
    it has one of single images. Each of these squared distances is divided by
    that of random samples, and their mean is minimized by Adam. Of 256 random
    latent vectors, and the code of a model with `encode()`, the best are the
    starts, and the best result is returned. Latent vectors are kept at most as
    long as random ones are.

    Args:
        model: Model with latent vectors, such as a GAN or a VAE, that takes no
            labels; or a `keras_creative.models.GeneratorSampler`.
        images: Images `(n, *sample_shape)` in [-1, 1].
        steps: Positive number of steps. Defaults to `300`.
        starts: Positive number of starts. Defaults to `8`.
        learning_rate: Positive number, which falls to 0 with a cosine.
            Defaults to `0.1`.
        seed: Integer that determines the starts. Defaults to `0`.

    Returns:
        `Projection`.

    Raises:
        ValueError: If the model has no latent vectors or takes labels, its
            samples are not images, the images have another shape or are not
            finite, or a number is out of range.

    Example:

    >>> shape = (16, 16, 1)
    >>> generator = keras_creative.networks.dcgan_generator(shape, 4, width=4)
    >>> model = keras_creative.models.GeneratorSampler(generator)
    >>> found = keras_creative.models.project(model, model.sample(2, seed=1))
    >>> found.latents.shape
    (2, 4)

    Reference:

    - [Zhu et al., 2016, section 3.1](https://arxiv.org/abs/1609.03552)
    """
    check_integers(steps=(steps, 1), starts=(starts, 1), seed=(seed, 0))
    check_positive(learning_rate=learning_rate)
    check_has_latents(model)
    images = _checked(images, model)
    describe = _descriptions(model)
    optimize = _optimizer(model, describe, steps, learning_rate)
    random = model.latents(max(_CANDIDATES, starts), seed)
    found = [
        _project_one(model, image, describe, optimize, random, starts)
        for image in images
    ]
    return Projection(*map(np.stack, zip(*found, strict=True)))


def check_has_latents(model: Any) -> None:
    """Raise unless a model makes images from latent vectors alone.

    Args:
        model: Anything.

    Raises:
        ValueError: See above.
    """
    network = getattr(model, "sampler", None)
    inputs = getattr(network, "inputs", None) or ()
    problem = None
    if len(getattr(model, "latent_shape", ())) != 1 or not inputs:
        problem = "which has no latent vectors"
    elif len(inputs) > 1:
        problem = f"which takes {len(inputs)} inputs"
    elif len(network.output_shape) != 4:
        problem = f"whose samples have the shape {network.output_shape[1:]}"
    if problem:
        raise ValueError(
            "A picture can be projected only by a model that makes images from "
            f"latent vectors alone. Received: a {type(model).__name__}, "
            f"{problem}"
        )


def _checked(images, model):
    images = np.asarray(images, "float32")
    shape = tuple(model.sampler.output_shape[1:])
    if images.shape[1:] != shape or not len(images):
        raise ValueError(
            f"`images` must have the shape (n, {', '.join(map(str, shape))}). "
            f"Received: images of shape {images.shape}"
        )
    if not np.isfinite(images).all():
        raise ValueError(
            "`images` must be finite numbers. Received: NaN or infinity"
        )
    return images


def _descriptions(model):
    """Function from images to a list of tensors that are compared."""
    features = _features(model)

    def describe(images):
        images = ops.cast(images, "float32")
        described = [images] + [
            ops.average_pool(images, side, side, padding="same")
            for side in _SCALES[1:]
        ]
        if features is not None:
            described += features(images, training=False).values()
        return [ops.cast(part, "float32") for part in described]

    return describe


def _features(model):
    """The discriminator's features of single images, a network, or `None`."""
    network = getattr(model, "discriminator", None)
    if network is None or len(network.inputs) > 1:
        return None
    heads = {k: network.output[k] for k in _HEADS if k in network.output}
    shape = tuple(network.inputs[0].shape[1:])
    if not heads or shape != tuple(model.sampler.output_shape[1:]):
        return None
    return keras.Model(network.inputs, heads)


def _optimizer(model, describe, steps, learning_rate):
    """Compiled function from starts to latent vectors and their distances."""

    def step(index, latents, mean, square, target, usual):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(latents)
            total = _relative(describe(model(latents)), target, usual)
        gradient = tape.gradient(total, latents)
        index += 1.0
        mean = _BETA_1 * mean + (1.0 - _BETA_1) * gradient
        square = _BETA_2 * square + (1.0 - _BETA_2) * gradient**2
        rate = learning_rate * (1.0 + ops.cos(math.pi * index / steps)) / 2.0
        direction = (mean / (1.0 - _BETA_1**index)) / (
            ops.sqrt(square / (1.0 - _BETA_2**index)) + _EPSILON
        )
        return index, _shortened(latents - rate * direction), mean, square

    @tf.function
    def optimize(latents, target, usual):
        zeros = tf.zeros_like(latents)
        _, latents, _, _ = tf.while_loop(
            lambda index, *_: index < steps,
            lambda *state: step(*state, target, usual),
            (tf.constant(0.0), latents, zeros, zeros),
        )
        return latents, _relative(describe(model(latents)), target, usual)

    return optimize


def _project_one(
    model: Any,
    image: np.ndarray,
    describe: Callable[[Tensor], list[Tensor]],
    optimize: Callable[..., tuple[Tensor, Tensor]],
    random: np.ndarray,
    starts: int,
) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Latent vector, sample, error and usual error of one image."""
    target = describe(image[np.newaxis])
    distances = _distances(describe(model(random)), target)
    usual = [ops.mean(part) + _EPSILON for part in distances]
    if hasattr(model, "encode"):
        random = np.concatenate([model.encode(image[np.newaxis]), random])
    total = _relative(describe(model(random)), target, usual)
    best = np.argsort(total, kind="stable")[:starts]
    latents, total = optimize(tf.constant(random[best]), target, usual)
    latent = ops.convert_to_numpy(latents)[[np.argmin(total)]]
    sample = ops.convert_to_numpy(model(latent))
    error = float(np.sqrt(np.mean(np.square(sample - image))))
    return latent[0], sample[0], error, float(ops.sqrt(usual[0]))


def _distances(described, target):
    """Mean squared differences of each part, `(batch,)`."""
    return [
        ops.mean(ops.square(a - b), axis=tuple(range(1, len(a.shape))))
        for a, b in zip(described, target, strict=True)
    ]


def _relative(described, target, usual):
    """Mean of the distances, each relative to that of random samples."""
    distances = _distances(described, target)
    parts = [d / u for d, u in zip(distances, usual, strict=True)]
    return sum(parts) / len(parts)


def _shortened(latents):
    """Latent vectors that are not longer than random ones."""
    longest = math.sqrt(latents.shape[-1]) + _MARGIN
    length = ops.norm(latents, axis=-1, keepdims=True)
    return latents * ops.minimum(1.0, longest / (length + _EPSILON))
