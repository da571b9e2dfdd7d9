"""Class score and AM score, by a classifier's probabilities."""

import numpy as np

from keras_creative.metrics.ambiguity import check_probabilities
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def class_score(probabilities: ArrayLike) -> float:
    """Effective number of classes that samples show clearly.

    `exp(E KL(p(y|x) || p(y)))`, where `p(y)` is the mean of the probabilities
    of the samples: 1 if all have the same probabilities, and the number of
    classes if each sample belongs to one class with certainty and all classes
    occur equally often. With the classifier of Inception it is known as the
    Inception score, with those of shapes and textures as the shape and texture
    scores, and for a classifier of symbols as objectness.

    Args:
        probabilities: Array `(n, num_classes)`, rows that sum to 1, of at
            least one sample.

    Returns:
        Number from 1 to `num_classes`.

    Raises:
        ValueError: If the probabilities have another shape, are not finite or
            do not sum to 1.

    Example:

    >>> keras_creative.metrics.class_score([[1.0, 0.0], [0.0, 1.0]])
    2.0

    Reference:

    - [Salimans et al., 2016, section 4](https://arxiv.org/abs/1606.03498)
    - [Sbai et al., 2018](https://arxiv.org/abs/1804.00921)
    """
    given = check_probabilities(probabilities)
    return float(np.exp(_entropies(given.mean(axis=0)) - _mean_entropy(given)))


def am_score(probabilities: ArrayLike, real_probabilities: ArrayLike) -> float:
    """Distance of the classes of samples from those of the data.

    `KL(p_real(y) || p(y)) + E H(p(y|x))` in nats, where `p_real(y)` and `p(y)`
    are the mean probabilities of real examples and of samples. Unlike the
    class score, it does not reward equal shares of classes that are not equally
    frequent in the data.

    Args:
        probabilities: A classifier's probabilities of samples
            `(n, num_classes)`.
        real_probabilities: Those of real examples `(m, num_classes)`.

    Returns:
        Non-negative number, 0 for samples of certain classes in the shares of
        the data; infinite if a class of the data has the probability 0 for
        every sample.

    Raises:
        ValueError: If the probabilities have the wrong shape, are not finite
            or do not sum to 1.

    Example:

    >>> keras_creative.metrics.am_score(
    ...     [[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]
    ... )
    0.0

    Reference:

    - [Zhou et al., 2018](https://arxiv.org/abs/1703.02000)
    """
    given = check_probabilities(probabilities)
    real = check_probabilities(real_probabilities, "real_probabilities")
    if real.shape[1] != given.shape[1]:
        raise ValueError(
            "`real_probabilities` must have a column for each of the "
            f"{given.shape[1]} classes. "
            f"Received: real_probabilities.shape={real.shape}"
        )
    shares, real_shares = given.mean(axis=0), real.mean(axis=0)
    shown = real_shares > 0
    with np.errstate(divide="ignore"):
        ratios = np.log(real_shares[shown] / shares[shown])
    return float(np.sum(real_shares[shown] * ratios) + _mean_entropy(given))


def _mean_entropy(probabilities):
    return _entropies(probabilities).mean()


def _entropies(probabilities):
    logs = np.log(np.where(probabilities > 0, probabilities, 1))
    return -np.sum(probabilities * logs, axis=-1)


register_measures(
    Measure(
        "class_score",
        class_score,
        "Effective number of classes that the samples show clearly, by the "
        "referee; at most the number of classes.",
        best="high",
        needs=["probabilities"],
    ),
    Measure(
        "am_score",
        am_score,
        "Divergence of the shares of classes from those of real test examples, "
        "plus the class ambiguity, in nats.",
        best="low",
        needs=["probabilities", "real_probabilities"],
    ),
)
