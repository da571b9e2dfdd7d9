"""The settings of a run, as its config.json records them."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from keras_creative.files import (
    as_json,
    newer_version,
    read_record,
    wrong_types,
)
from keras_creative.recipes.references import class_name, find_class
from keras_creative.recipes.registry import FAMILIES
from keras_creative.recipes.settings import (
    absent_settings,
    field_type,
    from_json,
)
from keras_creative.typing import Config, PathLike

# Contents of a config.json.
_KINDS = {
    "recipe": str | None,
    "name": str | None,
    "settings": dict,
    "data": dict | None,
    "overrides": list | None,
    "versions": dict | None,
    "git_commit": str | None,
    "machine": dict | None,
}
# Settings that every recipe has.
_SETTINGS = {"data": str, "epochs": int, "seed": int, "holdout": list}
_OVERRIDE = {"epoch": int, "changes": dict}
_NAMED_RUNS = 5


def read_config(path: Path) -> Config:
    """Read a `config.json`.

    Args:
        path: The file.

    Returns:
        Dict, see `RunFolder`; earlier versions wrote less of it.

    Raises:
        ValueError: If it does not exist, is damaged, or its values have wrong
            types.
    """
    if not path.exists():
        raise ValueError(
            "A run folder must hold a config.json. Received: "
            f"{str(path.parent)!r}, which holds none{runs_inside(path.parent)}"
        )
    record = read_record(path, ["settings"], _KINDS)
    wrong = wrong_types(record["settings"], _SETTINGS)
    for entry in record.get("overrides") or ():
        if not isinstance(entry, dict) or _OVERRIDE.keys() - set(entry):
            wrong.append("overrides")
        else:
            wrong += wrong_types(entry, _OVERRIDE)
            wrong += _unpaired(entry["changes"])
    if wrong:
        raise ValueError(
            "Settings and overrides must have the types that a run writes. "
            f"Received: {str(path)!r}, which is damaged in "
            f"{sorted(set(wrong))}{newer_version(record)}"
        )
    return record


def runs_inside(folder: Path) -> str:
    """End of a message about a folder that is not a run, but contains runs.

    Args:
        folder: The folder.

    Returns:
        String that names up to five runs, or an empty one.
    """
    runs = sorted(path.parent for path in folder.glob("*/config.json"))
    more = " and others" if len(runs) > _NAMED_RUNS else ""
    named = ", ".join(map(str, runs[:_NAMED_RUNS]))
    return f"; runs inside: {named}{more}" if runs else ""


def recorded_recipe(folder: PathLike, config: Config) -> Any:
    """The recipe that a `config.json` records.

    Args:
        folder: The run folder, for messages.
        config: Result of `read_config()`.

    Returns:
        Recipe.

    Raises:
        ValueError: If the recipe is unknown, or its settings are.
    """
    settings = config["settings"]
    end = f", in {str(folder)!r}{newer_version(config)}"
    try:
        cls = _recorded_class(config)
    except ValueError as error:
        raise ValueError(f"{error}{end}") from error
    kinds = {field.name: _json_type(field) for field in dataclasses.fields(cls)}
    unknown = sorted(set(settings) - set(kinds))
    if unknown:
        raise ValueError(
            f"The settings of a run must be those of its recipe, "
            f"{cls.__name__}. Received: {unknown}{end}"
        )
    wrong = wrong_types(settings, kinds)
    if "data" not in settings or wrong:
        raise ValueError(
            "The settings of a run must name its data, and be of the types of "
            f"its recipe, {cls.__name__}. Received, where these are not: "
            f"{wrong or ['data']}{end}"
        )
    return cls(**{**absent_settings(cls), **from_json(cls, settings)})


def changed_settings(
    settings: Any, record: Config, open_ended: Sequence[str]
) -> dict[str, Any]:
    """Settings of a recipe that differ from those of a run.

    Args:
        settings: The recipe.
        record: Result of `read_config()`.
        open_ended: Names of settings that may differ.

    Returns:
        Dict from names to the recorded and the new value; `recipe` stands for
        the class.
    """
    new = as_json(dataclasses.asdict(settings))
    old = {**as_json(absent_settings(settings)), **record["settings"]}
    changes = _changes(old, new, open_ended)
    recorded, name = record.get("recipe"), class_name(settings)
    # Version 0.1.0 recorded the names of classes without their modules.
    if recorded and recorded.rpartition(":")[2] != name.rpartition(":")[2]:
        changes["recipe"] = [recorded, name]
    return changes


def changed_data(expected: Config, fingerprint: Config) -> dict[str, Any]:
    """Parts of a fingerprint that differ; an earlier version recorded less.

    Args:
        expected: The recorded fingerprint.
        fingerprint: Fingerprint of the current data.

    Returns:
        Dict from names to the recorded and the new value.
    """
    fingerprint = as_json(fingerprint)
    known = {name: fingerprint.get(name) for name in expected}
    return _changes(expected, known)


def described_change(changes: dict[str, Any]) -> str:
    """Describe data that differ from those of a run.

    Args:
        changes: Result of `changed_data()`, not empty.

    Returns:
        The numbers of pictures, if they differ; otherwise the other
        differences.
    """
    if "pictures" in changes:
        before, now = changes["pictures"]
        return f"{now} pictures, where the training had {before}"
    return "; ".join(
        f"{name} {now}, where the training had {before}"
        for name, (before, now) in changes.items()
    )


def changes_message(path: Path, changes: dict[str, Any]) -> str:
    """Message for a run that has other settings.

    Args:
        path: The run folder.
        changes: Dict from names to the recorded and the new value.

    Returns:
        Sentences.
    """
    received = "; ".join(
        f"{name}: expected {old!r}, received {new!r}"
        for name, (old, new) in changes.items()
    )
    return (
        f"The run in {str(path)!r} has other settings; choose another folder "
        f"or `override` them. Received: {received}"
    )


def _recorded_class(config):
    """Class of a recipe; early runs do not name it."""
    if config.get("recipe"):
        return find_class(config["recipe"])
    for cls in FAMILIES.values():
        if set(config["settings"]) <= {
            field.name for field in dataclasses.fields(cls)
        }:
            return cls
    raise ValueError(
        "A config.json must name its recipe, or hold the settings of one. "
        f"Received: {sorted(config['settings'])}"
    )


def _json_type(field):
    """Type of a setting's value in JSON, which has lists for tuples."""
    return list if field_type(field) is tuple else field.type


def _changes(old, new, open_ended=()):
    return {
        name: [old.get(name), new.get(name)]
        for name in sorted({*old, *new})
        if name not in open_ended and old.get(name) != new.get(name)
    }


def _unpaired(changes):
    """Names of changes that are not a pair of an old and a new value."""
    return [
        name
        for name, change in changes.items()
        if not isinstance(change, list) or len(change) != 2
    ]
