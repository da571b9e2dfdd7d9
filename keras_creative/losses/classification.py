"""DesIGN's classification loss of the discriminator's class head."""

import keras
from keras import ops


def classification_loss(labels, class_logits):
    """Cross-entropy of the class head on labelled samples, in nats.

    `-log softmax(D_b(x))[c]`. In DesIGN it is taken over **real samples
    only**: a generated sample has no label.

    Args:
        labels: Class indices `(batch,)` or `(batch, 1)`, or a distribution
            over the classes `(batch, num_classes)`, such as one-hot rows.
        class_logits: Class head's logits, `(batch, num_classes)`.

    Returns:
        Tensor `(batch,)`.

    Example:

    >>> losses = keras_creative.losses.classification_loss([1], [[0.0, 0.0]])
    >>> float(losses[0])  # log 2
    0.6931471824645996

    Reference:

    - [Sbai et al., 2018, section 3.1](https://arxiv.org/abs/1804.00921)
    """
    class_logits = ops.convert_to_tensor(class_logits)
    num_classes = class_logits.shape[-1]
    labels = ops.convert_to_tensor(labels)
    if len(labels.shape) < 2 or labels.shape[-1] != num_classes:
        labels = ops.one_hot(
            ops.reshape(ops.cast(labels, "int32"), (-1,)), num_classes
        )
    labels = ops.cast(labels, class_logits.dtype)
    return -ops.sum(labels * ops.log_softmax(class_logits, axis=-1), axis=-1)


@keras.saving.register_keras_serializable(package="keras_creative")
class Classification(keras.losses.Loss):
    """Mean `classification_loss()` of a batch of real samples.

    Args:
        name: Name of the loss. Defaults to `"classification"`.
        reduction: How to reduce over the batch. Defaults to
            `"sum_over_batch_size"`.
        dtype: Type that the logits are cast to. Defaults to
            `keras.config.floatx()`.

    Example:

    >>> loss = keras_creative.losses.Classification()
    >>> float(loss(np.array([0, 1]), np.zeros((2, 4))))  # log 4
    1.3862943649291992

    Reference:

    - [Sbai et al., 2018, section 3.1](https://arxiv.org/abs/1804.00921)
    """

    def __init__(
        self,
        name="classification",
        reduction="sum_over_batch_size",
        dtype=None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        """See `classification_loss()`."""
        return classification_loss(y_true, y_pred)
