"""The folder of a run: what was asked, what happened, how to go on."""

import dataclasses
import json
from pathlib import Path

from keras_creative import callbacks
from keras_creative.files import (
    leftovers,
    read_record,
    remove_leftovers,
    write_json,
)
from keras_creative.versions import versions


class RunFolder:
    """Paths and settings of one run.

    ```
    config.json     settings, what was overridden, and versions
    history.csv     every log of every epoch
    losses.png      the losses as curves
    accuracies.png  the discriminator's accuracy on either side
    samples/        a grid per epoch: real pictures, and the same latents
    checkpoints/    whole models, the newest and the best
    ```

    Args:
        path: The folder; made by `begin()`.
    """

    def __init__(self, path):
        self.path = Path(path)

    @property
    def history(self):
        """Path of the table of logs."""
        return self.path / "history.csv"

    @property
    def checkpoints(self):
        """Path of the folder of saved models."""
        return self.path / "checkpoints"

    def begin(self, settings, data=None, open_ended=(), override=False):
        """Write the settings, or see that they are those of the run so far.

        Temporary files of a killed session are removed.

        Args:
            settings: Frozen dataclass of the recipe.
            data: Dict that tells the data from other, such as
                `PictureSet.fingerprint`. Defaults to `None`.
            open_ended: Names of settings that may change between sessions,
                such as the number of epochs. Defaults to `()`.
            override: Whether other settings may change, too. Each such change
                is added to the list `overrides` of `config.json`, with the
                epochs made before it. Defaults to `False`.

        Raises:
            ValueError: As `check()` does.
        """
        changes = self.check(settings, data, open_ended, override)
        overrides = []
        if self._config.exists():
            record = read_record(self._config, ["settings"])
            overrides = record.get("overrides", [])
        if changes:
            _, epoch = callbacks.latest_checkpoint(self.checkpoints)
            overrides.append({"epoch": epoch, "changes": changes})
        for folder in self._folders():
            remove_leftovers(folder)
        record = {
            "settings": _as_json(settings),
            "data": data,
            "overrides": overrides,
            "versions": versions(),
        }
        write_json(self._config, record)

    def check(self, settings, data=None, open_ended=(), override=False):
        """See that `begin()` would go through; nothing is written.

        Args:
            settings: As for `begin()`.
            data: As for `begin()`.
            open_ended: As for `begin()`.
            override: As for `begin()`.

        Returns:
            Dict from the names of overridden settings to the old and the new
            value.

        Raises:
            ValueError: If the folder holds a run with other settings or data,
                files that are no run, or a damaged `config.json`.
        """
        if not self._config.exists():
            self._check_new()
            return {}
        record = read_record(self._config, ["settings"])
        changes = _changes(record["settings"], _as_json(settings), open_ended)
        if data and record.get("data"):
            changes |= _changes(record["data"], data)
        if changes and not override:
            raise ValueError(_refusal(self.path, changes))
        return changes

    @property
    def _config(self):
        return self.path / "config.json"

    def _check_new(self):
        """See that the folder has nothing but what a killed `begin()` left."""
        if not self.path.exists():
            return
        if set(self.path.iterdir()) - set(leftovers(self.path)):
            raise ValueError(
                "A run needs a new or empty folder, or one of a run to go on "
                f"with. Received: out={str(self.path)!r}, which has files but "
                "no config.json"
            )

    def _folders(self):
        """The run folder and those directly below it."""
        if not self.path.exists():
            return []
        below = [p for p in self.path.iterdir() if p.is_dir()]
        return [self.path, *below]


def _as_json(settings):
    return json.loads(json.dumps(dataclasses.asdict(settings)))


def _changes(old, new, open_ended=()):
    return {
        name: [old.get(name), new.get(name)]
        for name in sorted({*old, *new})
        if name not in open_ended and old.get(name) != new.get(name)
    }


def _refusal(path, changes):
    received = "; ".join(
        f"{name}: expected {old!r}, received {new!r}"
        for name, (old, new) in changes.items()
    )
    return (
        f"The run in {str(path)!r} has other settings; choose another folder "
        f"or override them. Received: {received}"
    )
