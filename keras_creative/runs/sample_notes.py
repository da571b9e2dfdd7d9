"""Checkpoints and labels that a command requests, and metadata of files."""

import json
from pathlib import Path

from keras_creative.callbacks.checkpoints import (
    latest_checkpoint,
    numbered_files,
)
from keras_creative.runs.run_folder import RunFolder
from keras_creative.version import __version__


def find_checkpoint(folder, epoch=None):
    """Find a checkpoint of a run.

    Args:
        folder: The run folder.
        epoch: Number of epochs, or `"best"`. Defaults to `None`: the newest.

    Returns:
        Path of the file and its number of epochs, or `None` and 0.

    Raises:
        ValueError: If the run did not keep that one, or the folder is not a
            run.

    Example:

    ```python
    keras_creative.recipes.PointGAN(epochs=30).run("runs/ring")
    path, epoch = find_checkpoint("runs/ring")
    ```
    """
    checkpoints = RunFolder(folder).checkpoints
    if epoch is None:
        return latest_checkpoint(checkpoints)
    if epoch == "best":
        return _find_best(checkpoints)
    kept = dict(numbered_files(checkpoints, ".keras"))
    if epoch not in kept:
        raise ValueError(
            "`epoch` must be one whose checkpoint was kept, "
            f"{sorted(kept)}. Received: epoch={epoch}"
        )
    return kept[epoch], epoch


def _find_best(checkpoints):
    path = checkpoints / "best.keras"
    if not path.is_file():
        raise ValueError(
            "`epoch` can be 'best' for a run that was trained with a "
            f"`monitor`. Received: {str(checkpoints.parent)!r}, which was not"
        )
    try:
        made = json.loads((checkpoints / "best.json").read_text())["epoch"]
    except (OSError, TypeError, ValueError, KeyError):
        made = None
    return path, made


def class_names(source):
    """Class names of a run, by label.

    Args:
        source: The run folder, or a file, which has no names.

    Returns:
        List of strings; empty if they are not known.
    """
    source = Path(source)
    if not source.is_dir():
        return []
    return list(RunFolder(source).read_config().get("classes") or {})


def find_labels(sampler, words, names=()):
    """Labels of a conditional model from names or numbers.

    Args:
        sampler: Sampler returned by `load_sampler()`.
        words: Strings, each a class name or a label; names take precedence.
        names: Names of the classes by label. Defaults to `()`.

    Returns:
        List of integers.

    Raises:
        ValueError: If the model is not conditional or has no such class.

    Example:

    >>> from keras_creative.runs.sample_notes import find_labels
    >>> model = keras_creative.models.CGAN(
    ...     keras_creative.networks.mlp_generator(attributes_length=2),
    ...     keras_creative.networks.mlp_discriminator(attributes_length=2),
    ... )
    >>> find_labels(model, ["dogs", "0"], names=["cats", "dogs"])
    [1, 0]
    """
    if not hasattr(sampler, "attributes"):
        raise ValueError(
            f"`labels` are for a conditional model. Received: labels={words}, "
            f"a model of the class {type(sampler).__name__}"
        )
    return [_find_label(word, names, sampler.num_classes) for word in words]


def _find_label(word, names, num_classes):
    if word in names:
        return names.index(word)
    if str(word).isdecimal() and int(word) < num_classes:
        return int(word)
    known = f", or of {', '.join(names)}" if names else ""
    raise ValueError(
        f"`labels` must be from 0 to {num_classes - 1}{known}. "
        f"Received: {str(word)!r}"
    )


def describe(source, epoch=None):
    """Metadata of a file of samples: their source.

    Args:
        source: The run folder or `.keras` file.
        epoch: See `find_checkpoint()`. Defaults to `None`.

    Returns:
        Dict of strings and numbers.
    """
    source = Path(source)
    notes = {"Software": f"keras_creative {__version__}"}
    if not source.is_dir():
        return {**notes, "model": source.name}
    folder = RunFolder(source)
    config = folder.read_config()
    return {
        **notes,
        "run": source.resolve().name,
        "recipe": config.get("name") or config.get("recipe") or "unknown",
        "epoch": find_checkpoint(source, epoch)[1],
    }
