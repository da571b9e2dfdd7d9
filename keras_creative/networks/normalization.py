"""Normalization layers of the networks."""

import keras

from keras_creative.checks import check_integers
from keras_creative.layers import SpectralNormalization

MOMENTUM = 0.9
GROUPS = 8


def check_group_width(width):
    """Raise unless channels can be divided into the groups.

    Args:
        width: Number of channels.

    Raises:
        ValueError: See above.
    """
    check_integers(width=(width, 1))
    if width % GROUPS:
        raise ValueError(
            f"`width` must be a multiple of {GROUPS}, the number of groups of "
            f"the normalization. Received: width={width}"
        )


def group_silu(x, name):
    """Group normalization and SiLU.

    Args:
        x: Features `(batch, height, width, channels)`.
        name: Name that those of the layers begin with.

    Returns:
        Features of the same shape.
    """
    x = keras.layers.GroupNormalization(GROUPS, name=f"{name}_norm")(x)
    return keras.layers.Activation("silu", name=f"{name}_silu")(x)


def batch_normalization(name):
    """Batch normalization with DCGAN's momentum of 0.9.

    With Keras' default of 0.99, the moving statistics lag behind the training:
    samples of a generator are gray for the first hundreds of steps.

    Args:
        name: Name of the layer.

    Returns:
        `keras.layers.BatchNormalization`.
    """
    return keras.layers.BatchNormalization(momentum=MOMENTUM, name=name)


def spectrally_normalized(layer):
    """The layer with spectral normalization, under the same name.

    Args:
        layer: Layer with a kernel.

    Returns:
        `keras_creative.layers.SpectralNormalization`.
    """
    return SpectralNormalization(
        layer, dtype=layer.dtype_policy, name=layer.name
    )
