"""Models on disk from which a run resumes."""

import json
import os
import re
import shutil
import warnings
import zipfile
from pathlib import Path
from typing import Any

import keras

from keras_creative.checks import check_choice, check_integers
from keras_creative.files import (
    atomic_path,
    parse_json,
    read_record,
    remove_stale_temp_files,
)
from keras_creative.files.archives import check_archive
from keras_creative.files.model_files import MEMBERS, load_model
from keras_creative.models.core.sampling import Sampling
from keras_creative.typing import Logs, PathLike
from keras_creative.version import __version__

_NAME = re.compile(r"epoch_(\d{4,})(\.\w+)")
_NOTE = "checkpoint.json"
_SIGNS = {"min": 1, "max": -1}
_BEST = {"epoch": int, "monitor": str, "mode": str, "value": float}


class Checkpoints(keras.callbacks.Callback):
    """Saves the complete model after every epoch; keeps the newest and the
    best.

    A file holds all networks, their optimizers, the averaged generator and
    the state of the noise. It is written atomically: a process that is killed
    or a full disk while saving damages no earlier file.

    With a `monitor`, `best.keras` is the model of the best epoch, and
    `best.json` holds its `epoch`, `monitor`, `mode` and `value`, which a
    resumed run continues from. With another `monitor` or `mode` the record
    starts over.

    Args:
        folder: Folder of the files; created if missing.
        keep: Number of newest files kept, at least 1. Defaults to `2`.
        monitor: Name of the log that determines the best epoch. Epochs
            without it, or with not-a-number, are skipped. Defaults to `None`:
            no best file is kept.
        mode: `"min"` or `"max"`: which value of the log is best; of equal
            ones it is the first. Defaults to `"min"`.

    Raises:
        ValueError: If `keep` is not positive or `mode` is unknown; at the end
            of an epoch, if the monitored log has not occurred yet.

    Example:

    ```python
    folder = "runs/mine/checkpoints"
    saved, epoch = keras_creative.callbacks.load_latest(folder)
    model = saved or model
    model.fit(
        x,
        initial_epoch=epoch,
        epochs=10,
        callbacks=[keras_creative.callbacks.Checkpoints(folder)],
    )
    ```
    """

    def __init__(
        self,
        folder: PathLike,
        keep: int = 2,
        monitor: str | None = None,
        mode: str = "min",
    ) -> None:
        super().__init__()
        check_integers(keep=(keep, 1))
        check_choice("mode", mode, _SIGNS)
        self.folder = Path(folder)
        self.keep = keep
        self.monitor = monitor
        self.mode = mode
        self.best = None

    def on_train_begin(self, logs: Logs = None) -> None:
        """Remove stale temporary files and read the best epoch so far."""
        remove_stale_temp_files(self.folder)
        self.best = None
        note = self.folder / "best.json"
        has_best = (
            os.path.lexists(note) and (self.folder / "best.keras").exists()
        )
        if self.monitor is not None and has_best:
            best = read_record(note, list(_BEST), _BEST)
            terms = best["monitor"], best["mode"]
            if terms == (self.monitor, self.mode):
                self.best = best

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Save the model, and remove the oldest files."""
        best = self._best_with(epoch + 1, logs)
        with atomic_path(self.folder / f"epoch_{epoch + 1:04d}.keras") as path:
            self.model.save(path)
            note_epoch(path, epoch + 1)
            if best is not self.best:
                self._save_best(best, path)
        remove_older(self.folder, epoch + 1, self.keep)

    def _best_with(self, epoch, logs):
        """The record of the best epoch, including this one."""
        if self.monitor is None:
            return None
        if self.monitor not in logs:
            if self.best is not None:
                return self.best
            raise ValueError(
                f"`monitor` must be one of the logs {sorted(logs)}. "
                f"Received: monitor={self.monitor!r}"
            )
        value, sign = float(logs[self.monitor]), _SIGNS[self.mode]
        limit = float("inf") if self.best is None else sign * self.best["value"]
        if not sign * value < limit:
            return self.best
        names = {"monitor": self.monitor, "mode": self.mode}
        return {"epoch": epoch, **names, "value": value}

    def _save_best(self, best, path):
        """Rename a model and its record when both are written completely."""
        with (
            atomic_path(self.folder / "best.json") as note,
            atomic_path(self.folder / "best.keras") as copy,
        ):
            note.write_text(json.dumps(best, indent=2) + "\n")
            _link_or_copy(path, copy)
        self.best = best


def latest_checkpoint(folder: PathLike) -> tuple[Path | None, int]:
    """The newest complete file that `Checkpoints` wrote.

    A damaged file is skipped with a warning that names it, and so is one that
    was renamed or copied: a file contains the epoch after which it was saved.

    Args:
        folder: Its folder; it may be missing.

    Returns:
        Path and number of epochs made, or `None` and 0.

    Raises:
        ValueError: If there are files and all are damaged.
    """
    return newest_complete(folder, ".keras", MEMBERS)


def load_latest(folder: PathLike) -> tuple[Any, int]:
    """The model of `latest_checkpoint()`.

    Args:
        folder: Folder of `Checkpoints`; it may be missing.

    Returns:
        The compiled model and the number of epochs made, or `None` and 0.

    Raises:
        ValueError: If there are files and all are damaged, or if the newest
            complete one holds another kind of model, lacks the state of an
            optimizer, or has numbers that are not finite.
    """
    path, epoch = latest_checkpoint(folder)
    if path is None:
        return None, 0
    model = load_model(path)
    if not isinstance(model, Sampling) or not model.compiled:
        raise ValueError(
            "A checkpoint must hold a compiled model of "
            f"`keras_creative.models`. Received: {str(path)!r}, which holds a "
            f"{type(model).__name__} with compiled={model.compiled}"
        )
    return model, epoch


def numbered_files(folder, suffix):
    """All files `epoch_0001` and so on, damaged or not, oldest first.

    Args:
        folder: Their folder; it may be missing.
        suffix: Suffix of their names.

    Returns:
        List of pairs: number of epochs made, and `pathlib.Path`.
    """
    folder = Path(folder)
    if not folder.is_dir():
        return []
    matches = [(_NAME.fullmatch(p.name), p) for p in folder.iterdir()]
    return sorted((int(m[1]), p) for m, p in matches if m and m[2] == suffix)


def newest_complete(folder, suffix, members):
    """The newest of the `numbered_files()` that is a complete archive.

    A damaged file, and one saved after another epoch than its name says, is
    skipped with a warning that names it.

    Args:
        folder: Their folder; it may be missing.
        suffix: Suffix of their names.
        members: Set of names that the archive must hold.

    Returns:
        Path and number of epochs made, or `None` and 0.

    Raises:
        ValueError: If there are files and all are damaged.
    """
    found = numbered_files(folder, suffix)
    for epoch, path in reversed(found):
        problem = _problem(path, epoch, members)
        if problem is None:
            return path, epoch
        warnings.warn(
            f"The checkpoint {str(path)!r} is {problem} and skipped.",
            stacklevel=3,
        )
    if found:
        raise ValueError(
            "A run resumes from a complete checkpoint, and all are damaged. "
            f"Received: {[str(path) for _, path in found]}"
        )
    return None, 0


def remove_older(folder, made, keep, suffix=".keras"):
    """Remove all but the newest of the `numbered_files()`.

    Args:
        folder: Their folder.
        made: Number of epochs made; files of later ones are kept.
        keep: Number of files that are kept.
        suffix: Suffix of their names. Defaults to `".keras"`.
    """
    files = [p for n, p in numbered_files(folder, suffix) if n <= made]
    for old in files[:-keep]:
        old.unlink()


def note_epoch(path, epoch):
    """Store in an archive the epoch after which it was saved.

    Args:
        path: The archive.
        epoch: Number of epochs made.
    """
    note = {"epoch": epoch, "versions": {"keras_creative": __version__}}
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(_NOTE, json.dumps(note))


def _problem(path, epoch, members):
    """What is wrong with a checkpoint, or `None`.

    Earlier versions did not store the epoch.
    """
    try:
        check_archive(path, members)
        with zipfile.ZipFile(path) as archive:
            if _NOTE not in archive.namelist():
                return None
            noted = parse_json(archive.read(_NOTE))["epoch"]
    except (KeyError, OSError, TypeError, ValueError):
        return "damaged"
    return None if noted == epoch else f"of epoch {noted}"


def _link_or_copy(source, path):
    path.unlink()
    try:
        os.link(source, path)
    except OSError:
        shutil.copyfile(source, path)
