"""The outputs that every discriminator has."""

import keras

from keras_creative.layers import MinibatchDiscrimination, MinibatchStddev
from keras_creative.networks.normalization import spectrally_normalised
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
    """Score, class logits and codes on top of a discriminator's features.

    All are computed in float32, whatever the precision of the features.

    Args:
        features: Keras tensor `(batch, features)`.
        num_classes: Classes of the class head, at least 2. Defaults to
            `None`, which makes no class head.
        spectral_normalization: Whether the kernels of the score and of the
            projection are normalised. Defaults to `False`.
        projected: Attributes `(batch, length)` that the score judges by a
            product with the features, see `projection()`. Defaults to `None`.
        code_size: Length of InfoGAN's codes, whose estimates are made of the
            features by a layer of their own. Defaults to `None`: none are.
        packing: Samples that the features are of. Defaults to `1`.
        minibatch: What the heads see of the batch besides, `"discrimination"`
            for `keras_creative.layers.MinibatchDiscrimination`, `"stddev"` for
            `MinibatchStddev`. Defaults to `None`: nothing.

    Returns:
        Dict with `score` `(batch, 1)`, the `features` `(batch, features)` and,
        where asked for, `class_logits` `(batch, num_classes)` and `codes`
        `(batch, code_size)`; for packs, `(batch, packing, ...)`.

    Raises:
        ValueError: If there are fewer than two classes, or `minibatch` is
            unknown.
    """
    given, features = features, _with_minibatch(features, minibatch)
    score = keras.layers.Dense(1, dtype="float32", name="score")
    if spectral_normalization:
        score = spectrally_normalised(score)
    heads = {"score": score(features), "features": given}
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
    """How well features fit attributes: `<V a, phi(x)>`.

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
        embedding = spectrally_normalised(embedding)
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
    return _of_each(features, num_classes, packing, "class_logits")


def _codes(features, code_size, packing):
    x = keras.layers.Dense(_CODE_UNITS, name="codes_hidden")(features)
    x = keras.layers.LeakyReLU(0.1, name="codes_relu")(x)
    return _of_each(x, code_size, packing, "codes")


def _of_each(features, length, packing, name):
    """A float32 head of that length for each sample of a pack."""
    last = name if packing == 1 else f"packed_{name}"
    layer = keras.layers.Dense(packing * length, dtype="float32", name=last)
    return per_sample(layer(features), packing, name)
