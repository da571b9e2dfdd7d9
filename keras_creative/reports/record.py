"""Contents of a run folder."""

import functools
import re

from keras_creative import callbacks, runs
from keras_creative.files import parse_json, read_text
from keras_creative.modalities import modality_of
from keras_creative.recipes import Recipe
from keras_creative.runs.evaluation import (
    check_sample_shape,
    load_recipe,
)

_GRID = re.compile(r"epoch_(\d{4,})(?:_(\w+))?\.png")


class RunRecord:
    """Data of a run for a report.

    Parts that are absent or cannot be read are empty or `None`, and `lacks` has
    a sentence about each.

    Args:
        path: The run folder.

    Attributes:
        path: The run folder.
        name: Name of the run, that of its folder.
        config: Dict of `config.json`.
        rows: List of the logs of each epoch.
        measurements: List of dicts, see `RunFolder.measures()`.
        grids: Dict from a kind of grid to a list of epochs and files.
        lacks: Dict from a part's name to a sentence.

    Raises:
        ValueError: If the folder is not a run, or `config.json` is damaged.
    """

    def __init__(self, path):
        folder = runs.RunFolder(path)
        self.path = folder.path
        self.name = self.path.resolve().name
        self.config = folder.read_config()
        self.lacks = {}
        self.rows = self._read(
            "history", "history.csv", callbacks.read_history, folder.history
        )
        self.measurements = self._read(
            "measures", "metrics.jsonl", _measurements, folder
        )
        self.grids = _grids(self.path / "samples")
        if not self.grids:
            self.lacks["samples"] = "There is no grid of samples yet."

    @property
    def settings(self):
        """Dict of the recipe's settings."""
        return self.config["settings"]

    @property
    def fingerprint(self):
        """Dict that identifies the training data, or `None`."""
        return self.config.get("data")

    @property
    def seed(self):
        """Seed of the run."""
        return int(self.settings.get("seed") or 0)

    @property
    def grid_caption(self):
        """What the grids show."""
        try:
            return load_recipe(self.path).grid_caption
        except ValueError:
            return Recipe.grid_caption

    @functools.cached_property
    def model(self):
        """Model of the newest checkpoint, or `None`."""
        try:
            model, _ = callbacks.load_latest(self.path / "checkpoints")
        except Exception as error:  # Keras raises any kind of error here
            self.lacks["model"] = (
                f"The newest checkpoint cannot be loaded: {_reason(error)}"
            )
            return None
        if model is None:
            self.lacks["model"] = "There is no checkpoint yet."
        return model

    @functools.cached_property
    def modality(self):
        """Modality of the data, or else of the model; `None` if unknown."""
        try:
            return modality_of(self.model if self.data is None else self.data)
        except ValueError as error:
            self.lacks["modality"] = _reason(error)
            return None

    @functools.cached_property
    def data(self):
        """The training data, or `None` if they are no longer available."""
        try:
            data = load_recipe(self.path).load_data()
            runs.RunFolder(self.path).check_data(data.fingerprint)
            if self.model is not None:
                check_sample_shape(self.model, data)
        except (OSError, ValueError) as error:
            self.lacks["data"] = (
                f"The training data cannot be used: {_reason(error)}"
            )
            return None
        return data

    def _read(self, part, file, read, source):
        try:
            found = read(source)
        except (OSError, TypeError, ValueError) as error:
            self.lacks[part] = f"{file} is damaged: {_reason(error)}"
            return []
        if not found:
            self.lacks[part] = f"There is no {file} yet."
        return found


def read_runs(paths):
    """Read run folders, and give them distinct names.

    Args:
        paths: List of paths.

    Returns:
        List of `RunRecord`.

    Raises:
        ValueError: If the list is empty; see also `RunRecord`.
    """
    if not paths:
        raise ValueError(
            f"`runs` must name at least one run folder. Received: runs={paths}"
        )
    records = [RunRecord(path) for path in paths]
    names = [record.name for record in records]
    for record in records:
        if names.count(record.name) > 1:
            record.name = str(record.path)
    return records


def _measurements(folder):
    """Measurements of a run folder; early runs used `measures.json`."""
    early = folder.path / "measures.json"
    measurements = folder.measures()
    if measurements or not early.exists():
        return measurements
    measures = parse_json(read_text(early))
    if not isinstance(measures, dict):
        raise ValueError("measures.json is not an object")
    return [
        {
            "epoch": None,
            "measures": measures,
            "protocol": "at the end of a session, from measures.json",
        }
    ]


def _grids(folder):
    """Epochs and files of each kind of grid, in order."""
    grids = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        match = _GRID.fullmatch(path.name)
        if match:
            kind = grids.setdefault(match[2] or "samples", [])
            kind.append((int(match[1]), path))
    return {kind: sorted(files) for kind, files in grids.items()}


def _reason(error):
    return " ".join(str(error).split())[:300]
