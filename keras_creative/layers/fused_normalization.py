"""Batch normalisation by one operation, for training on TensorFlow."""

import keras
import tensorflow as tf
from keras import ops

from keras_creative.typing import Tensor


class FusedBatchNormalization(keras.layers.Layer):
    """Runs a `keras.layers.BatchNormalization` by TensorFlow's fused kernel.

    Keras normalises by a dozen operations that each pass over the whole batch;
    the fused kernel makes one or two passes. The layer that is wrapped keeps
    its weights and moving statistics, and does all but training on pictures
    itself.

    Args:
        layer: The `keras.layers.BatchNormalization`, built, of the last axis.
    """

    def __init__(self, layer: keras.layers.Layer) -> None:
        super().__init__(dtype=layer.dtype_policy, name=f"fused_{layer.name}")
        self.layer = layer

    def call(
        self, inputs: Tensor, training: bool = False, mask: Tensor = None
    ) -> Tensor:
        """What the layer gives."""
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
    """The same network, its batch normalisations run by the fused kernel.

    Both share all layers and weights; save the one that was given.

    Args:
        network: Functional `keras.Model`.

    Returns:
        A Functional model, or `network` itself where nothing can be fused.
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
