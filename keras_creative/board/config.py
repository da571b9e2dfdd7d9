"""What a board's folder records, and what may not change when it resumes."""

import dataclasses
from pathlib import Path
from typing import Any

from keras_creative.board.suite import Suite
from keras_creative.files import as_json, read_record, write_json

_NAME = "config.json"


def check_config(folder: Path, suite: Suite, digests: dict[str, str]) -> None:
    """Record the suite in the folder, or check that it is the recorded one.

    Entries may be added; those that are recorded must not change.

    Args:
        folder: Folder of the board.
        suite: The suite that is run.
        digests: Dict from names of settings to digests of what they show.

    Raises:
        ValueError: If the folder holds a board with other settings.
    """
    path = folder / _NAME
    config = make_config(suite, digests)
    if path.exists():
        recorded = read_config(folder)
        config["entries"] = recorded["entries"] | config["entries"]
        known = {**config, "entries": {}} | {
            "entries": {k: config["entries"][k] for k in recorded["entries"]}
        }
        changes = _changes(recorded, known)
        if changes:
            raise ValueError(
                f"The board in {str(folder)!r} has other settings; choose "
                f"another folder. Received: {'; '.join(changes)}"
            )
    write_json(path, config)


def make_config(suite: Suite, digests: dict[str, str]) -> dict[str, Any]:
    """The record of a suite.

    Args:
        suite: The suite.
        digests: See `check_config()`.

    Returns:
        JSON-serializable dict.
    """
    settings = {
        setting.name: dataclasses.asdict(setting)
        | {"shown": digests[setting.name]}
        for setting in suite.settings
    }
    entries = {entry.name: dataclasses.asdict(entry) for entry in suite.entries}
    return as_json(
        {
            "suite": suite.name,
            "line": suite.line,
            "kind": suite.kind,
            "steps": suite.steps,
            "samples": suite.samples,
            "seeds": suite.seeds,
            "settings": settings,
            "entries": entries,
        }
    )


def read_config(folder: Path) -> dict[str, Any]:
    """The recorded suite of a folder.

    Args:
        folder: Folder of the board.

    Raises:
        ValueError: If the file is damaged.
    """
    return read_record(
        folder / _NAME,
        (
            "suite",
            "line",
            "kind",
            "steps",
            "samples",
            "seeds",
            "settings",
            "entries",
        ),
        {"settings": dict, "entries": dict},
    )


def _changes(old, new, name=""):
    """Descriptions of the values that differ, by their path."""
    if isinstance(old, dict) and isinstance(new, dict):
        return [
            change
            for key in sorted({*old, *new})
            for change in _changes(
                old.get(key), new.get(key), f"{name}.{key}" if name else key
            )
        ]
    if old == new:
        return []
    return [f"{name}: expected {old!r}, received {new!r}"]
