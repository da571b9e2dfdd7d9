"""The outputs that every discriminator has."""

import keras

from keras_creative.networks.normalization import spectrally_normalised

_CODE_UNITS = 128


def discriminator_heads(
    features,
    num_classes=None,
    spectral_normalization=False,
    projected=None,
    code_size=None,
):
    """Score, class logits and codes on top of a discriminator's features.

    All are computed in float32, whatever the precision of the features.

    Args:
        features: Keras tensor `(batch, features)`.
        num_classes: Classes of the class head, at least 2. Defaults to
            `None`, which makes no class head.
        spectral_normalization: Whether the score's kernel is normalised.
            Defaults to `False`.
        projected: Attributes `(batch, length)` that the score judges by a
            product with the features, see `projection()`. Defaults to `None`.
        code_size: Length of InfoGAN's codes, whose estimates are made of the
            features by a layer of their own. Defaults to `None`: none are.

    Returns:
        Dict with `score` `(batch, 1)` and, where asked for, `class_logits`
        `(batch, num_classes)` and `codes` `(batch, code_size)`.

    Raises:
        ValueError: If there are fewer than two classes.
    """
    score = keras.layers.Dense(1, dtype="float32", name="score")
    if spectral_normalization:
        score = spectrally_normalised(score)
    heads = {"score": score(features)}
    if projected is not None:
        heads["score"] = keras.layers.Add(dtype="float32", name="judged")(
            [heads["score"], projection(features, projected)]
        )
    if num_classes is not None:
        heads["class_logits"] = _class_logits(features, num_classes)
    if code_size is not None:
        heads["codes"] = _codes(features, code_size)
    return heads


def projection(features, attributes):
    """How well features fit attributes: `<V a, phi(x)>`.

    Args:
        features: Keras tensor `(batch, units)`.
        attributes: Keras tensor `(batch, length)`.

    Returns:
        Keras tensor `(batch, 1)`, computed in float32.

    Reference:

    - [Miyato and Koyama, 2018, equation 3](https://arxiv.org/abs/1802.05637)
    """
    embedding = keras.layers.Dense(
        features.shape[-1], use_bias=False, dtype="float32", name="embedding"
    )(attributes)
    return keras.layers.Dot(1, dtype="float32", name="projection")(
        [embedding, features]
    )


def _class_logits(features, num_classes):
    if num_classes < 2:
        raise ValueError(
            "`num_classes` must be at least 2, or `None`. "
            f"Received: num_classes={num_classes}"
        )
    return keras.layers.Dense(
        num_classes, dtype="float32", name="class_logits"
    )(features)


def _codes(features, code_size):
    x = keras.layers.Dense(_CODE_UNITS, name="codes_hidden")(features)
    x = keras.layers.LeakyReLU(0.1, name="codes_relu")(x)
    return keras.layers.Dense(code_size, dtype="float32", name="codes")(x)
