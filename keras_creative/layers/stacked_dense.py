"""Dense layers of several networks as one."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
from keras import ops

from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class StackedDense(keras.layers.Layer):
    """`keras.layers.Dense` of several networks, in one product of matrices.

    The rows of a batch belong to the networks in equal parts, those of the
    first network first; each part meets its own kernel and bias. For small
    networks this takes far less time than one layer after another.

    Args:
        members: Number of networks, at least 1.
        units: Outputs of each, at least 1.
        activation: As for `Dense`. Defaults to `None`.
        use_bias: As for `Dense`. Defaults to `True`.

    Input shape: `(members * batch, features)`.

    Output shape: `(members * batch, units)`.

    Raises:
        ValueError: If `members` or `units` is not positive.

    Example:

    >>> layer = keras_creative.layers.StackedDense(members=3, units=4)
    >>> layer(np.zeros((3 * 5, 2))).shape
    TensorShape([15, 4])
    """

    def __init__(
        self,
        members: int,
        units: int,
        activation: str | Config | Callable | None = None,
        use_bias: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        for name, value in (("members", members), ("units", units)):
            if value < 1:
                raise ValueError(
                    f"`{name}` must be positive. Received: {name}={value}"
                )
        self.members = members
        self.units = units
        self.activation = keras.activations.get(activation)
        self.use_bias = use_bias

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Make the kernels and biases."""
        self.kernel = self.add_weight(
            (self.members, input_shape[-1], self.units), name="kernel"
        )
        if self.use_bias:
            self.bias = self.add_weight(
                (self.members, 1, self.units), initializer="zeros", name="bias"
            )

    def call(self, inputs: Tensor) -> Tensor:
        """Each network's rows through its own layer."""
        rows = ops.reshape(inputs, (self.members, -1, inputs.shape[-1]))
        outputs = ops.matmul(rows, self.kernel)
        if self.use_bias:
            outputs = outputs + self.bias
        return ops.reshape(self.activation(outputs), (-1, self.units))

    def compute_output_shape(
        self, input_shape: Sequence[int | None]
    ) -> tuple[int | None, ...]:
        """`(members * batch, units)`."""
        return (input_shape[0], self.units)

    def get_config(self) -> Config:
        """Arguments that make the same layer again."""
        return {
            **super().get_config(),
            "members": self.members,
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
            "use_bias": self.use_bias,
        }
