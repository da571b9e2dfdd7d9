"""Networks of another precision than the rest of the program's."""

import contextlib

import keras


@contextlib.contextmanager
def dtype_policy(name):
    """Build with a dtype policy, and put the former one back.

    Args:
        name: Name of the Keras dtype policy, such as `"mixed_bfloat16"`.
    """
    former = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(former)
