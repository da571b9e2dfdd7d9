"""Dense networks for points in the plane and small pictures."""

import math
from collections.abc import Sequence

import keras

from keras_creative.checks import check_integers
from keras_creative.layers import rectify
from keras_creative.networks.conditions import (
    attributes_input,
    check_projection,
    join_vectors,
)
from keras_creative.networks.heads import discriminator_heads
from keras_creative.networks.normalization import spectrally_normalised
from keras_creative.networks.packing import packed_input


def mlp_generator(
    latent_dim: int = 2,
    sample_shape: Sequence[int] = (2,),
    num_layers: int = 4,
    units: int = 64,
    attributes_length: int | None = None,
    condition: str = "joined",
) -> keras.Model:
    """Generator of ReLU layers from a latent vector to a point or picture.

    Points are linear in the last hidden layer; pictures, whose shape has three
    entries, pass a tanh to lie in [-1, 1].

    Args:
        latent_dim: Length of the latent vector. Defaults to `2`.
        sample_shape: Shape of a sample. Defaults to `(2,)`.
        num_layers: Dense layers, the output included. Defaults to `4`.
        units: Units of each hidden layer. Defaults to `64`.
        attributes_length: Length of the attributes of what is asked for.
            Defaults to `None`: it takes none.
        condition: How attributes enter. `"joined"`: appended to the latent
            vector, `f(z, a)`. `"linear"`: by a linear function that is added
            to the last layer, `f(z) + W a`, so that they move a sample and do
            not change it otherwise; with attributes that mean something, what
            lies between or beyond those shown is then reached in proportion.
            `"both"`: `f(z, a) + W a`. Defaults to `"joined"`.

    Returns:
        `keras.Model` from `(batch, latent_dim)`, or a pair of that and
        attributes `(batch, attributes_length)`, to `(batch, *sample_shape)`.

    Raises:
        ValueError: If a size is not positive, `condition` is unknown, or
            attributes are to enter linearly where there are none.

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
    """Discriminator of ReLU layers from a point or picture to its score.

    Args:
        sample_shape: Shape of a sample. Defaults to `(2,)`.
        num_classes: Classes of the class head. Defaults to `None`, which
            makes no class head.
        num_layers: Dense layers, the output included. Defaults to `4`.
        units: Units of each hidden layer. Defaults to `64`.
        minibatch: What the heads see of the batch besides,
            `"discrimination"` or `"stddev"`, see `keras_creative.layers`.
            Defaults to `None`: nothing.
        spectral_normalization: Whether the kernels up to the score are
            divided by their largest gain. Defaults to `False`.
        attributes_length: Length of the attributes that samples are judged
            under. Defaults to `None`: it takes none.
        projection: Whether attributes meet the last hidden layer in a product
            instead of being appended to the sample. Defaults to `False`.
        code_size: Length of InfoGAN's codes that are estimated. Defaults to
            `None`: none are.
        packing: Samples that one score judges together, as PacGAN does.
            Defaults to `1`.

    Returns:
        `keras.Model` from `(batch, *sample_shape)`, or a pair of that and
        attributes `(batch, attributes_length)`, to a dict with `score`
        `(batch, 1)`, a logit, the last `features` and where asked for
        `class_logits` `(batch, num_classes)` and `codes` `(batch, code_size)`.
        With `packing`, what belongs to a sample has the axis of the pack
        after the batch's.

    Raises:
        ValueError: If a size is not positive, a name unknown, or there is a
            projection but no attributes.

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


def _inputs(shape, name, attributes_length, joined=True, packing=1):
    """A network's inputs, what its layers begin with, and the attributes."""
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
    if condition not in ("joined", "linear", "both"):
        raise ValueError(
            "`condition` must be 'joined', 'linear' or 'both'. "
            f"Received: condition={condition!r}"
        )
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
            layer = spectrally_normalised(layer)
        x = layer(x)
    return x
