"""Building networks with another dtype policy."""

import contextlib
import functools
import warnings
from pathlib import Path

_INSTRUCTIONS = ("avx512_bf16", "amx_bf16")
_SLOWDOWN = (
    "This processor has no bfloat16 instructions: steps of convolutional "
    "networks in {policy} take about 3 times as long as in float32, and longer "
    "without AVX-512."
)


@contextlib.contextmanager
def dtype_policy(name):
    """Context in which layers are built with a dtype policy.

    The previous policy is restored at the end. The first use of bfloat16 on a
    processor that has no instructions for it gives a warning.

    Args:
        name: Name of the Keras dtype policy, such as `"mixed_bfloat16"`.
    """
    import keras

    if "bfloat16" in name:
        _warn_if_slow(name)
    former = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(former)


def native_bfloat16():
    """The processor's bfloat16 instructions.

    Returns:
        List of x86 flags, or `None` if the processor's flags are unknown.
    """
    for line in _cpuinfo().splitlines():
        key, _, flags = line.partition(":")
        if key.strip() == "flags":
            flags = flags.split()
            return [flag for flag in _INSTRUCTIONS if flag in flags]
    return None


@functools.cache
def _warn_if_slow(policy):
    import tensorflow as tf

    if native_bfloat16() == [] and not tf.config.list_physical_devices("GPU"):
        warnings.warn(_SLOWDOWN.format(policy=policy), stacklevel=4)


def _cpuinfo():
    try:
        return Path("/proc/cpuinfo").read_text()
    except OSError:
        return ""
