"""How a discriminator takes several samples at once."""

import keras

from keras_creative.checks import check_integers


def packed_input(shape, packing, name):
    """The input of a discriminator, and what its first layer is to see.

    A pack of samples comes with an axis of its own and is seen as one sample
    of as many times the channels.

    Args:
        shape: Shape of one sample.
        packing: Samples judged together; 1 makes a plain input.
        name: Name of the input.

    Returns:
        Two Keras tensors: the input, `(batch, packing, *shape)` or
        `(batch, *shape)`, and `(batch, *shape[:-1], packing * shape[-1])`.

    Raises:
        ValueError: If `packing` is not positive.

    Reference:

    - [Lin et al., 2018, section 2](https://arxiv.org/abs/1712.04086)
    """
    check_integers(packing=(packing, 1))
    if packing == 1:
        pack = keras.Input(shape, name=name)
        return pack, pack
    pack = keras.Input((packing, *shape), name=name)
    axes = (*range(2, len(shape) + 1), 1, len(shape) + 1)
    x = keras.layers.Permute(axes, name=f"{name}_permuted")(pack)
    merged = (*shape[:-1], packing * shape[-1])
    return pack, keras.layers.Reshape(merged, name=f"{name}_merged")(x)


def per_sample(outputs, packing, name):
    """Outputs of a pack as those of each of its samples.

    Args:
        outputs: Keras tensor `(batch, packing * length)`.
        packing: Samples judged together.
        name: Name of the outputs.

    Returns:
        Keras tensor `(batch, packing, length)`, or unchanged where the
        samples are judged one by one.
    """
    if packing == 1:
        return outputs
    length = outputs.shape[-1] // packing
    return keras.layers.Reshape((packing, length), dtype="float32", name=name)(
        outputs
    )
