"""Recipes of a user's own module."""

import sys

import pytest

from keras_creative.experiments import RECIPES, PictureGAN, PointGAN
from keras_creative.recipes.references import (
    class_name,
    find_class,
    find_recipe,
    is_reference,
)

MODULE = """
import dataclasses

from keras_creative import recipes
from keras_creative.experiments import PointGAN, setting, settings


@settings
class Rings(PointGAN):
    '''Small networks.'''

    units: int = setting(4, "units of a layer")
    rings: int = setting(1, "number of rings", "my own")


SMALL = PointGAN(units=3)
word = "no recipe"


class Plain(recipes.Recipe):
    pass
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Name of a module in the current folder."""
    name = "my_rings"
    (tmp_path / f"{name}.py").write_text(MODULE)
    (tmp_path / "broken_rings.py").write_text("import nothing_of_that_name")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield name
    sys.modules.pop(name, None)


def test_a_class_and_an_instance(module):
    recipe = find_recipe(f"{module}:Rings")
    assert (recipe.units, recipe.rings) == (4, 1)
    assert find_recipe(f"{module}:SMALL") == PointGAN(units=3)
    assert find_class(class_name(recipe)) is type(recipe)
    assert class_name(recipe) == f"{module}:Rings"
    assert class_name(RECIPES["dcgan-mnist"]) == "PictureGAN"
    assert find_class("PictureGAN") is PictureGAN


@pytest.mark.parametrize(
    "reference, message",
    [
        ("no_such_module:Rings", "no module 'no_such_module'"),
        ("broken_rings:Rings", "importing it raises ModuleNotFoundError"),
        ("my_rings:Missing", "'my_rings' has no 'Missing'"),
        ("my_rings:word", "derived from .* Received: 'my_rings:word', a str"),
        ("my_rings:Plain", "Received: 'my_rings:Plain', a class"),
    ],
)
def test_what_is_no_recipe(module, reference, message):
    with pytest.raises(ValueError, match=message):
        find_recipe(reference)


@pytest.mark.parametrize("name", ["NoGAN", "", "a b:c"])
def test_a_class_that_is_unknown(name):
    with pytest.raises(ValueError, match=f"Received: '{name}'"):
        find_class(name)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("mine:Recipe", True),
        ("pack.mine:Recipe", True),
        ("dcgan-mnist", False),
        ("1:4", False),
        ("C:\\pictures", False),
        ("folder/a:b", False),
    ],
)
def test_form_of_a_reference(text, expected):
    assert is_reference(text) is expected
