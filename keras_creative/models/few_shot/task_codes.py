"""Shots of tasks, and codes of tasks: the mean features of their shots."""

import keras
import numpy as np
from keras import ops

_TOLERANCE = 1e-3


def task_codes(encoder, shots, training=False):
    """Codes of tasks, for any number and order of shots.

    Args:
        encoder: Model from samples to features `(batch, length)`.
        shots: Tensor `(tasks, shots, *sample_shape)`.
        training: Whether the encoder is in training mode. Defaults to `False`.

    Returns:
        float32 tensor `(tasks, length)`.
    """
    tasks, count = ops.shape(shots)[:2]
    samples = ops.reshape(shots, (-1, *encoder.input_shape[1:]))
    features = ops.cast(encoder(samples, training=training), "float32")
    features = ops.reshape(features, (tasks, count, encoder.output_shape[1]))
    return ops.mean(features, axis=1)


def pick_shots(shots, share):
    """A random shot for each of some numbers.

    Args:
        shots: Tensor `(tasks, shots, *sample_shape)`.
        share: Numbers from [0, 1) `(tasks, n)`.

    Returns:
        Tensor `(tasks * n, *sample_shape)`.
    """
    tasks, count = ops.shape(shots)[:2]
    picked = ops.cast(ops.floor(share * ops.cast(count, "float32")), "int32")
    picked += count * ops.expand_dims(ops.arange(tasks), axis=1)
    flat = ops.reshape(shots, (-1, *shots.shape[2:]))
    return ops.take(flat, ops.reshape(picked, (-1,)), axis=0)


def in_turn(shots, n):
    """A shot for each of some samples: all of them in turn.

    Args:
        shots: Array `(shots, *sample_shape)`.
        n: Number of samples.

    Returns:
        Array `(n, *sample_shape)`.
    """
    return shots[np.arange(n) % len(shots)]


def joint_model(encoder, network):
    """An encoder and a network of velocities as one model.

    Args:
        encoder: See `task_codes()`.
        network: Model from samples, times and codes.

    Returns:
        `keras.Model` that has the variables of both.
    """
    shot, *inputs = encoder.inputs + network.inputs
    outputs = encoder(shot), network(inputs)
    return keras.Model([shot, *inputs], outputs, name="networks")


def check_encoder(encoder, network):
    """Raise unless an encoder makes codes that a network takes.

    Args:
        encoder: See `task_codes()`.
        network: Model from samples, times and codes, whose last entry says
            whether there is none.

    Raises:
        ValueError: See above.
    """
    shape, code = network.output_shape[1:], network.inputs[2].shape[1]
    found = encoder.input_shape[1:], encoder.output_shape[1:]
    if found != (shape, (code - 1,)):
        raise ValueError(
            f"`encoder` must map samples {tuple(shape)} to features of the "
            f"length {code - 1}, one less than the codes of `network`. "
            f"Received: an encoder from {found[0]} to {found[1]}"
        )


def check_queries(queries):
    """Raise if a batch of tasks has no queries.

    Args:
        queries: Tensor, or `None`.

    Raises:
        ValueError: See above.
    """
    if queries is None:
        raise ValueError(
            "Data must be pairs of shots and queries, such as "
            "`tasks.episodes(4, shots=4, queries=4)`. Received: no queries"
        )


def checked_shots(shots, sample_shape):
    """Shots of one task as an array.

    Args:
        shots: Array `(shots, *sample_shape)`, in [-1, 1] for images.
        sample_shape: Shape of one sample.

    Returns:
        float32 array.

    Raises:
        ValueError: If there are none, they have another shape, are not finite,
            or are images out of range.
    """
    shots = np.asarray(shots, "float32")
    if not shots.shape or not len(shots) or shots.shape[1:] != sample_shape:
        shape = ", ".join(map(str, sample_shape))
        raise ValueError(
            f"`shots` must have the shape (shots, {shape}). "
            f"Received: shots.shape={shots.shape}"
        )
    low, high = shots.min(), shots.max()
    most = 1 + _TOLERANCE if len(sample_shape) == 3 else np.inf
    if not np.isfinite(shots).all() or low < -most or high > most:
        raise ValueError(
            "`shots` must be finite, and images in [-1, 1]. "
            f"Received: shots from {low:g} to {high:g}"
        )
    return shots
