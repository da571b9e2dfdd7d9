"""The outputs of the discriminators."""

import keras

from keras_creative.layers import MinibatchDiscrimination, MinibatchStddev
from keras_creative.networks.normalization import spectrally_normalized
from keras_creative.networks.packing import per_sample
from keras_creative.typing import Tensor

_CODE_UNITS = 128
_MINIBATCH_LAYERS = {
    "discrimination": MinibatchDiscrimination,
    "stddev": MinibatchStddev,
}


def discriminator_heads(
    features: Tensor,
    num_classes: int | None = None,
    spectral_normalization: bool = False,
    projected: Tensor = None,
    code_size: int | None = None,
    packing: int = 1,
    minibatch: str | None = None,
) -> dict[str, Tensor]:
    """Score, class logits and codes from the features of a discriminator.

    All are computed in float32, whatever the dtype of the features.

    Args:
        features: Keras tensor `(batch, features)`.
        num_classes: Number of classes of the class head, at least 2. Defaults
            to `None`: no class head.
        spectral_normalization: Whether the kernels of the score and of the
            projection have spectral normalization. Defaults to `False`.
        projected: Attributes `(batch, length)` whose inner product with the
            features is added to the score, see `projection()`. Defaults to
            `None`.
        code_size: Length of the estimates of InfoGAN's codes, which have a
            hidden layer of their own. Defaults to `None`: no codes.
        packing: Number of samples per pack. Defaults to `1`.
        minibatch: Layer before the heads that compares the samples of a batch,
            `"discrimination"` for
            `keras_creative.layers.MinibatchDiscrimination`, `"stddev"` for
            `MinibatchStddev`. Defaults to `None`: no such layer.

    Returns:
        Dict with `score` `(batch, 1)`, the `features` `(batch, features)` and,
        if configured, `class_logits` `(batch, num_classes)` and `codes`
        `(batch, code_size)`; for packs, these are `(batch, packing, ...)`.

    Raises:
        ValueError: If there are fewer than two classes, or `minibatch` is
            unknown.
    """
    original, features = features, _with_minibatch(features, minibatch)
    score = keras.layers.Dense(1, dtype="float32", name="score")
    if spectral_normalization:
        score = spectrally_normalized(score)
    heads = {"score": score(features), "features": original}
    if projected is not None:
        heads["score"] = keras.layers.Add(dtype="float32", name="judged")(
            [
                heads["score"],
                projection(features, projected, spectral_normalization),
            ]
        )
    if num_classes is not None:
        heads["class_logits"] = _class_logits(features, num_classes, packing)
    if code_size is not None:
        heads["codes"] = _codes(features, code_size, packing)
    return heads


def projection(features, attributes, spectral_normalization=False):
    """Inner product of features and embedded attributes, `<V a, phi(x)>`.

    Args:
        features: Keras tensor `(batch, units)`.
        attributes: Keras tensor `(batch, length)`.
        spectral_normalization: Whether `V` is divided by its spectral norm,
            as in the paper. Defaults to `False`.

    Returns:
        Keras tensor `(batch, 1)`, computed in float32.

    Reference:

    - [Miyato and Koyama, 2018, equation 3](https://arxiv.org/abs/1802.05637)
    """
    embedding = keras.layers.Dense(
        features.shape[-1], use_bias=False, dtype="float32", name="embedding"
    )
    if spectral_normalization:
        embedding = spectrally_normalized(embedding)
    return keras.layers.Dot(1, dtype="float32", name="projection")(
        [embedding(attributes), features]
    )


def _with_minibatch(features, minibatch):
    if minibatch is None:
        return features
    if minibatch not in _MINIBATCH_LAYERS:
        raise ValueError(
            f"`minibatch` must be one of {sorted(_MINIBATCH_LAYERS)}, or "
            f"`None`. Received: minibatch={minibatch!r}"
        )
    layer = _MINIBATCH_LAYERS[minibatch]
    name = f"minibatch_{minibatch}"
    return layer(dtype="float32", name=name)(features)


def _class_logits(features, num_classes, packing):
    if num_classes < 2:
        raise ValueError(
            "`num_classes` must be at least 2, or `None`. "
            f"Received: num_classes={num_classes}"
        )
    return _output_per_sample(features, num_classes, packing, "class_logits")


def _codes(features, code_size, packing):
    x = keras.layers.Dense(_CODE_UNITS, name="codes_hidden")(features)
    x = keras.layers.LeakyReLU(0.1, name="codes_relu")(x)
    return _output_per_sample(x, code_size, packing, "codes")


def _output_per_sample(features, length, packing, name):
    """Float32 output of `length` numbers for each sample of a pack."""
    last = name if packing == 1 else f"packed_{name}"
    layer = keras.layers.Dense(packing * length, dtype="float32", name=last)
    return per_sample(layer(features), packing, name)
