"""Dense networks for points in the plane and small images."""

import math
from collections.abc import Sequence

import keras

from keras_creative.checks import check_choice, check_integers
from keras_creative.layers import rectify
from keras_creative.networks.conditions import (
    attributes_input,
    check_projection,
    join_vectors,
)
from keras_creative.networks.heads import discriminator_heads
from keras_creative.networks.normalization import spectrally_normalized
from keras_creative.networks.packing import packed_input
from keras_creative.networks.velocity_inputs import (
    position_features,
    time_features,
    velocity_inputs,
)

CONDITIONS = ("joined", "linear", "both")
_TIME_FEATURES = 32


def mlp_generator(
    latent_dim: int = 2,
    sample_shape: Sequence[int] = (2,),
    num_layers: int = 4,
    units: int = 64,
    attributes_length: int | None = None,
    condition: str = "joined",
) -> keras.Model:
    """Generator of dense ReLU layers from a latent vector to a sample.

    The output for points is linear; images, whose shape has three entries, have
    a tanh, so that they lie in [-1, 1].

    Args:
        latent_dim: Length of the latent vector. Defaults to `2`.
        sample_shape: Shape of a sample. Defaults to `(2,)`.
        num_layers: Number of dense layers, including the output. Defaults to
            `4`.
        units: Units of each hidden layer. Defaults to `64`.
        attributes_length: Length of the attributes on which the samples are
            conditioned. Defaults to `None`: no attributes.
        condition: How attributes enter. `"joined"`: appended to the latent
            vector, `f(z, a)`. `"linear"`: by a linear function that is added
            to the last layer, `f(z) + W a`, so that they only shift a sample
            and interpolate and extrapolate linearly. `"both"`:
            `f(z, a) + W a`. Defaults to `"joined"`.

    Returns:
        `keras.Model` from `(batch, latent_dim)`, or a pair of that and
        attributes `(batch, attributes_length)`, to `(batch, *sample_shape)`.

    Raises:
        ValueError: If a size is not positive, `condition` is unknown, or it is
            not `"joined"` and there are no attributes.

    Example:

    >>> keras_creative.networks.mlp_generator().output_shape
    (None, 2)
    """
    check_integers(
        latent_dim=(latent_dim, 1), num_layers=(num_layers, 1), units=(units, 1)
    )
    _check_condition(condition, attributes_length)
    inputs, x, attributes = _inputs(
        (latent_dim,), "latent", attributes_length, condition != "linear"
    )
    x = _hidden_layers(x, num_layers - 1, units, "relu")
    outputs = math.prod(sample_shape)
    x = keras.layers.Dense(outputs, dtype="float32", name="samples")(x)
    if condition != "joined":
        x = _add_linear_path(x, attributes)
    if len(sample_shape) == 3:
        x = keras.layers.Activation("tanh", dtype="float32", name="tanh")(x)
    if len(sample_shape) > 1:
        x = keras.layers.Reshape(sample_shape, name="reshape")(x)
    return keras.Model(inputs, x, name="generator")


def mlp_discriminator(
    sample_shape: Sequence[int] = (2,),
    num_classes: int | None = None,
    num_layers: int = 4,
    units: int = 64,
    minibatch: str | None = None,
    spectral_normalization: bool = False,
    attributes_length: int | None = None,
    projection: bool = False,
    code_size: int | None = None,
    packing: int = 1,
) -> keras.Model:
    """Discriminator of dense ReLU layers from a sample to its score.

    Args:
        sample_shape: Shape of a sample. Defaults to `(2,)`.
        num_classes: Number of classes of the class head. Defaults to `None`: no
            class head.
        num_layers: Number of dense layers, including the output. Defaults to
            `4`.
        units: Units of each hidden layer. Defaults to `64`.
        minibatch: Layer before the heads that compares the samples of a batch,
            `"discrimination"` or `"stddev"`, see `keras_creative.layers`.
            Defaults to `None`: no such layer.
        spectral_normalization: Whether all kernels up to the score have
            spectral normalization. Defaults to `False`.
        attributes_length: Length of the attributes on which the score is
            conditioned. Defaults to `None`: no attributes.
        projection: Whether attributes enter by an inner product with the last
            features instead of being appended to the sample. Defaults to
            `False`.
        code_size: Length of the estimates of InfoGAN's codes. Defaults to
            `None`: no codes.
        packing: Number of samples per score, as in PacGAN. Defaults to `1`.

    Returns:
        `keras.Model` from `(batch, *sample_shape)`, or a pair of that and
        attributes `(batch, attributes_length)`, to a dict with `score`
        `(batch, 1)`, a logit, the last `features` and, if configured,
        `class_logits` `(batch, num_classes)` and `codes` `(batch, code_size)`.
        With `packing`, inputs, class logits and codes have shape
        `(batch, packing, ...)`.

    Raises:
        ValueError: If a size is not positive, a name is unknown, or
            `projection` is `True` without attributes.

    Example:

    >>> network = keras_creative.networks.mlp_discriminator(num_classes=8)
    >>> sorted(network.output)
    ['class_logits', 'features', 'score']
    """
    check_integers(num_layers=(num_layers, 1), units=(units, 1))
    check_projection(projection, attributes_length)
    inputs, x, attributes = _inputs(
        sample_shape, "samples", attributes_length, not projection, packing
    )
    x = _hidden_layers(
        x, num_layers - 1, units, rectify, spectral_normalization
    )
    heads = discriminator_heads(
        x,
        num_classes,
        spectral_normalization,
        projected=attributes if projection else None,
        code_size=code_size,
        packing=packing,
        minibatch=minibatch,
    )
    return keras.Model(inputs, heads, name="discriminator")


