"""Spectral normalization without state."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_creative.typing import Config, Tensor

_SMALLEST = 1e-12
_TRANSPOSED = (
    keras.layers.Conv1DTranspose,
    keras.layers.Conv2DTranspose,
    keras.layers.Conv3DTranspose,
)


@keras.saving.register_keras_serializable(package="keras_creative")
class SpectralNormalization(keras.layers.Wrapper):
    """Calls a layer with its kernel divided by the kernel's spectral norm.

    The kernel, reshaped to a matrix from all its inputs to its outputs, is
    divided by its largest singular value, computed by power iteration from a
    fixed start. For a convolution this value is an upper bound of the gain.
    The stored kernel is not changed and no state is kept between calls, so
    that all calls of a step use the same layer, and the norm is differentiated.
    In contrast, `keras.layers.SpectralNormalization` assigns to the kernel at
    every training call.

    Args:
        layer: Keras layer with a `kernel`: a dense layer or a convolution
            that is not transposed.
        iterations: Steps of the power iteration, at least 1. Defaults to `16`.
        **kwargs: Arguments of `keras.layers.Layer`.

    Raises:
        ValueError: If `iterations` is not positive, or the layer has no kernel
            or is a transposed convolution.

    Example:

    >>> layer = keras_creative.layers.SpectralNormalization(
    ...     keras.layers.Dense(3, use_bias=False)
    ... )
    >>> layer(np.ones((2, 4), "float32")).shape
    TensorShape([2, 3])

    Reference:

    - [Miyato et al., 2018, eq. 8](https://arxiv.org/abs/1802.05957)
    """

    def __init__(
        self, layer: keras.layers.Layer, iterations: int = 16, **kwargs: Any
    ) -> None:
        super().__init__(layer, **kwargs)
        if iterations < 1:
            raise ValueError(
                "`iterations` must be positive. "
                f"Received: iterations={iterations}"
            )
        self.iterations = iterations

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Build the layer and check that it has a kernel."""
        super().build(input_shape)
        transposed = isinstance(self.layer, _TRANSPOSED)
        if not hasattr(self.layer, "kernel") or transposed:
            raise ValueError(
                "`layer` must have a kernel, and not a transposed one. "
                f"Received: layer={type(self.layer).__name__}"
            )

    def call(self, inputs: Tensor) -> Tensor:
        """Outputs of the layer with the normalized kernel."""
        kernel = self.layer.kernel
        norm = ops.maximum(spectral_norm(kernel, self.iterations), _SMALLEST)
        normalized = kernel.value / ops.cast(norm, kernel.value.dtype)
        with keras.StatelessScope(state_mapping=[(kernel, normalized)]):
            return self.layer(inputs)

    def compute_output_shape(
        self, input_shape: Sequence[int | None]
    ) -> tuple[int | None, ...]:
        """Output shape of the layer."""
        return self.layer.compute_output_shape(input_shape)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "iterations": self.iterations}


def spectral_norm(kernel: Tensor, iterations: int = 16) -> Tensor:
    """Largest singular value of a kernel as a matrix, in float32.

    The result of power iteration is never too large; with 16 iterations it is
    less than 5 % too small for random kernels, the hardest case. The final
    vectors are constants for the gradient.

    Args:
        kernel: Tensor or variable `(..., outputs)`; the axes before the last
            are flattened to one axis of the matrix.
        iterations: Steps of the power iteration. Defaults to `16`.

    Returns:
        float32 scalar.

    Reference:

    - [Miyato et al., 2018, algorithm 1](https://arxiv.org/abs/1802.05957)
    """
    kernel = ops.cast(ops.convert_to_tensor(kernel), "float32")
    matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
    fixed = ops.stop_gradient(matrix)
    right = np.random.default_rng(0).normal(size=(kernel.shape[-1], 1))
    right = ops.cast(right, "float32")
    for _ in range(iterations):
        left = _unit(fixed @ right)
        right = _unit(ops.transpose(fixed) @ left)
    return ops.sum(left * (matrix @ right))


def _unit(vector):
    return ops.normalize(vector, axis=0, epsilon=1e-12)
