"""Dense layers of several networks, computed together."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
from keras import ops

from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class StackedDense(keras.layers.Layer):
    """`keras.layers.Dense` of several networks in one batched matrix product.

    The batch consists of equal parts, one per network in order; each part is
    multiplied by its own kernel. For small networks this is faster than
    calling one layer after another.

    Args:
        members: Number of networks, at least 1.
        units: Units of each network, at least 1.
        activation: See `keras.layers.Dense`. Defaults to `None`.
        use_bias: See `keras.layers.Dense`. Defaults to `True`.

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
        """Create the kernels and biases."""
        self.kernel = self.add_weight(
            (self.members, input_shape[-1], self.units), name="kernel"
        )
        if self.use_bias:
            self.bias = self.add_weight(
                (self.members, 1, self.units), initializer="zeros", name="bias"
            )

    def call(self, inputs: Tensor) -> Tensor:
        """Outputs of all networks."""
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
        """Constructor arguments."""
        return {
            **super().get_config(),
            "members": self.members,
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
            "use_bias": self.use_bias,
        }
