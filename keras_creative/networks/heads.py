"""The outputs that every discriminator has."""

import keras

from keras_creative.networks.normalization import spectrally_normalised


def discriminator_heads(
    features, num_classes=None, spectral_normalization=False
):
    """Score and class logits on top of a discriminator's features.

    Both are computed in float32, whatever the precision of the features.

    Args:
        features: Keras tensor `(batch, features)`.
        num_classes: Classes of the class head, at least 2. Defaults to
            `None`, which makes no class head.
        spectral_normalization: Whether the score's kernel is normalised.
            Defaults to `False`.

    Returns:
        Dict with `score` `(batch, 1)` and, with classes, `class_logits`
        `(batch, num_classes)`.

    Raises:
        ValueError: If there are fewer than two classes.
    """
    score = keras.layers.Dense(1, dtype="float32", name="score")
    if spectral_normalization:
        score = spectrally_normalised(score)
    heads = {"score": score(features)}
    if num_classes is None:
        return heads
    if num_classes < 2:
        raise ValueError(
            "`num_classes` must be at least 2, or `None`. "
            f"Received: num_classes={num_classes}"
        )
    class_logits = keras.layers.Dense(
        num_classes, dtype="float32", name="class_logits"
    )
    return {**heads, "class_logits": class_logits(features)}
