"""The outputs that every discriminator has."""

import keras


def discriminator_heads(features, num_classes=None, score_constraint=None):
    """Score and class logits on top of a discriminator's features.

    Both are computed in float32, whatever the precision of the features.

    Args:
        features: Keras tensor `(batch, features)`.
        num_classes: Classes of the class head, at least 2. Defaults to
            `None`, which makes no class head.
        score_constraint: Keras constraint of the score's weights. Defaults to
            `None`.

    Returns:
        Dict with `score` `(batch, 1)` and, with classes, `class_logits`
        `(batch, num_classes)`.

    Raises:
        ValueError: If there are fewer than two classes.
    """
    score = keras.layers.Dense(
        1,
        kernel_constraint=score_constraint,
        bias_constraint=score_constraint,
        dtype="float32",
        name="score",
    )
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
