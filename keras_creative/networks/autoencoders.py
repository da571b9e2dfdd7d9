"""Discriminators that are autoencoders, for energy-based GANs."""

import math
from collections.abc import Sequence

import keras
from keras import ops

from keras_creative.layers import Conv2D, Conv2DTranspose
from keras_creative.networks.dcgan import cut_to, dcgan_sizes, dcgan_stages


def mlp_autoencoder(
    sample_shape: Sequence[int] = (2,),
    code_dim: int = 16,
    num_layers: int = 3,
    units: int = 64,
) -> keras.Model:
    """Dense autoencoder of points or images whose energy is its error.

    Args:
        sample_shape: Shape of a sample. Defaults to `(2,)`.
        code_dim: Length of the code. Defaults to `16`.
        num_layers: Dense layers of the encoder and of the decoder. Defaults to
            `3`.
        units: Units of each hidden layer. Defaults to `64`.

    Returns:
        `keras.Model` from `(batch, *sample_shape)` to a dict with `score`
        `(batch, 1)`, the negated mean squared error of the reconstruction;
        `features` `(batch, code_dim)`, the code; and
        `reconstruction`.

    Example:

    >>> sorted(keras_creative.networks.mlp_autoencoder().output)
    ['features', 'reconstruction', 'score']

    Reference:

    - [Zhao et al., 2017, section 2.3](https://arxiv.org/abs/1609.03126)
    """
    samples = keras.Input(sample_shape, name="samples")
    x = samples
    if len(sample_shape) > 1:
        x = keras.layers.Flatten(name="flatten")(x)
    for index in range(num_layers - 1):
        x = keras.layers.Dense(units, "relu", name=f"encoder_{index}")(x)
    code = keras.layers.Dense(code_dim, name="code")(x)
    x = keras.layers.ReLU(name="code_relu")(code)
    for index in range(num_layers - 1):
        x = keras.layers.Dense(units, "relu", name=f"decoder_{index}")(x)
    x = keras.layers.Dense(math.prod(sample_shape), name="decoded")(x)
    x = keras.layers.Reshape(sample_shape, name="reshape")(x)
    return _energy_model(samples, code, x)


def dcgan_autoencoder(
    image_shape: Sequence[int] = (32, 32, 1),
    code_dim: int = 64,
    width: int = 64,
) -> keras.Model:
    """Convolutional autoencoder of images whose energy is its error.

    The encoder is DCGAN's discriminator down to 4x4 pixels, followed by a dense
    code; the decoder mirrors it with transposed convolutions. The output is
    linear: with a tanh it stays black on images that are mostly black.

    Args:
        image_shape: `(height, width, channels)`, sides of at least 8 pixels.
            Defaults to `(32, 32, 1)`.
        code_dim: Length of the code. Defaults to `64`.
        width: Channels of the highest resolution, doubled at each downsampling.
            Defaults to `64`.

    Returns:
        `keras.Model` from images in [-1, 1] to a dict as returned by the model
        of `mlp_autoencoder()`.

    Raises:
        ValueError: If a side is below 8.

    Example:

    >>> network = keras_creative.networks.dcgan_autoencoder(width=8)
    >>> network.output["reconstruction"].shape
    (None, 32, 32, 1)

    Reference:

    - [Zhao et al., 2017, appendix](https://arxiv.org/abs/1609.03126)
    """
    widths = dcgan_stages(image_shape, width)
    *sizes, _ = dcgan_sizes(image_shape)
    picture = keras.Input(image_shape, name="picture")
    x = picture
    for index, channels in enumerate(widths):
        x = Conv2D(
            channels, 4, strides=2, padding="same", name=f"down_{index}"
        )(x)
        x = keras.layers.LeakyReLU(0.2, name=f"down_{index}_relu")(x)
    smallest = x.shape[1:]
    x = keras.layers.Flatten(name="flatten")(x)
    code = keras.layers.Dense(code_dim, name="code")(x)
    x = keras.layers.Dense(math.prod(smallest), "relu", name="dense")(code)
    x = keras.layers.Reshape(smallest, name="reshape")(x)
    for index, channels in enumerate([*reversed(widths[:-1]), image_shape[-1]]):
        if index:
            x = keras.layers.LeakyReLU(0.2, name=f"up_{index}_relu")(x)
        x = Conv2DTranspose(
            channels, 4, strides=2, padding="same", name=f"up_{index}"
        )(x)
        x = cut_to(sizes.pop(), x, f"up_{index}_cut")
    return _energy_model(picture, code, x)


def _energy_model(samples, code, reconstruction):
    difference = ops.cast(reconstruction, "float32") - ops.cast(
        samples, "float32"
    )
    flat = keras.layers.Flatten(dtype="float32", name="error")(difference)
    energy = ops.mean(ops.square(flat), axis=1, keepdims=True)
    return keras.Model(
        samples,
        {
            "score": -energy,
            "features": code,
            "reconstruction": reconstruction,
        },
        name="discriminator",
    )
