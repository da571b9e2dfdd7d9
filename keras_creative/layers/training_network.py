"""A network of Keras' layers, computed by faster ones in training."""

import keras
import tensorflow as tf
from keras import ops

from keras_creative.layers.convolutions import (
    apply,
    convolve_transposed,
    is_fast,
)
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


class FastConv2DTranspose(keras.layers.Layer):
    """Computes a `keras.layers.Conv2DTranspose` as the package's layer does.

    The wrapped layer keeps its weights, and computes where the fast form
    cannot, see `layers.Conv2DTranspose`.

    Args:
        layer: Built `keras.layers.Conv2DTranspose`.
    """

    def __init__(self, layer: keras.layers.Layer) -> None:
        super().__init__(dtype=layer.dtype_policy, name=f"fast_{layer.name}")
        self.layer = layer

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """Outputs of the convolution."""
        if training and is_fast(self.layer, inputs):
            return apply(convolve_transposed, self.layer, inputs)
        return self.layer(inputs)


def for_training(network: keras.Model) -> keras.Model:
    """The same network with layers that train faster.

    Networks that draw samples consist of Keras' own layers, so that a saved
    one loads without this package. In training, its transposed convolutions
    and batch normalizations are computed by faster layers with the same
    weights and, up to rounding, the same values. Save the original one.

    Args:
        network: Functional `keras.Model`.

    Returns:
        A Functional model, or `network` itself if no layer has a faster form.
    """
    if not any(_faster_form(layer) for layer in network.layers):
        return network

    def faster(layer):
        form = _faster_form(layer)
        return form(layer) if form else layer

    return keras.models.clone_model(network, clone_function=faster)


def _faster_form(layer):
    if type(layer) is keras.layers.Conv2DTranspose:
        return FastConv2DTranspose
    return FusedBatchNormalization if _can_be_fused(layer) else None


def _can_be_fused(layer):
    return (
        type(layer) is keras.layers.BatchNormalization
        and len(layer.input.shape) == 4
        and layer.axis in (-1, 3)
        and layer.center
        and layer.scale
        and not layer.synchronized
    )
