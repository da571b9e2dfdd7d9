"""Shares of a step's kinds of operations, from TensorFlow's profiler."""

import collections
import re
import tempfile
from pathlib import Path

import tensorflow as tf
from tensorflow.tsl.profiler.protobuf import xplane_pb2

DATA, REST, XLA = "data pipeline", "host and rest", "XLA, not matmul"
OTHER, OPTIMIZER = "other operations", "optimizer"
# Kinds by the name of the operation's type, the first that fits.
KINDS = {
    "convolution, forward": "Conv2D(?!Backprop)",
    "convolution, backward data": "Conv2DBackpropInput",
    "convolution, backward weights": "Conv2DBackpropFilter",
    "matmul": "MatMul|^dot",
    "normalization": "BatchNorm",
    "rectifiers": "Relu",
    OPTIMIZER: "^ResourceApply",
    "casts": "^Cast$",
}
_OPERATION = re.compile(r"^([^:]+):(\w+)$")
_FUNCTION = "__inference"
_DATA_THREAD, _PYTHON_THREAD = "tf_data", "python"


def trace(train):
    """Trace a function with TensorFlow's profiler.

    Args:
        train: Function without arguments.

    Returns:
        The `XSpace` of the profile.
    """
    with tempfile.TemporaryDirectory() as folder:
        tf.profiler.experimental.start(folder)
        train()
        tf.profiler.experimental.stop()
        (path,) = Path(folder).rglob("*.xplane.pb")
        space = xplane_pb2.XSpace()
        space.ParseFromString(path.read_bytes())
    return space


def milliseconds_by_kind(space, optimizers):
    """Time of each kind of operation, summed over the threads.

    An operation's time does not include that of operations within it. All time
    of the threads that prepare the batches counts as the data pipeline's.
    Python's own thread, which waits, is not counted except for operations.

    Args:
        space: `XSpace` returned by `trace()`.
        optimizers: Names of the optimizers.

    Returns:
        Dict from a kind to milliseconds, the largest first.
    """
    scope = optimizer_scope(optimizers)
    total = collections.Counter()
    for plane in space.planes:
        names = {key: data.name for key, data in plane.stat_metadata.items()}
        for line in plane.lines:
            for event, milliseconds in _own_times(line):
                name = plane.event_metadata[event.metadata_id].name
                is_xla = any(
                    names[stat.metadata_id] == "hlo_op" for stat in event.stats
                )
                kind = kind_of(name, line.name, is_xla, scope)
                if kind is not None:
                    total[kind] += milliseconds
    return dict(total.most_common())


def optimizer_scope(names):
    """Pattern of the operations of optimizers with these names."""
    return re.compile(rf"(^|/)({'|'.join(names)})(_\d+)?/")


def kind_of(name, thread, is_xla, optimizer_scope):
    """Kind of an event.

    Args:
        name: Name of the event, `scope:type` for an operation.
        thread: Name of its thread.
        is_xla: Whether XLA compiled it.
        optimizer_scope: Pattern of the names of an optimizer's operations.

    Returns:
        A string, or `None` if the event does not count.
    """
    if thread.startswith(_DATA_THREAD):
        return DATA
    if is_xla and not name.startswith("while"):
        return "matmul" if re.search(KINDS["matmul"], name) else XLA
    operation = _OPERATION.match(name)
    if operation is None:
        return None if is_xla or thread.startswith(_PYTHON_THREAD) else REST
    place, operation_type = operation.groups()
    if operation_type.startswith(_FUNCTION):
        return None
    if optimizer_scope.search(place):
        return OPTIMIZER
    for kind, pattern in KINDS.items():
        if re.search(pattern, operation_type):
            return kind
    return OTHER


def _own_times(line):
    """Pairs of an event and its milliseconds without those of events in it."""
    own, stack = [], []
    events = sorted(line.events, key=lambda e: (e.offset_ps, -e.duration_ps))
    for event in events:
        while stack and stack[-1][0] <= event.offset_ps:
            stack.pop()
        if stack:
            own[stack[-1][1]][1] -= event.duration_ps / 1e9
        stack.append((event.offset_ps + event.duration_ps, len(own)))
        own.append([event, event.duration_ps / 1e9])
    return own
