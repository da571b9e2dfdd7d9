"""Layers that adversarial networks need and Keras does not have."""

from keras_creative.layers.minibatch_discrimination import (
    MinibatchDiscrimination,
)

__all__ = ["MinibatchDiscrimination"]
