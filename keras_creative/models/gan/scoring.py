"""Scores of a batch of real and generated samples."""

from collections.abc import Mapping
from typing import NamedTuple

import keras
from keras import ops

from keras_creative import losses
from keras_creative.layers import ClipWeights
from keras_creative.losses import batch_mean
from keras_creative.typing import Tensor

# Outputs of a discriminator that belong to one sample of a pack.
_OF_EACH_SAMPLE = {"class_logits", "codes"}


class Scored(NamedTuple):
    """A batch, and the discriminator's outputs for it.

    Args:
        real: Batch of real samples.
        labels: Their labels, or `None`.
        latent: Batch of latent vectors.
        fake: Samples that were generated from them.
        on_real: Outputs for the real samples, a dict with `score`; `None` in a
            generator's loss that does not use them.
        on_fake: Outputs for the generated samples.
        seen_real: The real samples as the discriminator has seen them,
            augmented. Defaults to `None`: in a generator's loss.
    """

    real: Tensor
    labels: Tensor
    latent: Tensor
    fake: Tensor
    on_real: Mapping[str, Tensor] | None
    on_fake: Mapping[str, Tensor]
    seen_real: Tensor | None = None


def pack(samples: Tensor, size: int) -> Tensor:
    """Group samples into packs of neighbors.

    Under `tf.distribute`, samples are grouped within a replica. If the batch
    size is not a multiple of the pack size, the first samples are appended to
    the last pack.

    Args:
        samples: Batch of samples, or of their labels.
        size: Number of samples in a pack; 1 for a discriminator of single
            samples.

    Returns:
        Tensor `(batch / size, size, ...)`, or `samples` if `size` is 1.
    """
    n = ops.shape(samples)[0]
    if size == 1:
        return samples
    if not isinstance(n, int) or n % size:
        packs = (n + size - 1) // size
        samples = ops.take(samples, ops.arange(packs * size) % n, axis=0)
    return ops.reshape(samples, (-1, size, *samples.shape[1:]))


def unpack_heads(
    outputs: dict[str, Tensor], n: int | Tensor | None
) -> dict[str, Tensor]:
    """Reshape heads of single samples to one row per sample.

    Args:
        outputs: Outputs of a discriminator of packs.
        n: Number of samples before packing, or `None` for a multiple of the
            pack size.

    Returns:
        Dict with the same keys.
    """
    for name in _OF_EACH_SAMPLE.intersection(outputs):
        length = outputs[name].shape[-1]
        outputs[name] = ops.reshape(outputs[name], (-1, length))[:n]
    return outputs


def score_statistics(
    criterion: losses.Criterion,
    real_scores: Tensor,
    fake_scores: Tensor,
    members: int,
) -> dict[str, Tensor]:
    """Accuracies and gap of the scores.

    Args:
        criterion: The criterion, which defines the decision boundary.
        real_scores: Scores of real samples, `(batch, 1)`.
        fake_scores: Scores of generated samples, `(batch, 1)`.
        members: Number of models of a stacked model, each with its own
            boundary; 1 for others.

    Returns:
        Dict of both accuracies and the difference of the mean scores.
    """
    real, fake = (
        ops.cast(scores, "float32") for scores in (real_scores, fake_scores)
    )
    if members > 1:
        real, fake = (
            ops.reshape(scores, (members, -1, 1)) for scores in (real, fake)
        )
    boundary = criterion.boundary(real, fake)
    return {
        "d_accuracy_real": batch_mean(ops.cast(real > boundary, "float32")),
        "d_accuracy_fake": batch_mean(ops.cast(fake <= boundary, "float32")),
        "score_gap": batch_mean(real) - batch_mean(fake),
    }


def clip_weights_of_score(discriminator: keras.Model, clip: float) -> None:
    """Clip the weights that the score depends on, now and after every step.

    Args:
        discriminator: `keras.Model`. Weights of other heads, such as class
            logits and codes, are not clipped.
        clip: Largest absolute value, positive.
    """
    constraint = ClipWeights(clip)
    critic = keras.Model(discriminator.inputs, discriminator.output["score"])
    for weight in critic.trainable_variables:
        weight.constraint = constraint
        weight.assign(constraint(weight))
