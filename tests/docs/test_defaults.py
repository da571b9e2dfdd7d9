"""Docstrings and signatures give the same defaults."""

import ast
import importlib
import inspect
import re

import pytest

_PACKAGES = ("losses", "metrics", "layers", "networks", "models")
_DEFAULT = re.compile(
    r"^ +(\w+): (?:(?!^ +\w+: ).)*?Defaults\s+to\s+`([^`]+)`", re.S | re.M
)


def documented():
    """Qualified names, objects and their documented defaults."""
    for package in _PACKAGES:
        module = importlib.import_module(f"keras_creative.{package}")
        for name in module.__all__:
            found = getattr(module, name)
            members = {"": found}
            if inspect.isclass(found):
                members |= {
                    f".{key}": value
                    for key, value in vars(found).items()
                    if inspect.isfunction(value) and not key.startswith("_")
                }
            for key, member in members.items():
                if callable(member) and member.__doc__:
                    defaults = _DEFAULT.findall(inspect.getdoc(member))
                    yield f"{package}.{name}{key}", member, dict(defaults)


def test_most_defaults_are_documented():
    """There were 215 public ones when this test was written."""
    assert sum(len(defaults) for _, _, defaults in documented()) > 200


@pytest.mark.parametrize(
    "member, defaults",
    [pytest.param(m, d, id=name) for name, m, d in documented() if d],
)
def test_defaults_are_those_of_the_docstring(member, defaults):
    parameters = inspect.signature(member).parameters
    for name, text in defaults.items():
        if name in parameters:
            default = parameters[name].default
            try:
                value = ast.literal_eval(text)
            except (ValueError, SyntaxError):
                continue
            assert default == value, name
