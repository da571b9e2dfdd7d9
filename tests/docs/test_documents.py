import doctest
import importlib
import pkgutil
import re
import shlex
from pathlib import Path

import keras
import numpy as np
import pytest

import keras_creative

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
IDS = [path.name for path in DOCUMENTS]


def blocks(path, language):
    found = BLOCK.findall(path.read_text())
    return [code for kind, code in found if kind == language]


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_python_blocks_run(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    namespace = {}
    for code in blocks(path, "python"):
        exec(compile(code, str(path), "exec"), namespace)


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_linked_files_exist(path):
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
        if not link.startswith("http"):
            assert (path.parent / link).exists(), link


def commands_of(path):
    for code in blocks(path, "bash"):
        for line in code.splitlines():
            yield from line.split(" && ")


def test_readme_has_two_set_up_commands():
    set_up = [
        code for code in blocks(ROOT / "README.md", "bash") if "pip" in code
    ]
    assert len(set_up) == 2
    assert ".[test]" in set_up[1] and "pytest" in set_up[1]


@pytest.mark.parametrize("command", list(commands_of(ROOT / "README.md")))
def test_shell_commands_exist(command):
    """Each program is there, and takes the flags it is given."""
    program, *argv = shlex.split(command)
    if program == "pip":
        assert argv[0] == "install"
        assert (ROOT / "setup.py").exists()
    elif argv[:2] == ["-m", "keras_creative"]:
        from keras_creative import cli

        cli.make_parser().parse_args(argv[2:])
    elif argv[:1] == ["STYLEGAN.py"]:
        from keras_creative.legacy import stylegan

        stylegan.make_parser().parse_args(argv[1:])
    else:
        assert program == "pytest"


def public_objects():
    for info in pkgutil.walk_packages(
        keras_creative.__path__, "keras_creative."
    ):
        if "__main__" in info.name:
            continue
        module = importlib.import_module(info.name)
        for name, thing in vars(module).items():
            here = getattr(thing, "__module__", None) == info.name
            if here and not name.startswith("_") and thing.__doc__:
                yield pytest.param(thing, id=f"{info.name}.{name}")


@pytest.mark.parametrize("thing", list(public_objects()))
def test_docstring_examples(thing):
    """Examples with `>>>` give what they say."""
    names = {"keras": keras, "keras_creative": keras_creative, "np": np}
    finder = doctest.DocTestFinder(recurse=False)
    runner = doctest.DocTestRunner(
        optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    )
    for test in finder.find(thing, globs=names):
        if "model." not in test.docstring:
            runner.run(test)
    assert runner.failures == 0
