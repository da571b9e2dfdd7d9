import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
START = "onednn_verbose,v1,primitive,exec,cpu,"
LOG = f"""\
onednn_verbose,v1,info,oneDNN v3.7.3 (commit N/A)
{START}convolution,brg_conv_fwd:avx10_1_512_amx,forward_training,\
src:bf16::blocked:acdb::f0 wei:bf16:a:blocked:AcdB16b64a2b::f0 \
bia:undef::undef::: dst:bf16::blocked:acdb::f0,attr-scratchpad:user,\
alg:convolution_direct,\
mb64_ic64oc128_ih16oh8kh4sh2dh0ph1_iw16ow8kw4sw2dw0pw1,1.5
{START}reorder,jit:uni,undef,src:bf16::blocked:cdba::f0 \
dst:bf16::blocked:AcdB16b64a2b::f0,,,128x64x4x4,0.25
something else, printed in between
{START}gemm_api,,undef,src_f32::blocked:ba:f0 wei_f32::blocked:ab:f0 \
dst_f32::blocked:ab:f0,,,4096x64:64x10,0.5
{START}inner_product,ref:any,forward_training,src:f32::blocked:ab::f0 \
wei:f32::blocked:ba::f0 bia:f32:a:blocked:a::f0 dst:f32::blocked:ab::f0,,,\
mb64ic4096oc10,0.5
"""


def load(name):
    if name not in sys.modules:
        path = FOLDER / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def test_log_by_hand():
    log = load("onednn_log")
    groups = log.summarize(log.read(LOG.splitlines()), steps=2)
    numbers = {group: tuple(row.values()) for group, row in groups.items()}
    assert numbers == {
        "convolutions": (0.5, 0.5, 0.0, 0.75),
        "matrix products": (1.0, 0.0, 0.5, 0.5),
        "reorders": (0.5, 0.5, 0.0, 0.125),
        "others": (0.0, 0.0, 0.0, 0.0),
    }


def test_products_by_hand():
    log = load("onednn_log")
    products = log.count_products(log.read(2 * LOG.splitlines()))
    convolution = log.Convolution(
        "forward",
        "bfloat16",
        batch=64,
        channels=(64, 128),
        inputs=(16, 16),
        outputs=(8, 8),
        kernel=(4, 4),
        strides=(2, 2),
        padding=(1, 1),
    )
    assert products == {
        convolution: 2,
        log.MatrixProduct("float32", 4096, 64, 10, (True, False)): 2,
        log.MatrixProduct("float32", 64, 4096, 10, (False, False)): 2,
    }


@pytest.mark.parametrize(
    ("before", "after"), [("mb64_", "g2mb64_"), ("4096x64:", "2x4096x64:")]
)
def test_unknown_products_are_named(before, after):
    log = load("onednn_log")
    primitives = log.read(LOG.replace(before, after).splitlines())
    with pytest.raises(ValueError, match=f"Received: .*{after}"):
        log.count_products(primitives)


@pytest.mark.parametrize(
    "direction", ["forward", "backward_data", "backward_weights"]
)
@pytest.mark.parametrize(
    "sizes",
    [
        ((9, 8), (5, 4), (4, 4), (2, 2), (1, 1)),
        ((5, 6), (4, 5), (2, 2), (1, 1), (0, 0)),
    ],
)
def test_both_ways_compute_the_same(direction, sizes):
    import numpy as np
    import tensorflow as tf

    product = load("onednn_log").Convolution(
        direction, "float32", 3, (2, 5), *sizes
    )
    operations = load("single_operations")
    rng = np.random.default_rng(0)
    arguments = [
        tf.constant(rng.normal(size=shape), "float32")
        for shape, _ in operations._images(product)
    ]
    results = [
        tf.function(operations._directed(way(product), product))(*arguments)
        for way in (operations._conv2d, operations._patches)
    ]
    np.testing.assert_allclose(*results, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "thread", "is_xla", "kind"),
    [
        ("a/b:_MklNativeFusedConv2D", "tf_Compute/1", False, "forward"),
        ("a:_MklNativeConv2DBackpropInput", "tf_Compute/1", False, "data"),
        ("a:Conv2DBackpropFilter", "tf_Compute/1", False, "weights"),
        ("w/adam_1/Sub_2:Sub", "tf_Compute/1", False, "optimizer"),
        ("w/madam/Sub_2:Sub", "tf_Compute/1", False, "other operations"),
        ("a:ResourceApplyAdam", "tf_Compute/1", False, "optimizer"),
        ("MatMul_1.3", "tf_numa_-1_Eigen/1", True, "matmul"),
        ("add_fusion.3", "tf_numa_-1_Eigen/1", True, "XLA, not matmul"),
        ("Iterator::Root", "tf_data_private/1", False, "data pipeline"),
        ("ExecutorState::Process", "tf_Compute/1", False, "host and rest"),
        ("EagerExecute", "python/1", False, None),
    ],
)
def test_kinds_by_hand(name, thread, is_xla, kind):
    trace = load("operation_trace")
    scope = trace.optimizer_scope({"adam"})
    found = trace.kind_of(name, thread, is_xla, scope)
    assert found == kind or found.endswith(kind)


def test_own_times_by_hand():
    """Of 10 ms, 4 are those of an operation in it, which has one of 1 ms."""
    from tensorflow.tsl.profiler.protobuf import xplane_pb2

    line = xplane_pb2.XLine()
    for start, length in ((0, 10), (2, 4), (3, 1), (10, 2)):
        line.events.add(offset_ps=start * 10**9, duration_ps=length * 10**9)
    own = [time for _, time in load("operation_trace")._own_times(line)]
    assert own == [6.0, 3.0, 1.0, 2.0]
