"""Limits that keep the package readable: short files, plain words."""

import ast
import importlib
import re
from collections import Counter
from pathlib import Path

import pytest

import keras_creative

PACKAGE = Path(keras_creative.__file__).parent
ROOT = PACKAGE.parent
MOST_LINES = 350
# Words that engineers of the field would not write, and what they would.
WORDS = {
    r"go(?:es)? on": "continue or resume",
    r"went on": "continued or resumed",
    r"left out": "excluded or skipped",
    r"leav(?:e|es) out": "exclude or skip",
    r"see that": "check that",
    r"unasked": "unless requested",
    r"refusals? of": "argument validation",
    r"by chance": "randomly or chance level",
    r"take_over|takes? over": "restore state from",
    r"opponents?": "unrolled discriminator",
    r"disguise[sd]?": "augment inputs",
    r"conclude[sd]?": "on session end",
    r"leftovers?": "stale temporary files",
    r"steady": "prefetch without autotuning",
    r"in words of json": "JSON-serializable",
    r"places? to come by": "waypoints",
    r"comes? for nothing": "chance level",
    r"colou?rs? .{0,9}regarded": "ignored",
    r"colours?|grey": "color, gray",
    r"optimisers?|optimis(?:e|es|ed|ing)": "optimizer, optimize",
    r"minimis(?:e|es|ed|ing)": "minimize",
    r"normalis(?:e|es|ed|ing|ation)": "normalize",
    r"serialis(?:e|es|ed|ing|ation)": "serialize",
    r"behaviours?": "behavior",
}
PATTERN = re.compile(rf"\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)


def texts(path):
    """Docstrings and messages of a module, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, " ".join(node.value.split())


def found_words(text):
    return [match[0] for match in PATTERN.finditer(text)]


def test_files_are_short():
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text().splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {k: n for k, n in lengths.items() if n > MOST_LINES} == {}


def test_test_modules_have_names_of_their_own():
    """Pytest imports them as top-level modules."""
    paths = Path(__file__).parent.rglob("*.py")
    names = Counter(path.name for path in paths if path.name != "conftest.py")
    assert {name for name, count in names.items() if count > 1} == set()


def test_words_are_those_of_the_field():
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {word}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in texts(path)
        for word in found_words(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["Goes on", "see that it is", "the optimiser", "`leftovers()`", "grey"],
)
def test_words_of_the_list_are_found(text):
    assert found_words(text)


@pytest.mark.parametrize(
    "text", ["As you see, that is", "an oversee that", "Greyhound", "go online"]
)
def test_other_words_are_not(text):
    assert not found_words(text)


SUBPACKAGES = [name for name in keras_creative.__all__ if name != "__version__"]


@pytest.mark.parametrize("name", SUBPACKAGES)
def test_everything_public_is_exported_and_documented(name):
    """What a sub-package imports from its modules is in its `__all__`."""
    module = importlib.import_module(f"keras_creative.{name}")
    imported = {
        alias.asname or alias.name
        for node in ast.parse(Path(module.__file__).read_text()).body
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(f"keras_creative.{name}.")
        for alias in node.names
    }
    exported = set(getattr(module, "__all__", imported))
    assert imported <= exported
    undocumented = [
        one
        for one in exported
        if callable(getattr(module, one)) and not getattr(module, one).__doc__
    ]
    assert undocumented == []
