"""Contrastive loss of two views of each image."""

from keras import ops

from keras_creative.typing import Tensor


def instance_discrimination(codes: Tensor, temperature: float = 0.2) -> Tensor:
    """Cross-entropy of finding the other view of the same image.

    The normalized temperature-scaled cross-entropy loss. All views of the batch
    of a replica are compared.

    Args:
        codes: Tensor `(2 * images, length)`; rows `i` and `i + images` belong
            to views of one image.
        temperature: Positive number that divides the cosines. Defaults to
            `0.2`.

    Returns:
        float32 tensor `(2 * images,)`.

    Example:

    >>> codes = np.array([[1.0, 0.0], [0.0, 1.0]] * 2, "float32")
    >>> loss = keras_creative.losses.instance_discrimination(codes, 1.0)
    >>> [round(float(value), 3) for value in loss]
    [0.551, 0.551, 0.551, 0.551]

    Reference:

    - [Chen et al., 2020, equation 1](https://arxiv.org/abs/2002.05709)
    """
    codes = ops.normalize(ops.cast(codes, "float32"), axis=-1)
    count = ops.shape(codes)[0]
    logits = ops.matmul(codes, ops.transpose(codes)) / temperature
    others = logits - 1e9 * ops.eye(count)
    partners = ops.roll(codes, count // 2, axis=0)
    agreement = ops.sum(codes * partners, axis=-1) / temperature
    return ops.logsumexp(others, axis=-1) - agreement
