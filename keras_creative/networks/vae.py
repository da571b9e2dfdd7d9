"""Encoders and decoders of variational autoencoders."""

import math
from collections.abc import Callable, Sequence

import keras

from keras_creative.checks import check_integers
from keras_creative.layers import Conv2D
from keras_creative.networks.conditions import attributes_input, join_vectors
from keras_creative.networks.dcgan import cut_to, dcgan_sizes, dcgan_stages


def mlp_vae_encoder(
    sample_shape: Sequence[int] = (28, 28, 1),
    latent_dim: int = 20,
    units: int = 400,
    attributes_length: int | None = None,
) -> keras.Model:
    """Dense encoder from a sample to a Gaussian over its code.

    It has one hidden ReLU layer and one linear layer per output.

    Args:
        sample_shape: Shape of a sample. Defaults to `(28, 28, 1)`.
        latent_dim: Length of the code. Defaults to `20`.
        units: Units of the hidden layer. Defaults to `400`.
        attributes_length: Length of the attributes, a second input. Defaults
            to `None`: no attributes.

    Returns:
        `keras.Model` from samples, or from `[samples, attributes]`, to a dict
        with `mean` and `log_variance`, each `(batch, latent_dim)`.

    Raises:
        ValueError: If a size is not positive.

    Example:

    >>> sorted(keras_creative.networks.mlp_vae_encoder().output)
    ['log_variance', 'mean']

    Reference:

    - [Kingma & Welling, 2014, appendix C](https://arxiv.org/abs/1312.6114)
    """
    check_integers(latent_dim=(latent_dim, 1), units=(units, 1))
    samples = keras.Input(sample_shape, name="samples")
    x = samples
    if len(sample_shape) > 1:
        x = keras.layers.Flatten(name="flatten")(x)
    inputs, x = _with_attributes(samples, x, attributes_length)
    x = _hidden_layer(x, units)
    return keras.Model(inputs, gaussian_heads(x, latent_dim), name="encoder")


def mlp_vae_decoder(
    latent_dim: int = 20,
    sample_shape: Sequence[int] = (28, 28, 1),
    units: int = 400,
    attributes_length: int | None = None,
    activation: str | Callable | None = None,
) -> keras.Model:
    """Dense decoder from a code to a sample or its logits.

    Args:
        latent_dim: Length of the code. Defaults to `20`.
        sample_shape: Shape of a sample. Defaults to `(28, 28, 1)`.
        units: Units of the hidden layer. Defaults to `400`.
        attributes_length: Length of the attributes, a second input. Defaults
            to `None`: no attributes.
        activation: Activation of the output. Defaults to `None`, for logits
            and for points; `"tanh"` gives images in [-1, 1].

    Returns:
        `keras.Model` from codes, or from `[codes, attributes]`, to
        `(batch, *sample_shape)`.

    Raises:
        ValueError: If a size is not positive.

    Example:

    >>> keras_creative.networks.mlp_vae_decoder().output_shape
    (None, 28, 28, 1)
    """
    check_integers(latent_dim=(latent_dim, 1), units=(units, 1))
    latent = keras.Input((latent_dim,), name="latent")
    inputs, x = _with_attributes(latent, latent, attributes_length)
    x = _hidden_layer(x, units)
    x = keras.layers.Dense(
        math.prod(sample_shape), activation, dtype="float32", name="samples"
    )(x)
    if len(sample_shape) > 1:
        x = keras.layers.Reshape(sample_shape, name="reshape")(x)
    return keras.Model(inputs, x, name="decoder")


def conv_vae_encoder(
    image_shape: Sequence[int] = (32, 32, 1),
    latent_dim: int = 20,
    width: int = 32,
    units: int = 256,
    attributes_length: int | None = None,
) -> keras.Model:
    """Convolutional encoder: strided convolutions down to 4x4 pixels.

    It has no normalization layers.

    Args:
        image_shape: `(height, width, channels)`, sides of at least 8 pixels.
            Defaults to `(32, 32, 1)`.
        latent_dim: Length of the code. Defaults to `20`.
        width: Channels of the first stage, doubled at each stage. Defaults to
            `32`.
        units: Units of the dense layer after the convolutions. Defaults to
            `256`.
        attributes_length: Length of the attributes, a second input of the
            dense layer. Defaults to `None`: no attributes.

    Returns:
        `keras.Model` with the inputs and outputs of `mlp_vae_encoder()`.

    Raises:
        ValueError: If a size is not positive or a side is below 8.

    Example:

    >>> network = keras_creative.networks.conv_vae_encoder(latent_dim=2)
    >>> network.output["mean"].shape
    (None, 2)
    """
    check_integers(
        latent_dim=(latent_dim, 1), width=(width, 1), units=(units, 1)
    )
    picture = keras.Input(image_shape, name="picture")
    x = picture
    for index, channels in enumerate(dcgan_stages(image_shape, width)):
        x = Conv2D(
            channels,
            4,
            strides=2,
            padding="same",
            activation="relu",
            name=f"down_{index}",
        )(x)
    x = keras.layers.Flatten(name="flatten")(x)
    inputs, x = _with_attributes(picture, x, attributes_length)
    x = keras.layers.Dense(units, "relu", name="hidden")(x)
    return keras.Model(inputs, gaussian_heads(x, latent_dim), name="encoder")