def mlp_velocity(
    sample_shape: Sequence[int] = (2,),
    num_layers: int = 4,
    units: int = 128,
    attributes_length: int | None = None,
) -> keras.Model:
    """Velocity of flow matching by dense SiLU layers.

    The input of the first layer is the sample, 32 sines and cosines of the
    time and, with attributes, the code of a label. For points it has sines and
    cosines of the coordinates, too, so that small modes are resolved.

    Args:
        sample_shape: Shape of a sample. Defaults to `(2,)`.
        num_layers: Number of dense layers, including the output. Defaults to
            `4`.
        units: Units of each hidden layer. Defaults to `128`.
        attributes_length: Length of the attributes of a label. The code has
            one more entry, which is 1 for samples without a label. Defaults to
            `None`: no labels.

    Returns:
        `keras.Model` from `[samples, times]`, with times `(batch, 1)`, or from
        `[samples, times, codes]` to velocities `(batch, *sample_shape)`.

    Raises:
        ValueError: If a size is not positive.

    Example:

    >>> keras_creative.networks.mlp_velocity().output_shape
    (None, 2)
    """
    check_integers(num_layers=(num_layers, 1), units=(units, 1))
    inputs = velocity_inputs(sample_shape, attributes_length)
    samples, time, *code = inputs
    features = [time_features(time, _TIME_FEATURES), *code]
    if len(sample_shape) > 1:
        samples = keras.layers.Flatten(name="flatten")(samples)
    else:
        features.append(position_features(samples))
    x = keras.layers.Concatenate(name="joined")([samples, *features])
    x = _hidden_layers(x, num_layers - 1, units, "silu")
    x = keras.layers.Dense(
        math.prod(sample_shape), dtype="float32", name="velocity"
    )(x)
    if len(sample_shape) > 1:
        x = keras.layers.Reshape(sample_shape, name="reshape")(x)
    return keras.Model(inputs, x, name="velocity")


def _inputs(shape, name, attributes_length, joined=True, packing=1):
    """A network's inputs, the input of its first layer, and the attributes."""
    first, x = packed_input(shape, packing, name)
    if len(shape) > 1:
        x = keras.layers.Flatten(name="flatten")(x)
    if attributes_length is None:
        return first, x, None
    second, attributes = attributes_input(attributes_length, packing)
    if joined:
        x = join_vectors(x, attributes)
    return [first, second], x, attributes


def _check_condition(condition, attributes_length):
    check_choice("condition", condition, CONDITIONS)
    if condition != "joined" and attributes_length is None:
        raise ValueError(
            f"`condition` {condition!r} needs attributes. Received: "
            "attributes_length=None"
        )


def _add_linear_path(outputs, attributes):
    path = keras.layers.Dense(
        outputs.shape[-1], use_bias=False, dtype="float32", name="linear_path"
    )(attributes)
    return keras.layers.Add(dtype="float32", name="sum")([outputs, path])


def _hidden_layers(
    x, num_layers, units, activation, spectral_normalization=False
):
    for index in range(num_layers):
        layer = keras.layers.Dense(
            units, activation=activation, name=f"hidden_{index}"
        )
        if spectral_normalization:
            layer = spectrally_normalized(layer)
        x = layer(x)
    return x
