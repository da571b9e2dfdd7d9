"""Batch normalization by TensorFlow's fused kernel."""

import keras
import tensorflow as tf
from keras import ops

from keras_creative.typing import Tensor


class FusedBatchNormalization(keras.layers.Layer):
    """Computes a `keras.layers.BatchNormalization` with the fused kernel.

    Keras normalizes by a dozen operations, each of which passes over the whole
    batch; the fused kernel makes one or two passes. It is used only in
    training mode. The wrapped layer keeps its weights and moving statistics
    and runs in inference mode itself.

    Args:
        layer: Built `keras.layers.BatchNormalization` of the last axis.
    """

    def __init__(self, layer: keras.layers.Layer) -> None:
        super().__init__(dtype=layer.dtype_policy, name=f"fused_{layer.name}")
        self.layer = layer

    def call(
        self, inputs: Tensor, training: bool = False, mask: Tensor = None
    ) -> Tensor:
        """Normalized inputs."""
        layer = self.layer
        if not training:
            return layer(inputs, training=False)
        outputs, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            inputs,
            layer.gamma.value,
            layer.beta.value,
            epsilon=layer.epsilon,
            is_training=True,
        )
        count = ops.cast(ops.size(inputs) / inputs.shape[-1], "float32")
        biased = variance * (count - 1.0) / count
        for moving, batch in (
            (layer.moving_mean, mean),
            (layer.moving_variance, biased),
        ):
            kept = moving * layer.momentum
            moving.assign(kept + batch * (1.0 - layer.momentum))
        return outputs


def with_fused_normalization(network: keras.Model) -> keras.Model:
    """The same network with batch normalization by the fused kernel.

    Both networks share all layers and weights; save the original one.

    Args:
        network: Functional `keras.Model`.

    Returns:
        A Functional model, or `network` itself if nothing can be fused.
    """
    if not any(_can_be_fused(layer) for layer in network.layers):
        return network
    return keras.models.clone_model(
        network,
        clone_function=lambda layer: (
            FusedBatchNormalization(layer) if _can_be_fused(layer) else layer
        ),
    )


def _can_be_fused(layer):
    return (
        type(layer) is keras.layers.BatchNormalization
        and len(layer.input.shape) == 4
        and layer.axis in (-1, 3)
        and layer.center
        and layer.scale
        and not layer.synchronized
    )
