"""The folder of a run: settings, logs, measures and checkpoints."""

import dataclasses
import errno
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from keras_creative import callbacks
from keras_creative.callbacks.history_csv import (
    epochs_in_words,
    missing_epochs,
    read_history,
)
from keras_creative.files import (
    as_json,
    remove_stale_temp_files,
    stale_temp_files,
    write_json,
)
from keras_creative.files.locks import FolderLock
from keras_creative.recipes.references import class_name
from keras_creative.runs.measure_log import append_record, read_records
from keras_creative.runs.provenance import git_commit, machine
from keras_creative.runs.run_config import (
    changed_data,
    changed_settings,
    changes_message,
    described_change,
    read_config,
)
from keras_creative.typing import Config, PathLike
from keras_creative.versions import versions


class RunFolder:
    """Paths and settings of one run.

    ```
    config.json     settings, overrides, data, and where it was made
    history.csv     every log of every epoch
    times.csv       seconds that every epoch took, and its steps
    skipped.json    pictures of a folder that were skipped, and why, if any
    metrics.jsonl   a line for each measurement
    losses.png      the losses as curves
    accuracies.png  the discriminator's accuracy on either side
    proposals.png   what was proposed last beside the data, and proposals.json
    samples/        a grid per epoch: real pictures, and the same latents
    checkpoints/    complete models, the newest and the best
    ```

    `config.json` is an object with `recipe`, the name of its class; `name`,
    that of the recipe, or `null`; `settings`; `data`, the
    fingerprint; `classes`, a dict from their names or labels, in order, to the
    numbers of pictures shown, or `null`; `overrides`; `versions`; `git_commit`
    of the folder that the newest session was started in, or `null`; and
    `machine`, the processor's name, its cores and the memory.

    A line of `metrics.jsonl` is an object with `epoch`, the number of epochs
    made; `measures`, from names to numbers or to further objects; and
    `protocol`, a sentence that says what was measured, on how many and with
    which seed.

    The attributes `path`, `history`, `times`, `skipped` and `checkpoints` are
    the paths of the folder and of these files in it.

    Args:
        path: The folder; created by `begin()`.
    """

    def __init__(self, path: PathLike) -> None:
        self.path = Path(path)
        self.history = self.path / "history.csv"
        self.times = self.path / "times.csv"
        self.skipped = self.path / "skipped.json"
        self.checkpoints = self.path / "checkpoints"
        self._config = self.path / "config.json"
        self._metrics = self.path / "metrics.jsonl"
        self._lock = None

    @property
    def epochs_made(self) -> int:
        """Number of epochs of the newest checkpoint; 0 if there is none."""
        return callbacks.latest_checkpoint(self.checkpoints)[1]

    def read_config(self) -> Config:
        """Contents of `config.json`.

        Returns:
            Dict, see the class; earlier versions wrote fewer keys.

        Raises:
            ValueError: If it does not exist, is damaged, or its values have
                wrong types.
        """
        return read_config(self._config)

    def check_data(self, fingerprint: Config) -> None:
        """Check that data are those of the training.

        Args:
            fingerprint: Dict that identifies the data, such as
                `PictureSet.fingerprint`.

        Raises:
            ValueError: If the run was trained on other data; one that did not
                record its data passes.
        """
        expected = self.read_config().get("data")
        changes = changed_data(expected, fingerprint) if expected else {}
        if changes:
            raise ValueError(
                "The data must be those of the training. "
                f"Received: {described_change(changes)}"
            )

    def check_history(self, epochs_made: int, override: bool = False) -> None:
        """Raise unless `history.csv` has a row for each epoch made.

        Args:
            epochs_made: Epochs of the checkpoint that a session resumes from.
            override: Whether to warn of missing rows instead of raising.
                Defaults to `False`.

        Raises:
            ValueError: If rows are missing, or the file is damaged.
        """
        lacking = missing_epochs(read_history(self.history), epochs_made)
        if not lacking:
            return
        message = (
            f"The history must have a row for each of the {epochs_made} "
            f"epochs made. Received: {str(self.history)!r}, which lacks the "
            f"rows of {epochs_in_words(lacking)}"
        )
        if not override:
            raise ValueError(f"{message}; `override` resumes without them")
        warnings.warn(message, stacklevel=3)

    def add_measures(
        self, epoch: int, measures: Mapping[str, Any], protocol: str
    ) -> None:
        """Add a measurement to `metrics.jsonl`.

        Args:
            epoch: Epochs made before it.
            measures: Dict from names to numbers, strings, `None`, or dicts of
                these.
            protocol: String that says what was measured, on how many samples
                and with which seed.

        Example:

        ```python
        folder = keras_creative.runs.RunFolder("runs/mine")
        folder.add_measures(3, {"fid": 41.5}, "10,000 samples, seed 0")
        folder.measures()[-1]["measures"]  # {"fid": 41.5}
        ```
        """
        record = {"epoch": epoch, "measures": measures, "protocol": protocol}
        append_record(self._metrics, record)

    def measures(self) -> list[dict[str, Any]]:
        """Every measurement, in the order they were made.

        A repeated measurement, after the same number of epochs and with the
        same protocol, replaces the earlier one. An incomplete line of a killed
        process is skipped.

        Returns:
            List of dicts with `epoch`, `measures` and `protocol`.

        Raises:
            ValueError: If the file is damaged otherwise.
        """
        newest = {}
        for record in read_records(self._metrics):
            key = record["epoch"], record["protocol"]
            newest.pop(key, None)
            newest[key] = record
        return list(newest.values())

    def begin(
        self,
        settings: Any,
        data: Config | None = None,
        open_ended: Sequence[str] = (),
        override: bool = False,
        name: str | None = None,
        classes: Mapping[str, int] | None = None,
    ) -> None:
        """Write the settings, or raise if they are not those of the run.

        Temporary files of a killed session are removed. The folder is locked,
        see `lock()`.

        Args:
            settings: Frozen dataclass of the recipe.
            data: Dict that identifies the data, such as
                `PictureSet.fingerprint`. Defaults to `None`.
            open_ended: Names of settings that may change between sessions,
                such as the number of epochs. Defaults to `()`.
            override: Whether other settings may change, too. Each such change
                is added to the list `overrides` of `config.json`, with the
                epochs made before it. Defaults to `False`.
            name: Name of the recipe. Defaults to `None`: the recorded one.
            classes: Dict from the names of the classes, in the order of their
                labels, to their numbers of examples. Defaults to `None`.

        Raises:
            ValueError: See `check()` and `lock()`.
        """
        changes = self.check(settings, data, open_ended, override)
        self.path.mkdir(parents=True, exist_ok=True)
        self.lock()
        overrides = []
        if self._config.exists():
            record = self.read_config()
            overrides = record.get("overrides") or []
            name = name or record.get("name")
        if changes:
            overrides.append({"epoch": self.epochs_made, "changes": changes})
        for folder in self._folders():
            remove_stale_temp_files(folder)
        record = {
            "recipe": class_name(settings),
            "name": name,
            "settings": dataclasses.asdict(settings),
            "data": data,
            "classes": classes,
            "overrides": overrides,
            "versions": versions(),
            "git_commit": git_commit(),
            "machine": machine(),
        }
        write_json(self._config, record)

    def check(
        self,
        settings: Any,
        data: Config | None = None,
        open_ended: Sequence[str] = (),
        override: bool = False,
    ) -> dict[str, Any]:
        """Raise if `begin()` would fail; nothing is written.

        Args:
            settings: See `begin()`.
            data: See `begin()`.
            open_ended: See `begin()`.
            override: See `begin()`.

        Returns:
            Dict from the names of overridden settings to the old and the new
            value.

        Raises:
            ValueError: If the folder holds a run with other settings or data,
                files other than those of a run, or a damaged `config.json`.
        """
        if not self._config.exists():
            self._check_new()
            return {}
        record = self.read_config()
        changes = changed_settings(settings, record, open_ended)
        if data and record.get("data"):
            changes |= changed_data(record["data"], data)
            if record["data"] == as_json(data):
                # The same content may have another path.
                changes.pop("data", None)
        if changes and not override:
            raise ValueError(changes_message(self.path, changes))
        return changes

    def lock(self) -> None:
        """Keep other processes from training in the folder, if it exists.

        The lock ends with `release()`, and with the process.

        Raises:
            ValueError: If another process trains there.
        """
        if not self.path.is_dir():
            return
        self._lock = FolderLock(self.path)
        if not self._lock.acquire():
            raise ValueError(
                "Only one process at a time can use a run folder. Received: "
                f"out={str(self.path)!r}, where another process trains"
            )

    def release(self) -> None:
        """End the lock."""
        if self._lock is not None:
            self._lock.release()

    def check_in_place(self) -> None:
        """Raise if the folder that `lock()` locked no longer exists.

        Raises:
            OSError: If it was moved or removed.
        """
        if self._lock is not None and not self._lock.in_place:
            raise OSError(
                errno.ESTALE,
                "The run folder was moved or removed while training",
                str(self.path),
            )

    def _check_new(self):
        """Raise if the folder has more than temporary files of a run."""
        if not self.path.exists():
            return
        if set(self.path.iterdir()) - set(stale_temp_files(self.path)):
            raise ValueError(
                "A run needs a new or empty folder, or that of a run to "
                f"resume. Received: out={str(self.path)!r}, which has files "
                "but no config.json"
            )

    def _folders(self):
        """The run folder and those directly below it."""
        if not self.path.exists():
            return []
        below = [p for p in self.path.iterdir() if p.is_dir()]
        return [self.path, *below]
