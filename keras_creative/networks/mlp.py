"""Dense networks for points in the plane."""

import keras

from keras_creative.layers import MinibatchDiscrimination
from keras_creative.networks.heads import discriminator_heads


def mlp_generator(latent_dim=2, output_dim=2, num_layers=4, units=64):
    """Generator of ReLU layers from a latent vector to a point.

    Args:
        latent_dim: Length of the latent vector. Defaults to `2`.
        output_dim: Coordinates of a point. Defaults to `2`.
        num_layers: Dense layers, the linear output included. Defaults to `4`.
        units: Units of each hidden layer. Defaults to `64`.

    Returns:
        `keras.Model` from `(batch, latent_dim)` to `(batch, output_dim)`.

    Raises:
        ValueError: If a size is not positive.

    Example:

    >>> keras_creative.networks.mlp_generator().output_shape
    (None, 2)
    """
    _check_positive(
        latent_dim=latent_dim,
        output_dim=output_dim,
        num_layers=num_layers,
        units=units,
    )
    latent = keras.Input((latent_dim,), name="latent")
    x = _hidden_layers(latent, num_layers - 1, units)
    points = keras.layers.Dense(output_dim, dtype="float32", name="points")(x)
    return keras.Model(latent, points, name="generator")


def mlp_discriminator(
    input_dim=2,
    num_classes=None,
    num_layers=4,
    units=64,
    minibatch_discrimination=False,
):
    """Discriminator of ReLU layers from a point to its score.

    Args:
        input_dim: Coordinates of a point. Defaults to `2`.
        num_classes: Classes of the class head. Defaults to `None`, which
            makes no class head.
        num_layers: Dense layers, the linear output included. Defaults to `4`.
        units: Units of each hidden layer. Defaults to `64`.
        minibatch_discrimination: Whether the heads also see
            `keras_creative.layers.MinibatchDiscrimination`. Defaults to
            `False`.

    Returns:
        `keras.Model` from `(batch, input_dim)` to a dict with `score`
        `(batch, 1)`, a logit, and with classes `class_logits`
        `(batch, num_classes)`.

    Raises:
        ValueError: If a size is not positive.

    Example:

    >>> network = keras_creative.networks.mlp_discriminator(num_classes=8)
    >>> sorted(network.output)
    ['class_logits', 'score']
    """
    _check_positive(input_dim=input_dim, num_layers=num_layers, units=units)
    points = keras.Input((input_dim,), name="points")
    x = _hidden_layers(points, num_layers - 1, units)
    if minibatch_discrimination:
        x = MinibatchDiscrimination(name="minibatch_discrimination")(x)
    return keras.Model(
        points, discriminator_heads(x, num_classes), name="discriminator"
    )


def _hidden_layers(x, num_layers, units):
    for index in range(num_layers):
        x = keras.layers.Dense(
            units, activation="relu", name=f"hidden_{index}"
        )(x)
    return x


def _check_positive(**sizes):
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(
                f"`{name}` must be positive. Received: {name}={size}"
            )
