"""How the networks are normalised."""

import keras

from keras_creative.layers import SpectralNormalization

MOMENTUM = 0.9


def batch_normalization(name):
    """Batch normalisation whose samples keep up with a generator's training.

    What is kept of the moving statistics in a step is DCGAN's 0.9: with Keras'
    0.99 a young generator's samples are normalised by the statistics of noise,
    and are grey for the first hundreds of steps.

    Args:
        name: Name of the layer.

    Returns:
        `keras.layers.BatchNormalization`.
    """
    return keras.layers.BatchNormalization(momentum=MOMENTUM, name=name)


def spectrally_normalised(layer):
    """The layer with spectral normalisation, under its own name.

    Args:
        layer: Layer with a kernel.

    Returns:
        `keras_creative.layers.SpectralNormalization`.
    """
    return SpectralNormalization(
        layer, dtype=layer.dtype_policy, name=layer.name
    )
