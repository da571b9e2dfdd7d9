"""Layers and constraints that adversarial networks need beyond Keras."""

from keras_creative.layers.clip_weights import ClipWeights
from keras_creative.layers.minibatch_discrimination import (
    MinibatchDiscrimination,
)

__all__ = ["ClipWeights", "MinibatchDiscrimination"]