def conv_vae_decoder(
    latent_dim: int = 20,
    image_shape: Sequence[int] = (32, 32, 1),
    width: int = 32,
    units: int = 256,
    attributes_length: int | None = None,
    activation: str | Callable | None = None,
) -> keras.Model:
    """Convolutional decoder: the mirror image of `conv_vae_encoder()`.

    Args:
        latent_dim: Length of the code. Defaults to `20`.
        image_shape: `(height, width, channels)`, sides of at least 8 pixels.
            Defaults to `(32, 32, 1)`.
        width: Channels of the highest resolution, doubled at each stage
            below.
            Defaults to `32`.
        units: Units of the first dense layer. Defaults to `256`.
        attributes_length: Length of the attributes, a second input. Defaults
            to `None`: no attributes.
        activation: Activation of the output, see `mlp_vae_decoder()`. Defaults
            to `None`.

    Returns:
        `keras.Model` with the inputs and outputs of `mlp_vae_decoder()`.

    Raises:
        ValueError: If a size is not positive or a side is below 8.

    Example:

    >>> keras_creative.networks.conv_vae_decoder().output_shape
    (None, 32, 32, 1)
    """
    check_integers(
        latent_dim=(latent_dim, 1), width=(width, 1), units=(units, 1)
    )
    widths = dcgan_stages(image_shape, width)
    *sizes, (height, length) = dcgan_sizes(image_shape)
    smallest = (height, length, widths[-1])
    latent = keras.Input((latent_dim,), name="latent")
    inputs, x = _with_attributes(latent, latent, attributes_length)
    x = keras.layers.Dense(units, "relu", name="hidden")(x)
    x = keras.layers.Dense(math.prod(smallest), "relu", name="dense")(x)
    x = keras.layers.Reshape(smallest, name="reshape")(x)
    for index, channels in enumerate(reversed(widths[:-1])):
        x = keras.layers.Conv2DTranspose(
            channels,
            4,
            strides=2,
            padding="same",
            activation="relu",
            name=f"up_{index}",
        )(x)
        x = cut_to(sizes.pop(), x, f"up_{index}_cut")
    x = keras.layers.Conv2DTranspose(
        image_shape[-1], 4, strides=2, padding="same", name="to_picture"
    )(x)
    x = cut_to(sizes.pop(), x, "picture_cut")
    picture = keras.layers.Activation(
        activation or "linear", dtype="float32", name="picture"
    )
    return keras.Model(inputs, picture(x), name="decoder")


def _hidden_layer(x, units):
    """Dense ReLU layer with PyTorch's initialization.

    Weights and biases are uniform up to `1 / sqrt(fan_in)`, as in the project
    of 2019. With Keras' zero biases, the ELBO of a VAE with a code of two
    numbers is some nats lower.
    """
    limit = 1 / math.sqrt(x.shape[-1])
    return keras.layers.Dense(
        units,
        "relu",
        kernel_initializer=keras.initializers.RandomUniform(-limit, limit),
        bias_initializer=keras.initializers.RandomUniform(-limit, limit),
        name="hidden",
    )(x)


def gaussian_heads(x, latent_dim):
    """Mean and log-variance of a code.

    Args:
        x: Features `(batch, features)`.
        latent_dim: Length of the code.

    Returns:
        Dict of two Keras tensors `(batch, latent_dim)`.
    """
    return {
        name: keras.layers.Dense(latent_dim, dtype="float32", name=name)(x)
        for name in ("mean", "log_variance")
    }


def _with_attributes(first, x, length):
    """Inputs of a network, and `x` with the attributes appended, if any."""
    if length is None:
        return first, x
    attributes, _ = attributes_input(length)
    return [first, attributes], join_vectors(x, attributes)
