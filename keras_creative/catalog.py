"""Names and first docstring lines, read from the sources of the package.

Reading a source is quick; importing most of the sub-packages imports
TensorFlow, for which `--help` and `keras-creative list` do not wait.
"""

import ast
import functools
import re
from pathlib import Path

_PACKAGE = Path(__file__).parent


def names(path, variable):
    """The names that a dict or a tuple at the top of a source holds.

    Args:
        path: Path of the source within the package, such as
            `"losses/registry.py"`.
        variable: Name that a dict or a tuple is assigned to.

    Returns:
        Tuple of the strings among its keys or items.

    Example:

    >>> from keras_creative import catalog
    >>> catalog.names("losses/registry.py", "PENALTIES")
    ('dragan', 'gradient', 'r1', 'r1-r2')
    """
    value = _assigned(path, variable)
    items = value.keys if isinstance(value, ast.Dict) else value.elts
    values = [ast.literal_eval(item) for item in items]
    return tuple(value for value in values if isinstance(value, str))


def classes(path, variable):
    """The classes that a dict of names holds, such as a registry of losses.

    Args:
        path: See `names()`.
        variable: Name that the dict is assigned to; its values are classes,
            or calls such as `functools.partial(SharmaMittal, alpha=2.0)`.

    Returns:
        Dict from names to names of classes.
    """
    value = _assigned(path, variable)
    found = [getattr(node, "args", [node])[0].id for node in value.values]
    return dict(zip(names(path, variable), found, strict=True))


def literal(path, variable):
    """The value of a literal at the top of a source.

    Args:
        path: See `names()`.
        variable: Name that the literal is assigned to.

    Returns:
        The value.
    """
    return ast.literal_eval(_assigned(path, variable))


def members(package, kinds=("class", "def")):
    """The public names of a sub-package, each with its first docstring line.

    Args:
        package: Name such as `"models"`.
        kinds: Keywords of the definitions. Defaults to `("class", "def")`,
            classes and functions.

    Returns:
        Dict, in the order of `__all__`, without constants.
    """
    sources = {
        alias.name: f"{node.module.replace('.', '/')}.py"
        for node in _parse(f"{package}/__init__.py").body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    exported = literal(f"{package}/__init__.py", "__all__")
    lines = {
        name: _first_line(_PACKAGE.parent / sources[name], name, kinds)
        for name in exported
    }
    return {name: line for name, line in lines.items() if line}


def measures():
    """The measures that the files of `metrics` register, with their meanings.

    Returns:
        Dict from names to sentences.
    """
    return {
        ast.literal_eval(node.args[0]): ast.literal_eval(node.args[2])
        for path in sorted((_PACKAGE / "metrics").glob("*.py"))
        for node in ast.walk(_parse(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", None) == "Measure"
    }


def _assigned(path, variable):
    """The expression that is assigned to a variable."""
    return next(
        node.value
        for node in _parse(path).body
        if isinstance(node, ast.Assign)
        and getattr(node.targets[0], "id", None) == variable
    )


def _first_line(path, name, kinds):
    """First line of a docstring; looking for it is quicker than parsing."""
    found = re.search(
        rf'^(?:{"|".join(kinds)}) {name}\b(?:.|\n)*?"""(.*?)(?:"""|$)',
        _read(path),
        re.MULTILINE,
    )
    return found and found[1]


@functools.cache
def _parse(path):
    return ast.parse(_read(_PACKAGE / path))


@functools.cache
def _read(path):
    return path.read_text(encoding="utf-8")
