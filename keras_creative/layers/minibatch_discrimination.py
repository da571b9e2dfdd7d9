"""Minibatch discrimination."""

from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class MinibatchDiscrimination(keras.layers.Layer):
    """Appends features that measure the closeness to the other samples.

    Every sample's features are projected to `num_kernels` vectors of
    `kernel_dim` numbers, `M`. Its new feature `b` is
    `sum_j exp(-||M_ib - M_jb||_1)` over the batch (itself included), which is
    large if the batch contains many similar samples. Under `tf.distribute` the
    batch is that of one replica.

    Args:
        num_kernels: Number of features appended. Defaults to `5`.
        kernel_dim: Dimension of the vectors that each feature compares.
            Defaults to `3`.
        kernel_initializer: Initializer of the projection. Defaults to
            `"glorot_uniform"`.

    Input shape: `(batch, features)`.

    Output shape: `(batch, features + num_kernels)`.

    Raises:
        ValueError: If `num_kernels` or `kernel_dim` is not positive.

    Example:

    >>> layer = keras_creative.layers.MinibatchDiscrimination(num_kernels=5)
    >>> layer(np.zeros((4, 16))).shape
    TensorShape([4, 21])

    Reference:

    - [Salimans et al., 2016, section 3.2](https://arxiv.org/abs/1606.03498)
    """

    def __init__(
        self,
        num_kernels: int = 5,
        kernel_dim: int = 3,
        kernel_initializer: str
        | Config
        | keras.initializers.Initializer = "glorot_uniform",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        for name, value in (
            ("num_kernels", num_kernels),
            ("kernel_dim", kernel_dim),
        ):
            if value < 1:
                raise ValueError(
                    f"`{name}` must be positive. Received: {name}={value}"
                )
        self.num_kernels = num_kernels
        self.kernel_dim = kernel_dim
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Create the projection."""
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.num_kernels * self.kernel_dim),
            initializer=self.kernel_initializer,
            name="kernel",
        )

    def call(self, inputs: Tensor) -> Tensor:
        """Inputs with the closeness features appended."""
        vectors = ops.reshape(
            ops.matmul(inputs, self.kernel),
            (-1, self.num_kernels, self.kernel_dim),
        )
        distances = ops.sum(
            ops.abs(vectors[:, None] - vectors[None, :]), axis=-1
        )
        closeness = ops.sum(ops.exp(-distances), axis=1)
        return ops.concatenate([inputs, closeness], axis=-1)

    def compute_output_shape(
        self, input_shape: Sequence[int | None]
    ) -> tuple[int | None, ...]:
        """`(batch, features + num_kernels)`."""
        return (*input_shape[:-1], input_shape[-1] + self.num_kernels)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "num_kernels": self.num_kernels,
            "kernel_dim": self.kernel_dim,
            "kernel_initializer": keras.initializers.serialize(
                self.kernel_initializer
            ),
        }
