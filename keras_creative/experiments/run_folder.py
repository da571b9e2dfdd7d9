"""The folder of a run: what was asked, what happened, how to go on."""

import dataclasses
import json
from pathlib import Path

from keras_creative import callbacks
from keras_creative.files import atomic_path
from keras_creative.versions import versions


class RunFolder:
    """Paths and settings of one run.

    ```
    config.json     settings and versions
    history.csv     every log of every epoch
    losses.png      the same as curves
    samples/        a grid per epoch, of the same latent vectors
    checkpoints/    whole models, the newest two
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

    def begin(self, settings, open_ended=()):
        """Write the settings, or see that they are those of the run so far.

        Args:
            settings: Frozen dataclass of the recipe.
            open_ended: Names of settings that may change between sessions,
                such as the number of epochs. Defaults to `()`.

        Raises:
            ValueError: If the folder holds a run with other settings, or
                files that are no run.
        """
        config = self.path / "config.json"
        new = json.loads(json.dumps(dataclasses.asdict(settings)))
        if config.exists():
            old = json.loads(config.read_text())["settings"]
            _check_same(old, new, open_ended, self.path)
        elif self.path.exists() and any(self.path.iterdir()):
            raise ValueError(
                "A run needs a new or empty folder, or one of a run to go on "
                f"with. Received: out={str(self.path)!r}, which has files but "
                "no config.json"
            )
        with atomic_path(config) as temporary:
            record = {"settings": new, "versions": versions()}
            temporary.write_text(json.dumps(record, indent=2) + "\n")

    def callbacks(self, curves, samples=64, seed=0):
        """Callbacks that fill the folder.

        Args:
            curves: Names of the logs to draw.
            samples: Samples in a grid. Defaults to `64`.
            seed: Integer that fixes their latent vectors. Defaults to `0`.

        Returns:
            List of Keras callbacks; the checkpoint comes last, so that what
            it vouches for is on disk.
        """
        return [
            callbacks.NanGuard(),
            callbacks.HistoryCSV(self.history),
            callbacks.LossCurves(
                self.path / "losses.png", curves, self.history
            ),
            callbacks.SampleGrid(self.path / "samples", samples, seed),
            callbacks.Checkpoints(self.checkpoints),
        ]


def _check_same(old, new, open_ended, path):
    changed = [
        f"{name}: expected {old.get(name)!r}, received {new.get(name)!r}"
        for name in sorted({*old, *new})
        if name not in open_ended and old.get(name) != new.get(name)
    ]
    if changed:
        raise ValueError(
            f"The run in {str(path)!r} has other settings; choose another "
            f"folder. Received: {'; '.join(changed)}"
        )
