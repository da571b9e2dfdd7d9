"""DesIGN's classification loss for the discriminator's class head."""

import keras
from keras import ops

from keras_creative.typing import Config, Tensor


def classification_loss(
    labels: Tensor, class_logits: Tensor, label_smoothing: float = 0.0
) -> Tensor:
    """Cross-entropy of the class head on labeled samples, in nats.

    `-log softmax(D_b(x))[c]`. In DesIGN it is computed for **real samples
    only**, because generated samples have no label.

    Args:
        labels: Class indices `(batch,)` or `(batch, 1)`, or a distribution
            over the classes `(batch, num_classes)`, such as one-hot rows.
        class_logits: Class head's logits, `(batch, num_classes)`.
        label_smoothing: Share of the target that is spread evenly over the
            classes, in [0, 1). The minimum is then the entropy of the
            smoothed target. Defaults to `0.0`.

    Returns:
        Tensor `(batch,)`.

    Example:

    >>> losses = keras_creative.losses.classification_loss([1], [[0.0, 0.0]])
    >>> float(losses[0])  # log 2
    0.6931471824645996

    Reference:

    - [Sbai et al., 2018, section 3.1](https://arxiv.org/abs/1804.00921)
    - Smoothing: [Szegedy et al., 2016, section 7](
        https://arxiv.org/abs/1512.00567)
    """
    class_logits = ops.convert_to_tensor(class_logits)
    num_classes = class_logits.shape[-1]
    labels = ops.convert_to_tensor(labels)
    if len(labels.shape) < 2 or labels.shape[-1] != num_classes:
        labels = ops.one_hot(
            ops.reshape(ops.cast(labels, "int32"), (-1,)), num_classes
        )
    labels = ops.cast(labels, class_logits.dtype)
    labels = (1.0 - label_smoothing) * labels + label_smoothing / num_classes
    return -ops.sum(labels * ops.log_softmax(class_logits, axis=-1), axis=-1)


@keras.saving.register_keras_serializable(package="keras_creative")
class Classification(keras.losses.Loss):
    """Mean `classification_loss()` of a batch of real samples.

    Args:
        label_smoothing: Share of the target that is spread evenly over the
            classes, in [0, 1). Defaults to `0.0`.
        name: Name of the loss. Defaults to `"classification"`.
        reduction: How to reduce over the batch. Defaults to
            `"sum_over_batch_size"`.
        dtype: Type that the logits are cast to. Defaults to
            `keras.config.floatx()`.

    Raises:
        ValueError: If `label_smoothing` is not in [0, 1).

    Example:

    >>> loss = keras_creative.losses.Classification()
    >>> float(loss(np.array([0, 1]), np.zeros((2, 4))))  # log 4
    1.3862943649291992

    Reference:

    - [Sbai et al., 2018, section 3.1](https://arxiv.org/abs/1804.00921)
    """

    def __init__(
        self,
        label_smoothing: float = 0.0,
        name: str = "classification",
        reduction: str = "sum_over_batch_size",
        dtype: str | keras.DTypePolicy | None = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not 0 <= label_smoothing < 1:
            raise ValueError(
                "`label_smoothing` must be in [0, 1). "
                f"Received: label_smoothing={label_smoothing}"
            )
        self.label_smoothing = label_smoothing

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """See `classification_loss()`."""
        return classification_loss(y_true, y_pred, self.label_smoothing)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "label_smoothing": self.label_smoothing}
