"""Recipes of a user's own modules, by references such as mymodule:MyRecipe."""

import dataclasses
import importlib
import os
import re
import sys
from typing import Any

from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.registry import FAMILIES

_REFERENCE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")


def is_reference(text: str) -> bool:
    """Whether a text has the form of a reference, `"module:name"`.

    Args:
        text: The text.
    """
    return _REFERENCE.fullmatch(text) is not None


def find_recipe(reference: str) -> Recipe:
    """The recipe that a reference names; its module is imported.

    Args:
        reference: Text such as `"mymodule:MyRecipe"`. The module may lie in the
            current folder. The name is that of a recipe, or of a class of
            recipes, whose defaults are used.

    Returns:
        Recipe.

    Raises:
        ValueError: If there is no such module or name, the module cannot be
            imported, or the object is not a recipe.
    """
    found = _find(reference)
    return found() if isinstance(found, type) else found


def find_class(name: str) -> type[Recipe]:
    """The class of settings that a `config.json` names.

    Args:
        name: Name of a class of the package, such as `"PictureGAN"`, or a
            reference such as `"mymodule:MyRecipe"`.

    Returns:
        The class.

    Raises:
        ValueError: See `find_recipe()`, or if the package has no such
            class.
    """
    if name in FAMILIES:
        return FAMILIES[name]
    if not is_reference(name):
        raise ValueError(
            f"The recipe of a run must be one of {sorted(FAMILIES)} or a "
            f"reference 'module:name'. Received: {name!r}"
        )
    found = _find(name)
    return found if isinstance(found, type) else type(found)


def class_name(recipe: Any) -> str:
    """Name of a recipe's class in a `config.json`.

    Args:
        recipe: Recipe.

    Returns:
        Name, see `find_class()`.
    """
    cls = type(recipe)
    if FAMILIES.get(cls.__name__) is cls:
        return cls.__name__
    return f"{_module_name(cls)}:{cls.__qualname__}"


def _module_name(cls):
    """Name of the module of a class; a script is known by its file."""
    file = getattr(sys.modules[cls.__module__], "__file__", None)
    if cls.__module__ == "__main__" and file:
        return os.path.splitext(os.path.basename(file))[0]
    return cls.__module__


def _find(reference):
    module, _, name = reference.partition(":")
    found = getattr(_import(reference, module), name, None)
    if found is None:
        raise ValueError(
            f"A reference must name a recipe of its module. Received: "
            f"{reference!r}, but {module!r} has no {name!r}"
        )
    cls = found if isinstance(found, type) else type(found)
    if not issubclass(cls, Recipe) or not dataclasses.is_dataclass(cls):
        raise ValueError(
            "A reference must name a recipe: a frozen dataclass derived from "
            f"keras_creative.recipes.Recipe. Received: {reference!r}, a "
            f"{'class' if cls is found else cls.__name__}"
        )
    return found


def _import(reference, name):
    """A module, from the current folder too."""
    if os.getcwd() not in sys.path:
        sys.path.append(os.getcwd())
    try:
        return importlib.import_module(name)
    except Exception as error:
        missing = isinstance(error, ModuleNotFoundError) and (
            f"{name}.".startswith(f"{error.name}.")
        )
        reason = (
            f"there is no module {error.name!r}"
            if missing
            else f"importing it raises {type(error).__name__}: {error}"
        )
        raise ValueError(
            "A reference must name a module that can be imported. Received: "
            f"{reference!r}, but {reason}"
        ) from error
