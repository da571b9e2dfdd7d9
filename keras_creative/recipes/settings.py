"""Settings: fields of recipes with help, group and choices.

The flags of `keras-creative train`, what a `config.json` may hold, the table
in the documentation and the docstrings of recipes are made from them.
"""

import dataclasses
import inspect
import textwrap
import types
import typing
from collections.abc import Callable
from typing import Any

_WIDTH = 80


@dataclasses.dataclass(frozen=True)
class Setting:
    """Description of a field of a recipe; see `setting()`."""

    help: str = ""
    group: str = "model"
    choices: tuple = ()
    type: Callable | None = None
    nargs: int | str | None = None
    metavar: str | None = None
    flag: bool | str = True
    exclusive: bool = False


def setting(
    default: Any,
    help: str,
    group: str = "model",
    *,
    absent: Any = dataclasses.MISSING,
    **kwargs: Any,
) -> Any:
    """Field of a recipe, described for the command line and the docs.

    Args:
        default: Its default.
        help: Help text, in lower case without a final period.
        group: Heading in the help of `keras-creative train`. Defaults to
            `"model"`.
        absent: Value for runs of earlier versions, whose `config.json` lacks
            the setting. Defaults to `default`.
        choices: Tuple of the allowed strings. Defaults to any.
        type: Function from the text of the command line to the value.
            Defaults to the type of the field.
        nargs: Number of values that the flag takes, for tuples and dicts.
            Defaults to `"+"`.
        metavar: Placeholder of a value in the help. Defaults to the name.
        flag: Whether `keras-creative train` has a flag of that name, or the
            name of the flag. Defaults to `True`.
        exclusive: Whether a value other than the default is an error for the
            variants that do not read the setting. Defaults to `False`.

    Returns:
        A `dataclasses.field()`.

    Example:

    ```python
    from keras_creative.recipes import PictureGAN, setting, settings


    @settings
    class Shouting(keras_creative.recipes.PictureGAN):
        loudness: float = setting(0.5, "weight of the loudness", "losses")
    ```
    """
    if absent is dataclasses.MISSING:
        absent = default
    metadata = {"setting": Setting(help, group, **kwargs), "absent": absent}
    if isinstance(default, dict):
        return dataclasses.field(
            default_factory=default.copy, metadata=metadata
        )
    return dataclasses.field(default=default, metadata=metadata)


@typing.dataclass_transform(
    frozen_default=True, field_specifiers=(setting, dataclasses.field)
)
def settings(cls: type) -> type:
    """Make a class a frozen dataclass whose docstring lists its settings.

    Args:
        cls: Class with fields that are made by `setting()`.

    Returns:
        The class.
    """
    cls = dataclasses.dataclass(frozen=True)(cls)
    cls.__doc__ = _with_settings(inspect.cleandoc(cls.__doc__), cls)
    return cls


def describe(field: dataclasses.Field) -> Setting:
    """Description of a field of a recipe.

    Args:
        field: Field of a dataclass, made by `setting()` or not.

    Returns:
        `Setting`; one without a text for any other field.
    """
    return field.metadata.get("setting", Setting())


def field_type(field: dataclasses.Field) -> type:
    """Type of a field's values other than `None`.

    Args:
        field: Field of a dataclass.

    Returns:
        A class, such as `int` for `int | None` and `tuple` for
        `tuple[int, ...]`.
    """
    if isinstance(field.type, types.UnionType):
        kinds = [kind for kind in field.type.__args__ if kind is not type(None)]
        return kinds[0]
    return typing.get_origin(field.type) or field.type


def default_of(field: dataclasses.Field) -> Any:
    """Default of a field; `dataclasses.MISSING` if it has none.

    Args:
        field: Field of a dataclass.
    """
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def absent_settings(recipe: Any) -> dict[str, Any]:
    """Values of a recorded run for settings that its `config.json` lacks.

    Runs of an earlier version lack the settings that came later. A setting
    whose default would change such a run has the old behavior as `absent`.

    Args:
        recipe: Recipe, or its class.

    Returns:
        Dict from the name of each setting that has a default to a value.
    """
    return {
        field.name: field.metadata.get("absent", default_of(field))
        for field in dataclasses.fields(recipe)
        if default_of(field) is not dataclasses.MISSING
    }


def from_json(cls: type, values: dict[str, Any]) -> dict[str, Any]:
    """Settings of a class from their JSON values.

    JSON has lists for tuples, and strings for the integers that are keys.

    Args:
        cls: The class.
        values: Dict of settings.

    Returns:
        Dict of arguments of the class.
    """
    kinds = {field.name: field_type(field) for field in dataclasses.fields(cls)}
    typed = dict(values)
    for name, value in values.items():
        if kinds.get(name) is tuple and isinstance(value, list):
            typed[name] = tuple(value)
        elif kinds.get(name) is dict:
            typed[name] = {
                int(key) if key.isdigit() else key: item
                for key, item in value.items()
            }
    return typed


def sentence(field: dataclasses.Field) -> str:
    """Description of a setting, as one or two sentences.

    Args:
        field: Field of a dataclass.

    Returns:
        Text such as `"Integer that fixes the run."`.
    """
    text = describe(field).help
    choices = describe(field).choices
    if choices:
        number = "some" if field_type(field) is tuple else "one"
        text += f"; {number} of {', '.join(map(repr, choices))}"
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _with_settings(text, cls):
    """A docstring with the settings before its example."""
    lines = ["Args:"]
    for field in dataclasses.fields(cls):
        words = f"{field.name}: {sentence(field)}"
        if default_of(field) is not dataclasses.MISSING:
            words += f" Defaults to `{default_of(field)!r}`."
        lines += textwrap.wrap(
            words,
            _WIDTH - 8,
            initial_indent="    ",
            subsequent_indent="        ",
            break_on_hyphens=False,
            break_long_words=False,
        )
    first, heading, example = text.partition("\nExample:")
    return "\n".join([first.rstrip(), "", *lines, heading + example])
