"""Layers and constraints for adversarial networks that Keras lacks."""

from keras_creative.layers.adaptive_augment import AdaptiveAugment
from keras_creative.layers.clip_weights import ClipWeights
from keras_creative.layers.convolutions import Conv2D, Conv2DTranspose
from keras_creative.layers.diff_augment import DiffAugment
from keras_creative.layers.image_pool import ImagePool
from keras_creative.layers.leaky_relu import LeakyReLU, rectify
from keras_creative.layers.minibatch_discrimination import (
    MinibatchDiscrimination,
)
from keras_creative.layers.minibatch_stddev import MinibatchStddev
from keras_creative.layers.random_affine import RandomAffine
from keras_creative.layers.spectral_normalization import (
    SpectralNormalization,
    spectral_norm,
)
from keras_creative.layers.stacked_dense import StackedDense
from keras_creative.layers.training_network import (
    FastConv2DTranspose,
    FusedBatchNormalization,
    for_training,
)

__all__ = [
    "AdaptiveAugment",
    "ClipWeights",
    "Conv2D",
    "Conv2DTranspose",
    "DiffAugment",
    "FastConv2DTranspose",
    "FusedBatchNormalization",
    "ImagePool",
    "LeakyReLU",
    "MinibatchDiscrimination",
    "MinibatchStddev",
    "RandomAffine",
    "SpectralNormalization",
    "StackedDense",
    "for_training",
    "rectify",
    "spectral_norm",
]
