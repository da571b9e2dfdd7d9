"""One run on several workers: the cluster, agreement, and the run folder."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tensorflow as tf

from keras_creative.files import as_json
from keras_creative.runs.rendezvous import meet
from keras_creative.typing import PathLike

# Seconds that the workers wait for one another at the start.
PATIENCE = 120.0
_TYPES = ("chief", "worker")
# What the others need of the chief's folder, to resume where it does.
_STATE = ("config.json", "history.csv", "checkpoints")


def read_cluster() -> tuple[list[str], str]:
    """Addresses of all workers and that of this one, of `TF_CONFIG`.

    Returns:
        Tuple of the list and the address.

    Raises:
        ValueError: If the environment variable is not set, is not valid JSON,
            or describes no cluster of workers.
    """
    text = os.environ.get("TF_CONFIG", "")
    try:
        config = json.loads(text)
        cluster, task = config["cluster"], config["task"]
        kind, index = task["type"], int(task["index"])
        places = {name: list(cluster[name]) for name in cluster}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ValueError(
            "TF_CONFIG must be a JSON object with `cluster` and `task`, as "
            "`keras-creative launch` sets it. Received: "
            f"TF_CONFIG={text!r}"
        ) from None
    for name in (*places, kind):
        if name not in _TYPES:
            raise ValueError(
                f"The tasks of TF_CONFIG must be of the types {_TYPES}. "
                f"Received: {name!r}"
            )
    if len(places.get("chief", ())) > 1:
        raise ValueError(
            "The cluster of TF_CONFIG must have at most one chief. Received: "
            f"chief={places['chief']}"
        )
    if not 0 <= index < len(places.get(kind, ())):
        raise ValueError(
            "The task of TF_CONFIG must be one of its cluster. Received: "
            f"type={kind!r}, index={index}, cluster={places}"
        )
    everyone = [*places.get("chief", ()), *places.get("worker", ())]
    return everyone, places[kind][index]


def worker_strategy(
    patience: float = PATIENCE,
) -> tf.distribute.MultiWorkerMirroredStrategy:
    """The strategy of the cluster that `TF_CONFIG` describes.

    TensorFlow would wait for a missing worker for an hour, so the workers meet
    before it starts.

    Args:
        patience: Seconds to wait for the others. Defaults to `120`.

    Returns:
        `tf.distribute.MultiWorkerMirroredStrategy`.

    Raises:
        ValueError: If `TF_CONFIG` is wrong, the port is taken, or a worker is
            missing.

    Example:

    ```text
    strategy = keras_creative.runs.worker_strategy()
    with strategy.scope():
        model = make_model()
    model.fit(pictures)
    ```
    """
    meet(*read_cluster(), patience)
    # It has a line for every exchange of tensors.
    tf.get_logger().setLevel("WARNING")
    return tf.distribute.MultiWorkerMirroredStrategy()


def is_chief(strategy: tf.distribute.MultiWorkerMirroredStrategy) -> bool:
    """Whether this worker writes the run folder: the chief, or the first.

    Args:
        strategy: The strategy.
    """
    resolver = strategy.cluster_resolver
    if "chief" in resolver.cluster_spec().jobs:
        return resolver.task_type == "chief"
    return resolver.task_id in (None, 0)


def check_agreement(
    strategy: tf.distribute.MultiWorkerMirroredStrategy,
    facts: Mapping[str, Any],
) -> None:
    """Raise on every worker if one of them has other facts.

    Args:
        strategy: The strategy.
        facts: Dict from names to values that JSON can store, with the same
            names on every worker.

    Raises:
        ValueError: If values differ; their names are in the message.
    """
    own = tf.constant([[_digest(value) for value in facts.values()]])
    digests = strategy.gather(own, axis=0).numpy()
    differ = [
        name
        for name, column in zip(facts, digests.T, strict=True)
        if len(set(column)) > 1
    ]
    if differ:
        raise ValueError(
            f"All workers must have the same {' and '.join(differ)}. "
            f"Received here: { ({name: facts[name] for name in differ}) }"
        )


@contextlib.contextmanager
def worker_folder(
    strategy: tf.distribute.MultiWorkerMirroredStrategy, folder: PathLike
) -> Iterator[Path]:
    """The run folder on the chief; on other workers a temporary copy of it.

    So every worker resumes from the same checkpoint and runs the same
    callbacks, and only the chief's files last.

    Args:
        strategy: The strategy.
        folder: The run folder, which all workers can read.

    Yields:
        `pathlib.Path`.
    """
    folder = Path(folder)
    with contextlib.ExitStack() as stack:
        if not is_chief(strategy):
            root = stack.enter_context(tempfile.TemporaryDirectory())
            folder = _copied(folder, Path(root, folder.name))
        # The chief writes only after everyone has read.
        check_agreement(strategy, {"list of workers": read_cluster()[0]})
        yield folder


def _copied(folder, copy):
    copy.mkdir()
    for name in _STATE:
        path = folder / name
        if path.is_dir():
            shutil.copytree(path, copy / name)
        elif path.exists():
            shutil.copy(path, copy / name)
    if not any(copy.iterdir()):
        copy.rmdir()
    return copy


def _digest(value):
    """64 bits of the hash of a value."""
    text = json.dumps(as_json(value), sort_keys=True)
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
