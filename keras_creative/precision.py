"""Building networks with another dtype policy."""

import contextlib

import keras


@contextlib.contextmanager
def dtype_policy(name):
    """Context in which layers are built with a dtype policy.

    The previous policy is restored at the end.

    Args:
        name: Name of the Keras dtype policy, such as `"mixed_bfloat16"`.
    """
    former = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(former)
