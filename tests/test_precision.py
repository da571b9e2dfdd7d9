import warnings
from pathlib import Path

import keras
import pytest
import tensorflow as tf

from keras_creative import precision

OLD = "model name\t: an old one\nflags\t\t: fpu avx2 avx512f\n"
NEW = "flags\t\t: fpu avx512f avx512_bf16 amx_bf16\nflags\t\t: fpu\n"
ARM = "Features\t: fp asimd\n"


@pytest.fixture
def cpuinfo(monkeypatch):
    """Function that sets the text of cpuinfo, on a machine without GPU."""

    def set_text(text):
        monkeypatch.setattr(Path, "read_text", lambda path: text)

    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: [])
    precision._warn_if_slow.cache_clear()
    yield set_text
    precision._warn_if_slow.cache_clear()


def use(policy):
    with precision.dtype_policy(policy):
        return keras.layers.Dense(1).compute_dtype


def test_instructions_by_hand(cpuinfo):
    for text, flags in ((OLD, []), (ARM, None), ("", None)):
        cpuinfo(text)
        assert precision.native_bfloat16() == flags
    cpuinfo(NEW)
    assert precision.native_bfloat16() == ["avx512_bf16", "amx_bf16"]


def test_slow_bfloat16_is_warned_of_once(cpuinfo):
    cpuinfo(OLD)
    with pytest.warns(UserWarning, match="mixed_bfloat16 take about 3") as seen:
        assert use("mixed_bfloat16") == "bfloat16"
        assert use("mixed_bfloat16") == "bfloat16"
    assert len(seen) == 1
    assert seen[0].filename == __file__


@pytest.mark.parametrize(
    "text, policy",
    [
        (NEW, "mixed_bfloat16"),
        (ARM, "mixed_bfloat16"),
        ("", "mixed_bfloat16"),
        (OLD, "float32"),
        (OLD, "mixed_float16"),
    ],
)
def test_nothing_to_warn_of(cpuinfo, text, policy):
    cpuinfo(text)
    with warnings.catch_warnings(action="error"):
        use(policy)


def test_a_gpu_has_its_own_instructions(cpuinfo, monkeypatch):
    cpuinfo(OLD)
    monkeypatch.setattr(
        tf.config, "list_physical_devices", lambda kind: ["one"]
    )
    with warnings.catch_warnings(action="error"):
        use("mixed_bfloat16")
