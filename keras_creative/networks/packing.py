"""Packs of samples as inputs of a discriminator."""

import keras

from keras_creative.checks import check_integers


def packed_input(shape, packing, name):
    """Input of a discriminator and the tensor for its first layer.

    A pack has an axis for its samples, which are concatenated along the
    channels.

    Args:
        shape: Shape of one sample.
        packing: Number of samples per pack; 1 gives a plain input.
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
    """Split the outputs of a pack into those of its samples.

    Args:
        outputs: Keras tensor `(batch, packing * length)`.
        packing: Number of samples per pack.
        name: Name of the outputs.

    Returns:
        Keras tensor `(batch, packing, length)`, or `outputs` if `packing` is 1.
    """
    if packing == 1:
        return outputs
    length = outputs.shape[-1] // packing
    return keras.layers.Reshape((packing, length), dtype="float32", name=name)(
        outputs
    )
