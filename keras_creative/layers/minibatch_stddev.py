"""Minibatch standard deviation."""

from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from keras_creative.typing import Config, Tensor

_EPSILON = 1e-8


@keras.saving.register_keras_serializable(package="keras_creative")
class MinibatchStddev(keras.layers.Layer):
    """Appends the standard deviation over a group of samples as a channel.

    The batch is split into groups. The standard deviation of every feature
    (and pixel) over a group, averaged to one number, is appended to each of
    the group's samples, so that a discriminator can detect a lack of variety.
    Under `tf.distribute` the batch is that of one replica.

    Args:
        group_size: Number of samples in a group, at least 2; a batch that it
            does not divide is one group. Defaults to `4`.

    Input shape: `(batch, features)` or `(batch, height, width, channels)`.

    Output shape: the same with one additional feature or channel.

    Raises:
        ValueError: If `group_size` is less than 2.

    Example:

    >>> layer = keras_creative.layers.MinibatchStddev()
    >>> layer(np.zeros((8, 4, 4, 16))).shape
    TensorShape([8, 4, 4, 17])

    Reference:

    - [Karras et al., 2018, section 3](https://arxiv.org/abs/1710.10196)
    """

    def __init__(self, group_size: int = 4, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if group_size < 2:
            raise ValueError(
                "`group_size` must be at least 2. "
                f"Received: group_size={group_size}"
            )
        self.group_size = group_size

    def call(self, inputs: Tensor) -> Tensor:
        """Inputs with the group's mean standard deviation appended."""
        batch = ops.shape(inputs)[0]
        size = self._group_size_of(batch)
        groups = ops.reshape(
            ops.cast(inputs, "float32"), (size, -1, *inputs.shape[1:])
        )
        deviation = ops.sqrt(ops.var(groups, axis=0) + _EPSILON)
        axes = tuple(range(1, len(inputs.shape)))
        means = ops.mean(deviation, axis=axes, keepdims=True)
        means = ops.cast(means, inputs.dtype)
        repeats = (size, *[1] * (len(inputs.shape) - 1))
        column = ops.tile(means, repeats)
        shape = (*ops.shape(inputs)[:-1], 1)
        return ops.concatenate(
            [inputs, ops.broadcast_to(column, shape)], axis=-1
        )

    def _group_size_of(self, batch):
        if isinstance(batch, int):
            return batch if batch % self.group_size else self.group_size
        divides = ops.equal(batch % self.group_size, 0)
        return ops.where(divides, self.group_size, batch)

    def compute_output_shape(
        self, input_shape: Sequence[int | None]
    ) -> tuple[int | None, ...]:
        """The input shape with one additional channel."""
        return (*input_shape[:-1], input_shape[-1] + 1)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "group_size": self.group_size}
