"""Attributes as inputs of conditional networks."""

import keras

from keras_creative.networks.packing import packed_input


def attributes_input(length, packing=1):
    """The second input of a conditional network.

    Args:
        length: Length of the attributes, at least 1.
        packing: Number of samples per score. Defaults to `1`.

    Returns:
        Two Keras tensors: the input, and `(batch, packing * length)`.

    Raises:
        ValueError: If the length is not positive.
    """
    check_attributes_length(length)
    return packed_input((length,), packing, "attributes")


def check_attributes_length(length):
    """Check that a network can take attributes of a length.

    Args:
        length: Length of the attributes.

    Raises:
        ValueError: If it is not positive.
    """
    if length < 1:
        raise ValueError(
            "`attributes_length` must be positive, or `None`. "
            f"Received: attributes_length={length}"
        )


def join_vectors(vectors, attributes):
    """Append the attributes to vectors.

    Args:
        vectors: Keras tensor `(batch, units)`.
        attributes: Keras tensor `(batch, length)`.

    Returns:
        Keras tensor `(batch, units + length)`.
    """
    return keras.layers.Concatenate(name="joined")([vectors, attributes])


def join_planes(picture, attributes):
    """Append a constant channel per attribute to an image.

    Args:
        picture: Keras tensor `(batch, height, width, channels)`.
        attributes: Keras tensor `(batch, length)`.

    Returns:
        Keras tensor `(batch, height, width, channels + length)`.
    """
    height, width = picture.shape[1:3]
    planes = keras.layers.RepeatVector(height * width, name="repeated")(
        attributes
    )
    planes = keras.layers.Reshape((height, width, -1), name="planes")(planes)
    return keras.layers.Concatenate(name="joined")([picture, planes])


def check_projection(projection, attributes_length):
    """Check that a projection discriminator has attributes.

    Args:
        projection: Whether the discriminator has a projection.
        attributes_length: Length of the attributes, or `None`.

    Raises:
        ValueError: If there are no attributes.
    """
    if projection and attributes_length is None:
        raise ValueError(
            "`projection` needs attributes. Received: projection=True, "
            "attributes_length=None"
        )
