"""Many runs of a recipe: a grid of settings, and the table of the results."""

import csv
import dataclasses
import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from keras_creative.callbacks.history_csv import read_history
from keras_creative.files import atomic_path
from keras_creative.runs.run_folder import RunFolder
from keras_creative.typing import PathLike

TABLE = "sweep.csv"


@dataclasses.dataclass(frozen=True)
class Trial:
    """One run of a sweep.

    Args:
        settings: Dict from flags of `keras-creative train` to their values, as
            text.
        folder: Its run folder.
    """

    settings: Mapping[str, str]
    folder: Path

    @property
    def name(self) -> str:
        """Name of the run folder."""
        return self.folder.name

    @property
    def flags(self) -> list[str]:
        """Arguments of the command line."""
        words = [(f"--{flag}", value) for flag, value in self.settings.items()]
        return [*itertools.chain(*words), "--out", str(self.folder)]


def make_trials(
    grid: Mapping[str, Sequence[str]], seeds: Sequence[int], out: PathLike
) -> list[Trial]:
    """A trial for every combination of the values, with every seed.

    It is named after the settings that have several values.

    Args:
        grid: Dict from flags to their values, as text.
        seeds: Integers.
        out: Folder of the run folders.

    Returns:
        List of `Trial`.

    Raises:
        ValueError: If a value or a seed is repeated, or `seed` is in the grid.

    Example:

    >>> from keras_creative import runs
    >>> grid = {"lambda_g": ["0", "0.1"], "epochs": ["2"]}
    >>> [t.name for t in runs.make_trials(grid, [0], "sweep")]
    ['lambda_g=0,seed=0', 'lambda_g=0.1,seed=0']
    """
    if "seed" in grid:
        raise ValueError("`grid` must not have seed, which `seeds` lists")
    axes = {**grid, "seed": [str(seed) for seed in seeds]}
    for flag, values in axes.items():
        if not values or len(set(values)) < len(values):
            raise ValueError(
                "The values of a setting must be different ones. Received: "
                f"{flag}={list(values)}"
            )
    trials = []
    for values in itertools.product(*axes.values()):
        settings = dict(zip(axes, values, strict=True))
        name = ",".join(
            f"{flag}={value}"
            for flag, value in settings.items()
            if len(axes[flag]) > 1 or flag == "seed"
        )
        name = re.sub(r"[^\w.,=+-]", "_", name)
        trials.append(Trial(settings, Path(out) / name))
    return trials


def sweep_results(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """A row for each trial: settings, epochs, last logs and last measures.

    Args:
        trials: The trials, of which some may have no results yet.

    Returns:
        List of dicts.
    """
    rows = []
    for trial in trials:
        folder = RunFolder(trial.folder)
        row = {"trial": trial.name, **trial.settings}
        row["epochs"] = folder.epochs_made
        if folder.history.exists():
            row |= read_history(folder.history)[-1]
        for record in folder.measures():
            row |= _numbers(record["measures"])
        row.pop("epoch", None)
        rows.append(row)
    return rows


def _numbers(measures):
    """The numbers of measures, also of those that belong together."""
    found = {}
    for name, value in measures.items():
        if isinstance(value, Mapping):
            found |= _numbers(value)
        elif isinstance(value, int | float):
            found[name] = value
    return found


def write_table(rows: Sequence[Mapping[str, Any]], out: PathLike) -> Path:
    """Write the rows as `sweep.csv`.

    Args:
        rows: Rows returned by `sweep_results()`.
        out: Folder to write to.

    Returns:
        Path of the file.
    """
    path = Path(out) / TABLE
    columns = list(dict.fromkeys(itertools.chain(*rows)))
    with atomic_path(path) as temporary, open(temporary, "w") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
