"""Signatures carry types, and static checkers see the sub-packages."""

import ast
import importlib
import inspect
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import keras_creative

PACKAGE = Path(keras_creative.__file__).parent
TYPED = sorted({*keras_creative.__all__} - {"__version__", "legacy"})


def test_static_checkers_see_every_subpackage():
    tree = ast.parse((PACKAGE / "__init__.py").read_text())
    (branch,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If)
        and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    (declared,) = branch.body
    assert isinstance(declared, ast.ImportFrom)
    names = {alias.name for alias in declared.names}
    assert names == {*keras_creative.__all__} - {"__version__"}


def public_functions(module):
    """Qualified names and functions: exported ones, and methods of classes."""
    names = getattr(module, "__all__", None) or [
        name for name, _ in own_members(module, module.__name__)
    ]
    for name in names:
        value = getattr(module, name)
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value):
            for parent in inspect.getmro(value):
                if parent.__module__.startswith("keras_creative."):
                    yield from methods(parent)


def own_members(module, home):
    for name, value in vars(module).items():
        is_public = inspect.isfunction(value) or inspect.isclass(value)
        if is_public and not name.startswith("_") and value.__module__ == home:
            yield name, value


def methods(cls):
    for name, value in vars(cls).items():
        if name.startswith("_") and name not in ("__init__", "__call__"):
            continue
        if isinstance(value, property):
            value = value.fget
        value = getattr(value, "func", value)  # of a cached property
        function = inspect.unwrap(getattr(value, "__func__", value))
        # Dataclasses type the functions that they make by themselves.
        if inspect.isfunction(function) and function.__module__ == (
            cls.__module__
        ):
            yield f"{cls.__name__}.{name}", function


def without_type(function):
    signature = inspect.signature(function)
    for name, parameter in signature.parameters.items():
        if name in ("self", "cls"):
            continue
        if parameter.annotation is parameter.empty:
            yield name
    if signature.return_annotation is signature.empty:
        yield "return"


@pytest.mark.parametrize("subpackage", TYPED)
def test_public_signatures_carry_types(subpackage):
    module = importlib.import_module(f"keras_creative.{subpackage}")
    missing = {
        name: parts
        for name, function in public_functions(module)
        if (parts := list(without_type(function)))
    }
    assert not missing


SCRIPT = """
import keras_creative as kc

ring = kc.datasets.load_toy("8Gaussians")
generator = kc.networks.mlp_generator()
model = kc.models.GAN(generator, kc.networks.mlp_discriminator())
model.compile(g_optimizer="adam")
average = kc.callbacks.GeneratorEMA(decay=0.99)
history = model.fit(ring.batches(64), steps_per_epoch=10, callbacks=[average])
samples = model.sample(8, seed=[1, 2])
score = kc.metrics.hit_rate(samples, ring.centers[1], ring.std)
reveal_type(generator)
reveal_type(history)
reveal_type(samples)
reveal_type(score)
kc.network
model.sample("many")
"""


@pytest.mark.slow
def test_pyright_follows_a_script(tmp_path):
    """Only the last two lines are wrong: a name and a type."""
    pyright = shutil.which("pyright", path=Path(sys.executable).parent)
    pyright = pyright or shutil.which("pyright")
    if pyright is None:
        pytest.skip("needs pyright")
    (tmp_path / "script.py").write_text(SCRIPT)
    result = subprocess.run(
        [pyright, "--outputjson", "--pythonpath", sys.executable, "script.py"],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    if not result.stdout.startswith("{"):
        pytest.skip(f"pyright does not start: {result.stderr[-200:]}")
    findings = json.loads(result.stdout)["generalDiagnostics"]
    told = [f["message"] for f in findings if f["severity"] == "information"]
    assert [message.split('"')[-2].split("[")[0] for message in told] == [
        "Model",
        "History",
        "ndarray",
        "float",
    ]
    rules = [f["rule"] for f in findings if f["severity"] == "error"]
    assert rules == ["reportAttributeAccessIssue", "reportArgumentType"]
