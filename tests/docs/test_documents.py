import doctest
import functools
import importlib
import inspect
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


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            id=path.name,
            marks=() if path.name == "README.md" else pytest.mark.slow,
        )
        for path in DOCUMENTS
    ],
)
def test_python_blocks_run(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    namespace = {}
    for code in blocks(path, "python"):
        exec(compile(code, str(path), "exec"), namespace)


def test_the_table_of_measures_is_that_of_their_records(monkeypatch):
    """`python docs/write_measures.py` writes it."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    page = importlib.import_module("write_measures")
    assert page.PAGE.read_text() == page.text()


def test_the_tables_of_settings_are_those_of_the_recipes(monkeypatch):
    """`python docs/write_settings.py` writes them."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    page = importlib.import_module("write_settings")
    assert page.PAGE.read_text() == page.text()


def test_the_tables_of_the_boards_are_those_of_their_files(monkeypatch):
    """`python docs/write_boards.py` writes them."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    page = importlib.import_module("write_boards")
    text = page.PAGE.read_text()
    assert text == page.text(text)
    assert sorted(path.stem for path in page.BOARDS.iterdir()) == sorted(
        re.findall(r"<!-- board: (\w+) -->", text)
    )


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


@pytest.mark.parametrize(
    "command", [c for path in DOCUMENTS for c in commands_of(path)]
)
def test_shell_commands_exist(command, tmp_path, monkeypatch):
    """Each program exists and accepts its flags."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_pictures").mkdir()
    program, *argv = shlex.split(command)
    if program == "pip":
        assert argv[0] == "install"
        assert (ROOT / "setup.py").exists()
    elif program == "keras-creative":
        from keras_creative import cli

        cli.make_parser().parse_args(argv)
        if argv[0] == "legacy":
            parse_legacy(*argv[1:])
    elif argv[:1] == ["STYLEGAN.py"]:
        from keras_creative.legacy import stylegan

        stylegan.make_parser().parse_args(argv[1:])
    else:
        assert program == "pytest"


def parse_legacy(program, *argv):
    from keras_creative.legacy import picture_games

    module = importlib.import_module(f"keras_creative.legacy.{program}")
    of_games = functools.partial(picture_games.make_parser, program)
    make_parser = getattr(module, "make_parser", of_games)
    make_parser().parse_args(argv)


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
                for method in methods_with_examples(thing):
                    own = f"{name}.{method.__name__}"
                    yield pytest.param(method, id=f"{info.name}.{own}")


def methods_with_examples(thing):
    for name in vars(thing) if inspect.isclass(thing) else ():
        method = getattr(thing, name)
        text = getattr(method, "__doc__", None) or ""
        if inspect.isroutine(method) and ("```" in text or ">>>" in text):
            yield method


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """A folder with small data sets, and the variables of the examples."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (80, 28, 28)).astype("uint8")
    labels = (np.arange(80) % 10).astype("uint8")
    for name in ("mnist", "fashion-mnist"):
        np.savez(f"{name}.npz", x=images, y=labels)
    write_idx(tmp_path / "mnist", images, labels)
    (tmp_path / "fashion-mnist").mkdir()
    (tmp_path / "fashion-mnist" / "t10k-labels-idx1-ubyte.gz").write_bytes(
        (tmp_path / "mnist" / "t10k-labels-idx1-ubyte").read_bytes()
    )
    write_pictures(tmp_path / "paintings", rng)
    shape = (32, 32, 1)
    model = keras_creative.models.DesignGAN(
        keras_creative.networks.mlp_generator(2, shape, units=4),
        keras_creative.networks.mlp_discriminator(shape, units=4),
    )
    model.compile()
    pictures = rng.uniform(-1, 1, (8, *shape)).astype("float32")
    measures = dict(keras_creative.metrics.MEASURES)
    yield {"model": model, "pictures": pictures, "x": pictures, "y": None}
    keras_creative.metrics.MEASURES.clear()
    keras_creative.metrics.MEASURES.update(measures)


def write_pictures(folder, rng):
    folder.mkdir()
    for index in range(40):
        pixels = rng.integers(0, 256, (80, 72, 3)).astype("uint8")
        keras.utils.save_img(folder / f"{index}.png", pixels, scale=False)


def write_idx(folder, images, labels):
    folder.mkdir()
    for split in ("train", "t10k"):
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            sizes = np.array(array.shape, ">i4").tobytes()
            (folder / f"{split}-{kind}-ubyte").write_bytes(
                bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()
            )


def with_fenced_examples():
    for parameter in public_objects():
        (thing,) = parameter.values
        if "```python" in thing.__doc__:
            yield parameter


@pytest.mark.slow
@pytest.mark.parametrize("thing", list(with_fenced_examples()))
def test_fenced_examples_run(thing, workplace):
    """Examples that train run, with one epoch instead of thirty."""
    module = vars(importlib.import_module(thing.__module__))
    names = {"keras": keras, "keras_creative": keras_creative, "np": np}
    namespace = {**module, **names, **workplace}
    for _, code in BLOCK.findall(inspect.cleandoc(thing.__doc__)):
        code = code.replace("epochs=30", "epochs=1")
        exec(compile(code, thing.__name__, "exec"), namespace)


@pytest.mark.parametrize("thing", list(public_objects()))
def test_docstring_examples(thing):
    """Examples with `>>>` give the documented output."""
    names = {"keras": keras, "keras_creative": keras_creative, "np": np}
    finder = doctest.DocTestFinder(recurse=False)
    runner = doctest.DocTestRunner(
        optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    )
    for test in finder.find(thing, globs=names):
        runner.run(test)
    assert runner.failures == 0
