"""Dense networks for points in the plane and small pictures."""

import math

import keras

from keras_creative.layers import MinibatchDiscrimination
from keras_creative.networks.heads import discriminator_heads
from keras_creative.networks.normalization import spectrally_normalised


def mlp_generator(latent_dim=2, sample_shape=(2,), num_layers=4, units=64):
    """Generator of ReLU layers from a latent vector to a point or picture.

    Points are linear in the last hidden layer; pictures, whose shape has three
    entries, pass a tanh to lie in [-1, 1].

    Args:
        latent_dim: Length of the latent vector. Defaults to `2`.
        sample_shape: Shape of a sample. Defaults to `(2,)`.
        num_layers: Dense layers, the output included. Defaults to `4`.
        units: Units of each hidden layer. Defaults to `64`.

    Returns:
        `keras.Model` from `(batch, latent_dim)` to `(batch, *sample_shape)`.

    Raises:
        ValueError: If a size is not positive.

    Example:

    >>> keras_creative.networks.mlp_generator().output_shape
    (None, 2)
    """
    _check_positive(latent_dim=latent_dim, num_layers=num_layers, units=units)
    latent = keras.Input((latent_dim,), name="latent")
    x = _hidden_layers(latent, num_layers - 1, units)
    x = keras.layers.Dense(
        math.prod(sample_shape),
        activation="tanh" if len(sample_shape) == 3 else None,
        dtype="float32",
        name="samples",
    )(x)
    if len(sample_shape) > 1:
        x = keras.layers.Reshape(sample_shape, name="reshape")(x)
    return keras.Model(latent, x, name="generator")


def mlp_discriminator(
    sample_shape=(2,),
    num_classes=None,
    num_layers=4,
    units=64,
    minibatch_discrimination=False,
    spectral_normalization=False,
):
    """Discriminator of ReLU layers from a point or picture to its score.

    Args:
        sample_shape: Shape of a sample. Defaults to `(2,)`.
        num_classes: Classes of the class head. Defaults to `None`, which
            makes no class head.
        num_layers: Dense layers, the output included. Defaults to `4`.
        units: Units of each hidden layer. Defaults to `64`.
        minibatch_discrimination: Whether the heads also see
            `keras_creative.layers.MinibatchDiscrimination`. Defaults to
            `False`.
        spectral_normalization: Whether the kernels up to the score are
            divided by their largest gain. Defaults to `False`.

    Returns:
        `keras.Model` from `(batch, *sample_shape)` to a dict with `score`
        `(batch, 1)`, a logit, and with classes `class_logits`
        `(batch, num_classes)`.

    Raises:
        ValueError: If a size is not positive.

    Example:

    >>> network = keras_creative.networks.mlp_discriminator(num_classes=8)
    >>> sorted(network.output)
    ['class_logits', 'score']
    """
    _check_positive(num_layers=num_layers, units=units)
    samples = keras.Input(sample_shape, name="samples")
    x = samples
    if len(sample_shape) > 1:
        x = keras.layers.Flatten(name="flatten")(x)
    x = _hidden_layers(x, num_layers - 1, units, spectral_normalization)
    if minibatch_discrimination:
        x = MinibatchDiscrimination(name="minibatch_discrimination")(x)
    heads = discriminator_heads(x, num_classes, spectral_normalization)
    return keras.Model(samples, heads, name="discriminator")


def _hidden_layers(x, num_layers, units, spectral_normalization=False):
    for index in range(num_layers):
        layer = keras.layers.Dense(
            units, activation="relu", name=f"hidden_{index}"
        )
        if spectral_normalization:
            layer = spectrally_normalised(layer)
        x = layer(x)
    return x


def _check_positive(**sizes):
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(
                f"`{name}` must be positive. Received: {name}={size}"
            )
