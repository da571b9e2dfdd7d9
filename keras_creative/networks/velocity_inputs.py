"""Inputs of networks of velocities, and features of time and position."""

import keras
import numpy as np
from keras import ops

from keras_creative.networks.conditions import check_attributes_length

_HIGHEST = 100.0
_OCTAVES = 4


def time_features(time, length):
    """Sines and cosines of a time, at geometrically spaced frequencies.

    The angular frequencies lie between 1 and 100 per unit of time. All are
    computed in float32, also in half precision.

    Args:
        time: Keras tensor `(batch, 1)` of numbers from 0 to 1.
        length: Number of features, even and at least 2.

    Returns:
        Keras tensor `(batch, length)`.

    Reference:

    - [Vaswani et al., 2017, section 3.5](https://arxiv.org/abs/1706.03762)
    """
    frequencies = np.geomspace(1.0, _HIGHEST, length // 2)
    angles = time * frequencies[np.newaxis].astype("float32")
    return ops.concatenate([ops.sin(angles), ops.cos(angles)], axis=1)


def position_features(points):
    """Sines and cosines of coordinates, at the frequencies 1, 2, 4 and 8.

    Args:
        points: Keras tensor `(batch, coordinates)`.

    Returns:
        Keras tensor `(batch, 8 * coordinates)`.

    Reference:

    - [Tancik et al., 2020, section 5, "positional encoding"](
        https://arxiv.org/abs/2006.10739)
    """
    parts = []
    for octave in range(_OCTAVES):
        angles = points * float(2**octave)
        parts += [ops.sin(angles), ops.cos(angles)]
    return ops.concatenate(parts, axis=1)


def velocity_inputs(sample_shape, attributes_length, takes_shot=False):
    """Inputs of a network of velocities.

    Args:
        sample_shape: Shape of one sample.
        attributes_length: Length of the attributes of a label, or `None`.
        takes_shot: Whether there is a second sample, a shot of a task. Defaults
            to `False`.

    Returns:
        List of Keras tensors: samples, times `(batch, 1)`, with attributes
        codes `(batch, attributes_length + 1)`, and shots.

    Raises:
        ValueError: If the length is not positive.
    """
    inputs = [
        keras.Input(sample_shape, name="samples"),
        keras.Input((1,), name="time"),
    ]
    if attributes_length is not None:
        check_attributes_length(attributes_length)
        inputs.append(keras.Input((attributes_length + 1,), name="label_code"))
    if takes_shot:
        inputs.append(keras.Input(sample_shape, name="picked_shot"))
    return inputs
