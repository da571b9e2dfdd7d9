"""Command-line flags that are made from settings."""

import argparse
import dataclasses
from collections.abc import Iterable
from typing import Any

from keras_creative.recipes.settings import (
    default_of,
    describe,
    field_type,
)


def has_flag(field: dataclasses.Field) -> bool:
    """Whether a setting can be given on the command line.

    Args:
        field: Field of a recipe.
    """
    simple = (bool, int, float, str, tuple)
    about = describe(field)
    return about.flag and bool(about.type or field_type(field) in simple)


def flag_name(field: dataclasses.Field) -> str:
    """Name of the flag of a setting, without its hyphens.

    Args:
        field: Field of a recipe, see `has_flag()`.
    """
    flag = describe(field).flag
    return flag if isinstance(flag, str) else field.name


def add_flag(
    group: Any,
    field: dataclasses.Field,
    flag: str | None = None,
    **kwargs: Any,
) -> None:
    """Add the flag of a setting.

    Args:
        group: `argparse` parser or group of arguments.
        field: Field of a recipe, see `has_flag()`.
        flag: Name of the flag, with its hyphens. Defaults to that of the
            field.
        **kwargs: Arguments of `add_argument()` instead of those that the
            setting gives.
    """
    name = {} if flag else {"dest": field.name}
    group.add_argument(
        flag or f"--{flag_name(field)}",
        **{**name, **_arguments(field), **kwargs},
    )


def merged(recipes: Iterable[Any]) -> dict[str, dataclasses.Field]:
    """The settings of several recipes that have flags, by name.

    Settings of the same name are merged.

    Args:
        recipes: Recipes or their classes.

    Returns:
        Dict from names to fields; the first of a name describes it.
    """
    found = {}
    for recipe in recipes:
        for field in filter(has_flag, dataclasses.fields(recipe)):
            known = found.setdefault(field.name, field)
            if known is not field:
                found[field.name] = _with_choices(known, describe(field))
    return found


def flag_value(field: dataclasses.Field, parsed: Any) -> Any:
    """Value of a setting from parsed arguments.

    Args:
        field: Field of a recipe.
        parsed: A value, or a list of values or of pairs.
    """
    kind = field_type(field)
    return kind(parsed) if kind in (dict, tuple) else parsed


def _with_choices(field, other):
    about = describe(field)
    more = tuple(c for c in other.choices if c not in about.choices)
    if not more:
        return field
    about = dataclasses.replace(about, choices=(*about.choices, *more))
    merged = dataclasses.field(metadata={"setting": about})
    merged.name, merged.type = field.name, field.type
    return merged


def _arguments(field):
    about, kind = describe(field), field_type(field)
    arguments = {"help": about.help or _without_text(field)}
    if kind is bool:
        return {"action": argparse.BooleanOptionalAction, **arguments}
    if kind in (dict, tuple):
        arguments["nargs"] = about.nargs or "+"
    if about.choices:
        return {"choices": about.choices, **arguments}
    arguments["type"] = about.type or (str if kind is tuple else kind)
    if about.metavar:
        arguments["metavar"] = about.metavar
    return arguments


def _without_text(field):
    """Help of a field that is not made by `setting()`."""
    return f"{default_of(field)} when not given"
